/* What the parts of the loader share while they put one briefing together. */
#ifndef ATTACHE_LOADER_LOADING_H
#define ATTACHE_LOADER_LOADING_H

#include "loader/reader.h"
#include "loader/scope.h"
#include "match/anchor.h"
#include "model/briefing.h"
#include "text/fold.h"

struct loading {
    struct reader reader; /* its arena is the briefing's, its list the briefing's diagnostics */
    struct briefing *briefing;
    struct arena *scratch;     /* gone after loading */
    struct folded folded;      /* of the document's text, in scratch */
    struct anchor_text anchor; /* of both, for quotes */
    struct scope *scope;       /* the registries', and the briefing's own on top; in scratch */

    /* What stands in the briefing's own `entities`, in that order: views into `scope`. */
    const struct entity **listed;
    size_t listed_count;
    struct strmap listed_ids;

    bool spent;              /* it has been said that quotes are not looked for any more */
    size_t meant;            /* names that all mentions so far may stand for */
    size_t said;             /* bytes: text and candidates of those, for each candidate */
    bool crowded;            /* it has been said that there are more mentions than are kept */
    struct strmap ambiguous; /* forms of which that has been said */
};

/* Whether looking for quotes has cost as much as it may: then the one at `at` and the rest are not
 * looked for, which is said once. */
bool loading_is_spent(struct loading *l, struct origin at);

/* Keeps a name that no entity has, as long as they are not more than mentions may be. `span`: where
 * it stands in the text; NULL: only in the annotations. */
void loading_stranger(struct loading *l, enum stranger_kind kind, str name, struct origin at,
                      const struct span *span);

#endif
