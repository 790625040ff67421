#include "loader/yaml_place.h"

#include "text/utf8.h"

#include <stdint.h>

static void advance(struct yaml_place *p)
{
    str text = p->text;
    char byte = text.ptr[p->offset++];
    while (p->offset < text.len && ((unsigned char)text.ptr[p->offset] & 0xC0) == 0x80)
        p->offset++;
    p->index++;
    bool followed = p->offset < text.len && text.ptr[p->offset] == '\n';
    if (byte == '\n' || (byte == '\r' && !followed)) {
        p->line++;
        p->column = 1;
    } else {
        p->column++;
    }
}

/* Letters and the like, which are one byte, one code point and one column each. */
static void advance_plain(struct yaml_place *p, size_t most)
{
    size_t end = p->text.len - p->offset > most ? p->offset + most : p->text.len;
    size_t at = utf8_printable_end(str_sub(p->text, 0, end), p->offset);
    /* What continues a character belongs to the one before. */
    if (at > p->offset && at < p->text.len && ((unsigned char)p->text.ptr[at] & 0xC0) == 0x80)
        at--;
    p->index += at - p->offset;
    p->column += at - p->offset;
    p->offset = at;
}

static void restart(struct yaml_place *p)
{
    *p = (struct yaml_place){.text = p->text, .line = 1, .column = 1};
}

void yaml_place_seek(struct yaml_place *p, size_t index)
{
    if (index < p->index)
        restart(p);
    while (p->index < index && p->offset < p->text.len) {
        advance_plain(p, index - p->index);
        if (p->index < index && p->offset < p->text.len)
            advance(p);
    }
}

void yaml_place_seek_byte(struct yaml_place *p, size_t offset)
{
    if (offset < p->offset)
        restart(p);
    while (p->offset < offset && p->offset < p->text.len) {
        advance_plain(p, offset - p->offset);
        if (p->offset < offset && p->offset < p->text.len)
            advance(p);
    }
}

/* YAML 1.1, 5.1: c-printable. */
static bool is_allowed(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0x7E) || c == 0x85 ||
           (c >= 0xA0 && c <= 0xFFFD) || c >= 0x10000;
}

size_t yaml_find_forbidden(str bytes, bool *valid)
{
    *valid = true;
    for (size_t at = 0; at < bytes.len;) {
        at = utf8_printable_end(bytes, at);
        if (at == bytes.len)
            break;
        uint32_t c;
        size_t len = utf8_decode(bytes, at, &c, valid);
        if (!*valid || !is_allowed(c))
            return at;
        at += len;
    }
    return STR_NONE;
}
