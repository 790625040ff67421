#include "catalog/tokens.h"

#include "base/arena.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

/* Letters from here on have no word for a text's first such: few are not written without spaces. */
enum { LETTERS = 0x3000, FIRST = '\1' };

enum {
    UNIT_MAX = 4,      /* bytes of a character */
    LONGEST = 4096,    /* bytes of a word, or of what belongs to a character, that are looked at */
    GATHER = 64 << 10, /* bytes of a run after which memory is given back */
};

struct scan {
    str text;
    enum tokens_of of;
    int (*visit)(void *user, const struct token *token);
    void *user;
    struct arena arena; /* of one word or run that is not ASCII */
    char word[64];      /* the folded bytes of one that is */
    unsigned char seen[LETTERS / 8];
};

/* -- Characters -------------------------------------------------------------------------------- */

enum kind { OTHER, WORD, PAIRED, MARK };

static bool is_hangul(uint32_t c)
{
    return (c >= 0xAC00 && c <= 0xD7FF) || (c >= 0x1100 && c <= 0x11FF) ||
           (c >= 0x3130 && c <= 0x318F) || (c >= 0xA960 && c <= 0xA97F);
}

static enum kind kind_at(str text, size_t at, size_t *next)
{
    uint32_t c;
    bool valid;
    *next = at + utf8_decode(text, at, &c, &valid);
    if (!valid)
        return OTHER;
    bool mark = unicode_is_mark(c);
    if (!mark && !unicode_is_word(c))
        return OTHER;
    if (is_hangul(c) || unicode_is_spaceless(c))
        return PAIRED;
    return mark ? MARK : WORD;
}

