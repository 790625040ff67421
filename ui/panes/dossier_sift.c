#include "text/unicode.h"
#include "ui/count.h"
#include "ui/panes/cells.h"
#include "ui/panes/dossier.h"
#include "ui/panes/notation.h"

#include <string.h>

enum {
    SIFT_PAGE = 512,
    LOOKED_MOST = 20000, /* rows that a filter looks at: it answers while one types */
    TYPES_LOOKED = 500,  /* rows of the company whose types get keys */
};

/* -- What is let through -------------------------------------------------------------------------
 */

static str filter_of(const struct dossier_pane *s, enum dossier_part part)
{
    return filter_text(&s->filters[part]);
}

static bool hides_types(const struct dossier_pane *s)
{
    bool hides = false;
    for (int i = 0; i < ENTITY_TYPE_COUNT; i++)
        hides |= s->types.hidden[i];
    return hides;
}

bool dossier_is_filtered(const struct dossier_pane *s, enum dossier_part part)
{
    return filter_of(s, part).len > 0 || (part == PART_COMPANY && hides_types(s));
}

/* What of a row is looked at. */
static void append_row(struct buf *b, enum dossier_part part, const void *row)
{
    if (part == PART_RELATIONS) {
        const struct relation_row *r = row;
        buf_printf(b, "%.*s %.*s %.*s", STR_FMT(r->predicate), STR_FMT(r->subject_name),
                   STR_FMT(r->object_name));
    } else if (part == PART_COMPANY) {
        const struct company_row *k = row;
        buf_printf(b, "%.*s %s", STR_FMT(k->name), entity_type_name(k->type));
    }
}

/* All words of the filter, which is folded, occur. */
static bool holds(enum dossier_part part, const void *row, str words)
{
    struct arena a = {0};
    struct buf b = {0};
    append_row(&b, part, row);
    str text = unicode_fold_marks(buf_str(&b), &a);
    bool all = true;
    for (size_t at = 0, end; all && at < words.len; at = end + 1) {
        end = str_find_byte(words, ' ', at);
        end = end == STR_NONE ? words.len : end;
        all = str_find(text, str_sub(words, at, end), 0) != STR_NONE;
    }
    buf_release(&b);
    arena_release(&a);
    return all;
}

static bool is_shown(const struct dossier_pane *s, enum dossier_part part, const void *row,
                     str words)
{
    if (part == PART_COMPANY &&
        s->types.hidden[types_shown(((const struct company_row *)row)->type)])
        return false;
    return holds(part, row, words);
}

/* -- Rows that are let through -------------------------------------------------------------------
 */

static void release(struct sifted *f)
{
    mentions_with_release(&f->mentions);
    arena_release(&f->arena);
    *f = (struct sifted){0};
}

/* The catalogue knows in which briefings they are. */
static bool sift_mentions(struct pane *p, str filter, struct sifted *f)
{
    const struct dossier_pane *s = p->state;
    struct err e =
        catalog_mentions_with(p->session->catalog, buf_str(&s->id), filter, &f->mentions);
    f->on = true;
    f->cut = f->mentions.cut;
    f->looked = f->mentions.looked;
    f->count = f->mentions.mentions;
    answer_is(p, e);
    return e.code != ERR_CANCELLED;
}

/* False where it was broken off. */
static bool sift_rows(struct pane *p, enum dossier_part part, pager_ask *ask, size_t row_size,
                      str filter, struct sifted *f)
{
    struct arena a = {0};
    struct buf kept = {0};
    struct err e = ERR_OK;
    str words = unicode_fold_marks(filter, &a);
    const void *from = NULL;
    size_t count = SIFT_PAGE, looked = 0;
    for (void *rows; count == SIFT_PAGE && looked < LOOKED_MOST; looked += count) {
        e = ask(p, from, false, SIFT_PAGE, &f->arena, &rows, &count);
        if (err_failed(&e))
            count = 0;
        for (size_t i = 0; i < count; i++) {
            from = (const char *)rows + i * row_size;
            if (is_shown(p->state, part, from, words))
                buf_append(&kept, (str){from, row_size});
        }
    }
    f->on = true;
    f->cut = count == SIFT_PAGE;
    f->looked = LOOKED_MOST;
    f->count = kept.len / row_size;
    f->rows = arena_alloc(&f->arena, kept.len + 1, row_size < 16 ? 8 : 16);
    if (kept.len)
        memcpy(f->rows, kept.ptr, kept.len);
    buf_release(&kept);
    arena_release(&a);
    answer_is(p, e);
    return e.code != ERR_CANCELLED;
}

static bool sift(struct pane *p, enum dossier_part part, pager_ask *ask, size_t row_size,
                 str filter, struct sifted *f)
{
    return part == PART_MENTIONS ? sift_mentions(p, filter, f)
                                 : sift_rows(p, part, ask, row_size, filter, f);
}

static void forget_presifted(struct dossier_pane *s)
{
    release(&s->presifted.rows);
    buf_release(&s->presifted.words);
    s->presifted = (struct presifted){0};
}

/* All rows are asked for, and not those that are let through now. */
void dossier_presift(struct pane *p, enum dossier_part part, pager_ask *ask, size_t row_size,
                     str words)
{
    struct dossier_pane *s = p->state;
    struct presifted *ahead = &s->presifted;
    bool on = s->sifted[part].on;
    forget_presifted(s);
    ahead->part = part;
    ahead->generation = p->session->generation;
    buf_append(&ahead->words, words);
    s->sifted[part].on = false;
    if (!sift(p, part, ask, row_size, words, &ahead->rows))
        forget_presifted(s);
    s->sifted[part].on = on;
}

