#include "catalog/put.h"

#include <assert.h>

/* -- Values ------------------------------------------------------------------------------------ */

static void put(struct put *p, enum put_kind kind, int64_t number, str bytes)
{
    assert(p->count < PUT_MOST);
    p->values[p->count++] = (struct put_value){kind, number, bytes};
}

void put_int(struct put *p, int64_t n)
{
    put(p, PUT_INT, n, (str){0});
}

void put_size(struct put *p, size_t n)
{
    put_int(p, n < INT64_MAX ? (int64_t)n : INT64_MAX);
}

void put_str(struct put *p, str s)
{
    put(p, str_present(s) ? PUT_TEXT : PUT_NULL, 0, s);
}

void put_blob(struct put *p, str bytes)
{
    put(p, str_present(bytes) ? PUT_BLOB : PUT_NULL, 0, bytes);
}

void put_null(struct put *p)
{
    put(p, PUT_NULL, 0, (str){0});
}

void put_as_it_is(struct put *p)
{
    put(p, PUT_AS_IT_IS, 0, (str){0});
}

static void bind(struct query *q, const struct put_value *v)
{
    switch (v->kind) {
    case PUT_INT:
        query_int(q, v->number);
        break;
    case PUT_TEXT:
        query_str(q, v->bytes);
        break;
    case PUT_BLOB:
        query_blob(q, v->bytes);
        break;
    case PUT_NULL:
    case PUT_AS_IT_IS:
        query_null(q);
        break;
    }
}

static bool is_there(const struct put_value *v, const struct query *q, int column)
{
    int type = sqlite3_column_type(q->s, column);
    switch (v->kind) {
    case PUT_INT:
        return type == SQLITE_INTEGER && query_int_at(q, column) == v->number;
    case PUT_TEXT:
        return type == SQLITE_TEXT && str_eq(query_view_at(q, column), v->bytes);
    case PUT_BLOB:
        return type == SQLITE_BLOB && str_eq(query_view_at(q, column), v->bytes);
    case PUT_NULL:
        return type == SQLITE_NULL;
    case PUT_AS_IT_IS:
        break;
    }
    return true;
}

/* -- Rows -------------------------------------------------------------------------------------- */

static struct query begin(struct catalog *c, struct buf *sql)
{
    buf_byte(sql, '\0');
    struct query q = db_query(c, sql->ptr);
    buf_release(sql);
    return q;
}

static void insert(const struct put *p, struct catalog *c)
{
    struct query q = db_query(c, p->table->insert);
    for (int i = 0; i < p->count; i++)
        bind(&q, &p->values[i]);
    query_run(&q);
}

/* False if there is none with that key. Else which columns are others, and a statement that writes
 * them. */
static bool compare(const struct put *p, struct catalog *c, uint64_t *others, struct buf *update)
{
    struct buf sql = {0};
    buf_printf(&sql, "SELECT * FROM %s WHERE %s", p->table->name, p->table->key);
    struct query q = begin(c, &sql);
    for (int i = 0; i < p->table->keys; i++)
        bind(&q, &p->values[i]);
    bool there = query_row(&q);
    *others = 0;
    buf_printf(update, "UPDATE %s", p->table->name);
    for (int i = p->table->keys; there && i < p->count; i++) {
        if (is_there(&p->values[i], &q, i))
            continue;
        buf_printf(update, "%s %s = ?", *others == 0 ? " SET" : ",", sqlite3_column_name(q.s, i));
        *others |= PUT_COLUMN(i);
    }
    buf_printf(update, " WHERE %s", p->table->key);
    query_end(&q);
    return there;
}

uint64_t put_row(const struct put *p, struct catalog *c, bool fresh)
{
    uint64_t others = UINT64_MAX;
    struct buf update = {0};
    if (fresh || !compare(p, c, &others, &update)) {
        buf_release(&update);
        insert(p, c);
        return UINT64_MAX;
    }
    if (others == 0) {
        buf_release(&update);
        return 0;
    }
    struct query q = begin(c, &update);
    for (int i = p->table->keys; i < p->count; i++)
        if (others & PUT_COLUMN(i))
            bind(&q, &p->values[i]);
    for (int i = 0; i < p->table->keys; i++)
        bind(&q, &p->values[i]);
    query_run(&q);
    return others;
}
