#include "catalog/touched.h"

#include "base/bits.h"
#include "base/fs.h"
#include "catalog/entities.h"
#include "catalog/pack.h"
#include "catalog/texts.h"
#include "catalog/tokens.h"
#include "loader/suggest.h"

#include <stdlib.h>

/* More changed definitions than these are most of a registry. */
enum { MANY = 64 };

/* -- What has changed -------------------------------------------------------------------------- */

struct registry touched_registry(struct store *s, int64_t scope)
{
    struct registry r = {0};
    struct query q = db_query(s->c, "SELECT definition * 2 + listed FROM scope_entity "
                                    "WHERE scope = ? ORDER BY definition");
    query_int(&q, scope);
    while (query_row(&q))
        *VEC_PUSH(&s->arena, &r.items) = query_int_at(&q, 0);
    return r;
}

/* Something that was said of an entity, or is said now, and not both. */
struct change {
    str id;
    const str *forms; /* the name and the aliases */
    size_t form_count;
};

struct changes {
    struct store *s;
    VEC(struct change) items;
    struct bits touched; /* briefings */
};

static void add_change(struct changes *changes, int64_t definition)
{
    struct arena *a = &changes->s->arena;
    struct query q = db_query(changes->s->c, "SELECT e.id, d.name, d.aliases FROM definition d "
                                             "JOIN entity e ON e.n = d.entity WHERE d.n = ?");
    query_int(&q, definition);
    if (query_row(&q)) {
        struct change *change = VEC_PUSH(a, &changes->items);
        size_t count = 0;
        const str *aliases = unpack_strs(query_view_at(&q, 2), a, &count);
        str *forms = ARENA_ARRAY(a, str, count + 1);
        change->id = query_str_at(&q, 0, a);
        forms[0] = query_str_at(&q, 1, a);
        for (size_t i = 0; i < count; i++)
            forms[i + 1] = arena_str(a, aliases[i]);
        change->forms = forms;
        change->form_count = count + 1;
    }
    query_end(&q);
}

/* Both are in order. */
static void find_changes(struct changes *changes, const struct registry *before,
                         const struct registry *after)
{
    size_t i = 0, j = 0;
    while (changes->items.len <= MANY && (i < before->items.len || j < after->items.len)) {
        int64_t was = i < before->items.len ? before->items.items[i] : INT64_MAX;
        int64_t is = j < after->items.len ? after->items.items[j] : INT64_MAX;
        if (was != is)
            add_change(changes, (was < is ? was : is) / 2);
        i += was <= is;
        j += is <= was;
    }
}

static bool can_be_looked_up(const struct changes *changes)
{
    for (size_t i = 0; i < changes->items.len; i++)
        for (size_t k = 0; k < changes->items.items[i].form_count; k++)
            if (!tokens_are_words(changes->items.items[i].forms[k]))
                return false;
    return true;
}

/* Within another, or around one, it lays over what that says, or is laid over. */
static bool is_alone(struct catalog *c, str path)
{
    struct query q = db_query(c, "SELECT path FROM scope WHERE path <> ?");
    query_str(&q, path);
    bool alone = true;
    while (alone && query_row(&q))
        alone = !str_eq(path_base(query_view_at(&q, 0)), path_base(path));
    query_end(&q);
    return alone;
}

/* -- Whom it touches --------------------------------------------------------------------------- */

static void touch_row(struct changes *changes, const struct query *q)
{
    bits_add(&changes->touched, query_size_at(q, 0));
}

static void touch_all(struct changes *changes, struct query *q)
{
    while (query_row(q))
        touch_row(changes, q);
}

static void touch_by(struct changes *changes, const char *sql, str value)
{
    struct query q = db_query(changes->s->c, sql);
    query_str(&q, value);
    touch_all(changes, &q);
}

static void touch_mentioning(struct changes *changes, int64_t entity)
{
    struct query q = db_query(changes->s->c, "SELECT brief FROM brief_entity WHERE entity = ?");
    query_int(&q, entity);
    touch_all(changes, &q);
}

