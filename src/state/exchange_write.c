#include "state/exchange.h"

#include "model/date.h"
#include "state/keep.h"
#include "text/safe.h"
#include "text/utf8.h"

static const char head[] = "# What attache keeps of its user: see \"attache help export\".\n";

struct writer {
    struct state *s;
    bool (*put)(void *user, str piece);
    void *user;
    struct buf out;
    struct exchange_counts *counts;
    str library;       /* whose items are written */
    const char *under; /* the list that is open; NULL: none */
    size_t items;      /* in the document; 0: there is none yet */
    bool first;        /* the next key is the first of its item */
    bool stopped;
};

static void hand_over(struct writer *w)
{
    enum { PIECE = 1 << 16 };
    if (w->out.len >= PIECE && !w->stopped) {
        w->stopped = !w->put(w->user, buf_str(&w->out));
        buf_clear(&w->out);
    }
}

/* -- Values ------------------------------------------------------------------------------------ */

/* What stands for itself in double quotes: YAML knows fewer characters than terminals, and breaks
 * lines where they do not. */
static bool is_plain(uint32_t c)
{
    bool last_of_plane = (c & 0xFFFE) == 0xFFFE;
    return c >= 0x20 && c != '"' && c != '\\' && !last_of_plane && safe_is_allowed(c);
}

static void append_quoted(struct buf *out, str text)
{
    buf_byte(out, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t length = utf8_decode(text, at, &c, NULL);
        if (is_plain(c) && c != UTF8_REPLACEMENT)
            buf_append(out, str_sub(text, at, at + length));
        else if (c == '\n')
            buf_append(out, STR("\\n"));
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (char)c);
        else
            buf_printf(out, c < 0x100 ? "\\x%02X" : c < 0x10000 ? "\\u%04X" : "\\U%08X", c);
        at += length;
    }
    buf_byte(out, '"');
}

static void key(struct writer *w, const char *name)
{
    buf_printf(&w->out, "%s%s: ", w->first ? "  - " : "    ", name);
    w->first = false;
}

static void put_word(struct writer *w, const char *name, str word)
{
    key(w, name);
    buf_append(&w->out, word);
    buf_byte(&w->out, '\n');
}

static void put_number(struct writer *w, const char *name, size_t n)
{
    if (n > 0) {
        key(w, name);
        buf_printf(&w->out, "%zu\n", n);
    }
}

static void put_quoted(struct writer *w, const char *name, str text)
{
    key(w, name);
    append_quoted(&w->out, text);
    buf_byte(&w->out, '\n');
}

static void append_hexadecimal(struct buf *out, str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        buf_printf(out, "%02x", (unsigned char)bytes.ptr[i]);
}

/* A path or an id as it is, or as NAME-bytes what YAML has no characters for or takes for nothing.
 */
static void append_name(struct buf *out, const char *name, str value)
{
    bool characters = utf8_valid(value) && !spot_is_blank(value);
    buf_printf(out, "%s%s: ", name, characters ? "" : "-bytes");
    if (characters)
        append_quoted(out, value);
    else {
        buf_byte(out, '"');
        append_hexadecimal(out, value);
        buf_byte(out, '"');
    }
    buf_byte(out, '\n');
}

static void put_name(struct writer *w, const char *name, str value)
{
    buf_append(&w->out, w->first ? STR("  - ") : STR("    "));
    append_name(&w->out, name, value);
    w->first = false;
}

static void put_time(struct writer *w, const char *name, int64_t time)
{
    enum { DAY = 86400 };
    time = time < 0 ? 0 : time > EXCHANGE_LAST ? EXCHANGE_LAST : time;
    struct civil c = date_to_civil(time / DAY);
    int second = (int)(time % DAY);
    key(w, name);
    buf_printf(&w->out, "\"%04d-%02d-%02dT%02d:%02d:%02dZ\"\n", (int)c.year, c.month, c.day,
               second / 3600, second / 60 % 60, second % 60);
}

static void put_spot(struct writer *w, const char *name, const struct spot *spot)
{
    const struct {
        const char *name;
        str text;
    } words[] = {
        {"quote",  spot->quote },
        {"prefix", spot->prefix},
        {"suffix", spot->suffix}
    };
    key(w, name);
    buf_byte(&w->out, '{');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_present(words[i].text)) {
            buf_printf(&w->out, "%s: ", words[i].name);
            append_quoted(&w->out, words[i].text);
            buf_append(&w->out, STR(", "));
        }
    buf_printf(&w->out, "start: %zu, end: %zu, length: %zu}\n", spot->start, spot->end,
               spot->length);
}

