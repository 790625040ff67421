#include "base/strmap.h"
#include "catalog/entities.h"
#include "catalog/key.h"
#include "catalog/pack.h"
#include "catalog/spots.h"
#include "catalog/store.h"

/* -- Who is mentioned, and where ----------------------------------------------------------------
 */

/* The mentions of each entity, in the order of the text; an ambiguous one counts once for each
 * candidate. */
struct mentions {
    const struct mention **items;
    size_t len;
};

static struct mentions *by_entity(struct store *s, const struct briefing *b)
{
    struct arena *a = &s->arena;
    struct mentions *lists = ARENA_ARRAY(a, struct mentions, b->entity_count);
    for (size_t i = 0; i < b->mention_count; i++)
        for (size_t k = 0; k < b->mentions[i].candidate_count; k++)
            lists[b->mentions[i].candidates[k]].len++;
    for (size_t i = 0; i < b->entity_count; i++) {
        if (lists[i].len != 0)
            lists[i].items = ARENA_ARRAY(a, const struct mention *, lists[i].len);
        lists[i].len = 0;
    }
    for (size_t i = 0; i < b->mention_count; i++)
        for (size_t k = 0; k < b->mentions[i].candidate_count; k++) {
            struct mentions *list = &lists[b->mentions[i].candidates[k]];
            list->items[list->len++] = &b->mentions[i];
        }
    return lists;
}

str store_date_key(struct store *s, const struct briefing *b)
{
    str key = key_date(&b->date, KEY_DESCENDING, &s->arena);
    return str_present(key) ? key : STR("\xFF");
}

static void count(struct store *s, struct tally_brief *counted, int64_t entity,
                  const struct entity *e, size_t mentions, str spots)
{
    str *aliases = ARENA_ARRAY(&s->arena, str, e->alias_count);
    for (size_t i = 0; i < e->alias_count; i++)
        aliases[i] = e->aliases[i].text;
    const struct tally_entity counts = {
        .entity = entity,
        .mentions = mentions,
        .spots = spots,
        .name = e->name.text,
        .aliases = aliases,
        .alias_count = e->alias_count,
    };
    tally_take(&s->tally, counted, &counts);
}

/* Definitions that the briefing had rows of, in their order. */
struct known {
    int64_t definition, entity;
    bool still;
};

struct knowns {
    struct known *items;
    size_t len, cap;
};

static struct knowns known_before(struct store *s, int64_t n)
{
    struct knowns before = {0};
    if (!s->again)
        return before;
    struct query q = db_query(s->c, "SELECT definition, entity FROM brief_entity WHERE brief = ? "
                                    "ORDER BY definition");
    query_int(&q, n);
    while (query_row(&q))
        *VEC_PUSH(&s->arena, &before) =
            (struct known){query_int_at(&q, 0), query_int_at(&q, 1), false};
    return before;
}

static struct known *find_known(const struct knowns *before, int64_t definition)
{
    size_t from = 0, to = before->len;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (before->items[middle].definition < definition)
            from = middle + 1;
        else
            to = middle;
    }
    bool there = from < before->len && before->items[from].definition == definition;
    return there ? &before->items[from] : NULL;
}

static void mark_dirty(struct store *s, int64_t entity)
{
    db_run_of(s->c, "INSERT OR IGNORE INTO dirty_entity VALUES (?)", entity);
}

static void remove_others(struct store *s, int64_t n, const struct knowns *before)
{
    for (size_t i = 0; i < before->len; i++) {
        if (before->items[i].still)
            continue;
        struct query q =
            db_query(s->c, "DELETE FROM brief_entity WHERE brief = ? AND definition = ?");
        query_int(&q, n);
        query_int(&q, before->items[i].definition);
        query_run(&q);
        mark_dirty(s, before->items[i].entity);
    }
}

/* The first of several with the same definition counts. An entity is settled by how often it is
 * mentioned and on which days, not by where. */
static void put_entity(struct store *s, const struct put *p, int64_t definition, int64_t entity,
                       const struct knowns *before)
{
    enum { MENTIONS = 3, BY_DATE };
    struct known *known = find_known(before, definition);
    uint64_t others = known == NULL || !known->still ? put_row(p, s->c, known == NULL) : 0;
    if (known != NULL)
        known->still = true;
    if (s->again && others & (PUT_COLUMN(MENTIONS) | PUT_COLUMN(BY_DATE)))
        mark_dirty(s, entity);
}

static int64_t store_entity(struct store *s, int64_t n, const struct briefing *b,
                            const struct entity *e, const struct mentions *list, str by_date,
                            const struct knowns *before, struct tally_brief *counted)
{
    static const struct put_table table = {
        "brief_entity", "brief = ? AND definition = ?", 2,
        "INSERT OR IGNORE INTO brief_entity VALUES (?, ?, ?, ?, ?, ?)"};
    struct buf spots = {0};
    int64_t entity, definition = store_use(s, e, list->len, &entity);
    if (list->len != 0) {
        spots_pack(&spots, &b->document, e, list->items, list->len, &s->arena);
        count(s, counted, entity, e, list->len, buf_str(&spots));
    }
    struct put p = {.table = &table};
    put_int(&p, n);
    put_int(&p, definition);
    put_int(&p, entity);
    put_size(&p, list->len);
    put_blob(&p, by_date);
    put_blob(&p, list->len != 0 ? buf_str(&spots) : (str){0});
    put_entity(s, &p, definition, entity, before);
    buf_release(&spots);
    return definition;
}

