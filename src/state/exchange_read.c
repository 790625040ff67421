#include "state/exchange.h"

#include "loader/reader.h"
#include "model/date.h"
#include "state/keep.h"

#include <string.h>

static const str digits = STR_INIT("0123456789abcdef");

struct importer {
    struct state *s;
    struct reader r; /* its arena is one document's */
    struct arena arena;
    struct exchange_counts *counts;
    struct arena last_arena;
    str last; /* the library of the document before */
};

/* -- Values ------------------------------------------------------------------------------------ */

static void reject(struct importer *m, const struct field *f, const char *what)
{
    str text = field_text(&m->r, f);
    if (str_present(text))
        diag_add(m->r.diags, node_at(f->value), DIAG_UNKNOWN_VALUE, "'%s' is '%.*s', not %s",
                 f->name, STR_FMT(reader_shown(&m->r, text)), what);
}

static size_t take_number(struct importer *m, const struct field *f, size_t most)
{
    str text = field_text(&m->r, f), number;
    if (!str_present(text))
        return 0;
    if (!reader_digits(text, &number)) {
        reject(m, f, "a whole number from 0");
        return 0;
    }
    size_t n = reader_number(number);
    return n < most ? n : most;
}

/* "2024-04-08T12:00:00Z" */
static bool parse_time(str text, int64_t *time)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    int parts[6] = {0}, part = 0;
    if (text.len != sizeof form - 1)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        bool digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        if (form[i] == '0' ? !digit : text.ptr[i] != form[i])
            return false;
        if (digit)
            parts[part] = parts[part] * 10 + (text.ptr[i] - '0');
        else if (part < 5)
            part++;
    }
    struct civil c = {parts[0], parts[1], parts[2]};
    if (c.month < 1 || c.month > 12 || c.day < 1 || parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
        return false;
    int64_t day = date_from_civil(c);
    struct civil back = date_to_civil(day);
    *time = day * 86400 + parts[3] * 3600 + parts[4] * 60 + parts[5];
    return back.day == c.day && *time >= 0;
}

/* *time stays as it is where there is none, or none that can be read: false. */
static bool take_time(struct importer *m, const struct field *f, int64_t *time)
{
    str text = field_text(&m->r, f);
    if (str_present(text) && parse_time(text, time))
        return true;
    reject(m, f, "a time since 1970, as 2024-04-08T12:00:00Z");
    return false;
}

static bool require_time(struct importer *m, const struct field *f, str label, int64_t *time)
{
    field_required(&m->r, f, label);
    return f->value != NULL && take_time(m, f, time);
}

/* Bytes written as hexadecimal digits; absent if it is something else. */
static str take_bytes(struct importer *m, const struct field *f)
{
    str text = field_text(&m->r, f);
    char *bytes = arena_alloc(m->r.arena, text.len / 2 + 1, 1);
    bool good = text.len % 2 == 0;
    for (size_t i = 0; i < text.len && good; i++) {
        size_t digit = str_find_byte(digits, text.ptr[i], 0);
        good = digit != STR_NONE;
        if (good)
            bytes[i / 2] = (char)((size_t)(unsigned char)bytes[i / 2] << 4 | digit);
    }
    if (good && str_present(text))
        return (str){bytes, text.len / 2};
    reject(m, f, "hexadecimal digits in pairs");
    return (str){0};
}

/* The name itself, or as bytes. */
static str take_name(struct importer *m, const struct field *name, const struct field *bytes,
                     str label)
{
    if (bytes->value != NULL)
        return take_bytes(m, bytes);
    return field_required(&m->r, name, label);
}

