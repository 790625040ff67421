/*
 * A library on the disk and its user's state, with a clock that only the test moves. A cmocka
 * state: KEPT_TEST(function) makes and removes it around each test.
 */
#ifndef ATTACHE_TESTS_UNIT_KEPT_H
#define ATTACHE_TESTS_UNIT_KEPT_H

#include "state/state.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "tests/support/tree.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct kept {
    struct tree tree;
    struct library lib;
    struct state *s;
    char home[320], directory[340], file[360];
    struct arena arena;
};

static int64_t kept_time;

static inline int64_t kept_clock(void)
{
    return kept_time;
}

/* One more handle on the same file, or the first. */
static inline struct state *kept_handle(struct kept *k, const struct library *lib)
{
    struct state *s;
    const struct state_options options = {.state_home = str_of(k->home), .clock = kept_clock};
    assert_ok(state_open(lib, &options, &s));
    return s;
}

/* Opens a library, and the state of it anew. */
static inline void kept_open(struct kept *k, const char *path)
{
    state_close(k->s);
    library_close(&k->lib);
    assert_ok(library_open(&k->lib, str_of(path)));
    k->s = kept_handle(k, &k->lib);
}

static inline void kept_reopen(struct kept *k)
{
    kept_open(k, k->tree.root);
}

static inline int kept_make(void **state)
{
    static struct kept k;
    k = (struct kept){.lib.root.fd = -1};
    kept_time = 1000;
    tree_make(&k.tree,
              (struct tree_file[]){
                  {"a.md",      "# A\n"},
                  {"b.md",      "# B\n"},
                  {"sub/c.txt", "C\n"  }
    },
              3);
    snprintf(k.home, sizeof k.home, "%s/kept", k.tree.home);
    snprintf(k.directory, sizeof k.directory, "%s/attache", k.home);
    snprintf(k.file, sizeof k.file, "%s/state.db", k.directory);
    *state = &k;
    return 0;
}

static inline int kept_remove(void **state)
{
    struct kept *k = *state;
    state_close(k->s);
    library_close(&k->lib);
    arena_release(&k->arena);
    chmod(k->home, 0700);
    chmod(k->directory, 0700);
    tree_remove(&k->tree);
    return 0;
}

#define KEPT_TEST(f) cmocka_unit_test_setup_teardown(f, kept_make, kept_remove)

static inline struct spot kept_spot(const char *quote, size_t start)
{
    size_t length = strlen(quote);
    return (struct spot){.quote = str_of(quote),
                         .prefix = STR("before "),
                         .suffix = STR(" after"),
                         .start = start,
                         .end = start + length,
                         .length = 5000};
}

static inline void assert_spot(const struct spot *actual, const struct spot *expected)
{
    assert_true(str_eq(actual->quote, expected->quote));
    assert_true(str_eq(actual->prefix, expected->prefix));
    assert_true(str_eq(actual->suffix, expected->suffix));
    assert_int_equal(actual->start, expected->start);
    assert_int_equal(actual->end, expected->end);
    assert_int_equal(actual->length, expected->length);
}

/* What is known of a briefing: "reading 120/340 @1000 2n 1m". */
static inline const char *kept_row(struct kept *k, struct state *s, const char *id)
{
    struct state_row row;
    str name = str_of(id);
    assert_ok(state_rows(s, &name, 1, &row));
    return arena_printf(&k->arena, "%s %u/%u @%lld %zun %zum", read_state_name(row.read),
                        row.permille, row.furthest, (long long)row.opened, row.notes, row.marks)
        .ptr;
}

/* Marks and notes, the last changed first, in pages of `limit`: "a=a.md x:text …". */
static inline const char *kept_items(struct kept *k, struct state *s, unsigned kinds, size_t limit)
{
    struct buf out = {0};
    struct state_items page = {.more = true};
    struct state_item last;
    for (bool first = true; page.more; first = false) {
        assert_ok(state_items(s, kinds, first ? NULL : &last, limit, &k->arena, &page));
        assert_true(page.len <= limit);
        for (size_t i = 0; i < page.len; i++) {
            const struct state_item *m = &page.items[i];
            buf_printf(&out, "%s%c:%.*s%s%.*s", out.len ? " " : "",
                       m->kind == STATE_MARK ? m->letter : '-', STR_FMT(m->briefing),
                       m->text.len ? "=" : "", STR_FMT(m->text));
        }
        if (page.len > 0)
            last = page.items[page.len - 1];
    }
    const char *text = arena_cstr(&k->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

#endif
