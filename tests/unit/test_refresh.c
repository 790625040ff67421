/* Bringing a catalogue up to date: whatever happened to the files, the result is that of a fresh
 * one. */
#include "catalog/refresh.h"

#include "catalog/look.h"
#include "catalog/query.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "tests/support/tree.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct fixture {
    struct tree tree;
    struct library lib;
    struct catalog *c;
    char cache[400];
    struct refresh_counts counts;
    struct arena arena;
};

static void reopen(struct fixture *f)
{
    catalog_close(f->c);
    library_close(&f->lib);
    assert_ok(library_open(&f->lib, str_of(f->tree.root)));
    const struct catalog_options options = {.cache_home = str_of(f->cache)};
    char notice[256];
    assert_ok(catalog_open(&f->lib, &options, &f->c, notice));
    assert_string_equal(notice, "");
}

static int setup(void **state)
{
    static struct fixture f;
    f = (struct fixture){0};
    tree_make(&f.tree, NULL, 0);
    snprintf(f.cache, sizeof f.cache, "%s/cache-of-test", f.tree.home);
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    catalog_close(f->c);
    library_close(&f->lib);
    arena_release(&f->arena);
    tree_remove(&f->tree);
    return 0;
}

static void refresh(struct fixture *f)
{
    if (f->c == NULL)
        reopen(f);
    assert_ok(catalog_refresh(f->c, &f->lib, false, NULL, &f->counts));
}

#define assert_counts(f, ...) assert_counts_at(f, (struct refresh_counts){__VA_ARGS__}, __LINE__)
static void assert_counts_at(const struct fixture *f, struct refresh_counts e, int line)
{
    const struct refresh_counts *n = &f->counts;
    if (memcmp(n, &e, sizeof e) != 0)
        fail_msg("line %d: %zu briefings, %zu added, %zu changed, %zu removed, %zu unchanged, "
                 "%zu refused",
                 line, n->briefings, n->added, n->changed, n->removed, n->unchanged, n->refused);
}

/* What a catalogue made from nothing would say. */
static void fresh_dump(struct fixture *f, struct buf *out)
{
    struct library lib = {0};
    struct catalog *c;
    char notice[256];
    assert_ok(library_open(&lib, str_of(f->tree.root)));
    assert_ok(catalog_open(&lib, &(struct catalog_options){.in_memory = true}, &c, notice));
    assert_ok(catalog_refresh(c, &lib, false, NULL, NULL));
    catalog_dump(c, 50, out);
    catalog_close(c);
    library_close(&lib);
}

static void assert_as_fresh(struct fixture *f, const char *when)
{
    struct buf expected = {0}, actual = {0};
    fresh_dump(f, &expected);
    catalog_dump(f->c, 50, &actual);
    if (!str_eq(buf_str(&expected), buf_str(&actual)))
        fail_msg("%s: a fresh catalogue says\n%.*s\nthis one\n%.*s", when,
                 STR_FMT(buf_str(&expected)), STR_FMT(buf_str(&actual)));
    buf_release(&expected);
    buf_release(&actual);
}

static struct brief_row row(struct fixture *f, const char *id)
{
    const struct list_query q = {.sort = LIST_BY_ID};
    struct brief_row r;
    if (!catalog_list_row(f->c, &q, str_of(id), &f->arena, &r))
        fail_msg("there is no %s", id);
    return r;
}

/* As if the files had been there for a minute. */
static void age(struct fixture *f, const char *path)
{
    struct timespec past;
    clock_gettime(CLOCK_REALTIME, &past);
    past.tv_sec -= 60;
    tree_mtime(&f->tree, path, past);
}

/* Tells the catalogue that it saw the files with the stamps that they have now, as a clock with
 * coarse steps would. */
