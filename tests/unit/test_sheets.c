/* Texts in sheets are what was put there: random puts and removals beside a plain list of them. */
#include "catalog/pack.h"
#include "catalog/sheet_reader.h"
#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"

#include <string.h>

enum { NUMBERS = 3 * SHEET_ROWS, PUTS = 1500, ASKED = 60, PARTS = 3, LISTED = 300 };

static const char letters[] = "ab \n";

struct kept {
    bool there;
    char text[PARTS][40];
    size_t listed; /* 0: nothing */
};

struct model {
    struct shelf shelf;
    struct kept rows[NUMBERS];
};

static str random_word(struct random *r, char *out, size_t most)
{
    size_t len = random_below(r, most) + 1;
    for (size_t i = 0; i < len; i++)
        out[i] = letters[random_below(r, 2)];
    return (str){out, len};
}

static void put(struct model *m, struct sheets *s, size_t n, struct random *r)
{
    struct kept *row = &m->rows[n];
    struct buf text = {0}, list = {0};
    *row = (struct kept){.there = random_below(r, 4) != 0};
    for (int part = 0; row->there && part < PARTS; part++) {
        for (size_t i = random_below(r, sizeof row->text[part]); i > 0; i--)
            row->text[part][i - 1] = letters[random_below(r, sizeof letters - 1)];
        buf_append(&text, str_of(row->text[part]));
        buf_byte(&text, SHEET_END);
    }
    if (row->there && random_below(r, 2) == 0) {
        row->listed = random_below(r, LISTED - 1) + 1;
        pack_number(&list, row->listed);
        pack_number(&list, LISTED);
    }
    sheets_put(s, m->shelf.c, (int64_t)n, row->there ? buf_str(&text) : (str){0}, buf_str(&list));
    buf_release(&text);
    buf_release(&list);
}

static void fill(struct model *m, struct random *r)
{
    struct sheets s = {.of = SHEETS_OF_BRIEFS};
    shelf_open(&m->shelf);
    db_write(m->shelf.c);
    for (size_t i = 0; i < PUTS; i++) {
        put(m, &s, random_below(r, NUMBERS), r);
        if (random_below(r, 100) == 0)
            sheets_flush(&s, m->shelf.c);
    }
    sheets_flush(&s, m->shelf.c);
    struct err e = db_commit(m->shelf.c);
    assert_false(err_failed(&e));
}

static bool holds(const struct kept *row, str word, int part)
{
    for (int i = 0; row->there && i < PARTS; i++)
        if ((part == SHEET_WHOLE || part == i) &&
            str_find(str_of(row->text[i]), word, 0) != STR_NONE)
            return true;
    return false;
}

static void mark(struct model *m, str word, int part, size_t listed, struct bits *found,
                 struct bits *listing)
{
    struct arena a = {0};
    struct bits set = bits_make(&a, LISTED + 1);
    bits_add(&set, listed);
    db_read(m->shelf.c);
    struct sheet_reader r = sheet_reader(m->shelf.c, SHEETS_OF_BRIEFS);
    for (const struct sheet *sheet; (sheet = sheet_next(&r)) != NULL;) {
        sheet_mark(sheet, word, part, found);
        for (size_t row = 0; row < SHEET_ROWS; row++) {
            assert_int_equal(sheet->there[row], m->rows[sheet->first + row].there);
            if (sheet_lists_any(sheet, row, &set))
                bits_add(listing, sheet->first + row);
        }
    }
    db_done(m->shelf.c);
    arena_release(&a);
}

/* After the first of them. */
static bool is_wanted(void *user)
{
    int *asked = user;
    return (*asked)++ > 0;
}

static void keep(struct catalog *c, bool broken_off)
{
    int asked = 0;
    catalog_attend(c, broken_off ? is_wanted : NULL, &asked);
    db_read(c);
    sheets_keep(c, SHEETS_OF_BRIEFS);
    struct err e = db_done(c);
    assert_int_equal(e.code, broken_off ? ERR_CANCELLED : ERR_NONE);
    catalog_attend(c, NULL, NULL);
}

