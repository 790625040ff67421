#include "catalog/store.h"

#include "catalog/hash.h"
#include "catalog/indexer.h"
#include "catalog/key.h"
#include "catalog/pack.h"

/* -- Transactions ------------------------------------------------------------------------------ */

void store_begin(struct store *s, struct catalog *c)
{
    *s = (struct store){.c = c, .agreements = {.of = SHEETS_OF_AGREEMENTS}};
    db_write(c);
    s->generation = db_meta(c, "generation") + 1;
    indexer_begin(c, db_meta(c, "texts"));
}

struct err store_commit(struct store *s)
{
    if (indexer_finish(s->c, s->generation))
        db_set_meta(s->c, "texts", s->generation);
    tally_flush(&s->tally, s->c);
    store_flush_definitions(s);
    sheets_flush(&s->briefs, s->c);
    sheets_flush(&s->agreements, s->c);
    tally_release(&s->tally);
    if (s->changed)
        db_set_meta(s->c, "generation", s->generation);
    db_set_meta(s->c, "briefings", db_meta(s->c, "briefings") + s->briefings);
    arena_release(&s->arena);
    if (!s->texts_later)
        indexer_wait(s->c);
    return db_commit(s->c);
}

/* -- Parts ------------------------------------------------------------------------------------- */

str store_packed(struct store *s, const str *items, size_t count)
{
    if (count == 0)
        return (str){0};
    struct buf b = {0};
    pack_strs(&b, items, count);
    str copy = arena_str(&s->arena, buf_str(&b));
    buf_release(&b);
    return copy;
}

str stamp_pack(const struct fs_stamp *stamp, struct arena *a)
{
    const uint64_t fields[] = {stamp->device, stamp->inode, (uint64_t)stamp->size,
                               (uint64_t)stamp->mtime, (uint64_t)stamp->ctime};
    enum { FIELDS = sizeof fields / sizeof fields[0] };
    unsigned char *bytes = ARENA_ARRAY(a, unsigned char, FIELDS * 8);
    for (size_t i = 0; i < FIELDS; i++)
        for (unsigned k = 0; k < 8; k++)
            bytes[8 * i + k] = (unsigned char)(fields[i] >> 8 * k);
    return (str){(const char *)bytes, FIELDS * 8};
}

