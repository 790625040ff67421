#include "text/offsets.h"

static size_t count(str s, size_t start, size_t end)
{
    size_t n = 0;
    for (size_t i = start; i < end; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

struct offsets offsets_make(str text, struct arena *a)
{
    size_t steps = text.len / OFFSETS_STEP;
    struct offsets o = {.text = text, .marks = ARENA_ARRAY(a, size_t, steps + 1)};
    for (size_t i = 1; i <= steps; i++)
        o.marks[i] = o.marks[i - 1] + count(text, (i - 1) * OFFSETS_STEP, i * OFFSETS_STEP);
    return o;
}

size_t offsets_code_points(const struct offsets *o, size_t offset)
{
    if (offset > o->text.len)
        offset = o->text.len;
    size_t mark = offset / OFFSETS_STEP;
    return o->marks[mark] + count(o->text, mark * OFFSETS_STEP, offset);
}
