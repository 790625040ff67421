#include "state/keep.h"

/* What of `theirs` is newer goes into *ours; true if there was something. */
static bool merge_kept(struct kept *ours, const struct kept *theirs)
{
    struct kept merged = *ours;
    bool opened = theirs->opened > ours->opened, set = theirs->read_set > ours->read_set;
    bool saved = theirs->saved > ours->saved, further = theirs->furthest > ours->furthest;
    if (opened) {
        merged.opened = theirs->opened;
        merged.has_content = theirs->has_content;
        merged.content = theirs->content;
    }
    if (set) {
        merged.read = theirs->read;
        merged.read_set = theirs->read_set;
    }
    /* Opening lets go of what was set by hand and does not say that it was set. */
    if (set || (opened && theirs->read_set == ours->read_set))
        merged.by_hand = theirs->by_hand;
    if (saved) {
        merged.saved = theirs->saved;
        merged.place = theirs->place;
        merged.permille = theirs->permille;
    }
    if (further)
        merged.furthest = theirs->furthest;
    *ours = ours->there ? merged : *theirs;
    return opened || set || saved || further;
}

bool keep_merge_briefing(struct state *s, str id, const struct kept *theirs)
{
    struct arena a = {0};
    struct kept ours = kept_load(s, id, &a);
    bool is_new = !ours.there, changes = merge_kept(&ours, theirs) || is_new;
    if (changes)
        kept_store(s, id, &ours);
    arena_release(&a);
    return changes;
}

static bool find_time(struct query *q, int64_t *time)
{
    bool there = query_row(q);
    *time = there ? query_int_at(q, 0) : 0;
    query_end(q);
    return there;
}

bool keep_merge_mark(struct state *s, const struct state_item *mark)
{
    int64_t ours;
    struct query q =
        sql_query(&s->sql, "SELECT created FROM mark WHERE library = ? AND letter = ?");
    query_int(&q, s->library);
    query_str(&q, (str){&mark->letter, 1});
    if (find_time(&q, &ours) && ours >= mark->created)
        return false;
    keep_put_mark(s, mark);
    return true;
}

bool keep_merge_note(struct state *s, const struct state_item *note)
{
    int64_t ours;
    struct query q = sql_query(&s->sql, "SELECT changed FROM note WHERE id = ?");
    query_str(&q, note->id);
    if (!find_time(&q, &ours))
        keep_put_note(s, note);
    else if (ours < note->changed)
        keep_change_note(s, note->id, note->text, note->changed);
    else
        return false;
    return true;
}
