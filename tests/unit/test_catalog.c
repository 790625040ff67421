/* The catalogue's file: where it lies, who may read it, what happens to one that cannot be used,
 * and what connections see of each other. */
#include "catalog/catalog.h"

#include "catalog/query.h"
#include "catalog/settle.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "tests/support/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct fixture {
    struct tree tree;
    struct shelf shelf; /* its library is the tree's */
    char cache[400], directory[420];
    char notice[256];
};

static int setup(void **state)
{
    static struct fixture f;
    f = (struct fixture){0};
    tree_make(&f.tree, NULL, 0);
    snprintf(f.cache, sizeof f.cache, "%s/.cache-of-test", f.tree.home);
    snprintf(f.directory, sizeof f.directory, "%s/attache", f.cache);
    f.shelf.lib.root.fd = 0; /* something that is open: a library on the disk */
    f.shelf.lib.canonical = str_of(f.tree.root);
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    shelf_close(&f->shelf);
    tree_remove(&f->tree);
    return 0;
}

static void reopen(struct fixture *f)
{
    catalog_close(f->shelf.c);
    const struct catalog_options options = {.cache_home = str_of(f->cache)};
    assert_ok(catalog_open(&f->shelf.lib, &options, &f->shelf.c, f->notice));
}

static bool in_memory(const struct fixture *f)
{
    return f->shelf.c->shared != NULL;
}

/* The catalogue with one briefing in it. */
static void put_one(struct fixture *f, const char *id)
{
    struct briefing *b = shelf_briefing(&f->shelf, id, "2024");
    shelf_put(&f->shelf, b);
    shelf_settle(&f->shelf);
}

static size_t briefings(struct catalog *c)
{
    struct catalog_totals totals;
    catalog_totals(c, &totals);
    return totals.briefings;
}

static char *file_of(struct fixture *f, const char *suffix)
{
    return arena_cstr(&f->shelf.arena,
                      arena_printf(&f->shelf.arena, "%s%s", f->shelf.c->path, suffix));
}

static unsigned mode_of(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        fail_msg("%s: %s", path, strerror(errno));
    return st.st_mode & 07777;
}

static bool exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* -- The file ---------------------------------------------------------------------------------- */

static void what_was_stored_is_there_again(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    assert_string_equal(f->notice, "");
    assert_false(in_memory(f));
    assert_false(catalog_is_complete(f->shelf.c));
    put_one(f, "a");
    reopen(f);
    assert_string_equal(f->notice, "");
    assert_int_equal(briefings(f->shelf.c), 1);
}

static void nobody_else_may_read_it_whatever_the_umask(void **state)
{
    struct fixture *f = *state;
    static const mode_t masks[] = {0, 022, 077, 0777};
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        snprintf(f->cache, sizeof f->cache, "%s/deep-%zu/er", f->tree.home, i);
        snprintf(f->directory, sizeof f->directory, "%s/attache", f->cache);
        mode_t before = umask(masks[i]);
        reopen(f);
        put_one(f, "a");
        umask(before);
        assert_false(in_memory(f));
        assert_int_equal(mode_of(f->directory), 0700);
        assert_int_equal(mode_of(f->cache), 0700);
        assert_int_equal(mode_of(file_of(f, "")), 0600);
        assert_int_equal(mode_of(file_of(f, "-wal")), 0600);
        assert_int_equal(mode_of(file_of(f, "-shm")), 0600);
    }
}

static void loose_permissions_are_tightened(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    char *path = file_of(f, "");
    catalog_close(f->shelf.c);
    f->shelf.c = NULL;
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(chmod(f->directory, 0755), 0);
    reopen(f);
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(mode_of(f->directory), 0700);
}

static void each_library_has_a_file_that_names_it(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"/home/x/content", "/home/y/content", "/", "/a b/ü\n\x1b"};
    char *last = NULL;
    for (size_t i = 0; i < 4; i++) {
        f->shelf.lib.canonical = str_of(names[i]);
        reopen(f);
        assert_false(in_memory(f));
        char *path = file_of(f, "");
        assert_true(last == NULL || strcmp(last, path) != 0);
        for (const char *at = path + strlen(f->directory); *at != '\0'; at++)
            assert_true(*at > ' ' && *at < 0x7F);
        if (i < 2)
            assert_non_null(strstr(path, "/content-"));
        last = path;
    }
}

