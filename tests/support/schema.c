#include "tests/support/schema.h"

#include "tests/support/cmocka.h"

#include <limits.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>

/* A value on its way through schemas. */
struct visit {
    struct schemas *schemas;
    struct buf *path, *why;
    const char *file; /* of the schema in hand */
};

static bool fits(struct visit *v, json_t *schema, json_t *value, bool part);

__attribute__((format(printf, 2, 3))) static bool misfit(struct visit *v, const char *format, ...)
{
    char what[512];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    buf_printf(v->why, "at %.*s/: %s", STR_FMT(buf_str(v->path)), what);
    return false;
}

/* -- Finding schemas -------------------------------------------------------------------------- */

static json_t *file_of(struct schemas *s, const char *name)
{
    if (!s->files)
        s->files = json_object();
    json_t *file = json_object_get(s->files, name);
    if (file)
        return file;
    char path[PATH_MAX];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s", s->directory, name);
    file = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (file)
        json_object_set_new(s->files, name, file);
    return file;
}

/* `file` is that in which the reference stands, and becomes that to which it leads. NULL: nothing
 * is there. */
static json_t *resolve(struct schemas *s, const char *reference, const char **file)
{
    size_t name_len = strcspn(reference, "#");
    if (name_len) {
        char name[128];
        snprintf(name, sizeof name, "%.*s", (int)name_len, reference);
        if (!file_of(s, name))
            return NULL;
        *file = json_object_iter_key(json_object_iter_at(s->files, name));
    }
    json_t *found = file_of(s, *file);
    const char *pointer = reference + name_len + (reference[name_len] == '#');
    while (found && *pointer == '/') {
        char key[128];
        size_t len = strcspn(++pointer, "/");
        snprintf(key, sizeof key, "%.*s", (int)len, pointer);
        found = json_object_get(found, key);
        pointer += len;
    }
    return found;
}

json_t *schema_find(struct schemas *s, const char *reference)
{
    const char *file = NULL;
    json_t *found = resolve(s, reference, &file);
    if (!found)
        fail_msg("there is no schema %s", reference);
    return found;
}

void schemas_release(struct schemas *s)
{
    json_decref(s->files);
    s->files = NULL;
}

/* -- Keywords --------------------------------------------------------------------------------- */

static bool keyword_ref(struct visit *v, json_t *rule, json_t *value)
{
    struct visit there = *v;
    const char *reference = json_string_value(rule);
    json_t *target = reference ? resolve(v->schemas, reference, &there.file) : NULL;
    if (!target)
        return misfit(v, "there is no schema %s", reference ? reference : "of no name");
    return fits(&there, target, value, true);
}

static bool is_type(const char *type, json_t *value)
{
    static const struct {
        const char *name;
        json_type type;
    } types[] = {
        {"object",  JSON_OBJECT },
        {"array",   JSON_ARRAY  },
        {"string",  JSON_STRING },
        {"integer", JSON_INTEGER},
        {"number",  JSON_INTEGER},
        {"number",  JSON_REAL   },
        {"boolean", JSON_TRUE   },
        {"boolean", JSON_FALSE  },
        {"null",    JSON_NULL   },
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].type == json_typeof(value) && strcmp(types[i].name, type) == 0)
            return true;
    return false;
}

static bool keyword_type(struct visit *v, json_t *rule, json_t *value)
{
    if (json_is_string(rule))
        return is_type(json_string_value(rule), value) ||
               misfit(v, "it is no %s", json_string_value(rule));
    for (size_t i = 0; i < json_array_size(rule); i++)
        if (is_type(json_string_value(json_array_get(rule, i)), value))
            return true;
    return misfit(v, "it has none of the types");
}

static bool keyword_enum(struct visit *v, json_t *rule, json_t *value)
{
    for (size_t i = 0; i < json_array_size(rule); i++)
        if (json_equal(json_array_get(rule, i), value))
            return true;
    return misfit(v, "'%s' is none of the values",
                  json_is_string(value) ? json_string_value(value) : "this");
}

static bool keyword_required(struct visit *v, json_t *rule, json_t *value)
{
    for (size_t i = 0; i < json_array_size(rule) && json_is_object(value); i++) {
        const char *key = json_string_value(json_array_get(rule, i));
        if (!json_object_get(value, key))
            return misfit(v, "it has no '%s'", key);
    }
    return true;
}

/* One step down: to a member or an item. */
static bool member_fits(struct visit *v, const char *name, json_t *schema, json_t *value)
{
    size_t path_len = v->path->len;
    buf_printf(v->path, "/%s", name);
    bool fit = fits(v, schema, value, false);
    v->path->len = path_len;
    return fit;
}

