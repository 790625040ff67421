/* The user's state file with any changes: read, written to, and never deleted. */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "state/state.h"
#include "tests/support/sound.h"

#include <stdio.h>
#include <unistd.h>

static struct {
    struct arena arena;
    char home[400], path[440];
    str good;
} made; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static int64_t clock_of_test(void)
{
    return 1700000000;
}

static struct state *open_state(const struct library *lib)
{
    struct state *s;
    const struct state_options options = {.state_home = str_of(made.home), .clock = clock_of_test};
    fuzz_ok(state_open(lib, &options, &s));
    return s;
}

static struct spot spot(void)
{
    return (struct spot){
        .quote = STR("Japan"), .prefix = STR("and "), .start = 4, .end = 9, .length = 500};
}

static void fill(struct state *s)
{
    struct spot at = spot();
    struct hash content = hash_of(STR("content"));
    struct arena a = {0};
    fuzz_ok(state_opened(s, STR("a"), content));
    fuzz_ok(state_save_place(s, STR("a"), &at, 400, 600));
    fuzz_ok(state_set_read(s, STR("b"), READ_STATE_READ));
    fuzz_ok(state_mark(s, 'a', STR("a"), &at));
    fuzz_ok(state_add_note(s, STR("a"), &at, STR("a note"), &a, NULL));
    arena_release(&a);
}

static void make(const struct library *lib, const struct tree *tree)
{
    snprintf(made.home, sizeof made.home, "%s/kept", tree->home);
    snprintf(made.path, sizeof made.path, "%s/attache/state.db", made.home);
    struct state *s = open_state(lib);
    fill(s);
    state_close(s);
    made.good = fuzz_file(made.path, &made.arena);
}

/* What is read of it: items with letters and ids as promised, rows with numbers in their bounds. */
static void read_all(struct state *s, struct arena *a)
{
    struct state_items items = {0};
    struct state_page page = {0};
    struct state_counts counts;
    struct err e = state_items(s, STATE_MARKS | STATE_NOTES, NULL, 10, a, &items);
    for (size_t i = 0; !err_failed(&e) && i < items.len; i++) {
        const struct state_item *item = &items.items[i];
        FUZZ_EXPECT(item->kind == STATE_NOTE || (item->letter >= 'a' && item->letter <= 'z'));
        FUZZ_EXPECT(item->spot.start <= item->spot.end);
    }
    e = state_recent(s, NULL, 10, a, &page);
    for (size_t i = 0; !err_failed(&e) && i < page.count; i++) {
        FUZZ_EXPECT(page.rows[i].permille <= 1000 && page.rows[i].furthest <= 1000);
        FUZZ_EXPECT(page.rows[i].read < READ_STATE_COUNT);
    }
    e = state_counts(s, &counts);
    struct state_briefing b;
    e = state_briefing(s, STR("a"), a, &b);
}

void fuzz_one(str bytes)
{
    static const struct tree_file files[] = {
        {"a.md", "# A\n"},
        {"b.md", "# B\n"}
    };
    struct tree *tree = fuzz_tree(files, 2);
    struct library lib = {0};
    struct arena a = {0};
    fuzz_ok(library_open(&lib, str_of(tree->root)));
    if (!str_present(made.good))
        make(&lib, tree);
    unlink(arena_printf(&a, "%s-wal", made.path).ptr);
    unlink(arena_printf(&a, "%s-shm", made.path).ptr);
    str changed = made.good;
    fuzz_patch(&changed, 1, bytes, &a);
    fuzz_write(made.path, changed);
    struct state *s = open_state(&lib);
    struct spot at = spot();
    read_all(s, &a);
    struct err e = state_mark(s, 'b', STR("b"), &at);
    (void)e; /* a damaged file may refuse, and says so */
    read_all(s, &a);
    state_close(s);
    FUZZ_EXPECT(access(made.path, F_OK) == 0);
    arena_release(&a);
    library_close(&lib);
}
