/* A thread beside the event loop, and a descriptor by which it wakes that. */
#ifndef ATTACHE_UI_ASIDE_H
#define ATTACHE_UI_ASIDE_H

#include "base/err.h"

#include <pthread.h>

struct aside {
    pthread_t thread;
    int pipe[2];
};

/* Starts `run` with all signals blocked: they are the main thread's. Where it fails, nothing is
 * open. */
struct err aside_start(struct aside *a, void *(*run)(void *), void *user);
void aside_end(struct aside *a); /* waits for the end of `run` */

int aside_fd(const struct aside *a); /* readable after aside_wake, until aside_calm */
void aside_wake(const struct aside *a);
void aside_calm(const struct aside *a);

#endif
