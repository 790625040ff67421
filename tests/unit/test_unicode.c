#include "base/mem.h"
#include "tests/unit/random_text.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <uninorm.h>
#include <uniwbrk.h>
#include <wchar.h>

#include <cmocka.h>

static void hidden_characters_are_those_of_the_format(void **state)
{
    (void)state;
    size_t count = 0;
    for (uint32_t c = 0; c <= 0x10FFFF; c++)
        count += unicode_is_hidden(c);
    /* 202A-202E 5, 2066-2069 4, 200E 200F 061C 3, 00AD 034F 115F 1160 4, 17B4 17B5 180E 200B 4,
     * 2028 2029 2, 2060-2064 5, 206A-206F 6, 3164 FEFF FFA0 3, FFF9-FFFB 3, E0000-E007F 128 */
    assert_int_equal(count, 5 + 4 + 3 + 4 + 4 + 2 + 5 + 6 + 3 + 3 + 128);
    static const uint32_t visible[] = {0x200C, 0x200D,     0x2065, 0xFE0F,  0xFE0E, 0xA0,
                                       0x3000, 0x2029 + 6, 0x5D0,  0xE0080, 0xFFFC};
    for (size_t i = 0; i < sizeof visible / sizeof *visible; i++)
        assert_false(unicode_is_hidden(visible[i]));
}

#define ENGLAND "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"

static void tags_are_hidden_outside_a_flag(void **state)
{
    (void)state;
    uint32_t c = 0;
    assert_int_equal(unicode_find_hidden(STR("a " ENGLAND " b"), 0, &c), STR_NONE);
    assert_int_equal(unicode_find_hidden(STR("\U0001F3F4\U000E0067\U000E0062"), 0, &c), 4);
    assert_int_equal(c, 0xE0067);
    assert_int_equal(unicode_find_hidden(STR("x\U000E0062"), 0, &c), 1);
    assert_int_equal(unicode_find_hidden(STR(ENGLAND "\U000E0062"), 0, &c), sizeof ENGLAND - 1);
    assert_int_equal(unicode_find_hidden(STR("a\u00ADb\u00AD"), 3, &c), 4);
}

static void finding_hidden_agrees_with_asking_each(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        char bytes[4];
        uint32_t found = 0;
        size_t len = utf8_encode(c, bytes);
        size_t at = unicode_find_hidden((str){bytes, len}, 0, &found);
        assert_true((at == 0 && found == c) == unicode_is_hidden(c));
    }
}

static void widths_are_those_of_the_system(void **state)
{
    (void)state;
    assert_int_equal(unicode_width('a'), 1);
    assert_int_equal(unicode_width(0x300), 0);
    assert_int_equal(unicode_width(0x5CB8), 2);
    assert_int_equal(unicode_width(0x1F600), 2);
    if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "C.utf8") &&
        !setlocale(LC_CTYPE, "en_US.UTF-8"))
        skip();
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        int width = wcwidth((wchar_t)c);
        assert_in_range(unicode_width(c), 0, 2);
        if (width >= 0)
            assert_int_equal(unicode_width(c), width);
    }
    setlocale(LC_CTYPE, "C");
}

static void assert_clusters(const char *text, size_t expected)
{
    str s = str_of(text);
    size_t count = 0;
    for (size_t at = 0; at < s.len; at = unicode_grapheme_next(s, at))
        count++;
    assert_int_equal(count, expected);
}

static void clusters_hold_together(void **state)
{
    (void)state;
    assert_clusters("abc\r\nd", 5);
    assert_clusters("e\u0301\u0302x", 2);
    assert_clusters("\U0001F1FA\U0001F1F8\U0001F1EF\U0001F1F5\U0001F1FA", 3);
    assert_clusters("\U0001F468\u200D\U0001F469\u200D\U0001F467", 1);
    assert_clusters("\U0001F44D\U0001F3FD!", 2);
    assert_clusters(ENGLAND ENGLAND, 2);
    assert_clusters("\u1112\u1161\u11AB\uAE00", 2);
    assert_clusters("\u0928\u093F", 1);
    assert_clusters("a\u200D\U0001F467", 2);
}

