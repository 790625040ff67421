#include "loader/found.h"

#include "base/strmap.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

/* -- Lists ------------------------------------------------------------------------------------- */

/* Each candidate gets the mention, with its text and the ids of all of them. */
static size_t bytes_said(const struct found *f)
{
    size_t each = f->span.end - f->span.start;
    for (size_t i = 0; f->candidate_count > 1 && i < f->candidate_count; i++)
        each += f->candidates[i]->id.len;
    return each * f->candidate_count;
}

/* Whether there is room for another that `count` names stand for; if not, that is said once, at the
 * place of the first that is left out. */
static bool has_room(struct loading *l, const struct found *f, size_t count)
{
    const struct briefing *b = l->briefing;
    l->meant += count;
    l->said += bytes_said(f);
    bool many = l->meant > LIMIT_MENTIONS;
    if (!many && l->said <= (size_t)LIMIT_SAID << 20)
        return true;
    if (!l->crowded) {
        struct origin at = {.file = b->path};
        size_t place = document_source_offset(&b->document, f->span.start);
        source_line_column(b->document.source, place, &at.line, &at.column);
        str most = many ? arena_printf(l->scratch, "%d mentions", LIMIT_MENTIONS)
                        : arena_printf(l->scratch, "%d MiB in all mentions", LIMIT_SAID);
        diag_add(l->reader.diags, at, DIAG_TOO_LARGE,
                 "more than %.*s: this one and what is found after it are left out", STR_FMT(most));
    }
    l->crowded = true;
    return false;
}

static bool add_found(struct loading *l, struct found_list *list, struct found found, size_t count)
{
    if (found.span.start >= found.span.end || !has_room(l, &found, count))
        return false;
    found.number = list->len;
    *VEC_PUSH(l->scratch, list) = found;
    return true;
}

void found_add(struct loading *l, struct found_list *list, struct span span,
               enum mention_origin origin, struct origin at, const struct entity *e)
{
    struct found found = {.span = span, .origin = origin, .at = at, .candidate_count = e ? 1 : 0};
    found.candidates = ARENA_NEW(l->scratch, const struct entity *);
    found.candidates[0] = e;
    add_found(l, list, found, 1);
}

