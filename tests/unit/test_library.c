/* Opening and walking: which files make which briefings, and how messages name them. */
#include "tests/unit/loaded.h"

#include <sys/resource.h>
#include <sys/stat.h>

/* -- Walking ----------------------------------------------------------------------------------- */

static void which_files_make_briefings(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"b.md", "b"}, {"a.MarkDown", "a"}, {"a.TXT", "a"}, {"a.yml", ""}, {"a.yaml", ""},
          {"a-b.txt", "a"}, {"c.tar.md", "c"}, {"c.tar.YAML", ""}, {"alone.yaml", ""},
          {"entities.yml", ""}, {"notes.org", "x"}, {".hidden.md", "x"}, {".git/x.md", "x"},
          {"in/x.md", "x"}, {"in/library.yaml", ""}, {"entities.yaml", ""});
    loaded_open(t, "library");
    assert_string_equal(
        loaded_walk(t),
        "scope entities.yaml\n"
        "unit a a.MarkDown a.yaml\n"
        "unit a-b a-b.txt \n"
        "unit b b.md \n"
        "unit c.tar c.tar.md c.tar.YAML\n"
        "scope in/library.yaml\n"
        "unit in/x in/x.md \n"
        "library/a.TXT:1:1: warning: is not read: 'a.MarkDown' has the same id [shadowed]\n"
        "library/a.yml:1:1: warning: is not read: 'a.yaml' has the same id [shadowed]\n"
        "library/alone.yaml:1:1: warning: has no article of the same name beside it "
        "[no-article]\n"
        "library/entities.yml:1:1: warning: has no article of the same name beside it "
        "[no-article]\n");
}

static void what_is_no_file(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"dir.md/x.md", "x"}, {"y.yaml/z.md", "x"}, {"y.md", "y"});
    tree_fifo(&t->tree, "fifo.md");
    tree_fifo(&t->tree, "harmless");
    tree_fifo(&t->tree, "entities.yaml");
    loaded_open(t, "library");
    assert_string_equal(loaded_walk(t),
                        "unit y y.md \n"
                        "library/dir.md:1:1: warning: is a directory, not a file [not-a-file]\n"
                        "library/entities.yaml:1:1: warning: is not a regular file [not-a-file]\n"
                        "library/fifo.md:1:1: warning: is not a regular file [not-a-file]\n"
                        "library/y.yaml:1:1: warning: is a directory, not a file [not-a-file]\n");
}

static void links(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"2024/a.md", "a"});
    tree_symlink(&t->tree, "b.md", "2024/a.md");
    tree_symlink(&t->tree, "2024/up", "..");
    tree_symlink(&t->tree, "latest", "2024");
    tree_symlink(&t->tree, "1999", "2024"); /* the place itself comes before links to it */
    tree_symlink(&t->tree, "c.md", "nowhere.md");
    tree_symlink(&t->tree, "d.md", "/etc/passwd");
    tree_symlink(&t->tree, "e.md", "../home/x.md");
    loaded_open(t, "library");
    const char *seen = loaded_walk(t);
    assert_true(str_starts(str_of(seen), STR("unit b b.md \nunit 2024/a 2024/a.md \n"
                                             "library/c.md:1:1: warning: ")));
    assert_non_null(strstr(seen, "library/d.md:1:1: warning: "));
    assert_non_null(strstr(seen, "library/e.md:1:1: warning: "));
    assert_null(strstr(seen, "latest"));
    size_t warnings = 0;
    for (const char *at = seen; (at = strstr(at, " [link]\n")); at++)
        warnings++;
    assert_int_equal(warnings, 3);
}

static bool finds(struct loaded *t, const char *wanted, const char *article)
{
    struct unit unit;
    struct err e = library_find(&t->lib, str_of(wanted), &t->arena, &unit);
    if (err_failed(&e))
        assert_int_equal(e.code, ERR_NOT_FOUND);
    return article ? !err_failed(&e) && str_eq(unit.article, str_of(article)) : err_failed(&e);
}

