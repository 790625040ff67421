/*
 * The manual says what is so: its pages are well formed, every command, code, variable, setting and
 * field is in it, and its examples work.
 */
#include "base/arena.h"
#include "base/diag.h"
#include "command/command.h"
#include "query/clause.h"
#include "tests/support/cmocka.h"
#include "tests/support/pasted.h"
#include "tests/support/program.h"

#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONTENT ATTACHE_SOURCE "/content"

static int make(void **state)
{
    static struct tree tree;
    char content[PATH_MAX];
    tree_make(&tree, NULL, 0);
    *state = &tree;
    return symlink(CONTENT, tree_path(&tree, "content", content));
}

static int remove_tree(void **state)
{
    tree_remove(*state);
    return 0;
}

/* What a call says that must go well; to be freed by the caller's outcome_release. */
static struct outcome well(const struct tree *tree, const char *const *args)
{
    struct outcome o = program_run(tree, &(struct program){.args = args});
    assert_string_equal(o.err, "");
    assert_int_equal(o.status, 0);
    assert_true(o.out_size > 0);
    return o;
}

static struct outcome shell(const struct tree *tree, const char *script)
{
    const struct program sh = {.path = "/bin/sh", .args = STRINGS("-c", script)};
    return program_run(tree, &sh);
}

static void assert_says(str text, const char *what)
{
    if (str_find(text, str_of(what), 0) == STR_NONE)
        fail_msg("the manual does not say: %s", what);
}

/* -- Pages ------------------------------------------------------------------------------------- */

static void pages_are_well_formed(void **state)
{
    static const char *const pages[] = {"attache", "attache-format", "attache-query"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char script[256];
        snprintf(script, sizeof script,
                 "\"$ATTACHE\" help --mdoc %s > page && mandoc -Tlint -W warning page", pages[i]);
        struct outcome o = shell(*state, script);
        assert_string_equal(o.out, "");
        assert_string_equal(o.err, "");
        assert_int_equal(o.status, 0);
        outcome_release(&o);
    }
}

/* The terminal and man(1) have the same words. */
static void pages_say_the_same(void **state)
{
    struct outcome o = shell(*state, "words() { tr -cs 'A-Za-z' '\\n' | grep . | sort; }\n"
                                     "\"$ATTACHE\" help query | words > ours\n"
                                     "\"$ATTACHE\" help --mdoc query > page\n"
                                     "mandoc -Tutf8 -Owidth=500 page | sed 's/.\\x08//g' |\n"
                                     "    sed '1,/^NAME/d;$d' | sed 1d | words > theirs\n"
                                     "diff ours theirs");
    assert_string_equal(o.out, "");
    assert_int_equal(o.status, 0);
    outcome_release(&o);
}

static void every_command_has_its_place(void **state)
{
    for (size_t i = 1; commands[i]; i++) {
        char usage[128];
        struct outcome o = well(*state, STRINGS("help", commands[i]->name));
        snprintf(usage, sizeof usage, "attache %s%s%s\n", commands[i]->name,
                 *commands[i]->arguments ? " " : "", commands[i]->arguments);
        assert_says(str_of(o.out), usage);
        assert_says(str_of(o.out), commands[i]->example);
        for (unsigned k = 0; k < OPTION_COUNT; k++) {
            char option[64];
            snprintf(option, sizeof option, "--%s", option_info((enum option)k)->name);
            if (commands[i]->options & (1U << k))
                assert_says(str_of(o.out), option);
        }
        outcome_release(&o);
    }
}

static void every_code_is_explained(void **state)
{
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++) {
        const struct diag_info *info = diag_info(code);
        struct outcome o = well(*state, STRINGS("help", info->name));
        str wrong = str_of(info->wrong), right = str_of(info->right);
        struct arena a = {0};
        assert_says(str_of(o.out), info->severity == DIAG_ERROR_SEVERITY ? "error" : "warning");
        assert_says(str_of(o.out),
                    arena_cstr(&a, str_sub(wrong, 0, str_find_byte(wrong, '\n', 0))));
        assert_says(str_of(o.out),
                    arena_cstr(&a, str_sub(right, 0, str_find_byte(right, '\n', 0))));
        arena_release(&a);
        outcome_release(&o);
    }
}

