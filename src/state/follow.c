#include "state/state.h"

#include "state/keep.h"
#include "text/utf8.h"

#include <string.h>

static bool is_known(struct state *s, str id)
{
    struct query q =
        sql_query(&s->sql, "SELECT 1 FROM briefing WHERE library = ?1 AND id = ?2 UNION ALL SELECT "
                           "1 FROM mark WHERE library = ?1 AND briefing = ?2 UNION ALL SELECT 1 "
                           "FROM note WHERE library = ?1 AND briefing = ?2");
    query_int(&q, s->library);
    query_str(&q, id);
    bool known = query_row(&q);
    query_end(&q);
    return known;
}

static void rename_in(struct state *s, const char *sql, str from, str to)
{
    struct query q = sql_query(&s->sql, sql);
    query_int(&q, s->library);
    query_str(&q, from);
    query_str(&q, to);
    query_run(&q);
}

/* In a transaction; false where something is known of `to` by now, or nothing of `from`. */
static bool move(struct state *s, str from, str to)
{
    if (is_known(s, to) || !is_known(s, from))
        return false;
    rename_in(s, "UPDATE briefing SET id = ?3 WHERE library = ?1 AND id = ?2", from, to);
    rename_in(s, "UPDATE mark SET briefing = ?3 WHERE library = ?1 AND briefing = ?2", from, to);
    rename_in(s, "UPDATE note SET briefing = ?3 WHERE library = ?1 AND briefing = ?2", from, to);
    return true;
}

/* Whom one can be: all in the opened directory; where one article was opened, all in its library.
 */
static void bind_candidates(const struct state *s, struct query *q)
{
    query_int(q, s->library);
    query_str(q, s->inside.len ? s->low : STR(""));
    query_str(q, s->inside.len ? s->high : (str){0});
}

/* -- One that is opened ------------------------------------------------------------------------ */

/* Who is kept with the same content and is gone; absent if nobody, or several: nothing is guessed.
 */
static struct err find_gone(struct state *s, str id, struct hash content,
                            bool (*is_gone)(void *user, str id), void *user, struct arena *a,
                            str *found)
{
    VEC(str) candidates = {0};
    size_t gone = 0;
    keep_read(s);
    if (s->library != 0 && !is_known(s, id)) {
        struct query q = sql_query(
            &s->sql, "SELECT id FROM briefing WHERE library = ?1 AND id >= ?2 AND (?3 IS NULL OR "
                     "id < ?3) AND content = ?4 LIMIT 64");
        bind_candidates(s, &q);
        query_blob(&q, (str){(const char *)content.bytes, sizeof content.bytes});
        while (query_row(&q))
            *VEC_PUSH(a, &candidates) = query_str_at(&q, 0, a);
    }
    struct err e = keep_done(s);
    for (size_t i = 0; i < candidates.len && gone < 2 && !err_failed(&e); i++)
        if (is_gone(user, keep_shown(s, candidates.items[i])) && ++gone == 1)
            *found = candidates.items[i];
    if (gone != 1)
        *found = (str){0};
    return e;
}

struct err state_follow(struct state *s, str id, struct hash content,
                        bool (*is_gone)(void *user, str id), void *user, bool *followed)
{
    if (followed != NULL)
        *followed = false;
    if (s == NULL)
        return ERR_OK;
    struct arena a = {0};
    str to = keep_id(s, id, &a), from;
    struct err e = find_gone(s, to, content, is_gone, user, &a, &from);
    if (str_present(from)) {
        keep_write(s);
        bool moved = move(s, from, to);
        e = keep_commit(s);
        if (followed != NULL)
            *followed = moved && !err_failed(&e);
    }
    arena_release(&a);
    return e;
}

/* -- One that was edited besides --------------------------------------------------------------- */

struct left {
    str id; /* from the root */
    struct spot place;
};

struct lefts {
    struct left *items;
    size_t len, cap;
};