static void forge_stamps(struct fixture *f)
{
    struct store s;
    store_begin(&s, f->c);
    struct query q = db_query(f->c, "SELECT n, article, sidecar FROM unit");
    while (query_row(&q)) {
        struct fs_entry article = {0}, sidecar = {0};
        str path = query_str_at(&q, 2, &f->arena);
        assert_ok(fs_stat(&f->lib.root, query_str_at(&q, 1, &f->arena), &article));
        if (str_present(path))
            assert_ok(fs_stat(&f->lib.root, path, &sidecar));
        struct query u = db_query(f->c, "UPDATE unit SET article_stamp = ?, sidecar_stamp = ? "
                                        "WHERE n = ?");
        query_blob(&u, stamp_pack(&article.stamp, &f->arena));
        query_blob(&u, str_present(path) ? stamp_pack(&sidecar.stamp, &f->arena) : (str){0});
        query_int(&u, query_int_at(&q, 0));
        query_run(&u);
    }
    query_end(&q);
    q = db_query(f->c, "SELECT n, path FROM scope");
    while (query_row(&q)) {
        struct fs_entry file = {0};
        assert_ok(fs_stat(&f->lib.root, query_str_at(&q, 1, &f->arena), &file));
        struct query u = db_query(f->c, "UPDATE scope SET stamp = ? WHERE n = ?");
        query_blob(&u, stamp_pack(&file.stamp, &f->arena));
        query_int(&u, query_int_at(&q, 0));
        query_run(&u);
    }
    query_end(&q);
    assert_ok(store_commit(&s));
}

/* -- What is seen ------------------------------------------------------------------------------ */

static void files_are_added_changed_and_removed(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "# Alpha\n\nJapan.\n");
    tree_write(&f->tree, "b/c.md", "# Gamma\n");
    refresh(f);
    assert_counts(f, .briefings = 2, .added = 2);
    assert_true(catalog_is_complete(f->c));
    assert_str(row(f, "a").title, "Alpha");

    long generation = catalog_generation(f->c);
    refresh(f);
    assert_counts(f, .briefings = 2, .unchanged = 2);
    assert_int_equal(catalog_generation(f->c), generation);

    tree_write(&f->tree, "a.md", "# Another\n");
    refresh(f);
    assert_counts(f, .briefings = 2, .changed = 1, .unchanged = 1);
    assert_str(row(f, "a").title, "Another");
    assert_true(catalog_generation(f->c) > generation);

    tree_write(&f->tree, "a.yaml", "title: Stated\n");
    refresh(f);
    assert_counts(f, .briefings = 2, .changed = 1, .unchanged = 1);
    assert_str(row(f, "a").title, "Stated");

    tree_delete(&f->tree, "a.yaml");
    tree_delete(&f->tree, "b");
    refresh(f);
    assert_counts(f, .briefings = 1, .changed = 1, .removed = 1);
    assert_str(row(f, "a").title, "Another");
    assert_as_fresh(f, "at the end");
}

static void a_new_process_goes_on(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "# Alpha\n");
    refresh(f);
    reopen(f);
    assert_true(catalog_is_complete(f->c));
    refresh(f);
    assert_counts(f, .briefings = 1, .unchanged = 1);
}

/* The same size, times and inode: only the content tells. */
static void an_edit_within_the_clocks_step_is_seen(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "# Alpha\n");
    tree_write(&f->tree, "b.md", "# B\n");
    tree_write(&f->tree, "b.yaml", "title: One\n");
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Xi}]\n");
    refresh(f);
    tree_write(&f->tree, "a.md", "# Omega\n");
    forge_stamps(f);
    refresh(f);
    assert_counts(f, .briefings = 2, .changed = 1, .unchanged = 1);
    assert_str(row(f, "a").title, "Omega");
    tree_write(&f->tree, "b.yaml", "title: Two\n");
    forge_stamps(f);
    refresh(f);
    assert_str(row(f, "b").title, "Two");
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Pi}]\n");
    forge_stamps(f);
    refresh(f);
    assert_counts(f, .briefings = 2, .changed = 2);
    assert_str(catalog_entity_name(f->c, STR("x"), &f->arena), "Pi");
}

