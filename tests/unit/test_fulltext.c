/* The full-text index: what it finds is what a scan of the files finds, whatever happened to them.
 */
#include "catalog/fulltext.h"

#include "base/bits.h"
#include "catalog/texts.h"
#include "catalog/tokens.h"
#include "tests/unit/refreshed.h"
#include "text/unicode.h"

#include <limits.h>
#include <unistd.h>

/* -- What the index says ------------------------------------------------------------------------
 */

/* The ids found, in their order, one a line. */
static str found(struct fixture *f, const char *match)
{
    struct buf ids = {0};
    struct bits rows = bits_make(&f->arena, db_numbers(f->c, "SELECT max(n) FROM brief"));
    db_read(f->c);
    struct query q = texts_query(f->c, "SELECT rowid FROM fulltext WHERE fulltext MATCH ?");
    query_cstr(&q, match);
    while (query_row(&q))
        bits_add(&rows, query_size_at(&q, 0));
    texts_done(f->c);
    q = db_query(f->c, "SELECT n, id FROM brief ORDER BY id");
    while (query_row(&q))
        if (bits_has(&rows, query_size_at(&q, 0)))
            buf_printf(&ids, "%.*s\n", STR_FMT(query_view_at(&q, 1)));
    assert_ok(db_done(f->c));
    str copy = arena_printf(&f->arena, "%.*s", STR_FMT(buf_str(&ids)));
    buf_release(&ids);
    return copy;
}

/* A number in the second file. */
static int64_t in_texts(struct fixture *f, const char *sql)
{
    struct query q = texts_query(f->c, sql);
    int64_t n = query_row(&q) ? query_int_at(&q, 0) : 0;
    query_end(&q);
    texts_done(f->c);
    assert_ok(db_error(f->c));
    return n;
}

static void write_pair(struct fixture *f, const char *name, const char *article,
                       const char *sidecar)
{
    char path[64];
    snprintf(path, sizeof path, "%s.md", name);
    tree_write(&f->tree, path, article);
    snprintf(path, sizeof path, "%s.yaml", name);
    tree_write(&f->tree, path, sidecar);
}

static void every_column_is_searched(void **state)
{
    struct fixture *f = *state;
    write_pair(f, "a", "# The Título\n\nTokio met *Man*ila.\n",
               "summary: In short\nentities:\n- {id: t, name: Tokio, aliases: [Edo, 東京都]}\n"
               "- {id: m, name: Absent}\n");
    write_pair(f, "b", "# Other\n\nNothing of titulo in 東京.\n", "date: 2024\n");
    refresh(f);
    assert_str(found(f, "TITULO"), "a\nb\n");
    assert_str(found(f, "title: titulo"), "a\n");
    assert_str(found(f, "summary: short"), "a\n");
    assert_str(found(f, "names: edo"), "a\n");
    assert_str(found(f, "names: absent"), "");
    assert_str(found(f, "body: manila"), "a\n");
    assert_str(found(f, "\"met manila\""), "a\n");
    assert_str(found(f, "\"manila met\""), "");
    assert_str(found(f, "東京"), "a\nb\n");
    assert_str(found(f, "body: 京"), "b\n");
    assert_str(found(f, "body: 京*"), "b\n");
    assert_str(found(f, "m*"), "a\n");
    assert_str(found(f, "title: n*"), "");
    assert_str(found(f, "body: n*"), "b\n");
    assert_str(found(f, "ti*"), "a\nb\n");
}

static void the_text_is_kept(void **state)
{
    struct fixture *f = *state;
    struct buf long_text = {0};
    for (int i = 0; i < 400; i++)
        buf_printf(&long_text, "word%d and ", i % 7);
    buf_byte(&long_text, '.');
    str text = arena_str(&f->arena, buf_str(&long_text));
    tree_write(&f->tree, "long.txt", text.ptr);
    tree_write(&f->tree, "short.txt", "É");
    tree_write(&f->tree, "none.txt", "");
    refresh(f);
    db_read(f->c);
    int64_t n[3];
    n[0] = db_number(f->c, "SELECT n FROM brief WHERE id = 'long'");
    n[1] = db_number(f->c, "SELECT n FROM brief WHERE id = 'short'");
    n[2] = db_number(f->c, "SELECT n FROM brief WHERE id = 'none'");
    const char *const bodies[] = {text.ptr, "É", ""};
    struct fulltext_texts texts;
    for (int i = 0; i < 3; i++) {
        assert_true(fulltext_texts(f->c, n[i], &f->arena, &texts));
        assert_str(texts.body, bodies[i]);
    }
    assert_false(fulltext_texts(f->c, 999, &f->arena, &texts));
    assert_false(str_present(texts.body));
    assert_true(in_texts(f, "SELECT max(length(packed)) FROM document") < 1000);
    assert_ok(db_done(f->c));
    buf_release(&long_text);
}

/* -- After any changes --------------------------------------------------------------------------
 */

static const char *const vocabulary[] = {"Tokyo",  "tokyo", "Manila", "ÉTÉ",  "ete",
                                         "summit", "東京",  "京都",   "서울", "state",
                                         "Straße", "s",     "x1"};
enum { VOCABULARY = sizeof vocabulary / sizeof *vocabulary, BRIEFINGS = 10 };

static void add_words(struct buf *out, struct random *r, size_t count)
{
    while (count-- > 0)
        buf_printf(out, "%s%s", vocabulary[random_below(r, VOCABULARY)],
                   random_below(r, 5) == 0 ? ". " : " ");
}

