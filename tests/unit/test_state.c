/* What is kept of a reader: reading, marks, notes, and who they belong to. */
#include "tests/unit/kept.h"

#include <stdlib.h>
#include <unistd.h>

static struct hash content_of(const char *text)
{
    return hash_of(str_of(text));
}

static void nothing_is_known_at_first(void **state)
{
    struct kept *k = *state;
    struct state_briefing b;
    struct state_counts counts;
    struct state_page page;
    struct state_item item;
    kept_reopen(k);
    assert_string_equal(state_notice(k->s), "");
    assert_string_equal(kept_row(k, k->s, "a"), "unread 0/0 @0 0n 0m");
    assert_ok(state_briefing(k->s, STR("a"), &k->arena, &b));
    assert_false(b.has_place);
    assert_ok(state_recent(k->s, NULL, 10, &k->arena, &page));
    assert_int_equal(page.count, 0);
    assert_ok(state_counts(k->s, &counts));
    assert_int_equal(counts.read + counts.reading + counts.marks + counts.notes, 0);
    assert_int_equal(state_find_mark(k->s, 'a', &k->arena, &item).code, ERR_NOT_FOUND);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS | STATE_NOTES, 5), "");
}

static void places_are_kept(void **state)
{
    struct kept *k = *state;
    struct state_briefing b;
    kept_reopen(k);
    struct spot spot = kept_spot("where I was", 1204);
    assert_ok(state_opened(k->s, STR("a"), content_of("A")));
    assert_string_equal(kept_row(k, k->s, "a"), "reading 0/0 @1000 0n 0m");
    assert_ok(state_save_place(k->s, STR("a"), &spot, 240, 300));
    kept_reopen(k);
    assert_string_equal(kept_row(k, k->s, "a"), "reading 240/300 @1000 0n 0m");
    assert_ok(state_briefing(k->s, STR("a"), &k->arena, &b));
    assert_true(b.has_place);
    assert_spot(&b.place, &spot);
    assert_true(str_eq(b.row.id, STR("a")));

    spot = kept_spot("earlier", 10);
    assert_ok(state_save_place(k->s, STR("a"), &spot, 2, 60));
    assert_string_equal(kept_row(k, k->s, "a"), "reading 2/300 @1000 0n 0m");
    int64_t before = state_generation(k->s);
    assert_ok(state_save_place(k->s, STR("a"), &spot, 2, 60));
    assert_int_equal(state_generation(k->s), before);
    assert_ok(state_save_place(k->s, STR("a"), &spot, 2, 1000));
    assert_int_not_equal(state_generation(k->s), before);
    assert_string_equal(kept_row(k, k->s, "a"), "read 2/1000 @1000 0n 0m");
}

static void what_is_set_by_hand_stays_until_it_is_opened(void **state)
{
    struct kept *k = *state;
    kept_reopen(k);
    struct spot spot = kept_spot("x", 1);
    assert_ok(state_opened(k->s, STR("a"), content_of("A")));
    assert_ok(state_set_read(k->s, STR("a"), READ_STATE_UNREAD));
    assert_ok(state_save_place(k->s, STR("a"), &spot, 500, 1000));
    assert_string_equal(kept_row(k, k->s, "a"), "unread 500/1000 @1000 0n 0m");
    kept_time = 2000;
    assert_ok(state_opened(k->s, STR("a"), content_of("A")));
    assert_string_equal(kept_row(k, k->s, "a"), "reading 500/1000 @2000 0n 0m");
    assert_ok(state_save_place(k->s, STR("a"), &spot, 500, 700));
    assert_string_equal(kept_row(k, k->s, "a"), "reading 500/1000 @2000 0n 0m");
    assert_ok(state_save_place(k->s, STR("a"), &spot, 900, 1000));
    assert_string_equal(kept_row(k, k->s, "a"), "read 900/1000 @2000 0n 0m");
    assert_ok(state_opened(k->s, STR("a"), content_of("A")));
    assert_string_equal(kept_row(k, k->s, "a"), "read 900/1000 @2000 0n 0m");
    assert_ok(state_set_read(k->s, STR("never opened"), READ_STATE_READ));
    assert_string_equal(kept_row(k, k->s, "never opened"), "read 0/0 @0 0n 0m");
}

