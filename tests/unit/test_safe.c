#include "tests/support/sound.h"
#include "tests/unit/random_text.h"
#include "text/safe.h"
#include "text/utf8.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

static void assert_safe(str from, enum safe_mode mode, bool ascii, const char *to)
{
    struct buf out = {0};
    safe_append(&out, from, mode, ascii);
    buf_byte(&out, '\0');
    assert_string_equal(out.ptr, to);
    buf_release(&out);
}

#define ENGLAND "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"

static void what_a_terminal_obeys_is_made_visible(void **state)
{
    (void)state;
    assert_safe(STR("a\x1B[2Jb\x07\x7F"), SAFE_LINE, false, "a\u241B[2Jb\u2407\u2421");
    assert_safe(STR("a\x1B[2J"), SAFE_LINE, true, "a<U+001B>[2J");
    assert_safe(STR("\xC2\x9B"
                    "31m"),
                SAFE_LINE, false, "<U+009B>31m");
    assert_safe(STR("\x9B"
                    "31m"),
                SAFE_LINE, false, "\uFFFD31m");
    assert_safe(STR("x\u202Ey\u2028z\uFFFE"), SAFE_TEXT, false, "x<U+202E>y<U+2028>z<U+FFFE>");
    assert_safe(STR("a\tb\r\nc\td"), SAFE_TEXT, false, "a       b\u240D\nc       d");
    assert_safe(STR("a\tb\n"), SAFE_LINE, false, "a\u2409b\u240A");
    assert_safe(STR("\u5CB8\tx"), SAFE_TEXT, false, "\u5CB8      x");
    assert_safe(STR("\U000E0041"), SAFE_LINE, false, "<U+E0041>");
    assert_safe(STR("a\0b"), SAFE_LINE, false, "a\u2400b");
}

static void honest_text_passes(void **state)
{
    (void)state;
    static const char *const honest[] = {
        "\u05E9\u05DC\u05D5\u05DD \u0633\u0644\u0627\u0645",
        "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
        "\U0001F468\u200D\U0001F469\u200D\U0001F467 \u2764\uFE0F",
        ENGLAND " " ENGLAND,
        "\u5CB8\u7530 e\u0301 \u00A0\u3000",
    };
    for (size_t i = 0; i < sizeof honest / sizeof *honest; i++)
        assert_safe(str_of(honest[i]), SAFE_LINE, false, honest[i]);
}

static void without_utf8_only_ascii_comes_out(void **state)
{
    (void)state;
    assert_safe(STR("\u201CK\u014Dchi\u201D \u2014 it\u2019s\u00A0e\u0301 \u5CB8"), SAFE_LINE, true,
                "\"K?chi\" - it's e ?");
    assert_safe(STR(ENGLAND), SAFE_LINE, true, "?");
}

static void marks_are_bounded(void **state)
{
    (void)state;
    struct buf in = {0}, out = {0};
    buf_byte(&in, 'a');
    for (int i = 0; i < 100000; i++)
        buf_append(&in, STR("\u0301"));
    buf_byte(&in, 'b');
    safe_append(&out, buf_str(&in), SAFE_LINE, false);
    assert_int_equal(out.len, 1 + 16 * 2 + 1);
    buf_release(&in);
    buf_release(&out);
}

static void nothing_forbidden_comes_out_whatever_goes_in(void **state)
{
    (void)state;
    struct prng p = {4711};
    struct buf in = {0}, once = {0}, twice = {0};
    for (int round = 0; round < 8000; round++) {
        enum safe_mode mode = round & 1 ? SAFE_TEXT : SAFE_LINE;
        bool ascii = round & 2;
        buf_clear(&in);
        buf_clear(&once);
        buf_clear(&twice);
        random_text(&p, &in, prng_below(&p, 50), true);
        safe_append(&once, buf_str(&in), mode, ascii);
        assert_sound(safe_fault(buf_str(&once), mode, ascii));
        safe_append(&twice, buf_str(&once), mode, ascii);
        assert_true(str_eq(buf_str(&once), buf_str(&twice)));
        assert_true(once.len <= in.len * 10);
    }
    buf_release(&in);
    buf_release(&once);
    buf_release(&twice);
}

/* What the system's wcwidth sums; -1 if it does not know a character. */
static int system_width(str s)
{
    int sum = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        at += utf8_decode(s, at, &c, NULL);
        int width = wcwidth((wchar_t)c);
        if (width < 0)
            return -1;
        sum += width;
    }
    return sum;
}

