#include "text/markdown.h"

#include "base/limits.h"
#include "base/mem.h"
#include "text/builder.h"
#include "text/entity_ref.h"
#include "text/html_text.h"
#include "text/md_bounds.h"
#include "text/md_copy.h"

#include <md4c.h>
#include <string.h>

enum { GROWTH_SPARE = 1 << 20 }; /* bytes, besides LIMIT_GROWTH times the source */

/* What the callbacks return to stop at a limit: md4c passes on what is negative, and returns -1 for
 * itself. (It fills up short rows of tables: 512 million cells from 144 KB.) */
enum { STOPPED_TOO_LARGE = -1000, STOPPED_AT_MARKUP, STOPPED_AT_CELLS };

struct list {
    bool ordered, tight;
    unsigned next; /* number of the next item */
};

/* The table being built. */
struct table_draft {
    VEC(struct span) cells;
    size_t columns, rows;
    size_t row_start; /* where the text of the row starts, its separator included */
    bool row_filled;  /* it has text */
    enum column_align *align;
    size_t aligned; /* columns whose alignment is known */
};

struct render {
    struct builder builder;
    str source;
    struct md_copy copy; /* what md4c reads */
    struct arena *arena;
    VEC(struct list) lists;
    VEC(struct container) containers; /* the real depth, may pass BLOCK_DEPTH_MAX */
    struct container *shared;         /* what the last block got, as long as it still holds */
    struct table_draft table;
    size_t cells;          /* of all tables so far */
    size_t targets;        /* bytes of link targets so far */
    size_t containers_met; /* list items and quotations so far */
    size_t breaks;         /* escapes and entities so far: where the way back has a step */
    bool in_html, in_code;
    struct html_text html;
    bool muted;     /* within <script> or <style> in a paragraph */
    bool after_tag; /* a tag was left out just now: spaces on both its sides are one */
};

/* --- blocks --------------------------------------------------------------------------------- */

static uint8_t shown_depth(const struct render *r)
{
    return r->containers.len < BLOCK_DEPTH_MAX ? (uint8_t)r->containers.len : BLOCK_DEPTH_MAX;
}

/* Blocks in unchanged surroundings share one copy of the containers. */
static struct block block_here(struct render *r, enum block_kind kind, int level)
{
    uint8_t depth = shown_depth(r);
    if (!r->shared && depth) {
        r->shared = ARENA_ARRAY(r->arena, struct container, depth);
        memcpy(r->shared, r->containers.items, depth * sizeof *r->shared);
    }
    return (struct block){.kind = kind,
                          .level = (uint8_t)level,
                          .containers = depth ? r->shared : NULL,
                          .depth = depth};
}

/* A block that is seen makes the next one of its items no longer the first. */
static void block_was_seen(struct render *r)
{
    for (size_t i = 0; i < shown_depth(r); i++)
        if (r->containers.items[i].first) {
            r->containers.items[i].first = false;
            r->shared = NULL;
        }
}

static void close_block(void *context)
{
    struct render *r = context;
    if (builder_block_end(&r->builder))
        block_was_seen(r);
    r->muted = false;
    r->after_tag = false;
}

static void open_block(void *context, enum block_kind kind, int level)
{
    struct render *r = context;
    close_block(r);
    builder_block(&r->builder, block_here(r, kind, level));
}

static void push_container(struct render *r, struct container c)
{
    close_block(r);
    c.first = true;
    r->containers_met++;
    *VEC_PUSH(&r->builder.scratch, &r->containers) = c;
    r->shared = NULL;
}

static void pop_container(struct render *r)
{
    close_block(r);
    r->containers.len--;
    r->shared = NULL;
}

static void push_item(struct render *r, const MD_BLOCK_LI_DETAIL *item)
{
    struct list *list = &r->lists.items[r->lists.len - 1];
    push_container(r, (struct container){
                          .kind = list->ordered ? CONTAINER_NUMBER : CONTAINER_BULLET,
                          .number = list->ordered ? list->next++ : 0,
                          .tight = list->tight,
                          .task = item->is_task,
                          .done = item->is_task && item->task_mark != ' ',
                      });
}

static void push_list(struct render *r, MD_BLOCKTYPE type, void *detail)
{
    struct list list = {.ordered = type == MD_BLOCK_OL};
    if (list.ordered) {
        const MD_BLOCK_OL_DETAIL *ordered = detail;
        list.next = ordered->start;
        list.tight = ordered->is_tight;
    } else {
        list.tight = ((const MD_BLOCK_UL_DETAIL *)detail)->is_tight;
    }
    close_block(r);
    *VEC_PUSH(&r->builder.scratch, &r->lists) = list;
}

