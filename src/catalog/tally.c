#include "catalog/tally.h"

#include "base/mem.h"
#include "catalog/pack.h"
#include "catalog/spots.h"

#include <stdlib.h>
#include <string.h>

enum { FLUSH_AT = 1 << 18, FIRST_CAP = 1 << 10 };

/* Months count from here, so that those before the year 0 are positive too. */
#define MONTH_BIAS (INT64_C(1) << 31)

/* -- Sums -------------------------------------------------------------------------------------- */

static uint64_t key_of(int64_t high, int64_t low)
{
    return (uint64_t)high << 32 | (uint32_t)low;
}

static struct tally_slot *slot_of(struct tally_slot *slots, size_t cap, uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 32) & (cap - 1);
    while (slots[at].used && slots[at].key != key)
        at = (at + 1) & (cap - 1);
    return &slots[at];
}

static void sums_grow(struct tally_sums *s)
{
    size_t cap = s->cap != 0 ? s->cap * 2 : FIRST_CAP;
    struct tally_slot *slots = mem_calloc(cap, sizeof *slots);
    for (size_t i = 0; i < s->cap; i++)
        if (s->slots[i].used)
            *slot_of(slots, cap, s->slots[i].key) = s->slots[i];
    mem_free(s->slots);
    s->slots = slots;
    s->cap = cap;
}

static void sums_add(struct tally_sums *s, uint64_t key, int32_t first, int32_t second)
{
    if (s->len * 2 >= s->cap)
        sums_grow(s);
    struct tally_slot *slot = slot_of(s->slots, s->cap, key);
    s->len += !slot->used;
    slot->used = true;
    slot->key = key;
    slot->first += first;
    slot->second += second;
}

static void sums_release(struct tally_sums *s)
{
    mem_free(s->slots);
    *s = (struct tally_sums){0};
}

static void forms_add(struct tally *t, int64_t entity, str text, int64_t count)
{
    char key[sizeof entity + FORM_BYTES];
    if (text.len > FORM_BYTES) /* a name that is longer than what was written out ever is */
        text = spot_words(text, &t->arena);
    memcpy(key, &entity, sizeof entity);
    if (text.len != 0)
        memcpy(key + sizeof entity, text.ptr, text.len);
    str whole = {key, sizeof entity + text.len};
    size_t at = t->forms.len;
    if (!strmap_get(&t->form_numbers, whole, &at)) {
        whole = arena_str(&t->arena, whole);
        strmap_add(&t->form_numbers, &t->arena, whole, at);
        *VEC_PUSH(&t->arena, &t->forms) =
            (struct tally_form){.entity = entity, .text = str_from(whole, sizeof entity)};
    }
    t->forms.items[at].count += count;
}

void tally_release(struct tally *t)
{
    sums_release(&t->company);
    sums_release(&t->months);
    arena_release(&t->arena);
    *t = (struct tally){0};
}

/* -- A briefing --------------------------------------------------------------------------------
 */

static void presence_add(struct tally_presence *p, const struct spot *spot)
{
    if (p->count++ == 0) {
        p->start = spot->span.start;
        p->ambiguous = spot->ambiguous;
        p->block = spot->block;
    }
}

/* Two candidates of one mention are not in each other's company by that alone. */
static bool together(const struct tally_presence *a, const struct tally_presence *b)
{
    return a->count > 1 || b->count > 1 || !a->ambiguous || !b->ambiguous || a->start != b->start;
}

void tally_take(struct tally *t, struct tally_brief *b, const struct tally_entity *e)
{
    struct tally_member *m = VEC_PUSH(&b->arena, &b->members);
    m->entity = e->entity;
    struct spots spots = spots_open(e->spots, &b->arena);
    struct spot spot;
    size_t before = b->presences.len;
    while (spots_next(&spots, &spot)) {
        struct tally_presence *last =
            b->presences.len > before ? &b->presences.items[b->presences.len - 1] : NULL;
        if (last == NULL || last->block != spot.block) {
            last = VEC_PUSH(&b->arena, &b->presences);
            last->who = b->members.len - 1;
        }
        presence_add(last, &spot);
        presence_add(&m->all, &spot);
        forms_add(t, e->entity, spot_form(&spots, &spot, e->name, e->aliases, e->alias_count),
                  b->sign);
    }
    if (b->dated)
        sums_add(&t->months, key_of(e->entity, b->month + MONTH_BIAS),
                 b->sign * (int32_t)e->mentions, b->sign);
}

static int by_block(const void *left, const void *right)
{
    const struct tally_presence *a = left, *b = right;
    if (a->block != b->block)
        return a->block < b->block ? -1 : 1;
    return a->who < b->who ? -1 : a->who > b->who;
}

static void pair_add(struct tally *t, int64_t a, int64_t b, int32_t briefings, int32_t paragraphs)
{
    sums_add(&t->company, a < b ? key_of(a, b) : key_of(b, a), briefings, paragraphs);
}

