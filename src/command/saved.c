#include "command/saved.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct err saved_open(struct saved *f, str path, struct arena *a)
{
    struct stat st;
    *f = (struct saved){.path = arena_cstr(a, path)};
    char resolved[PATH_MAX]; /* what a link leads to, not the link, is replaced */
    if (realpath(f->path, resolved) != NULL)
        f->path = arena_cstr(a, str_of(resolved));
    if (stat(f->path, &st) == 0 && !S_ISREG(st.st_mode))
        return err_make(ERR_NOT_REGULAR, "%s is not a file", f->path);
    f->fresh = arena_printf(a, "%s.%ld.new", f->path, (long)getpid()).ptr;
    f->output.fd = open(f->fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return f->output.fd >= 0 ? ERR_OK : err_system(errno, "%s cannot be written", f->path);
}

struct err saved_close(struct saved *f, bool keep)
{
    output_release(&f->output);
    int trouble = f->output.failed;
    if (keep && trouble == 0 && fsync(f->output.fd) != 0)
        trouble = errno;
    if (close(f->output.fd) != 0 && trouble == 0)
        trouble = errno;
    if (keep && trouble == 0 && rename(f->fresh, f->path) != 0)
        trouble = errno;
    if (!keep || trouble != 0)
        (void)unlink(f->fresh);
    return trouble == 0 ? ERR_OK : err_system(trouble, "%s cannot be written", f->path);
}
