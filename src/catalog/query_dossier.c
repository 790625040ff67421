#include "catalog/dossier.h"

#include "base/strmap.h"
#include "catalog/db.h"
#include "catalog/pack.h"
#include "catalog/tally.h"

#include <stdlib.h>

/* -- Who it is --------------------------------------------------------------------------------- */

struct alias_list {
    str *items;
    size_t len;
};

static int64_t read_entity(struct catalog *c, str id, struct arena *a, struct dossier *d,
                           struct alias_list *aliases)
{
    struct query q = db_query(c, "SELECT e.n, e.id, d.name, d.type, d.role, d.description, "
                                 "d.wikidata, e.briefings, e.mentions, e.first_day, e.last_day, "
                                 "d.aliases FROM entity e JOIN definition d ON d.n = e.definition "
                                 "WHERE e.id = ?");
    query_str(&q, id);
    int64_t n = 0;
    if (query_row(&q)) {
        n = query_int_at(&q, 0);
        *d = (struct dossier){
            .id = query_str_at(&q, 1, a),
            .name = query_str_at(&q, 2, a),
            .type = (enum entity_type)query_enum_at(&q, 3, ENTITY_TYPE_COUNT),
            .role = query_str_at(&q, 4, a),
            .description = query_str_at(&q, 5, a),
            .wikidata = query_str_at(&q, 6, a),
            .briefings = query_size_at(&q, 7),
            .mentions = query_size_at(&q, 8),
            .seen = !query_null_at(&q, 9),
            .first = query_int_at(&q, 9),
            .last = query_int_at(&q, 10),
        };
        aliases->items = unpack_strs(query_str_at(&q, 11, a), a, &aliases->len);
    }
    query_end(&q);
    return n;
}

/* -- Its words ---------------------------------------------------------------------------------
 */

static int by_use(const void *left, const void *right)
{
    const struct dossier_form *a = left, *b = right;
    if (a->mentions != b->mentions)
        return a->mentions > b->mentions ? -1 : 1;
    return str_cmp(a->text, b->text);
}

static void read_forms(struct dossier *d, str packed, const struct alias_list *aliases,
                       struct arena *a)
{
    VEC(struct dossier_form) others = {0};
    struct arena scratch = {0};
    struct strmap numbers = {0};
    d->forms = ARENA_ARRAY(a, struct dossier_form, 1 + aliases->len + DOSSIER_FORMS_MAX);
    strmap_add(&numbers, &scratch, d->name, d->form_count);
    d->forms[d->form_count++] = (struct dossier_form){.text = d->name, .kind = FORM_NAME};
    for (size_t i = 0; i < aliases->len; i++)
        if (strmap_add(&numbers, &scratch, aliases->items[i], d->form_count))
            d->forms[d->form_count++] =
                (struct dossier_form){.text = aliases->items[i], .kind = FORM_ALIAS};
    struct tally_word word = {0};
    for (size_t at = 0; tally_next_word(packed, &at, &word);) {
        size_t number;
        struct dossier_form *form;
        if (strmap_get(&numbers, word.text, &number)) {
            form = &d->forms[number];
        } else {
            form = VEC_PUSH(a, &others);
            *form = (struct dossier_form){.text = word.text, .kind = FORM_OTHER};
        }
        form->mentions = word.mentions;
    }
    arena_release(&scratch);
    if (others.len > 1)
        qsort(others.items, others.len, sizeof *others.items, by_use);
    for (size_t i = 0; i < others.len && i < DOSSIER_FORMS_MAX; i++)
        d->forms[d->form_count++] = others.items[i];
}

/* -- Its sums ----------------------------------------------------------------------------------
 */

static void read_months(struct dossier *d, str packed, struct arena *a)
{
    VEC(struct dossier_month) months = {0};
    struct tally_month month = {0};
    d->unplaced = d->mentions;
    for (size_t at = 0; tally_next_month(packed, &at, &month);) {
        int64_t year = month.month >= 0 ? month.month / 12 : -((11 - month.month) / 12);
        *VEC_PUSH(a, &months) = (struct dossier_month){
            .year = year,
            .month = (int)(month.month - year * 12) + 1,
            .mentions = month.mentions,
            .briefings = month.briefings,
        };
        d->unplaced -= month.mentions < d->unplaced ? month.mentions : d->unplaced;
    }
    d->months = months.items;
    d->month_count = months.len;
}

static size_t count_company(str packed)
{
    size_t count = 0;
    struct tally_other other = {0};
    for (size_t at = 0; tally_next_other(packed, &at, &other);)
        count++;
    return count;
}

bool catalog_dossier(struct catalog *c, str id, struct arena *a, struct dossier *d)
{
    struct alias_list aliases = {0};
    db_read(c);
    int64_t n = read_entity(c, id, a, d, &aliases);
    if (n != 0) {
        struct query q = db_query(c, "SELECT months, forms, company FROM tally WHERE entity = ?");
        query_int(&q, n);
        bool any = query_row(&q);
        read_months(d, any ? query_view_at(&q, 0) : (str){0}, a);
        read_forms(d, any ? query_str_at(&q, 1, a) : (str){0}, &aliases, a);
        d->company = any ? count_company(query_view_at(&q, 2)) : 0;
        query_end(&q);
        d->agreements = (size_t)db_number_named(
            c, "SELECT count(*) FROM agreement_party WHERE party = ?", d->id);
        d->relations =
            (size_t)db_number_named(c,
                                    "SELECT (SELECT count(*) FROM relation WHERE subject = ?1) + "
                                    "(SELECT count(*) FROM relation WHERE object = ?1 "
                                    "AND subject <> ?1)",
                                    d->id);
    }
    struct err e = db_done(c);
    return n != 0 && !err_failed(&e);
}

