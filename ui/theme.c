#include "ui/theme.h"

enum { RED = 1, GREEN = 2, BLUE = 4, MAGENTA = 5, CYAN = 6, NONE = THEME_DEFAULT };

#define TYPE(type) [STYLE_ENTITY + ENTITY_##type]

static const struct look looks[STYLE_ROLE_COUNT] = {
    [STYLE_TEXT] = {NONE, NONE,    0,               0,          false},
    [STYLE_QUIET] = {243,  NONE,    0,               0,          true },
    [STYLE_CHROME] = {243,  NONE,    0,               0,          false},
    [STYLE_KEY] = {NONE, NONE,    STYLE_BOLD,      0,          false},
    [STYLE_RULE] = {243,  NONE,    0,               0,          true },
    [STYLE_TITLE] = {NONE, NONE,    STYLE_BOLD,      0,          false},
    [STYLE_LINK] = {32,   BLUE,    STYLE_UNDERLINE, 0,          false},
    [STYLE_CODE] = {66,   CYAN,    0,               0,          false},
    [STYLE_HIT] = {130,  NONE,    STYLE_REVERSE,   0,          false},
    [STYLE_MARK] = {67,   BLUE,    0,               0,          false},
    [STYLE_UNSAFE] = {161,  MAGENTA, STYLE_REVERSE,   0,          false},
    [STYLE_ERROR] = {160,  RED,     STYLE_BOLD,      0,          false},
    [STYLE_WARNING] = {130,  MAGENTA, 0,               STYLE_BOLD, false},
    TYPE(UNTYPED) = {244,  NONE,    0,               0,          false},
    TYPE(PERSON) = {166,  RED,     0,               0,          false},
    TYPE(ORGANIZATION) = {32,   BLUE,    0,               0,          false},
    TYPE(COUNTRY) = {64,   GREEN,   0,               0,          false},
    TYPE(PLACE) = {30,   CYAN,    0,               0,          false},
    TYPE(EVENT) = {169,  MAGENTA, 0,               0,          false},
    TYPE(AGREEMENT) = {98,   MAGENTA, 0,               0,          false},
    TYPE(DOCUMENT) = {101,  CYAN,    0,               0,          false},
    TYPE(EQUIPMENT) = {131,  RED,     0,               0,          false},
    TYPE(NORP) = {133,  MAGENTA, 0,               0,          false},
    TYPE(TOPIC) = {66,   CYAN,    0,               0,          false},
    TYPE(OTHER) = {244,  NONE,    0,               0,          false},
    [STYLE_STATUS_SOON] = {130,  CYAN,    0,               0,          false},
    [STYLE_STATUS_LIVE] = {29,   GREEN,   0,               0,          false},
    [STYLE_STATUS_OVER] = {243,  NONE,    0,               0,          true },
    [STYLE_STATUS_LATE] = {160,  RED,     STYLE_BOLD,      0,          false},
};

const struct look *theme_look(enum style_role role)
{
    return &looks[(unsigned)role < STYLE_ROLE_COUNT ? role : STYLE_TEXT];
}

static bool is_entity(enum style_role role)
{
    return role >= STYLE_ENTITY && role < STYLE_ENTITY + ENTITY_TYPE_COUNT;
}

/* What is selected is reversed whole, but the colour of a type stays with it; a hit in it must
 * still be told apart. Without the focus the bar is grey: the grey of quiet text, reversed, is a
 * background on which the terminal's own background colour reads, be it dark or light. */
static struct shown show_selected(struct shown s, bool focused, enum colours colours)
{
    bool hit = s.role == STYLE_HIT;
    if (focused) {
        s.role = is_entity(s.role) ? s.role : STYLE_TEXT;
        s.flags |= STYLE_REVERSE | (hit ? STYLE_BOLD | STYLE_UNDERLINE : 0);
    } else if (hit) {
        s.flags |= STYLE_REVERSE;
    } else if (colours >= COLOURS_RICH) {
        s.role = STYLE_QUIET;
        s.flags |= STYLE_REVERSE;
    } else {
        s.role = colours == COLOURS_NONE ? STYLE_TEXT : s.role;
        s.flags |= STYLE_BOLD | STYLE_UNDERLINE;
    }
    return s;
}

struct shown theme_shown(struct style s, enum colours colours)
{
    struct shown shown = {s.role < STYLE_ROLE_COUNT ? s.role : STYLE_TEXT, 0, false};
    const struct look *look = theme_look(shown.role);
    shown.flags = s.flags & ~(unsigned)(STYLE_REVERSE | STYLE_FAINT);
    if (s.flags & (STYLE_REVERSE | STYLE_FAINT))
        return show_selected(shown, s.flags & STYLE_REVERSE, colours);
    shown.flags |= look->always | (colours == COLOURS_NONE ? look->mono : 0U);
    shown.dim = look->dim && colours < COLOURS_RICH;
    return shown;
}

uint32_t theme_rgb(int colour)
{
    static const uint32_t levels[] = {0, 95, 135, 175, 215, 255};
    if (colour >= 232) {
        uint32_t grey = (uint32_t)(8 + 10 * (colour - 232));
        return grey << 16 | grey << 8 | grey;
    }
    int n = colour - 16;
    return levels[n / 36 % 6] << 16 | levels[n / 6 % 6] << 8 | levels[n % 6];
}
