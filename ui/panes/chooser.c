#include "ui/panes/chooser.h"

#include "catalog/promises.h"
#include "text/unicode.h"
#include "ui/count.h"
#include "ui/panes/answer.h"
#include "ui/panes/moment.h"
#include "ui/panes/notation.h"

enum { VALUES_MOST = 2000 }; /* listed of a field */

void chooser_release(struct chooser *c)
{
    menu_release(&c->menu);
    filter_release(&c->filter);
    arena_release(&c->arena);
}

/* -- What there is to choose --------------------------------------------------------------------
 */

static void add(struct chooser *c, str value, str name, str right)
{
    *VEC_PUSH(&c->arena, &c->choices) =
        (struct choice){.value = value, .name = name, .right = right};
}

static void add_counted(struct chooser *c, str value, str name, size_t count)
{
    add(c, value, name, arena_str(&c->arena, str_of(COUNT(count))));
}

/* What is chosen is said beside its field. */
static void list_fields(struct chooser *c, const struct sieve *s)
{
    for (int field = 0; field < SIEVE_FIELD_COUNT; field++) {
        if ((c->fields & 1U << field) == 0)
            continue;
        struct buf chosen = {0};
        sieve_say(s, (enum sieve_field)field, &chosen);
        add(c, arena_printf(&c->arena, "%d", field),
            str_of(sieve_field_name((enum sieve_field)field)),
            chosen.len ? arena_str(&c->arena, buf_str(&chosen)) : STR("any"));
        buf_release(&chosen);
    }
}

static void list_types(struct chooser *c, const struct facets *parties)
{
    size_t counts[ENTITY_TYPE_COUNT] = {0};
    for (size_t i = 0; i < parties->count; i++) {
        enum entity_type type = parties->rows[i].type;
        counts[type == ENTITY_UNTYPED ? ENTITY_OTHER : type]++;
    }
    for (int type = 0; type < ENTITY_TYPE_COUNT; type++)
        if (counts[type])
            add_counted(c, arena_printf(&c->arena, "%d", type),
                        str_of(entity_type_plural((enum entity_type)type)), counts[type]);
}

static struct err list_facets(struct pane *p, struct chooser *c)
{
    static const enum moment_facet facets[SIEVE_FIELD_COUNT] = {
        [SIEVE_PARTY] = FACET_PARTY, [SIEVE_TYPE] = FACET_PARTY,    [SIEVE_KIND] = FACET_KIND,
        [SIEVE_TOPIC] = FACET_TOPIC, [SIEVE_STATUS] = FACET_STATUS,
    };
    struct facets rows = {0};
    struct err e =
        catalog_facets(p->session->catalog, facets[c->field], VALUES_MOST, &c->arena, &rows);
    if (err_failed(&e))
        return e;
    c->more = rows.more;
    if (c->field == SIEVE_TYPE)
        list_types(c, &rows);
    for (size_t i = 0; c->field != SIEVE_TYPE && i < rows.count; i++) {
        const struct facet_row *row = &rows.rows[i];
        add_counted(c, row->value,
                    c->field == SIEVE_STATUS ? moment_status_words(row->status, &c->arena)
                                             : row->name,
                    row->agreements);
    }
    return e;
}

void chooser_ahead(struct pane *p)
{
    catalog_facets_ahead(p->session->catalog, VALUES_MOST);
}

static struct err list_promises(struct pane *p, struct chooser *c)
{
    static const enum promise states[] = {PROMISE_OVERDUE, PROMISE_OPEN, PROMISE_KEPT};
    const struct moments_query all = {.today = p->session->today};
    struct promise_counts counts;
    struct err e = catalog_promise_counts(p->session->catalog, &all, &counts);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        add_counted(c, arena_printf(&c->arena, "%u", 1U << states[i]),
                    str_of(promise_name(states[i])), counts.by_state[states[i]]);
    add_counted(
        c,
        arena_printf(&c->arena, "%u", PROMISE_BIT(KEPT) | PROMISE_BIT(OPEN) | PROMISE_BIT(OVERDUE)),
        STR("all promises"), counts.by_state[PROMISE_NONE]);
    add(c, arena_printf(&c->arena, "%u", PROMISE_BIT(NONE)), STR("no promises"), STR(""));
    return e;
}

static void list_kinds(struct pane *p, struct chooser *c)
{
    static const char *const names[] = {
        [MOMENT_MILESTONE] = "agreements", [MOMENT_EVENT] = "events"};
    for (int kind = 0; kind < MOMENT_KIND_COUNT; kind++) {
        const struct moments_query q = {.kinds = 1U << kind, .today = p->session->today};
        size_t count = 0;
        answer_is(p, catalog_moments_count(p->session->catalog, &q, &count));
        add_counted(c, arena_printf(&c->arena, "%u", 1U << kind), str_of(names[kind]), count);
    }
}

static void list_values(struct pane *p, struct chooser *c, const struct sieve *s)
{
    struct err e = ERR_OK;
    if (sieve_has(s, c->field))
        add(c, (str){0}, STR("any"), STR(""));
    if (c->field == SIEVE_PROMISE)
        e = list_promises(p, c);
    else if (c->field == SIEVE_WHAT)
        list_kinds(p, c);
    else
        e = list_facets(p, c);
    for (size_t i = 0; i < c->choices.len; i++)
        c->choices.items[i].chosen = sieve_holds(s, c->field, c->choices.items[i].value);
    answer_is(p, e);
}

/* -- The menu -----------------------------------------------------------------------------------
 */

