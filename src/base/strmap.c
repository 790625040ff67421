#include "base/strmap.h"

/* FNV-1a, and a last mix, because the low bits choose the slot. */
static uint64_t hash_of(str s)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001B3u;
    return (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
}

/* Where the key is, or the free slot where it would go. The table is never full. */
static struct strmap_slot *find(const struct strmap *m, str key, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) & (m->cap - 1);
    while (str_present(m->slots[at].key) &&
           (m->slots[at].hash != hash || !str_eq(m->slots[at].key, key)))
        at = (at + 1) & (m->cap - 1);
    return &m->slots[at];
}

bool strmap_get(const struct strmap *m, str key, size_t *value)
{
    if (m->cap == 0)
        return false;
    const struct strmap_slot *slot = find(m, key, hash_of(key));
    if (str_present(slot->key) && value)
        *value = slot->value;
    return str_present(slot->key);
}

static void widen(struct strmap *m, struct arena *a)
{
    struct strmap wider = {.cap = m->cap ? m->cap * 2 : 16, .len = m->len};
    wider.slots = ARENA_ARRAY(a, struct strmap_slot, wider.cap);
    for (size_t i = 0; i < m->cap; i++)
        if (str_present(m->slots[i].key))
            *find(&wider, m->slots[i].key, m->slots[i].hash) = m->slots[i];
    *m = wider;
}

bool strmap_add(struct strmap *m, struct arena *a, str key, size_t value)
{
    if (m->len >= m->cap / 2)
        widen(m, a);
    uint64_t hash = hash_of(key);
    struct strmap_slot *slot = find(m, key, hash);
    if (str_present(slot->key))
        return false;
    /* The empty key must not look free. */
    *slot = (struct strmap_slot){.key = str_present(key) ? key : STR(""), .hash = hash};
    slot->value = value;
    m->len++;
    return true;
}
