#include "state/keep.h"

#include "base/fs.h"

#include <time.h>

/* -- Transactions ------------------------------------------------------------------------------ */

static const char reading[] = "your state cannot be read";
static const char writing[] = "this cannot be kept";

/* Damage is said once; from then on the session has what could be read. */
static struct err settle(struct state *s)
{
    if (s->sql.db != NULL && sqlite3_get_autocommit(s->sql.db) == 0)
        sqlite3_exec(s->sql.db, "ROLLBACK", NULL, NULL, NULL);
    struct err e = sql_error(&s->sql);
    s->sql.what = reading;
    if (e.code == ERR_CORRUPT && !s->in_memory) {
        struct err worse = keep_abandon(s, KEEP_DAMAGED);
        if (err_failed(&worse))
            return worse;
    }
    return e;
}

/* The file may have been moved away, or another put in its place: what is kept goes to the one that
 * is there. */
static void follow_file(struct state *s)
{
    if (s->in_memory || !keep_has_moved(s))
        return;
    keep_close(s);
    s->library = 0;
    s->generation++;
    s->sql.trouble = keep_open(s);
}

void keep_read(struct state *s)
{
    follow_file(s);
    s->sql.what = reading;
    sql_execute(&s->sql, "BEGIN");
    if (s->library == 0 && str_present(s->root))
        s->library = keep_find_library(s, s->root);
}

struct err keep_done(struct state *s)
{
    if (!sql_failed(&s->sql))
        sql_execute(&s->sql, "COMMIT");
    return settle(s);
}

void keep_begin(struct state *s)
{
    follow_file(s);
    s->sql.what = writing;
    sql_execute(&s->sql, "BEGIN IMMEDIATE");
}

void keep_write(struct state *s)
{
    keep_begin(s);
    if (s->library == 0 && str_present(s->root))
        s->library = keep_make_library(s, s->root);
}

struct err keep_commit(struct state *s)
{
    if (!sql_failed(&s->sql))
        sql_execute(&s->sql, "COMMIT");
    struct err e = settle(s);
    if (err_failed(&e))
        s->library = 0; /* it may have been made in what was taken back */
    return e;
}

int64_t keep_find_library(struct state *s, str path)
{
    struct query q = sql_query(&s->sql, "SELECT n FROM library WHERE path = ?");
    query_str(&q, path);
    int64_t n = query_row(&q) ? query_int_at(&q, 0) : 0;
    query_end(&q);
    return n;
}

int64_t keep_make_library(struct state *s, str path)
{
    int64_t n = keep_find_library(s, path);
    if (n != 0 || sql_failed(&s->sql))
        return n;
    struct query q =
        sql_query(&s->sql, "INSERT INTO library (path, device, inode) VALUES (?, ?, ?)");
    query_str(&q, path);
    bool own = str_eq(path, s->root);
    for (int i = 0; i < 2; i++)
        if (own)
            query_int(&q, i == 0 ? s->identity.device : s->identity.inode);
        else
            query_null(&q);
    query_run(&q);
    return sql_failed(&s->sql) ? 0 : sqlite3_last_insert_rowid(s->sql.db);
}

int64_t keep_now(const struct state *s)
{
    return s->clock != NULL ? s->clock() : (int64_t)time(NULL);
}

/* -- Ids and spots ----------------------------------------------------------------------------- */

str keep_id(const struct state *s, str id, struct arena *a)
{
    return s->inside.len ? path_join(a, s->inside, id) : id;
}

str keep_shown(const struct state *s, str id)
{
    return s->inside.len ? str_from(id, s->inside.len + 1) : id;
}

void keep_bind_scope(const struct state *s, struct query *q)
{
    query_int(q, s->library);
    query_str(q, s->low);
    query_str(q, s->high);
}

void keep_bind_spot(struct query *q, const struct spot *spot)
{
    query_str(q, spot->quote);
    query_str(q, spot->prefix);
    query_str(q, spot->suffix);
    query_size(q, spot->start);
    query_size(q, spot->end);
    query_size(q, spot->length);
}

struct spot keep_spot_at(const struct query *q, int column, struct arena *a)
{
    struct spot s = {
        .quote = query_str_at(q, column, a),
        .prefix = query_str_at(q, column + 1, a),
        .suffix = query_str_at(q, column + 2, a),
        .start = query_size_at(q, column + 3),
        .end = query_size_at(q, column + 4),
        .length = query_size_at(q, column + 5),
    };
    if (s.end < s.start) /* a damaged file says so */
        s.end = s.start;
    return s;
}

bool keep_spot_equal(const struct spot *a, const struct spot *b)
{
    return str_eq(a->quote, b->quote) && str_eq(a->prefix, b->prefix) &&
           str_eq(a->suffix, b->suffix) && a->start == b->start && a->end == b->end &&
           a->length == b->length;
}

static size_t in_range(size_t n)
{
    return n < INT64_MAX ? n : INT64_MAX;
}

struct spot keep_clean(const struct spot *spot)
{
    struct spot clean = {
        .quote = spot_is_blank(spot->quote) ? (str){0} : spot->quote,
        .prefix = spot_is_blank(spot->prefix) ? (str){0} : spot->prefix,
        .suffix = spot_is_blank(spot->suffix) ? (str){0} : spot->suffix,
        .start = in_range(spot->start),
        .end = in_range(spot->end > spot->start ? spot->end : spot->start),
        .length = in_range(spot->length),
    };
    return clean;
}
