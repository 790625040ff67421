#include "state/state.h"

#include "state/keep.h"

#include <string.h>

const char *read_state_name(enum read_state read)
{
    static const char *const names[] = {
#define X(id, name) [READ_STATE_##id] = name,
        READ_STATES(X)
#undef X
    };
    return names[read];
}

struct hash state_content(const struct document *doc)
{
    return hash_of(doc->source);
}

/* -- A briefing's row -------------------------------------------------------------------------- */

static unsigned permille_at(const struct query *q, int column)
{
    size_t n = query_size_at(q, column);
    return n < 1000 ? (unsigned)n : 1000;
}

struct kept kept_at(const struct query *q, int column, struct arena *a)
{
    struct kept k = {.there = true};
    str content = query_view_at(q, column);
    k.has_content = content.len == sizeof k.content.bytes;
    if (k.has_content)
        memcpy(k.content.bytes, content.ptr, sizeof k.content.bytes);
    k.opened = query_int_at(q, column + 1);
    k.read = (enum read_state)query_enum_at(q, column + 2, READ_STATE_COUNT);
    k.read_set = query_int_at(q, column + 3);
    k.by_hand = query_int_at(q, column + 4) != 0;
    k.permille = permille_at(q, column + 5);
    k.furthest = permille_at(q, column + 6);
    k.saved = query_int_at(q, column + 7);
    k.place = keep_spot_at(q, column + 8, a);
    return k;
}

struct kept kept_load(struct state *s, str id, struct arena *a)
{
    struct kept k = {0};
    struct query q =
        sql_query(&s->sql, "SELECT " KEPT_COLUMNS " FROM briefing WHERE library = ? AND id = ?");
    query_int(&q, s->library);
    query_str(&q, id);
    if (query_row(&q))
        k = kept_at(&q, 0, a);
    query_end(&q);
    return k;
}

