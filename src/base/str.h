/*
 * A borrowed view of bytes: pointer and length, passed by value, not terminated and never owned.
 * Unless a function says otherwise the bytes are UTF-8. The empty view has any pointer, also NULL;
 * an *absent* one has NULL and 0 (str_present tells the two apart where that matters: absent keys
 * are null in JSON).
 */
#ifndef ATTACHE_BASE_STR_H
#define ATTACHE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct str {
    const char *ptr;
    size_t len;
} str;

/* A view of a string literal, usable in initialisers as STR_INIT and in expressions as STR. */
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
#define STR(literal) ((str)STR_INIT(literal))

/* For printf's "%.*s": STR_FMT(s). Only for text known to be short and safe. */
#define STR_FMT(s) (int)(s).len, str_chars((s).ptr)
const char *str_chars(const char *ptr); /* "" for NULL */

str str_of(const char *terminated); /* NULL gives the absent view */
bool str_present(str s);
bool str_eq(str a, str b);
int str_cmp(str a, str b);              /* byte order (memcmp), shorter first: <0, 0, >0 */
bool str_eq_ascii_nocase(str a, str b); /* only A-Z and a-z are folded */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
str str_from(str s, size_t start);            /* s[start..]; start is clamped to the length */
str str_sub(str s, size_t start, size_t end); /* s[start..end), both clamped */
str str_trim(str s);                          /* without ASCII white space at both ends */

/* Takes the first line off: returns it without its newline. */
str str_take_line(str *rest);

#define STR_NONE ((size_t)-1)
size_t str_find(str haystack, str needle,
                size_t from); /* offset of the first at or after from, or STR_NONE */
size_t str_find_byte(str s, char byte, size_t from);
size_t str_rfind_byte(str s, char byte);

#endif