/* Set back by its owner after the edit: the time of the last status change tells. */
static void an_edit_that_keeps_the_time_is_seen(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "# Alpha\n");
    age(f, "a.md");
    refresh(f);
    tree_write(&f->tree, "a.md", "# Omega\n");
    age(f, "a.md");
    refresh(f);
    assert_str(row(f, "a").title, "Omega");
}

static void a_registry_reaches_what_is_below_it(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "Xi and Pi.\n");
    tree_write(&f->tree, "in/b.md", "Xi and Pi.\n");
    tree_write(&f->tree, "in2/c.md", "Xi and Pi.\n");
    refresh(f);
    assert_int_equal(row(f, "in/b").entities, 0);

    tree_write(&f->tree, "in/entities.yaml", "entities: [{id: x, name: Xi}]\n");
    refresh(f);
    assert_counts(f, .briefings = 3, .changed = 1, .unchanged = 2);
    assert_int_equal(row(f, "in/b").entities, 1);
    assert_int_equal(row(f, "in2/c").entities, 0);
    assert_as_fresh(f, "registry added");

    tree_write(&f->tree, "entities.yaml", "entities: [{id: p, name: Pi}, {id: q, name: Q}]\n");
    refresh(f);
    assert_counts(f, .briefings = 3, .changed = 3);
    assert_int_equal(row(f, "in/b").entities, 2);
    assert_as_fresh(f, "outer registry added");
    struct entity_page page;
    assert_ok(catalog_entities(f->c, NULL, 10, &f->arena, &page));
    assert_int_equal(page.count, 3);
    assert_str(page.rows[2].id, "q"); /* mentioned nowhere */

    tree_delete(&f->tree, "in/entities.yaml");
    refresh(f);
    assert_counts(f, .briefings = 3, .changed = 1, .unchanged = 2);
    assert_int_equal(row(f, "in/b").entities, 1);
    assert_as_fresh(f, "registry removed");
}

static void the_registry_nearest_the_root_speaks(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "in/entities.yaml", "entities: [{id: x, name: Inner}]\n");
    tree_write(&f->tree, "in/a.md", "Inner\n");
    tree_write(&f->tree, "b.md", "Own\n");
    tree_write(&f->tree, "b.yaml", "date: 2024\nentities: [{id: x, name: Own}]\n");
    refresh(f);
    assert_str(catalog_entity_name(f->c, STR("x"), &f->arena), "Inner");
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Outer}]\n");
    refresh(f);
    assert_str(catalog_entity_name(f->c, STR("x"), &f->arena), "Outer");
    tree_delete(&f->tree, "entities.yaml");
    tree_delete(&f->tree, "in/entities.yaml");
    refresh(f);
    assert_str(catalog_entity_name(f->c, STR("x"), &f->arena), "Own");
}

static void a_refused_article_is_not_listed_but_its_reason_is(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "# Alpha\n");
    refresh(f);
    tree_write_bytes(&f->tree, "a.md", "\xFF\xFE#\0", 4);
    refresh(f);
    assert_counts(f, .removed = 1, .refused = 1);
    struct diag_page page;
    assert_ok(catalog_diags(f->c, STR("a"), NULL, 10, &f->arena, &page));
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].code, DIAG_ENCODING);
    refresh(f);
    assert_counts(f, .refused = 1);
    tree_write(&f->tree, "a.md", "# Again\n");
    refresh(f);
    assert_counts(f, .briefings = 1, .added = 1);
    assert_ok(catalog_diags(f->c, (str){0}, NULL, 10, &f->arena, &page));
    assert_int_equal(page.count, 0);
}

static void problems_of_the_structure_come_and_go(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "# Alpha\n");
    tree_write(&f->tree, "lonely.yaml", "title: x\n");
    tree_fifo(&f->tree, "pipe.md");
    refresh(f);
    struct diag_page page;
    assert_ok(catalog_diags(f->c, (str){0}, NULL, 10, &f->arena, &page));
    assert_int_equal(page.count, 2);
    assert_int_equal(page.rows[0].code, DIAG_NO_ARTICLE);
    assert_int_equal(page.rows[1].code, DIAG_NOT_A_FILE);
    tree_delete(&f->tree, "pipe.md");
    tree_write(&f->tree, "lonely.txt", "Now it has one.\n");
    refresh(f);
    assert_ok(catalog_diags(f->c, (str){0}, NULL, 10, &f->arena, &page));
    assert_int_equal(page.count, 0);
}

