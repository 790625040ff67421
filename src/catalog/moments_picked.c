#include "catalog/moments_filter.h"

#include "catalog/pack.h"
#include "catalog/words.h"

#include <stdio.h>
#include <string.h>

/* More than these are found along the order of time as fast. Among so many agreements further words
 * are looked for sooner than in all. */
enum { CHOSEN_MAX = 16384, NARROWED_MAX = 16384 };

static const char temporary[] =
    "CREATE TEMP TABLE IF NOT EXISTS moment_word (bit INTEGER PRIMARY KEY, text TEXT NOT NULL);"
    "CREATE TEMP TABLE IF NOT EXISTS moment_entity (id TEXT PRIMARY KEY, bits INTEGER NOT NULL, "
    "named INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TEMP TABLE IF NOT EXISTS picked (agreement INTEGER PRIMARY KEY, party INTEGER, "
    "typed INTEGER, bits INTEGER);"
    "CREATE TEMP TABLE IF NOT EXISTS chosen (by_time BLOB, brief INTEGER, seq INTEGER, "
    "agreement INTEGER, day INTEGER, upper INTEGER, expected INTEGER, party TEXT, "
    "PRIMARY KEY (by_time, brief, seq)) WITHOUT ROWID;"
    "DELETE FROM temp.moment_word; DELETE FROM temp.moment_entity; DELETE FROM temp.picked; "
    "DELETE FROM temp.chosen;";

/* True if only some agreements come into question, whatever words they hold. */
static bool is_narrow(const struct moments_query *q)
{
    return str_present(q->kind) || str_present(q->topic) || str_present(q->agreement) ||
           q->statuses != 0 || str_present(q->party) || q->party_types != 0;
}

bool asking_needs_picks(const struct moments_query *q)
{
    return is_narrow(q) || q->text.len != 0;
}

/* True if only promises come into question, and no agreements say which. */
static bool only_promises(const struct moments_query *q)
{
    return !asking_needs_picks(q) && q->promises != 0 && (q->promises & PROMISE_BIT(NONE)) == 0;
}

bool asking_needs_tables(const struct moments_query *q)
{
    return asking_needs_picks(q) || only_promises(q);
}

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
                     "SELECT id, sum(bit), sum(CASE WHEN instr(id, text) THEN 0 ELSE bit END) "
                     "FROM (SELECT DISTINCT e.id AS id, w.bit AS bit, w.text AS text "
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
        asking_sql(k, k->narrows     ? "temp.picked_before h CROSS JOIN agreement a "
                                       "ON a.n = h.agreement WHERE a.status IS NOT NULL"
                      : is_narrow(q) ? "agreement a WHERE a.status IS NOT NULL"
                                     : "agreement a NOT INDEXED WHERE a.status IS NOT NULL");
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
 * they were not picked yet. The ids of listed parties are among what they hold themselves. */
