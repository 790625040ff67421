#include "ui/screens.h"

#include "ui/panes/panes.h"

static const struct screen_info screens[SCREEN_COUNT] = {
    [SCREEN_LIBRARY] = {&pane_library,  ACTION_LIBRARY,  NULL             },
    [SCREEN_ENTITIES] = {&pane_names,    ACTION_ENTITIES, "Entities"       },
    [SCREEN_DOSSIER] = {&pane_dossier,  ACTION_NONE,     NULL             },
    [SCREEN_TIMELINE] = {&pane_timeline, ACTION_TIMELINE, "Timeline"       },
    [SCREEN_PROMISES] = {&pane_promises, ACTION_PROMISES, "Promises"       },
    [SCREEN_SEARCH] = {&pane_finder,   ACTION_FIND,     "Search"         },
    [SCREEN_MARKS] = {&pane_marks,    ACTION_MARKS,    "Marks and notes"},
};

const struct screen_info *screen_info(enum screen screen)
{
    return &screens[(unsigned)screen < SCREEN_COUNT ? screen : SCREEN_READER];
}

enum screen screen_of(enum action action)
{
    for (int i = 0; i < SCREEN_COUNT; i++)
        if (action != ACTION_NONE && screens[i].ops && screens[i].action == action)
            return (enum screen)i;
    return SCREEN_COUNT;
}
