#include "tests/support/sound.h"

#include "text/segment.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* The first thing that does not hold is the answer. */
#define WHERE_AS_TEXT(line) #line
#define WHERE(line)         WHERE_AS_TEXT(line)
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            return __FILE__ ":" WHERE(__LINE__) ": " #condition;                                   \
    } while (0)
#define SOUND(check)                                                                               \
    do {                                                                                           \
        const char *fault_ = (check);                                                              \
        if (fault_)                                                                                \
            return fault_;                                                                         \
    } while (0)

/* -- Documents --------------------------------------------------------------------------------- */

static const char *piece_fault(const struct document *doc, const struct source_piece *p)
{
    HOLDS(p->length > 0 && p->file + p->file_length <= doc->source.len);
    HOLDS(!p->verbatim || p->length == p->file_length);
    for (size_t i = 0; p->verbatim && i < p->length; i++) {
        char made = doc->text.ptr[p->rendered + i], from = doc->source.ptr[p->file + i];
        HOLDS(made == from ||
              ((made == ' ' || made == '\n') && (from == '\n' || from == '\r' || from == '\t')));
    }
    return NULL;
}

static const char *pieces_fault(const struct document *doc)
{
    size_t at = 0, file = 0;
    for (size_t i = 0; i < doc->piece_count; i++) {
        const struct source_piece *p = &doc->pieces[i];
        HOLDS(p->rendered == at && p->file >= file);
        SOUND(piece_fault(doc, p));
        at += p->length;
        file = p->file + p->file_length;
    }
    HOLDS(at == doc->text.len);
    return NULL;
}

static const char *blocks_fault(const struct document *doc)
{
    size_t end = 0;
    bool any = false;
    for (size_t i = 0; i < doc->block_count; i++) {
        const struct block *b = &doc->blocks[i];
        if (b->kind == BLOCK_RULE) {
            HOLDS(b->span.start == b->span.end && b->span.start == end);
            continue;
        }
        HOLDS(b->span.start < b->span.end);
        HOLDS(b->span.start == (any ? end + 2 : 0));
        if (any)
            HOLDS(str_eq(str_sub(doc->text, end, end + 2), STR("\n\n")));
        end = b->span.end;
        any = true;
    }
    HOLDS(end == doc->text.len);
    return NULL;
}

static const char *inlines_fault(const struct document *doc)
{
    for (size_t i = 0; i < doc->inline_count; i++) {
        struct span s = doc->inlines[i].span;
        HOLDS(s.start < s.end && s.end <= doc->text.len);
        if (i == 0)
            continue;
        struct span before = doc->inlines[i - 1].span;
        HOLDS(before.start < s.start || (before.start == s.start && before.end >= s.end));
    }
    return NULL;
}

const char *document_fault(const struct document *doc)
{
    str text = doc->text;
    HOLDS(utf8_valid(text));
    HOLDS(str_find_byte(text, '\r', 0) == STR_NONE && str_find_byte(text, '\0', 0) == STR_NONE);
    HOLDS(text.len == 0 || (text.ptr[0] != '\n' && text.ptr[text.len - 1] != '\n'));
    SOUND(pieces_fault(doc));
    SOUND(blocks_fault(doc));
    return inlines_fault(doc);
}

/* -- Layouts ----------------------------------------------------------------------------------- */

static bool is_blank(uint32_t c)
{
    return c == '\t' || (unicode_is_space(c) && safe_is_allowed(c));
}

static const char *shown_fault(const struct document *doc, const struct layout *l, struct arena *a)
{
    char *shown = arena_alloc(a, doc->text.len + 1, 1);
    for (size_t i = 0; i < l->line_count; i++)
        for (size_t j = 0; j < l->lines[i].run_count; j++) {
            struct span s = l->lines[i].runs[j].span;
            HOLDS(s.end <= doc->text.len);
            for (size_t k = s.start; k < s.end; k++)
                HOLDS(shown[k]++ == 0);
        }
    for (size_t at = 0; at < doc->text.len;) {
        uint32_t c;
        size_t len = utf8_decode(doc->text, at, &c, NULL);
        HOLDS(shown[at] || c == '\n' || is_blank(c));
        at += len;
    }
    return NULL;
}

