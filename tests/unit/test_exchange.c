/* The user's state as YAML: it comes back as it was, merges without losing anything, and what is
 * wrong in a file is said with its place. */
#include "state/exchange.h"
#include "tests/unit/kept.h"
#include "tests/unit/random_text.h"

static bool gather(void *user, str piece)
{
    buf_append(user, piece);
    return true;
}

static bool refuse(void *user, str piece)
{
    (void)user, (void)piece;
    return false;
}

/* A state without a library, in a home of that name beside the test's own. */
static struct state *open_home(struct kept *k, const char *name)
{
    struct state *s;
    str home = arena_printf(&k->arena, "%s/%s", k->tree.home, name);
    assert_ok(
        state_open(NULL, &(struct state_options){.state_home = home, .clock = kept_clock}, &s));
    assert_string_equal(state_notice(s), "");
    return s;
}

static str exported(struct kept *k, struct state *s)
{
    struct buf out = {0};
    struct exchange_counts n;
    assert_ok(exchange_export(s, gather, &out, &n));
    str text = arena_str(&k->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

/* Reads a file that has nothing wrong in it. */
static struct exchange_counts import(struct kept *k, struct state *s, str text)
{
    struct exchange_counts n;
    struct diag_list diags = {.arena = &k->arena};
    assert_ok(exchange_import(s, text, STR("copy.yaml"), &diags, &n));
    if (diags.len > 0)
        fail_msg("%zu:%zu: %.*s", diags.items[0].at.line, diags.items[0].at.column,
                 STR_FMT(diags.items[0].message));
    return n;
}

static void assert_same(str a, str b)
{
    size_t at = 0;
    while (at < a.len && at < b.len && a.ptr[at] == b.ptr[at])
        at++;
    if (a.len != b.len || at < a.len)
        fail_msg("they differ from byte %zu of %zu and %zu on: '%.*s' and '%.*s'", at, a.len, b.len,
                 STR_FMT(str_sub(a, at, at + 80)), STR_FMT(str_sub(b, at, at + 80)));
}

static void a_small_state_is_written_plainly(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("a \"quote\"\n", 7);
    kept_reopen(k);
    kept_time = 1712577600;
    assert_ok(state_opened(k->s, STR("sub/c"), hash_of(STR("C\n"))));
    kept_time += 60;
    assert_ok(state_save_place(k->s, STR("sub/c"), &spot, 250, 500));
    assert_ok(state_mark(k->s, 'q', STR("a"), &(struct spot){.length = 3}));
    str made, text = exported(k, k->s);
    str library = arena_printf(&k->arena, "---\nattache-state: 1\nlibrary: \"%s\"\n", k->tree.root);
    assert_true(str_find(text, library, 0) != STR_NONE);
    assert_str(
        str_from(text, str_find(text, STR("briefings:"), 0)),
        "briefings:\n"
        "  - id: \"sub/c\"\n"
        "    content: \"a4ad2a48c35943349e0c2f9f16bed72e\"\n"
        "    opened: \"2024-04-08T12:00:00Z\"\n"
        "    read: reading\n"
        "    read-set: \"2024-04-08T12:00:00Z\"\n"
        "    progress: 250\n"
        "    furthest: 500\n"
        "    place-saved: \"2024-04-08T12:01:00Z\"\n"
        "    place: {quote: \"a \\\"quote\\\"\\n\", prefix: \"before \", suffix: \" after\", "
        "start: 7, end: 17, length: 5000}\n"
        "marks:\n"
        "  - letter: q\n"
        "    briefing: \"a\"\n"
        "    set: \"2024-04-08T12:01:00Z\"\n"
        "    spot: {start: 0, end: 0, length: 3}\n");
    assert_ok(state_add_note(k->s, STR("a"), &spot, STR("One.\n\tTwo \x1b[1m."), &k->arena, &made));
    text = exported(k, k->s);
    assert_true(str_find(text, STR("text: \"One.\\n\\x09Two \\x1B[1m.\"\n"), 0) != STR_NONE);
    for (size_t i = 0; i < text.len; i++)
        assert_true(text.ptr[i] == '\n' || (unsigned char)text.ptr[i] >= 0x20);
}

/* -- Any state --------------------------------------------------------------------------------- */

static str any_id(struct prng *r, struct arena *a)
{
    switch (prng_below(r, 8)) {
    case 0:
        return arena_printf(a, "raw\xff%u", prng_below(r, 9));
    case 1:
        return arena_printf(a, "日本 \"%u\": #", prng_below(r, 9));
    case 2:
        return STR(" ");
    case 3:
        return arena_printf(a, "C:\\%u\uFFFE", prng_below(r, 9));
    default:
        return arena_printf(a, "%u/b%u", prng_below(r, 9), prng_below(r, 200));
    }
}

static str any_text(struct prng *r, uint32_t most, struct arena *a)
{
    struct buf b = {0};
    random_text(r, &b, prng_below(r, most), false);
    str text = arena_str(a, buf_str(&b));
    buf_release(&b);
    return text;
}

static struct spot any_spot(struct prng *r, struct arena *a)
{
    return (struct spot){
        .quote = any_text(r, 80, a),
        .prefix = any_text(r, 40, a),
        .suffix = any_text(r, 40, a),
        .start = prng_below(r, 1000),
        .end = prng_below(r, 2000),
        .length = prng_below(r, 2) ? 4000 : 0,
    };
}

static void do_anything(struct prng *r, struct state *s, struct arena *a)
{
    struct spot spot = any_spot(r, a);
    str id = any_id(r, a), text = any_text(r, 200, a);
    struct err e = ERR_OK;
    kept_time += (int64_t)prng_below(r, 100000);
    switch (prng_below(r, 6)) {
    case 0:
        e = state_opened(s, id, hash_of(text));
        break;
    case 1:
        e = state_save_place(s, id, &spot, (unsigned)prng_below(r, 1001),
                             (unsigned)prng_below(r, 1001));
        break;
    case 2:
        e = state_set_read(s, id, (enum read_state)prng_below(r, READ_STATE_COUNT));
        break;
    case 3:
        e = state_mark(s, (char)('a' + prng_below(r, 26)), id, &spot);
        break;
    default:
        e = state_add_note(s, id, &spot, text, a, NULL);
        break;
    }
    if (e.code != ERR_USAGE) /* a note without a text */
        assert_ok(e);
}

/* In two libraries, and in a part of one. */
static void fill_with_anything(struct kept *k, struct prng *r, size_t steps)
{
    char sub[400];
    struct arena a = {0};
    snprintf(sub, sizeof sub, "%s/sub", k->tree.root);
    tree_write(&k->tree, "sub/library.yaml", "title: Another\n");
    kept_reopen(k);
    for (size_t i = 0; i < steps; i++) {
        if (i == steps / 3)
            kept_open(k, sub);
        do_anything(r, k->s, &a);
    }
    arena_release(&a);
}

/* More than one document holds. */
static void import_many(struct kept *k)
{
    struct buf b = {0};
    buf_printf(&b, "attache-state: 1\nlibrary: %s\nnotes:\n", k->tree.root);
    for (unsigned i = 0; i < 2 * EXCHANGE_CHUNK + 100; i++)
        buf_printf(&b,
                   "  - {note: %016x, briefing: b%u, created: 2001-01-01T00:00:00Z, changed: "
                   "2002-01-01T00:00:00Z, text: %u}\n",
                   i, i % 7, i);
    struct exchange_counts n = import(k, k->s, buf_str(&b));
    assert_int_equal(n.notes, 2 * EXCHANGE_CHUNK + 100);
    buf_release(&b);
}

static void what_was_exported_comes_back_as_it_was(void **state)
{
    struct kept *k = *state;
    struct prng r = {20240408};
    for (size_t round = 0; round < 3; round++) {
        fill_with_anything(k, &r, 45);
        if (round == 0)
            import_many(k);
        struct state *other = open_home(k, round == 0 ? "one" : round == 1 ? "two" : "three");
        str text = exported(k, k->s);
        struct exchange_counts n = import(k, other, text);
        assert_int_equal(n.changed, n.briefings + n.marks + n.notes);
        assert_int_equal(n.libraries, 2);
        assert_same(exported(k, other), text);
        n = import(k, other, text); /* again: nothing is new */
        assert_int_equal(n.changed, 0);
        assert_same(exported(k, other), text);
        n = import(k, k->s, text);
        assert_int_equal(n.changed, 0);
        state_close(other);
    }
}

/* Two that went their own ways end with the same, whoever imports first. */
static void merging_goes_either_way(void **state)
{
    struct kept *k = *state;
    struct prng r = {20240408};
    fill_with_anything(k, &r, 45);
    struct state *one = open_home(k, "one"), *two = open_home(k, "two");
    str common = exported(k, k->s);
    fill_with_anything(k, &r, 25);
    str mine = exported(k, k->s);
    import(k, one, common);
    import(k, one, mine);
    import(k, two, mine);
    struct exchange_counts n = import(k, two, common);
    assert_int_equal(n.changed, 0); /* what is older changes nothing */
    assert_same(exported(k, one), mine);
    assert_same(exported(k, two), mine);
    state_close(one);
    state_close(two);
}

static void the_later_wins_and_nothing_goes(void **state)
{
    struct kept *k = *state;
    struct spot old = kept_spot("old", 10), late = kept_spot("late", 20);
    str note;
    kept_reopen(k);
    assert_ok(state_mark(k->s, 'a', STR("a"), &old));
    assert_ok(state_mark(k->s, 'b', STR("a"), &old));
    assert_ok(state_add_note(k->s, STR("a"), &old, STR("first"), &k->arena, &note));
    assert_ok(state_opened(k->s, STR("a"), hash_of(STR("A"))));
    assert_ok(state_save_place(k->s, STR("a"), &old, 100, 900));
    str before = exported(k, k->s);
    kept_time = 2000;
    assert_ok(state_mark(k->s, 'a', STR("b"), &late));
    assert_ok(state_unmark(k->s, 'b'));
    assert_ok(state_change_note(k->s, note, STR("second")));
    assert_ok(state_save_place(k->s, STR("a"), &late, 200, 100));
    assert_ok(state_set_read(k->s, STR("a"), READ_STATE_UNREAD));
    struct exchange_counts n = import(k, k->s, before);
    assert_int_equal(n.changed, 1); /* the mark that was gone */
    assert_int_equal(n.marks, 2);
    assert_string_equal(kept_items(k, k->s, 3, 9), "a:b -:a=second b:a");
    assert_string_equal(kept_row(k, k->s, "a"), "unread 200/900 @1000 1n 1m");
}

#define ONE(text) "attache-state: 1\nlibrary: /l\n" text

/* Of each thing that may be newer in a copy, that alone. */
static void each_part_is_as_the_later_one_says(void **state)
{
    static const struct {
        const char *copy;
        size_t changed;
    } steps[] = {
        {ONE("briefings: [{id: a, opened: 2001-01-01T00:00:00Z, read: reading, furthest: 100}]"),
         1                                                                                         },
        {ONE("briefings: [{id: a, opened: 2001-01-01T00:00:00Z, read: reading, furthest: 100}]"),
         0                                                                                         },
        {ONE("briefings: [{id: a, furthest: 300}]"),                                              1},
        {ONE("briefings: [{id: a, furthest: 200}]"),                                              0},
        {ONE("briefings: [{id: a, read: read, read-set: 2002-01-01T00:00:00Z, by-hand: true}]"),  1},
        {ONE("briefings: [{id: a, read: unread, read-set: 2001-01-01T00:00:00Z}]"),               0},
        {ONE("briefings: [{id: a, opened: 2003-01-01T00:00:00Z, read: read, "
             "read-set: 2002-01-01T00:00:00Z, by-hand: false}]"),
         1                                                                                         },
        {ONE("briefings: [{id: a, opened: 2002-01-01T00:00:00Z, read: unread}]"),                 0},
        {ONE("marks: [{letter: a, briefing: a, set: 2001-01-01T00:00:00Z}]"),                     1},
        {ONE("marks: [{letter: a, briefing: b, set: 2002-01-01T00:00:00Z}]"),                     1},
        {ONE("marks: [{letter: a, briefing: c, set: 2002-01-01T00:00:00Z}]"),                     0},
        {ONE("notes: [{note: 0123456789abcdef, briefing: a, created: 2001-01-01T00:00:00Z, "
             "changed: 2001-01-01T00:00:00Z, text: first}]"),
         1                                                                                         },
        {ONE("notes: [{note: 0123456789abcdef, briefing: a, created: 2001-01-01T00:00:00Z, "
             "changed: 2002-01-01T00:00:00Z, text: second}]"),
         1                                                                                         },
        {ONE("notes: [{note: 0123456789abcdef, briefing: a, created: 2001-01-01T00:00:00Z, "
             "changed: 2001-06-01T00:00:00Z, text: between}]"),
         0                                                                                         },
    };
    struct kept *k = *state;
    struct state *s = open_home(k, "merged");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        assert_int_equal(import(k, s, str_of(steps[i].copy)).changed, steps[i].changed);
    str text = exported(k, s);
    static const char *const has[] = {"opened: \"2003", "read: read\n", "furthest: 300",
                                      "briefing: \"b\"", "text: \"second\""};
    static const char *const lacks[] = {"by-hand", "first", "between", "unread\n"};
    for (size_t i = 0; i < sizeof has / sizeof *has; i++)
        if (str_find(text, str_of(has[i]), 0) == STR_NONE)
            fail_msg("no %s in %.*s", has[i], STR_FMT(text));
    for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++)
        if (str_find(text, str_of(lacks[i]), 300) != STR_NONE)
            fail_msg("%s in %.*s", lacks[i], STR_FMT(text));
    state_close(s);
}

/* -- Files that are not as they should be ------------------------------------------------------ */

static const char *complaints(struct kept *k, const char *text)
{
    struct state *s = open_home(k, "broken");
    struct exchange_counts n;
    struct diag_list diags = {.arena = &k->arena};
    struct buf out = {0};
    assert_ok(exchange_import(s, str_of(text), STR("f"), &diags, &n));
    for (size_t i = 0; i < diags.len; i++)
        buf_printf(&out, "%zu:%zu %s|", diags.items[i].at.line, diags.items[i].at.column,
                   diag_code_name(diags.items[i].code));
    buf_printf(&out, " %zu %zu %zu", n.briefings, n.marks, n.notes);
    const char *said = arena_cstr(&k->arena, buf_str(&out));
    buf_release(&out);
    state_close(s);
    return said;
}

#define HEAD "---\nattache-state: 1\nlibrary: /l\n"
#define SET  ", set: \"2024-04-08T12:00:00Z\"}\n"

static void what_is_wrong_is_said_where_it_stands(void **state)
{
    struct kept *k = *state;
    assert_string_equal(complaints(k, ""), " 0 0 0");
    assert_string_equal(complaints(k, "# nothing\n"), " 0 0 0");
    assert_string_equal(complaints(k, "just words\n"), "1:1 wrong-type| 0 0 0");
    assert_string_equal(complaints(k, "marks: []\n"), "1:1 missing-key|1:1 missing-key| 0 0 0");
    assert_string_equal(complaints(k, "attache-state: 2\nlibrary: /l\n"),
                        "1:16 unknown-value| 0 0 0");
    assert_string_equal(complaints(k, HEAD "marks:\n  - {letter: aa, briefing: b" SET
                                           "  - {letter: a, briefing: b" SET
                                           "  - {letter: c, set: yesterday, briefing: b}\n"
                                           "  - {letter: d, briefing: b}\n"),
                        "5:14 unknown-value|7:22 unknown-value|8:5 missing-key| 0 1 0");
    assert_string_equal(complaints(k, HEAD "notes:\n  - {note: x, briefing: b, text: \" \"}\n"),
                        "5:28 empty-value|5:5 missing-key|5:5 missing-key|5:12 unknown-value| 0 0 "
                        "0");
    assert_string_equal(
        complaints(k, HEAD "briefings:\n  - {id: a, read: perhaps, progress: -1, content: xyz}\n"
                           "  - {id: b, place: {start: 3}}\n  - {id-bytes: f}\n"),
        "5:51 unknown-value|5:19 unknown-value|5:38 unknown-value|6:5 missing-key|"
        "7:16 unknown-value| 2 0 0");
}

/* What is no mapping is said and left out; so is one entry, the others stay. */
static void what_is_no_entry_is_left_out(void **state)
{
    static const struct {
        const char *text, *said;
    } cases[] = {
        {HEAD "briefings: [x]\nmarks: [[a]]\nnotes: [y]\n",
         "4:13 wrong-type|5:9 wrong-type|6:9 wrong-type| 0 0 0"                                                 },
        {HEAD "briefings: [{id: a, place: x, place-saved: 2024-04-08T12:00:00Z}]\n",
         "4:28 wrong-type| 1 0 0"                                                                               },
        {HEAD "briefings: [{id: a, content: '0123'}, {id: b, content: ''}]\n",
         "4:30 unknown-value|4:47 empty-value| 2 0 0"                                                           },
        {HEAD "marks:\n  - {letter: '{', briefing: b" SET "  - {letter: A, briefing: b" SET
              "  - {letter: '', briefing: b" SET "  - {letter: a" SET,
         "5:14 unknown-value|6:14 unknown-value|7:6 empty-value|8:5 missing-key| 0 0 0"                         },
        {HEAD "marks:\n  - {letter: a, briefing: b, set: }\n",                       "5:30 empty-value| 0 0 0"  },
        {"attache-state: 1\n",                                                       "1:1 missing-key| 0 0 0"   },
        {"attache-state: one\nlibrary: /l\n",                                        "1:16 unknown-value| 0 0 0"},
    };
    struct kept *k = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(complaints(k, cases[i].text), cases[i].said);
}

#define NOTE(id, briefing, created, changed, text)                                                 \
    "  - {note: " id ", " briefing ", created: " created ", changed: " changed ", text: " text "}" \
    "\n"
#define EARLY "2001-01-01T00:00:00Z"
#define LATE  "2002-01-01T00:00:00Z"

static void a_note_needs_all_it_is_made_of(void **state)
{
    struct kept *k = *state;
    struct buf long_text = {0};
    assert_string_equal(
        complaints(k, HEAD "notes:\n" NOTE("0123456789abcdef", "briefing: b", EARLY, LATE, "x")
                          NOTE("0123456789abcdeX", "briefing: b", EARLY, LATE,
                               "x") NOTE("0123456789abcdea", "x-b: b", EARLY, LATE, "x")
                              NOTE("0123456789abcdeb", "briefing: b", "once", LATE,
                                   "x") NOTE("0123456789abcdec", "briefing: b", EARLY, "once", "x")
                                  NOTE("0123456789abcded", "briefing-bytes: '62'", EARLY, LATE, "x")
                                      NOTE("0123456789abcdee", "briefing: b", LATE, EARLY, "x")),
        "6:12 unknown-value|7:5 missing-key|8:52 unknown-value|9:83 unknown-value| 0 0 3");
    buf_append(&long_text,
               STR(HEAD "notes:\n  - {note: 0123456789abcdef, briefing: b, created: " EARLY
                        ", changed: " LATE ", text: "));
    buf_fill(&long_text, 'x', STATE_NOTE_MAX);
    buf_append(&long_text, STR("}\n\0"));
    assert_string_equal(complaints(k, long_text.ptr), " 0 0 1");
    long_text.len -= 3;
    buf_append(&long_text, STR("x}\n\0"));
    assert_string_equal(complaints(k, long_text.ptr), "5:111 too-large| 0 0 0");
    buf_release(&long_text);
}

/* Only a line of its own parts documents; the last line may be without its end. */
static void documents_end_where_yaml_says(void **state)
{
    struct kept *k = *state;
    assert_string_equal(complaints(k, "%YAML 1.1\n# a\n---\nattache-state: 1\nlibrary: /l"),
                        " 0 0 0");
    assert_string_equal(complaints(k, HEAD
                                   "x-a: |\n  ---\n  ...\nmarks:\n  - {letter: a, briefing: b" SET
                                   "---\t\n---"),
                        " 0 1 0");
    assert_string_equal(complaints(k,
                                   HEAD "marks:\n  - {letter: a, briefing: '---x'" SET
                                        "...  \n" HEAD "marks:\n  - {letter: b, briefing: b" SET),
                        " 0 2 0");
    assert_string_equal(complaints(k, "--- {attache-state: 1, library: /l, marks: [{letter: a, "
                                      "briefing: b" SET ", {letter: b, briefing: b" SET "]}\n"),
                        " 0 2 0");
}

/* One document that cannot be read does not take the others with it. */
static void the_rest_of_a_broken_file_is_merged(void **state)
{
    struct kept *k = *state;
    assert_string_equal(complaints(k, "%YAML 1.1\n" HEAD "marks:\n  - {letter: [\n" HEAD
                                      "marks:\n  - {letter: a, briefing: b" SET "...\n# end\n" HEAD
                                      "marks:\n  - {letter: b, briefing: b" SET),
                        "6:14 yaml| 0 2 0");
}

static void times_are_days_that_there_are(void **state)
{
    struct kept *k = *state;
    static const char *const wrong[] = {
        "2024-02-30T00:00:00Z", "2024-13-01T00:00:00Z", "2024-04-08T24:00:00Z",
        "2024-04-08T12:60:00Z", "2024-04-08T12:00:60Z", "1969-12-31T23:59:59Z",
        "2024-04-08 12:00:00Z", "2024-04-08T12:00:00",  "2024-00-01T00:00:00Z",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        str text = arena_printf(
            &k->arena, HEAD "marks:\n  - {letter: a, briefing: b, set: \"%s\"}\n", wrong[i]);
        assert_string_equal(complaints(k, text.ptr), "5:35 unknown-value| 0 0 0");
    }
    assert_string_equal(
        complaints(k, HEAD "marks:\n  - {letter: a, briefing: b, set: 9999-12-31T23:59:59Z}\n"),
        " 0 1 0");
}

/* Takes so many pieces less one; 0: all. */
static bool count_down(void *user, str piece)
{
    size_t *left = user;
    (void)piece;
    return *left == 0 || --*left > 0;
}

static void a_writer_may_stop(void **state)
{
    struct kept *k = *state;
    struct exchange_counts n;
    kept_reopen(k);
    struct err e = exchange_export(k->s, refuse, NULL, &n);
    assert_int_equal(e.code, ERR_CANCELLED);
    assert_ok(state_mark(k->s, 'a', STR("a"), &(struct spot){0}));
    import_many(k);
    size_t pieces = 0, all = 0;
    assert_ok(exchange_export(k->s, count_down, &all, &n));
    do {
        size_t left = ++pieces;
        e = exchange_export(k->s, count_down, &left, &n);
    } while (e.code == ERR_CANCELLED);
    assert_ok(e);
    assert_true(pieces > 2);
    assert_ok(state_mark(k->s, 'b', STR("a"), &(struct spot){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(a_small_state_is_written_plainly),
        KEPT_TEST(what_was_exported_comes_back_as_it_was),
        KEPT_TEST(merging_goes_either_way),
        KEPT_TEST(the_later_wins_and_nothing_goes),
        KEPT_TEST(each_part_is_as_the_later_one_says),
        KEPT_TEST(what_is_wrong_is_said_where_it_stands),
        KEPT_TEST(what_is_no_entry_is_left_out),
        KEPT_TEST(a_note_needs_all_it_is_made_of),
        KEPT_TEST(documents_end_where_yaml_says),
        KEPT_TEST(the_rest_of_a_broken_file_is_merged),
        KEPT_TEST(times_are_days_that_there_are),
        KEPT_TEST(a_writer_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
