#include "catalog/filtered.h"

#include "base/mem.h"
#include "catalog/words.h"

/* So many are sorted sooner than the whole list is walked for them; one in so many are looked up
 * sooner than all are looked at. */
enum { FEW = 2000, ONE_IN = 6 };

/* A filter at work: for each word the briefings that answer it. */
struct sifting {
    struct catalog *c;
    enum list_field field;
    struct filter_words words;
    struct bits *answers;
    struct bits all; /* that come into question */
    bool narrowed;   /* those that answered less before, and not every briefing */
    struct arena arena;
};

/* -- What briefings say ------------------------------------------------------------------------ */

/* The part of a text in brief_find that a field is. */
static str part_of(str find, enum list_field field)
{
    static const int numbers[LIST_FIELD_COUNT] = {
        [LIST_TITLE] = 0, [LIST_SOURCE] = 1, [LIST_TOPIC] = 2};
    for (int number = field == LIST_ANY ? 0 : numbers[field]; number > 0; number--)
        find = str_from(find, str_find_byte(find, FIND_END, 0) + 1);
    return field == LIST_ANY ? find : str_sub(find, 0, str_find_byte(find, FIND_END, 0));
}

static void look_into(struct sifting *s, str find, size_t n)
{
    str text = part_of(find, s->field);
    for (size_t w = 0; w < s->words.len; w++)
        if (str_find(text, s->words.items[w], 0) != STR_NONE)
            bits_add(&s->answers[w], n);
}

static void look_into_all(struct sifting *s)
{
    struct query q = db_query(s->c, "SELECT n, find FROM brief_find");
    while (!db_stopped(s->c) && query_row(&q)) {
        size_t n = query_size_at(&q, 0);
        if (!s->narrowed)
            bits_add(&s->all, n);
        if (bits_has(&s->all, n))
            look_into(s, query_view_at(&q, 1), n);
    }
    query_end(&q);
}

static void look_into_some(struct sifting *s)
{
    for (size_t n = bits_next(&s->all, 0); n < s->all.size && !db_stopped(s->c);
         n = bits_next(&s->all, n + 1)) {
        struct query q = db_query(s->c, "SELECT find FROM brief_find WHERE n = ?");
        query_size(&q, n);
        if (query_row(&q))
            look_into(s, query_view_at(&q, 0), n);
        query_end(&q);
    }
}

/* Where no text says it, only which briefings there are is asked. */
static void look_at_each(struct sifting *s)
{
    struct query q = db_query(s->c, "SELECT n FROM brief_find");
    while (!s->narrowed && !db_stopped(s->c) && query_row(&q))
        bits_add(&s->all, query_size_at(&q, 0));
    query_end(&q);
}

static void look_into_texts(struct sifting *s)
{
    if (s->field == LIST_ENTITY || s->field == LIST_YEAR)
        look_at_each(s);
    else if (s->narrowed && bits_count(&s->all) < s->all.size / ONE_IN)
        look_into_some(s);
    else
        look_into_all(s);
}

/* -- Whom they mention ------------------------------------------------------------------------- */

static void look_at_mentions(struct sifting *s, int64_t entity, const struct bits *definitions,
                             struct bits *answer)
{
    struct query q = db_query(s->c, "SELECT brief, definition FROM brief_entity "
                                    "WHERE entity = ? AND mentions > 0");
    query_int(&q, entity);
    while (!db_stopped(s->c) && query_row(&q))
        if (bits_has(definitions, query_size_at(&q, 1)))
            bits_add(answer, query_size_at(&q, 0));
    query_end(&q);
}

/* Those of the briefings that did not answer yet. */
static void look_at_rest(struct sifting *s, const struct bits *definitions, struct bits *answer)
{
    struct bits rest = bits_make(&s->arena, s->all.size);
    bits_join(&rest, &s->all);
    bits_drop(&rest, answer);
    for (size_t n = bits_next(&rest, 0); n < rest.size && !db_stopped(s->c);
         n = bits_next(&rest, n + 1)) {
        struct query q = db_query(s->c, "SELECT definition FROM brief_entity "
                                        "WHERE brief = ? AND mentions > 0");
        query_size(&q, n);
        bool has = false;
        while (!has && query_row(&q))
            has = bits_has(definitions, query_size_at(&q, 0));
        query_end(&q);
        if (has)
            bits_add(answer, n);
    }
}

/* Those that are called by a name with the word in it: names that few briefings mention are looked
 * up, of names that many do the briefings that are left. */
