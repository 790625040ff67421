/*
 * A pane: one part of a screen, as one const value of functions and a state of its own. Panes draw
 * on a canvas and act on actions; they never read keys, never see the terminal and never see each
 * other. What they share is the session (what is open, what is selected); what they want of the app
 * they ask of the host.
 *
 * The app allocates `state_size` zeroed bytes for the state and frees them after `close`.
 */
#ifndef ATTACHE_UI_PANE_H
#define ATTACHE_UI_PANE_H

#include "base/str.h"
#include "ui/action.h"
#include "ui/canvas.h"
#include "ui/session.h"

struct pane;

/* What a pane may ask of the app. `user` is the app; tests have a host of their own. */
struct host {
    void *user;
    /* Goes to a place and remembers in the jump list where one was. */
    void (*go)(void *user, const struct place *to);
    /* The selection of the session was changed by this pane: the others are told. */
    void (*selected)(void *user);
    /* A short message in the footer, until the next key. */
    void (*say)(void *user, bool error, str message);
    /* Opens the input line with a prompt ("/") and the text to begin with; the pane gets `input`.
     */
    void (*ask)(void *user, const char *prompt, str text);
    /* Sends an action to the app itself (close this overlay, open the help). */
    void (*act)(void *user, enum action action, int count);
    void (*copy)(void *user, str text,
                 const char *what);          /* to the clipboard; `what` names it in the message */
    void (*browse)(void *user, str address); /* opens a http, https or mailto address */
    void (*edit)(void *user, str path, size_t line,
                 size_t column); /* path from the library's root, in $EDITOR */
    /* True if the action would do something now, in the pane below an overlay or anywhere. */
    bool (*can)(void *user, enum action action);
};

enum input_event { INPUT_CHANGED, INPUT_ACCEPTED, INPUT_CANCELLED };

struct pane_ops {
    const char *name;  /* "reader": in the configuration and tests */
    unsigned contexts; /* CONTEXT_… bits: which actions it takes */
    size_t state_size;
    void (*open)(struct pane *p);      /* once, before anything else; may be NULL */
    void (*close)(struct pane *p);     /* may be NULL */
    void (*refresh)(struct pane *p);   /* the briefing or the catalogue has changed; may be NULL */
    void (*selection)(struct pane *p); /* another pane changed the selection; may be NULL */
    void (*layout)(struct pane *p, int rows,
                   int columns); /* the size it will draw at: before the first draw and
                                    whenever it changes; keeps the place by content */
    /* Before it is drawn, but not between keys that come fast: asks the catalogue for what may be
     * shown later than the rest (STYLE_LATER), of what is selected by then. NULL: for nothing. */
    void (*detail)(struct pane *p);
    /* Pure: session and state in, cells out; what it keeps of them (ui/panes/drawn.h) nobody sees.
     */
    void (*draw)(struct pane *p, struct canvas *c, bool focused);
    /* After it was drawn: reads what the next moves will show, so that they need not wait for it,
     * and changes nothing that is seen. True if there was something to read. NULL: there never is.
     */
    bool (*near)(struct pane *p);
    bool (*can)(const struct pane *p, enum action action); /* false: it would do nothing here and
                                                              now; NULL: all of its contexts */
    bool (*act)(struct pane *p, enum action action,
                int count); /* count 0: none was typed. False: not taken */
    void (*input)(struct pane *p, enum input_event event, str text); /* what the input line holds */
    /* Before it is told of a change there: asks the catalogue what takes long in that, so that it
     * is known then, and changes nothing that is seen. It is broken off where a key comes
     * meanwhile. NULL: nothing takes long. */
    void (*prepare)(struct pane *p, str text);
    /* While its input line is open and nothing else is to be done: reads what all that may be typed
     * there rests on, so that the first letter need not wait for it. It is broken off likewise.
     * NULL: nothing. */
    void (*expect_input)(struct pane *p);
    /* After it was drawn, while nothing else is to be done: asks the catalogue for what is likely
     * to be asked next, or is shown later. It is broken off likewise, and begun again. True where
     * something of it is to be seen then. NULL: for nothing. */
    bool (*meanwhile)(struct pane *p);
    /* Which briefing it would open now; absent: none. NULL: it never opens one, or nobody waits for
     * that. */
    str (*leads_to)(const struct pane *p);
    /* Where in the pane its input line stands; NULL: in the footer. */
    struct rect (*input_line)(const struct pane *p);
    /* A descriptor that can be read when what was asked aside may have arrived, and what to do
     * then; -1: nothing was asked. NULL: nothing ever is. */
    int (*descriptor)(const struct pane *p);
    void (*arrived)(struct pane *p);
    void (*click)(struct pane *p, int row, int column, bool twice);
    struct cursor (*cursor)(const struct pane *p); /* where the terminal's own cursor stands */
    void (*save)(const struct pane *p,
                 struct place *place); /* notes where it is, for the jump list */
    /* Goes back there exactly: what `save` noted. The app has opened the briefing and set the
     * session's selection before; where one goes to a place that was never saved (host.go), there
     * is only `selection`, and the pane brings what is selected on the screen. A pane that is the
     * screen gets `restore` both ways, with row -1 where nothing was saved. */
    void (*restore)(struct pane *p, const struct place *place);
    /* A pane that is the screen: what the header says it shows. NULL: what ui/screens.h says. */
    void (*title)(const struct pane *p, struct buf *out);
    void (*status)(const struct pane *p,
                   struct buf *out); /* right side of its title: "3/14", "a-z"; may be NULL */
    /* An overlay: the rows it would like to have for all it shows. NULL: as many as there are. */
    int (*wants)(const struct pane *p);
};

struct pane {
    const struct pane_ops *ops;
    void *state;
    struct session *session;
    const struct host *host;
};

#endif
