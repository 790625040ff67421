/* Files that change while they are open are seen at once. */
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILLER                                                                                     \
    "Filler one.\n\nFiller two.\n\nFiller three.\n\nFiller four.\n\nFiller five.\n\n"              \
    "Filler six.\n\nFiller seven.\n\nFiller eight.\n\nFiller nine.\n\nFiller ten.\n\n"             \
    "Filler eleven.\n\nFiller twelve.\n\nFiller thirteen.\n\nFiller fourteen.\n\n"

#define HEAD "# The summit\n\nJapan was ready for it.\n\n"
#define TAIL                                                                                       \
    "Here stands the reader, who has read so far.\n\nKishida praised Japan.\n\n" FILLER "The "     \
    "end.\n"

#define SIDECAR(status)                                                                            \
    "date: 2024-04-08\nagreements:\n  - {id: plan, title: The plan, parties: [japan], "            \
    "status: " status ", date: 2024-04-10}\n"

static const struct tree_file files[] = {
    {"library.yaml",  "title: Test library\n"                                   },
    {"entities.yaml", "entities:\n  - {id: japan, type: country, name: Japan}\n"},
    {"summit.md",     HEAD FILLER TAIL                                          },
    {"summit.yaml",   SIDECAR("announced")                                      },
    {"other.md",      "---\ndate: 2020\n---\n# The other\n\nOther words.\n"     },
};

static int setup(void **state)
{
    return scene_make(state, files, sizeof files / sizeof *files);
}

static struct vt *begin(struct scene *s, int rows, int columns)
{
    scene_start(s, ".", rows, columns);
    vt_wait_for(s->vt, "The summit");
    vt_wait_for(s->vt, "The other");
    return s->vt;
}

static struct vt *begin_reading(struct scene *s, int rows, int columns)
{
    struct vt *vt = begin(s, rows, columns);
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "was ready");
    return vt;
}

static void save_over(struct scene *s, const char *path, const char *text)
{
    tree_write(&s->tree, "saved", text); /* as editors do */
    tree_rename(&s->tree, "saved", path);
}

static void a_paragraph_above_leaves_the_cursor_on_its_words(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin_reading(s, 24, 80);
    vt_keys(vt, "/stands the r<Enter>");
    vt_wait_until(vt, scene_cursor_is_on, "stands the reader");
    int row, column, now;
    vt_cursor(vt, &row, &column);
    tree_write(&s->tree, "summit.md", HEAD "A new one.\n\nAnd another.\n\n" FILLER TAIL);
    save_over(s, "summit.yaml", SIDECAR("signed"));
    vt_keys(vt, "a");
    vt_wait_for(vt, "signed");
    vt_keys(vt, "i");
    vt_wait_until(vt, scene_cursor_is_on, "stands the reader");
    vt_wait_row(vt, 0, "1 of 1"); /* the search stays, too */
    vt_cursor(vt, &now, &column);
    assert_int_equal(now, row);
    vt_keys(vt, "g");
    vt_wait_for(vt, "And another.");
}

static void a_status_in_the_sidecar_is_shown(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin_reading(s, 36, 120);
    vt_wait_for(vt, "announced");
    tree_write(&s->tree, "summit.yaml", SIDECAR("ratified"));
    vt_wait_for(vt, "ratified");
    save_over(s, "summit.yaml", SIDECAR("in-force"));
    vt_wait_for(vt, "in force");
}

static void a_registry_is_followed(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin_reading(s, 36, 120);
    tree_write(&s->tree, "entities.yaml",
               "entities:\n  - {id: japan, type: country, name: Japan}\n"
               "  - {id: kishida, type: person, name: Kishida}\n");
    vt_keys(vt, "e");
    vt_wait_for(vt, "P  Kishida");
}

static void what_another_briefing_says_of_an_agreement_is_shown(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin_reading(s, 36, 120);
    vt_wait_for(vt, "announced");
    tree_write(&s->tree, "other.yaml",
               "agreements:\n  - {id: plan, title: The plan, status: terminated, date: 2024-05}\n");
    vt_wait_for(vt, "terminated");
    assert_true(vt_has(vt, "was ready"));
}

