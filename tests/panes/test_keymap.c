/* Keys as they are written, the defaults, the configuration, and the line that is typed. */
#include "tests/support/cmocka.h"
#include "tests/support/tree.h"
#include "ui/config.h"
#include "ui/line_editor.h"

#include <stdio.h>
#include <string.h>

static str written(struct key key, struct buf *b)
{
    buf_clear(b);
    key_format(key, b);
    return buf_str(b);
}

static void assert_str(str s, const char *expected)
{
    if (!str_eq(s, str_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_FMT(s), expected);
}

static void test_keys_round_trip(void **state)
{
    (void)state;
    static const char *const keys[] = {
        "j",          "G",    "\u00E9", "<Enter>", "<C-d>", "<M-Right>", "<S-Tab>", "<F12>",
        "<C-M-Left>", "<lt>", "<gt>",   "<Space>", "<M-x>", "!",         "}",       "<PgDn>"};
    struct buf b = {0};
    struct key key;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        assert_true(key_parse(str_of(keys[i]), &key));
        assert_str(written(key, &b), keys[i]);
    }
    assert_true(key_parse(STR("<c-D>"), &key)); /* terminals do not tell them apart */
    assert_str(written(key, &b), "<C-d>");
    buf_release(&b);
}

static void test_what_is_no_key(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",      "jj",   "<",      "<>",    "<X>",
                                        "<F13>", "<F0>", "<C->",   "<Q-x>", "<S-a>",
                                        " ",     "\033", "<C-C->", "\xff",  "\u202E"};
    struct key key;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (key_parse(str_of(wrong[i]), &key) && !(wrong[i][0] == '<' && !wrong[i][1]))
            fail_msg("%s is a key", wrong[i]);
}

static void test_labels(void **state)
{
    (void)state;
    static const struct {
        const char *key, *label, *ascii;
    } cases[] = {
        {"<C-d>",     "^D",         "^D"       },
        {"<Up>",      "\u2191",     "Up"       },
        {"<M-Right>", "Alt-\u2192", "Alt-Right"},
        {"<BS>",      "Backspace",  "Backspace"},
        {"<lt>",      "<",          "<"        },
        {"j",         "j",          "j"        }
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int ascii = 0; ascii < 2; ascii++) {
            struct key key;
            assert_true(key_parse(str_of(cases[i].key), &key));
            buf_clear(&b);
            key_label(key, ascii, &b);
            assert_str(buf_str(&b), ascii ? cases[i].ascii : cases[i].label);
        }
    buf_release(&b);
}

static void test_every_action_has_a_key(void **state)
{
    (void)state;
    struct config c;
    struct key key;
    config_init(&c);
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        if (!keymap_key(&c.keymap, (enum action)i, 0, &key))
            fail_msg("%s has no key", action_info((enum action)i)->name);
        assert_int_equal(keymap_action(&c.keymap, key), i);
        assert_int_equal(action_by_name(str_of(action_info((enum action)i)->name)), i);
        assert_true(action_info((enum action)i)->help[0] && action_info((enum action)i)->contexts);
    }
    for (size_t i = 0; i < c.keymap.bindings.len; i++)
        for (size_t j = 0; j < i; j++)
            assert_false(key_eq(c.keymap.bindings.items[i].key, c.keymap.bindings.items[j].key));
    config_release(&c);
}

/* keys.def says no key twice: then one would silently have lost. */
static void test_defaults_have_no_key_twice(void **state)
{
    (void)state;
    struct config c;
    config_init(&c);
    size_t before = c.keymap.bindings.len;
    struct keymap again = {0};
    keymap_defaults(&again, &c.arena);
    assert_int_equal(again.bindings.len, before);
    FILE *f = fopen(ATTACHE_SOURCE "/ui/keys.def", "r");
    char line[256];
    size_t binds = 0;
    assert_non_null(f);
    while (fgets(line, sizeof line, f))
        binds += strncmp(line, "bind ", 5) == 0;
    fclose(f);
    assert_int_equal(binds, before);
    config_release(&c);
}

static enum action action_of(const struct config *c, const char *text)
{
    struct key key;
    assert_true(key_parse(str_of(text), &key));
    return keymap_action(&c->keymap, key);
}

