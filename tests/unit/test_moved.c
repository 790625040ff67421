/* What becomes of what is kept when libraries and briefings are moved, renamed and edited. */
#include "tests/unit/kept.h"

#include <stdlib.h>
#include <unistd.h>

static struct hash content_of(const char *text)
{
    return hash_of(str_of(text));
}

static void a_moved_library_is_recognised(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    char moved[300], back[300];
    kept_reopen(k);
    assert_ok(state_opened(k->s, STR("a"), content_of("A")));
    assert_ok(state_opened(k->s, STR("sub/c"), content_of("C")));
    assert_ok(state_opened(k->s, STR("gone"), content_of("G")));
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    snprintf(moved, sizeof moved, "%s/moved", k->tree.top);
    snprintf(back, sizeof back, "%s", k->tree.root);
    assert_int_equal(rename(k->tree.root, moved), 0);
    kept_open(k, moved);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "a:a");
    assert_ok(state_mark(k->s, 'b', STR("b"), &spot));
    kept_open(k, moved);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "a:a b:b");
    assert_int_equal(rename(moved, back), 0);
}

/* The inode of a directory that was removed is given to the next one. */
static void another_library_with_the_same_inode_is_not(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    char moved[300];
    kept_reopen(k);
    assert_ok(state_opened(k->s, STR("x"), content_of("A")));
    assert_ok(state_opened(k->s, STR("y"), content_of("C")));
    assert_ok(state_mark(k->s, 'a', STR("x"), &spot));
    snprintf(moved, sizeof moved, "%s/moved", k->tree.top);
    assert_int_equal(rename(k->tree.root, moved), 0);
    kept_open(k, moved);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "");
    assert_int_equal(rename(moved, k->tree.root), 0);
    kept_reopen(k);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "a:x");
}

/* Of three that were read one is here, and a directory that is called like another. */
static void a_library_with_few_of_its_briefings_is_not_recognised(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    char moved[300];
    kept_reopen(k);
    assert_ok(state_opened(k->s, STR("a"), content_of("A")));
    assert_ok(state_opened(k->s, STR("sub"), content_of("S"))); /* a directory by that name */
    assert_ok(state_opened(k->s, STR("x"), content_of("X")));
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    tree_directory(&k->tree, "sub.md");
    snprintf(moved, sizeof moved, "%s/moved", k->tree.top);
    assert_int_equal(rename(k->tree.root, moved), 0);
    kept_open(k, moved);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "");
    assert_int_equal(rename(moved, k->tree.root), 0);
}

static bool is_in(void *user, str id)
{
    for (const char *const *gone = user; *gone != NULL; gone++)
        if (str_eq(id, str_of(*gone)))
            return true;
    return false;
}

static void a_moved_briefing_is_followed(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    static const char *const gone[] = {"old", NULL}, *const none[] = {NULL};
    bool followed;
    kept_reopen(k);
    assert_ok(state_opened(k->s, STR("old"), content_of("text")));
    assert_ok(state_save_place(k->s, STR("old"), &spot, 300, 400));
    assert_ok(state_mark(k->s, 'a', STR("old"), &spot));
    assert_ok(state_add_note(k->s, STR("old"), &spot, STR("n"), &k->arena, NULL));

    /* A copy is no move; another text is another briefing. */
    assert_ok(state_follow(k->s, STR("new"), content_of("text"), is_in, (void *)none, &followed));
    assert_false(followed);
    assert_ok(state_follow(k->s, STR("new"), content_of("other"), is_in, (void *)gone, &followed));
    assert_false(followed);
    assert_ok(state_follow(k->s, STR("new"), content_of("text"), is_in, (void *)gone, &followed));
    assert_true(followed);
    assert_string_equal(kept_row(k, k->s, "new"), "reading 300/400 @1000 1n 1m");
    assert_string_equal(kept_row(k, k->s, "old"), "unread 0/0 @0 0n 0m");

    /* What is known already stays what it is. */
    static const char *const new_gone[] = {"new", NULL};
    assert_ok(state_set_read(k->s, STR("third"), READ_STATE_READ));
    assert_ok(
        state_follow(k->s, STR("third"), content_of("text"), is_in, (void *)new_gone, &followed));
    assert_false(followed);
    assert_string_equal(kept_row(k, k->s, "third"), "read 0/0 @0 0n 0m");
}

/* Two that are gone with one text: neither is guessed. */
static void of_two_that_are_gone_none_is_followed(void **state)
{
    struct kept *k = *state;
    static const char *const gone[] = {"one", "two", NULL};
    bool followed;
    kept_reopen(k);
    assert_ok(state_opened(k->s, STR("one"), content_of("text")));
    assert_ok(state_opened(k->s, STR("two"), content_of("text")));
    assert_ok(state_follow(k->s, STR("new"), content_of("text"), is_in, (void *)gone, &followed));
    assert_false(followed);
}