static void cluster_steps_agree_both_ways(void **state)
{
    (void)state;
    struct prng p = {1951};
    struct buf b = {0};
    char flags[512];
    for (int round = 0; round < 2000; round++) {
        buf_clear(&b);
        random_text(&p, &b, 1 + prng_below(&p, 60), false);
        str s = buf_str(&b);
        unicode_grapheme_breaks(s, flags);
        for (size_t at = 0; at < s.len;) {
            size_t next = unicode_grapheme_next(s, at);
            assert_true(flags[at]);
            for (size_t i = at + 1; i < next; i++)
                assert_false(flags[i]);
            assert_int_equal(unicode_grapheme_prev(s, next), at);
            at = next;
        }
    }
    buf_release(&b);
}

static void line_breaks_are_before_the_next_word(void **state)
{
    (void)state;
    char flags[64];
    str s = STR("one two\u2028three\nfour-five");
    unicode_line_breaks(s, flags);
    for (size_t i = 0; i < s.len; i++) {
        str rest = str_from(s, i);
        int expected = LINE_BREAK_NO;
        if (str_starts(rest, STR("two")) || str_eq(rest, STR("five")))
            expected = LINE_BREAK_ALLOWED;
        if (str_starts(rest, STR("three")) || str_starts(rest, STR("four")))
            expected = LINE_BREAK_FORCED;
        assert_int_equal(flags[i], expected);
    }
}

static void words_are_counted(void **state)
{
    (void)state;
    assert_int_equal(unicode_count_words(STR("")), 0);
    assert_int_equal(unicode_count_words(STR("Don't stop -- 3.5 % of U.S. aid\n\nJapan\u2019s")),
                     7);
    assert_int_equal(unicode_count_words(STR("\u2014 \u2026 *")), 0);
}

static void assert_folds(str (*fold)(str, struct arena *), const char *from, const char *to)
{
    struct arena a = {0};
    str got = fold(str_of(from), &a);
    assert_string_equal(got.ptr, to);
    assert_int_equal(got.len, strlen(to));
    arena_release(&a);
}

static void foldings(void **state)
{
    (void)state;
    assert_folds(unicode_nfc, "e\u0301", "\u00E9");
    assert_folds(unicode_nfc, "plain", "plain");
    assert_folds(unicode_nfc, "", "");
    assert_folds(unicode_nfc,
                 "\xFF"
                 "e\u0301",
                 "\uFFFD\u00E9");
    assert_folds(unicode_fold, "STRASSE Stra\u00DFe", "strasse strasse");
    assert_folds(unicode_fold, "ABC", "abc");
    assert_folds(unicode_fold_marks, "\u00C9mile Erdo\u011Fan \u0141\u00F3d\u017A",
                 "emile erdogan lodz");
    assert_folds(unicode_fold_marks, "\u304C", "\u304C");
}

static void scripts_and_kinds(void **state)
{
    (void)state;
    assert_true(unicode_is_spaceless(0x5CB8) && unicode_is_spaceless(0x3042));
    assert_true(unicode_is_spaceless(0x30FC) && unicode_is_spaceless(0x0E01));
    assert_false(unicode_is_spaceless('a') || unicode_is_spaceless(0xAC00));
    assert_false(unicode_is_spaceless(0x3002) || unicode_is_spaceless(0x10FFFF));
    assert_true(unicode_is_space(0xA0) && unicode_is_space(0x3000) && unicode_is_space('\n'));
    assert_false(unicode_is_space(0x200B) || unicode_is_space('x'));
    assert_true(unicode_is_upper(0xC9) && !unicode_is_upper(0xE9) && unicode_is_upper('Z'));
    assert_true(unicode_is_word('9') && unicode_is_word(0x5CB8) && !unicode_is_word('_'));
    assert_true(unicode_is_mark(0x301) && !unicode_is_mark('a'));
    assert_true(unicode_is_control('\t') && unicode_is_control(0x9B) && !unicode_is_control(0xA0));
}

static size_t words_between(str s, const char *breaks)
{
    size_t words = 0;
    bool counted = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        counted = counted && !breaks[at];
        at += utf8_decode(s, at, &c, NULL);
        words += !counted && unicode_is_word(c);
        counted = counted || unicode_is_word(c);
    }
    return words;
}

/* Of scripts that are folded, put together and ordered each in its own way. */
static void random_letters(struct prng *p, struct buf *b, int count)
{
    static const struct {
        uint32_t first, count;
    } kinds[] = {
        {' ',    95 },
        {0xC0,   320},
        {0x300,  112},
        {0x370,  400},
        {0x5D0,  27 },
        {0x591,  48 },
        {0x620,  80 },
        {0x900,  100},
        {0xE01,  90 },
        {0xE30,  30 },
        {0xEB0,  40 },
        {0x1100, 256},
        {0x1E00, 512},
        {0x2000, 800},
        {0x3041, 192},
        {0x4E00, 500},
        {0xAC00, 900},
        {0xF900, 300},
        {0xFB00, 80 },
        {0xFF00, 200}
    };
    for (; count > 0; count--) {
        char bytes[4];
        size_t kind = prng_below(p, sizeof kinds / sizeof *kinds);
        uint32_t c = kinds[kind].first + prng_below(p, kinds[kind].count);
        buf_append(b, (str){bytes, utf8_encode(c, bytes)});
    }
}

