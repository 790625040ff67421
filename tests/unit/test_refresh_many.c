/* Refreshes that are killed, that are watched, and that meet the files in another order: in the end
 * the catalogue says what one made in one go does. */
#include "base/thread.h"
#include "catalog/query.h"
#include "tests/support/shelf.h"
#include "tests/unit/refreshed.h"

#include <stdatomic.h>

enum { MANY = 240 };

static void write_one(struct tree *tree, int i)
{
    char path[40], text[300];
    snprintf(path, sizeof path, "d%d/b%03d.md", i % 7, i);
    snprintf(text, sizeof text, "# Title %d\n\nXi met Name%d, and Pi met Name2.\n", i, i % 5);
    tree_write(tree, path, text);
    snprintf(path, sizeof path, "d%d/b%03d.yaml", i % 7, i);
    snprintf(text, sizeof text,
             "date: 2024-%02d\nentities: [{id: n%d, name: Name%d}, nobody]\n"
             "agreements:\n- {id: g%d, status: signed, parties: [x, n%d], date: 2023-%02d}\n",
             i % 12 + 1, i % 5, i % 5, i % 40, i % 6, i % 11 + 1);
    tree_write(tree, path, text);
}

static void write_registry(struct tree *tree)
{
    tree_write(tree, "entities.yaml",
               "entities: [{id: x, name: Xi}, {id: p, name: Pi, aliases: [Title]}]\n");
}

static void write_many(struct tree *tree)
{
    for (int i = 0; i < MANY; i++)
        write_one(tree, i);
    write_registry(tree);
}

/* -- Killed ------------------------------------------------------------------------------------ */

/* What it has stored so far is of another state of the files, for all of them or for a few. */
static void change_some(struct tree *tree, int time)
{
    bool odd = time % 2 != 0;
    if (time % 3 == 0)
        tree_write(tree, "entities.yaml",
                   odd ? "entities: [{id: x, name: Xi}]\n" : "entities: [{id: p, name: Pi}]\n");
    tree_write(tree, "d0/b000.md", odd ? "# Title\n\nPi.\n" : "# Other\n");
    tree_delete(tree, odd ? "d1/b001.md" : "d2/b002.yaml");
    write_one(tree, odd ? 2 : 1);
}

/* At a file that is looked at or stored, or with a transaction; there is a second one. */
static void killed_at_twenty_moments(void **state)
{
    struct fixture *f = *state;
    enum { FILES = 520, MOMENTS = 20, TRANSACTIONS = 3 };
    struct random r = {UINT64_C(0x4b111)};
    for (int i = 0; i < FILES; i++)
        write_one(&f->tree, i);
    write_registry(&f->tree);
    int killed = 0;
    for (int i = 0; killed < MOMENTS; i++) {
        struct doom doom = {.ask = 1 + random_below(&r, FILES + FILES / 2)};
        if (i % 3 == 2)
            doom = (struct doom){.commit = 1 + random_below(&r, TRANSACTIONS)};
        killed += refresh_doomed(f, false, doom);
        if (i % 4 == 3)
            change_some(&f->tree, i / 4);
        assert_true(i < 2 * MOMENTS);
    }
    refresh(f);
    assert_as_fresh(f, "killed");
}

/* -- Watched ----------------------------------------------------------------------------------- */

struct reader {
    struct catalog *c;
    atomic_bool *over;
    pthread_t thread;
    size_t rounds;
    const char *fault;
};

/* All of one state: as many rows as are counted, and no fewer than before. */
static const char *look(struct reader *w, size_t *before)
{
    struct arena a = {0};
    struct brief_page page;
    struct catalog_totals totals;
    const struct list_query all = {.sort = LIST_BY_DATE, .descending = true};
    const char *fault = NULL;
    size_t listed = list_count(w->c, &all);
    struct err e = catalog_list(w->c, &all, NULL, false, MANY + 1, &a, &page);
    catalog_totals(w->c, &totals);
    if (err_failed(&e))
        fault = "a reader was refused";
    else if (page.count < listed || totals.briefings < page.count || listed < *before)
        fault = "a reader saw what had been there already go";
    *before = page.count;
    arena_release(&a);
    return fault;
}

static void *read_on(void *user)
{
    struct reader *w = user;
    size_t before = 0;
    while (!atomic_load(w->over) && w->fault == NULL) {
        w->fault = look(w, &before);
        w->rounds++;
    }
    return NULL;
}

static void readers_do_not_wait_for_the_writer(void **state)
{
    struct fixture *f = *state;
    atomic_bool over = false;
    struct reader readers[2] = {0};
    write_many(&f->tree);
    reopen(f);
    for (int i = 0; i < 2; i++) {
        readers[i].over = &over;
        assert_ok(catalog_connect(f->c, &readers[i].c));
        assert_int_equal(thread_start(&readers[i].thread, read_on, &readers[i]), 0);
    }
    refresh(f);
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Xi}]\n");
    refresh(f);
    assert_counts(f, .briefings = MANY, .changed = MANY);
    atomic_store(&over, true);
    for (int i = 0; i < 2; i++) {
        pthread_join(readers[i].thread, NULL);
        catalog_close(readers[i].c);
        if (readers[i].fault != NULL)
            fail_msg("%s", readers[i].fault);
        assert_true(readers[i].rounds > 0);
    }
    assert_as_fresh(f, "watched");
}

/* -- In another order -------------------------------------------------------------------------- */

static void shuffle(int order[MANY], struct random *r)
{
    for (int i = 0; i < MANY; i++)
        order[i] = i;
    for (int i = MANY - 1; i > 0; i--) {
        int other = (int)random_below(r, (size_t)i + 1), kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

/* In what order they come to be, a few at a time or all at once, is forgotten. */
static void the_order_of_files_does_not_matter(void **state)
{
    struct fixture *f = *state;
    struct random r = {UINT64_C(0x0bde5)};
    int order[MANY];
    shuffle(order, &r);
    for (int i = 0; i < MANY; i++) {
        write_one(&f->tree, order[i]);
        if (i == MANY / 2)
            write_registry(&f->tree);
        if (random_below(&r, 60) == 0)
            refresh(f);
    }
    refresh(f);
    assert_as_fresh(f, "in another order");
}

/* -- The logs ---------------------------------------------------------------------------------- */

/* What the file itself has, without what still stands in its log. */
static int64_t count_without_log(sqlite3 *db, const char *count)
{
    char name[600];
    sqlite3 *file;
    sqlite3_stmt *q;
    snprintf(name, sizeof name, "file:%s?immutable=1", sqlite3_db_filename(db, "main"));
    assert_int_equal(sqlite3_open_v2(name, &file, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(file, count, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(file);
    return n;
}

/* Who goes on reading does not do it from a log as long as the catalogue. */
static void logs_are_written_back_when_it_is_filled(void **state)
{
    struct fixture *f = *state;
    write_many(&f->tree);
    refresh(f);
    assert_int_equal(count_without_log(f->c->sql.db, "SELECT count(*) FROM brief"), MANY);
    assert_int_equal(count_without_log(f->c->texts.sql.db, "SELECT count(*) FROM document"), MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(killed_at_twenty_moments),
        TEST_OF(readers_do_not_wait_for_the_writer),
        TEST_OF(the_order_of_files_does_not_matter),
        TEST_OF(logs_are_written_back_when_it_is_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
