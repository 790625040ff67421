/*
 * YAML as a tree of nodes that remember where they stand, from libyaml's events. Scalars have no
 * implicit types. Depth, aliases and size are bounded here, because libyaml bounds nothing.
 */
#ifndef ATTACHE_LOADER_YAML_H
#define ATTACHE_LOADER_YAML_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    struct origin at;
    str text;            /* scalar: its value, valid UTF-8, may hold any character */
    bool empty;          /* scalar: nothing or only white space after the key: counts as absent */
    struct node **items; /* list: the items; map: the values */
    struct node **keys;  /* map: parallel to items; a key is any node, usable only if a scalar */
    size_t len;
};

enum { YAML_MAX_DEPTH = 100, YAML_MAX_NODES = 1000000 };

/*
 * Reads the first document of `text` (a whole file, or the front matter in one). `at.file` names
 * the file and `first_line` (from 1) is the line on which the text starts in it. Problems go to
 * `diags`: yaml, encoding, too-deep, alias (refused whole: *root is NULL); alias (that node is left
 * out), second-document. A text without any node gives NULL without a diagnostic. An undefined or
 * cyclic alias leaves its item (or its key with it) out. Nodes reached through an alias are shared,
 * with the place where they are defined. Returns false only if the file was refused.
 */
bool yaml_read(str text, str file, size_t first_line, struct arena *a, struct diag_list *diags,
               struct node **root);

#endif