/* --- tables --------------------------------------------------------------------------------- */

static void open_table(struct render *r, const MD_BLOCK_TABLE_DETAIL *detail)
{
    open_block(r, BLOCK_TABLE, 0);
    r->table = (struct table_draft){
        .columns = detail->col_count,
        .align = ARENA_ARRAY(r->arena, enum column_align, detail->col_count),
    };
}

static void open_row(struct render *r)
{
    struct table_draft *t = &r->table;
    builder_start(&r->builder);
    t->row_start = builder_place(&r->builder);
    t->row_filled = false;
    if (t->row_start > r->builder.block.span.start)
        builder_separator(&r->builder, '\n');
}

/* A row without text is left out, except the header: it says what the first row is. */
static void close_row(struct render *r)
{
    struct table_draft *t = &r->table;
    if (!t->row_filled && t->rows > 0) {
        builder_truncate(&r->builder, t->row_start);
        t->cells.len = t->rows * t->columns;
        return;
    }
    t->rows++;
}

static int open_cell(struct render *r, const MD_BLOCK_TD_DETAIL *detail)
{
    static const enum column_align aligns[] = {
        [MD_ALIGN_DEFAULT] = ALIGN_NONE,
        [MD_ALIGN_LEFT] = ALIGN_LEFT,
        [MD_ALIGN_CENTER] = ALIGN_CENTRE,
        [MD_ALIGN_RIGHT] = ALIGN_RIGHT,
    };
    struct table_draft *t = &r->table;
    if (++r->cells > LIMIT_CELLS)
        return STOPPED_AT_CELLS;
    if (t->aligned < t->columns)
        t->align[t->aligned++] = aligns[detail->align];
    if (t->cells.len % t->columns)
        builder_separator(&r->builder, '\t');
    size_t place = builder_place(&r->builder);
    *VEC_PUSH(&r->builder.scratch, &t->cells) = (struct span){place, place};
    return 0;
}

static void close_cell(struct render *r)
{
    struct span *cell = &r->table.cells.items[r->table.cells.len - 1];
    cell->end = builder_place(&r->builder);
    r->table.row_filled |= cell->end > cell->start;
    r->muted = false;
}

static void close_table(struct render *r)
{
    struct table_draft *t = &r->table;
    struct table *table = ARENA_NEW(r->arena, struct table);
    bool filled = false;
    for (size_t i = 0; i < t->cells.len; i++)
        filled |= t->cells.items[i].end > t->cells.items[i].start;
    if (!filled)
        builder_truncate(&r->builder, r->builder.block.span.start);
    *table = (struct table){.columns = t->columns, .rows = t->rows, .align = t->align};
    table->cells = ARENA_ARRAY(r->arena, struct span, t->cells.len);
    if (t->cells.len)
        memcpy(table->cells, t->cells.items, t->cells.len * sizeof *table->cells);
    r->builder.block.table = table;
    close_block(r);
}

/* --- what md4c calls ------------------------------------------------------------------------ */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct render *r = context;
    switch (type) {
    case MD_BLOCK_QUOTE:
        push_container(r, (struct container){.kind = CONTAINER_QUOTE});
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        push_list(r, type, detail);
        break;
    case MD_BLOCK_LI:
        push_item(r, detail);
        break;
    case MD_BLOCK_HR:
        close_block(r);
        builder_rule(&r->builder, block_here(r, BLOCK_RULE, 0));
        block_was_seen(r);
        break;
    case MD_BLOCK_H:
        open_block(r, BLOCK_HEADING, (int)((const MD_BLOCK_H_DETAIL *)detail)->level);
        break;
    case MD_BLOCK_P:
        open_block(r, BLOCK_PARAGRAPH, 0);
        break;
    case MD_BLOCK_CODE:
        open_block(r, BLOCK_CODE, 0);
        r->in_code = true;
        break;
    case MD_BLOCK_HTML:
        close_block(r);
        r->in_html = true;
        r->html = (struct html_text){
            .builder = &r->builder, .open = open_block, .close = close_block, .context = r};
        break;
    case MD_BLOCK_TABLE:
        open_table(r, detail);
        break;
    case MD_BLOCK_TR:
        open_row(r);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        return open_cell(r, detail);
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct render *r = context;
    (void)detail;
    switch (type) {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_LI:
        pop_container(r);
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        r->lists.len--;
        break;
    case MD_BLOCK_H:
    case MD_BLOCK_P:
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
        close_block(r);
        r->in_code = r->in_html = false;
        break;
    case MD_BLOCK_TABLE:
        close_table(r);
        break;
    case MD_BLOCK_TR:
        close_row(r);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        close_cell(r);
        break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    }
    return 0;
}

