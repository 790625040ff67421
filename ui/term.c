#include "ui/term.h"

#include "base/mem.h"
#include "text/safe.h"
#include "text/utf8.h"
#include "ui/clipboard.h"
#include "ui/theme.h"
#include "ui/thrift.h"

#include <assert.h>
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

/* <term.h> has macros of these names. */
#undef columns
#undef lines

enum { RESET_MAX = 512, COLUMNS_MAX = 2000, ROWS_MAX = 1000 };

/* Clicks and the wheel in SGR's form, and what is pasted between marks. */
static const char modes_on[] = "\033[?2004h";
static const char modes_off[] = "\033[?2004l";
static const char mouse_on[] = "\033[?1000h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1000l";

struct terminal {
    int in, out;
    bool own_in; /* `in` is /dev/tty, opened here */
    FILE *in_file, *out_file;
    SCREEN *screen;
    struct termios modes; /* ours */
    bool ascii, mouse, modern, away;
    enum colours colours;
    bool italics, dims;
    short pairs[STYLE_ROLE_COUNT]; /* of colours, by role */
    struct thrift thrift;          /* what it shows */
    bool stale;                    /* that says nothing */
    struct input input;
};

/* For the handlers of signals, which can be given nothing. */
static struct {
    volatile sig_atomic_t active;
    int in, out;
    struct termios before;
    char reset[RESET_MAX];
    size_t reset_len;
} emergency; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

