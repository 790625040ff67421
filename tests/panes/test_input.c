/* Bytes of terminals as events: keys of many terminals, and nothing else running as keys. */
#include "tests/support/cmocka.h"
#include "ui/input.h"

#include <stdlib.h>
#include <string.h>

/* What the bytes come to, as text: "j <C-d> click:3,4 paste:abc". */
static const char *read_all(const char *bytes, size_t size, bool late, size_t chunk)
{
    static char out[4096];
    struct input in = {0};
    struct buf b = {0};
    for (size_t at = 0; at < size; at += chunk) {
        struct term_event e;
        bool last = at + chunk >= size;
        input_feed(&in, bytes + at, last ? size - at : chunk);
        while (input_next(&in, late && last, &e)) {
            if (b.len)
                buf_byte(&b, ' ');
            if (e.kind == EVENT_KEY)
                key_format(e.key, &b);
            else if (e.kind == EVENT_PASTE)
                buf_printf(&b, "paste:%.*s", STR_FMT(e.text));
            else
                buf_printf(&b, "%s:%d,%d",
                           e.kind == EVENT_CLICK ? "click"
                           : e.steps > 0         ? "down"
                                                 : "up",
                           e.row, e.column);
        }
    }
    size_t len = b.len < sizeof out - 1 ? b.len : sizeof out - 1;
    if (len)
        memcpy(out, b.ptr, len);
    out[len] = '\0';
    buf_release(&b);
    input_release(&in);
    return out;
}

static const struct {
    const char *bytes, *events;
} cases[] = {
    {"j",                                                            "j"                                     },
    {"\r\n\t\b\x7f",                                                 "<Enter> <Enter> <Tab> <BS> <BS>"       },
    {"\x04\x1a\x1d",                                                 "<C-d> <C-z> <C-]>"                     },
    {"\xc3\xa9\xe6\x97\xa5",                                         "\u00E9 \u65E5"                         },
    {"\033[A\033OB\033[C\033OD",                                     "<Up> <Down> <Right> <Left>"            },
    {"\033[1~\033[4~\033[7~\033[8~\033[H\033OF",                     "<Home> <End> <Home> <End> <Home> <End>"},
    {"\033[5~\033[6~\033[2~\033[3~",                                 "<PgUp> <PgDn> <Ins> <Del>"             },
    {"\033OP\033[[A\033[11~\033[15~\033[24~",                        "<F1> <F1> <F1> <F5> <F12>"             },
    {"\033[1;3C\033[1;5A\033[1;2B\033[3;5~",                         "<M-Right> <C-Up> <S-Down> <C-Del>"     },
    {"\033\033[C",                                                   "<M-Right>"                             },
    {"\033[Z\033[1;2Z",                                              "<S-Tab> <S-Tab>"                       },
    {"\033[a\033Oc\033[5^\033[5$",                                   "<S-Up> <C-Right> <C-PgUp> <S-PgUp>"    },
    {"\033x\033\x7f\033\r",                                          "<M-x> <M-BS> <M-Enter>"                },
    {"\033[27;5;9~\033[27;2;13~\033[100;5u\033[97;2u",               "<C-Tab> <S-Enter> <C-d> A"             },
    {"\033[<0;5;4M\033[<0;5;4m\033[<64;1;1M\033[<65;2;3M",           "click:3,4 up:0,0 down:2,1"             },
    {"\033[<2;5;4M\033[<32;5;4M\033[<66;1;1M",                       ""                                      },
    {"\033[M !!\033[M`\"#\033[M#!!",                                 "click:0,0 up:2,1"                      },
    {"\033[200~a\nj\033[A\033[201~q",                                "paste:a\nj\033[A q"                    },
 /* replies of terminals, and what no terminal should send */
    {"\033[?62;22cj",                                                "j"                                     },
    {"\033[12;40Rj",                                                 "j"                                     },
    {"\033]11;rgb:ffff/ffff/ffff\033\\j",                            "j"                                     },
    {"\033]11;rgb:0/0/0\007j",                                       "j"                                     },
    {"\033P1$r0m\033\\j\033_Gi=1;OK\033\\\033^q\033\\\033Xq\033\\k", "j k"                                   },
    {"\033[?2026;1$yj\033[8;24;80tj\033[Ij\033[Oj",                  "j j j j"                               },
    {"\033[1;2;3;4;5;6xj\033[>0;276;0cj",                            "j j"                                   },
    {"\033[999999999999999999999999~j",                              "j"                                     },
    {"\033[12\033[Aj",                                               "<Up> j"                                }, /* broken off */
    {"\xff\xc0\x80j\x9bq",                                           "j q"                                   },
    {"\xc2\x9bj",                                                    "j"                                     },
};

