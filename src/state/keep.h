/*
 * The inside of a state, for the files of this directory only: its file, transactions, and spots as
 * columns. See state.h for what it promises.
 *
 *     keep_write(s);
 *     struct query q = sql_query(&s->sql, "DELETE FROM mark WHERE library = ? AND letter = ?");
 *     ...
 *     return keep_commit(s);
 */
#ifndef ATTACHE_STATE_KEEP_H
#define ATTACHE_STATE_KEEP_H

#include "catalog/sql.h"
#include "state/state.h"

enum {
    KEEP_APPLICATION = 0x41744B70, /* "AtKp" */
    KEEP_VERSION = 1,              /* of tables.sql */
};

/* A directory, to be recognised at another path. */
struct keep_identity {
    int64_t device, inode;
};

struct state {
    struct sql sql;
    struct arena arena;
    str home;                  /* absent: in memory */
    const char *path;          /* of the file; NULL where there is none */
    struct keep_identity file; /* what stood there when it was opened */
    bool in_memory;
    const char *notice;
    int64_t (*clock)(void);
    int64_t generation, seen_own, seen_others; /* what SQLite had counted when it was settled */

    str root; /* of the library, absent if there is none */
    struct keep_identity identity;
    str inside;      /* the opened directory, from the root; "" for the root and for one article */
    str low, high;   /* ids that are shown, from the root: low <= id < high; high absent: all */
    int64_t library; /* its row; 0: nothing is kept of it yet */
};

/* -- File (file.c) ----------------------------------------------------------------------------- */

/* Why a file cannot be used. */
enum keep_fault {
    KEEP_GOOD,
    KEEP_DAMAGED,
    KEEP_FOREIGN,
    KEEP_NEWER,
    KEEP_EMPTY,
    KEEP_READ_ONLY,
    KEEP_NO_FILE, /* a directory, a fifo */
};

/* Opens the file under s->home, which is made if it is not there. Where it cannot be used s is in
 * memory, with a notice. An err only where memory fails too. */
struct err keep_open(struct state *s);
void keep_close(struct state *s);

/* The file cannot be used: what can be read of it is in memory from now on. */
struct err keep_abandon(struct state *s, enum keep_fault fault);

/* True if another file, or none, stands where the open one stood. */
bool keep_has_moved(const struct state *s);

/* -- Transactions (keep.c) --------------------------------------------------------------------- */

/* Between keep_read and keep_done one state is seen. keep_done and keep_commit give the first error
 * since; where there was one, keep_commit has changed nothing. */
void keep_read(struct state *s);
struct err keep_done(struct state *s);

/* After keep_write s->library is a row, unless there is no library; keep_begin leaves it alone. */
void keep_write(struct state *s);
void keep_begin(struct state *s);
struct err keep_commit(struct state *s);

/* The row of a root's path: 0 if there is none. keep_make_library makes it. */
int64_t keep_find_library(struct state *s, str path);
int64_t keep_make_library(struct state *s, str path);

int64_t keep_now(const struct state *s);

/* -- Rows (reading.c, items.c) ----------------------------------------------------------------- */

/* A briefing's row. */
struct kept {
    bool there;
    bool has_content;
    struct hash content;
    int64_t opened, read_set, saved; /* 0: never, never, no place */
    enum read_state read;
    bool by_hand;
    unsigned permille, furthest;
    struct spot place;
};

#define KEPT_COLUMNS                                                                               \
    "content, opened, read, read_set, by_hand, permille, furthest, saved, " SPOT_COLUMNS
struct kept kept_at(const struct query *q, int column, struct arena *a);

/* Of s->library; `id` is from the root. */
struct kept kept_load(struct state *s, str id, struct arena *a);
void kept_store(struct state *s, str id, const struct kept *k);

/* Marks and notes of s->library as they are put there; their briefings' ids are from the root. */
void keep_put_mark(struct state *s, const struct state_item *mark);
void keep_put_note(struct state *s, const struct state_item *note);
void keep_change_note(struct state *s, str id, str text, int64_t changed);

/* A note's text as it is kept: valid, without white space at its ends. ERR_USAGE, ERR_TOO_LARGE. */
struct err keep_clean_text(str text, struct arena *a, str *clean);

/* -- Merging (merge.c) ------------------------------------------------------------------------- */

/* Puts what comes from elsewhere beside what is in s->library, by the rules of exchange.h; true if
 * it was not there, or older. */
bool keep_merge_briefing(struct state *s, str id, const struct kept *theirs);
bool keep_merge_mark(struct state *s, const struct state_item *mark);
bool keep_merge_note(struct state *s, const struct state_item *note);

/* -- Ids and spots ----------------------------------------------------------------------------- */

/* An id of the opened library as one from the root, and back. */
str keep_id(const struct state *s, str id, struct arena *a);
str keep_shown(const struct state *s, str id);

/* Binds `library = ? AND id >= ? AND id < ?`, the last NULL where there is no end. */
void keep_bind_scope(const struct state *s, struct query *q);

/* The six columns quote, prefix, suffix, start, stop, length; from `column` on. */
#define SPOT_COLUMNS "quote, prefix, suffix, start, stop, length"
void keep_bind_spot(struct query *q, const struct spot *spot);
struct spot keep_spot_at(const struct query *q, int column, struct arena *a);
bool keep_spot_equal(const struct spot *a, const struct spot *b);

/* Without strings that are nothing but white space; `end` not before `start`. */
struct spot keep_clean(const struct spot *spot);

#endif