static void composed_is_what_the_library_composes(void **state)
{
    (void)state;
    struct prng p = {1993};
    struct buf b = {0};
    for (int round = 0; round < 60000; round++) {
        struct arena a = {0};
        size_t len = 0;
        buf_clear(&b);
        random_letters(&p, &b, 1 + (int)prng_below(&p, 4));
        uint8_t *made = u8_normalize(UNINORM_NFC, (const uint8_t *)b.ptr, b.len, NULL, &len);
        if (!str_eq(unicode_nfc(buf_str(&b), &a), (str){(const char *)made, len}))
            fail_msg("round %d: '%.*s'", round, STR_FMT(buf_str(&b)));
        mem_free(made);
        arena_release(&a);
    }
    buf_release(&b);
}

/* What stands beside a clef is not folded character by character. */
static void folded_alone_is_folded_together(void **state)
{
    (void)state;
    struct prng p = {1918};
    struct buf b = {0};
    for (int round = 0; round < 60000; round++) {
        struct arena a = {0};
        buf_clear(&b);
        random_letters(&p, &b, 1 + (int)prng_below(&p, 4));
        str alone = unicode_fold_marks(buf_str(&b), &a);
        buf_append(&b, STR(" \U0001D11E"));
        str together = unicode_fold_marks(buf_str(&b), &a);
        if (!str_eq(arena_printf(&a, "%.*s \U0001D11E", STR_FMT(alone)), together))
            fail_msg("round %d: '%.*s'", round, STR_FMT(buf_str(&b)));
        arena_release(&a);
    }
    buf_release(&b);
}

static void asked_later_they_are_the_same(str s, const char *expected)
{
    char flags[512];
    unicode_word_breaks_later(s, flags);
    for (size_t at = 0; at < s.len; at++) {
        assert_int_equal(unicode_is_word_break(s, flags, at), expected[at] != 0);
        assert_int_equal(unicode_is_word_break(s, expected, at), expected[at] != 0);
    }
}

/* What is looked at closely alone is not seen differently. */
static void word_breaks_are_those_of_the_library(void **state)
{
    (void)state;
    static const char odd[] = "aZ09 _.,:;'\"-\r\n\t\v(/";
    struct prng p = {11};
    struct buf b = {0};
    char actual[512], expected[512];
    for (int round = 0; round < 20000; round++) {
        buf_clear(&b);
        for (size_t i = prng_below(&p, 6); i > 0; i--) {
            for (size_t k = prng_below(&p, 9); k > 0; k--)
                buf_byte(&b, odd[prng_below(&p, sizeof odd - 1)]);
            if (round % 2 != 0)
                random_text(&p, &b, prng_below(&p, 4), false);
        }
        unicode_word_breaks(buf_str(&b), actual);
        if (b.len > 0)
            u8_wordbreaks((const uint8_t *)b.ptr, b.len, expected);
        if (memcmp(actual, expected, b.len) != 0)
            fail_msg("round %d: '%.*s'", round, STR_FMT(buf_str(&b)));
        asked_later_they_are_the_same(buf_str(&b), expected);
        assert_int_equal(unicode_count_words(buf_str(&b)), words_between(buf_str(&b), expected));
    }
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hidden_characters_are_those_of_the_format),
        cmocka_unit_test(tags_are_hidden_outside_a_flag),
        cmocka_unit_test(finding_hidden_agrees_with_asking_each),
        cmocka_unit_test(widths_are_those_of_the_system),
        cmocka_unit_test(clusters_hold_together),
        cmocka_unit_test(cluster_steps_agree_both_ways),
        cmocka_unit_test(line_breaks_are_before_the_next_word),
        cmocka_unit_test(words_are_counted),
        cmocka_unit_test(word_breaks_are_those_of_the_library),
        cmocka_unit_test(foldings),
        cmocka_unit_test(composed_is_what_the_library_composes),
        cmocka_unit_test(folded_alone_is_folded_together),
        cmocka_unit_test(scripts_and_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
