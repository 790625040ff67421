#include "catalog/sheets.h"

#include "catalog/pack.h"

static const struct {
    const char *read, *write, *remove;
} statements[] = {
    [SHEETS_OF_BRIEFS] = {"SELECT texts FROM brief_sheet WHERE n = ?",
                          "INSERT OR REPLACE INTO brief_sheet VALUES (?, ?)",     "DELETE FROM brief_sheet WHERE n = ?"    },
    [SHEETS_OF_AGREEMENTS] = {"SELECT texts FROM agreement_sheet WHERE n = ?",
                          "INSERT OR REPLACE INTO agreement_sheet VALUES (?, ?)", "DELETE FROM agreement_sheet WHERE n = ?"},
};

/* -- Reading ----------------------------------------------------------------------------------- */

/* First the length of each text, one more than it is and zero for what is not there; then those of
 * the lists; the texts; the lists. */
bool sheet_open(struct sheet *s, size_t number, str bytes)
{
    size_t at = 0, end = 0;
    uint64_t length;
    s->first = number * SHEET_ROWS;
    for (size_t i = 0; i < SHEET_ROWS; i++) {
        if (!unpack_number(bytes, &at, &length) || length > bytes.len)
            return false;
        s->there[i] = length > 0;
        s->text_ends[i] = (uint32_t)(end += length > 0 ? length - 1 : 0);
    }
    size_t texts = end;
    for (size_t i = 0; i < SHEET_ROWS; i++) {
        if (!unpack_number(bytes, &at, &length) || length > bytes.len)
            return false;
        s->list_ends[i] = (uint32_t)((end += length) - texts);
    }
    s->texts = str_sub(bytes, at, at + texts);
    s->lists = str_from(bytes, at + texts);
    return end == bytes.len - at;
}

static size_t start_of(const uint32_t *ends, size_t row)
{
    return row > 0 ? ends[row - 1] : 0;
}

str sheet_text(const struct sheet *s, size_t row)
{
    return str_sub(s->texts, start_of(s->text_ends, row), s->text_ends[row]);
}

str sheet_list(const struct sheet *s, size_t row)
{
    return str_sub(s->lists, start_of(s->list_ends, row), s->list_ends[row]);
}

/* Where the part of the text that begins at `start` ends; *start moves to where it begins. */
static size_t part_of(const struct sheet *s, size_t *start, size_t end, int part)
{
    for (; part > 0 && *start < end; part--) {
        size_t before = str_find_byte(s->texts, SHEET_END, *start);
        *start = before < end ? before + 1 : end;
    }
    size_t ends = str_find_byte(s->texts, SHEET_END, *start);
    return ends < end ? ends : end;
}

/* The place from which on the word is looked for, when it was found at `at` in the row; it is there
 * in the part that counts if *counts. */
static size_t place(const struct sheet *s, size_t row, size_t at, int part, bool *counts)
{
    size_t start = start_of(s->text_ends, row), end = s->text_ends[row];
    size_t last = part == SHEET_WHOLE ? end : part_of(s, &start, end, part);
    *counts = at >= start && at < last;
    return at < start ? start : end;
}

void sheet_mark(const struct sheet *s, str word, int part, struct bits *out)
{
    size_t row = 0;
    for (size_t at = str_find(s->texts, word, 0); at < s->texts.len;) {
        bool counts;
        while (s->text_ends[row] <= at)
            row++;
        size_t on = place(s, row, at, part, &counts);
        if (counts)
            bits_add(out, s->first + row);
        at = str_find(s->texts, word, on);
    }
}

/* Written out: it is asked of every briefing for every letter that is typed. */
static bool has_any(const unsigned char *at, const unsigned char *end, const struct bits *set)
{
    while (at < end) {
        size_t n = *at & 0x7F;
        for (unsigned shift = 7; *at++ > 0x7F && at < end && shift < 32; shift += 7)
            n |= (size_t)(*at & 0x7F) << shift;
        if (bits_has(set, n))
            return true;
    }
    return false;
}

bool sheet_lists_any(const struct sheet *s, size_t row, const struct bits *set)
{
    const unsigned char *lists = (const unsigned char *)str_chars(s->lists.ptr);
    return has_any(lists + start_of(s->list_ends, row), lists + s->list_ends[row], set);
}

/* -- Writing ----------------------------------------------------------------------------------- */

static void read_sheet(struct sheets *s, struct catalog *c)
{
    struct sheet sheet;
    struct query q = db_query(c, statements[s->of].read);
    query_size(&q, s->number);
    str bytes = query_row(&q) ? query_str_at(&q, 0, &s->arena) : (str){0};
    query_end(&q);
    bool whole = sheet_open(&sheet, s->number, bytes);
    for (size_t i = 0; i < SHEET_ROWS; i++) {
        s->texts[i] = whole && sheet.there[i] ? sheet_text(&sheet, i) : (str){0};
        s->lists[i] = whole ? sheet_list(&sheet, i) : (str){0};
    }
    s->before = bytes;
    s->open = true;
}

/* What ends a text ends what is left of it. */
static str cut(str copy)
{
    if (copy.len <= SHEET_TEXT_MOST)
        return copy;
    ((char *)copy.ptr)[SHEET_TEXT_MOST - 1] = SHEET_END;
    return str_sub(copy, 0, SHEET_TEXT_MOST);
}

void sheets_put(struct sheets *s, struct catalog *c, int64_t n, str text, str list)
{
    size_t number = (size_t)n / SHEET_ROWS, row = (size_t)n % SHEET_ROWS;
    if (s->open && s->number != number)
        sheets_flush(s, c);
    if (!s->open) {
        s->number = number;
        read_sheet(s, c);
    }
    s->texts[row] = cut(arena_str(&s->arena, text));
    s->lists[row] = arena_str(&s->arena, list);
}

static bool write_lengths(const struct sheets *s, struct buf *out)
{
    bool any = false;
    for (size_t i = 0; i < SHEET_ROWS; i++) {
        any |= str_present(s->texts[i]);
        pack_number(out, str_present(s->texts[i]) ? s->texts[i].len + 1 : 0);
    }
    for (size_t i = 0; i < SHEET_ROWS; i++)
        pack_number(out, s->lists[i].len);
    return any;
}

void sheets_flush(struct sheets *s, struct catalog *c)
{
    if (!s->open)
        return;
    struct buf bytes = {0};
    bool any = write_lengths(s, &bytes);
    for (size_t i = 0; i < SHEET_ROWS; i++)
        buf_append(&bytes, s->texts[i]);
    for (size_t i = 0; i < SHEET_ROWS; i++)
        buf_append(&bytes, s->lists[i]);
    if (!any || !str_eq(buf_str(&bytes), s->before)) {
        struct query q = db_query(c, any ? statements[s->of].write : statements[s->of].remove);
        query_size(&q, s->number);
        if (any)
            query_blob(&q, buf_str(&bytes));
        query_run(&q);
    }
    buf_release(&bytes);
    arena_release(&s->arena);
    s->open = false;
}