static int compare_found(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    if (a->span.end != b->span.end)
        return a->span.end > b->span.end ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static bool same_entities(const struct found *a, const struct found *b)
{
    return a->span.start == b->span.start && a->span.end == b->span.end &&
           a->candidate_count == b->candidate_count &&
           memcmp(a->candidates, b->candidates,
                  a->candidate_count * sizeof(const struct entity *)) == 0;
}

void found_sort(struct found_list *list)
{
    size_t kept = 0;
    if (list->len)
        qsort(list->items, list->len, sizeof *list->items, compare_found);
    for (size_t i = 0; i < list->len; i++) {
        bool again = false;
        for (size_t k = kept; k > 0 && list->items[k - 1].span.start == list->items[i].span.start &&
                              list->items[k - 1].span.end == list->items[i].span.end && !again;
             k--)
            again = same_entities(&list->items[k - 1], &list->items[i]);
        if (!again)
            list->items[kept++] = list->items[i];
    }
    list->len = kept;
}

/* -- Selectors --------------------------------------------------------------------------------- */

static void report_outcome(struct loading *l, const struct selector *s, const struct entity *e,
                           enum anchor_outcome outcome)
{
    struct reader *r = &l->reader;
    str id = reader_shown(r, e->id), quote = reader_shown(r, s->quote);
    if (outcome == ANCHOR_MOVED)
        diag_add(r->diags, s->span_at, DIAG_QUOTE_MOVED,
                 "a mention of '%.*s' has moved: '%.*s' does not stand at its span any more",
                 STR_FMT(id), STR_FMT(quote));
    else if (outcome == ANCHOR_NOT_FOUND && str_present(s->quote))
        diag_add(r->diags, s->at, DIAG_QUOTE_NOT_FOUND,
                 "a mention of '%.*s' is not in the text: '%.*s'", STR_FMT(id), STR_FMT(quote));
    else if (outcome == ANCHOR_NOT_FOUND)
        diag_add(r->diags, s->at, DIAG_QUOTE_NOT_FOUND,
                 "a mention of '%.*s' has a span that covers no text", STR_FMT(id));
}

/* A selector of every place, said twice, finds nothing new: then the first place will do. */
static struct selector without_repetition(struct loading *l, const struct selector *s,
                                          struct strmap *seen)
{
    struct selector once = *s;
    if (!s->all || s->has_span)
        return once;
    str parts = arena_printf(l->scratch, "%zu %zu ", s->quote.len, s->prefix.len);
    struct buf key = {0};
    buf_append(&key, parts); /* two of three lengths tell where each ends */
    buf_append(&key, s->quote);
    buf_append(&key, s->prefix);
    buf_append(&key, s->suffix);
    once.all = strmap_add(seen, l->scratch, arena_str(l->scratch, buf_str(&key)), 0);
    buf_release(&key);
    return once;
}

static void find_mentions(struct loading *l, const struct entity *e, struct found_list *list)
{
    struct strmap seen = {0};
    for (size_t i = 0; i < e->selector_count; i++) {
        struct selector s = without_repetition(l, &e->selectors[i], &seen);
        struct anchors anchors;
        if (loading_is_spent(l, s.at))
            return;
        anchor_resolve(&l->anchor, &s, &anchors);
        report_outcome(l, &s, e, anchors.outcome);
        for (size_t k = 0; k < anchors.len && !l->crowded; k++)
            found_add(l, list, anchors.items[k], MENTION_LISTED, s.at, e);
    }
}

void found_by_selectors(struct loading *l, struct found_list *list)
{
    for (size_t i = 0; i < l->listed_count; i++)
        find_mentions(l, l->listed[i], list);
}

/* -- Names ------------------------------------------------------------------------------------- */

static int compare_ids(const void *left, const void *right)
{
    const struct entity *const *a = left, *const *b = right;
    return str_cmp((*a)->id, (*b)->id);
}

/* The only one of them that stands in the briefing's own list, or NULL. */
static const struct entity *only_listed(struct loading *l, const struct entity **candidates,
                                        size_t count)
{
    const struct entity *listed = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!strmap_get(&l->listed_ids, candidates[i]->id, NULL))
            continue;
        if (listed)
            return NULL;
        listed = candidates[i];
    }
    return listed;
}

/* The owners of hits at one place: the one that is listed in the briefing, else all, by id. */
static size_t find_candidates(struct loading *l, const struct name_hit *hits, size_t count,
                              const struct entity ***candidates)
{
    *candidates = ARENA_ARRAY(l->scratch, const struct entity *, count);
    for (size_t i = 0; i < count; i++)
        (*candidates)[i] = scope_owner(l->scope, &hits[i]);
    if (count == 1)
        return 1;
    const struct entity *listed = only_listed(l, *candidates, count);
    if (listed) {
        (*candidates)[0] = listed;
        return 1;
    }
    qsort(*candidates, count, sizeof **candidates, compare_ids);
    return count;
}

/* Whether the form of hit `a` is defined after that of `b`: in a higher layer, or further down. */
static bool is_later(struct loading *l, const struct name_hit *a, const struct name_hit *b)
{
    const struct form *x = scope_form(l->scope, a), *y = scope_form(l->scope, b);
    if (a->set != b->set)
        return a->set > b->set;
    if (x->at.line != y->at.line)
        return x->at.line > y->at.line;
    return x->at.column > y->at.column;
}

