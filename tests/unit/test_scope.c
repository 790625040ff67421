/* Which registry says what of an entity: inner over outer, front matter, sidecar, key by key. */
#include "tests/unit/loaded.h"

static const struct entity *known(struct loaded *t, const char *id)
{
    const struct entity *e = briefing_entity(t->briefing, str_of(id));
    assert_non_null(e);
    return e;
}

#define IS(text, expected) assert_true(str_eq(text, STR(expected)))

static void key_by_key(void **state)
{
    struct loaded *t = *state;
    FILES(t,
          {"entities.yaml", "entities:\n"
                            "- {id: a, type: person, name: Outer, aliases: [O1, O2], role: outer,\n"
                            "   description: outer, wikidata: Q1, match: listed}\n"},
          {"in/entities.yaml", "entities:\n- {id: a, aliases: [I1], role: inner, match: auto}\n"},
          {"in/x.md", "---\nentities:\n- {id: a, type: org, description: matter}\n---\n"
                      "Outer O1 I1 S1\n"},
          {"in/x.yaml", "entities:\n- {id: a, description: sidecar}\n"},
          {"in/y.md", "---\nentities:\n- {id: a, type: org, description: matter}\n---\nI1\n"},
          {"in/z.md", "Outer I1\n"}, {"z.md", "Outer I1\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "in/x"), "");
    const struct entity *e = known(t, "a");
    assert_int_equal(e->type, ENTITY_ORGANIZATION);
    IS(e->name.text, "Outer");
    IS(e->aliases[0].text, "I1");
    assert_int_equal(e->alias_count, 1);
    IS(e->role, "inner");
    IS(e->description, "sidecar");
    IS(e->wikidata, "Q1");
    assert_false(e->match_listed);
    assert_true(e->listed);
    IS(e->name.at.file, "entities.yaml");
    IS(e->aliases[0].at.file, "in/entities.yaml");
    assert_string_equal(loaded_mentions(t), "Outer auto a\nI1 auto a\n");
    loaded_diags(t, "in/y");
    IS(known(t, "a")->description, "matter");
    loaded_diags(t, "in/z");
    assert_int_equal(known(t, "a")->type, ENTITY_PERSON);
    assert_false(known(t, "a")->listed);
    loaded_diags(t, "z");
    assert_int_equal(t->briefing->entity_count, 0); /* out of the inner one's scope: listed only */
}

static void an_alias_list_replaces_the_other(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"entities.yaml", "entities:\n- {id: a, name: Aa, aliases: [Bb]}\n"},
          {"x.md", "Aa Bb\n"}, {"x.yaml", "entities:\n- {id: a, aliases: []}\n"},
          {"y.md", "Aa Bb\n"}, {"y.yaml", "entities:\n- {id: a, name: Cc}\n"});
    loaded_open(t, "library");
    loaded_diags(t, "x");
    assert_string_equal(loaded_mentions(t), "Aa auto a\n");
    loaded_diags(t, "y");
    assert_string_equal(loaded_mentions(t), "Bb auto a\n");
}

static void the_sidecar_list_wins_whole(void **state)
{
    struct loaded *t = *state;
    FILES(t,
          {"x.md", "---\nentities:\n- {id: a, name: Aa}\n- {id: b, name: Bb, role: r}\n"
                   "agreements: [{id: one}]\nevents: [{id: e}]\n---\nAa Bb\n"},
          {"x.yaml", "entities: [b]\nagreements: [{id: two}]\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "x"), "");
    assert_string_equal(loaded_mentions(t), "Bb auto b\n");
    IS(known(t, "b")->role, "r");
    assert_int_equal(t->briefing->agreement_count, 1);
    IS(t->briefing->agreements[0].id, "two");
    assert_int_equal(t->briefing->event_count, 1);
}

static void an_id_that_a_registry_has_needs_no_name(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"entities.yaml", "entities:\n- {id: a, name: Aa}\n"}, {"x.md", "text\n"},
          {"x.yaml", "entities:\n- {id: a, name: }\n- {id: b}\n- c\n- aa\n"
                     "agreements: [{id: x, parties: [a, b]}]\n"});
    loaded_open(t, "library");
    assert_string_equal(
        loaded_diags(t, "x"),
        "library/x.yaml:2:11: warning: 'name' has no value [empty-value]\n"
        "library/x.yaml:3:3: error: entity 'b' has no 'name', and no registry has the entity "
        "[missing-key]\n"
        "library/x.yaml:4:3: error: no registry has an entity 'c'; did you mean 'a'? "
        "[unknown-entity]\n"
        "library/x.yaml:5:3: error: no registry has an entity 'aa'; did you mean 'a'? "
        "[unknown-entity]\n"
        "library/x.yaml:6:35: error: agreement 'x' names party 'b', which no entity has; did you "
        "mean 'a'? [unknown-party]\n");
    assert_int_equal(t->briefing->entity_count, 1);
}

/* What is open stays whole when registries are read anew. */
static void forgetting_registries(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"entities.yaml", "entities:\n- {id: a, name: Aa, role: first}\n"}, {"x.md", "Aa\n"});
    loaded_open(t, "library");
    loaded_diags(t, "x");
    const struct entity *before = known(t, "a");
    tree_write(&t->tree, "entities.yaml", "entities:\n- {id: a, name: Aa, role: second}\n");
    loaded_diags(t, "x");
    IS(known(t, "a")->role, "first");
    library_forget(&t->lib);
    loaded_diags(t, "x");
    IS(known(t, "a")->role, "second");
    IS(before->role, "first");
    IS(before->name.at.file, "entities.yaml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOADED_TEST(key_by_key),
        LOADED_TEST(an_alias_list_replaces_the_other),
        LOADED_TEST(the_sidecar_list_wins_whole),
        LOADED_TEST(an_id_that_a_registry_has_needs_no_name),
        LOADED_TEST(forgetting_registries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
