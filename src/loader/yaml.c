#include "loader/yaml.h"

#include "base/mem.h"
#include "base/strmap.h"
#include "loader/yaml_error.h"
#include "loader/yaml_place.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <string.h>
#include <yaml.h>

enum {
    FIRST_CHILDREN = 64,
    SMALL_TEXT = 1024,     /* shorter ones share a chunk */
    TEXT_CHUNK = 64 << 10, /* bytes */
    SHOWN_NAME = 100,      /* of an alias, bytes; they are ASCII */
};

/* What an alias stands for. */
struct anchor {
    struct node *node;
    size_t nodes;    /* in it, aliases expanded */
    unsigned height; /* levels of lists and maps in it: 0 for a scalar */
    bool open;       /* it is still being read */
};

/* A list or map whose end has not come yet. */
struct frame {
    struct node *node;
    size_t first;       /* of its children in `children` */
    size_t total;       /* of the reader, before it */
    size_t opener;      /* the code point index of its bracket or brace, STR_NONE if it has none */
    unsigned height;    /* so far */
    bool expects_value; /* a map: its last child so far is a key */
    size_t anchor;      /* its index, STR_NONE if it has none */
};

struct reader {
    yaml_parser_t parser;
    struct arena *nodes, *texts; /* what stays */
    struct arena scratch;        /* what does not */
    struct diag_list *diags;
    str file;
    str *kept_file; /* what nodes point to */
    size_t first_line;
    struct yaml_place place;
    struct frame frames[YAML_MAX_DEPTH];
    unsigned depth;         /* frames in use */
    struct node **children; /* of all open lists and maps; grown in place, unlike a VEC */
    size_t child_count, child_room;
    size_t bad_aliases;
    VEC(struct anchor) anchors;
    struct strmap anchor_names; /* to their indexes */
    size_t total, written;      /* nodes, with and without what aliases stand for */
    char *chunk;
    size_t chunk_left;
    struct node *root;
    bool refused, ended;
};

struct origin node_at(const struct node *n)
{
    return (struct origin){*n->file, n->line, n->column};
}

str node_text(const struct node *n)
{
    return (str){n->held.text, n->len};
}

const struct node *node_item(const struct node *n, size_t i)
{
    return n->held.children[i];
}

const struct node *node_key(const struct node *map, size_t i)
{
    return map->held.children[map->len + i];
}

static struct origin here(const struct reader *r)
{
    return (struct origin){r->file, r->place.line + r->first_line - 1, r->place.column};
}

#define REFUSE(r, code, ...)                                                                       \
    do {                                                                                           \
        diag_add((r)->diags, here(r), (code), __VA_ARGS__);                                        \
        (r)->refused = true;                                                                       \
    } while (0)

/* Without rounding up to what any type needs: most scalars are a word or two. */
static str keep_text(struct reader *r, const yaml_char_t *text, size_t len)
{
    if (len >= SMALL_TEXT)
        return arena_str(r->texts, (str){(const char *)text, len});
    if (r->chunk_left < len + 1) {
        size_t left = r->place.text.len - r->place.offset, size = len + 1;
        if (size < left) /* most of what is left are texts */
            size = left < TEXT_CHUNK ? left : TEXT_CHUNK;
        r->chunk = arena_room(r->texts, size, 1);
        r->chunk_left = size;
    }
    char *copy = r->chunk;
    memcpy(copy, text, len);
    copy[len] = '\0';
    r->chunk += len + 1;
    r->chunk_left -= len + 1;
    return (str){copy, len};
}

static bool is_blank(str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_decode(text, at, &c, NULL);
        if (!unicode_is_space(c))
            return false;
    }
    return true;
}

static void push_child(struct reader *r, struct node *node)
{
    if (r->child_count == r->child_room) {
        r->child_room = r->child_room ? r->child_room * 2 : FIRST_CHILDREN;
        r->children = mem_realloc(r->children, r->child_room * sizeof *r->children);
    }
    r->children[r->child_count++] = node;
}

