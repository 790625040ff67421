#include "catalog/found.h"

#include "base/strmap.h"
#include "catalog/filtered.h"
#include "catalog/key.h"
#include "catalog/named.h"
#include "catalog/pack.h"
#include "catalog/phrases.h"
#include "catalog/sheets.h"

/* What is being looked for, and where the numbers go. */
struct seeking {
    struct finding *finding;
    struct catalog *c;
    const struct clause *t;
    const struct stretch *s;
    struct bits out;
    struct arena *arena;
};

/* -- Stretches --------------------------------------------------------------------------------- */

/* Whether what stands in each of its briefings is looked at; in a longer one, where the term
 * stands. */
static bool is_short(const struct seeking *k, size_t most)
{
    return k->s->among.size <= most;
}

/* Of briefings; of those whose topics are looked at. */
enum { SHORT = 512, SHORT_OF_TOPIC = 16384 };

/* The first number of the stretch, and the last. */
static void bind_stretch(struct query *q, const struct seeking *k)
{
    query_size(q, k->s->first);
    query_size(q, k->s->first + k->s->among.size);
}

/* Others than those of the stretch are left out. */
static void add(struct seeking *k, size_t n)
{
    bits_add(&k->out, n - k->s->first);
}

/* The first column of every row. */
static void take(struct seeking *k, struct query *q)
{
    while (!db_stopped(k->c) && query_row(q))
        add(k, query_size_at(q, 0));
    query_end(q);
}

/* -- Sources ----------------------------------------------------------------------------------- */

/* A library has few sources: each is looked at once. */
static void find_source(struct seeking *k)
{
    struct phrase phrase = phrase_of(k->t, k->arena);
    struct strmap known = {0};
    struct query q = db_query(k->c, "SELECT n, source_name, source_author FROM brief "
                                    "WHERE n BETWEEN ? AND ? AND "
                                    "(source_name IS NOT NULL OR source_author IS NOT NULL)");
    bind_stretch(&q, k);
    while (!db_stopped(k->c) && query_row(&q)) {
        str name = query_view_at(&q, 1), author = query_view_at(&q, 2);
        struct buf both = {0};
        pack_str(&both, name);
        pack_str(&both, author);
        size_t stands;
        if (!strmap_get(&known, buf_str(&both), &stands)) {
            struct arena scratch = {0};
            stands = phrase_stands_in(&phrase, name, &scratch) ||
                     phrase_stands_in(&phrase, author, &scratch);
            strmap_add(&known, k->arena, arena_str(k->arena, buf_str(&both)), stands);
            arena_release(&scratch);
        }
        buf_release(&both);
        if (stands)
            add(k, query_size_at(&q, 0));
    }
    query_end(&q);
}

/* -- Topics ------------------------------------------------------------------------------------ */

static struct named named_by(const struct clause *t)
{
    return (struct named){.text = t->text, .prefix = t->prefix, .exact = t->exact};
}

static void look_at_topics(struct seeking *k, const struct named *n, str wanted,
                           const struct query *q)
{
    struct arena scratch = {0};
    size_t count;
    str *topics = unpack_strs(query_view_at(q, 1), &scratch, &count);
    for (size_t i = 0; i < count; i++)
        if (named_is(n, wanted, topics[i], &scratch))
            add(k, query_size_at(q, 0));
    arena_release(&scratch);
}

/* Those that have the text somewhere among their topics, if there are many to look at. */
static struct bits with_text(struct seeking *k, str text)
{
    const struct stretch *s = k->s;
    struct bits all = bits_make(k->arena, s->first + s->among.size), here = s->among;
    if (is_short(k, SHORT_OF_TOPIC))
        return here;
    here = bits_make(k->arena, s->among.size);
    filtered_by_text(k->c, LIST_TOPIC, text, &all);
    for (size_t n = bits_next(&all, s->first); n < all.size; n = bits_next(&all, n + 1))
        bits_add(&here, n - s->first);
    bits_keep(&here, &s->among);
    return here;
}