/* Places that are hidden, or lie beside each other, are entered through a link, once. */
static void links_to_what_is_entered_in_no_other_way(void **state)
{
    struct loaded *t = *state;
    FILES(t, {".hidden/a.md", "a"}, {".hidden/in/entities.yaml", ""}, {".hidden/in/b.md", "b"});
    tree_symlink(&t->tree, "shown", ".hidden");
    tree_symlink(&t->tree, "twice", ".hidden");
    tree_symlink(&t->tree, "x/inner", "../.hidden/in");
    loaded_open(t, "library");
    assert_string_equal(loaded_walk(t), "unit shown/a shown/a.md \n"
                                        "scope shown/in/entities.yaml\n"
                                        "unit shown/in/b shown/in/b.md \n");
    assert_true(finds(t, "twice/in/b", "twice/in/b.md"));
}

/* To root nobody says no: for a moment it is somebody else. */
static void set_root_apart(const struct loaded *t, bool apart)
{
    if (getuid() == 0)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(t->tree.top, 0711) | chmod(t->tree.root, 0755), 0);
    if (getuid() == 0 && apart)
        assert_int_equal(seteuid(65534), 0);
}

static void a_directory_that_cannot_be_read(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"in/a.md", "a"}, {"b.md", "b"});
    tree_chmod(&t->tree, "in", 0);
    loaded_open(t, "library");
    set_root_apart(t, true);
    const char *seen = loaded_walk(t);
    set_root_apart(t, false);
    assert_non_null(strstr(seen, "library/in:1:1: error: cannot be listed: "));
    assert_non_null(strstr(seen, "unit b b.md \n"));
    tree_chmod(&t->tree, "in", 0700);
    tree_chmod(&t->tree, "b.md", 0);
    set_root_apart(t, true);
    seen = loaded_diags(t, "b");
    set_root_apart(t, false);
    assert_non_null(strstr(seen, " [unreadable]\n"));
}

struct visits {
    size_t left; /* after which the visitor wants no more */
};

static bool goes_on(struct visits *v)
{
    return v->left > 0 && --v->left > 0;
}

static bool visit_directory(void *user, str path, const struct fs_stamp *stamp)
{
    (void)path, (void)stamp;
    return goes_on(user);
}

static bool visit_scope(void *user, const struct scope_file *file)
{
    (void)file;
    return goes_on(user);
}

static bool visit_unit(void *user, const struct unit *unit)
{
    (void)unit;
    return goes_on(user);
}

/* Wherever that is said, the walk ends there; `steps` is after how many it would by itself. */
static void assert_ends_when_told(struct loaded *t, const char *path, size_t steps)
{
    for (size_t n = 1; n <= steps + 1; n++) {
        struct visits v = {.left = n};
        const struct library_visitor visitor = {
            .user = &v, .directory = visit_directory, .scope = visit_scope, .unit = visit_unit};
        struct diag_list diags = {.arena = &t->arena};
        loaded_open(t, path);
        struct err e = library_walk(&t->lib, &visitor, &diags);
        assert_int_equal(e.code, n <= steps ? ERR_CANCELLED : ERR_NONE);
        assert_int_equal(v.left, n <= steps ? 0 : 1);
    }
}

static void a_visitor_may_have_seen_enough(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"library.yaml", ""}, {"entities.yaml", ""}, {"a.md", "a"}, {"in/entities.yaml", ""},
          {"in/b.md", "b"}, {"in/c.md", "c"}, {".hidden/d.md", "d"});
    tree_symlink(&t->tree, "shown", ".hidden");
    assert_ends_when_told(t, "library", 3 + 4 + 3);
    assert_ends_when_told(t, "library/in", 2 + 1 + 3);
    assert_ends_when_told(t, "library/in/b.md", 3 + 1);
}

/* That there is nothing in it any more would be a claim about every briefing. */
static void a_library_that_cannot_be_listed(void **state)
{
    struct loaded *t = *state;
    const struct library_visitor nobody = {0};
    struct diag_list diags = {.arena = &t->arena};
    struct rlimit before, none = {0};
    FILES(t, {"a.md", "a"});
    loaded_open(t, "library");
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    struct err e = library_walk(&t->lib, &nobody, &diags);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_string_equal(e.message, "'library' cannot be listed: Too many open files");
    assert_int_equal(diags.len, 0);
}

