/* What the commands print as JSON is what src/format/schemas describes, and nothing besides: on the
 * bundled library, and on one of odd dates, names and gaps. */
#include "base/diag.h"
#include "model/agreement.h"
#include "model/entity.h"
#include "tests/support/cmocka.h"
#include "tests/support/program.h"
#include "tests/support/schema.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#define SCHEMAS ATTACHE_SOURCE "/src/format/schemas"
#define CONTENT ATTACHE_SOURCE "/content"

static struct schemas schemas = {.directory = SCHEMAS};
static struct tree odd;

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n"
                      "  - {id: georgia, type: country, name: Georgia}\n"
                      "  - {id: georgia-us, name: Georgia, aliases: [the Peach State]}\n"
                      "  - {id: nobody, type: person, name: Nobody Mentioned, role: none,\n"
                      "     description: never there, wikidata: Q1}\n"         },
    {"bare.md",       "***\n"                                                                       },
    {"far.md",        "# Georgia\n\nGeorgia [signed](agreement:far) with [it](entity:georgia).\n"   },
    {"far.yaml",      "date: Y170000002\n"
                 "summary: \"a \\x07 bell\"\n"
                 "language: en\n"
                 "source: {url: \"https://example.org\"}\n"
                 "topics: [\"\\u202E\", space]\n"
                 "agreements:\n"
                 "  - {id: far, parties: [georgia, lost], topics: [space], place: Tbilisi,\n"
                 "     amends: old, part-of: whole, quote: signed,\n"
                 "     milestones: [{date: Y170000003, status: signed, expected: true},\n"
                 "                  {status: in-force, expected: true, party: georgia}]}\n"
                 "events: [{id: e, date: 2024-13}, {id: f, date: ../2024}]\n"
                 "relations: [{subject: georgia, predicate: in, object: lost, quote: No}]\n"
                 "notes: [{text: \"\"}, {text: Which?, quote: signed}]\n"           },
    {"old.txt",       "Georgia was signed, said the Peach State.\n"                                 },
    {"old.yaml",      "date: -0044-03-15\n"
                 "title: \"\"\n"
                 "agreements:\n"
                 "  - {id: old, supersedes: far, kind: pact, date: 2024-13}\n"
                 "  - {id: older, title: Older, milestones: [{note: nothing}]}\n"
                 "  - {id: far, milestones: [{status: signed, date: Y170000004}]}\n"},
};

static int make(void **state)
{
    (void)state;
    tree_make(&odd, files, sizeof files / sizeof *files);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    schemas_release(&schemas);
    tree_remove(&odd);
    return 0;
}

static void hold(const char *reference, json_t *value)
{
    struct buf why = {0};
    if (!schema_fits(&schemas, reference, value, &why))
        fail_msg("%s: %.*s", reference, STR_FMT(buf_str(&why)));
    buf_release(&why);
}

/* Runs a command, holds what it prints against a schema, and returns it. */
static json_t *ask(const char *library, const char *schema, const char *command,
                   const char *argument)
{
    struct program p = {
        .args =
            STRINGS("--library", library, "--today=2025-12-31", "--format=json", command, argument),
    };
    struct outcome o = program_run(&odd, &p);
    json_error_t error;
    json_t *value = json_loadb(o.out, o.out_size, JSON_REJECT_DUPLICATES, &error);
    if (!value)
        fail_msg("%s %s: %s; %s", command, argument ? argument : "", error.text, o.err);
    outcome_release(&o);
    hold(schema, value);
    return value;
}

/* The command on each of the first so many rows. */
static void ask_each(const char *library, const char *schema, const char *command, json_t *rows,
                     size_t most)
{
    for (size_t i = 0; i < json_array_size(rows) && i < most; i++)
        json_decref(ask(library, schema, command,
                        json_string_value(json_object_get(json_array_get(rows, i), "id"))));
}

static void ask_everything(const char *library)
{
    json_t *list = ask(library, "list.json", "list", NULL);
    json_t *entities = ask(library, "entities.json", "entities", NULL);
    json_t *timeline = ask(library, "timeline.json", "timeline", NULL);
    json_t *promises = ask(library, "promises.json", "timeline", "--promises");
    json_decref(ask(library, "check.json", "check", NULL));
    json_t *found = ask(library, "search.json", "search", "the OR -the");
    assert_int_equal(json_array_size(found), json_array_size(list));
    json_decref(found);
    assert_true(json_array_size(list) > 0 && json_array_size(entities) > 0);
    assert_true(json_array_size(timeline) > 0 && json_array_size(promises) > 0);
    ask_each(library, "show.json", "show", list, 20);
    ask_each(library, "dossier.json", "dossier", entities, 8);
    json_decref(list);
    json_decref(entities);
    json_decref(timeline);
    json_decref(promises);
}