static void pick_by_others(struct asking *k)
{
    bool narrow = is_narrow(k->q);
    asking_clear(k);
    asking_sql(k, "INSERT INTO temp.picked SELECT x.agreement, 1, 1, "
                  "CASE WHEN x.listed THEN t.named ELSE t.bits END FROM ");
    asking_sql(k, narrow
                      ? "temp.picked p CROSS JOIN agreement_party x ON x.agreement = p.agreement "
                        "CROSS JOIN temp.moment_entity t ON t.id = x.party "
                        "WHERE (t.named OR NOT x.listed) "
                      : "temp.moment_entity t CROSS JOIN agreement_party x ON x.party = t.id "
                        "CROSS JOIN agreement a ON a.n = x.agreement "
                        "WHERE (t.named OR NOT x.listed) AND a.status IS NOT NULL ");
    asking_sql(k, "ON CONFLICT (agreement) DO UPDATE SET bits = picked.bits | excluded.bits");
    struct query query = asking_query(k);
    query_run(&query);
    if (!narrow)
        db_execute(k->c, "INSERT OR IGNORE INTO temp.picked SELECT a.n, 1, 1, 0 "
                         "FROM milestone m INDEXED BY milestone_find "
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
    query_size(&query, CHOSEN_MAX + 1);
    query_run(&query);
}

/* Moments whose agreement holds all of the words, and those that hold some, or whose participants
 * do. */
static void choose_by_words(struct asking *k)
{
    choose_from(k,
                "temp.picked p CROSS JOIN milestone m ON m.agreement = p.agreement "
                "WHERE p.bits = (SELECT sum(bit) FROM temp.moment_word)",
                (str){0});
    choose_from(k,
                "milestone m INDEXED BY milestone_find WHERE m.find IS NOT NULL AND EXISTS "
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
    k->c->moments_chosen = CHOSEN_MAX + 1;
    if (narrow) {
        if (db_number(k->c, "SELECT count(*) FROM temp.picked") > CHOSEN_MAX)
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
    } else if (only_promises(q)) {
        if (db_number(k->c, "SELECT (SELECT count(*) FROM milestone INDEXED BY milestone_kept "
                            "WHERE expected AND kept_brief IS NOT NULL) + "
                            "(SELECT count(*) FROM milestone INDEXED BY milestone_due "
                            "WHERE expected AND kept_brief IS NULL)") > CHOSEN_MAX)
            return;
        choose_from(k, "milestone m WHERE m.expected AND m.kept_brief IS NOT NULL", (str){0});
        choose_from(k, "milestone m WHERE m.expected AND m.kept_brief IS NULL", (str){0});
    } else {
        return;
    }
    k->c->moments_chosen = (size_t)db_number(k->c, "SELECT count(*) FROM temp.chosen");
}

/* -- What is kept ------------------------------------------------------------------------------ */

/* All that the tables depend on, but for the words. */
static void signature(const struct moments_query *q, struct buf *out)
{
    const str parts[] = {q->party, q->kind, q->topic, q->agreement};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        pack_optional(out, parts[i]);
    pack_number(out, q->party_types);
    pack_number(out, q->statuses);
    pack_number(out, only_promises(q));
}

/* Where more is typed, what answers has answered before: only among those agreements is looked
 * again. */
static void narrow(struct asking *k)
{
    struct filter_words words = words_of(k->q->text, &k->arena);
    struct filter_words before = words_of(buf_str(&k->c->moments_text), &k->arena);
    k->narrows = before.len > 0 && !is_narrow(k->q) && words_narrow(&words, &before) &&
                 db_number(k->c, "SELECT count(*) FROM temp.picked") <= NARROWED_MAX;
    if (k->narrows)
        db_execute(k->c, "CREATE TEMP TABLE IF NOT EXISTS picked_before "
                         "(agreement INTEGER PRIMARY KEY);"
                         "DELETE FROM temp.picked_before;"
                         "INSERT INTO temp.picked_before SELECT agreement FROM temp.picked");
}

static void make_tables(struct asking *k)
{
    db_execute(k->c, temporary);
    if (k->picks) {
        add_words(k);
        pick(k);
    }
    choose(k);
}

void asking_tables(struct asking *k)
{
    struct catalog *c = k->c;
    struct buf wanted = {0};
    long generation = (long)db_meta(c, "generation");
    signature(k->q, &wanted);
    bool alike =
        c->moments_generation == generation && str_eq(buf_str(&c->moments), buf_str(&wanted));
    if (!alike || !str_eq(buf_str(&c->moments_text), k->q->text)) {
        if (alike)
            narrow(k);
        c->moments_generation = 0;
        make_tables(k);
        if (!db_failed(c)) {
            buf_clear(&c->moments);
            buf_append(&c->moments, buf_str(&wanted));
            buf_clear(&c->moments_text);
            buf_append(&c->moments_text, k->q->text);
            c->moments_generation = generation;
        }
    }
    buf_release(&wanted);
    k->few = c->moments_chosen <= CHOSEN_MAX;
}