static void a_file_that_is_gone(void **state)
{
    struct loaded *t = *state;
    struct unit unit;
    struct briefing *b;
    struct diag_list refused = {.arena = &t->arena};
    FILES(t, {"a.md", "a"}, {"a.yaml", ""});
    loaded_open(t, "library");
    struct err e = library_find(&t->lib, STR("a"), &t->arena, &unit);
    assert_false(err_failed(&e));
    tree_delete(&t->tree, "a.yaml");
    e = library_load(&t->lib, &unit, &t->arena, &b, &refused);
    assert_false(err_failed(&e));
    loaded_add_diags(t, &b->diags);
    tree_delete(&t->tree, "a.md");
    e = library_load(&t->lib, &unit, &t->arena, &b, &refused);
    assert_true(err_failed(&e));
    loaded_add_diags(t, &refused);
    assert_string_equal(loaded_text(t), "library/a.yaml:1:1: error: does not exist [unreadable]\n"
                                        "library/a.md:1:1: error: does not exist [unreadable]\n");
}

/* What is said of it is not even looked at. */
static void a_text_alone(void **state)
{
    struct loaded *t = *state;
    struct document document;
    FILES(t, {"in/a.md", "---\ntitle: T\n---\n# A\n\nThe *text* of [Xi](entity:xi).\n"},
          {"in/a.yaml", "{"});
    loaded_open(t, "library");
    assert_ok(library_load_text(&t->lib, STR("in/a"), &t->arena, &document));
    assert_true(str_ends(document.text, STR("The text of Xi.")));
    assert_true(str_eq(document.heading, STR("A")));
    struct err e = library_load_text(&t->lib, STR("in/b"), &t->arena, &document);
    assert_int_equal(e.code, ERR_NOT_FOUND);
    assert_int_equal(document.text.len, 0);
    tree_write(&t->tree, "in/a.md",
               "\xFF\xFE"
               "a");
    e = library_load_text(&t->lib, STR("in/a"), &t->arena, &document);
    assert_true(err_failed(&e));
    assert_int_equal(document.text.len, 0);
}

/* -- Finding ----------------------------------------------------------------------------------- */

static void finding_a_briefing(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"in/a.md", "a"}, {"in/a.txt", "a"}, {"in/b.md", "b"}, {".h/c.md", "c"},
          {"in/x.md/y.md", "y"}, {"in/b.md.txt", "b"});
    loaded_open(t, "library");
    assert_true(finds(t, "in/a", "in/a.md"));
    assert_true(finds(t, "in/a.txt", "in/a.txt"));
    assert_true(finds(t, "in/b.md", "in/b.md.txt")); /* an id first, then a path */
    assert_true(finds(t, "in/c", NULL));
    assert_true(finds(t, "in", NULL));
    assert_true(finds(t, "", NULL));
    assert_true(finds(t, "in/", NULL));
    assert_true(finds(t, "/in/a", NULL));
    assert_true(finds(t, ".h/c", NULL));
    assert_true(finds(t, "in/x.md/y", NULL));
    assert_true(finds(t, "in/../in/a", NULL));
    assert_true(finds(t, "../library/in/a", NULL));
    loaded_open(t, "library/in/b.md");
    assert_true(finds(t, "in/a", NULL));
    assert_true(finds(t, "b", "b.md"));
    assert_true(finds(t, "b.md", "b.md"));
}

/* -- Opening ----------------------------------------------------------------------------------- */

static void a_part_of_a_library(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"library.yaml", "title: All\n"}, {"entities.yaml", "entities: [{id: a, name: Aa}]\n"},
          {"in/entities.yaml", "entities: [{id: a, aliases: [K, K2]}, {id: b, name: K}]\n"},
          {"in/deep/x.md", "Aa K\n"}, {"in/deep/x.yaml", "titel: x\n"}, {"y.md", "y"});
    loaded_open(t, "library/in/deep");
    assert_true(str_eq(t->lib.inside, STR("in/deep")));
    assert_true(str_eq(t->lib.title, STR("All")));
    assert_string_equal(loaded_walk(t), "scope entities.yaml\nscope library.yaml\n"
                                        "scope in/entities.yaml\n"
                                        "unit x in/deep/x.md in/deep/x.yaml\n");
    assert_string_equal(
        loaded_diags(t, "x"),
        "library/in/deep/x.yaml:1:1: warning: a sidecar has no key 'titel'; did you mean 'title'? "
        "[unknown-key]\n"
        "library/in/entities.yaml:1:53: warning: 'K' may be 'a' and 'b' [ambiguous-alias]\n");
    assert_string_equal(loaded_mentions(t), "Aa auto a\nK auto a|b\n");
    assert_true(finds(t, "in/deep/x.md", "in/deep/x.md"));
    assert_true(finds(t, "y", NULL) && finds(t, "../y", NULL));
    struct arena *a = &t->arena;
    assert_int_equal(chdir("library/in/deep"), 0);
    loaded_open(t, ".");
    assert_true(str_eq(library_display_path(&t->lib, STR("in/deep/x.md"), a), STR("./x.md")));
    assert_true(str_eq(library_display_path(&t->lib, STR("in/entities.yaml"), a),
                       STR("./../entities.yaml")));
    assert_true(str_eq(library_display_path(&t->lib, STR("entities.yaml"), a),
                       STR("./../../entities.yaml")));
}

