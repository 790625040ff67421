#include "loader/references.h"

#include "base/strmap.h"
#include "loader/reader.h"
#include "loader/statements.h"
#include "loader/suggest.h"

/* Suggestions for that many references are enough for one briefing: each looks at every id. */
enum { MOST_SUGGESTIONS = 100 };

struct checking {
    const struct agreement_ids *ids;
    struct diag_list *diags;
    size_t suggestions;
};

static str suggest(struct checking *c, str id)
{
    if (++c->suggestions > MOST_SUGGESTIONS)
        return STR("");
    size_t count;
    const str *all = c->ids->all(c->ids->user, &count);
    struct suggestion s = suggestion_for(id);
    for (size_t i = 0; i < count; i++)
        suggestion_consider(&s, all[i]);
    return suggestion_text(&s, c->diags->arena);
}

static void check(struct checking *c, const struct reference *ref, str subject, const char *verb)
{
    if (!str_present(ref->id) || c->ids->known(c->ids->user, ref->id))
        return;
    struct reader shown = {.arena = c->diags->arena};
    str more = suggest(c, ref->id);
    diag_add(c->diags, ref->at, DIAG_UNKNOWN_AGREEMENT,
             "%.*s %s '%.*s', an agreement that no briefing states%.*s", STR_FMT(subject), verb,
             STR_FMT(reader_shown(&shown, ref->id)), STR_FMT(more));
}

void references_check(const struct briefing *b, const struct agreement_ids *ids,
                      struct diag_list *diags)
{
    static const char *const verbs[LINK_KIND_COUNT] = {
        [LINK_SUPERSEDES] = "supersedes",
        [LINK_AMENDS] = "amends",
        [LINK_PART_OF] = "is part of",
    };
    struct checking c = {.ids = ids, .diags = diags};
    struct reader shown = {.arena = diags->arena};
    for (size_t i = 0; i < b->agreement_count; i++) {
        const struct agreement *a = &b->agreements[i];
        str subject = statement_label(&shown, "agreement", a->id);
        for (size_t k = 0; k < LINK_KIND_COUNT; k++)
            check(&c, &a->links_to[k], subject, verbs[k]);
    }
    for (size_t i = 0; i < b->agreement_link_count; i++)
        check(&c, &b->agreement_links[i], STR("a link"), "names");
}

/* -- One briefing alone ------------------------------------------------------------------------ */

struct alone {
    struct strmap map;
    str *ids;
    size_t count;
};

static bool alone_known(void *user, str id)
{
    struct alone *alone = user;
    return strmap_get(&alone->map, id, NULL);
}

static const str *alone_all(void *user, size_t *count)
{
    struct alone *alone = user;
    *count = alone->count;
    return alone->ids;
}

void references_check_alone(const struct briefing *b, struct diag_list *diags)
{
    struct arena scratch = {0};
    struct alone alone = {.ids = ARENA_ARRAY(&scratch, str, b->agreement_count)};
    for (size_t i = 0; i < b->agreement_count; i++) {
        alone.ids[alone.count++] = b->agreements[i].id;
        strmap_add(&alone.map, &scratch, b->agreements[i].id, i);
    }
    struct agreement_ids ids = {.user = &alone, .known = alone_known, .all = alone_all};
    references_check(b, &ids, diags);
    arena_release(&scratch);
}
