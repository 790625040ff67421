#include "base/mem.h"

#include <stdlib.h>

noreturn void mem_exhausted(void)
{
    abort();
}

int main(void)
{
    return EXIT_SUCCESS;
}