static void one_article(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"library.yaml", ""}, {"entities.yaml", "entities: [{id: a, name: Aa}]\n"},
          {"in/x.md", "Aa\n"}, {"in/x.yml", "titel: x\n"}, {"in/y.md", "y"},
          {"in/entities.yaml", "entities: []\n"});
    loaded_open(t, "library/in/x.md");
    assert_string_equal(loaded_walk(t), "scope entities.yaml\nscope library.yaml\n"
                                        "scope in/entities.yaml\nunit in/x in/x.md in/x.yml\n");
    assert_string_equal(loaded_diags(t, "in/x"),
                        "library/in/x.yml:1:1: warning: a sidecar has no key 'titel'; did you mean "
                        "'title'? [unknown-key]\n");
    assert_string_equal(loaded_mentions(t), "Aa auto a\n");
    tree_write(&t->tree, "in/x.yaml", "");
    tree_write(&t->tree, "in/y.yml", "");
    assert_string_equal(loaded_walk(t),
                        "scope entities.yaml\nscope library.yaml\n"
                        "scope in/entities.yaml\nunit in/x in/x.md in/x.yaml\n"
                        "library/in/x.yml:1:1: warning: is not read: 'x.yaml' has the same id "
                        "[shadowed]\n");
    struct arena *a = &t->arena;
    assert_true(str_eq(library_display_path(&t->lib, STR("in/x.md"), a), STR("library/in/x.md")));
    assert_true(str_eq(library_display_path(&t->lib, STR("entities.yaml"), a),
                       STR("library/entities.yaml")));
    assert_int_equal(chdir("library/in"), 0);
    loaded_open(t, "x.md");
    assert_true(str_eq(library_display_path(&t->lib, STR("in/x.md"), a), STR("x.md")));
    assert_true(str_eq(library_display_path(&t->lib, STR("in/x.yml"), a), STR("x.yml")));
    assert_true(
        str_eq(library_display_path(&t->lib, STR("entities.yaml"), a), STR("../entities.yaml")));
}

static void without_a_library_file(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"entities.yaml", "entities: [{id: a, name: Aa}]\n"}, {"in/x.md", "Aa\n"});
    loaded_open(t, "library/in/x.md");
    loaded_diags(t, "x");
    assert_int_equal(t->briefing->mention_count, 0);
    loaded_open(t, "library/in/");
    loaded_diags(t, "x");
    assert_int_equal(t->briefing->mention_count, 0);
    assert_true(str_eq(t->lib.given, STR("library/in")));
    loaded_open(t, "library");
    loaded_diags(t, "in/x");
    assert_int_equal(t->briefing->mention_count, 1);
}

static void hidden_things_that_a_person_names(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"library.yaml", ""}, {".in/x.md", "x"}, {".in/.y.md", "y"});
    loaded_open(t, "library/.in");
    assert_string_equal(loaded_walk(t), "scope library.yaml\nunit x .in/x.md \n");
    assert_true(finds(t, "x", ".in/x.md") && finds(t, ".in/x.md", ".in/x.md"));
    assert_true(finds(t, ".y", NULL));
    loaded_open(t, "library/.in/x.md");
    assert_string_equal(loaded_diags(t, ".in/x"), "");
    loaded_open(t, "library/.in/.y.md");
    assert_string_equal(loaded_walk(t), "scope library.yaml\nunit .in/.y .in/.y.md \n");
    assert_string_equal(loaded_diags(t, ".in/.y"), "");
}

