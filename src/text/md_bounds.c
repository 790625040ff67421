#include "text/md_bounds.h"

#include "base/limits.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Bytes after which md4c looks for emphasis, code, links, HTML, entities and escapes: it keeps some
 * twenty bytes for each until the paragraph ends. */
static const bool is_sign[256] = {
    ['\\'] = true, ['*'] = true, ['_'] = true, ['`'] = true, ['&'] = true,
    [';'] = true,  ['<'] = true, ['>'] = true, ['['] = true, [']'] = true,
    ['~'] = true,  ['|'] = true, ['@'] = true,
};

static size_t count_signs(str line)
{
    size_t count = 0;
    for (size_t i = 0; i < line.len; i++)
        count += is_sign[(unsigned char)line.ptr[i]];
    return count;
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

/* Taken apart as md4c does: LF, CR or both. Of each the next one is remembered: a text that has
 * none of them is not searched for it with every line. */
struct lines {
    str text;
    size_t at, feed, carriage;
};

static struct lines lines_of(str text)
{
    return (struct lines){text, 0, str_find_byte(text, '\n', 0), str_find_byte(text, '\r', 0)};
}

static str take_line(struct lines *l)
{
    size_t start = l->at;
    if (l->feed < start)
        l->feed = str_find_byte(l->text, '\n', start);
    if (l->carriage < start)
        l->carriage = str_find_byte(l->text, '\r', start);
    size_t end = l->feed < l->carriage ? l->feed : l->carriage;
    if (end > l->text.len)
        end = l->text.len;
    l->at = end + (l->carriage == end && l->feed == end + 1 ? 2 : 1);
    return str_sub(l->text, start, end);
}

static bool has_line(const struct lines *l)
{
    return l->at < l->text.len;
}

size_t text_count_lines(str text)
{
    struct lines lines = lines_of(text);
    size_t count = 0;
    do {
        take_line(&lines);
        count++;
    } while (has_line(&lines));
    return count;
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
    for (struct lines lines = lines_of(text); has_line(&lines);) {
        str line = take_line(&lines);
        if (str_trim(line).len == 0) {
            signs = links = 0;
            continue;
        }
        links += count_bare_links(line);
        markers += count_markers(line);
        signs += count_signs(line);
        if (markers > LIMIT_MARKERS)
            return too_much(LIMIT_MARKERS, "signs of list items and quotations");
        if (links > LIMIT_BARE_LINKS)
            return too_much(LIMIT_BARE_LINKS, "bare links in one paragraph");
        if (signs > LIMIT_SIGNS)
            return too_much(LIMIT_SIGNS, "signs of markup in one paragraph");
    }
    return ERR_OK;
}
