#include "state/state.h"
#include "ui/app_state.h"
#include "ui/panes/passage.h"

static void say(struct app *app, const struct err *e, const char *done, char letter)
{
    struct buf said = {0};
    if (err_failed(e))
        buf_append(&said, str_of(e->message));
    else
        buf_append(&said, str_of(done));
    if (!err_failed(e) && letter)
        buf_printf(&said, " %c", letter);
    app_say(app, err_failed(e), buf_str(&said));
    buf_release(&said);
}

void app_marks_load(struct app *app)
{
    struct session *s = &app->session;
    if (!s->briefing) {
        own_release(&s->own);
        return;
    }
    struct err e = own_load(&s->own, s->state, s->briefing->id, &s->briefing->document, &s->folded);
    if (err_failed(&e))
        app_say(app, true, str_of(e.message));
}

/* -- Marks ---------------------------------------------------------------------------------------
 */

static void set_mark(struct app *app, char letter)
{
    struct session *s = &app->session;
    size_t at = s->selection.offset;
    struct spot spot = spot_of(&s->briefing->document, &s->folded, (struct span){at, at});
    struct err e = state_mark(s->state, letter, s->briefing->id, &spot);
    say(app, &e, "marked", letter);
}

static void go_to_mark(struct app *app, char letter)
{
    struct arena a = {0};
    struct state_item mark = {0};
    struct err e = state_find_mark(app->session.state, letter, &a, &mark);
    if (e.code == ERR_NOT_FOUND)
        e = err_make(ERR_NOT_FOUND, "there is no mark %c", letter);
    if (err_failed(&e))
        say(app, &e, "", 0);
    else
        app_go(app, &(struct place){
                        .screen = SCREEN_READER, .briefing = mark.briefing, .spot = &mark.spot});
    arena_release(&a);
}

/* Twice the key: to where one was before the last jump; once more: back here. */
static void go_to_last(struct app *app)
{
    if (jumps_can_back(&app->jumps) || jumps_can_forward(&app->jumps))
        app_toggle(app);
    else
        app_say(app, false, STR("there is nowhere to go back to"));
}

void app_marks_ask(struct app *app, enum action action)
{
    app->letter_for = action;
}

bool app_marks_key(struct app *app, struct key key)
{
    enum action action = app->letter_for;
    bool letter = !key.modifiers && key.code >= 'a' && key.code <= 'z';
    app->letter_for = ACTION_NONE;
    if (action == ACTION_NONE)
        return false;
    if (letter && action == ACTION_MARK)
        set_mark(app, (char)key.code);
    else if (letter)
        go_to_mark(app, (char)key.code);
    else if (action == ACTION_GO_MARK && keymap_action(app->keymap, key) == ACTION_GO_MARK)
        go_to_last(app);
    else if (!key_eq(key, (struct key){KEYCODE_ESCAPE, 0}))
        app_say(app, false, STR("marks are the letters a to z"));
    return true;
}

const char *app_marks_prompt(const struct app *app)
{
    return app->letter_for == ACTION_MARK ? "mark: a letter from a to z"
           : app->letter_for == ACTION_GO_MARK
               ? "go to mark: its letter; the same key again: where you were before"
               : NULL;
}

/* -- Notes ---------------------------------------------------------------------------------------
 */

/* What is lit, else the mention, else the sentence. */
static struct span passage_to_note(const struct session *s)
{
    bool lit = s->selection.passage.end > s->selection.passage.start;
    if (!lit && s->selection.mention != SELECTED_NONE)
        return s->briefing->mentions[s->selection.mention].span;
    return passage_here(s);
}

void app_notes_ask(struct app *app)
{
    struct session *s = &app->session;
    struct span passage = passage_to_note(s);
    const struct own_item *old = own_note_on(&s->own, passage);
    app->host.ask(app, old ? "note (was there): " : "note: ", old ? old->text : STR(""));
    app->asking.noting = true;
    app->asking.passage = passage;
}

void app_notes_input(struct app *app, enum input_event event, str text)
{
    struct session *s = &app->session;
    struct err e = ERR_OK;
    struct arena a = {0};
    if (event != INPUT_ACCEPTED || !s->briefing)
        return;
    struct span passage = app->asking.passage;
    const struct own_item *old = own_note_on(&s->own, passage);
    struct spot spot = spot_of(&s->briefing->document, &s->folded, passage);
    if (old)
        e = state_change_note(s->state, old->id, text);
    else
        e = state_add_note(s->state, s->briefing->id, &spot, text, &a, NULL);
    if (e.code == ERR_USAGE)
        app_say(app, false, old ? STR("the note stays as it was") : STR("nothing noted"));
    else
        say(app, &e, "noted", 0);
    arena_release(&a);
}