/* The text of a tight item has no paragraph around it. */
static void need_block(struct render *r)
{
    if (!r->builder.open)
        open_block(r, BLOCK_PARAGRAPH, 0);
}

/* A link target with its entities decoded: a view of the source where nothing is to be decoded. */
static str attribute(struct render *r, const MD_ATTRIBUTE *attr)
{
    if (attr->size == 0)
        return STR("");
    r->targets += attr->size; /* md4c looks at a definition whole for each link that uses it */
    bool plain = attr->substr_offsets[1] == attr->size && attr->substr_types[0] == MD_TEXT_NORMAL;
    size_t start, end;
    if (plain && md_copy_place(&r->copy, attr->text, attr->size, &start, &end))
        return str_sub(r->source, start, end);
    char *made = arena_alloc(r->arena, attr->size + ENTITY_REF_MAX, 1);
    size_t len = 0;
    for (size_t i = 0; attr->substr_offsets[i] < attr->size; i++) {
        str part = {attr->text + attr->substr_offsets[i],
                    attr->substr_offsets[i + 1] - attr->substr_offsets[i]};
        char decoded[ENTITY_REF_MAX];
        size_t size = 0;
        if (attr->substr_types[i] == MD_TEXT_ENTITY)
            size = entity_ref_decode(part, decoded);
        if (size)
            part = (str){decoded, size};
        memcpy(made + len, part.ptr, part.len);
        len += part.len;
    }
    return (str){made, len};
}

static int stop_if_too_large(const struct render *r)
{
    const struct builder *b = &r->builder;
    if (b->text.len + r->targets > r->source.len * LIMIT_GROWTH + GROWTH_SPARE)
        return STOPPED_TOO_LARGE;
    size_t markup = b->blocks.len + b->open + b->inlines.len + r->containers_met + r->breaks;
    return markup > LIMIT_MARKUP ? STOPPED_AT_MARKUP : 0;
}

static struct err stopped(int outcome)
{
    if (outcome == STOPPED_AT_CELLS)
        return err_make(ERR_TOO_LARGE, "holds tables of more than %d cells", LIMIT_CELLS);
    if (outcome == STOPPED_AT_MARKUP)
        return err_make(ERR_TOO_LARGE, "holds more than %d pieces of markup", LIMIT_MARKUP);
    return err_make(ERR_TOO_LARGE, "its Markdown would become more than %d times the file",
                    LIMIT_GROWTH);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    static const enum inline_kind kinds[] = {
        [MD_SPAN_EM] = INLINE_EMPHASIS, [MD_SPAN_STRONG] = INLINE_STRONG,
        [MD_SPAN_CODE] = INLINE_CODE,   [MD_SPAN_DEL] = INLINE_STRIKE,
        [MD_SPAN_A] = INLINE_LINK,      [MD_SPAN_WIKILINK] = INLINE_WIKI,
        [MD_SPAN_IMG] = INLINE_IMAGE,
    };
    struct render *r = context;
    str target = {NULL, 0};
    need_block(r);
    if (type == MD_SPAN_A)
        target = attribute(r, &((const MD_SPAN_A_DETAIL *)detail)->href);
    else if (type == MD_SPAN_IMG)
        target = attribute(r, &((const MD_SPAN_IMG_DETAIL *)detail)->src);
    else if (type == MD_SPAN_WIKILINK)
        target = attribute(r, &((const MD_SPAN_WIKILINK_DETAIL *)detail)->target);
    builder_inline(&r->builder, kinds[type], target);
    return stop_if_too_large(r);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct render *r = context;
    (void)type;
    (void)detail;
    builder_inline_end(&r->builder);
    return 0;
}

static bool ends_in_space(const struct builder *b)
{
    return b->started && b->text.len > b->block.span.start && b->text.ptr[b->text.len - 1] == ' ';
}

/* A tag within a paragraph is not seen. Of a line break a space is, of a script nothing. */
static void inline_tag(struct render *r, str tag)
{
    r->after_tag = true;
    if (html_is_muted(tag))
        r->muted = !str_starts(tag, STR("</"));
    else if (!r->muted && html_is_break(tag) && !ends_in_space(&r->builder))
        builder_made(&r->builder, STR(" "));
}

