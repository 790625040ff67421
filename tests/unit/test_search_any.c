/* What search finds equals what a plain scan of the briefings finds: random libraries, random
 * queries. */
#include "catalog/search.h"

#include "tests/support/cmocka.h"
#include "tests/support/shelf.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { LIBRARIES = 10, BRIEFINGS = 40, QUERIES = 150, TERM_WORDS = 3 };

struct library_of_test {
    struct shelf shelf;
    struct briefing *briefings[BRIEFINGS];
    size_t count;
};

#define PICK(r, list) list[random_below(r, sizeof(list) / sizeof *(list))]

/* -- Random libraries -------------------------------------------------------------------------- */

static const char *const words[] = {
    "Japan",  "japan",   "JAPAN", "Été",   "ete",   "treaty", "treaties", "was",
    "signed", "NATO",    "nato",  "linke", "Linke", "die",    "Die",      "x1",
    "1951",   "O’Neill", "trade", "Trial", "trust", "tram",   "true",     "e\u0301te\u0301"};
/* Written without spaces, or (Hangul) with particles: any characters that stand together are found.
 */
static const char *const runs[] = {"日本政府", "日本", "本日", "ガード", "서울에서", "서울"};
static const char *const parts[] = {"日", "日本", "本政府", "本日", "ード", "울", "서울", "울에"};
/* Of more words than are asked for one by one, and of fewer. */
static const char *const beginnings[] = {"tr", "TRÉ", "trea", "na", "jap", "日", "日本", "zz"};
static const char *const letters[] = {"j", "É", "t", "N", "d", "1"};
static const char *const gaps[] = {" ", " ", " ", "  ", ", ", ". ", "\n\n", "-", " – "};
static const char *const topics[] = {"defence", "Defence", "critical minerals", "Océan"};
static const char *const sources[] = {"Example Wire", "example-wire", "Die Zeit", "Été"};
static const char *const dates[] = {"2024-04-08", "2024-04", "2024", "2023/2024",
                                    "2024/..",    "../2023", "1984", "never"};
static const char *const ids[] = {"japan", "us", "e3", "Fumio"};
static const char *const forms[] = {"Japan", "Nippon", "Fumio Kishida", "US", "Été", "japan"};

static str random_words(struct shelf *s, struct random *r, size_t most)
{
    struct buf text = {0};
    for (size_t i = random_below(r, most + 1); i > 0; i--) {
        buf_append(&text, str_of(random_below(r, 8) == 0 ? PICK(r, runs) : PICK(r, words)));
        buf_append(&text, i > 1 ? str_of(PICK(r, gaps)) : STR(""));
    }
    str copy = arena_str(&s->arena, text.len > 0 ? buf_str(&text) : STR(""));
    buf_release(&text);
    return copy;
}

static void add_entities(struct shelf *s, struct random *r, struct briefing *b)
{
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (random_below(r, 2) == 0)
            continue;
        const char *const names[] = {PICK(r, forms), random_below(r, 2) ? PICK(r, forms) : NULL,
                                     NULL};
        struct entity *e = shelf_entity(s, b, ids[i], random_below(r, 3), names);
        e->type = (enum entity_type)random_below(r, 4);
    }
}

static void add_agreements(struct shelf *s, struct random *r, struct briefing *b)
{
    for (size_t i = random_below(r, 3); i > 0; i--) {
        static const char *const names[] = {"pact", "accord", "plan"};
        struct agreement *g = shelf_agreement(s, b, PICK(r, names));
        g->parties = ARENA_ARRAY(&s->arena, str, 1);
        g->parties[0] = str_of(PICK(r, ids));
        g->party_count = random_below(r, 2);
        struct milestone *m =
            shelf_milestone(s, g, PICK(r, dates), (enum status)(1 + random_below(r, 4)));
        if (random_below(r, 3) == 0)
            m->party = str_of(PICK(r, ids));
        m->expected = random_below(r, 4) == 0;
    }
}