static const char *run_fault(const struct document *doc, const struct layout *l,
                             const struct line *line, const struct run *run, int *reached)
{
    HOLDS(run->column >= *reached && run->width >= 0);
    *reached = run->column + run->width;
    HOLDS(*reached <= l->widest);
    if (run->span.start == run->span.end) {
        HOLDS(utf8_length(run->decoration) == (size_t)run->width);
        return NULL;
    }
    HOLDS(run->span.start >= line->span.start && run->span.end <= line->span.end);
    str text = str_sub(doc->text, 0, run->span.end);
    HOLDS(text.ptr[run->span.start] == '\t' ||
          segment_width(text, run->span.start, run->span.end, l->ascii) == run->width);
    HOLDS(*reached <= l->measure || run->cell_overflow);
    return NULL;
}

/* What passes the measure in prose is one character that is wider than the line. */
static const char *prose_fault(const struct document *doc, const struct layout *l,
                               const struct line *line)
{
    for (size_t j = 0; j < line->run_count; j++) {
        struct span s = line->runs[j].span;
        int width;
        bool blank;
        if (line->runs[j].column + line->runs[j].width > l->measure)
            HOLDS(segment_character(doc->text, s.start, l->ascii, &width, &blank) == s.end);
    }
    return NULL;
}

static const char *line_fault(const struct document *doc, const struct layout *l, size_t i)
{
    const struct line *line = &l->lines[i];
    int reached = 0;
    for (size_t j = 0; j < line->run_count; j++)
        SOUND(run_fault(doc, l, line, &line->runs[j], &reached));
    HOLDS(i == 0 || line->span.start >= l->lines[i - 1].span.start);
    enum block_kind kind = doc->blocks[line->block].kind;
    return kind == BLOCK_PARAGRAPH || kind == BLOCK_HEADING ? prose_fault(doc, l, line) : NULL;
}

/* Every run starts between characters. */
static const char *clusters_fault(const struct document *doc, const struct layout *l,
                                  struct arena *a)
{
    char *breaks = arena_alloc(a, doc->text.len + 1, 1);
    unicode_grapheme_breaks(doc->text, breaks);
    for (size_t i = 0; i < l->line_count; i++)
        for (size_t j = 0; j < l->lines[i].run_count; j++) {
            struct span s = l->lines[i].runs[j].span;
            if (s.start == s.end || breaks[s.start])
                continue;
            uint32_t c, before;
            utf8_decode(doc->text, s.start, &c, NULL);
            utf8_decode(doc->text, utf8_prev(doc->text, s.start), &before, NULL);
            HOLDS(!safe_is_allowed(c) || !safe_is_allowed(before));
        }
    return NULL;
}

static const char *places_fault(const struct document *doc, const struct layout *l)
{
    for (size_t at = 0; at < doc->text.len; at = utf8_next(doc->text, at)) {
        size_t line = layout_line_at(l, at);
        HOLDS(line < l->line_count);
        bool inside = false;
        for (size_t j = 0; j < l->lines[line].run_count; j++) {
            const struct run *run = &l->lines[line].runs[j];
            if (at < run->span.start || at >= run->span.end)
                continue;
            inside = true;
            int column = layout_column_of(doc, l, line, at);
            HOLDS(column >= run->column && column <= run->column + run->width);
        }
        HOLDS(inside || doc->text.ptr[at] == '\n' || is_blank((unsigned char)doc->text.ptr[at]) ||
              (unsigned char)doc->text.ptr[at] >= 0x80);
    }
    HOLDS(layout_line_at(l, doc->text.len + 5) == (l->line_count ? l->line_count - 1 : 0));
    return NULL;
}

const char *layout_fault(const struct document *doc, const struct layout *l, struct arena *a)
{
    SOUND(shown_fault(doc, l, a));
    for (size_t i = 0; i < l->line_count; i++)
        SOUND(line_fault(doc, l, i));
    SOUND(clusters_fault(doc, l, a));
    return places_fault(doc, l);
}

/* -- Safe text --------------------------------------------------------------------------------- */

/* What a terminal obeys, or nobody sees: written down here a second time, so that what the gate
 * lets through is not what it is asked about. */
static bool is_obeyed(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } obeyed[] = {
        {0x0000,  0x001F }, /* C0 */
        {0x007F,  0x009F }, /* DEL, C1 */
        {0x00AD,  0x00AD },
        {0x034F,  0x034F },
        {0x061C,  0x061C }, /* and here and there: what turns the
  direction, or is not seen */
        {0x115F,  0x1160 },
        {0x17B4,  0x17B5 },
        {0x180E,  0x180E },
        {0x200B,  0x200B },
        {0x200E,  0x200F },
        {0x2028,  0x202E },
        {0x2060,  0x2064 },
        {0x2066,  0x206F },
        {0x3164,  0x3164 },
        {0xD800,  0xDFFF },
        {0xFDD0,  0xFDEF },
        {0xFEFF,  0xFEFF },
        {0xFFA0,  0xFFA0 },
        {0xFFF9,  0xFFFB },
        {0xE0000, 0xE007F},
    };
    for (size_t i = 0; i < sizeof obeyed / sizeof *obeyed; i++)
        if (c >= obeyed[i].first && c <= obeyed[i].last)
            return true;
    return c > 0x10FFFF || (c & 0xFFFE) == 0xFFFE;
}

