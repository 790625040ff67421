#include "match/names.h"

#include "text/unicode.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>

/* -- The tree ---------------------------------------------------------------------------------- */

/* All forms below a node begin with the same `depth` bytes, of which `form_first` is an example. */
struct node {
    uint32_t depth;
    uint32_t form_first, form_last; /* [first, last): the forms below and at this node, sorted */
    uint32_t ends;                  /* so many of them, from the first on, end here */
    uint32_t child_first, child_count;
};

struct names {
    struct name_form *forms; /* by bytes, then owner */
    struct node *nodes;      /* breadth first, so that the children of a node lie together */
    unsigned char *bytes;    /* by node: the byte after its parent's depth */
    size_t node_count;
    uint32_t roots[256]; /* by first byte: a node, 0 for none (node 0 is the root) */
};

static int compare_forms(const void *left, const void *right)
{
    const struct name_form *a = left, *b = right;
    int order = str_cmp(a->folded, b->folded);
    if (order == 0)
        order = (a->owner > b->owner) - (a->owner < b->owner);
    return order ? order : (a->form > b->form) - (a->form < b->form);
}

static size_t sort_forms(struct name_form *forms, size_t count)
{
    qsort(forms, count, sizeof *forms, compare_forms);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = kept && forms[kept - 1].owner == forms[i].owner &&
                     str_eq(forms[kept - 1].folded, forms[i].folded);
        if (!again)
            forms[kept++] = forms[i];
    }
    return kept;
}

static unsigned char byte_at(const struct names *n, size_t form, size_t depth)
{
    return (unsigned char)n->forms[form].folded.ptr[depth];
}

/* The forms that go on with the same byte as `first` does: [first, result). Galloping, since most
 * groups are small and the rest is large. */
