#include "text/wrap.h"

#include "text/safe.h"
#include "text/typeset.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <string.h>

enum {
    MEASURE_MIN = 8,
    TAB_STOP = 8,
    TABS_MAX = 1 << 16, /* tabs of code that get a run: more of them take one cell each */
};

/* --- lines and runs ------------------------------------------------------------------------- */

struct line *typeset_line(struct typeset *t, struct span span)
{
    struct line *line = VEC_PUSH(t->arena, &t->lines);
    *line = (struct line){.block = t->index, .span = span};
    return line;
}

static struct run *add_run(struct typeset *t, int column, int width)
{
    struct run *run = VEC_PUSH(t->arena, &t->runs);
    *run = (struct run){.column = column, .width = width};
    t->lines.items[t->lines.len - 1].run_count++;
    if (column + width > t->widest)
        t->widest = column + width;
    return run;
}

void typeset_text(struct typeset *t, struct span span, int column, int width)
{
    struct run *run = add_run(t, column, width);
    run->span = span;
    run->cell_overflow = column + width > t->measure;
}

void typeset_decoration(struct typeset *t, str decoration, int column, int width)
{
    struct run *run = add_run(t, column, width);
    run->decoration = decoration;
    run->span = (struct span){t->block->span.start, t->block->span.start};
}

str typeset_repeat(struct typeset *t, str character, int count)
{
    size_t copies = count > 0 ? (size_t)count : 0;
    char *text = arena_alloc(t->arena, copies * character.len + 1, 1);
    for (size_t i = 0; i < copies; i++)
        memcpy(text + i * character.len, character.ptr, character.len);
    return (str){text, copies * character.len};
}

/* --- markers and bars ----------------------------------------------------------------------- */

