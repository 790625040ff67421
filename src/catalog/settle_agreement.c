#include "base/fs.h"
#include "base/strmap.h"
#include "catalog/key.h"
#include "catalog/pack.h"
#include "catalog/settle.h"

#include <stdlib.h>

/* What one briefing says of the agreement that is merged. */
struct entry {
    str briefing;
    struct date date;
    str title, kind, place;
    str *parties, *topics;
    size_t party_count, topic_count;
    str links_to[LINK_KIND_COUNT];
};

struct merge {
    VEC(struct entry) entries;
    VEC(struct milestone) milestones;
    VEC(int64_t) briefs; /* of the milestones, by place in `milestones` */
    const struct milestone **order;
};

static struct date date_read(str text, struct arena *a)
{
    struct date d = {0};
    if (str_present(text))
        date_parse(text, a, &d, NULL);
    return d;
}

static void read_entries(struct store *s, int64_t agreement, struct merge *m)
{
    struct arena *a = &s->arena;
    struct query q = db_query(s->c, "SELECT b.id, b.date, e.title, e.kind, e.place, e.parties, "
                                    "e.topics, e.supersedes, e.amends, e.part_of FROM entry e "
                                    "JOIN brief b ON b.n = e.brief WHERE e.agreement = ?");
    query_int(&q, agreement);
    while (query_row(&q)) {
        struct entry *e = VEC_PUSH(a, &m->entries);
        e->briefing = query_str_at(&q, 0, a);
        e->date = date_read(query_str_at(&q, 1, a), a);
        e->title = query_str_at(&q, 2, a);
        e->kind = query_str_at(&q, 3, a);
        e->place = query_str_at(&q, 4, a);
        e->parties = unpack_strs(query_str_at(&q, 5, a), a, &e->party_count);
        e->topics = unpack_strs(query_str_at(&q, 6, a), a, &e->topic_count);
        for (int i = 0; i < LINK_KIND_COUNT; i++)
            e->links_to[i] = query_str_at(&q, 7 + i, a);
    }
}

static void read_milestones(struct store *s, int64_t agreement, struct merge *m)
{
    struct arena *a = &s->arena;
    struct query q = db_query(s->c, "SELECT m.brief, m.seq, m.date, m.status, m.party, m.expected, "
                                    "b.id, b.date FROM milestone m JOIN brief b ON b.n = m.brief "
                                    "WHERE m.agreement = ? ORDER BY m.brief, m.seq");
    query_int(&q, agreement);
    while (query_row(&q)) {
        *VEC_PUSH(a, &m->briefs) = query_int_at(&q, 0);
        *VEC_PUSH(a, &m->milestones) = (struct milestone){
            .place = query_size_at(&q, 1),
            .date = date_read(query_str_at(&q, 2, a), a),
            .status = (enum status)query_enum_at(&q, 3, STATUS_COUNT),
            .party = query_str_at(&q, 4, a),
            .expected = query_int_at(&q, 5) != 0,
            .briefing = query_str_at(&q, 6, a),
            .briefing_date = date_read(query_str_at(&q, 7, a), a),
        };
    }
    m->order = ARENA_ARRAY(a, const struct milestone *, m->milestones.len);
    for (size_t i = 0; i < m->milestones.len; i++)
        m->order[i] = &m->milestones.items[i];
    milestones_sort(m->order, m->milestones.len);
}

static int by_date(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = date_compare(&a->date, &b->date);
    return order != 0 ? order : str_cmp(a->briefing, b->briefing);
}

/* Latest first; the smallest id of one date; undated last. */
static int by_weight(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    bool a_known = date_known(&a->date), b_known = date_known(&b->date);
    if (a_known != b_known)
        return a_known ? -1 : 1;
    int order = a_known ? date_compare(&b->date, &a->date) : 0;
    return order != 0 ? order : str_cmp(a->briefing, b->briefing);
}

static void take(str *mine, str theirs)
{
    if (!str_present(*mine))
        *mine = theirs;
}

struct names {
    VEC(str) list;
    struct strmap known;
};

static void add_new(struct names *names, const str *items, size_t count, struct arena *a)
{
    for (size_t i = 0; i < count; i++)
        if (strmap_add(&names->known, a, items[i], i))
            *VEC_PUSH(a, &names->list) = items[i];
}

