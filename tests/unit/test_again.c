/* A briefing that is stored again: its rows are those of a fresh catalogue, and what is the same
 * was not written. */
#include "catalog/db.h"
#include "catalog/put.h"
#include "tests/unit/refreshed.h"

/* -- Rows of a table --------------------------------------------------------------------------- */

static const struct put_table table = {"t", "a = ? AND b = ?", 2,
                                       "INSERT INTO t VALUES (?, ?, ?, ?, ?)"};

static uint64_t put(struct catalog *c, int64_t b, const char *text, str bytes, bool own)
{
    struct put p = {.table = &table};
    put_int(&p, 1);
    put_int(&p, b);
    put_str(&p, str_of(text));
    put_blob(&p, bytes);
    if (own)
        put_size(&p, 7);
    else
        put_as_it_is(&p);
    return put_row(&p, c, false);
}

static void a_row_is_written_as_far_as_it_is_another(void **state)
{
    struct fixture *f = *state;
    enum { TEXT = 2, BYTES, OWN };
    reopen(f);
    db_execute(f->c, "CREATE TEMP TABLE t (a INTEGER, b INTEGER, c TEXT, d BLOB, e INTEGER, "
                     "PRIMARY KEY (a, b))");
    assert_true(put(f->c, 1, "x", STR("y"), false) == UINT64_MAX);
    assert_int_equal(db_number(f->c, "SELECT e IS NULL FROM t"), 1);
    db_execute(f->c, "UPDATE t SET e = 5");
    int before = sqlite3_total_changes(f->c->sql.db);
    assert_int_equal(put(f->c, 1, "x", STR("y"), false), 0);
    assert_int_equal(sqlite3_total_changes(f->c->sql.db), before);
    assert_int_equal(put(f->c, 1, "y", STR("y"), false), PUT_COLUMN(TEXT));
    assert_int_equal(put(f->c, 1, NULL, STR("y"), false), PUT_COLUMN(TEXT));
    assert_int_equal(put(f->c, 1, NULL, STR(""), false), PUT_COLUMN(BYTES));
    assert_int_equal(put(f->c, 1, NULL, (str){0}, false), PUT_COLUMN(BYTES));
    assert_int_equal(put(f->c, 1, "", STR("z"), false), PUT_COLUMN(TEXT) | PUT_COLUMN(BYTES));
    assert_int_equal(db_number(f->c, "SELECT e FROM t WHERE c = '' AND d = x'7a'"), 5);
    assert_int_equal(put(f->c, 1, "", STR("z"), true), PUT_COLUMN(OWN));
    assert_true(put(f->c, 2, "", STR("z"), true) == UINT64_MAX);
    assert_int_equal(db_number(f->c, "SELECT count(*) FROM t WHERE e = 7"), 2);
    assert_false(db_failed(f->c));
}

/* -- All rows ---------------------------------------------------------------------------------- */

