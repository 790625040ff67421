#include "catalog/db.h"
#include "catalog/query.h"

#define COLUMNS "SELECT DISTINCT file, line, col, code, message FROM diag "
#define AFTER   "(file, line, col, code, message) > (?, ?, ?, ?, ?) "
#define ORDER   "ORDER BY file, line, col, code, message LIMIT ?"
/* What belongs to a briefing is told by the file, so that the counts of a list and this agree. */
#define OF_BRIEFING                                                                                \
    "file IN (SELECT article FROM unit WHERE id = ?1 UNION ALL "                                   \
    "SELECT sidecar FROM unit WHERE id = ?1) "

static struct query ask(struct catalog *c, str briefing, const struct diag *from)
{
    bool one = str_present(briefing);
    struct query q = from == NULL
                         ? db_query(c, one ? COLUMNS "WHERE " OF_BRIEFING ORDER : COLUMNS ORDER)
                         : db_query(c, one ? COLUMNS "WHERE " OF_BRIEFING "AND " AFTER ORDER
                                           : COLUMNS "WHERE " AFTER ORDER);
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

struct err catalog_diags(struct catalog *c, str briefing, const struct diag *from, size_t limit,
                         struct arena *a, struct diag_page *page)
{
    *page = (struct diag_page){.rows = ARENA_ARRAY(a, struct diag, limit + 1)};
    db_read(c);
    struct query q = ask(c, briefing, from);
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
    return db_done(c);
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
    struct query q = db_query(c, "SELECT code, count(*) FROM (" COLUMNS ") GROUP BY code");
    while (query_row(&q)) {
        enum diag_code code = (enum diag_code)query_enum_at(&q, 0, DIAG_CODE_COUNT);
        bool error = diag_code_severity(code) == DIAG_ERROR_SEVERITY;
        *(error ? &totals->errors : &totals->warnings) += query_size_at(&q, 1);
    }
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
