#include "text/fold.h"

#include "text/unicode.h"
#include "text/utf8.h"

#include <assert.h>
#include <string.h>

/*
 * The text is folded by extended grapheme clusters: normalisation never reaches across the border
 * of two, so each can be settled, and mapped back, alone. Nearly all text is ASCII or of characters
 * that stay what they are, and never gets as far as the normaliser.
 */

enum { SCRATCH = 64 << 10 }; /* bytes of work after which memory is given back */

/* What is being made. Without a map, `units` and `starts` are empty. */
struct folding {
    str original;
    struct arena *arena, scratch;
    char *text;
    size_t len, cap;
    bool mapped;
    struct ranks units, starts; /* of what is made, and of the original */
    bool after_space;           /* the last thing made is a space that further white space joins */
};

/* Room for `extra` bytes more and the entry past the last. Folding rarely lengthens a text (NFC at
 * most threefold), so the first room nearly always does. */
static void make_room(struct folding *f, size_t extra)
{
    if (f->cap - f->len > extra)
        return;
    size_t cap = f->cap + f->cap / 2 + extra + 1;
    char *wider = arena_room(f->arena, cap, 1);
    if (f->len)
        memcpy(wider, f->text, f->len);
    f->text = wider;
    if (f->mapped && f->cap)
        ranks_widen(&f->units, f->arena, cap);
    else if (f->mapped)
        f->units = ranks_make(f->arena, cap);
    f->cap = cap;
}

/* What stands for the original from `start` on, up to what is added next with a start of its own.
 */
static void add(struct folding *f, str s, size_t start)
{
    make_room(f, s.len);
    memcpy(f->text + f->len, s.ptr, s.len);
    if (f->mapped && s.len && !ranks_has(&f->starts, start)) {
        ranks_add(&f->units, f->len);
        ranks_add(&f->starts, start);
    }
    f->len += s.len;
    f->after_space = false;
}

static void add_space(struct folding *f, size_t start)
{
    if (!f->after_space)
        add(f, STR(" "), start);
    f->after_space = true;
}

/* The ASCII relative of a quote or dash, or the absent str. */
static str relative_of(uint32_t c)
{
    if (c >= 0x2010 && c <= 0x2015)
        return STR("-");
    if (c >= 0x2018 && c <= 0x201B)
        return STR("'");
    if (c >= 0x201C && c <= 0x201F)
        return STR("\"");
    return c == 0x2212 ? STR("-") : (str){NULL, 0};
}

/* Adds each code point of `s`, quotes and dashes as their relatives. They stand for the original
 * from `start` on: all together, or, where `s` is the same as that, each for itself. */
static void add_each(struct folding *f, str s, size_t start, bool same)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        size_t next = at + utf8_decode(s, at, &c, NULL);
        str piece = relative_of(c);
        if (!str_present(piece))
            piece = str_sub(s, at, next);
        add(f, piece, same ? start + at : start);
        at = next;
    }
}

/* Adds the cluster [at, end): by code points if it is in NFC already, else as one piece. */
static void add_cluster(struct folding *f, size_t at, size_t end)
{
    str cluster = str_sub(f->original, at, end);
    str composed = unicode_nfc(cluster, &f->scratch);
    add_each(f, composed, at, str_eq(cluster, composed));
    if (arena_size(&f->scratch) > SCRATCH)
        arena_release(&f->scratch);
}

/* What stands at `at`, whatever it is; returns its end. */
static size_t fold_other(struct folding *f, size_t at)
{
    uint32_t c;
    size_t next = at + utf8_decode(f->original, at, &c, NULL);
    if (unicode_is_space(c)) {
        add_space(f, at);
        return next;
    }
    size_t end = unicode_grapheme_next(f->original, at);
    if (end == next && unicode_is_composed(c))
        add_each(f, str_sub(f->original, at, end), at, true);
    else
        add_cluster(f, at, end);
    return end;
}

static bool is_plain(str s, size_t at)
{
    return (unsigned char)s.ptr[at] < 0x80 &&
           (at + 1 == s.len || (unsigned char)s.ptr[at + 1] < 0x80);
}