/* -- Names in trouble --------------------------------------------------------------------------
 */

struct name {
    enum trouble kind;
    str text, key, candidates;
    size_t places;
    bool in_text;
    struct span span;
    struct origin at;
};

struct troubles {
    struct store *s;
    struct strmap numbers; /* by key */
    VEC(struct name) names;
};

static void note(struct troubles *t, enum trouble kind, str text, str candidates, bool in_text,
                 struct span span, struct origin at)
{
    struct arena *a = &t->s->arena;
    struct buf key = {0};
    buf_append(&key, key_text(text, a));
    buf_byte(&key, '\0');
    buf_append(&key, text);
    buf_byte(&key, '\0');
    buf_byte(&key, (char)kind);
    buf_append(&key, candidates);
    str copy = arena_str(a, buf_str(&key));
    buf_release(&key);
    size_t number = t->names.len;
    if (strmap_get(&t->numbers, copy, &number) && number < t->names.len) {
        struct name *known = &t->names.items[number];
        known->places++;
        if (in_text && !known->in_text) {
            known->in_text = true;
            known->span = span;
            known->at = at;
        }
        return;
    }
    strmap_add(&t->numbers, a, copy, number);
    *VEC_PUSH(a, &t->names) = (struct name){.kind = kind,
                                            .text = text,
                                            .key = copy,
                                            .candidates = candidates,
                                            .places = 1,
                                            .in_text = in_text,
                                            .span = span,
                                            .at = at};
}

/* The ids are in their order already. */
static void note_ambiguous(struct troubles *t, const struct briefing *b, const struct mention *m)
{
    struct arena *a = &t->s->arena;
    str *ids = ARENA_ARRAY(a, str, m->candidate_count);
    for (size_t i = 0; i < m->candidate_count; i++)
        ids[i] = b->entities[m->candidates[i]].id;
    str words = spot_words(str_sub(b->document.text, m->span.start, m->span.end), a);
    note(t, TROUBLE_AMBIGUOUS, words, store_packed(t->s, ids, m->candidate_count), true, m->span,
         m->at);
}

static void note_stranger(struct troubles *t, const struct stranger *stranger)
{
    static const enum trouble kinds[] = {
        [STRANGER_LISTED] = TROUBLE_LISTED,
        [STRANGER_LINK] = TROUBLE_LINK,
        [STRANGER_WIKI] = TROUBLE_WIKI,
        [STRANGER_PARTY] = TROUBLE_PARTY,
        [STRANGER_PARTICIPANT] = TROUBLE_PARTICIPANT,
        [STRANGER_RELATION] = TROUBLE_RELATION,
    };
    note(t, kinds[stranger->kind], stranger->name, (str){0}, stranger->in_text, stranger->span,
         stranger->at);
}

static void store_name(struct store *s, int64_t n, size_t seq, const struct name *name)
{
    static const struct put_table table = {
        "trouble", "brief = ? AND seq = ?", 2,
        "INSERT INTO trouble VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    struct put p = {.table = &table};
    put_int(&p, n);
    put_size(&p, seq);
    put_blob(&p, name->key);
    put_int(&p, name->kind);
    put_str(&p, name->text);
    put_blob(&p, name->candidates);
    put_size(&p, name->places);
    if (name->in_text) {
        put_size(&p, name->span.start);
        put_size(&p, name->span.end);
    } else {
        put_null(&p);
        put_null(&p);
    }
    put_str(&p, name->at.file);
    put_size(&p, name->at.line);
    put_size(&p, name->at.column);
    put_row(&p, s->c, !s->again);
}

static void store_troubles(struct store *s, int64_t n, const struct briefing *b)
{
    struct troubles t = {.s = s};
    for (size_t i = 0; i < b->mention_count; i++)
        if (b->mentions[i].candidate_count > 1)
            note_ambiguous(&t, b, &b->mentions[i]);
    for (size_t i = 0; i < b->stranger_count; i++)
        note_stranger(&t, &b->strangers[i]);
    for (size_t i = 0; i < t.names.len; i++)
        store_name(s, n, i, &t.names.items[i]);
    if (s->again)
        store_cut(s, "DELETE FROM trouble WHERE brief = ? AND seq >= ?", n, t.names.len);
}

/* -- All of it ---------------------------------------------------------------------------------
 */

size_t store_mentions(struct store *s, int64_t n, const struct briefing *b, struct buf *list)
{
    struct mentions *lists = by_entity(s, b);
    str by_date = store_date_key(s, b);
    struct knowns before = known_before(s, n);
    struct tally_brief counted = {.sign = 1};
    counted.dated = store_month(&b->date, &counted.month);
    size_t mentioned = 0;
    for (size_t i = 0; i < b->entity_count; i++) {
        int64_t definition =
            store_entity(s, n, b, &b->entities[i], &lists[i], by_date, &before, &counted);
        if (lists[i].len == 0)
            continue;
        mentioned++;
        pack_number(list, (uint64_t)definition);
    }
    remove_others(s, n, &before);
    tally_count(&s->tally, s->c, &counted);
    store_troubles(s, n, b);
    return mentioned;
}
