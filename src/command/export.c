/* attache export state: what attache keeps of its user, as YAML. */
#include "command/command.h"
#include "command/saved.h"
#include "state/exchange.h"

#include <limits.h>
#include <stdlib.h>

static bool put(void *user, str piece)
{
    struct output *out = user;
    buf_append(&out->buf, piece);
    output_settle(out);
    return out->failed == 0;
}

/* An earlier copy may be all that is left of a state of which nothing can be read. */
static struct err export_file(struct state *state, str path, struct exchange_counts *n)
{
    struct arena a = {0};
    struct saved file;
    struct err e = saved_open(&file, path, &a);
    if (!err_failed(&e)) {
        e = exchange_export(state, put, &file.output, n);
        if (!err_failed(&e) && *state_notice(state) && !(n->briefings || n->marks || n->notes))
            e = err_make(ERR_NOT_FOUND, "nothing can be read of the state: %.*s is left as it is",
                         STR_FMT(path));
        struct err closed = saved_close(&file, !err_failed(&e));
        if (err_failed(&closed)) /* the cause, where writing was stopped for it */
            e = closed;
    }
    arena_release(&a);
    return e;
}

/* A file is replaced by one that is written beside it: beside what a link leads to, as it is. */
static void confine_to(const struct command_call *call)
{
    struct arena a = {0};
    char resolved[PATH_MAX];
    str path = call->argument_count > 1 ? call->arguments[1] : STR("-");
    if (realpath(arena_cstr(&a, path), resolved) != NULL)
        path = str_of(resolved);
    bool here = str_find_byte(path, '/', 0) == STR_NONE;
    const char *directory =
        arena_printf(&a, "%.*s/", STR_FMT(here ? STR(".") : path_dir(path))).ptr;
    command_confine(call, NULL, str_eq(path, STR("-")) ? NULL : directory);
    arena_release(&a);
}

static int run(const struct command_call *call)
{
    struct state *state;
    struct exchange_counts n = {0};
    if (!command_knows_format(call) || !command_state(call, &state))
        return EXIT_TROUBLE;
    confine_to(call);
    bool whole = *state_notice(state) == '\0';
    bool to_file = call->argument_count > 1 && !str_eq(call->arguments[1], STR("-"));
    struct err e = to_file ? export_file(state, call->arguments[1], &n)
                           : exchange_export(state, put, call->out, &n);
    bool stopped = e.code == ERR_CANCELLED; /* standard output failed: main.c says so */
    if (err_failed(&e) && !stopped)
        command_fail(call, &e);
    else if (to_file && !stopped)
        output_message(call->messages, "%zu briefing%s, %zu mark%s, %zu note%s written",
                       n.briefings, n.briefings == 1 ? "" : "s", n.marks, n.marks == 1 ? "" : "s",
                       n.notes, n.notes == 1 ? "" : "s");
    state_close(state);
    return err_failed(&e) ? EXIT_TROUBLE : whole ? EXIT_DONE : EXIT_NOTHING;
}

const struct command command_export = {
    .name = "export",
    .arguments = "state [FILE]",
    .summary = "places, marks and notes as YAML",
    .example = "attache export state copy.yaml",
    .least = 1,
    .most = 2,
    .run = run,
};
