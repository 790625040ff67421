/* How what was found falls into types, topics, years and entities: one pass over its rows. */
#include "catalog/found.h"

#include "base/strmap.h"
#include "catalog/key.h"
#include "catalog/named.h"
#include "catalog/pack.h"
#include "catalog/sheet_reader.h"

#include <stdlib.h>

enum { SPAN_YEARS = 50 }; /* a date that may lie in more of them makes no years of its own */

struct years {
    int64_t first, last;
};

struct topic {
    str folded, name; /* the first of its forms by bytes */
    size_t briefings, last;
};

struct counting {
    struct catalog *c;
    const struct found *f;
    struct arena scratch;
    size_t *entities, *last; /* by number: briefings, and the last one counted (and one) */
    size_t entity_size;
    struct {
        unsigned char type;
        size_t entity;
    } * definitions; /* by number */
    size_t definition_size;
    size_t by_type[ENTITY_TYPE_COUNT], last_by_type[ENTITY_TYPE_COUNT];
    VEC(struct topic) topics;
    struct strmap topic_numbers, topic_forms; /* folded; as they are written */
    VEC(struct years) spans;                  /* of each briefing that has a date */
    VEC(struct {
        int64_t year;
        size_t briefings;
    })
    years; /* sorted at last */
};

/* -- Entities and types ------------------------------------------------------------------------ */

static void count_mention(struct counting *k, size_t brief, size_t definition)
{
    if (definition >= k->definition_size)
        return;
    size_t entity = k->definitions[definition].entity;
    if (entity < k->entity_size && k->last[entity] != brief + 1) {
        k->last[entity] = brief + 1;
        k->entities[entity]++;
    }
    unsigned char type = k->definitions[definition].type;
    if (type == ENTITY_UNTYPED)
        type = ENTITY_OTHER;
    if (k->last_by_type[type] != brief + 1) {
        k->last_by_type[type] = brief + 1;
        k->by_type[type]++;
    }
}

static void load_definitions(struct counting *k)
{
    k->entity_size = db_numbers(k->c, "SELECT max(n) FROM entity");
    k->entities = ARENA_ARRAY(&k->scratch, size_t, k->entity_size);
    k->last = ARENA_ARRAY(&k->scratch, size_t, k->entity_size);
    k->definition_size = db_numbers(k->c, "SELECT max(n) FROM definition");
    k->definitions = arena_alloc(&k->scratch, k->definition_size, sizeof *k->definitions);
    struct query q = db_query(k->c, "SELECT n, type, entity FROM definition");
    while (!db_stopped(k->c) && query_row(&q)) {
        size_t n = query_size_at(&q, 0);
        if (n >= k->definition_size)
            continue;
        k->definitions[n].type = (unsigned char)query_enum_at(&q, 1, ENTITY_TYPE_COUNT);
        k->definitions[n].entity = query_size_at(&q, 2);
    }
    query_end(&q);
}

/* Of those that are found, and stand in one sheet. */
static void count_sheet(struct counting *k, const struct sheet *s)
{
    const struct bits *briefs = &k->f->briefs;
    for (size_t n = bits_next(briefs, s->first); n < briefs->size && n < s->first + SHEET_ROWS;
         n = bits_next(briefs, n + 1)) {
        size_t at = 0;
        uint64_t definition;
        for (str list = sheet_list(s, n - s->first); unpack_number(list, &at, &definition);)
            count_mention(k, n, (size_t)definition);
    }
}

static void count_mentions(struct counting *k)
{
    const struct bits *briefs = &k->f->briefs;
    load_definitions(k);
    struct sheet_reader r = sheet_reader(k->c, SHEETS_OF_BRIEFS);
    for (size_t n = bits_next(briefs, 0); n < briefs->size && !db_stopped(k->c);) {
        size_t number = n / SHEET_ROWS;
        const struct sheet *sheet = sheet_numbered(&r, number);
        if (sheet != NULL)
            count_sheet(k, sheet);
        n = bits_next(briefs, (number + 1) * SHEET_ROWS);
    }
    sheet_reader_end(&r);
}

/* -- Topics and years -------------------------------------------------------------------------- */

/* The number of a topic, whatever the form in which it is written. */
static size_t topic_number(struct counting *k, str name)
{
    struct arena *a = &k->scratch;
    size_t number;
    if (strmap_get(&k->topic_forms, name, &number))
        return number;
    str folded = key_fold(name, a), form = arena_str(a, name);
    number = k->topics.len;
    if (strmap_add(&k->topic_numbers, a, folded, number))
        *VEC_PUSH(a, &k->topics) = (struct topic){.folded = folded, .name = form};
    else
        strmap_get(&k->topic_numbers, folded, &number);
    strmap_add(&k->topic_forms, a, form, number);
    struct topic *t = &k->topics.items[number];
    if (str_cmp(form, t->name) < 0)
        t->name = form;
    return number;
}

