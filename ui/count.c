#include "ui/count.h"

#include <stdio.h>

enum { GROUP = 3 };

struct count count_of(size_t number)
{
    char digits[sizeof(struct count)];
    struct count c;
    int len = snprintf(digits, sizeof digits, "%zu", number), at = 0;
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % GROUP == 0)
            c.text[at++] = ',';
        c.text[at++] = digits[i];
    }
    c.text[at] = '\0';
    return c;
}
