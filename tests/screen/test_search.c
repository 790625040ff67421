/* The search, from the key to the hit and back. */
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"

static const struct tree_file files[] = {
    {"library.yaml",  "title: Test library\n"                                                      },
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan}\n"
                      "  - {id: kishida, type: person, name: Fumio Kishida}\n"},
    {"a/summit.md",   "---\ntitle: The summit\ndate: 2024-04-08\n---\n"
                    "Japan was ready.\n\nFumio Kishida signed the treaty. A treaty "
                    "is a treaty.\n"                                            },
    {"b/outcome.md",  "---\ntitle: The outcome\ndate: 2024-04-12\n---\n"
                     "The treaty of the plan was signed.\n"                    },
    {"c/rain.md",     "---\ntitle: Weather\ndate: 2024-05\n---\nIt rained in Japan.\n"             },
};

static int setup(void **state)
{
    return scene_make(state, files, sizeof files / sizeof *files);
}

static void begin(struct scene *s, int rows, int columns)
{
    scene_start(s, ".", rows, columns);
    vt_wait_for(s->vt, "The summit");
    vt_wait_for(s->vt, "Weather");
}

static void finds_opens_and_comes_back(void **state)
{
    struct scene *s = *state;
    begin(s, 24, 80);
    vt_keys(s->vt, "S");
    vt_wait_for(s->vt, "entity:");
    vt_wait_cursor(s->vt, 1, 3);
    vt_keys(s->vt, "treaty");
    vt_wait_row(s->vt, 1, " / treaty");
    vt_wait_for(s->vt, "2 briefings");
    vt_wait_gone(s->vt, "Weather");
    vt_keys(s->vt, "<Enter>j");
    vt_wait_for(s->vt, "2/2");
    vt_keys(s->vt, "<Enter>");
    vt_wait_for(s->vt, "Japan was ready");
    vt_wait_for(s->vt, "1 of 3");
    vt_keys(s->vt, "n");
    vt_wait_for(s->vt, "2 of 3");
    vt_keys(s->vt, "N");
    vt_wait_for(s->vt, "1 of 3");
    vt_keys(s->vt, "<BS>");
    vt_wait_row(s->vt, 1, " / treaty");
    vt_wait_for(s->vt, "2/2");
    vt_wait_row(s->vt, 7, "    8 Apr 2024  The summit");
    /* The same key goes to the line of the screen that it opened. */
    vt_keys(s->vt, "<C-f> OR japan");
    vt_wait_for(s->vt, "3 briefings");
    vt_keys(s->vt, "<Esc>");
    vt_wait_row(s->vt, 1, " / treaty");
    vt_wait_for(s->vt, "2 briefings");
    vt_keys(s->vt, "q");
    vt_wait_for(s->vt, "Weather");
}

static void narrows_by_a_facet(void **state)
{
    struct scene *s = *state;
    begin(s, 30, 120);
    vt_keys(s->vt, "Streaty<Enter>");
    vt_wait_for(s->vt, "people");
    vt_keys(s->vt, "<Tab>");
    vt_wait_cursor(s->vt, 5, 88);
    vt_keys(s->vt, "j");
    vt_wait_cursor(s->vt, 6, 88);
    vt_keys(s->vt, "<Enter>");
    vt_wait_row(s->vt, 1, " / treaty* type:person");
    vt_wait_for(s->vt, "1 briefing ");
    vt_wait_gone(s->vt, "The outcome");
}

static void says_where_a_query_cannot_be_read(void **state)
{
    struct scene *s = *state;
    begin(s, 24, 80);
    vt_keys(s->vt, "Streaty");
    vt_wait_for(s->vt, "2 briefings");
    vt_keys(s->vt, " \"a");
    vt_wait_row(s->vt, 2, "          ^ this quotation mark is not closed");
    vt_wait_for(s->vt, "The outcome");
    vt_keys(s->vt, "<Enter>j");
    vt_wait_for(s->vt, "2/2");
    vt_wait_for(s->vt, "this quotation mark is not closed");
    vt_keys(s->vt, "/<BS><BS><BS>");
    vt_wait_for(s->vt, "2 briefings");
}

/* A mark that a library's search lit is no regular expression. */
static void a_search_of_the_text_takes_its_place(void **state)
{
    struct scene *s = *state;
    begin(s, 24, 80);
    vt_keys(s->vt, "Ssigned -plan<Enter>");
    vt_wait_for(s->vt, "1 briefing ");
    vt_keys(s->vt, "<Enter>");
    vt_wait_for(s->vt, "1 of 1");
    vt_keys(s->vt, "/a t");
    vt_wait_for(s->vt, "1 of 2");
    vt_keys(s->vt, "<Esc>");
    vt_wait_gone(s->vt, "1 of 2");
    vt_keys(s->vt, "n");
    vt_wait_for(s->vt, "1 of 1");
    vt_keys(s->vt, "/a t<Enter>n");
    vt_wait_for(s->vt, "2 of 2");
}

/* While one types, too: what went wrong stands where the keys do. */
static void says_why_it_cannot_search(void **state)
{
    struct scene *s = *state;
    begin(s, 24, 80);
    tree_rename(&s->tree, "../home/cache", "../home/gone");
    vt_keys(s->vt, "Streaty");
    vt_wait_row(s->vt, 1, " / treaty");
    vt_wait_for(s->vt, "unable to open database file");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, scene_remove)
    const struct CMUnitTest tests[] = {
        TEST(finds_opens_and_comes_back),           TEST(narrows_by_a_facet),
        TEST(says_where_a_query_cannot_be_read),    TEST(says_why_it_cannot_search),
        TEST(a_search_of_the_text_takes_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
