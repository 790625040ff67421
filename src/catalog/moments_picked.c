#include "catalog/moments_filter.h"

#include "catalog/held.h"
#include "catalog/pack.h"
#include "catalog/picked.h"

#include <stdio.h>
#include <string.h>

/* More than these are found along the order of time as fast; so it is with what more agreements
 * hold. */
enum { CHOSEN_MAX = 16384, HOLDING_MAX = 2048 };

static const char temporary[] =
    "CREATE TEMP TABLE IF NOT EXISTS chosen (by_time BLOB, brief INTEGER, seq INTEGER, "
    "agreement INTEGER, day INTEGER, upper INTEGER, expected INTEGER, party TEXT, "
    "PRIMARY KEY (by_time, brief, seq)) WITHOUT ROWID;"
    "DELETE FROM temp.chosen;";

/* True if only promises come into question, and no agreements say which. */
static bool only_promises(const struct moments_query *q)
{
    return !picked_needed(q) && q->text.len == 0 && q->promises != 0 &&
           (q->promises & PROMISE_BIT(NONE)) == 0;
}

bool asking_needs_tables(const struct moments_query *q)
{
    return picked_needed(q) || q->text.len != 0 || only_promises(q);
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
static bool choose_by_words(struct asking *k)
{
    const struct held *held = held_last(k->c);
    if (held->count == 0 || bits_count(&held->all) > HOLDING_MAX)
        return false;
    db_fill(k->c, "holding", &held->all);
    choose_from(k, "temp.holding h CROSS JOIN milestone m ON m.agreement = h.n", (str){0});
    choose_from(k,
                "milestone m INDEXED BY milestone_find WHERE m.find IS NOT NULL AND EXISTS "
                "(SELECT 1 FROM temp.moment_word w WHERE instr(m.find, w.text))",
                (str){0});
    choose_from(k,
                "temp.moment_entity t CROSS JOIN participant x ON x.party = t.id "
                "CROSS JOIN milestone m ON m.brief = x.brief AND m.seq = x.seq",
                (str){0});
    return true;
}

/* Few are sorted; many are met along the order of time. Everything goes through the conditions
 * again. */
static void choose(struct asking *k)
{
    const struct moments_query *q = k->q;
    k->c->moments_chosen = CHOSEN_MAX + 1;
    if (k->picks) {
        if (!picked_last(k->c)->few || q->party_types != 0)
            return;
        db_fill(k->c, "holding", &picked_last(k->c)->all);
        choose_from(k, "temp.holding h CROSS JOIN milestone m ON m.agreement = h.n", (str){0});
        if (str_present(q->party))
            choose_from(
                k,
                "participant x CROSS JOIN milestone m ON m.brief = x.brief AND m.seq = x.seq "
                "WHERE x.party = ?",
                q->party);
    } else if (q->text.len != 0) {
        if (!choose_by_words(k))
            return;
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

/* All that the tables depend on. */
static void signature(const struct moments_query *q, struct buf *out)
{
    const str parts[] = {q->party, q->kind, q->topic, q->agreement, q->text};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        pack_optional(out, parts[i]);
    pack_number(out, q->party_types);
    pack_number(out, q->statuses);
    pack_number(out, only_promises(q));
}

static void make_tables(struct asking *k)
{
    db_execute(k->c, temporary);
    choose(k);
}

void asking_tables(struct asking *k)
{
    struct catalog *c = k->c;
    struct buf wanted = {0};
    long generation = (long)db_meta(c, "generation");
    signature(k->q, &wanted);
    bool failed = (k->q->text.len != 0 && held_prepare(c, k->q->text) == NULL) ||
                  (k->picks && picked_prepare(c, k->q) == NULL);
    if (failed)
        c->moments_generation = 0;
    else if (c->moments_generation != generation ||
             !str_eq(buf_str(&c->moments), buf_str(&wanted))) {
        c->moments_generation = 0;
        make_tables(k);
        if (!db_failed(c)) {
            buf_clear(&c->moments);
            buf_append(&c->moments, buf_str(&wanted));
            c->moments_generation = generation;
        }
    }
    buf_release(&wanted);
    k->few = c->moments_chosen <= CHOSEN_MAX;
}
