#include "catalog/fulltext.h"

#include "base/mem.h"
#include "catalog/pack.h"
#include "catalog/tokens.h"

#include <limits.h>
#include <string.h>
#include <zstd.h>

/* -- The tokenizer ----------------------------------------------------------------------------- */

struct receiver {
    void *user;
    int (*take)(void *, int, const char *, int, int, int);
};

static int pass(void *user, const struct token *t)
{
    const struct receiver *r = user;
    return r->take(r->user, t->beside ? FTS5_TOKEN_COLOCATED : 0, t->text.ptr, (int)t->text.len,
                   (int)t->start, (int)t->end);
}

/* It has no settings and no state; SQLite wants an address. */
static int create(void *context, const char **arguments, int count, Fts5Tokenizer **out)
{
    static char nothing;
    (void)context;
    (void)arguments;
    *out = (Fts5Tokenizer *)&nothing;
    return count == 0 ? SQLITE_OK : SQLITE_ERROR;
}

static void delete (Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *user, int flags, const char *text, int size,
                    int (*take)(void *, int, const char *, int, int, int))
{
    (void)tokenizer;
    if (text == NULL)
        return SQLITE_OK;
    struct receiver r = {.user = user, .take = take};
    enum tokens_of of = (flags & FTS5_TOKENIZE_QUERY) == 0    ? TOKENS_OF_TEXT
                        : (flags & FTS5_TOKENIZE_PREFIX) != 0 ? TOKENS_OF_PREFIX
                                                              : TOKENS_OF_QUERY;
    return tokens_each((str){text, (size_t)size}, of, pass, &r);
}

struct err fulltext_register(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(db, "SELECT fts5(?)", -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL);
    if (rc == SQLITE_OK)
        sqlite3_step(s);
    sqlite3_finalize(s);
    if (rc == SQLITE_OK && api == NULL)
        return err_make(ERR_SYSTEM, "SQLite was built without its full-text search (FTS5)");
    fts5_tokenizer functions = {.xCreate = create, .xDelete = delete, .xTokenize = tokenize};
    if (rc == SQLITE_OK)
        rc = api->xCreateTokenizer(api, "attache", NULL, &functions, NULL);
    return rc == SQLITE_OK ? ERR_OK : sql_err(db, rc, "the full-text search cannot be set up");
}

/* -- The stored text ---------------------------------------------------------------------------
 *
 * Its length, then its bytes, or fewer that Zstandard makes of them: as few as zlib's fastest, in
 * a third of the time.
 */

enum { LEVEL = 1 };

struct fulltext_packer {
    ZSTD_CCtx *context;
};

struct fulltext_packer *fulltext_packer_new(void)
{
    struct fulltext_packer *p = mem_calloc(1, sizeof *p);
    p->context = ZSTD_createCCtx();
    if (p->context == NULL)
        mem_exhausted();
    return p;
}

void fulltext_packer_free(struct fulltext_packer *p)
{
    if (p != NULL)
        ZSTD_freeCCtx(p->context);
    mem_free(p);
}

str fulltext_pack(struct fulltext_packer *p, str body, struct arena *a)
{
    struct buf head = {0};
    pack_number(&head, body.len);
    size_t at = head.len, room = ZSTD_compressBound(body.len);
    char *bytes = arena_alloc(a, at + room, 1);
    memcpy(bytes, head.ptr, at);
    buf_release(&head);
    size_t made = p == NULL
                      ? ZSTD_compress(bytes + at, room, body.ptr, body.len, LEVEL)
                      : ZSTD_compressCCtx(p->context, bytes + at, room, body.ptr, body.len, LEVEL);
    if (ZSTD_isError(made) || made >= body.len) {
        made = body.len;
        if (body.len > 0)
            memcpy(bytes + at, body.ptr, body.len);
    }
    return (str){bytes, at + made};
}

static str unpack(str packed, struct arena *a)
{
    size_t at = 0;
    uint64_t size = 0;
    if (!unpack_number(packed, &at, &size) || size > INT_MAX)
        return (str){0};
    str rest = str_sub(packed, at, packed.len);
    if (size == rest.len)
        return arena_str(a, rest);
    char *bytes = arena_alloc(a, (size_t)size + 1, 1);
    size_t made = ZSTD_decompress(bytes, (size_t)size, rest.ptr, rest.len);
    return made == size ? (str){bytes, (size_t)size} : (str){0};
}

