#include "catalog/found.h"

#include "base/mem.h"
#include "catalog/texts.h"

/* -- Trees ------------------------------------------------------------------------------------- */

struct finder {
    struct catalog *c;
    struct arena *arena;
    struct bits all; /* every briefing */
};

static struct bits find_clause(struct finder *f, const struct clause *c);

/* What must not be found is taken out of what is. */
static struct bits find_all_parts(struct finder *f, const struct clause *c)
{
    struct bits kept = bits_make(f->arena, f->all.size);
    bits_join(&kept, &f->all);
    for (size_t i = 0; i < c->part_count && !db_stopped(f->c); i++) {
        const struct clause *part = c->parts[i];
        struct bits found = find_clause(f, part->kind == CLAUSE_NOT ? part->parts[0] : part);
        if (part->kind == CLAUSE_NOT)
            bits_drop(&kept, &found);
        else
            bits_keep(&kept, &found);
    }
    return kept;
}

static struct bits find_clause(struct finder *f, const struct clause *c)
{
    struct bits found = bits_make(f->arena, f->all.size);
    switch (c->kind) {
    case CLAUSE_TERM:
        found = find_term(f->c, c, f->all.size, f->arena);
        /* A damaged table may name what is not there. */
        bits_keep(&found, &f->all);
        break;
    case CLAUSE_ANY:
        for (size_t i = 0; i < c->part_count && !db_stopped(f->c); i++) {
            struct bits part = find_clause(f, c->parts[i]);
            bits_join(&found, &part);
        }
        break;
    case CLAUSE_NOT: {
        struct bits part = find_clause(f, c->parts[0]);
        bits_join(&found, &f->all);
        bits_drop(&found, &part);
        break;
    }
    case CLAUSE_ALL:
        return find_all_parts(f, c);
    }
    return found;
}

/* Read once for all that is searched for. */
static struct bits every_briefing(struct catalog *c)
{
    long generation = (long)db_meta(c, "generation");
    if (c->briefs.size > 0 && c->briefs_generation == generation)
        return c->briefs;
    arena_release(&c->briefs_arena);
    c->briefs = bits_make(&c->briefs_arena, db_numbers(c, "SELECT max(n) FROM brief"));
    c->briefs_generation = generation;
    struct query q = db_query(c, "SELECT n FROM brief");
    while (!db_stopped(c) && query_row(&q))
        bits_add(&c->briefs, query_size_at(&q, 0));
    query_end(&q);
    if (db_failed(c))
        c->briefs_generation = 0;
    return c->briefs;
}

void catalog_search_prepare(struct catalog *c)
{
    db_read(c);
    texts_follow(c);
    find_nothing(c);
    every_briefing(c);
    db_done(c);
}

/* -- What is kept ------------------------------------------------------------------------------ */

/* Where few were found, sorting those costs less than a walk along the order of all. */
enum { FEW = 500, FEW_IN = 200 };

static void on_found(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct catalog *c = sqlite3_user_data(context);
    sqlite3_int64 n = count == 1 ? sqlite3_value_int64(values[0]) : -1;
    sqlite3_result_int(context, n >= 0 && c->found && bits_has(&c->found->briefs, (size_t)n));
}

void found_register(struct catalog *c)
{
    sqlite3_create_function_v2(c->sql.db, "found", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, c, on_found,
                               NULL, NULL, NULL);
}

static str signature(const struct search_query *s, struct arena *a)
{
    struct buf text = {0};
    clause_print(s->query, &text);
    buf_byte(&text, s->expand ? '+' : '-');
    str copy = arena_str(a, buf_str(&text));
    buf_release(&text);
    return copy;
}

/* A tree of its own. */
static struct clause *copy(const struct clause *c, struct arena *a)
{
    struct clause *own = ARENA_NEW(a, struct clause);
    *own = *c;
    own->text = arena_str(a, c->text);
    own->date.text = own->text;
    own->parts = ARENA_ARRAY(a, struct clause *, c->part_count);
    for (size_t i = 0; i < c->part_count; i++)
        own->parts[i] = copy(c->parts[i], a);
    return own;
}

struct clause *found_meaning(struct catalog *c, const struct search_query *s, struct arena *a,
                             struct bits *entities)
{
    struct clause *query = copy(s->query, a);
    if (s->expand)
        query = search_expand(c, query, a);
    *entities = bits_make(a, db_numbers(c, "SELECT max(n) FROM entity"));
    find_entities(c, query, entities);
    return query;
}

static void find(struct catalog *c, struct found *f, const struct search_query *s)
{
    struct arena scratch = {0};
    struct finder finder = {.c = c, .arena = &scratch, .all = every_briefing(c)};
    f->query = found_meaning(c, s, &f->arena, &f->entities);
    struct bits briefs = find_clause(&finder, f->query);
    f->briefs = bits_make(&f->arena, briefs.size);
    bits_join(&f->briefs, &briefs);
    f->count = bits_count(&briefs);
    f->few = f->count <= FEW || f->count < bits_count(&finder.all) / FEW_IN;
    arena_release(&scratch);
}

struct found *found_prepare(struct catalog *c, const struct search_query *s)
{
    if (db_stopped(c))
        return NULL;
    struct found *f = mem_calloc(1, sizeof *f), *kept = c->found;
    f->asked = signature(s, &f->arena);
    f->generation = db_meta(c, "generation");
    if (kept && str_eq(kept->asked, f->asked) && kept->generation == f->generation) {
        found_free(f);
        return kept;
    }
    texts_follow(c);
    find(c, f, s);
    if (f->few)
        db_fill(c, "found", &f->briefs);
    if (db_stopped(c)) {
        /* The table may be half of it. */
        found_free(f);
        f = NULL;
    }
    found_free(kept);
    return c->found = f;
}

void found_free(struct found *f)
{
    if (f == NULL)
        return;
    arena_release(&f->arena);
    mem_free(f);
}
