#include "state/state.h"

#include "base/fs.h"
#include "base/mem.h"
#include "state/keep.h"

#include <string.h>
#include <sys/stat.h>

/* -- The library ------------------------------------------------------------------------------- */

/* What of the root is open. */
static void set_scope(struct state *s, const struct library *lib)
{
    struct arena *a = &s->arena;
    s->low = s->inside = STR("");
    s->high = (str){0};
    if (str_present(lib->only)) {
        s->low = arena_str(a, path_stem(lib->only));
        char *after = arena_alloc(a, s->low.len + 1, 1); /* the next string in the order of bytes */
        memcpy(after, s->low.ptr, s->low.len);
        s->high = (str){after, s->low.len + 1};
    } else if (lib->inside.len) {
        s->inside = arena_str(a, lib->inside);
        s->low = arena_printf(a, "%.*s/", STR_FMT(s->inside));
        s->high = arena_printf(a, "%.*s%c", STR_FMT(s->inside), '/' + 1);
    }
}

static bool is_there(const struct library *lib, str id, struct arena *a)
{
    static const char *const extensions[] = {".md", ".markdown", ".txt"};
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        struct fs_entry entry;
        str path = arena_printf(a, "%.*s%s", STR_FMT(id), extensions[i]);
        struct err e = fs_stat(&lib->root, path, &entry);
        if (!err_failed(&e) && entry.kind == FS_FILE)
            return true;
    }
    return false;
}

/* True if most of what was read last in a library is in this one. */
static bool is_same_library(struct state *s, const struct library *lib, int64_t candidate)
{
    size_t known = 0, there = 0;
    struct arena a = {0};
    struct query q = sql_query(&s->sql, "SELECT id FROM briefing WHERE library = ? AND opened > 0 "
                                        "ORDER BY opened DESC, id LIMIT 8");
    query_int(&q, candidate);
    while (query_row(&q)) {
        known++;
        there += is_there(lib, query_view_at(&q, 0), &a);
    }
    arena_release(&a);
    return there * 2 > known;
}

static bool path_is_gone(str path, struct arena *a)
{
    struct stat st;
    return stat(arena_cstr(a, path), &st) != 0;
}

/* The row of the library at another path that is this one; 0 if there is none. */
static int64_t find_moved(struct state *s, const struct library *lib)
{
    enum { MOST = 16 };
    int64_t candidates[MOST], found = 0;
    size_t count = 0;
    struct arena a = {0};
    struct query q = sql_query(
        &s->sql, "SELECT n, path FROM library WHERE inode = ? AND device = ? ORDER BY n LIMIT 16");
    query_int(&q, s->identity.inode);
    query_int(&q, s->identity.device);
    while (query_row(&q))
        if (count < MOST && path_is_gone(query_view_at(&q, 1), &a))
            candidates[count++] = query_int_at(&q, 0);
    for (size_t i = 0; i < count && found == 0; i++)
        if (is_same_library(s, lib, candidates[i]))
            found = candidates[i];
    arena_release(&a);
    return found;
}

/* Somebody else may have made the row meanwhile, or found this one. */
static void adopt(struct state *s, int64_t moved)
{
    keep_begin(s);
    s->library = keep_find_library(s, s->root);
    if (s->library == 0) {
        struct query q = sql_query(&s->sql, "UPDATE library SET path = ? WHERE n = ?");
        query_str(&q, s->root);
        query_int(&q, moved);
        query_run(&q);
        s->library = moved;
    }
    keep_commit(s);
}

static bool identity_differs(struct state *s)
{
    struct query q = sql_query(
        &s->sql, "SELECT 1 FROM library WHERE n = ? AND (device IS NOT ? OR inode IS NOT ?)");
    query_int(&q, s->library);
    query_int(&q, s->identity.device);
    query_int(&q, s->identity.inode);
    bool differs = query_row(&q);
    query_end(&q);
    return differs;
}

/* The same path with another directory: a copy that was put back, another disk. */
static void note_identity(struct state *s)
{
    keep_begin(s);
    struct query q = sql_query(&s->sql, "UPDATE library SET device = ?, inode = ? WHERE n = ?");
    query_int(&q, s->identity.device);
    query_int(&q, s->identity.inode);
    query_int(&q, s->library);
    query_run(&q);
    keep_commit(s);
}

/* What fails here fails again when something is to be kept, and is said then. */
static void find_library(struct state *s, const struct library *lib)
{
    keep_read(s);
    bool differs = identity_differs(s);
    int64_t moved = s->library == 0 ? find_moved(s, lib) : 0;
    keep_done(s);
    if (differs)
        note_identity(s);
    else if (moved != 0)
        adopt(s, moved);
}

/* -- Opening ----------------------------------------------------------------------------------- */

struct err state_open(const struct library *lib, const struct state_options *options,
                      struct state **state)
{
    struct state *s = mem_calloc(1, sizeof *s);
    struct stat st;
    bool somewhere = lib == NULL || lib->root.fd >= 0;
    s->clock = options->clock;
    s->notice = "";
    s->home = somewhere ? arena_str(&s->arena, options->state_home) : (str){0};
    struct err e = keep_open(s);
    *state = s;
    if (err_failed(&e)) {
        state_close(s);
        *state = NULL;
        return e;
    }
    if (somewhere && !str_present(s->home))
        s->notice = "places, marks and notes of this session are not kept: neither XDG_STATE_HOME "
                    "nor HOME is set";
    if (lib == NULL)
        return ERR_OK;
    set_scope(s, lib);
    /* Standard input is a library without a place. */
    s->root = arena_str(&s->arena, somewhere ? lib->root.path : STR("-"));
    if (somewhere && fstat(lib->root.fd, &st) == 0)
        s->identity = (struct keep_identity){(int64_t)st.st_dev, (int64_t)st.st_ino};
    find_library(s, lib);
    return ERR_OK;
}

void state_close(struct state *s)
{
    if (s == NULL)
        return;
    keep_close(s);
    arena_release(&s->arena);
    mem_free(s);
}

const char *state_notice(const struct state *s)
{
    return s != NULL ? s->notice : "";
}

bool state_is_changed(const struct state *s)
{
    return s != NULL && s->sql.db != NULL && sqlite3_total_changes(s->sql.db) != s->seen_own;
}

int64_t state_generation(struct state *s)
{
    if (s == NULL || s->sql.db == NULL)
        return 0;
    int64_t others = sql_number(&s->sql, "PRAGMA data_version");
    int64_t own = sqlite3_total_changes(s->sql.db);
    if (others != s->seen_others || own != s->seen_own)
        s->generation++;
    s->seen_others = others;
    s->seen_own = own;
    sql_error(&s->sql);
    return s->generation;
}
