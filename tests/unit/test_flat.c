/* Records as rows of CSV and TSV: what is written reads back, and nothing becomes a formula. */
#include "format/json.h"
#include "tests/support/cmocka.h"

#include <string.h>

struct page {
    struct buf out;
    struct flat flat;
    struct json json;
};

static struct page *page(bool tabs)
{
    static struct page p;
    memset(&p, 0, sizeof p);
    p.flat = (struct flat){.out = &p.out, .tabs = tabs};
    p.json = (struct json){.out = &p.out, .flat = &p.flat};
    return &p;
}

static void expect(struct page *p, const char *text)
{
    buf_byte(&p->out, '\0');
    assert_string_equal(p->out.ptr, text);
    buf_release(&p->out);
    flat_release(&p->flat);
}

static void record(struct json *j, str text, str date, size_t number, bool source)
{
    static const str list[] = {STR_INIT("a"), STR_INIT("b, c")};
    json_begin(j, '{');
    json_field_str(j, "text", text);
    json_key(j, "date");
    json_date(j, date);
    json_field_number(j, "number", number);
    json_field_strs(j, "list", list, 2);
    json_key(j, "source");
    if (source) {
        json_begin(j, '{');
        json_field_str(j, "name", STR("n"));
        json_field_str(j, "url", STR("u"));
        json_end(j, '}');
    } else {
        json_no_object(j, (const char *const[]){"name", "url", NULL});
    }
    json_field_bool(j, "last", true);
    json_end(j, '}');
}

static void columns_are_keys(void **state)
{
    (void)state;
    struct page *p = page(false);
    p->flat.naming = true;
    record(&p->json, (str){0}, (str){0}, 0, false);
    p->flat.naming = false;
    record(&p->json, STR("one"), STR("2024"), 7, true);
    record(&p->json, (str){0}, (str){0}, 0, false);
    expect(p, "text,date,number,list,source,source_url,last\n"
              "one,2024,7,\"a; b, c\",n,u,true\n"
              ",,0,\"a; b, c\",,,true\n");
}

static void quotes_as_rfc_4180_says(void **state)
{
    (void)state;
    struct page *p = page(false);
    record(&p->json, STR("say \"no\",\nor not"), STR("2024"), 1, false);
    expect(p, "\"say \"\"no\"\",\nor not\",2024,1,\"a; b, c\",,,true\n");
}

static void nothing_is_a_formula(void **state)
{
    (void)state;
    static const char *const starts[] = {"=1+1", "+1", "-1", "@x", "\t=1"};
    static const char *const cells[] = {"'=1+1", "'+1", "'-1", "'@x", NULL};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct page *p = page(false);
        record(&p->json, str_of(starts[i]), STR("-0044-03-15"), 1, false);
        buf_byte(&p->out, '\0');
        assert_true(p->out.ptr[0] == '\'');
        if (cells[i])
            assert_memory_equal(p->out.ptr, cells[i], strlen(cells[i]));
        assert_non_null(strstr(p->out.ptr, ",-0044-03-15,"));
        buf_release(&p->out);
        flat_release(&p->flat);
    }
}

static void tabs_and_lines_are_spaces_in_tsv(void **state)
{
    (void)state;
    struct page *p = page(true);
    record(&p->json, STR("a\tb\nc\rd\"e"), STR("2024"), 1, false);
    expect(p, "a b c d\"e\t2024\t1\ta; b, c\t\t\ttrue\n");
}

static void no_control_character_comes_out(void **state)
{
    (void)state;
    struct page *p = page(false);
    record(&p->json, STR("\x1b[31m\x7f"), STR("2024"), 1, false);
    expect(p, "␛[31m␡,2024,1,\"a; b, c\",,,true\n");
}

/* Reads the first cell of a row, as RFC 4180 has it. */
static void read_cell(const char *row, struct buf *cell)
{
    bool quoted = *row == '"';
    for (row += quoted; quoted || (*row != ',' && *row != '\n'); row++) {
        if (quoted && *row == '"' && *++row != '"')
            break;
        buf_byte(cell, *row);
    }
}

static void any_text_reads_back(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 2000; seed++) {
        static const char alphabet[] = "ab\",\n;= é";
        struct page *p = page(false);
        struct buf text = {0}, cell = {0};
        unsigned x = seed * 2654435761U;
        for (unsigned i = 0; i < seed % 13; i++, x = x * 1664525U + 1013904223U)
            buf_byte(&text, alphabet[(x >> 16) % 7]);
        record(&p->json, buf_str(&text), STR("2024"), 1, false);
        buf_byte(&p->out, '\0');
        read_cell(p->out.ptr, &cell);
        bool formula = text.len && text.ptr[0] == '=';
        assert_true(str_eq(str_from(buf_str(&cell), formula ? 1 : 0), buf_str(&text)));
        buf_release(&p->out);
        buf_release(&text);
        buf_release(&cell);
        flat_release(&p->flat);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_keys),
        cmocka_unit_test(quotes_as_rfc_4180_says),
        cmocka_unit_test(nothing_is_a_formula),
        cmocka_unit_test(tabs_and_lines_are_spaces_in_tsv),
        cmocka_unit_test(no_control_character_comes_out),
        cmocka_unit_test(any_text_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
