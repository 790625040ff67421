/* What a command gives as JSON Lines, CSV and TSV is what it gives as JSON: row by row, cell by
 * cell, whatever stands in the texts. */
#include "tests/support/cmocka.h"
#include "tests/support/csv.h"
#include "tests/support/program.h"
#include "tests/support/shelf.h"
#include "text/safe.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n"
                      "  - {id: japan, type: country, name: Japan, aliases: [日本, \"=Nippon\"]}\n"
                      "  - {id: \"=x\", name: \"-Minus, \\\"quoted\\\"\", aliases: [\"+Plus\"]}\n"
                      "  - {id: at, type: person, name: \"@At\"}\n"                 },
    {"a.md",          "# One, \"two\"\n\nJapan @At -Minus, \"quoted\" and =Nippon signed.\n"             },
    {"a.yaml",        "date: -0044-03-15\n"
               "source: {name: \"=1+1\", url: \"https://example.org/?a,b\", author: \"\\e[31mX\"}\n"
               "topics: [\"=law\", \"a, b\"]\n"
               "agreements:\n"
               "  - id: \"@pact\"\n"
               "    title: \"\\ttabbed\"\n"
               "    kind: \"-kind\"\n"
               "    parties: [\"=x\", japan]\n"
               "    place: \"New\\nYork\"\n"
               "    milestones:\n"
               "      - {date: -0044-03-15, status: signed, quote: signed,\n"
               "         note: \"first\\nsecond\\r\\tthird\"}\n"
               "      - {date: ../-0040, status: ratified, expected: true, party: at}\n"
               "      - {status: in-force, expected: true, url: \"https://example.org\"}\n"},
    {"b.txt",         "Ratified.\n"                                                                      },
    {"b.yaml",        "title: \"+title\"\n"
               "odd, key: 1\n"
               "\"=odd\": \"\\u202E\"\n"
               "agreements:\n"
               "  - {id: \"@pact\", milestones: [{date: -0042, status: ratified, party: at,\n"
               "     quote: Ratified}]}\n"                                                 },
    {"c.md",          "***\n"                                                                            },
};

static struct tree tree;

static int make(void **state)
{
    (void)state;
    tree_make(&tree, files, sizeof files / sizeof *files);
    return 0;
}

static int remove_tree(void **state)
{
    (void)state;
    tree_remove(&tree);
    return 0;
}

/* A command whose rows have every form. */
struct call {
    const char *library, *command, *option;
};

static struct outcome ask(const struct call *c, const char *format)
{
    struct program p = {
        .args = STRINGS("--library", c->library, "--today=2025-12-31", "--format", format,
                        c->command, c->option),
    };
    return program_run(&tree, &p);
}

static str said(const struct outcome *o)
{
    return (str){o->out, o->out_size};
}

/* -- What CSV should hold --------------------------------------------------------------------- */

struct expected {
    struct arena arena;
    VEC(str) names, cells; /* of one row */
};

static bool is_one_of(const char *set, char c)
{
    return c && strchr(set, c);
}

static bool is_date(str column)
{
    static const char *const ends[] = {"date", "earliest", "latest", "first", "last"};
    bool is = false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        is |= str_ends(column, str_of(ends[i]));
    return is;
}

static void append_plain(struct buf *out, const json_t *value)
{
    if (json_is_string(value))
        buf_append(out, (str){json_string_value(value), json_string_length(value)});
    else if (json_is_integer(value))
        buf_printf(out, "%lld", (long long)json_integer_value(value));
    else if (json_is_boolean(value))
        buf_printf(out, "%s", json_is_true(value) ? "true" : "false");
    for (size_t i = 0; i < json_array_size(value); i++) {
        buf_append(out, i ? STR("; ") : STR(""));
        append_plain(out, json_array_get(value, i));
    }
}

static void expect_cell(struct expected *e, str name, const json_t *value)
{
    struct buf cell = {0};
    append_plain(&cell, value);
    bool text = json_is_string(value) || json_is_array(value);
    bool guard = text && !is_date(name) && cell.len && is_one_of("=+-@\t\r", cell.ptr[0]);
    *VEC_PUSH(&e->arena, &e->names) = name;
    *VEC_PUSH(&e->arena, &e->cells) =
        arena_printf(&e->arena, "%s%.*s", guard ? "'" : "", STR_FMT(buf_str(&cell)));
    buf_release(&cell);
}

/* The first member of an object has the column of its key. */
static void expect_object(struct expected *e, const char *name, json_t *object)
{
    const char *member;
    json_t *value;
    bool first = true;
    json_object_foreach(object, member, value)
    {
        expect_cell(e, first ? str_of(name) : arena_printf(&e->arena, "%s_%s", name, member),
                    value);
        first = false;
    }
}

static bool may_be_object(const char *name)
{
    return strcmp(name, "source") == 0 || strcmp(name, "kept_by") == 0;
}

