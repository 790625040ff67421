#include "ui/wire.h"

#include "text/safe.h"
#include "text/utf8.h"

#include <string.h>
#include <wchar.h>

enum {
    SAID = STYLE_BOLD | STYLE_ITALIC | STYLE_UNDERLINE | STYLE_REVERSE,
    SEEN = STYLE_UNDERLINE | STYLE_REVERSE, /* where nothing stands, too */
    BRIDGE = 6,                             /* cells that are put again rather than moved over */
    ERASED = 4,                             /* the fewest blanks at a row's end, */
    BLANKS = 16,                            /* and in it, that are erased rather than put */
};

void wire_release(struct wire *w)
{
    buf_release(&w->out);
}

static void say(struct wire *w, const char *words)
{
    buf_append(&w->out, str_of(words));
}

/* -- Attributes and colours ---------------------------------------------------------------------
 */

static struct wire_attire make_attire(const struct wire *w, struct style style)
{
    struct shown shown = theme_shown(style, w->words.colours);
    struct wire_attire a = {shown.flags & SAID, w->words.colour[shown.role]};
    if ((a.on & STYLE_ITALIC) && !w->words.italic[0])
        a.on = (a.on & ~(unsigned)STYLE_ITALIC) | STYLE_UNDERLINE;
    if (shown.dim && w->words.dim[0])
        a.on |= WIRE_DIM;
    if (a.colour[0])
        a.on &= ~w->words.uncoloured;
    return a;
}

void wire_begin(struct wire *w, int rows, int columns)
{
    w->rows = rows;
    w->columns = columns;
    w->row = -1;
    w->now = (struct wire_attire){0, ""};
    for (int role = 0; role < STYLE_ROLE_COUNT; role++)
        w->usual[role] = make_attire(w, STYLE_WITH(role, 0));
}

static struct wire_attire attire_of(const struct wire *w, struct style style)
{
    bool usual = (style.flags & ~(unsigned)STYLE_LATER) == 0 && style.role < STYLE_ROLE_COUNT;
    return usual ? w->usual[style.role] : make_attire(w, style);
}

static bool attire_eq(const struct wire_attire *a, const struct wire_attire *b)
{
    return a->on == b->on && (a->colour == b->colour || strcmp(a->colour, b->colour) == 0);
}

static void undress(struct wire *w)
{
    if (w->now.on || w->now.colour[0])
        say(w, w->words.plain);
    w->now = (struct wire_attire){0, ""};
}

static void dress(struct wire *w, const struct wire_attire *a)
{
    const struct {
        unsigned flag;
        const char *words;
    } all[] = {
        {STYLE_BOLD,      w->words.bold     },
        {WIRE_DIM,        w->words.dim      },
        {STYLE_ITALIC,    w->words.italic   },
        {STYLE_UNDERLINE, w->words.underline},
        {STYLE_REVERSE,   w->words.reverse  },
    };
    if (attire_eq(&w->now, a))
        return;
    if ((w->now.on & ~a->on) || (w->now.colour[0] && !a->colour[0]))
        undress(w);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (a->on & ~w->now.on & all[i].flag)
            say(w, all[i].words);
    if (strcmp(w->now.colour, a->colour) != 0)
        say(w, a->colour);
    w->now = *a;
}

/* -- Where the cursor is -------------------------------------------------------------------------
 */

static void go(struct wire *w, int row, int column)
{
    if (w->row == row && w->column == column)
        return;
    if (w->words.moves_plain)
        undress(w);
    bool below = w->row >= 0 && w->row + 1 == row;
    if (column == 0 && w->row == row) {
        buf_byte(&w->out, '\r');
    } else if (column == 0 && below && w->words.line_down[0]) {
        buf_byte(&w->out, '\r');
        say(w, w->words.line_down);
    } else {
        w->words.move(&w->out, row, column);
    }
    w->row = row;
    w->column = column;
}

/* -- Cells ---------------------------------------------------------------------------------------
 */

/* A row on its way. */
struct line {
    struct wire *w;
    int row, end; /* end: behind the last cell that may be put */
    const struct cell *cells, *before;
    struct style style; /* of the cell that was last looked at, and */
    struct wire_attire attire;
};

static const struct wire_attire *attire_at(struct line *l, const struct cell *cell)
{
    if (cell->style.role != l->style.role || cell->style.flags != l->style.flags)
        l->attire = attire_of(l->w, cell->style);
    l->style = cell->style;
    return &l->attire;
}

/* Whether it is only blank: then nobody sees its colour. */
static bool is_bare(struct line *l, const struct cell *cell)
{
    return cell->len == 1 && cell->text[0] == ' ' && !(attire_at(l, cell)->on & SEEN);
}

