#include "ui/panes/passage.h"

#include "ui/panes/follow.h"

static bool is_empty(struct span s)
{
    return s.end <= s.start;
}

struct span passage_here(const struct session *s)
{
    if (!s->briefing)
        return (struct span){0, 0};
    const struct selection *sel = &s->selection;
    if (!is_empty(sel->passage))
        return sel->passage;
    struct span around = {sel->offset, sel->offset};
    if (sel->mention != SELECTED_NONE)
        around = s->briefing->mentions[sel->mention].span;
    return document_sentence(&s->briefing->document, around);
}

/* -- What an entry rests on -------------------------------------------------------------------- */

/* Calls `visit` for each passage of this briefing that an entry rests on, best first, until it
 * returns true. Links are looked for only in part of the text: there may be many. */
typedef bool visit_span(void *user, struct span passage);

static bool visit_evidence(const struct evidence *e, visit_span *visit, void *user)
{
    return e->found && !is_empty(e->span) && visit(user, e->span);
}

/* The first inline that starts at or after an offset. */
static size_t inline_from(const struct document *doc, size_t offset)
{
    size_t low = 0, high = doc->inline_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (doc->inlines[middle].span.start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool names_agreement(const struct inline_span *link, str id)
{
    static const str scheme = STR_INIT("agreement:");
    if (link->kind == INLINE_WIKI)
        return str_eq(link->target, id);
    if (link->kind != INLINE_LINK || !str_starts(link->target, scheme))
        return false;
    struct arena a = {0};
    bool named = str_eq(percent_decode(str_from(link->target, scheme.len), &a), id);
    arena_release(&a);
    return named;
}

static bool visit_links(const struct session *s, str id, struct span within, visit_span *visit,
                        void *user)
{
    const struct document *doc = &s->briefing->document;
    for (size_t i = inline_from(doc, within.start);
         i < doc->inline_count && doc->inlines[i].span.start < within.end; i++) {
        const struct inline_span *link = &doc->inlines[i];
        bool named = names_agreement(link, id);
        if (named && !is_empty(link->span) && visit(user, link->span))
            return true;
    }
    return false;
}

static bool visit_passages(const struct session *s, size_t number, struct span within,
                           visit_span *visit, void *user)
{
    const struct session_entry *entry = &s->timeline[number];
    if (entry->is_event)
        return visit_evidence(&entry->event->evidence, visit, user);
    const struct agreement *stated = entry->stated;
    if (stated && visit_evidence(&stated->evidence, visit, user))
        return true;
    for (size_t i = 0; stated && i < stated->milestone_count; i++)
        if (visit_evidence(&stated->milestones[i].evidence, visit, user))
            return true;
    for (size_t i = 0; !stated && i < entry->agreement.milestone_count; i++) {
        const struct milestone *m = &entry->agreement.milestones[i].m;
        if (str_eq(m->briefing, s->briefing->id) && visit_evidence(&m->evidence, visit, user))
            return true;
    }
    for (size_t i = 0; stated && i < stated->mention_count; i++)
        if (!is_empty(stated->mentions[i]) && visit(user, stated->mentions[i]))
            return true;
    return visit_links(s, entry->agreement.id, within, visit, user);
}

static bool take_first(void *user, struct span passage)
{
    *(struct span *)user = passage;
    return true;
}

bool passage_of_entry(const struct session *s, size_t entry, struct span *passage)
{
    if (!s->briefing)
        return false;
    struct span whole = {0, s->briefing->document.text.len};
    return visit_passages(s, entry, whole, take_first, passage);
}

static bool touches(void *user, struct span passage)
{
    const struct span *block = user;
    return passage.start < block->end && passage.end > block->start;
}

bool passage_speaks_of(const struct session *s, size_t entry)
{
    if (!s->briefing || s->briefing->document.block_count == 0)
        return false;
    const struct document *doc = &s->briefing->document;
    size_t block = document_block_at(doc, s->selection.offset);
    if (block >= doc->block_count)
        return false;
    struct span here = doc->blocks[block].span;
    return visit_passages(s, entry, here, touches, &here);
}

/* -- Copying ------------------------------------------------------------------------------------
 */

/* As one paragraph: line ends and tabs of code and tables are spaces, runs of them one. */
static void append_flat(struct buf *out, str text)
{
    bool space = true;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool blank = c == ' ' || c == '\n' || c == '\t';
        if (blank && !space)
            buf_byte(out, ' ');
        else if (!blank)
            buf_byte(out, c);
        space = blank;
    }
    if (out->len && space && out->ptr[out->len - 1] == ' ')
        out->len--;
}

static str text_of(const struct briefing *b, struct span passage)
{
    return str_sub(b->document.text, passage.start, passage.end);
}

static void copy(struct pane *p, const struct briefing *b, struct span passage, bool lit)
{
    struct buf text = {0};
    append_flat(&text, text_of(b, passage));
    p->host->copy(p->host->user, buf_str(&text), lit ? "passage" : "sentence");
    buf_release(&text);
}

static void cite(struct pane *p, const struct briefing *b, struct span passage)
{
    struct arena a = {0};
    struct buf out = {0};
    buf_append(&out, STR("\u201C"));
    append_flat(&out, text_of(b, passage));
    buf_append(&out, STR("\u201D \u2014 "));
    str parts[] = {b->title, b->source.author, b->source.name, date_human(&b->date, DATE_LONG, &a),
                   b->id,    b->source.url};
    bool first = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len == 0)
            continue;
        if (!first)
            buf_append(&out, STR(", "));
        append_flat(&out, parts[i]);
        first = false;
    }
    p->host->copy(p->host->user, buf_str(&out), "citation");
    buf_release(&out);
    arena_release(&a);
}

