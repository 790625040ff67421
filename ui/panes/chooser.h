/*
 * Choosing a field of a sieve, then one of its values, from lists with counts. A pane that is open
 * to it draws it over itself and gives it the actions and what is typed.
 */
#ifndef ATTACHE_UI_PANES_CHOOSER_H
#define ATTACHE_UI_PANES_CHOOSER_H

#include "ui/panes/menu.h"
#include "ui/panes/sieve.h"

/* Zero-initialised it is closed. */
struct chooser {
    bool open, of_values; /* of_values: one chooses a value of `field` */
    enum sieve_field field;
    unsigned fields; /* SIEVE_… bits: what there is to choose from */
    struct menu menu;
    struct filter filter;
    struct arena arena; /* of the choices */
    struct {
        struct choice {
            str value, name, right;
            bool chosen;
        } * items;
        size_t len, cap;
    } choices;
    bool ascii;
    bool more; /* there are more values than are listed */
};

enum chooser_outcome {
    CHOOSER_STAYS,
    CHOOSER_LEFT,
    CHOOSER_CHOSE, /* the sieve has changed */
    CHOOSER_DATE,  /* a date has to be typed */
};

void chooser_release(struct chooser *c);
/* Reads the values of fields while nothing else is to be done. */
void chooser_ahead(struct pane *p);
void chooser_open(struct pane *p, struct chooser *c, const struct sieve *s, unsigned fields);
bool chooser_can(const struct chooser *c, enum action action);
enum chooser_outcome chooser_act(struct pane *p, struct chooser *c, struct sieve *s,
                                 enum action action, int count);
void chooser_input(struct chooser *c, enum input_event event, str text);
enum chooser_outcome chooser_click(struct pane *p, struct chooser *c, struct sieve *s, int row,
                                   bool twice);
void chooser_layout(struct chooser *c, int rows);
void chooser_draw(const struct chooser *c, struct canvas *canvas, bool focused);
struct cursor chooser_cursor(const struct chooser *c);

#endif