/* -- Files that cannot be used ----------------------------------------------------------------- */

static void write_file(const char *path, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), (ssize_t)size);
    close(fd);
}

/* Has the catalogue's file replaced by `make`, then opens it. `alarm`: somebody has to be told. */
static void spoil(struct fixture *f, void (*make)(struct fixture *f, const char *path), bool alarm)
{
    reopen(f);
    put_one(f, "a");
    char *path = file_of(f, ""), *broken = file_of(f, ".broken");
    catalog_close(f->shelf.c);
    f->shelf.c = NULL;
    make(f, path);
    reopen(f);
    if (in_memory(f))
        fail_msg("%s", f->notice);
    assert_true(alarm == (strstr(f->notice, "anew") != NULL));
    assert_true(exists(broken) == alarm);
    (void)unlink(broken);
    (void)rmdir(broken);
    assert_int_equal(briefings(f->shelf.c), 0);
    put_one(f, "b");
    reopen(f);
    assert_string_equal(f->notice, "");
    assert_int_equal(briefings(f->shelf.c), 1);
}

static void make_empty(struct fixture *f, const char *path)
{
    (void)f;
    write_file(path, "", 0);
}

static void make_garbage(struct fixture *f, const char *path)
{
    (void)f;
    char bytes[20000];
    struct random r = {UINT64_C(0xbad)};
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)random_below(&r, 256);
    write_file(path, bytes, sizeof bytes);
}

static void make_text(struct fixture *f, const char *path)
{
    (void)f;
    write_file(path, "not a database", 14);
}

static void cut_short(struct fixture *f, const char *path)
{
    (void)f;
    assert_int_equal(truncate(path, 5000), 0);
}

