/* Every command between others: who reads may go, what cannot be written is said, data stands alone
 * on standard output and is the same whatever the locale, and `check` is the same each time. */
#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <stdio.h>
#include <string.h>

#define CONTENT ATTACHE_SOURCE "/content"

/* Each command that prints, on the bundled library. */
static const char *const calls[][4] = {
    {"show",                  "2024/quad",      NULL,                   NULL},
    {"show",                  "2024/quad",      "--format=json",        NULL},
    {"show",                  "2024/quad",      "--annotations=inline", NULL},
    {"show",                  "2024/quad",      "--annotations=notes",  NULL},
    {"show",                  "2024/quad",      "--color=always",       NULL},
    {"list",                  NULL,             NULL,                   NULL},
    {"list",                  "--format=csv",   NULL,                   NULL},
    {"list",                  "--format=jsonl", NULL,                   NULL},
    {"entities",              NULL,             NULL,                   NULL},
    {"entities",              "--format=tsv",   NULL,                   NULL},
    {"timeline",              NULL,             NULL,                   NULL},
    {"timeline",              "--format=json",  NULL,                   NULL},
    {"timeline",              "--promises",     NULL,                   NULL},
    {"dossier",               "japan",          NULL,                   NULL},
    {"dossier",               "japan",          "--format=json",        NULL},
    {"check",                 "--format=csv",   "--quiet",              NULL},
    {"help",                  "list",           NULL,                   NULL},
    {"--version",             NULL,             NULL,                   NULL},
    {CONTENT "/2024/quad.md", NULL,             NULL,                   NULL},
    {CONTENT,                 NULL,             NULL,                   NULL},
};
enum { CALL_COUNT = sizeof calls / sizeof *calls };

static struct tree tree;

static int make(void **state)
{
    (void)state;
    tree_make(&tree, NULL, 0);
    tree_write(&tree, "c.md", "# C\n\nText.\n");
    tree_write(&tree, "b/b.md", "# B\n\nText.\n");
    tree_write(&tree, "b/b.yaml", "date: 2024-13\nodd: 1\nentities: [{id: x, id: y}]\n");
    tree_write(&tree, "c.yaml", "odd: 1\nnotes: [{quote: nowhere, text: x}]\n");
    tree_write(&tree, "alone.yaml", "title: x\n");
    return 0;
}

static int remove_tree(void **state)
{
    (void)state;
    tree_remove(&tree);
    return 0;
}

static struct outcome run(size_t i, struct program p)
{
    const char *args[16] = {NULL};
    size_t count = 0;
    for (size_t k = 0; p.args && p.args[k]; k++)
        args[count++] = p.args[k];
    args[count++] = "--library";
    args[count++] = CONTENT;
    args[count++] = "--today=2025-12-31";
    for (size_t k = 0; calls[i][k]; k++)
        args[count++] = calls[i][k];
    p.args = args;
    return program_run(&tree, &p);
}

static void expect_all(const struct program *p, int status, const char *err)
{
    for (size_t i = 0; i < CALL_COUNT; i++) {
        struct outcome o = run(i, *p);
        if (o.status != status || strcmp(o.err, err) != 0)
            fail_msg("%s %s: %d, %s", calls[i][0], calls[i][1] ? calls[i][1] : "", o.status, o.err);
        outcome_release(&o);
    }
}

static void data_stands_alone(void **state)
{
    (void)state;
    expect_all(&(struct program){0}, 0, "");
}

static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    expect_all(&(struct program){.output = "/dev/full"}, 2,
               "attache: cannot write to standard output: No space left on device\n");
}

static void a_closed_output_is_an_error(void **state)
{
    (void)state;
    expect_all(&(struct program){.output_closed = true}, 2,
               "attache: cannot write to standard output: Bad file descriptor\n");
}

/* A shell holds the only reading end of a pipe until the writing end is open, then closes it: as
 * `| head` does, but always before the first byte. */
static void who_reads_may_go(void **state)
{
    (void)state;
    tree_fifo(&tree, "../pipe");
    expect_all(
        &(struct program){
            .path = "/bin/sh",
            .args = STRINGS("-c", "exec 3<>../pipe 4>../pipe 3<&-; \"$ATTACHE\" \"$@\" >&4", "sh"),
        },
        2, "");
}

