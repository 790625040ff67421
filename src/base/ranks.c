#include "base/ranks.h"

#include <string.h>

enum { WORD = 64, WORDS = 8, STEP = WORD * WORDS };

static size_t words_of(size_t size)
{
    return size / WORD + 1;
}

struct ranks ranks_make(struct arena *a, size_t size)
{
    return (struct ranks){.words = ARENA_ARRAY(a, uint64_t, words_of(size)), .size = size};
}

void ranks_widen(struct ranks *r, struct arena *a, size_t size)
{
    struct ranks wider = ranks_make(a, size);
    memcpy(wider.words, r->words, words_of(r->size) * sizeof *r->words);
    *r = wider;
}

void ranks_add(struct ranks *r, size_t n)
{
    r->words[n / WORD] |= UINT64_C(1) << n % WORD;
}

void ranks_add_all(struct ranks *r, size_t from, size_t to)
{
    for (; from < to && from % WORD; from++)
        ranks_add(r, from);
    for (; to - from >= WORD; from += WORD)
        r->words[from / WORD] = UINT64_MAX;
    for (; from < to; from++)
        ranks_add(r, from);
}

static unsigned bits_in(uint64_t word)
{
    const uint64_t ones = UINT64_MAX / 0xFF;
    word -= word >> 1 & ones * 0x55;
    word = (word & ones * 0x33) + (word >> 2 & ones * 0x33);
    return (unsigned)(((word + (word >> 4)) & ones * 0x0F) * ones >> 56);
}

void ranks_finish(struct ranks *r, struct arena *a)
{
    size_t words = words_of(r->size);
    r->before = ARENA_ARRAY(a, uint32_t, r->size / STEP + 1);
    r->count = 0;
    for (size_t i = 0; i < words; i++) {
        if (i % WORDS == 0)
            r->before[i / WORDS] = (uint32_t)r->count;
        r->count += bits_in(r->words[i]);
    }
}

bool ranks_has(const struct ranks *r, size_t n)
{
    return r->words[n / WORD] >> n % WORD & 1;
}

size_t ranks_before(const struct ranks *r, size_t n)
{
    size_t count = r->before[n / STEP];
    for (size_t i = n / STEP * WORDS; i < n / WORD; i++)
        count += bits_in(r->words[i]);
    return count + bits_in(r->words[n / WORD] & ((UINT64_C(1) << n % WORD) - 1));
}

/* The last step that fewer or as many stand before. */
static size_t step_of(const struct ranks *r, size_t n)
{
    size_t low = 0, high = r->size / STEP;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (r->before[middle] <= n)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

size_t ranks_nth(const struct ranks *r, size_t n)
{
    if (n >= r->count)
        return r->size;
    size_t step = step_of(r, n), i = step * WORDS;
    n -= r->before[step];
    for (unsigned bits; (bits = bits_in(r->words[i])) <= n; i++)
        n -= bits;
    uint64_t word = r->words[i];
    for (; n; n--)
        word &= word - 1;
    return i * WORD + bits_in((word & -word) - 1);
}