str fulltext_body(struct catalog *c, int64_t brief, struct arena *a)
{
    struct query q = db_query(c, "SELECT body FROM brief_body WHERE n = ?");
    query_int(&q, brief);
    str body = query_row(&q) ? unpack(query_view_at(&q, 0), a) : (str){0};
    query_end(&q);
    return body;
}

/* -- Maintenance ------------------------------------------------------------------------------- */

/* In an order that does not depend on when it is asked: numbers of definitions do not change. */
static str names_of(struct catalog *c, int64_t brief, struct arena *a)
{
    struct buf names = {0};
    struct query q = db_query(c, "SELECT d.name, d.aliases FROM brief_entity e "
                                 "JOIN definition d ON d.n = e.definition "
                                 "WHERE e.brief = ? AND e.mentions > 0 ORDER BY e.definition");
    query_int(&q, brief);
    while (query_row(&q)) {
        size_t count = 0;
        buf_append(&names, query_view_at(&q, 0));
        buf_byte(&names, '\n');
        const str *aliases = unpack_strs(query_view_at(&q, 1), a, &count);
        for (size_t i = 0; i < count; i++) {
            buf_append(&names, aliases[i]);
            buf_byte(&names, '\n');
        }
    }
    str copy = arena_str(a, buf_str(&names));
    buf_release(&names);
    return copy;
}

struct fulltext_change {
    int64_t brief;
    bool removal;
    str title, summary, names, body;
};

enum { GATHERED_MAX = 32 << 20 };

/* Everything but the body is worked out from the rows, so that it is the same when it is removed.
 */
static void gather(struct fulltext_changes *changes, struct catalog *c, int64_t brief, bool removal,
                   str body)
{
    struct arena *a = &changes->arena;
    struct query q = db_query(c, "SELECT title, summary FROM brief WHERE n = ?");
    query_int(&q, brief);
    bool known = query_row(&q);
    str title = known ? query_str_at(&q, 0, a) : (str){0};
    str summary = known ? query_str_at(&q, 1, a) : (str){0};
    query_end(&q);
    *VEC_PUSH(a, &changes->items) = (struct fulltext_change){.brief = brief,
                                                             .removal = removal,
                                                             .title = title,
                                                             .summary = summary,
                                                             .names = names_of(c, brief, a),
                                                             .body = body};
    changes->bytes += body.len;
    if (changes->bytes >= GATHERED_MAX)
        fulltext_write(changes, c);
}

void fulltext_add(struct fulltext_changes *changes, struct catalog *c, int64_t brief, str body,
                  str packed)
{
    struct query q = db_query(c, "INSERT INTO brief_body VALUES (?, ?)");
    query_int(&q, brief);
    query_blob(&q, packed);
    query_run(&q);
    gather(changes, c, brief, false, arena_str(&changes->arena, body));
}

void fulltext_remove(struct fulltext_changes *changes, struct catalog *c, int64_t brief)
{
    str body = fulltext_body(c, brief, &changes->arena);
    if (!str_present(body))
        return;
    gather(changes, c, brief, true, body);
    struct query q = db_query(c, "DELETE FROM brief_body WHERE n = ?");
    query_int(&q, brief);
    query_run(&q);
}

void fulltext_write(struct fulltext_changes *changes, struct catalog *c)
{
    for (size_t i = 0; i < changes->items.len; i++) {
        const struct fulltext_change *change = &changes->items.items[i];
        struct query q =
            db_query(c, change->removal
                            ? "INSERT INTO fulltext (fulltext, rowid, title, summary, names, body) "
                              "VALUES ('delete', ?, ?, ?, ?, ?)"
                            : "INSERT INTO fulltext (rowid, title, summary, names, body) "
                              "VALUES (?, ?, ?, ?, ?)");
        query_int(&q, change->brief);
        query_str(&q, change->title);
        query_str(&q, change->summary);
        query_str(&q, change->names);
        query_str(&q, change->body);
        query_run(&q);
    }
    arena_release(&changes->arena);
    *changes = (struct fulltext_changes){0};
}
