#include "command/command.h"

#include "command/confine.h"
#include "command/here.h"

#include "catalog/refresh.h"
#include "format/plain.h"
#include "loader/suggest.h"
#include "model/date.h"

#include <string.h>

const struct command command_screens = {
    .name = "",
    .arguments = "[PATH]",
    .summary = "open a library, a directory of it or one article",
    .example = "attache content",
    .options = OPTION_BIT(NO_MOUSE) | OPTION_BIT(FORMAT),
    .most = 1,
};

const struct command *const commands[] = {
    &command_screens,  &command_show,
    &command_list,     &command_entities,
    &command_timeline, &command_dossier,
    &command_search,   &command_check,
    &command_index,    &command_export,
    &command_import,   &command_completion,
    &command_help,     NULL,
};

const struct command *command_find(str name)
{
    for (size_t i = 1; commands[i]; i++)
        if (str_eq(name, str_of(commands[i]->name)))
            return commands[i];
    return NULL;
}

const unsigned commands_common_options = OPTION_BIT(LIBRARY) | OPTION_BIT(TODAY) |
                                         OPTION_BIT(NO_SANDBOX) | OPTION_BIT(HELP) |
                                         OPTION_BIT(VERSION);

static struct err check_options(const struct options *o, const struct command *c)
{
    unsigned foreign = o->given & ~(commands_common_options | c->options);
    for (unsigned i = 0; i < OPTION_COUNT; i++)
        if (foreign & (1U << i))
            return err_make(ERR_USAGE, "attache%s%s takes no --%s", *c->name ? " " : "", c->name,
                            option_info((enum option)i)->name);
    return ERR_OK;
}

static const char *const format_names[] = {
#define X(id, name) name,
    OUTPUT_FORMATS(X)
#undef X
};

static struct err parse_format(const struct options *o, enum output_format *format)
{
    size_t choice;
    struct err e =
        values_choice(o, OPTION_FORMAT, format_names, FORMAT_COUNT, FORMAT_TEXT, &choice);
    *format = (enum output_format)choice;
    return e;
}

static size_t copy_words(const char *const *from, const char *words[MOST_CHOICES])
{
    size_t count = 0;
    for (; from && from[count]; count++)
        words[count] = from[count];
    return count;
}

size_t command_choices(const struct command *c, enum option_kind kind,
                       const char *words[MOST_CHOICES])
{
    static const char *const colors[] = {"always", "never", "auto", NULL};
#define X(id, name) name,
    static const char *const annotations[] = {PLAIN_ANNOTATIONS(X) NULL};
#undef X
    size_t count = 0;
    switch (kind) {
    case KIND_FORMAT:
        for (size_t i = 0; i < FORMAT_COUNT; i++)
            words[count++] = format_names[i];
        return count;
    case KIND_TYPES:
        for (enum entity_type type = ENTITY_UNTYPED + 1; type < ENTITY_TYPE_COUNT; type++)
            words[count++] = entity_type_name(type);
        return count;
    case KIND_STATUSES:
        for (enum status status = STATUS_NONE + 1; status < STATUS_COUNT; status++)
            words[count++] = status_name(status);
        return count;
    case KIND_STATES:
        for (enum promise state = PROMISE_NONE + 1; state <= PROMISE_OVERDUE; state++)
            words[count++] = promise_name(state);
        return count;
    case KIND_SORT:
        return copy_words(c->sorts, words);
    case KIND_COLOR:
        return copy_words(colors, words);
    case KIND_ANNOTATIONS:
        return copy_words(annotations, words);
    default:
        return 0;
    }
}

static struct err parse_today(const struct options *o, const struct environment *e, int64_t *today)
{
    *today = date_today();
    if (o->given & OPTION_BIT(TODAY))
        return values_day(o->values[OPTION_TODAY], "--today", today);
    return e->today.len ? values_day(e->today, "ATTACHE_TODAY", today) : ERR_OK;
}

static struct err check_arguments(const struct command *c, const struct command_call *call)
{
    const char *space = *c->name ? " " : "";
    if (call->argument_count < c->least)
        return err_make(ERR_USAGE, "attache%s%s needs %s", space, c->name, c->arguments);
    if (call->argument_count > c->most)
        return err_make(ERR_USAGE, "attache%s%s: one argument too many: '%.*s'", space, c->name,
                        STR_FMT(call->arguments[c->most]));
    return ERR_OK;
}

struct err command_resolve(const struct options *options, const struct command **command,
                           struct command_call *call)
{
    const struct command *named = options->word_count ? command_find(options->words[0]) : NULL;
    *command = named ? named : &command_screens;
    size_t skip = named ? 1 : 0;
    call->options = options;
    call->arguments = options->words + skip;
    call->argument_count = options->word_count - skip;

    struct err e = check_options(options, *command);
    if (!err_failed(&e))
        e = check_arguments(*command, call);
    if (!err_failed(&e))
        e = parse_format(options, &call->format);
    if (!err_failed(&e))
        e = values_number(options, OPTION_LIMIT, SIZE_MAX, &call->limit);
    if (!err_failed(&e))
        e = values_number(options, OPTION_WIDTH, call->environment->columns, &call->width);
    if (!err_failed(&e))
        e = values_filters(options, &call->filters);
    if (!err_failed(&e))
        e = parse_today(options, call->environment, &call->today);
    return e;
}

