#include "catalog/moments_filter.h"

#include "catalog/entities.h"
#include "catalog/pack.h"
#include "catalog/words.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* More than these are found along the order of time as fast; those that no word is looked for in
 * are chosen without being read. */
enum { CHOSEN_MAX = 4096, CHOSEN_UNREAD_MAX = 16384 };

static const char temporary[] =
    "CREATE TEMP TABLE IF NOT EXISTS moment_word (bit INTEGER PRIMARY KEY, text TEXT NOT NULL);"
    "CREATE TEMP TABLE IF NOT EXISTS moment_entity (id TEXT PRIMARY KEY, bits INTEGER NOT NULL) "
    "WITHOUT ROWID;"
    "CREATE TEMP TABLE IF NOT EXISTS picked (agreement INTEGER PRIMARY KEY, party INTEGER, "
    "typed INTEGER, bits INTEGER);"
    "CREATE TEMP TABLE IF NOT EXISTS chosen (by_time BLOB, brief INTEGER, seq INTEGER, "
    "agreement INTEGER, day INTEGER, upper INTEGER, expected INTEGER, party TEXT, "
    "PRIMARY KEY (by_time, brief, seq)) WITHOUT ROWID;"
    "DELETE FROM temp.moment_word; DELETE FROM temp.moment_entity; DELETE FROM temp.picked; "
    "DELETE FROM temp.chosen;";

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

/* -- Agreements --------------------------------------------------------------------------------
 */

static bool of_agreements(const struct moments_query *q)
{
    return str_present(q->kind) || str_present(q->topic) || str_present(q->agreement) ||
           q->statuses != 0 || q->promises != 0;
}

/* True if only some agreements come into question, whatever words they hold. */
static bool is_narrow(const struct moments_query *q)
{
    return str_present(q->kind) || str_present(q->topic) || str_present(q->agreement) ||
           q->statuses != 0 || str_present(q->party) || q->party_types != 0;
}

/* True if agreements have to be looked at for it. */
static bool needs_picks(const struct moments_query *q)
{
    return is_narrow(q) || q->text.len != 0;
}

/* Kinds of the moments that can answer at all. */
static unsigned kinds_of(const struct moments_query *q)
{
    unsigned all = MOMENT_BIT(MILESTONE) | MOMENT_BIT(EVENT);
    unsigned kinds = q->kinds != 0 ? q->kinds & all : all;
    return of_agreements(q) ? kinds & MOMENT_BIT(MILESTONE) : kinds;
}

/* True of an entity e. */
#define OF_TYPE "((1 << CASE e.type WHEN 0 THEN 11 ELSE e.type END) & ?)"
_Static_assert(ENTITY_OTHER == 11 && ENTITY_UNTYPED == 0, "OF_TYPE names them by number");

static void add_words(struct asking *k)
{
    struct filter_words words = words_of(k->q->text, &k->arena);
    for (size_t i = 0; i < words.len; i++) {
        struct query q = db_query(k->c, "INSERT INTO temp.moment_word VALUES (?, ?)");
        query_int(&q, INT64_C(1) << i);
        query_str(&q, words.items[i]);
        query_run(&q);
    }
    db_execute(k->c, "INSERT INTO temp.moment_entity "
                     "SELECT id, sum(bit) FROM (SELECT DISTINCT e.id AS id, w.bit AS bit "
                     "FROM temp.moment_word w JOIN definition d JOIN entity e ON e.n = d.entity "
                     "WHERE instr(d.find, w.text) OR instr(e.id, w.text)) GROUP BY id");
}

/* Where the agreements n come from, and the first condition on them: what is asked of nothing else
 * than their parties and topics is not looked up. */
static void add_source(struct asking *k)
{
    const struct moments_query *q = k->q;
    bool more =
        str_present(q->kind) || str_present(q->agreement) || q->statuses != 0 || q->text.len != 0;
    if (!str_present(q->party) && !str_present(q->topic)) {
        asking_sql(k, "agreement a WHERE a.status IS NOT NULL");
        return;
    }
    asking_sql(k, str_present(q->party) ? "agreement_party by_party" : "agreement_topic by_topic");
    if (more)
        asking_sql(k, str_present(q->party)
                          ? " CROSS JOIN agreement a ON a.n = by_party.agreement"
                          : " CROSS JOIN agreement a ON a.n = by_topic.agreement");
    asking_sql(k,
               str_present(q->party) ? " WHERE by_party.party = ?" : " WHERE by_topic.topic = ?");
    asking_str(k, str_present(q->party) ? q->party : q->topic);
}

/* Which of the words an agreement holds, as bits. */
static void add_bits(struct asking *k)
{
    struct filter_words words = words_of(k->q->text, &k->arena);
    asking_sql(k, "0");
    for (size_t i = 0; i < words.len; i++) {
        buf_printf(&k->sql, " | ((instr(a.find, ?) > 0) << %zu)", i);
        asking_str(k, words.items[i]);
    }
}

/* Agreements whose parties hold words, and those of moments that do: where all come into question
 * they were not picked yet. */
