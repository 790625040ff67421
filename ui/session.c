#include "ui/session.h"

#include "base/mem.h"
#include "ui/session_timeline.h"

enum { AHEAD_MAX = 128 * 1024 }; /* bytes: reading cannot be broken off, and somebody may type */

/* A briefing as it was read, and what the library knew of it then. */
struct session_read {
    struct arena arena;
    struct briefing *briefing;
    struct folded folded;
    struct freshness files;
    struct session_timeline timeline;
    long generation; /* of the timeline: the session's */
};

static struct err load(struct session *s, str id, const struct freshness *files,
                       struct session_read *r)
{
    struct unit unit;
    *r = (struct session_read){.files = *files};
    struct diag_list refused = {.arena = &r->arena};
    struct err e = library_find(s->library, id, &r->arena, &unit);
    if (!err_failed(&e))
        e = library_load(s->library, &unit, &r->arena, &r->briefing, &refused);
    if (err_failed(&e))
        arena_release(&r->arena);
    return e;
}

static void ask_library(const struct session *s, struct session_read *r)
{
    arena_release(&r->timeline.arena);
    r->timeline = session_timeline_make(s, r->briefing);
    r->generation = s->generation;
}

static void complete(const struct session *s, struct session_read *r)
{
    r->folded = text_fold(r->briefing->document.text, &r->arena);
    ask_library(s, r);
}

static struct err read_first(struct session *s, str id, const struct freshness *files,
                             struct session_read *r)
{
    str why;
    struct err e = load(s, id, files, r);
    if (err_failed(&e))
        return e;
    freshness_judge(s->library, NULL, NULL, r->briefing, &r->files, &r->arena, &why);
    complete(s, r);
    return e;
}

static void take_timeline(struct session *s, const struct session_timeline *t)
{
    arena_release(&s->timeline_arena);
    s->timeline_arena = t->arena;
    s->timeline = t->entries;
    s->timeline_count = t->count;
}

static void forget_briefing(struct session *s)
{
    arena_release(&s->arena);
    own_release(&s->own);
    take_timeline(s, &(struct session_timeline){0});
    s->briefing = NULL;
    s->folded = (struct folded){0};
    s->selection = (struct selection){
        .entity = SELECTED_NONE, .mention = SELECTED_NONE, .agreement = SELECTED_NONE};
}

static void take(struct session *s, const struct session_read *r)
{
    forget_briefing(s);
    s->arena = r->arena;
    s->briefing = r->briefing;
    s->folded = r->folded;
    s->files = r->files;
    s->kept = false;
    take_timeline(s, &r->timeline);
}

/* -- Read ahead ----------------------------------------------------------------------------------
 */

static void forget_ahead(struct session *s)
{
    if (s->ahead) {
        arena_release(&s->ahead->timeline.arena);
        arena_release(&s->ahead->arena);
    }
    mem_free(s->ahead);
    s->ahead = NULL;
}

void session_expect(struct session *s, str id)
{
    const struct session_read *known = s->ahead;
    bool is_open = s->briefing && str_eq(s->briefing->id, id);
    if (is_open || (known && str_eq(known->briefing->id, id) && known->generation == s->generation))
        return;
    forget_ahead(s);
    struct session_read r;
    struct freshness files = freshness_of(s->library, id);
    if (files.files == 0 || files.bytes > AHEAD_MAX)
        return;
    struct err e = read_first(s, id, &files, &r);
    if (err_failed(&e))
        return; /* it is said when it is opened */
    s->ahead = mem_alloc(sizeof *s->ahead);
    *s->ahead = r;
}

/* False: that one was not read ahead, or its files may be others by now. */
static bool take_ahead(struct session *s, str id, const struct freshness *now)
{
    struct session_read *r = s->ahead;
    if (!r || !str_eq(r->briefing->id, id) || !freshness_same(&r->files, now))
        return false;
    if (r->generation != s->generation)
        ask_library(s, r);
    take(s, r);
    mem_free(r);
    s->ahead = NULL;
    return true;
}

struct err session_open(struct session *s, str id)
{
    struct session_read r;
    struct freshness now = freshness_of(s->library, id);
    if (take_ahead(s, id, &now))
        return ERR_OK;
    struct err e = read_first(s, id, &now, &r);
    if (!err_failed(&e))
        take(s, &r);
    return e;
}

/* -- The same briefing again --------------------------------------------------------------------
 */

bool session_is_stale(const struct session *s)
{
    struct freshness now = freshness_of(s->library, s->briefing->id);
    return !freshness_same(&s->files, &now);
}

struct err session_reload(struct session *s, bool settled)
{
    struct session_read r;
    str why = STR("");
    library_forget(s->library);
    struct freshness now = freshness_of(s->library, s->briefing->id);
    struct err e = load(s, s->briefing->id, &now, &r);
    s->kept = true;
    if (err_failed(&e))
        return e;
    enum freshness_verdict verdict =
        freshness_judge(s->library, s->briefing, &s->files, r.briefing, &r.files, &r.arena, &why);
    if (verdict == FRESH_TORN || (verdict == FRESH_CUT && !settled)) {
        e = err_make(verdict == FRESH_CUT ? ERR_CANCELLED : ERR_CORRUPT, "%.*s", STR_FMT(why));
        arena_release(&r.arena);
        return e;
    }
    complete(s, &r);
    take(s, &r);
    return ERR_OK;
}

void session_join(struct session *s)
{
    struct session_timeline t = session_timeline_make(s, s->briefing);
    struct arena a = {0};
    str selected = arena_str(&a, session_entry_id(s, s->selection.agreement));
    take_timeline(s, &t);
    s->selection.agreement = session_agreement(s, selected);
    arena_release(&a);
}

void session_seek(struct session *s, str query, bool expand)
{
    buf_clear(&s->seek.query);
    buf_append(&s->seek.query, query);
    s->seek.expand = expand;
    s->seek.number++;
}

void session_release(struct session *s)
{
    forget_ahead(s);
    forget_briefing(s);
    buf_release(&s->seek.query);
}

long session_entity(const struct session *s, str id)
{
    for (size_t i = 0; s->briefing && id.len && i < s->briefing->entity_count; i++)
        if (str_eq(s->briefing->entities[i].id, id))
            return (long)i;
    return SELECTED_NONE;
}

long session_mention(const struct session *s, struct span span)
{
    const struct briefing *b = s->briefing;
    for (size_t i = 0; b && span.end > span.start && i < b->mention_count; i++)
        if (b->mentions[i].span.start == span.start && b->mentions[i].span.end == span.end)
            return (long)i;
    return SELECTED_NONE;
}

long session_agreement(const struct session *s, str id)
{
    for (size_t i = 0; id.len && i < s->timeline_count; i++)
        if (str_eq(session_timeline_id(&s->timeline[i]), id))
            return (long)i;
    return SELECTED_NONE;
}

str session_entry_id(const struct session *s, long entry)
{
    return entry >= 0 && (size_t)entry < s->timeline_count
               ? session_timeline_id(&s->timeline[entry])
               : (str){NULL, 0};
}