static struct briefing *random_briefing(struct shelf *s, struct random *r, size_t number)
{
    str id = arena_printf(&s->arena, "%c/%zu", (char)('a' + random_below(r, 3)), number);
    struct briefing *b = shelf_briefing(s, id.ptr, random_below(r, 6) ? PICK(r, dates) : NULL);
    b->title = random_words(s, r, 4);
    b->summary = random_below(r, 2) ? random_words(s, r, 6) : (str){0};
    b->document.text = random_words(s, r, 30);
    if (random_below(r, 3) > 0)
        b->source.name = str_of(PICK(r, sources));
    if (random_below(r, 4) == 0)
        b->source.author = str_of(PICK(r, sources));
    b->topics = ARENA_ARRAY(&s->arena, str, 2);
    for (b->topic_count = 0; b->topic_count < random_below(r, 3); b->topic_count++)
        b->topics[b->topic_count] = str_of(PICK(r, topics));
    add_entities(s, r, b);
    add_agreements(s, r, b);
    return b;
}

static void fill(struct library_of_test *l, struct random *r)
{
    *l = (struct library_of_test){.count = 1 + random_below(r, BRIEFINGS)};
    shelf_open(&l->shelf);
    for (size_t i = 0; i < l->count; i++) {
        l->briefings[i] = random_briefing(&l->shelf, r, i);
        shelf_put(&l->shelf, l->briefings[i]);
    }
    /* Some change, some go. */
    for (size_t i = 0; i < l->count; i++)
        if (random_below(r, 8) == 0) {
            str id = l->briefings[i]->id;
            l->briefings[i] = random_briefing(&l->shelf, r, i);
            l->briefings[i]->id = id;
            shelf_put(&l->shelf, l->briefings[i]);
        }
    if (l->count > 1 && random_below(r, 2) == 0)
        shelf_remove(&l->shelf, l->briefings[--l->count]->id.ptr);
    shelf_settle(&l->shelf);
}

/* -- The scan ---------------------------------------------------------------------------------- */

static str form_of(const struct clause *t, str text, struct arena *a)
{
    return t->exact ? unicode_nfc(text, a) : unicode_fold_marks(text, a);
}

static bool is_called(const struct clause *t, str text, struct arena *a)
{
    str wanted = form_of(t, t->text, a), form = form_of(t, text, a);
    return t->prefix ? str_starts(form, wanted) : str_eq(form, wanted);
}

/* A word, or one character of those that are written without spaces. */
struct piece {
    str form;
    bool joined; /* to the one before it, of the same run */
};
typedef VEC(struct piece) piece_list;

static bool is_run(uint32_t c)
{
    return (c >= 0xAC00 && c <= 0xD7A3) || unicode_is_spaceless(c);
}

static piece_list split(const struct clause *t, str text, struct arena *a)
{
    piece_list list = {0};
    size_t start = 0;
    bool run = false;
    for (size_t at = 0; at <= text.len;) {
        uint32_t c = ' ';
        size_t len = at < text.len ? utf8_decode(text, at, &c, NULL) : 1;
        bool here = is_run(c);
        if (here || (!unicode_is_word(c) && !unicode_is_mark(c))) {
            if (at > start)
                *VEC_PUSH(a, &list) =
                    (struct piece){form_of(t, str_sub(text, start, at), a), false};
            start = at + len;
        }
        if (here)
            *VEC_PUSH(a, &list) = (struct piece){form_of(t, str_sub(text, at, at + len), a), run};
        run = here;
        at += len;
    }
    return list;
}

static bool holds(const struct clause *t, str text, struct arena *a)
{
    piece_list wanted = split(t, t->text, a), there = split(t, text, a);
    for (size_t at = 0; at + wanted.len <= there.len; at++) {
        size_t same = 0;
        for (; same < wanted.len; same++) {
            bool begins = t->prefix && same + 1 == wanted.len;
            const struct piece *word = &there.items[at + same], *other = &wanted.items[same];
            if (begins ? !str_starts(word->form, other->form) : !str_eq(word->form, other->form))
                break;
            if (same > 0 && word->joined != other->joined)
                break;
        }
        if (same == wanted.len)
            return true;
    }
    return false;
}

/* Whether the entity of that id is called so anywhere in the library. */
static bool names_entity(const struct library_of_test *l, const struct clause *t, str id,
                         struct arena *a)
{
    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; k < l->briefings[i]->entity_count; k++) {
            const struct entity *e = &l->briefings[i]->entities[k];
            if (!str_eq(e->id, id))
                continue;
            bool called = is_called(t, id, a) || is_called(t, e->name.text, a);
            for (size_t n = 0; n < e->alias_count && !called; n++)
                called = is_called(t, e->aliases[n].text, a);
            if (called)
                return true;
        }
    return false;
}

