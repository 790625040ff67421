/*
 * The limits of base/limits.def, at the bound and one past it: what holds as much is read without a
 * word of it, what holds one more is refused or cut, and says so. (Some are tried elsewhere: those
 * of test_limits.c through the program, that of problems in test_diag.c.)
 */
#include "tests/unit/loaded.h"

#include "base/limits.h"

static void repeat(struct buf *out, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_append(out, str_of(text));
}

/* -- Articles ---------------------------------------------------------------------------------- */

static void lines(struct buf *out, size_t count)
{
    repeat(out, "a\n", count);
}

static void headings(struct buf *out, size_t count)
{
    repeat(out, "# a\n", count);
}

static void emphasis(struct buf *out, size_t count)
{
    repeat(out, "*a*\n\n", count / 2);
    repeat(out, "a\n", count % 2);
}

static void escapes(struct buf *out, size_t count)
{
    buf_append(out, STR("a"));
    repeat(out, "\\*a", count / 2);
    repeat(out, "&lt;", count - count / 2 - 1);
}

static void items(struct buf *out, size_t count)
{
    repeat(out, "- a\n", count / 2);
    repeat(out, "# a\n", count % 2);
}

static void brackets(struct buf *out, size_t count)
{
    repeat(out, "a\n\n", 3);
    repeat(out, "[", count);
}

static void quotations(struct buf *out, size_t count)
{
    repeat(out, "> > a\n", count / 2);
    repeat(out, "> a\n", count % 2);
}

static void addresses(struct buf *out, size_t count)
{
    repeat(out, "www.a.b ", count);
    buf_append(out, STR("\n\nwww.a.b\n"));
}

/* Of a definition that is as long as all that uses it is short, and that is a mebibyte long. */
static void references(struct buf *out, size_t times)
{
    buf_append(out, STR("[a]: /"));
    buf_fill(out, 'u', 1 << 20);
    buf_append(out, STR("\n\n"));
    repeat(out, "[a] ", times > LIMIT_GROWTH ? LIMIT_GROWTH + 2 : LIMIT_GROWTH);
}

/* -- Sidecars ---------------------------------------------------------------------------------- */

static void anchors(struct buf *out, size_t count)
{
    buf_append(out, STR("x-a:\n"));
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "- &a%zu a\n", i);
}

static void bad_aliases(struct buf *out, size_t count)
{
    buf_append(out, STR("x-a:\n"));
    repeat(out, "- *a\n", count);
}

static void directives(struct buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%%TAG !a%zu! b\n", i);
    buf_append(out, STR("---\nx-a: b\n"));
}

static void topics(struct buf *out, size_t count)
{
    buf_append(out, STR("topics:\n"));
    repeat(out, "- a\n", count);
}

/* A list of lists: the names of an entity, the topics of the briefing and those of an agreement. */
static void many_lists(struct buf *out, size_t count)
{
    buf_append(out, STR("entities:\n- id: e\n  name: E\n  aliases:\n"));
    repeat(out, "  - b\n", LIMIT_ITEMS);
    topics(out, LIMIT_ITEMS);
    buf_append(out, STR("agreements:\n- id: a\n  topics:\n"));
    repeat(out, "  - b\n", count - 2 * (size_t)LIMIT_ITEMS - 2);
}

static void notes(struct buf *out, size_t count)
{
    buf_append(out, STR("agreements:\n- id: a\nnotes:\n"));
    repeat(out, "- {quote: a, text: b}\n", count - 1);
}

static void milestones(struct buf *out, size_t count)
{
    buf_append(out, STR("agreements:\n- id: a\n  milestones:\n"));
    repeat(out, "  - {}\n", count);
}

/* -- All of them ------------------------------------------------------------------------------- */

static bool says(struct loaded *t, const char *what)
{
    return strstr(loaded_diags(t, "a"), what) != NULL;
}

static void put(struct loaded *t, const char *path, struct buf *content)
{
    tree_write_bytes(&t->tree, path, content->ptr, content->len);
    buf_release(content);
}

/* An article that is one long word. */
static void put_letters(struct loaded *t, size_t count)
{
    struct buf article = {0};
    buf_fill(&article, 'z', count);
    put(t, "a.md", &article);
}