static void count_topic(struct counting *k, size_t brief, str name)
{
    size_t number = topic_number(k, name);
    struct topic *t = &k->topics.items[number];
    if (t->last != brief + 1)
        t->briefings++;
    t->last = brief + 1;
}

static void count_row(struct counting *k, const struct query *q)
{
    size_t at = 0, brief = query_size_at(q, 0);
    str packed = query_view_at(q, 1), topic;
    if (!bits_has(&k->f->briefs, brief))
        return;
    while (unpack_str(packed, &at, &topic))
        count_topic(k, brief, topic);
    if (!query_null_at(q, 2))
        *VEC_PUSH(&k->scratch, &k->spans) = (struct years){query_int_at(q, 2), query_int_at(q, 3)};
}

/* To step through all of them takes a third of what it takes to look each up. */
static void count_rows(struct counting *k)
{
    enum { ONE_IN = 3 };
    const struct bits *briefs = &k->f->briefs;
    size_t longest = k->f->count > briefs->size / ONE_IN ? briefs->size : 1;
    for (size_t n = bits_next(briefs, 0); n < briefs->size && !db_stopped(k->c);
         n = bits_next(briefs, n + longest)) {
        struct query q = db_query(k->c, "SELECT n, topics, year_first, year_last FROM brief "
                                        "WHERE n BETWEEN ? AND ?");
        query_size(&q, n);
        query_size(&q, n + longest - 1);
        while (!db_stopped(k->c) && query_row(&q))
            count_row(k, &q);
        query_end(&q);
    }
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Ends that are not known are the farthest that there are. */
static bool names_years(const struct years *s)
{
    return s->first != INT64_MIN && s->last != INT64_MAX && s->last - s->first < SPAN_YEARS;
}

/* Each year that a date names, and in each of them all dates that may lie there. */
static void count_years(struct counting *k)
{
    VEC(int64_t) named = {0};
    for (size_t i = 0; i < k->spans.len; i++) {
        const struct years *s = &k->spans.items[i];
        for (int64_t year = s->first; names_years(s) && year <= s->last; year++)
            *VEC_PUSH(&k->scratch, &named) = year;
    }
    if (named.len > 0)
        qsort(named.items, named.len, sizeof *named.items, by_number);
    for (size_t i = 0; i < named.len; i++) {
        if (i == 0 || named.items[i] != named.items[i - 1])
            VEC_PUSH(&k->scratch, &k->years)->year = named.items[i];
        k->years.items[k->years.len - 1].briefings++;
    }
    for (size_t i = 0; i < k->spans.len && !db_stopped(k->c); i++) {
        const struct years *s = &k->spans.items[i];
        if (names_years(s))
            continue;
        for (size_t y = 0; y < k->years.len; y++)
            k->years.items[y].briefings +=
                s->first <= k->years.items[y].year && k->years.items[y].year <= s->last;
    }
}

/* -- Rows -------------------------------------------------------------------------------------- */

struct rows {
    struct arena *arena;
    VEC(struct search_facet_row) list;
};

static str term_text(enum term_field field, str value, bool exact, struct arena *a)
{
    struct buf out = {0};
    const struct clause t = {.kind = CLAUSE_TERM, .field = field, .text = value, .exact = exact};
    clause_print(&t, &out);
    str text = arena_str(a, buf_str(&out));
    buf_release(&out);
    return text;
}

static int most_first(const void *a, const void *b)
{
    const struct search_facet_row *x = a, *y = b;
    if (x->briefings != y->briefings)
        return x->briefings > y->briefings ? -1 : 1;
    int order = str_cmp(x->name, y->name);
    return order != 0 ? order : str_cmp(x->term, y->term);
}

static struct search_facet_rows finish(struct rows *r, size_t limit, bool sort)
{
    struct search_facet_rows out = {.rows = r->list.items, .count = r->list.len};
    if (sort && out.count > 0)
        qsort(out.rows, out.count, sizeof *out.rows, most_first);
    out.more = out.count > limit;
    if (out.more)
        out.count = limit;
    return out;
}

static struct search_facet_rows type_rows(struct counting *k, size_t limit, struct arena *a)
{
    struct rows r = {.arena = a};
    for (int i = ENTITY_UNTYPED + 1; i < ENTITY_TYPE_COUNT; i++) {
        enum entity_type type = (enum entity_type)i;
        if (k->by_type[i] > 0)
            *VEC_PUSH(a, &r.list) = (struct search_facet_row){
                .term = term_text(TERM_TYPE, str_of(entity_type_name(type)), false, a),
                .name = str_of(entity_type_plural(type)),
                .type = type,
                .briefings = k->by_type[i]};
    }
    return finish(&r, limit, true);
}

static struct search_facet_rows topic_rows(struct counting *k, size_t limit, struct arena *a)
{
    struct rows r = {.arena = a};
    for (size_t i = 0; i < k->topics.len; i++) {
        const struct topic *t = &k->topics.items[i];
        *VEC_PUSH(a, &r.list) =
            (struct search_facet_row){.term = term_text(TERM_TOPIC, t->name, false, a),
                                      .name = arena_str(a, t->name),
                                      .briefings = t->briefings};
    }
    return finish(&r, limit, true);
}

static struct search_facet_rows year_rows(struct counting *k, size_t limit, struct arena *a)
{
    enum { MONTH_AND_DAY = 6 };
    struct rows r = {.arena = a};
    for (size_t i = k->years.len; i > 0; i--) {
        str day =
            date_day_text(date_from_civil((struct civil){k->years.items[i - 1].year, 1, 1}), a);
        str year = str_sub(day, 0, day.len - MONTH_AND_DAY);
        *VEC_PUSH(a, &r.list) =
            (struct search_facet_row){.term = term_text(TERM_DATE, year, false, a),
                                      .name = year,
                                      .briefings = k->years.items[i - 1].briefings};
    }
    return finish(&r, limit, false);
}

static int greatest_first(const void *a, const void *b)
{
    return -by_number(a, b);
}

/* The least count that can be among the first `limit`. */
static size_t threshold(struct counting *k, size_t limit)
{
    VEC(int64_t) counts = {0};
    for (size_t e = 0; e < k->entity_size; e++)
        if (k->entities[e] > 0)
            *VEC_PUSH(&k->scratch, &counts) = (int64_t)k->entities[e];
    if (counts.len <= limit)
        return 1;
    qsort(counts.items, counts.len, sizeof *counts.items, greatest_first);
    return (size_t)counts.items[limit];
}

/* Where others are called like its id, the id has to be meant exactly. */
static str entity_term(struct counting *k, str id, struct arena *a)
{
    struct arena scratch = {0};
    const struct named n = {.text = id};
    struct bits called = named_entities(k->c, &n, &scratch);
    str term = term_text(TERM_ENTITY, id, bits_count(&called) > 1, a);
    arena_release(&scratch);
    return term;
}

static struct search_facet_rows entity_rows(struct counting *k, size_t limit, struct arena *a)
{
    struct rows r = {.arena = a};
    size_t least = threshold(k, limit);
    for (size_t e = 0; e < k->entity_size && !db_stopped(k->c); e++) {
        if (k->entities[e] < least)
            continue;
        struct query q = db_query(k->c, "SELECT e.id, d.name, d.type FROM entity e JOIN "
                                        "definition d ON d.n = e.definition WHERE e.n = ?");
        query_size(&q, e);
        if (query_row(&q))
            *VEC_PUSH(a, &r.list) = (struct search_facet_row){
                .term = query_str_at(&q, 0, a),
                .name = query_str_at(&q, 1, a),
                .type = (enum entity_type)query_enum_at(&q, 2, ENTITY_TYPE_COUNT),
                .briefings = k->entities[e]};
        query_end(&q);
    }
    struct search_facet_rows out = finish(&r, limit, true);
    for (size_t i = 0; i < out.count; i++)
        out.rows[i].term = entity_term(k, out.rows[i].term, a);
    return out;
}

struct err catalog_search_facets(struct catalog *c, const struct search_query *s, size_t limit,
                                 struct arena *a, struct search_facet_rows facets[SEARCH_FACETS])
{
    db_read(c);
    struct counting k = {.c = c, .f = found_prepare(c, s)};
    for (int i = 0; i < SEARCH_FACETS; i++)
        facets[i] = (struct search_facet_rows){0};
    if (k.f != NULL) {
        count_rows(&k);
        count_years(&k);
        count_mentions(&k);
        facets[SEARCH_TYPES] = type_rows(&k, limit, a);
        facets[SEARCH_TOPICS] = topic_rows(&k, limit, a);
        facets[SEARCH_YEARS] = year_rows(&k, limit, a);
        facets[SEARCH_ENTITIES] = entity_rows(&k, limit, a);
    }
    arena_release(&k.scratch);
    return db_done(c);
}