void term_emergency_reset(void)
{
    if (!emergency.active)
        return;
    for (size_t at = 0; at < emergency.reset_len;) {
        ssize_t n = write(emergency.out, emergency.reset + at, emergency.reset_len - at);
        if (n <= 0 && errno != EINTR)
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    tcsetattr(emergency.in, TCSANOW, &emergency.before);
    /* Last: should two threads come to an end at once, neither ends the process before this. */
    emergency.active = 0;
}

static void write_all(const struct terminal *t, str s)
{
    while (s.len) {
        ssize_t n = write(t->out, s.ptr, s.len);
        if (n < 0 && errno != EINTR)
            return;
        s = str_from(s, n > 0 ? (size_t)n : 0);
    }
}

/* A string of terminfo, or NULL. */
static const char *capability(const char *name)
{
    char *s = tigetstr(name);
    return s == (char *)-1 ? NULL : s;
}

/* Appends a capability to the emergency reset, without its padding. */
static void add_reset(const char *s)
{
    while (s && *s && emergency.reset_len < RESET_MAX) {
        const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;
        if (end)
            s = end + 1;
        else
            emergency.reset[emergency.reset_len++] = *s++;
    }
}

static void prepare_emergency(const struct terminal *t)
{
    emergency.reset_len = 0;
    if (t->mouse)
        add_reset(mouse_off);
    if (t->modern)
        add_reset(modes_off);
    add_reset(capability("sgr0"));
    add_reset(capability("op"));
    add_reset(capability("cnorm"));
    const char *leave = capability("rmcup");
    add_reset(leave ? leave : "\r\n");
    emergency.in = t->in;
    emergency.out = t->out;
}

static struct err open_files(struct terminal *t, const struct term_options *o)
{
    t->out = STDOUT_FILENO;
    t->in = STDIN_FILENO;
    if (!isatty(t->out))
        return err_make(ERR_USAGE, "standard output is not a terminal");
    if (o->keys_from_terminal || !isatty(t->in)) {
        t->in = open("/dev/tty", O_RDWR | O_CLOEXEC);
        if (t->in < 0)
            return err_system(errno, "there is no terminal to read keys from");
        t->own_in = true;
    }
    t->in_file = fdopen(dup(t->in), "r");
    t->out_file = fdopen(dup(t->out), "w");
    return t->in_file && t->out_file ? ERR_OK : err_system(errno, "cannot open the terminal");
}

static void close_files(struct terminal *t)
{
    if (t->in_file)
        fclose(t->in_file);
    if (t->out_file)
        fclose(t->out_file);
    if (t->own_in)
        close(t->in);
}

/* Whether a screen is possible at all; newterm would write its own message. */
static struct err check_terminal(const struct terminal *t)
{
    const char *name = getenv("TERM");
    int status = 0;
    if (!name || !*name)
        return err_make(ERR_USAGE, "TERM is not set, so nothing is known of this terminal: try "
                                   "TERM=xterm attache, or a command such as attache list");
    if (setupterm(name, t->out, &status) != OK)
        return err_make(ERR_USAGE,
                        "the terminal \"%.60s\" (TERM) is not known here: try TERM=xterm "
                        "attache, or a command such as attache list",
                        name);
    bool addressable = capability("cup") && capability("clear");
    del_curterm(cur_term);
    if (!addressable)
        return err_make(ERR_USAGE,
                        "the terminal \"%.60s\" (TERM) cannot place its cursor: commands such as "
                        "attache list need none",
                        name);
    return ERR_OK;
}

/* Capabilities are changed in place, because curses keeps copies of the pointers. */
static bool cut_out(const char *name, const char *piece)
{
    char *s = tigetstr(name), *at = s && s != (char *)-1 ? strstr(s, piece) : NULL;
    if (at)
        memmove(at, at + strlen(piece), strlen(at + strlen(piece)) + 1);
    return at != NULL;
}

/* No colour is redefined here, but curses would reset the terminal's palette whenever it takes the
 * screen back: what a person has done to it is to stay. Nor is another set of characters ever
 * chosen, which xterm's kind would leave at each change of attributes. What else is asked there of
 * what is never so is a sixth of the work of a frame. */
static void forget_unused(const struct terminal *t)
{
    char *reset = tigetstr("oc");
    if (reset && reset != (char *)-1)
        *reset = '\0';
    cut_out("sgr0", "\033(B");
    cut_out("sgr", "\033(B");
    cut_out("sgr", "%?%p9%t\033(0%e%;");
    cut_out("sgr", "%?%p4%t;5%;"); /* nothing blinks, */
    cut_out("sgr", "%?%p7%t;8%;"); /* nor is hidden */
    /* The colours of so many are all beyond the sixteen that are called otherwise. */
    if (t->colours == COLOURS_RICH &&
        cut_out("setaf", "%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e"))
        cut_out("setaf", "%;");
}

static int colour_of(const struct terminal *t, int role)
{
    const struct look *look = theme_look((enum style_role)role);
    int colour = t->colours == COLOURS_BASIC ? look->basic : look->rich;
    return colour >= 0 && t->colours == COLOURS_DIRECT ? (int)theme_rgb(colour) : colour;
}

/* One pair for all roles of a colour: from one to the other nothing is sent. Plain text has one
 * too: leaving a colour for pair 0 curses resets everything, where for a pair of the terminal's own
 * colours it resets the one. */
static void pair_colours(struct terminal *t)
{
    for (int role = 0; role < STYLE_ROLE_COUNT; role++) {
        int first = 0;
        while (colour_of(t, first) != colour_of(t, role))
            first++;
        t->pairs[role] = (short)(first + 1);
        if (first == role)
            init_extended_pair(t->pairs[role], colour_of(t, role), -1);
    }
}

static void colour_blanks(const struct terminal *t)
{
    cchar_t blank;
    if (setcchar(&blank, L" ", A_NORMAL, t->pairs[STYLE_TEXT], NULL) == OK)
        bkgrndset(&blank);
}

static void start_colours(struct terminal *t)
{
    const char *no_color = getenv("NO_COLOR");
    t->colours = COLOURS_NONE;
    if ((no_color && *no_color) || !has_colors() || start_color() == ERR ||
        use_default_colors() == ERR)
        return;
    t->colours = COLORS > 256 ? COLOURS_DIRECT : COLORS >= 256 ? COLOURS_RICH : COLOURS_BASIC;
    pair_colours(t);
    colour_blanks(t);
}

/* Keys arrive as bytes at once; Ctrl-C and Ctrl-\ stay signals, every other control is a key. */
static void set_modes(struct terminal *t)
{
    t->modes = emergency.before;
    t->modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
    t->modes.c_lflag |= ISIG;
    t->modes.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP);
    t->modes.c_oflag &= ~(tcflag_t)(ONLCR | OPOST); /* a frame goes through in one piece */
    t->modes.c_cc[VMIN] = 1;
    t->modes.c_cc[VTIME] = 0;
    t->modes.c_cc[VSUSP] = _POSIX_VDISABLE;
#ifdef VDSUSP
    t->modes.c_cc[VDSUSP] = _POSIX_VDISABLE;
#endif
    tcsetattr(t->in, TCSADRAIN, &t->modes);
    def_prog_mode();
}

static void modes_begin(const struct terminal *t)
{
    if (t->modern)
        write_all(t, str_of(modes_on));
    if (t->mouse)
        write_all(t, str_of(mouse_on));
    emergency.active = 1;
}

static void modes_end(const struct terminal *t)
{
    if (t->mouse)
        write_all(t, str_of(mouse_off));
    if (t->modern)
        write_all(t, str_of(modes_off));
}

/* Until its screen was left for the first time, ncurses (6.4 and others) writes at every move of
 * the cursor, a hundred times in a frame: it is left at once, and nobody sees it. What newterm()
 * had to say is said again when the first frame takes the screen back. */
