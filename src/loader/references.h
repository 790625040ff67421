/* References to agreements that another briefing may state: only who knows the whole library can
 * tell whether they lead anywhere. */
#ifndef ATTACHE_LOADER_REFERENCES_H
#define ATTACHE_LOADER_REFERENCES_H

#include "base/diag.h"
#include "model/briefing.h"

/* Who knows which agreements there are. */
struct agreement_ids {
    void *user;
    bool (*known)(void *user, str id);
    /* All ids, in any order, for suggestions: asked only when one is not known. */
    const str *(*all)(void *user, size_t *count);
};

/*
 * Adds a warning [unknown-agreement] for each reference of a briefing to an agreement that nobody
 * states: by supersedes, amends and part-of, and by links in the text. The origins' files are the
 * briefing's own strings.
 */
void references_check(const struct briefing *b, const struct agreement_ids *ids,
                      struct diag_list *diags);

/* The same where the briefing is all there is: one article, opened alone. */
void references_check_alone(const struct briefing *b, struct diag_list *diags);

#endif
