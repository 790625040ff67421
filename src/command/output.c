#include "command/output.h"

#include "text/safe.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { GATHER = 1 << 16, MESSAGE_MAX = 4096 };

void output_flush(struct output *o)
{
    size_t done = 0;
    while (done < o->buf.len && !o->failed) {
        ssize_t wrote = write(o->fd, o->buf.ptr + done, o->buf.len - done);
        if (wrote >= 0)
            done += (size_t)wrote;
        else if (errno == EAGAIN)
            poll(&(struct pollfd){.fd = o->fd, .events = POLLOUT}, 1, -1); /* it does not block */
        else if (errno != EINTR)
            o->failed = errno;
    }
    buf_clear(&o->buf);
}

void output_settle(struct output *o)
{
    if (o->buf.len >= GATHER)
        output_flush(o);
}

void output_release(struct output *o)
{
    output_flush(o);
    buf_release(&o->buf);
}

void output_message(struct output *o, const char *format, ...)
{
    char message[MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    buf_append(&o->buf, STR("attache: "));
    safe_append(&o->buf, str_of(message), SAFE_LINE, false);
    buf_byte(&o->buf, '\n');
    output_flush(o);
}