/* The members of a record; those of a milestone that its agreement has too are told apart. */
static void expect_members(struct expected *e, json_t *members, json_t *above)
{
    const char *name;
    json_t *value;
    json_object_foreach(members, name, value)
    {
        if (may_be_object(name))
            expect_object(e, name, value);
        else if (strcmp(name, "milestones") != 0)
            expect_cell(e,
                        json_object_get(above, name) ? arena_printf(&e->arena, "milestone_%s", name)
                                                     : str_of(name),
                        value);
    }
}

/* What comes out of a cell once it has passed the gate. */
static str passed(struct arena *a, str cell, bool tabs)
{
    struct buf plain = {0}, safe = {0};
    buf_append(&plain, cell);
    for (size_t i = 0; tabs && i < plain.len; i++)
        if (is_one_of("\t\n\r", plain.ptr[i]))
            plain.ptr[i] = ' ';
    safe_append(&safe, buf_str(&plain), tabs ? SAFE_LINE : SAFE_TEXT, false);
    str out = arena_str(a, buf_str(&safe));
    buf_release(&plain);
    buf_release(&safe);
    return out;
}

static void compare_row(const struct csv *table, size_t row, json_t *record, json_t *milestone,
                        bool tabs)
{
    struct expected e = {0};
    size_t k = 0;
    expect_members(&e, record, NULL);
    expect_members(&e, milestone, record);
    assert_true(row < table->rows);
    for (size_t i = 0; i < table->columns; i++) {
        str name = csv_cell(table, 0, i), cell = csv_cell(table, row, i);
        bool named = k < e.names.len && str_eq(e.names.items[k], name);
        str should = named ? passed(&e.arena, e.cells.items[k], tabs) : STR("");
        if (!named && !str_starts(name, STR("source")) && !str_starts(name, STR("kept_by")))
            fail_msg("there is no such column: %.*s", STR_FMT(name));
        if (!str_eq(cell, should))
            fail_msg("row %zu, %.*s: not '%.*s' but '%.*s'", row, STR_FMT(name), STR_FMT(should),
                     STR_FMT(cell));
        k += named;
    }
    if (k < e.names.len)
        fail_msg("there is no column %.*s", STR_FMT(e.names.items[k]));
    arena_release(&e.arena);
}

/* -- The forms -------------------------------------------------------------------------------- */

static void compare_table(const struct call *c, json_t *rows, const char *format)
{
    struct outcome o = ask(c, format);
    struct csv table = {0};
    bool tabs = strcmp(format, "tsv") == 0;
    csv_read(&table, said(&o), tabs);
    size_t row = 1, i, k;
    json_t *record, *milestone;
    json_array_foreach(rows, i, record)
    {
        json_t *milestones = json_object_get(record, "milestones");
        if (!milestones)
            compare_row(&table, row++, record, NULL, tabs);
        json_array_foreach(milestones, k, milestone)
            compare_row(&table, row++, record, milestone, tabs);
    }
    assert_int_equal(table.rows, row);
    csv_release(&table);
    outcome_release(&o);
}

static void compare_lines(const struct call *c, json_t *rows)
{
    struct outcome o = ask(c, "jsonl");
    str text = said(&o);
    for (size_t i = 0, at = 0; i < json_array_size(rows); i++) {
        size_t end = str_find_byte(text, '\n', at);
        assert_true(end != STR_NONE);
        json_t *line = json_loadb(text.ptr + at, end - at, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(line);
        assert_true(json_equal(line, json_array_get(rows, i)));
        json_decref(line);
        at = end + 1;
        if (i + 1 == json_array_size(rows))
            assert_int_equal(at, text.len);
    }
    if (json_array_size(rows) == 0)
        assert_int_equal(text.len, 0);
    outcome_release(&o);
}

static void compare_all(const char *library)
{
    const struct call calls[] = {
        {library, "list",     NULL        },
        {library, "entities", NULL        },
        {library, "timeline", NULL        },
        {library, "timeline", "--promises"},
        {library, "check",    NULL        },
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct outcome o = ask(&calls[i], "json");
        json_t *rows = json_loadb(o.out, o.out_size, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(rows);
        assert_int_equal(o.out[o.out_size - 1], '\n');
        compare_lines(&calls[i], rows);
        compare_table(&calls[i], rows, "csv");
        compare_table(&calls[i], rows, "tsv");
        json_decref(rows);
        outcome_release(&o);
    }
}

static void of_the_bundled_library(void **state)
{
    (void)state;
    compare_all(ATTACHE_SOURCE "/content");
}

static void of_odd_texts(void **state)
{
    (void)state;
    compare_all(".");
}

static void of_an_empty_library(void **state)
{
    (void)state;
    tree_directory(&tree, "../empty");
    compare_all("../empty");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_the_bundled_library),
        cmocka_unit_test(of_odd_texts),
        cmocka_unit_test(of_an_empty_library),
    };
    return cmocka_run_group_tests(tests, make, remove_tree);
}