static void report_ambiguous(struct loading *l, const struct name_hit *hits, size_t count,
                             const struct found *found)
{
    struct reader *r = &l->reader;
    const struct name_hit *last = &hits[0];
    struct buf ids = {0};
    for (size_t i = 1; i < count; i++)
        if (is_later(l, &hits[i], last))
            last = &hits[i];
    const struct form *form = scope_form(l->scope, last);
    for (size_t i = 0; i < found->candidate_count; i++) {
        str id = reader_shown(r, found->candidates[i]->id);
        buf_append(&ids, i == 0 ? STR("") : i + 1 < count ? STR(", ") : STR(" and "));
        buf_printf(&ids, "'%.*s'", STR_FMT(id));
    }
    diag_add(r->diags, form->at, DIAG_AMBIGUOUS_ALIAS, "'%.*s' may be %.*s",
             STR_FMT(reader_shown(r, form->text)), STR_FMT(buf_str(&ids)));
    buf_release(&ids);
}

void found_add_meant(struct loading *l, struct found_list *list, struct found found, str form,
                     const struct name_hit *hits, size_t count)
{
    found.candidate_count = find_candidates(l, hits, count, &found.candidates);
    if (add_found(l, list, found, count) && found.candidate_count > 1 &&
        strmap_add(&l->ambiguous, l->scratch, form, 0))
        report_ambiguous(l, hits, count, &found);
}

/* The code blocks, in bytes of the folded text. */
static void exclude_code(struct loading *l, struct name_text *text)
{
    const struct document *doc = &l->briefing->document;
    struct span *spans = ARENA_ARRAY(l->scratch, struct span, doc->block_count);
    for (size_t i = 0; i < doc->block_count; i++) {
        const struct block *b = &doc->blocks[i];
        if (b->kind == BLOCK_CODE && b->span.start < b->span.end)
            spans[text->excluded_count++] = (struct span){folded_offset(&l->folded, b->span.start),
                                                          folded_offset(&l->folded, b->span.end)};
    }
    text->excluded = spans;
}

static struct name_hits find_names(struct loading *l)
{
    struct name_hits hits = {0};
    char *breaks = arena_room(l->scratch, l->folded.text.len + 1, 1);
    struct name_text text = {
        .folded = &l->folded, .word_breaks = breaks, .most = LIMIT_MENTIONS + 1};
    size_t forms = 0;
    for (size_t i = 0; i < l->scope->count; i++)
        forms += l->scope->layers[i]->count;
    if (forms == 0)
        return hits;
    unicode_word_breaks_later(l->folded.text, breaks);
    exclude_code(l, &text);
    names_find(l->scope->sets, l->scope->count, &text, l->scratch, &hits);
    return hits;
}

/* What explicit mentions cover, met from left to right by places that do not overlap. */
struct cover {
    const struct found_list *list;
    size_t next, reach; /* the end of whatever started before */
};

static bool covers(struct cover *c, struct span span)
{
    for (; c->next < c->list->len && c->list->items[c->next].span.start < span.end; c->next++)
        if (c->list->items[c->next].span.end > c->reach)
            c->reach = c->list->items[c->next].span.end;
    return c->reach > span.start;
}

void found_by_names(struct loading *l, const struct found_list *explicit_ones,
                    const struct found_list *blocked, struct found_list *list)
{
    struct name_hits hits = find_names(l);
    struct cover mentions = {.list = explicit_ones}, links = {.list = blocked};
    for (size_t i = 0, next; i < hits.len; i = next) {
        const struct name_hit *hit = &hits.items[i];
        for (next = i + 1; next < hits.len && hits.items[next].start == hit->start;)
            next++;
        struct span span = folded_span(&l->folded, hit->start, hit->end);
        bool covered = covers(&mentions, span);
        if (covers(&links, span) || covered)
            continue;
        struct found found = {
            .span = span, .origin = MENTION_AUTO, .at = scope_form(l->scope, hit)->at};
        str form = str_sub(l->folded.text, hit->start, hit->end);
        found_add_meant(l, list, found, form, hit, next - i);
        if (l->crowded)
            break;
    }
}
