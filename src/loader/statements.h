/* What a briefing states: agreements, events, relations and notes, each with the passage that
 * supports it. */
#ifndef ATTACHE_LOADER_STATEMENTS_H
#define ATTACHE_LOADER_STATEMENTS_H

#include "loader/loading.h"

void agreements_read(struct loading *l, const struct field *f);
void events_read(struct loading *l, const struct field *f);
void relations_read(struct loading *l, const struct field *f);
void notes_read(struct loading *l, const struct field *f);

/* A quote that supports something, found in the text; [quote-not-found] where it is not. */
struct evidence evidence_read(struct loading *l, const struct field *f);

/* The ids among `words` that an entity has, each once; the others are strangers of that kind, and
 * an error, in which `label` ("agreement 'lunar'") names them as `role` ("party"). */
void references_read(struct loading *l, const struct words *words, enum stranger_kind kind,
                     str label, const char *role, str **ids, size_t *count);

/* Reads the id of a `kind` ("event"; "an event" if it has none), which must be there and not in
 * `seen`. False if what has it must be left out. */
bool statement_id(struct loading *l, const struct field *f, const char *kind, str indefinite,
                  struct strmap *seen, str *id);

/* What messages call it: "event 'summit'". */
str statement_label(struct reader *r, const char *kind, str id);

#endif
