#include "catalog/found.h"

#include "catalog/fulltext.h"
#include "catalog/newest.h"
#include "catalog/texts.h"

/* -- Trees ------------------------------------------------------------------------------------- */

enum price find_price(struct finding *f, const struct clause *query)
{
    enum price price = CHEAP;
    if (query->kind == CLAUSE_TERM)
        return find_term_price(f, query);
    for (size_t i = 0; i < query->part_count; i++) {
        enum price part = find_price(f, query->parts[i]);
        price = part > price ? part : price;
    }
    return price;
}

/* What must not be found is taken out of what is. */
static void keep_part(struct finding *f, const struct clause *part, struct stretch *left,
                      struct arena *a)
{
    bool unwanted = part->kind == CLAUSE_NOT;
    struct bits found = find_clause(f, unwanted ? part->parts[0] : part, left, a);
    if (unwanted)
        bits_drop(&left->among, &found);
    else
        bits_keep(&left->among, &found);
}

static struct bits find_all_parts(struct finding *f, const struct clause *c,
                                  const struct stretch *s, struct arena *a)
{
    struct stretch left = {s->first, bits_make(a, s->among.size)};
    bits_join(&left.among, &s->among);
    for (int price = CHEAP; price < PRICES; price++)
        for (size_t i = 0; i < c->part_count && !db_stopped(f->c); i++)
            if (find_price(f, c->parts[i]) == (enum price)price &&
                bits_next(&left.among, 0) < left.among.size)
                keep_part(f, c->parts[i], &left, a);
    return left.among;
}

struct bits find_clause(struct finding *f, const struct clause *c, const struct stretch *s,
                        struct arena *a)
{
    struct bits found = bits_make(a, s->among.size);
    switch (c->kind) {
    case CLAUSE_TERM:
        found = find_term(f, c, s, a);
        /* A damaged table may name what is not there. */
        bits_keep(&found, &s->among);
        break;
    case CLAUSE_ANY:
        for (size_t i = 0; i < c->part_count && !db_stopped(f->c); i++) {
            struct bits part = find_clause(f, c->parts[i], s, a);
            bits_join(&found, &part);
        }
        break;
    case CLAUSE_NOT: {
        struct bits part = find_clause(f, c->parts[0], s, a);
        bits_join(&found, &s->among);
        bits_drop(&found, &part);
        break;
    }
    case CLAUSE_ALL:
        return find_all_parts(f, c, s, a);
    }
    return found;
}

void catalog_search_prepare(struct catalog *c)
{
    db_read(c);
    texts_follow(c);
    find_nothing(c);
    newest_all(c);
    db_done(c);
}

void catalog_search_ahead(struct catalog *c)
{
    db_read(c);
    texts_follow(c);
    fulltext_lengths(c);
    db_done(c);
}

/* -- What is kept ------------------------------------------------------------------------------ */

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
    struct finding finding = {.c = c, .arena = &scratch};
    const struct stretch all = {0, newest_all(c)->all};
    f->query = found_meaning(c, s, &f->memo.arena, &f->entities);
    struct bits briefs = find_clause(&finding, f->query, &all, &scratch);
    f->briefs = bits_make(&f->memo.arena, briefs.size);
    bits_join(&f->briefs, &briefs);
    f->count = bits_count(&briefs);
    arena_release(&scratch);
}

struct found *found_known(struct catalog *c, const struct search_query *s)
{
    struct arena a = {0};
    struct found *f = db_stopped(c) ? NULL : memo_known(c, MEMO_FOUND, signature(s, &a));
    arena_release(&a);
    return f;
}

struct found *found_prepare(struct catalog *c, const struct search_query *s)
{
    struct found *f = found_known(c, s);
    if (f != NULL || db_stopped(c))
        return f;
    struct arena a = {0};
    f = memo_make(c, MEMO_FOUND, sizeof *f, signature(s, &a));
    texts_follow(c);
    find(c, f, s);
    arena_release(&a);
    return memo_keep(c, MEMO_FOUND, f);
}
