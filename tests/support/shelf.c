#include "tests/support/shelf.h"

#include "base/mem.h"
#include "catalog/query.h"
#include "catalog/search.h"
#include "catalog/settle.h"
#include "tests/support/cmocka.h"

#include <stdarg.h>
#include <string.h>

/* -- Checks and chance ------------------------------------------------------------------------- */

void assert_ok(struct err e)
{
    if (err_failed(&e))
        fail_msg("%s", e.message);
}

void assert_str(str actual, const char *expected)
{
    str wanted = str_of(expected);
    if (str_present(actual) != str_present(wanted) || !str_eq(actual, wanted))
        fail_msg("\"%.*s\" is not \"%s\"", STR_FMT(actual), expected != NULL ? expected : "(none)");
}

uint64_t random_next(struct random *r)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return r->state * UINT64_C(2685821657736338717);
}

size_t random_below(struct random *r, size_t bound)
{
    return (size_t)(random_next(r) >> 33) % bound;
}

/* -- The catalogue ----------------------------------------------------------------------------- */

void shelf_open(struct shelf *s)
{
    *s = (struct shelf){.lib = {.root = {.fd = -1}}};
    const struct catalog_options options = {.in_memory = true};
    char notice[256];
    assert_ok(catalog_open(&s->lib, &options, &s->c, notice));
    assert_string_equal(notice, "");
}

void shelf_close(struct shelf *s)
{
    catalog_close(s->c);
    arena_release(&s->arena);
}

void shelf_put(struct shelf *s, const struct briefing *b)
{
    const struct unit unit = {.id = b->id, .article = b->path, .sidecar = b->sidecar};
    const struct looked looked = {.unit = &unit};
    struct store store;
    store_begin(&store, s->c);
    store_unit(&store, &looked, b, NULL);
    assert_ok(store_commit(&store));
}

void shelf_remove(struct shelf *s, const char *id)
{
    struct store store;
    store_begin(&store, s->c);
    struct query q = db_query(s->c, "SELECT n FROM unit WHERE id = ?");
    query_cstr(&q, id);
    assert_true(query_row(&q));
    int64_t n = query_int_at(&q, 0);
    query_end(&q);
    store_remove_unit(&store, n);
    assert_ok(store_commit(&store));
}

void shelf_settle(struct shelf *s)
{
    struct store store;
    store_begin(&store, s->c);
    settle_entities(&store);
    settle_agreements(&store);
    settle_references(&store);
    assert_ok(store_commit(&store));
}

/* -- Briefings --------------------------------------------------------------------------------- */

/* Arrays of a briefing grow by one; nobody holds pointers into them meanwhile. */
static void *grown(struct shelf *s, const void *items, size_t count, size_t size)
{
    char *more = arena_alloc(&s->arena, count + 1, size);
    if (count != 0)
        memcpy(more, items, count * size);
    return more;
}

struct date shelf_date(struct shelf *s, const char *text)
{
    struct date d = {0};
    if (text != NULL)
        date_parse(str_of(text), &s->arena, &d, NULL);
    return d;
}

struct briefing *shelf_briefing(struct shelf *s, const char *id, const char *date)
{
    struct briefing *b = ARENA_NEW(&s->arena, struct briefing);
    b->id = str_of(id);
    b->title = arena_printf(&s->arena, "Title of %s", id);
    b->path = arena_printf(&s->arena, "%s.md", id);
    b->sidecar = arena_printf(&s->arena, "%s.yaml", id);
    b->date = shelf_date(s, date);
    b->document.text = STR("The text that everything stands in, é and more.");
    b->diags.arena = &s->arena;
    return b;
}

struct entity *shelf_entity(struct shelf *s, struct briefing *b, const char *id, size_t mentions,
                            const char *const *names)
{
    size_t index = b->entity_count;
    b->entities = grown(s, b->entities, index, sizeof *b->entities);
    struct entity *e = &b->entities[b->entity_count++];
    strmap_add(&b->numbers, &s->arena, str_of(id), index);
    *e = (struct entity){.id = str_of(id), .name.text = str_of(names[0]), .listed = true};
    for (size_t i = 1; names[i] != NULL; i++) {
        e->aliases = grown(s, e->aliases, e->alias_count, sizeof *e->aliases);
        e->aliases[e->alias_count++].text = str_of(names[i]);
    }
    for (size_t i = 0; i < mentions; i++) {
        b->mentions = grown(s, b->mentions, b->mention_count, sizeof *b->mentions);
        struct mention *m = &b->mentions[b->mention_count++];
        m->candidates = ARENA_NEW(&s->arena, size_t);
        m->candidates[0] = index;
        m->candidate_count = 1;
    }
    return e;
}

