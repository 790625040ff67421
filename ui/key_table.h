/* The keys and what they do as a table in Markdown, for the manual and the README. */
#ifndef ATTACHE_UI_KEY_TABLE_H
#define ATTACHE_UI_KEY_TABLE_H

#include "base/buf.h"

/* Those of ui/keys.def, in the order of ui/actions.def. */
void key_table(struct buf *out);

#endif