static void change_something(struct fixture *f, struct random *r)
{
    struct buf article = {0}, sidecar = {0};
    char name[16], path[32];
    snprintf(name, sizeof name, "b%zu", random_below(r, BRIEFINGS));
    snprintf(path, sizeof path, "%s.md", name);
    buf_append(&article, STR("# "));
    add_words(&article, r, 2);
    buf_append(&article, STR("\n\n"));
    add_words(&article, r, random_below(r, 12));
    buf_byte(&article, '\0');
    if (random_below(r, 2) == 0) {
        buf_append(&sidecar, STR("summary: "));
        add_words(&sidecar, r, 1 + random_below(r, 3));
    }
    buf_printf(&sidecar, "\nentities: [{id: e, name: Tokyo, aliases: [%s]}]\n",
               vocabulary[random_below(r, VOCABULARY)]);
    buf_byte(&sidecar, '\0');
    switch (random_below(r, 8)) {
    case 0:
        if (access(tree_path(&f->tree, path, (char[PATH_MAX]){0}), F_OK) == 0)
            tree_delete(&f->tree, path);
        break;
    case 1:
        tree_write(&f->tree, "entities.yaml",
                   random_below(r, 2) == 0 ? "entities: [{id: m, name: Manila, aliases: [state]}]\n"
                                           : "entities: []\n");
        break;
    default:
        write_pair(f, name, article.ptr, sidecar.ptr);
        break;
    }
    buf_release(&article);
    buf_release(&sidecar);
}

struct scan_for {
    str word;
    bool prefix, found;
};

static int compare(void *user, const struct token *t)
{
    struct scan_for *s = user;
    bool same = s->prefix ? str_starts(t->text, s->word) : str_eq(t->text, s->word);
    s->found = s->found || same;
    return 0;
}

static bool says(str text, str word, bool prefix)
{
    struct scan_for s = {.word = word, .prefix = prefix};
    tokens_each(text, TOKENS_OF_TEXT, compare, &s);
    return s.found;
}

/* The ids of those whose files, loaded anew, have the word. */
static str scanned(struct fixture *f, str word, bool prefix)
{
    struct buf ids = {0};
    for (int i = 0; i < BRIEFINGS; i++) {
        struct unit unit;
        struct briefing *b = NULL;
        struct diag_list refused = {.arena = &f->arena};
        str id = arena_printf(&f->arena, "b%d", i);
        struct err e = library_find(&f->lib, id, &f->arena, &unit);
        if (!err_failed(&e))
            e = library_load(&f->lib, &unit, &f->arena, &b, &refused);
        if (err_failed(&e) || b == NULL)
            continue;
        bool has = says(b->title, word, prefix) || says(b->document.text, word, prefix) ||
                   (str_present(b->summary) && says(b->summary, word, prefix));
        for (size_t k = 0; k < b->entity_count; k++) {
            const struct entity *e_k = &b->entities[k];
            if (briefing_mention_count(b, k) == 0)
                continue;
            has = has || says(e_k->name.text, word, prefix);
            for (size_t j = 0; j < e_k->alias_count; j++)
                has = has || says(e_k->aliases[j].text, word, prefix);
        }
        if (has)
            buf_printf(&ids, "%.*s\n", STR_FMT(id));
    }
    str copy = arena_printf(&f->arena, "%.*s", STR_FMT(buf_str(&ids)));
    buf_release(&ids);
    return copy;
}

static void assert_found_as_scanned(struct fixture *f, int round)
{
    library_forget(&f->lib);
    for (size_t i = 0; i < VOCABULARY; i++)
        for (int prefix = 0; prefix < 2; prefix++) {
            str word = unicode_fold_marks(str_of(vocabulary[i]), &f->arena);
            char match[80];
            snprintf(match, sizeof match, "\"%s\"%s", vocabulary[i], prefix ? "*" : "");
            str expected = scanned(f, word, prefix != 0), actual = found(f, match);
            if (!str_eq(expected, actual))
                fail_msg("round %d, %s: a scan finds\n%.*sthe index\n%.*s", round, match,
                         STR_FMT(expected), STR_FMT(actual));
        }
}

/* Nothing is left of what was removed: every word of the index is of a text that is kept, and every
 * text is of a briefing that is there. */
static void assert_nothing_left(struct fixture *f)
{
    in_texts(f, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words "
                "USING fts5vocab(main, fulltext, instance)");
    assert_int_equal(in_texts(f, "SELECT count(*) FROM temp.words WHERE doc NOT IN "
                                 "(SELECT n FROM document)"),
                     0);
    assert_int_equal(in_texts(f, "SELECT count(*) FROM document"),
                     db_number(f->c, "SELECT count(*) FROM brief"));
}

static void after_any_changes_it_finds_what_a_scan_finds(void **state)
{
    struct fixture *f = *state;
    const uint64_t seed = UINT64_C(0xf7e5);
    print_message("seed %llx\n", (unsigned long long)seed);
    struct random r = {seed};
    for (int round = 0; round < 25; round++) {
        for (size_t i = round == 0 ? 20 : 1 + random_below(&r, 5); i > 0; i--)
            change_something(f, &r);
        refresh(f);
        assert_found_as_scanned(f, round);
        assert_nothing_left(f);
        arena_release(&f->arena);
    }
    for (int i = 0; i < BRIEFINGS; i++) {
        char path[32];
        snprintf(path, sizeof path, "b%d.md", i);
        if (access(tree_path(&f->tree, path, (char[PATH_MAX]){0}), F_OK) == 0)
            tree_delete(&f->tree, path);
    }
    refresh(f);
    assert_int_equal(in_texts(f, "SELECT count(*) FROM temp.words"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(every_column_is_searched),
        TEST_OF(the_text_is_kept),
        TEST_OF(after_any_changes_it_finds_what_a_scan_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
