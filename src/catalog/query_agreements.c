#include "catalog/days.h"
#include "catalog/held.h"
#include "catalog/key.h"
#include "catalog/moments_filter.h"
#include "catalog/picked.h"

#include <stdlib.h>

/* -- Agreements by their moments ---------------------------------------------------------------
 */

/* Which agreements answer, where that is known; those are sorted if they are few. Else the
 * milestones of each are looked at, until a page is full. */
enum { FEW = 512 };

struct answering {
    const struct bits *agreements; /* NULL: it is not known */
    size_t count;
    const char *condition; /* on an agreement a */
    bool exact;            /* all of them answer; else no others do */
};

static struct answering known(struct asking *k, const struct moments_query *q)
{
    bool milestones = q->kinds == 0 || (q->kinds & MOMENT_BIT(MILESTONE)) != 0;
    const struct days *counted = days_known(k->c, q);
    if (counted != NULL)
        return (struct answering){&counted->agreements, counted->agreement_count,
                                  " AND stated(a.n)", true};
    *k = asking_begin(k->c, q);
    const struct held *h = q->text.len != 0 ? held_last(k->c) : NULL;
    if (h != NULL && h->count > 0 && milestones && asking_is_for_words(q) &&
        held_others(k->c) != NULL)
        return (struct answering){&h->answering, h->answering_count, " AND answers(a.n)", true};
    const struct picked *p = k->picks ? picked_last(k->c) : NULL;
    if (p != NULL)
        return (struct answering){&p->all, p->count, " AND picked(a.n)", false};
    return (struct answering){.condition = ""};
}

static void add_from(struct asking *k, bool dated, const struct answering *n)
{
    bool few = n->agreements != NULL && n->count <= FEW;
    if (few)
        db_fill(k->c, "answering", n->agreements);
    asking_sql(k, few ? " FROM temp.answering h CROSS JOIN agreement a ON a.n = h.n "
                      : " FROM agreement a ");
    asking_sql(k, "WHERE a.status IS NOT NULL");
    asking_sql(k, dated ? " AND a.by_extent IS NOT NULL" : " AND a.by_extent IS NULL");
    asking_sql(k, few ? "" : n->condition);
    if (n->exact)
        return;
    asking_sql(k, " AND EXISTS (SELECT 1 FROM milestone m WHERE m.agreement = a.n");
    asking_conditions(k, true);
    asking_sql(k, ")");
}

static void add_side(struct asking *k, bool dated, const struct timeline_row *from, bool backwards)
{
    if (from == NULL)
        return;
    if (dated) {
        asking_sql(k, backwards ? " AND (a.by_extent, a.id) < (?, ?)"
                                : " AND (a.by_extent, a.id) > (?, ?)");
        asking_blob(k, from->sort_key);
    } else {
        asking_sql(k, backwards ? " AND a.id < ?" : " AND a.id > ?");
    }
    asking_str(k, from->id);
}

struct ids {
    str *items;
    size_t len, cap;
};

static void collect(struct asking *k, const struct answering *n, bool dated,
                    const struct timeline_row *from, bool backwards, size_t limit, struct ids *ids)
{
    asking_clear(k);
    asking_sql(k, "SELECT a.id");
    add_from(k, dated, n);
    add_side(k, dated, from, backwards);
    asking_sql(k, dated       ? backwards ? " ORDER BY a.by_extent DESC, a.id DESC LIMIT ?"
                                          : " ORDER BY a.by_extent, a.id LIMIT ?"
                  : backwards ? " ORDER BY a.id DESC LIMIT ?"
                              : " ORDER BY a.id LIMIT ?");
    asking_int(k, (int64_t)(limit + 1 - ids->len));
    struct query query = asking_query(k);
    while (query_row(&query))
        *VEC_PUSH(&k->arena, ids) = query_str_at(&query, 0, &k->arena);
}

struct err catalog_agreements(struct catalog *c, const struct moments_query *q,
                              const struct timeline_row *from, bool backwards, size_t limit,
                              struct arena *a, struct timeline_page *page)
{
    *page = (struct timeline_page){.rows = ARENA_ARRAY(a, struct timeline_row, limit + 1)};
    db_read(c);
    struct asking k = {.c = c, .q = q};
    const struct answering n = known(&k, q);
    struct ids ids = {0};
    bool dated = from != NULL ? str_present(from->sort_key) : !backwards;
    for (int i = 0; i < 2 && ids.len <= limit; i++) {
        collect(&k, &n, dated, from, backwards, limit, &ids);
        from = NULL;
        if (dated == backwards) /* there is nothing beyond this lane */
            break;
        dated = !dated;
    }
    page->more = ids.len > limit;
    size_t count = page->more ? limit : ids.len;
    for (size_t i = 0; i < count; i++)
        page->count += catalog_agreement(c, q->today, ids.items[backwards ? count - 1 - i : i], a,
                                         &page->rows[page->count]);
    asking_end(&k);
    return db_done(c);
}

