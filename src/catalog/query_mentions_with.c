#include "catalog/key.h"
#include "catalog/mention_rows.h"
#include "catalog/mentions_with.h"
#include "catalog/pack.h"
#include "catalog/sheet_reader.h"
#include "catalog/spots.h"
#include "catalog/tally.h"

#include <stdlib.h>

/* Of so many briefings the mentions are looked at one by one, where their words make the
 * difference: it is answered while one types. */
enum { READ_MOST = 4000 };

struct with_item {
    int64_t brief, definition;
    str id;        /* once its group is sorted */
    uint32_t need; /* words that the title does not have: those of a mention have to */
    uint32_t kept; /* mentions */
};

struct with_group {
    size_t first;  /* item; its last is before the next group's first */
    size_t before; /* mentions in the groups before it */
    bool sorted;
};

/* What an entity is called. */
struct called {
    int64_t definition;
    str name, *aliases;
    size_t alias_count;
    uint32_t *words; /* in the name, in each alias */
};

/* A search for them at work. */
struct seeking {
    struct catalog *c;
    struct mentions_with *with;
    struct arena arena;
    struct bits titles[WORDS_MAX]; /* by word, briefings whose title has it */
    uint32_t ever, always; /* words that some of the entity's forms have, that all of them have */
    struct called called;
    size_t read;
    VEC(struct with_item) items;
    VEC(struct with_group) groups;
    struct buf day; /* of the last group */
};

static uint32_t words_in(const struct filter_words *words, str text, struct arena *a)
{
    str folded = key_fold(text, a);
    uint32_t in = 0;
    for (size_t w = 0; w < words->len; w++)
        if (str_find(folded, words->items[w], 0) != STR_NONE)
            in |= UINT32_C(1) << w;
    return in;
}

/* -- Which briefings ----------------------------------------------------------------------------
 */

static void look_at_titles(struct seeking *k)
{
    const struct filter_words *words = &k->with->words;
    size_t size = db_numbers(k->c, "SELECT max(n) FROM brief");
    for (size_t w = 0; w < words->len; w++)
        k->titles[w] = bits_make(&k->arena, size);
    struct sheet_reader r = sheet_reader(k->c, SHEETS_OF_BRIEFS);
    for (const struct sheet *sheet; (sheet = sheet_next(&r)) != NULL;)
        for (size_t w = 0; w < words->len; w++)
            sheet_mark(sheet, words->items[w], 0, &k->titles[w]);
}

static void look_at_forms(struct seeking *k, int64_t entity)
{
    struct tally_word form = {0};
    struct query q = db_query(k->c, "SELECT forms FROM tally WHERE entity = ?");
    query_int(&q, entity);
    str packed = query_row(&q) ? query_str_at(&q, 0, &k->arena) : (str){0};
    query_end(&q);
    k->always = UINT32_MAX;
    for (size_t at = 0; tally_next_word(packed, &at, &form);) {
        uint32_t in = words_in(&k->with->words, form.text, &k->arena);
        k->ever |= in;
        k->always &= in;
    }
}

/* The names by which the definition calls it; one is mostly followed by itself. */
static void know(struct seeking *k, int64_t definition)
{
    struct called *called = &k->called;
    if (called->definition == definition)
        return;
    struct query q = db_query(k->c, "SELECT name, aliases FROM definition WHERE n = ?");
    query_int(&q, definition);
    called->definition = definition;
    called->alias_count = 0;
    if (query_row(&q)) {
        called->name = query_str_at(&q, 0, &k->arena);
        called->aliases =
            unpack_strs(query_str_at(&q, 1, &k->arena), &k->arena, &called->alias_count);
    }
    query_end(&q);
    called->words = ARENA_ARRAY(&k->arena, uint32_t, called->alias_count + 1);
    for (size_t i = 0; i <= called->alias_count; i++)
        called->words[i] =
            words_in(&k->with->words, i == 0 ? called->name : called->aliases[i - 1], &k->arena);
}

/* How many mentions have those words. */
static uint32_t count_forms(struct seeking *k, const struct with_item *item)
{
    const struct called *called = &k->called;
    struct arena a = {0};
    know(k, item->definition);
    struct query q =
        db_query(k->c, "SELECT spots FROM brief_entity WHERE brief = ? AND definition = ?");
    query_int(&q, item->brief);
    query_int(&q, item->definition);
    uint32_t kept = 0;
    struct spots spots = spots_open(query_row(&q) ? query_view_at(&q, 0) : (str){0}, &a);
    for (struct spot spot; spots_next(&spots, &spot);) {
        uint32_t in = spot.form <= called->alias_count
                          ? called->words[spot.form]
                          : words_in(&k->with->words,
                                     spot_form(&spots, &spot, called->name, called->aliases,
                                               called->alias_count),
                                     &a);
        kept += (item->need & ~in) == 0;
    }
    query_end(&q);
    arena_release(&a);
    k->read++;
    return kept;
}

/* One after another in the order of their days. */
static void add(struct seeking *k, struct with_item item, str day)
{
    struct mentions_with *with = k->with;
    if (k->groups.len == 0 || !str_eq(buf_str(&k->day), day)) {
        *VEC_PUSH(&with->arena, &k->groups) =
            (struct with_group){.first = k->items.len, .before = with->mentions};
        buf_clear(&k->day);
        buf_append(&k->day, day);
    }
    *VEC_PUSH(&with->arena, &k->items) = item;
    with->mentions += item.kept;
}

