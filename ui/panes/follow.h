/* Where the links of an article lead, and going there. */
#ifndef ATTACHE_UI_PANES_FOLLOW_H
#define ATTACHE_UI_PANES_FOLLOW_H

#include "base/arena.h"
#include "ui/pane.h"

enum target_kind {
    TARGET_NOTHING,   /* `trouble` says why */
    TARGET_ENTITY,    /* `index` in the briefing's entities */
    TARGET_AGREEMENT, /* `index` in the session's timeline */
    TARGET_HEADING,   /* `index` of a block of this article */
    TARGET_ARTICLE,   /* `path` from the library's root; `heading` in it, may be absent */
    TARGET_ADDRESS,   /* http, https or mailto: for the browser */
};

struct link_target {
    enum target_kind kind;
    size_t index;
    str path, heading;
    str trouble;
};

/*
 * What a link (INLINE_LINK) or wiki link (INLINE_WIKI) of the open briefing leads to. `entity:ID`,
 * `agreement:ID` and paths are percent-decoded; paths count from the article's directory, with a
 * leading '/' from the root, and never leave it; a wiki link is an entity's id, else an
 * agreement's, else an exact name. Does not look at files.
 */
struct link_target link_target(const struct session *s, const struct inline_span *link,
                               struct arena *a);

/* "%41" is "A"; what is no such sequence stays. */
str percent_decode(str s, struct arena *a);

/* Index of the heading block that a fragment names, as most sites make fragments of headings (lower
 * case, spaces as hyphens, punctuation left out), or block_count. */
size_t heading_find(const struct document *doc, str fragment);

void follow_link(struct pane *p, const struct inline_span *link);
/* To the dossier of an entity, by its id; of the one that is selected in the open briefing. */
void follow_entity(struct pane *p, str id);
bool follow_can_selected(const struct session *s);
bool follow_selected(struct pane *p);

/* To the passage that something rests on, with an entity and an agreement selected (absent: none);
 * where there is none to the briefing, saying what is missing. */
void follow_evidence(struct pane *p, str briefing, const struct evidence *e, str entity,
                     str agreement);

void follow_source(struct pane *p); /* the briefing's source in the browser */

/* A place in the open briefing, as the session's selection has it; change what is to be other. */
struct place place_here(const struct session *s);

#endif
