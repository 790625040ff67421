/* The types of the entities in a list, each with a number key that shows or hides it. */
#ifndef ATTACHE_UI_PANES_TYPES_H
#define ATTACHE_UI_PANES_TYPES_H

#include "model/entity.h"
#include "ui/action.h"
#include "ui/canvas.h"

enum { TYPES_KEYS = 9 }; /* types that have a number key */

/* Zero-initialised it has no types and hides none. An untyped entity counts as `other`. */
struct types {
    enum entity_type keys[ENTITY_TYPE_COUNT]; /* those that occur, in the order of their keys */
    size_t count;
    bool hidden[ENTITY_TYPE_COUNT];
};

enum entity_type types_shown(enum entity_type type); /* ENTITY_OTHER for ENTITY_UNTYPED */

/* Which types occur: how many entities there are of each, ENTITY_TYPE_COUNT numbers. */
void types_set(struct types *t, const size_t *members);

bool types_takes(enum action action); /* TYPE_1 … TYPE_ALL */
bool types_can(const struct types *t, enum action action);
bool types_act(struct types *t, enum action action); /* false: there is no such key here */
bool types_all_hidden(const struct types *t);

/* The types with their keys: "1P 2O 3C"; where there is room, what the sign means. */
void types_draw(const struct types *t, struct canvas *c, int row, int width);

#endif
