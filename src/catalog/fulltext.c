#include "catalog/fulltext.h"

#include "base/mem.h"
#include "catalog/pack.h"
#include "catalog/texts.h"
#include "catalog/tokens.h"

#include <limits.h>
#include <string.h>
#include <zstd.h>

enum { PARTS = 4 }; /* columns */

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

/* -- How much a phrase weighs -------------------------------------------------------------------
 */

static void weight(const Fts5ExtensionApi *api, Fts5Context *row, sqlite3_context *result,
                   int count, sqlite3_value **weights)
{
    double sum = 0, of[PARTS] = {0};
    int column, offset;
    Fts5PhraseIter at;
    for (int i = 0; i < count && i < PARTS; i++)
        of[i] = sqlite3_value_double(weights[i]);
    int rc = api->xPhraseFirst(row, 0, &at, &column, &offset);
    if (rc != SQLITE_OK) {
        sqlite3_result_error_code(result, rc);
        return;
    }
    for (; column >= 0; api->xPhraseNext(row, &at, &column, &offset))
        sum += column < PARTS ? of[column] : 0;
    sqlite3_result_double(result, sum);
}

/* -- Connections ---------------------------------------------------------------------------------
 */

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
    if (rc == SQLITE_OK)
        rc = api->xCreateFunction(api, "weight", NULL, weight, NULL);
    return rc == SQLITE_OK ? ERR_OK : sql_err(db, rc, "the full-text search cannot be set up");
}

/* -- What is kept of a briefing -----------------------------------------------------------------
 *
 * The lengths of body, title, summary and names, then their bytes, or fewer that Zstandard makes of
 * them: as few as zlib's fastest, in a third of the time.
 */

enum { LEVEL = 1 };

struct fulltext_packer {
    ZSTD_CCtx *context;
    struct buf head, plain, packed;
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
    if (p == NULL)
        return;
    ZSTD_freeCCtx(p->context);
    buf_release(&p->head);
    buf_release(&p->plain);
    buf_release(&p->packed);
    mem_free(p);
}

/* The parts one after another, and that again as it is kept. */
static void pack(struct fulltext_packer *p, const str parts[PARTS])
{
    buf_clear(&p->head);
    buf_clear(&p->plain);
    buf_clear(&p->packed);
    for (size_t i = 0; i < PARTS; i++) {
        pack_number(&p->head, parts[i].len);
        buf_append(&p->plain, parts[i]);
    }
    buf_append(&p->packed, buf_str(&p->head));
    size_t room = ZSTD_compressBound(p->plain.len);
    char *bytes = buf_room(&p->packed, room);
    size_t made = ZSTD_compressCCtx(p->context, bytes, room, p->plain.ptr, p->plain.len, LEVEL);
    if (ZSTD_isError(made) || made >= p->plain.len)
        buf_append(&p->packed, buf_str(&p->plain));
    else
        p->packed.len += made;
}

/* `unpacker` may be NULL. */
static bool unpack(ZSTD_DCtx *unpacker, str packed, struct arena *a, str parts[PARTS])
{
    size_t at = 0, size = 0;
    uint64_t lengths[PARTS];
    for (size_t i = 0; i < PARTS; i++) {
        if (!unpack_number(packed, &at, &lengths[i]) || lengths[i] > INT_MAX - size)
            return false;
        size += (size_t)lengths[i];
    }
    str rest = str_sub(packed, at, packed.len);
    if (size != rest.len) {
        char *bytes = arena_room(a, size + 1, 1);
        size_t made = unpacker != NULL
                          ? ZSTD_decompressDCtx(unpacker, bytes, size, rest.ptr, rest.len)
                          : ZSTD_decompress(bytes, size, rest.ptr, rest.len);
        if (made != size)
            return false;
        rest = (str){bytes, size};
    } else {
        rest = arena_str(a, rest);
    }
    for (size_t i = 0, from = 0; i < PARTS; from += (size_t)lengths[i], i++)
        parts[i] = str_sub(rest, from, from + (size_t)lengths[i]);
    return true;
}

/* The name and the aliases of every entity that is mentioned, one a line. */
static str names_of(const struct briefing *b, struct arena *a)
{
    bool *mentioned = ARENA_ARRAY(a, bool, b->entity_count + 1);
    for (size_t i = 0; i < b->mention_count; i++)
        for (size_t k = 0; k < b->mentions[i].candidate_count; k++)
            mentioned[b->mentions[i].candidates[k]] = true;
    struct buf names = {0};
    for (size_t i = 0; i < b->entity_count; i++) {
        const struct entity *e = &b->entities[i];
        if (!mentioned[i])
            continue;
        buf_append(&names, e->name.text);
        buf_byte(&names, '\n');
        for (size_t k = 0; k < e->alias_count; k++) {
            buf_append(&names, e->aliases[k].text);
            buf_byte(&names, '\n');
        }
    }
    str copy = arena_str(a, buf_str(&names));
    buf_release(&names);
    return copy;
}

