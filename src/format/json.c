#include "format/json.h"

#include "text/safe.h"

#include <stdio.h>

static void separate(struct json *j)
{
    if (j->comma)
        buf_byte(j->out, ',');
    j->comma = true;
}

void json_begin(struct json *j, char bracket)
{
    if (j->flat) {
        flat_begin(j->flat, bracket);
        return;
    }
    separate(j);
    buf_byte(j->out, bracket);
    j->comma = false;
}

void json_end(struct json *j, char bracket)
{
    if (j->flat) {
        flat_end(j->flat, bracket);
        return;
    }
    buf_byte(j->out, bracket);
    j->comma = true;
}

void json_key(struct json *j, const char *name)
{
    if (j->flat) {
        flat_key(j->flat, name);
        return;
    }
    json_name(j, name);
    buf_byte(j->out, ':');
    j->comma = false;
}

/* What is no text: it needs neither quotes nor escapes. */
static void token(struct json *j, str value)
{
    if (j->flat) {
        flat_token(j->flat, value);
        return;
    }
    separate(j);
    buf_append(j->out, value);
}

void json_str(struct json *j, str value)
{
    if (j->flat) {
        flat_text(j->flat, value);
        return;
    }
    if (!str_present(value)) {
        json_nothing(j);
        return;
    }
    separate(j);
    buf_byte(j->out, '"');
    safe_append_json(j->out, value);
    buf_byte(j->out, '"');
}

void json_date(struct json *j, str value)
{
    if (j->flat)
        flat_token(j->flat, value);
    else
        json_str(j, value);
}

void json_strs(struct json *j, const str *values, size_t count)
{
    json_begin(j, '[');
    for (size_t i = 0; i < count; i++)
        json_str(j, values[i]);
    json_end(j, ']');
}

void json_name(struct json *j, const char *name)
{
    json_str(j, str_of(name));
}

void json_number(struct json *j, size_t value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%zu", value);
    token(j, str_of(digits));
}

void json_real(struct json *j, double value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.6g", value);
    token(j, str_of(digits));
}

void json_bool(struct json *j, bool value)
{
    token(j, value ? STR("true") : STR("false"));
}

void json_nothing(struct json *j)
{
    token(j, j->flat ? (str){0} : STR("null"));
}

void json_no_object(struct json *j, const char *const *members)
{
    if (!j->flat) {
        json_nothing(j);
        return;
    }
    flat_begin(j->flat, '{');
    for (size_t i = 0; members[i]; i++) {
        flat_key(j->flat, members[i]);
        json_nothing(j);
    }
    flat_end(j->flat, '}');
}

void json_field_str(struct json *j, const char *name, str value)
{
    json_key(j, name);
    json_str(j, value);
}

void json_field_name(struct json *j, const char *name, const char *value)
{
    json_key(j, name);
    json_name(j, value);
}

void json_field_number(struct json *j, const char *name, size_t value)
{
    json_key(j, name);
    json_number(j, value);
}

void json_field_bool(struct json *j, const char *name, bool value)
{
    json_key(j, name);
    json_bool(j, value);
}

void json_field_strs(struct json *j, const char *name, const str *values, size_t count)
{
    json_key(j, name);
    json_strs(j, values, count);
}
