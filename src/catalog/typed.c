#include "catalog/typed.h"

#include "catalog/entities.h"
#include "catalog/moments_filter.h"

struct typed {
    struct memo memo;
    bool known[ENTITY_TYPE_COUNT];
    struct bits of[ENTITY_TYPE_COUNT];
};

static struct typed *typed(struct catalog *c)
{
    struct typed *t = memo_last(c, MEMO_TYPED);
    if (t != NULL)
        return t;
    t = memo_make(c, MEMO_TYPED, sizeof *t, STR(""));
    size_t size = db_numbers(c, "SELECT max(n) FROM agreement");
    for (int type = 0; type < ENTITY_TYPE_COUNT; type++)
        t->of[type] = bits_make(&t->memo.arena, size);
    return memo_put(c, MEMO_TYPED, t);
}

static void look_up(struct catalog *c, enum entity_type type, struct bits *agreements)
{
    struct query q = db_query(c, "SELECT e.id FROM entity e WHERE " OF_TYPE);
    query_int(&q, ENTITY_TYPE_BIT(type));
    while (query_row(&q)) {
        struct query of = db_query(c, "SELECT agreement FROM agreement_party WHERE party = ? "
                                      "AND listed = 1");
        query_str(&of, query_view_at(&q, 0));
        while (query_row(&of))
            bits_add(agreements, query_size_at(&of, 0));
    }
}

const struct bits *typed_of(struct catalog *c, enum entity_type type)
{
    struct typed *t = typed(c);
    if (!t->known[type]) {
        look_up(c, type, &t->of[type]);
        t->known[type] = !db_stopped(c) && !db_failed(c);
    }
    return &t->of[type];
}

void typed_ahead(struct catalog *c)
{
    for (int type = ENTITY_UNTYPED + 1; type < ENTITY_TYPE_COUNT && !db_stopped(c); type++)
        typed_of(c, (enum entity_type)type);
}
