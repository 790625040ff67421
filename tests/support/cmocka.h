/* cmocka with the headers that it wants before it. */
#ifndef ATTACHE_TESTS_SUPPORT_CMOCKA_H
#define ATTACHE_TESTS_SUPPORT_CMOCKA_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#endif
