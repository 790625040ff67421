/*
 * Extended grapheme clusters (UAX #29, rules GB3 to GB999), by a state that walks forward. The
 * library's own stepping functions see only two characters at a time and so split flags and joined
 * emoji.
 */
#include "text/unicode.h"
#include "text/utf8.h"

#include <unictype.h>
#include <unigbrk.h>

struct walk {
    int last;           /* Grapheme_Cluster_Break of the character before; -1 at the start */
    bool pictographic;  /* an Extended_Pictographic, then only Extend and ZWJ, stands before */
    bool odd_indicator; /* an odd number of regional indicators stands before */
};

enum { PICTOGRAPHIC = 1 << 8 };

/* The Grapheme_Cluster_Break value, with PICTOGRAPHIC added. */
static int class_of(uint32_t c)
{
    if (c < 0x20 || c == 0x7F)
        return c == '\r' ? GBP_CR : c == '\n' ? GBP_LF : GBP_CONTROL;
    if (c < 0xA9)
        return c < 0x7F || c >= 0xA0 ? GBP_OTHER : GBP_CONTROL;
    int class = uc_graphemeclusterbreak_property(c);
    if (class == GBP_OTHER && uc_is_property_extended_pictographic(c))
        class |= PICTOGRAPHIC;
    return class;
}

static bool is_breaker(int class)
{
    return class == GBP_CONTROL || class == GBP_CR || class == GBP_LF;
}

static bool joins_hangul(int before, int after)
{
    switch (before) {
    case GBP_L:
        return after == GBP_L || after == GBP_V || after == GBP_LV || after == GBP_LVT;
    case GBP_LV:
    case GBP_V:
        return after == GBP_V || after == GBP_T;
    case GBP_LVT:
    case GBP_T:
        return after == GBP_T;
    default:
        return false;
    }
}

static bool breaks_before(const struct walk *w, int class)
{
    int kind = class & ~PICTOGRAPHIC;
    if (w->last < 0)
        return true;
    if (w->last == GBP_CR && kind == GBP_LF)
        return false;
    if (is_breaker(w->last) || is_breaker(kind))
        return true;
    if (joins_hangul(w->last, kind) || kind == GBP_EXTEND || kind == GBP_ZWJ ||
        kind == GBP_SPACINGMARK || w->last == GBP_PREPEND)
        return false;
    if (w->last == GBP_ZWJ && w->pictographic && class & PICTOGRAPHIC)
        return false;
    return !(kind == GBP_RI && w->odd_indicator);
}

static void step(struct walk *w, int class)
{
    int kind = class & ~PICTOGRAPHIC;
    w->pictographic =
        class & PICTOGRAPHIC || (w->pictographic && (kind == GBP_EXTEND || kind == GBP_ZWJ));
    w->odd_indicator = kind == GBP_RI && !w->odd_indicator;
    w->last = kind;
}

static bool ascii_pair(str s, size_t at)
{
    /* Between two characters below U+0080 there is always a break, but for CR LF. */
    return at + 1 < s.len && (unsigned char)s.ptr[at] < 0x80 &&
           (unsigned char)s.ptr[at + 1] < 0x80 && s.ptr[at] != '\r';
}

void unicode_grapheme_breaks(str s, char *flags)
{
    struct walk w = {.last = -1};
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        size_t len = utf8_decode(s, at, &c, NULL);
        int class = class_of(c);
        flags[at] = breaks_before(&w, class);
        for (size_t i = 1; i < len; i++)
            flags[at + i] = 0;
        step(&w, class);
        at += len;
    }
}

size_t unicode_grapheme_next(str s, size_t at)
{
    if (at >= s.len)
        return s.len;
    if (ascii_pair(s, at))
        return at + 1;
    struct walk w = {.last = -1};
    do {
        uint32_t c;
        size_t len = utf8_decode(s, at, &c, NULL);
        int class = class_of(c);
        if (w.last >= 0 && breaks_before(&w, class))
            break;
        step(&w, class);
        at += len;
    } while (at < s.len);
    return at;
}

size_t unicode_grapheme_prev(str s, size_t at)
{
    if (at > s.len)
        at = s.len;
    if (at == 0)
        return 0;
    /* Back to a place that breaks whatever stands before it, then forward. */
    size_t start = utf8_prev(s, at);
    uint32_t c;
    utf8_decode(s, start, &c, NULL);
    int class = class_of(c);
    while (start > 0) {
        size_t before = utf8_prev(s, start);
        utf8_decode(s, before, &c, NULL);
        struct walk w = {.last = -1};
        step(&w, class_of(c));
        /* Whether these two join may depend on more than the pair: assume that they may. */
        w.pictographic = true;
        w.odd_indicator = w.last == GBP_RI;
        if (breaks_before(&w, class))
            break;
        start = before;
        class = class_of(c);
    }
    for (size_t end; (end = unicode_grapheme_next(s, start)) < at;)
        start = end;
    return start;
}