static void recent_ones_come_in_pages(void **state)
{
    struct kept *k = *state;
    struct state_page page = {.more = true};
    struct state_row last = {0};
    struct buf seen = {0};
    kept_reopen(k);
    for (int i = 0; i < 10; i++) {
        kept_time = 1000 + i / 3; /* some at once */
        str id = arena_printf(&k->arena, "id%d", 9 - i);
        assert_ok(state_opened(k->s, id, content_of("x")));
    }
    for (bool first = true; page.more; first = false) {
        assert_ok(state_recent(k->s, first ? NULL : &last, 4, &k->arena, &page));
        for (size_t i = 0; i < page.count; i++)
            buf_printf(&seen, "%.*s ", STR_FMT(page.rows[i].id));
        last = page.rows[page.count - 1];
    }
    assert_true(str_eq(buf_str(&seen), STR("id0 id1 id2 id3 id4 id5 id6 id7 id8 id9 ")));
    buf_release(&seen);
}

static void add_overview(void *user, const struct state_row *row)
{
    buf_printf(user, "%.*s %s %zun %zum; ", STR_FMT(row->id), read_state_name(row->read),
               row->notes, row->marks);
}

/* Of the opened part alone, whatever of it is kept. */
static void all_that_is_kept_comes_in_one_overview(void **state)
{
    struct kept *k = *state;
    struct buf seen = {0};
    struct spot spot = kept_spot("x", 1);
    kept_reopen(k);
    assert_ok(state_overview(k->s, &seen, add_overview));
    assert_int_equal(seen.len, 0);
    assert_ok(state_set_read(k->s, STR("sub/c"), READ_STATE_READ));
    assert_ok(state_opened(k->s, STR("a"), content_of("A")));
    assert_ok(state_mark(k->s, 'm', STR("sub/d"), &spot));
    assert_ok(state_add_note(k->s, STR("sub/c"), &spot, STR("one"), &k->arena, NULL));
    assert_ok(state_add_note(k->s, STR("sub/c"), &spot, STR("two"), &k->arena, NULL));
    assert_ok(state_overview(k->s, &seen, add_overview));
    assert_true(str_eq(buf_str(&seen), STR("a reading 0n 0m; sub/c read 2n 0m; "
                                           "sub/d unread 0n 1m; ")));
    buf_release(&seen);
    assert_ok(state_overview(NULL, &seen, add_overview));
}

static void marks_are_letters(void **state)
{
    struct kept *k = *state;
    struct state_item mark;
    kept_reopen(k);
    struct spot one = kept_spot("one", 1), two = kept_spot("two", 2);
    assert_ok(state_mark(k->s, 'a', STR("a"), &one));
    assert_ok(state_mark(k->s, 'z', STR("b"), &two));
    kept_time++;
    assert_ok(state_mark(k->s, 'a', STR("b"), &two));
    kept_reopen(k);
    assert_ok(state_find_mark(k->s, 'a', &k->arena, &mark));
    assert_str(mark.briefing, "b");
    assert_spot(&mark.spot, &two);
    assert_int_equal(mark.changed, 1001);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 5), "a:b z:b");
    assert_string_equal(kept_row(k, k->s, "b"), "unread 0/0 @0 0n 2m");
    assert_ok(state_unmark(k->s, 'a'));
    assert_ok(state_unmark(k->s, 'b'));
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 5), "z:b");
    static const char wrong[] = {'A', '`', '{', '\0', '1', ' '};
    for (size_t i = 0; i < sizeof wrong; i++)
        assert_int_equal(state_mark(k->s, wrong[i], STR("a"), &one).code, ERR_USAGE);
}

