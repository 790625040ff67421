#include "tests/support/cmocka.h"
#include "tests/support/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct tree l;

/* Runs a shell script in place of the program. */
static struct outcome shell(const char *script, struct program p)
{
    p.path = "/bin/sh";
    p.args = STRINGS("-c", script);
    return program_run(&l, &p);
}

static void status_and_both_outputs_are_captured(void **state)
{
    (void)state;
    struct outcome o = shell("printf out; printf err >&2; exit 3", (struct program){0});
    assert_int_equal(o.status, 3);
    assert_string_equal(o.out, "out");
    assert_string_equal(o.err, "err");
    outcome_release(&o);
    o = shell("kill -TERM $$", (struct program){0});
    assert_int_equal(o.status, 128 + 15);
    assert_int_equal(o.out_size, 0);
    outcome_release(&o);
}

static void input_larger_than_a_pipe_passes_through(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < SIZE; i++)
        text[i] = (char)(i * 31 % 251);
    struct outcome o = shell("cat", (struct program){.input = text, .input_size = SIZE});
    assert_int_equal(o.out_size, SIZE);
    assert_memory_equal(o.out, text, SIZE);
    outcome_release(&o);
    o = shell("exit 0", (struct program){.input = text, .input_size = SIZE});
    assert_int_equal(o.status, 0);
    outcome_release(&o);
    free(text);
}

static void environment_is_clean(void **state)
{
    (void)state;
    assert_int_equal(setenv("NO_COLOR", "1", 1), 0);
    struct outcome o = shell("echo \"$HOME|$XDG_CACHE_HOME|$NO_COLOR|$TZ|$LC_ALL|$A|$TERM\"; pwd",
                             (struct program){.env = STRINGS("A=b=c", "TERM")});
    char expected[4 * PATH_MAX];
    snprintf(expected, sizeof expected, "%s|%s/cache||UTC|C.UTF-8|b=c|\n%s\n", l.home, l.home,
             l.root);
    assert_string_equal(o.out, expected);
    outcome_release(&o);
    unsetenv("NO_COLOR");
}

static void output_may_be_closed_or_a_file(void **state)
{
    (void)state;
    struct outcome o = shell("echo x || exit 4", (struct program){.output_closed = true});
    assert_int_equal(o.status, 4);
    outcome_release(&o);
    o = shell("echo x", (struct program){.output = "/dev/null"});
    assert_int_equal(o.status, 0);
    assert_int_equal(o.out_size, 0);
    outcome_release(&o);
}

static void program_itself_is_found(void **state)
{
    (void)state;
    struct outcome o = shell("test -x \"$ATTACHE\"", (struct program){0});
    assert_int_equal(o.status, 0);
    outcome_release(&o);
}

static int setup(void **state)
{
    (void)state;
    tree_make(&l, NULL, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tree_remove(&l);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_and_both_outputs_are_captured),
        cmocka_unit_test(input_larger_than_a_pipe_passes_through),
        cmocka_unit_test(environment_is_clean),
        cmocka_unit_test(output_may_be_closed_or_a_file),
        cmocka_unit_test(program_itself_is_found),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