static bool has_party(const struct library_of_test *l, const struct clause *t, str agreement,
                      struct arena *a)
{
    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; k < l->briefings[i]->agreement_count; k++) {
            const struct agreement *g = &l->briefings[i]->agreements[k];
            if (!str_eq(g->id, agreement))
                continue;
            for (size_t n = 0; n < g->party_count; n++)
                if (names_entity(l, t, g->parties[n], a))
                    return true;
            for (size_t n = 0; n < g->milestone_count; n++)
                if (str_present(g->milestones[n].party) &&
                    names_entity(l, t, g->milestones[n].party, a))
                    return true;
        }
    return false;
}

static enum status status_of(const struct library_of_test *l, str agreement, struct arena *a)
{
    VEC(const struct milestone *) all = {0};
    for (size_t i = 0; i < l->count; i++)
        for (size_t k = 0; k < l->briefings[i]->agreement_count; k++) {
            const struct agreement *g = &l->briefings[i]->agreements[k];
            for (size_t n = 0; n < g->milestone_count && str_eq(g->id, agreement); n++) {
                struct milestone *m = ARENA_NEW(a, struct milestone);
                *m = g->milestones[n];
                m->briefing = l->briefings[i]->id;
                m->place = k * 100 + n;
                *VEC_PUSH(a, &all) = m;
            }
        }
    return milestones_status(all.items, all.len);
}

static bool answers_agreement(const struct library_of_test *l, const struct briefing *b,
                              const struct clause *t, struct arena *a)
{
    for (size_t i = 0; i < b->agreement_count; i++)
        if (t->field == TERM_PARTY ? has_party(l, t, b->agreements[i].id, a)
                                   : status_of(l, b->agreements[i].id, a) == t->status)
            return true;
    return false;
}

static bool answers_entity(const struct library_of_test *l, const struct briefing *b,
                           const struct clause *t, struct arena *a)
{
    for (size_t i = 0; i < b->entity_count; i++) {
        enum entity_type type = b->entities[i].type ? b->entities[i].type : ENTITY_OTHER;
        if (briefing_mention_count(b, i) > 0 &&
            (t->field == TERM_TYPE ? type == t->type : names_entity(l, t, b->entities[i].id, a)))
            return true;
    }
    return false;
}

static bool answers_term(const struct library_of_test *l, const struct briefing *b,
                         const struct clause *t, struct arena *a)
{
    switch (t->field) {
    case TERM_TEXT:
        return holds(t, b->title, a) || holds(t, b->summary, a) || holds(t, b->document.text, a);
    case TERM_TITLE:
        return holds(t, b->title, a);
    case TERM_SOURCE:
        return holds(t, b->source.name, a) || holds(t, b->source.author, a);
    case TERM_TOPIC:
        for (size_t i = 0; i < b->topic_count; i++)
            if (is_called(t, b->topics[i], a))
                return true;
        return false;
    case TERM_ENTITY:
    case TERM_TYPE:
        return answers_entity(l, b, t, a);
    case TERM_PARTY:
    case TERM_STATUS:
        return answers_agreement(l, b, t, a);
    default:
        return date_known(&b->date) && date_overlaps(&b->date, &t->date);
    }
}

static bool answers(const struct library_of_test *l, const struct briefing *b,
                    const struct clause *c, struct arena *a)
{
    if (c->kind == CLAUSE_TERM)
        return answers_term(l, b, c, a);
    if (c->kind == CLAUSE_NOT)
        return !answers(l, b, c->parts[0], a);
    for (size_t i = 0; i < c->part_count; i++)
        if (answers(l, b, c->parts[i], a) == (c->kind == CLAUSE_ANY))
            return c->kind == CLAUSE_ANY;
    return c->kind == CLAUSE_ALL;
}

/* -- Random queries ---------------------------------------------------------------------------- */

static void append_quoted(struct buf *out, struct random *r, const char *text)
{
    if (random_below(r, 4) == 0)
        buf_byte(out, '=');
    buf_printf(out, "\"%s\"", text);
    if (random_below(r, 5) == 0)
        buf_byte(out, '*');
}