static void test_configuration_changes_keys(void **state)
{
    (void)state;
    struct config c;
    config_init(&c);
    config_parse(&c,
                 STR("# mine\r\n"
                     "bind <C-n> next-mention   # as in other programs\n"
                     "  unbind q\n"
                     "bind j bottom\n"
                     "bind # search\n"
                     "set mouse off\n"
                     "set library ~/my briefings # where they are\n"),
                 STR("config"), STR("/home/me"));
    assert_int_equal(c.troubles.len, 0);
    assert_int_equal(action_of(&c, "<C-n>"), ACTION_NEXT_MENTION);
    assert_int_equal(action_of(&c, "q"), ACTION_NONE);
    assert_int_equal(action_of(&c, "j"), ACTION_BOTTOM);
    assert_int_equal(action_of(&c, "#"), ACTION_SEARCH);
    assert_false(c.mouse);
    assert_str(c.library, "/home/me/my briefings");
    config_release(&c);
}

static void test_configuration_says_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *line, *trouble;
    } cases[] = {
        {"bind jj top",     "c:1:6: there is no such key"            },
        {"bind j",          "c:1:7: there is no such action"         },
        {"bind j tip",      "c:1:8: there is no such action"         },
        {"bind j top now",  "c:1:12: nothing may follow here"        },
        {"bind",            "c:1:5: a key belongs here"              },
        {"  unbind <Foo>",  "c:1:10: there is no such key"           },
        {"map j top",       "c:1:1: a statement begins with"         },
        {"binding j top",   "c:1:1: this is neither bind nor unbind" },
        {"set colour red",  "c:1:5: there is no such setting"        },
        {"set mouse maybe", "c:1:11: on or off belongs here"         },
        {"set library",     "c:1:13: a path belongs here"            },
        {"set library ~/x", "c:1:13: the home directory is not known"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config c;
        config_init(&c);
        size_t bindings = c.keymap.bindings.len;
        config_parse(&c, str_of(cases[i].line), STR("c"), STR(""));
        assert_int_equal(c.troubles.len, 1);
        if (!str_starts(c.troubles.items[0], str_of(cases[i].trouble)))
            fail_msg("%s: %.*s", cases[i].line, STR_FMT(c.troubles.items[0]));
        assert_int_equal(c.keymap.bindings.len, bindings);
        config_release(&c);
    }
}

static void test_configuration_goes_on_after_trouble(void **state)
{
    (void)state;
    struct config c;
    config_init(&c);
    config_parse(&c, STR("nonsense\n\nbind j top\nset mouse 3\nunbind k"), STR("c"), STR(""));
    assert_int_equal(c.troubles.len, 2);
    assert_true(str_starts(c.troubles.items[1], STR("c:4:")));
    assert_int_equal(action_of(&c, "j"), ACTION_TOP);
    assert_int_equal(action_of(&c, "k"), ACTION_NONE);
    config_load(&c, STR("/nonexistent/config"), STR(""));
    assert_int_equal(c.troubles.len, 2);
    config_load(&c, STR("/"), STR(""));
    assert_int_equal(c.troubles.len, 3);
    config_release(&c);
}

/* Whatever white space stands between words, a file begins with and its lines end with. */
static void test_configuration_is_read_as_people_write_it(void **state)
{
    (void)state;
    struct config c;
    config_init(&c);
    config_parse(&c,
                 STR("\xEF\xBB\xBFset\tlibrary \t ~\t# home\r\n"
                     "\t# set mouse off\n"
                     "\r\n"
                     "set  mouse \t off#\n"
                     "set"),
                 STR("c"), STR("/home/me"));
    assert_int_equal(c.troubles.len, 2);
    assert_true(str_starts(c.troubles.items[0], STR("c:4:")));
    assert_true(str_starts(c.troubles.items[1], STR("c:5:1: a statement begins with")));
    assert_str(c.library, "/home/me");
    assert_true(c.mouse);
    config_parse(&c, STR("set library /a#b # c"), STR("c"), (str){0});
    assert_str(c.library, "/a#b");
    config_parse(&c, STR("set library ~me/x"), STR("c"), (str){0});
    assert_str(c.library, "~me/x");
    config_parse(&c, STR("set mouse off\nset mouse on"), STR("c"), (str){0});
    assert_true(c.mouse);
    assert_int_equal(c.troubles.len, 2);
    config_release(&c);
}

