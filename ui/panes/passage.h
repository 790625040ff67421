/*
 * Passages: the words in the text that something rests on, and what people do with them. Shared by
 * the panes of the reader.
 */
#ifndef ATTACHE_UI_PANES_PASSAGE_H
#define ATTACHE_UI_PANES_PASSAGE_H

#include "base/buf.h"
#include "ui/pane.h"

/* What would be copied or cited: the lit passage, else the sentence of the mention or line under
 * the cursor. Empty where there is no text. */
struct span passage_here(const struct session *s);

/* The words of this briefing that an entry of the timeline rests on: its own quote, else the first
 * milestone or (of an event) quote that was found here, else the first link to it. */
bool passage_of_entry(const struct session *s, size_t entry, struct span *passage);

/* Whether the block under the reading cursor holds evidence of the entry, or a link to it. */
bool passage_speaks_of(const struct session *s, size_t entry);

void passage_copy(struct pane *p, struct span passage);

/* “quote” — Title, Source, 8 April 2024, id, https://… */
void passage_cite(struct pane *p, struct span passage);

/* The same of another briefing, which is read for it: a passage that was found there, or the
 * sentence of a mention. */
enum passage_of { PASSAGE_WHOLE, PASSAGE_SENTENCE };
void passage_take(struct pane *p, str briefing, struct span span, enum passage_of of, bool citing);

/* The words of another briefing, which is read for it. Absent: it cannot be read. */
str passage_words(const struct session *s, str briefing, struct span span, struct arena *a);

#endif