static str names_packed(const struct names *names, struct arena *a)
{
    struct buf b = {0};
    pack_strs(&b, names->list.items, names->list.len);
    str packed = b.len != 0 ? arena_str(a, buf_str(&b)) : (str){0};
    buf_release(&b);
    return packed;
}

/* -- What became of it ------------------------------------------------------------------------- */

/* The agreement's status after each of its milestones, by place in `milestones`. What is undated
 * stands after all and tells nothing: the current one holds there. */
static enum status *statuses(struct store *s, const struct merge *m)
{
    enum status *after = ARENA_ARRAY(&s->arena, enum status, m->milestones.len);
    enum status current = milestones_status(m->order, m->milestones.len), last = STATUS_UNCLEAR;
    for (size_t i = 0; i < m->milestones.len; i++) {
        const struct milestone *at = m->order[i];
        bool dated = date_known(&at->date);
        if (dated && at->status != STATUS_NONE && !str_present(at->party) && !at->expected)
            last = at->status;
        after[at - m->milestones.items] = dated ? last : current;
    }
    return after;
}

static void settle_milestones(struct store *s, const struct merge *m)
{
    size_t count = m->milestones.len;
    const enum status *after = statuses(s, m);
    const struct milestone **kept_by = ARENA_ARRAY(&s->arena, const struct milestone *, count);
    promises_kept(m->order, count, kept_by);
    for (size_t i = 0; i < count; i++) {
        const struct milestone *at = m->order[i], *kept = kept_by[i];
        size_t place = (size_t)(at - m->milestones.items);
        struct query q = db_query(s->c, "UPDATE milestone SET became = ?, kept_brief = ?, "
                                        "kept_seq = ? WHERE brief = ? AND seq = ?");
        query_int(&q, after[place]);
        if (kept != NULL) {
            query_int(&q, m->briefs.items[kept - m->milestones.items]);
            query_size(&q, kept->place);
        } else {
            query_null(&q);
            query_null(&q);
        }
        query_int(&q, m->briefs.items[place]);
        query_size(&q, at->place);
        query_run(&q);
    }
}

/* -- The agreement ----------------------------------------------------------------------------- */

static void bind_bound(struct query *q, enum date_bound bound, int64_t day)
{
    query_int(q, bound);
    query_int(q, bound == DATE_DAY ? day : 0);
}

static void write_merged(struct store *s, int64_t n, const struct merge *m, const struct entry *e,
                         str parties, str topics)
{
    struct date extent = milestones_extent(m->order, m->milestones.len);
    struct query q = db_query(s->c, "UPDATE agreement SET title = ?, kind = ?, place = ?, "
                                    "parties = ?, topics = ?, supersedes = ?, amends = ?, "
                                    "part_of = ?, status = ?, first = ?, earliest = ?, last = ?, "
                                    "latest = ?, precision = ?, by_extent = ? WHERE n = ?");
    query_str(&q, e->title);
    query_str(&q, e->kind);
    query_str(&q, e->place);
    query_blob(&q, parties);
    query_blob(&q, topics);
    query_str(&q, e->links_to[LINK_SUPERSEDES]);
    query_str(&q, e->links_to[LINK_AMENDS]);
    query_str(&q, e->links_to[LINK_PART_OF]);
    query_int(&q, milestones_status(m->order, m->milestones.len));
    bind_bound(&q, extent.first, extent.earliest);
    bind_bound(&q, extent.last, extent.latest);
    query_int(&q, extent.precision);
    query_blob(&q, key_date(&extent, KEY_ASCENDING, &s->arena));
    query_int(&q, n);
    query_run(&q);
}

/* What a filter looks at. The names of parties are looked up when one is asked for. */
static str find_text(struct store *s, int64_t n, const struct entry *e, const struct names *parties,
                     const struct names *topics)
{
    struct arena *a = &s->arena;
    VEC(str) parts = {0};
    struct query q = db_query(s->c, "SELECT id FROM agreement WHERE n = ?");
    query_int(&q, n);
    if (query_row(&q))
        *VEC_PUSH(a, &parts) = query_str_at(&q, 0, a);
    query_end(&q);
    *VEC_PUSH(a, &parts) = e->title;
    *VEC_PUSH(a, &parts) = e->kind;
    *VEC_PUSH(a, &parts) = e->place;
    for (size_t i = 0; i < parties->list.len; i++)
        *VEC_PUSH(a, &parts) = parties->list.items[i];
    for (size_t i = 0; i < topics->list.len; i++)
        *VEC_PUSH(a, &parts) = topics->list.items[i];
    return store_find_text(s, parts.items, parts.len);
}

