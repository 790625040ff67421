#include "catalog/held.h"

#include "catalog/sheet_reader.h"
#include "catalog/words.h"

#include <stdlib.h>

static const char temporary[] =
    "CREATE TEMP TABLE IF NOT EXISTS moment_word (bit INTEGER PRIMARY KEY, text TEXT NOT NULL);"
    "CREATE TEMP TABLE IF NOT EXISTS moment_entity (id TEXT PRIMARY KEY, bits INTEGER NOT NULL, "
    "named INTEGER NOT NULL) WITHOUT ROWID;"
    "DELETE FROM temp.moment_word; DELETE FROM temp.moment_entity;";

static void add_words(struct catalog *c, const struct filter_words *words)
{
    db_execute(c, temporary);
    for (size_t i = 0; i < words->len; i++) {
        struct query q = db_query(c, "INSERT INTO temp.moment_word VALUES (?, ?)");
        query_int(&q, INT64_C(1) << i);
        query_str(&q, words->items[i]);
        query_run(&q);
    }
    db_execute(c, "INSERT INTO temp.moment_entity "
                  "SELECT id, sum(bit), sum(CASE WHEN instr(id, text) THEN 0 ELSE bit END) "
                  "FROM (SELECT DISTINCT e.id AS id, w.bit AS bit, w.text AS text "
                  "FROM temp.moment_word w JOIN definition d JOIN entity e ON e.n = d.entity "
                  "WHERE instr(d.find, w.text) OR instr(e.id, w.text)) GROUP BY id");
}

static void look_into_sheets(struct catalog *c, const struct filter_words *words, struct held *h)
{
    struct sheet_reader r = sheet_reader(c, SHEETS_OF_AGREEMENTS);
    for (const struct sheet *sheet; (sheet = sheet_next(&r)) != NULL;)
        for (size_t w = 0; w < words->len; w++)
            sheet_mark(sheet, words->items[w], SHEET_WHOLE, &h->words[w]);
}

/* Those that have the entity as a party, listed or only acting. */
static void add_parties(struct catalog *c, str party, bool listed, uint64_t bits, struct held *h)
{
    if (bits == 0)
        return;
    struct query q =
        db_query(c, "SELECT agreement FROM agreement_party WHERE party = ? AND listed = ?");
    query_str(&q, party);
    query_int(&q, listed);
    while (!db_stopped(c) && query_row(&q))
        for (size_t w = 0; w < h->count; w++)
            if ((bits >> w & 1) != 0)
                bits_add(&h->words[w], query_size_at(&q, 0));
    query_end(&q);
}

/* The ids of listed parties are among what an agreement holds itself. */
static void look_at_parties(struct catalog *c, struct held *h)
{
    struct query q = db_query(c, "SELECT id, bits, named FROM temp.moment_entity");
    while (!db_stopped(c) && query_row(&q)) {
        str party = query_view_at(&q, 0);
        add_parties(c, party, true, (uint64_t)query_int_at(&q, 2), h);
        add_parties(c, party, false, (uint64_t)query_int_at(&q, 1), h);
    }
    query_end(&q);
}

static void look(struct catalog *c, struct held *h)
{
    struct filter_words words = words_of(h->memo.asked, &h->memo.arena);
    size_t size = db_numbers(c, "SELECT max(n) FROM agreement");
    h->count = words.len;
    h->words = ARENA_ARRAY(&h->memo.arena, struct bits, words.len);
    h->all = bits_make(&h->memo.arena, size);
    for (size_t w = 0; w < words.len; w++)
        h->words[w] = bits_make(&h->memo.arena, size);
    add_words(c, &words);
    look_into_sheets(c, &words, h);
    look_at_parties(c, h);
    struct bits unsettled = line_unsettled(c, size, &h->memo.arena);
    for (size_t w = 0; w < words.len; w++) {
        bits_drop(&h->words[w], &unsettled);
        (w == 0 ? bits_join : bits_keep)(&h->all, &h->words[w]);
    }
}

const struct held *held_last(const struct catalog *c)
{
    return (const struct held *)c->memos[MEMO_HELD];
}

const struct held *held_prepare(struct catalog *c, str text)
{
    struct held *h = memo_known(c, MEMO_HELD, text);
    if (h != NULL)
        return h;
    h = memo_make(c, MEMO_HELD, sizeof *h, text);
    look(c, h);
    return memo_keep(c, MEMO_HELD, h);
}

/* -- Words of their own ------------------------------------------------------------------------ */

/* The rest of a row: then comes what of a moment is said besides its agreement. */
enum { BRIEF = LINE_COLUMNS, SEQ, FIND };

/* Words in the names of an event's participant. */
struct part {
    struct line_place of;
    uint64_t bits;
};

