/* A clock that only goes on: for how long something takes, not for what day it is. */
#ifndef ATTACHE_BASE_CLOCK_H
#define ATTACHE_BASE_CLOCK_H

#include <stdint.h>

int64_t clock_ms(void); /* milliseconds since some moment before the start */

#endif
