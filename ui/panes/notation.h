/* How a pane writes down how it shows its rows, for places that are remembered (ui/session.h):
 * parts of any bytes, each with a letter before it. */
#ifndef ATTACHE_UI_PANES_NOTATION_H
#define ATTACHE_UI_PANES_NOTATION_H

#include "base/buf.h"

void notation_add(struct buf *out, char letter, str bytes);
void notation_add_number(struct buf *out, char letter, long long number);

/* The part at *at, which moves behind it: false at the end, or where there is none. */
bool notation_next(str text, size_t *at, char *letter, str *bytes);
long long notation_number(str bytes);

#endif