static int digits_of(unsigned number)
{
    int digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

static bool starts_outer_item(const struct block *b, size_t depth)
{
    for (size_t d = 0; d < depth; d++)
        if (b->containers[d].first)
            return true;
    return false;
}

/* The numbers of a list are aligned at their full stops, so its largest one must be known. */
static void number_list(struct typeset *t, size_t depth)
{
    struct numbering *n = &t->numberings[depth];
    if (t->index < n->until)
        return;
    unsigned last = t->block->containers[depth].number;
    size_t i = t->index + 1;
    for (; i < t->doc->block_count; i++) {
        const struct block *b = &t->doc->blocks[i];
        if (b->depth <= depth || b->containers[depth].kind != CONTAINER_NUMBER ||
            b->containers[depth].number < last || starts_outer_item(b, depth))
            break;
        last = b->containers[depth].number;
    }
    *n = (struct numbering){.until = i, .digits = digits_of(last)};
}

static int box_width(const struct typeset *t)
{
    return t->ascii ? 4 : 2;
}

static int container_width(const struct typeset *t, size_t depth)
{
    const struct container *c = &t->block->containers[depth];
    switch (c->kind) {
    case CONTAINER_NUMBER:
        return t->numberings[depth].digits + 2 + (c->task ? box_width(t) : 0);
    case CONTAINER_BULLET:
        return c->task ? box_width(t) : 2;
    case CONTAINER_QUOTE:
        break;
    }
    return 2;
}

/* Measures what stands before the text. Where there is no room for all, the innermost are shown. */
static void measure_prefix(struct typeset *t)
{
    const struct block *b = t->block;
    for (size_t d = 0; d < b->depth; d++)
        if (b->containers[d].kind == CONTAINER_NUMBER)
            number_list(t, d);
    t->indent = 0;
    t->outermost = b->depth;
    while (t->outermost > 0) {
        int wider = t->indent + container_width(t, t->outermost - 1);
        if (wider > t->measure / 2)
            break;
        t->indent = wider;
        t->outermost--;
    }
}

static void put_marker(struct typeset *t, size_t depth, int column)
{
    const struct container *c = &t->block->containers[depth];
    if (c->kind == CONTAINER_NUMBER) {
        str number = arena_printf(t->arena, "%u.", c->number);
        int gap = t->numberings[depth].digits + 1 - (int)number.len;
        typeset_decoration(t, number, column + gap, (int)number.len);
        column += t->numberings[depth].digits + 2;
    } else if (!c->task) {
        size_t bullets = 0;
        for (size_t d = 0; d < depth; d++)
            bullets += t->block->containers[d].kind == CONTAINER_BULLET;
        str bullet = bullets % 2 ? STR("\u2013") : STR("\u2022");
        if (t->ascii)
            bullet = bullets % 2 ? STR("-") : STR("*");
        typeset_decoration(t, bullet, column, 1);
    }
    if (!c->task)
        return;
    if (t->ascii)
        typeset_decoration(t, c->done ? STR("[x]") : STR("[ ]"), column, 3);
    else
        typeset_decoration(t, c->done ? STR("\u2611") : STR("\u2610"), column, 1);
}

static void put_bar(struct typeset *t, int column)
{
    typeset_decoration(t, t->ascii ? STR("|") : STR("\u2502"), column, 1);
}

void typeset_prefix(struct typeset *t, bool first)
{
    int column = 0;
    for (size_t d = t->outermost; d < t->block->depth; d++) {
        const struct container *c = &t->block->containers[d];
        if (c->kind == CONTAINER_QUOTE)
            put_bar(t, column);
        else if (first && c->first)
            put_marker(t, d, column);
        column += container_width(t, d);
    }
}

/* --- blank lines ---------------------------------------------------------------------------- */

static bool is_tight_item(const struct container *c)
{
    return c->kind != CONTAINER_QUOTE && c->tight;
}

/* True if the current block follows the one before without a blank line: within a tight list. */
static bool follows_closely(const struct typeset *t, const struct block *before)
{
    const struct block *b = t->block;
    for (size_t d = 0; d < b->depth; d++) {
        if (!b->containers[d].first)
            continue;
        if (before->depth > d)
            return before->containers[d].kind == b->containers[d].kind &&
                   is_tight_item(&b->containers[d]);
        return d > 0 && is_tight_item(&b->containers[d - 1]);
    }
    return b->depth > 0 && before->depth >= b->depth && is_tight_item(&b->containers[b->depth - 1]);
}

static size_t next_text(const struct typeset *t)
{
    size_t end = t->block->span.start;
    if (t->block->kind != BLOCK_RULE)
        return end;
    size_t next = document_block_at(t->doc, end);
    return next < t->doc->block_count ? t->doc->blocks[next].span.start : t->doc->text.len;
}

/* The blank line before the current block; the bars of a quotation that goes on go through it. */
static void add_blank(struct typeset *t, const struct block *before)
{
    size_t at = next_text(t);
    typeset_line(t, (struct span){at, at})->blank = true;
    int column = 0;
    bool same = true;
    for (size_t d = 0; d < t->block->depth; d++) {
        const struct container *c = &t->block->containers[d];
        same = same && d < before->depth && before->containers[d].kind == c->kind && !c->first;
        if (d < t->outermost)
            continue;
        if (same && c->kind == CONTAINER_QUOTE)
            put_bar(t, column);
        column += container_width(t, d);
    }
}

/* --- blocks --------------------------------------------------------------------------------- */

static void set_prose(struct typeset *t)
{
    struct span span = t->block->span;
    struct segment s;
    segmenter_start(&t->segmenter, t->doc->text, span.start, span.end);
    while (segmenter_next(&t->segmenter, t->measure - t->indent, &s)) {
        typeset_line(t, (struct span){s.start, s.next});
        typeset_prefix(t, s.start == span.start);
        if (s.end > s.start)
            typeset_text(t, (struct span){s.start, s.end}, t->indent, s.width);
    }
}

/* One line of code: the stretches between tabs, and the tabs, which fill up to the next stop. */
static void set_code_line(struct typeset *t, size_t start, size_t end, int left)
{
    str text = str_sub(t->doc->text, 0, end);
    int column = left;
    while (start < end) {
        size_t stop = start;
        int width = 0;
        bool tabs = text.ptr[start] == '\t' && t->tabs < TABS_MAX;
        if (tabs) {
            for (; stop < end && text.ptr[stop] == '\t'; stop++)
                width += TAB_STOP - (column - left + width) % TAB_STOP;
            t->tabs++;
        } else {
            stop = t->tabs < TABS_MAX ? str_find_byte(text, '\t', start) : end;
            stop = stop == STR_NONE ? end : stop;
            width = segment_width(text, start, stop, t->ascii);
        }
        typeset_text(t, (struct span){start, stop}, column, width);
        column += width;
        start = stop;
    }
}

static void set_code(struct typeset *t)
{
    struct span span = t->block->span;
    int left = t->indent + (t->measure >= 40 ? 4 : 2);
    for (size_t at = span.start; at < span.end;) {
        size_t end = str_find_byte(str_sub(t->doc->text, 0, span.end), '\n', at);
        size_t next = end == STR_NONE ? span.end : end + 1;
        end = end == STR_NONE ? span.end : end;
        typeset_line(t, (struct span){at, next});
        typeset_prefix(t, at == span.start);
        set_code_line(t, at, end, left);
        at = next;
    }
}

static void set_rule(struct typeset *t)
{
    size_t at = next_text(t);
    str stars = STR("* * *");
    int room = t->measure - t->indent - (int)stars.len;
    typeset_line(t, (struct span){at, at});
    typeset_prefix(t, true);
    if (room >= 0)
        typeset_decoration(t, stars, t->indent + room / 2, (int)stars.len);
    else
        typeset_decoration(t, STR("*"), t->indent, 1);
}

static void set_block(struct typeset *t)
{
    static void (*const set[])(struct typeset *) = {
        [BLOCK_PARAGRAPH] = set_prose, [BLOCK_HEADING] = set_prose, [BLOCK_CODE] = set_code,
        [BLOCK_TABLE] = typeset_table, [BLOCK_RULE] = set_rule,
    };
    measure_prefix(t);
    if (t->index > 0 && !follows_closely(t, t->block - 1))
        add_blank(t, t->block - 1);
    set[t->block->kind](t);
}

static void copy_out(struct typeset *t, struct layout *out)
{
    size_t at = 0;
    *out = (struct layout){
        .measure = t->measure,
        .ascii = t->ascii,
        .lines = t->lines.items,
        .line_count = t->lines.len,
        .widest = t->widest,
    };
    for (size_t i = 0; i < t->lines.len; i++) {
        struct line *line = &out->lines[i];
        line->runs = line->run_count > 0 ? &t->runs.items[at] : NULL;
        at += line->run_count;
    }
}

void layout_make(const struct document *doc, int measure, bool ascii, struct arena *a,
                 struct layout *out)
{
    struct typeset t = {
        .doc = doc,
        .measure = measure < MEASURE_MIN ? MEASURE_MIN : measure,
        .ascii = ascii,
        .arena = a,
        .segmenter = {.ascii = ascii},
    };
    for (t.index = 0; t.index < doc->block_count; t.index++) {
        t.block = &doc->blocks[t.index];
        set_block(&t);
    }
    copy_out(&t, out);
    segmenter_release(&t.segmenter);
}

/* --- places --------------------------------------------------------------------------------- */

static bool has_text(const struct line *line)
{
    return line->span.start < line->span.end;
}

static bool holds(const struct line *line, size_t offset)
{
    for (size_t i = 0; i < line->run_count; i++)
        if (line->runs[i].span.start <= offset && offset < line->runs[i].span.end)
            return true;
    return false;
}

size_t layout_line_at(const struct layout *l, size_t offset)
{
    size_t low = 0, high = l->line_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (l->lines[mid].span.start <= offset)
            low = mid + 1;
        else
            high = mid;
    }
    if (low > 0) {
        /* The last line that starts at or before it. The lines of a table row interleave. */
        size_t last = low - 1, row = last;
        while (!holds(&l->lines[row], offset) && l->lines[row].same_row)
            row--;
        if (holds(&l->lines[row], offset))
            return row;
        if (offset < l->lines[last].span.end)
            return last;
    }
    while (low < l->line_count && !has_text(&l->lines[low]))
        low++;
    if (low < l->line_count)
        return low;
    return l->line_count ? l->line_count - 1 : 0;
}

int layout_column_of(const struct document *doc, const struct layout *l, size_t line, size_t offset)
{
    int column = 0;
    bool seen = false;
    if (line >= l->line_count)
        return 0;
    for (size_t i = 0; i < l->lines[line].run_count; i++) {
        const struct run *run = &l->lines[line].runs[i];
        if (run->span.start == run->span.end)
            continue;
        if (offset < run->span.start)
            return seen ? column : run->column;
        if (offset < run->span.end) {
            bool tabs = doc->text.ptr[run->span.start] == '\t' && offset == run->span.start;
            return run->column +
                   (tabs ? 0 : segment_width(doc->text, run->span.start, offset, l->ascii));
        }
        column = run->column + run->width;
        seen = true;
    }
    return column;
}
