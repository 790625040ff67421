/* Commands whose standard output is a terminal: their tables fit it, `show` is set to it in colour,
 * and who waits is told how far it is. */
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

#include <stdio.h>
#include <string.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n  - {id: japan, type: country, name: Japan, aliases: [日本]}\n"
                      "  - {id: smith, type: person, name: Smith}\n"                    },
    {"a.md",          "# A title that is long enough to be cut wherever there is little room\n\n"
             "Smith went to Japan, of which nothing more was said in this text than in others.\n"},
    {"a.yaml",        "date: 2024-04-08\nsource: The Daily Wire\n"                                           },
    {"b.md",          "# 首脳会談首脳会談首脳会談\n\n日本。\n"                                },
    {"b.yaml",        "date: 2024-04-09\nsource: 通信社\n"                                                },
    {"c.md",          "# Short\n\nText.\n"                                                                   },
    {"c.yaml",        "source: Gazette\n"                                                                    },
};

static int setup(void **state)
{
    return scene_make(state, files, sizeof files / sizeof *files);
}

/* Runs a command to its end. */
static struct vt *run(struct scene *s, const struct program *p, int rows, int columns)
{
    vt_close(s->vt);
    s->vt = vt_open(&s->tree, p, rows, columns);
    assert_int_equal(vt_wait_exit(s->vt), 0);
    return s->vt;
}

static void tables_have_heads_and_fit(void **state)
{
    struct scene *s = *state;
    struct vt *vt = run(s, &(struct program){.args = STRINGS("list")}, 10, 120);
    int row, title, source;
    assert_true(vt_find(vt, "TITLE", &row, &title) && vt_find(vt, "SOURCE", &row, &source));
    assert_int_equal(row, 0);
    assert_true(vt_find(vt, "wherever there is little room  The Daily Wire", &row, &source));
    assert_string_equal(vt_cell(vt, 3, title).text, "S");
    assert_string_equal(vt_row(vt, 4), "");
    for (int columns = 30; columns <= 80; columns += 10) {
        vt = run(s, &(struct program){.args = STRINGS("list")}, 10, columns);
        assert_true(vt_find(vt, "SOURCE", &row, &source));
        assert_non_null(strstr(vt_row(vt, 1), "…"));
        assert_string_equal(vt_cell(vt, 2, source).text, "通"); /* wide characters shift nothing */
        assert_string_equal(vt_cell(vt, 3, source).text, "G");
        assert_string_equal(vt_row(vt, 4), "");
    }
}

static void other_forms_are_left_alone(void **state)
{
    struct scene *s = *state;
    struct vt *vt =
        run(s, &(struct program){.args = STRINGS("entities", "--format=csv", "--limit=1")}, 10, 30);
    assert_string_equal(vt_row(vt, 0), "id,type,name,aliases,briefings");
    assert_string_equal(vt_row(vt, 1), ",mentions,first,last");
    assert_string_equal(vt_row(vt, 2), "japan,country,Japan,日本,2,2,2");
    assert_string_equal(vt_row(vt, 3), "024-04-08,2024-04-09");
}

static void an_article_is_set_to_the_terminal_in_colour(void **state)
{
    struct scene *s = *state;
    const char *const *show = STRINGS("show", "a", "--no-annotations");
    struct vt *vt = run(s, &(struct program){.args = show}, 20, 40);
    int row, col;
    assert_true(vt_find(vt, "Smith went", &row, &col));
    struct vt_cell person = vt_cell(vt, row, col);
    assert_true(person.underline && person.fg != VT_DEFAULT);
    assert_true(vt_find(vt, "Japan, of which", &row, &col));
    assert_int_not_equal(vt_cell(vt, row, col).fg, person.fg);
    assert_string_equal(vt_row(vt, 0), "A title that is long enough to be cut");
    assert_string_equal(vt_row(vt, 1), "wherever there is little room");
    assert_string_equal(vt_row(vt, 4), "Smith went to Japan, of which nothing");
    vt = run(s, &(struct program){.args = show, .env = STRINGS("NO_COLOR=1")}, 20, 40);
    assert_true(vt_find(vt, "Smith went", &row, &col));
    assert_int_equal(vt_cell(vt, row, col).fg, VT_DEFAULT);
    vt = run(s, &(struct program){.args = show, .env = STRINGS("TERM=dumb")}, 20, 40);
    size_t size;
    assert_null(strchr(vt_output(vt, &size), '\033'));
}

static void who_waits_is_told_how_far_it_is(void **state)
{
    struct scene *s = *state;
    struct vt *vt = run(s, &(struct program){.args = STRINGS("index", "--rebuild")}, 10, 80);
    vt_wait_output(vt, "] 100%  3 of 3");
    vt_wait_for(vt, "attache: 3 briefings: ");
    vt = run(s, &(struct program){.args = STRINGS("index", "--rebuild", "--quiet")}, 10, 80);
    size_t size;
    vt_output(vt, &size);
    assert_int_equal(size, 0);
}

/* A home is read only if somebody says so. */
static void a_home_is_asked_about(void **state)
{
    static const char question[] = "Read all of it, to see what briefings there are? [y/N]";
    struct scene *s = *state;
    char home[sizeof s->tree.root + 8];
    snprintf(home, sizeof home, "HOME=%s", s->tree.root);
    tree_delete(&s->tree, "entities.yaml");
    tree_write(&s->tree, "below/d.md", "# Below\n");
    const struct program here = {.args = STRINGS(NULL), .env = STRINGS(home)};
    for (int i = 0; i < 2; i++) {
        vt_close(s->vt);
        s->vt = vt_open(&s->tree, &here, 24, 80);
        vt_wait_for(s->vt, question);
        vt_keys(s->vt, i == 0 ? "n<Enter>" : "<Enter>");
        vt_wait_for(s->vt, "attache --library .");
        assert_int_equal(vt_wait_exit(s->vt), 2);
    }
    vt_close(s->vt);
    s->vt = vt_open(&s->tree, &here, 24, 80);
    vt_wait_for(s->vt, question);
    vt_keys(s->vt, "y<Enter>");
    vt_wait_for(s->vt, "Below");
    vt_keys(s->vt, "q");
    assert_int_equal(vt_wait_exit(s->vt), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, scene_remove)
    const struct CMUnitTest tests[] = {
        TEST(tables_have_heads_and_fit),
        TEST(other_forms_are_left_alone),
        TEST(an_article_is_set_to_the_terminal_in_colour),
        TEST(who_waits_is_told_how_far_it_is),
        TEST(a_home_is_asked_about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
