#include "ui/panes/notation.h"

#include <stdint.h>
#include <stdlib.h>

void notation_add(struct buf *out, char letter, str bytes)
{
    buf_printf(out, "%c%zu:", letter, bytes.len);
    buf_append(out, bytes);
}

void notation_add_number(struct buf *out, char letter, long long number)
{
    struct buf digits = {0};
    buf_printf(&digits, "%lld", number);
    notation_add(out, letter, buf_str(&digits));
    buf_release(&digits);
}

bool notation_next(str text, size_t *at, char *letter, str *bytes)
{
    size_t colon = str_find_byte(text, ':', *at), len = 0;
    if (*at >= text.len || colon == STR_NONE)
        return false;
    *letter = text.ptr[*at];
    for (size_t i = *at + 1; i < colon; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || len > text.len)
            return false;
        len = len * 10 + (size_t)(text.ptr[i] - '0');
    }
    if (len > text.len - colon - 1)
        return false;
    *bytes = str_sub(text, colon + 1, colon + 1 + len);
    *at = colon + 1 + len;
    return true;
}

long long notation_number(str bytes)
{
    char digits[24] = {0};
    for (size_t i = 0; i < bytes.len && i + 1 < sizeof digits; i++)
        digits[i] = bytes.ptr[i];
    return strtoll(digits, NULL, 10);
}
