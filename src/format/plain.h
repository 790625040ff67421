/* A briefing as plain text for a pipe or a file: its text set to a measure, then who is in it and
 * what was agreed. */
#ifndef ATTACHE_FORMAT_PLAIN_H
#define ATTACHE_FORMAT_PLAIN_H

#include "base/buf.h"
#include "model/briefing.h"

/* `today`: a day number, for promises. Everything from the briefing passes the gate. */
void plain_briefing(struct buf *out, const struct briefing *b, int64_t today);

#endif
