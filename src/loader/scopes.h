/*
 * What applies to a directory: registries from the library's root down to it, and its library.yaml.
 * Read when first asked for, and kept until library_forget. Not for several threads at once.
 */
#ifndef ATTACHE_LOADER_SCOPES_H
#define ATTACHE_LOADER_SCOPES_H

#include "loader/library.h"
#include "loader/scope.h"

/* What a library.yaml says: the library's, or that of a part of it. */
struct section {
    bool present; /* there is such a file, readable or not */
    str title, description, language;
    struct diag_list diags;
};

struct directory_scope {
    struct scope *scope;     /* all registries that apply; its names are ready to be searched */
    bool has_registry;       /* of its own */
    struct entity *entities; /* those that its own registry defines, merged with outer ones */
    size_t entity_count;
    struct diag_list diags; /* of its own registry */
};

struct directory_scope *scopes_of(struct library *lib, str directory);
const struct section *scopes_section(struct library *lib, str directory);

/* A YAML file of the library: NULL without content, with diagnostics for what is wrong with the
 * file as such. The values of scalars live in `texts`, everything else in `nodes`. *missing (may be
 * NULL): there is no such file. */
struct node *scopes_read_yaml(struct library *lib, str path, struct arena *nodes,
                              struct arena *texts, struct diag_list *diags, bool *missing);

/* The diagnostic for a file that cannot be read. */
void scopes_report(struct err e, struct origin at, struct diag_list *diags);

#endif
