#include "catalog/directories.h"

#include "catalog/hash.h"
#include "catalog/look.h"
#include "catalog/pack.h"
#include "loader/listing.h"

#include <string.h>

/* -- Seals ------------------------------------------------------------------------------------- */

static void put_files(struct buf *all, str directory, const struct files *files)
{
    size_t name = directory.len > 0 ? directory.len + 1 : 0;
    for (size_t i = 0; i < files->len; i++) {
        const struct file *f = &files->items[i];
        buf_append(all, (str){(const char *)&f->stamp, sizeof f->stamp});
        buf_append(all, str_from(f->path, name));
        buf_byte(all, '\0');
    }
}

/* The number of articles keeps them apart from the sidecars. */
static struct hash seal_of(const struct listing *l, struct buf *scratch)
{
    buf_clear(scratch);
    buf_append(scratch, (str){(const char *)&l->articles.len, sizeof l->articles.len});
    put_files(scratch, l->path, &l->articles);
    put_files(scratch, l->path, &l->sidecars);
    return hash_of(buf_str(scratch));
}

static bool add_units(struct look *l, str sealed)
{
    size_t at = sizeof(struct hash);
    uint64_t n;
    for (; at < sealed.len; l->seen++) {
        if (!unpack_number(sealed, &at, &n))
            return false;
        bits_add(&l->still, (size_t)n);
    }
    return true;
}

/* -- One directory ----------------------------------------------------------------------------- */

/* On to the next row: whether it is that path's. */
static bool step(struct directory_met *d, str path)
{
    d->at_row = query_row(&d->rows);
    return d->at_row && str_eq(query_view_at(&d->rows, 0), path);
}

/* Most often it is the next: a walk goes nearly in the order of paths. */
static bool find(struct look *l, str path)
{
    struct directory_met *d = &l->here;
    if (d->at_row && step(d, path))
        return true;
    if (d->at_row)
        query_end(&d->rows);
    d->rows = db_query(l->c, "SELECT path, n, stamp, sealed FROM directory WHERE path >= ? "
                             "ORDER BY path");
    buf_clear(&d->from);
    buf_append(&d->from, path);
    query_str(&d->rows, buf_str(&d->from));
    return step(d, path);
}

bool directories_find(struct look *l, str path, int64_t *n, struct fs_stamp *stamp)
{
    struct directory_met *d = &l->here;
    bool found = find(l, path);
    buf_clear(&d->sealed);
    if (found) {
        *n = query_int_at(&d->rows, 1);
        *stamp = stamp_unpack(query_view_at(&d->rows, 2));
        buf_append(&d->sealed, query_view_at(&d->rows, 3));
    }
    return found;
}

void directories_meet(struct look *l, str path, const struct fs_stamp *stamp)
{
    struct directory_met *d = &l->here;
    d->path = path;
    d->stamp = *stamp;
    d->n = 0;
    if (directories_find(l, path, &d->n, &d->before) && d->n > 0)
        bits_add(&l->walked, (size_t)d->n);
}

static void note(struct look *l)
{
    struct arena a = {0};
    struct directory_met *d = &l->here;
    str now = d->now.len > 0 ? buf_str(&d->now) : (str){0};
    if (d->n <= 0 || !fs_stamp_eq(&d->before, &d->stamp) || !str_eq(now, buf_str(&d->sealed))) {
        struct query q = look_finds(l, "INSERT OR REPLACE INTO temp.walked VALUES (?, ?, ?)");
        query_str(&q, d->path);
        query_blob(&q, stamp_pack(&d->stamp, &a));
        query_blob(&q, now);
        query_run(&q);
    }
    arena_release(&a);
}

bool directories_listed(struct look *l, const struct listing *listing)
{
    struct directory_met *d = &l->here;
    struct hash seal = seal_of(listing, &d->scratch);
    str bytes = {(const char *)seal.bytes, sizeof seal.bytes};
    bool same =
        l->trusted && str_starts(buf_str(&d->sealed), bytes) && add_units(l, buf_str(&d->sealed));
    buf_clear(&d->now);
    buf_append(&d->now, same ? buf_str(&d->sealed) : bytes);
    d->sure = true;
    if (same)
        note(l);
    return same;
}

void directories_unit(struct look *l, int64_t n, bool sure)
{
    if (sure && n > 0)
        pack_number(&l->here.now, (uint64_t)n);
    else
        l->here.sure = false;
}

void directories_left(struct look *l, bool clean)
{
    if (!clean || !l->here.sure)
        buf_clear(&l->here.now);
    note(l);
}

void directories_release(struct directory_met *d)
{
    if (d->at_row)
        query_end(&d->rows);
    buf_release(&d->from);
    buf_release(&d->sealed);
    buf_release(&d->now);
    buf_release(&d->scratch);
    *d = (struct directory_met){0};
}
