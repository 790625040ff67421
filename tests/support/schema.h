/*
 * Holds JSON values against JSON Schemas (draft 2020-12) in the files of a directory. It knows $ref
 * (within a file, and to another of the directory), type, enum, required, properties, items,
 * pattern (an extended regular expression of POSIX), minimum and minLength; a schema with any other
 * keyword that says something fits nothing, so that none is believed that is not looked at.
 *
 * Where a schema names properties, a value may have no others: the files describe all that there
 * is. (Programs that read the output must be prepared for more: so they do not say it themselves.)
 *
 *     struct schemas s = {.directory = ATTACHE_SOURCE "/src/format/schemas"};
 *     struct buf why = {0};
 *     if (!schema_fits(&s, "list.json#/items", row, &why))
 *         fail_msg("%.*s", STR_FMT(buf_str(&why)));
 *     schemas_release(&s);
 */
#ifndef ATTACHE_TESTS_SUPPORT_SCHEMA_H
#define ATTACHE_TESTS_SUPPORT_SCHEMA_H

#include "base/buf.h"

#include <jansson.h>
#include <stdbool.h>

/* Zero-initialised but for the directory. */
struct schemas {
    const char *directory;
    json_t *files; /* those that were read, by name */
};

void schemas_release(struct schemas *s);

/* Where the value does not fit `reference` (FILE or FILE#/a/pointer), says at which place of the
 * value and why; or why the schema cannot be used. */
bool schema_fits(struct schemas *s, const char *reference, json_t *value, struct buf *why);

/* The schema that a reference names, borrowed; fails the running test if there is none. */
json_t *schema_find(struct schemas *s, const char *reference);

#endif
