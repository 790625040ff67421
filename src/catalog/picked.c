#include "catalog/picked.h"

#include "base/strmap.h"
#include "catalog/entities.h"
#include "catalog/moments_filter.h"
#include "catalog/pack.h"
#include "catalog/typed.h"

#include <stdlib.h>

bool picked_needed(const struct moments_query *q)
{
    return str_present(q->kind) || str_present(q->topic) || str_present(q->agreement) ||
           q->statuses != 0 || str_present(q->party) || q->party_types != 0;
}

/* -- Agreements -------------------------------------------------------------------------------- */

struct picking {
    struct catalog *c;
    const struct moments_query *q;
    struct picked *p;
    struct arena arena;
    size_t size;
    bool narrowed; /* p->all has what came first */
};

/* What the statement gives joins the set. */
static void collect(struct query *q, struct bits *set)
{
    while (query_row(q))
        bits_add(set, query_size_at(q, 0));
}

/* Only what is in both stays. */
static void keep(struct picking *k, const struct bits *set)
{
    (k->narrowed ? bits_keep : bits_join)(&k->p->all, set);
    k->narrowed = true;
}

static void keep_named(struct picking *k, const char *sql, str name)
{
    if (!str_present(name))
        return;
    struct bits set = bits_make(&k->arena, k->size);
    struct query q = db_query(k->c, sql);
    query_str(&q, name);
    collect(&q, &set);
    keep(k, &set);
}

static void keep_statuses(struct picking *k)
{
    struct bits set = bits_make(&k->arena, k->size);
    if (k->q->statuses == 0)
        return;
    for (int status = 0; status < STATUS_COUNT; status++) {
        if ((k->q->statuses & STATUS_BIT(status)) == 0)
            continue;
        struct query q = db_query(k->c, "SELECT n FROM agreement WHERE status = ?");
        query_int(&q, status);
        collect(&q, &set);
    }
    keep(k, &set);
}

/* Those that have the party, listed or only acting. */
static void keep_party(struct picking *k)
{
    if (!str_present(k->q->party))
        return;
    keep_named(k, "SELECT agreement FROM agreement_party WHERE party = ?", k->q->party);
    struct query q = db_query(k->c, "SELECT agreement FROM agreement_party WHERE party = ? "
                                    "AND listed = 1");
    query_str(&q, k->q->party);
    collect(&q, &k->p->listed);
}

static void find_typed(struct picking *k)
{
    for (int type = ENTITY_UNTYPED + 1; type < ENTITY_TYPE_COUNT; type++)
        if ((k->q->party_types & ENTITY_TYPE_BIT(type)) != 0)
            bits_join(&k->p->typed, typed_of(k->c, (enum entity_type)type));
}

/* To put one in order costs as much as to pass some twenty others; on the way to a page of some
 * sixty as many are passed for each as there are agreements for one that is picked. */
static bool are_few(size_t picked, size_t agreements)
{
    enum { PASSED = 20, PAGE = 60 };
    return picked * picked <= PAGE / PASSED * agreements;
}

static void pick(struct catalog *c, const struct moments_query *q, struct picked *p)
{
    struct picking k = {.c = c, .q = q, .p = p};
    k.size = db_numbers(c, "SELECT max(n) FROM agreement");
    p->all = bits_make(&p->memo.arena, k.size);
    p->listed = bits_make(&p->memo.arena, k.size);
    p->typed = bits_make(&p->memo.arena, k.size);
    keep_party(&k);
    keep_named(&k, "SELECT agreement FROM agreement_topic WHERE topic = ?", q->topic);
    keep_named(&k, "SELECT n FROM agreement WHERE kind = ? AND status IS NOT NULL", q->kind);
    keep_named(&k, "SELECT n FROM agreement WHERE id = ? AND status IS NOT NULL", q->agreement);
    keep_statuses(&k);
    if (!k.narrowed) {
        struct bits unsettled = line_unsettled(c, k.size, &k.arena);
        bits_fill(&p->all);
        bits_drop(&p->all, &unsettled);
    }
    if (q->party_types != 0)
        find_typed(&k);
    (str_present(q->party) ? bits_keep : bits_join)(&p->listed, &p->all);
    (q->party_types != 0 ? bits_keep : bits_join)(&p->typed, &p->all);
    p->count = bits_count(&p->all);
    p->few = are_few(p->count, k.size);
    arena_release(&k.arena);
}

/* -- What is kept ------------------------------------------------------------------------------ */

static str signature(const struct moments_query *q, struct arena *a)
{
    struct buf out = {0};
    const str parts[] = {q->party, q->kind, q->topic, q->agreement};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        pack_optional(&out, parts[i]);
    pack_number(&out, q->party_types);
    pack_number(&out, q->statuses);
    str copy = arena_str(a, buf_str(&out));
    buf_release(&out);
    return copy;
}

const struct picked *picked_last(const struct catalog *c)
{
    return (const struct picked *)c->memos[MEMO_PICKED];
}