/* Puts a node where it belongs; NULL leaves its place out. */
static void attach(struct reader *r, struct node *node, unsigned height)
{
    if (r->depth == 0) {
        r->root = node;
        return;
    }
    struct frame *f = &r->frames[r->depth - 1];
    if (f->height < height + 1)
        f->height = height + 1;
    if (f->node->kind == NODE_LIST) {
        if (node)
            push_child(r, node);
    } else if (!f->expects_value) {
        push_child(r, node);
        f->expects_value = true;
    } else {
        f->expects_value = false;
        if (node && r->children[r->child_count - 1])
            push_child(r, node);
        else
            r->child_count--;
    }
}

/* Every node counts, whether written or reached by an alias. */
static void count_nodes(struct reader *r, size_t more)
{
    r->total += more;
    r->written++;
    if (r->written > YAML_MAX_WRITTEN)
        REFUSE(r, DIAG_TOO_LARGE, "holds more than %d values", YAML_MAX_WRITTEN);
    else if (r->total > YAML_MAX_NODES)
        REFUSE(r, DIAG_ALIAS, "its aliases stand for more than %d values", YAML_MAX_NODES);
}

static struct node *make_node(struct reader *r, enum node_kind kind)
{
    struct node *node = ARENA_NEW(r->nodes, struct node);
    struct origin at = here(r);
    *node = (struct node){.file = r->kept_file,
                          .line = (uint32_t)at.line,
                          .column = (uint32_t)at.column,
                          .kind = (uint8_t)kind};
    return node;
}

/* Returns the index of the anchor, if there is a name. */
static size_t open_anchor(struct reader *r, const yaml_char_t *text, struct node *node)
{
    if (!text)
        return STR_NONE;
    str name = str_of((const char *)text);
    size_t index;
    if (!strmap_get(&r->anchor_names, name, &index)) {
        index = r->anchors.len;
        VEC_PUSH(&r->scratch, &r->anchors);
        strmap_add(&r->anchor_names, &r->scratch, arena_str(&r->scratch, name), index);
    }
    r->anchors.items[index] = (struct anchor){.node = node, .nodes = 1, .open = true};
    if (r->anchors.len > YAML_MAX_ANCHORS && !r->refused)
        REFUSE(r, DIAG_ALIAS, "has more than %d anchors", YAML_MAX_ANCHORS);
    return index;
}

/* If the name was given again inside, that one counts from then on. */
static void close_anchor(struct reader *r, size_t index, const struct node *node, size_t nodes,
                         unsigned height)
{
    if (index == STR_NONE || r->anchors.items[index].node != node)
        return;
    struct anchor *anchor = &r->anchors.items[index];
    anchor->nodes = nodes;
    anchor->height = height;
    anchor->open = false;
}

static void read_scalar(struct reader *r, const yaml_event_t *event)
{
    count_nodes(r, 1);
    struct node *node = make_node(r, NODE_SCALAR);
    str text = keep_text(r, event->data.scalar.value, event->data.scalar.length);
    node->held.text = text.ptr;
    node->len = (uint32_t)text.len;
    node->empty = is_blank(text);
    close_anchor(r, open_anchor(r, event->data.scalar.anchor, node), node, 1, 0);
    attach(r, node, 0);
}

static void open_collection(struct reader *r, enum node_kind kind, const yaml_char_t *anchor,
                            const yaml_event_t *event)
{
    if (r->depth == YAML_MAX_DEPTH) {
        REFUSE(r, DIAG_TOO_DEEP, "nests deeper than %d levels", YAML_MAX_DEPTH);
        return;
    }
    struct frame *f = &r->frames[r->depth];
    *f = (struct frame){
        .node = make_node(r, kind),
        .first = r->child_count,
        .total = r->total,
        .opener = STR_NONE,
        .height = 1,
    };
    /* The event starts at the anchor, if there is one, and ends after the bracket, if there is one:
     * in [a: b] the map has none. */
    if (event->end_mark.index > event->start_mark.index) {
        struct yaml_place *p = &r->place;
        yaml_place_seek(p, event->end_mark.index - 1);
        if (p->text.ptr[p->offset] == '[' || p->text.ptr[p->offset] == '{')
            f->opener = p->index;
    }
    count_nodes(r, 1);
    f->anchor = open_anchor(r, anchor, f->node);
    r->depth++;
}