static void widths_are_what_wcwidth_sums(void **state)
{
    (void)state;
    if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "en_US.UTF-8"))
        skip();
    struct prng p = {99};
    struct buf in = {0}, out = {0};
    size_t known = 0;
    for (int round = 0; round < 5000; round++) {
        buf_clear(&in);
        buf_clear(&out);
        random_text(&p, &in, prng_below(&p, 12), true);
        safe_append(&out, buf_str(&in), SAFE_LINE, false);
        int width = system_width(buf_str(&out));
        known += width >= 0;
        if (width >= 0)
            assert_int_equal(safe_width(buf_str(&in)), width);
        assert_int_equal(safe_width(buf_str(&out)), safe_width(buf_str(&in)));
    }
    assert_true(known > 1000);
    setlocale(LC_CTYPE, "C");
    buf_release(&in);
    buf_release(&out);
}

static void assert_cells(str from, size_t cells, bool pad, bool ascii, const char *to)
{
    struct buf out = {0};
    safe_append_cells(&out, from, cells, pad, ascii);
    buf_byte(&out, '\0');
    assert_string_equal(out.ptr, to);
    buf_release(&out);
}

static void cells_are_cut_and_padded(void **state)
{
    (void)state;
    assert_cells(STR("Kishida"), 7, false, false, "Kishida");
    assert_cells(STR("Kishida"), 6, false, false, "Kishi\u2026");
    assert_cells(STR("Kishida"), 6, false, true, "Kis...");
    assert_cells(STR("Kishida"), 2, false, true, "..");
    assert_cells(STR("Kishida"), 1, false, false, "\u2026");
    assert_cells(STR("Kishida"), 0, true, false, "");
    assert_cells(STR("ab"), 4, true, false, "ab  ");
    assert_cells(STR("\u5CB8\u7530\u6587\u96C4"), 6, true, false, "\u5CB8\u7530\u2026 ");
    assert_cells(STR("ae\u0301z!"), 3, false, false, "ae\u0301\u2026");
    assert_cells(STR("a\x1B"
                     "bc"),
                 3, false, false, "a\u241B\u2026");
    assert_cells(STR("a\u202E"
                     "bc"),
                 5, true, false, "a\u2026   ");
}

static void cut_text_fills_its_cells(void **state)
{
    (void)state;
    struct prng p = {1234567};
    struct buf in = {0}, out = {0};
    for (int round = 0; round < 5000; round++) {
        buf_clear(&in);
        buf_clear(&out);
        random_text(&p, &in, prng_below(&p, 30), true);
        size_t cells = prng_below(&p, 20);
        bool ascii = round & 1;
        safe_append_cells(&out, buf_str(&in), cells, true, ascii);
        assert_sound(safe_fault(buf_str(&out), SAFE_LINE, ascii));
        assert_int_equal(safe_width(buf_str(&out)), cells);
    }
    buf_release(&in);
    buf_release(&out);
}

static void json_replaces_nothing(void **state)
{
    (void)state;
    struct buf out = {0};
    safe_append_json(
        &out,
        STR("a\"\\\n\t\x1B\0\x7F\xC2\x9B\u202E\U000E0041\U0010FFFF\u5CB8e\u0301" ENGLAND "\xFF"));
    buf_byte(&out, '\0');
    assert_string_equal(
        out.ptr, "a\\\"\\\\\\n\\t\\u001B\\u0000\\u007F\\u009B\\u202E\\uDB40\\uDC41\\uDBFF\\uDFFF"
                 "\u5CB8e\u0301" ENGLAND "\uFFFD");
    buf_release(&out);
}

static void json_is_safe_whatever_goes_in(void **state)
{
    (void)state;
    struct prng p = {31};
    struct buf in = {0}, out = {0};
    for (int round = 0; round < 3000; round++) {
        buf_clear(&in);
        buf_clear(&out);
        random_text(&p, &in, prng_below(&p, 50), true);
        safe_append_json(&out, buf_str(&in));
        assert_sound(safe_fault(buf_str(&out), SAFE_LINE, false));
    }
    buf_release(&in);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_terminal_obeys_is_made_visible),
        cmocka_unit_test(honest_text_passes),
        cmocka_unit_test(without_utf8_only_ascii_comes_out),
        cmocka_unit_test(marks_are_bounded),
        cmocka_unit_test(nothing_forbidden_comes_out_whatever_goes_in),
        cmocka_unit_test(widths_are_what_wcwidth_sums),
        cmocka_unit_test(cells_are_cut_and_padded),
        cmocka_unit_test(cut_text_fills_its_cells),
        cmocka_unit_test(json_replaces_nothing),
        cmocka_unit_test(json_is_safe_whatever_goes_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
