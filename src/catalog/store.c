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
    db_set_meta(s->c, "units", db_meta(s->c, "units") + s->units);
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
static void put_years(struct put *p, const struct date *d)
{
    if (!date_known(d)) {
        put_null(p);
        put_null(p);
        return;
    }
    put_int(p, d->first == DATE_DAY ? date_to_civil(d->earliest).year : INT64_MIN);
    put_int(p, d->last == DATE_DAY ? date_to_civil(d->latest).year : INT64_MAX);
}

void store_put_days(struct put *p, const struct date *d)
{
    if (!date_known(d)) {
        put_null(p);
        put_null(p);
        return;
    }
    put_int(p, d->first == DATE_DAY ? d->earliest : INT64_MIN);
    put_int(p, d->last == DATE_DAY ? d->latest : INT64_MAX);
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

static void put_month(struct put *p, const struct date *d)
{
    int64_t month;
    if (store_month(d, &month))
        put_int(p, month);
    else
        put_null(p);
}

/* Whether its date is another than it was. */
static bool store_brief(struct store *s, int64_t n, const struct briefing *b, size_t mentioned,
                        struct problems problems)
{
    enum { DATE = 4 };
    static const struct put_table table = {"brief", "n = ?", 1,
                                           "INSERT INTO brief VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                           "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                           "?, ?, ?, ?, ?, ?, ?, ?)"};
    struct arena *a = &s->arena;
    struct put p = {.table = &table};
    struct hash content = hash_of(b->document.source);
    put_int(&p, n);
    put_str(&p, b->id);
    put_str(&p, b->path);
    put_str(&p, b->title);
    put_str(&p, b->date.text);
    put_str(&p, b->source.name);
    put_str(&p, b->source.url);
    put_str(&p, b->source.author);
    put_str(&p, b->language);
    put_str(&p, b->summary);
    put_blob(&p, store_packed(s, b->topics, b->topic_count));
    put_size(&p, b->words);
    put_size(&p, mentioned);
    put_size(&p, b->agreement_count);
    put_size(&p, problems.errors);
    put_size(&p, problems.warnings);
    put_int(&p, 0); /* until it is settled */
    put_years(&p, &b->date);
    put_month(&p, &b->date);
    store_put_days(&p, &b->date);
    put_blob(&p, key_date(&b->date, KEY_DESCENDING, a));
    put_blob(&p, key_text(b->title, a));
    put_blob(&p, key_text(b->source.name, a));
    put_blob(&p, key_count(b->words, KEY_DESCENDING, a));
    put_blob(&p, key_count(mentioned, KEY_DESCENDING, a));
    put_blob(&p, key_count(b->agreement_count, KEY_DESCENDING, a));
    put_blob(&p, key_count(problems.errors + problems.warnings, KEY_DESCENDING, a));
    put_blob(&p, (str){(const char *)content.bytes, sizeof content.bytes});
    s->briefings += !s->again;
    return put_row(&p, s->c, !s->again) & PUT_COLUMN(DATE);
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

/* From what is counted over all of them. */
static void discount(struct store *s, int64_t n)
{
    struct catalog *c = s->c;
    tally_forget(&s->tally, c, n);
    db_run_of(c,
              "UPDATE definition SET briefings = briefings - (e.mentions > 0), "
              "mentions = definition.mentions - e.mentions, uses = uses - 1 "
              "FROM brief_entity e WHERE e.brief = ? AND definition.n = e.definition",
              n);
}

/* Everything that came from a briefing's files. */
static void clear(struct store *s, int64_t n)
{
    struct catalog *c = s->c;
    discount(s, n);
    db_run_of(
        c, "INSERT OR IGNORE INTO dirty_entity SELECT entity FROM brief_entity WHERE brief = ?", n);
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

/* What is put in the place of what is there stays where it is the same, but for what it is quicker
 * to write anew. */
static void make_way(struct store *s, int64_t n)
{
    discount(s, n);
    db_run_of(s->c, "DELETE FROM participant WHERE brief = ?", n);
    store_remove_diags(s->c, DIAG_OF_UNIT, n);
    store_remove_diags(s->c, DIAG_OF_REFERENCE, n);
}

bool store_cut(struct store *s, const char *sql, int64_t n, size_t seq)
{
    struct query q = db_query(s->c, sql);
    query_int(&q, n);
    query_size(&q, seq);
    query_run(&q);
    return !db_failed(s->c) && sqlite3_changes(s->c->sql.db) > 0;
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
    static const struct put_table table = {
        "unit", "n = ?", 1, "INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    const struct unit *u = looked->unit;
    struct put p = {.table = &table};
    if (n != 0)
        put_int(&p, n);
    else
        put_null(&p);
    put_str(&p, u->id);
    put_str(&p, u->article);
    put_str(&p, u->sidecar);
    put_blob(&p, stamp_pack(&u->article_stamp, &s->arena));
    put_blob(&p, str_present(u->sidecar) ? stamp_pack(&u->sidecar_stamp, &s->arena) : (str){0});
    put_blob(&p, looked->article_hash);
    put_blob(&p, looked->sidecar_hash);
    put_int(&p, looked->again);
    put_int(&p, s->generation);
    put_row(&p, s->c, n == 0);
    s->units += n == 0;
    return n != 0 ? n : sqlite3_last_insert_rowid(s->c->sql.db);
}

static void store_content(struct store *s, int64_t n, const struct briefing *b,
                          const struct looked *looked)
{
    struct buf list = {0};
    size_t mentioned = store_mentions(s, n, b, &list);
    struct problems problems = store_diags(s->c, DIAG_OF_UNIT, n, looked->unit, &b->diags);
    bool dated = store_brief(s, n, b, mentioned, problems);
    store_find(s, n, b, buf_str(&list));
    buf_release(&list);
    store_statements(s, n, b, dated);
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
    s->again = listed && b != NULL;
    if (s->again)
        make_way(s, n);
    else if (n != 0)
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
    s->units--;
    s->changed = true;
}