/* Tag characters are fine in the flag of a region. */
static bool is_fine(str s, size_t at, uint32_t c, enum safe_mode mode)
{
    static const size_t longest_flag = 4 * 9;
    for (size_t back = 4; back <= longest_flag && back <= at; back += 4)
        if (c >= 0xE0020 && c <= 0xE007F && unicode_flag_end(s, at - back) > at)
            return true;
    return (safe_is_allowed(c) && !is_obeyed(c)) || (mode == SAFE_TEXT && c == '\n');
}

const char *safe_fault(str s, enum safe_mode mode, bool ascii)
{
    HOLDS(utf8_valid(s));
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        size_t len = utf8_decode(s, at, &c, NULL);
        HOLDS(is_fine(s, at, c, mode));
        HOLDS(!ascii || c < 0x7F);
        at += len;
    }
    return NULL;
}

/* -- Briefings --------------------------------------------------------------------------------- */

static const char *span_fault(const struct briefing *b, struct span s)
{
    str text = b->document.text;
    HOLDS(s.start < s.end && s.end <= text.len);
    HOLDS(((unsigned char)text.ptr[s.start] & 0xC0) != 0x80);
    HOLDS(s.end == text.len || ((unsigned char)text.ptr[s.end] & 0xC0) != 0x80);
    return NULL;
}

static const char *evidence_fault(const struct briefing *b, const struct evidence *e)
{
    return e->found ? span_fault(b, e->span) : NULL;
}

static const char *mentions_fault(const struct briefing *b)
{
    for (size_t i = 0; i < b->mention_count; i++) {
        const struct mention *m = &b->mentions[i];
        SOUND(span_fault(b, m->span));
        HOLDS(m->candidate_count > 0);
        for (size_t j = 0; j < m->candidate_count; j++)
            HOLDS(m->candidates[j] < b->entity_count);
        if (i == 0)
            continue;
        struct span before = b->mentions[i - 1].span;
        HOLDS(before.start < m->span.start ||
              (before.start == m->span.start && before.end >= m->span.end));
    }
    return NULL;
}

static const char *agreements_fault(const struct briefing *b)
{
    for (size_t i = 0; i < b->agreement_count; i++) {
        const struct agreement *g = &b->agreements[i];
        HOLDS(g->id.len > 0 && g->milestone_count > 0);
        SOUND(evidence_fault(b, &g->evidence));
        for (size_t j = 0; j < g->milestone_count; j++)
            SOUND(evidence_fault(b, &g->milestones[j].evidence));
        for (size_t j = 0; j < g->mention_count; j++)
            SOUND(span_fault(b, g->mentions[j]));
    }
    return NULL;
}

static const char *diags_fault(const struct briefing *b)
{
    HOLDS(b->diags.len <= DIAG_LIST_MAX);
    for (size_t i = 1; i < b->diags.len; i++) {
        const struct origin *before = &b->diags.items[i - 1].at, *at = &b->diags.items[i].at;
        int order = str_cmp(before->file, at->file);
        HOLDS(order <= 0);
        HOLDS(order < 0 || before->line <= at->line);
    }
    return NULL;
}

const char *briefing_fault(const struct briefing *b)
{
    SOUND(document_fault(&b->document));
    HOLDS(b->title.len > 0);
    for (size_t i = 0; i < b->entity_count; i++)
        HOLDS(b->entities[i].id.len > 0 && str_present(b->entities[i].name.text));
    SOUND(mentions_fault(b));
    SOUND(agreements_fault(b));
    for (size_t i = 0; i < b->event_count; i++)
        SOUND(evidence_fault(b, &b->events[i].evidence));
    for (size_t i = 0; i < b->relation_count; i++)
        SOUND(evidence_fault(b, &b->relations[i].evidence));
    for (size_t i = 0; i < b->note_count; i++)
        SOUND(evidence_fault(b, &b->notes[i].evidence));
    for (size_t i = 0; i < b->stranger_count; i++)
        if (b->strangers[i].in_text)
            SOUND(span_fault(b, b->strangers[i].span));
    return diags_fault(b);
}