static void append_phrase(struct buf *out, struct random *r)
{
    char text[200] = "";
    for (size_t i = random_below(r, 4) ? 1 : 1 + random_below(r, TERM_WORDS); i > 0; i--) {
        strcat(text, PICK(r, words));
        strcat(text, i > 1 ? " " : "");
    }
    if (random_below(r, 12) == 0)
        buf_printf(out, "\"%s %s\"*", text, PICK(r, letters));
    else if (random_below(r, 12) == 0)
        buf_printf(out, "%s%s*", random_below(r, 2) ? "=" : "", PICK(r, letters));
    else if (random_below(r, 8) == 0)
        buf_printf(out, "%s%s*", random_below(r, 4) ? "" : "=", PICK(r, beginnings));
    else
        append_quoted(out, r, random_below(r, 6) == 0 ? PICK(r, parts) : text);
}

static void random_term(struct buf *out, struct random *r)
{
    static const char *const ranges[] = {"2024",      "2024-04", "2023..2024-03",  "..2023",
                                         "2024-05..", "1984",    "2023-12/2024-01"};
    static const char *const types[] = {"person", "organization", "other", "country"};
    static const char *const statuses[] = {"proposed", "negotiating", "announced", "unclear"};
    switch (random_below(r, 12)) {
    case 0:
        buf_append(out, STR("title:"));
        append_phrase(out, r);
        break;
    case 1:
        buf_append(out, STR("source:"));
        append_quoted(out, r, random_below(r, 2) ? PICK(r, sources) : "die");
        break;
    case 2:
        buf_append(out, STR("topic:"));
        append_quoted(out, r, random_below(r, 3) ? PICK(r, topics) : "def");
        break;
    case 3:
    case 4:
        buf_append(out, random_below(r, 2) ? STR("entity:") : STR("party:"));
        append_quoted(out, r, random_below(r, 2) ? PICK(r, forms) : PICK(r, ids));
        break;
    case 5:
        buf_printf(out, "type:%s", PICK(r, types));
        break;
    case 6:
        buf_printf(out, "status:%s", PICK(r, statuses));
        break;
    case 7:
        buf_printf(out, "date:%s", PICK(r, ranges));
        break;
    default:
        append_phrase(out, r);
    }
}

static void random_query(struct buf *out, struct random *r, int depth)
{
    size_t count = depth > 0 ? 1 + random_below(r, 3) : 1;
    for (size_t i = 0; i < count; i++) {
        buf_append(out, i == 0 ? STR("") : random_below(r, 3) ? STR(" ") : STR(" OR "));
        if (random_below(r, 5) == 0)
            buf_byte(out, '-');
        if (depth == 0 || random_below(r, 2) == 0) {
            random_term(out, r);
            continue;
        }
        buf_byte(out, '(');
        random_query(out, r, depth - 1);
        buf_byte(out, ')');
    }
}

/* -- The comparison ---------------------------------------------------------------------------- */

/* All rows of a query, in pages forwards or backwards, in its order. */
struct listed {
    struct search_row rows[BRIEFINGS];
    size_t count;
};

static void list_all(struct library_of_test *l, const struct search_query *s, bool backwards,
                     size_t limit, struct arena *a, struct listed *out)
{
    struct search_page page;
    const struct search_row *from = NULL;
    out->count = 0;
    do {
        assert_ok(catalog_search(l->shelf.c, s, from, backwards, limit, a, &page));
        assert_true(page.count <= limit && out->count + page.count <= BRIEFINGS);
        if (backwards)
            memmove(out->rows + page.count, out->rows, out->count * sizeof *out->rows);
        if (page.count > 0)
            memcpy(backwards ? out->rows : out->rows + out->count, page.rows,
                   page.count * sizeof *page.rows);
        out->count += page.count;
        from = page.count == 0 ? NULL : backwards ? &page.rows[0] : &page.rows[page.count - 1];
    } while (page.more);
}

static bool in_order(const struct search_query *s, const struct search_row *a,
                     const struct search_row *b)
{
    if (s->order == SEARCH_BY_SCORE)
        return a->score > b->score ||
               (a->score == b->score && str_cmp(a->brief.id, b->brief.id) < 0);
    bool known = date_known(&a->brief.date), other = date_known(&b->brief.date);
    int order = known && other ? date_compare(&b->brief.date, &a->brief.date) : other - known;
    return order < 0 || (order == 0 && str_cmp(a->brief.id, b->brief.id) < 0);
}

static const struct briefing *briefing_of(const struct library_of_test *l, str id)
{
    for (size_t i = 0; i < l->count; i++)
        if (str_eq(l->briefings[i]->id, id))
            return l->briefings[i];
    return NULL;
}

