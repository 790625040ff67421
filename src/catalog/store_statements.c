#include "catalog/key.h"
#include "catalog/store.h"
#include "text/offsets.h"

/* -- Evidence and numbers
 * -------------------------------------------------------------------------------- */

/* What is said of some of a briefing's agreements, or of its references, is another. */
struct stating {
    struct store *s;
    int64_t n;
    bool anew;
    VEC(int64_t) before; /* agreements */
};

static void mark_dirty(struct store *s, int64_t agreement)
{
    db_run_of(s->c, "INSERT OR IGNORE INTO dirty_agreement VALUES (?)", agreement);
}

static int64_t agreement_number(struct store *s, str id)
{
    struct query q = db_query(s->c, "SELECT n FROM agreement WHERE id = ?");
    query_str(&q, id);
    int64_t n = query_row(&q) ? query_int_at(&q, 0) : 0;
    query_end(&q);
    if (n == 0) {
        q = db_query(s->c, "INSERT INTO agreement (id) VALUES (?)");
        query_str(&q, id);
        query_run(&q);
        n = sqlite3_last_insert_rowid(s->c->sql.db);
    }
    return n;
}

static void put_evidence(struct put *p, const struct evidence *e, const struct offsets *offsets)
{
    put_str(p, e->quote);
    if (!e->found) {
        for (int i = 0; i < 4; i++)
            put_null(p);
        return;
    }
    put_size(p, e->span.start);
    put_size(p, e->span.end);
    put_size(p, offsets_code_points(offsets, e->span.start));
    put_size(p, offsets_code_points(offsets, e->span.end));
}

/* -- The time line -----------------------------------------------------------------------------
 */

/* Where it stands: the dated by date, then the undated; of one date by what it is of, then by
 * status. */
static str time_key(struct store *s, const struct date *d, str owner, enum status status)
{
    struct buf key = {0};
    str date = key_date(d, KEY_ASCENDING, &s->arena);
    buf_byte(&key, str_present(date) ? 0 : 1);
    buf_append(&key, date);
    buf_append(&key, owner);
    buf_byte(&key, '\0');
    buf_byte(&key, (char)status);
    str copy = arena_str(&s->arena, buf_str(&key));
    buf_release(&key);
    return copy;
}

/* The day on which it stands, then those that it may be. */
static void put_days(struct put *p, const struct date *d)
{
    if (date_known(d))
        put_int(p, date_day(d));
    else
        put_null(p);
    store_put_days(p, d);
}

static const struct put_table milestones = {"milestone", "brief = ? AND seq = ?", 2,
                                            "INSERT INTO milestone VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
                                            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                            "?, ?, ?, ?, ?, ?, ?, ?)"};

/* What an agreement is settled by, among the columns of the table. */
enum { AGREEMENT = 2, DATE = 3, STATUS = 5, PARTY = 6, EXPECTED = 7 };
static const uint64_t telling = PUT_COLUMN(AGREEMENT) | PUT_COLUMN(DATE) | PUT_COLUMN(STATUS) |
                                PUT_COLUMN(PARTY) | PUT_COLUMN(EXPECTED);

/* What is settled stays until it is settled again. */
static void store_milestone(struct stating *st, size_t seq, int64_t agreement, str id,
                            const struct milestone *m, const struct offsets *offsets)
{
    struct store *s = st->s;
    struct put p = {.table = &milestones};
    put_int(&p, st->n);
    put_size(&p, seq);
    put_int(&p, agreement);
    put_str(&p, m->date.text);
    put_str(&p, m->undated);
    put_int(&p, m->status);
    put_str(&p, m->party);
    put_int(&p, m->expected);
    put_str(&p, m->note);
    put_str(&p, m->url);
    put_evidence(&p, &m->evidence, offsets);
    put_str(&p, m->at.file);
    put_size(&p, m->at.line);
    put_size(&p, m->at.column);
    for (int i = 0; i < 3; i++)
        put_as_it_is(&p);
    put_blob(&p, time_key(s, &m->date, id, m->status));
    put_days(&p, &m->date);
    for (int i = 0; i < 4; i++)
        put_null(&p);
    put_str(&p, str_present(m->note) ? store_find_text(s, &m->note, 1) : (str){0});
    if (put_row(&p, s->c, !s->again) & telling)
        st->anew = true;
}

