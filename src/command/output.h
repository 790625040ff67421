/*
 * A stream of bytes to a descriptor, for the data of commands and for messages. The only way out of
 * src/: what comes from a file has passed the gate before. A failure is remembered and ends all
 * further writing.
 */
#ifndef ATTACHE_COMMAND_OUTPUT_H
#define ATTACHE_COMMAND_OUTPUT_H

#include "base/buf.h"

struct output {
    int fd;
    struct buf
        buf;    /* what is not yet written: write into it, then call output_settle now and then */
    int failed; /* errno of the first failure, 0 while all is well */
};

void output_settle(struct output *o); /* writes out if much has gathered */
void output_flush(struct output *o);  /* writes out all */
void output_release(struct output *o);

/* `attache: ` and a message, made safe for a terminal, and a newline; at once. */
void output_message(struct output *o, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