void kept_store(struct state *s, str id, const struct kept *k)
{
    struct query q =
        sql_query(&s->sql, "INSERT OR REPLACE INTO briefing (library, id, " KEPT_COLUMNS
                           ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_int(&q, s->library);
    query_str(&q, id);
    const char *content = (const char *)k->content.bytes;
    query_blob(&q, k->has_content ? (str){content, sizeof k->content.bytes} : (str){0});
    query_int(&q, k->opened);
    query_int(&q, (int64_t)k->read);
    query_int(&q, k->read_set);
    query_int(&q, k->by_hand);
    query_size(&q, k->permille);
    query_size(&q, k->furthest);
    query_int(&q, k->saved);
    keep_bind_spot(&q, &k->place);
    query_run(&q);
}

static void set_read(struct kept *k, enum read_state read, int64_t now)
{
    if (k->read != read)
        k->read_set = now;
    k->read = read;
}

struct err state_opened(struct state *s, str id, struct hash content)
{
    if (s == NULL)
        return ERR_OK;
    struct arena a = {0};
    keep_write(s);
    str whole = keep_id(s, id, &a);
    struct kept k = kept_load(s, whole, &a);
    k.opened = keep_now(s);
    k.content = content;
    k.has_content = true;
    k.by_hand = false;
    if (k.read == READ_STATE_UNREAD)
        set_read(&k, READ_STATE_READING, k.opened);
    kept_store(s, whole, &k);
    struct err e = keep_commit(s);
    arena_release(&a);
    return e;
}

static void read_on(struct kept *k, const struct spot *place, unsigned permille, unsigned furthest,
                    int64_t now)
{
    k->saved = now;
    k->place = *place;
    k->permille = permille;
    if (furthest > k->furthest)
        k->furthest = furthest;
    if (k->by_hand)
        return;
    if (furthest == 1000)
        set_read(k, READ_STATE_READ, now);
    else if (k->read == READ_STATE_UNREAD)
        set_read(k, READ_STATE_READING, now);
}

static bool is_same_reading(const struct kept *a, const struct kept *b)
{
    return a->there && a->saved != 0 && keep_spot_equal(&a->place, &b->place) &&
           a->permille == b->permille && a->furthest == b->furthest && a->read == b->read;
}

struct err state_save_place(struct state *s, str id, const struct spot *place, unsigned permille,
                            unsigned furthest)
{
    if (s == NULL)
        return ERR_OK;
    permille = permille < 1000 ? permille : 1000;
    furthest = furthest < 1000 ? furthest : 1000;
    struct spot clean = keep_clean(place);
    struct arena a = {0};
    str whole = keep_id(s, id, &a);

    keep_read(s);
    struct kept before = kept_load(s, whole, &a), after = before;
    struct err e = keep_done(s);
    read_on(&after, &clean, permille, furthest, keep_now(s));
    if (!err_failed(&e) && !is_same_reading(&before, &after)) {
        keep_write(s);
        after = kept_load(s, whole, &a); /* it may have changed since */
        read_on(&after, &clean, permille, furthest, keep_now(s));
        kept_store(s, whole, &after);
        e = keep_commit(s);
    }
    arena_release(&a);
    return e;
}

struct err state_set_read(struct state *s, str id, enum read_state read)
{
    if (s == NULL)
        return ERR_OK;
    struct arena a = {0};
    keep_write(s);
    str whole = keep_id(s, id, &a);
    struct kept k = kept_load(s, whole, &a);
    k.read = read;
    k.read_set = keep_now(s);
    k.by_hand = true;
    kept_store(s, whole, &k);
    struct err e = keep_commit(s);
    arena_release(&a);
    return e;
}

/* -- Asking ------------------------------------------------------------------------------------ */

static size_t count_of(struct state *s, const char *sql, str id)
{
    struct query q = sql_query(&s->sql, sql);
    query_int(&q, s->library);
    query_str(&q, id);
    size_t n = query_row(&q) ? query_size_at(&q, 0) : 0;
    query_end(&q);
    return n;
}

static void count_items(struct state *s, str id, struct state_row *row)
{
    row->notes = count_of(s, "SELECT count(*) FROM note WHERE library = ? AND briefing = ?", id);
    row->marks = count_of(s, "SELECT count(*) FROM mark WHERE library = ? AND briefing = ?", id);
}

/* From the columns read, permille, furthest, opened. */
static struct state_row row_at(const struct query *q)
{
    return (struct state_row){
        .read = (enum read_state)query_enum_at(q, 0, READ_STATE_COUNT),
        .permille = permille_at(q, 1),
        .furthest = permille_at(q, 2),
        .opened = query_int_at(q, 3),
    };
}

static struct state_row row_of(struct state *s, str id)
{
    struct state_row row = {0};
    struct query q = sql_query(&s->sql, "SELECT read, permille, furthest, opened FROM briefing "
                                        "WHERE library = ? AND id = ?");
    query_int(&q, s->library);
    query_str(&q, id);
    if (query_row(&q))
        row = row_at(&q);
    query_end(&q);
    count_items(s, id, &row);
    return row;
}

struct err state_briefing(struct state *s, str id, struct arena *a, struct state_briefing *out)
{
    *out = (struct state_briefing){0};
    if (s == NULL)
        return ERR_OK;
    struct arena scratch = {0};
    keep_read(s);
    str whole = keep_id(s, id, &scratch);
    struct kept k = kept_load(s, whole, a);
    out->row = row_of(s, whole);
    out->row.id = arena_str(a, id);
    out->has_place = k.saved != 0;
    out->place = k.place;
    arena_release(&scratch);
    return keep_done(s);
}

struct err state_rows(struct state *s, const str *ids, size_t count, struct state_row *out)
{
    memset(out, 0, count * sizeof *out);
    if (s == NULL)
        return ERR_OK;
    struct arena a = {0};
    keep_read(s);
    for (size_t i = 0; i < count && s->library != 0; i++)
        out[i] = row_of(s, keep_id(s, ids[i], &a));
    arena_release(&a);
    return keep_done(s);
}

struct err state_recent(struct state *s, const struct state_row *from, size_t limit,
                        struct arena *a, struct state_page *page)
{
    *page = (struct state_page){0};
    if (s == NULL)
        return ERR_OK;
    VEC(struct state_row) rows = {0};
    keep_read(s);
    struct query q = sql_query(
        &s->sql, "SELECT read, permille, furthest, opened, id FROM briefing WHERE library = ?1 AND "
                 "opened > 0 AND id >= ?2 AND (?3 IS NULL OR id < ?3) AND opened <= ?4 AND "
                 "(opened < ?4 OR id > ?5) ORDER BY opened DESC, id LIMIT ?6");
    keep_bind_scope(s, &q);
    query_int(&q, from != NULL ? from->opened : INT64_MAX);
    str after = from != NULL ? keep_id(s, from->id, a) : (str){0};
    query_str(&q, from != NULL ? after : STR(""));
    query_size(&q, limit < SIZE_MAX ? limit + 1 : limit);
    while (query_row(&q)) {
        page->more = rows.len == limit;
        if (page->more)
            continue;
        struct state_row *row = VEC_PUSH(a, &rows);
        *row = row_at(&q);
        row->id = arena_str(a, keep_shown(s, query_view_at(&q, 4)));
    }
    for (size_t i = 0; i < rows.len; i++)
        count_items(s, keep_id(s, rows.items[i].id, a), &rows.items[i]);
    page->rows = rows.items;
    page->count = rows.len;
    return keep_done(s);
}

#define SCOPED(column) "WHERE library = ?1 AND " column " >= ?2 AND (?3 IS NULL OR " column " < ?3)"

struct err state_overview(struct state *s, void *user,
                          void (*row)(void *user, const struct state_row *row))
{
    if (s == NULL)
        return ERR_OK;
    keep_read(s);
    struct query q = sql_query(
        &s->sql, "SELECT id, max(read), sum(notes), sum(marks) FROM "
                 "(SELECT id, read, 0 AS notes, 0 AS marks FROM briefing " SCOPED(
                     "id") " UNION ALL SELECT briefing, 0, 1, 0 FROM "
                           "note " SCOPED("briefing") " UNION ALL SELECT "
                                                      "briefing, 0, 0, 1 FROM "
                                                      "mark " SCOPED(
                                                          "briefing") ") GROUP BY id ORDER BY id");
    keep_bind_scope(s, &q);
    while (query_row(&q)) {
        struct state_row of = {
            .id = keep_shown(s, query_view_at(&q, 0)),
            .read = (enum read_state)query_enum_at(&q, 1, READ_STATE_COUNT),
            .notes = query_size_at(&q, 2),
            .marks = query_size_at(&q, 3),
        };
        row(user, &of);
    }
    return keep_done(s);
}