static void look_for_names(struct sifting *s, size_t w)
{
    struct catalog *c = s->c;
    struct bits *answer = &s->answers[w];
    struct bits definitions = bits_make(&s->arena, db_numbers(c, "SELECT max(n) FROM definition"));
    struct bits entities = bits_make(&s->arena, db_numbers(c, "SELECT max(n) FROM entity"));
    size_t mentioned = 0, left = bits_count(&s->all) - bits_count(answer);
    struct query q = db_query(c, "SELECT n, entity, briefings FROM definition "
                                 "WHERE briefings > 0 AND instr(find, ?)");
    query_str(&q, s->words.items[w]);
    while (query_row(&q)) {
        bits_add(&definitions, query_size_at(&q, 0));
        bits_add(&entities, query_size_at(&q, 1));
        mentioned += query_size_at(&q, 2);
    }
    if (left < mentioned / 2) {
        look_at_rest(s, &definitions, answer);
        return;
    }
    for (size_t e = bits_next(&entities, 0); e < entities.size; e = bits_next(&entities, e + 1))
        look_at_mentions(s, (int64_t)e, &definitions, answer);
}

/* -- When they were written -------------------------------------------------------------------- */

/* "2024" is that year, "202" the years that begin so; five digits and more, or a sign, are exact.
 * False for what is no year. */
static bool word_years(str word, int64_t *first, int64_t *last)
{
    enum { DIGITS_MAX = 13, USUAL = 4 };
    bool negative = word.len > 0 && word.ptr[0] == '-';
    str digits = str_from(word, negative ? 1 : 0);
    if (digits.len == 0 || digits.len > DIGITS_MAX)
        return false;
    int64_t year = 0, width = 1;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            return false;
        year = year * 10 + (digits.ptr[i] - '0');
    }
    for (size_t i = digits.len; i < USUAL && !negative; i++)
        width *= 10;
    *first = negative ? -year : year * width;
    *last = *first + width - 1;
    return true;
}

static void look_at_years(struct sifting *s, size_t w)
{
    int64_t first, last;
    if (!word_years(s->words.items[w], &first, &last))
        return;
    struct query q = db_query(s->c, "SELECT n FROM brief WHERE year_first <= ? AND year_last >= ?");
    query_int(&q, last);
    query_int(&q, first);
    while (!db_stopped(s->c) && query_row(&q))
        bits_add(&s->answers[w], query_size_at(&q, 0));
    query_end(&q);
}

/* -- All of it --------------------------------------------------------------------------------- */

/* Where more is typed, what answers has answered before. Years do not go on so: 202 are ten, 20241
 * is none of those. */
static void narrow(struct sifting *s, const struct filtered *before)
{
    if (before == NULL || s->field == LIST_YEAR)
        return;
    struct filter_words words = words_of(before->asked, &s->arena);
    s->narrowed = words_narrow(&s->words, &words);
    if (s->narrowed)
        bits_join(&s->all, &before->briefs);
}

static void sift(struct catalog *c, const struct list_query *q, const struct filtered *before,
                 struct filtered *f)
{
    struct sifting s = {.c = c, .field = q->field};
    size_t size = db_numbers(c, "SELECT max(n) FROM brief");
    s.words = words_of(q->filter, &s.arena);
    s.all = bits_make(&s.arena, size);
    narrow(&s, before);
    s.answers = ARENA_ARRAY(&s.arena, struct bits, s.words.len);
    for (size_t w = 0; w < s.words.len; w++)
        s.answers[w] = bits_make(&s.arena, size);
    look_into_texts(&s);
    f->briefs = bits_make(&f->arena, size);
    bits_join(&f->briefs, &s.all);
    for (size_t w = 0; w < s.words.len; w++) {
        if (s.field == LIST_ANY || s.field == LIST_ENTITY)
            look_for_names(&s, w);
        if (s.field == LIST_YEAR)
            look_at_years(&s, w);
        bits_keep(&f->briefs, &s.answers[w]);
    }
    f->count = bits_count(&f->briefs);
    f->few = f->count <= FEW;
    arena_release(&s.arena);
}

const struct filtered *filtered_prepare(struct catalog *c, const struct list_query *q)
{
    int64_t generation = db_meta(c, "generation");
    struct filtered *kept = c->filtered;
    bool alike = kept && kept->field == q->field && kept->generation == generation;
    if (alike && str_eq(kept->asked, q->filter))
        return kept;
    struct filtered *f = mem_calloc(1, sizeof *f);
    f->asked = arena_str(&f->arena, q->filter);
    f->field = q->field;
    f->generation = generation;
    sift(c, q, alike ? kept : NULL, f);
    filtered_free(kept);
    c->filtered = NULL;
    if (f->few)
        db_fill(c, "filtered", &f->briefs);
    if (db_stopped(c) || db_failed(c)) {
        filtered_free(f);
        return NULL;
    }
    return c->filtered = f;
}

void filtered_free(struct filtered *f)
{
    if (f == NULL)
        return;
    arena_release(&f->arena);
    mem_free(f);
}

static void on_filtered(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct catalog *c = sqlite3_user_data(context);
    sqlite3_int64 n = count == 1 ? sqlite3_value_int64(values[0]) : -1;
    sqlite3_result_int(context, n >= 0 && c->filtered && bits_has(&c->filtered->briefs, (size_t)n));
}

void filtered_register(struct catalog *c)
{
    sqlite3_create_function_v2(c->sql.db, "filtered", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, c,
                               on_filtered, NULL, NULL, NULL);
}
