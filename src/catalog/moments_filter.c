#include "catalog/moments_filter.h"

#include "catalog/picked.h"

#include "catalog/entities.h"
#include "catalog/pack.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* -- Statements --------------------------------------------------------------------------------
 */

void asking_sql(struct asking *k, const char *sql)
{
    buf_append(&k->sql, str_of(sql));
}

static size_t next_value(struct asking *k)
{
    assert(k->value_count < sizeof k->values / sizeof *k->values);
    return k->value_count++;
}

void asking_int(struct asking *k, int64_t n)
{
    size_t at = next_value(k);
    k->values[at].kind = VALUE_INT;
    k->values[at].n = n;
}

void asking_str(struct asking *k, str s)
{
    size_t at = next_value(k);
    k->values[at].kind = VALUE_STR;
    k->values[at].s = s;
}

void asking_blob(struct asking *k, str s)
{
    size_t at = next_value(k);
    k->values[at].kind = VALUE_BLOB;
    k->values[at].s = s;
}

void asking_clear(struct asking *k)
{
    buf_clear(&k->sql);
    k->value_count = 0;
}

struct query asking_query(struct asking *k)
{
    buf_byte(&k->sql, '\0');
    struct query q = db_query(k->c, k->sql.ptr);
    for (size_t i = 0; i < k->value_count; i++)
        switch (k->values[i].kind) {
        case VALUE_INT:
            query_int(&q, k->values[i].n);
            break;
        case VALUE_STR:
            query_str(&q, k->values[i].s);
            break;
        case VALUE_BLOB:
            query_blob(&q, k->values[i].s);
            break;
        }
    return q;
}

/* -- What comes into question -------------------------------------------------------------------
 */

static bool of_agreements(const struct moments_query *q)
{
    return str_present(q->kind) || str_present(q->topic) || str_present(q->agreement) ||
           q->statuses != 0 || q->promises != 0;
}

bool asking_is_for_words(const struct moments_query *q)
{
    return !picked_needed(q) && !str_present(q->briefing) && q->also_count == 0 &&
           q->promises == 0 && !q->has_from && !q->has_to && q->group == NULL;
}

unsigned asking_kinds(const struct moments_query *q)
{
    unsigned all = MOMENT_BIT(MILESTONE) | MOMENT_BIT(EVENT);
    unsigned kinds = q->kinds != 0 ? q->kinds & all : all;
    return of_agreements(q) ? kinds & MOMENT_BIT(MILESTONE) : kinds;
}

struct asking asking_begin(struct catalog *c, const struct moments_query *q)
{
    struct asking k = {.c = c, .q = q};
    k.picks = picked_needed(q);
    if (asking_needs_tables(q))
        asking_tables(&k);
    return k;
}

void asking_end(struct asking *k)
{
    buf_release(&k->sql);
    arena_release(&k->arena);
}

/* -- Conditions --------------------------------------------------------------------------------
 */

static void add_party(struct asking *k)
{
    if (str_present(k->q->party)) {
        asking_sql(k, " AND CASE WHEN m.agreement IS NULL THEN EXISTS (SELECT 1 FROM participant "
                      "x WHERE x.brief = m.brief AND x.seq = m.seq AND x.party = ?) "
                      "ELSE listed(m.agreement) OR ifnull(m.party = ?, 0) END");
        asking_str(k, k->q->party);
        asking_str(k, k->q->party);
    }
    if (k->q->party_types != 0) {
        asking_sql(k,
                   " AND CASE WHEN m.agreement IS NULL THEN EXISTS (SELECT 1 FROM participant "
                   "x JOIN entity e ON e.id = x.party WHERE x.brief = m.brief "
                   "AND x.seq = m.seq AND " OF_TYPE ") ELSE typed(m.agreement) OR EXISTS (SELECT 1 "
                   "FROM entity e WHERE e.id = m.party AND " OF_TYPE ") END");
        asking_int(k, k->q->party_types);
        asking_int(k, k->q->party_types);
    }
}

static void add_days(struct asking *k)
{
    if (k->q->has_to) {
        asking_sql(k, " AND m.lower <= ?");
        asking_int(k, k->q->to);
    }
    if (k->q->has_from) {
        asking_sql(k, " AND m.upper >= ?");
        asking_int(k, k->q->from);
    }
}

/* A promise without a last day stays open. */
static void add_promises(struct asking *k)
{
    static const struct {
        const char *sql;
        unsigned bit;
        bool today;
    } states[] = {
        {"NOT m.expected",                                                                      PROMISE_BIT(NONE),    false},
        {"(m.expected AND m.kept_brief IS NOT NULL)",                                           PROMISE_BIT(KEPT),    false},
        {"(m.expected AND m.kept_brief IS NULL AND ifnull(m.upper, 9223372036854775807) >= ?)",
         PROMISE_BIT(OPEN),                                                                                           true },
        {"(m.expected AND m.kept_brief IS NULL AND m.upper < ?)",                               PROMISE_BIT(OVERDUE), true },
    };
    const char *before = " AND (";
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if ((k->q->promises & states[i].bit) == 0)
            continue;
        asking_sql(k, before);
        asking_sql(k, states[i].sql);
        if (states[i].today)
            asking_int(k, k->q->today);
        before = " OR ";
    }
    asking_sql(k, *before == ' ' && before[1] == 'O' ? ")" : "");
}