/* Without numbers that are given as rows come. */
static const char *const rows[] = {
    "SELECT id, path, title, date, source_name, language, summary, topics, words, entities, "
    "agreements, errors, warnings, unresolved, year_first, year_last, month, lower, upper, "
    "by_date, "
    "by_title, by_source, by_words, by_entities, by_agreements, by_problems, content "
    "FROM brief ORDER BY id",
    "SELECT b.id, d.hash, g.id, e.mentions, e.by_date, e.spots FROM brief_entity e "
    "JOIN brief b ON b.n = e.brief JOIN definition d ON d.n = e.definition "
    "JOIN entity g ON g.n = e.entity ORDER BY 1, 2",
    "SELECT hash, briefings, mentions, uses FROM definition ORDER BY 1",
    "SELECT g.id, d.hash, g.briefings, g.mentions, g.type, first_day, last_day, by_mentions, "
    "by_briefings, by_name, by_type, by_first, by_last FROM entity g "
    "JOIN definition d ON d.n = g.definition ORDER BY 1",
    "SELECT g.id, t.months, t.forms FROM tally t JOIN entity g ON g.n = t.entity ORDER BY 1",
    "SELECT b.id, seq, key, kind, name, candidates, places, from_byte, to_byte, file, line, col "
    "FROM trouble t JOIN brief b ON b.n = t.brief ORDER BY 1, 2",
    "SELECT b.id, e.seq, g.id, e.title, e.kind, e.place, e.parties, e.topics, e.supersedes, "
    "e.amends, e.part_of FROM entry e JOIN brief b ON b.n = e.brief "
    "JOIN agreement g ON g.n = e.agreement ORDER BY 1, 2",
    "SELECT b.id, m.seq, g.id, m.date, undated, m.status, party, expected, note, url, quote, "
    "from_byte, to_byte, from_point, to_point, file, line, col, k.id, kept_seq, became, by_time, "
    "day, m.lower, m.upper, event, m.title, m.place, m.parties, find FROM milestone m "
    "JOIN brief b ON b.n = m.brief LEFT JOIN agreement g ON g.n = m.agreement "
    "LEFT JOIN brief k ON k.n = m.kept_brief ORDER BY 1, 2",
    "SELECT id, title, kind, place, parties, topics, supersedes, amends, part_of, status, first, "
    "earliest, last, latest, precision, by_extent FROM agreement WHERE status IS NOT NULL "
    "ORDER BY 1",
    "SELECT g.id, party, listed FROM agreement_party p JOIN agreement g ON g.n = p.agreement "
    "ORDER BY 1, 2",
    "SELECT g.id, topic FROM agreement_topic p JOIN agreement g ON g.n = p.agreement ORDER BY 1, 2",
    "SELECT b.id, seq, party FROM participant p JOIN brief b ON b.n = p.brief ORDER BY 1, 2, 3",
    "SELECT b.id, seq, subject, predicate, object, r.by_date, quote, from_byte, to_byte, "
    "from_point, to_point FROM relation r JOIN brief b ON b.n = r.brief ORDER BY 1, 2",
    "SELECT b.id, seq, target, owner, link, file, line, col FROM reference r "
    "JOIN brief b ON b.n = r.brief ORDER BY 1, 2",
    "SELECT file, line, col, code, message, kind, elsewhere FROM diag ORDER BY 1, 2, 3, 4, 5, 6",
};

static void dump_rows(struct catalog *c, struct buf *out)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct query q = db_query(c, rows[i]);
        while (query_row(&q)) {
            for (int k = 0; k < sqlite3_column_count(q.s); k++) {
                str value = query_view_at(&q, k);
                buf_printf(out, "%zu.%d ", i, k);
                for (size_t at = 0; at < value.len; at++)
                    buf_printf(out, value.ptr[at] >= ' ' ? "%c" : "\\%02X",
                               (unsigned char)value.ptr[at]);
                buf_byte(out, '\n');
            }
        }
        assert_false(db_failed(c));
    }
}

static void assert_rows_as_fresh(struct fixture *f, int round)
{
    struct fixture other = {.tree = f->tree};
    struct buf expected = {0}, actual = {0};
    const struct catalog_options options = {.in_memory = true};
    char notice[256];
    assert_ok(library_open(&other.lib, str_of(f->tree.root)));
    assert_ok(catalog_open(&other.lib, &options, &other.c, notice));
    refresh(&other);
    dump_rows(other.c, &expected);
    dump_rows(f->c, &actual);
    if (!str_eq(buf_str(&expected), buf_str(&actual)))
        fail_msg("round %d: fresh\n%.*s\nthis one\n%.*s", round, STR_FMT(buf_str(&expected)),
                 STR_FMT(buf_str(&actual)));
    buf_release(&expected);
    buf_release(&actual);
    catalog_close(other.c);
    library_close(&other.lib);
}

/* -- Edits ------------------------------------------------------------------------------------- */

