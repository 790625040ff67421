/*
 * Going through sheets (catalog/sheets.h), in the order of their numbers. While a person types a
 * filter they are kept in memory: the file gives them page by page, which takes longer than to look
 * for a word in them.
 *
 *     struct sheet_reader r = sheet_reader(c, SHEETS_OF_BRIEFS);
 *     for (const struct sheet *s; (s = sheet_next(&r)) != NULL;)
 *         sheet_mark(s, word, SHEET_WHOLE, &found);
 */
#ifndef ATTACHE_CATALOG_SHEET_READER_H
#define ATTACHE_CATALOG_SHEET_READER_H

#include "catalog/sheets.h"

struct kept_sheets;

struct sheet_reader {
    struct catalog *c;
    enum sheets_of of;
    const struct kept_sheets *kept; /* NULL: none are */
    size_t at;                      /* of those kept */
    bool in_file;                   /* those are through; `q` gives the rest */
    struct query q;
    struct sheet sheet; /* of the file */
};

/* Within db_read. */
struct sheet_reader sheet_reader(struct catalog *c, enum sheets_of of);

/* A sheet is valid until another is asked for. NULL at the end, also where the connection was
 * stopped or has failed. */
const struct sheet *sheet_next(struct sheet_reader *r);

/* Instead, those of some numbers; NULL if there is none. The end has to be said. */
const struct sheet *sheet_numbered(struct sheet_reader *r, size_t number);
void sheet_reader_end(struct sheet_reader *r);

/* Keeps them from now on, but for the last of a very large library; broken off, it goes on where it
 * was. Within db_read. */
void sheets_keep(struct catalog *c, enum sheets_of of);
void sheets_forget(struct catalog *c); /* those kept */

#endif
