#include "ui/panes/types.h"

enum entity_type types_shown(enum entity_type type)
{
    return type == ENTITY_UNTYPED ? ENTITY_OTHER : type;
}

void types_set(struct types *t, const size_t *members)
{
    t->count = 0;
    for (int type = ENTITY_UNTYPED + 1; type < ENTITY_TYPE_COUNT; type++)
        if (members[type])
            t->keys[t->count++] = (enum entity_type)type;
}

bool types_takes(enum action action)
{
    return action >= ACTION_TYPE_1 && action <= ACTION_TYPE_ALL;
}

bool types_can(const struct types *t, enum action action)
{
    return action == ACTION_TYPE_ALL || (size_t)(action - ACTION_TYPE_1) < t->count;
}

bool types_act(struct types *t, enum action action)
{
    if (!types_can(t, action))
        return false;
    if (action != ACTION_TYPE_ALL) {
        bool *hidden = &t->hidden[t->keys[action - ACTION_TYPE_1]];
        *hidden = !*hidden;
    }
    for (int i = 0; action == ACTION_TYPE_ALL && i < ENTITY_TYPE_COUNT; i++)
        t->hidden[i] = false;
    return true;
}

bool types_all_hidden(const struct types *t)
{
    size_t hidden = 0;
    for (size_t i = 0; i < t->count; i++)
        hidden += t->hidden[t->keys[i]];
    return t->count > 0 && hidden == t->count;
}

void types_draw(const struct types *t, struct canvas *c, int row, int width)
{
    size_t keys = t->count < TYPES_KEYS ? t->count : TYPES_KEYS;
    int words = -1;
    for (size_t i = 0; i < keys; i++)
        words += 4 + (int)str_of(entity_type_plural(t->keys[i])).len;
    bool whole = words < width;
    int column = 1;
    for (size_t i = 0; i < keys && column < width - 3; i++) {
        enum entity_type type = t->keys[i];
        char key = (char)('1' + i), sign = entity_type_sign(type);
        bool hidden = t->hidden[type];
        canvas_text(c, row, column, 1, (str){&key, 1}, STYLE(KEY));
        struct style style = hidden ? STYLE_WITH(STYLE_QUIET, STYLE_STRIKE) : style_of_entity(type);
        column++;
        if (whole)
            column +=
                1 + canvas_text(c, row, column + 1, -1, str_of(entity_type_plural(type)), style);
        else
            column += canvas_text(c, row, column, 1, (str){&sign, 1}, style);
        if (hidden && !whole)
            canvas_glyph(c, row, column - 1, "\u2715", "-", STYLE(QUIET));
        column += whole ? 2 : 1;
    }
}