static void a_new_briefing_appears_in_the_library(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin(s, 24, 80);
    tree_write(&s->tree, "new/third.md", "---\ndate: 2024-06\n---\n# The third\n\nWords.\n");
    vt_wait_for(vt, "The third");
    tree_write(&s->tree, "new/fourth.md", "---\ndate: 2024-07\n---\n# The fourth\n\nWords.\n");
    vt_wait_for(vt, "The fourth");
    tree_delete(&s->tree, "other.md");
    vt_wait_gone(vt, "The other");
}

static void what_was_deleted_stays_as_long_as_it_is_open(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin_reading(s, 24, 80);
    tree_delete(&s->tree, "summit.md");
    vt_wait_for(vt, "kept as it was");
    assert_true(vt_has(vt, "was ready"));
    vt_keys(vt, "j");
    vt_wait_gone(vt, "kept as it was");
    vt_wait_row(vt, 0, "as it was");
    assert_true(vt_has(vt, "was ready"));
    tree_write(&s->tree, "summit.md", HEAD "It is back.\n\n" FILLER TAIL);
    vt_wait_for(vt, "It is back.");
    vt_wait_gone(vt, "as it was");
}

/* As a synchronisation does, or somebody who makes a library anew. */
static void put_another_in_its_place(struct scene *s)
{
    char old[PATH_MAX];
    snprintf(old, sizeof old, "%s/old", s->tree.top);
    assert_int_equal(rename(s->tree.root, old), 0);
    assert_int_equal(mkdir(s->tree.root, 0700), 0);
    tree_write(&s->tree, "another.md", "# Another\n");
}

static void a_library_that_is_replaced_is_not_mistaken_for_an_empty_one(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin(s, 24, 120);
    put_another_in_its_place(s);
    vt_keys(vt, "R");
    vt_wait_for(vt, "start attache again to read what is there now");
    assert_true(vt_has(vt, "The summit") && !vt_has(vt, "Another"));
    vt_keys(vt, "gg<Enter>");
    vt_wait_for(vt, "was ready");
}

/* Who looks at the files is held up where he has seen them already: then they are looked at again.
 */
static void who_asks_meanwhile_is_answered_too(void **state)
{
    struct scene *s = *state;
    outcome_has(attache(&s->tree, "index", "--library", "."), 0, NULL, NULL);
    save_over(s, "other.md", "---\ndate: 2020\n---\n# Yet another\n");
    struct sqlite3 *held = scene_hold(s, "cache/attache/*.db");
    struct vt *vt = begin(s, 24, 120);
    put_another_in_its_place(s);
    vt_keys(vt, ":refresh");
    vt_wait_for(vt, "look for what changed");
    vt_keys(vt, "<Enter>");
    scene_let_go(held);
    vt_wait_for(vt, "start attache again to read what is there now");
}