static void another_article_may_take_the_id(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.txt", "Plain\n");
    refresh(f);
    tree_write(&f->tree, "a.md", "# Marked\n");
    refresh(f);
    assert_counts(f, .briefings = 1, .changed = 1);
    assert_str(row(f, "a").path, "a.md");
    assert_as_fresh(f, "shadowed");
    tree_delete(&f->tree, "a.md");
    refresh(f);
    assert_str(row(f, "a").path, "a.txt");
    assert_as_fresh(f, "uncovered");
}

static void a_rebuild_loads_everything(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "# Alpha\n");
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Xi}]\n");
    refresh(f);
    assert_ok(catalog_refresh(f->c, &f->lib, true, NULL, &f->counts));
    assert_counts(f, .briefings = 1, .changed = 1);
    assert_as_fresh(f, "rebuilt");
}

static void one_article_has_a_catalogue_of_its_own(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "a.md", "# Alpha\n");
    tree_write(&f->tree, "b.md", "# Beta\n");
    char path[PATH_MAX], notice[256];
    struct library lib = {0};
    struct catalog *c;
    assert_ok(library_open(&lib, str_of(tree_path(&f->tree, "a.md", path))));
    assert_ok(
        catalog_open(&lib, &(struct catalog_options){.cache_home = str_of(f->cache)}, &c, notice));
    assert_ok(catalog_refresh(c, &lib, false, NULL, &f->counts));
    assert_counts(f, .briefings = 1, .added = 1);
    assert_int_not_equal(access(f->cache, F_OK), 0);
    catalog_close(c);
    library_close(&lib);
}

/* -- Interruptions ----------------------------------------------------------------------------- */

enum { MANY = 300 };

static void write_many(struct fixture *f)
{
    for (int i = 0; i < MANY; i++) {
        char path[40], text[200];
        snprintf(path, sizeof path, "d%d/b%03d.md", i % 7, i);
        snprintf(text, sizeof text, "# Title %d\n\nXi met Pi.\n", i);
        tree_write(&f->tree, path, text);
        snprintf(path, sizeof path, "d%d/b%03d.yaml", i % 7, i);
        snprintf(text, sizeof text,
                 "date: 2024-%02d\nagreements:\n- {id: g%d, status: signed, date: 2023-%02d}\n",
                 i % 12 + 1, i % 40, i % 11 + 1);
        tree_write(&f->tree, path, text);
    }
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Xi}, {id: p, name: Pi}]\n");
}

struct stopping {
    size_t asked, stop_at, reports;
    struct refresh_progress last;
};

static bool stop(void *user)
{
    struct stopping *s = user;
    return ++s->asked > s->stop_at;
}

static void watch(void *user, const struct refresh_progress *p)
{
    struct stopping *s = user;
    assert_true(p->loaded <= p->to_load);
    assert_true(p->loaded >= s->last.loaded);
    s->last = *p;
    s->reports++;
}

static void a_cancelled_run_is_taken_up_again(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    reopen(f);
    struct stopping s = {.stop_at = 450};
    struct refresh_hooks hooks = {.user = &s, .cancelled = stop, .progress = watch};
    struct err e = catalog_refresh(f->c, &f->lib, false, &hooks, &f->counts);
    assert_int_equal(e.code, ERR_CANCELLED);
    assert_false(catalog_is_complete(f->c));
    size_t done = f->counts.added;
    assert_true(done > 0 && done < MANY);
    s = (struct stopping){.stop_at = 1000000};
    assert_ok(catalog_refresh(f->c, &f->lib, false, &hooks, &f->counts));
    assert_true(s.reports > 1);
    assert_int_equal(s.last.loaded, s.last.to_load);
    assert_int_equal(s.last.to_load, MANY - done);
    assert_counts(f, .briefings = MANY, .added = MANY - done, .unchanged = done);
    assert_as_fresh(f, "resumed");
}