static void count_company(struct tally *t, struct tally_brief *b)
{
    const struct tally_member *members = b->members.items;
    for (size_t i = 0; i < b->members.len; i++)
        for (size_t k = 0; k < i; k++)
            if (together(&members[i].all, &members[k].all))
                pair_add(t, members[i].entity, members[k].entity, b->sign, 0);

    struct tally_presence *p = b->presences.items;
    if (b->presences.len > 1)
        qsort(p, b->presences.len, sizeof *p, by_block);
    for (size_t from = 0, to; from < b->presences.len; from = to)
        for (to = from; to < b->presences.len && p[to].block == p[from].block; to++)
            for (size_t k = from; k < to; k++)
                if (together(&p[k], &p[to]))
                    pair_add(t, members[p[k].who].entity, members[p[to].who].entity, 0, b->sign);
}

void tally_count(struct tally *t, struct catalog *c, struct tally_brief *b)
{
    if (b->members.len <= TALLY_COMPANY_MAX)
        count_company(t, b);
    arena_release(&b->arena);
    if (t->company.len + t->months.len + t->forms.len > FLUSH_AT)
        tally_flush(t, c);
}

void tally_forget(struct tally *t, struct catalog *c, int64_t brief)
{
    struct tally_brief b = {.sign = -1};
    struct query q = db_query(c, "SELECT e.entity, e.mentions, e.spots, d.name, d.aliases, b.month "
                                 "FROM brief_entity e JOIN definition d ON d.n = e.definition "
                                 "JOIN brief b ON b.n = e.brief "
                                 "WHERE e.brief = ? AND e.mentions > 0");
    query_int(&q, brief);
    while (query_row(&q)) {
        struct tally_entity e = {
            .entity = query_int_at(&q, 0),
            .mentions = query_size_at(&q, 1),
            .spots = query_view_at(&q, 2),
            .name = query_view_at(&q, 3),
        };
        e.aliases = unpack_strs(query_view_at(&q, 4), &b.arena, &e.alias_count);
        b.dated = !query_null_at(&q, 5);
        b.month = query_int_at(&q, 5);
        tally_take(t, &b, &e);
    }
    tally_count(t, c, &b);
}

/* -- Lists in rows ----------------------------------------------------------------------------- */

bool tally_next_month(str packed, size_t *at, struct tally_month *month)
{
    uint64_t step, mentions, briefings;
    bool first = *at == 0;
    if (!unpack_number(packed, at, &step) || !unpack_number(packed, at, &mentions) ||
        !unpack_number(packed, at, &briefings))
        return false;
    month->month = (first ? -MONTH_BIAS : month->month) + (int64_t)step;
    month->mentions = (size_t)mentions;
    month->briefings = (size_t)briefings;
    return true;
}

bool tally_next_word(str packed, size_t *at, struct tally_word *word)
{
    uint64_t mentions;
    if (!unpack_str(packed, at, &word->text) || !unpack_number(packed, at, &mentions))
        return false;
    word->mentions = (size_t)mentions;
    return true;
}

bool tally_next_other(str packed, size_t *at, struct tally_other *other)
{
    uint64_t step, briefings, paragraphs;
    if (!unpack_number(packed, at, &step) || !unpack_number(packed, at, &briefings) ||
        !unpack_number(packed, at, &paragraphs))
        return false;
    other->entity += (int64_t)step;
    other->briefings = (size_t)briefings;
    other->paragraphs = (size_t)paragraphs;
    return true;
}

/* -- Writing -----------------------------------------------------------------------------------
 */

/* One change of a list of numbers: company by the other's number, months by month. */
struct change {
    uint64_t entity, key;
    int64_t first, second;
};

struct changes {
    struct change *items;
    size_t len, next;
};

