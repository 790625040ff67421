#include "tests/unit/random_text.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_decodes(str bytes, str expected)
{
    struct arena a = {0};
    struct text_faults faults;
    str text = text_decode(bytes, &a, &faults);
    assert_int_equal(text.len, expected.len);
    assert_memory_equal(text.ptr, expected.ptr, expected.len);
    assert_true(utf8_valid(text));
    arena_release(&a);
}

#define R "\xEF\xBF\xBD"

/* The examples of Unicode 15, tables 3-8 to 3-11. */
static void invalid_bytes_are_replaced_by_maximal_subpart(void **state)
{
    (void)state;
    assert_decodes(STR("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), STR(R R R R R R R R "A"));
    assert_decodes(STR("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"), STR(R R R R R R R R "A"));
    assert_decodes(STR("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), STR(R R R R R "A" R R "B"));
    assert_decodes(STR("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), STR(R R R R "A"));
    assert_decodes(STR("a\0b"), STR("a" R "b"));
    assert_decodes(STR("\xE2\x82"), STR(R));
    assert_decodes(STR("\xEF\xBB\xBFx"), STR("x"));
    assert_decodes(STR(""), STR(""));
}

static void faults_say_where(void **state)
{
    (void)state;
    struct arena a = {0};
    struct text_faults faults;
    text_decode(STR("\xEF\xBB\xBF"
                    "ab\xFF"
                    "c\xFE\xE2\x80\xAE"),
                &a, &faults);
    assert_true(faults.bad_bytes);
    assert_int_equal(faults.bad_at, 2);
    assert_true(faults.hidden);
    assert_int_equal(faults.hidden_at, 9);
    assert_int_equal(faults.hidden_code, 0x202E);
    str good = STR("long enough for eight at a time, and \xE5\xB2\xB8\r\n");
    str same = text_decode(good, &a, &faults);
    assert_ptr_equal(same.ptr, good.ptr);
    assert_false(faults.bad_bytes || faults.hidden || faults.refused);
    text_decode(STR("\xEF\xBB\xBF\xEF\xBB\xBF"), &a, &faults);
    assert_true(faults.hidden);
    assert_int_equal(faults.hidden_at, 0);
    arena_release(&a);
}

static void other_encodings_are_refused_by_name(void **state)
{
    (void)state;
    struct arena a = {0};
    struct text_faults faults;
    static const struct {
        str bytes;
        const char *name;
    } cases[] = {
        {STR_INIT("\xFF\xFE"
                  "a\0"),
         "UTF-16LE"                                 },
        {STR_INIT("\xFE\xFF\0a"),         "UTF-16BE"},
        {STR_INIT("\xFF\xFE\0\0a\0\0\0"), "UTF-32LE"},
        {STR_INIT("\0\0\xFE\xFF\0\0\0a"), "UTF-32BE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_decode(cases[i].bytes, &a, &faults);
        assert_string_equal(faults.refused, cases[i].name);
    }
    arena_release(&a);
}

static void every_code_point_survives_the_round_trip(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        size_t len = utf8_encode(c, bytes);
        uint32_t back;
        bool valid;
        size_t used = utf8_decode((str){bytes, len}, 0, &back, &valid);
        if (c >= 0xD800 && c <= 0xDFFF) {
            assert_false(valid);
            continue;
        }
        assert_true(valid && back == c && used == len);
    }
}

static void stepping_and_counting_agree(void **state)
{
    (void)state;
    struct prng p = {20240410};
    struct buf b = {0};
    for (int round = 0; round < 300; round++) {
        buf_clear(&b);
        random_text(&p, &b, prng_below(&p, 40), false);
        str s = buf_str(&b);
        assert_true(utf8_valid(s));
        size_t n = 0;
        for (size_t at = 0; at < s.len; at = utf8_next(s, at), n++) {
            assert_int_equal(utf8_offset(s, n), at);
            assert_int_equal(utf8_prev(s, utf8_next(s, at)), at);
        }
        assert_int_equal(utf8_length(s), n);
        assert_int_equal(utf8_offset(s, n + 3), s.len);
    }
    buf_release(&b);
}

static void scrubbed_is_valid_and_unchanged_when_scrubbed_again(void **state)
{
    (void)state;
    struct prng p = {7};
    struct buf b = {0};
    struct arena a = {0};
    for (int round = 0; round < 1000; round++) {
        buf_clear(&b);
        random_text(&p, &b, prng_below(&p, 20), true);
        str once = utf8_scrub(buf_str(&b), &a);
        assert_true(utf8_valid(once));
        assert_ptr_equal(utf8_scrub(once, &a).ptr, once.ptr);
    }
    arena_release(&a);
    buf_release(&b);
}

static void ends_of_runs_are_found(void **state)
{
    (void)state;
    static const char bytes[] = "a ~!\x1F\x7F\x80\xFF\xC3\t\n";
    struct prng p = {5};
    char text[40] = {0};
    for (int round = 0; round < 20000; round++) {
        uint32_t len = prng_below(&p, sizeof text), from = prng_below(&p, len + 1);
        for (size_t i = 0; i < len; i++)
            text[i] = bytes[prng_below(&p, prng_below(&p, 8) ? 4 : sizeof bytes)];
        size_t ascii = from, printable = from;
        while (ascii < len && (unsigned char)text[ascii] < 0x80)
            ascii++;
        while (printable < len && text[printable] >= ' ' && text[printable] < 0x7F)
            printable++;
        assert_int_equal(utf8_ascii_end((str){text, len}, from), ascii);
        assert_int_equal(utf8_printable_end((str){text, len}, from), printable);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invalid_bytes_are_replaced_by_maximal_subpart),
        cmocka_unit_test(faults_say_where),
        cmocka_unit_test(other_encodings_are_refused_by_name),
        cmocka_unit_test(every_code_point_survives_the_round_trip),
        cmocka_unit_test(stepping_and_counting_agree),
        cmocka_unit_test(ends_of_runs_are_found),
        cmocka_unit_test(scrubbed_is_valid_and_unchanged_when_scrubbed_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