/* Most moments have no words of their own: what their agreement holds says it all. Of the others an
 * index knows which they are, so that no moment is read for its words. */
static void add_text(struct asking *k)
{
    asking_sql(k, " AND (holds(m.agreement) OR EXISTS (SELECT 1 FROM milestone y INDEXED BY "
                  "milestone_find WHERE y.find IS NOT NULL AND y.agreement IS m.agreement "
                  "AND y.brief = m.brief AND y.seq = m.seq "
                  "AND NOT EXISTS (SELECT 1 FROM temp.moment_word w "
                  "WHERE NOT (held(m.agreement) & w.bit) AND NOT instr(y.find, w.text) "
                  "AND NOT EXISTS (SELECT 1 FROM participant x JOIN temp.moment_entity t "
                  "ON t.id = x.party WHERE x.brief = y.brief AND x.seq = y.seq "
                  "AND (t.bits & w.bit)))))");
}

#define OWN_PARTY "(SELECT 1 FROM agreement_party x WHERE x.agreement = m.agreement AND x.listed"
#define OWN_TOPIC "(SELECT 1 FROM agreement_topic x WHERE x.agreement = m.agreement"

static void add_group(struct asking *k, const struct moments_group *group)
{
    bool topic = group->facet == FACET_TOPIC;
    assert(topic || group->facet == FACET_PARTY);
    if (!str_present(group->value)) {
        asking_sql(k, topic ? " AND NOT EXISTS " OWN_TOPIC ")"
                            : " AND m.party IS NULL AND NOT EXISTS " OWN_PARTY ")");
        return;
    }
    asking_sql(k, topic ? " AND EXISTS " OWN_TOPIC " AND x.topic = ?)"
                        : " AND CASE WHEN m.party IS NULL THEN EXISTS " OWN_PARTY
                          " AND x.party = ?) ELSE m.party = ? END");
    asking_str(k, group->value);
    if (!topic)
        asking_str(k, group->value);
}

static void add_also(struct asking *k)
{
    for (size_t i = 0; i < k->q->also_count; i++) {
        const struct moments_also *also = &k->q->also[i];
        if (also->facet == FACET_TOPIC) {
            asking_sql(k, " AND EXISTS " OWN_TOPIC " AND x.topic = ?)");
        } else {
            assert(also->facet == FACET_PARTY);
            asking_sql(k, " AND CASE WHEN m.agreement IS NULL THEN EXISTS (SELECT 1 "
                          "FROM participant x WHERE x.brief = m.brief AND x.seq = m.seq "
                          "AND x.party = ?) ELSE ifnull(m.party = ?, 0) OR EXISTS " OWN_PARTY
                          " AND x.party = ?) END");
            asking_str(k, also->value);
            asking_str(k, also->value);
        }
        asking_str(k, also->value);
    }
}

void asking_conditions(struct asking *k, bool promises)
{
    const struct moments_query *q = k->q;
    unsigned kinds = asking_kinds(q);
    if (kinds == 0)
        asking_sql(k, " AND 0");
    else if (kinds == MOMENT_BIT(MILESTONE))
        asking_sql(k, " AND m.agreement IS NOT NULL");
    else if (kinds == MOMENT_BIT(EVENT))
        asking_sql(k, " AND m.agreement IS NULL");
    if (k->picks && (kinds & MOMENT_BIT(MILESTONE)) != 0)
        asking_sql(k, " AND (m.agreement IS NULL OR picked(m.agreement))");
    add_party(k);
    if (str_present(q->briefing)) {
        asking_sql(k, " AND m.brief = (SELECT n FROM brief WHERE id = ?)");
        asking_str(k, q->briefing);
    }
    add_also(k);
    add_days(k);
    if (q->group != NULL)
        add_group(k, q->group);
    if (promises && q->promises != 0)
        add_promises(k);
    if (q->text.len != 0)
        add_text(k);
}

const char *asking_time(const struct asking *k)
{
    return (k->few || k->picks) && !k->pledged ? "h.by_time" : "m.by_time";
}

static void add_from(struct asking *k, bool brief, bool promises)
{
    if (brief)
        asking_sql(k, " CROSS JOIN brief b ON b.n = m.brief");
    asking_sql(k, " WHERE 1");
    asking_conditions(k, promises);
}

#define OF_ONE " CROSS JOIN milestone m ON m.brief = h.brief AND m.seq = h.seq"

/* Along the order of time a milestone is looked up only where its agreement is picked. */
void asking_from(struct asking *k, bool brief, bool promises)
{
    bool passing = k->picks && !k->few && !k->pledged;
    if (k->pledged)
        asking_sql(k, " FROM temp.pledged h" OF_ONE);
    else if (k->few)
        asking_sql(k, " FROM temp.chosen h" OF_ONE);
    else if (passing)
        asking_sql(k, " FROM milestone h INDEXED BY milestone_by_time" OF_ONE);
    else
        asking_sql(k, " FROM milestone m");
    add_from(k, brief, promises);
    if (passing)
        asking_sql(k, " AND (h.agreement IS NULL OR picked(h.agreement))");
}

void asking_from_counted(struct asking *k)
{
    const struct moments_query *q = k->q;
    bool enough = k->few && q->promises == 0 && !q->has_to;
    if (!enough) {
        asking_from(k, false, true);
        return;
    }
    asking_sql(k, " FROM temp.chosen m");
    add_from(k, false, true);
}
