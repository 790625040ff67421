#include "catalog/kept.h"

#include "catalog/db.h"

enum { FEW = 4096 }; /* so many are sorted sooner than the whole list is walked for them */

static const char temporary[] = "CREATE TEMP TABLE IF NOT EXISTS kept "
                                "(n INTEGER PRIMARY KEY, flags INTEGER NOT NULL)";

/* Briefings that have one of these, or none of them. */
static const struct {
    unsigned flags;
    bool without;
} kinds[LIST_KEPT_COUNT] = {
    [LIST_UNREAD] = {KEPT_BEGUN | KEPT_READ, true},
    [LIST_BEGUN] = {KEPT_BEGUN                     },
    [LIST_READ] = {KEPT_READ},
    [LIST_MARKED] = {KEPT_MARKS                     },
    [LIST_NOTED] = {KEPT_NOTES},
};

/* -- What is told ------------------------------------------------------------------------------ */

bool catalog_kept_is(struct catalog *c, int64_t stamp)
{
    db_read(c);
    bool is = c->kept.told && c->kept.stamp == stamp &&
              c->kept.generation == (long)db_meta(c, "generation");
    struct err e = db_done(c);
    return is && !err_failed(&e);
}

void catalog_kept_begin(struct catalog *c)
{
    db_read(c);
    c->kept.told = false;
    c->kept.count = 0;
    db_execute(c, temporary);
    db_execute(c, "DELETE FROM temp.kept");
}

void catalog_kept_add(struct catalog *c, str id, unsigned flags)
{
    struct query q =
        db_query(c, "INSERT OR IGNORE INTO temp.kept SELECT n, ? FROM brief WHERE id = ?");
    query_int(&q, flags);
    query_str(&q, id);
    query_run(&q);
    c->kept.count++;
}

struct err catalog_kept_end(struct catalog *c, int64_t stamp)
{
    c->kept.stamp = stamp;
    c->kept.generation = (long)db_meta(c, "generation");
    struct err e = db_done(c);
    c->kept.told = !err_failed(&e);
    return e;
}

/* -- What lists make of it --------------------------------------------------------------------- */

void kept_prepare(struct catalog *c, const struct list_query *q)
{
    if (q->kept != LIST_ALL && !c->kept.told)
        db_execute(c, temporary);
}

bool kept_append_from(struct catalog *c, struct buf *sql, const struct list_query *q)
{
    if (q->kept == LIST_ALL || kinds[q->kept].without)
        return false;
    buf_append(sql, c->kept.count <= FEW
                        ? STR(" FROM temp.kept k CROSS JOIN brief b ON b.n = k.n")
                        : STR(" FROM brief b CROSS JOIN temp.kept k ON k.n = b.n"));
    return true;
}

bool kept_append_unlike(struct buf *sql, const struct list_query *q)
{
    if (!kinds[q->kept].without)
        return false;
    buf_printf(sql, " FROM temp.kept k CROSS JOIN brief b ON b.n = k.n WHERE k.flags & %u",
               kinds[q->kept].flags);
    return true;
}

void kept_append_where(struct buf *sql, const struct list_query *q)
{
    if (q->kept == LIST_ALL)
        return;
    if (kinds[q->kept].without)
        buf_printf(sql,
                   " AND NOT EXISTS (SELECT 1 FROM temp.kept k WHERE k.n = b.n AND k.flags & %u)",
                   kinds[q->kept].flags);
    else
        buf_printf(sql, " AND k.flags & %u", kinds[q->kept].flags);
}
