#include "catalog/words.h"

#include "catalog/key.h"

static void add(struct filter_words *w, str word)
{
    for (size_t i = 0; i < w->len; i++)
        if (str_eq(w->items[i], word))
            return;
    if (w->len < WORDS_MAX)
        w->items[w->len++] = word;
}

struct filter_words words_of(str filter, struct arena *a)
{
    struct filter_words w = {.len = 0};
    str folded = key_fold(filter, a);
    for (size_t at = 0, end; at < folded.len; at = end + 1) {
        for (end = at; end < folded.len && (unsigned char)folded.ptr[end] > ' ';)
            end++;
        if (end > at)
            add(&w, str_sub(folded, at, end));
    }
    return w;
}

static size_t count_in(const struct filter_words *w, str text, struct arena *a)
{
    str folded = key_fold(text, a);
    size_t count = 0;
    for (size_t i = 0; i < w->len; i++)
        count += str_find(folded, w->items[i], 0) != STR_NONE;
    return count;
}

bool words_all_in(const struct filter_words *w, str text, struct arena *a)
{
    return count_in(w, text, a) == w->len;
}

bool words_any_in(const struct filter_words *w, str text, struct arena *a)
{
    return count_in(w, text, a) > 0;
}

bool words_narrow(const struct filter_words *w, const struct filter_words *before)
{
    for (size_t i = 0, j; i < before->len; i++) {
        for (j = 0; j < w->len && str_find(w->items[j], before->items[i], 0) == STR_NONE;)
            j++;
        if (j == w->len)
            return false;
    }
    return true;
}
