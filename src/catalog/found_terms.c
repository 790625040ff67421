#include "catalog/found.h"

#include "base/strmap.h"
#include "catalog/filtered.h"
#include "catalog/fulltext.h"
#include "catalog/key.h"
#include "catalog/named.h"
#include "catalog/pack.h"
#include "catalog/phrases.h"
#include "catalog/texts.h"
#include "text/utf8.h"

/* What is being looked for, and where the numbers go. */
struct seeking {
    struct catalog *c;
    const struct clause *t;
    struct bits *out;
    struct arena *arena;
};

/* The first column of every row. */
static void take(struct seeking *k, struct query *q)
{
    while (!db_stopped(k->c) && query_row(q))
        bits_add(k->out, query_size_at(q, 0));
    query_end(q);
}

/* -- Full text --------------------------------------------------------------------------------- */

static bool is_letter(const struct word *w)
{
    return w->text.len > 0 && utf8_next(w->text, 0) == w->text.len;
}

void match_append(struct buf *out, const char *columns, str text, bool prefix)
{
    buf_append(out, str_of(columns));
    buf_append(out, *columns != '\0' ? STR(" : \"") : STR("\""));
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, text.ptr[i]);
    }
    buf_append(out, prefix ? STR("\" *") : STR("\""));
}

bool found_texts(struct catalog *c, int64_t n, struct arena *a, struct found_texts *texts)
{
    *texts = (struct found_texts){0};
    struct query q = db_query(c, "SELECT title, summary FROM brief WHERE n = ?");
    query_int(&q, n);
    bool there = query_row(&q);
    if (there) {
        texts->title = query_str_at(&q, 0, a);
        texts->summary = query_str_at(&q, 1, a);
    }
    query_end(&q);
    if (there)
        texts->body = fulltext_body(c, n, a);
    return there;
}

static const char matching[] = "SELECT rowid FROM fulltext WHERE fulltext MATCH ?";

void find_nothing(struct catalog *c)
{
    struct query q = texts_query(c, matching);
    query_str(&q, STR("\"\""));
    query_row(&q);
    query_end(&q);
    texts_done(c);
}

static bool stands_in_one(struct seeking *k, const struct phrase *phrase, int64_t n)
{
    struct arena scratch = {0};
    struct found_texts texts;
    bool found = found_texts(k->c, n, &scratch, &texts) &&
                 (phrase_stands_in(phrase, texts.title, &scratch) ||
                  (k->t->field == TERM_TEXT && (phrase_stands_in(phrase, texts.summary, &scratch) ||
                                                phrase_stands_in(phrase, texts.body, &scratch))));
    arena_release(&scratch);
    return found;
}

/* The index knows words without case and diacritics, and of a letter that begins a word only where
 * it does so first: in both cases the texts themselves decide. */
static void find_words(struct seeking *k)
{
    struct buf match = {0};
    struct phrase phrase = phrase_of(k->t, k->arena);
    str text = k->t->text;
    bool prefix = k->t->prefix, sure = !k->t->exact;
    if (prefix && phrase.count > 1 && is_letter(&phrase.words[phrase.count - 1])) {
        text = str_sub(text, 0, phrase.words[phrase.count - 1].start);
        prefix = sure = false;
    }
    match_append(&match, k->t->field == TERM_TITLE ? "{title}" : "{title summary body}", text,
                 prefix);
    struct query q = texts_query(k->c, matching);
    query_str(&q, buf_str(&match));
    if (sure)
        take(k, &q);
    while (!db_stopped(k->c) && query_row(&q))
        if (stands_in_one(k, &phrase, query_int_at(&q, 0)))
            bits_add(k->out, query_size_at(&q, 0));
    query_end(&q);
    texts_done(k->c);
    buf_release(&match);
}

/* -- Sources ----------------------------------------------------------------------------------- */

/* A library has few sources: each is looked at once. */
static void find_source(struct seeking *k)
{
    struct phrase phrase = phrase_of(k->t, k->arena);
    struct strmap known = {0};
    struct query q = db_query(k->c, "SELECT n, source_name, source_author FROM brief "
                                    "WHERE source_name IS NOT NULL OR source_author IS NOT NULL");
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
            bits_add(k->out, query_size_at(&q, 0));
    }
    query_end(&q);
}