/* A changed registry is remembered by what it makes stale, not by itself. */
static void a_run_cancelled_over_a_registry_is_taken_up_again(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    refresh(f);
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Xi}]\n");
    for (size_t at = 310; at < 700; at += 60) {
        struct stopping s = {.stop_at = at};
        struct refresh_hooks hooks = {.user = &s, .cancelled = stop};
        catalog_refresh(f->c, &f->lib, false, &hooks, NULL);
        reopen(f);
    }
    refresh(f);
    assert_as_fresh(f, "resumed");
}

static void a_killed_run_is_taken_up_again(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    for (size_t at = 100; at < 1000; at += 150) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            reopen(f);
            struct stopping s = {.stop_at = at};
            struct refresh_hooks hooks = {.user = &s, .cancelled = stop};
            catalog_refresh(f->c, &f->lib, false, &hooks, NULL);
            _exit(0); /* without closing anything */
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
    }
    refresh(f);
    assert_as_fresh(f, "resumed");
}

static void two_processes_refresh_at_once(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    enum { PROCESSES = 3 };
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] != 0)
            continue;
        struct err e = library_open(&f->lib, str_of(f->tree.root));
        const struct catalog_options options = {.cache_home = str_of(f->cache)};
        char notice[256];
        if (!err_failed(&e))
            e = catalog_open(&f->lib, &options, &f->c, notice);
        if (!err_failed(&e))
            e = catalog_refresh(f->c, &f->lib, i == 1, NULL, NULL);
        if (err_failed(&e))
            fprintf(stderr, "child %d: %s\n", i, e.message);
        catalog_close(f->c);
        _exit(err_failed(&e));
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    reopen(f);
    assert_as_fresh(f, "before another refresh");
    refresh(f);
    assert_counts(f, .briefings = MANY, .unchanged = MANY);
}

static void damage_inside_is_made_good(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    refresh(f);
    str path = arena_printf(&f->arena, "%s", f->c->path);
    catalog_close(f->c);
    f->c = NULL;
    int fd = open(path.ptr, O_WRONLY);
    assert_true(fd >= 0);
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    char noise[4096];
    memset(noise, 0xA5, sizeof noise);
    for (off_t at = 4096 * 30; at + 4096 <= st.st_size; at += 4096)
        assert_int_equal(pwrite(fd, noise, sizeof noise, at), (ssize_t)sizeof noise);
    close(fd);
    const struct catalog_options options = {.cache_home = str_of(f->cache)};
    char notice[256];
    assert_ok(catalog_open(&f->lib, &options, &f->c, notice));
    assert_ok(catalog_refresh(f->c, &f->lib, true, NULL, &f->counts));
    assert_true(notice[0] != '\0' || catalog_notice(f->c)[0] != '\0');
    assert_as_fresh(f, "after damage");
}

static void ask_everything(struct fixture *f)
{
    struct catalog_totals totals;
    struct entity_page entities;
    struct timeline_page timeline;
    struct diag_page diags;
    catalog_totals(f->c, &totals);
    for (int sort = 0; sort < LIST_SORT_COUNT; sort++) {
        const struct list_query q = {.sort = (enum list_sort)sort, .filter = STR("t")};
        struct brief_page page;
        catalog_list(f->c, &q, NULL, true, 100, &f->arena, &page);
        catalog_list_count(f->c, &q);
    }
    catalog_entities(f->c, NULL, 100, &f->arena, &entities);
    catalog_timeline(f->c, 0, NULL, 100, &f->arena, &timeline);
    for (size_t i = 0; i < timeline.count; i++)
        for (size_t j = 0; j < timeline.rows[i].milestone_count; j++)
            assert_true(timeline.rows[i].milestones[j].m.status < STATUS_COUNT);
    catalog_diags(f->c, (str){0}, NULL, 100, &f->arena, &diags);
    for (size_t i = 0; i < diags.count; i++)
        assert_non_null(diag_code_name(diags.rows[i].code));
}