static void an_output_that_does_not_block_is_waited_for(void **state)
{
    (void)state;
    struct buf text = {0};
    while (text.len < 1 << 21) /* more than a pipe holds */
        buf_append(&text, STR("Nothing was said of it to anybody.\n\n"));
    tree_write_bytes(&tree, "../long.md", text.ptr, text.len);
    buf_release(&text);
    struct program p = {.args = STRINGS("show", "../long.md", "--format", "json")};
    struct outcome patient = program_run(&tree, &p);
    p.output_impatient = true;
    struct outcome impatient = program_run(&tree, &p);
    assert_string_equal(impatient.err, "");
    assert_int_equal(impatient.status, 0);
    assert_int_equal(impatient.out_size, patient.out_size);
    assert_memory_equal(impatient.out, patient.out, patient.out_size);
    outcome_release(&patient);
    outcome_release(&impatient);
}

static void the_locale_changes_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < CALL_COUNT; i++) {
        struct outcome utf8 = run(i, (struct program){0});
        struct outcome c = run(i, (struct program){.env = STRINGS("LC_ALL=C", "TERM")});
        assert_int_equal(c.status, utf8.status);
        assert_string_equal(c.out, utf8.out);
        assert_true(utf8.out_size > 0);
        outcome_release(&utf8);
        outcome_release(&c);
    }
}

static void progress_is_for_terminals(void **state)
{
    (void)state;
    struct outcome o = attache(&tree, "index", "--rebuild", "--library", CONTENT);
    assert_string_equal(o.out, "");
    assert_non_null(strchr(o.err, '\n'));
    assert_string_equal(strchr(o.err, '\n'), "\n"); /* one line */
    assert_null(strchr(o.err, '\r'));
    assert_int_equal(o.status, 0);
    outcome_release(&o);
    outcome_is(attache(&tree, "index", "--quiet", "--library", CONTENT), 0, "", "");
}

/* -- check ------------------------------------------------------------------------------------ */

static const char problems[] =
    "./alone.yaml:1:1: warning: has no article of the same name beside it [no-article]\n"
    "./b/b.yaml:1:7: error: the date '2024-13' cannot be read: there is no month 13 [bad-date]\n"
    "./b/b.yaml:2:1: warning: a sidecar has no key 'odd' [unknown-key]\n"
    "./b/b.yaml:3:12: error: entity 'x' has no 'name', and no registry has the entity "
    "[missing-key]\n"
    "./b/b.yaml:3:20: error: 'id' is given twice; the first counts [duplicate-key]\n"
    "./c.yaml:1:1: warning: a sidecar has no key 'odd' [unknown-key]\n"
    "./c.yaml:2:17: warning: the text does not say 'nowhere' [quote-not-found]\n";

static void check_is_sorted_and_always_the_same(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        outcome_is(attache(&tree, "check", i == 1 ? "--strict" : NULL), 1, problems,
                   "attache: 2 briefings, 3 errors, 4 warnings\n");
        outcome_is(attache(&tree, "index", "--rebuild", "--quiet"), 0, "", "");
    }
}

static void check_of_one_article_says_only_its_problems(void **state)
{
    (void)state;
    static const char own[] =
        "c.yaml:1:1: warning: a sidecar has no key 'odd' [unknown-key]\n"
        "c.yaml:2:17: warning: the text does not say 'nowhere' [quote-not-found]\n";
    for (int strict = 0; strict < 2; strict++)
        outcome_is(attache(&tree, "check", "--library", "c.md", strict ? "--strict" : NULL), strict,
                   own, "attache: 1 briefing, 0 errors, 2 warnings\n");
    struct program p = {
        .args = STRINGS("check", "--library=-", "--format=jsonl"),
        .input = "---\nodd: 1\n---\nText.\n",
    };
    outcome_is(program_run(&tree, &p), 0,
               "{\"file\":\"-\",\"line\":2,\"column\":1,\"severity\":\"warning\","
               "\"code\":\"unknown-key\","
               "\"message\":\"front matter has no key 'odd'\"}\n",
               "attache: 1 briefing, 0 errors, 1 warning\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_stands_alone),
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(a_closed_output_is_an_error),
        cmocka_unit_test(who_reads_may_go),
        cmocka_unit_test(an_output_that_does_not_block_is_waited_for),
        cmocka_unit_test(the_locale_changes_nothing),
        cmocka_unit_test(progress_is_for_terminals),
        cmocka_unit_test(check_is_sorted_and_always_the_same),
        cmocka_unit_test(check_of_one_article_says_only_its_problems),
    };
    return cmocka_run_group_tests(tests, make, remove_tree);
}
