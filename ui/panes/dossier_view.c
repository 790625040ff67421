#include "ui/panes/dossier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- Asking --------------------------------------------------------------------------------------
 */

static const struct dossier_pane *state_of(const struct pane *p)
{
    return p->state;
}

static str id_of(const struct pane *p)
{
    return buf_str(&state_of(p)->id);
}

static struct moments_query moments_of(const struct pane *p)
{
    return (struct moments_query){.party = id_of(p),
                                  .text = filter_text(&state_of(p)->filters[PART_MOMENTS]),
                                  .today = p->session->today};
}

static bool begins_briefing(const struct pane *p, const void *before, const void *row)
{
    const struct mention_row *a = before, *b = row;
    (void)p;
    return !str_eq(a->briefing, b->briefing);
}

/* -- What a row is called ------------------------------------------------------------------------
 */

static bool is_mention(const void *row, str key)
{
    const struct mention_row *m = row;
    char name[64];
    int len = snprintf(name, sizeof name, "%zu-%zu ", m->span.start, m->span.end);
    return str_starts(key, (str){name, (size_t)len}) &&
           str_eq(str_from(key, (size_t)len), m->briefing);
}

static bool is_moment(const void *row, str key)
{
    return str_eq(((const struct moment *)row)->sort_key, key);
}

static bool is_relation(const void *row, str key)
{
    return str_eq(((const struct relation_row *)row)->sort_key, key);
}

static bool is_company(const void *row, str key)
{
    return str_eq(((const struct company_row *)row)->id, key);
}

static str key_of(enum dossier_part part, const void *row, struct arena *a)
{
    if (!row)
        return (str){0};
    switch (part) {
    case PART_MENTIONS: {
        const struct mention_row *m = row;
        return arena_printf(a, "%zu-%zu %.*s", m->span.start, m->span.end, STR_FMT(m->briefing));
    }
    case PART_MOMENTS:
        return arena_str(a, ((const struct moment *)row)->sort_key);
    case PART_RELATIONS:
        return arena_str(a, ((const struct relation_row *)row)->sort_key);
    case PART_COMPANY:
        return arena_str(a, ((const struct company_row *)row)->id);
    default:
        return (str){0};
    }
}

static roster_is *const names[PART_COUNT] = {
    [PART_MENTIONS] = is_mention,
    [PART_MOMENTS] = is_moment,
    [PART_RELATIONS] = is_relation,
    [PART_COMPANY] = is_company,
};

static const size_t row_sizes[PART_COUNT] = {
    [PART_MENTIONS] = sizeof(struct mention_row),
    [PART_MOMENTS] = sizeof(struct moment),
    [PART_RELATIONS] = sizeof(struct relation_row),
    [PART_COMPANY] = sizeof(struct company_row),
};

/* -- Asking for rows -----------------------------------------------------------------------------
 */

static bool serves(const struct pane *p, enum dossier_part part, const void *from, bool backwards,
                   size_t limit, void **rows, size_t *count)
{
    struct arena a = {0};
    bool served = dossier_serves(p, part, row_sizes[part], names[part], key_of(part, from, &a),
                                 backwards, limit, rows, count);
    arena_release(&a);
    return served;
}