static void make_directory(struct fixture *f, const char *path)
{
    (void)f;
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void make_newer(struct fixture *f, const char *path)
{
    (void)f;
    run_sql(path, "PRAGMA user_version = 1000000");
}

static void make_older(struct fixture *f, const char *path)
{
    (void)f;
    run_sql(path, "PRAGMA user_version = 0");
}

static void make_another_release(struct fixture *f, const char *path)
{
    (void)f;
    run_sql(path, "UPDATE meta SET value = 'another' WHERE key = 'fingerprint'");
}

static void make_foreign(struct fixture *f, const char *path)
{
    (void)f;
    assert_int_equal(unlink(path), 0);
    run_sql(path, "CREATE TABLE t (x); PRAGMA application_id = 7; PRAGMA user_version = 1");
}

static void make_another_library(struct fixture *f, const char *path)
{
    (void)f;
    run_sql(path, "UPDATE meta SET value = '/elsewhere' WHERE key = 'canonical'");
}

static void drop_a_table(struct fixture *f, const char *path)
{
    (void)f;
    run_sql(path, "DROP TABLE diag");
}

static void take_a_number(struct fixture *f, const char *path)
{
    (void)f;
    run_sql(path, "DELETE FROM meta WHERE key = 'texts'");
}

static void empty_a_number(struct fixture *f, const char *path)
{
    (void)f;
    run_sql(path, "UPDATE meta SET value = NULL WHERE key = 'generation'");
}

static void what_cannot_be_used_is_set_aside(void **state)
{
    struct fixture *f = *state;
    static void (*const ways[])(struct fixture *, const char *) = {
        make_empty,   make_garbage,         make_text,      cut_short,     make_foreign,
        drop_a_table, make_another_library, make_directory, take_a_number, empty_a_number};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        spoil(f, ways[i], true);
}

static void another_version_is_no_alarm(void **state)
{
    struct fixture *f = *state;
    static void (*const ways[])(struct fixture *, const char *) = {make_newer, make_older,
                                                                   make_another_release};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        spoil(f, ways[i], false);
}

/* A catalogue of this library that a program of another version made, so many seconds ago. */
static char *other_format(struct fixture *f, const char *path, const char *format, time_t ago)
{
    const char *end = strrchr(path, '-');
    char *other = arena_cstr(&f->shelf.arena, arena_printf(&f->shelf.arena, "%.*s-%s.db",
                                                           (int)(end - path), path, format));
    write_file(other, "another format", 14);
    struct timespec times[2] = {{.tv_sec = 1700000000 - ago}, {.tv_sec = 1700000000 - ago}};
    assert_int_equal(utimensat(AT_FDCWD, other, times, 0), 0);
    return other;
}

/* Each version has a file of its own; those that were not used for the longest time go. */
static void versions_do_not_rebuild_each_others(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    put_one(f, "a");
    char *path = file_of(f, "");
    char *oldest = other_format(f, path, "00000001", 300);
    char *older = other_format(f, path, "00000002", 200);
    char *newest = other_format(f, path, "00000003", 100);
    char *stranger = other_format(f, path, "0000000004", 400);
    reopen(f);
    assert_string_equal(f->notice, "");
    assert_int_equal(briefings(f->shelf.c), 1);
    assert_true(exists(oldest));
    catalog_close(f->shelf.c);
    f->shelf.c = NULL;
    assert_int_equal(unlink(path), 0);
    reopen(f);
    assert_string_equal(f->notice, "");
    assert_false(exists(oldest));
    assert_true(exists(older) && exists(newest) && exists(stranger));
}

/* The log of a file that is set aside must not be replayed into the new one. */
static void its_log_is_not_taken_for_the_new_one(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    put_one(f, "a");
    char *path = file_of(f, ""), *log = file_of(f, "-wal");
    struct buf old = {0};
    FILE *open = fopen(log, "rb");
    assert_non_null(open);
    old.len = fread(buf_room(&old, 1 << 20), 1, 1 << 20, open);
    fclose(open);
    assert_true(old.len > 10000);
    catalog_close(f->shelf.c);
    f->shelf.c = NULL;
    make_garbage(f, path);
    write_file(log, old.ptr, old.len);
    reopen(f);
    assert_int_equal(briefings(f->shelf.c), 0);
    buf_release(&old);
    put_one(f, "b");
    reopen(f);
    assert_int_equal(briefings(f->shelf.c), 1);
}

static void half_a_new_file_harms_nobody(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    char *path = file_of(f, ""), *half = file_of(f, ".new");
    catalog_close(f->shelf.c);
    f->shelf.c = NULL;
    assert_int_equal(unlink(path), 0);
    make_garbage(f, half);
    reopen(f);
    assert_false(in_memory(f));
    assert_string_equal(f->notice, "");
    assert_false(exists(half));
}

static void where_nothing_can_be_written_it_is_in_memory(void **state)
{
    struct fixture *f = *state;
    write_file(f->cache, "a file", 6);
    reopen(f);
    assert_true(in_memory(f));
    assert_non_null(strstr(f->notice, "memory"));
    assert_non_null(strstr(f->notice, f->cache));
    put_one(f, "a");
    assert_int_equal(briefings(f->shelf.c), 1);
    assert_int_equal(unlink(f->cache), 0);
    assert_int_equal(mkdir(f->cache, 0700), 0);
    write_file(f->directory, "a file", 6);
    reopen(f);
    assert_true(in_memory(f));
    assert_int_equal(briefings(f->shelf.c), 0);
}

static void one_article_and_standard_input_are_in_memory(void **state)
{
    struct fixture *f = *state;
    f->shelf.lib.only = STR("a.md");
    reopen(f);
    assert_true(in_memory(f));
    assert_string_equal(f->notice, "");
    f->shelf.lib.only = (str){0};
    f->shelf.lib.root.fd = -1;
    reopen(f);
    assert_true(in_memory(f));
    assert_false(exists(f->directory));
}

/* -- Connections ------------------------------------------------------------------------------- */

static void check_connections(struct fixture *f)
{
    struct catalog *reader;
    assert_ok(catalog_connect(f->shelf.c, &reader));
    long before = catalog_generation(reader);
    put_one(f, "a");
    assert_int_equal(briefings(reader), 1);
    assert_true(catalog_generation(reader) > before);
    shelf_remove(&f->shelf, "a");
    assert_int_equal(briefings(reader), 0);
    put_one(f, "b");
    catalog_close(f->shelf.c);
    f->shelf.c = reader; /* it outlives the one that it was made from */
    assert_int_equal(briefings(reader), 1);
}

static void connections_share_one_catalogue(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    check_connections(f);
    catalog_close(f->shelf.c);
    f->shelf.lib.only = STR("a.md");
    f->shelf.c = NULL;
    reopen(f);
    check_connections(f);
}

static void a_reader_sees_nothing_half_done(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    put_one(f, "a");
    struct catalog *reader;
    assert_ok(catalog_connect(f->shelf.c, &reader));
    struct store store;
    store_begin(&store, f->shelf.c);
    struct briefing *b = shelf_briefing(&f->shelf, "b", NULL);
    const struct unit unit = {.id = b->id, .article = b->path};
    store_unit(&store, &(struct looked){.unit = &unit}, b, NULL);
    assert_int_equal(briefings(reader), 1);
    assert_ok(store_commit(&store));
    assert_int_equal(briefings(reader), 2);
    catalog_close(reader);
}

struct reader {
    struct catalog *c;
    atomic_bool stop;
    size_t rounds, most;
    struct err trouble;
    bool shrank;
};

/* Briefings are only added: a list never has fewer of them than before, and never half a row. */
static void *read_on(void *data)
{
    struct reader *r = data;
    const struct list_query q = {.sort = LIST_BY_TITLE, .filter = STR("title")};
    do {
        struct arena a = {0};
        struct brief_page page;
        struct timeline_page timeline;
        r->trouble = catalog_list(r->c, &q, NULL, false, 1000, &a, &page);
        if (!err_failed(&r->trouble))
            r->trouble = catalog_timeline(r->c, 0, NULL, 1000, &a, &timeline);
        r->shrank = r->shrank || page.count < r->most;
        r->most = page.count > r->most ? page.count : r->most;
        for (size_t i = 0; i < page.count; i++)
            r->shrank = r->shrank || !str_starts(page.rows[i].title, STR("Title"));
        r->rounds++;
        arena_release(&a);
    } while (!atomic_load(&r->stop) && !err_failed(&r->trouble) && !r->shrank);
    return NULL;
}

static void check_threads(struct fixture *f)
{
    enum { READERS = 2, COUNT = 60 };
    struct reader readers[READERS] = {0};
    pthread_t threads[READERS];
    for (int i = 0; i < READERS; i++) {
        assert_ok(catalog_connect(f->shelf.c, &readers[i].c));
        assert_int_equal(pthread_create(&threads[i], NULL, read_on, &readers[i]), 0);
    }
    for (size_t i = 0; i < COUNT; i++) {
        str id = arena_printf(&f->shelf.arena, "%zu", i);
        struct briefing *b = shelf_briefing(&f->shelf, id.ptr, "2024");
        shelf_milestone(&f->shelf, shelf_agreement(&f->shelf, b, "pact"), "2020", STATUS_SIGNED);
        shelf_put(&f->shelf, b);
        if (i % 10 == 0)
            shelf_settle(&f->shelf);
    }
    for (int i = 0; i < READERS; i++) {
        atomic_store(&readers[i].stop, true);
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_ok(readers[i].trouble);
        assert_false(readers[i].shrank);
        assert_true(readers[i].rounds > 0);
        assert_int_equal(briefings(readers[i].c), COUNT);
        catalog_close(readers[i].c);
    }
}

static void threads_read_while_one_writes(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    assert_false(in_memory(f));
    check_threads(f);
    f->shelf.lib.only = STR("a.md");
    reopen(f);
    assert_true(in_memory(f));
    check_threads(f);
}

static void catalogues_in_memory_are_apart(void **state)
{
    struct fixture *f = *state;
    struct shelf one, two;
    shelf_open(&one);
    shelf_open(&two);
    shelf_put(&one, shelf_briefing(&one, "a", NULL));
    assert_int_equal(briefings(one.c), 1);
    assert_int_equal(briefings(two.c), 0);
    shelf_close(&one);
    shelf_close(&two);
    (void)f;
}

/* -- Trouble ----------------------------------------------------------------------------------- */

static void a_full_disk_leaves_what_was_there(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    put_one(f, "a");
    struct buf before = {0}, after = {0};
    catalog_dump(f->shelf.c, 10, &before);
    db_number(f->shelf.c, "PRAGMA max_page_count = 1"); /* no more than there are */

    struct store store;
    store_begin(&store, f->shelf.c);
    for (size_t i = 0; i < 200; i++) {
        struct briefing *b = shelf_briefing(
            &f->shelf, arena_printf(&f->shelf.arena, "a briefing with a long id %zu", i).ptr, NULL);
        const struct unit unit = {.id = b->id, .article = b->path};
        store_unit(&store, &(struct looked){.unit = &unit}, b, NULL);
    }
    struct err e = store_commit(&store);
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_int_equal(e.system, ENOSPC);
    catalog_dump(f->shelf.c, 10, &after);
    assert_true(str_eq(buf_str(&before), buf_str(&after)));
    buf_release(&before);
    buf_release(&after);
}

/* Many processes that start at once on nothing, on garbage, and write: all succeed, nothing of any
 * is lost. */
static void processes_that_begin_together_agree(void **state)
{
    struct fixture *f = *state;
    enum { PROCESSES = 6, EACH = 10 };
    for (int round = 0; round < 2; round++) {
        reopen(f);
        char *path = file_of(f, "");
        catalog_close(f->shelf.c);
        f->shelf.c = NULL;
        assert_int_equal(unlink(path), 0);
        if (round == 1)
            make_garbage(f, path);
        pid_t children[PROCESSES];
        for (int i = 0; i < PROCESSES; i++) {
            children[i] = fork();
            assert_true(children[i] >= 0);
            if (children[i] != 0)
                continue;
            const struct catalog_options options = {.cache_home = str_of(f->cache)};
            struct err e = catalog_open(&f->shelf.lib, &options, &f->shelf.c, f->notice);
            for (int j = 0; j < EACH && !err_failed(&e); j++) {
                str id = arena_printf(&f->shelf.arena, "%d-%d", i, j);
                struct briefing *b = shelf_briefing(&f->shelf, id.ptr, NULL);
                const struct unit unit = {.id = b->id, .article = b->path};
                struct store store;
                store_begin(&store, f->shelf.c);
                store_unit(&store, &(struct looked){.unit = &unit}, b, NULL);
                e = store_commit(&store);
            }
            if (err_failed(&e))
                fprintf(stderr, "child %d: %s\n", i, e.message);
            bool memory = in_memory(f);
            if (memory)
                fprintf(stderr, "child %d: %s\n", i, f->notice);
            catalog_close(f->shelf.c);
            _exit(err_failed(&e) || memory);
        }
        for (int i = 0; i < PROCESSES; i++) {
            int status;
            assert_int_equal(waitpid(children[i], &status, 0), children[i]);
            assert_int_equal(status, 0);
        }
        reopen(f);
        assert_string_equal(f->notice, "");
        assert_int_equal(briefings(f->shelf.c), PROCESSES * EACH);
    }
}

#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(what_was_stored_is_there_again),
        TEST_OF(nobody_else_may_read_it_whatever_the_umask),
        TEST_OF(loose_permissions_are_tightened),
        TEST_OF(each_library_has_a_file_that_names_it),
        TEST_OF(what_cannot_be_used_is_set_aside),
        TEST_OF(another_version_is_no_alarm),
        TEST_OF(versions_do_not_rebuild_each_others),
        TEST_OF(its_log_is_not_taken_for_the_new_one),
        TEST_OF(half_a_new_file_harms_nobody),
        TEST_OF(where_nothing_can_be_written_it_is_in_memory),
        TEST_OF(one_article_and_standard_input_are_in_memory),
        TEST_OF(connections_share_one_catalogue),
        TEST_OF(a_reader_sees_nothing_half_done),
        TEST_OF(threads_read_while_one_writes),
        TEST_OF(catalogues_in_memory_are_apart),
        TEST_OF(a_full_disk_leaves_what_was_there),
        TEST_OF(processes_that_begin_together_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
