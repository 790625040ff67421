#include "tests/support/vt.h"

#include "tests/support/cmocka.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

struct vt {
    VTerm *term;
    VTermScreen *screen;
    int master, slave; /* the slave stays open here, so that its modes can be read at the end */
    int reports;       /* what the session's leader tells: the job's pid, then each wait status */
    pid_t leader, job;
    bool stopped, ended;
    int status; /* once ended */
    bool cursor_shown, alternate;
    struct termios modes;
    char *output;
    size_t output_size;
    char row[4096];
};

static void must(bool done, const char *what)
{
    if (!done)
        fail_msg("%s: %s", what, strerror(errno));
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* -- The session ------------------------------------------------------------------------------ */

static volatile sig_atomic_t leaders_job;

static void pass_on(int number)
{
    int saved = errno;
    kill(-(pid_t)leaders_job, number);
    errno = saved;
}

/*
 * In place of a shell: starts the job in the foreground and reports what becomes of it. Without a
 * leader the job's group would be orphaned, and the system would not let it stop.
 */
static void lead(int slave, int report, const char *directory, char **argv, char **env)
{
    for (int fd = 3; fd < 256; fd++)
        if (fd != slave && fd != report)
            close(fd); /* a terminal's master that is open here as well cannot be hung up */
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    signal(SIGTTOU, SIG_IGN);
    pid_t job = fork();
    if (job == 0) {
        setpgid(0, 0);
        tcsetpgrp(slave, getpid());
        signal(SIGTTOU, SIG_DFL);
        signal(SIGPIPE, SIG_DFL);
        if (chdir(directory) != 0 || dup2(slave, 0) < 0 || dup2(slave, 1) < 0 || dup2(slave, 2) < 0)
            _exit(125);
        execve(argv[0], argv, env);
        dprintf(2, "cannot run %s: %s\n", argv[0], strerror(errno));
        _exit(125);
    }
    setpgid(job, job); /* as in the job: whoever comes first, it is a group when it is told of */
    leaders_job = (sig_atomic_t)job;
    sigaction(SIGHUP, &(struct sigaction){.sa_handler = pass_on, .sa_flags = SA_RESTART}, NULL);
    int told[2] = {(int)job, 0};
    do {
        if (write(report, told, sizeof told) != sizeof told)
            break;
        while (waitpid(job, &told[1], WUNTRACED | WCONTINUED) < 0)
            if (errno != EINTR)
                _exit(1);
    } while (!WIFEXITED(told[1]) && !WIFSIGNALED(told[1]));
    _exit(write(report, told, sizeof told) != sizeof told);
}

static void vt_report(struct vt *vt)
{
    int told[2];
    ssize_t got = read(vt->reports, told, sizeof told);
    if (got != sizeof told) {
        must(got == 0 || errno == EINTR, "the leader of the session does not answer");
        vt->ended = vt->ended || got == 0;
        return;
    }
    if (!vt->job) {
        vt->job = (pid_t)told[0];
    } else if (WIFSTOPPED(told[1]) || WIFCONTINUED(told[1])) {
        vt->stopped = WIFSTOPPED(told[1]);
    } else {
        vt->ended = true;
        vt->status = WIFEXITED(told[1]) ? WEXITSTATUS(told[1]) : 128 + WTERMSIG(told[1]);
    }
}

static void vt_read(struct vt *vt)
{
    char bytes[4096];
    ssize_t got = read(vt->master, bytes, sizeof bytes);
    if (got <= 0)
        return;
    vt->output = realloc(vt->output, vt->output_size + (size_t)got + 1);
    must(vt->output != NULL, "the program writes too much");
    memcpy(vt->output + vt->output_size, bytes, (size_t)got);
    vt->output_size += (size_t)got;
    vt->output[vt->output_size] = '\0';
    vterm_input_write(vt->term, bytes, (size_t)got);
    vterm_screen_flush_damage(vt->screen);
}

/* Takes in what there is, waiting for it at most so long. False when there was nothing. */
static bool vt_turn(struct vt *vt, int ms)
{
    struct pollfd polled[2] = {
        {.fd = vt->master,                   .events = POLLIN},
        {.fd = vt->ended ? -1 : vt->reports, .events = POLLIN},
    };
    if (poll(polled, 2, ms) <= 0)
        return false;
    if (polled[0].revents & POLLIN)
        vt_read(vt);
    if (polled[1].revents)
        vt_report(vt);
    return true;
}

/* -- Opening and closing ---------------------------------------------------------------------- */

static int vt_property(VTermProp property, VTermValue *value, void *data)
{
    struct vt *vt = data;
    if (property == VTERM_PROP_CURSORVISIBLE)
        vt->cursor_shown = value->boolean;
    else if (property == VTERM_PROP_ALTSCREEN)
        vt->alternate = value->boolean;
    return 1;
}

/* What the terminal says to the program: keys, and answers to its questions. */
static void vt_send(const char *bytes, size_t size, void *data)
{
    struct vt *vt = data;
    int64_t end = now_ms() + VT_SECONDS * 1000;
    while (size) {
        ssize_t put = write(vt->master, bytes, size);
        if (put > 0) {
            bytes += put;
            size -= (size_t)put;
        } else if (vt->ended || (errno != EAGAIN && errno != EINTR)) {
            return;
        } else {
            must(now_ms() < end, "the program does not read its keys");
            vt_turn(vt, 100);
        }
    }
}

static void vt_open_pty(struct vt *vt, int rows, int cols)
{
    vt->master = posix_openpt(O_RDWR | O_NOCTTY);
    must(vt->master >= 0 && grantpt(vt->master) == 0 && unlockpt(vt->master) == 0, "no terminal");
    vt->slave = open(ptsname(vt->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    must(vt->slave >= 0, "no terminal");
    fcntl(vt->master, F_SETFD, FD_CLOEXEC);
    fcntl(vt->master, F_SETFL, O_NONBLOCK);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    must(ioctl(vt->slave, TIOCSWINSZ, &size) == 0, "the terminal's size");
    /* What a login sets and a fresh pty does not. */
    must(tcgetattr(vt->slave, &vt->modes) == 0, "the terminal's modes");
    vt->modes.c_cc[VERASE] = 0x7f;
    must(tcsetattr(vt->slave, TCSANOW, &vt->modes) == 0, "the terminal's modes");
    must(tcgetattr(vt->slave, &vt->modes) == 0, "the terminal's modes");
}

struct vt *vt_open(const struct tree *l, const struct program *p, int rows, int cols)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = vt_property};
    struct vt *vt = calloc(1, sizeof *vt);
    must(vt != NULL, "no memory");
    vt->cursor_shown = true;
    vt_open_pty(vt, rows, cols);
    vt->term = vterm_new(rows, cols);
    vterm_set_utf8(vt->term, 1);
    vterm_output_set_callback(vt->term, vt_send, vt);
    vt->screen = vterm_obtain_screen(vt->term);
    vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);

    char **argv = program_arguments(p);
    char **env = program_environment(l, p->env);
    int reports[2];
    must(pipe(reports) == 0, "no pipe");
    for (int i = 0; i < 2; i++)
        fcntl(reports[i], F_SETFD, FD_CLOEXEC);
    vt->reports = reports[0];
    fflush(NULL);
    vt->leader = fork();
    must(vt->leader >= 0, "cannot fork");
    if (vt->leader == 0)
        lead(vt->slave, reports[1], p->directory ? p->directory : l->root, argv, env);
    close(reports[1]);
    strings_free(argv);
    strings_free(env);
    vt_report(vt);
    return vt;
}

