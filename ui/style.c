#include "ui/style.h"

struct style style_of_entity(enum entity_type type)
{
    return STYLE_WITH(STYLE_ENTITY + (int)type, 0);
}

/* How far along an agreement of that status is, as a circle that fills, and what colour it has. */
static const struct {
    const char *glyph, *ascii;
    uint8_t role;
} statuses[STATUS_COUNT] = {
    [STATUS_NONE] = {"\u00B7", ".", STYLE_QUIET      },
    [STATUS_PROPOSED] = {"\u25CB", "o", STYLE_STATUS_SOON},
    [STATUS_NEGOTIATING] = {"\u25D4", "~", STYLE_STATUS_SOON},
    [STATUS_ANNOUNCED] = {"\u25D1", "+", STYLE_STATUS_SOON},
    [STATUS_INITIALLED] = {"\u25D1", "+", STYLE_STATUS_SOON},
    [STATUS_SIGNED] = {"\u25D5", "s", STYLE_STATUS_LIVE},
    [STATUS_RATIFIED] = {"\u25D5", "r", STYLE_STATUS_LIVE},
    [STATUS_PROVISIONAL] = {"\u25D5", "p", STYLE_STATUS_LIVE},
    [STATUS_IN_FORCE] = {"\u25CF", "*", STYLE_STATUS_LIVE},
    [STATUS_AMENDED] = {"\u25CF", "*", STYLE_STATUS_LIVE},
    [STATUS_SUSPENDED] = {"\u25CC", "=", STYLE_STATUS_OVER},
    [STATUS_EXPIRED] = {"\u2715", "x", STYLE_STATUS_OVER},
    [STATUS_TERMINATED] = {"\u2715", "x", STYLE_STATUS_OVER},
    [STATUS_SUPERSEDED] = {"\u2715", "x", STYLE_STATUS_OVER},
    [STATUS_REJECTED] = {"\u2715", "x", STYLE_STATUS_OVER},
    [STATUS_UNCLEAR] = {"?",      "?", STYLE_QUIET      },
    [STATUS_ACCEDED] = {"\u2192", ">", STYLE_STATUS_LIVE},
    [STATUS_WITHDREW] = {"\u2190", "<", STYLE_STATUS_OVER},
};

struct style style_of_status(enum status status)
{
    return STYLE_WITH(statuses[status].role, 0);
}

const char *style_status_glyph(enum status status, bool ascii)
{
    return ascii ? statuses[status].ascii : statuses[status].glyph;
}

const char *style_promise_glyph(enum promise promise, bool ascii)
{
    static const struct {
        const char *glyph, *ascii;
    } promises[] = {
        [PROMISE_NONE] = {" ",      " "},
        [PROMISE_KEPT] = {"\u2713", "v"},
        [PROMISE_OPEN] = {"\u25CB", "o"},
        [PROMISE_OVERDUE] = {"!",      "!"},
    };
    return ascii ? promises[promise].ascii : promises[promise].glyph;
}