static void leave_once(const struct terminal *t)
{
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC), out = fileno(t->out_file);
    if (null < 0)
        return;
    if (dup2(null, out) == out) {
        endwin();
        dup2(t->out, out);
    }
    close(null);
}

static void start_screen(struct terminal *t, bool mouse)
{
    set_term(t->screen);
    nonl();
    noecho();
    cbreak();
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    idlok(stdscr, TRUE);
    typeahead(-1); /* keys are read here: curses must not leave a frame half drawn for them */
    start_colours(t);
    t->italics = capability("sitm") != NULL;
    t->dims = capability("dim") != NULL;
    /* Terminals that know the one know the other, or ignore it. */
    t->modern = capability("kmous") != NULL;
    t->mouse = mouse && t->modern;
    set_modes(t);
    prepare_emergency(t);
    forget_unused(t);
    leave_once(t);
    modes_begin(t);
    term_resize(t);
}

struct err term_open(const struct term_options *options, struct terminal **term)
{
    struct terminal *t = mem_calloc(1, sizeof *t);
    *term = NULL;
    struct err e = open_files(t, options);
    if (!err_failed(&e))
        e = check_terminal(t);
    if (!err_failed(&e) && tcgetattr(t->in, &emergency.before) != 0)
        e = err_system(errno, "cannot read the terminal's modes");
    if (!err_failed(&e)) {
        t->ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
        t->input.ascii = t->ascii;
        t->screen = newterm(NULL, t->out_file, t->in_file);
        if (!t->screen)
            e = err_make(ERR_USAGE, "this terminal cannot show a screen");
    }
    if (err_failed(&e)) {
        close_files(t);
        mem_free(t);
        return e;
    }
    start_screen(t, options->mouse);
    *term = t;
    return ERR_OK;
}

void term_leave(struct terminal *t)
{
    if (t->away)
        return;
    t->away = true;
    modes_end(t);
    if (!isendwin()) { /* no frame was ever shown, otherwise */
        curs_set(1);
        endwin();
    }
    tcsetattr(t->in, TCSADRAIN, &emergency.before);
    emergency.active = 0;
}

void term_enter(struct terminal *t)
{
    if (!t->away)
        return;
    t->away = false;
    tcsetattr(t->in, TCSADRAIN, &t->modes);
    reset_prog_mode();
    modes_begin(t);
    term_resize(t);
    term_redraw(t);
}

void term_close(struct terminal *t)
{
    if (!t)
        return;
    term_leave(t);
    delscreen(t->screen);
    close_files(t);
    thrift_release(&t->thrift);
    input_release(&t->input);
    mem_free(t);
}

bool term_ascii(const struct terminal *t)
{
    return t->ascii;
}

int term_fd(const struct terminal *t)
{
    return t->in;
}

struct input *term_input(struct terminal *t)
{
    return &t->input;
}

void term_size(const struct terminal *t, int *rows, int *columns)
{
    *rows = t->thrift.shown.area.rows;
    *columns = t->thrift.shown.area.columns;
}

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

