#include "ui/term.h"

#include "base/mem.h"
#include "text/safe.h"
#include "ui/clipboard.h"
#include "ui/theme.h"
#include "ui/thrift.h"
#include "ui/wire.h"

#include <assert.h>
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

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
    struct thrift thrift; /* what it shows */
    bool stale;           /* that says nothing */
    struct wire wire;
    struct arena words; /* of the wire */
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
        if (n < 0 && errno == EAGAIN)
            poll(&(struct pollfd){.fd = t->out, .events = POLLOUT}, 1, -1);
        else if (n < 0 && errno != EINTR)
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

/* Behind the time that terminfo has some wait for ("$<5>"), which no terminal has needed since they
 * were of glass. */
static const char *past_padding(const char *s)
{
    const char *end = s && s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;
    return end ? end + 1 : s ? s : "";
}

static void append_unpadded(struct buf *out, const char *s)
{
    for (s = past_padding(s); *s; s = past_padding(s + 1))
        buf_byte(out, *s);
}

/* Appends a capability to the emergency reset. */
static void add_reset(const char *s)
{
    for (s = past_padding(s); *s && emergency.reset_len < RESET_MAX; s = past_padding(s + 1))
        emergency.reset[emergency.reset_len++] = *s;
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

/* -- What the terminal understands ----------------------------------------------------------------
 */

static const char *keep_word(struct terminal *t, const char *s)
{
    struct buf word = {0};
    append_unpadded(&word, s);
    const char *kept = arena_cstr(&t->words, buf_str(&word));
    buf_release(&word);
    return kept;
}

static const char *word_of(struct terminal *t, const char *name)
{
    return keep_word(t, capability(name));
}

static void move_cursor(struct buf *out, int row, int column)
{
    static const char usual[] = "\033[%i%p1%d;%p2%dH";
    if (strcmp(cursor_address, usual) != 0) {
        append_unpadded(out, tiparm(cursor_address, row, column));
        return;
    }
    buf_append(out, STR("\033["));
    buf_number(out, row + 1);
    buf_byte(out, ';');
    buf_number(out, column + 1);
    buf_byte(out, 'H');
}

static void erase_cells(struct buf *out, int cells)
{
    append_unpadded(out, tiparm(erase_chars, cells));
}

static void set_region(struct buf *out, int first, int last)
{
    append_unpadded(out, tiparm(change_scroll_region, first, last));
}

static enum colours colours_of_terminal(void)
{
    const char *no_color = getenv("NO_COLOR");
    int colours = tigetnum("colors");
    if ((no_color && *no_color) || colours < 8 || !capability("setaf") || !capability("op"))
        return COLOURS_NONE;
    return colours > 256 ? COLOURS_DIRECT : colours == 256 ? COLOURS_RICH : COLOURS_BASIC;
}

static const char *colour_of(struct terminal *t, enum style_role role)
{
    enum colours colours = t->wire.words.colours;
    const struct look *look = theme_look(role);
    int colour = colours == COLOURS_BASIC ? look->basic : look->rich;
    if (colours == COLOURS_NONE || colour < 0)
        return "";
    return keep_word(
        t, tiparm(set_a_foreground, colours == COLOURS_DIRECT ? (int)theme_rgb(colour) : colour));
}

/* Which attributes terminfo says do not go together with colours. */
static unsigned uncoloured(void)
{
    static const struct {
        unsigned bit, flag;
    } all[] = {
        {1 << 1,  STYLE_UNDERLINE},
        {1 << 2,  STYLE_REVERSE  },
        {1 << 4,  WIRE_DIM       },
        {1 << 5,  STYLE_BOLD     },
        {1 << 15, STYLE_ITALIC   },
    };
    int bits = tigetnum("ncv");
    unsigned flags = 0;
    for (size_t i = 0; bits > 0 && i < sizeof all / sizeof *all; i++)
        flags |= (unsigned)bits & all[i].bit ? all[i].flag : 0;
    return flags;
}

/* No other set of characters is ever chosen, which xterm's kind would leave with the attributes. */
static const char *plain_word(struct terminal *t)
{
    static const char usual[] = "\033(B\033[m";
    const char *s = word_of(t, "sgr0");
    return strcmp(s, usual) == 0 ? s + 3 : s;
}

static void learn_words(struct terminal *t)
{
    struct wire_words *w = &t->wire.words;
    *w = (struct wire_words){
        .colours = colours_of_terminal(),
        .plain = plain_word(t),
        .bold = word_of(t, "bold"),
        .dim = word_of(t, "dim"),
        .italic = word_of(t, "sitm"),
        .underline = word_of(t, "smul"),
        .reverse = word_of(t, "rev"),
        .uncoloured = uncoloured(),
        .erase = word_of(t, "el"),
        .line_down = word_of(t, "ind"),
        .line_up = word_of(t, "ri"),
        .moves_plain = tigetflag("msgr") <= 0,
        .fills_without_end = tigetflag("am") > 0 && tigetflag("xenl") <= 0,
        .move = move_cursor,
        .blanks = capability("ech") ? erase_cells : NULL,
        .region = capability("csr") ? set_region : NULL,
    };
    for (int role = 0; role < STYLE_ROLE_COUNT; role++)
        w->colour[role] = colour_of(t, (enum style_role)role);
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

/* newterm() enters the terminal's screen, where nothing is to be shown yet, and never if the
 * library cannot be opened: it is left at once, and nobody sees it. What newterm() had to say is
 * said again when the first frame takes the screen. */
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
    learn_words(t);
    /* Terminals that know the one know the other, or ignore it. */
    t->modern = capability("kmous") != NULL;
    t->mouse = mouse && t->modern;
    set_modes(t);
    prepare_emergency(t);
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
    wire_release(&t->wire);
    arena_release(&t->words);
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
    term_redraw(t); /* what a terminal keeps of its screen is its own affair */
}

void term_redraw(struct terminal *t)
{
    t->stale = true;
}

/* -- Frames ---------------------------------------------------------------------------------------
 */

/* Curses enters the screen and clears it; of what stands on it curses is told nothing. */
static void take_screen(struct terminal *t)
{
    int rows, columns;
    term_size(t, &rows, &columns);
    clearok(curscr, TRUE);
    refresh();
    thrift_forget(&t->thrift);
    wire_begin(&t->wire, rows, columns);
    t->stale = false;
}

static void show_rows(struct terminal *t, const struct canvas *c, bool hurried)
{
    struct thrift_scroll scroll;
    struct thrift_part part;
    if (thrift_begin(&t->thrift, c, &scroll) && wire_scroll(&t->wire, &scroll))
        thrift_scroll(&t->thrift, c, &scroll);
    for (int row = 0; row < c->area.rows; row++)
        if (thrift_row(&t->thrift, c, row, hurried, &part))
            wire_row(&t->wire, row, &part);
}

bool term_show(struct terminal *t, const struct canvas *c, struct cursor cursor, bool hurried)
{
    int rows, columns;
    if (t->away)
        return false;
    term_size(t, &rows, &columns);
    assert(c->area.rows == rows && c->area.columns == columns);
    if (t->stale)
        take_screen(t);
    bool visible = cursor.visible && cursor.row >= 0 && cursor.row < rows && cursor.column >= 0 &&
                   cursor.column < columns;
    curs_set(visible ? 1 : 0);
    show_rows(t, c, hurried);
    wire_end(&t->wire, visible ? cursor.row : -1, cursor.column);
    write_all(t, buf_str(&t->wire.out));
    buf_clear(&t->wire.out);
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