static bool is_nothing(struct pane *p, struct span passage, bool citing)
{
    if (!is_empty(passage))
        return false;
    p->host->say(p->host->user, false,
                 citing ? STR("there is nothing to cite") : STR("there is nothing to copy"));
    return true;
}

void passage_copy(struct pane *p, struct span passage)
{
    if (!is_nothing(p, passage, false))
        copy(p, p->session->briefing, passage, !is_empty(p->session->selection.passage));
}

void passage_cite(struct pane *p, struct span passage)
{
    if (!is_nothing(p, passage, true))
        cite(p, p->session->briefing, passage);
}

/* -- Of another briefing ------------------------------------------------------------------------
 */

static struct err read_other(const struct session *s, str id, struct arena *a, struct briefing **b)
{
    struct unit unit;
    struct diag_list refused = {.arena = a};
    struct err e = library_find(s->library, id, a, &unit);
    return err_failed(&e) ? e : library_load(s->library, &unit, a, b, &refused);
}

void passage_take(struct pane *p, str briefing, struct span span, enum passage_of of, bool citing)
{
    struct arena a = {0};
    struct briefing *b = NULL;
    if (is_nothing(p, span, citing))
        return;
    struct err e = read_other(p->session, briefing, &a, &b);
    if (err_failed(&e) || !b) {
        p->host->say(p->host->user, true, str_of(e.message));
    } else {
        struct span passage = of == PASSAGE_SENTENCE ? document_sentence(&b->document, span) : span;
        if (citing)
            cite(p, b, passage);
        else
            copy(p, b, passage, of == PASSAGE_WHOLE);
    }
    arena_release(&a);
}

str passage_words(const struct session *s, str briefing, struct span span, struct arena *a)
{
    struct arena own = {0};
    struct document document;
    struct buf flat = {0};
    str words = {0};
    struct err e = library_load_text(s->library, briefing, &own, &document);
    if (!err_failed(&e)) {
        append_flat(&flat, str_sub(document.text, span.start, span.end));
        words = arena_str(a, buf_str(&flat));
    }
    buf_release(&flat);
    arena_release(&own);
    return words;
}
