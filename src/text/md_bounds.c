#include "text/md_bounds.h"

#include "base/limits.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Bytes after which md4c looks for emphasis, code, links, HTML, entities and escapes: it keeps some
 * twenty bytes for each until the paragraph ends. */
static bool is_sign(char c)
{
    switch (c) {
    case '\\':
    case '*':
    case '_':
    case '`':
    case '&':
    case ';':
    case '<':
    case '>':
    case '[':
    case ']':
    case '~':
    case '|':
    case '@':
        return true;
    default:
        return false;
    }
}

/* The signs at the beginning of a line that may open quotations and list items. */
static size_t count_markers(str line)
{
    size_t count = 0, at = 0;
    for (;;) {
        while (at < line.len && is_blank(line.ptr[at]))
            at++;
        size_t end = at;
        if (end < line.len && line.ptr[end] == '>') {
            count++;
            at = end + 1;
            continue;
        }
        if (end < line.len && str_find_byte(STR("-+*"), line.ptr[end], 0) != STR_NONE)
            end++;
        else
            while (end < line.len && line.ptr[end] >= '0' && line.ptr[end] <= '9')
                end++;
        if (end > at && end < line.len && str_find_byte(STR(".)"), line.ptr[end], 0) != STR_NONE)
            end++;
        if (end == at || (end < line.len && !is_blank(line.ptr[end])))
            return count;
        count++;
        at = end;
    }
}

/* Taken apart as md4c does: LF, CR or both. */
static str take_line(str *rest)
{
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != '\n' && rest->ptr[end] != '\r')
        end++;
    str line = str_sub(*rest, 0, end);
    if (end < rest->len)
        end += str_starts(str_from(*rest, end), STR("\r\n")) ? 2 : 1;
    *rest = str_from(*rest, end);
    return line;
}

size_t text_count_lines(str text)
{
    size_t lines = 0;
    do {
        take_line(&text);
        lines++;
    } while (text.len);
    return lines;
}

static struct err too_much(int most, const char *of)
{
    return err_make(ERR_TOO_LARGE, "holds more than %d %s", most, of);
}

/* md4c takes time by the square of these. */
static size_t count_bare_links(str line)
{
    size_t count = 0;
    for (size_t at = 0; (at = str_find(line, STR("www."), at)) != STR_NONE; at++)
        count++;
    return count;
}

struct err md_bounds_check(str text)
{
    size_t markers = 0, signs = 0, links = 0;
    for (str rest = text; rest.len;) {
        str line = take_line(&rest);
        if (str_trim(line).len == 0) {
            signs = links = 0;
            continue;
        }
        links += count_bare_links(line);
        markers += count_markers(line);
        for (size_t i = 0; i < line.len; i++)
            signs += is_sign(line.ptr[i]);
        if (markers > LIMIT_MARKERS)
            return too_much(LIMIT_MARKERS, "signs of list items and quotations");
        if (links > LIMIT_BARE_LINKS)
            return too_much(LIMIT_BARE_LINKS, "bare links in one paragraph");
        if (signs > LIMIT_SIGNS)
            return too_much(LIMIT_SIGNS, "signs of markup in one paragraph");
    }
    return ERR_OK;
}
