/* The checker of JSON Schemas lets through what fits, and sees each way in which a value does not.
 */
#include "tests/support/cmocka.h"
#include "tests/support/schema.h"
#include "tests/support/tree.h"

#include <string.h>

static struct tree tree;
static struct schemas schemas;

static int make(void **state)
{
    (void)state;
    static const struct tree_file files[] = {
        {"person.json",  "{\"type\": \"object\", \"required\": [\"name\"], \"properties\": {"
                        "  \"name\": {\"$ref\": \"common.json#/$defs/name\"},"
                        "  \"age\": {\"type\": [\"integer\", \"null\"], \"minimum\": 0},"
                        "  \"kind\": {\"enum\": [\"a\", 1, null]},"
                        "  \"day\": {\"type\": \"string\", \"pattern\": \"^[0-9]{4}$\"},"
                        "  \"alive\": {\"type\": \"boolean\"}}}"                        },
        {"common.json",  "{\"$defs\": {\"name\": {\"$ref\": \"#/$defs/text\", \"minLength\": 1},"
                        "            \"text\": {\"type\": \"string\"}}}"                },
        {"people.json",  "{\"type\": \"array\", \"items\": {\"$ref\": \"person.json\","
                        "  \"properties\": {\"friends\": {\"$ref\": \"people.json\"}}}}"},
        {"unknown.json", "{\"maxLength\": 3}"                                                                  },
        {"lost.json",    "{\"items\": {\"$ref\": \"nowhere.json\"}}"                                           },
        {"broken.json",  "{"                                                                                   },
    };
    tree_make(&tree, files, sizeof files / sizeof *files);
    schemas.directory = tree.root;
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    schemas_release(&schemas);
    tree_remove(&tree);
    return 0;
}

static void expect(const char *reference, const char *text, const char *expected)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    struct buf why = {0};
    assert_non_null(value);
    bool fit = schema_fits(&schemas, reference, value, &why);
    buf_byte(&why, '\0');
    assert_string_equal(why.ptr, expected);
    assert_int_equal(fit, !*expected);
    buf_release(&why);
    json_decref(value);
}

static void what_fits_is_let_through(void **state)
{
    (void)state;
    expect("person.json", "{\"name\": \"x\"}", "");
    expect("person.json",
           "{\"name\": \"x\", \"age\": 0, \"kind\": 1, \"day\": \"2024\", \"alive\": false}", "");
    expect("person.json", "{\"name\": \"x\", \"age\": null, \"kind\": null}", "");
    expect("people.json", "[]", "");
    expect("people.json", "[{\"name\": \"x\", \"friends\": [{\"name\": \"y\"}]}]", "");
    expect("people.json#/items", "{\"name\": \"x\"}", "");
    expect("common.json#/$defs/text", "\"\"", "");
}

static void what_does_not_fit_is_said_with_its_place(void **state)
{
    (void)state;
    expect("person.json", "[]", "at /: it is no object");
    expect("person.json", "{}", "at /: it has no 'name'");
    expect("person.json", "{\"name\": \"x\", \"more\": 1}", "at /: nothing describes its 'more'");
    expect("person.json", "{\"name\": \"\"}", "at /name/: it is empty");
    expect("person.json", "{\"name\": null}", "at /name/: it is no string");
    expect("person.json", "{\"name\": \"x\", \"age\": -1}", "at /age/: it is too small");
    expect("person.json", "{\"name\": \"x\", \"age\": \"1\"}",
           "at /age/: it has none of the types");
    expect("person.json", "{\"name\": \"x\", \"age\": 1.5}", "at /age/: it has none of the types");
    expect("person.json", "{\"name\": \"x\", \"kind\": \"b\"}",
           "at /kind/: 'b' is none of the values");
    expect("person.json", "{\"name\": \"x\", \"day\": \"24\"}", "at /day/: '24' has another form");
    expect("person.json", "{\"name\": \"x\", \"alive\": 1}", "at /alive/: it is no boolean");
    expect("people.json", "[{\"name\": \"x\", \"friends\": [{\"name\": \"y\", \"foes\": 1}]}]",
           "at /0/friends/0/: nothing describes its 'foes'");
}

static void what_cannot_be_looked_at_fits_nothing(void **state)
{
    (void)state;
    expect("unknown.json", "1", "at /: the keyword 'maxLength' is not known here");
    expect("lost.json", "[1]", "at /0/: there is no schema nowhere.json");
    expect("broken.json", "1", "at /: there is no schema broken.json");
    expect("common.json#/$defs/none", "1", "at /: there is no schema common.json#/$defs/none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_is_let_through),
        cmocka_unit_test(what_does_not_fit_is_said_with_its_place),
        cmocka_unit_test(what_cannot_be_looked_at_fits_nothing),
    };
    return cmocka_run_group_tests(tests, make, remove_all);
}
