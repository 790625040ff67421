#include "ui/panes/follow.h"

#include "base/buf.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* -- Addresses -------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

str percent_decode(str s, struct arena *a)
{
    char *out = arena_alloc(a, s.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        int high = s.ptr[i] == '%' && i + 2 < s.len ? hex_digit(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.ptr[i + 2]) : -1;
        if (low >= 0) {
            out[len++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[len++] = s.ptr[i];
        }
    }
    return (str){out, len};
}

/* The scheme of an address ("https" of "https://…"), empty if it is a path. */
static str scheme_of(str target)
{
    size_t i = 0;
    for (; i < target.len; i++) {
        char c = target.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!letter && !(other && i > 0))
            break;
    }
    return i < target.len && target.ptr[i] == ':' ? str_sub(target, 0, i) : STR("");
}

/* `path` as seen from the directory of the article `from`, without "." and "..": false if it leaves
 * the library. */
static bool resolve_path(str from, str path, struct arena *a, str *out)
{
    VEC(str) parts = {0};
    size_t slash = str_rfind_byte(from, '/');
    str base = slash == STR_NONE || str_starts(path, STR("/")) ? STR("") : str_sub(from, 0, slash);
    str both[] = {base, path};
    for (size_t i = 0; i < 2; i++)
        for (size_t at = 0, end; at < both[i].len; at = end + 1) {
            end = str_find_byte(both[i], '/', at);
            end = end == STR_NONE ? both[i].len : end;
            str part = str_sub(both[i], at, end);
            if (str_eq(part, STR("..")) && parts.len-- == 0)
                return false;
            if (part.len > 0 && !str_eq(part, STR(".")) && !str_eq(part, STR("..")))
                *VEC_PUSH(a, &parts) = part;
        }
    struct buf joined = {0};
    for (size_t i = 0; i < parts.len; i++) {
        if (i > 0)
            buf_byte(&joined, '/');
        buf_append(&joined, parts.items[i]);
    }
    *out = arena_str(a, buf_str(&joined));
    buf_release(&joined);
    return true;
}

/* -- What is named ---------------------------------------------------------------------------- */

static bool find_entity(const struct session *s, str id, struct link_target *t)
{
    for (size_t i = 0; i < s->briefing->entity_count; i++)
        if (str_eq(s->briefing->entities[i].id, id)) {
            *t = (struct link_target){.kind = TARGET_ENTITY, .index = i};
            return true;
        }
    return false;
}

static bool find_agreement(const struct session *s, str id, struct link_target *t)
{
    for (size_t i = 0; i < s->timeline_count; i++)
        if (!s->timeline[i].is_event && str_eq(s->timeline[i].agreement.id, id)) {
            *t = (struct link_target){.kind = TARGET_AGREEMENT, .index = i};
            return true;
        }
    return false;
}

static bool find_name(const struct session *s, str name, struct link_target *t)
{
    for (size_t i = 0; i < s->briefing->entity_count; i++)
        if (str_eq(s->briefing->entities[i].name.text, name)) {
            *t = (struct link_target){.kind = TARGET_ENTITY, .index = i};
            return true;
        }
    return false;
}

static struct link_target nothing(struct arena *a, const char *what, str which)
{
    return (struct link_target){.kind = TARGET_NOTHING,
                                .trouble = arena_printf(a, "%s %.*s", what, STR_FMT(which))};
}

/* The fragment of a heading: GitHub's rule, which most tools share. */
static void slug_append(struct buf *out, str heading)
{
    struct arena a = {0};
    str folded = unicode_fold(str_trim(heading), &a);
    for (size_t at = 0; at < folded.len;) {
        uint32_t c;
        size_t len = utf8_decode(folded, at, &c, NULL);
        if (unicode_is_space(c))
            buf_byte(out, '-');
        else if (unicode_is_word(c) || unicode_is_mark(c) || c == '-' || c == '_')
            buf_append(out, str_sub(folded, at, at + len));
        at += len;
    }
    arena_release(&a);
}

size_t heading_find(const struct document *doc, str fragment)
{
    struct buf wanted = {0}, slug = {0};
    slug_append(&wanted, fragment);
    size_t i = 0;
    for (; i < doc->block_count; i++) {
        if (doc->blocks[i].kind != BLOCK_HEADING)
            continue;
        buf_clear(&slug);
        slug_append(&slug, str_sub(doc->text, doc->blocks[i].span.start, doc->blocks[i].span.end));
        if (str_eq(buf_str(&slug), buf_str(&wanted)))
            break;
    }
    buf_release(&wanted);
    buf_release(&slug);
    return i;
}

static struct link_target target_of_path(const struct session *s, str target, struct arena *a)
{
    size_t hash = str_find_byte(target, '#', 0), query = str_find_byte(target, '?', 0);
    str heading = hash == STR_NONE ? (str){0} : percent_decode(str_from(target, hash + 1), a);
    size_t end = hash < query ? hash : query;
    str path = percent_decode(end == STR_NONE ? target : str_sub(target, 0, end), a);
    if (path.len == 0) {
        size_t block = heading_find(&s->briefing->document, heading);
        if (block == s->briefing->document.block_count)
            return nothing(a, "no heading of this article is called", heading);
        return (struct link_target){.kind = TARGET_HEADING, .index = block};
    }
    struct link_target t = {.kind = TARGET_ARTICLE, .heading = heading};
    if (!resolve_path(s->briefing->path, path, a, &t.path))
        return nothing(a, "the link leads out of the library:", path);
    return t;
}