static struct spot take_spot(struct importer *m, const struct field *f)
{
    enum { QUOTE, PREFIX, SUFFIX, START, END, LENGTH, COUNT };
    static const struct key keys[COUNT] = {
        [QUOTE] = {"quote",  KEY_OPTIONAL},
          [PREFIX] = {"prefix", KEY_OPTIONAL},
        [SUFFIX] = {"suffix", KEY_OPTIONAL},
          [START] = {"start",  KEY_OPTIONAL},
        [END] = {"end",    KEY_OPTIONAL},
          [LENGTH] = {"length", KEY_OPTIONAL},
    };
    struct field fields[COUNT];
    struct spot spot = {0};
    if (f->value == NULL || !reader_map(&m->r, f->value, "a place", keys, COUNT, fields))
        return spot;
    spot.quote = field_text(&m->r, &fields[QUOTE]);
    spot.prefix = field_text(&m->r, &fields[PREFIX]);
    spot.suffix = field_text(&m->r, &fields[SUFFIX]);
    spot.start = take_number(m, &fields[START], SIZE_MAX);
    spot.end = take_number(m, &fields[END], SIZE_MAX);
    spot.length = take_number(m, &fields[LENGTH], SIZE_MAX);
    return keep_clean(&spot);
}

/* -- Briefings --------------------------------------------------------------------------------- */

enum {
    B_ID,
    B_ID_BYTES,
    B_CONTENT,
    B_OPENED,
    B_READ,
    B_READ_SET,
    B_BY_HAND,
    B_PROGRESS,
    B_FURTHEST,
    B_PLACE_SAVED,
    B_PLACE,
    B_COUNT
};

static const struct key briefing_keys[B_COUNT] = {
    [B_ID] = {"id",          KEY_STRICT  },
    [B_ID_BYTES] = {"id-bytes",    KEY_STRICT  },
    [B_CONTENT] = {"content",     KEY_OPTIONAL},
    [B_OPENED] = {"opened",      KEY_OPTIONAL},
    [B_READ] = {"read",        KEY_OPTIONAL},
    [B_READ_SET] = {"read-set",    KEY_OPTIONAL},
    [B_BY_HAND] = {"by-hand",     KEY_OPTIONAL},
    [B_PROGRESS] = {"progress",    KEY_OPTIONAL},
    [B_FURTHEST] = {"furthest",    KEY_OPTIONAL},
    [B_PLACE_SAVED] = {"place-saved", KEY_OPTIONAL},
    [B_PLACE] = {"place",       KEY_OPTIONAL},
};

static enum read_state take_read(struct importer *m, const struct field *f)
{
    str text = field_text(&m->r, f);
    for (int i = 0; i < READ_STATE_COUNT; i++)
        if (str_eq(text, str_of(read_state_name((enum read_state)i))))
            return (enum read_state)i;
    reject(m, f, "unread, reading or read");
    return READ_STATE_UNREAD;
}

static void take_content(struct importer *m, const struct field *f, struct kept *k)
{
    if (f->value == NULL)
        return;
    str bytes = take_bytes(m, f);
    k->has_content = bytes.len == sizeof k->content.bytes;
    if (k->has_content)
        memcpy(k->content.bytes, bytes.ptr, bytes.len);
    else if (str_present(bytes))
        reject(m, f, "32 hexadecimal digits");
}

static struct kept take_kept(struct importer *m, const struct field *f)
{
    struct kept k = {.there = true};
    bool bad;
    take_content(m, &f[B_CONTENT], &k);
    if (f[B_OPENED].value != NULL)
        take_time(m, &f[B_OPENED], &k.opened);
    k.read = take_read(m, &f[B_READ]);
    if (f[B_READ_SET].value != NULL)
        take_time(m, &f[B_READ_SET], &k.read_set);
    k.by_hand = field_flag(&m->r, &f[B_BY_HAND], &bad);
    k.permille = (unsigned)take_number(m, &f[B_PROGRESS], 1000);
    k.furthest = (unsigned)take_number(m, &f[B_FURTHEST], 1000);
    k.place = take_spot(m, &f[B_PLACE]);
    if (f[B_PLACE].value != NULL)
        require_time(m, &f[B_PLACE_SAVED], STR("a briefing with a place"), &k.saved);
    return k;
}

