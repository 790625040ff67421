/* attache import state: merges what another attache kept of its user into what this one keeps. */
#include "command/command.h"
#include "state/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static struct err read_file(str path, struct arena *a, str *text)
{
    if (str_eq(path, STR("-")))
        return fs_read_fd(STDIN_FILENO, EXCHANGE_LIMIT, a, text);
    int fd = open(arena_cstr(a, path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return err_system(errno, "%.*s cannot be read", STR_FMT(path));
    struct err why = fs_read_fd(fd, EXCHANGE_LIMIT, a, text);
    close(fd);
    return err_failed(&why) ? err_make(why.code, "%.*s %s", STR_FMT(path), why.message) : ERR_OK;
}

static void say_diags(const struct command_call *call, const struct diag_list *diags)
{
    for (size_t i = 0; i < diags->len; i++) {
        library_format_diag(NULL, &diags->items[i], &call->messages->buf);
        buf_byte(&call->messages->buf, '\n');
    }
    output_flush(call->messages);
}

static void say_counts(const struct command_call *call, const struct exchange_counts *n)
{
    size_t all = n->briefings + n->marks + n->notes;
    output_message(call->messages,
                   "%zu briefing%s, %zu mark%s, %zu note%s read: %zu new or newer, %zu were here",
                   n->briefings, n->briefings == 1 ? "" : "s", n->marks, n->marks == 1 ? "" : "s",
                   n->notes, n->notes == 1 ? "" : "s", n->changed, all - n->changed);
}

static int merge(const struct command_call *call, struct state *state, str text)
{
    struct arena a = {0};
    struct diag_list diags = {.arena = &a};
    struct exchange_counts n;
    str file = str_eq(call->arguments[1], STR("-")) ? STR("standard input") : call->arguments[1];
    struct err e = exchange_import(state, text, file, &diags, &n);
    diag_sort(&diags);
    say_diags(call, &diags);
    int status = diag_count(&diags, DIAG_ERROR_SEVERITY) > 0 ? EXIT_NOTHING : EXIT_DONE;
    if (err_failed(&e))
        status = command_fail(call, &e);
    else
        say_counts(call, &n);
    arena_release(&a);
    return status;
}

static int run(const struct command_call *call)
{
    struct state *state;
    struct arena a = {0};
    str text = {0};
    if (!command_knows_format(call))
        return EXIT_TROUBLE;
    struct err e = read_file(call->arguments[1], &a, &text);
    int status = EXIT_TROUBLE;
    if (err_failed(&e)) {
        command_fail(call, &e);
    } else if (command_state(call, &state)) {
        command_confine(call, NULL, NULL);
        if (*state_notice(state) == '\0') /* else what came in would be gone at once */
            status = merge(call, state, text);
        state_close(state);
    }
    arena_release(&a);
    return status;
}

const struct command command_import = {
    .name = "import",
    .arguments = "state FILE",
    .summary = "merge such YAML into what is kept here",
    .example = "attache import state copy.yaml",
    .least = 2,
    .most = 2,
    .run = run,
};