struct problems store_diags(struct catalog *c, enum diag_kind kind, int64_t owner,
                            const struct unit *own, const struct diag_list *diags)
{
    struct problems problems = {0};
    for (size_t i = 0; diags != NULL && i < diags->len; i++) {
        const struct diag *d = &diags->items[i];
        str file = str_present(d->at.file) ? d->at.file : STR("");
        bool at_home = own != NULL && (str_eq(file, own->article) || str_eq(file, own->sidecar));
        struct query q = db_query(c, "INSERT OR IGNORE INTO diag VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        query_str(&q, file);
        query_size(&q, d->at.line != 0 ? d->at.line : 1);
        query_size(&q, d->at.column != 0 ? d->at.column : 1);
        query_int(&q, d->code);
        query_str(&q, str_present(d->message) ? d->message : STR(""));
        query_int(&q, kind);
        query_int(&q, owner);
        query_int(&q, !at_home);
        query_run(&q);
        if (sqlite3_changes(c->sql.db) == 0)
            continue;
        bool error = diag_code_severity(d->code) == DIAG_ERROR_SEVERITY;
        *(error ? &problems.errors : &problems.warnings) += 1;
    }
    return problems;
}

void store_remove_diags(struct catalog *c, enum diag_kind kind, int64_t owner)
{
    struct query q = db_query(c, "DELETE FROM diag WHERE elsewhere AND kind = ? AND owner = ?");
    query_int(&q, kind);
    query_int(&q, owner);
    query_run(&q);
    if (kind != DIAG_OF_UNIT)
        return;
    q = db_query(c, "DELETE FROM diag WHERE kind = ?1 AND owner = ?2 AND file IN ("
                    "SELECT article FROM unit WHERE n = ?2 UNION ALL "
                    "SELECT sidecar FROM unit WHERE n = ?2)");
    query_int(&q, kind);
    query_int(&q, owner);
    query_run(&q);
}

/* -- A briefing's rows ------------------------------------------------------------------------- */

/* Years that the date may lie in; an end that is not known reaches on for ever. */
static void bind_years(struct query *q, const struct date *d)
{
    if (!date_known(d)) {
        query_null(q);
        query_null(q);
        return;
    }
    query_int(q, d->first == DATE_DAY ? date_to_civil(d->earliest).year : INT64_MIN);
    query_int(q, d->last == DATE_DAY ? date_to_civil(d->latest).year : INT64_MAX);
}

void store_bind_days(struct query *q, const struct date *d)
{
    if (!date_known(d)) {
        query_null(q);
        query_null(q);
        return;
    }
    query_int(q, d->first == DATE_DAY ? d->earliest : INT64_MIN);
    query_int(q, d->last == DATE_DAY ? d->latest : INT64_MAX);
}

/* Months of years so remote are not told apart: the tallies number them in 32 bits. */
bool store_month(const struct date *d, int64_t *month)
{
    enum { YEARS = 100000000 };
    if (!date_known(d) || d->first != DATE_DAY || d->last != DATE_DAY)
        return false;
    struct civil from = date_to_civil(d->earliest), to = date_to_civil(d->latest);
    *month = from.year * 12 + from.month - 1;
    return from.year == to.year && from.month == to.month && from.year > -YEARS &&
           from.year < YEARS;
}

static void bind_month(struct query *q, const struct date *d)
{
    int64_t month;
    if (store_month(d, &month))
        query_int(q, month);
    else
        query_null(q);
}

static void store_brief(struct store *s, int64_t n, const struct briefing *b, size_t mentioned,
                        struct problems problems)
{
    struct arena *a = &s->arena;
    struct query q = db_query(s->c, "INSERT INTO brief VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                    "?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    struct hash content = hash_of(b->document.source);
    query_int(&q, n);
    query_str(&q, b->id);
    query_str(&q, b->path);
    query_str(&q, b->title);
    query_str(&q, b->date.text);
    query_str(&q, b->source.name);
    query_str(&q, b->source.url);
    query_str(&q, b->source.author);
    query_str(&q, b->language);
    query_str(&q, b->summary);
    query_blob(&q, store_packed(s, b->topics, b->topic_count));
    query_size(&q, b->words);
    query_size(&q, mentioned);
    query_size(&q, b->agreement_count);
    query_size(&q, problems.errors);
    query_size(&q, problems.warnings);
    bind_years(&q, &b->date);
    bind_month(&q, &b->date);
    store_bind_days(&q, &b->date);
    query_blob(&q, key_date(&b->date, KEY_DESCENDING, a));
    query_blob(&q, key_text(b->title, a));
    query_blob(&q, key_text(b->source.name, a));
    query_blob(&q, key_count(b->words, KEY_DESCENDING, a));
    query_blob(&q, key_count(mentioned, KEY_DESCENDING, a));
    query_blob(&q, key_count(b->agreement_count, KEY_DESCENDING, a));
    query_blob(&q, key_count(problems.errors + problems.warnings, KEY_DESCENDING, a));
    query_blob(&q, (str){(const char *)content.bytes, sizeof content.bytes});
    query_run(&q);
    s->briefings++;
}

str store_find_text(struct store *s, const str *parts, size_t count)
{
    struct buf b = {0};
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len == 0)
            continue;
        buf_append(&b, parts[i]);
        buf_byte(&b, '\n');
    }
    str text = key_fold(buf_str(&b), &s->arena);
    buf_release(&b);
    return str_present(text) ? text : STR("");
}

static void add_find(struct store *s, const str *parts, size_t count, struct buf *out)
{
    size_t start = out->len;
    buf_append(out, store_find_text(s, parts, count));
    for (size_t i = start; i < out->len; i++)
        if (out->ptr[i] == SHEET_END)
            out->ptr[i] = ' ';
    buf_byte(out, SHEET_END);
}

static void store_find(struct store *s, int64_t n, const struct briefing *b, str mentioned)
{
    const str source[] = {b->source.name, b->source.author};
    const str rest[] = {b->summary, b->id};
    struct buf find = {0};
    add_find(s, &b->title, 1, &find);
    add_find(s, source, 2, &find);
    add_find(s, b->topics, b->topic_count, &find);
    add_find(s, rest, 2, &find);
    sheets_put(&s->briefs, s->c, n, buf_str(&find), mentioned);
    buf_release(&find);
}

/* -- Units ------------------------------------------------------------------------------------- */

