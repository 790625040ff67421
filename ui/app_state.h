/*
 * The app's own state and the parts it is made of; what others see of it is app.h.
 *
 *     app.c        opens and closes everything, the event loop, the worker
 *     app_show.c   draws a frame: panes, header, overlay
 *     app_footer.c its last line: keys, messages, the input line, progress
 *     app_event.c  keys, mouse and pasted text: the input line, counts, confirmations
 *     app_act.c    what actions do beyond the panes
 *     app_place.c  screens, places, the jump list
 *     app_live.c   files that change while they are open, what could not be read
 *     app_memory.c where one was: the place in the open briefing, read and unread
 *     app_marks.c  marks and notes of one's own
 *     app_step.c   the open briefing, and the next one of the list
 *     app_host.c   what panes may ask
 *     app_confine.c  what the process can open, once the first frame is there
 */
#ifndef ATTACHE_UI_APP_STATE_H
#define ATTACHE_UI_APP_STATE_H

#include "ui/app.h"
#include "ui/frame.h"
#include "ui/jumps.h"
#include "ui/line_editor.h"
#include "ui/pane.h"
#include "ui/screens.h"
#include "ui/term.h"
#include "ui/watch.h"
#include "ui/where.h"
#include "ui/worker.h"

enum { COUNT_MAX = 9999999, QUEUE_MAX = 8, EARLY_MAX = 64, FOOTER_MAX = 24 };

struct queued {
    enum action action;
    int count;
};

/* The input line, when `pane` is set: that pane gets what is typed. */
struct asking {
    struct pane *pane;
    const char *prompt;
    struct line_editor editor;
    bool changed;  /* what was typed is on the screen, and was not told to the pane yet */
    bool called;   /* something came while the pane was preparing for that, */
    int64_t asked; /* which was last looked for then; milliseconds */
    bool noting;   /* a note on `passage` is typed: not the pane's */
    struct span passage;
};

/* What was asked while nothing else was to be done, and need not be again. */
struct meanwhile {
    const struct pane_ops *of; /* the pane's; NULL: nothing was */
    long generation;           /* the session's */
    bool typing;               /* its input line is open */
};

/* What is to be done about files that have changed. */
struct live {
    struct watch *watch;
    time_t since;       /* the first refresh */
    bool watched;       /* it was tried */
    bool partial;       /* it was said that not all directories are watched */
    bool again;         /* one more refresh when the one under way is over */
    bool stale;         /* the open briefing's files may have changed */
    bool indexed;       /* the catalogue has */
    char kept_for[256]; /* why the open one is kept as it was, as it was said; "" */
    int64_t settles;    /* when what may be half written is taken as it is; 0: nothing is */
    struct where where; /* in the open briefing, by its text */
};

/* What is kept of the reader for the next time (state/state.h). */
struct memory {
    int64_t generation; /* of the state, when the screens were last told */
    struct buf told;    /* what the person was, of the state */
    bool opened;        /* the open briefing was, which is not kept yet */
    int64_t keep_at;    /* when the place is kept, should nothing happen before; 0: it is */
};

/* A key in the footer: where it stands and what it does, for the mouse. */
struct footer_key {
    int column, columns;
    enum action action;
};

struct app {
    const struct app_options *options;
    struct config *own_config; /* the defaults, where none was given */
    const struct keymap *keymap;
    struct library *library;
    struct catalog *catalog;
    struct terminal *term;
    int signal_fd;
    struct worker *worker;
    struct session session;
    struct host host;

    struct pane screens[SCREEN_COUNT]; /* opened when first shown; not the reader's */
    bool stale[SCREEN_COUNT];          /* the catalogue changed while it was not shown */
    struct pane reader[FRAME_PANES];
    const struct pane *acting;   /* who is being asked to do something: it knows what it selects */
    struct pane overlay, closed; /* ops NULL: none. `closed` is freed when nobody runs in it */
    int focus;
    bool zoomed;
    struct jumps jumps;

    struct frame frame;
    struct rect overlay_rect, overlay_inner;
    struct canvas canvas;
    struct footer_key footer[FOOTER_MAX];
    int footer_count, footer_end; /* footer_end: the column behind all of them; 0: none is there */
    bool dirty;                   /* anything may look otherwise than it is shown, */
    bool moved;                   /* or only what is selected, and where */
    bool held;                    /* something was left out for keys that come fast */

    struct asking asking;
    struct meanwhile meanwhile;
    struct buf message;
    bool message_is_error;
    struct buf confirm;     /* an address that Enter opens; empty: nothing to confirm */
    enum action letter_for; /* what waits for the letter of a mark; ACTION_NONE: nothing */
    int count;              /* typed before a key; 0: none */
    struct queued queue[QUEUE_MAX];
    int queued;
    struct queued early[EARLY_MAX]; /* typed before there was a list to do it in */
    int early_count;
    struct {
        int row, column;
        int64_t when; /* milliseconds */
    } click;

    int64_t typed; /* milliseconds: when the last key came, */
    int64_t rests; /* and when nothing is left out any more */
    struct live live;
    struct memory memory;
    struct {
        bool known, any;
        long generation; /* the session's, of that */
    } problems;          /* in the catalogue */
    size_t commits_told; /* of the refresh that runs: those of which the panes know */
    bool followed;       /* what was moved while nobody looked was looked for */
    bool begun;          /* the first frame was drawn, the refresh started */
    bool quit;
};

