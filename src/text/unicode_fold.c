/*
 * Normalisation and folding. The library allocates for every piece and looks up several properties
 * of every character. Most characters are changed, or not, whatever stands beside them: what
 * becomes of each is remembered from when it was first asked, and only the others go to the
 * library.
 */
#include "base/mem.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <stdatomic.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

enum { BASIC = 0x10000 }; /* of these it is remembered */

/* What the library is given for its answer: it allocates where that is more. */
struct answer {
    uint8_t room[128];
    size_t len;
};

/* A copy of what the library made. */
static str adopt(const struct answer *answer, uint8_t *made, struct arena *a)
{
    if (!made)
        mem_exhausted();
    str copy = arena_str(a, (str){(const char *)made, answer->len});
    if (made != answer->room)
        mem_free(made);
    return copy;
}

static str normalize(str s, struct arena *a)
{
    struct answer answer = {.len = sizeof answer.room};
    uint8_t *made =
        u8_normalize(UNINORM_NFC, (const uint8_t *)s.ptr, s.len, answer.room, &answer.len);
    return adopt(&answer, made, a);
}

static str casefold(str s, uninorm_t form, struct arena *a)
{
    struct answer answer = {.len = sizeof answer.room};
    uint8_t *made =
        u8_casefold((const uint8_t *)s.ptr, s.len, NULL, form, answer.room, &answer.len);
    return adopt(&answer, made, a);
}

static bool is_ascii(str s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.ptr[i];
    return all < 0x80;
}

/* -- What is beside a character ---------------------------------------------------------------- */

/* Marks of Thai and Lao are put together with nothing. */
static bool is_thai(uint32_t c)
{
    return c >= 0x0E00 && c <= 0x0EFF;
}

/* Whether it may be put together with what stands before it, or change places with that: marks, and
 * the vowels and last consonants of Hangul. */
static bool may_join(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x11FF) || (unicode_is_mark(c) && !is_thai(c));
}

/* Where several marks follow each other, those above come after those below. `last`: the class of
 * the mark before, 0 if there is none. */
static bool in_order(uint32_t c, int *last)
{
    int before = *last;
    *last = is_thai(c) ? uc_combining_class(c) : 0;
    return *last == 0 || *last >= before;
}

/* -- Composition ------------------------------------------------------------------------------- */

/* SETTLED: NFC leaves it as it is, whatever stands beside it. */
enum nature { UNKNOWN, APART, COMPOSED, SETTLED };

static enum nature nature_of(uint32_t c)
{
    /* A few are taken apart and not put together again. Their parts tell. */
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int count = uc_canonical_decomposition(c, parts);
    bool hangul = c >= 0xAC00 && c <= 0xD7A3;
    if (count >= 0 && !hangul && !(count == 2 && uc_composition(parts[0], parts[1]) == c))
        return APART;
    return may_join(c) ? COMPOSED : SETTLED;
}

static enum nature nature(uint32_t c)
{
    static _Atomic unsigned char known[BASIC];
    if (c < 0x300)
        return SETTLED;
    if (c >= BASIC)
        return nature_of(c);
    unsigned char n = atomic_load_explicit(&known[c], memory_order_relaxed);
    if (n == UNKNOWN) {
        n = (unsigned char)nature_of(c);
        atomic_store_explicit(&known[c], n, memory_order_relaxed);
    }
    return (enum nature)n;
}

bool unicode_is_composed(uint32_t c)
{
    return nature(c) != APART;
}

static bool is_settled(str s)
{
    int last = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        bool valid;
        at += utf8_decode(s, at, &c, &valid);
        if (!valid || nature(c) != SETTLED || !in_order(c, &last))
            return false;
    }
    return true;
}

str unicode_nfc(str s, struct arena *a)
{
    if (is_settled(s))
        return arena_str(a, (str){s.len ? s.ptr : "", s.len});
    return normalize(utf8_scrub(s, a), a);
}

/* -- Case and marks ---------------------------------------------------------------------------- */

str unicode_fold(str s, struct arena *a)
{
    if (is_ascii(s)) {
        char *copy = arena_cstr(a, s);
        for (size_t i = 0; i < s.len; i++)
            if (copy[i] >= 'A' && copy[i] <= 'Z')
                copy[i] = (char)(copy[i] | 0x20);
        return (str){copy, s.len};
    }
    return casefold(utf8_scrub(s, a), UNINORM_NFC, a);
}

