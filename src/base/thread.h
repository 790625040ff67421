/* Threads beside the main one. Signals come to the main one alone. */
#ifndef ATTACHE_BASE_THREAD_H
#define ATTACHE_BASE_THREAD_H

#include <pthread.h>

/* Returns 0, or an errno. Join it. */
int thread_start(pthread_t *thread, void *(*run)(void *user), void *user);

#endif
