/* The catalogue's second file: whatever becomes of it, the next refresh has it again as it was. */
#include "catalog/texts.h"

#include "catalog/search.h"
#include "catalog/store.h"
#include "tests/unit/refreshed.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MANY = 50 };

static size_t hits(struct fixture *f, struct catalog *c, const char *word)
{
    struct clause_fault fault;
    const struct search_query q = {.query = clause_parse(str_of(word), &f->arena, &fault)};
    size_t count = 0;
    assert_ok(catalog_search_count(c, &q, &count));
    return count;
}

static void write_one(struct fixture *f, int i, const char *word)
{
    char path[40], text[80];
    snprintf(path, sizeof path, "b%02d.md", i);
    snprintf(text, sizeof text, "# Title %d\n\nAll say %s.\n", i, word);
    tree_write(&f->tree, path, text);
}

static void write_all(struct fixture *f, const char *word)
{
    for (int i = 0; i < MANY; i++)
        write_one(f, i, word);
}

static void close_all(struct fixture *f)
{
    catalog_close(f->c);
    f->c = NULL;
}

static char *texts_file(struct fixture *f, const char *end)
{
    str path = arena_printf(&f->arena, "%s%s", f->c->texts.path, end);
    return arena_cstr(&f->arena, path);
}

static void copy_file(const char *from, const char *to)
{
    char bytes[1 << 16];
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(in >= 0 && out >= 0);
    for (ssize_t n; (n = read(in, bytes, sizeof bytes)) > 0;)
        assert_int_equal(write(out, bytes, (size_t)n), n);
    close(in);
    close(out);
}

/* -- Files that are not as they were ----------------------------------------------------------- */

static void put_bytes(const char *path, const char *bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
    close(fd);
}