static void the_bundled_library_is_as_described(void **state)
{
    (void)state;
    ask_everything(CONTENT);
}

static void an_odd_library_is_as_described(void **state)
{
    (void)state;
    ask_everything(".");
}

static void an_empty_library_is_as_described(void **state)
{
    (void)state;
    tree_directory(&odd, "../empty");
    json_decref(ask("../empty", "list.json", "list", NULL));
    json_decref(ask("../empty", "entities.json", "entities", NULL));
    json_decref(ask("../empty", "timeline.json", "timeline", NULL));
    json_decref(ask("../empty", "promises.json", "timeline", "--promises"));
    json_decref(ask("../empty", "check.json", "check", NULL));
}

/* -- The schemas themselves ------------------------------------------------------------------- */

typedef const char *name_fn(int value);

static const char *type_name(int value)
{
    return entity_type_name((enum entity_type)value);
}
static const char *status_of(int value)
{
    return status_name((enum status)value);
}
static const char *promise_of(int value)
{
    return promise_name((enum promise)value);
}
static const char *origin_of(int value)
{
    return mention_origin_name((enum mention_origin)value);
}
static const char *severity_of(int value)
{
    return diag_severity_name((enum diag_severity)value);
}

static void values_are_those_of_the_program(void **state)
{
    (void)state;
    static const struct {
        const char *reference;
        name_fn *name;
        int count;
    } lists[] = {
        {"common.json#/$defs/type/enum",                           type_name,   ENTITY_TYPE_COUNT  },
        {"common.json#/$defs/status/enum",                         status_of,   STATUS_COUNT       },
        {"common.json#/$defs/promise/enum",                        promise_of,  PROMISE_OVERDUE + 1},
        {"common.json#/$defs/origin/enum",                         origin_of,   MENTION_LINK + 1   },
        {"common.json#/$defs/diagnostic/properties/severity/enum", severity_of,
         DIAG_WARNING_SEVERITY + 1                                                                 },
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        json_t *there = schema_find(&schemas, lists[i].reference);
        size_t known = 0;
        bool none = false;
        for (int k = 0; k < lists[i].count; k++) {
            const char *name = lists[i].name(k);
            const char *said = json_string_value(json_array_get(there, known));
            none |= !name;
            known += name != NULL;
            if (name && (!said || strcmp(said, name) != 0))
                fail_msg("%s: not '%s' but '%s'", lists[i].reference, said ? said : "", name);
        }
        assert_int_equal(json_array_size(there), known + none);
        assert_true(!none || json_is_null(json_array_get(there, known)));
    }
}

/* Nothing is ever left out: what an object may have it must have, named in the same order. */
static void require_all(const char *file, json_t *schema)
{
    static const char *const inside[] = {"properties", "$defs"};
    json_t *required = json_object_get(schema, "required"), *inner;
    const char *name;
    size_t i = 0;
    json_object_foreach(json_object_get(schema, "properties"), name, inner)
    {
        const char *there = json_string_value(json_array_get(required, i++));
        if (!there || strcmp(there, name) != 0)
            fail_msg("%s describes '%s' and requires '%s'", file, name, there ? there : "");
    }
    if (json_array_size(required) != i)
        fail_msg("%s does not describe '%s'", file, json_string_value(json_array_get(required, i)));
    for (i = 0; i < sizeof inside / sizeof *inside; i++) {
        json_object_foreach(json_object_get(schema, inside[i]), name, inner)
        {
            require_all(file, inner);
        }
    }
    if ((inner = json_object_get(schema, "items")))
        require_all(file, inner);
}

static void what_they_describe_is_always_there(void **state)
{
    (void)state;
    glob_t found;
    assert_int_equal(glob(SCHEMAS "/*.json", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *file = strrchr(found.gl_pathv[i], '/') + 1;
        require_all(file, schema_find(&schemas, file));
    }
    globfree(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bundled_library_is_as_described),
        cmocka_unit_test(an_odd_library_is_as_described),
        cmocka_unit_test(an_empty_library_is_as_described),
        cmocka_unit_test(values_are_those_of_the_program),
        cmocka_unit_test(what_they_describe_is_always_there),
    };
    return cmocka_run_group_tests(tests, make, remove_all);
}