static void notes_are_added_changed_and_deleted(void **state)
{
    struct kept *k = *state;
    struct state_item note;
    str id, other;
    kept_reopen(k);
    struct spot spot = kept_spot("passage", 7);
    assert_ok(state_add_note(k->s, STR("a"), &spot, STR(" first\nline \n"), &k->arena, &id));
    assert_ok(state_add_note(k->s, STR("a"), &spot, STR("second"), &k->arena, &other));
    assert_int_equal(id.len, 16);
    assert_false(str_eq(id, other));
    assert_ok(state_find_note(k->s, id, &k->arena, &note));
    assert_str(note.text, "first\nline");
    assert_spot(&note.spot, &spot);
    kept_time = 3000;
    assert_ok(state_change_note(k->s, id, STR("changed")));
    kept_reopen(k);
    assert_ok(state_find_note(k->s, id, &k->arena, &note));
    assert_str(note.text, "changed");
    assert_int_equal(note.created, 1000);
    assert_int_equal(note.changed, 3000);
    assert_string_equal(kept_items(k, k->s, STATE_NOTES, 1), "-:a=changed -:a=second");
    assert_ok(state_delete_note(k->s, id));
    assert_ok(state_delete_note(k->s, id));
    assert_int_equal(state_change_note(k->s, id, STR("x")).code, ERR_NOT_FOUND);
    assert_int_equal(state_find_note(k->s, id, &k->arena, &note).code, ERR_NOT_FOUND);
    assert_string_equal(kept_items(k, k->s, STATE_NOTES, 9), "-:a=second");

    assert_int_equal(
        state_add_note(k->s, STR("a"), &spot, STR(" \n\xC2\xA0"), &k->arena, NULL).code, ERR_USAGE);
    assert_int_equal(state_change_note(k->s, other, STR("")).code, ERR_USAGE);
    struct buf long_text = {0};
    buf_fill(&long_text, 'x', STATE_NOTE_MAX + 1);
    assert_int_equal(
        state_add_note(k->s, STR("a"), &spot, buf_str(&long_text), &k->arena, NULL).code,
        ERR_TOO_LARGE);
    buf_release(&long_text);
    assert_ok(state_add_note(k->s, STR("b"), &spot, STR("bad \xFF byte"), &k->arena, &id));
    assert_ok(state_find_note(k->s, id, &k->arena, &note));
    assert_str(note.text, "bad \xEF\xBF\xBD byte");
}

static void items_of_a_briefing_stand_in_its_order(void **state)
{
    struct kept *k = *state;
    struct state_items items;
    kept_reopen(k);
    for (size_t i = 0; i < 4; i++) {
        struct spot spot = kept_spot("q", 100 - 10 * i);
        if (i == 1)
            assert_ok(state_mark(k->s, 'm', STR("a"), &spot));
        else
            assert_ok(state_add_note(k->s, STR("a"), &spot, STR("t"), &k->arena, NULL));
    }
    struct spot elsewhere = kept_spot("q", 1);
    assert_ok(state_mark(k->s, 'n', STR("b"), &elsewhere));
    assert_ok(state_items_of(k->s, STR("a"), &k->arena, &items));
    assert_int_equal(items.len, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(items.items[i].spot.start, 70 + 10 * i);
    assert_int_equal(items.items[2].letter, 'm');
    assert_string_equal(kept_row(k, k->s, "a"), "unread 0/0 @0 3n 1m");
}

static void lists_page_by_key(void **state)
{
    struct kept *k = *state;
    struct random r = {7};
    kept_reopen(k);
    struct spot spot = kept_spot("q", 1);
    for (int i = 0; i < 60; i++) {
        kept_time = 1000 + (int64_t)random_below(&r, 5);
        str text = arena_printf(&k->arena, "t%d", i);
        if (i % 3 == 0)
            assert_ok(state_mark(k->s, (char)('a' + i / 3), STR("a"), &spot));
        else
            assert_ok(state_add_note(k->s, STR("b"), &spot, text, &k->arena, NULL));
    }
    unsigned both = STATE_MARKS | STATE_NOTES;
    const char *whole = kept_items(k, k->s, both, 100);
    for (size_t limit = 1; limit < 8; limit++)
        assert_string_equal(kept_items(k, k->s, both, limit), whole);
    struct state_counts counts;
    assert_ok(state_counts(k->s, &counts));
    assert_int_equal(counts.marks, 20);
    assert_int_equal(counts.notes, 40);
}

static void libraries_are_kept_apart(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    char other[300];
    kept_reopen(k);
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    snprintf(other, sizeof other, "%s/other", k->tree.top);
    assert_int_equal(mkdir(other, 0700), 0);
    kept_open(k, other);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "");
    assert_ok(state_mark(k->s, 'a', STR("x"), &spot));
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "a:x");
    kept_reopen(k);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "a:a");
    assert_int_equal(rmdir(other), 0);
}