static void compare(struct library_of_test *l, const struct search_query *s, str text,
                    struct random *r)
{
    struct arena a = {0};
    static struct listed forth, back;
    size_t limit = 1 + random_below(r, 7), expected = 0, count;
    list_all(l, s, false, limit, &a, &forth);
    list_all(l, s, true, limit, &a, &back);
    assert_int_equal(forth.count, back.count);
    for (size_t i = 0; i < l->count; i++)
        expected += answers(l, l->briefings[i], s->query, &a);
    for (size_t i = 0; i < forth.count; i++) {
        const struct search_row *row = &forth.rows[i];
        const struct briefing *b = briefing_of(l, row->brief.id);
        if (b == NULL || !answers(l, b, s->query, &a))
            fail_msg("%.*s finds %.*s", STR_FMT(text), STR_FMT(row->brief.id));
        assert_true(str_eq(row->brief.id, back.rows[i].brief.id));
        assert_true(i == 0 || in_order(s, &forth.rows[i - 1], row));
        size_t rank;
        assert_true(catalog_search_rank(l->shelf.c, s, row->brief.id, &rank));
        assert_int_equal(rank, i);
    }
    struct search_page page;
    size_t first = random_below(r, BRIEFINGS);
    assert_ok(catalog_search_from(l->shelf.c, s, first, limit, &a, &page));
    size_t rest = forth.count > first ? forth.count - first : 0;
    assert_int_equal(page.count, rest < limit ? rest : limit);
    assert_int_equal(page.more, rest > limit);
    for (size_t i = 0; i < page.count; i++)
        assert_true(str_eq(page.rows[i].brief.id, forth.rows[first + i].brief.id));
    if (forth.count != expected)
        fail_msg("%.*s finds %zu, not %zu", STR_FMT(text), forth.count, expected);
    assert_ok(catalog_search_count(l->shelf.c, s, &count));
    assert_int_equal(count, expected);
    arena_release(&a);
}

static void finds_what_a_scan_finds(void **state)
{
    (void)state;
    struct random r = {UINT64_C(0x5ea2c4)};
    struct library_of_test l;
    size_t found = 0;
    for (int i = 0; i < LIBRARIES; i++) {
        fill(&l, &r);
        for (int k = 0; k < QUERIES; k++) {
            struct arena a = {0};
            struct buf text = {0};
            struct clause_fault fault;
            random_query(&text, &r, 2);
            struct search_query s = {.query = clause_parse(buf_str(&text), &a, &fault),
                                     .order = (enum search_order)random_below(&r, 2)};
            if (s.query == NULL)
                fail_msg("%.*s: %.*s", STR_FMT(text), STR_FMT(fault.message));
            compare(&l, &s, buf_str(&text), &r);
            size_t count;
            assert_ok(catalog_search_count(l.shelf.c, &s, &count));
            found += count > 0 && count < l.count;
            buf_release(&text);
            arena_release(&a);
        }
        shelf_close(&l.shelf);
    }
    assert_true(found > LIBRARIES * QUERIES / 4);
}

/* -- Facets ------------------------------------------------------------------------------------ */

/* A facet says how many the query finds with its term. */
static void check_facet(struct library_of_test *l, str text, const struct search_facet_row *row)
{
    struct arena a = {0};
    struct buf narrowed = {0};
    struct clause_fault fault;
    size_t count;
    buf_printf(&narrowed, "(%.*s) %.*s", STR_FMT(text), STR_FMT(row->term));
    const struct search_query s = {.query = clause_parse(buf_str(&narrowed), &a, &fault)};
    assert_non_null(s.query);
    assert_ok(catalog_search_count(l->shelf.c, &s, &count));
    /* Another entity may be called exactly like the id of one. */
    bool entity = str_starts(row->term, STR("entity:"));
    if (entity ? count < row->briefings : count != row->briefings)
        fail_msg("%.*s finds %zu, not %zu", STR_FMT(narrowed), count, row->briefings);
    buf_release(&narrowed);
    arena_release(&a);
}

static void facets_count_what_their_terms_find(void **state)
{
    (void)state;
    struct random r = {UINT64_C(0xface7)};
    struct library_of_test l;
    size_t rows = 0;
    for (int i = 0; i < LIBRARIES; i++) {
        fill(&l, &r);
        for (int k = 0; k < QUERIES / 10; k++) {
            struct arena a = {0};
            struct buf text = {0};
            struct clause_fault fault;
            struct search_facet_rows facets[SEARCH_FACETS];
            random_query(&text, &r, 1);
            const struct search_query s = {.query = clause_parse(buf_str(&text), &a, &fault)};
            assert_ok(catalog_search_facets(l.shelf.c, &s, 8, &a, facets));
            for (int f = 0; f < SEARCH_FACETS; f++)
                for (size_t n = 0; n < facets[f].count; n++, rows++)
                    check_facet(&l, buf_str(&text), &facets[f].rows[n]);
            buf_release(&text);
            arena_release(&a);
        }
        shelf_close(&l.shelf);
    }
    assert_true(rows > 500);
}