static void pick_by_others(struct asking *k)
{
    bool narrow = is_narrow(k->q);
    asking_clear(k);
    asking_sql(k, "INSERT INTO temp.picked SELECT x.agreement, 1, 1, t.bits "
                  "FROM temp.moment_entity t CROSS JOIN agreement_party x ON x.party = t.id ");
    asking_sql(k, narrow ? "WHERE x.agreement IN (SELECT agreement FROM temp.picked) "
                         : "CROSS JOIN agreement a ON a.n = x.agreement "
                           "WHERE a.status IS NOT NULL ");
    asking_sql(k, "ON CONFLICT (agreement) DO UPDATE SET bits = picked.bits | excluded.bits");
    struct query query = asking_query(k);
    query_run(&query);
    if (!narrow)
        db_execute(k->c, "INSERT OR IGNORE INTO temp.picked SELECT a.n, 1, 1, 0 FROM milestone m "
                         "CROSS JOIN agreement a ON a.n = m.agreement "
                         "WHERE m.find IS NOT NULL AND a.status IS NOT NULL AND EXISTS "
                         "(SELECT 1 FROM temp.moment_word w WHERE instr(m.find, w.text))");
    asking_clear(k);
}

static void pick(struct asking *k)
{
    const struct moments_query *q = k->q;
    const char *n = str_present(q->party)   ? "by_party.agreement"
                    : str_present(q->topic) ? "by_topic.agreement"
                                            : "a.n";
    asking_clear(k);
    asking_sql(k, "INSERT INTO temp.picked SELECT * FROM (");
    buf_printf(&k->sql, "SELECT %s, ", n);
    asking_sql(k, str_present(q->party) ? "by_party.listed, " : "1, ");
    if (q->party_types != 0) {
        buf_printf(&k->sql,
                   "EXISTS (SELECT 1 FROM agreement_party x JOIN entity e ON e.id = x.party "
                   "WHERE x.agreement = %s AND x.listed AND " OF_TYPE "), ",
                   n);
        asking_int(k, q->party_types);
    } else {
        asking_sql(k, "1, ");
    }
    add_bits(k);
    asking_sql(k, " AS bits FROM ");
    add_source(k);
    if (str_present(q->party) && str_present(q->topic)) {
        buf_printf(&k->sql,
                   " AND EXISTS (SELECT 1 FROM agreement_topic x WHERE x.agreement = %s "
                   "AND x.topic = ?)",
                   n);
        asking_str(k, q->topic);
    }
    if (str_present(q->kind)) {
        asking_sql(k, " AND a.kind = ?");
        asking_str(k, q->kind);
    }
    if (str_present(q->agreement)) {
        asking_sql(k, " AND a.id = ?");
        asking_str(k, q->agreement);
    }
    if (q->statuses != 0) {
        asking_sql(k, " AND ((1 << a.status) & ?)");
        asking_int(k, q->statuses);
    }
    asking_sql(k, is_narrow(q) ? ")" : ") WHERE bits");
    struct query query = asking_query(k);
    query_run(&query);
    if (q->text.len != 0)
        pick_by_others(k);
    asking_clear(k);
}

/* -- Moments -----------------------------------------------------------------------------------
 */

static size_t chosen_most(const struct moments_query *q)
{
    return q->text.len != 0 ? CHOSEN_MAX : CHOSEN_UNREAD_MAX;
}

/* What milestone_agreement has of each m. */
static void choose_from(struct asking *k, const char *sql, str party)
{
    char statement[500];
    snprintf(statement, sizeof statement,
             "INSERT OR IGNORE INTO temp.chosen SELECT m.by_time, m.brief, m.seq, m.agreement, "
             "m.day, m.upper, m.expected, m.party FROM %s LIMIT ?",
             sql);
    struct query query = db_query(k->c, statement);
    if (str_present(party))
        query_str(&query, party);
    query_size(&query, chosen_most(k->q) + 1);
    query_run(&query);
}

/* Moments that hold some of the words, or whose agreement or participants do. */
static void choose_by_words(struct asking *k)
{
    choose_from(k, "temp.picked p CROSS JOIN milestone m ON m.agreement = p.agreement WHERE p.bits",
                (str){0});
    choose_from(k,
                "milestone m WHERE m.find IS NOT NULL AND EXISTS "
                "(SELECT 1 FROM temp.moment_word w WHERE instr(m.find, w.text))",
                (str){0});
    choose_from(k,
                "temp.moment_entity t CROSS JOIN participant x ON x.party = t.id "
                "CROSS JOIN milestone m ON m.brief = x.brief AND m.seq = x.seq",
                (str){0});
}

/* Few are sorted; many are met along the order of time. Everything goes through the conditions
 * again. */