static void usage_options(unsigned options, struct buf *out)
{
    for (unsigned i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *info = option_info((enum option)i);
        if (!(options & (1U << i)))
            continue;
        size_t start = out->len;
        buf_printf(out, "  --%s%s%s", info->name, info->value ? " " : "",
                   info->value ? info->value : "");
        buf_fill(out, ' ', out->len - start < 20 ? 20 - (out->len - start) : 1);
        buf_printf(out, "%s\n", info->help);
    }
}

static void usage_line(const struct command *c, struct buf *out)
{
    size_t start = out->len;
    buf_printf(out, "  attache%s%s%s%s", *c->name ? " " : "", c->name, *c->arguments ? " " : "",
               c->arguments);
    buf_fill(out, ' ', out->len - start < 31 ? 31 - (out->len - start) : 1);
    buf_printf(out, "%s\n", c->summary);
}

void command_usage(const struct command *command, struct buf *out)
{
    if (!command) {
        buf_append(out, STR("attache: a terminal reader for annotated briefings\n\nUsage:\n"));
        for (size_t i = 0; commands[i]; i++)
            usage_line(commands[i], out);
        buf_append(out, STR("\nOptions, before or after the command:\n"));
        usage_options(commands_common_options | command_screens.options, out);
        buf_append(out, STR("\n`attache help TOPIC` says more: of a command, format, query, keys, "
                            "or a code of check.\n"
                            "In the screens, press ?.\n"));
        return;
    }
    buf_append(out, STR("Usage:\n"));
    usage_line(command, out);
    buf_append(out, STR("\nOptions:\n"));
    usage_options(commands_common_options | command->options, out);
    buf_printf(out, "\nExample:\n  %s\n", command->example);
}

/* -- The library --------------------------------------------------------------------------------
 */

int command_fail(const struct command_call *call, const struct err *e)
{
    output_message(call->messages, "%s", e->message);
    return EXIT_TROUBLE;
}

int command_fail_path(const struct command_call *call, str path, const struct err *e)
{
    struct arena a = {0};
    struct suggestion meant = suggestion_for(path);
    for (const struct command *const *c = commands; *c; c++)
        if (*c != &command_screens)
            suggestion_consider(&meant, str_of((*c)->name));
    output_message(call->messages, "%s%.*s", e->message, STR_FMT(suggestion_text(&meant, &a)));
    arena_release(&a);
    return EXIT_TROUBLE;
}

bool command_library(const struct command_call *call, struct library *lib)
{
    str path = command_library_path(call);
    if (!str_present(path)) {
        here_say_how_to_begin(call);
        return false;
    }
    struct err e = library_open(lib, path);
    if (err_failed(&e)) {
        command_fail(call, &e);
        library_close(lib);
        return false;
    }
    return true;
}

void command_confine(const struct command_call *call, const struct library *lib,
                     const char *written)
{
    if (call->options->given & OPTION_BIT(NO_SANDBOX))
        return;
    const struct environment *env = call->environment;
    struct confinement c = {.library = lib, .written = written};
    *(lib ? &c.cache_home : &c.state_home) = lib ? env->cache_home : env->state_home;
    struct err none = confine(&c); /* then as where there is no sandbox */
    (void)none;
}

/* What a list does not say may stand in there. */
static void say_unread(const struct command_call *call, const struct refresh_counts *n)
{
    const char *what;
    size_t unread = refresh_unread(n, &what);
    if (unread > 0)
        output_message(call->messages, "%zu %s could not be read; `attache check` says why", unread,
                       what);
}

bool command_catalog(const struct command_call *call, bool tell, struct library *lib,
                     struct catalog **catalog)
{
    if (!command_library(call, lib))
        return false;
    char notice[256] = "";
    struct catalog_options options = {.cache_home = call->environment->cache_home};
    struct err e = catalog_open(lib, &options, catalog, notice);
    if (*notice)
        output_message(call->messages, "%s", notice);
    if (!err_failed(&e)) {
        command_confine(call, lib, NULL);
        struct refresh_counts counts = {0};
        e = catalog_refresh(*catalog, lib, false, NULL, &counts);
        if (!err_failed(&e)) {
            if (tell)
                say_unread(call, &counts);
            return true;
        }
        catalog_close(*catalog);
    }
    command_fail(call, &e);
    library_close(lib);
    return false;
}

bool command_knows_format(const struct command_call *call)
{
    if (str_eq(call->arguments[0], STR("state")))
        return true;
    output_message(call->messages, "'%.*s' is nothing that can be exported or imported: state is",
                   STR_FMT(call->arguments[0]));
    return false;
}

bool command_state(const struct command_call *call, struct state **state)
{
    struct state_options options = {.state_home = call->environment->state_home};
    if (!str_present(options.state_home)) {
        output_message(call->messages, "there is no state: neither XDG_STATE_HOME nor HOME is set");
        return false;
    }
    struct err e = state_open(NULL, &options, state);
    if (err_failed(&e))
        command_fail(call, &e);
    else if (*state_notice(*state))
        output_message(call->messages, "%s", state_notice(*state));
    return !err_failed(&e);
}
