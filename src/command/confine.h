/*
 * The sandbox (base/sandbox.h) as attache needs it: what is read and written from when the options
 * are known and what they name is open.
 */
#ifndef ATTACHE_COMMAND_CONFINE_H
#define ATTACHE_COMMAND_CONFINE_H

#include "base/err.h"
#include "base/str.h"
#include "loader/library.h"

struct confinement {
    const struct library *library; /* to read; NULL: none */
    str cache_home, state_home;    /* `attache` below them, to write; absent: nothing */
    const char *written;           /* a directory, to write; NULL: none */
};

/* ERR_SYSTEM if the system does not let it, also where it has no sandbox: then all is as before. */
struct err confine(const struct confinement *c);

#endif
