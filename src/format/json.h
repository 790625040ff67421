/*
 * Records as the commands write them: JSON in UTF-8, no character replaced; what a terminal must
 * not see is escaped as \uXXXX. A writer minds the commas; the caller minds that keys stand in
 * objects. With `flat` the same calls make rows of CSV or TSV (format/flat.h).
 *
 *     struct json j = {.out = &buf};
 *     json_begin(&j, '{');
 *     json_field_str(&j, "id", id);
 *     json_end(&j, '}');
 */
#ifndef ATTACHE_FORMAT_JSON_H
#define ATTACHE_FORMAT_JSON_H

#include "base/buf.h"
#include "base/str.h"
#include "format/flat.h"

#include <stdbool.h>

struct json {
    struct buf *out;
    bool comma;        /* something stands before in the innermost list or object */
    struct flat *flat; /* NULL: it is JSON */
};

void json_begin(struct json *j, char bracket); /* '{' or '[' */
void json_end(struct json *j, char bracket);   /* '}' or ']' */
void json_key(struct json *j, const char *name);
void json_str(struct json *j, str value);  /* absent: null */
void json_date(struct json *j, str value); /* the same: a date */
void json_strs(struct json *j, const str *values, size_t count);
void json_name(struct json *j, const char *name); /* a string of the program's own; NULL: null */
void json_number(struct json *j, size_t value);
void json_real(struct json *j, double value); /* six digits of it */
void json_bool(struct json *j, bool value);
void json_nothing(struct json *j);
/* Null where an object with these members could be; ends with NULL. */
void json_no_object(struct json *j, const char *const *members);

/* A key and its value. */
void json_field_str(struct json *j, const char *name, str value);
void json_field_strs(struct json *j, const char *name, const str *values, size_t count);
void json_field_name(struct json *j, const char *name, const char *value);
void json_field_number(struct json *j, const char *name, size_t value);
void json_field_bool(struct json *j, const char *name, bool value);

#endif
