/* Questions to a briefing in memory, and the names of entity types. */
#include "model/briefing.h"

#include "tests/support/cmocka.h"

static void types(void **state)
{
    static const struct {
        const char *text;
        enum entity_type type;
    } accepted[] = {
        {"person",      ENTITY_PERSON      },
        {"Person",      ENTITY_PERSON      },
        {"PER",         ENTITY_PERSON      },
        {"org",         ENTITY_ORGANIZATION},
        {"GPE",         ENTITY_PLACE       },
        {"loc",         ENTITY_PLACE       },
        {"Fac",         ENTITY_PLACE       },
        {"EVENT",       ENTITY_EVENT       },
        {"LAW",         ENTITY_AGREEMENT   },
        {"PRODUCT",     ENTITY_EQUIPMENT   },
        {"WORK_OF_ART", ENTITY_DOCUMENT    },
        {"NORP",        ENTITY_NORP        },
        {"MISC",        ENTITY_OTHER       },
        {"topic",       ENTITY_TOPIC       },
        {"country",     ENTITY_COUNTRY     },
    };
    (void)state;
    enum entity_type type;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++)
        assert_true(entity_type_parse(str_of(accepted[i].text), &type) && type == accepted[i].type);
    assert_false(entity_type_parse(STR(""), &type));
    assert_false(entity_type_parse(STR("persons"), &type));
    assert_string_equal(entity_type_name(ENTITY_NORP), "norp");
    assert_null(entity_type_name(ENTITY_UNTYPED));
    assert_int_equal(entity_type_sign(ENTITY_PLACE), 'L');
    assert_int_equal(entity_type_sign(ENTITY_UNTYPED), 'X');
    assert_string_equal(entity_type_plural(ENTITY_PERSON), "people");
    assert_string_equal(mention_origin_name(MENTION_LINK), "link");
}

static void entities(void **state)
{
    (void)state;
    struct entity own[] = {
        {.id = STR("japan"), .name = {.text = STR("Japan")}}
    };
    struct entity others[] = {
        {.id = STR("china"), .name = {.text = STR("China")}}
    };
    struct briefing b = {.entities = own, .entity_count = 1, .others = others, .other_count = 1};
    struct arena a = {0};
    strmap_add(&b.numbers, &a, own[0].id, 0);
    strmap_add(&b.numbers, &a, others[0].id, 1);
    assert_ptr_equal(briefing_entity(&b, STR("japan")), &own[0]);
    assert_ptr_equal(briefing_entity(&b, STR("china")), &others[0]);
    assert_null(briefing_entity(&b, STR("Japan")));
    assert_true(str_eq(briefing_entity_name(&b, STR("china")), STR("China")));
    assert_true(str_eq(briefing_entity_name(&b, STR("korea")), STR("korea")));
    arena_release(&a);
}

/*   0    5    10   15   20
 *   |---------------|         outer
 *        |----|               inner
 *        |--------------|     crosses the outer one
 *        |----|               inner again
 *                       |-|  */
static void what_lies_on_top(void **state)
{
    (void)state;
    size_t zero[] = {0}, both[] = {0, 1}, out[8] = {9, 9, 9, 9, 9, 9, 9, 9};
    struct mention m[] = {
        {.span = {0, 16},  .candidates = zero, .candidate_count = 1},
        {.span = {5, 20},  .candidates = both, .candidate_count = 2},
        {.span = {5, 10},  .candidates = both, .candidate_count = 2},
        {.span = {5, 10},  .candidates = zero, .candidate_count = 1},
        {.span = {20, 22}, .candidates = zero, .candidate_count = 1},
    };
    struct briefing b = {.mentions = m, .mention_count = 5};
    assert_int_equal(briefing_mentions_at(&b, 7, out, 8), 4);
    assert_true(out[0] == 2 && out[1] == 3 && out[2] == 0 && out[3] == 1);
    assert_int_equal(briefing_mentions_at(&b, 12, out, 8), 2);
    assert_true(out[0] == 0 && out[1] == 1);
    assert_int_equal(briefing_mentions_at(&b, 0, out, 8), 1);
    assert_int_equal(briefing_mentions_at(&b, 20, out, 8), 1);
    assert_int_equal(out[0], 4);
    assert_int_equal(briefing_mentions_at(&b, 22, out, 8), 0);
    out[2] = 9;
    assert_int_equal(briefing_mentions_at(&b, 7, out, 2), 4);
    assert_true(out[0] == 2 && out[1] == 3 && out[2] == 9);
    assert_int_equal(briefing_mentions_at(&b, 7, out, 0), 4);
    assert_int_equal(briefing_mention_count(&b, 0), 5);
    assert_int_equal(briefing_mention_count(&b, 1), 2);
    struct arena a = {0};
    b.entity_count = 2;
    const size_t *counts = briefing_mention_counts(&b, &a);
    assert_true(counts[0] == 5 && counts[1] == 2);
    arena_release(&a);
    assert_false(mention_is_of(&m[0], 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types),
        cmocka_unit_test(entities),
        cmocka_unit_test(what_lies_on_top),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
