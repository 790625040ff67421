#include "ui/count.h"

#include <string.h>

enum { GROUP = 3 };

struct count count_of(size_t number)
{
    struct count c = {0};
    size_t at = sizeof c.text - 1;
    for (int i = 0; number > 0 || i == 0; i++) {
        if (i > 0 && i % GROUP == 0)
            c.text[--at] = ',';
        c.text[--at] = (char)('0' + number % 10);
        number /= 10;
    }
    memmove(c.text, c.text + at, sizeof c.text - at);
    return c;
}
