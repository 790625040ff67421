#include "catalog/moment_rows.h"

#include "catalog/pack.h"

/* In the order of the columns. */
static const char own[] = "m.by_time, b.id, m.seq, b.title, b.date, m.event, m.title, m.place, "
                          "m.parties, m.date, m.undated, m.status, m.became, m.party, m.expected, "
                          "m.note, m.url, m.quote, m.from_byte, m.to_byte, m.from_point, "
                          "m.to_point, m.file, m.line, m.col";
static const char *const of_agreement[] = {"id",      "title",  "kind",  "place",
                                           "parties", "topics", "status"};
static const char *const of_keeper[] = {"from_byte", "to_byte", "from_point", "to_point", "date"};

enum column {
    C_BY_TIME,
    C_BRIEF_ID,
    C_SEQ,
    C_BRIEF_TITLE,
    C_BRIEF_DATE,
    C_EVENT,
    C_TITLE,
    C_PLACE,
    C_PARTIES,
    C_DATE,
    C_UNDATED,
    C_STATUS,
    C_BECAME,
    C_PARTY,
    C_EXPECTED,
    C_NOTE,
    C_URL,
    C_QUOTE,
    C_FROM_BYTE,
    C_TO_BYTE,
    C_FROM_POINT,
    C_TO_POINT,
    C_FILE,
    C_LINE,
    C_COL,
    C_AGREEMENT_ID,
    C_AGREEMENT_TITLE,
    C_AGREEMENT_KIND,
    C_AGREEMENT_PLACE,
    C_AGREEMENT_PARTIES,
    C_AGREEMENT_TOPICS,
    C_AGREEMENT_STATUS,
    C_KEPT_BY,
    C_KEPT_FROM_BYTE,
    C_KEPT_TO_BYTE,
    C_KEPT_FROM_POINT,
    C_KEPT_TO_POINT,
    C_KEPT_DATE,
};

/* All of it is read of the rows that are shown, not of those that are sorted or passed over: which
 * they are is found first, and the agreement and what keeps a promise are values of their own, not
 * joins. */
void moment_select(struct asking *k)
{
    buf_printf(&k->sql, "SELECT %s", own);
    for (size_t i = 0; i < sizeof of_agreement / sizeof *of_agreement; i++)
        buf_printf(&k->sql, ", (SELECT a.%s FROM agreement a WHERE a.n = m.agreement)",
                   of_agreement[i]);
    asking_sql(k, ", (SELECT id FROM brief WHERE n = m.kept_brief)");
    for (size_t i = 0; i < sizeof of_keeper / sizeof *of_keeper; i++)
        buf_printf(&k->sql,
                   ", (SELECT k.%s FROM milestone k WHERE k.brief = m.kept_brief "
                   "AND k.seq = m.kept_seq)",
                   of_keeper[i]);
    asking_sql(k, " FROM (SELECT m.brief AS brief, m.seq AS seq");
}

static void add_order(struct asking *k, const char *before, const char *time, bool backwards)
{
    const char *way = backwards ? " DESC" : "";
    asking_sql(k, " ORDER BY ");
    if (before != NULL)
        buf_printf(&k->sql, "%s%s, ", before, way);
    buf_printf(&k->sql, "%s%s, b.id%s, m.seq%s", time, way, way, way);
}

void moment_order(struct asking *k, const char *before, bool backwards, size_t limit)
{
    add_order(k, before, asking_time(k), backwards);
    asking_sql(k, " LIMIT ?) h CROSS JOIN milestone m ON m.brief = h.brief AND m.seq = h.seq "
                  "CROSS JOIN brief b ON b.n = m.brief");
    asking_int(k, limit < INT64_MAX ? (int64_t)limit : INT64_MAX);
    add_order(k, before, "m.by_time", backwards);
}

static struct date date_at(const struct query *q, int column, struct arena *a)
{
    struct date d = {0};
    str text = query_str_at(q, column, a);
    if (str_present(text))
        date_parse(text, a, &d, NULL);
    return d;
}

