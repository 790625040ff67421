/* Where things stand in a YAML text, and whether it is text that YAML allows at all. */
#ifndef ATTACHE_LOADER_YAML_PLACE_H
#define ATTACHE_LOADER_YAML_PLACE_H

#include "base/diag.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A cursor that turns libyaml's code point indexes into lines and columns as editors count them: a
 * line ends with LF, CRLF or a lone CR (libyaml also counts U+0085, U+2028 and U+2029). Going
 * forward costs what lies between, going back starts again. Make one with line and column 1.
 */
struct yaml_place {
    str text;             /* valid UTF-8, without a byte order mark */
    size_t index, offset; /* code points and bytes before it */
    size_t line, column;  /* from 1 */
};

void yaml_place_seek(struct yaml_place *p, size_t index);
void yaml_place_seek_byte(struct yaml_place *p, size_t offset);

/* The offset of the first byte that is no UTF-8 or begins a character that YAML forbids, STR_NONE
 * if there is none; *valid tells the two apart. */
size_t yaml_find_forbidden(str bytes, bool *valid);

#endif