static void look_at_briefings(struct seeking *k, int64_t entity)
{
    struct mentions_with *with = k->with;
    size_t words = with->words.len;
    struct query q = db_query(k->c, "SELECT brief, definition, mentions, by_date FROM brief_entity "
                                    "WHERE entity = ? AND mentions > 0 ORDER BY by_date");
    query_int(&q, entity);
    while (!with->cut && query_row(&q)) {
        struct with_item item = {.brief = query_int_at(&q, 0), .definition = query_int_at(&q, 1)};
        size_t mentions = query_size_at(&q, 2);
        for (size_t w = 0; w < words; w++)
            if (!bits_has(&k->titles[w], (size_t)item.brief))
                item.need |= UINT32_C(1) << w;
        if ((item.need & ~k->always) == 0)
            item.kept = (uint32_t)mentions;
        else if ((item.need & ~k->ever) == 0)
            item.kept = count_forms(k, &item);
        if (item.kept > 0)
            add(k, item, query_view_at(&q, 3));
        with->looked += mentions;
        with->cut = k->read == READ_MOST;
    }
    with->cut = with->cut && query_row(&q);
    query_end(&q);
}

struct err catalog_mentions_with(struct catalog *c, str id, str words, struct mentions_with *with)
{
    struct seeking k = {.c = c, .with = with};
    *with = (struct mentions_with){0};
    with->words = words_of(words, &with->arena);
    db_read(c);
    int64_t entity = db_number_named(c, "SELECT n FROM entity WHERE id = ?", id);
    look_at_titles(&k);
    look_at_forms(&k, entity);
    look_at_briefings(&k, entity);
    with->items = k.items.items;
    with->item_count = k.items.len;
    with->groups = k.groups.items;
    with->group_count = k.groups.len;
    buf_release(&k.day);
    arena_release(&k.arena);
    return db_done(c);
}

void mentions_with_release(struct mentions_with *with)
{
    arena_release(&with->arena);
    *with = (struct mentions_with){0};
}

/* -- Their mentions ---------------------------------------------------------------------------- */

static int by_id(const void *left, const void *right)
{
    const struct with_item *a = left, *b = right;
    return str_cmp(a->id, b->id);
}

static size_t end_of(const struct mentions_with *with, size_t group)
{
    return group + 1 < with->group_count ? with->groups[group + 1].first : with->item_count;
}

/* Those of one day stand in the order of their ids, which are read when they are needed. */
static void sort(struct catalog *c, struct mentions_with *with, size_t group)
{
    struct with_group *g = &with->groups[group];
    size_t end = end_of(with, group);
    for (size_t i = g->first; !g->sorted && i < end; i++) {
        struct query q = db_query(c, "SELECT id FROM brief WHERE n = ?");
        query_int(&q, with->items[i].brief);
        with->items[i].id = query_row(&q) ? query_str_at(&q, 0, &with->arena) : STR("");
        query_end(&q);
    }
    if (!g->sorted)
        qsort(with->items + g->first, end - g->first, sizeof *with->items, by_id);
    g->sorted = !db_failed(c);
}

/* The last group that begins with that mention or before it. */
static size_t group_of(const struct mentions_with *with, size_t mention)
{
    size_t low = 0, high = with->group_count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (with->groups[middle].before <= mention)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* What of a briefing's mentions has the words, but for the first *skip of those. */
static void take(struct catalog *c, const struct mentions_with *with, const struct with_item *item,
                 size_t *skip, size_t limit, struct arena *a, struct mention_page *page)
{
    struct query q = db_query(c, MENTION_COLUMNS "AND e.brief = ? AND e.definition = ?");
    query_int(&q, item->brief);
    query_int(&q, item->definition);
    size_t count = 0;
    struct mention_row *rows = query_row(&q) ? mention_rows_at(&q, a, &count) : NULL;
    query_end(&q);
    for (size_t i = 0; i < count && page->count < limit; i++) {
        if ((item->need & ~words_in(&with->words, rows[i].form, a)) != 0)
            continue;
        if (*skip > 0)
            (*skip)--;
        else
            page->rows[page->count++] = rows[i];
    }
}

struct err catalog_mentions_with_from(struct catalog *c, struct mentions_with *with, size_t first,
                                      size_t limit, struct arena *a, struct mention_page *page)
{
    *page = (struct mention_page){.rows = ARENA_ARRAY(a, struct mention_row, limit)};
    size_t group = first < with->mentions ? group_of(with, first) : with->group_count;
    size_t skip = group < with->group_count ? first - with->groups[group].before : 0;
    db_read(c);
    for (; group < with->group_count && page->count < limit; group++) {
        sort(c, with, group);
        for (size_t i = with->groups[group].first; i < end_of(with, group); i++) {
            if (skip >= with->items[i].kept)
                skip -= with->items[i].kept;
            else
                take(c, with, &with->items[i], &skip, limit, a, page);
        }
    }
    page->more = first + page->count < with->mentions;
    for (size_t i = 0; i < page->count; i++)
        page->rows[i].at = first + i;
    return db_done(c);
}
