/*
 * Words and phrases: by the full-text index, or by the texts themselves where few of them come into
 * question.
 *
 * What begins with some letters is asked for word by word. FTS5 itself would join the lists of all
 * such words, with every place in them, before it gives the first row; that takes twice as long,
 * and nothing can stop it meanwhile.
 */
#include "catalog/found.h"

#include "catalog/fulltext.h"
#include "catalog/phrases.h"
#include "catalog/texts.h"
#include "catalog/tokens.h"
#include "text/utf8.h"

struct asking {
    struct finding *finding;
    struct catalog *c;
    const struct clause *t;
    const struct stretch *s;
    struct phrase phrase;
    struct bits out;
    struct arena *arena;
};

/* -- By the texts ------------------------------------------------------------------------------ */

static bool stands_in_one(struct asking *k, size_t n)
{
    struct arena scratch = {0};
    struct fulltext_texts texts;
    const struct phrase *p = &k->phrase;
    bool found = fulltext_texts(k->c, (int64_t)n, &scratch, &texts) &&
                 (phrase_stands_in(p, texts.title, &scratch) ||
                  (k->t->field == TERM_TEXT && (phrase_stands_in(p, texts.summary, &scratch) ||
                                                phrase_stands_in(p, texts.body, &scratch))));
    arena_release(&scratch);
    return found;
}

static struct bits look_into_texts(struct asking *k, const struct bits *among)
{
    struct bits found = bits_make(k->arena, among->size);
    for (size_t i = bits_next(among, 0); i < among->size && !db_stopped(k->c);
         i = bits_next(among, i + 1))
        if (stands_in_one(k, k->s->first + i))
            bits_add(&found, i);
    return found;
}

/* -- By the index ------------------------------------------------------------------------------ */

void match_append(struct buf *out, const char *columns, str text, bool prefix)
{
    buf_append(out, str_of(columns));
    buf_append(out, *columns != '\0' ? STR(" : \"") : STR("\""));
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, text.ptr[i]);
    }
    buf_append(out, prefix ? STR("\" *") : STR("\""));
}

/* Adds to what is found in the stretch. */
static void ask_index(struct asking *k, str text, bool prefix)
{
    struct buf match = {0};
    match_append(&match, k->t->field == TERM_TITLE ? "{title}" : "{title summary body}", text,
                 prefix);
    struct query q = texts_query(k->c, "SELECT rowid FROM fulltext WHERE fulltext MATCH ? "
                                       "AND rowid BETWEEN ? AND ?");
    query_str(&q, buf_str(&match));
    query_size(&q, k->s->first);
    query_size(&q, k->s->first + k->s->among.size);
    while (!db_stopped(k->c) && query_row(&q))
        bits_add(&k->out, query_size_at(&q, 0) - k->s->first);
    query_end(&q);
    texts_done(k->c);
    buf_release(&match);
}

/* -- Words that begin so ----------------------------------------------------------------------- */

/* The words of the index, each at the places where it stands. */
static struct query words_from(struct catalog *c, str word)
{
    if (texts_open(c))
        sql_execute(&c->texts.sql, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word "
                                   "USING fts5vocab(main, fulltext, instance)");
    struct query q = texts_query(c, "SELECT term FROM temp.word WHERE term >= ? LIMIT 1");
    query_str(&q, word);
    return q;
}

void find_nothing(struct catalog *c)
{
    struct arena scratch = {0};
    struct finding f = {.c = c, .arena = &scratch};
    const struct clause nothing = {.kind = CLAUSE_TERM, .field = TERM_TEXT, .text = STR("")};
    const struct stretch s = {0};
    struct query q = words_from(c, STR(""));
    query_end(&q);
    ask_index(&(struct asking){.finding = &f, .c = c, .t = &nothing, .s = &s}, nothing.text, false);
    arena_release(&scratch);
}

/* The token, if it is the only one; else absent. */
struct only {
    struct arena *arena;
    str token;
    size_t count;
};

static int take_token(void *user, const struct token *t)
{
    struct only *only = user;
    only->token = only->count++ == 0 ? arena_str(only->arena, t->text) : (str){0};
    return 0;
}

static str only_token(str text, enum tokens_of of, struct arena *a)
{
    struct only only = {.arena = a};
    tokens_each(text, of, take_token, &only);
    return only.token;
}

/* How the words of the index begin that are meant. Absent where FTS5 has to be asked: of a phrase,
 * and of a letter, which the index has as one word that no text spells. */