static void import_briefing(struct importer *m, const struct node *node)
{
    struct field f[B_COUNT];
    if (!reader_map(&m->r, node, "a briefing", briefing_keys, B_COUNT, f))
        return;
    str id = take_name(m, &f[B_ID], &f[B_ID_BYTES], STR("a briefing"));
    struct kept theirs = take_kept(m, f);
    if (!str_present(id))
        return;
    m->counts->briefings++;
    m->counts->changed += keep_merge_briefing(m->s, id, &theirs);
}

/* -- Marks and notes --------------------------------------------------------------------------- */

static void import_mark(struct importer *m, const struct node *node)
{
    enum { LETTER, BRIEFING, BYTES, SET, SPOT, COUNT };
    static const struct key keys[COUNT] = {
        [LETTER] = {"letter",         KEY_STRICT  },
          [BRIEFING] = {"briefing",       KEY_STRICT  },
        [BYTES] = {"briefing-bytes", KEY_STRICT  },
          [SET] = {"set",            KEY_STRICT  },
        [SPOT] = {"spot",           KEY_OPTIONAL},
    };
    struct field f[COUNT];
    struct state_item mark = {.kind = STATE_MARK};
    if (!reader_map(&m->r, node, "a mark", keys, COUNT, f))
        return;
    str letter = field_required(&m->r, &f[LETTER], STR("a mark"));
    mark.briefing = take_name(m, &f[BRIEFING], &f[BYTES], STR("a mark"));
    bool timed = require_time(m, &f[SET], STR("a mark"), &mark.created);
    mark.spot = take_spot(m, &f[SPOT]);
    bool good = letter.len == 1 && letter.ptr[0] >= 'a' && letter.ptr[0] <= 'z';
    if (!good)
        reject(m, &f[LETTER], "a letter from a to z");
    if (!good || !timed || !str_present(mark.briefing))
        return;
    mark.letter = letter.ptr[0];
    m->counts->marks++;
    m->counts->changed += keep_merge_mark(m->s, &mark);
}

static bool is_note_id(str id)
{
    bool good = id.len == 16;
    for (size_t i = 0; i < id.len && good; i++)
        good = str_find_byte(digits, id.ptr[i], 0) != STR_NONE;
    return good;
}

static str take_note_text(struct importer *m, const struct field *f)
{
    str text = field_required(&m->r, f, STR("a note"));
    if (!str_present(text))
        return text;
    struct err e = keep_clean_text(text, m->r.arena, &text);
    if (!err_failed(&e))
        return text;
    diag_add(m->r.diags, node_at(f->value),
             e.code == ERR_TOO_LARGE ? DIAG_TOO_LARGE : DIAG_EMPTY_REQUIRED, "%s", e.message);
    return (str){0};
}

static void import_note(struct importer *m, const struct node *node)
{
    enum { ID, BRIEFING, BYTES, CREATED, CHANGED, TEXT, SPOT, COUNT };
    static const struct key keys[COUNT] = {
        [ID] = {"note",           KEY_STRICT  },
        [BRIEFING] = {"briefing",       KEY_STRICT  },
        [BYTES] = {"briefing-bytes", KEY_STRICT  },
        [CREATED] = {"created",        KEY_STRICT  },
        [CHANGED] = {"changed",        KEY_STRICT  },
        [TEXT] = {"text",           KEY_STRICT  },
        [SPOT] = {"spot",           KEY_OPTIONAL},
    };
    struct field f[COUNT];
    struct state_item note = {.kind = STATE_NOTE};
    if (!reader_map(&m->r, node, "a note", keys, COUNT, f))
        return;
    note.id = field_required(&m->r, &f[ID], STR("a note"));
    note.briefing = take_name(m, &f[BRIEFING], &f[BYTES], STR("a note"));
    bool timed = require_time(m, &f[CREATED], STR("a note"), &note.created);
    timed = require_time(m, &f[CHANGED], STR("a note"), &note.changed) && timed;
    note.text = take_note_text(m, &f[TEXT]);
    note.spot = take_spot(m, &f[SPOT]);
    bool named = is_note_id(note.id);
    if (!named)
        reject(m, &f[ID], "16 hexadecimal digits");
    if (note.changed < note.created)
        note.changed = note.created;
    if (!named || !timed || !str_present(note.briefing) || !str_present(note.text))
        return;
    m->counts->notes++;
    m->counts->changed += keep_merge_note(m->s, &note);
}

