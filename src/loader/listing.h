/*
 * One directory of a library: what its files are by their names, and which of them make a briefing
 * together.
 */
#ifndef ATTACHE_LOADER_LISTING_H
#define ATTACHE_LOADER_LISTING_H

#include "base/diag.h"
#include "loader/library.h"

enum role { ROLE_NONE, ROLE_ARTICLE, ROLE_YAML, ROLE_SCOPE };

/* What a file of that name is. Of files that would share an id the one of the lower rank wins. */
enum role role_of(str name, size_t *rank);

struct file {
    str stem; /* of its name */
    size_t rank;
    str path; /* from the root */
    struct fs_stamp stamp;
    bool link;
};

struct files {
    struct file *items; /* by stem, then rank */
    size_t len, cap;
};

struct listing {
    str path;
    struct files articles, sidecars, scopes;
    struct files directories; /* by name */
};

/* Reads a directory. What is skipped is said to `diags`, which may be NULL. */
struct err listing_make(const struct library *lib, str path, struct arena *a,
                        struct diag_list *diags, struct listing *out);

/* The same of what fs_list has read; names are views of theirs. */
void listing_fill(str path, const struct fs_entry *entries, size_t count, struct arena *a,
                  struct diag_list *diags, struct listing *out);

/* Returns false, having said why, for what cannot be used as what its name says. */
bool listing_is_usable(const struct fs_entry *entry, enum role role, str path,
                       struct diag_list *diags);

/* The first with that stem, or f->len. It is found sooner if it is at `near`. */
size_t files_find(const struct files *f, size_t near, str stem);

/* Says which files are hidden by the first of their stem; returns where the next stem starts. */
size_t files_shadow(const struct files *f, size_t first, struct diag_list *diags);

/* The unit of an article (its index), with its sidecar. `diags` may be NULL. */
struct unit listing_unit(const struct library *lib, const struct listing *l, size_t article,
                         struct diag_list *diags);

/* Gives a unit the sidecar of that stem, if there is one, found sooner if it is at `near`. */
void listing_sidecar(const struct listing *l, size_t near, str stem, struct diag_list *diags,
                     struct unit *unit);

/* The unit of the one article that was opened. It may be hidden: the person named it. */
void listing_alone(const struct library *lib, struct arena *a, struct diag_list *diags,
                   struct unit *unit);

/* The id of an article by its path: counted from the opened directory. */
str listing_id(const struct library *lib, str path);

/* A problem of a whole file. `diags` may be NULL. */
void listing_report(struct diag_list *diags, str path, enum diag_code code, const char *message);

#endif
