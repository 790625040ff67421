#include "query/clause.h"

#include "query/term.h"
#include "text/unicode.h"
#include "text/utf8.h"

typedef VEC(struct clause *) clause_list;

/* -- Characters -------------------------------------------------------------------------------- */

/* The character at the place; 0 at the end, which no query holds. */
static uint32_t peek(const struct parser *p)
{
    uint32_t c = 0;
    if (p->at < p->text.len)
        utf8_decode(p->text, p->at, &c, NULL);
    return c;
}

static bool accept(struct parser *p, char c)
{
    if (peek(p) != (uint32_t)c)
        return false;
    p->at++;
    return true;
}

static void skip_space(struct parser *p)
{
    while (unicode_is_space(peek(p)))
        p->at = utf8_next(p->text, p->at);
}

/* True of the end too. */
static bool ends_word(uint32_t c)
{
    return c == 0 || c == '(' || c == ')' || c == '"' || unicode_is_space(c);
}

static str word_at(const struct parser *p)
{
    struct parser ahead = *p;
    while (!ends_word(peek(&ahead)))
        ahead.at = utf8_next(ahead.text, ahead.at);
    return str_sub(p->text, p->at, ahead.at);
}

static bool at_or(const struct parser *p)
{
    return str_eq(word_at(p), STR("OR"));
}

/* -- Values ------------------------------------------------------------------------------------ */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A name of letters and a colon. */
static bool read_field(struct parser *p, struct clause *t)
{
    size_t colon = p->at;
    while (colon < p->text.len && is_letter(p->text.ptr[colon]))
        colon++;
    if (colon == p->at || colon == p->text.len || p->text.ptr[colon] != ':')
        return true;
    str name = str_sub(p->text, p->at, colon);
    t->field = term_field_find(name);
    if (t->field == TERM_TEXT)
        return term_no_field(p, name);
    p->at = colon + 1;
    return true;
}

static bool read_phrase(struct parser *p, struct clause *t)
{
    size_t open = p->at++;
    struct buf text = {0};
    while (p->at < p->text.len && p->text.ptr[p->at] != '"') {
        bool escape = p->text.ptr[p->at] == '\\' && p->at + 1 < p->text.len &&
                      (p->text.ptr[p->at + 1] == '"' || p->text.ptr[p->at + 1] == '\\');
        p->at += escape;
        buf_byte(&text, p->text.ptr[p->at++]);
    }
    t->text = arena_str(p->arena, buf_str(&text));
    buf_release(&text);
    if (!accept(p, '"'))
        return parser_fault(p, open, "this quotation mark is not closed");
    if (str_trim(t->text).len == 0)
        return parser_fault(p, open, "there is nothing between the quotation marks");
    t->prefix = accept(p, '*');
    return true;
}

static bool read_word(struct parser *p, struct clause *t)
{
    str word = word_at(p);
    size_t star = str_find_byte(word, '*', 0);
    t->prefix = star != STR_NONE;
    if (t->prefix && star + 1 < word.len)
        return parser_fault(p, p->at + star, "* may stand only at the end of a word");
    if (star == 0)
        return parser_fault(p, p->at, "* needs the beginning of a word before it");
    t->text = arena_str(p->arena, str_sub(word, 0, star));
    p->at += word.len;
    return true;
}

static bool read_value(struct parser *p, struct clause *t)
{
    if (peek(p) == '"')
        return read_phrase(p, t);
    if (!ends_word(peek(p)))
        return read_word(p, t);
    if (t->exact)
        return parser_fault(p, p->at, "= needs a word or a phrase right after it");
    return parser_fault(p, p->at, "%s: needs a value right after the colon",
                        term_field_name(t->field));
}

static struct clause *parse_term(struct parser *p)
{
    struct clause *t = ARENA_NEW(p->arena, struct clause);
    t->at = p->at;
    if (!read_field(p, t))
        return NULL;
    size_t value = p->at;
    t->exact = accept(p, '=');
    return read_value(p, t) && term_settle(p, t, value) ? t : NULL;
}

/* -- What is made of terms --------------------------------------------------------------------- */

static struct clause *parse_any(struct parser *p);

