/*
 * Mentions in their context, one under the other with the words aligned (keyword in context). The
 * texts are not in the catalogue: those of the briefings on the screen are read, and forgotten when
 * they are not on it any more.
 */
#ifndef ATTACHE_UI_PANES_KWIC_H
#define ATTACHE_UI_PANES_KWIC_H

#include "catalog/dossier.h"
#include "text/document.h"
#include "ui/canvas.h"
#include "ui/session.h"

struct kwic_text;

/* Zero-initialised is empty and ready. */
struct kwic {
    struct arena arena; /* of the list */
    VEC(struct kwic_text *) texts;
};

void kwic_release(struct kwic *k); /* also where the files or the catalogue have changed */

/* Reads the text of a briefing, if it is not there, and marks it as needed. */
void kwic_need(struct kwic *k, const struct session *s, str briefing);
/* Forgets the texts that nobody has needed since the last time. */
void kwic_sweep(struct kwic *k);

/*
 * Draws a mention: its words begin at the same column whatever stands before them, which is cut
 * between words where there are any. Where its text cannot be read, or says something else by now,
 * the words stand alone, in the style `hit`.
 */
void kwic_draw(const struct kwic *k, const struct session *s, struct canvas *c, int row,
               const struct mention_row *mention, struct style hit);

#endif
