/*
 * A filter of a list, as it is typed: what it is now, and what it was before the typing began,
 * which Esc brings back. Zero-initialised is no filter. The pane shows what it lets through after
 * every true that comes back.
 */
#ifndef ATTACHE_UI_FILTER_H
#define ATTACHE_UI_FILTER_H

#include "base/buf.h"
#include "ui/pane.h"

struct filter {
    struct buf text, before;
};

void filter_release(struct filter *f);
str filter_text(
    const struct filter *f); /* a view, valid until the next change; empty: everything */

/* Opens the input line of the pane with the filter in it. */
void filter_ask(struct filter *f, struct pane *p, const char *prompt);

/* What the input line says of it. True if the filter has changed. */
bool filter_input(struct filter *f, enum input_event event, str typed);

/* True if there was one. */
bool filter_clear(struct filter *f);

/* Adds "/text  " to a pane's status, if there is a filter. */
void filter_status(const struct filter *f, struct buf *out);

#endif