static struct clause *parse_group(struct parser *p)
{
    size_t open = p->at++;
    if (++p->depth > CLAUSE_DEPTH) {
        parser_fault(p, open, "parentheses nest deeper than %d levels", CLAUSE_DEPTH);
        return NULL;
    }
    skip_space(p);
    if (peek(p) == ')') {
        parser_fault(p, open, "there is nothing between the parentheses");
        return NULL;
    }
    bool more = peek(p) != 0;
    struct clause *c = more ? parse_any(p) : NULL;
    if (!more || (c != NULL && !accept(p, ')'))) {
        parser_fault(p, open, "this parenthesis is not closed");
        return NULL;
    }
    p->depth--;
    return c;
}

static struct clause *negation(struct parser *p, struct clause *c, size_t at)
{
    if (c->kind == CLAUSE_NOT)
        return c->parts[0];
    struct clause *not = ARENA_NEW(p->arena, struct clause);
    *not = (struct clause){.kind = CLAUSE_NOT, .at = at, .part_count = 1};
    not ->parts = ARENA_ARRAY(p->arena, struct clause *, 1);
    not ->parts[0] = c;
    return not ;
}

static struct clause *parse_one(struct parser *p)
{
    size_t start = p->at;
    bool negated = false;
    while (accept(p, '-'))
        negated = !negated;
    uint32_t c = peek(p);
    if (p->at > start && (c == 0 || c == ')' || unicode_is_space(c))) {
        parser_fault(p, start, "- needs right after it what must not be found");
        return NULL;
    }
    struct clause *one = c == '(' ? parse_group(p) : parse_term(p);
    return one != NULL && negated ? negation(p, one, start) : one;
}

static void add(struct parser *p, clause_list *list, enum clause_kind kind, struct clause *c)
{
    if (c->kind != kind) {
        *VEC_PUSH(p->arena, list) = c;
        return;
    }
    for (size_t i = 0; i < c->part_count; i++)
        *VEC_PUSH(p->arena, list) = c->parts[i];
}

static struct clause *joined(struct parser *p, const clause_list *list, enum clause_kind kind)
{
    if (list->len == 1)
        return list->items[0];
    struct clause *c = ARENA_NEW(p->arena, struct clause);
    *c = (struct clause){
        .kind = kind, .at = list->items[0]->at, .parts = list->items, .part_count = list->len};
    return c;
}

/* `before`: where the OR stands that this comes after; STR_NONE if there is none. */
static struct clause *parse_all(struct parser *p, size_t before)
{
    clause_list list = {0};
    for (skip_space(p); peek(p) != 0 && peek(p) != ')' && !at_or(p); skip_space(p)) {
        struct clause *c = parse_one(p);
        if (c == NULL)
            return NULL;
        add(p, &list, CLAUSE_ALL, c);
    }
    if (list.len != 0)
        return joined(p, &list, CLAUSE_ALL);
    if (before != STR_NONE)
        parser_fault(p, before, "OR needs something after it");
    else if (at_or(p))
        parser_fault(p, p->at, "OR needs something before it");
    else
        parser_fault(p, p->at, peek(p) == 0 ? "the query is empty" : "this closes no parenthesis");
    return NULL;
}

static struct clause *parse_any(struct parser *p)
{
    clause_list list = {0};
    for (size_t before = STR_NONE;; p->at = before + 2) {
        struct clause *c = parse_all(p, before);
        if (c == NULL)
            return NULL;
        add(p, &list, CLAUSE_ANY, c);
        if (!at_or(p))
            return joined(p, &list, CLAUSE_ANY);
        before = p->at;
    }
}

/* -- All of it --------------------------------------------------------------------------------- */

static bool check_characters(struct parser *p)
{
    for (size_t at = 0; at < p->text.len;) {
        uint32_t c;
        bool valid;
        size_t len = utf8_decode(p->text, at, &c, &valid);
        if (!valid)
            return parser_fault(p, at, "this is not valid UTF-8");
        if (at + len > CLAUSE_BYTES)
            return parser_fault(p, at, "the query is longer than %d bytes", CLAUSE_BYTES);
        if (unicode_is_control(c) && !unicode_is_space(c))
            return parser_fault(p, at, "control characters cannot be searched for");
        at += len;
    }
    return true;
}

struct clause *clause_parse(str query, struct arena *a, struct clause_fault *fault)
{
    *fault = (struct clause_fault){0};
    struct parser p = {.text = query, .arena = a, .fault = fault};
    struct clause *c = check_characters(&p) ? parse_any(&p) : NULL;
    if (c == NULL || p.at == query.len)
        return c;
    parser_fault(&p, p.at, "this closes no parenthesis");
    return NULL;
}