/* -- Documents --------------------------------------------------------------------------------- */

static void count_library(struct importer *m, str library)
{
    if (str_eq(library, m->last))
        return;
    m->counts->libraries++;
    arena_release(&m->last_arena);
    m->last = arena_str(&m->last_arena, library);
}

static void import_document(struct importer *m, const struct node *root)
{
    enum { VERSION, LIBRARY, BYTES, BRIEFINGS, MARKS, NOTES, COUNT };
    static const struct key keys[COUNT] = {
        [VERSION] = {"attache-state", KEY_STRICT  },
          [LIBRARY] = {"library",       KEY_STRICT  },
        [BYTES] = {"library-bytes", KEY_STRICT  },
          [BRIEFINGS] = {"briefings",     KEY_OPTIONAL},
        [MARKS] = {"marks",         KEY_OPTIONAL},
          [NOTES] = {"notes",         KEY_OPTIONAL},
    };
    static const struct {
        int field;
        void (*import)(struct importer *m, const struct node *node);
    } lists[] = {
        {BRIEFINGS, import_briefing},
        {MARKS,     import_mark    },
        {NOTES,     import_note    }
    };
    struct field f[COUNT];
    if (!reader_map(&m->r, root, "the document", keys, COUNT, f))
        return;
    str version = field_required(&m->r, &f[VERSION], STR("the document")), number;
    str library = take_name(m, &f[LIBRARY], &f[BYTES], STR("the document"));
    if (!reader_digits(version, &number) || reader_number(number) != EXCHANGE_VERSION) {
        reject(m, &f[VERSION], "1, the version that this attache reads");
        return;
    }
    if (!str_present(library))
        return;
    count_library(m, library);
    m->s->library = keep_make_library(m->s, library);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct nodes nodes = field_nodes(&m->r, &f[lists[i].field]);
        for (size_t j = 0; j < nodes.len && !sql_failed(&m->s->sql); j++)
            lists[i].import(m, nodes.items[j]);
    }
}

static str line_at(str text, size_t at)
{
    size_t end = str_find_byte(text, '\n', at);
    return str_sub(text, at, end == STR_NONE ? text.len : end + 1);
}

static bool is_marker(str line, const char *marker)
{
    return str_starts(line, str_of(marker)) &&
           (line.len == 3 || str_trim(str_sub(line, 3, 4)).len == 0);
}

/* The text from a document's beginning to where the next one's begins; *lines are in it. */
static str next_document(str text, size_t from, size_t *lines)
{
    size_t at = from;
    bool content = false;
    for (*lines = 0; at < text.len; ++*lines) {
        str line = line_at(text, at), words = str_trim(line);
        bool begins = is_marker(line, "---");
        if (begins && content)
            break;
        content = content || begins || (words.len && words.ptr[0] != '#' && words.ptr[0] != '%');
        at += line.len;
        if (is_marker(line, "...")) {
            ++*lines;
            break;
        }
    }
    return str_sub(text, from, at);
}

struct err exchange_import(struct state *s, str text, str file, struct diag_list *diags,
                           struct exchange_counts *counts)
{
    struct importer m = {.s = s, .counts = counts};
    int64_t own = s->library;
    size_t line = 1, lines;
    m.r = (struct reader){.arena = &m.arena, .diags = diags};
    *counts = (struct exchange_counts){0};
    keep_begin(s);
    for (size_t at = 0; at < text.len && !sql_failed(&s->sql); line += lines) {
        struct node *root = NULL;
        str document = next_document(text, at, &lines);
        if (yaml_read(document, file, line, &m.arena, &m.arena, diags, &root) && root != NULL)
            import_document(&m, root);
        arena_release(&m.arena);
        at += document.len;
    }
    s->library = own;
    struct err e = keep_commit(s);
    arena_release(&m.last_arena);
    return e;
}
