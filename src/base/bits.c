#include "base/bits.h"

enum { WORD = BITS_WORD };

static size_t words_of(const struct bits *b)
{
    return (b->size + WORD - 1) / WORD;
}

struct bits bits_make(struct arena *a, size_t size)
{
    struct bits b = {.size = size};
    b.words = ARENA_ARRAY(a, uint64_t, words_of(&b));
    return b;
}

void bits_add(struct bits *b, size_t n)
{
    if (n < b->size)
        b->words[n / WORD] |= (uint64_t)1 << n % WORD;
}

void bits_fill(struct bits *b)
{
    for (size_t i = 0; i < words_of(b); i++)
        b->words[i] = UINT64_MAX;
    if (b->size % WORD != 0)
        b->words[words_of(b) - 1] >>= WORD - b->size % WORD;
}

void bits_join(struct bits *b, const struct bits *other)
{
    for (size_t i = 0; i < words_of(b); i++)
        b->words[i] |= other->words[i];
}

void bits_keep(struct bits *b, const struct bits *other)
{
    for (size_t i = 0; i < words_of(b); i++)
        b->words[i] &= other->words[i];
}

void bits_drop(struct bits *b, const struct bits *other)
{
    for (size_t i = 0; i < words_of(b); i++)
        b->words[i] &= ~other->words[i];
}

bool bits_hold(const struct bits *b, const struct bits *other)
{
    size_t i = 0;
    while (i < words_of(b) && (other->words[i] & ~b->words[i]) == 0)
        i++;
    return i == words_of(b);
}

size_t bits_count(const struct bits *b)
{
    size_t count = 0;
    for (size_t i = 0; i < words_of(b); i++)
        count += (size_t)__builtin_popcountll(b->words[i]);
    return count;
}

size_t bits_next(const struct bits *b, size_t from)
{
    for (size_t n = from; n < b->size; n++) {
        uint64_t rest = b->words[n / WORD] >> n % WORD;
        if ((rest & 1) != 0)
            return n;
        if (rest == 0)
            n |= WORD - 1; /* to the end of the word */
    }
    return b->size;
}