/* To the last byte of what it may be; a line of it costs no more for those before. */
static void test_configuration_has_a_mebibyte(void **state)
{
    enum { MOST = 1 << 20, PERMITTED = 200 };
    (void)state;
    struct tree tree;
    struct buf text = {0};
    char path[PATH_MAX];
    tree_make(&tree, NULL, 0);
    while (text.len < MOST)
        buf_append(&text, STR("?\n"));
    for (size_t past = 0; past < 2; past++) {
        struct config c;
        config_init(&c);
        tree_write_bytes(&tree, "config", text.ptr, text.len);
        config_load(&c, str_of(tree_path(&tree, "config", path)), (str){0});
        assert_int_equal(c.troubles.len, past ? 1 : MOST / 2);
        assert_true(arena_size(&c.arena) < (size_t)PERMITTED * MOST);
        buf_byte(&text, '\n');
        config_release(&c);
    }
    buf_release(&text);
    tree_remove(&tree);
}

/* -- The line ------------------------------------------------------------------------------------
 */

static enum line_editor_result press(struct line_editor *e, const char *text)
{
    struct key key;
    assert_true(key_parse(str_of(text), &key));
    return line_editor_key(e, key);
}

static void test_line_is_edited(void **state)
{
    (void)state;
    struct line_editor e = {0};
    line_editor_set(&e, STR("one two"));
    assert_int_equal(press(&e, "<BS>"), LINE_EDITOR_CHANGED);
    assert_str(line_editor_text(&e), "one tw");
    press(&e, "<Home>");
    assert_int_equal(press(&e, "<BS>"), LINE_EDITOR_MOVED);
    press(&e, "x");
    assert_str(line_editor_text(&e), "xone tw");
    press(&e, "<C-e>");
    press(&e, "<C-w>");
    assert_str(line_editor_text(&e), "xone ");
    press(&e, "<Left>");
    press(&e, "<C-u>");
    assert_str(line_editor_text(&e), " ");
    press(&e, "<C-a>");
    press(&e, "<Del>");
    assert_str(line_editor_text(&e), "");
    assert_int_equal(press(&e, "<F1>"), LINE_EDITOR_IGNORED);
    assert_int_equal(press(&e, "<M-x>"), LINE_EDITOR_IGNORED);
    line_editor_release(&e);
}

static void test_line_moves_by_clusters(void **state)
{
    (void)state;
    struct line_editor e = {0};
    line_editor_set(&e, STR("ae\u0301\U0001F469\u200D\U0001F680"));
    press(&e, "<BS>");
    assert_str(line_editor_text(&e), "ae\u0301");
    press(&e, "<Left>");
    assert_int_equal(e.cursor, 1);
    press(&e, "<Del>");
    assert_str(line_editor_text(&e), "a");
    line_editor_release(&e);
}

static void test_line_takes_pastes(void **state)
{
    (void)state;
    struct line_editor e = {0};
    line_editor_insert(&e, STR("a\nb\tc\033[31m\xff"));
    assert_str(line_editor_text(&e), "a b c[31m");
    struct buf big = {0};
    buf_fill(&big, 'x', 5000);
    line_editor_insert(&e, buf_str(&big));
    assert_int_equal(line_editor_text(&e).len, LINE_EDITOR_MAX);
    assert_int_equal(press(&e, "y"), LINE_EDITOR_MOVED);
    buf_release(&big);
    line_editor_release(&e);
}

static void test_line_scrolls_with_its_cursor(void **state)
{
    (void)state;
    struct line_editor e = {0};
    struct canvas c;
    canvas_init(&c, 1, 10, false);
    line_editor_set(&e, STR("0123456789abcdef"));
    assert_int_equal(line_editor_draw(&e, &c, 0, 2, 8, STYLE(TEXT)), 9);
    assert_int_equal(canvas_cell(&c, 0, 8)->base[0], 'f');
    assert_int_equal(canvas_cell(&c, 0, 2)->base[0], '9');
    press(&e, "<Home>");
    assert_int_equal(line_editor_draw(&e, &c, 0, 2, 8, STYLE(TEXT)), 2);
    canvas_release(&c);
    line_editor_release(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_round_trip),
        cmocka_unit_test(test_what_is_no_key),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_every_action_has_a_key),
        cmocka_unit_test(test_defaults_have_no_key_twice),
        cmocka_unit_test(test_configuration_changes_keys),
        cmocka_unit_test(test_configuration_says_what_is_wrong),
        cmocka_unit_test(test_configuration_goes_on_after_trouble),
        cmocka_unit_test(test_configuration_is_read_as_people_write_it),
        cmocka_unit_test(test_configuration_has_a_mebibyte),
        cmocka_unit_test(test_line_is_edited),
        cmocka_unit_test(test_line_moves_by_clusters),
        cmocka_unit_test(test_line_takes_pastes),
        cmocka_unit_test(test_line_scrolls_with_its_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
