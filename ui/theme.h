/*
 * What each style looks like, as numbers: the only place where colours are chosen. All colours of
 * the 256 palette here have a contrast of at least 3:1 on black and on white (WCAG 2), so that one
 * theme serves dark and light terminals; a test holds them to it. What has no colour on a terminal
 * has attributes instead.
 */
#ifndef ATTACHE_UI_THEME_H
#define ATTACHE_UI_THEME_H

#include "ui/style.h"

#include <stdbool.h>
#include <stdint.h>

enum { THEME_DEFAULT = -1 }; /* the terminal's own foreground */

struct look {
    int16_t rich;   /* of the 256 colours, 16-255, or THEME_DEFAULT */
    int16_t basic;  /* of the first eight, or THEME_DEFAULT */
    uint8_t always; /* STYLE_… flags with any number of colours */
    uint8_t mono;   /* flags besides, where there is no colour */
    bool dim;       /* half bright where there are fewer than 256 colours, if the terminal can */
};

const struct look *theme_look(enum style_role role);

/* How many a terminal has: none, 8 or 16, 256, those of the 256 as red, green and blue. */
enum colours { COLOURS_NONE, COLOURS_BASIC, COLOURS_RICH, COLOURS_DIRECT };

/* What a style is there. */
struct shown {
    enum style_role role; /* whose colour it has */
    unsigned flags;       /* STYLE_BOLD, …ITALIC, …UNDERLINE, …REVERSE */
    bool dim;
};
struct shown theme_shown(struct style s, enum colours colours);

/* The red, green and blue of a colour of the 256 palette, 16-255, as 0xRRGGBB. */
uint32_t theme_rgb(int colour);

#endif