static void test_sequences(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t chunk = 1; chunk < 64; chunk = chunk == 1 ? 63 : chunk + 1) {
            const char *got = read_all(cases[i].bytes, strlen(cases[i].bytes), false, chunk);
            if (strcmp(got, cases[i].events) != 0)
                fail_msg("case %zu in pieces of %zu: \"%s\", not \"%s\"", i, chunk, got,
                         cases[i].events);
        }
}

static void test_escape_is_a_key_when_nothing_follows(void **state)
{
    (void)state;
    struct input in = {0};
    struct term_event e;
    input_feed(&in, "\033", 1);
    assert_false(input_next(&in, false, &e));
    assert_true(input_wait(&in) > 0 && input_wait(&in) <= 50);
    assert_true(input_next(&in, true, &e));
    assert_int_equal(e.key.code, KEYCODE_ESCAPE);
    assert_int_equal(input_wait(&in), -1);
    input_release(&in);
    assert_string_equal(read_all("\033\033", 2, true, 2), "<Esc> <Esc>");
    assert_string_equal(read_all("\033[", 2, true, 2), "<M-[>");
    assert_string_equal(read_all("\033[12;", 5, true, 5), ""); /* dropped, not typed */
    assert_string_equal(read_all("\033]0;title", 9, true, 9), "");
}

static void test_paste_is_bounded_and_ends(void **state)
{
    (void)state;
    struct input in = {0};
    struct term_event e;
    struct buf b = {0};
    buf_append(&b, STR("\033[200~"));
    buf_fill(&b, 'q', 100000);
    input_feed(&in, b.ptr, b.len);
    assert_false(input_next(&in, false, &e));
    input_feed(&in, "\033[201~z", 7);
    assert_true(input_next(&in, false, &e));
    assert_int_equal(e.kind, EVENT_PASTE);
    assert_int_equal(e.text.len, PASTE_MAX);
    assert_true(input_next(&in, false, &e));
    assert_int_equal(e.key.code, 'z');
    input_feed(&in, "\033[200~abc", 9); /* the terminal forgot its end */
    assert_false(input_next(&in, false, &e));
    assert_true(input_next(&in, true, &e));
    assert_int_equal(e.kind, EVENT_PASTE);
    assert_string_equal(read_all("x", 1, false, 1), "x");
    buf_release(&b);
    input_release(&in);
}

static void test_without_utf8(void **state)
{
    (void)state;
    struct input in = {.ascii = true};
    struct term_event e;
    input_feed(&in, "\xe9j", 2);
    assert_true(input_next(&in, false, &e));
    assert_int_equal(e.key.code, 'j');
    input_release(&in);
}

/* Any bytes: it comes to an end, and what comes out is a key that can be written. */
static void test_any_bytes(void **state)
{
    (void)state;
    static const char pool[] = "\033\033\033[[[O]P?<>;;1209~mMAuR$\\\007q\xc3\xe6\x9b \r";
    unsigned long seed = 99;
    print_message("seed %lu\n", seed);
    for (int turn = 0; turn < 5000; turn++) {
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 6364136223846793005UL + 1442695040888963407UL;
            bytes[i] = pool[(seed >> 33) % (sizeof pool - 1)];
        }
        struct input in = {0};
        struct term_event e;
        input_feed(&in, bytes, sizeof bytes);
        for (int i = 0; input_next(&in, false, &e) || input_next(&in, true, &e); i++)
            assert_true(i <= (int)sizeof bytes);
        assert_int_equal(input_wait(&in), -1);
        input_release(&in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sequences),
        cmocka_unit_test(test_escape_is_a_key_when_nothing_follows),
        cmocka_unit_test(test_paste_is_bounded_and_ends),
        cmocka_unit_test(test_without_utf8),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