void term_resize(struct terminal *t)
{
    struct winsize size = {0};
    int rows = LINES, columns = COLS;
    if (ioctl(t->out, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col) {
        rows = size.ws_row;
        columns = size.ws_col;
    }
    rows = clamp(rows, 1, ROWS_MAX);
    columns = clamp(columns, 1, COLUMNS_MAX);
    if (is_term_resized(rows, columns))
        resize_term(rows, columns);
    thrift_resize(&t->thrift, rows, columns);
    werase(stdscr);
    term_redraw(t); /* what a terminal keeps of its screen is its own affair */
}

void term_redraw(struct terminal *t)
{
    t->stale = true;
    clearok(curscr, TRUE);
}

/* -- From styles to curses -----------------------------------------------------------------------
 */

static attr_t attributes(const struct terminal *t, unsigned flags)
{
    attr_t a = A_NORMAL;
    if (flags & STYLE_BOLD)
        a |= A_BOLD;
    if (flags & STYLE_UNDERLINE)
        a |= A_UNDERLINE;
    if (flags & STYLE_ITALIC)
        a |= t->italics ? A_ITALIC : A_UNDERLINE;
    if (flags & STYLE_REVERSE)
        a |= A_REVERSE;
    return a;
}

/* What a style is for curses: most cells have that of the one before them. */
struct curses_look {
    struct style style;
    attr_t attributes;
    short pair; /* 0 without colours */
};

static struct curses_look look_of(const struct terminal *t, struct style s)
{
    struct shown shown = theme_shown(s, t->colours);
    attr_t dim = shown.dim && t->dims ? A_DIM : A_NORMAL;
    return (struct curses_look){s, attributes(t, shown.flags) | dim, t->pairs[shown.role]};
}

/* The cell's characters for curses, which wants a base and marks that the C library knows as such.
 */
static void cell_wide(const struct canvas *c, const struct cell *cell, wchar_t out[CCHARW_MAX + 1])
{
    char bytes[CELL_BYTES];
    str text = cell_text(c, cell, bytes);
    int count = text.len == 1; /* ASCII, as most are */
    out[0] = (wchar_t)text.ptr[0];
    for (size_t at = (size_t)count; at < text.len && count < CCHARW_MAX;) {
        uint32_t point;
        at += utf8_decode(text, at, &point, NULL);
        int width = wcwidth((wchar_t)point);
        if (count == 0 && width != cell_width(cell))
            point = '?';
        else if (count > 0 && width != 0)
            continue;
        out[count++] = (wchar_t)point;
    }
    out[count] = L'\0';
}

/* A cell for curses, in `out`; returns how many it takes there. */
static int convert_cell(const struct canvas *c, const struct cell *cell,
                        const struct curses_look *look, cchar_t out[2])
{
    wchar_t text[CCHARW_MAX + 1];
    cell_wide(c, cell, text);
    bool parted = cell->wide && text[0] == L'?';
    if (setcchar(&out[0], text, look->attributes, look->pair, NULL) != OK)
        setcchar(&out[0], L"?", look->attributes, look->pair, NULL);
    if (parted)
        setcchar(&out[1], L" ", look->attributes, look->pair, NULL);
    return parted ? 2 : 1;
}

static bool has_look(const struct cell *cell, const struct curses_look *look)
{
    return cell->style.role == look->style.role && cell->style.flags == look->style.flags;
}

static void add_part(const struct terminal *t, const struct canvas *c, int row,
                     const struct thrift_part *part)
{
    cchar_t cells[COLUMNS_MAX + 1];
    int count = 0;
    struct curses_look look = look_of(t, part->cells[part->first].style);
    for (int column = part->first; column <= part->last; column++) {
        const struct cell *cell = &part->cells[column];
        if (!has_look(cell, &look))
            look = look_of(t, cell->style);
        if (cell->base[0])
            count += convert_cell(c, cell, &look, &cells[count]);
    }
    mvadd_wchnstr(row, part->first, cells, count);
}

/* As where a row is selected, or no more: its characters need not be told again. */
static void restyle_part(const struct terminal *t, int row, const struct thrift_part *part)
{
    for (int column = part->first, end; column <= part->last; column = end) {
        struct curses_look look = look_of(t, part->cells[column].style);
        for (end = column + 1; end <= part->last && has_look(&part->cells[end], &look);)
            end++;
        mvchgat(row, column, end - column, look.attributes, look.pair, NULL);
    }
}

static void show_row(struct terminal *t, const struct canvas *c, int row, bool hurried)
{
    struct thrift_part part;
    if (!thrift_row(&t->thrift, c, row, hurried, &part))
        return;
    if (part.restyled)
        restyle_part(t, row, &part);
    else
        add_part(t, c, row, &part);
}

bool term_show(struct terminal *t, const struct canvas *c, struct cursor cursor, bool hurried)
{
    int rows, columns;
    if (t->away)
        return false;
    term_size(t, &rows, &columns);
    assert(c->area.rows == rows && c->area.columns == columns);
    if (t->stale) {
        erase();
        thrift_forget(&t->thrift);
    }
    t->stale = false;
    for (int row = 0; row < rows; row++)
        show_row(t, c, row, hurried);
    bool visible = cursor.visible && cursor.row >= 0 && cursor.row < rows && cursor.column >= 0 &&
                   cursor.column < columns;
    /* Some terminals keep the cursor's looks with each of their two screens: what is said of it
     * must not reach them before the frame that enters ours. */
    bool entering = isendwin();
    if (!entering)
        curs_set(visible ? 1 : 0);
    if (visible)
        move(cursor.row, cursor.column);
    refresh();
    if (entering)
        curs_set(visible ? 1 : 0);
    return thrift_is_behind(&t->thrift);
}

/* -- Input and the clipboard ---------------------------------------------------------------------
 */

bool term_read(struct terminal *t)
{
    char bytes[4096];
    ssize_t n = read(t->in, bytes, sizeof bytes);
    if (n > 0)
        input_feed(&t->input, bytes, (size_t)n);
    return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

bool term_copy(struct terminal *t, str text)
{
    if (!t->modern || text.len > TERM_COPY_MAX)
        return false;
    struct buf b = {0};
    clipboard_sequence(text, &b);
    write_all(t, buf_str(&b));
    buf_release(&b);
    return true;
}
