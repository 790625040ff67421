/*
 * One library in a temporary directory, opened, and what loading says of it as lines of text. A
 * cmocka state: LOADED_TEST(function) makes and removes it around each test.
 */
#ifndef ATTACHE_TESTS_LOADED_H
#define ATTACHE_TESTS_LOADED_H

#include "loader/library.h"
#include "tests/support/cmocka.h"
#include "tests/support/tree.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct loaded {
    struct tree tree;
    int here; /* the directory to go back to */
    struct library lib;
    struct arena arena;
    struct briefing *briefing;
    struct buf text; /* what the last question was answered with */
};

static inline int loaded_make(void **state)
{
    struct loaded *t = calloc(1, sizeof *t);
    *state = t;
    t->lib.root.fd = -1;
    t->here = open(".", O_RDONLY | O_DIRECTORY);
    tree_make(&t->tree, NULL, 0);
    return chdir(t->tree.top);
}

static inline int loaded_remove(void **state)
{
    struct loaded *t = *state;
    library_close(&t->lib);
    arena_release(&t->arena);
    buf_release(&t->text);
    int went = fchdir(t->here);
    close(t->here);
    tree_remove(&t->tree);
    free(t);
    return went;
}

#define LOADED_TEST(f) cmocka_unit_test_setup_teardown(f, loaded_make, loaded_remove)

/* Files of the library, whose directory is called as tree_make calls it. */
#define FILES(t, ...)                                                                              \
    loaded_write(t, (const struct tree_file[]){__VA_ARGS__},                                       \
                 sizeof((const struct tree_file[]){__VA_ARGS__}) / sizeof(struct tree_file))

static inline void loaded_write(struct loaded *t, const struct tree_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tree_write(&t->tree, files[i].path, files[i].text);
}

/* Opens the library by the name of its directory, so that diagnostics begin with it. */
static inline void loaded_open(struct loaded *t, const char *path)
{
    library_close(&t->lib);
    struct err e = library_open(&t->lib, str_of(path));
    if (err_failed(&e))
        fail_msg("%s", e.message);
}

static inline const char *loaded_text(struct loaded *t)
{
    buf_byte(&t->text, '\0');
    t->text.len--;
    return t->text.ptr;
}

static inline void loaded_add_diags(struct loaded *t, const struct diag_list *diags)
{
    for (size_t i = 0; i < diags->len; i++) {
        library_format_diag(&t->lib, &diags->items[i], &t->text);
        buf_byte(&t->text, '\n');
    }
}

/* Loads a briefing by id or path and gives its diagnostics, one a line; those of a refusal too. */
static inline const char *loaded_diags(struct loaded *t, const char *id)
{
    struct unit unit;
    struct diag_list refused = {.arena = &t->arena};
    buf_clear(&t->text);
    t->briefing = NULL;
    struct err e = library_find(&t->lib, str_of(id), &t->arena, &unit);
    if (err_failed(&e))
        fail_msg("%s", e.message);
    e = library_load(&t->lib, &unit, &t->arena, &t->briefing, &refused);
    loaded_add_diags(t, err_failed(&e) ? &refused : &t->briefing->diags);
    return loaded_text(t);
}

/* The mentions of the briefing that was loaded: "text origin id[|id…]", one a line. */
static inline const char *loaded_mentions(struct loaded *t)
{
    const struct briefing *b = t->briefing;
    buf_clear(&t->text);
    for (size_t i = 0; i < b->mention_count; i++) {
        const struct mention *m = &b->mentions[i];
        buf_append(&t->text, str_sub(b->document.text, m->span.start, m->span.end));
        buf_printf(&t->text, " %s ", mention_origin_name(m->origin));
        for (size_t k = 0; k < m->candidate_count; k++) {
            buf_append(&t->text, k ? STR("|") : STR(""));
            buf_append(&t->text, b->entities[m->candidates[k]].id);
        }
        buf_byte(&t->text, '\n');
    }
    return loaded_text(t);
}

/* What a walk meets, one a line: "scope PATH", "unit ID ARTICLE SIDECAR", then its diagnostics. */
static inline bool loaded_see_scope(void *user, const struct scope_file *file)
{
    struct loaded *t = user;
    buf_printf(&t->text, "scope %.*s\n", STR_FMT(file->path));
    return true;
}

static inline bool loaded_see_unit(void *user, const struct unit *unit)
{
    struct loaded *t = user;
    buf_printf(&t->text, "unit %.*s %.*s %.*s\n", STR_FMT(unit->id), STR_FMT(unit->article),
               STR_FMT(unit->sidecar));
    return true;
}

static inline const char *loaded_walk(struct loaded *t)
{
    struct library_visitor visitor = {
        .user = t, .scope = loaded_see_scope, .unit = loaded_see_unit};
    struct diag_list diags = {.arena = &t->arena};
    buf_clear(&t->text);
    struct err e = library_walk(&t->lib, &visitor, &diags);
    if (err_failed(&e))
        fail_msg("%s", e.message);
    diag_sort(&diags);
    loaded_add_diags(t, &diags);
    return loaded_text(t);
}

#endif