static bool is_presifted(const struct pane *p, enum dossier_part part)
{
    const struct dossier_pane *s = p->state;
    const struct presifted *ahead = &s->presifted;
    return ahead->rows.on && ahead->part == part && ahead->generation == p->session->generation &&
           str_eq(buf_str(&ahead->words), filter_of(s, part));
}

void dossier_sift(struct pane *p, enum dossier_part part, pager_ask *ask, size_t row_size)
{
    struct dossier_pane *s = p->state;
    struct sifted *f = &s->sifted[part];
    release(f);
    if (part == PART_MOMENTS || !dossier_is_filtered(s, part))
        return;
    if (is_presifted(p, part)) {
        *f = s->presifted.rows;
        s->presifted.rows = (struct sifted){0};
    } else {
        sift(p, part, ask, row_size, filter_of(s, part), f);
    }
}

bool dossier_serves(const struct pane *p, enum dossier_part part, size_t row_size, roster_is *is,
                    str from, bool backwards, size_t limit, void **rows, size_t *count)
{
    const struct dossier_pane *s = p->state;
    const struct sifted *f = &s->sifted[part];
    if (!f->on)
        return false;
    size_t first = backwards ? f->count : 0, last = f->count;
    if (str_present(from)) {
        size_t at = 0;
        while (at < f->count && !is(f->rows + at * row_size, from))
            at++;
        first = at < f->count ? at + !backwards : f->count;
    }
    if (backwards) {
        last = first;
        first = last > limit ? last - limit : 0;
    }
    *rows = f->rows + first * row_size;
    *count = last - first < limit ? last - first : limit;
    return true;
}

bool dossier_serves_mentions(const struct pane *p, const struct mention_row *from, bool backwards,
                             size_t limit, struct arena *a, struct mention_page *page,
                             struct err *e)
{
    struct dossier_pane *s = p->state;
    struct sifted *f = &s->sifted[PART_MENTIONS];
    if (!f->on)
        return false;
    size_t first = from ? from->at + !backwards : backwards ? f->count : 0;
    if (backwards) {
        limit = first < limit ? first : limit;
        first -= limit;
    }
    *e = catalog_mentions_with_from(p->session->catalog, &f->mentions, first, limit, a, page);
    return true;
}

void dossier_release_sifted(struct dossier_pane *s)
{
    for (int i = 0; i < PART_COUNT; i++) {
        release(&s->sifted[i]);
        filter_clear(&s->filters[i]);
    }
    forget_presifted(s);
    s->types = (struct types){0};
}

/* -- Types ---------------------------------------------------------------------------------------
 */

void dossier_find_types(struct pane *p)
{
    struct dossier_pane *s = p->state;
    struct arena a = {0};
    struct company_page page = {0};
    size_t members[ENTITY_TYPE_COUNT] = {0};
    struct err e = catalog_company(p->session->catalog, buf_str(&s->id), 0, NULL, false,
                                   TYPES_LOOKED, &a, &page);
    for (size_t i = 0; !err_failed(&e) && i < page.count; i++)
        members[types_shown(page.rows[i].type)]++;
    types_set(&s->types, members);
    arena_release(&a);
}

/* -- Said, and written down ----------------------------------------------------------------------
 */

/* "/sub  2/3 of 18" */
void dossier_status(const struct pane *p, struct buf *out)
{
    const struct dossier_pane *s = p->state;
    const struct roster *r = &s->parts[s->part];
    if (s->part == PART_ABOUT)
        return;
    filter_status(&s->filters[s->part], out);
    if (r->pager.total)
        buf_printf(out, "%s/%s", COUNT(r->cursor + 1), COUNT(r->pager.total));
    else if (dossier_is_filtered(s, s->part))
        buf_append(out, STR("none"));
    if (dossier_is_filtered(s, s->part))
        buf_printf(out, " of %s%s", s->sifted[s->part].cut ? "the first " : "",
                   COUNT(s->sifted[s->part].cut ? s->sifted[s->part].looked : s->totals[s->part]));
}

void dossier_write_filters(const struct dossier_pane *s, struct buf *out)
{
    for (int i = 0; i < PART_COUNT; i++)
        if (s->filters[i].text.len)
            notation_add(out, (char)('a' + i), filter_text(&s->filters[i]));
    for (int i = 0; i < ENTITY_TYPE_COUNT; i++)
        if (s->types.hidden[i])
            notation_add_number(out, 'T', i);
}

void dossier_read_filters(struct dossier_pane *s, str text)
{
    size_t at = 0;
    char letter;
    str bytes;
    for (int i = 0; i < PART_COUNT; i++)
        filter_clear(&s->filters[i]);
    memset(s->types.hidden, 0, sizeof s->types.hidden);
    while (notation_next(text, &at, &letter, &bytes)) {
        long long type = letter == 'T' ? notation_number(bytes) : -1;
        if (letter >= 'a' && letter < 'a' + PART_COUNT)
            filter_input(&s->filters[letter - 'a'], INPUT_ACCEPTED, bytes);
        else if (type >= 0 && type < ENTITY_TYPE_COUNT)
            s->types.hidden[type] = true;
    }
}
