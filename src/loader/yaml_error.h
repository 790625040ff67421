/* What libyaml says of a text that is not YAML, put where and as its author needs it. */
#ifndef ATTACHE_LOADER_YAML_ERROR_H
#define ATTACHE_LOADER_YAML_ERROR_H

#include "base/arena.h"
#include "base/str.h"
#include "loader/yaml_place.h"

#include <stddef.h>
#include <yaml.h>

/*
 * Moves `place` to where the error is and returns what is wrong, in the arena. What is never closed
 * is reported where it opens: `flow_start` is the index of the bracket or brace that encloses the
 * place where the parser stopped, STR_NONE if there is none.
 */
str yaml_error_explain(const yaml_parser_t *parser, size_t flow_start, struct yaml_place *place,
                       struct arena *a);

#endif