/* unicode_is_space of ASCII. */
static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* As far as eight bytes at a time are ASCII without controls and without two spaces side by side.
 * *after_space tells of the byte before, at the start and at the end. */
static size_t skip_plain(str s, size_t at, bool *after_space)
{
    const uint64_t high = 0x8080808080808080u, ones = 0x0101010101010101u;
    for (; s.len - at >= 8; at += 8) {
        uint64_t word = 0;
        for (unsigned i = 0; i < 8; i++)
            word |= (uint64_t)(unsigned char)s.ptr[at + i] << 8 * i;
        if ((word | (((word | high) - ones * ' ') ^ high)) & high)
            break;
        uint64_t spaces = ~((word ^ ones * ' ') + (high - ones)) & high;
        if (spaces & (spaces << 8 | (*after_space ? 0x80 : 0)))
            break;
        *after_space = spaces >> 63;
    }
    return at;
}

/* The ASCII from `at` on that stands for itself: up to the next space that another follows or
 * precedes, or before something that is not ASCII; returns its end. */
static size_t plain_end(const struct folding *f, size_t at)
{
    const str s = f->original;
    bool after_space = f->after_space;
    size_t from = at;
    at = skip_plain(s, at, &after_space);
    if (at > from && at < s.len && (unsigned char)s.ptr[at] >= 0x80)
        return at - 1;
    for (; at < s.len && is_plain(s, at); at++) {
        bool space = is_space(s.ptr[at]);
        if (space && (after_space || s.ptr[at] != ' '))
            break;
        after_space = space;
    }
    return at;
}

static void add_plain(struct folding *f, size_t at, size_t end)
{
    make_room(f, end - at);
    memcpy(f->text + f->len, f->original.ptr + at, end - at);
    if (f->mapped) {
        ranks_add_all(&f->units, f->len, f->len + (end - at));
        ranks_add_all(&f->starts, at, end);
    }
    f->len += end - at;
    f->after_space = is_space(f->original.ptr[end - 1]);
}

static struct folding fold(str original, bool mapped, struct arena *a)
{
    struct folding f = {.original = original, .arena = a, .mapped = mapped};
    if (mapped)
        f.starts = ranks_make(a, original.len);
    make_room(&f, original.len);
    for (size_t at = 0; at < original.len;) {
        size_t end = plain_end(&f, at);
        if (end > at)
            add_plain(&f, at, end);
        else
            end = fold_other(&f, at);
        at = end;
    }
    arena_release(&f.scratch);
    f.text[f.len] = '\0';
    return f;
}

struct folded text_fold(str original, struct arena *a)
{
    assert(original.len < UINT32_MAX);
    struct folding f = fold(original, true, a);
    f.units.size = f.len;
    ranks_finish(&f.units, a);
    ranks_finish(&f.starts, a);
    return (struct folded){
        .text = {f.text, f.len},
          .units = f.units, .original = f.starts
    };
}

str text_fold_only(str original, struct arena *a)
{
    struct folding f = fold(original, false, a);
    return (str){f.text, f.len};
}

bool folded_is_boundary(const struct folded *f, size_t at)
{
    return at >= f->text.len || ranks_has(&f->units, at);
}

size_t folded_start(const struct folded *f, size_t at)
{
    if (at >= f->text.len)
        return f->original.size;
    return ranks_nth(&f->original, ranks_before(&f->units, at + 1) - 1);
}

struct span folded_span(const struct folded *f, size_t start, size_t end)
{
    size_t at = folded_start(f, start);
    end = end < f->text.len ? end : f->text.len;
    if (start >= end)
        return (struct span){at, at};
    return (struct span){at, ranks_nth(&f->original, ranks_before(&f->units, end))};
}

size_t folded_offset(const struct folded *f, size_t original)
{
    if (original >= f->original.size)
        return f->text.len;
    return ranks_nth(&f->units, ranks_before(&f->original, original + 1) - 1);
}
