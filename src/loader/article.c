#include "loader/article.h"

#include "base/fs.h"
#include "base/limits.h"
#include "text/markdown.h"
#include "text/md_bounds.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* -- Kinds ------------------------------------------------------------------------------------- */

enum article_kind article_kind(str path, size_t *rank)
{
    static const struct extension {
        const char *name;
        enum article_kind kind;
    } extensions[] = {
        {"md",       ARTICLE_MARKDOWN},
        {"markdown", ARTICLE_MARKDOWN},
        {"txt",      ARTICLE_PLAIN   },
    };
    str extension = path_extension(path);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        str name = str_of(extensions[i].name);
        if (!str_eq_ascii_nocase(extension, name))
            continue;
        if (rank)
            *rank = 2 * i + !str_eq(extension, name);
        return extensions[i].kind;
    }
    return ARTICLE_NONE;
}

/* -- Decoding ---------------------------------------------------------------------------------- */

static struct origin place_of(str file, str text, size_t offset)
{
    struct origin at = {.file = file};
    source_line_column(text, offset, &at.line, &at.column);
    return at;
}

str article_decode(str bytes, bool yaml, str file, struct arena *a, struct diag_list *diags,
                   const char **refused)
{
    struct text_faults faults;
    str text = text_decode(bytes, a, &faults);
    *refused = faults.refused;
    if (faults.refused)
        return text;
    if (faults.bad_bytes && !yaml)
        diag_add(diags, place_of(file, text, faults.bad_at), DIAG_UTF8,
                 "bytes that are not UTF-8 are shown as U+FFFD");
    if (faults.hidden)
        diag_add(diags, place_of(file, text, faults.hidden_at), DIAG_HIDDEN_CHARACTER,
                 "the hidden character U+%04X is shown as a stand-in",
                 (unsigned)faults.hidden_code);
    return text;
}

/* -- Front matter ------------------------------------------------------------------------------ */

/* The end of the line at `at`, and where the next one starts. CR, LF and both end a line. */
static str line_at(str s, size_t at, size_t *next)
{
    size_t end = at;
    while (end < s.len && s.ptr[end] != '\n' && s.ptr[end] != '\r')
        end++;
    *next = end;
    if (*next < s.len)
        *next += s.ptr[end] == '\r' && end + 1 < s.len && s.ptr[end + 1] == '\n' ? 2 : 1;
    return str_sub(s, at, end);
}

static bool is_fence(str line, str fence)
{
    return str_starts(line, fence) && str_trim(line).len == fence.len;
}

bool front_matter_find(str source, struct front_matter *found, bool *unclosed)
{
    size_t at, next;
    *unclosed = false;
    if (!is_fence(line_at(source, 0, &at), STR("---")))
        return false;
    if (str_trim(line_at(source, at, &next)).len == 0)
        return false;
    *found = (struct front_matter){.start = at};
    for (; at < source.len; at = next) {
        str line = line_at(source, at, &next);
        if (!is_fence(line, STR("---")) && !is_fence(line, STR("...")))
            continue;
        found->end = at;
        found->text = next;
        return true;
    }
    *unclosed = true;
    return false;
}

/* -- The article ------------------------------------------------------------------------------- */

static struct err refuse(struct diag_list *refused, struct origin at, struct err e)
{
    diag_add(refused, at, DIAG_TOO_LARGE, "%s", e.message);
    return e;
}

/* What stands for an invalid byte is three times as long. */
static struct err check_size(str source)
{
    if (source.len > FS_LIMIT_CONTENT)
        return err_make(ERR_TOO_LARGE, "is no text: with U+FFFD for its bytes it passes %d MiB",
                        LIMIT_FILE);
    if (text_count_lines(source) > LIMIT_LINES)
        return err_make(ERR_TOO_LARGE, "has more than %d lines", LIMIT_LINES);
    return ERR_OK;
}

static bool has_text(str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_decode(text, at, &c, NULL);
        if (!unicode_is_space(c))
            return true;
    }
    return false;
}

struct err article_read(str bytes, enum article_kind kind, str file, struct arena *a,
                        struct diag_list *diags, struct diag_list *refused, struct article *out)
{
    struct origin top = {.file = file, .line = 1, .column = 1};
    struct front_matter matter = {0};
    bool unclosed = false;
    const char *encoding;
    str source = article_decode(bytes, false, file, a, diags, &encoding);
    *out = (struct article){0};
    if (encoding) {
        diag_add(refused, top, DIAG_ENCODING, "is %s, not UTF-8", encoding);
        return err_make(ERR_USAGE, "is %s, not UTF-8", encoding);
    }
    struct err e = check_size(source);
    if (err_failed(&e))
        return refuse(refused, top, e);
    if (kind == ARTICLE_PLAIN) {
        plain_render(source, a, &out->document);
    } else {
        if (front_matter_find(source, &matter, &unclosed))
            out->front_matter = str_sub(source, matter.start, matter.end);
        e = markdown_render(source, matter.text, a, &out->document);
        if (err_failed(&e))
            return refuse(refused, top, e);
    }
    if (unclosed)
        diag_add(diags, top, DIAG_FRONT_MATTER,
                 "the front matter that opens here is never closed: it is shown as text");
    if (!has_text(out->document.text))
        diag_add(diags, top, DIAG_EMPTY, "the article has no text");
    return ERR_OK;
}