static struct err ask_mentions(const struct pane *p, const void *from, bool backwards, size_t limit,
                               struct arena *a, void **rows, size_t *count)
{
    struct mention_page page = {0};
    struct err e;
    if (!dossier_serves_mentions(p, from, backwards, limit, a, &page, &e))
        e = catalog_mentions(p->session->catalog, id_of(p), from, backwards, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static struct err ask_moments(const struct pane *p, const void *from, bool backwards, size_t limit,
                              struct arena *a, void **rows, size_t *count)
{
    struct moment_page page = {0};
    struct moments_query q = moments_of(p);
    struct err e = catalog_moments(p->session->catalog, &q, from, backwards, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static struct err ask_relations(const struct pane *p, const void *from, bool backwards,
                                size_t limit, struct arena *a, void **rows, size_t *count)
{
    struct relation_page page = {0};
    if (serves(p, PART_RELATIONS, from, backwards, limit, rows, count))
        return ERR_OK;
    struct err e =
        catalog_relations(p->session->catalog, id_of(p), from, backwards, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static struct err ask_company(const struct pane *p, const void *from, bool backwards, size_t limit,
                              struct arena *a, void **rows, size_t *count)
{
    struct company_page page = {0};
    if (serves(p, PART_COMPANY, from, backwards, limit, rows, count))
        return ERR_OK;
    struct err e =
        catalog_company(p->session->catalog, id_of(p), 0, from, backwards, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static pager_ask *const asks[PART_COUNT] = {
    [PART_MENTIONS] = ask_mentions,
    [PART_MOMENTS] = ask_moments,
    [PART_RELATIONS] = ask_relations,
    [PART_COMPANY] = ask_company,
};

/* -- Asking by number ----------------------------------------------------------------------------
 */

static struct err ask_mentions_from(const struct pane *p, size_t first, size_t limit,
                                    struct arena *a, void **rows, size_t *count)
{
    const struct mention_row before = {.at = first - 1};
    struct mention_page page;
    struct err e;
    if (!dossier_serves_mentions(p, first ? &before : NULL, false, limit, a, &page, &e))
        e = catalog_mentions_from(p->session->catalog, id_of(p), first, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static struct err ask_moments_from(const struct pane *p, size_t first, size_t limit,
                                   struct arena *a, void **rows, size_t *count)
{
    struct moment_page page;
    struct moments_query q = moments_of(p);
    struct err e = catalog_moments_from(p->session->catalog, &q, first, limit, a, &page);
    *rows = page.rows;
    *count = page.count;
    return e;
}

static pager_ask_from *const by_number[PART_COUNT] = {
    [PART_MENTIONS] = ask_mentions_from,
    [PART_MOMENTS] = ask_moments_from,
};

/* -- Loading -------------------------------------------------------------------------------------
 */

/* False: it cannot be read now, and what was there stays. */
static bool read_dossier(struct pane *p)
{
    struct dossier_pane *s = p->state;
    struct catalog *c = p->session->catalog;
    struct arena fresh = {0};
    struct dossier d = {0};
    bool known = catalog_dossier(c, id_of(p), &fresh, &d);
    if (!known && !answer_is(p, catalog_missed(c)) && s->known && str_eq(s->d.id, id_of(p))) {
        arena_release(&fresh);
        return false;
    }
    arena_release(&s->arena);
    s->arena = fresh;
    s->d = d;
    s->known = known;
    return true;
}

static size_t count_moments(struct pane *p, struct moments_query q)
{
    size_t count = 0;
    if (state_of(p)->known)
        answer_is(p, catalog_moments_count(p->session->catalog, &q, &count));
    return count;
}

/* The rows of a part that its filter lets through. */
static void list(struct pane *p, enum dossier_part part)
{
    struct dossier_pane *s = p->state;
    struct roster *r = &s->parts[part];
    struct moments_query q = moments_of(p);
    size_t total = s->totals[part];
    r->pager.ask = asks[part];
    r->pager.ask_from = by_number[part];
    r->pager.row_size = row_sizes[part];
    r->begins = part == PART_MENTIONS ? begins_briefing : NULL;
    dossier_sift(p, part, asks[part], row_sizes[part]);
    if (s->sifted[part].on)
        total = s->sifted[part].count;
    else if (part == PART_MOMENTS && q.text.len)
        total = count_moments(p, q);
    pager_reset(&r->pager, total);
}

static void load(struct pane *p)
{
    struct dossier_pane *s = p->state;
    struct catalog *c = p->session->catalog;
    struct company_page first = {0};
    if (!read_dossier(p))
        return;
    kwic_release(&s->kwic);
    s->about_width = 0;
    struct moments_query all = {.party = id_of(p), .today = p->session->today};
    size_t totals[PART_COUNT] = {
        [PART_MENTIONS] = s->d.mentions,
        [PART_MOMENTS] = count_moments(p, all),
        [PART_RELATIONS] = s->d.relations,
        [PART_COMPANY] = s->d.company,
    };
    memcpy(s->totals, totals, sizeof totals);
    s->evidence.of = (str){0};
    dossier_find_types(p);
    for (int i = PART_MENTIONS; i < PART_COUNT; i++)
        list(p, (enum dossier_part)i);
    struct err e = catalog_company(c, id_of(p), 0, NULL, false, 1, &s->arena, &first);
    s->most_paragraphs = !err_failed(&e) && first.count ? first.rows[0].paragraphs : 0;
}

static int width_of_about(const struct dossier_pane *s)
{
    struct dossier_layout l = dossier_layout(s);
    return l.wide ? l.box[PART_ABOUT].body.columns : s->width;
}

/* The texts of the mentions on the screen. */
static void need_texts(struct pane *p)
{
    struct dossier_pane *s = p->state;
    const struct roster *r = &s->parts[PART_MENTIONS];
    bool shown = dossier_layout(s).box[PART_MENTIONS].body.rows > 0;
    size_t end = shown ? roster_end(p, r) : 0;
    for (size_t row = r->top; row < end; row++) {
        const struct mention_row *m = roster_row(r, row);
        if (m)
            kwic_need(&s->kwic, p->session, m->briefing);
    }
    if (shown)
        kwic_sweep(&s->kwic);
}

static void fit_about(struct dossier_pane *s, int rows)
{
    struct roster *r = &s->parts[PART_ABOUT];
    r->lines = rows;
    size_t most = s->about.len > (size_t)rows ? s->about.len - (size_t)rows : 0;
    r->top = r->top > most ? most : r->top;
}

void dossier_settle(struct pane *p)
{
    struct dossier_pane *s = p->state;
    if (s->about_width != width_of_about(s))
        dossier_make_about(p, width_of_about(s));
    struct dossier_layout l = dossier_layout(s);
    fit_about(s, l.box[PART_ABOUT].body.rows);
    for (int i = PART_MENTIONS; i < PART_COUNT; i++)
        if (l.box[i].body.rows > 0)
            roster_set_lines(p, &s->parts[i], l.box[i].body.rows);
    need_texts(p);
}

/* The first part that has something in it; the mentions before all others. */
static enum dossier_part first_part(const struct dossier_pane *s)
{
    for (int i = PART_MENTIONS; i < PART_COUNT; i++)
        if (dossier_rows(s, (enum dossier_part)i))
            return (enum dossier_part)i;
    return PART_ABOUT;
}

/* Of what was agreed the cursor stands on the last that is not to come. */
static void begin_at_today(struct pane *p)
{
    struct dossier_pane *s = p->state;
    struct moments_query q = moments_of(p);
    size_t past = catalog_moments_before(p->session->catalog, &q, p->session->today + 1);
    s->parts[PART_MOMENTS].cursor = past ? past - 1 : 0;
}

void dossier_show(struct pane *p, str id)
{
    struct dossier_pane *s = p->state;
    struct arena a = {0};
    id = arena_str(&a, id);
    buf_clear(&s->id);
    buf_append(&s->id, id);
    for (int i = 0; i < PART_COUNT; i++) {
        roster_release(&s->parts[i]);
        s->parts[i] = (struct roster){.lines = s->parts[i].lines};
    }
    dossier_release_sifted(s);
    load(p);
    begin_at_today(p);
    s->part = first_part(s);
    arena_release(&a);
    if (s->width)
        dossier_settle(p);
}

void dossier_refresh(struct pane *p)
{
    struct dossier_pane *s = p->state;
    struct arena a = {0};
    str keys[PART_COUNT] = {{0}};
    int lines[PART_COUNT];
    if (!s->id.len)
        return;
    for (int i = PART_MENTIONS; i < PART_COUNT; i++) {
        keys[i] = key_of((enum dossier_part)i, roster_selected(&s->parts[i]), &a);
        lines[i] = roster_line_of(p, &s->parts[i], s->parts[i].cursor);
    }
    load(p);
    for (int i = PART_MENTIONS; i < PART_COUNT; i++)
        if (str_present(keys[i]))
            roster_find(p, &s->parts[i], names[i], keys[i], s->parts[i].cursor, lines[i]);
    if (s->width)
        dossier_settle(p);
    arena_release(&a);
}

void dossier_requery(struct pane *p)
{
    struct dossier_pane *s = p->state;
    struct roster *r = &s->parts[s->part];
    struct arena a = {0};
    bool filtered = dossier_is_filtered(s, s->part);
    str key = key_of(s->part, roster_selected(r), &a);
    int line = roster_line_of(p, r, r->cursor);
    if (filtered)
        r->cursor = r->top = 0;
    list(p, s->part);
    if (!filtered && str_present(key))
        roster_find(p, r, names[s->part], key, r->cursor, line);
    if (s->width)
        dossier_settle(p);
    arena_release(&a);
}

void dossier_prepare(struct pane *p, str words)
{
    const struct dossier_pane *s = p->state;
    struct moments_query q = moments_of(p);
    q.text = words;
    if (s->part == PART_MOMENTS)
        catalog_moments_count(p->session->catalog, &q, &(size_t){0});
    else if (s->part != PART_ABOUT && words.len > 0)
        dossier_presift(p, s->part, asks[s->part], row_sizes[s->part], words);
}

void dossier_expect_input(struct pane *p)
{
    const struct dossier_pane *s = p->state;
    if (s->part == PART_MENTIONS || s->part == PART_MOMENTS)
        catalog_filter_ahead(p->session->catalog, s->part == PART_MOMENTS);
}

/* -- Places of the jump list ---------------------------------------------------------------------
 */

/* The part, then cursor and line of each. The key is the row's own name. */
void dossier_save(const struct pane *p, struct place *place)
{
    const struct dossier_pane *s = p->state;
    struct buf view = {0};
    buf_printf(&view, "%d", (int)s->part);
    for (int i = 0; i < PART_COUNT; i++) {
        const struct roster *r = &s->parts[i];
        size_t at = i == PART_ABOUT ? r->top : r->cursor;
        buf_printf(&view, " %zu %d", at, i == PART_ABOUT ? 0 : roster_line_of(p, r, r->cursor));
    }
    buf_byte(&view, ' ');
    dossier_write_filters(s, &view);
    place->entity = arena_str(place->arena, buf_str(&s->id));
    place->view = arena_str(place->arena, buf_str(&view));
    place->key = key_of(s->part, roster_selected(&s->parts[s->part]), place->arena);
    place->row = roster_line_of(p, &s->parts[s->part], s->parts[s->part].cursor);
    buf_release(&view);
}

void dossier_restore(struct pane *p, const struct place *place)
{
    struct dossier_pane *s = p->state;
    if (place->entity.len && !str_eq(place->entity, buf_str(&s->id)))
        dossier_show(p, place->entity);
    if (!place->view.len)
        return;
    struct arena a = {0};
    char *text = arena_cstr(&a, place->view), *view = text;
    long part = strtol(view, &view, 10);
    size_t rows[PART_COUNT];
    int lines[PART_COUNT];
    for (int i = 0; i < PART_COUNT; i++) {
        rows[i] = (size_t)strtoull(view, &view, 10);
        lines[i] = (int)strtol(view, &view, 10);
    }
    dossier_read_filters(s, str_from(place->view, (size_t)(view - text) + (*view == ' ')));
    load(p);
    s->part = part >= 0 && part < PART_COUNT ? (enum dossier_part)part : first_part(s);
    dossier_settle(p);
    for (int i = 0; i < PART_COUNT; i++) {
        if (i == PART_ABOUT)
            s->parts[i].top = rows[i];
        else if (i == (int)s->part && str_present(place->key))
            roster_find(p, &s->parts[i], names[i], place->key, rows[i], lines[i]);
        else if (s->parts[i].pager.total)
            roster_show(p, &s->parts[i], rows[i], lines[i]);
    }
    dossier_settle(p);
    arena_release(&a);
}
