#include "text/document.h"

#include "text/unicode.h"
#include "text/utf8.h"

size_t document_block_at(const struct document *doc, size_t offset)
{
    size_t low = 0, high = doc->block_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (doc->blocks[mid].span.end <= offset)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

void document_index_source(struct document *doc, struct arena *a)
{
    size_t steps = doc->source.len / SOURCE_STEP + 1;
    doc->source_index = ARENA_ARRAY(a, uint32_t, steps);
    for (size_t i = 1; i < steps; i++) {
        str step = str_sub(doc->source, (i - 1) * SOURCE_STEP, i * SOURCE_STEP);
        doc->source_index[i] = doc->source_index[i - 1] + (uint32_t)utf8_length(step);
    }
}

size_t document_source_byte(const struct document *doc, size_t n)
{
    size_t low = 0, high = doc->source.len / SOURCE_STEP;
    while (low < high) {
        size_t mid = low + (high - low + 1) / 2;
        if (doc->source_index[mid] <= n)
            low = mid;
        else
            high = mid - 1;
    }
    size_t base = low * SOURCE_STEP;
    return base + utf8_offset(str_from(doc->source, base), n - doc->source_index[low]);
}

static size_t piece_end(const struct source_piece *p)
{
    return (size_t)p->file + p->file_length;
}

/* The rendered bytes of a piece that came from inside source [start, end). */
static bool part_inside(const struct source_piece *p, size_t start, size_t end, struct span *part)
{
    size_t from = start > p->file ? start : p->file;
    size_t to = end < piece_end(p) ? end : piece_end(p);
    if (from >= to)
        return false;
    if (!p->verbatim && to - from < p->file_length)
        return false;
    *part = (struct span){p->rendered, (size_t)p->rendered + p->length};
    if (p->verbatim) {
        part->start += from - p->file;
        part->end = part->start + (to - from);
    }
    return true;
}

/* The first piece that ends in the source after `offset`. */
static size_t piece_after(const struct document *doc, size_t offset)
{
    size_t low = 0, high = doc->piece_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (piece_end(&doc->pieces[mid]) <= offset)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool document_span_from_source(const struct document *doc, size_t start, size_t end,
                               struct span *rendered)
{
    size_t from = document_source_byte(doc, start), to = document_source_byte(doc, end);
    bool found = false;
    struct span part = {0, 0};
    size_t first = piece_after(doc, from);
    for (; !found && first < doc->piece_count && doc->pieces[first].file < to; first++) {
        found = part_inside(&doc->pieces[first], from, to, &part);
        rendered->start = part.start;
    }
    if (!found)
        return false;
    size_t last = piece_after(doc, to);
    last = last < doc->piece_count ? last + 1 : doc->piece_count;
    while (!part_inside(&doc->pieces[--last], from, to, &part))
        ;
    rendered->end = part.end;
    return true;
}

size_t document_source_offset(const struct document *doc, size_t rendered)
{
    if (doc->piece_count == 0)
        return 0;
    size_t low = 0, high = doc->piece_count - 1;
    while (low < high) {
        size_t mid = low + (high - low + 1) / 2;
        if (doc->pieces[mid].rendered <= rendered)
            low = mid;
        else
            high = mid - 1;
    }
    const struct source_piece *p = &doc->pieces[low];
    size_t into = rendered - p->rendered;
    if (into >= p->length)
        return piece_end(p);
    return p->verbatim ? p->file + into : p->file;
}

void source_line_column(str source, size_t offset, size_t *line, size_t *column)
{
    size_t start = 0;
    *line = 1;
    if (offset > source.len)
        offset = source.len;
    for (size_t i = 0; i < offset; i++) {
        bool lone_cr = source.ptr[i] == '\r' && !(i + 1 < source.len && source.ptr[i + 1] == '\n');
        if (source.ptr[i] == '\n' || lone_cr) {
            ++*line;
            start = i + 1;
        }
    }
    *column = utf8_length(str_sub(source, start, offset)) + 1;
}

/* Words that end in a full stop within a sentence. */
static bool is_abbreviation(str word)
{
    static const char *const known[] = {
        "Mr",  "Mrs", "Ms",  "Dr",   "Prof", "Gen", "Adm", "Col",    "Maj", "Capt",
        "Lt",  "Sgt", "Sen", "Rep",  "Gov",  "Amb", "Hon", "St",     "Jr",  "Sr",
        "No",  "vs",  "cf",  "e.g",  "i.e",  "Jan", "Feb", "Mar",    "Apr", "Jun",
        "Jul", "Aug", "Sep", "Sept", "Oct",  "Nov", "Dec", "approx",
    };
    if (word.len == 1)
        return unicode_is_upper((unsigned char)word.ptr[0]);
    if (word.len >= 3 && word.ptr[word.len - 2] == '.' &&
        unicode_is_upper((unsigned char)word.ptr[word.len - 1]))
        return true; /* U.S. */
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(word, str_of(known[i])))
            return true;
    return false;
}

/* The word before `at`, full stops included; at most 8 bytes of it matter. */
static str word_before(str text, size_t at)
{
    size_t start = at;
    while (start > 0 && at - start < 8) {
        char c = text.ptr[start - 1];
        if (c != '.' && !unicode_is_word((unsigned char)c))
            break;
        start--;
    }
    return str_sub(text, start, at);
}

static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D ||
           c == 0xBB || c == 0x300D || c == 0x300F || c == 0xFF09;
}

/* If the code point at `at` ends a sentence: where that sentence ends, else `at`. */
static size_t sentence_end(str text, size_t at)
{
    uint32_t c;
    size_t end = at + utf8_decode(text, at, &c, NULL);
    bool wide = c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
    if (!wide && c != '.' && c != '!' && c != '?' && c != 0x2026)
        return at;
    for (int closing = 0; end < text.len && closing < 8; closing++) {
        uint32_t next;
        size_t len = utf8_decode(text, end, &next, NULL);
        if (!is_closing(next) && next != '.' && next != '!' && next != '?')
            break;
        end += len;
    }
    if (wide || end == text.len)
        return end;
    uint32_t after, then = ' ';
    size_t skip = end + utf8_decode(text, end, &after, NULL);
    if (!unicode_is_space(after))
        return at;
    if (skip < text.len)
        utf8_decode(text, skip, &then, NULL);
    bool goes_on = then >= 'a' && then <= 'z';
    return goes_on || (c == '.' && is_abbreviation(word_before(text, at))) ? at : end;
}

struct span document_sentence(const struct document *doc, struct span around)
{
    size_t index = document_block_at(doc, around.start);
    if (index == doc->block_count)
        return around;
    struct span block = doc->blocks[index].span;
    str text = str_sub(doc->text, 0, block.end);
    if (around.start < block.start)
        around.start = block.start;
    struct span found = {block.start, block.end};
    for (size_t at = around.start; at > block.start;) {
        size_t before = utf8_prev(text, at), end = sentence_end(text, before);
        if (end > before && end <= around.start) {
            found.start = end;
            break;
        }
        at = before;
    }
    while (found.start < around.start && unicode_is_space((unsigned char)text.ptr[found.start]))
        found.start++;
    size_t from = around.end > around.start ? around.end - 1 : around.start;
    while (from > around.start &&
           ((unsigned char)text.ptr[from < text.len ? from : text.len - 1] & 0xC0) == 0x80)
        from--;
    for (size_t at = from; at < block.end; at = utf8_next(text, at)) {
        size_t end = sentence_end(text, at);
        if (end > at && end >= around.end) {
            found.end = end;
            break;
        }
    }
    return found;
}
