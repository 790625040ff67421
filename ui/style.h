/*
 * Styles by meaning. A pane says what something is; ui/term.c alone decides what that looks like on
 * the terminal at hand: truecolour, 256, 16, 8 colours or none, on a light or a dark background.
 * Colour is never the only sign.
 */
#ifndef ATTACHE_UI_STYLE_H
#define ATTACHE_UI_STYLE_H

#include "model/agreement.h"
#include "model/entity.h"

#include <stdbool.h>
#include <stdint.h>

enum style_role {
    STYLE_TEXT,   /* the terminal's own colours */
    STYLE_QUIET,  /* secondary: dates, counts, hints */
    STYLE_CHROME, /* header and footer lines */
    STYLE_KEY,    /* a key's name in the footer and the help */
    STYLE_RULE,   /* lines between panes, bars of quotations, frames */
    STYLE_TITLE,  /* titles of panes and screens, headings */
    STYLE_LINK,
    STYLE_CODE,
    STYLE_HIT,    /* a search hit */
    STYLE_MARK,   /* in the ruler and the charts */
    STYLE_UNSAFE, /* a stand-in for what a terminal must not see */
    STYLE_ERROR,
    STYLE_WARNING,
    STYLE_ENTITY, /* the first of one for each entity type: use style_of_entity */
    STYLE_STATUS_SOON =
        STYLE_ENTITY + ENTITY_TYPE_COUNT, /* proposed, negotiating, announced; promises */
    STYLE_STATUS_LIVE,                    /* signed to in force, amended */
    STYLE_STATUS_OVER,                    /* suspended, expired, terminated, superseded, rejected */
    STYLE_STATUS_LATE,                    /* an overdue promise */
    STYLE_ROLE_COUNT
};

enum style_flag {
    STYLE_BOLD = 1 << 0,
    STYLE_ITALIC = 1 << 1,
    STYLE_UNDERLINE = 1 << 2,
    STYLE_REVERSE = 1 << 3, /* what is selected, in the pane that has the focus */
    STYLE_FAINT = 1 << 4,   /* what is selected, in a pane without the focus: a quiet background */
    STYLE_STRIKE = 1 << 5,
    STYLE_LATER =
        1 << 6, /* looks like nothing: what may follow when keys come fast (ui/thrift.h) */
};

struct style {
    uint8_t role; /* enum style_role */
    uint8_t flags;
};

#define STYLE(role_)          ((struct style){.role = STYLE_##role_})
#define STYLE_WITH(r, flags_) ((struct style){.role = (uint8_t)(r), .flags = (uint8_t)(flags_)})

struct style style_of_entity(enum entity_type type);
struct style style_of_status(enum status status);

/* One cell, with an ASCII form: ○ ◔ ◐ ● ◌ … for statuses. */
const char *style_status_glyph(enum status status, bool ascii);
const char *style_promise_glyph(enum promise promise, bool ascii);

#endif