static int by_place(const void *left, const void *right)
{
    const struct change *a = left, *b = right;
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

static struct changes changes_of(const struct tally_sums *s, bool both_ways)
{
    struct changes list = {.items = mem_calloc(s->len * 2 + 1, sizeof *list.items)};
    for (size_t i = 0; i < s->cap; i++) {
        const struct tally_slot *slot = &s->slots[i];
        if (!slot->used || (slot->first == 0 && slot->second == 0))
            continue;
        uint64_t high = slot->key >> 32, low = slot->key & UINT32_MAX;
        list.items[list.len++] = (struct change){high, low, slot->first, slot->second};
        if (both_ways)
            list.items[list.len++] = (struct change){low, high, slot->first, slot->second};
    }
    qsort(list.items, list.len, sizeof *list.items, by_place);
    return list;
}

static int by_text(const void *left, const void *right)
{
    const struct tally_form *a = left, *b = right;
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    return str_cmp(a->text, b->text);
}

struct numbers {
    struct buf out;
    uint64_t last;
};

static void put(struct numbers *n, uint64_t key, int64_t first, int64_t second)
{
    if (first <= 0 && second <= 0)
        return;
    pack_number(&n->out, key - n->last);
    pack_number(&n->out, first > 0 ? (uint64_t)first : 0);
    pack_number(&n->out, second > 0 ? (uint64_t)second : 0);
    n->last = key;
}

/* An old list and what changes in it, both by key: steps from the key before, then two counts. */
static struct buf merge_numbers(str packed, struct changes *changes, uint64_t entity)
{
    struct numbers n = {0};
    size_t at = 0;
    uint64_t key = 0, step, first, second;
    const struct change *c = &changes->items[changes->next];
    const struct change *end = changes->items + changes->len;
    while (unpack_number(packed, &at, &step) && unpack_number(packed, &at, &first) &&
           unpack_number(packed, &at, &second)) {
        key += step;
        for (; c < end && c->entity == entity && c->key < key; c++)
            put(&n, c->key, c->first, c->second);
        int64_t more = 0, much = 0;
        if (c < end && c->entity == entity && c->key == key) {
            more = c->first;
            much = c->second;
            c++;
        }
        put(&n, key, (int64_t)first + more, (int64_t)second + much);
    }
    for (; c < end && c->entity == entity; c++)
        put(&n, c->key, c->first, c->second);
    changes->next = (size_t)(c - changes->items);
    return n.out;
}

static void put_word(struct buf *out, str text, int64_t count)
{
    if (count <= 0)
        return;
    pack_str(out, text);
    pack_number(out, (uint64_t)count);
}

static struct buf merge_words(str packed, const struct tally *t, size_t *next, int64_t entity)
{
    struct buf out = {0};
    size_t at = 0;
    struct tally_word word = {0};
    const struct tally_form *f = t->forms.items != NULL ? &t->forms.items[*next] : NULL;
    const struct tally_form *end = f != NULL ? t->forms.items + t->forms.len : NULL;
    while (tally_next_word(packed, &at, &word)) {
        for (; f < end && f->entity == entity && str_cmp(f->text, word.text) < 0; f++)
            put_word(&out, f->text, f->count);
        int64_t more = 0;
        if (f < end && f->entity == entity && str_eq(f->text, word.text))
            more = (f++)->count;
        put_word(&out, word.text, (int64_t)word.mentions + more);
    }
    for (; f < end && f->entity == entity; f++)
        put_word(&out, f->text, f->count);
    if (f != NULL)
        *next = (size_t)(f - t->forms.items);
    return out;
}

static str blob_of(const struct buf *b)
{
    return b->len != 0 ? buf_str(b) : (str){0};
}

static void write_entity(struct catalog *c, int64_t entity, const struct buf *months,
                         const struct buf *forms, const struct buf *company)
{
    struct query q;
    if (months->len + forms->len + company->len == 0) {
        q = db_query(c, "DELETE FROM tally WHERE entity = ?");
        query_int(&q, entity);
        query_run(&q);
        return;
    }
    q = db_query(c, "INSERT OR REPLACE INTO tally VALUES (?, ?, ?, ?)");
    query_int(&q, entity);
    query_blob(&q, blob_of(months));
    query_blob(&q, blob_of(forms));
    query_blob(&q, blob_of(company));
    query_run(&q);
}

static void smaller(uint64_t *least, uint64_t entity)
{
    if (entity < *least)
        *least = entity;
}

static void flush_entity(struct tally *t, struct catalog *c, uint64_t entity,
                         struct changes *months, struct changes *company, size_t *form)
{
    struct query q = db_query(c, "SELECT months, forms, company FROM tally WHERE entity = ?");
    query_int(&q, (int64_t)entity);
    bool known = query_row(&q);
    struct buf m = merge_numbers(known ? query_view_at(&q, 0) : (str){0}, months, entity);
    struct buf f = merge_words(known ? query_view_at(&q, 1) : (str){0}, t, form, (int64_t)entity);
    struct buf o = merge_numbers(known ? query_view_at(&q, 2) : (str){0}, company, entity);
    query_end(&q);
    write_entity(c, (int64_t)entity, &m, &f, &o);
    buf_release(&m);
    buf_release(&f);
    buf_release(&o);
}

/* What was taken away and came back, as in a briefing of which other words were changed. */
static void drop_same_forms(struct tally *t)
{
    size_t len = 0;
    for (size_t i = 0; i < t->forms.len; i++)
        if (t->forms.items[i].count != 0)
            t->forms.items[len++] = t->forms.items[i];
    t->forms.len = len;
}

void tally_flush(struct tally *t, struct catalog *c)
{
    if (t->company.len + t->months.len + t->forms.len == 0)
        return;
    drop_same_forms(t);
    struct changes months = changes_of(&t->months, false);
    struct changes company = changes_of(&t->company, true);
    size_t form = 0;
    if (t->forms.len > 1)
        qsort(t->forms.items, t->forms.len, sizeof *t->forms.items, by_text);
    for (;;) {
        uint64_t entity = UINT64_MAX;
        if (months.next < months.len)
            smaller(&entity, months.items[months.next].entity);
        if (company.next < company.len)
            smaller(&entity, company.items[company.next].entity);
        if (form < t->forms.len)
            smaller(&entity, (uint64_t)t->forms.items[form].entity);
        if (entity == UINT64_MAX || db_failed(c))
            break;
        flush_entity(t, c, entity, &months, &company, &form);
    }
    mem_free(months.items);
    mem_free(company.items);
    tally_release(t);
}