static str beginning_of(const struct clause *t, struct arena *a)
{
    str token = only_token(t->text, TOKENS_OF_PREFIX, a);
    return t->prefix && token.len > 0 && (unsigned char)token.ptr[0] >= ' ' ? token : (str){0};
}

static struct finding_words *words_of(struct finding *f, const struct clause *t)
{
    for (size_t i = 0; i < f->words.len; i++)
        if (f->words.items[i].term == t)
            return &f->words.items[i];
    struct finding_words *w = VEC_PUSH(f->arena, &f->words);
    *w = (struct finding_words){.term = t, .beginning = beginning_of(t, f->arena)};
    w->whole = !str_present(w->beginning);
    return w;
}

/* Adds the next of them; false if there is none. What would be taken for another word, were it
 * asked for, has no place here: then FTS5 is asked for all. */
static bool add_word(struct finding *f, struct finding_words *w)
{
    struct buf from = {0};
    buf_append(&from, w->len > 0 ? w->items[w->len - 1] : w->beginning);
    if (w->len > 0)
        buf_byte(&from, '\0');
    struct query q = words_from(f->c, buf_str(&from));
    str word = query_row(&q) ? query_str_at(&q, 0, f->arena) : (str){0};
    query_end(&q);
    texts_done(f->c);
    buf_release(&from);
    w->whole = !str_present(word) || !str_starts(word, w->beginning) || db_stopped(f->c);
    if (!w->whole && !str_eq(only_token(word, TOKENS_OF_QUERY, f->arena), word)) {
        w->whole = true;
        w->beginning = (str){0};
    }
    if (!w->whole)
        *VEC_PUSH(f->arena, w) = word;
    return !w->whole;
}

/* Few words begin so: they are asked for as any others are. */
static bool are_few_words(struct finding *f, const struct clause *t)
{
    enum { FEW = 4 };
    struct finding_words *w = words_of(f, t);
    while (w->len <= FEW && !w->whole)
        add_word(f, w);
    return str_present(w->beginning) && w->len <= FEW;
}

enum price find_words_price(struct finding *f, const struct clause *t)
{
    if (t->prefix && !are_few_words(f, t))
        return JOINED;
    return t->exact ? READ : CHEAP;
}

/* False: FTS5 has to be asked. */
static bool ask_words(struct asking *k)
{
    struct finding_words *w = words_of(k->finding, k->t);
    for (size_t i = 0; i < w->len || (!w->whole && add_word(k->finding, w)); i++) {
        if (bits_hold(&k->out, &k->s->among) || db_stopped(k->c))
            break;
        ask_index(k, w->items[i], false);
    }
    return str_present(w->beginning);
}

/* -- All of it --------------------------------------------------------------------------------- */

/* Whether there are at most so many of them. */
static bool are_at_most(const struct bits *b, size_t most)
{
    size_t n = bits_next(b, 0);
    for (; n < b->size && most > 0; most--)
        n = bits_next(b, n + 1);
    return n == b->size;
}

/* So few are read sooner than they are looked up. */
static bool are_few(struct asking *k)
{
    enum { FEW = 3, FEW_FOR_MANY_WORDS = 64 };
    if (are_at_most(&k->s->among, FEW))
        return true;
    return k->t->prefix && are_at_most(&k->s->among, FEW_FOR_MANY_WORDS) &&
           !are_few_words(k->finding, k->t);
}

static bool is_letter(str word)
{
    return word.len > 0 && utf8_next(word, 0) == word.len;
}

/* The index knows words without case and diacritics, and of a letter that begins a word only where
 * it does so first: in both cases the texts themselves decide. */
struct bits find_words(struct finding *f, const struct clause *t, const struct stretch *s,
                       struct arena *a)
{
    struct asking k = {.finding = f, .c = f->c, .t = t, .s = s, .arena = a};
    k.phrase = phrase_of(t, a);
    if (are_few(&k))
        return look_into_texts(&k, &s->among);
    k.out = bits_make(a, s->among.size);
    const struct word *last = k.phrase.count > 1 ? &k.phrase.words[k.phrase.count - 1] : NULL;
    bool cut = t->prefix && last && is_letter(last->text);
    if (cut)
        ask_index(&k, str_sub(t->text, 0, last->start), false);
    else if (!t->prefix || !ask_words(&k))
        ask_index(&k, t->text, t->prefix);
    bits_keep(&k.out, &s->among);
    return cut || t->exact ? look_into_texts(&k, &k.out) : k.out;
}