static void store_event(struct stating *st, size_t seq, const struct event *e,
                        const struct offsets *offsets)
{
    struct store *s = st->s;
    struct put p = {.table = &milestones};
    const str find[] = {e->title, e->id, e->place};
    put_int(&p, st->n);
    put_size(&p, seq);
    put_null(&p);
    put_str(&p, e->date.text);
    put_str(&p, e->undated);
    put_int(&p, 0);
    put_null(&p);
    put_int(&p, 0);
    put_null(&p);
    put_null(&p);
    put_evidence(&p, &e->evidence, offsets);
    put_str(&p, e->at.file);
    put_size(&p, e->at.line);
    put_size(&p, e->at.column);
    for (int i = 0; i < 3; i++)
        put_null(&p);
    put_blob(&p, time_key(s, &e->date, e->id, STATUS_NONE));
    put_days(&p, &e->date);
    put_str(&p, e->id);
    put_str(&p, e->title);
    put_str(&p, e->place);
    put_blob(&p, store_packed(s, e->participants, e->participant_count));
    put_str(&p, store_find_text(s, find, 3));
    if (put_row(&p, s->c, !s->again) & PUT_COLUMN(AGREEMENT)) /* it was a milestone */
        st->anew = true;
    for (size_t i = 0; i < e->participant_count; i++) {
        struct query q = db_query(s->c, "INSERT OR IGNORE INTO participant VALUES (?, ?, ?)");
        query_str(&q, e->participants[i]);
        query_int(&q, st->n);
        query_size(&q, seq);
        query_run(&q);
    }
}

/* -- Relations ---------------------------------------------------------------------------------
 */

