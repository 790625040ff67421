#include "loader/yaml_anchors.h"

enum { FIRST_SLOTS = 64 };

/* FNV-1a: short names, and nobody gains by making 100,000 of them collide. */
static size_t hash_of(str name)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 0x100000001B3u;
    return (size_t)(hash ^ hash >> 32);
}

/* Where the name is, or would be put. */
static size_t slot_of(const struct yaml_anchors *t, str name)
{
    size_t slot = hash_of(name) % t->slot_count;
    while (t->slots[slot] && !str_eq(t->all.items[t->slots[slot] - 1].name, name))
        slot = (slot + 1) % t->slot_count;
    return slot;
}

static void widen(struct yaml_anchors *t, struct arena *a)
{
    t->slot_count = t->slot_count ? t->slot_count * 2 : FIRST_SLOTS;
    t->slots = ARENA_ARRAY(a, uint32_t, t->slot_count);
    for (size_t i = 0; i < t->all.len; i++)
        t->slots[slot_of(t, t->all.items[i].name)] = (uint32_t)(i + 1);
}

struct yaml_anchor *yaml_anchors_set(struct yaml_anchors *t, struct arena *a, str name)
{
    if (t->all.len * 2 >= t->slot_count)
        widen(t, a);
    size_t slot = slot_of(t, name);
    if (!t->slots[slot]) {
        VEC_PUSH(a, &t->all)->name = arena_str(a, name);
        t->slots[slot] = (uint32_t)t->all.len;
    }
    return &t->all.items[t->slots[slot] - 1];
}

struct yaml_anchor *yaml_anchors_get(const struct yaml_anchors *t, str name)
{
    if (t->slot_count == 0)
        return NULL;
    size_t slot = slot_of(t, name);
    return t->slots[slot] ? &t->all.items[t->slots[slot] - 1] : NULL;
}