const struct picked *picked_prepare(struct catalog *c, const struct moments_query *q)
{
    struct arena a = {0};
    str asked = signature(q, &a);
    struct picked *p = memo_known(c, MEMO_PICKED, asked);
    if (p == NULL) {
        p = memo_make(c, MEMO_PICKED, sizeof *p, asked);
        pick(c, q, p);
        p = memo_keep(c, MEMO_PICKED, p);
    }
    arena_release(&a);
    return p;
}

/* -- The others -------------------------------------------------------------------------------- */

#define ROWS "SELECT " LINE_ROW ", brief, seq FROM milestone "

static void add_events(struct catalog *c, struct picked *p, str party, struct line_list *list)
{
    struct query q = db_query(
        c,
        "SELECT " LINE_ROW_OF("m") ", m.brief, m.seq FROM participant x "
                                   "CROSS JOIN milestone m ON m.brief = x.brief AND m.seq = x.seq "
                                   "WHERE x.party = ?");
    query_str(&q, party);
    while (query_row(&q))
        line_list_add(list, &p->memo.arena, &q);
}

/* Of agreements of which it is no party, but acts in one of their milestones. */
static void add_acts(struct catalog *c, struct picked *p, str party, struct line_list *list)
{
    struct query q = db_query(c, "SELECT agreement FROM agreement_party WHERE party = ? "
                                 "AND listed = 0");
    query_str(&q, party);
    while (query_row(&q)) {
        size_t n = query_size_at(&q, 0);
        if (!bits_has(&p->all, n) || (bits_has(&p->listed, n) && bits_has(&p->typed, n)))
            continue;
        struct query acts = db_query(c, ROWS "WHERE agreement = ? AND party = ?");
        query_size(&acts, n);
        query_str(&acts, party);
        while (query_row(&acts))
            line_list_add(list, &p->memo.arena, &acts);
    }
}

static void find_of_party(struct catalog *c, struct picked *p, str party, struct line_list *list)
{
    add_acts(c, p, party, list);
    add_events(c, p, party, list);
    line_list_sort(list);
}

static void find_of_types(struct catalog *c, struct picked *p, unsigned types,
                          struct line_list *list)
{
    struct query e = db_query(c, "SELECT e.id FROM entity e WHERE " OF_TYPE);
    query_int(&e, types);
    while (query_row(&e)) {
        add_acts(c, p, query_view_at(&e, 0), list);
        add_events(c, p, query_view_at(&e, 0), list);
    }
    line_list_sort(list);
}

/* Those of one list that the other has, too, or whose agreement is among those that answer for the
 * other. */
static void keep_both(struct picked *p, const struct line_list *one, const struct bits *answer,
                      const struct line_list *other)
{
    for (size_t i = 0; i < one->len; i++)
        if (bits_has(answer, one->items[i].moment.agreement) ||
            line_list_has(other, &one->items[i].at))
            *VEC_PUSH(&p->memo.arena, &p->others) = one->items[i];
}

static void find_others(struct catalog *c, struct picked *p, const struct moments_query *q)
{
    struct line_list own = {0}, typed = {0};
    if (str_present(q->party))
        find_of_party(c, p, q->party, &own);
    if (q->party_types != 0)
        find_of_types(c, p, q->party_types, &typed);
    p->others = q->party_types != 0 ? typed : own;
    if (!str_present(q->party) || q->party_types == 0)
        return;
    p->others = (struct line_list){0};
    keep_both(p, &own, &p->typed, &typed);
    keep_both(p, &typed, &p->listed, &own);
    line_list_sort(&p->others);
}

const struct line_list *picked_others(struct catalog *c, const struct moments_query *q)
{
    struct picked *p = (struct picked *)c->memos[MEMO_PICKED];
    if (p == NULL || p->looked)
        return p != NULL ? &p->others : NULL;
    find_others(c, p, q);
    p->looked = !db_stopped(c) && !db_failed(c);
    return p->looked ? &p->others : NULL;
}

/* -- In statements ----------------------------------------------------------------------------- */

static bool in_set(const struct bits *set, int count, sqlite3_value **values)
{
    sqlite3_int64 n = count == 1 ? sqlite3_value_int64(values[0]) : 0;
    return n > 0 && bits_has(set, (size_t)n);
}

static void on_picked(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct picked *p = picked_last(sqlite3_user_data(context));
    sqlite3_result_int(context, p != NULL && in_set(&p->all, count, values));
}

static void on_listed(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct picked *p = picked_last(sqlite3_user_data(context));
    sqlite3_result_int(context, p != NULL && in_set(&p->listed, count, values));
}

static void on_typed(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct picked *p = picked_last(sqlite3_user_data(context));
    sqlite3_result_int(context, p != NULL && in_set(&p->typed, count, values));
}

void picked_register(struct catalog *c)
{
    enum { FLAGS = SQLITE_UTF8 | SQLITE_DIRECTONLY };
    sqlite3_create_function_v2(c->sql.db, "picked", 1, FLAGS, c, on_picked, NULL, NULL, NULL);
    sqlite3_create_function_v2(c->sql.db, "listed", 1, FLAGS, c, on_listed, NULL, NULL, NULL);
    sqlite3_create_function_v2(c->sql.db, "typed", 1, FLAGS, c, on_typed, NULL, NULL, NULL);
}