void vt_close(struct vt *vt)
{
    if (!vt)
        return;
    if (!vt->ended && vt->job)
        kill(-vt->job, SIGKILL);
    while (waitpid(vt->leader, NULL, 0) < 0 && errno == EINTR)
        continue;
    close(vt->master);
    close(vt->slave);
    close(vt->reports);
    vterm_free(vt->term);
    free(vt->output);
    free(vt);
}

/* -- What a person does ----------------------------------------------------------------------- */

void vt_bytes(struct vt *vt, const char *bytes, size_t size)
{
    vt_send(bytes, size, vt);
}

static const struct {
    const char *name;
    int key; /* of libvterm, or 0 */
    const char *bytes;
} key_names[] = {
    {"Enter",    0,                      "\r"  },
    {"Tab",      VTERM_KEY_TAB,          NULL  },
    {"Esc",      0,                      "\033"},
    {"BS",       0,                      "\177"},
    {"Space",    0,                      " "   },
    {"lt",       0,                      "<"   },
    {"Up",       VTERM_KEY_UP,           NULL  },
    {"Down",     VTERM_KEY_DOWN,         NULL  },
    {"Left",     VTERM_KEY_LEFT,         NULL  },
    {"Right",    VTERM_KEY_RIGHT,        NULL  },
    {"Home",     VTERM_KEY_HOME,         NULL  },
    {"End",      VTERM_KEY_END,          NULL  },
    {"PageUp",   VTERM_KEY_PAGEUP,       NULL  },
    {"PageDown", VTERM_KEY_PAGEDOWN,     NULL  },
    {"Ins",      VTERM_KEY_INS,          NULL  },
    {"Del",      VTERM_KEY_DEL,          NULL  },
    {"F1",       VTERM_KEY_FUNCTION(1),  NULL  },
    {"F2",       VTERM_KEY_FUNCTION(2),  NULL  },
    {"F3",       VTERM_KEY_FUNCTION(3),  NULL  },
    {"F4",       VTERM_KEY_FUNCTION(4),  NULL  },
    {"F5",       VTERM_KEY_FUNCTION(5),  NULL  },
    {"F6",       VTERM_KEY_FUNCTION(6),  NULL  },
    {"F7",       VTERM_KEY_FUNCTION(7),  NULL  },
    {"F8",       VTERM_KEY_FUNCTION(8),  NULL  },
    {"F9",       VTERM_KEY_FUNCTION(9),  NULL  },
    {"F10",      VTERM_KEY_FUNCTION(10), NULL  },
    {"F11",      VTERM_KEY_FUNCTION(11), NULL  },
    {"F12",      VTERM_KEY_FUNCTION(12), NULL  },
};