static void store_relation(struct stating *st, size_t seq, const struct relation *r, str by_date,
                           const struct offsets *offsets)
{
    static const struct put_table table = {
        "relation", "brief = ? AND seq = ?", 2,
        "INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    struct put p = {.table = &table};
    put_int(&p, st->n);
    put_size(&p, seq);
    put_str(&p, r->subject);
    put_str(&p, r->predicate);
    put_str(&p, r->object);
    put_blob(&p, by_date);
    put_evidence(&p, &r->evidence, offsets);
    put_row(&p, st->s->c, !st->s->again);
}

/* -- Agreements --------------------------------------------------------------------------------
 */

static void store_reference(struct stating *st, size_t seq, const struct reference *r, str owner,
                            int kind)
{
    static const struct put_table table = {"reference", "brief = ? AND seq = ?", 2,
                                           "INSERT INTO reference VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
    struct put p = {.table = &table};
    put_int(&p, st->n);
    put_size(&p, seq);
    put_str(&p, r->id);
    put_str(&p, owner);
    put_int(&p, kind);
    put_str(&p, str_present(r->at.file) ? r->at.file : STR(""));
    put_size(&p, r->at.line);
    put_size(&p, r->at.column);
    put_row(&p, st->s->c, !st->s->again);
}

static bool is_told_anew(const struct stating *st, const struct briefing *b)
{
    return st->anew && st->before.len + b->agreement_count != 0;
}

/* Where there are any they are all looked at again: what was said of them is gone. */
static void store_references(struct stating *st, const struct briefing *b)
{
    size_t seq = 0;
    struct store *s = st->s;
    for (size_t i = 0; i < b->agreement_count; i++)
        for (int kind = 0; kind < LINK_KIND_COUNT; kind++) {
            const struct agreement *g = &b->agreements[i];
            if (str_present(g->links_to[kind].id))
                store_reference(st, seq++, &g->links_to[kind], g->id, kind);
        }
    for (size_t i = 0; i < b->agreement_link_count; i++)
        store_reference(st, seq++, &b->agreement_links[i], (str){0}, 0);
    bool gone =
        s->again && store_cut(s, "DELETE FROM reference WHERE brief = ? AND seq >= ?", st->n, seq);
    if (seq != 0 || gone || is_told_anew(st, b))
        db_set_meta(s->c, "references", 1);
}

static void store_entry(struct stating *st, size_t seq, int64_t agreement,
                        const struct agreement *g)
{
    static const struct put_table table = {
        "entry", "brief = ? AND seq = ?", 2,
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    struct store *s = st->s;
    struct put p = {.table = &table};
    put_int(&p, st->n);
    put_size(&p, seq);
    put_int(&p, agreement);
    put_str(&p, g->title);
    put_str(&p, g->kind);
    put_str(&p, g->place);
    put_blob(&p, store_packed(s, g->parties, g->party_count));
    put_blob(&p, store_packed(s, g->topics, g->topic_count));
    put_str(&p, g->links_to[LINK_SUPERSEDES].id);
    put_str(&p, g->links_to[LINK_AMENDS].id);
    put_str(&p, g->links_to[LINK_PART_OF].id);
    if (put_row(&p, s->c, !s->again) != 0)
        st->anew = true;
}

/* Returns how many milestones there are. */
static size_t store_agreements(struct stating *st, const struct briefing *b,
                               const struct offsets *offsets)
{
    size_t place = 0;
    for (size_t i = 0; i < b->agreement_count; i++) {
        const struct agreement *g = &b->agreements[i];
        int64_t agreement = agreement_number(st->s, g->id);
        store_entry(st, i, agreement, g);
        for (size_t j = 0; j < g->milestone_count; j++)
            store_milestone(st, place++, agreement, g->id, &g->milestones[j], offsets);
    }
    return place;
}

static void store_all(struct stating *st, const struct briefing *b)
{
    struct store *s = st->s;
    struct offsets offsets = offsets_make(b->document.text, &s->arena);
    size_t place = store_agreements(st, b, &offsets);
    for (size_t i = 0; i < b->event_count; i++)
        store_event(st, place + i, &b->events[i], &offsets);
    for (size_t i = 0; i < b->relation_count; i++)
        store_relation(st, i, &b->relations[i], store_date_key(s, b), &offsets);
}

static size_t milestones_of(const struct briefing *b)
{
    size_t count = b->event_count;
    for (size_t i = 0; i < b->agreement_count; i++)
        count += b->agreements[i].milestone_count;
    return count;
}

/* What was there and has no place any more. */
static void remove_rest(struct stating *st, const struct briefing *b)
{
    struct store *s = st->s;
    bool entries =
        store_cut(s, "DELETE FROM entry WHERE brief = ? AND seq >= ?", st->n, b->agreement_count);
    bool milestones_gone =
        store_cut(s, "DELETE FROM milestone WHERE brief = ? AND seq >= ?", st->n, milestones_of(b));
    store_cut(s, "DELETE FROM relation WHERE brief = ? AND seq >= ?", st->n, b->relation_count);
    st->anew = st->anew || entries || milestones_gone;
}

static void note_before(struct stating *st)
{
    struct query q = db_query(st->s->c, "SELECT agreement FROM entry WHERE brief = ?");
    query_int(&q, st->n);
    while (query_row(&q))
        *VEC_PUSH(&st->s->arena, &st->before) = query_int_at(&q, 0);
}

void store_statements(struct store *s, int64_t n, const struct briefing *b, bool dated)
{
    struct stating st = {.s = s, .n = n, .anew = dated};
    if (s->again)
        note_before(&st);
    if (b->agreement_count + b->event_count + b->relation_count != 0)
        store_all(&st, b);
    if (s->again)
        remove_rest(&st, b);
    store_references(&st, b);
    if (!is_told_anew(&st, b))
        return;
    for (size_t i = 0; i < st.before.len; i++)
        mark_dirty(s, st.before.items[i]);
    db_run_of(s->c,
              "INSERT OR IGNORE INTO dirty_agreement SELECT agreement FROM entry WHERE brief = ?",
              n);
}