static void read_owner(const struct query *q, struct arena *a, struct moment *m)
{
    bool event = m->kind == MOMENT_EVENT;
    m->id = query_str_at(q, event ? C_EVENT : C_AGREEMENT_ID, a);
    m->title = query_str_at(q, event ? C_TITLE : C_AGREEMENT_TITLE, a);
    m->place = query_str_at(q, event ? C_PLACE : C_AGREEMENT_PLACE, a);
    m->agreement_kind = query_str_at(q, C_AGREEMENT_KIND, a);
    m->parties = unpack_strs(query_str_at(q, event ? C_PARTIES : C_AGREEMENT_PARTIES, a), a,
                             &m->party_count);
    m->topics = unpack_strs(query_str_at(q, C_AGREEMENT_TOPICS, a), a, &m->topic_count);
    if (event)
        return;
    m->then = query_null_at(q, C_BECAME) ? STATUS_UNCLEAR
                                         : (enum status)query_enum_at(q, C_BECAME, STATUS_COUNT);
    m->now = query_null_at(q, C_AGREEMENT_STATUS)
                 ? STATUS_UNCLEAR
                 : (enum status)query_enum_at(q, C_AGREEMENT_STATUS, STATUS_COUNT);
}

static void read_promise(const struct query *q, int64_t today, struct arena *a, struct moment *m)
{
    const struct milestone promise = {.expected = m->expected, .date = m->date};
    m->kept_by = query_str_at(q, C_KEPT_BY, a);
    m->promise = promise_state(&promise, str_present(m->kept_by) ? &promise : NULL, today);
    m->kept_date = date_at(q, C_KEPT_DATE, a);
    m->kept_found = !query_null_at(q, C_KEPT_FROM_BYTE);
    m->kept_span =
        (struct span){query_size_at(q, C_KEPT_FROM_BYTE), query_size_at(q, C_KEPT_TO_BYTE)};
    m->kept_start = query_size_at(q, C_KEPT_FROM_POINT);
    m->kept_end = query_size_at(q, C_KEPT_TO_POINT);
}

str moment_key_of(const struct moment_place *place, struct arena *a)
{
    struct buf b = {0};
    pack_str(&b, place->by_time);
    pack_str(&b, place->briefing);
    pack_number(&b, (uint64_t)place->seq);
    str key = arena_str(a, buf_str(&b));
    buf_release(&b);
    return key;
}

struct moment moment_at(const struct query *q, int64_t today, struct arena *a)
{
    struct moment m = {
        .kind = query_null_at(q, C_EVENT) ? MOMENT_MILESTONE : MOMENT_EVENT,
        .date = date_at(q, C_DATE, a),
        .undated = query_str_at(q, C_UNDATED, a),
        .status = (enum status)query_enum_at(q, C_STATUS, STATUS_COUNT),
        .party = query_str_at(q, C_PARTY, a),
        .expected = query_int_at(q, C_EXPECTED) != 0,
        .note = query_str_at(q, C_NOTE, a),
        .url = query_str_at(q, C_URL, a),
        .briefing = query_str_at(q, C_BRIEF_ID, a),
        .briefing_title = query_str_at(q, C_BRIEF_TITLE, a),
        .briefing_date = date_at(q, C_BRIEF_DATE, a),
        .evidence = {.quote = query_str_at(q, C_QUOTE, a),
                     .found = !query_null_at(q,                                  C_FROM_BYTE),
                     .span = {query_size_at(q, C_FROM_BYTE), query_size_at(q, C_TO_BYTE)}               },
        .start = query_size_at(q, C_FROM_POINT),
        .end = query_size_at(q, C_TO_POINT),
        .at = { query_str_at(q,                 C_FILE,      a), query_size_at(q, C_LINE), query_size_at(q, C_COL)},
    };
    read_owner(q, a, &m);
    read_promise(q, today, a, &m);
    const struct moment_place place = {query_view_at(q, C_BY_TIME), m.briefing,
                                       query_int_at(q, C_SEQ)};
    m.sort_key = moment_key_of(&place, a);
    return m;
}

struct moment_place moment_place_of(str sort_key)
{
    struct moment_place p = {
        {"", 0},
        {"", 0},
        0
    };
    uint64_t seq = 0;
    size_t at = 0;
    if (unpack_str(sort_key, &at, &p.by_time) && unpack_str(sort_key, &at, &p.briefing) &&
        unpack_number(sort_key, &at, &seq))
        p.seq = (int64_t)seq;
    return p;
}

void moments_trim(struct moment_page *page, size_t limit, bool backwards)
{
    page->more = page->count > limit;
    if (page->more)
        page->count = limit;
    for (size_t i = 0; backwards && i < page->count / 2; i++) {
        struct moment row = page->rows[i];
        page->rows[i] = page->rows[page->count - 1 - i];
        page->rows[page->count - 1 - i] = row;
    }
}
