/* Registries and library.yaml as files of their own: what they define, and their problems. */
#include "tests/unit/loaded.h"

static const char *registry_diags(struct loaded *t, const char *directory)
{
    const struct entity *entities;
    const struct diag_list *diags;
    size_t count;
    buf_clear(&t->text);
    struct err e = library_registry(&t->lib, str_of(directory), &entities, &count, &diags);
    assert_false(err_failed(&e));
    for (size_t i = 0; i < count; i++)
        buf_printf(&t->text, "%.*s=%.*s\n", STR_FMT(entities[i].id),
                   STR_FMT(entities[i].name.text));
    loaded_add_diags(t, diags);
    return loaded_text(t);
}

static void what_registries_define(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"entities.yaml", "entities:\n- {id: b, name: Bb}\n- {id: a, name: Aa}\n"},
          {"in/entities.yaml", "entities:\n- {id: a, role: r}\n- {id: c, name: Cc}\n"},
          {"in/deeper/x.md", "text\n"});
    loaded_open(t, "library");
    assert_string_equal(registry_diags(t, ""), "b=Bb\na=Aa\n");
    assert_string_equal(registry_diags(t, "in"), "a=Aa\nc=Cc\n");
    assert_string_equal(registry_diags(t, "in/deeper"), "");
}

static void problems_of_registries(void **state)
{
    static const struct {
        const char *text, *answer;
    } cases[] = {
        {"",                                                           ""                   },
        {"entities:\n- {id: a, name: Aa, mentions: [{quote: x}]}\n",
         "a=Aa\nlibrary/entities.yaml:2:21: warning: an entity has no key 'mentions' "
         "[unknown-key]\n"                                                                  },
        {"- a\n",                                                      "library/entities.yaml:1:1: error: a registry is a list, not a mapping "
                  "[wrong-type]\n"                                         },
        {"title: a\nentities: []\n",
         "library/entities.yaml:1:1: warning: a registry has no key 'title' [unknown-key]\n"},
        {"entities:\n- a\n- {id: b, name: Bb}\n- {id: b, name: Cc}\n",
         "b=Bb\nlibrary/entities.yaml:2:3: error: no registry has an entity 'a' [unknown-entity]\n"
         "library/entities.yaml:4:8: error: entity 'b' stands here twice; the first counts "
         "[duplicate-id]\n"                                                                 },
        {"entities: {a: b}\n",                                         "library/entities.yaml:1:11: error: 'entities' is a mapping, not a "
                               "list [wrong-type]\n"          },
    };
    struct loaded *t = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tree_write(&t->tree, "entities.yaml", cases[i].text);
        loaded_open(t, "library");
        assert_string_equal(registry_diags(t, ""), cases[i].answer);
    }
}

static void a_library_has_a_name(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", "text\n"});
    loaded_open(t, "library");
    assert_true(str_eq(t->lib.title, STR("library")));
    assert_false(str_present(t->lib.description));
    assert_null(library_section(&t->lib, STR("")));
    FILES(t, {"library.yaml", "title: Pacific\ndescription: d\nlanguage: en\nowner: me\n"},
          {"in/library.yaml", "title: [x]\n"});
    loaded_open(t, "library");
    assert_true(str_eq(t->lib.title, STR("Pacific")) && str_eq(t->lib.language, STR("en")));
    buf_clear(&t->text);
    loaded_add_diags(t, library_section(&t->lib, STR("")));
    loaded_add_diags(t, library_section(&t->lib, STR("in")));
    assert_string_equal(loaded_text(t),
                        "library/library.yaml:4:1: warning: a library.yaml has no key 'owner' "
                        "[unknown-key]\n"
                        "library/in/library.yaml:1:8: error: 'title' is a list, not a scalar "
                        "[wrong-type]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOADED_TEST(what_registries_define),
        LOADED_TEST(problems_of_registries),
        LOADED_TEST(a_library_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
