/* The clipboard of whoever sits at the terminal, far off as it may be: OSC 52. */
#ifndef ATTACHE_UI_CLIPBOARD_H
#define ATTACHE_UI_CLIPBOARD_H

#include "base/buf.h"

/* Appends what puts `text` there, in base64, whatever is in it. */
void clipboard_sequence(str text, struct buf *out);

#endif
