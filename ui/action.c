#include "ui/action.h"

#define ANY        CONTEXT_ANY
#define READER     CONTEXT_READER
#define TEXT       CONTEXT_TEXT
#define ENTITIES   CONTEXT_ENTITIES
#define AGREEMENTS CONTEXT_AGREEMENTS
#define LIST       CONTEXT_LIST
#define OVERLAY    CONTEXT_OVERLAY
#define NAMES      CONTEXT_NAMES
#define DOSSIER    CONTEXT_DOSSIER
#define TIMELINE   CONTEXT_TIMELINE
#define PROMISES   CONTEXT_PROMISES
#define MARKS      CONTEXT_MARKS
#define FINDER     CONTEXT_SEARCH

#define ACTION(id, name_, contexts_, label_, help_)                                                \
    [ACTION_##id] = {.name = name_, .label = label_, .help = help_, .contexts = contexts_},
static const struct action_info infos[ACTION_COUNT] = {ACTION(NONE, "none", 0, "", "")
#include "ui/actions.def"
};
#undef ACTION

const struct action_info *action_info(enum action action)
{
    return &infos[(unsigned)action < ACTION_COUNT ? action : ACTION_NONE];
}

enum action action_by_name(str name)
{
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT && name.len > 0; i++)
        if (infos[i].name[0] == name.ptr[0] && str_eq(name, str_of(infos[i].name)))
            return (enum action)i;
    return ACTION_NONE;
}