static void a_link_that_a_person_names(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", "text\n"});
    assert_int_equal(symlink("library/a.md", "outside.md"), 0);
    assert_int_equal(symlink("library", "other"), 0);
    loaded_open(t, "outside.md");
    assert_string_equal(loaded_diags(t, "outside"), "");
    loaded_open(t, "other");
    assert_string_equal(loaded_diags(t, "a"), "");
    tree_symlink(&t->tree, "b.md", "../home/b.md");
    FILES(t, {"../home/b.md", "titel\n"});
    loaded_open(t, "library/b.md");
    assert_string_equal(loaded_diags(t, "b"), "");
}

static void what_cannot_be_opened(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.pdf", "x"});
    tree_fifo(&t->tree, "f.md");
    static const struct {
        const char *path, *message;
        enum err_code code;
    } cases[] = {
        {"",              "the path of the library is empty",                              ERR_USAGE    },
        {"nowhere",       "cannot open 'nowhere': No such file or directory",              ERR_NOT_FOUND},
        {"library/x.md",  "cannot open 'library/x.md': No such file or directory",         ERR_NOT_FOUND},
        {"library/a.pdf",
         "'library/a.pdf' is neither a directory nor an article (.md, .markdown or .txt)", ERR_USAGE    },
        {"library/f.md",
         "'library/f.md' is neither a directory nor an article (.md, .markdown or .txt)",  ERR_USAGE    },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct library lib;
        struct err e = library_open(&lib, str_of(cases[i].path));
        assert_int_equal(e.code, cases[i].code);
        assert_string_equal(e.message, cases[i].message);
        library_close(&lib);
    }
}

static void what_the_system_lets_nobody_read(void **state)
{
    static const char *const paths[] = {"library/a.md", "library/in"};
    struct loaded *t = *state;
    FILES(t, {"a.md", "a"}, {"in/b.md", "b"});
    tree_chmod(&t->tree, "a.md", 0);
    tree_chmod(&t->tree, "in", 0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct library lib;
        set_root_apart(t, true);
        struct err e = library_open(&lib, str_of(paths[i]));
        set_root_apart(t, false);
        assert_int_equal(e.code, ERR_SYSTEM);
        assert_non_null(strstr(e.message, paths[i]));
        assert_non_null(strstr(e.message, "Permission denied"));
        library_close(&lib);
    }
    tree_chmod(&t->tree, "in", 0700);
}

static void messages_name_what_lies_above_as_it_was_given(void **state)
{
    struct loaded *t = *state;
    struct arena *a = &t->arena;
    FILES(t, {"library.yaml", ""}, {"in/deep/x.md", "x"}, {"other/y.md", "y"});
    loaded_open(t, "library/in/deep");
    assert_true(
        str_eq(library_display_path(&t->lib, STR("other/y.md"), a), STR("library/other/y.md")));
    assert_true(str_eq(library_display_path(&t->lib, STR("in/y.md"), a), STR("library/in/y.md")));
    loaded_open(t, "library/in/deep/x.md");
    assert_true(str_eq(library_display_path(&t->lib, STR("in/other/y.md"), a),
                       STR("library/in/other/y.md")));
    struct diag nowhere = {
        .at = {.file = STR("in/deep/x.md")}, .code = DIAG_EMPTY, .message = STR("x")};
    buf_clear(&t->text);
    library_format_diag(&t->lib, &nowhere, &t->text);
    assert_string_equal(loaded_text(t), "library/in/deep/x.md:1:1: warning: x [empty]");
}

/* The root of the machine is a directory like others; its name is all that it has. */
static void the_root_of_all(void **state)
{
    struct loaded *t = *state;
    loaded_open(t, "//");
    assert_true(str_eq(t->lib.given, STR("")));
    assert_true(str_eq(t->lib.inside, STR("")));
    assert_true(str_eq(t->lib.root.path, STR("/")));
    assert_true(t->lib.title.len > 0);
    assert_true(str_eq(library_display_path(&t->lib, STR("x.md"), &t->arena), STR("/x.md")));
    assert_false(library_is_replaced(&t->lib));
}

static void a_library_may_be_replaced(void **state)
{
    static const char *const ways[] = {"library", "library/in", "library/in/b.md"};
    struct loaded *t = *state;
    FILES(t, {"library.yaml", ""}, {"in/b.md", "b"});
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        loaded_open(t, ways[i]);
        assert_false(library_is_replaced(&t->lib));
        assert_int_equal(rename("library", "moved"), 0);
        assert_true(library_is_replaced(&t->lib));
        assert_int_equal(mkdir("library", 0700), 0);
        assert_true(library_is_replaced(&t->lib));
        assert_int_equal(rmdir("library"), 0);
        assert_int_equal(rename("moved", "library"), 0);
        assert_false(library_is_replaced(&t->lib));
    }
    assert_int_equal(symlink("library", "linked"), 0);
    loaded_open(t, "linked");
    assert_false(library_is_replaced(&t->lib));
    assert_int_equal(unlink("linked"), 0);
    assert_true(library_is_replaced(&t->lib)); /* it is asked for by that name */
}

