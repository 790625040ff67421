/*
 * A library on the disk: which files make which briefings, which registries apply to them, and how
 * one briefing is loaded. The rules are those of the section "A library is a directory" of the
 * content format. Nothing is kept in memory about many briefings: that is the catalogue's work.
 */
#ifndef ATTACHE_LOADER_LIBRARY_H
#define ATTACHE_LOADER_LIBRARY_H

#include "base/diag.h"
#include "base/err.h"
#include "base/fs.h"
#include "model/briefing.h"

/* An open library, used by one thread at a time. Fields are for reading only. */
struct library {
    struct arena arena;
    struct fs_root
        root;   /* the outermost directory whose registries apply; fd -1 for standard input */
    str given;  /* the path as given, without trailing slashes: names the library in messages */
    str inside; /* the opened directory, from the root: "" unless a library.yaml stands above it */
    str only;   /* path from the root of the one article that was opened; absent: a directory */
    str standard_input; /* its bytes, when `-` was opened; else absent */
    str canonical;      /* an absolute path without links that names the opened thing: for the
                           catalogue's file */
    struct scope_cache *scopes;
    str title, description, language; /* of its library.yaml; title: else the directory's name */
};

/* Opens a directory, one article or "-". The message of an error names the path and the reason:
 * missing, empty name, unreadable, neither directory nor article. Close with library_close, also
 * after an error. */
struct err library_open(struct library *lib, str path);
void library_close(struct library *lib);

/* Whether another directory stands by now where the library's stood, or none: what is open goes on
 * being read, but whoever opens the path again gets something else. */
bool library_is_replaced(const struct library *lib);

/* A briefing's files, as found. Paths from the root. */
struct unit {
    str id, article, sidecar; /* sidecar absent if there is none */
    struct fs_stamp article_stamp, sidecar_stamp;
};

/* A file whose content applies to other files: entities.yaml, library.yaml. */
struct scope_file {
    str path;
    struct fs_stamp stamp;
};

struct listing; /* loader/listing.h */

/* What a walk meets. Everything passed lives until the callback returns. Return false to stop the
 * walk. */
struct library_visitor {
    void *user;
    /* Before its content; path from the root. The stamp is from before it was read. */
    bool (*directory)(void *user, str path, const struct fs_stamp *stamp);
    bool (*scope)(void *user, const struct scope_file *file);
    bool (*unit)(void *user, const struct unit *unit); /* in the order of ids within a directory */
    /* Before a directory's units, all of its files; true: the units need not come. */
    bool (*listed)(void *user, const struct listing *l);
    /* After them, if they came; `clean`: nothing was wrong with how they go together. */
    void (*left)(void *user, bool clean);
};

/*
 * Walks the library; a directory is entered once. Structural problems (not-a-file, link, shadowed,
 * no-article, unreadable) go to `diags`, but that the opened directory cannot be listed is an
 * error: nothing is known then. ERR_CANCELLED if a callback returned false. The scope files above
 * the opened directory are visited too, first.
 */
struct err library_walk(struct library *lib, const struct library_visitor *visitor,
                        struct diag_list *diags);

/* What a walk of one directory goes into. */
struct library_interest {
    struct fs_pick pick;                  /* names of files and directories, and of those, */
    bool (*enters)(void *user, str path); /* the directories */
};

/* Some files of one directory, and of those that are entered from it; links to directories are
 * passed over, and problems are not said. */
struct err library_walk_directory(struct library *lib, str path,
                                  const struct library_visitor *visitor,
                                  const struct library_interest *interest);

/* The unit of an id, or of the path of an article from the root: ERR_NOT_FOUND if there is none. */
struct err library_find(struct library *lib, str id_or_path, struct arena *a, struct unit *unit);

/* Whether there is an article of that id on the disk: where one was opened alone, be it another. */
bool library_has_article(struct library *lib, str id);

/*
 * Loads one briefing into the arena. An article that is refused (too large, UTF-16, unreadable, not
 * a file) gives an err and its diagnostic in `refused`; everything else is in the briefing's own
 * diags. Reads only the unit's files; registries in scope are read once and kept in the library
 * until library_forget. The briefing shares nothing with them.
 *
 * A name that stays ambiguous is said at the registry's or sidecar's place, alike by every briefing
 * that has it. Whether an agreement that is referred to exists is said here only where one article
 * was opened alone; else by who knows the whole library (loader/references.h).
 */
struct err library_load(struct library *lib, const struct unit *unit, struct arena *a,
                        struct briefing **briefing, struct diag_list *refused);

/* The text of a briefing alone, as library_load renders it: nothing that is said of it is read, and
 * no problem is said but in the err. Without text where it fails. */
struct err library_load_text(struct library *lib, str id, struct arena *a,
                             struct document *document);

/* The registry entities defined in one directory's entities.yaml (after reading it), with its
 * diagnostics: what the catalogue lists although no text mentions it. `directory` from the root;
 * count 0 if there is no registry. */
struct err library_registry(struct library *lib, str directory, const struct entity **entities,
                            size_t *count, const struct diag_list **diags);

/* Diagnostics of a directory's library.yaml; NULL if it has none. */
const struct diag_list *library_section(struct library *lib, str directory);

/* Drops what was kept of registries, so that changed ones are read again. Briefings loaded before
 * stay whole. */
void library_forget(struct library *lib);

/* A path from the root as a message shows it: the library's path as given, '/', the path inside. */
str library_display_path(const struct library *lib, str path, struct arena *a);

/* One diagnostic as the line `FILE:LINE:COLUMN: severity: message [code]`, safe for a terminal,
 * without newline. `lib` may be NULL: the file is named as it is. */
void library_format_diag(const struct library *lib, const struct diag *d, struct buf *out);

#endif
