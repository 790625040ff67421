/* attache index: makes or refreshes the catalogue, with progress where somebody watches. */
#include "catalog/refresh.h"
#include "command/command.h"

static void show_progress(void *user, const struct refresh_progress *p)
{
    struct output *messages = user;
    if (p->to_load)
        buf_printf(&messages->buf, "\r%zu briefings, %zu of %zu read ", p->seen, p->loaded,
                   p->to_load);
    else
        buf_printf(&messages->buf, "\r%zu briefings ", p->seen);
    output_flush(messages);
}

static int run(const struct command_call *call)
{
    struct library lib = {0};
    if (!command_library(call, &lib))
        return EXIT_TROUBLE;
    bool quiet = call->options->given & OPTION_BIT(QUIET);
    bool rebuild = call->options->given & OPTION_BIT(REBUILD);
    struct catalog_options options = {.cache_home = call->environment->cache_home};
    struct refresh_hooks hooks = {
        .user = call->messages,
        .progress = call->environment->progress && !quiet ? show_progress : NULL,
    };
    struct refresh_counts n = {0};
    struct catalog *catalog = NULL;
    char notice[256] = "";
    struct err e = catalog_open(&lib, &options, &catalog, notice);
    if (*notice)
        output_message(call->messages, "%s", notice);
    if (!err_failed(&e))
        e = catalog_refresh(catalog, &lib, rebuild, &hooks, &n);
    if (hooks.progress)
        buf_byte(&call->messages->buf, '\n');
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
