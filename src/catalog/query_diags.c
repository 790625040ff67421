#include "catalog/db.h"
#include "catalog/query.h"

#define COLUMNS "file, line, col, code, message"
/* What belongs to a briefing is told by the file, so that the counts of a list and this agree. */
#define OF_BRIEFING                                                                                \
    "file IN (SELECT article FROM unit WHERE id = ?1 UNION ALL "                                   \
    "SELECT sidecar FROM unit WHERE id = ?1)"

static struct query ask(struct catalog *c, str briefing, const struct diag *from, bool backwards)
{
    bool one = str_present(briefing);
    const char *way = backwards ? "DESC" : "ASC";
    struct buf sql = {0};
    buf_printf(&sql, "SELECT DISTINCT " COLUMNS " FROM diag WHERE %s", one ? OF_BRIEFING : "true");
    if (from != NULL)
        buf_printf(&sql, " AND (" COLUMNS ") %c (?, ?, ?, ?, ?)", backwards ? '<' : '>');
    buf_printf(&sql, " ORDER BY file %s, line %s, col %s, code %s, message %s LIMIT ?", way, way,
               way, way, way);
    buf_byte(&sql, '\0');
    struct query q = db_query(c, sql.ptr);
    buf_release(&sql);
    if (one)
        query_str(&q, briefing);
    if (from == NULL)
        return q;
    query_str(&q, from->at.file);
    query_size(&q, from->at.line);
    query_size(&q, from->at.column);
    query_int(&q, from->code);
    query_str(&q, from->message);
    return q;
}

static void reverse(struct diag *rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct diag row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

struct err catalog_diags(struct catalog *c, str briefing, const struct diag *from, bool backwards,
                         size_t limit, struct arena *a, struct diag_page *page)
{
    *page = (struct diag_page){.rows = ARENA_ARRAY(a, struct diag, limit + 1)};
    db_read(c);
    struct query q = ask(c, briefing, from, backwards);
    query_size(&q, limit + 1);
    while (query_row(&q))
        page->rows[page->count++] = (struct diag){
            .at = {query_str_at(&q, 0, a), query_size_at(&q, 1), query_size_at(&q, 2)},
            .code = (enum diag_code)query_enum_at(&q, 3, DIAG_CODE_COUNT),
            .message = query_str_at(&q, 4, a),
        };
    page->more = page->count > limit;
    if (page->more)
        page->count = limit;
    if (backwards)
        reverse(page->rows, page->count);
    return db_done(c);
}

/* -- Counts ------------------------------------------------------------------------------------ */

/* Only what stands elsewhere can be said again: by another, or by the one at home there. */
#define AGAIN                                                                                      \
    "FROM diag d WHERE elsewhere AND EXISTS (SELECT 1 FROM diag o WHERE o.file = d.file "          \
    "AND o.line = d.line AND o.col = d.col AND o.code = d.code AND o.message = d.message "         \
    "AND (NOT o.elsewhere OR (o.kind, o.owner) < (d.kind, d.owner)))"

struct err catalog_diags_count(struct catalog *c, size_t *count)
{
    db_read(c);
    int64_t all = db_number(c, "SELECT count(*) FROM diag");
    int64_t again = db_number(c, "SELECT count(*) " AGAIN);
    return db_counted(c, (size_t)(all - again), count);
}

/* One after another: to have SQLite group them is to have it sort them. */
static void count_by_severity(struct catalog *c, const char *sql, size_t *errors, size_t *warnings)
{
    struct query q = db_query(c, sql);
    while (query_row(&q)) {
        enum diag_code code = (enum diag_code)query_enum_at(&q, 0, DIAG_CODE_COUNT);
        *(diag_code_severity(code) == DIAG_ERROR_SEVERITY ? errors : warnings) += 1;
    }
    query_end(&q);
}

static void count(struct catalog *c, struct catalog_totals *totals)
{
    *totals = (struct catalog_totals){0};
    totals->briefings = (size_t)db_number(c, "SELECT count(*) FROM brief");
    totals->entities = (size_t)db_number(c, "SELECT count(*) FROM entity "
                                            "WHERE definition IS NOT NULL");
    totals->mentions = (size_t)db_number(c, "SELECT sum(mentions) FROM entity "
                                            "WHERE definition IS NOT NULL");
    totals->agreements = (size_t)db_number(c, "SELECT count(*) FROM agreement "
                                              "WHERE status IS NOT NULL");
    size_t errors = 0, warnings = 0;
    count_by_severity(c, "SELECT code FROM diag", &totals->errors, &totals->warnings);
    count_by_severity(c, "SELECT code " AGAIN, &errors, &warnings);
    totals->errors -= errors;
    totals->warnings -= warnings;
}

bool catalog_totals_known(struct catalog *c, struct catalog_totals *totals)
{
    db_read(c);
    bool known =
        c->totals_generation != 0 && (long)db_meta(c, "generation") == c->totals_generation;
    db_done(c);
    *totals = known ? c->totals : (struct catalog_totals){0};
    return known;
}

/* Counted once for each state of the catalogue. */
void catalog_totals(struct catalog *c, struct catalog_totals *totals)
{
    db_read(c);
    long generation = (long)db_meta(c, "generation");
    if (generation != c->totals_generation) {
        count(c, &c->totals);
        c->totals_generation = db_failed(c) ? 0 : generation;
    }
    *totals = c->totals;
    db_done(c);
}

bool catalog_has_problems(struct catalog *c)
{
    db_read(c);
    bool any = db_number(c, "SELECT EXISTS (SELECT 1 FROM diag)") != 0;
    db_done(c);
    return any;
}