struct fulltext_document *fulltext_document(struct fulltext_packer *packer,
                                            const struct briefing *b)
{
    struct arena scratch = {0};
    struct fulltext_packer *p = packer != NULL ? packer : fulltext_packer_new();
    const str parts[PARTS] = {b->document.text, b->title, b->summary, names_of(b, &scratch)};
    pack(p, parts);
    struct fulltext_document *d = mem_alloc(sizeof *d + p->plain.len + p->packed.len);
    char *bytes = (char *)(d + 1);
    for (size_t i = 0; i < PARTS; bytes += parts[i].len, i++)
        d->parts[i] = (str){bytes, parts[i].len};
    d->packed = (str){bytes, p->packed.len};
    d->size = p->plain.len + p->packed.len;
    if (p->plain.len > 0)
        memcpy(d + 1, p->plain.ptr, p->plain.len);
    memcpy(bytes, p->packed.ptr, p->packed.len);
    if (packer == NULL)
        fulltext_packer_free(p);
    arena_release(&scratch);
    return d;
}

void fulltext_document_free(struct fulltext_document *d)
{
    mem_free(d);
}

bool fulltext_texts(struct catalog *c, int64_t brief, struct arena *a, struct fulltext_texts *texts)
{
    str parts[PARTS] = {0};
    struct query q = texts_query(c, "SELECT packed FROM document WHERE n = ?");
    query_int(&q, brief);
    if (c->texts.unpacker == NULL)
        c->texts.unpacker = ZSTD_createDCtx();
    bool whole = query_row(&q) && unpack(c->texts.unpacker, query_view_at(&q, 0), a, parts);
    query_end(&q);
    texts_done(c);
    *texts = (struct fulltext_texts){0};
    if (whole)
        *texts = (struct fulltext_texts){.body = parts[0], .title = parts[1], .summary = parts[2]};
    return whole;
}

/* -- Lengths ------------------------------------------------------------------------------------
 */

/* A number as SQLite writes it: seven bits a byte, the first ones first. */
static uint32_t number_at(str packed, size_t *at)
{
    uint32_t n = 0;
    for (bool more = true; more && *at < packed.len; ++*at) {
        n = n << 7 | ((unsigned char)packed.ptr[*at] & 0x7F);
        more = (unsigned char)packed.ptr[*at] & 0x80;
    }
    return n;
}

/* FTS5 keeps them in a table of its own: of each column in a row. */
static void read_lengths(struct catalog *c, struct fulltext_lengths *l)
{
    double sum = 0;
    l->size = db_numbers(c, "SELECT max(n) FROM brief");
    l->of = ARENA_ARRAY(&l->memo.arena, uint32_t, l->size);
    struct query q = texts_query(c, "SELECT id, sz FROM fulltext_docsize");
    for (; !db_stopped(c) && query_row(&q); l->count++) {
        size_t n = query_size_at(&q, 0), length = 0;
        str packed = query_view_at(&q, 1);
        for (size_t at = 0; at < packed.len;)
            length += number_at(packed, &at);
        if (n < l->size)
            l->of[n] = (uint32_t)length;
        sum += (double)length;
    }
    query_end(&q);
    texts_done(c);
    l->mean = sum > 0 ? sum / (double)l->count : 1;
}

const struct fulltext_lengths *fulltext_lengths(struct catalog *c)
{
    struct fulltext_lengths *l = memo_last(c, MEMO_LENGTHS);
    if (l != NULL)
        return l;
    l = memo_make(c, MEMO_LENGTHS, sizeof *l, STR(""));
    read_lengths(c, l);
    return memo_keep(c, MEMO_LENGTHS, l);
}

/* -- Maintenance ------------------------------------------------------------------------------- */

static void index_parts(struct sql *texts, const char *sql, int64_t brief, const str parts[PARTS])
{
    struct query q = sql_query(texts, sql);
    query_int(&q, brief);
    for (size_t i = 0; i < PARTS; i++)
        query_str(&q, parts[i]);
    query_run(&q);
}

void fulltext_remove(struct sql *texts, int64_t brief)
{
    struct arena a = {0};
    str parts[PARTS];
    struct query q = sql_query(texts, "SELECT packed FROM document WHERE n = ?");
    query_int(&q, brief);
    bool there = query_row(&q), whole = there && unpack(NULL, query_view_at(&q, 0), &a, parts);
    query_end(&q);
    if (whole)
        index_parts(texts,
                    "INSERT INTO fulltext (fulltext, rowid, body, title, summary, names) "
                    "VALUES ('delete', ?, ?, ?, ?, ?)",
                    brief, parts);
    if (there) {
        q = sql_query(texts, "DELETE FROM document WHERE n = ?");
        query_int(&q, brief);
        query_run(&q);
    }
    arena_release(&a);
}

void fulltext_put(struct sql *texts, int64_t brief, const struct fulltext_document *d)
{
    fulltext_remove(texts, brief);
    struct query q = sql_query(texts, "INSERT INTO document VALUES (?, ?)");
    query_int(&q, brief);
    query_blob(&q, d->packed);
    query_run(&q);
    index_parts(texts,
                "INSERT INTO fulltext (rowid, body, title, summary, names) "
                "VALUES (?, ?, ?, ?, ?)",
                brief, d->parts);
}