/* A mapping's values stand before its keys. */
static void hold(struct reader *r, struct node *node, struct node *const *children, size_t count)
{
    bool map = node->kind == NODE_MAP;
    struct node **held = node->held.children = ARENA_ARRAY(r->nodes, struct node *, count);
    node->len = (uint32_t)(map ? count / 2 : count);
    for (size_t i = 0; map && i < node->len; i++) {
        held[i] = children[2 * i + 1];
        held[node->len + i] = children[2 * i];
    }
    if (!map)
        memcpy(held, children, count * sizeof *children);
}

static void close_collection(struct reader *r)
{
    struct frame f = r->frames[--r->depth];
    size_t count = r->child_count - f.first;
    r->child_count = f.first;
    if (count > 0)
        hold(r, f.node, r->children + f.first, count);
    close_anchor(r, f.anchor, f.node, r->total - f.total, f.height);
    attach(r, f.node, f.height);
}

static void read_alias(struct reader *r, const yaml_event_t *event)
{
    str name = str_of((const char *)event->data.alias.anchor);
    size_t index;
    bool known = strmap_get(&r->anchor_names, name, &index);
    const struct anchor *anchor = known ? &r->anchors.items[index] : NULL;
    name = str_sub(name, 0, SHOWN_NAME);
    if (!anchor || anchor->open) {
        count_nodes(r, 1);
        if (++r->bad_aliases > YAML_MAX_BAD_ALIASES) {
            REFUSE(r, DIAG_ALIAS, "has more than %d aliases that stand for nothing",
                   YAML_MAX_BAD_ALIASES);
            return;
        }
        diag_add(r->diags, here(r), DIAG_ALIAS,
                 anchor ? "alias '*%.*s' stands inside of what it stands for"
                        : "alias '*%.*s' has no anchor '&%.*s' before it",
                 STR_FMT(name), STR_FMT(name));
        attach(r, NULL, 0);
        return;
    }
    if (r->depth + anchor->height > YAML_MAX_DEPTH) {
        REFUSE(r, DIAG_TOO_DEEP, "nests deeper than %d levels with what alias '*%.*s' stands for",
               YAML_MAX_DEPTH, STR_FMT(name));
        return;
    }
    count_nodes(r, anchor->nodes);
    attach(r, anchor->node, anchor->height);
}

static bool at_line_start(const struct yaml_place *p, str token)
{
    return p->column == 1 && str_starts(str_from(p->text, p->offset), token);
}

/* Past white space, comments and "..." lines. */
static void skip_to_token(struct yaml_place *p, bool *ended)
{
    while (p->offset < p->text.len) {
        char c = p->text.ptr[p->offset];
        size_t end = p->offset + 1;
        if (c == '#') {
            end = str_find_byte(p->text, '\n', p->offset);
        } else if (at_line_start(p, STR("..."))) {
            *ended = true;
            end = p->offset + 3;
        } else if (!strchr(" \t\r\n", c)) {
            return;
        }
        yaml_place_seek_byte(p, end == STR_NONE ? p->text.len : end);
    }
}

/*
 * The rest is not given to the parser: it need not be YAML, and its directives could take for ever
 * (see count_directives).
 */
static void end_document(struct reader *r, const yaml_event_t *event)
{
    struct yaml_place *p = &r->place;
    bool ended = !event->data.document_end.implicit;
    r->ended = true;
    yaml_place_seek(p, event->end_mark.index);
    skip_to_token(p, &ended);
    if (p->offset == p->text.len)
        return;
    if (ended || at_line_start(p, STR("---")) || at_line_start(p, STR("%")))
        diag_add(r->diags, here(r), DIAG_SECOND_DOCUMENT,
                 "a second document begins here; only the first is read");
    else
        REFUSE(r, DIAG_YAML, "nothing can follow after the end of the value");
}

static void read_event(struct reader *r, const yaml_event_t *event)
{
    yaml_place_seek(&r->place, event->start_mark.index);
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        read_scalar(r, event);
        break;
    case YAML_ALIAS_EVENT:
        read_alias(r, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_collection(r, NODE_LIST, event->data.sequence_start.anchor, event);
        break;
    case YAML_MAPPING_START_EVENT:
        open_collection(r, NODE_MAP, event->data.mapping_start.anchor, event);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_collection(r);
        break;
    case YAML_DOCUMENT_END_EVENT:
        end_document(r, event);
        break;
    case YAML_STREAM_END_EVENT:
        r->ended = true;
        break;
    default:
        break;
    }
}