/* -- The first page ---------------------------------------------------------------------------- */

enum { SHELVES = 6, MANY = 300, PAGES = 120 };

/* As a library grows, each newer than the one before; or in any order of dates, many of them the
 * same. */
static void fill_shelf(struct shelf *s, struct random *r, bool grows)
{
    shelf_open(s);
    for (size_t i = 0; i < MANY; i++) {
        struct briefing *b = random_briefing(s, r, i);
        if (grows)
            b->date =
                shelf_date(s, arena_printf(&s->arena, "20%02zu-%02zu", i / 36, i / 3 % 12 + 1).ptr);
        shelf_put(s, b);
    }
    shelf_settle(s);
}

static void assert_same_snippet(const struct snippet *a, const struct snippet *b)
{
    assert_true(str_eq(a->text, b->text));
    assert_int_equal(a->hit_count, b->hit_count);
    for (size_t i = 0; i < a->hit_count; i++)
        assert_true(a->hits[i].start == b->hits[i].start && a->hits[i].end == b->hits[i].end);
    assert_true(a->cut_start == b->cut_start && a->cut_end == b->cut_end);
}

static void assert_same_row(const struct search_row *a, const struct search_row *b)
{
    assert_true(str_eq(a->brief.id, b->brief.id));
    assert_true(str_eq(a->brief.sort_key, b->brief.sort_key));
    assert_true(str_eq(a->brief.date.text, b->brief.date.text));
    assert_true(a->hits == b->hits && a->score == b->score);
    assert_true(a->hit.start == b->hit.start && a->hit.end == b->hit.end);
    assert_same_snippet(&a->title, &b->title);
    assert_same_snippet(&a->snippet, &b->snippet);
}

/* The page before anything else is known, then that of all that is found. True: it was not known
 * then. */
static bool compare_pages(struct catalog *c, const struct search_query *s, str text, size_t limit)
{
    struct arena a = {0};
    struct search_page first, whole;
    size_t count;
    assert_ok(catalog_search(c, s, NULL, false, limit, &a, &first));
    bool known = catalog_search_known(c, s, &count);
    assert_ok(catalog_search_from(c, s, 0, limit, &a, &whole));
    if (first.count != whole.count || first.more != whole.more)
        fail_msg("%.*s: %zu, not %zu", STR_FMT(text), first.count, whole.count);
    for (size_t i = 0; i < first.count; i++)
        assert_same_row(&first.rows[i], &whole.rows[i]);
    assert_true(catalog_search_known(c, s, &count));
    assert_true(count >= whole.count && (count > whole.count) == whole.more);
    arena_release(&a);
    return !known;
}

static void the_first_page_is_that_of_all(void **state)
{
    (void)state;
    struct random r = {UINT64_C(0xf1657)};
    size_t sooner = 0, later = 0;
    for (int i = 0; i < SHELVES; i++) {
        struct shelf shelf;
        fill_shelf(&shelf, &r, i % 2 == 0);
        for (int k = 0; k < PAGES; k++) {
            struct arena a = {0};
            struct buf text = {0};
            struct clause_fault fault;
            random_query(&text, &r, (int)random_below(&r, 3));
            const struct search_query s = {.query = clause_parse(buf_str(&text), &a, &fault),
                                           .order = SEARCH_BY_NEWEST,
                                           .expand = random_below(&r, 8) == 0};
            bool first = compare_pages(shelf.c, &s, buf_str(&text), 1 + random_below(&r, 12));
            *(first ? &sooner : &later) += 1;
            buf_release(&text);
            arena_release(&a);
        }
        shelf_close(&shelf);
    }
    print_message("%zu before all was known, %zu after\n", sooner, later);
    assert_true(sooner > SHELVES * PAGES / 3 && later > SHELVES * PAGES / 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_scan_finds),
        cmocka_unit_test(facets_count_what_their_terms_find),
        cmocka_unit_test(the_first_page_is_that_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