static void what_is_found_is_what_was_put(void **state)
{
    static struct model m;
    struct random r = {UINT64_C(0x5bee7)};
    size_t found = 0;
    (void)state;
    fill(&m, &r);
    for (size_t i = 0; i < ASKED; i++) {
        char text[4];
        struct arena a = {0};
        if (i == ASKED / 3 || i == ASKED / 2) /* a part in memory, then all */
            keep(m.shelf.c, i == ASKED / 3);
        struct bits marked = bits_make(&a, NUMBERS), listing = bits_make(&a, NUMBERS);
        str word = random_word(&r, text, sizeof text);
        int part = (int)random_below(&r, PARTS + 1) + SHEET_WHOLE;
        size_t listed = random_below(&r, LISTED) + 1;
        mark(&m, word, part, listed, &marked, &listing);
        for (size_t n = 0; n < NUMBERS; n++) {
            const struct kept *row = &m.rows[n];
            assert_int_equal(bits_has(&marked, n), holds(row, word, part));
            assert_int_equal(bits_has(&listing, n),
                             row->listed > 0 && (row->listed == listed || listed == LISTED));
        }
        found += bits_count(&marked);
        arena_release(&a);
    }
    assert_true(found > ASKED);
    shelf_close(&m.shelf);
}

static size_t count_numbered(struct catalog *c)
{
    size_t count = 0;
    db_read(c);
    struct sheet_reader r = sheet_reader(c, SHEETS_OF_BRIEFS);
    for (size_t number = 0; number <= NUMBERS / SHEET_ROWS; number++) {
        const struct sheet *s = sheet_numbered(&r, number);
        if (s != NULL)
            assert_int_equal(s->first, number * SHEET_ROWS);
        count += s != NULL;
    }
    sheet_reader_end(&r);
    db_done(c);
    return count;
}

/* What is kept is not asked of the file, until it is given back. */
static void what_is_kept_is_in_memory(void **state)
{
    static struct model m;
    struct random r = {UINT64_C(0x5bee8)};
    (void)state;
    fill(&m, &r);
    struct catalog *c = m.shelf.c;
    assert_int_equal(count_numbered(c), NUMBERS / SHEET_ROWS);
    keep(c, true);
    db_execute(c, "DELETE FROM brief_sheet");
    assert_int_equal(count_numbered(c), 1);
    sheets_forget(c);
    assert_int_equal(count_numbered(c), 0);
    shelf_close(&m.shelf);
}

/* Of long texts the beginning, which ends like others. */
static void long_texts_are_cut(void **state)
{
    struct shelf shelf;
    struct sheets s = {.of = SHEETS_OF_AGREEMENTS};
    struct sheet sheet;
    struct arena a = {0};
    (void)state;
    shelf_open(&shelf);
    db_write(shelf.c);
    char *text = ARENA_ARRAY(&a, char, SHEET_TEXT_MOST + 1);
    memset(text, 'x', SHEET_TEXT_MOST + 1);
    sheets_put(&s, shelf.c, 5, (str){text, SHEET_TEXT_MOST + 1}, (str){0});
    sheets_put(&s, shelf.c, 6, STR("y\n"), (str){0});
    sheets_flush(&s, shelf.c);
    struct query q = db_query(shelf.c, "SELECT n, texts FROM agreement_sheet");
    assert_true(query_row(&q));
    assert_true(sheet_open(&sheet, query_size_at(&q, 0), query_view_at(&q, 1)));
    struct bits found = bits_make(&a, SHEET_ROWS);
    assert_int_equal(sheet_text(&sheet, 5).len, SHEET_TEXT_MOST);
    sheet_mark(&sheet, STR("xy"), SHEET_WHOLE, &found);
    assert_int_equal(bits_count(&found), 0);
    query_end(&q);
    db_commit(shelf.c);
    arena_release(&a);
    shelf_close(&shelf);
}

/* Whatever the bytes are, nothing is read beside them. */
static void damage_is_seen(void **state)
{
    struct random r = {UINT64_C(0xda3a6e)};
    struct sheet sheet;
    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct arena a = {0};
        size_t size = random_below(&r, 3 * SHEET_ROWS);
        char *bytes = ARENA_ARRAY(&a, char, size);
        struct bits found = bits_make(&a, SHEET_ROWS);
        for (size_t at = 0; at < size; at++)
            bytes[at] = (char)(random_below(&r, 8) != 0 ? random_below(&r, 2) : random_next(&r));
        bits_add(&found, 1);
        if (sheet_open(&sheet, 0, (str){bytes, size})) {
            sheet_mark(&sheet, STR("\1"), 1, &found);
            for (size_t row = 0; row < SHEET_ROWS; row++)
                sheet_lists_any(&sheet, row, &found);
        }
        arena_release(&a);
    }
    assert_false(sheet_open(&sheet, 0, (str){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_what_was_put),
        cmocka_unit_test(what_is_kept_is_in_memory),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(damage_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