static void report_error(struct reader *r)
{
    if (r->parser.error == YAML_MEMORY_ERROR)
        mem_exhausted();
    size_t flow_start = STR_NONE;
    for (unsigned i = 0; i < r->depth; i++)
        if (r->frames[i].opener != STR_NONE)
            flow_start = r->frames[i].opener;
    str words = yaml_error_explain(&r->parser, flow_start, &r->place, &r->scratch);
    REFUSE(r, DIAG_YAML, "%.*s", STR_FMT(words));
}

/* libyaml compares every %TAG with every one before it, all within one event. A line break is here
 * what libyaml takes for one. */
static void check_directives(struct reader *r)
{
    static const str breaks[] = {STR_INIT("\n"), STR_INIT("\r"), STR_INIT("\xC2\x85"),
                                 STR_INIT("\xE2\x80\xA8"), STR_INIT("\xE2\x80\xA9")};
    str text = r->place.text;
    size_t count = 0;
    bool start = true, skip = false;
    for (size_t at = 0; at < text.len;) {
        size_t step = 0;
        for (size_t i = 0; i < sizeof breaks / sizeof *breaks && !step; i++)
            if (str_starts(str_from(text, at), breaks[i]))
                step = breaks[i].len;
        char c = text.ptr[at];
        if (step) {
            skip = false;
        } else if (!skip) {
            if (c == '%' && start && ++count > YAML_MAX_DIRECTIVES) {
                yaml_place_seek_byte(&r->place, at);
                REFUSE(r, DIAG_YAML, "has more than %d directives", YAML_MAX_DIRECTIVES);
                return;
            }
            skip = c == '#' || (c == '%' && start);
            if (!skip && c != ' ' && c != '\t')
                return;
        }
        start = step > 0;
        at += step ? step : 1;
    }
}

static void check_text(struct reader *r)
{
    str text = r->place.text;
    bool valid;
    size_t bad = yaml_find_forbidden(text, &valid);
    if (bad == STR_NONE) {
        check_directives(r);
        return;
    }
    yaml_place_seek_byte(&r->place, bad);
    if (!valid) {
        REFUSE(r, DIAG_YAML, "the byte 0x%02X is not UTF-8: save the file as UTF-8",
               (unsigned)(unsigned char)text.ptr[bad]);
        return;
    }
    uint32_t c;
    utf8_decode(text, bad, &c, NULL);
    REFUSE(r, DIAG_YAML,
           "the control character U+%04X is not allowed: in double quotes write \\u%04X",
           (unsigned)c, (unsigned)c);
}

static void read_events(struct reader *r)
{
    str text = r->place.text;
    if (!yaml_parser_initialize(&r->parser))
        mem_exhausted();
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)(text.ptr ? text.ptr : ""),
                                 text.len);
    while (!r->refused && !r->ended) {
        yaml_event_t event;
        if (yaml_parser_parse(&r->parser, &event)) {
            read_event(r, &event);
            yaml_event_delete(&event);
        } else {
            report_error(r);
        }
    }
    yaml_parser_delete(&r->parser);
}

bool yaml_read(str text, str file, size_t first_line, struct arena *nodes, struct arena *texts,
               struct diag_list *diags, struct node **root)
{
    struct arena own = {0};
    struct reader *r = ARENA_NEW(&own, struct reader);
    *r = (struct reader){
        .nodes = nodes, .texts = texts, .diags = diags, .file = file, .first_line = first_line};
    r->kept_file = ARENA_NEW(nodes, str);
    *r->kept_file = file;
    str mark = STR("\xEF\xBB\xBF");
    r->place = (struct yaml_place){
        .text = str_starts(text, mark) ? str_from(text, mark.len) : text, .line = 1, .column = 1};
    const char *encoding = text_foreign_encoding(text);
    if (encoding)
        REFUSE(r, DIAG_ENCODING, "is %s: save it as UTF-8", encoding);
    else
        check_text(r);
    if (!r->refused)
        read_events(r);
    bool read = !r->refused;
    bool nothing = !r->root || (r->root->kind == NODE_SCALAR && r->root->empty);
    *root = read && !nothing ? r->root : NULL;
    mem_free(r->children);
    arena_release(&r->scratch);
    arena_release(&own);
    return read;
}
