#include "base/strmap.h"

/* FNV-1a, and a last mix, because the low bits choose the slot. */
static uint32_t hash_of(str s)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001B3u;
    return (uint32_t)((h ^ h >> 32) * 0xD6E8FEB86659FD93u >> 20);
}

/* Where the key is, or the free slot where it would go. The table is never full. */
static struct strmap_slot *find(const struct strmap *m, str key, uint32_t hash)
{
    size_t at = hash & (m->cap - 1);
    for (;; at = (at + 1) & (m->cap - 1)) {
        struct strmap_slot *slot = &m->slots[at];
        if (!slot->key || (slot->hash == hash && str_eq((str){slot->key, slot->length}, key)))
            return slot;
    }
}

bool strmap_get(const struct strmap *m, str key, size_t *value)
{
    if (m->cap == 0)
        return false;
    const struct strmap_slot *slot = find(m, key, hash_of(key));
    if (slot->key && value)
        *value = slot->value;
    return slot->key != NULL;
}

static void widen(struct strmap *m, struct arena *a, size_t cap)
{
    struct strmap wider = {.cap = cap, .len = m->len};
    wider.slots = ARENA_ARRAY(a, struct strmap_slot, wider.cap);
    for (size_t i = 0; i < m->cap; i++) {
        const struct strmap_slot *slot = &m->slots[i];
        if (slot->key)
            *find(&wider, (str){slot->key, slot->length}, slot->hash) = *slot;
    }
    *m = wider;
}

void strmap_reserve(struct strmap *m, struct arena *a, size_t count)
{
    size_t cap = m->cap ? m->cap : 16;
    while (count >= cap / 2)
        cap *= 2;
    if (cap > m->cap)
        widen(m, a, cap);
}

bool strmap_add(struct strmap *m, struct arena *a, str key, size_t value)
{
    strmap_reserve(m, a, m->len);
    uint32_t hash = hash_of(key);
    struct strmap_slot *slot = find(m, key, hash);
    if (slot->key)
        return false;
    /* The empty key must not look free. */
    *slot = (struct strmap_slot){
        .key = key.ptr ? key.ptr : "", .length = (uint32_t)key.len, .hash = hash, .value = value};
    m->len++;
    return true;
}
