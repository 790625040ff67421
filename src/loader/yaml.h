/*
 * YAML as a tree of nodes that remember where they stand, from libyaml's events. Scalars have no
 * implicit types. Depth, aliases and size are bounded here, because libyaml bounds nothing.
 */
#ifndef ATTACHE_LOADER_YAML_H
#define ATTACHE_LOADER_YAML_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/limits.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

/* Small, because a file has a million of them: see the functions below for what it holds. */
struct node {
    const str *file; /* that it stands in */
    uint32_t line, column;
    union {
        const char *text;       /* scalar */
        struct node **children; /* list: the items; map: the values, then the keys */
    } held;
    uint32_t len; /* bytes of the text; items of the list, pairs of the map */
    uint8_t kind; /* enum node_kind */
    bool empty;   /* scalar: nothing or only white space, quoted or not: counts as absent */
};

struct origin node_at(const struct node *n); /* a map begins at its first key */

/* A scalar's value: valid UTF-8, may hold any character. */
str node_text(const struct node *n);

/* The i-th item of a list, or value of a map; and the key that it has there: any node, usable only
 * if a scalar. */
const struct node *node_item(const struct node *n, size_t i);
const struct node *node_key(const struct node *map, size_t i);

/*
 * Lists and maps within each other; nodes, with all that aliases stand for; nodes that are written,
 * an alias being one. The last bounds memory: whoever makes entities or diagnostics of nodes needs
 * some 400 bytes for each. Then what no honest file comes near, but libyaml would suffer from.
 */
enum {
    YAML_MAX_DEPTH = LIMIT_LEVELS,
    YAML_MAX_NODES = LIMIT_EXPANDED,
    YAML_MAX_WRITTEN = LIMIT_VALUES,
    YAML_MAX_ANCHORS = LIMIT_ANCHORS,
    YAML_MAX_BAD_ALIASES = LIMIT_BAD_ALIASES,
    YAML_MAX_DIRECTIVES = LIMIT_DIRECTIVES,
};

/*
 * Reads the first document of `text` (a whole file, or the front matter in one). `at.file` names
 * the file and `first_line` (from 1) is the line on which the text starts in it; a byte order mark
 * is not part of line 1. Problems go to `diags`: yaml, encoding, too-deep, alias, too-large (more
 * than YAML_MAX_WRITTEN): refused whole, *root is NULL; alias: only that node is left
 * out; second-document. A text without any node, or with nothing but an empty scalar, gives NULL
 * without a diagnostic. An undefined or cyclic alias leaves its item (or its key with it) out.
 * Nodes reached through an alias are shared, with the place where they are defined; walking the
 * whole tree, shared nodes as often as they are reached, visits at most YAML_MAX_NODES. Keys given
 * twice are all there, in their order; `<<` is a key like any other. The nodes live in `nodes`,
 * the values of scalars in `texts` (it may be the same arena); they borrow nothing from `text`,
 * only `file`. Returns false only if the file was refused.
 *
 * The limits keep 16 MiB of anything below half a second and 70 MiB.
 */
bool yaml_read(str text, str file, size_t first_line, struct arena *nodes, struct arena *texts,
               struct diag_list *diags, struct node **root);

#endif