static void unknown_topics_are_refused(void **state)
{
    static const char *const cases[][2] = {
        {"fromat",              "attache: there is no help on 'fromat'; did you mean 'format'?\n"         },
        {"tmeline",             "attache: there is no help on 'tmeline'; did you mean 'timeline'?\n"      },
        {"bad-dat",             "attache: there is no help on 'bad-dat'; did you mean 'bad-date'?\n"      },
        {"exit-statu",          "attache: there is no help on 'exit-statu'; did you mean 'exit-status'?\n"},
        {"quite another thing",
         "attache: there is no help on 'quite another thing'; `attache help` lists the commands\n"        },
        {"",                    "attache: there is no help on ''; `attache help` lists the commands\n"    },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outcome o = attache(*state, "help", cases[i][0]);
        assert_string_equal(o.out, "");
        assert_string_equal(o.err, cases[i][1]);
        assert_int_equal(o.status, 2);
        outcome_release(&o);
    }
}

/* -- What is read from outside ----------------------------------------------------------------- */

/* The name that begins after each `before` in the sources. */
static void assert_names_are_said(const char *pattern, const char *before, str text)
{
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    size_t names = 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct buf source = {0};
        source_read(found.gl_pathv[i] + strlen(ATTACHE_SOURCE "/"), &source);
        buf_byte(&source, '\0');
        for (const char *at = source.ptr; (at = strstr(at, before)); names++) {
            char name[64];
            at += strlen(before);
            snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "\""), at);
            assert_says(text, name);
        }
        buf_release(&source);
    }
    globfree(&found);
    assert_true(names > 0);
}

static void every_variable_is_named(void **state)
{
    struct outcome o = well(*state, STRINGS("help", "environment"));
    str text = str_of(o.out);
    assert_names_are_said(ATTACHE_SOURCE "/src/main.c", "getenv(\"", text);
    assert_names_are_said(ATTACHE_SOURCE "/src/main.c", "xdg_home(a, \"", text);
    assert_names_are_said(ATTACHE_SOURCE "/ui/*.c", "getenv(\"", text);
    assert_names_are_said(ATTACHE_SOURCE "/ui/spawn.c", "variables[] = {\"", text);
    outcome_release(&o);
}

static void every_field_of_queries_is_named(void **state)
{
#define X(id, name, value) name ":",
    static const char *const fields[] = {TERM_FIELDS(X)};
#undef X
    struct outcome o = well(*state, STRINGS("help", "query"));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        assert_says(str_of(o.out), fields[i]);
    outcome_release(&o);
}

static void every_setting_is_named(void **state)
{
    struct outcome o = well(*state, STRINGS("help", "configuration"));
    struct buf source = {0};
    source_read("ui/config.c", &source);
    str settings = text_between(buf_str(&source), "settings[] = {\n", "};");
    size_t count = 0;
    for (size_t at = 0; (at = str_find(settings, STR("{\""), at)) != STR_NONE; count++) {
        char setting[64];
        at += 2;
        snprintf(setting, sizeof setting, "set %.*s ", (int)(str_find_byte(settings, '"', at) - at),
                 settings.ptr + at);
        assert_says(str_of(o.out), setting);
    }
    assert_true(count >= 2);
    buf_release(&source);
    outcome_release(&o);
}

/* -- Fields ------------------------------------------------------------------------------------ */

static bool is_said(str text, const char *word)
{
    size_t len = strlen(word);
    for (size_t at = 0; (at = str_find(text, str_of(word), at)) != STR_NONE; at++) {
        bool begins = at == 0 || strchr(" (\n", text.ptr[at - 1]);
        bool ends = at + len == text.len || strchr(" ,.:;)\n", text.ptr[at + len]);
        if (begins && ends)
            return true;
    }
    return false;
}

