#include "catalog/sheet_reader.h"

enum { KEPT_MOST = 32 << 20 /* bytes of those of a kind, twice what a hundred thousand have */ };

static const struct {
    const char *after, *numbered;
    enum memo_kind memo;
} kinds[] = {
    [SHEETS_OF_BRIEFS] = {"SELECT n, texts FROM brief_sheet WHERE n >= ? ORDER BY n",
                          "SELECT texts FROM brief_sheet WHERE n = ?",     MEMO_BRIEF_SHEETS    },
    [SHEETS_OF_AGREEMENTS] = {"SELECT n, texts FROM agreement_sheet WHERE n >= ? ORDER BY n",
                          "SELECT texts FROM agreement_sheet WHERE n = ?", MEMO_AGREEMENT_SHEETS},
};

struct kept_sheets {
    struct memo memo;
    size_t bytes;
    size_t next; /* what has this number or a greater one is not kept */
    VEC(struct sheet) sheets;
};

static struct query query_from(struct catalog *c, enum sheets_of of, size_t number)
{
    struct query q = db_query(c, kinds[of].after);
    query_size(&q, number);
    return q;
}

struct sheet_reader sheet_reader(struct catalog *c, enum sheets_of of)
{
    return (struct sheet_reader){.c = c, .of = of, .kept = memo_last(c, kinds[of].memo)};
}

const struct sheet *sheet_next(struct sheet_reader *r)
{
    bool stopped = db_stopped(r->c);
    if (!stopped && r->kept != NULL && r->at < r->kept->sheets.len)
        return &r->kept->sheets.items[r->at++];
    if (!stopped && !r->in_file)
        r->q = query_from(r->c, r->of, r->kept != NULL ? r->kept->next : 0);
    r->in_file = true;
    while (!stopped && query_row(&r->q))
        if (sheet_open(&r->sheet, query_size_at(&r->q, 0), query_view_at(&r->q, 1)))
            return &r->sheet;
    sheet_reader_end(r);
    return NULL;
}

static const struct sheet *find_kept(const struct kept_sheets *kept, size_t number)
{
    size_t low = 0, high = kept->sheets.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kept->sheets.items[middle].first < number * SHEET_ROWS)
            low = middle + 1;
        else
            high = middle;
    }
    const struct sheet *s = low < kept->sheets.len ? &kept->sheets.items[low] : NULL;
    return s != NULL && s->first == number * SHEET_ROWS ? s : NULL;
}

const struct sheet *sheet_numbered(struct sheet_reader *r, size_t number)
{
    if (r->kept != NULL && number < r->kept->next)
        return find_kept(r->kept, number);
    sheet_reader_end(r);
    r->q = db_query(r->c, kinds[r->of].numbered);
    query_size(&r->q, number);
    bool there = query_row(&r->q) && sheet_open(&r->sheet, number, query_view_at(&r->q, 0));
    return there ? &r->sheet : NULL;
}

void sheet_reader_end(struct sheet_reader *r)
{
    query_end(&r->q);
}

void sheets_keep(struct catalog *c, enum sheets_of of)
{
    struct kept_sheets *k = memo_last(c, kinds[of].memo);
    if (k == NULL)
        k = memo_put(c, kinds[of].memo, memo_make(c, kinds[of].memo, sizeof *k, STR("")));
    struct query q = query_from(c, of, k->next);
    while (k->bytes < KEPT_MOST && !db_stopped(c) && query_row(&q)) {
        struct sheet sheet;
        size_t number = query_size_at(&q, 0);
        str bytes = query_str_at(&q, 1, &k->memo.arena);
        if (sheet_open(&sheet, number, bytes))
            *VEC_PUSH(&k->memo.arena, &k->sheets) = sheet;
        k->bytes += bytes.len;
        k->next = number + 1;
    }
    query_end(&q);
}

void sheets_forget(struct catalog *c)
{
    for (size_t of = 0; of < sizeof kinds / sizeof *kinds; of++)
        memo_put(c, kinds[of].memo, NULL);
}