static void which_articles_a_library_has(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"library.yaml", ""}, {"a.md", "a"}, {"in/b.txt", "b"}, {".c.md", "c"});
    loaded_open(t, "library");
    assert_true(library_has_article(&t->lib, STR("a")));
    assert_true(library_has_article(&t->lib, STR("in/b")));
    assert_false(library_has_article(&t->lib, STR("b")));
    assert_false(library_has_article(&t->lib, STR(".c")));
    assert_false(library_has_article(&t->lib, STR("")));
    loaded_open(t, "library/in");
    assert_true(library_has_article(&t->lib, STR("b")));
    assert_false(library_has_article(&t->lib, STR("../a")));
    loaded_open(t, "library/.c.md");
    assert_true(library_has_article(&t->lib, STR(".c")));
    assert_true(library_has_article(&t->lib, STR("a")));
    assert_false(library_has_article(&t->lib, STR("x")));
}

static void standard_input(void **state)
{
    struct loaded *t = *state;
    int ends[2], saved = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    const char *text = "---\nentities: [{id: a, name: Aa}]\n---\nAa \xFF\n";
    assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    loaded_open(t, "-");
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(ends[0]);
    assert_string_equal(loaded_walk(t), "unit - - \n");
    assert_string_equal(loaded_diags(t, "-"),
                        "-:4:4: warning: bytes that are not UTF-8 are shown as U+FFFD [utf8]\n");
    assert_string_equal(loaded_mentions(t), "Aa auto a\n");
    assert_true(str_eq(t->briefing->title, STR("-")));
    assert_false(library_is_replaced(&t->lib));
}

/* What is no text to be read is said as it is of files. */
static void standard_input_that_cannot_be_read(void **state)
{
    struct loaded *t = *state;
    struct library lib;
    int saved = dup(STDIN_FILENO), directory = open(t->tree.top, O_RDONLY | O_DIRECTORY);
    dup2(directory, STDIN_FILENO);
    struct err e = library_open(&lib, STR("-"));
    dup2(saved, STDIN_FILENO);
    close(directory);
    close(saved);
    assert_true(err_failed(&e));
    assert_true(str_starts(str_of(e.message), STR("standard input ")));
    library_close(&lib);
}

static void a_message_stays_one_line(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a\n\x1B[2Jb.yaml", ""});
    loaded_open(t, "library");
    const char *seen = loaded_walk(t);
    assert_ptr_equal(strchr(seen, '\n'), seen + strlen(seen) - 1);
    assert_null(strchr(seen, '\x1B'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOADED_TEST(which_files_make_briefings),
        LOADED_TEST(what_is_no_file),
        LOADED_TEST(links),
        LOADED_TEST(links_to_what_is_entered_in_no_other_way),
        LOADED_TEST(a_visitor_may_have_seen_enough),
        LOADED_TEST(what_the_system_lets_nobody_read),
        LOADED_TEST(messages_name_what_lies_above_as_it_was_given),
        LOADED_TEST(standard_input_that_cannot_be_read),
        LOADED_TEST(the_root_of_all),
        LOADED_TEST(a_library_may_be_replaced),
        LOADED_TEST(which_articles_a_library_has),
        LOADED_TEST(a_directory_that_cannot_be_read),
        LOADED_TEST(a_library_that_cannot_be_listed),
        LOADED_TEST(a_file_that_is_gone),
        LOADED_TEST(a_text_alone),
        LOADED_TEST(finding_a_briefing),
        LOADED_TEST(a_part_of_a_library),
        LOADED_TEST(one_article),
        LOADED_TEST(without_a_library_file),
        LOADED_TEST(a_link_that_a_person_names),
        LOADED_TEST(hidden_things_that_a_person_names),
        LOADED_TEST(what_cannot_be_opened),
        LOADED_TEST(standard_input),
        LOADED_TEST(a_message_stays_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
