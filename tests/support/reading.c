#include "tests/support/reading.h"

#include "tests/support/cmocka.h"
#include "text/markdown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- The host ------------------------------------------------------------------------------------
 */

static void put(struct buf *b, str s)
{
    buf_clear(b);
    buf_append(b, s);
}

static void host_go(void *user, const struct place *to)
{
    struct reading *r = user;
    r->gone++;
    r->went = *to;
    put(&r->went_to, to->briefing);
    put(&r->went_agreement, to->agreement);
    if (!str_eq(to->briefing, r->briefing.id))
        return;
    struct selection *sel = &r->session.selection;
    sel->offset = to->offset;
    sel->passage = to->passage;
    sel->mention = SELECTED_NONE;
    if (r->pane.ops->selection)
        r->pane.ops->selection(&r->pane);
}

static void host_selected(void *user)
{
    ((struct reading *)user)->told++;
}

static void host_say(void *user, bool error, str message)
{
    struct reading *r = user;
    put(&r->said, message);
    r->said_error = error;
}

static void host_ask(void *user, const char *prompt, str text)
{
    struct reading *r = user;
    put(&r->prompt, str_of(prompt));
    put(&r->asked, text);
}

static void host_act(void *user, enum action action, int count)
{
    (void)count;
    ((struct reading *)user)->acted = action;
}

static void host_copy(void *user, str text, const char *what)
{
    struct reading *r = user;
    put(&r->copied, text);
    put(&r->copied_as, str_of(what));
}

static void host_browse(void *user, str address)
{
    put(&((struct reading *)user)->browsed, address);
}

static void host_edit(void *user, str path, size_t line, size_t column)
{
    (void)user, (void)path, (void)line, (void)column;
}

static bool host_can(void *user, enum action action)
{
    (void)user, (void)action;
    return true;
}

/* -- The briefing --------------------------------------------------------------------------------
 */

void reading_make(struct reading *r, const char *markdown)
{
    *r = (struct reading){.focused = true};
    struct briefing *b = &r->briefing;
    b->id = STR("2024/here");
    b->path = STR("2024/here.md");
    b->title = STR("A title");
    struct err e = markdown_render(str_of(markdown), 0, &r->arena, &b->document);
    assert_int_equal(e.code, ERR_NONE);
    b->entities = ARENA_ARRAY(&r->arena, struct entity, READING_MOST);
    b->mentions = ARENA_ARRAY(&r->arena, struct mention, READING_MOST);
    r->session.briefing = b;
    r->session.folded = text_fold(b->document.text, &r->arena);
    r->session.timeline = ARENA_ARRAY(&r->arena, struct session_entry, READING_MOST);
    r->session.today = date_from_civil((struct civil){2024, 6, 1});
    r->session.selection = (struct selection){
        .entity = SELECTED_NONE, .mention = SELECTED_NONE, .agreement = SELECTED_NONE};
    r->host = (struct host){.user = r,
                            .go = host_go,
                            .selected = host_selected,
                            .say = host_say,
                            .ask = host_ask,
                            .act = host_act,
                            .copy = host_copy,
                            .browse = host_browse,
                            .edit = host_edit,
                            .can = host_can};
}

void reading_release(struct reading *r)
{
    if (r->pane.ops && r->pane.ops->close)
        r->pane.ops->close(&r->pane);
    free(r->pane.state);
    canvas_release(&r->canvas);
    struct buf *bufs[] = {&r->row,       &r->said,    &r->prompt,  &r->asked,         &r->copied,
                          &r->copied_as, &r->browsed, &r->went_to, &r->went_agreement};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        buf_release(bufs[i]);
    arena_release(&r->arena);
}

size_t reading_entity(struct reading *r, const char *id, enum entity_type type, const char *name)
{
    struct briefing *b = &r->briefing;
    assert_true(b->entity_count < READING_MOST);
    b->entities[b->entity_count] =
        (struct entity){.id = arena_str(&r->arena, str_of(id)),
                        .type = type,
                        .name = {.text = arena_str(&r->arena, str_of(name))},
                        .listed = true};
    strmap_add(&b->numbers, &r->arena, b->entities[b->entity_count].id, b->entity_count);
    return b->entity_count++;
}

