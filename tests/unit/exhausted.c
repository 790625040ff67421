#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

noreturn void mem_exhausted(void)
{
    fputs("memory exhausted\n", stderr);
    abort();
}