/* Everything that came from a briefing's files. */
static void clear(struct store *s, int64_t n)
{
    struct catalog *c = s->c;
    tally_forget(&s->tally, c, n);
    db_run_of(c,
              "UPDATE definition SET briefings = briefings - (e.mentions > 0), "
              "mentions = definition.mentions - e.mentions, uses = uses - 1 "
              "FROM brief_entity e WHERE e.brief = ? AND definition.n = e.definition",
              n);
    db_run_of(c,
              "INSERT OR IGNORE INTO dirty_entity SELECT d.entity FROM brief_entity e "
              "JOIN definition d ON d.n = e.definition WHERE e.brief = ?",
              n);
    db_run_of(c, "DELETE FROM brief_entity WHERE brief = ?", n);
    db_run_of(c, "DELETE FROM trouble WHERE brief = ?", n);
    db_run_of(
        c, "INSERT OR IGNORE INTO dirty_agreement SELECT agreement FROM entry WHERE brief = ?", n);
    db_run_of(c, "DELETE FROM entry WHERE brief = ?", n);
    if (!db_failed(c) && sqlite3_changes(c->sql.db) > 0)
        db_set_meta(c, "references", 1);
    db_run_of(c, "DELETE FROM milestone WHERE brief = ?", n);
    db_run_of(c, "DELETE FROM participant WHERE brief = ?", n);
    db_run_of(c, "DELETE FROM relation WHERE brief = ?", n);
    db_run_of(c, "DELETE FROM reference WHERE brief = ?", n);
    if (!db_failed(c) && sqlite3_changes(c->sql.db) > 0)
        db_set_meta(c, "references", 1);
    sheets_put(&s->briefs, c, n, (str){0}, (str){0});
    db_run_of(c, "DELETE FROM brief WHERE n = ?", n);
    if (!db_failed(c))
        s->briefings -= sqlite3_changes(c->sql.db);
    store_remove_diags(c, DIAG_OF_UNIT, n);
    store_remove_diags(c, DIAG_OF_REFERENCE, n);
}

static int64_t unit_number(struct store *s, str id, bool *listed)
{
    struct query q = db_query(s->c, "SELECT u.n, b.n FROM unit u LEFT JOIN brief b ON b.n = u.n "
                                    "WHERE u.id = ?");
    query_str(&q, id);
    int64_t n = 0;
    if (query_row(&q)) {
        n = query_int_at(&q, 0);
        *listed = !query_null_at(&q, 1);
    }
    query_end(&q);
    return n;
}

static int64_t store_looked(struct store *s, int64_t n, const struct looked *looked)
{
    const struct unit *u = looked->unit;
    struct query q = db_query(s->c, "INSERT OR REPLACE INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
                                    "?, ?)");
    if (n != 0)
        query_int(&q, n);
    else
        query_null(&q);
    query_str(&q, u->id);
    query_str(&q, u->article);
    query_str(&q, u->sidecar);
    query_blob(&q, stamp_pack(&u->article_stamp, &s->arena));
    query_blob(&q, str_present(u->sidecar) ? stamp_pack(&u->sidecar_stamp, &s->arena) : (str){0});
    query_blob(&q, looked->article_hash);
    query_blob(&q, looked->sidecar_hash);
    query_int(&q, looked->again);
    query_int(&q, s->generation);
    query_run(&q);
    return n != 0 ? n : sqlite3_last_insert_rowid(s->c->sql.db);
}

static void store_content(struct store *s, int64_t n, const struct briefing *b,
                          const struct looked *looked)
{
    struct buf list = {0};
    size_t mentioned = store_mentions(s, n, b, &list);
    store_brief(s, n, b, mentioned, store_diags(s->c, DIAG_OF_UNIT, n, looked->unit, &b->diags));
    store_find(s, n, b, buf_str(&list));
    buf_release(&list);
    store_statements(s, n, b);
    indexer_put(s->c, n, looked->document ? looked->document : fulltext_document(NULL, b));
}

static void store_refusal(struct store *s, int64_t n, const struct diag_list *refused,
                          const struct looked *looked)
{
    store_diags(s->c, DIAG_OF_UNIT, n, looked->unit, refused);
    indexer_remove(s->c, n);
}

enum stored store_unit(struct store *s, const struct looked *looked, const struct briefing *b,
                       const struct diag_list *refused)
{
    bool listed = false;
    int64_t n = unit_number(s, looked->unit->id, &listed);
    if (n != 0)
        clear(s, n);
    n = store_looked(s, n, looked);
    if (b != NULL)
        store_content(s, n, b, looked);
    else
        store_refusal(s, n, refused, looked);
    arena_release(&s->arena);
    s->changed = true;
    if (b != NULL)
        return listed ? STORED_CHANGED : STORED_ADDED;
    return listed ? STORED_REMOVED : STORED_REFUSED;
}

void store_remove_unit(struct store *s, int64_t unit)
{
    clear(s, unit);
    indexer_remove(s->c, unit);
    db_run_of(s->c, "DELETE FROM unit WHERE n = ?", unit);
    s->changed = true;
}