static bool keyword_properties(struct visit *v, json_t *rule, json_t *value)
{
    const char *name;
    json_t *schema;
    json_object_foreach(rule, name, schema)
    {
        json_t *member = json_object_get(value, name);
        if (member && !member_fits(v, name, schema, member))
            return false;
    }
    return true;
}

static bool keyword_items(struct visit *v, json_t *rule, json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        char number[32];
        snprintf(number, sizeof number, "%zu", i);
        if (!member_fits(v, number, rule, json_array_get(value, i)))
            return false;
    }
    return true;
}

static bool keyword_pattern(struct visit *v, json_t *rule, json_t *value)
{
    regex_t regex;
    if (!json_is_string(value))
        return true;
    if (regcomp(&regex, json_string_value(rule), REG_EXTENDED | REG_NOSUB) != 0)
        return misfit(v, "the pattern %s cannot be read", json_string_value(rule));
    bool matches = regexec(&regex, json_string_value(value), 0, NULL, 0) == 0;
    regfree(&regex);
    return matches || misfit(v, "'%s' has another form", json_string_value(value));
}

static bool keyword_minimum(struct visit *v, json_t *rule, json_t *value)
{
    return !json_is_integer(value) || json_integer_value(value) >= json_integer_value(rule) ||
           misfit(v, "it is too small");
}

/* (Only whether it is empty: code points are not counted here.) */
static bool keyword_min_length(struct visit *v, json_t *rule, json_t *value)
{
    if (json_integer_value(rule) != 1)
        return misfit(v, "only a minLength of 1 is known here");
    return !json_is_string(value) || json_string_length(value) > 0 || misfit(v, "it is empty");
}

typedef bool keyword_fn(struct visit *v, json_t *rule, json_t *value);

static const struct {
    const char *name;
    keyword_fn *holds; /* NULL: it says nothing of the value */
} keywords[] = {
    {"$ref",        keyword_ref       },
    {"type",        keyword_type      },
    {"enum",        keyword_enum      },
    {"required",    keyword_required  },
    {"properties",  keyword_properties},
    {"items",       keyword_items     },
    {"pattern",     keyword_pattern   },
    {"minimum",     keyword_minimum   },
    {"minLength",   keyword_min_length},
    {"$schema",     NULL              },
    {"$defs",       NULL              },
    {"title",       NULL              },
    {"description", NULL              },
};
enum { KEYWORD_COUNT = sizeof keywords / sizeof *keywords };

/* -- Fitting ---------------------------------------------------------------------------------- */

/* Whether a schema, or what it refers to, names properties, or this one. */
static bool names(struct visit *v, json_t *schema, const char *property)
{
    json_t *properties = json_object_get(schema, "properties");
    if (property ? json_object_get(properties, property) != NULL : properties != NULL)
        return true;
    struct visit there = *v;
    const char *reference = json_string_value(json_object_get(schema, "$ref"));
    json_t *target = reference ? resolve(v->schemas, reference, &there.file) : NULL;
    return target && names(&there, target, property);
}

static bool has_no_more(struct visit *v, json_t *schema, json_t *value)
{
    if (!json_is_object(value) || !names(v, schema, NULL))
        return true;
    const char *name;
    json_t *member;
    json_object_foreach(value, name, member)
    {
        if (!names(v, schema, name))
            return misfit(v, "nothing describes its '%s'", name);
    }
    return true;
}

/* `part`: another schema refers to this one for the same value, and may add to it. */
static bool fits(struct visit *v, json_t *schema, json_t *value, bool part)
{
    const char *name;
    json_t *rule;
    json_object_foreach(schema, name, rule)
    {
        size_t i = 0;
        while (i < KEYWORD_COUNT && strcmp(keywords[i].name, name) != 0)
            i++;
        if (i == KEYWORD_COUNT)
            return misfit(v, "the keyword '%s' is not known here", name);
        if (keywords[i].holds && !keywords[i].holds(v, rule, value))
            return false;
    }
    return part || has_no_more(v, schema, value);
}

bool schema_fits(struct schemas *s, const char *reference, json_t *value, struct buf *why)
{
    struct buf path = {0};
    struct visit v = {.schemas = s, .path = &path, .why = why};
    json_t *schema = resolve(s, reference, &v.file);
    bool fit =
        schema ? fits(&v, schema, value, false) : misfit(&v, "there is no schema %s", reference);
    buf_release(&path);
    return fit;
}