static void show(struct chooser *c)
{
    struct arena a = {0};
    str wanted = unicode_fold_marks(filter_text(&c->filter), &a);
    menu_clear(&c->menu);
    for (size_t i = 0; i < c->choices.len; i++) {
        const struct choice *choice = &c->choices.items[i];
        if (wanted.len && str_find(unicode_fold_marks(choice->name, &a), wanted, 0) == STR_NONE)
            continue;
        menu_add(&c->menu, &(struct menu_row){.left = !choice->chosen ? STR(" ")
                                                      : c->ascii      ? STR("*")
                                                                      : STR("\u2022"),
                                              .text = choice->name,
                                              .right = choice->right,
                                              .style = STYLE(TEXT),
                                              .item = i});
    }
    menu_settle(&c->menu);
    arena_release(&a);
}

static void begin(struct pane *p, struct chooser *c, const struct sieve *s, bool of_values)
{
    arena_release(&c->arena);
    c->choices.items = NULL;
    c->choices.len = c->choices.cap = 0;
    c->of_values = of_values;
    c->more = false;
    filter_clear(&c->filter);
    c->menu.scroll.cursor = c->menu.scroll.top = 0;
    c->ascii = p->session->ascii;
    if (of_values)
        list_values(p, c, s);
    else
        list_fields(c, s);
    show(c);
}

void chooser_open(struct pane *p, struct chooser *c, const struct sieve *s, unsigned fields)
{
    c->open = true;
    c->fields = fields;
    begin(p, c, s, false);
}

static void close(struct chooser *c)
{
    c->open = false;
    arena_release(&c->arena);
    c->choices.items = NULL;
    c->choices.len = c->choices.cap = 0;
    menu_clear(&c->menu);
}

/* -- Choosing -----------------------------------------------------------------------------------
 */

/* What is chosen already is taken back. False: no more can be. */
static bool choose_value(struct sieve *s, enum sieve_field field, const struct choice *choice)
{
    if (!str_present(choice->value))
        sieve_drop(s, field);
    else if (choice->chosen)
        sieve_take_back(s, field, choice->value);
    else
        return sieve_choose(s, field, choice->value, choice->name);
    return true;
}

static enum chooser_outcome choose(struct pane *p, struct chooser *c, struct sieve *s)
{
    const struct menu_row *row = menu_selected(&c->menu);
    if (!row)
        return CHOOSER_STAYS;
    const struct choice *choice = &c->choices.items[row->item];
    if (c->of_values) {
        if (!choose_value(s, c->field, choice)) {
            p->host->say(p->host->user, true, STR("four can be chosen, of each field"));
            return CHOOSER_STAYS;
        }
        close(c);
        return CHOOSER_CHOSE;
    }
    c->field = (enum sieve_field)notation_number(choice->value);
    if (c->field == SIEVE_DATE) {
        close(c);
        return CHOOSER_DATE;
    }
    begin(p, c, s, true);
    return CHOOSER_STAYS;
}

/* From the values back to the fields, from there back to the list. */
static enum chooser_outcome leave(struct pane *p, struct chooser *c, const struct sieve *s)
{
    if (filter_clear(&c->filter)) {
        show(c);
        return CHOOSER_STAYS;
    }
    if (c->of_values) {
        begin(p, c, s, false);
        for (size_t i = 0; i < c->choices.len; i++)
            if (notation_number(c->choices.items[i].value) == (long long)c->field)
                menu_select(&c->menu, i);
        return CHOOSER_STAYS;
    }
    close(c);
    return CHOOSER_LEFT;
}

bool chooser_can(const struct chooser *c, enum action action)
{
    return action == ACTION_CANCEL || action == ACTION_SEARCH || action == ACTION_FILTER_FIELD ||
           (menu_selected(&c->menu) && (action == ACTION_OPEN || scroll_takes(action)));
}

enum chooser_outcome chooser_act(struct pane *p, struct chooser *c, struct sieve *s,
                                 enum action action, int count)
{
    switch (action) {
    case ACTION_OPEN:
        return choose(p, c, s);
    case ACTION_SEARCH:
        filter_ask(&c->filter, p, "/");
        return CHOOSER_STAYS;
    case ACTION_FILTER_FIELD:
        close(c);
        return CHOOSER_LEFT;
    case ACTION_CANCEL:
        return leave(p, c, s);
    default:
        menu_act(&c->menu, action, count);
        return CHOOSER_STAYS;
    }
}

void chooser_input(struct chooser *c, enum input_event event, str text)
{
    if (filter_input(&c->filter, event, text))
        show(c);
}

enum chooser_outcome chooser_click(struct pane *p, struct chooser *c, struct sieve *s, int row,
                                   bool twice)
{
    if (!menu_click(&c->menu, row - MENU_HEAD))
        return CHOOSER_STAYS;
    return twice ? choose(p, c, s) : CHOOSER_STAYS;
}

/* -- Drawing ------------------------------------------------------------------------------------
 */

void chooser_layout(struct chooser *c, int rows)
{
    menu_set_rows(&c->menu, rows - MENU_HEAD);
}

void chooser_draw(const struct chooser *c, struct canvas *canvas, bool focused)
{
    struct buf right = {0};
    filter_status(&c->filter, &right);
    if (c->more)
        buf_printf(&right, "the first %s", COUNT(VALUES_MOST));
    menu_draw_titled(&c->menu, canvas, focused,
                     c->of_values ? str_of(sieve_field_name(c->field)) : STR("Show only, by"),
                     buf_str(&right));
    buf_release(&right);
}

struct cursor chooser_cursor(const struct chooser *c)
{
    struct cursor cursor = menu_cursor(&c->menu);
    cursor.row += MENU_HEAD;
    return cursor;
}
