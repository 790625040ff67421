/* Actions: what keys, the palette, the mouse and the configuration can ask for. Made from
 * ui/actions.def. */
#ifndef ATTACHE_UI_ACTION_H
#define ATTACHE_UI_ACTION_H

#include "base/str.h"

#include <stdbool.h>

enum action {
    ACTION_NONE,
#define ACTION(id, name, contexts, label, help) ACTION_##id,
#include "ui/actions.def"
#undef ACTION
    ACTION_COUNT
};

/* Where an action makes sense: a pane has the bits of what it is. */
enum action_context {
    CONTEXT_TEXT = 1 << 0,       /* the text pane */
    CONTEXT_ENTITIES = 1 << 1,   /* the entities of a briefing */
    CONTEXT_AGREEMENTS = 1 << 2, /* its agreements */
    CONTEXT_LIST = 1 << 3,       /* the library */
    CONTEXT_OVERLAY = 1 << 4,    /* help, problems, contents, palette */
    CONTEXT_NAMES = 1 << 5,      /* the entities of the library */
    CONTEXT_DOSSIER = 1 << 6,    /* the dossier of an entity */
    CONTEXT_TIMELINE = 1 << 7,   /* the timeline of the library */
    CONTEXT_PROMISES = 1 << 8,   /* its promises */
    CONTEXT_MARKS = 1 << 9,      /* marks and notes over the library */
    CONTEXT_SEARCH = 1 << 10,    /* the search over the library */
    CONTEXT_READER = CONTEXT_TEXT | CONTEXT_ENTITIES | CONTEXT_AGREEMENTS,
    CONTEXT_ANY = (1 << 11) - 1,
};

struct action_info {
    const char *name, *label, *help; /* label: "" if it never stands in the footer */
    unsigned contexts;
};

const struct action_info *action_info(enum action action);
enum action action_by_name(str name); /* ACTION_NONE if there is none */

#endif
