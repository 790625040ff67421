#include "catalog/settle.h"

#include "catalog/key.h"

/* -- Entities ------------------------------------------------------------------------------------
 */

static int64_t first_number(struct catalog *c, const char *sql, int64_t n)
{
    struct query q = db_query(c, sql);
    query_int(&q, n);
    int64_t found = query_row(&q) ? query_int_at(&q, 0) : 0;
    query_end(&q);
    return found;
}

/* The definition that speaks for an entity; 0 if nothing defines it any more. */
static int64_t speaker(struct catalog *c, int64_t entity)
{
    int64_t n = first_number(c,
                             "SELECT d.n FROM definition d "
                             "JOIN scope_entity e ON e.definition = d.n "
                             "JOIN scope s ON s.n = e.scope WHERE d.entity = ? "
                             "ORDER BY s.depth, s.path, d.n LIMIT 1",
                             entity);
    if (n != 0)
        return n;
    if (first_number(c, "SELECT count(*) FROM definition WHERE entity = ?", entity) == 1)
        return first_number(c, "SELECT n FROM definition WHERE entity = ?", entity);
    return first_number(c,
                        "SELECT d.n FROM definition d "
                        "JOIN brief_entity e ON e.definition = d.n "
                        "JOIN brief b ON b.n = e.brief WHERE d.entity = ? "
                        "ORDER BY b.by_date IS NULL, b.by_date, b.id LIMIT 1",
                        entity);
}

static void settle_entity(struct store *s, int64_t entity)
{
    struct catalog *c = s->c;
    struct query q =
        db_query(c, "DELETE FROM definition WHERE entity = ? AND NOT EXISTS "
                    "(SELECT 1 FROM brief_entity e WHERE e.definition = definition.n) "
                    "AND NOT EXISTS "
                    "(SELECT 1 FROM scope_entity e WHERE e.definition = definition.n)");
    query_int(&q, entity);
    query_run(&q);

    int64_t definition = speaker(c, entity);
    if (definition == 0) {
        q = db_query(c, "DELETE FROM entity WHERE n = ?");
        query_int(&q, entity);
        query_run(&q);
        return;
    }
    q = db_query(c, "SELECT sum(briefings), sum(mentions) FROM definition WHERE entity = ?");
    query_int(&q, entity);
    bool any = query_row(&q);
    size_t briefings = any ? query_size_at(&q, 0) : 0, mentions = any ? query_size_at(&q, 1) : 0;
    query_end(&q);

    q = db_query(c, "UPDATE entity SET definition = ?, briefings = ?, mentions = ?, "
                    "by_mentions = ? WHERE n = ?");
    query_int(&q, definition);
    query_size(&q, briefings);
    query_size(&q, mentions);
    query_blob(&q, key_count(mentions, KEY_DESCENDING, &s->arena));
    query_int(&q, entity);
    query_run(&q);
}

void settle_entities(struct store *s)
{
    int64_t n = 0;
    while ((n = first_number(s->c, "SELECT n FROM dirty_entity WHERE n > ? ORDER BY n LIMIT 1",
                             n)) != 0) {
        settle_entity(s, n);
        s->changed = true;
        arena_release(&s->arena);
    }
    db_execute(s->c, "DELETE FROM dirty_entity");
}

/* -- References
 * ------------------------------------------------------------------------------------ */

/* Edits that turn one id into another: insert, delete, change a byte, or swap two neighbours;
 * `limit` + 1 stands for any more. (Optimal string alignment.) */
static size_t distance(str a, str b, size_t limit)
{
    enum { LENGTH_MAX = 128 };
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (gap > limit || a.len > LENGTH_MAX || b.len > LENGTH_MAX)
        return limit + 1;
    size_t rows[3][LENGTH_MAX + 1];
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two = rows[(i + 1) % 3];
        size_t least = row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = a.ptr[i - 1] == b.ptr[j - 1];
            size_t best = above[j - 1] + !same;
            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] &&
                two[j - 2] + 1 < best)
                best = two[j - 2] + 1;
            row[j] = best;
            least = best < least ? best : least;
        }
        if (least > limit)
            return limit + 1;
    }
    return rows[a.len % 3][b.len];
}

