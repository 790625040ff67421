/* Bringing a catalogue up to date whatever happens: cancelled, killed, damaged, by several at once,
 * after any edits. The result is that of a fresh one. */
#include "catalog/query.h"
#include "catalog/search.h"
#include "tests/unit/refreshed.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* -- Interruptions ----------------------------------------------------------------------------- */

enum { MANY = 160 };

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
    size_t asked, stop_at, reports, told;
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
    s->told += p->commits > s->last.commits;
    s->last = *p;
    s->reports++;
}

static void a_cancelled_run_is_taken_up_again(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    reopen(f);
    struct stopping s = {.stop_at = 250};
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
    assert_int_equal(s.told, s.last.commits); /* each of them by itself */
    assert_int_equal(s.last.to_load, MANY - done);
    assert_counts(f, .briefings = MANY, .added = MANY - done, .unchanged = done);
    assert_as_fresh(f, "resumed");
}

/* Before everything is looked at again: the walk of it never ends here. */
static void what_is_new_in_a_directory_comes_first(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    refresh(f);
    tree_write(&f->tree, "d3/new.md", "# New\n\nXi.\n");
    tree_write(&f->tree, "d3/within/new.md", "# Newer\n");
    tree_write(&f->tree, "d4/b004.md", "# Changed in place\n");
    tree_write(&f->tree, "d3/b003.md", "# Changed beside it\n");
    struct stopping s = {.stop_at = 100};
    struct refresh_hooks hooks = {.user = &s, .cancelled = stop, .progress = watch};
    struct err e = catalog_refresh(f->c, &f->lib, false, &hooks, &f->counts);
    assert_int_equal(e.code, ERR_CANCELLED);
    assert_int_equal(s.reports, 1); /* by which one hears that it is there */
    assert_true(s.last.commits > 0);
    assert_true(catalog_has(f->c, STR("d3/new")));
    assert_true(catalog_has(f->c, STR("d3/within/new")));
    assert_int_equal(f->counts.added, 2);
    assert_int_equal(f->counts.changed, 0);
    refresh(f);
    assert_counts(f, .briefings = MANY + 2, .changed = 2, .unchanged = MANY);
    assert_as_fresh(f, "after it");
}

/* A changed registry is remembered by what it makes stale, not by itself. */
static void a_run_cancelled_over_a_registry_is_taken_up_again(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    refresh(f);
    tree_write(&f->tree, "entities.yaml", "entities: [{id: x, name: Xi}]\n");
    for (size_t at = 175; at < 400; at += 40) {
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
    for (size_t at = 100; at < 480; at += 70) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            reopen(f);
            struct stopping s = {.stop_at = at};
            struct refresh_hooks hooks = {.user = &s, .cancelled = stop};
            catalog_refresh(f->c, &f->lib, false, &hooks, NULL);
            raise(SIGKILL);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
    }
    refresh(f);
    assert_as_fresh(f, "resumed");
}

static void two_processes_refresh_at_once(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    refresh_at_once(f, 3, 1u << 1);
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

static void ask_words(struct fixture *f)
{
    struct clause_fault fault;
    static const char *const queries[] = {"xi", "t*", "=Pi", "\"met pi\""};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct search_page page;
        const struct search_query q = {.query = clause_parse(str_of(queries[i]), &f->arena, &fault),
                                       .order = SEARCH_BY_SCORE};
        catalog_search(f->c, &q, NULL, false, 20, &f->arena, &page);
    }
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
        catalog_list_count(f->c, &q, &(size_t){0});
    }
    catalog_entities(f->c, NULL, 100, &f->arena, &entities);
    catalog_timeline(f->c, 0, NULL, 100, &f->arena, &timeline);
    for (size_t i = 0; i < timeline.count; i++)
        for (size_t j = 0; j < timeline.rows[i].milestone_count; j++)
            assert_true(timeline.rows[i].milestones[j].m.status < STATUS_COUNT);
    ask_words(f);
    catalog_diags(f->c, (str){0}, NULL, false, 100, &f->arena, &diags);
    for (size_t i = 0; i < diags.count; i++)
        assert_non_null(diag_code_name(diags.rows[i].code));
}

/* Whatever bytes of a file are wrong: no crash, no end, and a rebuild succeeds. */
static void survive_damage(struct fixture *f, str path)
{
    struct random r = {UINT64_C(0xdead)};
    for (int round = 0; round < 12; round++) {
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

static void any_damage_is_survived(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    refresh(f);
    survive_damage(f, arena_printf(&f->arena, "%s", f->c->path));
}

static void any_damage_to_the_texts_is_survived(void **state)
{
    struct fixture *f = *state;
    write_many(f);
    refresh(f);
    survive_damage(f, arena_printf(&f->arena, "%s", f->c->texts.path));
    assert_as_fresh(f, "after damage to the texts");
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
    for (int round = 0; round < 30; round++) {
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(a_cancelled_run_is_taken_up_again),
        TEST_OF(what_is_new_in_a_directory_comes_first),
        TEST_OF(a_run_cancelled_over_a_registry_is_taken_up_again),
        TEST_OF(a_killed_run_is_taken_up_again),
        TEST_OF(two_processes_refresh_at_once),
        TEST_OF(damage_inside_is_made_good),
        TEST_OF(any_damage_is_survived),
        TEST_OF(any_damage_to_the_texts_is_survived),
        TEST_OF(after_any_edits_it_is_as_fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
