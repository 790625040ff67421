/*
 * Briefings, entities and agreements as JSON records: the field names and their meaning are a
 * contract with other programs (fields may be added; none is renamed or removed).
 */
#ifndef ATTACHE_FORMAT_RECORDS_H
#define ATTACHE_FORMAT_RECORDS_H

#include "catalog/entities.h"
#include "catalog/promises.h"
#include "catalog/query.h"
#include "catalog/search.h"
#include "format/json.h"
#include "loader/library.h"
#include "model/briefing.h"

/* One briefing alone, as `show` prints it. `today`: a day number, for promises. */
void record_briefing(struct json *j, const struct library *lib, const struct briefing *b,
                     int64_t today);

/* A mention as a flat record (CSV, TSV): {entity, type, name, start, end, text, origin, ambiguous},
 * an ambiguous one once for each of its candidates. */
void record_mentions(struct json *j, const struct briefing *b);
void record_mention_blank(struct json *j);

void record_list_row(struct json *j, const struct brief_row *row);

/* {id, type, name, aliases, briefings, mentions, first, last}: counts, and the days on which the
 * oldest and the newest briefing that mention it stand; null where none has a day. */
void record_entity_row(struct json *j, const struct entities_row *entity);

/* {id, title, date, score, snippet, hits, snippet_hits: [{start, end}]}: places in the snippet in
 * code points, not in rows of CSV and TSV. */
void record_search_row(struct json *j, const struct search_row *row);

void record_timeline_row(struct json *j, const struct timeline_row *row);

/* One milestone as a flat record (CSV, TSV): the agreement's keys, then the milestone's, of which
 * those that the agreement has too are milestone_status, milestone_earliest and milestone_latest.
 */
void record_timeline_milestone(struct json *j, const struct timeline_row *row,
                               const struct timeline_milestone *m);

/* A promise over the library: {agreement, title, parties, topics, briefing, date, earliest, latest,
 * undated, status, party, promise: kept|open|overdue, note, quote, start, end, kept_by: {briefing,
 * date, start, end}|null}. */
void record_promise(struct json *j, const struct moment *m);

/* `lib` NULL: the record has no file. */
void record_diag(struct json *j, const struct library *lib, const struct diag *d);

#endif