/* The first refresh is held up before anything of it is there. */
static void what_is_typed_before_there_is_a_list_is_done_in_it(void **state)
{
    struct scene *s = *state;
    static const char *const articles[] = {"summit.md", "summit.yaml", "other.md"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        tree_delete(&s->tree, articles[i]);
    outcome_has(attache(&s->tree, "index", "--library", "."), 0, NULL, NULL);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        tree_write(&s->tree, files[i].path, files[i].text);
    struct sqlite3 *held = scene_hold(s, "cache/attache/*.db");
    struct vt *vt = scene_start(s, ".", 24, 120);
    vt_wait_for(vt, "Test library");
    vt_keys(vt, "G<Enter>?");
    vt_wait_for(vt, "Keys");
    vt_keys(vt, "q");
    scene_let_go(held);
    vt_wait_for(vt, "Other words");
    vt_keys(vt, "q");
    vt_wait_for(vt, "2/2");
}

/* The system does not even look for a link that is so long. */
static void what_could_not_be_read_is_said(void **state)
{
    struct scene *s = *state;
    char longest[300];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    tree_symlink(&s->tree, "long.md", longest);
    struct vt *vt = begin(s, 24, 120);
    vt_wait_for(vt, "1 file or directory could not be read; ! says why");
    tree_write(&s->tree, "wide.md", "\xFF\xFEJ"); /* UTF-16 */
    vt_wait_for(vt, "2 files and directories could not be read");
    vt_keys(vt, "!");
    vt_wait_for(vt, "long.md");
    vt_wait_for(vt, "wide.md");
}

static void what_is_half_written_is_waited_for(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin_reading(s, 24, 80);
    vt_keys(vt, "/stands the r<Enter>");
    vt_wait_until(vt, scene_cursor_is_on, "stands the reader");
    tree_write(&s->tree, "summit.md", "");
    vt_wait_for(vt, "kept as it was: summit.md is empty");
    assert_true(vt_has(vt, "Here stands"));
    tree_write(&s->tree, "summit.md", HEAD); /* cut: taken when it rests */
    vt_wait_gone(vt, "Here stands");
    tree_write(&s->tree, "summit.md", HEAD "New.\n\n" FILLER TAIL);
    vt_wait_until(vt, scene_cursor_is_on, "stands the reader"); /* where one was */
    vt_wait_gone(vt, "as it was");
}

static void annotations_that_cannot_be_read_do_not_take_the_old_ones(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin_reading(s, 36, 120);
    vt_wait_for(vt, "announced");
    tree_write(&s->tree, "summit.yaml",
               "date: 2024-04-08\nagreements:\n  - {id: plan, title: \"Th");
    vt_wait_for(vt, "kept as it was: summit.yaml:3");
    assert_true(vt_has(vt, "announced"));
    tree_write(&s->tree, "summit.yaml", SIDECAR("signed"));
    vt_wait_for(vt, "signed");
    vt_wait_gone(vt, "as it was");
}

static void nothing_moves_under_what_is_being_typed(void **state)
{
    struct scene *s = *state;
    struct vt *vt = begin_reading(s, 24, 80);
    vt_keys(vt, "/filler t");
    vt_wait_for(vt, "1 of");
    tree_write(&s->tree, "summit.md", "# The summit\n\nfiller t again.\n");
    vt_keys(vt, "w");
    vt_wait_for(vt, "1 of 4");
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "filler t again");
    vt_keys(vt, "q");
    vt_wait_row(vt, 0, "1/2");
    vt_keys(vt, "q");
    assert_int_equal(vt_wait_exit(vt), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_paragraph_above_leaves_the_cursor_on_its_words, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(a_status_in_the_sidecar_is_shown, setup, scene_remove),
        cmocka_unit_test_setup_teardown(a_registry_is_followed, setup, scene_remove),
        cmocka_unit_test_setup_teardown(what_another_briefing_says_of_an_agreement_is_shown, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(a_new_briefing_appears_in_the_library, setup, scene_remove),
        cmocka_unit_test_setup_teardown(a_library_that_is_replaced_is_not_mistaken_for_an_empty_one,
                                        setup, scene_remove),
        cmocka_unit_test_setup_teardown(who_asks_meanwhile_is_answered_too, setup, scene_remove),
        cmocka_unit_test_setup_teardown(what_is_typed_before_there_is_a_list_is_done_in_it, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(what_was_deleted_stays_as_long_as_it_is_open, setup,
                                        scene_remove),
        cmocka_unit_test_setup_teardown(what_could_not_be_read_is_said, setup, scene_remove),
        cmocka_unit_test_setup_teardown(what_is_half_written_is_waited_for, setup, scene_remove),
        cmocka_unit_test_setup_teardown(annotations_that_cannot_be_read_do_not_take_the_old_ones,
                                        setup, scene_remove),
        cmocka_unit_test_setup_teardown(nothing_moves_under_what_is_being_typed, setup,
                                        scene_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