/* app.c */
void app_pane_open(struct app *app, struct pane *p, const struct pane_ops *ops);
void app_pane_close(struct pane *p);
void app_refresh_start(struct app *app);
void app_suspend(struct app *app, bool group);

/* app_show.c, app_footer.c */
enum { APP_MARGIN = 1 }; /* blank columns at both ends of header and footer */
struct cursor app_show_footer(struct app *app, struct cursor cursor); /* or the input line's */
void app_lay_out(struct app *app);
void app_show(struct app *app);
void app_show_hurry(struct app *app, bool moves); /* a key came; moves: only what is selected */
int app_show_wait(const struct app *app); /* as app_live_wait: for what was left out meanwhile */
void app_show_turn(struct app *app);
void app_show_near(struct app *app); /* after each frame */

/* app_event.c */
void app_event(struct app *app, const struct term_event *event); /* and all that comes of it */
void app_input_turn(struct app *app);     /* tells the pane what was typed, if it has not been */
void app_meanwhile_turn(struct app *app); /* lets the screen ask for what may come next */
void app_expect_turn(struct app *app);    /* reads what may be opened next */
void app_early_turn(struct app *app);     /* does what waited for the list, once there is one */

/* app_act.c */
struct pane *app_target(struct app *app); /* what has the focus: the overlay, or a pane */
bool app_can(struct app *app, enum action action);
void app_act(struct app *app, enum action action, int count);
bool app_acts_itself(enum action action); /* true: no pane is asked */
void app_queue(struct app *app, enum action action, int count);
void app_run_queue(struct app *app);
void app_overlay_open(struct app *app, const struct pane_ops *ops);
void app_overlay_close(struct app *app);
void app_focus(struct app *app, int pane);
bool app_is_alone(const struct app *app); /* one article is all there is: no library to go to */

/* app_place.c */
struct err app_open_first(struct app *app, str id); /* before there is a place to come from */
void app_go(struct app *app, const struct place *to);
void app_back(struct app *app, bool forward);
void app_toggle(struct app *app);                        /* between two places */
void app_to_screen(struct app *app, enum screen screen); /* as one left it */
bool app_can_close(const struct app *app);               /* there is a screen below this one */
void app_close_screen(struct app *app);                  /* to the one from where one came */
struct pane *app_screen_pane(struct app *app); /* that fills the screen; NULL: the reader */
void app_save_reader(struct app *app, struct place *place); /* where one is in the briefing */
void app_restore_reader(struct app *app, const struct place *to);
void app_tell_refresh(struct app *app);
void app_tell_selection(struct app *app, const struct pane *except);

/* app_live.c */
void app_live_start(struct app *app); /* what changes from now on is told, */
void app_live_watch(struct app *app); /* once this was called; only the first time counts */
void app_live_release(struct app *app);
void app_live_changed(struct app *app);   /* files may have changed */
void app_live_indexed(struct app *app);   /* the catalogue has */
void app_live_turn(struct app *app);      /* does what that asks for, when nobody is typing */
int app_live_wait(const struct app *app); /* milliseconds until that has something to do; -1 */
void app_live_trouble(struct app *app);   /* says what could not be read, if nobody has */
void app_live_again(struct app *app);     /* a key came: asks for that again */

/* app_memory.c */
void app_memory_open(struct app *app);
void app_memory_release(struct app *app);
void app_memory_opened(struct app *app); /* a briefing was opened: it is looked for, */
void app_memory_shown(struct app *app);  /* and that is kept when it was drawn: disks are slow */
void app_memory_follow(struct app *app); /* briefings have come to the library, or left it */
/* Where a briefing is that is gone from where it was: its id now; absent: it is not gone, or nobody
 * knows. */
str app_memory_moved_to(struct app *app, str id, struct hash content, struct arena *a);
void app_memory_keep(struct app *app);  /* where one is in it */
void app_memory_moved(struct app *app); /* one may be elsewhere in it: to be kept soon */
void app_memory_turn(struct app *app);
int app_memory_wait(const struct app *app); /* as app_live_wait */
void app_memory_last(struct app *app);      /* the list's cursor to what was read last */
/* Where one was in a briefing; false if that is not known. */
bool app_memory_find(struct app *app, str id, struct arena *a, struct spot *spot);
bool app_memory_can_set_read(struct app *app);
void app_memory_set_read(struct app *app, bool read);

/* app_marks.c */
void app_marks_load(struct app *app); /* those of the open briefing */
void app_marks_ask(struct app *app, enum action action);
bool app_marks_key(struct app *app, struct key key); /* false: nothing waited for a letter */
const char *app_marks_prompt(const struct app *app); /* NULL: nothing waits for one */
void app_notes_ask(struct app *app);
void app_notes_input(struct app *app, enum input_event event, str text);

/* app_step.c */
void app_refresh_reader(struct app *app); /* its panes: the briefing is another, or others' word */
struct err app_open_briefing(struct app *app, str id);
void app_step_briefing(struct app *app, bool next, int count);
bool app_can_step_briefing(struct app *app);

/* app_confine.c: from then on only the library, what the system's libraries read, and the user's
 * own files can be opened; programs are run by ui/runner.h. Before the first thread. */
void app_confine(struct app *app);

/* app_host.c */
void app_host_init(struct app *app);
void app_say(struct app *app, bool error, str message);
void app_open_address(struct app *app); /* the confirmed one */

#endif