struct link_target link_target(const struct session *s, const struct inline_span *link,
                               struct arena *a)
{
    struct link_target t;
    str target = link->target;
    if (link->kind == INLINE_WIKI)
        return find_entity(s, target, &t) || find_agreement(s, target, &t) ||
                       find_name(s, target, &t)
                   ? t
                   : nothing(a, "nobody and nothing here is called", target);
    str scheme = scheme_of(target);
    if (scheme.len == 0)
        return target_of_path(s, target, a);
    str rest = str_from(target, scheme.len + 1);
    if (str_eq_ascii_nocase(scheme, STR("entity")))
        return find_entity(s, percent_decode(rest, a), &t) ? t : nothing(a, "unknown entity", rest);
    if (str_eq_ascii_nocase(scheme, STR("agreement")))
        return find_agreement(s, percent_decode(rest, a), &t)
                   ? t
                   : nothing(a, "unknown agreement", rest);
    if (str_eq_ascii_nocase(scheme, STR("http")) || str_eq_ascii_nocase(scheme, STR("https")) ||
        str_eq_ascii_nocase(scheme, STR("mailto")))
        return (struct link_target){.kind = TARGET_ADDRESS};
    return nothing(a, "only http, https and mailto addresses are opened, not", target);
}

/* -- Going there ------------------------------------------------------------------------------ */

struct place place_here(const struct session *s)
{
    const struct selection *sel = &s->selection;
    struct place place = {.screen = SCREEN_READER, .focus = READER_TEXT, .offset = sel->offset};
    place.briefing = s->briefing->id;
    if (sel->entity != SELECTED_NONE)
        place.entity = s->briefing->entities[sel->entity].id;
    if (sel->agreement != SELECTED_NONE) {
        const struct session_entry *entry = &s->timeline[sel->agreement];
        place.agreement = entry->is_event ? entry->event->id : entry->agreement.id;
    }
    return place;
}

/* The cursor to an offset, after the app went to its article. */
static void go_on_to(struct pane *p, size_t offset)
{
    p->session->selection.offset = offset;
    p->ops->selection(p);
    p->host->selected(p->host->user);
}

static void go_to_heading(struct pane *p, size_t block)
{
    struct place place = place_here(p->session);
    place.offset = p->session->briefing->document.blocks[block].span.start;
    p->host->go(p->host->user, &place);
    go_on_to(p, place.offset);
}

static void go_to_article(struct pane *p, const struct link_target *t)
{
    struct arena a = {0};
    struct unit unit;
    struct err e = library_find(p->session->library, t->path, &a, &unit);
    if (err_failed(&e)) {
        p->host->say(p->host->user, true, arena_printf(&a, "no briefing %.*s", STR_FMT(t->path)));
    } else {
        p->host->go(p->host->user, &(struct place){.screen = SCREEN_READER, .briefing = unit.id});
        /* Which block a heading is can only be known once its article is open. */
        const struct briefing *b = p->session->briefing;
        size_t block = b && t->heading.len ? heading_find(&b->document, t->heading) : 0;
        if (b && t->heading.len && str_eq(b->id, unit.id) && block < b->document.block_count)
            go_on_to(p, b->document.blocks[block].span.start);
    }
    arena_release(&a);
}

void follow_link(struct pane *p, const struct inline_span *link)
{
    struct arena a = {0};
    struct session *s = p->session;
    struct link_target t = link_target(s, link, &a);
    switch (t.kind) {
    case TARGET_NOTHING:
        p->host->say(p->host->user, true, t.trouble);
        break;
    case TARGET_ENTITY:
        s->selection.entity = (long)t.index;
        p->host->selected(p->host->user);
        p->host->act(p->host->user, ACTION_FOCUS_ENTITIES, 0);
        break;
    case TARGET_AGREEMENT:
        s->selection.agreement = (long)t.index;
        p->host->selected(p->host->user);
        p->host->act(p->host->user, ACTION_FOCUS_AGREEMENTS, 0);
        break;
    case TARGET_HEADING:
        go_to_heading(p, t.index);
        break;
    case TARGET_ARTICLE:
        go_to_article(p, &t);
        break;
    case TARGET_ADDRESS:
        p->host->browse(p->host->user, link->target);
        break;
    }
    arena_release(&a);
}

void follow_entity(struct pane *p, str id)
{
    p->host->go(p->host->user, &(struct place){.screen = SCREEN_DOSSIER, .entity = id});
}

bool follow_can_selected(const struct session *s)
{
    return s->briefing && s->catalog && s->selection.entity != SELECTED_NONE;
}

bool follow_selected(struct pane *p)
{
    const struct session *s = p->session;
    if (follow_can_selected(s))
        follow_entity(p, s->briefing->entities[s->selection.entity].id);
    return follow_can_selected(s);
}

void follow_evidence(struct pane *p, str briefing, const struct evidence *e, str entity,
                     str agreement)
{
    struct place place = {
        .screen = SCREEN_READER, .briefing = briefing, .entity = entity, .agreement = agreement};
    if (e->found) {
        place.passage = e->span;
        place.offset = e->span.start;
    }
    p->host->go(p->host->user, &place);
    if (!e->found)
        p->host->say(p->host->user, false,
                     e->quote.len ? STR("its quote is not found in the text")
                                  : STR("no words are given as evidence of it"));
}

void follow_source(struct pane *p)
{
    const struct briefing *b = p->session->briefing;
    if (b && b->source.url.len > 0)
        p->host->browse(p->host->user, b->source.url);
    else
        p->host->say(p->host->user, false, STR("this briefing names no address of its source"));
}
