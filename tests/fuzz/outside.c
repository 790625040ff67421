#include "tests/fuzz/outside.h"

#include "base/mem.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/sound.h"
#include "text/utf8.h"
#include "ui/signals.h"
#include "ui/term.h"
#include "ui/watch.h"
#include "ui/worker.h"

#include <fcntl.h>
#include <unistd.h>

enum { PIECE_ENDS = 0xFF, RESIZES = 0xFE, ROWS = 24, COLUMNS = 80 };

struct terminal {
    str keys; /* not yet typed */
    int fd;   /* something can always be read from it */
    bool ascii, resized;
    int rows, columns, next_rows, next_columns;
    struct input input;
};

static struct terminal played; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

void outside_type(str keys, bool ascii)
{
    played = (struct terminal){.keys = keys,
                               .ascii = ascii,
                               .rows = ROWS,
                               .columns = COLUMNS,
                               .next_rows = ROWS,
                               .next_columns = COLUMNS};
    played.input.ascii = ascii;
}

/* -- The terminal ------------------------------------------------------------------------------ */

struct err term_open(const struct term_options *options, struct terminal **term)
{
    (void)options;
    played.fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    *term = &played;
    return ERR_OK;
}

void term_close(struct terminal *t)
{
    if (!t)
        return;
    close(t->fd);
    input_release(&t->input);
}

bool term_ascii(const struct terminal *t)
{
    return t->ascii;
}

int term_fd(const struct terminal *t)
{
    return t->fd;
}

struct input *term_input(struct terminal *t)
{
    return &t->input;
}

void term_size(const struct terminal *t, int *rows, int *columns)
{
    *rows = t->rows;
    *columns = t->columns;
}

void term_resize(struct terminal *t)
{
    t->rows = t->next_rows;
    t->columns = t->next_columns;
}

static void check_cell(const struct terminal *t, const struct canvas *c, int row, int column)
{
    const struct cell *cell = canvas_cell(c, row, column);
    char bytes[CELL_BYTES];
    str text = cell_text(c, cell, bytes);
    fuzz_expect(safe_fault(text, SAFE_LINE, t->ascii));
    FUZZ_EXPECT(cell->style.role < STYLE_ROLE_COUNT);
    int width = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t code_point;
        at += utf8_decode(text, at, &code_point, NULL);
        width += safe_char_width(code_point, t->ascii);
    }
    FUZZ_EXPECT(width == cell_width(cell));
    if (cell->wide)
        FUZZ_EXPECT(cell_width(canvas_cell(c, row, column + 1)) == 0);
}

bool term_show(struct terminal *t, const struct canvas *c, struct cursor cursor, bool hurried)
{
    FUZZ_EXPECT(c->area.rows == t->rows && c->area.columns == t->columns);
    FUZZ_EXPECT(!cursor.visible || (cursor.row >= 0 && cursor.row < t->rows));
    FUZZ_EXPECT(!cursor.visible || (cursor.column >= 0 && cursor.column < t->columns));
    for (int row = 0; row < t->rows; row++)
        for (int column = 0; column < t->columns; column++)
            check_cell(t, c, row, column);
    return hurried;
}

void term_redraw(struct terminal *t)
{
    (void)t;
}

static void resize(struct terminal *t)
{
    t->next_rows = t->keys.len > 1 && t->keys.ptr[1] ? (unsigned char)t->keys.ptr[1] : 1;
    t->next_columns = t->keys.len > 2 && t->keys.ptr[2] ? (unsigned char)t->keys.ptr[2] : 1;
    t->keys = str_from(t->keys, 3);
    t->resized = true;
}

bool term_read(struct terminal *t)
{
    enum { PIECE = 64 };
    if (t->keys.len == 0)
        return false;
    if ((unsigned char)t->keys.ptr[0] == RESIZES) {
        resize(t);
        return true;
    }
    size_t len = 0;
    while (len < t->keys.len && len < PIECE && (unsigned char)t->keys.ptr[len] < RESIZES)
        len++;
    input_feed(&t->input, t->keys.ptr, len);
    bool ended = len < t->keys.len && (unsigned char)t->keys.ptr[len] == PIECE_ENDS;
    t->keys = str_from(t->keys, len + ended);
    return true;
}

void term_leave(struct terminal *t)
{
    (void)t;
}

void term_enter(struct terminal *t)
{
    (void)t;
}

bool term_copy(struct terminal *t, str text)
{
    (void)t;
    return text.len <= TERM_COPY_MAX;
}

void term_emergency_reset(void)
{
}

/* -- Signals ----------------------------------------------------------------------------------- */

int signals_open(void (*reset)(void))
{
    (void)reset;
    return open("/dev/zero", O_RDONLY | O_CLOEXEC);
}

int signals_ending(void)
{
    return 0;
}

unsigned signals_take(void)
{
    unsigned bits = played.resized ? SIGNAL_RESIZE : 0;
    played.resized = false;
    return bits;
}

void signals_close(void)
{
}

void signals_stop(bool group)
{
    (void)group;
}

void signals_share(struct signals_shared *before, int terminal)
{
    (void)before;
    (void)terminal;
}

void signals_unshare(const struct signals_shared *before)
{
    (void)before;
}

void signals_reset_child(void)
{
}

/* -- Threads ----------------------------------------------------------------------------------- */

struct worker {
    struct worker_state state;
    int fd;
};

struct err worker_start(const struct catalog *catalog, const struct library *library,
                        struct worker **worker)
{
    struct worker *w = mem_calloc(1, sizeof *w);
    struct catalog *c = NULL;
    struct library again = {0};
    *worker = w;
    w->fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    w->state.done = true;
    w->state.result = catalog_connect(catalog, &c);
    if (!err_failed(&w->state.result))
        w->state.result = library_open(&again, library->given);
    if (!err_failed(&w->state.result))
        w->state.result = catalog_refresh(c, &again, false, NULL, &w->state.counts);
    catalog_close(c);
    library_close(&again);
    return ERR_OK;
}

int worker_fd(const struct worker *w)
{
    return w->fd;
}

struct worker_state worker_state(struct worker *w)
{
    return w->state;
}

void worker_cancel(struct worker *w)
{
    (void)w;
}

void worker_free(struct worker *w)
{
    if (w)
        close(w->fd);
    mem_free(w);
}

struct watch *watch_start(const struct library *library, size_t most, time_t since)
{
    (void)library;
    (void)most;
    (void)since;
    return NULL;
}

void watch_free(struct watch *w)
{
    (void)w;
}

int watch_fd(const struct watch *w)
{
    (void)w;
    return -1;
}

void watch_take(struct watch *w)
{
    (void)w;
}

bool watch_is_partial(struct watch *w)
{
    (void)w;
    return false;
}