static void parts_of_a_library_share_its_state(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    struct state_counts counts;
    struct state_item mark;
    struct state_page page;
    char path[PATH_MAX];
    tree_write(&k->tree, "library.yaml", "title: T\n");
    kept_reopen(k);
    assert_ok(state_opened(k->s, STR("a"), content_of("A")));
    assert_ok(state_opened(k->s, STR("sub/c"), content_of("C")));
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    assert_ok(state_mark(k->s, 'c', STR("sub/c"), &spot));
    assert_ok(state_add_note(k->s, STR("sub/c"), &spot, STR("n"), &k->arena, NULL));

    kept_open(k, tree_path(&k->tree, "sub", path));
    assert_string_equal(kept_row(k, k->s, "c"), "reading 0/0 @1000 1n 1m");
    assert_string_equal(kept_items(k, k->s, 3, 9), "c:c -:c=n");
    assert_ok(state_counts(k->s, &counts));
    assert_int_equal(counts.reading, 1);
    assert_int_equal(counts.marks, 1);
    assert_ok(state_recent(k->s, NULL, 9, &k->arena, &page));
    assert_int_equal(page.count, 1);
    assert_str(page.rows[0].id, "c");
    assert_int_equal(state_find_mark(k->s, 'a', &k->arena, &mark).code, ERR_NOT_FOUND);
    assert_ok(state_find_mark(k->s, 'c', &k->arena, &mark));
    assert_str(mark.briefing, "c");

    kept_open(k, tree_path(&k->tree, "sub/c.txt", path));
    assert_string_equal(kept_row(k, k->s, "sub/c"), "reading 0/0 @1000 1n 1m");
    assert_string_equal(kept_items(k, k->s, 3, 9), "c:sub/c -:sub/c=n");
    kept_reopen(k);
    assert_string_equal(kept_items(k, k->s, 3, 9), "a:a c:sub/c -:sub/c=n");
}

static void two_handles_see_each_other(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    kept_reopen(k);
    struct state *other = kept_handle(k, &k->lib);
    int64_t before = state_generation(other);
    assert_int_equal(state_generation(other), before);
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    assert_false(state_is_changed(other)); /* by itself */
    assert_int_not_equal(state_generation(other), before);
    assert_ok(state_mark(other, 'b', STR("a"), &spot));
    assert_true(state_is_changed(other));
    state_generation(other);
    assert_false(state_is_changed(other));
    assert_false(state_is_changed(NULL));
    assert_ok(state_save_place(k->s, STR("a"), &spot, 100, 800));
    assert_ok(state_save_place(other, STR("a"), &spot, 300, 300));
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "a:a b:a");
    assert_string_equal(kept_items(k, other, STATE_MARKS, 9), "a:a b:a");
    assert_string_equal(kept_row(k, k->s, "a"), "reading 300/800 @0 0n 2m");
    state_close(other);
}

static bool nobody_is_gone(void *user, str id)
{
    (void)user, (void)id;
    return false;
}

static void no_handle_is_no_memory(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    struct state_item item;
    struct state_page page;
    struct state_briefing b;
    assert_ok(state_opened(NULL, STR("a"), content_of("A")));
    assert_ok(state_save_place(NULL, STR("a"), &spot, 1, 1));
    assert_ok(state_mark(NULL, 'a', STR("a"), &spot));
    assert_ok(state_unmark(NULL, 'a'));
    assert_ok(state_set_read(NULL, STR("a"), READ_STATE_READ));
    assert_ok(state_add_note(NULL, STR("a"), &spot, STR("n"), &k->arena, NULL));
    assert_ok(state_change_note(NULL, STR("x"), STR("n")));
    assert_ok(state_delete_note(NULL, STR("x")));
    assert_ok(state_recent(NULL, NULL, 5, &k->arena, &page));
    assert_ok(state_briefing(NULL, STR("a"), &k->arena, &b));
    assert_string_equal(kept_row(k, NULL, "a"), "unread 0/0 @0 0n 0m");
    assert_string_equal(kept_items(k, NULL, 3, 5), "");
    assert_int_equal(state_find_mark(NULL, 'a', &k->arena, &item).code, ERR_NOT_FOUND);
    assert_ok(state_follow(NULL, STR("a"), content_of("A"), nobody_is_gone, NULL, NULL));
    assert_int_equal(state_find_note(NULL, STR("x"), &k->arena, &item).code, ERR_NOT_FOUND);
    struct document doc = {.text = STR("text")};
    struct folded folded = text_fold(doc.text, &k->arena);
    struct state_moves moves = {.is_gone = nobody_is_gone};
    struct state_items items;
    struct state_counts counts;
    bool followed = true;
    size_t count = 1;
    assert_ok(state_follow_text(NULL, STR("a"), &doc, &folded, nobody_is_gone, NULL, &followed));
    assert_ok(state_follow_all(NULL, &moves, &count));
    assert_false(followed || count > 0);
    assert_ok(state_items_of(NULL, STR("a"), &k->arena, &items));
    assert_int_equal(items.len, 0);
    assert_ok(state_counts(NULL, &counts));
    assert_int_equal(counts.marks + counts.notes + counts.read + counts.reading, 0);
    assert_int_equal(state_generation(NULL), 0);
    assert_string_equal(state_notice(NULL), "");
    state_close(NULL);
}

