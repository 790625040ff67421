/* What a program writes to a terminal is told from what it must not write, and what it leaves. */
#include "tests/support/cmocka.h"
#include "tests/support/sent.h"
#include "tests/support/sound.h"

#include <string.h>

enum { ROWS = 24, COLUMNS = 80 };

/* The terminal taken, and given back. */
#define BEGIN "\x1B[?1049h\x1B[22;0;0t\x1B[1;24r\x1B[?1006;1000h\x1B[?2004h\x1B[?25l\x1B[?1h\x1B="
#define END   "\x1B[?2004l\x1B[?1006;1000l\x1B[?25h\x1B[?1049l\x1B[23;0;0t\x1B[?1l\x1B>"

static void what_draws_is_let_through(void **state)
{
    (void)state;
    static const char *const good[] = {
        BEGIN END,
        BEGIN "\x1B[24;80H\x1B[80G\x1B[24d\x1B[H\x1B[5HHonest \u05D0\u0627 text\r\n\x1B[m" END,
        BEGIN "\x1B[1;38;5;255m\x1B(0qq\x1B(B\x1B[0m\x1B[39;49m" END,
        "\x1B]52;c;TWFuaWxh\x07",
        BEGIN END BEGIN END, /* suspended */
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_sound(sent_fault(good[i], strlen(good[i]), ROWS, COLUMNS));
}

static void what_must_not_be_sent_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *sent, *fault;
    } bad[] = {
        {"\x1B[25;1H",            "out of the screen"},
        {"\x1B[1;81H",            "out of the screen"},
        {"\x1B[81G",              "out of the screen"},
        {"\x1B[25d",              "out of the screen"},
        {"\x1B[1;25r",            "out of the screen"},
        {"\x1B[6n",               "draws nothing"    },
        {"\x1B]0;title\x07",      "draws nothing"    },
        {"\x1B[31",               "draws nothing"    },
        {"\x1B[38;2;1;2;3m",      "draws nothing"    },
        {"\xC2\x9B[",             "U+009B"           },
        {"\u202E",                "U+202E"           },
        {"\x0E",                  "U+000E"           },
        {"\xFF",                  "utf8_valid"       },
        {"\x1B[?1049h",           "1049"             },
        {"\x1B[?1000;1006h",      "1000"             },
        {"\x1B[?25l",             "cursor"           },
        {"\x1B[?7l",              "wrapped"          },
        {"\x1B=",                 "keypad"           },
        {"\x1B(0",                "drawing"          },
        {"\x1B[1m\x1B[39;49m",    "attributes"       },
        {"\x1B[22;0;0t",          "title"            },
        {"\x1B[23;0;0t",          "title"            },
        {BEGIN END "\x1B[?2004h", "2004"             },
        {BEGIN BEGIN END,         "title"            },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *fault = sent_fault(bad[i].sent, strlen(bad[i].sent), ROWS, COLUMNS);
        if (!fault || !strstr(fault, bad[i].fault))
            fail_msg("%zu, %s: %s", i, bad[i].fault, fault ? fault : "no fault");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_draws_is_let_through),
        cmocka_unit_test(what_must_not_be_sent_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
