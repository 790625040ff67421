#include "ui/clipboard.h"

#include <stdint.h>

static void append_base64(struct buf *out, str s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.len; i += 3) {
        uint32_t bits = 0;
        size_t left = s.len - i < 3 ? s.len - i : 3;
        for (size_t j = 0; j < 3; j++)
            bits = bits << 8 | (j < left ? (unsigned char)s.ptr[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            buf_byte(out, j <= left ? digits[bits >> (18 - 6 * j) & 63] : '=');
    }
}

void clipboard_sequence(str text, struct buf *out)
{
    buf_append(out, STR("\033]52;c;"));
    append_base64(out, text);
    buf_append(out, STR("\033\\"));
}
