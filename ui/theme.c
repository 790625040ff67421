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
