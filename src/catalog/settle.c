#include "catalog/settle.h"

#include "catalog/key.h"
#include "loader/references.h"

/* -- Entities ---------------------------------------------------------------------------------- */

/* What is summed up over the definitions of an entity. */
struct definitions_sum {
    int64_t count, one; /* one of them: the only one, mostly */
    size_t briefings, mentions;
};

static struct definitions_sum sum_of(struct catalog *c, int64_t entity)
{
    struct definitions_sum sum = {0};
    struct query q = db_query(c, "SELECT count(*), min(n), sum(briefings), sum(mentions) "
                                 "FROM definition WHERE entity = ?");
    query_int(&q, entity);
    if (query_row(&q)) {
        sum.count = query_int_at(&q, 0);
        sum.one = query_int_at(&q, 1);
        sum.briefings = query_size_at(&q, 2);
        sum.mentions = query_size_at(&q, 3);
    }
    query_end(&q);
    return sum;
}

/* The definition that speaks for an entity that has several. */
static int64_t speaker(struct catalog *c, int64_t entity)
{
    int64_t n = db_number_of(c,
                             "SELECT d.n FROM definition d "
                             "JOIN scope_entity e ON e.definition = d.n "
                             "JOIN scope s ON s.n = e.scope WHERE d.entity = ? "
                             "ORDER BY s.depth, s.path, d.n LIMIT 1",
                             entity);
    if (n != 0)
        return n;
    return db_number_of(c,
                        "SELECT e.definition FROM brief_entity e "
                        "JOIN brief b ON b.n = e.brief WHERE e.entity = ? "
                        "ORDER BY e.by_date, b.id, e.definition LIMIT 1",
                        entity);
}

/* The days on which the newest and the oldest briefing that mention it stand. */
struct seen {
    bool any;
    int64_t first, last;
};

static struct seen seen_of(struct catalog *c, int64_t entity, struct arena *a)
{
    struct seen seen = {0};
    struct query q = db_query(c, "SELECT (SELECT max(by_date) FROM brief_entity WHERE entity = ?1 "
                                 "AND mentions > 0 AND by_date < X'FF'), "
                                 "(SELECT min(by_date) FROM brief_entity WHERE entity = ?1 "
                                 "AND mentions > 0 AND by_date < X'FF')");
    query_int(&q, entity);
    if (query_row(&q) && !query_null_at(&q, 0)) {
        seen.any = true;
        seen.first = key_date_day(query_str_at(&q, 0, a), KEY_DESCENDING);
        seen.last = key_date_day(query_str_at(&q, 1, a), KEY_DESCENDING);
    }
    query_end(&q);
    return seen;
}

static void bind_day(struct query *q, const struct seen *seen, int64_t day)
{
    if (seen->any)
        query_int(q, day);
    else
        query_null(q);
}

struct definition {
    int64_t type;
    str by_name, by_type;
};

/* By type, those without one among the others; then by name. */
static struct definition definition_of(struct catalog *c, int64_t n, struct arena *a)
{
    struct definition d = {0};
    struct query q = db_query(c, "SELECT type, name FROM definition WHERE n = ?");
    query_int(&q, n);
    if (query_row(&q)) {
        struct buf key = {0};
        d.type = query_enum_at(&q, 0, ENTITY_TYPE_COUNT);
        d.by_name = key_text(query_str_at(&q, 1, a), a);
        buf_byte(&key, (char)(d.type == ENTITY_UNTYPED ? ENTITY_OTHER : d.type));
        buf_append(&key, d.by_name);
        d.by_type = arena_str(a, buf_str(&key));
        buf_release(&key);
    }
    query_end(&q);
    return d;
}

static void settle_entity(struct store *s, int64_t entity)
{
    struct catalog *c = s->c;
    struct query q =
        db_query(c, "DELETE FROM definition WHERE entity = ? AND uses = 0 AND NOT EXISTS "
                    "(SELECT 1 FROM scope_entity e WHERE e.definition = definition.n)");
    query_int(&q, entity);
    query_run(&q);

    const struct definitions_sum sum = sum_of(c, entity);
    if (sum.count == 0) {
        q = db_query(c, "DELETE FROM tally WHERE entity = ?");
        query_int(&q, entity);
        query_run(&q);
        q = db_query(c, "DELETE FROM entity WHERE n = ?");
        query_int(&q, entity);
        query_run(&q);
        return;
    }
    int64_t definition = sum.count == 1 ? sum.one : speaker(c, entity);
    struct seen seen = {0};
    if (sum.mentions > 0)
        seen = seen_of(c, entity, &s->arena);
    struct definition d = definition_of(c, definition, &s->arena);
    q = db_query(c, "UPDATE entity SET definition = ?, briefings = ?, mentions = ?, type = ?, "
                    "first_day = ?, last_day = ?, by_mentions = ?, by_briefings = ?, by_name = ?, "
                    "by_type = ?, by_first = ?, by_last = ? WHERE n = ?");
    query_int(&q, definition);
    query_size(&q, sum.briefings);
    query_size(&q, sum.mentions);
    query_int(&q, d.type);
    bind_day(&q, &seen, seen.first);
    bind_day(&q, &seen, seen.last);
    query_blob(&q, key_count(sum.mentions, KEY_DESCENDING, &s->arena));
    query_blob(&q, key_count(sum.briefings, KEY_DESCENDING, &s->arena));
    query_blob(&q, d.by_name);
    query_blob(&q, d.by_type);
    query_blob(&q, seen.any ? key_day(seen.first, KEY_ASCENDING, &s->arena) : (str){0});
    query_blob(&q, seen.any ? key_day(seen.last, KEY_DESCENDING, &s->arena) : (str){0});
    query_int(&q, entity);
    query_run(&q);
}