/* -- Items ------------------------------------------------------------------------------------- */

static void begin_item(struct writer *w, const char *list)
{
    hand_over(w);
    if (w->items == EXCHANGE_CHUNK)
        w->items = 0;
    if (w->items == 0) {
        buf_append(&w->out, STR("---\nattache-state: 1\n"));
        append_name(&w->out, "library", w->library);
        w->under = NULL;
    }
    if (w->under != list)
        buf_printf(&w->out, "%s:\n", list);
    w->under = list;
    w->items++;
    w->first = true;
}

static struct query items_of(struct writer *w, int64_t library, const char *sql)
{
    struct query q = sql_query(&w->s->sql, sql);
    query_int(&q, library);
    return q;
}

static void write_briefing(struct writer *w, const struct query *q, struct arena *a)
{
    static const char list[] = "briefings";
    struct kept k = kept_at(q, 1, a);
    begin_item(w, list);
    put_name(w, "id", query_view_at(q, 0));
    if (k.has_content) {
        key(w, "content");
        buf_byte(&w->out, '"');
        append_hexadecimal(&w->out, (str){(const char *)k.content.bytes, sizeof k.content.bytes});
        buf_append(&w->out, STR("\"\n"));
    }
    if (k.opened != 0)
        put_time(w, "opened", k.opened);
    put_word(w, "read", str_of(read_state_name(k.read)));
    if (k.read_set != 0)
        put_time(w, "read-set", k.read_set);
    if (k.by_hand)
        put_word(w, "by-hand", STR("true"));
    put_number(w, "progress", k.permille);
    put_number(w, "furthest", k.furthest);
    if (k.saved != 0) {
        put_time(w, "place-saved", k.saved);
        put_spot(w, "place", &k.place);
    }
    w->counts->briefings++;
}

static void write_mark(struct writer *w, const struct query *q, struct arena *a)
{
    static const char list[] = "marks";
    struct spot spot = keep_spot_at(q, 3, a);
    begin_item(w, list);
    put_word(w, "letter", query_view_at(q, 0));
    put_name(w, "briefing", query_view_at(q, 1));
    put_time(w, "set", query_int_at(q, 2));
    put_spot(w, "spot", &spot);
    w->counts->marks++;
}

static void write_note(struct writer *w, const struct query *q, struct arena *a)
{
    static const char list[] = "notes";
    struct spot spot = keep_spot_at(q, 5, a);
    begin_item(w, list);
    put_quoted(w, "note", query_view_at(q, 0));
    put_name(w, "briefing", query_view_at(q, 1));
    put_time(w, "created", query_int_at(q, 2));
    put_time(w, "changed", query_int_at(q, 3));
    put_quoted(w, "text", query_view_at(q, 4));
    put_spot(w, "spot", &spot);
    w->counts->notes++;
}

static const struct {
    const char *sql;
    void (*write)(struct writer *w, const struct query *q, struct arena *a);
} lists[] = {
    {"SELECT id, " KEPT_COLUMNS " FROM briefing WHERE library = ? ORDER BY id", write_briefing},
    {"SELECT letter, briefing, created, " SPOT_COLUMNS
     " FROM mark WHERE library = ? ORDER BY letter",                       write_mark    },
    {"SELECT id, briefing, created, changed, text, " SPOT_COLUMNS
     " FROM note WHERE library = ? ORDER BY id",                           write_note    },
};

static void write_library(struct writer *w, int64_t library)
{
    w->items = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct query q = items_of(w, library, lists[i].sql);
        while (!w->stopped && query_row(&q)) {
            struct arena a = {0};
            lists[i].write(w, &q, &a);
            arena_release(&a);
        }
        query_end(&q);
    }
    w->counts->libraries += w->items > 0;
}

struct err exchange_export(struct state *s, bool (*put)(void *user, str piece), void *user,
                           struct exchange_counts *counts)
{
    struct writer w = {.s = s, .put = put, .user = user, .counts = counts};
    *counts = (struct exchange_counts){0};
    buf_append(&w.out, str_of(head));
    keep_read(s);
    struct query q = sql_query(&s->sql, "SELECT n, path FROM library ORDER BY path");
    while (!w.stopped && query_row(&q)) {
        w.library = query_view_at(&q, 1);
        write_library(&w, query_int_at(&q, 0));
    }
    query_end(&q);
    struct err e = keep_done(s);
    if (!err_failed(&e) && !w.stopped)
        w.stopped = !put(user, buf_str(&w.out));
    buf_release(&w.out);
    if (!err_failed(&e) && w.stopped)
        e = err_make(ERR_CANCELLED, "stopped");
    return e;
}