/* What an ASCII letter or digit is folded to; 0 for everything else. */
static const char plain[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd',
    ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k',
    ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r',
    ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
    ['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f',
    ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm',
    ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't',
    ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

static char plain_at(str text, size_t at)
{
    return plain[(unsigned char)text.ptr[at]];
}

/* -- Words ------------------------------------------------------------------------------------- */

static int give(struct scan *s, str text, size_t start, size_t end, bool beside)
{
    const struct token token = {.text = text, .start = start, .end = end, .beside = beside};
    return s->visit(s->user, &token);
}

static str first_word(str letter, char out[8])
{
    out[0] = FIRST;
    memcpy(out + 1, letter.ptr, letter.len);
    return (str){out, letter.len + 1};
}

static int give_word(struct scan *s, str folded, size_t start, size_t end)
{
    if (folded.len == 0)
        return 0;
    uint32_t c = (unsigned char)folded.ptr[0];
    char bytes[8];
    str letter = {folded.ptr, c < 0x80 ? 1 : utf8_decode(folded, 0, &c, NULL)};
    bool short_cut = c < LETTERS;
    if (s->of == TOKENS_OF_PREFIX && short_cut && letter.len == folded.len)
        return give(s, first_word(letter, bytes), start, end, false);
    int result = give(s, folded, start, end, false);
    if (result != 0 || s->of != TOKENS_OF_TEXT || !short_cut)
        return result;
    unsigned char bit = (unsigned char)(1 << (c & 7));
    if (s->seen[c >> 3] & bit)
        return 0;
    s->seen[c >> 3] |= bit;
    return give(s, first_word(letter, bytes), start, end, true);
}

/* Folded: what is too long for a word, its beginning. */
static str fold(struct scan *s, size_t start, size_t end)
{
    if (end - start > LONGEST)
        for (end = start + LONGEST; ((unsigned char)s->text.ptr[end] & 0xC0) == 0x80; end--)
            continue;
    return unicode_fold_marks(str_sub(s->text, start, end), &s->arena);
}

/* A word that is not ASCII throughout, or a long one. */
static int fold_word(struct scan *s, size_t start, size_t end)
{
    int result = give_word(s, fold(s, start, end), start, end);
    arena_release(&s->arena);
    return result;
}

static int take_word(struct scan *s, size_t *at)
{
    size_t start = *at, end = start, next;
    size_t most = s->text.len - start < sizeof s->word ? s->text.len : start + sizeof s->word;
    for (char c; end < most && (c = plain_at(s->text, end)) != 0; end++)
        s->word[end - start] = c;
    bool is_plain = end == s->text.len || (end > start && end - start < sizeof s->word &&
                                           (unsigned char)s->text.ptr[end] < 0x80);
    if (!is_plain) {
        size_t ascii = end;
        while (end < s->text.len) {
            enum kind kind = kind_at(s->text, end, &next);
            if (kind != WORD && kind != MARK)
                break;
            end = next;
        }
        is_plain = end == ascii && end - start < sizeof s->word;
    }
    *at = end;
    return is_plain ? give_word(s, (str){s->word, end - start}, start, end)
                    : fold_word(s, start, end);
}

/* -- Runs of what is written without spaces ------------------------------------------------------
 */

/* A character of a run, folded, and what of the text it stands for. */
struct unit {
    char bytes[UNIT_MAX];
    size_t len, start, end;
};

/* The last character so far, which waits for the next; and whether it is like the one before. */
struct run {
    struct unit last;
    size_t count;
    bool repeated;
};

static int give_unit(struct scan *s, const struct unit *u, bool beside)
{
    return give(s, (str){u->bytes, u->len}, u->start, u->end, beside);
}

/* The two side by side, and the first alone. */
static int give_pair(struct scan *s, const struct unit *one, const struct unit *other)
{
    char bytes[2 * UNIT_MAX];
    memcpy(bytes, one->bytes, one->len);
    memcpy(bytes + one->len, other->bytes, other->len);
    int result = give(s, (str){bytes, one->len + other->len}, one->start, other->end, false);
    if (result != 0 || s->of != TOKENS_OF_TEXT)
        return result;
    return give_unit(s, one, true);
}

static int add_unit(struct scan *s, struct run *run, const struct unit *u)
{
    const struct unit *last = &run->last;
    int result = run->count++ > 0 ? give_pair(s, last, u) : 0;
    run->repeated = str_eq((str){last->bytes, last->len}, (str){u->bytes, u->len});
    run->last = *u;
    return result;
}

/* The characters of one grapheme cluster. Those that folding leaves alone stand for themselves. */
static int add_cluster(struct scan *s, struct run *run, size_t start, size_t end)
{
    str folded = fold(s, start, end);
    bool same = str_eq(str_sub(s->text, start, end), folded);
    int result = 0;
    for (size_t at = 0, next; result == 0 && at < folded.len; at = next) {
        next = utf8_next(folded, at);
        struct unit u = {.len = next - at, .start = start, .end = end};
        memcpy(u.bytes, folded.ptr + at, u.len);
        if (same) {
            u.start = start + at;
            u.end = start + next;
        }
        result = add_unit(s, run, &u);
    }
    return result;
}

static int end_run(struct scan *s, const struct run *run)
{
    if (run->count == 1)
        return give_unit(s, &run->last, false);
    bool another = run->count > 1 && s->of == TOKENS_OF_TEXT && !run->repeated;
    return another ? give_unit(s, &run->last, true) : 0;
}

static int take_run(struct scan *s, size_t *at)
{
    struct run run = {0};
    size_t start = *at, end = start, next;
    int result = 0;
    while (end < s->text.len) {
        enum kind kind = kind_at(s->text, end, &next);
        if (kind != PAIRED && kind != MARK)
            break;
        end = next;
    }
    *at = end;
    for (size_t i = start, kept = start; result == 0 && i < end; i = next) {
        next = unicode_grapheme_next(s->text, i);
        if (next > end)
            next = end;
        result = add_cluster(s, &run, i, next);
        if (next - kept > GATHER) {
            arena_release(&s->arena);
            kept = next;
        }
    }
    if (result == 0)
        result = end_run(s, &run);
    arena_release(&s->arena);
    return result;
}

/* -- All of it --------------------------------------------------------------------------------- */

int tokens_each(str text, enum tokens_of of, int (*visit)(void *user, const struct token *token),
                void *user)
{
    struct scan s = {.text = text, .of = of, .visit = visit, .user = user};
    int result = 0;
    for (size_t at = 0; result == 0 && at < text.len;) {
        size_t next = at + 1;
        enum kind kind = plain_at(text, at) != 0              ? WORD
                         : (unsigned char)text.ptr[at] < 0x80 ? OTHER
                                                              : kind_at(text, at, &next);
        if (kind == WORD)
            result = take_word(&s, &at);
        else if (kind == PAIRED)
            result = take_run(&s, &at);
        else
            at = next;
    }
    return result;
}

bool tokens_are_words(str text)
{
    bool any = false;
    for (size_t at = 0, next; at < text.len; at = next) {
        enum kind kind = kind_at(text, at, &next);
        if (kind == PAIRED)
            return false;
        any = any || kind == WORD;
    }
    return any;
}