struct looking {
    struct catalog *c;
    struct held *h;
    struct filter_words words;
    struct arena arena;
    bool parts_read;
    VEC(struct part) parts; /* by event; of several participants one after another */
};

static void read_parts(struct looking *k)
{
    struct query q = db_query(k->c, "SELECT x.brief, x.seq, t.bits FROM temp.moment_entity t "
                                    "CROSS JOIN participant x ON x.party = t.id");
    while (query_row(&q))
        *VEC_PUSH(&k->arena, &k->parts) =
            (struct part){line_place_at(&q, 0), (uint64_t)query_int_at(&q, 2)};
    if (k->parts.len > 0)
        qsort(k->parts.items, k->parts.len, sizeof *k->parts.items, line_by_place);
    k->parts_read = true;
}

/* Words that the names of an event's participants have. */
static uint64_t named_in(struct looking *k, const struct line_place *event)
{
    uint64_t in = 0;
    size_t low = 0, high;
    if (!k->parts_read)
        read_parts(k);
    for (high = k->parts.len; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (line_by_place(&k->parts.items[middle], event) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < k->parts.len && line_by_place(&k->parts.items[low], event) == 0; low++)
        in |= k->parts.items[low].bits;
    return in;
}

static bool has_rest(struct looking *k, const struct query *q, uint32_t agreement)
{
    str find = query_view_at(q, FIND);
    uint64_t all = (UINT64_C(1) << k->words.len) - 1, in = 0;
    for (size_t w = 0; w < k->words.len; w++)
        if (bits_has(&k->h->words[w], agreement) ||
            str_find(find, k->words.items[w], 0) != STR_NONE)
            in |= UINT64_C(1) << w;
    const struct line_place event = line_place_at(q, BRIEF);
    if (in != all && agreement == 0)
        in |= named_in(k, &event);
    return in == all;
}

static void look_at_moments(struct looking *k)
{
    struct held *h = k->h;
    struct query q = db_query(k->c, "SELECT " LINE_ROW ", brief, seq, find FROM milestone "
                                    "INDEXED BY milestone_find "
                                    "WHERE find IS NOT NULL AND NOT holds(agreement)");
    while (query_row(&q)) {
        size_t agreement = query_size_at(&q, LINE_COLUMNS - 1);
        if (!has_rest(k, &q, (uint32_t)agreement))
            continue;
        line_list_add(&h->others, &h->memo.arena, &q);
        if (agreement != 0)
            bits_add(&h->answering, agreement);
    }
    line_list_sort(&h->others);
}

const struct line_list *held_others(struct catalog *c)
{
    struct held *h = (struct held *)c->memos[MEMO_HELD];
    struct looking k = {.c = c, .h = h};
    if (h == NULL || h->looked)
        return h != NULL ? &h->others : NULL;
    h->others = (struct line_list){0};
    h->answering = bits_make(&h->memo.arena, h->all.size);
    bits_join(&h->answering, &h->all);
    k.words = words_of(h->memo.asked, &k.arena);
    if (h->count > 0)
        look_at_moments(&k);
    h->answering_count = bits_count(&h->answering);
    h->looked = !db_stopped(c) && !db_failed(c);
    arena_release(&k.arena);
    return h->looked ? &h->others : NULL;
}

/* -- In statements ----------------------------------------------------------------------------- */

static size_t number_of(int count, sqlite3_value **values)
{
    sqlite3_int64 n = count == 1 ? sqlite3_value_int64(values[0]) : 0;
    return n > 0 ? (size_t)n : 0; /* no row has that number */
}

static void on_held(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct held *h = held_last(sqlite3_user_data(context));
    size_t n = number_of(count, values);
    sqlite3_int64 bits = 0;
    for (size_t w = 0; h != NULL && w < h->count; w++)
        if (bits_has(&h->words[w], n))
            bits |= (sqlite3_int64)1 << w;
    sqlite3_result_int64(context, bits);
}

static void on_holds(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct held *h = held_last(sqlite3_user_data(context));
    sqlite3_result_int(context,
                       h != NULL && (h->count == 0 || bits_has(&h->all, number_of(count, values))));
}

static void on_answers(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct held *h = held_last(sqlite3_user_data(context));
    sqlite3_result_int(context, h != NULL && bits_has(&h->answering, number_of(count, values)));
}

void held_register(struct catalog *c)
{
    enum { FLAGS = SQLITE_UTF8 | SQLITE_DIRECTONLY };
    sqlite3_create_function_v2(c->sql.db, "held", 1, FLAGS, c, on_held, NULL, NULL, NULL);
    sqlite3_create_function_v2(c->sql.db, "holds", 1, FLAGS, c, on_holds, NULL, NULL, NULL);
    sqlite3_create_function_v2(c->sql.db, "answers", 1, FLAGS, c, on_answers, NULL, NULL, NULL);
}