void settle_entities(struct store *s)
{
    store_flush_definitions(s);
    tally_flush(&s->tally, s->c);
    int64_t n = 0;
    while ((n = db_number_of(s->c, "SELECT n FROM dirty_entity WHERE n > ? ORDER BY n LIMIT 1",
                             n)) != 0) {
        settle_entity(s, n);
        s->changed = true;
        arena_release(&s->arena);
    }
    db_execute(s->c, "DELETE FROM dirty_entity");
}

/* -- References -------------------------------------------------------------------------------- */

/* The ids of all agreements, read when somebody first asks for a suggestion. */
struct stated {
    struct catalog *c;
    struct arena arena;
    VEC(str) ids;
    bool read;
};

static bool is_stated(void *user, str id)
{
    struct stated *stated = user;
    struct query q = db_query(stated->c, "SELECT 1 FROM agreement WHERE id = ? "
                                         "AND status IS NOT NULL");
    query_str(&q, id);
    bool found = query_row(&q);
    query_end(&q);
    return found;
}

static const str *all_stated(void *user, size_t *count)
{
    struct stated *stated = user;
    if (!stated->read) {
        struct query q = db_query(stated->c, "SELECT id FROM agreement WHERE status IS NOT NULL "
                                             "ORDER BY id");
        while (query_row(&q))
            *VEC_PUSH(&stated->arena, &stated->ids) = query_str_at(&q, 0, &stated->arena);
        stated->read = true;
    }
    *count = stated->ids.len;
    return stated->ids.items;
}

/* What of a briefing names agreements, as far as the check looks at it. */
static struct briefing referring(struct store *s, int64_t brief)
{
    struct arena *a = &s->arena;
    VEC(struct agreement) agreements = {0};
    VEC(struct reference) links = {0};
    struct query q = db_query(s->c, "SELECT target, owner, link, file, line, col FROM reference "
                                    "WHERE brief = ? ORDER BY seq");
    query_int(&q, brief);
    while (query_row(&q)) {
        const struct reference r = {
            query_str_at(&q, 0, a),
            {query_str_at(&q, 3, a), query_size_at(&q, 4), query_size_at(&q, 5)}
        };
        int64_t link = query_int_at(&q, 2);
        if (query_null_at(&q, 1) || link < 0 || link >= LINK_KIND_COUNT) {
            *VEC_PUSH(a, &links) = r;
            continue;
        }
        struct agreement *g = VEC_PUSH(a, &agreements);
        g->id = query_str_at(&q, 1, a);
        g->links_to[link] = r;
    }
    return (struct briefing){.agreements = agreements.items,
                             .agreement_count = agreements.len,
                             .agreement_links = links.items,
                             .agreement_link_count = links.len};
}

/* A briefing's problems are its own and the references of it that lead nowhere. */
static void count_unresolved(struct store *s)
{
    struct query q =
        db_query(s->c, "SELECT b.n, b.errors + b.warnings, "
                       "(SELECT count(*) FROM diag d WHERE d.elsewhere AND d.kind = 3 "
                       "AND d.owner = b.n) AS now "
                       "FROM brief b WHERE b.n > ?1 AND b.n IN (SELECT brief FROM reference) "
                       "AND b.unresolved IS NOT (SELECT count(*) FROM diag d "
                       "WHERE d.elsewhere AND d.kind = 3 AND d.owner = b.n) ORDER BY b.n");
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
    db_execute(s->c, "DELETE FROM diag WHERE elsewhere AND kind = 3");
    struct stated stated = {.c = s->c};
    struct agreement_ids ids = {.user = &stated, .known = is_stated, .all = all_stated};
    struct query q = db_query(s->c, "SELECT DISTINCT brief FROM reference r WHERE NOT EXISTS "
                                    "(SELECT 1 FROM agreement g WHERE g.id = r.target "
                                    "AND g.status IS NOT NULL)");
    while (query_row(&q)) {
        int64_t brief = query_int_at(&q, 0);
        struct diag_list diags = {.arena = &s->arena};
        struct briefing b = referring(s, brief);
        references_check(&b, &ids, &diags);
        store_diags(s->c, DIAG_OF_REFERENCE, brief, NULL, &diags);
        arena_release(&s->arena);
    }
    query_end(&q);
    arena_release(&stated.arena);
    count_unresolved(s);
    db_set_meta(s->c, "references", 0);
    s->changed = true;
}