enum { BRIEFINGS = 5, NAMES = 4, AGREEMENTS = 4, CHOICES = 60, ROUNDS = 400 };

/* What a briefing is made by: with one of them another, a little of it is. */
struct draft {
    unsigned char choices[CHOICES];
    size_t at;
};

static size_t choose(struct draft *d, size_t bound)
{
    return d->choices[d->at++ % CHOICES] % bound;
}

static void add_milestones(struct buf *b, struct draft *d)
{
    static const char *const statuses[] = {"signed", "in-force", "proposed"};
    buf_append(b, STR(", milestones: ["));
    for (size_t i = choose(d, 4); i > 0; i--) {
        buf_printf(b, "{status: %s, date: 20%02zu", statuses[choose(d, 3)], 10 + choose(d, 6));
        if (choose(d, 2) == 0)
            buf_printf(b, ", party: e%zu", choose(d, NAMES + 1)); /* the last is nobody's */
        if (choose(d, 2) == 0)
            buf_append(b, STR(", expected: true"));
        if (choose(d, 3) == 0)
            buf_printf(b, ", note: Note %zu", choose(d, 3));
        buf_append(b, STR("}, "));
    }
    buf_append(b, STR("]"));
}

static void write_sidecar(struct fixture *f, struct draft *d, size_t number)
{
    char path[20];
    struct buf b = {0};
    buf_printf(&b, "date: 20%zu\nentities:\n", 20 + choose(d, 20));
    for (size_t i = 0; i < NAMES; i++)
        if (choose(d, 4) != 0)
            buf_printf(&b, "- {id: e%zu, name: Name%zu%s}\n", i, i,
                       choose(d, 4) == 0 ? ", aliases: [Name0]" : "");
    buf_append(&b, STR("agreements:\n"));
    for (size_t i = choose(d, 4); i > 0; i--) {
        buf_printf(&b, "- {id: g%zu, parties: [e%zu, e%zu], topics: [t%zu]", choose(d, AGREEMENTS),
                   choose(d, NAMES), choose(d, NAMES + 1), choose(d, 2));
        if (choose(d, 2) == 0)
            buf_printf(&b, ", title: By %zu", number);
        if (choose(d, 3) == 0)
            buf_printf(&b, ", amends: g%zu", choose(d, AGREEMENTS + 2));
        add_milestones(&b, d);
        buf_append(&b, STR("}\n"));
    }
    buf_append(&b, STR("events:\n"));
    for (size_t i = choose(d, 3); i > 0; i--)
        buf_printf(&b, "- {id: v%zu, title: It, date: 2012, participants: [e%zu]}\n", choose(d, 3),
                   choose(d, NAMES));
    buf_append(&b, STR("relations:\n"));
    for (size_t i = choose(d, 3); i > 0; i--)
        buf_printf(&b, "- {subject: e%zu, predicate: met, object: e%zu, quote: met}\n",
                   choose(d, NAMES), choose(d, NAMES));
    buf_byte(&b, '\0');
    snprintf(path, sizeof path, "b%zu.yaml", number);
    tree_write(&f->tree, path, b.ptr);
    buf_release(&b);
}

static void write_article(struct fixture *f, struct draft *d, size_t number)
{
    char path[20], text[200];
    size_t words = choose(d, 5);
    snprintf(path, sizeof path, "b%zu.md", number);
    snprintf(text, sizeof text, "# Title\n\n%.*sName%zu met Name1 and Name2.%s\n", (int)words * 5,
             "Some Some Some Some Some ", choose(d, 2),
             choose(d, 3) == 0 ? " [It](agreement:g9)." : "");
    tree_write(&f->tree, path, text);
}

static void write_draft(struct fixture *f, struct draft *d, size_t number)
{
    d->at = 0;
    write_sidecar(f, d, number);
    write_article(f, d, number);
}

