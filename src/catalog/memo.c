#include "catalog/memo.h"

#include "base/mem.h"
#include "catalog/db.h"

static void memo_free(struct memo *m)
{
    if (m == NULL)
        return;
    arena_release(&m->arena);
    mem_free(m);
}

void *memo_last(struct catalog *c, enum memo_kind kind)
{
    struct memo *m = c->memos[kind];
    return m != NULL && m->generation == db_meta(c, "generation") ? m : NULL;
}

void *memo_known(struct catalog *c, enum memo_kind kind, str asked)
{
    struct memo *m = memo_last(c, kind);
    return m != NULL && str_eq(m->asked, asked) ? m : NULL;
}

void *memo_make(struct catalog *c, enum memo_kind kind, size_t size, str asked)
{
    struct memo *m = mem_calloc(1, size);
    m->generation = db_meta(c, "generation");
    m->asked = arena_str(&m->arena, asked);
    if (c->memos[kind] != NULL && c->memos[kind]->generation != m->generation)
        memo_put(c, kind, NULL);
    return m;
}

void *memo_keep(struct catalog *c, enum memo_kind kind, void *memo)
{
    if (db_stopped(c) || db_failed(c)) {
        memo_free(memo);
        memo = NULL;
    }
    return memo_put(c, kind, memo);
}

void *memo_put(struct catalog *c, enum memo_kind kind, void *memo)
{
    memo_free(c->memos[kind]);
    c->memos[kind] = memo;
    return memo;
}

void memos_forget(struct catalog *c)
{
    for (int kind = 0; kind < MEMO_COUNT; kind++)
        memo_put(c, (enum memo_kind)kind, NULL);
}
