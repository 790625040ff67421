#include "ui/accents.h"

void accents_release(struct accents *a)
{
    arena_release(&a->arena);
    *a = (struct accents){0};
}

unsigned accents_number(struct accents *a, str sequence)
{
    size_t number = 0;
    if (sequence.len == 0 || strmap_get(&a->numbers, sequence, &number) ||
        a->sequences.len == ACCENTS_MAX)
        return (unsigned)number;
    str kept = arena_str(&a->arena, sequence);
    *VEC_PUSH(&a->arena, &a->sequences) = kept;
    strmap_add(&a->numbers, &a->arena, kept, a->sequences.len);
    return (unsigned)a->sequences.len;
}

str accents_sequence(const struct accents *a, unsigned number)
{
    return number ? a->sequences.items[number - 1] : STR("");
}