static void without_a_home_it_lasts_as_long_as_the_handle(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    struct state *s;
    assert_ok(library_open(&k->lib, str_of(k->tree.root)));
    assert_ok(state_open(&k->lib, &(struct state_options){.clock = kept_clock}, &s));
    assert_ok(state_mark(s, 'a', STR("a"), &spot));
    assert_string_equal(kept_items(k, s, 3, 5), "a:a");
    state_close(s);
    struct stat st;
    assert_int_not_equal(stat(k->home, &st), 0);
}

/* Every part of a place counts, or what was kept would not be where one was. */
static void a_place_is_another_by_each_of_its_parts(void **state)
{
    struct kept *k = *state;
    const struct spot first = kept_spot("q", 10);
    struct spot changes[] = {first, first, first, first, first, first};
    changes[0].quote = STR("r");
    changes[1].prefix = STR("x");
    changes[2].suffix = STR("x");
    changes[3].start = 9;
    changes[4].end = 99;
    changes[5].length = 4000;
    kept_reopen(k);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct state_briefing b;
        assert_ok(state_save_place(k->s, STR("a"), &first, 1, 1));
        int64_t before = state_generation(k->s);
        assert_ok(state_save_place(k->s, STR("a"), &first, 1, 1)); /* it is there already */
        assert_int_equal(state_generation(k->s), before);
        assert_ok(state_save_place(k->s, STR("a"), &changes[i], 1, 1));
        assert_ok(state_briefing(k->s, STR("a"), &k->arena, &b));
        assert_spot(&b.place, &changes[i]);
    }
}

/* Standard input has no place to be known by: what is kept of it lasts as long as the handle. */
static void standard_input_is_kept_while_it_is_open(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    struct library input = {.root = {.fd = -1}, .only = STR("-"), .standard_input = STR("text")};
    struct stat st;
    k->s = kept_handle(k, &input);
    assert_string_equal(state_notice(k->s), "");
    assert_ok(state_mark(k->s, 'a', STR("-"), &spot));
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "a:-");
    state_close(k->s);
    k->s = kept_handle(k, &input);
    assert_string_equal(kept_items(k, k->s, STATE_MARKS, 9), "");
    assert_int_not_equal(stat(k->file, &st), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(nothing_is_known_at_first),
        KEPT_TEST(places_are_kept),
        KEPT_TEST(what_is_set_by_hand_stays_until_it_is_opened),
        KEPT_TEST(recent_ones_come_in_pages),
        KEPT_TEST(all_that_is_kept_comes_in_one_overview),
        KEPT_TEST(marks_are_letters),
        KEPT_TEST(notes_are_added_changed_and_deleted),
        KEPT_TEST(items_of_a_briefing_stand_in_its_order),
        KEPT_TEST(lists_page_by_key),
        KEPT_TEST(libraries_are_kept_apart),
        KEPT_TEST(parts_of_a_library_share_its_state),
        KEPT_TEST(a_place_is_another_by_each_of_its_parts),
        KEPT_TEST(standard_input_is_kept_while_it_is_open),
        KEPT_TEST(two_handles_see_each_other),
        KEPT_TEST(no_handle_is_no_memory),
        KEPT_TEST(without_a_home_it_lasts_as_long_as_the_handle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