static void assert_fields_are_said(const json_t *value, str text)
{
    const char *name;
    json_t *member;
    size_t i;
    json_object_foreach((json_t *)value, name, member)
    {
        if (!is_said(text, name))
            fail_msg("the manual does not name the field %s", name);
        assert_fields_are_said(member, text);
    }
    json_array_foreach(value, i, member) assert_fields_are_said(member, text);
}

static void every_field_is_named(void **state)
{
    static const char *const calls[][2] = {
        {"show",     "2024/us-japan-summit-preview"},
        {"list",     NULL                          },
        {"entities", NULL                          },
        {"timeline", NULL                          },
        {"timeline", "--promises"                  },
        {"dossier",  "japan"                       },
    };
    struct outcome manual = well(*state, STRINGS("help", "json"));
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct outcome o = well(
            *state, STRINGS("--library", "content", "--format", "json", calls[i][0], calls[i][1]));
        json_t *json = json_loads(o.out, 0, NULL);
        assert_non_null(json);
        assert_fields_are_said(json, str_of(manual.out));
        json_decref(json);
        outcome_release(&o);
    }
    outcome_release(&manual);
}

/* -- Examples ---------------------------------------------------------------------------------- */

/* Runs every line of the page that begins with a prompt, one after another, in a directory that
 * has the library in content/. */
static size_t run_examples(const struct tree *tree, const char *topic)
{
    static const char prompt[] = "\n        $ ";
    static const char prepared[] = "attache() { \"$ATTACHE\" \"$@\"; }\n"
                                   "command -v less >/dev/null || less() { cat; }\nset -e\n";
    struct outcome page = well(tree, STRINGS("help", topic));
    size_t count = 0;
    for (const char *at = page.out; (at = strstr(at, prompt)); count++) {
        char script[1024];
        at += strlen(prompt);
        snprintf(script, sizeof script, "%s%.*s", prepared, (int)strcspn(at, "\n"), at);
        struct outcome o = shell(tree, script);
        if (o.status != 0)
            fail_msg("%s\nstatus %d, %s", script, o.status, o.err);
        outcome_release(&o);
    }
    outcome_release(&page);
    return count;
}

static void examples_work(void **state)
{
    assert_true(run_examples(*state, "attache") > 10);
    assert_int_equal(run_examples(*state, "query"), 2);
}

static void the_library_of_the_format_works(void **state)
{
    (void)state;
    struct tree tree;
    struct buf page = {0};
    tree_make(&tree, NULL, 0);
    source_read("src/command/manual/format.md", &page);
    paste_example(&tree, buf_str(&page), "entities.yaml");
    paste_example(&tree, buf_str(&page), "access.md");
    paste_example(&tree, buf_str(&page), "access.yaml");
    struct outcome check = attache(&tree, "check");
    struct outcome show = attache(&tree, "show", "access");
    tree_remove(&tree);
    buf_release(&page);
    assert_string_equal(check.out, "");
    assert_int_equal(check.status, 0);
    assert_non_null(strstr(show.out, "The prime minister"));
    assert_non_null(strstr(show.out, "Reciprocal access agreement"));
    outcome_release(&check);
    outcome_release(&show);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_well_formed),
        cmocka_unit_test(pages_say_the_same),
        cmocka_unit_test(every_command_has_its_place),
        cmocka_unit_test(every_code_is_explained),
        cmocka_unit_test(unknown_topics_are_refused),
        cmocka_unit_test(every_variable_is_named),
        cmocka_unit_test(every_field_of_queries_is_named),
        cmocka_unit_test(every_setting_is_named),
        cmocka_unit_test(every_field_is_named),
        cmocka_unit_test(examples_work),
        cmocka_unit_test(the_library_of_the_format_works),
    };
    return cmocka_run_group_tests(tests, make, remove_tree);
}
