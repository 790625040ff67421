#include "ui/flow.h"

#include "base/mem.h"
#include "text/safe.h"
#include "text/unicode.h"

/* The end of the line that starts at `start`: the last break that fits, else the last cluster. */
static size_t line_end(str text, const char *breaks, size_t start, int columns)
{
    size_t fits = start, width = 0;
    for (size_t at = start; at < text.len;) {
        size_t next = unicode_grapheme_next(text, at);
        width += safe_width(str_sub(text, at, next));
        bool space = text.ptr[at] == ' ';
        if (width > (size_t)columns && !space)
            return fits > start ? fits : at > start ? at : next;
        at = next;
        if (at == text.len || breaks[at] != LINE_BREAK_NO)
            fits = at;
        if (at < text.len && breaks[at] == LINE_BREAK_FORCED)
            return at;
    }
    return text.len;
}

int flow_text(struct canvas *c, int row, int column, int columns, int rows, str text,
              struct style style)
{
    int used = 0;
    text = str_trim(text);
    if (text.len == 0 || columns < 1 || rows < 1)
        return 0;
    char *breaks = mem_calloc(text.len, 1);
    unicode_line_breaks(text, breaks);
    for (size_t start = 0; start < text.len && used < rows; used++) {
        size_t end = line_end(text, breaks, start, columns);
        str line = str_sub(text, start, end);
        bool last = used == rows - 1 && end < text.len;
        if (c && last) /* cut in the middle, so that the ellipsis comes where there is more */
            canvas_text_cut(c, row + used, column, columns, str_from(text, start), style);
        else if (c)
            canvas_text(c, row + used, column, columns, str_trim(line), style);
        start = end;
        while (start < text.len && text.ptr[start] == ' ')
            start++;
    }
    mem_free(breaks);
    return used;
}
