/* Counts as the screens say them, with a comma before each three digits: 100,000. */
#ifndef ATTACHE_UI_COUNT_H
#define ATTACHE_UI_COUNT_H

#include <stddef.h>

struct count {
    char text[28]; /* of the largest size_t: 20 digits, 6 commas, the end */
};

struct count count_of(size_t number);

#define COUNT(number) (count_of(number).text) /* to print it with %s */

#endif