static void one_that_was_edited_too_is_followed_by_its_words(void **state)
{
    struct kept *k = *state;
    static const char text[] = "Before it.\n\nHere stood the reader when it was left alone.\n\n"
                               "After it there is a little more to be read.\n";
    static const char edited[] = "Before it, now.\n\nHere stood the reader when it was left "
                                 "alone.\n\nAfter it there is a little more to read.\n";
    static const char other[] = "Before it.\n\nHere is nothing of what was there before then.\n\n"
                                "After it there is a little more to be read.\n";
    static const char *const gone[] = {"old", "older", NULL};
    struct document doc = {.text = str_of(text)}, now = {.text = str_of(edited)},
                    another = {.text = str_of(other)};
    struct folded folded = text_fold(doc.text, &k->arena);
    struct folded now_folded = text_fold(now.text, &k->arena);
    struct folded other_folded = text_fold(another.text, &k->arena);
    size_t at = str_find(doc.text, STR("Here"), 0);
    struct spot spot = spot_of(&doc, &folded, (struct span){at, at});
    bool followed;
    kept_reopen(k);
    assert_ok(state_save_place(k->s, STR("old"), &spot, 300, 400));
    assert_ok(state_follow_text(k->s, STR("new"), &another, &other_folded, is_in, (void *)gone,
                                &followed));
    assert_false(followed);
    assert_ok(
        state_follow_text(k->s, STR("new"), &now, &now_folded, is_in, (void *)gone, &followed));
    assert_true(followed);
    assert_string_equal(kept_row(k, k->s, "new"), "reading 300/400 @0 0n 0m");

    /* Of two that are gone neither is guessed; what is there still was not moved. */
    assert_ok(state_save_place(k->s, STR("old"), &spot, 300, 400));
    assert_ok(state_save_place(k->s, STR("older"), &spot, 300, 400));
    assert_ok(
        state_follow_text(k->s, STR("newer"), &now, &now_folded, is_in, (void *)gone, &followed));
    assert_false(followed);
    /* However many are there, nobody looks for their words. */
    static const char *const none[] = {NULL};
    assert_ok(state_follow_text(k->s, STR("newer"), &now, NULL, is_in, (void *)none, &followed));
    assert_false(followed);
}

struct moves {
    const char *const *gone;
    const char *to; /* who has the text "text" now */
};

static bool is_missing(void *user, str id)
{
    struct moves *m = user;
    return is_in((void *)m->gone, id);
}

static str find_text(void *user, struct hash content, struct arena *a)
{
    struct moves *m = user;
    struct hash text = content_of("text");
    return memcmp(&content, &text, sizeof text) == 0 && m->to ? arena_str(a, str_of(m->to))
                                                              : (str){0};
}

static void all_that_moved_are_followed(void **state)
{
    struct kept *k = *state;
    static const char *const gone[] = {"old", "lost", "twin", "other-twin", NULL};
    struct moves moves = {gone, "sub/new"};
    struct state_moves m = {&moves, is_missing, find_text};
    struct spot spot = kept_spot("q", 1);
    size_t followed;
    kept_reopen(k);
    assert_ok(state_opened(k->s, STR("old"), content_of("text")));
    assert_ok(state_mark(k->s, 'a', STR("old"), &spot));
    assert_ok(state_opened(k->s, STR("lost"), content_of("nowhere")));
    assert_ok(state_opened(k->s, STR("there"), content_of("text")));
    assert_ok(state_follow_all(k->s, &m, &followed));
    assert_int_equal(followed, 1);
    assert_string_equal(kept_row(k, k->s, "sub/new"), "reading 0/0 @1000 0n 1m");
    assert_string_equal(kept_row(k, k->s, "lost"), "reading 0/0 @1000 0n 0m");
    assert_ok(state_follow_all(k->s, &m, &followed));
    assert_int_equal(followed, 0);

    /* Nobody has it, or several do; two are gone; it is known already. */
    moves.to = NULL;
    assert_ok(state_opened(k->s, STR("twin"), content_of("text")));
    assert_ok(state_follow_all(k->s, &m, &followed));
    assert_int_equal(followed, 0);
    moves.to = "sub/newer";
    assert_ok(state_opened(k->s, STR("other-twin"), content_of("text")));
    assert_ok(state_follow_all(k->s, &m, &followed));
    assert_int_equal(followed, 0);
    assert_ok(state_opened(k->s, STR("other-twin"), content_of("different")));
    moves.to = "there";
    assert_ok(state_follow_all(k->s, &m, &followed));
    assert_int_equal(followed, 0);
    moves.to = "sub/newer";
    assert_ok(state_follow_all(k->s, &m, &followed));
    assert_int_equal(followed, 1);
    assert_string_equal(kept_row(k, k->s, "sub/newer"), "reading 0/0 @1000 0n 0m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(a_moved_library_is_recognised),
        KEPT_TEST(another_library_with_the_same_inode_is_not),
        KEPT_TEST(a_library_with_few_of_its_briefings_is_not_recognised),
        KEPT_TEST(a_moved_briefing_is_followed),
        KEPT_TEST(of_two_that_are_gone_none_is_followed),
        KEPT_TEST(one_that_was_edited_too_is_followed_by_its_words),
        KEPT_TEST(all_that_moved_are_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