static void delete_it(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

static void empty_it(const char *path)
{
    put_bytes(path, "");
}

static void spoil_it(const char *path)
{
    put_bytes(path, "no database, but a text of some length");
}

static void cut_it(const char *path)
{
    assert_int_equal(truncate(path, 5000), 0);
}

static void make_it_a_directory(const char *path)
{
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void run_in_it(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void give_it_another_pair(const char *path)
{
    run_in_it(path, "UPDATE meta SET value = 7 WHERE key = 'pair'");
}

static void take_its_table(const char *path)
{
    run_in_it(path, "DROP TABLE document");
}

static void what_cannot_be_used_is_made_anew(void **state)
{
    struct fixture *f = *state;
    static void (*const ways[])(const char *) = {
        delete_it,     empty_it, spoil_it, cut_it, make_it_a_directory, give_it_another_pair,
        take_its_table};
    write_all(f, "peace");
    refresh(f);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char *path = texts_file(f, "");
        close_all(f);
        ways[i](path);
        reopen(f);
        assert_ok(catalog_refresh(f->c, &f->lib, false, NULL, &f->counts));
        assert_counts(f, .briefings = MANY, .changed = MANY);
        assert_int_equal(hits(f, f->c, "peace"), MANY);
        assert_true(catalog_is_complete(f->c));
        assert_as_fresh(f, "made anew");
        assert_ok(catalog_refresh(f->c, &f->lib, false, NULL, &f->counts));
        assert_counts(f, .briefings = MANY, .unchanged = MANY);
    }
}

/* What stands there as it was is not opened, and whatever becomes of it then is seen all the same;
 * the file is opened once more after it was written. */
static void what_is_as_it_was_is_not_opened(void **state)
{
    struct fixture *f = *state;
    write_all(f, "peace");
    refresh(f);
    for (int i = 0; i < 2; i++) {
        char *path = texts_file(f, "");
        for (int k = 0; k < 3; k++) {
            reopen(f);
            refresh(f);
            assert_counts(f, .briefings = MANY, .unchanged = MANY);
            assert_int_equal(f->c->texts.sql.db != NULL, k == 0);
        }
        close_all(f);
        (i == 0 ? delete_it : cut_it)(path);
        refresh(f);
        assert_counts(f, .briefings = MANY, .changed = MANY);
        assert_int_equal(hits(f, f->c, "peace"), MANY);
    }
}

static int let_nobody_ask_meta(void *user, int action, const char *table, const char *column,
                               const char *schema, const char *view)
{
    (void)user;
    (void)column;
    (void)schema;
    (void)view;
    return action == SQLITE_READ && strcmp(table, "meta") == 0 ? SQLITE_DENY : SQLITE_OK;
}

/* It then is not known whose it is. */
static void it_is_not_blamed_for_what_the_catalogue_cannot_say(void **state)
{
    struct fixture *f = *state;
    struct stat before, after;
    write_one(f, 0, "peace");
    refresh(f);
    reopen(f);
    const char *path = texts_file(f, "");
    assert_int_equal(stat(path, &before), 0);
    sqlite3_set_authorizer(f->c->sql.db, let_nobody_ask_meta, NULL);
    assert_false(texts_open(f->c));
    struct err e = db_error(f->c);
    assert_non_null(strstr(e.message, "prohibited"));
    assert_true(e.code != ERR_CORRUPT);
    e = texts_prepare(f->c);
    assert_true(err_failed(&e) && e.code != ERR_CORRUPT);
    sqlite3_set_authorizer(f->c->sql.db, NULL, NULL);
    refresh(f);
    assert_counts(f, .briefings = 1, .unchanged = 1);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_string_equal(catalog_notice(f->c), "");
}

static void who_reads_it_meanwhile_sees_the_new_one(void **state)
{
    struct fixture *f = *state;
    write_all(f, "peace");
    refresh(f);
    struct catalog *reader;
    assert_ok(catalog_connect(f->c, &reader));
    assert_int_equal(hits(f, reader, "peace"), MANY);
    texts_close(f->c);
    spoil_it(texts_file(f, ""));
    write_one(f, 3, "war");
    assert_ok(catalog_refresh(f->c, &f->lib, false, NULL, NULL));
    assert_non_null(strstr(catalog_notice(f->c), ".broken"));
    assert_int_equal(hits(f, reader, "peace"), MANY - 1);
    assert_int_equal(hits(f, reader, "war"), 1);
    catalog_close(reader);
}

/* A power cut may take the last transactions of one file and leave those of the other. */
static void either_file_may_be_older(void **state)
{
    struct fixture *f = *state;
    for (int catalogue = 0; catalogue < 2; catalogue++) {
        write_all(f, "peace");
        tree_write(&f->tree, "gone.md", "# Gone\n\nOld peace.\n");
        refresh(f);
        const char *path =
            catalogue ? arena_cstr(&f->arena, str_of(f->c->path)) : texts_file(f, "");
        char *copy = texts_file(f, "-copy");
        close_all(f);
        copy_file(path, copy);
        for (int i = 0; i < 5; i++)
            write_one(f, i, "war");
        tree_write(&f->tree, "new.md", "# New\n\nMore war.\n");
        tree_delete(&f->tree, "gone.md");
        refresh(f);
        assert_int_equal(hits(f, f->c, "war"), 6);
        close_all(f);
        copy_file(copy, path);
        refresh(f);
        if (catalogue)
            assert_counts(f, .briefings = MANY + 1, .added = 1, .changed = 5, .removed = 1,
                          .unchanged = MANY - 5);
        else
            assert_counts(f, .briefings = MANY + 1, .changed = 6, .unchanged = MANY - 5);
        assert_int_equal(hits(f, f->c, "war"), 6);
        assert_int_equal(hits(f, f->c, "peace"), MANY - 5);
        tree_delete(&f->tree, "new.md");
        refresh(f);
    }
}

/* -- Between the two commits ------------------------------------------------------------------- */

static void a_text_whose_briefing_was_not_stored_is_not_found(void **state)
{
    struct fixture *f = *state;
    write_all(f, "peace");
    refresh(f);
    int64_t pages = db_number(f->c, "PRAGMA page_count");
    char sql[60];
    snprintf(sql, sizeof sql, "PRAGMA max_page_count = %lld", (long long)pages);
    db_number(f->c, sql);
    for (int i = MANY; i < 2 * MANY; i++)
        for (int k = 0; k < 20; k++) {
            char path[60];
            snprintf(path, sizeof path, "a-directory-%d/another-file-%d.md", i, k);
            tree_write(&f->tree, path, "# Title\n\nAll say peace.\n");
        }
    struct err e = catalog_refresh(f->c, &f->lib, false, NULL, NULL);
    assert_int_equal(e.code, ERR_SYSTEM);
    int64_t stored = db_number(f->c, "SELECT count(*) FROM brief");
    assert_true(stored >= MANY && stored < 21 * MANY);
    assert_int_equal(hits(f, f->c, "peace"), stored);
    reopen(f);
    refresh(f);
    assert_int_equal(hits(f, f->c, "peace"), 21 * MANY);
    assert_as_fresh(f, "after a full disk");
}

/* -- Killed ------------------------------------------------------------------------------------ */

/* Long enough for a transaction whose texts come later. */
static void whenever_it_is_killed_the_next_finds_all(void **state)
{
    struct fixture *f = *state;
    enum { LONG = 560, KILLS = 6 };
    struct random r = {UINT64_C(0x7e47)};
    for (int i = 0; i < LONG; i++)
        write_one(f, i, "peace");
    for (int i = 0; i < KILLS; i++) {
        assert_true(refresh_doomed(f, true, (struct doom){.ask = 600 + random_below(&r, 500)}));
        reopen(f);
        if (i % 2 == 0) {
            refresh(f);
            assert_int_equal(hits(f, f->c, "peace"), LONG);
        }
        close_all(f);
    }
    refresh(f);
    assert_int_equal(hits(f, f->c, "peace"), LONG);
}

/* Each writes as soon as the other's texts are whole, so that neither leaves the other's behind. */
static void processes_that_write_at_once_leave_nothing_out(void **state)
{
    struct fixture *f = *state;
    write_all(f, "peace");
    for (int round = 0; round < 3; round++) {
        refresh_at_once(f, 3, 7);
        refresh(f);
        assert_counts(f, .briefings = MANY, .unchanged = MANY);
        assert_int_equal(hits(f, f->c, "peace"), MANY);
        close_all(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(what_cannot_be_used_is_made_anew),
        TEST_OF(what_is_as_it_was_is_not_opened),
        TEST_OF(it_is_not_blamed_for_what_the_catalogue_cannot_say),
        TEST_OF(who_reads_it_meanwhile_sees_the_new_one),
        TEST_OF(either_file_may_be_older),
        TEST_OF(a_text_whose_briefing_was_not_stored_is_not_found),
        TEST_OF(whenever_it_is_killed_the_next_finds_all),
        TEST_OF(processes_that_write_at_once_leave_nothing_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