static void find_topic(struct seeking *k)
{
    struct named n = named_by(k->t);
    str wanted = named_form(&n, n.text, k->arena);
    struct bits here = with_text(k, key_fold(n.text, k->arena));
    for (size_t i = bits_next(&here, 0); i < here.size && !db_stopped(k->c);
         i = bits_next(&here, i + 1)) {
        struct query q = db_query(k->c, "SELECT n, topics FROM brief WHERE n = ?");
        query_size(&q, k->s->first + i);
        if (query_row(&q))
            look_at_topics(k, &n, wanted, &q);
        query_end(&q);
    }
}

/* -- Entities, agreements, dates --------------------------------------------------------------- */

/* Looked up once, however many stretches are asked. */
static struct finding_named *named_of(struct seeking *k)
{
    struct finding *f = k->finding;
    for (size_t i = 0; i < f->named.len; i++)
        if (f->named.items[i].term == k->t)
            return &f->named.items[i];
    struct named n = named_by(k->t);
    struct finding_named *named = VEC_PUSH(f->arena, &f->named);
    *named = (struct finding_named){.term = k->t};
    named->entities = named_entities(k->c, &n, f->arena);
    return named;
}

/* The briefings of a stretch and their entities. */
static void find_named_there(struct seeking *k, const char *sql)
{
    const struct finding_named *named = named_of(k);
    struct query q = db_query(k->c, sql);
    bind_stretch(&q, k);
    while (!db_stopped(k->c) && query_row(&q))
        if (bits_has(&named->entities, query_size_at(&q, 1)))
            add(k, query_size_at(&q, 0));
    query_end(&q);
}

/* The briefings of one entity. */
static void find_named_anywhere(struct seeking *k, const char *sql)
{
    struct finding_named *named = named_of(k);
    const struct bits *entities = &named->entities;
    if (named->briefs.size == 0) {
        named->briefs = bits_make(k->finding->arena, db_numbers(k->c, "SELECT max(n) FROM brief"));
        for (size_t e = bits_next(entities, 0); e < entities->size;
             e = bits_next(entities, e + 1)) {
            struct query q = db_query(k->c, sql);
            query_size(&q, e);
            while (!db_stopped(k->c) && query_row(&q))
                bits_add(&named->briefs, query_size_at(&q, 0));
            query_end(&q);
        }
    }
    for (size_t n = bits_next(&named->briefs, k->s->first);
         n < named->briefs.size && n - k->s->first < k->s->among.size;
         n = bits_next(&named->briefs, n + 1))
        add(k, n);
}

static void find_entity(struct seeking *k)
{
    if (is_short(k, SHORT))
        find_named_there(k, "SELECT brief, entity FROM brief_entity WHERE brief BETWEEN ? AND ? "
                            "AND mentions > 0");
    else
        find_named_anywhere(k, "SELECT brief FROM brief_entity WHERE entity = ? AND mentions > 0");
}

static void find_party(struct seeking *k)
{
    if (is_short(k, SHORT))
        find_named_there(k, "SELECT t.brief, e.n FROM entry t CROSS JOIN agreement_party p "
                            "ON p.agreement = t.agreement CROSS JOIN entity e ON e.id = p.party "
                            "WHERE t.brief BETWEEN ? AND ?");
    else
        find_named_anywhere(k, "SELECT t.brief FROM entity e CROSS JOIN agreement_party p "
                               "ON p.party = e.id CROSS JOIN entry t "
                               "ON t.agreement = p.agreement WHERE e.n = ?");
}

void find_entities(struct catalog *c, const struct clause *query, struct bits *entities)
{
    if (query->kind == CLAUSE_TERM && query->field == TERM_ENTITY) {
        struct arena scratch = {0};
        struct named n = named_by(query);
        struct bits named = named_entities(c, &n, &scratch);
        bits_join(entities, &named);
        arena_release(&scratch);
    }
    for (size_t i = 0; query->kind != CLAUSE_NOT && i < query->part_count; i++)
        find_entities(c, query->parts[i], entities);
}

