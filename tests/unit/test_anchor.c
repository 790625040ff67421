/* Quotes and spans in a text, and in one that was edited. */
#include "match/anchor.h"

#include "match/search.h"
#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"
#include "text/markdown.h"

#include <string.h>

struct page {
    struct arena arena;
    struct document doc;
    struct folded folded;
    struct anchor_text text;
};

static void page_make(struct page *p, const char *markdown)
{
    memset(p, 0, sizeof *p);
    struct err e = markdown_render(str_of(markdown), 0, &p->arena, &p->doc);
    assert_false(err_failed(&e));
    p->folded = text_fold(p->doc.text, &p->arena);
    p->text = (struct anchor_text){.doc = &p->doc, .folded = &p->folded, .arena = &p->arena};
}

/* Where a selector stands: "start-end start-end …" in bytes, with ! before what has moved. */
static const char *resolve(struct page *p, struct selector s)
{
    struct anchors found;
    struct buf out = {0};
    if (!s.occurrence)
        s.occurrence = 1;
    anchor_resolve(&p->text, &s, &found);
    assert_int_equal(found.outcome == ANCHOR_NOT_FOUND, found.len == 0);
    for (size_t i = 0; i < found.len; i++)
        buf_printf(&out, "%s%s%zu-%zu", i ? " " : "", found.outcome == ANCHOR_MOVED ? "!" : "",
                   found.items[i].start, found.items[i].end);
    const char *text = arena_cstr(&p->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

#define QUOTE(...) ((struct selector){.quote = __VA_ARGS__})
#define SPAN(from, to, ...)                                                                        \
    ((struct selector){.has_span = true, .start = from, .end = to, __VA_ARGS__})

static void quotes(void **state)
{
    (void)state;
    struct page p;
    /*            0         1         2         3         4         5 */
    page_make(&p, "The prime minister met the prime minister and the prime\nminister.\n");
    assert_string_equal(resolve(&p, QUOTE(STR("the prime minister"))), "23-41");
    assert_string_equal(resolve(&p, QUOTE(STR("prime minister"))), "4-18");
    assert_string_equal(resolve(&p, QUOTE(STR("prime minister"), .occurrence = 3)), "50-64");
    assert_string_equal(resolve(&p, QUOTE(STR("prime minister"), .occurrence = 4)), "");
    assert_string_equal(resolve(&p, QUOTE(STR("prime minister"), .all = true)), "4-18 27-41 50-64");
    assert_string_equal(resolve(&p, QUOTE(STR("prime minister"), .prefix = STR("met the "))),
                        "27-41");
    assert_string_equal(resolve(&p, QUOTE(STR("prime minister"), .suffix = STR("."))), "50-64");
    assert_string_equal(
        resolve(&p, QUOTE(STR("prime minister"), .prefix = STR("the "), .occurrence = 2)), "50-64");
    assert_string_equal(resolve(&p, QUOTE(STR("prime  \n minister "), .prefix = STR("and the "))),
                        "50-64");
    assert_string_equal(resolve(&p, QUOTE(STR("minister.\n"))), "56-65");
    assert_string_equal(resolve(&p, QUOTE(STR("Prime Minister"))), "");
    assert_string_equal(resolve(&p, QUOTE(STR(" "), .occurrence = 2)), "9-10");
    arena_release(&p.arena);
}

static void equalities(void **state)
{
    (void)state;
    struct page p;
    page_make(&p, "Japan\u2019s \u201Cnew\u201D pact \u2013 Ko\u0304chi, *caf*\u00E9\n\nend");
    assert_string_equal(resolve(&p, QUOTE(STR("Japan's \"new\" pact - K\u014Dchi"))), "0-36");
    assert_string_equal(resolve(&p, QUOTE(STR("cafe\u0301 end"))), "38-48");
    assert_string_equal(resolve(&p, QUOTE(STR("Ko"))), "");
    arena_release(&p.arena);
}

static void places_do_not_overlap(void **state)
{
    (void)state;
    struct page p;
    page_make(&p, "ababababa aaaaa");
    assert_string_equal(resolve(&p, QUOTE(STR("aba"), .all = true)), "0-3 4-7");
    assert_string_equal(resolve(&p, QUOTE(STR("aba"), .suffix = STR("ba"), .all = true)),
                        "0-3 4-7");
    assert_string_equal(resolve(&p, QUOTE(STR("aa"), .occurrence = 2)), "12-14");
    assert_string_equal(resolve(&p, QUOTE(STR("a"), .prefix = STR("a"), .all = true)),
                        "11-12 12-13 13-14 14-15");
    arena_release(&p.arena);
}

static void spans(void **state)
{
    (void)state;
    struct page p;
    /*            0         1          2 */
    page_make(&p, "# T\u00E9l\n\nOne **two** one\r\ntwo &amp; one");
    /* the text:   Tél··One two one two & one */
    assert_string_equal(resolve(&p, SPAN(2, 5, .all = false)), "0-4");
    assert_string_equal(resolve(&p, SPAN(0, 5, .all = false)), "0-4");
    assert_string_equal(resolve(&p, SPAN(11, 18, .all = false)), "10-13");
    assert_string_equal(resolve(&p, SPAN(0, 2, .all = false)), "");
    assert_string_equal(resolve(&p, SPAN(30, 4000, .all = false)), "");
    assert_string_equal(resolve(&p, SPAN(4000, 4001, .all = false)), "");
    assert_string_equal(resolve(&p, SPAN(11, 18, .quote = STR("two"))), "10-13");
    assert_string_equal(resolve(&p, SPAN(7, 10, .quote = STR("one"))), "!14-17");
    assert_string_equal(resolve(&p, SPAN(30, 33, .quote = STR("one"))), "!24-27");
    assert_string_equal(resolve(&p, SPAN(3000, 3003, .quote = STR("one"))), "!24-27");
    assert_string_equal(resolve(&p, SPAN(7, 10, .quote = STR("three"))), "");
    arena_release(&p.arena);
}

/* -- Properties -------------------------------------------------------------------------------- */

/* `way`: as it comes, by borders from the first mismatch on, or by the index. */
static void search_equals_plain(struct prng *p, int way)
{
    struct arena a = {0};
    char text[400], needle[40];
    uint32_t letters = 1 + prng_below(p, 3);
    size_t length = prng_below(p, sizeof text), size = 1 + prng_below(p, sizeof needle);
    for (size_t i = 0; i < length; i++)
        text[i] = (char)('a' + prng_below(p, letters));
    for (size_t i = 0; i < size; i++)
        needle[i] = (char)('a' + prng_below(p, letters));
    if (size < length && prng_below(p, 2))
        memcpy(needle, text + prng_below(p, (uint32_t)(length - size)), size);
    struct search_text in = {
        .text = {text, length},
          .arena = &a
    };
    in.asked = way == 2 ? SEARCH_PATIENCE - 1 : 0;
    struct search s;
    search_init(&s, (str){needle, size}, &in);
    assert_int_equal(s.by_index, way == 2 && size >= SEARCH_INDEXED && size <= length);
    s.compared = way == 1 ? SIZE_MAX / 2 : 0;
    for (size_t from = 0; from <= length;) {
        size_t plain = str_find((str){text, length}, (str){needle, size}, from);
        assert_true(search_next(&s, from) == plain);
        from = plain == STR_NONE ? length + 1 : plain + 1 + prng_below(p, 4);
    }
    arena_release(&a);
}

static void search_equals_a_plain_search(void **state)
{
    (void)state;
    struct prng p = {.state = 1977};
    for (int round = 0; round < 30000; round++)
        search_equals_plain(&p, round % 3);
}

/* A quote with a span that a text was made with is found after the text was edited elsewhere. */
static void an_edited_text_keeps_its_mentions(void **state)
{
    (void)state;
    struct prng p = {.state = 2024};
    for (int round = 0; round < 2000; round++) {
        struct buf text = {0};
        struct page page;
        uint32_t before = prng_below(&p, 30), added = prng_below(&p, 30);
        for (uint32_t i = 0; i < before + added; i++)
            buf_append(&text, prng_below(&p, 3) ? STR("word ") : STR("\u65E5 "));
        size_t at = text.len;
        buf_append(&text, STR("the needle itself"));
        for (uint32_t i = prng_below(&p, 30); i > 0; i--)
            buf_append(&text, STR(" more"));
        buf_byte(&text, '\0');
        page_make(&page, text.ptr);
        size_t start = utf8_length((str){text.ptr, at}),
               hint = start - prng_below(&p, 20) % (start + 1);
        struct selector s = {.quote = STR("the needle itself"), .occurrence = 1};
        s.has_span = true;
        s.start = hint;
        s.end = hint + 17;
        struct anchors found;
        anchor_resolve(&page.text, &s, &found);
        assert_int_equal(found.outcome, hint == start ? ANCHOR_FOUND : ANCHOR_MOVED);
        assert_int_equal(found.len, 1);
        assert_true(str_eq(str_sub(page.doc.text, found.items[0].start, found.items[0].end),
                           STR("the needle itself")));
        arena_release(&page.arena);
        buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes),
        cmocka_unit_test(equalities),
        cmocka_unit_test(places_do_not_overlap),
        cmocka_unit_test(spans),
        cmocka_unit_test(search_equals_a_plain_search),
        cmocka_unit_test(an_edited_text_keeps_its_mentions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