static void vt_named_key(struct vt *vt, const char *name, size_t size)
{
    int modifiers = VTERM_MOD_NONE;
    for (; size > 2 && name[1] == '-'; name += 2, size -= 2) {
        modifiers |= name[0] == 'C' ? VTERM_MOD_CTRL : 0;
        modifiers |= name[0] == 'M' ? VTERM_MOD_ALT : 0;
        modifiers |= name[0] == 'S' ? VTERM_MOD_SHIFT : 0;
    }
    for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++) {
        if (strlen(key_names[i].name) != size || memcmp(key_names[i].name, name, size) != 0)
            continue;
        if (!key_names[i].bytes) {
            vterm_keyboard_key(vt->term, (VTermKey)key_names[i].key, (VTermModifier)modifiers);
            return;
        }
        name = key_names[i].bytes;
        size = 1;
        break;
    }
    if (size != 1)
        fail_msg("no key has the name <%.*s>", (int)size, name);
    if (modifiers & VTERM_MOD_ALT)
        vt_bytes(vt, "\033", 1);
    char byte = (char)(modifiers & VTERM_MOD_CTRL ? *name & 0x1f : *name);
    vt_bytes(vt, &byte, 1);
}

void vt_keys(struct vt *vt, const char *keys)
{
    while (*keys) {
        const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
        if (end) {
            vt_named_key(vt, keys + 1, (size_t)(end - keys - 1));
            if (strncmp(keys, "<Esc>", 5) == 0 && end[1])
                fail_msg("wait for what <Esc> does before typing %s", end + 1);
            keys = end + 1;
        } else {
            size_t plain = *keys == '<' ? 1 : strcspn(keys, "<");
            vt_bytes(vt, keys, plain);
            keys += plain;
        }
    }
}

void vt_paste(struct vt *vt, const char *text)
{
    vterm_keyboard_start_paste(vt->term);
    vt_bytes(vt, text, strlen(text));
    vterm_keyboard_end_paste(vt->term);
}

void vt_click(struct vt *vt, int row, int col, int button)
{
    vterm_mouse_move(vt->term, row, col, VTERM_MOD_NONE);
    vterm_mouse_button(vt->term, button, true, VTERM_MOD_NONE);
    vterm_mouse_button(vt->term, button, false, VTERM_MOD_NONE);
}

void vt_resize(struct vt *vt, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    vterm_set_size(vt->term, rows, cols);
    must(ioctl(vt->master, TIOCSWINSZ, &size) == 0, "the terminal's size");
}