static void are_kept_to_the_last_one(void **state)
{
    static const struct {
        const char *path;
        void (*make)(struct buf *out, size_t count);
        size_t limit;
        const char *says; /* of one more */
    } limits[] = {
        {"a.md",   lines,       LIMIT_LINES,       "has more than 1000000 lines [too-large]"             },
        {"a.md",   headings,    LIMIT_MARKUP,      "more than 500000 pieces of markup"                   },
        {"a.md",   emphasis,    LIMIT_MARKUP,      "more than 500000 pieces of markup"                   },
        {"a.md",   items,       LIMIT_MARKUP,      "more than 500000 pieces of markup"                   },
        {"a.md",   escapes,     LIMIT_MARKUP,      "more than 500000 pieces of markup"                   },
        {"a.md",   brackets,    LIMIT_SIGNS,       "more than 1000000 signs of markup"                   },
        {"a.md",   quotations,  LIMIT_MARKERS,     "more than 1000000 signs of list items"               },
        {"a.md",   addresses,   LIMIT_BARE_LINKS,  "more than 10000 bare links in one paragraph"         },
        {"a.md",   references,  LIMIT_GROWTH,      "more than 4 times the file [too-large]"              },
        {"a.yaml", anchors,     LIMIT_ANCHORS,     "more than 100000 anchors [alias]"                    },
        {"a.yaml", bad_aliases, LIMIT_BAD_ALIASES, "more than 10000 aliases that stand for"              },
        {"a.yaml", directives,  LIMIT_DIRECTIVES,  "more than 100 directives [yaml]"                     },
        {"a.yaml", topics,      LIMIT_ITEMS,       "a.yaml:100002:3: error: more than 100000 in 'topics'"},
        {"a.yaml", many_lists,  LIMIT_ALL_ITEMS,   "there are more than 250000: 'topics' and"            },
        {"a.yaml", notes,       LIMIT_STATEMENTS,  "there are more than 25000: 'notes' and"              },
        {"a.yaml", milestones,  LIMIT_MILESTONES,  "more than 10000 in 'milestones'"                     },
    };
    struct loaded *t = *state;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        FILES(t, {"a.md", "a\n"}, {"a.yaml", ""});
        for (size_t past = 0; past < 2; past++) {
            struct buf content = {0};
            limits[i].make(&content, limits[i].limit + past);
            put(t, limits[i].path, &content);
            loaded_open(t, "library");
            if (says(t, limits[i].says) != (past == 1))
                fail_msg("%zu, %zu past: %.200s", i, past, t->text.ptr);
            arena_release(&t->arena);
        }
    }
}

/* -- What is found in a text ------------------------------------------------------------------- */

static void mentions_are_kept_to_the_last_one(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"entities.yaml", "entities:\n- {id: e, name: E}\n- {id: f, name: F}\n"
                               "- {id: g, name: F}\n"});
    for (size_t past = 0; past < 2; past++) {
        struct buf article = {0};
        repeat(&article, "E ", LIMIT_MENTIONS / 2 + past);
        repeat(&article, "[[e]] ", LIMIT_MENTIONS / 2 - 2);
        buf_append(&article, STR("\n\nF\n"));
        put(t, "a.md", &article);
        loaded_open(t, "library");
        assert_int_equal(says(t, "more than 100000 mentions"), past);
        assert_int_equal(t->briefing->mention_count, LIMIT_MENTIONS - 1);
        arena_release(&t->arena);
    }
}

/* Mentions that cover all of a text but the first letters, and one that fills up what is left. */
static void what_mentions_cover_is_kept_to_the_last_letter(void **state)
{
    enum { LETTERS = 1 << 20, LEFT = LIMIT_SAID * (LIMIT_SAID - 1) / 2 };
    struct loaded *t = *state;
    put_letters(t, LETTERS);
    for (int past = 0; past < 2; past++) {
        struct buf sidecar = {0};
        buf_append(&sidecar, STR("entities:\n- id: e\n  name: E\n  mentions:\n"));
        for (int i = 0; i < LIMIT_SAID; i++)
            buf_printf(&sidecar, "  - {span: [%d, %d]}\n", i, LETTERS);
        buf_printf(&sidecar, "  - {span: [0, %d]}\n", LEFT + past);
        put(t, "a.yaml", &sidecar);
        loaded_open(t, "library");
        assert_int_equal(says(t, "more than 64 MiB in all mentions"), past);
        assert_int_equal(t->briefing->mention_count, LIMIT_SAID + 1 - past);
        arena_release(&t->arena);
    }
}

