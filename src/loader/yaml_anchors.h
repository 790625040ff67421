/* The anchors (&name) of one YAML text: a hash table, because a hostile text is full of them. */
#ifndef ATTACHE_LOADER_YAML_ANCHORS_H
#define ATTACHE_LOADER_YAML_ANCHORS_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct node;

struct yaml_anchor {
    str name;
    struct node *node;
    size_t nodes;    /* in what it stands for, aliases expanded */
    unsigned height; /* levels of lists and maps in it: 0 for a scalar */
    bool open;       /* its node is still being read */
};

struct yaml_anchors {
    VEC(struct yaml_anchor) all;
    uint32_t *slots; /* index into `all`, from 1; 0 is free */
    size_t slot_count;
};

/* The anchor of that name, made if there is none (then its node is NULL). Valid until the next. */
struct yaml_anchor *yaml_anchors_set(struct yaml_anchors *t, struct arena *a, str name);

/* NULL if there is none. */
struct yaml_anchor *yaml_anchors_get(const struct yaml_anchors *t, str name);

#endif
