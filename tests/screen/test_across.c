/* Entities over briefings: the list of them, a dossier, the reader's steps. */
#include "base/str.h"
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

#include <stdlib.h>
#include <string.h>

static const struct tree_file files[] = {
    {"library.yaml",  "title: Test library\n"                                                      },
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan, aliases: [日本]}\n"
                      "  - {id: manila, type: place, name: Manila}\n"         },
    {"new.md",        "---\ndate: 2024-05\n---\n# The new one\n\nJapan, and again Japan.\n"        },
    {"old.md",        "---\ndate: 2020\n---\n# The old one\n\nManila. Then 日本 and Japan too.\n"},
    {"none.md",       "---\ndate: 2022\n---\n# The silent one\n\nManila is alone here.\n"          },
};

static int setup(void **state)
{
    return scene_make(state, files, sizeof files / sizeof *files);
}

static struct vt *start(struct scene *s, int rows, int columns)
{
    struct vt *vt = scene_start(s, ".", rows, columns);
    vt_wait_for(vt, "The old one");
    vt_wait_gone(vt, "indexing");
    return vt;
}

static void end(struct vt *vt)
{
    vt_keys(vt, "qq");
    assert_int_equal(vt_wait_exit(vt), 0);
}

static void a_library_is_not_called_empty_before_it_was_looked_at(void **state)
{
    struct vt *vt = start(*state, 24, 100);
    size_t size;
    const char *output = vt_output(vt, &size);
    assert_int_equal(str_find((str){output, size}, STR("There are no briefings"), 0), STR_NONE);
    end(vt);
}

static void steps_go_on_over_briefings(void **state)
{
    struct vt *vt = start(*state, 24, 100);
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "and again");
    vt_keys(vt, "]");
    vt_wait_row(vt, 0, "Japan \u00B7 1/2 here, 1/2 briefings");
    vt_keys(vt, "}");
    vt_wait_row(vt, 0, "2/2 here, 1/2 briefings");
    vt_keys(vt, "}"); /* passes over the one that is silent about it */
    vt_wait_row(vt, 0, "The old one");
    vt_wait_row(vt, 0, "1/2 here, 2/2 briefings");
    vt_keys(vt, "{");
    vt_wait_row(vt, 0, "The new one");
    vt_wait_row(vt, 0, "2/2 here, 1/2 briefings");
    vt_keys(vt, "<BS>");
    vt_wait_row(vt, 0, "1/2 here, 2/2 briefings");
    vt_keys(vt, "2}");
    vt_wait_row(vt, 0, "1/2 here, 1/2 briefings");
    vt_wait_for(vt, "past the last mention in the library: on from the first");
    vt_keys(vt, "3}");
    vt_wait_row(vt, 0, "2/2 here, 2/2 briefings");
    vt_keys(vt, "3{");
    vt_wait_row(vt, 0, "1/2 here, 1/2 briefings");
    vt_keys(vt, "{");
    vt_wait_row(vt, 0, "2/2 here, 2/2 briefings");
    vt_wait_for(vt, "past the first mention in the library: on from the last");
    end(vt);
}

static void from_the_list_to_the_words_and_back(void **state)
{
    struct vt *vt = start(*state, 24, 80);
    vt_keys(vt, "E");
    vt_wait_row(vt, 1, "Entities 2");
    vt_wait_row(vt, 0, "1/2");
    vt_keys(vt, "/");
    vt_keys(vt, "日");
    vt_wait_row(vt, 0, "/日  1/1 of 2");
    vt_wait_for(vt, "Japan \u2190 日本");
    vt_keys(vt, "<Enter>");
    vt_keys(vt, "<Enter>");
    vt_wait_row(vt, 0, "Test library \u203A Japan");
    vt_wait_row(vt, 1, "country \u00B7 4 mentions in 2 briefings");
    vt_wait_for(vt, "and again Japan");
    vt_keys(vt, "jj");
    vt_wait_row(vt, 0, "3/4");
    vt_keys(vt, "<Enter>");
    vt_wait_row(vt, 0, "The old one");
    vt_wait_row(vt, 0, "1/2 here, 2/2 briefings");
    vt_wait_until(vt, scene_cursor_is_on, "日本 and Japan");
    vt_keys(vt, "<BS>");
    vt_wait_row(vt, 0, "3/4");
    vt_keys(vt, "<BS>");
    vt_wait_row(vt, 0, "/日  1/1 of 2");
    vt_keys(vt, "<M-Right>");
    vt_wait_row(vt, 0, "3/4");
    vt_keys(vt, "<Tab><Tab><Tab>");
    vt_wait_for(vt, "\u25B8 Together 1");
    vt_keys(vt, "<Enter>");
    vt_wait_row(vt, 0, "Test library \u203A Manila");
    vt_keys(vt, "<BS>");
    vt_wait_row(vt, 0, "Test library \u203A Japan");
    vt_wait_for(vt, "\u25B8 Together 1");
    vt_keys(vt, "qq");
    end(vt);
}

static void a_dossier_from_the_text(void **state)
{
    struct vt *vt = start(*state, 30, 120);
    vt_keys(vt, "j<Enter>");
    vt_wait_for(vt, "is alone here");
    vt_keys(vt, "]D");
    vt_wait_row(vt, 0, "Test library \u203A Manila");
    vt_wait_for(vt, "Mentions 2");
    vt_keys(vt, "<BS>");
    vt_wait_for(vt, "is alone here");
    vt_keys(vt, "eD");
    vt_wait_row(vt, 0, "Test library \u203A Manila");
    vt_keys(vt, "q");
    vt_wait_for(vt, "is alone here");
    end(vt);
}

static void a_dossier_follows_the_files(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    vt_keys(vt, "E<Enter>");
    vt_wait_row(vt, 1, "4 mentions in 2 briefings");
    vt_keys(vt, "jj");
    vt_wait_row(vt, 0, "3/4");
    tree_write(&s->tree, "newest.md", "---\ndate: 2024-05-30\n---\n# The newest\n\nJapan.\n");
    vt_wait_row(vt, 1, "5 mentions in 3 briefings");
    vt_wait_row(vt, 0, "4/5");
    vt_keys(vt, "q");
    end(vt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(from_the_list_to_the_words_and_back, setup, scene_remove),
        cmocka_unit_test_setup_teardown(a_dossier_from_the_text, setup, scene_remove),
        cmocka_unit_test_setup_teardown(a_dossier_follows_the_files, setup, scene_remove),
        cmocka_unit_test_setup_teardown(a_library_is_not_called_empty_before_it_was_looked_at,
                                        setup, scene_remove),
        cmocka_unit_test_setup_teardown(steps_go_on_over_briefings, setup, scene_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
