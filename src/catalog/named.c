#include "catalog/named.h"

#include "catalog/key.h"
#include "catalog/pack.h"
#include "text/unicode.h"

str named_form(const struct named *n, str text, struct arena *a)
{
    return n->exact ? unicode_nfc(text, a) : key_fold(text, a);
}

bool named_is(const struct named *n, str wanted, str text, struct arena *scratch)
{
    str form = named_form(n, text, scratch);
    return n->prefix ? str_starts(form, wanted) : str_eq(form, wanted);
}

static void add_by_id(struct catalog *c, const struct named *n, str wanted, struct bits *found)
{
    struct query q = db_query(c, "SELECT n, id FROM entity");
    while (!db_stopped(c) && query_row(&q)) {
        struct arena scratch = {0};
        if (named_is(n, wanted, query_view_at(&q, 1), &scratch))
            bits_add(found, query_size_at(&q, 0));
        arena_release(&scratch);
    }
    query_end(&q);
}

/* Of a definition that holds the text somewhere. */
static bool has_name(const struct named *n, str wanted, const struct query *q)
{
    struct arena scratch = {0};
    bool has = named_is(n, wanted, query_view_at(q, 1), &scratch);
    size_t count;
    str *aliases = unpack_strs(query_view_at(q, 2), &scratch, &count);
    for (size_t i = 0; i < count && !has; i++)
        has = named_is(n, wanted, aliases[i], &scratch);
    arena_release(&scratch);
    return has;
}

struct bits named_entities(struct catalog *c, const struct named *n, struct arena *a)
{
    struct bits found = bits_make(a, db_numbers(c, "SELECT max(n) FROM entity"));
    str wanted = named_form(n, n->text, a);
    add_by_id(c, n, wanted, &found);
    struct query q = db_query(c, "SELECT entity, name, aliases FROM definition "
                                 "WHERE instr(find, ?)");
    query_str(&q, key_fold(n->text, a));
    while (!db_stopped(c) && query_row(&q))
        if (has_name(n, wanted, &q))
            bits_add(&found, query_size_at(&q, 0));
    query_end(&q);
    return found;
}