str catalog_agreements_before_day(int64_t day, struct arena *a)
{
    return key_day(day, KEY_ASCENDING, a);
}

/* Each that is stated has a milestone, so that no milestone needs to be looked at. */
static bool lets_all_through(const struct moments_query *q)
{
    return !picked_needed(q) && q->text.len == 0 && !str_present(q->briefing) &&
           q->also_count == 0 && q->promises == 0 && !q->has_from && !q->has_to &&
           q->group == NULL && (q->kinds == 0 || (q->kinds & MOMENT_BIT(MILESTONE)) != 0);
}

struct err catalog_agreements_count(struct catalog *c, const struct moments_query *q, size_t *count)
{
    size_t stated = 0;
    db_read(c);
    const struct days *counted = NULL;
    if (lets_all_through(q))
        stated = (size_t)db_number(c, "SELECT count(*) FROM agreement WHERE status IS NOT NULL");
    else
        counted = days_of(c, q);
    return db_counted(c, counted ? counted->agreement_count : stated, count);
}

/* -- Links -------------------------------------------------------------------------------------
 */

#define LINKED                                                                                     \
    "SELECT o.id, o.title, o.status, o.first, o.earliest, o.last, o.latest, o.precision "          \
    "FROM agreement o "

static const char *const outward[LINK_KIND_COUNT] = {
    [LINK_SUPERSEDES] = "SELECT supersedes FROM agreement WHERE id = ? AND status IS NOT NULL",
    [LINK_AMENDS] = "SELECT amends FROM agreement WHERE id = ? AND status IS NOT NULL",
    [LINK_PART_OF] = "SELECT part_of FROM agreement WHERE id = ? AND status IS NOT NULL",
};
#define INWARD "AND o.status IS NOT NULL ORDER BY o.by_extent IS NULL, o.by_extent, o.id"
static const char *const inward[LINK_KIND_COUNT] = {
    [LINK_SUPERSEDES] = LINKED "WHERE o.supersedes = ? " INWARD,
    [LINK_AMENDS] = LINKED "WHERE o.amends = ? " INWARD,
    [LINK_PART_OF] = LINKED "WHERE o.part_of = ? " INWARD,
};

static struct agreement_link link_at(const struct query *q, enum link_kind kind, bool out,
                                     struct arena *a)
{
    return (struct agreement_link){
        .kind = kind,
        .outward = out,
        .known = true,
        .id = query_str_at(q, 0, a),
        .title = query_str_at(q, 1, a),
        .status = (enum status)query_enum_at(q, 2, STATUS_COUNT),
        .extent = {.first = (enum date_bound)query_enum_at(q, 3, DATE_UNKNOWN + 1),
                   .earliest = query_int_at(q, 4),
                   .last = (enum date_bound)query_enum_at(q, 5, DATE_UNKNOWN + 1),
                   .latest = query_int_at(q, 6),
                   .precision = (enum date_precision)query_enum_at(q, 7, DATE_COARSER + 1)},
    };
}

static bool read_outward(struct catalog *c, str id, enum link_kind kind, struct arena *a,
                         struct agreement_link *link)
{
    struct query q = db_query(c, outward[kind]);
    query_str(&q, id);
    str other = query_row(&q) ? query_str_at(&q, 0, a) : (str){0};
    query_end(&q);
    if (!str_present(other))
        return false;
    *link = (struct agreement_link){.kind = kind, .outward = true, .id = other};
    link->status = STATUS_UNCLEAR;
    q = db_query(c, LINKED "WHERE o.id = ? AND o.status IS NOT NULL");
    query_str(&q, other);
    if (query_row(&q))
        *link = link_at(&q, kind, true, a);
    query_end(&q);
    return true;
}

struct err catalog_agreement_links(struct catalog *c, str id, struct arena *a,
                                   struct agreement_link **links, size_t *count)
{
    VEC(struct agreement_link) list = {0};
    db_read(c);
    for (int kind = 0; kind < LINK_KIND_COUNT; kind++) {
        struct agreement_link link;
        if (read_outward(c, id, (enum link_kind)kind, a, &link))
            *VEC_PUSH(a, &list) = link;
    }
    for (int kind = 0; kind < LINK_KIND_COUNT; kind++) {
        struct query q = db_query(c, inward[kind]);
        query_str(&q, id);
        while (query_row(&q))
            *VEC_PUSH(a, &list) = link_at(&q, (enum link_kind)kind, false, a);
    }
    *links = list.items;
    *count = list.len;
    return db_done(c);
}