/* Those whose text was about as long as this one, if nothing is known of `id`. */
static struct err list_alike(struct state *s, str id, size_t length, struct arena *a,
                             struct lefts *out)
{
    keep_read(s);
    if (s->library != 0 && !is_known(s, id)) {
        struct query q = sql_query(
            &s->sql, "SELECT id, " SPOT_COLUMNS " FROM briefing WHERE library = ?1 AND id >= ?2 "
                     "AND (?3 IS NULL OR id < ?3) AND saved > 0 AND length BETWEEN ?4 AND ?5");
        bind_candidates(s, &q);
        query_size(&q, length - length / 8);
        query_size(&q, length + length / 8);
        while (query_row(&q)) {
            struct left *left = VEC_PUSH(a, out);
            *left = (struct left){query_str_at(&q, 0, a), keep_spot_at(&q, 1, a)};
        }
    }
    return keep_done(s);
}

/* Enough words to be no coincidence stand where one was. */
static bool is_in(const struct spot *place, const struct document *doc, const struct folded *folded)
{
    enum { ENOUGH = 32 };
    struct span span;
    return place->quote.len >= ENOUGH && spot_find(doc, folded, place, &span) == SPOT_FOUND;
}

struct err state_follow_text(struct state *s, str id, const struct document *doc,
                             const struct folded *folded, bool (*is_gone)(void *user, str id),
                             void *user, bool *followed)
{
    *followed = false;
    if (s == NULL)
        return ERR_OK;
    struct arena a = {0};
    struct lefts alike = {0};
    str from = {0}, to = keep_id(s, id, &a);
    size_t matches = 0;
    struct err e = list_alike(s, to, utf8_length(doc->text), &a, &alike);
    for (size_t i = 0; i < alike.len && matches < 2 && !err_failed(&e); i++) {
        const struct left *left = &alike.items[i];
        /* Most are there, and that is said sooner than whether their words are in this text. */
        if (!is_gone(user, keep_shown(s, left->id)) || !is_in(&left->place, doc, folded))
            continue;
        from = left->id;
        matches++;
    }
    if (matches == 1) {
        keep_write(s);
        bool moved = move(s, from, to);
        e = keep_commit(s);
        *followed = moved && !err_failed(&e);
    }
    arena_release(&a);
    return e;
}

/* -- All of them ------------------------------------------------------------------------------- */

struct missing {
    str id; /* from the root */
    struct hash content;
};

struct missings {
    struct missing *items;
    size_t len, cap;
};

/* Those that are gone, equal contents beside each other. */
static struct err list_missing(struct state *s, const struct state_moves *m, struct arena *a,
                               struct missings *out)
{
    keep_read(s);
    struct query q =
        sql_query(&s->sql, "SELECT id, content FROM briefing WHERE library = ?1 AND id >= ?2 AND "
                           "(?3 IS NULL OR id < ?3) AND content IS NOT NULL ORDER BY content, id");
    keep_bind_scope(s, &q);
    while (query_row(&q)) {
        struct missing one = {.id = query_view_at(&q, 0)};
        str content = query_view_at(&q, 1);
        if (content.len != sizeof one.content.bytes || !m->is_gone(m->user, keep_shown(s, one.id)))
            continue;
        memcpy(one.content.bytes, content.ptr, content.len);
        one.id = arena_str(a, one.id);
        *VEC_PUSH(a, out) = one;
    }
    return keep_done(s);
}

static bool same_content(const struct missings *all, size_t a, size_t b)
{
    return b < all->len && memcmp(&all->items[a].content, &all->items[b].content,
                                  sizeof all->items[a].content) == 0;
}

struct err state_follow_all(struct state *s, const struct state_moves *m, size_t *followed)
{
    *followed = 0;
    if (s == NULL)
        return ERR_OK;
    struct arena a = {0};
    struct missings gone = {0};
    struct err e = list_missing(s, m, &a, &gone);
    for (size_t i = 0, next; i < gone.len && !err_failed(&e); i = next) {
        for (next = i + 1; same_content(&gone, i, next);)
            next++;
        str to = next == i + 1 ? m->find(m->user, gone.items[i].content, &a) : (str){0};
        if (!str_present(to))
            continue;
        keep_write(s);
        bool moved = move(s, gone.items[i].id, keep_id(s, to, &a));
        e = keep_commit(s);
        *followed += moved && !err_failed(&e);
    }
    arena_release(&a);
    return e;
}