static void after_any_edits_all_rows_are_as_fresh(void **state)
{
    struct fixture *f = *state;
    struct random r = {0xa6a1};
    struct draft drafts[BRIEFINGS] = {0};
    for (size_t i = 0; i < BRIEFINGS; i++) {
        for (size_t k = 0; k < CHOICES; k++)
            drafts[i].choices[k] = (unsigned char)random_below(&r, 256);
        write_draft(f, &drafts[i], i);
    }
    for (int round = 0; round < ROUNDS; round++) {
        refresh(f);
        assert_rows_as_fresh(f, round);
        size_t number = random_below(&r, BRIEFINGS);
        drafts[number].choices[random_below(&r, CHOICES)] = (unsigned char)random_below(&r, 256);
        write_draft(f, &drafts[number], number);
    }
}

/* Its own row of the agreement is the same each time. */
static void what_an_agreement_is_settled_by_is_noticed(void **state)
{
#define AGREED  "agreements: [{id: g, title: A, milestones: ["
#define SIGNED  "{status: signed, date: 2010}"
#define ENTERED "{status: in-force, date: 2012}"
    static const char *const sidecars[] = {
        "date: 2020\n" AGREED SIGNED "]}]\n",
        "date: 2022\n" AGREED SIGNED "]}]\n",
        "date: 2022\n" AGREED SIGNED ", " ENTERED "]}]\n",
        "date: 2022\n" AGREED SIGNED "]}]\n",
        "date: 2022\n" AGREED SIGNED ", " ENTERED "]}]\n",
        "date: 2022\n" AGREED SIGNED "]}]\nevents: [{id: v, title: It, date: 2012}]\n",
    };
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "# A\n");
    tree_write(&f->tree, "b.md", "# B\n");
    tree_write(&f->tree, "b.yaml", "date: 2021\nagreements: [{id: g, title: B}]\n");
    for (size_t i = 0; i < sizeof sidecars / sizeof *sidecars; i++) {
        tree_write(&f->tree, "a.yaml", sidecars[i]);
        refresh(f);
        assert_rows_as_fresh(f, (int)i);
    }
}

/* -- What is written --------------------------------------------------------------------------- */

static int changes_of(struct fixture *f, const char *article)
{
    tree_write(&f->tree, "a.md", article);
    int before = sqlite3_total_changes(f->c->sql.db);
    refresh(f);
    assert_counts(f, .briefings = 1, .changed = 1);
    return sqlite3_total_changes(f->c->sql.db) - before;
}

/* However much is said of it: its row, its unit's, and what is counted of each entity. */
static void other_words_leave_what_is_said(void **state)
{
    struct fixture *f = *state;
    enum { MANY = 60, A_NAME = 5, ONCE = 20 };
    struct buf b = {0};
    buf_append(&b, STR("date: 2024\nentities: [{id: e0, name: Name0}]\nagreements:\n"));
    for (int i = 0; i < MANY; i++)
        buf_printf(&b, "- {id: g%d, parties: [e0], status: signed, date: 2020, quote: met}\n", i);
    buf_append(&b, STR("relations:\n"));
    for (int i = 0; i < MANY; i++)
        buf_printf(&b, "- {subject: e0, predicate: p%d, object: e0}\n", i);
    buf_byte(&b, '\0');
    tree_write(&f->tree, "a.yaml", b.ptr);
    tree_write(&f->tree, "a.md", "# A\n\nName0 met.\n");
    refresh(f);
    int written = changes_of(f, "# A\n\nName0 met. And more.\n");
    print_message("%d rows written\n", written);
    assert_true(written <= A_NAME + ONCE);
    written = changes_of(f, "# A\n\nAt last Name0 met. And more.\n");
    assert_true(written >= MANY && written <= MANY + A_NAME + ONCE); /* where it says so */
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(a_row_is_written_as_far_as_it_is_another),
        TEST_OF(after_any_edits_all_rows_are_as_fresh),
        TEST_OF(what_an_agreement_is_settled_by_is_noticed),
        TEST_OF(other_words_leave_what_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