struct agreement *shelf_agreement(struct shelf *s, struct briefing *b, const char *id)
{
    for (size_t i = 0; i < b->agreement_count; i++)
        if (str_eq(b->agreements[i].id, str_of(id)))
            return &b->agreements[i];
    b->agreements = grown(s, b->agreements, b->agreement_count, sizeof *b->agreements);
    struct agreement *g = &b->agreements[b->agreement_count++];
    *g = (struct agreement){
        .id = str_of(id), .at = {b->sidecar, b->agreement_count, 1}
    };
    return g;
}

struct milestone *shelf_milestone(struct shelf *s, struct agreement *g, const char *date,
                                  enum status status)
{
    g->milestones = grown(s, g->milestones, g->milestone_count, sizeof *g->milestones);
    struct milestone *m = &g->milestones[g->milestone_count++];
    *m = (struct milestone){.date = shelf_date(s, date), .status = status, .at = g->at};
    if (date == NULL)
        m->undated = STR("it has no date");
    return m;
}

void shelf_link(struct agreement *g, enum link_kind kind, const char *id)
{
    g->links_to[kind] = (struct reference){
        str_of(id), {g->at.file, g->at.line, 7}
    };
}

void shelf_problem(struct shelf *s, struct briefing *b, size_t line, enum diag_code code)
{
    (void)s;
    diag_add(&b->diags, (struct origin){b->sidecar, line, 1}, code, "line %zu is wrong", line);
}

/* -- Dumps ------------------------------------------------------------------------------------- */

