/* The words of a text, as they are indexed and searched. */
#include "catalog/tokens.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"
#include "text/unicode.h"

#include <string.h>

/* The tokens one after the other, those at the same place joined by '='. */
static int note(void *user, const struct token *t)
{
    struct buf *out = user;
    buf_append(out, t->beside ? STR("=") : out->len ? STR(" ") : STR(""));
    for (size_t i = 0; i < t->text.len; i++)
        buf_byte(out, t->text.ptr[i] == '\1' ? '^' : t->text.ptr[i]);
    return 0;
}

static void assert_tokens(const char *text, enum tokens_of of, const char *expected)
{
    struct buf b = {0};
    assert_int_equal(tokens_each(str_of(text), of, note, &b), 0);
    buf_byte(&b, '\0');
    assert_string_equal(b.ptr, expected);
    buf_release(&b);
}

static void words_are_folded(void **state)
{
    (void)state;
    assert_tokens("", TOKENS_OF_TEXT, "");
    assert_tokens(" -- ", TOKENS_OF_TEXT, "");
    assert_tokens("The Prime MINISTER", TOKENS_OF_QUERY, "the prime minister");
    assert_tokens("Japan’s R2-D2", TOKENS_OF_QUERY, "japan s r2 d2");
    assert_tokens("Łódź, Straße; ÅLAND cafe\xCC\x81s", TOKENS_OF_QUERY, "lodz strasse aland cafes");
    assert_tokens("हिन्दी", TOKENS_OF_QUERY, "हिन्दी");
    assert_tokens("a\xFF"
                  "b",
                  TOKENS_OF_QUERY, "a b");
}

static void a_long_word_is_one(void **state)
{
    (void)state;
    for (size_t len = 60; len < 70; len++) {
        char text[80];
        memset(text, 'X', len);
        strcpy(text + len, "é");
        char expected[80];
        memset(expected, 'x', len);
        strcpy(expected + len, "e");
        assert_tokens(text, TOKENS_OF_QUERY, expected);
        text[len] = expected[len] = '\0';
        assert_tokens(text, TOKENS_OF_QUERY, expected);
    }
}

static void the_first_of_each_letter_is_marked(void **state)
{
    (void)state;
    assert_tokens("Go and get it, Gustav", TOKENS_OF_TEXT, "go=^g and=^a get it=^i gustav");
    assert_tokens("g", TOKENS_OF_PREFIX, "^g");
    assert_tokens("É", TOKENS_OF_PREFIX, "^e");
    assert_tokens("ge", TOKENS_OF_PREFIX, "ge");
}

static void without_spaces_pairs_are_words(void **state)
{
    (void)state;
    assert_tokens("日本政府", TOKENS_OF_TEXT, "日本=日 本政=本 政府=政=府");
    assert_tokens("日本政府", TOKENS_OF_QUERY, "日本 本政 政府");
    assert_tokens("府", TOKENS_OF_TEXT, "府");
    assert_tokens("人人", TOKENS_OF_TEXT, "人人=人");
    assert_tokens("GDP日本 1", TOKENS_OF_QUERY, "gdp 日本 1");
    assert_tokens("서울은", TOKENS_OF_QUERY, "서울 울은");
    assert_tokens("\xE1\x84\x89\xE1\x85\xA5\xE1\x84\x8B\xE1\x85\xAE\xE1\x86\xAF", TOKENS_OF_QUERY,
                  "서울");
    assert_tokens("ไทย", TOKENS_OF_QUERY, "ไท ทย");
    assert_tokens("か\xE3\x82\x99く", TOKENS_OF_QUERY, "がく");
    assert_tokens("日", TOKENS_OF_PREFIX, "日");
}

struct walk {
    str text;
    size_t last, count, stop;
};

static int follow(void *user, const struct token *t)
{
    struct walk *w = user;
    assert_true(t->start < t->end && t->end <= w->text.len);
    assert_true(t->beside || t->start >= w->last);
    assert_true(t->text.len > 0);
    w->last = t->start;
    return ++w->count == w->stop ? 7 : 0;
}

static void places_are_in_order_whatever_the_text(void **state)
{
    (void)state;
    struct prng p = {42};
    struct buf b = {0};
    for (int round = 0; round < 3000; round++) {
        buf_clear(&b);
        random_text(&p, &b, prng_below(&p, 40), round % 2 != 0);
        struct walk w = {.text = buf_str(&b)};
        assert_int_equal(tokens_each(w.text, TOKENS_OF_TEXT, follow, &w), 0);
        if (w.count == 0)
            continue;
        struct walk stopped = {.text = w.text, .stop = 1 + prng_below(&p, (uint32_t)w.count)};
        assert_int_equal(tokens_each(w.text, TOKENS_OF_TEXT, follow, &stopped), 7);
        assert_int_equal(stopped.count, stopped.stop);
    }
    buf_release(&b);
}

/* Folding a text first does not change its words. (But a Greek mark below becomes a letter.) */
static bool has_iota_below(str text)
{
    return str_find(text, STR("\xCD\x85"), 0) != STR_NONE;
}

static void the_folded_text_has_the_same_words(void **state)
{
    (void)state;
    struct prng p = {43};
    struct buf b = {0}, words = {0}, again = {0};
    struct arena a = {0};
    for (int round = 0; round < 3000; round++) {
        buf_clear(&b);
        buf_clear(&words);
        buf_clear(&again);
        random_text(&p, &b, prng_below(&p, 20), false);
        if (has_iota_below(buf_str(&b)))
            continue;
        tokens_each(buf_str(&b), TOKENS_OF_TEXT, note, &words);
        tokens_each(unicode_fold_marks(buf_str(&b), &a), TOKENS_OF_TEXT, note, &again);
        if (!str_eq(buf_str(&words), buf_str(&again)))
            fail_msg("%.*s: %.*s, folded: %.*s", STR_FMT(buf_str(&b)), STR_FMT(buf_str(&words)),
                     STR_FMT(buf_str(&again)));
        arena_release(&a);
    }
    buf_release(&b);
    buf_release(&words);
    buf_release(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_folded),
        cmocka_unit_test(a_long_word_is_one),
        cmocka_unit_test(the_first_of_each_letter_is_marked),
        cmocka_unit_test(without_spaces_pairs_are_words),
        cmocka_unit_test(places_are_in_order_whatever_the_text),
        cmocka_unit_test(the_folded_text_has_the_same_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