void reading_alias(struct reading *r, size_t entity, const char *alias)
{
    struct entity *e = &r->briefing.entities[entity];
    struct form *all = ARENA_ARRAY(&r->arena, struct form, e->alias_count + 1);
    if (e->alias_count)
        memcpy(all, e->aliases, e->alias_count * sizeof *all);
    all[e->alias_count++].text = arena_str(&r->arena, str_of(alias));
    e->aliases = all;
}

struct span reading_find(const struct reading *r, const char *quote, int nth)
{
    size_t at = 0;
    for (int i = 0; i < nth; i++) {
        at = str_find(r->briefing.document.text, str_of(quote), i ? at + 1 : 0);
        if (at == STR_NONE)
            fail_msg("no place %d of '%s'", i + 1, quote);
    }
    return (struct span){at, at + strlen(quote)};
}

size_t reading_mention(struct reading *r, size_t entity, const char *quote, int nth)
{
    struct briefing *b = &r->briefing;
    struct span s = reading_find(r, quote, nth);
    size_t at = 0;
    while (at < b->mention_count &&
           (b->mentions[at].span.start < s.start ||
            (b->mentions[at].span.start == s.start && b->mentions[at].span.end >= s.end)))
        at++;
    assert_true(b->mention_count < READING_MOST);
    memmove(&b->mentions[at + 1], &b->mentions[at],
            (b->mention_count++ - at) * sizeof *b->mentions);
    b->mentions[at] = (struct mention){
        .span = s, .candidates = ARENA_ARRAY(&r->arena, size_t, 8), .candidate_count = 1};
    b->mentions[at].candidates[0] = entity;
    return at;
}

void reading_candidate(struct reading *r, size_t mention, size_t entity)
{
    struct mention *m = &r->briefing.mentions[mention];
    m->candidates[m->candidate_count++] = entity;
}

/* -- The timeline --------------------------------------------------------------------------------
 */

static struct date date_of(struct reading *r, const char *text)
{
    struct date d = {0};
    if (text && !date_parse(str_of(text), &r->arena, &d, NULL))
        fail_msg("no date: %s", text);
    return d;
}

static struct evidence evidence_of(const struct reading *r, const char *quote)
{
    struct evidence e = {.quote = str_of(quote)};
    if (quote) {
        e.found = true;
        e.span = reading_find(r, quote, 1);
    }
    return e;
}

static struct session_entry *add_entry(struct reading *r)
{
    return &r->session.timeline[r->session.timeline_count++];
}

struct session_entry *reading_agreement(struct reading *r, const char *id, const char *title,
                                        enum status status)
{
    struct session_entry *e = add_entry(r);
    e->agreement = (struct timeline_row){
        .id = str_of(id),
        .title = str_of(title),
        .status = status,
        .parties = ARENA_ARRAY(&r->arena, str, 8),
        .milestones = ARENA_ARRAY(&r->arena, struct timeline_milestone, 32),
    };
    return e;
}

struct timeline_milestone *reading_milestone(struct reading *r, struct session_entry *entry,
                                             const char *date, enum status status,
                                             const char *briefing, const char *quote)
{
    struct timeline_row *row = &entry->agreement;
    struct timeline_milestone *t = &row->milestones[row->milestone_count++];
    t->m = (struct milestone){.date = date_of(r, date),
                              .status = status,
                              .briefing = briefing ? str_of(briefing) : r->briefing.id};
    if (!date)
        t->m.undated = STR("no date is stated");
    if (briefing && quote)
        t->m.evidence = (struct evidence){
            str_of(quote), true, {7, 9}
        };
    else
        t->m.evidence = evidence_of(r, quote);
    const struct milestone *all[32];
    for (size_t i = 0; i < row->milestone_count; i++)
        all[i] = &row->milestones[i].m;
    row->extent = milestones_extent(all, row->milestone_count);
    return t;
}

