#include "catalog/found.h"

#include "catalog/key.h"
#include "catalog/named.h"
#include "catalog/pack.h"
#include "text/unicode.h"
#include "text/utf8.h"

enum { RUN_MAX = 5 }; /* words that may name an entity together */

typedef VEC(struct clause *) clause_list;

struct expansion {
    struct catalog *c;
    struct arena *arena;
};

static bool is_plain(const struct clause *c)
{
    return c->kind == CLAUSE_TERM && c->field == TERM_TEXT && !c->prefix && !c->exact;
}

/* -- Names ------------------------------------------------------------------------------------- */

static bool is_searchable(str name)
{
    bool searchable = utf8_valid(name);
    for (size_t at = 0; searchable && at < name.len;) {
        uint32_t c;
        at += utf8_decode(name, at, &c, NULL);
        if (unicode_is_word(c))
            return true;
    }
    return false;
}

/* Unless it is there already, but for case and diacritics. */
static void add_name(struct expansion *x, clause_list *terms, str name, size_t at)
{
    str folded = key_fold(name, x->arena);
    if (!is_searchable(name))
        return;
    for (size_t i = 0; i < terms->len; i++)
        if (is_plain(terms->items[i]) && str_eq(key_fold(terms->items[i]->text, x->arena), folded))
            return;
    struct clause *t = ARENA_NEW(x->arena, struct clause);
    *t = (struct clause){.kind = CLAUSE_TERM, .at = at, .text = arena_str(x->arena, name)};
    *VEC_PUSH(x->arena, terms) = t;
}

static void add_names(struct expansion *x, clause_list *terms, int64_t entity, size_t at)
{
    struct query q = db_query(x->c, "SELECT name, aliases FROM definition WHERE entity = ? "
                                    "ORDER BY n");
    query_int(&q, entity);
    while (query_row(&q)) {
        size_t count;
        str *aliases = unpack_strs(query_view_at(&q, 1), x->arena, &count);
        add_name(x, terms, query_view_at(&q, 0), at);
        for (size_t i = 0; i < count; i++)
            add_name(x, terms, aliases[i], at);
    }
    query_end(&q);
}

static struct clause *node(struct expansion *x, enum clause_kind kind, struct clause *const *parts,
                           size_t count)
{
    if (count <= 1)
        return count == 1 ? parts[0] : NULL;
    struct clause *c = ARENA_NEW(x->arena, struct clause);
    *c = (struct clause){.kind = kind, .at = parts[0]->at, .part_count = count};
    c->parts = ARENA_ARRAY(x->arena, struct clause *, count);
    for (size_t i = 0; i < count; i++)
        c->parts[i] = parts[i];
    return c;
}

/* What the words of the run find, or another name of an entity that they name; NULL if they name
 * none. */
static struct clause *expand_run(struct expansion *x, struct clause *const *run, size_t count)
{
    struct buf text = {0};
    for (size_t i = 0; i < count; i++) {
        buf_append(&text, i > 0 ? STR(" ") : STR(""));
        buf_append(&text, run[i]->text);
    }
    struct named n = {.text = arena_str(x->arena, buf_str(&text))};
    buf_release(&text);
    struct bits entities = named_entities(x->c, &n, x->arena);
    clause_list terms = {0};
    *VEC_PUSH(x->arena, &terms) = node(x, CLAUSE_ALL, run, count);
    size_t first = bits_next(&entities, 0);
    for (size_t e = first; e < entities.size; e = bits_next(&entities, e + 1))
        add_names(x, &terms, (int64_t)e, run[0]->at);
    return first < entities.size ? node(x, CLAUSE_ANY, terms.items, terms.len) : NULL;
}

/* -- Trees ------------------------------------------------------------------------------------- */

static struct clause *expand(struct expansion *x, struct clause *c);

/* The longest run that begins with the first of `parts`: its length goes to *taken. */
static struct clause *expand_first(struct expansion *x, struct clause *const *parts, size_t count,
                                   size_t *taken)
{
    size_t most = 0;
    while (most < count && most < RUN_MAX && is_plain(parts[most]))
        most++;
    for (*taken = most; *taken > 0 && !db_stopped(x->c); --*taken) {
        struct clause *expanded = expand_run(x, parts, *taken);
        if (expanded != NULL)
            return expanded;
    }
    *taken = 1;
    return most > 0 ? parts[0] : expand(x, parts[0]);
}

static struct clause *expand(struct expansion *x, struct clause *c)
{
    clause_list parts = {0};
    size_t taken;
    if (c->kind == CLAUSE_TERM)
        return is_plain(c) ? expand_first(x, &c, 1, &taken) : c;
    for (size_t i = 0; i < c->part_count; i += taken) {
        size_t run = c->kind == CLAUSE_ALL ? c->part_count - i : 1;
        *VEC_PUSH(x->arena, &parts) = expand_first(x, c->parts + i, run, &taken);
    }
    if (c->kind != CLAUSE_NOT)
        return node(x, c->kind, parts.items, parts.len);
    struct clause *not = ARENA_NEW(x->arena, struct clause);
    *not = *c;
    not ->parts = parts.items;
    return not ;
}

struct clause *search_expand(struct catalog *c, struct clause *query, struct arena *a)
{
    struct expansion x = {.c = c, .arena = a};
    return expand(&x, query);
}
