#include "format/json.h"

#include "text/safe.h"

static void separate(struct json *j)
{
    if (j->comma)
        buf_byte(j->out, ',');
    j->comma = true;
}

void json_begin(struct json *j, char bracket)
{
    separate(j);
    buf_byte(j->out, bracket);
    j->comma = false;
}

void json_end(struct json *j, char bracket)
{
    buf_byte(j->out, bracket);
    j->comma = true;
}

void json_key(struct json *j, const char *name)
{
    json_name(j, name);
    buf_byte(j->out, ':');
    j->comma = false;
}

void json_str(struct json *j, str value)
{
    if (!str_present(value)) {
        json_null(j);
        return;
    }
    separate(j);
    buf_byte(j->out, '"');
    safe_append_json(j->out, value);
    buf_byte(j->out, '"');
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
    separate(j);
    buf_printf(j->out, "%zu", value);
}

void json_bool(struct json *j, bool value)
{
    separate(j);
    buf_append(j->out, value ? STR("true") : STR("false"));
}

void json_null(struct json *j)
{
    separate(j);
    buf_append(j->out, STR("null"));
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