struct session_entry *reading_event(struct reading *r, const char *id, const char *title,
                                    const char *date, const char *quote)
{
    struct session_entry *e = add_entry(r);
    struct event *event = ARENA_NEW(&r->arena, struct event);
    event->id = str_of(id);
    event->title = str_of(title);
    event->date = date_of(r, date);
    event->evidence = evidence_of(r, quote);
    if (!date)
        event->undated = STR("the date cannot be read");
    e->is_event = true;
    e->event = event;
    return e;
}

/* -- The pane ------------------------------------------------------------------------------------
 */

void reading_open(struct reading *r, const struct pane_ops *ops, int rows, int columns)
{
    r->pane = (struct pane){
        .ops = ops, .state = calloc(1, ops->state_size), .session = &r->session, .host = &r->host};
    if (ops->open)
        ops->open(&r->pane);
    ops->refresh(&r->pane);
    reading_resize(r, rows, columns);
}

void reading_resize(struct reading *r, int rows, int columns)
{
    r->rows = rows;
    r->columns = columns;
    r->pane.ops->layout(&r->pane, rows, columns);
}

bool reading_act(struct reading *r, enum action action, int count)
{
    return r->pane.ops->act(&r->pane, action, count);
}

void reading_type(struct reading *r, enum input_event event, const char *text)
{
    r->pane.ops->input(&r->pane, event, str_of(text));
}

void reading_draw(struct reading *r)
{
    canvas_release(&r->canvas);
    canvas_init(&r->canvas, r->rows + 2, r->columns + 2, r->session.ascii);
    canvas_fill(&r->canvas, (struct rect){0, 0, r->rows + 2, r->columns + 2}, '#', STYLE(ERROR));
    struct rect inner = {1, 1, r->rows, r->columns};
    canvas_fill(&r->canvas, inner, ' ', STYLE(TEXT));
    struct canvas window = canvas_window(&r->canvas, inner);
    if (r->pane.ops->detail)
        r->pane.ops->detail(&r->pane);
    r->pane.ops->draw(&r->pane, &window, r->focused);
    for (int row = 0; row < r->rows + 2; row++)
        for (int column = 0; column < r->columns + 2; column++) {
            bool border = row == 0 || column == 0 || row > r->rows || column > r->columns;
            const struct cell *cell = canvas_cell(&r->canvas, row, column);
            if (border && (cell->base[0] != '#' || cell->style.role != STYLE_ERROR))
                fail_msg("drawn outside, at row %d column %d", row - 1, column - 1);
        }
}

const char *reading_row(struct reading *r, int row)
{
    reading_draw(r);
    struct canvas window = canvas_window(&r->canvas, (struct rect){1, 1, r->rows, r->columns});
    buf_clear(&r->row);
    canvas_row_text(&window, row, &r->row);
    return reading_text(&r->row);
}

struct style reading_style(struct reading *r, int row, int column)
{
    reading_draw(r);
    return canvas_cell(&r->canvas, row + 1, column + 1)->style;
}

int reading_row_of(struct reading *r, const char *text)
{
    for (int row = 0; row < r->rows; row++)
        if (strstr(reading_row(r, row), text))
            return row;
    return -1;
}

bool reading_shows(struct reading *r, const char *text)
{
    return reading_row_of(r, text) >= 0;
}

void reading_print(struct reading *r)
{
    for (int row = 0; row < r->rows; row++)
        printf("%3d|%s\n", row, reading_row(r, row));
}

const char *reading_status(struct reading *r)
{
    buf_clear(&r->row);
    r->pane.ops->status(&r->pane, &r->row);
    return reading_text(&r->row);
}

const char *reading_text(struct buf *b)
{
    buf_byte(b, '\0');
    b->len--;
    return b->ptr;
}