static size_t group_end(const struct names *n, size_t first, size_t last, size_t depth)
{
    unsigned char byte = byte_at(n, first, depth);
    size_t step = 1, low = first + 1;
    while (low < last && byte_at(n, low, depth) == byte) {
        first = low;
        low = last - low > step ? low + step : last;
        step *= 2;
    }
    size_t high = low;
    low = first + 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (byte_at(n, middle, depth) == byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many bytes the first and the last form, and so all between them, have in common. */
static size_t common_length(const struct names *n, size_t first, size_t last, size_t depth)
{
    str a = n->forms[first].folded, b = n->forms[last - 1].folded;
    while (depth < a.len && depth < b.len && a.ptr[depth] == b.ptr[depth])
        depth++;
    return depth;
}

/* Appends the children of `parent`, which may move with the array it is in: hence its number. */
static void add_children(struct names *n, size_t parent)
{
    struct node p = n->nodes[parent];
    n->nodes[parent].child_first = (uint32_t)n->node_count;
    for (size_t at = p.form_first + p.ends; at < p.form_last;) {
        size_t end = group_end(n, at, p.form_last, p.depth);
        struct node child = {.form_first = (uint32_t)at, .form_last = (uint32_t)end};
        child.depth = (uint32_t)common_length(n, at, end, p.depth + 1);
        while (at + child.ends < end && n->forms[at + child.ends].folded.len == child.depth)
            child.ends++;
        n->bytes[n->node_count] = byte_at(n, at, p.depth);
        n->nodes[n->node_count++] = child;
        at = end;
    }
    n->nodes[parent].child_count = (uint32_t)n->node_count - n->nodes[parent].child_first;
}

struct names *names_build(const struct name_form *forms, size_t count, struct arena *a)
{
    struct names *n = ARENA_NEW(a, struct names);
    size_t used = 0;
    n->forms = ARENA_ARRAY(a, struct name_form, count);
    for (size_t i = 0; i < count; i++)
        if (forms[i].folded.len)
            n->forms[used++] = forms[i];
    used = sort_forms(n->forms, used);
    /* Every node but the root ends a form or branches: fewer than two for each form. */
    n->nodes = ARENA_ARRAY(a, struct node, 2 * used + 1);
    n->bytes = ARENA_ARRAY(a, unsigned char, 2 * used + 1);
    n->nodes[n->node_count++] = (struct node){.form_last = (uint32_t)used};
    for (size_t i = 0; i < n->node_count; i++)
        add_children(n, i);
    for (size_t i = 0; i < n->nodes[0].child_count; i++)
        n->roots[n->bytes[1 + i]] = (uint32_t)(1 + i);
    return n;
}

/* The child that goes on with `byte`, or 0. */
static size_t child(const struct names *n, const struct node *node, unsigned char byte)
{
    size_t low = node->child_first, high = low + node->child_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (n->bytes[middle] == byte)
            return middle;
        if (n->bytes[middle] < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* -- Words ------------------------------------------------------------------------------------- */

static uint32_t code_point_at(str s, size_t at)
{
    uint32_t c;
    utf8_decode(s, at, &c, NULL);
    return c;
}

static bool is_break(const struct name_text *t, size_t at)
{
    return at == 0 || at >= t->folded->text.len ||
           unicode_is_word_break(t->folded->text, t->word_breaks, at);
}

static bool may_start(const struct name_text *t, size_t at)
{
    str s = t->folded->text;
    if (is_break(t, at))
        return true;
    bool starts_code_point = (unsigned char)s.ptr[at] >= 0xC0;
    return starts_code_point && unicode_is_spaceless(code_point_at(s, at));
}

static bool is_possessive(const struct name_text *t, size_t at)
{
    str s = t->folded->text;
    return s.len - at >= 2 && s.ptr[at] == '\'' && (s.ptr[at + 1] | 0x20) == 's' &&
           is_break(t, at + 2);
}

static bool may_end(const struct name_text *t, size_t at)
{
    str s = t->folded->text;
    if (is_break(t, at) || is_possessive(t, at))
        return true;
    return unicode_is_spaceless(code_point_at(s, utf8_prev(s, at))) &&
           !unicode_is_mark(code_point_at(s, at));
}

/* -- The search -------------------------------------------------------------------------------- */

static bool counts(const struct name_set *set, const struct name_form *form)
{
    return !form->silent && !(set->skip && set->skip[form->owner]);
}

static bool any_counts(const struct name_set *set, const struct node *node)
{
    for (size_t i = 0; i < node->ends; i++)
        if (counts(set, &set->names->forms[node->form_first + i]))
            return true;
    return false;
}

/* The bytes after the parent's depth and its branching byte, which are the text's too? */
static bool label_fits(const struct names *n, const struct node *node, size_t depth, str rest)
{
    if (rest.len < node->depth)
        return false;
    str form = n->forms[node->form_first].folded;
    return str_eq(str_sub(form, depth, node->depth), str_sub(rest, depth, node->depth));
}

/* The node of the longest name of a set that stands at `start` and ends by `limit`; 0 if none. */
static size_t longest_at(const struct name_set *set, const struct name_text *t, size_t start,
                         size_t limit)
{
    const struct names *n = set->names;
    size_t best = 0, depth = 0;
    size_t at = n->roots[(unsigned char)t->folded->text.ptr[start]];
    if (at == 0)
        return 0;
    str rest = str_sub(t->folded->text, start, limit);
    while (at) {
        const struct node *node = &n->nodes[at];
        if (!label_fits(n, node, depth, rest))
            break;
        depth = node->depth;
        if (node->ends && may_end(t, start + depth) &&
            folded_is_boundary(t->folded, start + depth) && any_counts(set, node))
            best = at;
        at = depth < rest.len ? child(n, node, (unsigned char)rest.ptr[depth]) : 0;
    }
    return best;
}

/* Appends the owners of the longest names at `start`; returns where they end, or `start`. */
static size_t find_at(const struct name_set *sets, size_t set_count, const struct name_text *t,
                      size_t start, size_t limit, struct arena *a, struct name_hits *hits)
{
    size_t longest = 0, first = hits->len;
    for (size_t i = 0; i < set_count; i++) {
        const struct names *n = sets[i].names;
        const struct node *node = &n->nodes[longest_at(&sets[i], t, start, limit)];
        if (node->depth == 0 || node->depth < longest)
            continue;
        if (node->depth > longest)
            hits->len = first;
        longest = node->depth;
        for (size_t k = node->form_first; k < node->form_first + node->ends; k++)
            if (counts(&sets[i], &n->forms[k]))
                *VEC_PUSH(a, hits) = (struct name_hit){.start = start,
                                                       .end = start + longest,
                                                       .set = i,
                                                       .owner = n->forms[k].owner,
                                                       .form = n->forms[k].form};
    }
    return start + longest;
}

/* The bytes that names start with. */
struct first_bytes {
    bool any[256];
};

static struct first_bytes first_bytes_of(const struct name_set *sets, size_t set_count)
{
    struct first_bytes first = {0};
    for (size_t i = 0; i < set_count; i++)
        for (size_t byte = 0; byte < sizeof first.any; byte++)
            first.any[byte] |= sets[i].names->roots[byte] != 0;
    return first;
}

/* The next byte from `at` on, before `limit`, at which a name may start; else `limit`. */
static size_t next_start(const struct first_bytes *first, const struct name_text *t, size_t at,
                         size_t limit)
{
    const unsigned char *bytes = (const unsigned char *)t->folded->text.ptr;
    for (; at < limit; at++)
        if (first->any[bytes[at]] && may_start(t, at) && folded_is_boundary(t->folded, at))
            break;
    return at;
}

void names_find(const struct name_set *sets, size_t set_count, const struct name_text *text,
                struct arena *a, struct name_hits *hits)
{
    const struct first_bytes first = first_bytes_of(sets, set_count);
    size_t length = text->folded->text.len, block = 0;
    size_t most = text->most ? text->most : SIZE_MAX;
    for (size_t at = 0; at < length && hits->len < most;) {
        while (block < text->excluded_count && text->excluded[block].end <= at)
            block++;
        size_t limit = block < text->excluded_count ? text->excluded[block].start : length;
        if (limit <= at) {
            at = text->excluded[block].end;
            continue;
        }
        size_t start = next_start(&first, text, at, limit);
        size_t end = start < limit ? find_at(sets, set_count, text, start, limit, a, hits) : start;
        at = end > start || start == limit ? end : start + 1;
    }
}

static const struct node *exact_node(const struct names *n, str form)
{
    size_t depth = 0, at = form.len ? n->roots[(unsigned char)form.ptr[0]] : 0;
    while (at && label_fits(n, &n->nodes[at], depth, form)) {
        depth = n->nodes[at].depth;
        if (depth == form.len)
            return &n->nodes[at];
        at = child(n, &n->nodes[at], (unsigned char)form.ptr[depth]);
    }
    return &n->nodes[0];
}

void names_exact(const struct name_set *sets, size_t set_count, str folded, struct arena *a,
                 struct name_hits *hits)
{
    for (size_t i = 0; i < set_count; i++) {
        const struct names *n = sets[i].names;
        const struct node *node = exact_node(n, folded);
        for (size_t k = node->form_first; k < node->form_first + node->ends; k++)
            if (!sets[i].skip || !sets[i].skip[n->forms[k].owner])
                *VEC_PUSH(a, hits) = (struct name_hit){.end = folded.len,
                                                       .set = i,
                                                       .owner = n->forms[k].owner,
                                                       .form = n->forms[k].form};
    }
}
