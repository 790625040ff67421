#include "tests/unit/exhausted.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf *awaited; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

noreturn void mem_exhausted(void)
{
    if (awaited != NULL)
        longjmp(*awaited, 1);
    fputs("memory exhausted\n", stderr);
    abort();
}

bool exhausts(void (*body)(void *user), void *user)
{
    jmp_buf here;
    volatile bool ended = true;
    awaited = &here;
    if (setjmp(here) == 0) {
        body(user);
        ended = false;
    }
    awaited = NULL;
    return ended;
}