/* -- Company ------------------------------------------------------------------------------------
 */

static int by_weight(const void *left, const void *right)
{
    const struct tally_other *a = left, *b = right;
    if (a->paragraphs != b->paragraphs)
        return a->paragraphs > b->paragraphs ? -1 : 1;
    if (a->briefings != b->briefings)
        return a->briefings > b->briefings ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

static int by_id(const void *left, const void *right)
{
    const struct company_row *a = left, *b = right;
    return str_cmp(a->id, b->id);
}

struct others {
    struct tally_other *items;
    size_t len, cap;
};

static struct others read_others(struct catalog *c, str id, struct arena *a)
{
    struct others others = {0};
    struct query q = db_query(c, "SELECT t.company FROM tally t JOIN entity e ON e.n = t.entity "
                                 "WHERE e.id = ?");
    query_str(&q, id);
    if (query_row(&q)) {
        str packed = query_view_at(&q, 0);
        struct tally_other other = {0};
        for (size_t at = 0; tally_next_other(packed, &at, &other);)
            *VEC_PUSH(a, &others) = other;
    }
    query_end(&q);
    if (others.len > 1)
        qsort(others.items, others.len, sizeof *others.items, by_weight);
    return others;
}

struct company {
    struct catalog *c;
    unsigned types;
    const struct company_row *from;
    bool backwards;
    size_t limit;
    struct arena *a;
    struct company_page *page;
};

/* <0: the group stands before the row that a page starts from, 0: with it. */
static int group_side(const struct tally_other *group, const struct company_row *from)
{
    const struct tally_other row = {.paragraphs = from->paragraphs, .briefings = from->briefings};
    struct tally_other same = *group;
    same.entity = 0;
    return by_weight(&same, &row);
}

static bool read_row(const struct company *k, const struct tally_other *o, struct company_row *row)
{
    struct query q = db_query(k->c, "SELECT e.id, d.name, d.type FROM entity e "
                                    "JOIN definition d ON d.n = e.definition WHERE e.n = ?");
    query_int(&q, o->entity);
    bool found = query_row(&q);
    if (found)
        *row = (struct company_row){
            .id = query_str_at(&q, 0, k->a),
            .name = query_str_at(&q, 1, k->a),
            .type = (enum entity_type)query_enum_at(&q, 2, ENTITY_TYPE_COUNT),
            .briefings = o->briefings,
            .paragraphs = o->paragraphs,
        };
    query_end(&q);
    return found && (k->types == 0 || (k->types & ENTITY_TYPE_BIT(row->type)) != 0);
}

/* Adds those of equal counts, by id. */
static void add_group(const struct company *k, const struct tally_other *group, size_t count)
{
    int side = k->from != NULL ? group_side(group, k->from) : k->backwards ? -1 : 1;
    if (k->backwards ? side > 0 : side < 0)
        return;
    VEC(struct company_row) rows = {0};
    for (size_t i = 0; i < count; i++) {
        struct company_row row;
        if (!read_row(k, &group[i], &row))
            continue;
        int order = side == 0 ? str_cmp(row.id, k->from->id) : 0;
        if (side != 0 || (k->backwards ? order < 0 : order > 0))
            *VEC_PUSH(k->a, &rows) = row;
    }
    if (rows.len > 1)
        qsort(rows.items, rows.len, sizeof *rows.items, by_id);
    for (size_t i = 0; i < rows.len && k->page->count <= k->limit; i++)
        k->page->rows[k->page->count++] = rows.items[k->backwards ? rows.len - 1 - i : i];
}

static size_t group_end(const struct others *o, size_t from)
{
    size_t to = from + 1;
    while (to < o->len && o->items[to].paragraphs == o->items[from].paragraphs &&
           o->items[to].briefings == o->items[from].briefings)
        to++;
    return to;
}

static size_t group_start(const struct others *o, size_t to)
{
    size_t from = to - 1;
    while (from > 0 && o->items[from - 1].paragraphs == o->items[to - 1].paragraphs &&
           o->items[from - 1].briefings == o->items[to - 1].briefings)
        from--;
    return from;
}

struct err catalog_company(struct catalog *c, str id, unsigned types,
                           const struct company_row *from, bool backwards, size_t limit,
                           struct arena *a, struct company_page *page)
{
    *page = (struct company_page){.rows = ARENA_ARRAY(a, struct company_row, limit + 1)};
    const struct company k = {c, types, from, backwards, limit, a, page};
    struct arena scratch = {0};
    db_read(c);
    struct others others = read_others(c, id, &scratch);
    if (!backwards)
        for (size_t at = 0, end; at < others.len && page->count <= limit; at = end) {
            end = group_end(&others, at);
            add_group(&k, &others.items[at], end - at);
        }
    else
        for (size_t end = others.len, at; end > 0 && page->count <= limit; end = at) {
            at = group_start(&others, end);
            add_group(&k, &others.items[at], end - at);
        }
    arena_release(&scratch);
    page->more = page->count > limit;
    if (page->more)
        page->count = limit;
    for (size_t i = 0; backwards && i < page->count / 2; i++) {
        struct company_row row = page->rows[i];
        page->rows[i] = page->rows[page->count - 1 - i];
        page->rows[page->count - 1 - i] = row;
    }
    return db_done(c);
}