/* Whatever bytes of the file are wrong: no crash, no end, and a rebuild succeeds. */
static void any_damage_is_survived(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    refresh(f);
    str path = arena_printf(&f->arena, "%s", f->c->path);
    struct random r = {UINT64_C(0xdead)};
    for (int round = 0; round < 25; round++) {
        catalog_close(f->c);
        f->c = NULL;
        int fd = open(path.ptr, O_WRONLY);
        assert_true(fd >= 0);
        struct stat st;
        assert_int_equal(fstat(fd, &st), 0);
        for (size_t i = 1 + random_below(&r, 300); i > 0; i--) {
            char byte = (char)random_below(&r, 256);
            off_t at = (off_t)random_below(&r, (size_t)st.st_size);
            assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        }
        close(fd);
        const struct catalog_options options = {.cache_home = str_of(f->cache)};
        char notice[256];
        assert_ok(catalog_open(&f->lib, &options, &f->c, notice));
        ask_everything(f);
        assert_ok(catalog_refresh(f->c, &f->lib, true, NULL, NULL));
        ask_everything(f);
    }
}

/* -- Registries above -------------------------------------------------------------------------- */

static void open_inside(struct fixture *f)
{
    char path[PATH_MAX], notice[256];
    catalog_close(f->c);
    library_close(&f->lib);
    assert_ok(library_open(&f->lib, str_of(tree_path(&f->tree, "in", path))));
    const struct catalog_options options = {.cache_home = str_of(f->cache)};
    assert_ok(catalog_open(&f->lib, &options, &f->c, notice));
    assert_ok(catalog_refresh(f->c, &f->lib, false, NULL, &f->counts));
}

static void a_library_may_appear_above_what_is_open(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "in/a.md", "Xi\n");
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Xi}]\n");
    open_inside(f);
    assert_str(row(f, "a").path, "a.md");
    assert_int_equal(row(f, "a").entities, 0);
    tree_write(&f->tree, "library.yaml", "title: All\n");
    open_inside(f);
    assert_str(row(f, "a").path, "in/a.md");
    assert_int_equal(row(f, "a").entities, 1);
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Pi}]\n");
    open_inside(f);
    assert_counts(f, .briefings = 1, .changed = 1);
    assert_int_equal(row(f, "a").entities, 0);
    tree_delete(&f->tree, "library.yaml");
    open_inside(f);
    assert_str(row(f, "a").path, "a.md");
}

/* -- Any edits --------------------------------------------------------------------------------- */

static const char *const places[] = {"", "x/", "x/y/", "z/"};

static str random_sidecar(struct fixture *f, struct random *r)
{
    static const char *const statuses[] = {"signed", "proposed", "in-force", "nonsense"};
    struct buf b = {0};
    if (random_below(r, 4) != 0)
        buf_printf(&b, "date: 20%02zu-0%zu\n", random_below(r, 30), 1 + random_below(r, 9));
    buf_append(&b, STR("entities:\n"));
    for (size_t i = random_below(r, 4); i > 0; i--)
        buf_printf(&b, "- {id: e%zu, name: Name%zu, aliases: [Alias%zu]}\n", i * 3,
                   random_below(r, 6), random_below(r, 6));
    buf_append(&b, STR("agreements:\n"));
    for (size_t i = random_below(r, 4); i > 0; i--) {
        buf_printf(&b, "- {id: g%zu, parties: [e%zu], status: %s, date: 19%02zu",
                   random_below(r, 9), random_below(r, 12), statuses[random_below(r, 4)],
                   random_below(r, 99));
        if (random_below(r, 3) == 0)
            buf_printf(&b, ", supersedes: g%zu", random_below(r, 12));
        if (random_below(r, 2) == 0)
            buf_printf(&b, ", title: Title %zu, quote: Name1", random_below(r, 9));
        buf_append(&b, STR("}\n"));
    }
    str text = arena_printf(&f->arena, "%.*s", STR_FMT(buf_str(&b)));
    buf_release(&b);
    return text;
}

