#include "loader/yaml_error.h"

#include <stdbool.h>
#include <string.h>

/* By libyaml's words for it. `opening`: what to look at is where the thing began. */
static const struct explanation {
    const char *problem;
    bool opening;
    const char *words;
} explanations[] = {
  /* clang-format off */
    {"found unexpected end of stream", true, "this quotation mark is never closed"},
    {"found unexpected document indicator", true, "this quotation mark is never closed"},
    {"could not find expected ':'", true,
     "this is neither a key with ':' nor part of the value before it"},
    {"did not find expected alphabetic or numeric character", true,
     "put quotes around a value that begins with '&' or '*'"},
    {"mapping values are not allowed in this context", false,
     "a ':' cannot stand here: check the indentation, or put quotes around a value with ': ' in it"},
    {"mapping keys are not allowed in this context", false, "a key cannot stand here"},
    {"block sequence entries are not allowed in this context", false,
     "a list item cannot stand here"},
    {"found a tab character that violates indentation", false, "a tab cannot indent: use spaces"},
    {"found a tab character where an indentation space is expected", false,
     "a tab cannot indent: use spaces"},
    {"found unknown escape character", false,
     "no such escape: in double quotes write \\\\ for a backslash"},
    {"did not find expected hexdecimal number", false,
     "\\x, \\u and \\U need hexadecimal digits after them"},
    {"did not find expected comment or line break", false,
     "nothing but a comment can follow here"},
    {"did not find expected key", false,
     "a key was expected here: check the indentation and the quotes before it"},
    {"did not find expected '-' indicator", false,
     "a list item was expected here: check the indentation"},
    {"did not find expected ',' or ']'", false, "a comma or a closing bracket is missing here"},
    {"did not find expected ',' or '}'", false, "a comma or a closing brace is missing here"},
    {"did not find expected node content", false, "a value is missing here"},
    {"did not find expected <document start>", false,
     "nothing can follow after the end of the value"},
  /* clang-format on */
};

static const struct explanation *find_explanation(const char *problem)
{
    for (size_t i = 0; i < sizeof explanations / sizeof *explanations; i++)
        if (strcmp(explanations[i].problem, problem) == 0)
            return &explanations[i];
    return NULL;
}

/* Past a quoted scalar, at its closing mark, or at the end of the text. */
static size_t skip_quoted(str text, size_t at)
{
    char mark = text.ptr[at++];
    while (at < text.len && text.ptr[at] != mark)
        at += mark == '"' && text.ptr[at] == '\\' ? 2 : 1;
    return at;
}

static bool begins_token(str text, size_t at)
{
    return at == 0 || strchr(" \t\r\n[]{},:", text.ptr[at - 1]) != NULL;
}

/* Whether the bracket at byte `start` has a counterpart further on. Only a guess: who forgot to
 * close it may have meant anything by what follows. */
static bool is_closed(str text, size_t start)
{
    struct buf open = {0};
    bool closed = false;
    for (size_t at = start; at < text.len; at++) {
        char c = text.ptr[at];
        if ((c == '"' || c == '\'') && begins_token(text, at)) {
            at = skip_quoted(text, at);
        } else if (c == '#' && begins_token(text, at)) {
            size_t end = str_find_byte(text, '\n', at);
            at = end == STR_NONE ? text.len : end;
        } else if (c == '[' || c == '{') {
            buf_byte(&open, c == '[' ? ']' : '}');
        } else if (c == ']' || c == '}') {
            if (open.len == 0 || open.ptr[open.len - 1] != c)
                break;
            if (--open.len == 0) {
                closed = true;
                break;
            }
        }
    }
    buf_release(&open);
    return closed;
}

static str explain_character(const struct yaml_place *place, struct arena *a)
{
    char c = place->offset < place->text.len ? place->text.ptr[place->offset] : ' ';
    if (c == '\t')
        return STR("a tab cannot indent: use spaces (found character that cannot start any token)");
    return arena_printf(a,
                        "put quotes around a value that begins with '%c' (found character that "
                        "cannot start any token)",
                        c);
}

str yaml_error_explain(const yaml_parser_t *parser, size_t flow_start, struct yaml_place *place,
                       struct arena *a)
{
    const char *problem = parser->problem ? parser->problem : "it cannot be parsed";
    if (parser->error == YAML_READER_ERROR) {
        yaml_place_seek_byte(place, parser->problem_offset);
        return arena_str(a, str_of(problem));
    }
    if (parser->error == YAML_PARSER_ERROR && flow_start != STR_NONE) {
        yaml_place_seek(place, flow_start);
        if (!is_closed(place->text, place->offset))
            return arena_printf(a, "this %s is never closed (%s)",
                                place->text.ptr[place->offset] == '[' ? "bracket" : "brace",
                                problem);
    }
    const struct explanation *found = find_explanation(problem);
    bool opening = found && found->opening && parser->context;
    yaml_place_seek(place, opening ? parser->context_mark.index : parser->problem_mark.index);
    if (strcmp(problem, "found character that cannot start any token") == 0)
        return explain_character(place, a);
    if (found)
        return arena_printf(a, "%s (%s)", found->words, problem);
    if (parser->context)
        return arena_printf(a, "%s: %s", parser->context, problem);
    return arena_str(a, str_of(problem));
}
