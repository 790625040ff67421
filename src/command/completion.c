/*
 * attache completion: the scripts by which shells complete its words, and the answers to what these
 * ask: `attache completion words -- WORD...` prints "files" or "words", and below it a candidate
 * for the last word on each line, a tab, and a few words on it.
 */
#include "command/complete.h"
#include "text/safe.h"

#include "completion_bash.h"
#include "completion_fish.h"
#include "completion_zsh.h"

static int answer(const struct command_call *call)
{
    struct arena a = {0};
    struct buf *out = &call->out->buf;
    struct candidates c = {.arena = &a, .environment = call->environment};
    complete(&c, call->arguments + 1, call->argument_count - 1);
    buf_append(out, c.files ? STR("files\n") : STR("words\n"));
    for (size_t i = 0; i < c.len; i++) {
        buf_append(out, c.items[i].word); /* which the gate would not change */
        buf_byte(out, '\t');
        safe_append(out, c.items[i].about, SAFE_LINE, false);
        buf_byte(out, '\n');
    }
    arena_release(&a);
    return EXIT_DONE;
}

static int run(const struct command_call *call)
{
    static const struct {
        const char *shell, *script;
    } scripts[] = {
        {"bash", bash_completion},
        {"fish", fish_completion},
        {"zsh",  zsh_completion },
    };
    str asked = call->arguments[0];
    if (str_eq(asked, STR("words")))
        return answer(call);
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        if (str_eq(asked, str_of(scripts[i].shell))) {
            buf_append(&call->out->buf, str_of(scripts[i].script));
            return EXIT_DONE;
        }
    }
    output_message(call->messages, "there is no completion for '%.*s': bash, zsh and fish have one",
                   STR_FMT(asked));
    return EXIT_TROUBLE;
}

const struct command command_completion = {
    .name = "completion",
    .arguments = "SHELL",
    .summary = "what makes bash, zsh or fish complete words and ids",
    .example = "attache completion bash",
    .least = 1,
    .most = COMMAND_WORDS,
    .run = run,
};
