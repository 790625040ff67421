/* attache show: one briefing, as text or as JSON. */
#include "command/rows.h"
#include "format/plain.h"
#include "format/records.h"

enum { WIDEST = 1000 }; /* cells of a line */

/* Finds the briefing: by its id in the library that is named or is here, else as a file (or "-").
 */
static struct err find(const struct command_call *call, struct library *lib, struct unit *unit)
{
    str wanted = call->arguments[0];
    str path = str_eq(wanted, STR("-")) ? (str){0} : command_library_path(call);
    if (str_present(path)) {
        struct err e = library_open(lib, path);
        if (err_failed(&e))
            return e;
        e = library_find(lib, wanted, &lib->arena, unit);
        if (!err_failed(&e) && str_eq(unit->id, wanted))
            return e;
        library_close(lib);
        *lib = (struct library){0};
    }
    struct err e = library_open(lib, wanted);
    if (err_failed(&e) && str_present(path))
        return err_make(ERR_NOT_FOUND, "no briefing '%.*s' in '%.*s', nor such a file (%s)",
                        STR_FMT(wanted), STR_FMT(path), e.message);
    if (!err_failed(&e) && !str_present(lib->only) && !str_present(lib->standard_input))
        return err_make(ERR_USAGE, "'%.*s' is a directory: show takes a briefing's id or a file",
                        STR_FMT(wanted));
    if (err_failed(&e))
        return e;
    return library_find(lib, str_present(lib->only) ? lib->only : STR("-"), &lib->arena, unit);
}

static void print_refused(const struct command_call *call, const struct library *lib,
                          const struct diag_list *refused)
{
    for (size_t i = 0; i < refused->len; i++) {
        library_format_diag(lib, &refused->items[i], &call->messages->buf);
        buf_byte(&call->messages->buf, '\n');
    }
    output_flush(call->messages);
}

static const char *const annotation_names[PLAIN_ANNOTATIONS_COUNT] = {
#define X(id, name) name,
    PLAIN_ANNOTATIONS(X)
#undef X
};

/* How it is asked to be set; on a terminal no wider than reads well, unless that is said. */
static struct err manner(const struct command_call *call, struct plain *how)
{
    const struct options *o = call->options;
    size_t annotations;
    bool terminal = call->environment->columns && !call->environment->no_color;
    bool said = o->given & OPTION_BIT(WIDTH), styled;
    struct err e = values_color(o, terminal, &styled);
    if (!err_failed(&e))
        e = values_choice(o, OPTION_ANNOTATIONS, annotation_names, PLAIN_ANNOTATIONS_COUNT,
                          o->given & OPTION_BIT(NO_ANNOTATIONS) ? PLAIN_NONE : PLAIN_LISTED,
                          &annotations);
    size_t most = said ? WIDEST : PLAIN_MEASURE;
    *how = (struct plain){
        .width = (int)(call->width < most ? call->width : most),
        .styled = styled,
        .annotations = (enum plain_annotations)annotations,
        .today = call->today,
    };
    return e;
}

static void settle(void *out)
{
    output_settle(out);
}

static int print(const struct command_call *call, const struct plain *how)
{
    struct library lib = {0};
    struct arena arena = {0};
    struct diag_list refused = {.arena = &arena};
    struct unit unit;
    struct briefing *briefing = NULL;

    struct err e = find(call, &lib, &unit);
    command_confine(call, &lib, NULL);
    if (!err_failed(&e))
        e = library_load(&lib, &unit, &arena, &briefing, &refused);
    print_refused(call, &lib, &refused);
    if (err_failed(&e)) {
        if (!refused.len)
            command_fail(call, &e);
    } else if (call->format == FORMAT_CSV || call->format == FORMAT_TSV) {
        struct flat flat;
        struct json j = rows_writer(call, &flat, record_mention_blank);
        record_mentions(&j, briefing);
        flat_release(&flat);
    } else if (call->format != FORMAT_TEXT) {
        record_briefing(&(struct json){.out = &call->out->buf}, &lib, briefing, call->today);
        buf_byte(&call->out->buf, '\n');
    } else {
        plain_briefing(&call->out->buf, briefing, how, settle, call->out);
    }
    arena_release(&arena);
    library_close(&lib);
    return err_failed(&e) ? EXIT_TROUBLE : EXIT_DONE;
}

static int run(const struct command_call *call)
{
    struct plain how;
    struct err e = manner(call, &how);
    return err_failed(&e) ? command_fail(call, &e) : print(call, &how);
}

const struct command command_show = {
    .name = "show",
    .arguments = "ID|FILE",
    .summary = "print one briefing; - reads Markdown from standard input",
    .example = "attache show 2024/us-japan-summit-preview --library content",
    .options = OPTION_BIT(FORMAT) | OPTION_BIT(WIDTH) | OPTION_BIT(COLOR) |
               OPTION_BIT(ANNOTATIONS) | OPTION_BIT(NO_ANNOTATIONS),
    .least = 1,
    .most = 1,
    .run = run,
};
