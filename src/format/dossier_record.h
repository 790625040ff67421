/* A dossier as a JSON record: what `attache dossier` prints. Fields may be added; none is renamed
 * or removed. */
#ifndef ATTACHE_FORMAT_DOSSIER_RECORD_H
#define ATTACHE_FORMAT_DOSSIER_RECORD_H

#include "catalog/dossier.h"
#include "format/json.h"
#include "loader/library.h"

/*
 * {id, type, name, aliases: [{text, mentions}], role, description, wikidata, briefings, mentions,
 * first, last, unplaced, months: [{month, mentions}], agreements: [as in the timeline], promises:
 * [as timeline --promises gives them], relations:
 * [{subject, predicate, object, briefing, quote, start, end}], together: [{id, name, type,
 * briefings, paragraphs}], contexts: [{briefing, title, date, start, end, left, text, right}]}:
 * offsets in code points, contexts newest first. `today`: a day number.
 */
struct err record_dossier(struct json *j, struct library *lib, struct catalog *c,
                          const struct dossier *d, int64_t today);

/* Its contexts alone, one record after another: what CSV and TSV have of a dossier. */
struct err record_contexts(struct json *j, struct library *lib, struct catalog *c,
                           const struct dossier *d);
void record_context_blank(struct json *j);

#endif
