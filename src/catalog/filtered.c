#include "catalog/filtered.h"

#include "catalog/sheet_reader.h"
#include "catalog/words.h"

/* Few are sorted sooner than the whole list is walked for them: each costs as much as to pass some
 * twenty others. */
enum { FEW = 2000, PASSED = 20 };

/* A filter at work: for each word the briefings that answer it. */
struct sifting {
    struct catalog *c;
    enum list_field field;
    struct filter_words words;
    struct bits *answers;
    struct bits *names; /* for each word the definitions that are called so */
    struct bits all;    /* that come into question */
    bool narrowed;      /* those that answered less before, and not every briefing */
    struct arena arena;
};

/* -- What briefings say, and whom they mention ------------------------------------------------- */

static int part_of(enum list_field field)
{
    static const int parts[LIST_FIELD_COUNT] = {
        [LIST_ANY] = SHEET_WHOLE, [LIST_TITLE] = 0, [LIST_SOURCE] = 1, [LIST_TOPIC] = 2};
    return parts[field];
}

static bool has_text(enum list_field field)
{
    return field != LIST_ENTITY && field != LIST_YEAR;
}

static bool has_names(enum list_field field)
{
    return field == LIST_ANY || field == LIST_ENTITY;
}

static void look_for_names(struct sifting *s, const struct sheet *sheet, size_t w)
{
    for (size_t row = 0; row < SHEET_ROWS; row++) {
        size_t n = sheet->first + row;
        if (bits_has(&s->all, n) && !bits_has(&s->answers[w], n) &&
            sheet_lists_any(sheet, row, &s->names[w]))
            bits_add(&s->answers[w], n);
    }
}

static void look_into(struct sifting *s, const struct sheet *sheet)
{
    for (size_t row = 0; !s->narrowed && row < SHEET_ROWS; row++)
        if (sheet->there[row])
            bits_add(&s->all, sheet->first + row);
    for (size_t w = 0; w < s->words.len; w++) {
        if (has_text(s->field))
            sheet_mark(sheet, s->words.items[w], part_of(s->field), &s->answers[w]);
        if (s->names[w].size > 0)
            look_for_names(s, sheet, w);
    }
}

static void look_into_all(struct sifting *s)
{
    struct sheet_reader r = sheet_reader(s->c, SHEETS_OF_BRIEFS);
    for (const struct sheet *sheet; (sheet = sheet_next(&r)) != NULL;)
        look_into(s, sheet);
}

/* Only the sheets of briefings that come into question. */
static void look_into_some(struct sifting *s)
{
    struct sheet_reader r = sheet_reader(s->c, SHEETS_OF_BRIEFS);
    for (size_t n = bits_next(&s->all, 0); n < s->all.size && !db_stopped(s->c);) {
        size_t number = n / SHEET_ROWS;
        const struct sheet *sheet = sheet_numbered(&r, number);
        if (sheet != NULL)
            look_into(s, sheet);
        n = bits_next(&s->all, (number + 1) * SHEET_ROWS);
    }
    sheet_reader_end(&r);
}

/* The definitions that are called by a name with the word in it; without room if there are none. */
static struct bits named(struct sifting *s, str word)
{
    struct bits set = {0};
    struct query q = db_query(s->c, "SELECT n FROM definition WHERE briefings > 0 "
                                    "AND instr(find, ?)");
    query_str(&q, word);
    while (query_row(&q)) {
        if (set.size == 0)
            set = bits_make(&s->arena, db_numbers(s->c, "SELECT max(n) FROM definition"));
        bits_add(&set, query_size_at(&q, 0));
    }
    return set;
}

void filtered_by_text(struct catalog *c, enum list_field field, str word, struct bits *briefs)
{
    struct sheet_reader r = sheet_reader(c, SHEETS_OF_BRIEFS);
    for (const struct sheet *sheet; (sheet = sheet_next(&r)) != NULL;)
        sheet_mark(sheet, word, part_of(field), briefs);
}

void catalog_filter_ahead(struct catalog *c, bool agreements)
{
    db_read(c);
    sheets_keep(c, agreements ? SHEETS_OF_AGREEMENTS : SHEETS_OF_BRIEFS);
    db_done(c);
}

void catalog_filter_over(struct catalog *c)
{
    sheets_forget(c);
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
    struct query q = db_query(s->c, "SELECT n FROM brief INDEXED BY brief_days "
                                    "WHERE lower <= ? AND upper >= ?");
    query_int(&q, date_from_civil((struct civil){last + 1, 1, 1}) - 1);
    query_int(&q, date_from_civil((struct civil){first, 1, 1}));
    while (query_row(&q))
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
    struct filter_words words = words_of(before->memo.asked, &s->arena);
    s->narrowed = words_narrow(&s->words, &words);
    if (s->narrowed)
        bits_join(&s->all, &before->briefs);
}

static void look(struct sifting *s)
{
    s->names = ARENA_ARRAY(&s->arena, struct bits, s->words.len);
    for (size_t w = 0; s->field == LIST_YEAR && w < s->words.len; w++)
        look_at_years(s, w);
    for (size_t w = 0; has_names(s->field) && w < s->words.len; w++)
        s->names[w] = named(s, s->words.items[w]);
    if (s->field == LIST_YEAR && s->words.len > 0)
        bits_join(&s->all, &s->answers[0]);
    else if (s->narrowed)
        look_into_some(s);
    else
        look_into_all(s);
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
    look(&s);
    f->briefs = bits_make(&f->memo.arena, size);
    bits_join(&f->briefs, &s.all);
    for (size_t w = 0; w < s.words.len; w++)
        bits_keep(&f->briefs, &s.answers[w]);
    f->count = bits_count(&f->briefs);
    f->few = f->count <= FEW && f->count * PASSED <= size;
    arena_release(&s.arena);
}

const struct filtered *filtered_last(const struct catalog *c)
{
    return (const struct filtered *)c->memos[MEMO_FILTERED];
}

const struct filtered *filtered_prepare(struct catalog *c, const struct list_query *q)
{
    struct filtered *last = memo_last(c, MEMO_FILTERED);
    if (last != NULL && last->field != q->field)
        last = NULL;
    if (last != NULL && str_eq(last->memo.asked, q->filter))
        return last;
    struct filtered *f = memo_make(c, MEMO_FILTERED, sizeof *f, q->filter);
    f->field = q->field;
    sift(c, q, last, f);
    if (f->few)
        db_fill(c, "filtered", &f->briefs);
    return memo_keep(c, MEMO_FILTERED, f);
}

static void on_filtered(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct filtered *f = filtered_last(sqlite3_user_data(context));
    sqlite3_int64 n = count == 1 ? sqlite3_value_int64(values[0]) : -1;
    sqlite3_result_int(context, n >= 0 && f && bits_has(&f->briefs, (size_t)n));
}

void filtered_register(struct catalog *c)
{
    sqlite3_create_function_v2(c->sql.db, "filtered", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, c,
                               on_filtered, NULL, NULL, NULL);
}
