/* The timeline and the promises as whole screens: there, to the evidence, and back to the same. */
#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct tree_file files[] = {
    {"library.yaml",  "title: Test library\n"                                                      },
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan}\n"
                      "  - {id: norway, type: country, name: Norway}\n"       },
    {"summit.md",     "# The summit\n\nJapan was ready.\n\nThe two signed a plan of seventy points. "
                  "They said that a road would follow.\n"                         },
    {"summit.yaml",   "date: 2024-04-08\n"
                    "agreements:\n"
                    "  - {id: plan, title: The plan, parties: [japan], milestones: [\n"
                    "     {date: 2024-04-10, status: signed, quote: a plan of seventy points},\n"
                    "     {date: 2024-05-20, status: in-force}]}\n"
                    "  - {id: road, title: The road, parties: [norway], milestones: [\n"
                    "     {date: ../2024-05, status: in-force, expected: true,\n"
                    "     quote: a road would follow}]}\n"
                    "  - {id: bridge, title: The bridge, milestones: [\n"
                    "     {date: ../2025, status: in-force, expected: true}]}\n"},
    {"outcome.md",    "# The outcome\n\nFiller.\n\nThe bridge was opened to everybody.\n"          },
    {"outcome.yaml",  "date: 2024-05-02\n"
                     "agreements:\n"
                     "  - {id: bridge, milestones: [{date: 2024-05-01, status: in-force,\n"
                     "     quote: bridge was opened}]}\n"
                     "events:\n"
                     "  - {id: fair, title: The fair, date: 1999}\n"           },
};

static int setup(void **state)
{
    return scene_make(state, files, sizeof files / sizeof *files);
}

static struct vt *start(struct scene *s, int rows, int columns)
{
    struct vt *vt = scene_start(s, ".", rows, columns);
    vt_wait_for(vt, "The summit");
    vt_wait_for(vt, "The outcome");
    return vt;
}

static void end(struct vt *vt, const char *keys)
{
    vt_keys(vt, keys);
    assert_int_equal(vt_wait_exit(vt), 0);
    assert_true(vt_modes_restored(vt));
}

static bool cursor_row_has(struct vt *vt, void *text)
{
    int row, column;
    vt_cursor(vt, &row, &column);
    return strstr(vt_row(vt, row), text) != NULL;
}

/* All that is on the screen between header and footer. */
static void keep(struct vt *vt, struct buf *out)
{
    buf_clear(out);
    for (int row = 1; row < vt_rows(vt) - 1; row++) {
        buf_append(out, str_of(vt_row(vt, row)));
        buf_byte(out, '\n');
    }
}

static bool is_as_kept(struct vt *vt, void *kept)
{
    struct buf now = {0};
    keep(vt, &now);
    bool same = str_eq(buf_str(&now), buf_str(kept));
    buf_release(&now);
    return same;
}

static void there_and_back(struct vt *vt, const char *text, struct buf *kept)
{
    keep(vt, kept);
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, text);
    vt_wait_gone(vt, "status");
    vt_keys(vt, "<BS>");
    vt_wait_until(vt, is_as_kept, kept);
}

static void timeline_to_the_evidence_and_back(void **state)
{
    struct scene *s = *state;
    struct buf kept = {0};
    struct vt *vt = start(s, 24, 100);
    vt_keys(vt, "T");
    vt_wait_for(vt, "days \u00B7 6");
    vt_wait_for(vt, "today, 1 June 2024");
    vt_keys(vt, "gj");
    vt_wait_until(vt, cursor_row_has, "10 Apr");
    vt_keys(vt, "x");
    vt_wait_for(vt, "\u201Ca plan of seventy points\u201D");
    vt_keys(vt, "/plan<Enter>");
    vt_wait_for(vt, "/plan \u00B7 days \u00B7 2 of 6");
    vt_wait_for(vt, "10 April 2024 \u00B7 signed"); /* details follow when keys rest */
    there_and_back(vt, "Japan was ready.", &kept);
    vt_wait_for(vt, "/plan \u00B7 days \u00B7 2 of 6");
    vt_wait_until(vt, cursor_row_has, "10 Apr");
    vt_keys(vt, "jj");
    vt_wait_until(vt, cursor_row_has, "20 May 2024  in force");
    there_and_back(vt, "Japan was ready.", &kept); /* where there are no words */
    vt_wait_until(vt, cursor_row_has, "20 May 2024  in force");
    vt_keys(vt, "<Esc>");
    vt_wait_for(vt, " days \u00B7 6");
    end(vt, "qq");
    buf_release(&kept);
}