static bool looks_alike(struct line *l, const struct cell *a, const struct cell *b)
{
    if (cell_eq(a, b))
        return true;
    if (a->len != b->len || a->width != b->width || memcmp(a->text, b->text, a->len) != 0)
        return false;
    struct wire_attire one = *attire_at(l, a), other = *attire_at(l, b);
    return attire_eq(&one, &other) || (is_bare(l, a) && is_bare(l, b));
}

/* What the C library takes for a base of that width and marks on it: terminals agree with it, by
 * and large, and where they would not all that follows would be elsewhere. Should anything that a
 * terminal obeys ever have come through the gate, it ends here. */
static void put_text(struct wire *w, const struct cell *cell)
{
    str text = {cell->text, cell->len};
    for (size_t at = 0, next; at < text.len; at = next) {
        uint32_t c;
        bool valid;
        next = at + utf8_decode(text, at, &c, &valid);
        if (valid && safe_is_allowed(c) && wcwidth((wchar_t)c) == (at ? 0 : cell->width))
            buf_append(&w->out, str_sub(text, at, next));
        else if (at == 0)
            say(w, cell->width == 2 ? "? " : "?");
    }
}

static void put(struct line *l, int column)
{
    struct wire *w = l->w;
    const struct cell *cell = &l->cells[column];
    if (!is_bare(l, cell))
        dress(w, attire_at(l, cell));
    else if (w->now.on & SEEN)
        undress(w);
    if (cell->len == 1 && cell->text[0] >= ' ' && cell->text[0] <= '~')
        buf_byte(&w->out, cell->text[0]);
    else
        put_text(w, cell);
    w->column += cell->width;
    if (w->column >= w->columns)
        w->row = -1; /* behind the last column terminals are of many minds */
}

/* Over a few cells that are shown already by putting them again, where nothing has to be put on. */
static bool bridge(struct line *l, int column)
{
    const struct wire *w = l->w;
    if (w->row != l->row || w->column > column || column - w->column > BRIDGE)
        return false;
    for (int at = w->column; at < column; at++)
        if (l->cells[at].len != 1 || (!attire_eq(attire_at(l, &l->cells[at]), &w->now) &&
                                      !(is_bare(l, &l->cells[at]) && !(w->now.on & SEEN))))
            return false;
    while (w->column < column)
        put(l, w->column);
    return true;
}

static void reach(struct line *l, int column)
{
    if (!bridge(l, column))
        go(l->w, l->row, column);
}

/* Erases what is to be bare from `column` on; returns where that ends, or `column` if it is too
 * little for it. */
static int erase(struct line *l, int column)
{
    struct wire *w = l->w;
    int end = column, cells = 0;
    for (; end < w->columns && is_bare(l, &l->cells[end]); end++)
        if (!is_bare(l, &l->before[end]))
            cells = end + 1 - column;
    bool rest = end == w->columns && w->words.erase[0];
    if (rest ? cells < ERASED : cells < BLANKS || !w->words.blanks)
        return column;
    reach(l, column);
    if (w->now.on & SEEN)
        undress(w);
    if (rest)
        say(w, w->words.erase);
    else
        w->words.blanks(&w->out, cells);
    return end;
}

void wire_row(struct wire *w, int row, const struct thrift_part *part)
{
    struct line l = {
        w, row, part->last + 1, part->cells, part->before, .attire = {0, ""}
    };
    l.style = part->cells[part->first].style;
    l.attire = attire_of(w, l.style);
    if (w->words.fills_without_end && row == w->rows - 1 && l.end == w->columns)
        l.end--;
    for (int column = part->first, next; column < l.end; column = next) {
        next = column + 1;
        if (l.cells[column].width == 0 || looks_alike(&l, &l.cells[column], &l.before[column]))
            continue;
        int erased = erase(&l, column);
        if (erased > column) {
            next = erased;
        } else {
            reach(&l, column);
            put(&l, column);
        }
    }
}

/* -- The whole -----------------------------------------------------------------------------------
 */

bool wire_scroll(struct wire *w, const struct thrift_scroll *scroll)
{
    const struct wire_words *words = &w->words;
    if (!words->region || !words->line_down[0] || !words->line_up[0])
        return false;
    undress(w);
    words->region(&w->out, scroll->first, scroll->last);
    w->row = -1; /* some take the cursor elsewhere for that */
    go(w, scroll->by > 0 ? scroll->last : scroll->first, 0);
    for (int i = scroll->by; i != 0; i += i > 0 ? -1 : 1)
        say(w, i > 0 ? words->line_down : words->line_up);
    words->region(&w->out, 0, w->rows - 1);
    w->row = -1;
    return true;
}

void wire_end(struct wire *w, int row, int column)
{
    undress(w);
    if (row >= 0)
        go(w, row, column);
}
