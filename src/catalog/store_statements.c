#include "catalog/key.h"
#include "catalog/store.h"
#include "text/offsets.h"

/* -- Evidence and numbers
 * -------------------------------------------------------------------------------- */

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
    struct query dirty = db_query(s->c, "INSERT OR IGNORE INTO dirty_agreement VALUES (?)");
    query_int(&dirty, n);
    query_run(&dirty);
    return n;
}

static void bind_evidence(struct query *q, const struct evidence *e, const struct offsets *offsets)
{
    query_str(q, e->quote);
    if (!e->found) {
        for (int i = 0; i < 4; i++)
            query_null(q);
        return;
    }
    query_size(q, e->span.start);
    query_size(q, e->span.end);
    query_size(q, offsets_code_points(offsets, e->span.start));
    query_size(q, offsets_code_points(offsets, e->span.end));
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
static void bind_days(struct query *q, const struct date *d)
{
    if (date_known(d))
        query_int(q, date_day(d));
    else
        query_null(q);
    store_bind_days(q, d);
}

static void store_milestone(struct store *s, int64_t n, size_t seq, int64_t agreement, str id,
                            const struct milestone *m, const struct offsets *offsets)
{
    struct query q = db_query(s->c, "INSERT INTO milestone VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                    "?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, ?, ?, ?, ?, NULL, "
                                    "NULL, NULL, NULL, ?)");
    query_int(&q, n);
    query_size(&q, seq);
    query_int(&q, agreement);
    query_str(&q, m->date.text);
    query_str(&q, m->undated);
    query_int(&q, m->status);
    query_str(&q, m->party);
    query_int(&q, m->expected);
    query_str(&q, m->note);
    query_str(&q, m->url);
    bind_evidence(&q, &m->evidence, offsets);
    query_str(&q, m->at.file);
    query_size(&q, m->at.line);
    query_size(&q, m->at.column);
    query_blob(&q, time_key(s, &m->date, id, m->status));
    bind_days(&q, &m->date);
    query_str(&q, str_present(m->note) ? store_find_text(s, &m->note, 1) : (str){0});
    query_run(&q);
}

static void store_event(struct store *s, int64_t n, size_t seq, const struct event *e,
                        const struct offsets *offsets)
{
    struct query q = db_query(s->c, "INSERT INTO milestone VALUES (?, ?, NULL, ?, ?, 0, NULL, 0, "
                                    "NULL, NULL, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, ?, ?, "
                                    "?, ?, ?, ?, ?, ?, ?)");
    const str find[] = {e->title, e->id, e->place};
    query_int(&q, n);
    query_size(&q, seq);
    query_str(&q, e->date.text);
    query_str(&q, e->undated);
    bind_evidence(&q, &e->evidence, offsets);
    query_str(&q, e->at.file);
    query_size(&q, e->at.line);
    query_size(&q, e->at.column);
    query_blob(&q, time_key(s, &e->date, e->id, STATUS_NONE));
    bind_days(&q, &e->date);
    query_str(&q, e->id);
    query_str(&q, e->title);
    query_str(&q, e->place);
    query_blob(&q, store_packed(s, e->participants, e->participant_count));
    query_str(&q, store_find_text(s, find, 3));
    query_run(&q);
    for (size_t i = 0; i < e->participant_count; i++) {
        q = db_query(s->c, "INSERT OR IGNORE INTO participant VALUES (?, ?, ?)");
        query_str(&q, e->participants[i]);
        query_int(&q, n);
        query_size(&q, seq);
        query_run(&q);
    }
}

/* -- Relations ---------------------------------------------------------------------------------
 */

static void store_relation(struct store *s, int64_t n, size_t seq, const struct relation *r,
                           str by_date, const struct offsets *offsets)
{
    struct query q =
        db_query(s->c, "INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_int(&q, n);
    query_size(&q, seq);
    query_str(&q, r->subject);
    query_str(&q, r->predicate);
    query_str(&q, r->object);
    query_blob(&q, by_date);
    bind_evidence(&q, &r->evidence, offsets);
    query_run(&q);
}

/* -- Agreements --------------------------------------------------------------------------------
 */

static void store_reference(struct store *s, int64_t n, size_t seq, const struct reference *r,
                            str owner, int kind)
{
    struct query q = db_query(s->c, "INSERT INTO reference VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    query_int(&q, n);
    query_size(&q, seq);
    query_str(&q, r->id);
    query_str(&q, owner);
    query_int(&q, kind);
    query_str(&q, str_present(r->at.file) ? r->at.file : STR(""));
    query_size(&q, r->at.line);
    query_size(&q, r->at.column);
    query_run(&q);
}

static void store_references(struct store *s, int64_t n, const struct briefing *b)
{
    size_t seq = 0;
    for (size_t i = 0; i < b->agreement_count; i++)
        for (int kind = 0; kind < LINK_KIND_COUNT; kind++) {
            const struct agreement *g = &b->agreements[i];
            if (str_present(g->links_to[kind].id))
                store_reference(s, n, seq++, &g->links_to[kind], g->id, kind);
        }
    for (size_t i = 0; i < b->agreement_link_count; i++)
        store_reference(s, n, seq++, &b->agreement_links[i], (str){0}, 0);
    if (seq != 0)
        db_set_meta(s->c, "references", 1);
}

static void store_entry(struct store *s, int64_t n, size_t seq, int64_t agreement,
                        const struct agreement *g)
{
    struct query q = db_query(s->c, "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_int(&q, n);
    query_size(&q, seq);
    query_int(&q, agreement);
    query_str(&q, g->title);
    query_str(&q, g->kind);
    query_str(&q, g->place);
    query_blob(&q, store_packed(s, g->parties, g->party_count));
    query_blob(&q, store_packed(s, g->topics, g->topic_count));
    query_str(&q, g->links_to[LINK_SUPERSEDES].id);
    query_str(&q, g->links_to[LINK_AMENDS].id);
    query_str(&q, g->links_to[LINK_PART_OF].id);
    query_run(&q);
}

/* Returns how many milestones there are. */
static size_t store_agreements(struct store *s, int64_t n, const struct briefing *b,
                               const struct offsets *offsets)
{
    size_t place = 0;
    for (size_t i = 0; i < b->agreement_count; i++) {
        const struct agreement *g = &b->agreements[i];
        int64_t agreement = agreement_number(s, g->id);
        store_entry(s, n, i, agreement, g);
        for (size_t j = 0; j < g->milestone_count; j++)
            store_milestone(s, n, place++, agreement, g->id, &g->milestones[j], offsets);
    }
    if (b->agreement_count != 0)
        db_set_meta(s->c, "references", 1);
    return place;
}

void store_statements(struct store *s, int64_t n, const struct briefing *b)
{
    if (b->agreement_count + b->event_count + b->relation_count != 0) {
        struct offsets offsets = offsets_make(b->document.text, &s->arena);
        size_t place = store_agreements(s, n, b, &offsets);
        for (size_t i = 0; i < b->event_count; i++)
            store_event(s, n, place + i, &b->events[i], &offsets);
        for (size_t i = 0; i < b->relation_count; i++)
            store_relation(s, n, i, &b->relations[i], store_date_key(s, b), &offsets);
    }
    store_references(s, n, b);
}