/* Of one sheet those that mention one of the definitions. */
static void look_into_sheet(struct seeking *k, const struct sheet *sheet,
                            const struct bits *definitions)
{
    size_t from = sheet->first > k->s->first ? sheet->first - k->s->first : 0;
    for (size_t i = bits_next(&k->s->among, from); i < k->s->among.size;
         i = bits_next(&k->s->among, i + 1)) {
        size_t row = k->s->first + i - sheet->first;
        if (row >= SHEET_ROWS)
            break;
        if (sheet_lists_any(sheet, row, definitions))
            bits_add(&k->out, i);
    }
}

/* One type under the definitions of the briefings; an untyped entity counts as `other`. */
static void find_type(struct seeking *k)
{
    const struct stretch *s = k->s;
    struct bits definitions =
        bits_make(k->arena, db_numbers(k->c, "SELECT max(n) FROM definition"));
    struct query q = db_query(k->c, "SELECT n FROM definition WHERE type = ? OR type = ?");
    query_int(&q, k->t->type);
    query_int(&q, k->t->type == ENTITY_OTHER ? ENTITY_UNTYPED : k->t->type);
    while (!db_stopped(k->c) && query_row(&q))
        bits_add(&definitions, query_size_at(&q, 0));
    q = db_query(k->c, "SELECT n, texts FROM brief_sheet WHERE n BETWEEN ? AND ?");
    query_size(&q, s->first / SHEET_ROWS);
    query_size(&q, (s->first + s->among.size) / SHEET_ROWS);
    struct sheet sheet;
    while (!db_stopped(k->c) && query_row(&q))
        if (sheet_open(&sheet, query_size_at(&q, 0), query_view_at(&q, 1)))
            look_into_sheet(k, &sheet, &definitions);
    query_end(&q);
}

static void find_date(struct seeking *k)
{
    const struct date *d = &k->t->date;
    struct query q =
        db_query(k->c, is_short(k, SHORT) ? "SELECT n FROM brief NOT INDEXED "
                                            "WHERE lower <= ? AND upper >= ? AND n BETWEEN ? AND ?"
                                          : "SELECT n FROM brief WHERE lower <= ? AND upper >= ?");
    query_int(&q, d->last == DATE_DAY ? d->latest : INT64_MAX);
    query_int(&q, d->first == DATE_DAY ? d->earliest : INT64_MIN);
    if (is_short(k, SHORT))
        bind_stretch(&q, k);
    take(k, &q);
}

static void find_status(struct seeking *k)
{
    struct query q =
        db_query(k->c, is_short(k, SHORT) ? "SELECT e.brief FROM entry e CROSS JOIN agreement a "
                                            "ON a.n = e.agreement WHERE a.status = ? "
                                            "AND e.brief BETWEEN ? AND ?"
                                          : "SELECT e.brief FROM agreement a CROSS JOIN entry e "
                                            "ON e.agreement = a.n WHERE a.status = ?");
    query_int(&q, k->t->status);
    if (is_short(k, SHORT))
        bind_stretch(&q, k);
    take(k, &q);
}

enum price find_term_price(struct finding *f, const struct clause *t)
{
    switch (t->field) {
    case TERM_TEXT:
    case TERM_TITLE:
        return find_words_price(f, t);
    case TERM_SOURCE:
    case TERM_TOPIC:
    case TERM_TYPE:
        return WALKED;
    default:
        return CHEAP;
    }
}

struct bits find_term(struct finding *f, const struct clause *t, const struct stretch *s,
                      struct arena *a)
{
    struct seeking k = {.finding = f, .c = f->c, .t = t, .s = s, .arena = a};
    if (t->field == TERM_TEXT || t->field == TERM_TITLE)
        return find_words(f, t, s, a);
    k.out = bits_make(a, s->among.size);
    switch (t->field) {
    case TERM_SOURCE:
        find_source(&k);
        break;
    case TERM_TOPIC:
        find_topic(&k);
        break;
    case TERM_ENTITY:
        find_entity(&k);
        break;
    case TERM_PARTY:
        find_party(&k);
        break;
    case TERM_TYPE:
        find_type(&k);
        break;
    case TERM_STATUS:
        find_status(&k);
        break;
    case TERM_DATE:
        find_date(&k);
        break;
    default:
        break;
    }
    return k.out;
}