/* Each of two ids is told with each of two candidates: 4 MiB a mention, and two letters. */
static void who_may_be_meant_is_kept_to_the_last_one(void **state)
{
    struct loaded *t = *state;
    struct buf registry = {0}, article = {0};
    buf_append(&registry, STR("entities:\n"));
    for (int first = 'a'; first <= 'b'; first++) {
        buf_printf(&registry, "- {name: E, id: %c", first);
        buf_fill(&registry, 'z', (1 << 20) - 1);
        buf_append(&registry, STR("}\n"));
    }
    put(t, "entities.yaml", &registry);
    repeat(&article, "E ", LIMIT_SAID / 4);
    put(t, "a.md", &article);
    loaded_open(t, "library");
    assert_true(says(t, "a.md:1:31: error: more than 64 MiB in all mentions"));
    assert_int_equal(t->briefing->mention_count, LIMIT_SAID / 4 - 1);
    arena_release(&t->arena);
}

/* By a link and by the bare name: the warning is about the form. */
static void an_ambiguous_form_is_said_once(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"entities.yaml", "entities:\n- {id: e, name: E}\n- {id: f, name: E}\n"},
          {"a.md", "E and [[E]].\n"});
    loaded_open(t, "library");
    assert_true(says(t, "entities.yaml:3:17: warning: 'E' may be 'e' and 'f'"));
    assert_int_equal(t->briefing->mention_count, 2);
    assert_int_equal(t->briefing->diags.len, 1);
    arena_release(&t->arena);
}

static void places_are_looked_for_to_the_last_one(void **state)
{
    struct loaded *t = *state;
    struct buf article = {0};
    char sidecar[100];
    repeat(&article, "e ", LIMIT_PLACES + 1);
    put(t, "a.md", &article);
    for (size_t past = 0; past < 2; past++) {
        snprintf(sidecar, sizeof sidecar,
                 "entities:\n- {id: e, name: E, mentions: [{quote: e, occurrence: %zu}]}\n",
                 LIMIT_PLACES + past);
        tree_write(&t->tree, "a.yaml", sidecar);
        loaded_open(t, "library");
        assert_int_equal(says(t, "[quote-not-found]"), past);
        arena_release(&t->arena);
    }
}

/* Each of these quotes is compared with every letter of the text. */
static void quotes_are_looked_for_to_the_last_one(void **state)
{
    enum { MILLION = 1000000, LETTERS = 4 * MILLION, QUOTES = LIMIT_SEARCHES * MILLION / LETTERS };
    struct loaded *t = *state;
    put_letters(t, LETTERS);
    for (int past = 0; past < 2; past++) {
        struct buf sidecar = {0};
        buf_append(&sidecar, STR("notes:\n"));
        for (int i = 0; i < QUOTES + 1 + past; i++)
            buf_printf(&sidecar, "- {quote: \"%c\", text: a}\n", i < 26 ? 'A' + i : '0' + i - 26);
        put(t, "a.yaml", &sidecar);
        loaded_open(t, "library");
        assert_int_equal(says(t, "looking for quotes took 64 million comparisons"), past);
        arena_release(&t->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOADED_TEST(are_kept_to_the_last_one),
        LOADED_TEST(mentions_are_kept_to_the_last_one),
        LOADED_TEST(what_mentions_cover_is_kept_to_the_last_letter),
        LOADED_TEST(who_may_be_meant_is_kept_to_the_last_one),
        LOADED_TEST(an_ambiguous_form_is_said_once),
        LOADED_TEST(places_are_looked_for_to_the_last_one),
        LOADED_TEST(quotes_are_looked_for_to_the_last_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
