/* Bringing a catalogue up to date: what is seen of what happened to the files. */
#include "catalog/look.h"
#include "catalog/query.h"
#include "tests/unit/refreshed.h"

#include <time.h>
#include <unistd.h>

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
    assert_counts(f, .briefings = 2, .unchanged = 2); /* neither mentions it */
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
    assert_ok(catalog_diags(f->c, STR("a"), NULL, false, 10, &f->arena, &page));
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].code, DIAG_ENCODING);
    refresh(f);
    assert_counts(f, .refused = 1);
    tree_write(&f->tree, "a.md", "# Again\n");
    refresh(f);
    assert_counts(f, .briefings = 1, .added = 1);
    assert_ok(catalog_diags(f->c, (str){0}, NULL, false, 10, &f->arena, &page));
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
    assert_ok(catalog_diags(f->c, (str){0}, NULL, false, 10, &f->arena, &page));
    assert_int_equal(page.count, 2);
    assert_int_equal(page.rows[0].code, DIAG_NO_ARTICLE);
    assert_int_equal(page.rows[1].code, DIAG_NOT_A_FILE);
    tree_delete(&f->tree, "pipe.md");
    tree_write(&f->tree, "lonely.txt", "Now it has one.\n");
    refresh(f);
    assert_ok(catalog_diags(f->c, (str){0}, NULL, false, 10, &f->arena, &page));
    assert_int_equal(page.count, 0);
}

static size_t problem_count(struct fixture *f)
{
    struct diag_page page;
    assert_ok(catalog_diags(f->c, (str){0}, NULL, false, 10, &f->arena, &page));
    return page.count;
}

/* Two briefings say the same of a name, at its place in the registry: it stays while one does. */
static void problems_in_other_files_go_with_who_said_them(void **state)
{
    struct fixture *f = *state;
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Xi}, {id: y, name: Xi}]\n");
    tree_write(&f->tree, "a.md", "Xi came.\n");
    tree_write(&f->tree, "b.md", "Xi went.\n");
    refresh(f);
    assert_int_equal(problem_count(f), 1);
    tree_write(&f->tree, "a.md", "Nobody came.\n");
    refresh(f);
    assert_int_equal(problem_count(f), 1);
    tree_delete(&f->tree, "b.md");
    refresh(f);
    assert_int_equal(problem_count(f), 0);
    assert_as_fresh(f, "said elsewhere");
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

/* It could be read when it was looked at, and not when it was loaded. */
static void what_could_not_be_read_is_not_the_same_next_time(void **state)
{
    struct arena a = {0};
    struct diag_list diags = {.arena = &a};
    (void)state;
    assert_str(look_hash_loaded(STR("hash"), NULL), "hash");
    diag_add(&diags, (struct origin){.file = STR("a.yaml")}, DIAG_YAML, "not YAML");
    assert_str(look_hash_loaded(STR("hash"), &diags), "hash");
    diag_add(&diags, (struct origin){.file = STR("a.yaml")}, DIAG_UNREADABLE, "no");
    assert_str(look_hash_loaded(STR("hash"), &diags), "");
    arena_release(&a);
}

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
        TEST_OF(problems_in_other_files_go_with_who_said_them),
        TEST_OF(another_article_may_take_the_id),
        TEST_OF(a_rebuild_loads_everything),
        TEST_OF(one_article_has_a_catalogue_of_its_own),
        TEST_OF(a_library_may_appear_above_what_is_open),
        cmocka_unit_test(what_could_not_be_read_is_not_the_same_next_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