static void clear_words(struct store *s, int64_t n)
{
    struct query q = db_query(s->c, "DELETE FROM agreement_party WHERE agreement = ?");
    query_int(&q, n);
    query_run(&q);
    q = db_query(s->c, "DELETE FROM agreement_topic WHERE agreement = ?");
    query_int(&q, n);
    query_run(&q);
}

static void write_party(struct store *s, int64_t n, str party, bool listed)
{
    struct query q = db_query(s->c, "INSERT OR IGNORE INTO agreement_party VALUES (?, ?, ?)");
    query_int(&q, n);
    query_str(&q, party);
    query_int(&q, listed);
    query_run(&q);
}

/* One row for each party, actor and topic, by which agreements are found. */
static void write_words(struct store *s, int64_t n, const struct merge *m,
                        const struct names *parties, const struct names *topics)
{
    clear_words(s, n);
    for (size_t i = 0; i < parties->list.len; i++)
        write_party(s, n, parties->list.items[i], true);
    for (size_t i = 0; i < m->milestones.len; i++)
        if (str_present(m->milestones.items[i].party))
            write_party(s, n, m->milestones.items[i].party, false);
    for (size_t i = 0; i < topics->list.len; i++) {
        struct query q = db_query(s->c, "INSERT OR IGNORE INTO agreement_topic VALUES (?, ?)");
        query_int(&q, n);
        query_str(&q, topics->list.items[i]);
        query_run(&q);
    }
}

static void merge_entries(struct store *s, int64_t n, struct merge *m)
{
    struct arena *a = &s->arena;
    struct entry *entries = m->entries.items;
    struct names parties = {0}, topics = {0};
    qsort(entries, m->entries.len, sizeof *entries, by_date);
    for (size_t i = 0; i < m->entries.len; i++) {
        add_new(&parties, entries[i].parties, entries[i].party_count, a);
        add_new(&topics, entries[i].topics, entries[i].topic_count, a);
    }
    struct entry merged = {0};
    qsort(entries, m->entries.len, sizeof *entries, by_weight);
    for (size_t i = 0; i < m->entries.len; i++) {
        take(&merged.title, entries[i].title);
        take(&merged.kind, entries[i].kind);
        take(&merged.place, entries[i].place);
        for (int link = 0; link < LINK_KIND_COUNT; link++)
            take(&merged.links_to[link], entries[i].links_to[link]);
    }
    str find = find_text(s, n, &merged, &parties, &topics);
    write_merged(s, n, m, &merged, names_packed(&parties, a), names_packed(&topics, a));
    sheets_put(&s->agreements, s->c, n, find, (str){0});
    write_words(s, n, m, &parties, &topics);
}

static void settle_agreement(struct store *s, int64_t n)
{
    struct merge m = {0};
    read_entries(s, n, &m);
    if (m.entries.len == 0) {
        clear_words(s, n);
        sheets_put(&s->agreements, s->c, n, (str){0}, (str){0});
        struct query q = db_query(s->c, "DELETE FROM agreement WHERE n = ?");
        query_int(&q, n);
        query_run(&q);
        return;
    }
    read_milestones(s, n, &m);
    merge_entries(s, n, &m);
    settle_milestones(s, &m);
}

void settle_agreements(struct store *s)
{
    int64_t n = 0;
    for (;;) {
        struct query q = db_query(s->c, "SELECT n FROM dirty_agreement WHERE n > ? "
                                        "ORDER BY n LIMIT 1");
        query_int(&q, n);
        bool more = query_row(&q);
        n = more ? query_int_at(&q, 0) : n;
        query_end(&q);
        if (!more)
            break;
        settle_agreement(s, n);
        s->changed = true;
        arena_release(&s->arena);
    }
    db_execute(s->c, "DELETE FROM dirty_agreement");
}