void vt_signal(struct vt *vt, int number)
{
    must(kill(-vt->job, number) == 0, "the program is gone");
    if (number == SIGCONT)
        vt->stopped = false;
}

void vt_hang_up(struct vt *vt)
{
    close(vt->master);
    vt->master = -1;
}

/* -- Waiting ---------------------------------------------------------------------------------- */

void vt_wait_until_at(struct vt *vt, vt_test *test, void *data, const char *what, const char *file,
                      int line)
{
    enum { QUIET_MS = 10 }; /* between the pieces of one change of the screen */
    int64_t end = now_ms() + VT_SECONDS * 1000;
    while (!test(vt, data)) {
        bool over = vt->ended && !vt_turn(vt, 0);
        if (!over && now_ms() < end) {
            vt_turn(vt, 1000);
            continue;
        }
        if (test(vt, data))
            break;
        print_error("waited in vain for: %s%s\n", what, over ? " (the program has ended)" : "");
        vt_print(vt);
        _fail(file, line);
    }
    while (now_ms() < end && vt_turn(vt, QUIET_MS))
        continue;
}

struct wanted {
    const char *text;
    int row, col;
};

static bool is_there(struct vt *vt, void *data)
{
    return vt_has(vt, ((struct wanted *)data)->text);
}

static bool is_gone(struct vt *vt, void *data)
{
    return !vt_has(vt, ((struct wanted *)data)->text);
}

static bool is_in_row(struct vt *vt, void *data)
{
    struct wanted *w = data;
    return strstr(vt_row(vt, w->row), w->text) != NULL;
}

static bool is_cursor_at(struct vt *vt, void *data)
{
    struct wanted *w = data;
    int row, col;
    vt_cursor(vt, &row, &col);
    return row == w->row && col == w->col;
}

/* Not strstr: terminals that need time are sent NULs. */
static bool is_written(struct vt *vt, void *data)
{
    const char *text = ((struct wanted *)data)->text;
    size_t size = strlen(text);
    for (size_t i = 0; i + size <= vt->output_size; i++)
        if (memcmp(vt->output + i, text, size) == 0)
            return true;
    return false;
}

static bool is_stopped(struct vt *vt, void *data)
{
    (void)data;
    return vt->stopped;
}

static bool is_ended(struct vt *vt, void *data)
{
    (void)data;
    return vt->ended;
}

bool vt_has_ended(const struct vt *vt)
{
    return vt->ended;
}

void vt_wait_for_at(struct vt *vt, const char *text, const char *file, int line)
{
    vt_wait_until_at(vt, is_there, &(struct wanted){.text = text}, text, file, line);
}

void vt_wait_gone_at(struct vt *vt, const char *text, const char *file, int line)
{
    vt_wait_until_at(vt, is_gone, &(struct wanted){.text = text}, text, file, line);
}

void vt_wait_row_at(struct vt *vt, int row, const char *text, const char *file, int line)
{
    vt_wait_until_at(vt, is_in_row, &(struct wanted){.text = text, .row = row}, text, file, line);
}

void vt_wait_cursor_at(struct vt *vt, int row, int col, const char *file, int line)
{
    char what[64];
    snprintf(what, sizeof what, "the cursor at row %d, column %d", row, col);
    vt_wait_until_at(vt, is_cursor_at, &(struct wanted){.row = row, .col = col}, what, file, line);
}

void vt_wait_output_at(struct vt *vt, const char *bytes, const char *file, int line)
{
    vt_wait_until_at(vt, is_written, &(struct wanted){.text = bytes}, bytes, file, line);
}

void vt_wait_stopped_at(struct vt *vt, const char *file, int line)
{
    vt_wait_until_at(vt, is_stopped, NULL, "the program to stop", file, line);
}

int vt_wait_exit_at(struct vt *vt, const char *file, int line)
{
    vt_wait_until_at(vt, is_ended, NULL, "the program to end", file, line);
    return vt->status;
}

/* -- What is on the screen -------------------------------------------------------------------- */

int vt_rows(const struct vt *vt)
{
    int rows, cols;
    vterm_get_size(vt->term, &rows, &cols);
    return rows;
}

int vt_cols(const struct vt *vt)
{
    int rows, cols;
    vterm_get_size(vt->term, &rows, &cols);
    return cols;
}

static size_t utf8_put(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((0xf00u >> size) | c);
    return size;
}