static void touch_referring(struct changes *changes, str id)
{
    touch_by(changes,
             "SELECT e.brief FROM agreement_party p JOIN entry e ON e.agreement = p.agreement "
             "WHERE p.party = ?1 "
             "UNION ALL SELECT brief FROM participant WHERE party = ?1 "
             "UNION ALL SELECT brief FROM relation WHERE subject = ?1 "
             "UNION ALL SELECT brief FROM relation WHERE object = ?1 "
             "UNION ALL SELECT brief FROM reference WHERE target = ?1",
             id);
}

/* Matching is narrower than the full text is: it minds case and accents. */
static void touch_having(struct changes *changes, str form)
{
    struct catalog *c = changes->s->c;
    struct buf match = {0};
    buf_append(&match, STR("{body} : \""));
    for (size_t i = 0; i < form.len; i++) {
        buf_byte(&match, form.ptr[i]);
        if (form.ptr[i] == '"')
            buf_byte(&match, '"');
    }
    buf_byte(&match, '"');
    struct query q = texts_query(c, "SELECT rowid FROM fulltext WHERE fulltext MATCH ?");
    query_str(&q, buf_str(&match));
    touch_all(changes, &q);
    texts_done(c);
    buf_release(&match);
}

static bool is_a_form(const struct change *change, str name)
{
    for (size_t i = 0; i < change->form_count; i++)
        if (str_eq(change->forms[i], name))
            return true;
    return false;
}

/* What nobody knew may be known now, or something nearer to it. */
static void touch_strangers(struct changes *changes)
{
    struct query q = db_query(changes->s->c, "SELECT brief, name FROM trouble WHERE kind <> ?");
    query_int(&q, TROUBLE_AMBIGUOUS);
    while (query_row(&q)) {
        str name = query_view_at(&q, 1);
        for (size_t i = 0; i < changes->items.len; i++) {
            const struct change *change = &changes->items.items[i];
            if (suggest_distance(name, change->id, SUGGEST_EDITS) <= SUGGEST_EDITS ||
                is_a_form(change, name))
                touch_row(changes, &q);
        }
    }
}

static bool is_namesake(const struct changes *changes, str form)
{
    for (size_t i = 0; i < changes->items.len; i++) {
        const struct change *change = &changes->items.items[i];
        if (str_eq(form, change->id) || is_a_form(change, form))
            return true;
    }
    return false;
}

/* Entities that have a name of the changed ones, and those themselves: a link by a name need not
 * show it in the text. */
static void touch_namesakes(struct changes *changes)
{
    struct arena a = {0};
    struct query q = db_query(changes->s->c, "SELECT entity, name, aliases FROM definition");
    while (query_row(&q)) {
        size_t count = 0;
        const str *aliases = unpack_strs(query_view_at(&q, 2), &a, &count);
        bool touched = is_namesake(changes, query_view_at(&q, 1));
        for (size_t i = 0; !touched && i < count; i++)
            touched = is_namesake(changes, aliases[i]);
        if (touched)
            touch_mentioning(changes, query_int_at(&q, 0));
        arena_release(&a);
    }
}

/* Problems and names in trouble that are said at a place in the registry. */
static void touch_told_at(struct changes *changes, str path)
{
    touch_by(changes,
             "SELECT owner FROM diag WHERE file = ?1 AND kind = 1 "
             "UNION ALL SELECT brief FROM trouble WHERE file = ?1",
             path);
}

static void touch(struct changes *changes)
{
    for (size_t i = 0; i < changes->items.len; i++) {
        const struct change *change = &changes->items.items[i];
        touch_referring(changes, change->id);
        for (size_t k = 0; k < change->form_count; k++)
            touch_having(changes, change->forms[k]);
    }
    touch_strangers(changes);
    touch_namesakes(changes);
}

void touched_mark(struct store *s, str path, const struct registry *before,
                  const struct registry *after)
{
    struct catalog *c = s->c;
    struct changes changes = {.s = s};
    find_changes(&changes, before, after);
    if (changes.items.len > MANY || !can_be_looked_up(&changes) || !is_alone(c, path)) {
        store_stale(s, path, NULL);
        return;
    }
    changes.touched = bits_make(&s->arena, db_numbers(c, "SELECT max(n) FROM unit"));
    touch_told_at(&changes, path);
    if (changes.items.len > 0)
        touch(&changes);
    store_stale(s, path, &changes.touched);
}
