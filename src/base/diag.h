/*
 * Problems in the content, for its author to mend. They are collected while loading goes on, and
 * printed as one line each: `FILE:LINE:COLUMN: severity: message [code]`.
 */
#ifndef ATTACHE_BASE_DIAG_H
#define ATTACHE_BASE_DIAG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum diag_code {
#define DIAG(id, ...) DIAG_##id,
#include "base/diags.def"
#undef DIAG
    DIAG_CODE_COUNT
};

enum diag_severity { DIAG_ERROR_SEVERITY, DIAG_WARNING_SEVERITY };

/* Where something stands: in a file named by its path from the library's root. Lines and columns
 * count from 1, columns in code points; 0 means unknown and prints as 1. */
struct origin {
    str file;
    size_t line, column;
};

struct diag {
    struct origin at;
    enum diag_code code;
    str message; /* may hold any text from a file: it passes the gate when it is shown */
};

/* Everything in it, the strings too, lives in `arena`. */
struct diag_list {
    struct arena *arena;
    struct diag *items;
    size_t len, cap;
};

/*
 * Adds one; the message is formatted into the list's arena. The origin's file is not copied. A
 * hostile file has more problems than memory has room for: of more than DIAG_LIST_MAX the last says
 * that there are more, and the rest is left out.
 */
enum { DIAG_LIST_MAX = LIMIT_PROBLEMS };

void diag_add(struct diag_list *list, struct origin at, enum diag_code code, const char *format,
              ...) __attribute__((format(printf, 4, 5)));

/* By file (bytes), line, column; what is equal keeps its order, and exact repetitions are dropped.
 */
void diag_sort(struct diag_list *list);

size_t diag_count(const struct diag_list *list, enum diag_severity severity);

/* What base/diags.def says of a code. `empty-value` names two: an error where the value is
 * required.
 */
struct diag_info {
    const char *name; /* what stands in brackets */
    enum diag_severity severity;
    const char *meaning, *explanation;
    const char *file, *wrong, *right; /* of the examples */
};
const struct diag_info *diag_info(enum diag_code code);

const char *diag_code_name(enum diag_code code);
enum diag_severity diag_code_severity(enum diag_code code);
const char *diag_severity_name(enum diag_severity severity); /* "error" or "warning" */

#endif
