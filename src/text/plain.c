#include "text/markdown.h"

#include "text/builder.h"

/* The end of the line at `at`, before its line end; *next is where the next line starts. */
static size_t line_end(str s, size_t at, size_t *next)
{
    size_t end = at;
    while (end < s.len && s.ptr[end] != '\n' && s.ptr[end] != '\r')
        end++;
    *next = end;
    if (end < s.len)
        *next += str_starts(str_from(s, end), STR("\r\n")) ? 2 : 1;
    return end;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

void plain_render(str source, struct arena *a, struct document *doc)
{
    struct builder b;
    builder_init(&b, source, a);
    for (size_t at = 0, next; at < source.len; at = next) {
        size_t start = at, end = line_end(source, at, &next);
        while (start < end && is_blank(source.ptr[start]))
            start++;
        while (end > start && is_blank(source.ptr[end - 1]))
            end--;
        if (start == end) {
            builder_block_end(&b);
            continue;
        }
        if (b.open)
            builder_line_end(&b, ' ');
        else
            builder_block(&b, (struct block){.kind = BLOCK_PARAGRAPH});
        builder_source(&b, start, end);
    }
    builder_finish(&b, doc);
    builder_release(&b);
}