/* Marks that decorate a letter which is also written without them. The voicing marks of Kana and
 * the vowel signs of Indic scripts make another letter: they stay. */
static bool is_diacritic(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } diacritics[] = {
        {0x0300, 0x036F},
        {0x0483, 0x0487},
        {0x0591, 0x05BD},
        {0x05BF, 0x05BF},
        {0x05C1, 0x05C2},
        {0x05C4, 0x05C5},
        {0x05C7, 0x05C7},
        {0x0610, 0x061A},
        {0x064B, 0x065F},
        {0x0670, 0x0670},
        {0x1AB0, 0x1AFF},
        {0x1DC0, 0x1DFF},
        {0x20D0, 0x20FF},
    };
    for (size_t i = 0; c >= 0x300 && i < sizeof diacritics / sizeof *diacritics; i++)
        if (c >= diacritics[i].first && c <= diacritics[i].last)
            return true;
    return false;
}

/* Letters whose stroke or ligature Unicode does not take apart. */
static str plain_letter(uint32_t c)
{
    switch (c) {
    case 0x00E6:
        return STR("ae");
    case 0x00F0:
    case 0x0111:
        return STR("d");
    case 0x00F8:
        return STR("o");
    case 0x0127:
        return STR("h");
    case 0x0131:
        return STR("i");
    case 0x0142:
        return STR("l");
    case 0x0153:
        return STR("oe");
    default:
        return (str){NULL, 0};
    }
}

static str fold_together(str s, struct arena *a)
{
    str apart = casefold(utf8_scrub(s, a), UNINORM_NFD, a);
    char *kept = arena_alloc(a, apart.len + 1, 1);
    size_t used = 0;
    for (size_t at = 0; at < apart.len;) {
        uint32_t c;
        size_t size = utf8_decode(apart, at, &c, NULL);
        str piece = plain_letter(c);
        if (!str_present(piece))
            piece = str_sub(apart, at, is_diacritic(c) ? at : at + size);
        memcpy(kept + used, piece.ptr, piece.len);
        used += piece.len;
        at += size;
    }
    return unicode_nfc((str){kept, used}, a);
}

/* What a character is folded to, if it is the same whatever stands beside it. */
enum { NOT_ASKED = 0, NOTHING = 0xFFFE, NOT_ALONE = 0xFFFF };

static uint16_t fold_one(uint32_t c)
{
    struct arena a = {0};
    char bytes[4];
    uint32_t to = NOTHING;
    str folded = fold_together((str){bytes, utf8_encode(c, bytes)}, &a);
    bool alone = folded.len == 0 || utf8_decode(folded, 0, &to, NULL) == folded.len;
    if (folded.len != 0 && (to >= NOTHING || may_join(c) || may_join(to)))
        alone = false;
    arena_release(&a);
    return alone ? (uint16_t)to : NOT_ALONE;
}

static uint16_t folded_alone(uint32_t c)
{
    static _Atomic uint16_t known[BASIC];
    if (c >= BASIC)
        return NOT_ALONE;
    uint16_t to = atomic_load_explicit(&known[c], memory_order_relaxed);
    if (to == NOT_ASKED) {
        to = fold_one(c);
        atomic_store_explicit(&known[c], to, memory_order_relaxed);
    }
    return to;
}

/* False if a character is not the same whatever stands beside it. */
static bool fold_alone(str s, struct arena *a, str *folded)
{
    /* What grows most grows from two bytes to three. */
    char *made = arena_room(a, s.len + s.len / 2 + 1, 1);
    size_t used = 0;
    int last = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        bool valid;
        at += utf8_decode(s, at, &c, &valid);
        uint16_t to = valid ? folded_alone(c) : NOT_ALONE;
        if (to == NOT_ALONE)
            return false;
        if (to == NOTHING)
            continue;
        if (!in_order(to, &last))
            return false;
        used += utf8_encode(to, made + used);
    }
    made[used] = '\0';
    *folded = (str){made, used};
    return true;
}

str unicode_fold_marks(str s, struct arena *a)
{
    str folded;
    return fold_alone(s, a, &folded) ? folded : fold_together(s, a);
}