static void dump_strs(struct buf *out, const str *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s%.*s", i != 0 ? "," : "[", STR_FMT(items[i]));
    buf_append(out, count != 0 ? STR("]") : STR("[]"));
}

static void dump_str(struct buf *out, const char *key, str s)
{
    if (str_present(s))
        buf_printf(out, " %s=%.*s", key, STR_FMT(s));
}

static void dump_list(struct catalog *c, enum list_sort sort, bool full, size_t limit,
                      struct buf *out)
{
    struct arena a = {0};
    const struct list_query q = {.sort = sort};
    struct brief_page page = {.more = true};
    const struct brief_row *from = NULL;
    size_t count = 0;
    buf_printf(out, "sort %d:", (int)sort);
    while (page.more) {
        assert_ok(catalog_list(c, &q, from, false, limit, &a, &page));
        count += page.count;
        for (size_t i = 0; i < page.count; i++) {
            const struct brief_row *r = from = &page.rows[i];
            buf_printf(out, " %.*s", STR_FMT(r->id));
            if (!full)
                continue;
            buf_printf(out, " %.*s title=%.*s %zu %zu %zu %zu %zu", STR_FMT(r->path),
                       STR_FMT(r->title), r->words, r->entities, r->agreements, r->errors,
                       r->warnings);
            dump_str(out, "date", r->date.text);
            dump_str(out, "source", r->source.name);
            dump_str(out, "url", r->source.url);
            dump_str(out, "author", r->source.author);
            dump_str(out, "language", r->language);
            dump_str(out, "summary", r->summary);
            dump_strs(out, r->topics, r->topic_count);
            buf_byte(out, '\n');
        }
    }
    assert_int_equal(count, list_count(c, &q));
    buf_byte(out, '\n');
    arena_release(&a);
}

static void dump_entities(struct catalog *c, size_t limit, struct buf *out)
{
    struct arena a = {0};
    struct entity_page page = {.more = true};
    const struct entity_row *from = NULL;
    while (page.more) {
        assert_ok(catalog_entities(c, from, limit, &a, &page));
        for (size_t i = 0; i < page.count; i++) {
            const struct entity_row *r = from = &page.rows[i];
            buf_printf(out, "entity %.*s %.*s %d %zu %zu ", STR_FMT(r->id), STR_FMT(r->name),
                       (int)r->type, r->briefings, r->mentions);
            dump_strs(out, r->aliases, r->alias_count);
            buf_byte(out, '\n');
        }
    }
    arena_release(&a);
}

static void dump_milestone(const struct timeline_milestone *t, struct buf *out)
{
    const struct milestone *m = &t->m;
    buf_printf(out, "  %.*s %zu status=%d expected=%d promise=%d at=%.*s:%zu:%zu",
               STR_FMT(m->briefing), m->place, (int)m->status, m->expected, (int)t->promise,
               STR_FMT(m->at.file), m->at.line, m->at.column);
    dump_str(out, "date", m->date.text);
    dump_str(out, "undated", m->undated);
    dump_str(out, "party", m->party);
    dump_str(out, "note", m->note);
    dump_str(out, "url", m->url);
    dump_str(out, "quote", m->evidence.quote);
    dump_str(out, "kept", t->kept_by);
    if (m->evidence.found)
        buf_printf(out, " %zu-%zu=%zu-%zu", m->evidence.span.start, m->evidence.span.end, t->start,
                   t->end);
    if (t->kept_found)
        buf_printf(out, " kept %zu-%zu", t->kept_start, t->kept_end);
    buf_byte(out, '\n');
}

static void dump_timeline(struct catalog *c, size_t limit, struct buf *out)
{
    struct arena a = {0};
    struct timeline_page page = {.more = true};
    const struct timeline_row *from = NULL;
    while (page.more) {
        assert_ok(catalog_timeline(c, 20000, from, limit, &a, &page));
        for (size_t i = 0; i < page.count; i++) {
            const struct timeline_row *r = from = &page.rows[i];
            buf_printf(out, "agreement %.*s %d %d:%lld %d:%lld %d", STR_FMT(r->id), (int)r->status,
                       (int)r->extent.first, (long long)r->extent.earliest, (int)r->extent.last,
                       (long long)r->extent.latest, (int)r->extent.precision);
            dump_str(out, "title", r->title);
            dump_str(out, "kind", r->kind);
            dump_str(out, "place", r->place);
            dump_strs(out, r->parties, r->party_count);
            dump_strs(out, r->topics, r->topic_count);
            dump_strs(out, r->links_to, LINK_KIND_COUNT);
            buf_byte(out, '\n');
            for (size_t j = 0; j < r->milestone_count; j++)
                dump_milestone(&r->milestones[j], out);
        }
    }
    arena_release(&a);
}

static void dump_diags(struct catalog *c, size_t limit, struct buf *out)
{
    struct arena a = {0};
    struct diag_page page = {.more = true};
    const struct diag *from = NULL;
    while (page.more) {
        assert_ok(catalog_diags(c, (str){0}, from, false, limit, &a, &page));
        for (size_t i = 0; i < page.count; i++) {
            const struct diag *d = from = &page.rows[i];
            buf_printf(out, "%.*s:%zu:%zu: %.*s [%s]\n", STR_FMT(d->at.file), d->at.line,
                       d->at.column, STR_FMT(d->message), diag_code_name(d->code));
        }
    }
    arena_release(&a);
}

/* What words find, best first: those of the titles, and some that may stand in a text. */
static void dump_search(struct catalog *c, const char *query, struct buf *out)
{
    struct arena a = {0};
    struct clause_fault fault;
    struct search_page page;
    const struct search_query s = {.query = clause_parse(str_of(query), &a, &fault),
                                   .order = SEARCH_BY_SCORE};
    assert_non_null(s.query);
    assert_ok(catalog_search(c, &s, NULL, false, 100, &a, &page));
    buf_printf(out, "search %s:", query);
    for (size_t i = 0; i < page.count; i++)
        buf_printf(out, " %.*s (%zu) %.*s;", STR_FMT(page.rows[i].brief.id), page.rows[i].hits,
                   STR_FMT(page.rows[i].snippet.text));
    buf_printf(out, "%s\n", page.more ? " and more" : "");
    arena_release(&a);
}

void catalog_dump(struct catalog *c, size_t limit, struct buf *out)
{
    static const char *const queries[] = {
        "xi",  "pi",      "title", "name1 OR alias2", "\"met name2\"", "t*",
        "-xi", "title:1", "alpha", "entity:x",        "beta"};
    struct catalog_totals t;
    catalog_totals(c, &t);
    buf_printf(out, "totals %zu %zu %zu %zu %zu %zu\n", t.briefings, t.entities, t.agreements,
               t.mentions, t.errors, t.warnings);
    for (int sort = 0; sort < LIST_SORT_COUNT; sort++)
        dump_list(c, (enum list_sort)sort, sort == LIST_BY_ID, limit, out);
    dump_entities(c, limit, out);
    dump_timeline(c, limit, out);
    dump_diags(c, limit, out);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        dump_search(c, queries[i], out);
}

size_t list_count(struct catalog *c, const struct list_query *q)
{
    size_t count = 0;
    assert_ok(catalog_list_count(c, q, &count));
    return count;
}

size_t moments_count(struct catalog *c, const struct moments_query *q)
{
    size_t count = 0;
    assert_ok(catalog_moments_count(c, q, &count));
    return count;
}

int64_t steps_of(struct catalog *c)
{
    sqlite3 *const files[] = {c->sql.db, c->texts.sql.db};
    int64_t steps = 0;
    for (size_t i = 0; i < 2; i++)
        for (sqlite3_stmt *s = files[i] ? sqlite3_next_stmt(files[i], NULL) : NULL; s != NULL;
             s = sqlite3_next_stmt(files[i], s))
            steps += sqlite3_stmt_status(s, SQLITE_STMTSTATUS_VM_STEP, 1);
    return steps;
}