/* The nearest id that is stated, the smallest of several; absent if none is near. */
static str suggestion(struct catalog *c, str id, str but, struct arena *a)
{
    size_t best = 3;
    str found = {0};
    struct query q = db_query(c, "SELECT id FROM agreement WHERE status IS NOT NULL "
                                 "AND length(CAST(id AS BLOB)) BETWEEN ?1 - 2 AND ?1 + 2 "
                                 "ORDER BY id");
    query_size(&q, id.len);
    while (best > 1 && query_row(&q)) {
        str other = query_view_at(&q, 0);
        size_t edits = distance(id, other, best - 1);
        if (edits < best && !str_eq(other, but)) {
            best = edits;
            found = arena_str(a, other);
        }
    }
    query_end(&q);
    return found;
}

static const char *link_key(int64_t link)
{
    static const char *const keys[] = {
#define X(id, key, json) key,
        LINK_KINDS(X)
#undef X
    };
    return link >= 0 && link < LINK_KIND_COUNT ? keys[link] : "";
}

static void report(struct store *s, const struct query *r)
{
    struct arena *a = &s->arena;
    str target = query_str_at(r, 1, a), owner = query_str_at(r, 2, a);
    str near = suggestion(s->c, target, owner, a);
    struct diag_list list = {.arena = a};
    struct origin at = {query_str_at(r, 4, a), query_size_at(r, 5), query_size_at(r, 6)};
    const char *link = link_key(query_int_at(r, 3));
    if (str_present(near))
        diag_add(&list, at, DIAG_UNKNOWN_AGREEMENT,
                 "agreement '%.*s' names '%.*s' in %s, which no briefing states; did you mean "
                 "'%.*s'?",
                 STR_FMT(owner), STR_FMT(target), link, STR_FMT(near));
    else
        diag_add(&list, at, DIAG_UNKNOWN_AGREEMENT,
                 "agreement '%.*s' names '%.*s' in %s, which no briefing states", STR_FMT(owner),
                 STR_FMT(target), link);
    store_diags(s->c, DIAG_OF_REFERENCE, query_int_at(r, 0), &list);
}

/* A briefing's problems are its own and the references of it that lead nowhere. */
static void count_unresolved(struct store *s)
{
    struct query q =
        db_query(s->c, "SELECT b.n, b.errors + b.warnings, "
                       "(SELECT count(*) FROM diag d WHERE d.kind = 3 AND d.owner = b.n) AS now "
                       "FROM brief b WHERE b.n > ?1 AND b.n IN (SELECT brief FROM reference) "
                       "AND b.unresolved IS NOT (SELECT count(*) FROM diag d WHERE d.kind = 3 "
                       "AND d.owner = b.n) ORDER BY b.n");
    query_int(&q, 0);
    while (query_row(&q)) {
        size_t unresolved = query_size_at(&q, 2);
        str key = key_count(query_size_at(&q, 1) + unresolved, KEY_DESCENDING, &s->arena);
        struct query u = db_query(s->c, "UPDATE brief SET unresolved = ?, by_problems = ? "
                                        "WHERE n = ?");
        query_size(&u, unresolved);
        query_blob(&u, key);
        query_int(&u, query_int_at(&q, 0));
        query_run(&u);
    }
    query_end(&q);
}

void settle_references(struct store *s)
{
    if (db_meta(s->c, "references") == 0)
        return;
    db_execute(s->c, "DELETE FROM diag WHERE kind = 3");
    struct query q = db_query(s->c, "SELECT brief, target, owner, link, file, line, col "
                                    "FROM reference r WHERE NOT EXISTS (SELECT 1 FROM agreement g "
                                    "WHERE g.id = r.target AND g.status IS NOT NULL)");
    while (query_row(&q)) {
        report(s, &q);
        arena_release(&s->arena);
    }
    query_end(&q);
    count_unresolved(s);
    db_set_meta(s->c, "references", 0);
    s->changed = true;
}
