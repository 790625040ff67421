/* The current directory as a library that nobody has named: whether it is one, and what a person is
 * told where it is not. */
#ifndef ATTACHE_COMMAND_HERE_H
#define ATTACHE_COMMAND_HERE_H

#include "command/command.h"

/* Why there is no library, and how to name one. */
void here_say_how_to_begin(const struct command_call *call);

/* Where it is none only because very much lies below it: asks on the terminal whether to open it
 * all the same. "." if that is wanted; absent if not, or if there was nothing to ask. */
str here_ask(const struct command_call *call);

#endif
