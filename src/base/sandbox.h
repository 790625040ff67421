/*
 * From here on this process, and the threads that it starts, can open only what they have to: files
 * beneath given places, to read or also to write; no program can be started, and no connection
 * made. Descriptors that are open stay as they are. By Landlock, where the kernel is a Linux that
 * has it; elsewhere nothing happens. There is no way back.
 */
#ifndef ATTACHE_BASE_SANDBOX_H
#define ATTACHE_BASE_SANDBOX_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct sandbox_place {
    const char
        *path;  /* a file, or a directory and what is beneath; one that is not there is none */
    bool write; /* files in it are made, changed and removed, too */
};

/* Whether the system has one: then sandbox_enter means something. */
bool sandbox_is_possible(void);

/* ERR_SYSTEM if the system does not let it, also where it has none; then nothing has changed. */
struct err sandbox_enter(const struct sandbox_place *places, size_t count);

#endif
