/*
 * Terminals that behave badly: windows of any size in quick succession, any bytes as keys. And what
 * the process can do once its first frame is there. With ATTACHE_LONG set, as `make faults` does, a
 * million bytes instead of some thousands.
 */
#include "base/sandbox.h"
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"
#include "tests/support/sent.h"
#include "tests/unit/random_text.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct tree_file files[] = {
    {"a.md",   "# Talks\n\nJapan and the Moon signed it.\n\n| a | b |\n|---|---|\n| c | d |\n"            },
    {"a.yaml", "date: 2024\nentities: [{id: japan, name: Japan}]\n"
               "agreements: [{id: pact, parties: [japan], status: signed, date: 2024-05}]\n"},
    {"b.txt",  "Plain text of Japan.\n"                                                                   },
};

static int setup(void **state)
{
    return scene_make(state, files, sizeof files / sizeof *files);
}

static bool has_written(struct vt *vt, void *seen)
{
    size_t size;
    vt_output(vt, &size);
    return size > *(const size_t *)seen;
}

/* The window becomes another; waits for what the program says to that. */
static void resize(struct vt *vt, int rows, int columns)
{
    size_t seen;
    vt_output(vt, &seen);
    vt_resize(vt, rows, columns);
    vt_wait_until(vt, has_written, &seen);
}

/* At a size that no test asks for next: what is asked for is then answered. */
static struct vt *start(struct scene *s, const char *option)
{
    const char *const args[] = {"--library", ".", option, NULL};
    vt_close(s->vt);
    s->vt =
        vt_open(&s->tree, &(struct program){.args = args, .env = STRINGS("VISUAL=true")}, 26, 80);
    vt_wait_for(s->vt, "Talks");
    return s->vt;
}

static void end(struct vt *vt)
{
    size_t size;
    vt_signal(vt, SIGTERM);
    assert_int_equal(vt_wait_exit(vt), 128 + SIGTERM);
    assert_true(vt_modes_restored(vt) && !vt_alternate(vt));
    const char *output = vt_output(vt, &size), *fault = sent_fault(output, size, 200, 500);
    if (fault)
        fail_msg("%s", fault);
}

static void a_storm_of_sizes_is_survived(void **state)
{
    static const int sizes[][2] = {
        {1,   1  },
        {200, 500},
        {1,   500},
        {200, 1  },
        {5,   5  },
        {24,  80 },
    };
    static const char *const keys[] = {"<Enter>", "e", "T", "E", "?", "P", "L"};
    struct vt *vt = start(*state, NULL);
    struct prng random = {1};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        vt_keys(vt, keys[k]);
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            resize(vt, sizes[i][0], sizes[i][1]);
        for (int i = 0; i < 20; i++)
            vt_resize(vt, 1 + (int)prng_below(&random, 200), 1 + (int)prng_below(&random, 500));
        resize(vt, 24, 80);
    }
    vt_bytes(vt, "\033[27u", 5);
    vt_keys(vt, "L");
    vt_wait_for(vt, "Talks");
    end(vt);
}

/* All but what the terminal itself takes for signals. */
static char random_byte(struct prng *random)
{
    static const char often[] = "\033[]OP;?<M0123456789ABCDHZ~u jkqe\r\t/:";
    unsigned char byte;
    do
        byte = (unsigned char)(prng_below(random, 2)
                                   ? prng_below(random, 256)
                                   : (uint32_t)often[prng_below(random, sizeof often - 1)]);
    while (byte == 0x03 || byte == 0x1A || byte == 0x1C);
    return (char)byte;
}

/* Keys may also suspend the program, by the palette, or end it: then it goes on, or is begun anew.
 */
static bool is_answered(struct vt *vt, void *seen)
{
    if (vt_has_stopped(vt))
        vt_signal(vt, SIGCONT);
    return vt_has_ended(vt) || has_written(vt, seen);
}

static struct vt *answered(struct scene *s, int rows)
{
    size_t seen;
    vt_output(s->vt, &seen);
    vt_resize(s->vt, rows, 80);
    vt_wait_until(s->vt, is_answered, &seen);
    if (!vt_has_ended(s->vt))
        return s->vt;
    assert_int_equal(vt_wait_exit(s->vt), 0);
    assert_true(vt_modes_restored(s->vt) && !vt_alternate(s->vt));
    return start(s, NULL);
}

static void any_bytes_are_keys(void **state)
{
    enum { PIECE = 200 };
    size_t bytes = getenv("ATTACHE_LONG") ? 1000000 : 20000;
    struct prng random = {20240408};
    struct vt *vt = start(*state, NULL);
    for (size_t i = 0; i < bytes; i += PIECE) {
        char piece[PIECE];
        for (size_t k = 0; k < PIECE; k++)
            piece[k] = random_byte(&random);
        vt_bytes(vt, piece, PIECE);
        vt = answered(*state, i / PIECE % 2 ? 24 : 25);
    }
    end(vt);
}

static void the_sandbox_is_closed_but_where_it_is_left_out(void **state)
{
    if (!sandbox_is_possible())
        skip();
    for (int open = 0; open < 2; open++) {
        struct vt *vt = start(*state, open ? "--no-sandbox" : NULL);
        vt_keys(vt, "j");
        vt_wait_for(vt, "2/2"); /* a key was taken: all that comes before the first has been done */
        assert_int_equal(program_no_new_privileges(vt_process(vt)), !open);
        end(vt);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, scene_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_storm_of_sizes_is_survived),
        TEST(any_bytes_are_keys),
        TEST(the_sandbox_is_closed_but_where_it_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