static void timeline_zooms(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    vt_keys(vt, "T");
    vt_wait_for(vt, "days \u00B7 6");
    vt_keys(vt, "5-");
    vt_wait_for(vt, "decades \u00B7 6");
    vt_wait_for(vt, "5  3 milestones \u00B7 2 promises");
    vt_keys(vt, "+");
    vt_wait_for(vt, "years \u00B7 6");
    vt_wait_until(vt, cursor_row_has, "The plan"); /* the first of the decade */
    vt_keys(vt, "-<Enter>");
    vt_wait_for(vt, "years \u00B7 6");
    vt_wait_until(vt, cursor_row_has, "The plan");
    vt_keys(vt, "1999G");
    vt_wait_until(vt, cursor_row_has, "The fair");
    vt_resize(vt, 12, 44);
    vt_wait_until(vt, cursor_row_has, "The fair");
    vt_resize(vt, 36, 140);
    vt_wait_until(vt, cursor_row_has, "The fair");
    vt_wait_for(vt, "1999 \u00B7 event");
    end(vt, "qq");
}

static void timeline_chooses(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 80);
    vt_keys(vt, "Tf");
    vt_wait_for(vt, "Show only, by");
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "Norway");
    vt_keys(vt, "/nor<Enter><Enter>");
    vt_wait_for(vt, "Norway \u00B7 days \u00B7 1 of 6");
    vt_wait_for(vt, "The road");
    vt_keys(vt, "<Esc>");
    vt_wait_for(vt, " days \u00B7 6");
    vt_keys(vt, "fG<Enter>"); /* the last: a date */
    vt_wait_for(vt, "date or period");
    vt_keys(vt, "1999<Enter>");
    vt_wait_for(vt,
                "1999 \u00B7 days \u00B7 3 of 6"); /* what is until then, or later, may be in it */
    end(vt, "qq");
}

static void promises_and_both_passages(void **state)
{
    struct scene *s = *state;
    struct buf kept = {0};
    struct vt *vt = start(s, 30, 100);
    vt_keys(vt, "P");
    vt_wait_for(vt, "by state \u00B7 2");
    vt_wait_until(vt, cursor_row_has, "The road");
    vt_wait_for(vt, "1 day over");
    vt_wait_for(vt, "Overdue: nothing in this library shows it.");
    vt_keys(vt, "jx");
    vt_wait_for(vt, "\u201Cbridge was opened\u201D");
    vt_keys(vt, "j");
    vt_wait_until(vt, cursor_row_has, "kept 1 May 2024");
    vt_wait_for(vt, "Kept 1 May 2024, as shown");
    keep(vt, &kept);
    vt_keys(vt, "<Enter>");
    vt_wait_for(vt, "Filler.");
    vt_keys(vt, "<BS>");
    vt_wait_until(vt, is_as_kept, &kept);
    vt_wait_until(vt, cursor_row_has, "kept 1 May 2024");
    vt_keys(vt, "1");
    vt_wait_for(vt, "kept \u00B7 by state \u00B7 1 of 2");
    vt_keys(vt, "0v");
    vt_wait_for(vt, "Norway \u00B7 1 overdue");
    vt_keys(vt, "T");
    vt_wait_for(vt, "Timeline");
    vt_keys(vt, "<BS>");
    vt_wait_for(vt, "by party \u00B7 2");
    end(vt, "qqq");
    buf_release(&kept);
}

/* From the agreements of a briefing one comes to where the selected one stands. */
static void from_a_briefing(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 100);
    vt_keys(vt, "T/fair<Enter>");
    vt_wait_for(vt, "/fair \u00B7 days \u00B7 1 of 6");
    vt_keys(vt, "Lg<Enter>");
    vt_wait_for(vt, "Filler.");
    vt_keys(vt, "aGT"); /* what is chosen there gives way */
    vt_wait_for(vt, " days \u00B7 6");
    vt_wait_until(vt, cursor_row_has, "The bridge");
    vt_keys(vt, "<BS>");
    vt_wait_for(vt, "Filler.");
    end(vt, "qq");
}

/* What changes on disk is seen at once; the cursor stays on its row. */
static void it_is_live(void **state)
{
    struct scene *s = *state;
    struct vt *vt = start(s, 24, 100);
    vt_keys(vt, "Tg");
    vt_wait_until(vt, cursor_row_has, "The fair");
    tree_write(&s->tree, "new.md", "# New\n");
    tree_write(&s->tree, "new.yaml", "events: [{id: first, title: The first, date: 1950}]\n");
    vt_wait_for(vt, "The first");
    vt_wait_until(vt, cursor_row_has, "The fair");
    end(vt, "qq");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, scene_remove)
    const struct CMUnitTest tests[] = {
        TEST(timeline_to_the_evidence_and_back), TEST(timeline_zooms),  TEST(timeline_chooses),
        TEST(promises_and_both_passages),        TEST(from_a_briefing), TEST(it_is_live),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
