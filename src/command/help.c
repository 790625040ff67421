/* attache help: how the program, or one command, is used. */
#include "command/command.h"

static int run(const struct command_call *call)
{
    const struct command *command = NULL;
    if (call->argument_count) {
        command = command_find(call->arguments[0]);
        if (!command) {
            output_message(call->messages, "there is no command '%.*s'; `attache help` names them",
                           STR_FMT(call->arguments[0]));
            return EXIT_TROUBLE;
        }
    }
    command_usage(command, &call->out->buf);
    return EXIT_DONE;
}

const struct command command_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .summary = "how the program, or one command, is used",
    .example = "attache help show",
    .most = 1,
    .run = run,
};