static int vt_colour(VTermColor c)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&c) || VTERM_COLOR_IS_DEFAULT_BG(&c))
        return VT_DEFAULT;
    if (VTERM_COLOR_IS_INDEXED(&c))
        return c.indexed.idx;
    return VT_RGB | c.rgb.red << 16 | c.rgb.green << 8 | c.rgb.blue;
}

struct vt_cell vt_cell(struct vt *vt, int row, int col)
{
    VTermScreenCell cell = {0};
    assert_true(vterm_screen_get_cell(vt->screen, (VTermPos){.row = row, .col = col}, &cell));
    struct vt_cell out = {
        .width = cell.width,
        .fg = vt_colour(cell.fg),
        .bg = vt_colour(cell.bg),
        .bold = cell.attrs.bold,
        .underline = cell.attrs.underline != VTERM_UNDERLINE_OFF,
        .italic = cell.attrs.italic,
        .reverse = cell.attrs.reverse,
        .blink = cell.attrs.blink,
        .strike = cell.attrs.strike,
    };
    size_t size = 0;
    if (cell.chars[0] == UINT32_MAX)
        out.width = 0;
    else
        for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            size += utf8_put(out.text + size, cell.chars[i]);
    out.text[size] = '\0';
    return out;
}

/* The row's text; where[i], if asked for, becomes the column of its i-th byte. */
static const char *vt_row_map(struct vt *vt, int row, int *where)
{
    size_t size = 0, end = 0;
    for (int col = 0; col < vt_cols(vt); col++) {
        struct vt_cell cell = vt_cell(vt, row, col);
        const char *text = cell.text[0] || !cell.width ? cell.text : " ";
        size_t length = strlen(text);
        if (size + length >= sizeof vt->row)
            break;
        for (size_t i = 0; where && i < length; i++)
            where[size + i] = col;
        memcpy(vt->row + size, text, length);
        size += length;
        if (cell.text[0] && cell.text[0] != ' ')
            end = size;
    }
    vt->row[end] = '\0';
    return vt->row;
}

const char *vt_row(struct vt *vt, int row)
{
    return vt_row_map(vt, row, NULL);
}

bool vt_find(struct vt *vt, const char *text, int *row, int *col)
{
    int where[sizeof vt->row];
    for (*row = 0; *row < vt_rows(vt); ++*row) {
        const char *found = strstr(vt_row_map(vt, *row, where), text);
        if (found) {
            *col = where[found - vt->row];
            return true;
        }
    }
    return false;
}

bool vt_has(struct vt *vt, const char *text)
{
    int row, col;
    return vt_find(vt, text, &row, &col);
}

void vt_cursor(struct vt *vt, int *row, int *col)
{
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(vt->term), &at);
    *row = at.row;
    *col = at.col;
}

bool vt_cursor_shown(const struct vt *vt)
{
    return vt->cursor_shown;
}

bool vt_alternate(const struct vt *vt)
{
    return vt->alternate;
}

void vt_print(struct vt *vt)
{
    int row, col;
    vt_cursor(vt, &row, &col);
    print_message("screen %d×%d, cursor at %d,%d%s\n", vt_rows(vt), vt_cols(vt), row, col,
                  vt->cursor_shown ? "" : " (hidden)");
    for (row = 0; row < vt_rows(vt); row++)
        print_message("%3d│%s\n", row, vt_row(vt, row));
}

const char *vt_output(const struct vt *vt, size_t *size)
{
    if (size)
        *size = vt->output_size;
    return vt->output ? vt->output : "";
}

void vt_output_clear(struct vt *vt)
{
    vt->output_size = 0;
    if (vt->output)
        vt->output[0] = '\0';
}

bool vt_has_stopped(const struct vt *vt)
{
    return vt->stopped;
}

int vt_process(const struct vt *vt)
{
    return (int)vt->job;
}

bool vt_modes_restored(const struct vt *vt)
{
    struct termios now;
    must(tcgetattr(vt->slave, &now) == 0, "the terminal's modes");
    return now.c_iflag == vt->modes.c_iflag && now.c_oflag == vt->modes.c_oflag &&
           now.c_cflag == vt->modes.c_cflag && now.c_lflag == vt->modes.c_lflag &&
           memcmp(now.c_cc, vt->modes.c_cc, sizeof now.c_cc) == 0;
}