static void random_edit(struct fixture *f, struct random *r)
{
    const char *place = places[random_below(r, 4)];
    static const char *const suffixes[] = {"md", "yaml", "txt", "yml", "markdown"};
    str path = arena_printf(&f->arena, "%sb%zu.%s", place, random_below(r, 8),
                            suffixes[random_below(r, random_below(r, 4) != 0 ? 2 : 5)]);
    char full[PATH_MAX];
    bool there = access(tree_path(&f->tree, path.ptr, full), F_OK) == 0;
    switch (random_below(r, 12)) {
    case 0:
    case 1:
        if (there)
            tree_delete(&f->tree, path.ptr);
        return;
    case 2:
        path = arena_printf(&f->arena, "%sentities.yaml", place);
        if (access(tree_path(&f->tree, path.ptr, full), F_OK) == 0 && random_below(r, 2) != 0)
            tree_delete(&f->tree, path.ptr);
        else
            tree_write(&f->tree, path.ptr,
                       arena_printf(&f->arena,
                                    "entities: [{id: e%zu, name: Name%zu}, {id: e%zu, "
                                    "name: Registered}]\n",
                                    random_below(r, 9), random_below(r, 6), random_below(r, 9))
                           .ptr);
        return;
    case 3:
        tree_write(&f->tree, arena_printf(&f->arena, "%slibrary.yaml", place).ptr,
                   random_below(r, 2) != 0 ? "title: A section\n"
                                           : "nonsense: here\nlanguage: en\n");
        return;
    case 4:
        tree_write_bytes(&f->tree, path.ptr, "\xFF\xFE\0\0", 4);
        return;
    default:
        break;
    }
    if (str_ends(path, STR("yaml")) || str_ends(path, STR("yml")))
        tree_write(&f->tree, path.ptr, random_sidecar(f, r).ptr);
    else
        tree_write(&f->tree, path.ptr,
                   arena_printf(&f->arena,
                                "# T%zu\n\nName%zu met Name%zu and Alias%zu, "
                                "[see](agreement:g%zu).\n",
                                random_below(r, 9), random_below(r, 6), random_below(r, 6),
                                random_below(r, 6), random_below(r, 12))
                       .ptr);
}

static void after_any_edits_it_is_as_fresh(void **state)
{
    struct fixture *f = *state;
    const uint64_t seed = UINT64_C(0xed17);
    print_message("seed %llx\n", (unsigned long long)seed);
    struct random r = {seed};
    for (int round = 0; round < 40; round++) {
        for (size_t i = 1 + random_below(&r, round == 0 ? 60 : 8); i > 0; i--)
            random_edit(f, &r);
        if (random_below(&r, 5) == 0)
            reopen(f);
        refresh(f);
        char when[40];
        snprintf(when, sizeof when, "round %d", round);
        assert_as_fresh(f, when);
    }
}

#define TEST_OF(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(files_are_added_changed_and_removed),
        TEST_OF(a_new_process_goes_on),
        TEST_OF(an_edit_within_the_clocks_step_is_seen),
        TEST_OF(an_edit_that_keeps_the_time_is_seen),
        TEST_OF(a_registry_reaches_what_is_below_it),
        TEST_OF(the_registry_nearest_the_root_speaks),
        TEST_OF(a_refused_article_is_not_listed_but_its_reason_is),
        TEST_OF(problems_of_the_structure_come_and_go),
        TEST_OF(another_article_may_take_the_id),
        TEST_OF(a_rebuild_loads_everything),
        TEST_OF(one_article_has_a_catalogue_of_its_own),
        TEST_OF(a_cancelled_run_is_taken_up_again),
        TEST_OF(a_run_cancelled_over_a_registry_is_taken_up_again),
        TEST_OF(a_killed_run_is_taken_up_again),
        TEST_OF(two_processes_refresh_at_once),
        TEST_OF(damage_inside_is_made_good),
        TEST_OF(any_damage_is_survived),
        TEST_OF(a_library_may_appear_above_what_is_open),
        TEST_OF(after_any_edits_it_is_as_fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