static void line_end(struct render *r)
{
    if (!r->after_tag || !ends_in_space(&r->builder))
        builder_line_end(&r->builder, r->in_code ? '\n' : ' ');
}

static void entity(struct render *r, size_t start, size_t end)
{
    char text[ENTITY_REF_MAX];
    r->breaks++;
    size_t len = entity_ref_decode(str_sub(r->source, start, end), text);
    if (len == 0) {
        builder_source(&r->builder, start, end);
        return;
    }
    /* A line end inside a paragraph is a space, however it is written. */
    if (len == 1 && (text[0] == '\r' || text[0] == '\n' || text[0] == '\t'))
        text[0] = ' ';
    builder_replaced(&r->builder, start, end, (str){text, len});
}

/* In a table a pipe is escaped even in code, and md4c leaves the backslash there. */
static void cell_code(struct render *r, size_t start, size_t end)
{
    for (size_t at; (at = str_find(str_sub(r->source, 0, end), STR("\\|"), start)) != STR_NONE;) {
        builder_source(&r->builder, start, at);
        start = at + 1;
    }
    builder_source(&r->builder, start, end);
}

static void source_text(struct render *r, MD_TEXTTYPE type, size_t start, size_t end)
{
    r->breaks += start == r->builder.cursor + 1 && r->source.ptr[start - 1] == '\\';
    if (type == MD_TEXT_ENTITY)
        entity(r, start, end);
    else if (type == MD_TEXT_CODE && r->builder.block.kind == BLOCK_TABLE)
        cell_code(r, start, end);
    else {
        while (r->after_tag && ends_in_space(&r->builder) && start < end &&
               r->source.ptr[start] == ' ')
            start++;
        builder_source(&r->builder, start, end);
    }
}

/* What md4c makes itself: line ends (in inline code as a space), and the indentation of code. */
static void made_text(struct render *r, str text)
{
    if (r->in_code && text.ptr[0] == ' ')
        builder_indent(&r->builder, text.len);
    else if (str_eq(text, STR("\n")) || str_eq(text, STR(" ")))
        line_end(r);
}

static void html_block_text(struct render *r, const MD_CHAR *text, MD_SIZE size)
{
    size_t start, end;
    if (!md_copy_place(&r->copy, text, size, &start, &end)) {
        if (text[0] == '\n')
            html_text_line_end(&r->html);
        else if (r->html.preformatted && r->builder.open)
            builder_indent(&r->builder, size);
        return;
    }
    if (start >= r->builder.cursor)
        html_text_feed(&r->html, start, end);
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    struct render *r = context;
    if (size == 0)
        return 0;
    if (r->in_html) {
        html_block_text(r, text, size);
        return stop_if_too_large(r);
    }
    need_block(r);
    size_t start = 0, end = 0;
    bool from_source = md_copy_place(&r->copy, text, size, &start, &end);
    if (type == MD_TEXT_HTML) {
        inline_tag(r, (str){text, size});
        builder_skip(&r->builder, end);
        return 0;
    }
    if (r->muted)
        return 0;
    if (type == MD_TEXT_NULLCHAR)
        builder_made(&r->builder, STR("\xEF\xBF\xBD"));
    else if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
        line_end(r);
    else if (from_source && start >= r->builder.cursor)
        source_text(r, type, start, end);
    else if (!from_source)
        made_text(r, (str){text, size});
    r->after_tag = false;
    return stop_if_too_large(r);
}

struct err markdown_render(str source, size_t start, struct arena *a, struct document *doc)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
                 MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_WIKILINKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_text,
    };
    struct err e = ERR_OK;
    struct render r = {.source = source, .arena = a};
    if (source.len > MARKDOWN_SOURCE_MAX)
        return err_make(ERR_TOO_LARGE, "Markdown of more than %d MiB", MARKDOWN_SOURCE_MAX >> 20);
    e = md_bounds_check(str_from(source, start));
    if (err_failed(&e))
        return e;
    builder_init(&r.builder, source, a);
    md_copy_make(&r.copy, source, start);
    int outcome = md_parse(r.copy.text, (MD_SIZE)r.copy.len, &parser, &r);
    md_copy_release(&r.copy);
    if (outcome == 0)
        builder_finish(&r.builder, doc);
    else if (outcome <= STOPPED_AT_CELLS)
        e = stopped(outcome);
    else
        mem_exhausted();
    builder_release(&r.builder);
    return e;
}