static void choose(struct asking *k)
{
    const struct moments_query *q = k->q;
    bool narrow = str_present(q->kind) || str_present(q->topic) || str_present(q->agreement) ||
                  q->statuses != 0 || str_present(q->party);
    k->c->moments_chosen = chosen_most(q) + 1;
    if (narrow) {
        if (db_number(k->c, "SELECT count(*) FROM temp.picked") > (int64_t)chosen_most(q))
            return;
        choose_from(k, "temp.picked p CROSS JOIN milestone m ON m.agreement = p.agreement",
                    (str){0});
        if (str_present(q->party))
            choose_from(
                k,
                "participant x CROSS JOIN milestone m ON m.brief = x.brief AND m.seq = x.seq "
                "WHERE x.party = ?",
                q->party);
    } else if (q->text.len != 0) {
        choose_by_words(k);
    } else {
        return;
    }
    k->c->moments_chosen = (size_t)db_number(k->c, "SELECT count(*) FROM temp.chosen");
}

/* All that the tables depend on. */
static void signature(const struct moments_query *q, struct buf *out)
{
    const str parts[] = {q->party, q->kind, q->topic, q->agreement, q->text};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        pack_optional(out, parts[i]);
    pack_number(out, q->party_types);
    pack_number(out, q->statuses);
    pack_number(out, q->promises != 0);
}

static void prepare(struct asking *k)
{
    struct catalog *c = k->c;
    struct buf wanted = {0};
    long generation = (long)db_meta(c, "generation");
    signature(k->q, &wanted);
    bool same = c->moments_generation == generation && c->moments.len == wanted.len &&
                memcmp(c->moments.ptr, wanted.ptr, wanted.len) == 0;
    if (!same) {
        buf_clear(&c->moments);
        db_execute(c, temporary);
        add_words(k);
        pick(k);
        choose(k);
        if (!db_failed(c)) {
            buf_append(&c->moments, buf_str(&wanted));
            c->moments_generation = generation;
        }
    }
    buf_release(&wanted);
    k->few = c->moments_chosen <= chosen_most(k->q);
}

struct asking asking_begin(struct catalog *c, const struct moments_query *q)
{
    struct asking k = {.c = c, .q = q};
    k.picks = needs_picks(q);
    if (k.picks)
        prepare(&k);
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
                      "ELSE p.party OR ifnull(m.party = ?, 0) END");
        asking_str(k, k->q->party);
        asking_str(k, k->q->party);
    }
    if (k->q->party_types != 0) {
        asking_sql(k, " AND CASE WHEN m.agreement IS NULL THEN EXISTS (SELECT 1 FROM participant "
                      "x JOIN entity e ON e.id = x.party WHERE x.brief = m.brief "
                      "AND x.seq = m.seq AND " OF_TYPE ") ELSE p.typed OR EXISTS (SELECT 1 "
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

/* Most moments have no words of their own: what their agreement holds says it all. */
static void add_text(struct asking *k)
{
    struct filter_words words = words_of(k->q->text, &k->arena);
    asking_sql(k, " AND (ifnull(p.bits, 0) = ? OR ((m.agreement IS NULL OR m.find IS NOT NULL) "
                  "AND NOT EXISTS (SELECT 1 FROM temp.moment_word w "
                  "WHERE NOT (ifnull(p.bits, 0) & w.bit) AND NOT ifnull(instr(m.find, w.text), 0) "
                  "AND NOT EXISTS (SELECT 1 FROM participant x JOIN temp.moment_entity t "
                  "ON t.id = x.party WHERE x.brief = m.brief AND x.seq = m.seq "
                  "AND (t.bits & w.bit)))))");
    asking_int(k, (int64_t)(((uint64_t)1 << words.len) - 1));
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
    unsigned kinds = kinds_of(q);
    if (kinds == 0)
        asking_sql(k, " AND 0");
    else if (kinds == MOMENT_BIT(MILESTONE))
        asking_sql(k, " AND m.agreement IS NOT NULL");
    else if (kinds == MOMENT_BIT(EVENT))
        asking_sql(k, " AND m.agreement IS NULL");
    if (k->picks && (kinds & MOMENT_BIT(MILESTONE)) != 0)
        asking_sql(k, " AND (m.agreement IS NULL OR p.agreement IS NOT NULL)");
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
    return k->few ? "h.by_time" : "m.by_time";
}

static void add_from(struct asking *k, bool brief, bool promises)
{
    if (brief)
        asking_sql(k, " CROSS JOIN brief b ON b.n = m.brief");
    if (k->picks)
        asking_sql(k, " LEFT JOIN temp.picked p ON p.agreement = m.agreement");
    asking_sql(k, " WHERE 1");
    asking_conditions(k, promises);
}

void asking_from(struct asking *k, bool brief, bool promises)
{
    if (k->few)
        asking_sql(k, " FROM temp.chosen h CROSS JOIN milestone m "
                      "ON m.brief = h.brief AND m.seq = h.seq");
    else
        asking_sql(k, " FROM milestone m");
    add_from(k, brief, promises);
}

void asking_from_counted(struct asking *k)
{
    const struct moments_query *q = k->q;
    bool enough = k->few && q->text.len == 0 && q->promises == 0 && !q->has_to;
    if (!enough) {
        asking_from(k, false, true);
        return;
    }
    asking_sql(k, " FROM temp.chosen m");
    add_from(k, false, true);
}
