/*
 * The texts that filters look at, many in a row: to step from row to row takes longer than to look
 * for a word in what they say. A sheet holds what is said of SHEET_ROWS numbers that follow each
 * other; beside each text there can be a list of numbers.
 *
 *     struct query q = db_query(c, "SELECT n, texts FROM brief_sheet");
 *     while (query_row(&q))
 *         if (sheet_open(&sheet, query_size_at(&q, 0), query_view_at(&q, 1)))
 *             sheet_mark(&sheet, word, &found);
 */
#ifndef ATTACHE_CATALOG_SHEETS_H
#define ATTACHE_CATALOG_SHEETS_H

#include "base/bits.h"
#include "catalog/db.h"

enum { SHEET_ROWS = 128, SHEET_TEXT_MOST = 1 << 20 /* bytes of a text; the rest is left out */ };

/* What ends a text, and each part of one that has parts; no word of a filter has it. */
enum { SHEET_END = 31 };

/* -- Reading ----------------------------------------------------------------------------------- */

struct sheet {
    size_t first; /* number */
    str texts, lists;
    uint32_t text_ends[SHEET_ROWS], list_ends[SHEET_ROWS];
    bool there[SHEET_ROWS];
};

/* A view into `bytes`. False for what is damaged. */
bool sheet_open(struct sheet *s, size_t number, str bytes);

str sheet_text(const struct sheet *s, size_t row);
str sheet_list(const struct sheet *s, size_t row);

/* Adds the numbers of which the text holds the word; with a part from 0 on, that part of it. */
enum { SHEET_WHOLE = -1 };
void sheet_mark(const struct sheet *s, str word, int part, struct bits *out);

/* True if one of the row's list is in the set. */
bool sheet_lists_any(const struct sheet *s, size_t row, const struct bits *set);

/* -- Writing ----------------------------------------------------------------------------------- */

enum sheets_of { SHEETS_OF_BRIEFS, SHEETS_OF_AGREEMENTS };

/* The sheet that is being written: what is put one after another is written once. */
struct sheets {
    enum sheets_of of;
    bool open;
    size_t number;
    struct arena arena;
    str before; /* as it is in the file */
    str texts[SHEET_ROWS], lists[SHEET_ROWS];
};

/* `list`: numbers as catalog/pack.h writes them. An absent text takes both away. */
void sheets_put(struct sheets *s, struct catalog *c, int64_t n, str text, str list);

/* Before anybody asks, and at the end. */
void sheets_flush(struct sheets *s, struct catalog *c);

#endif