/* -- Topics ------------------------------------------------------------------------------------ */

static struct named named_by(const struct clause *t)
{
    return (struct named){.text = t->text, .prefix = t->prefix, .exact = t->exact};
}

static void find_topic(struct seeking *k)
{
    struct named n = named_by(k->t);
    str wanted = named_form(&n, n.text, k->arena);
    struct bits briefs = bits_make(k->arena, k->out->size);
    filtered_by_text(k->c, LIST_TOPIC, key_fold(n.text, k->arena), &briefs);
    for (size_t b = bits_next(&briefs, 0); b < briefs.size && !db_stopped(k->c);
         b = bits_next(&briefs, b + 1)) {
        struct arena scratch = {0};
        size_t count = 0;
        struct query q = db_query(k->c, "SELECT topics FROM brief WHERE n = ?");
        query_size(&q, b);
        str *topics = query_row(&q) ? unpack_strs(query_view_at(&q, 0), &scratch, &count) : NULL;
        for (size_t i = 0; i < count; i++)
            if (named_is(&n, wanted, topics[i], &scratch))
                bits_add(k->out, b);
        query_end(&q);
        arena_release(&scratch);
    }
}

/* -- Entities, agreements, dates --------------------------------------------------------------- */

/* What the statement gives for each entity that is called so. */
static void find_named(struct seeking *k, const char *sql)
{
    struct named n = named_by(k->t);
    struct bits entities = named_entities(k->c, &n, k->arena);
    for (size_t e = bits_next(&entities, 0); e < entities.size; e = bits_next(&entities, e + 1)) {
        struct query q = db_query(k->c, sql);
        query_size(&q, e);
        take(k, &q);
    }
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

/* One type under the definitions of the briefings; an untyped entity counts as `other`. */
static void find_type(struct seeking *k)
{
    struct query q = db_query(
        k->c, "SELECT e.brief FROM "
              "(SELECT DISTINCT entity FROM definition WHERE type = ?1 OR type = ?2) d CROSS JOIN "
              "brief_entity e INDEXED BY brief_entity_seen ON e.entity = d.entity "
              "AND e.mentions > 0 WHERE e.definition IN "
              "(SELECT n FROM definition WHERE type = ?1 OR type = ?2)");
    query_int(&q, k->t->type);
    query_int(&q, k->t->type == ENTITY_OTHER ? ENTITY_UNTYPED : k->t->type);
    take(k, &q);
}

static void find_date(struct seeking *k)
{
    const struct date *d = &k->t->date;
    struct query q = db_query(k->c, "SELECT n FROM brief WHERE lower <= ? AND upper >= ?");
    query_int(&q, d->last == DATE_DAY ? d->latest : INT64_MAX);
    query_int(&q, d->first == DATE_DAY ? d->earliest : INT64_MIN);
    take(k, &q);
}

static void find_status(struct seeking *k)
{
    struct query q = db_query(k->c, "SELECT e.brief FROM agreement a CROSS JOIN entry e "
                                    "ON e.agreement = a.n WHERE a.status = ?");
    query_int(&q, k->t->status);
    take(k, &q);
}

struct bits find_term(struct catalog *c, const struct clause *t, size_t size, struct arena *a)
{
    struct bits out = bits_make(a, size);
    struct seeking k = {.c = c, .t = t, .out = &out, .arena = a};
    switch (t->field) {
    case TERM_TEXT:
    case TERM_TITLE:
        find_words(&k);
        break;
    case TERM_SOURCE:
        find_source(&k);
        break;
    case TERM_TOPIC:
        find_topic(&k);
        break;
    case TERM_ENTITY:
        find_named(&k, "SELECT brief FROM brief_entity WHERE entity = ? AND mentions > 0");
        break;
    case TERM_PARTY:
        find_named(&k, "SELECT t.brief FROM entity e CROSS JOIN agreement_party p "
                       "ON p.party = e.id CROSS JOIN entry t ON t.agreement = p.agreement "
                       "WHERE e.n = ?");
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
    case TERM_FIELD_COUNT:
        break;
    }
    return out;
}
