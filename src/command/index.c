/* attache index: makes or refreshes the catalogue, with progress where somebody watches. */
#include "base/clock.h"
#include "base/pace.h"
#include "catalog/refresh.h"
#include "command/command.h"

enum { BAR = 20 };

/* One line of the terminal that is written over and over. */
struct line {
    struct output *messages;
    struct pace pace;
    size_t width; /* of what stands there */
};

static void write_over(struct line *line, str text)
{
    struct buf *out = &line->messages->buf;
    buf_byte(out, '\r');
    buf_append(out, text);
    if (line->width > text.len) {
        buf_fill(out, ' ', line->width - text.len);
        buf_byte(out, '\r');
        buf_append(out, text);
    }
    line->width = text.len;
    output_flush(line->messages);
}

/* "[========            ]  41%  820 of 2000  2150/s  41 s left" */
static void say_progress(struct line *line, const struct refresh_progress *p, struct buf *text)
{
    struct buf left = {0};
    size_t cells = BAR * p->loaded / p->to_load;
    pace_take(&line->pace, clock_ms(), p->loaded);
    buf_byte(text, '[');
    buf_fill(text, '=', cells);
    buf_fill(text, ' ', BAR - cells);
    buf_printf(text, "] %3zu%%  %zu of %zu", 100 * p->loaded / p->to_load, p->loaded, p->to_load);
    if (pace_rate(&line->pace) > 0)
        buf_printf(text, "  %zu/s", pace_rate(&line->pace));
    pace_say_left(&line->pace, p->to_load, &left);
    if (left.len > 0)
        buf_printf(text, "  %.*s left", STR_FMT(buf_str(&left)));
    buf_release(&left);
}

static void show_progress(void *user, const struct refresh_progress *p)
{
    struct buf text = {0};
    if (p->to_load > 0 && p->loaded <= p->to_load)
        say_progress(user, p, &text);
    else
        buf_printf(&text, "%zu briefings", p->seen);
    write_over(user, buf_str(&text));
    buf_release(&text);
}

static int run(const struct command_call *call)
{
    struct library lib = {0};
    if (!command_library(call, &lib))
        return EXIT_TROUBLE;
    bool quiet = call->options->given & OPTION_BIT(QUIET);
    bool rebuild = call->options->given & OPTION_BIT(REBUILD);
    struct catalog_options options = {.cache_home = call->environment->cache_home};
    struct line line = {.messages = call->messages};
    struct refresh_hooks hooks = {
        .user = &line,
        .progress = call->environment->progress && !quiet ? show_progress : NULL,
    };
    struct refresh_counts n = {0};
    struct catalog *catalog = NULL;
    char notice[256] = "";
    struct err e = catalog_open(&lib, &options, &catalog, notice);
    if (*notice)
        output_message(call->messages, "%s", notice);
    command_confine(call, &lib, NULL);
    if (!err_failed(&e))
        e = catalog_refresh(catalog, &lib, rebuild, &hooks, &n);
    if (line.width > 0)
        write_over(&line, STR(""));
    if (!err_failed(&e) && !quiet)
        output_message(call->messages,
                       "%zu briefing%s: %zu added, %zu changed, %zu removed, %zu unchanged, "
                       "%zu refused",
                       n.briefings, n.briefings == 1 ? "" : "s", n.added, n.changed, n.removed,
                       n.unchanged, n.refused);
    if (err_failed(&e))
        command_fail(call, &e);
    catalog_close(catalog);
    library_close(&lib);
    return err_failed(&e) ? EXIT_TROUBLE : EXIT_DONE;
}

const struct command command_index = {
    .name = "index",
    .arguments = "",
    .summary = "make or refresh the catalogue",
    .example = "attache index --library content --rebuild",
    .options = OPTION_BIT(REBUILD) | OPTION_BIT(QUIET),
    .run = run,
};
