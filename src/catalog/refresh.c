#include "catalog/refresh.h"

#include "base/clock.h"
#include "catalog/ahead.h"
#include "catalog/indexer.h"
#include "catalog/settle.h"
#include "catalog/texts.h"

enum {
    AHEAD = 32,        /* briefings loaded before the lock is taken */
    BATCH_UNITS = 500, /* stored by the first transaction */
    BATCH_MS = 250,    /* or so long */
    DOUBLINGS = 5,     /* later ones are larger: the full text is written in fewer pieces */
    SETTLE_MS = 2000,  /* before what many briefings share is settled again; then twice as long */
    PROGRESS_LOADS = 50,
    PROGRESS_MS = 100,
    WRITER_ROOMS = 4,    /* a transaction's pages, lest they are written and read again */
    LOOK_CACHE_KB = 256, /* rows are read once, one after another */
};

struct refresh {
    struct look look;
    struct catalog *c;
    struct library *lib;
    const struct refresh_hooks *hooks;
    struct arena arena;
    struct store store;
    struct ahead *ahead;
    bool open;                    /* a transaction is */
    int64_t begun;                /* when, by clock_ms */
    int64_t settle_at, settle_ms; /* when next, and how long it is from there to the one after */
    size_t in_batch;
    size_t batches;     /* committed */
    int64_t generation; /* after our last commit */
    bool first;         /* only what is new in changed directories */
    bool contended;     /* another process writes as well */
    bool loading;       /* more transactions follow */
    bool outdated;      /* it read registries after we did */
    int64_t at;         /* the last row of temp.todo that was taken */
    int64_t reported;
    struct refresh_progress progress;
    struct refresh_counts counts;
};

/* -- Time and progress ------------------------------------------------------------------------- */

static void report(struct refresh *r, bool always)
{
    if (r->hooks == NULL || r->hooks->progress == NULL || r->first)
        return;
    if (!always && r->progress.loaded % PROGRESS_LOADS != 0 &&
        clock_ms() - r->reported < PROGRESS_MS)
        return;
    r->reported = clock_ms();
    r->hooks->progress(r->hooks->user, &r->progress);
}

/* -- Transactions ------------------------------------------------------------------------------ */

/* Kilobytes for what waits for one thread, and for what it has read of a file: as many as so many
 * briefings need, until more of them would not make it faster. */
static int room_kb(const struct refresh *r)
{
    enum { LEAST = 3 << 10, MOST = 16 << 10, BRIEFINGS_A_KB = 8 };
    size_t kb = LEAST + r->progress.to_load / BRIEFINGS_A_KB;
    return kb < MOST ? (int)kb : MOST;
}

static void open_batch(struct refresh *r)
{
    if (r->open)
        return;
    sql_cache(&r->c->sql, WRITER_ROOMS * room_kb(r));
    store_begin(&r->store, r->c);
    r->open = true;
    r->in_batch = 0;
    r->begun = clock_ms();
    if (r->store.generation - 1 != r->generation)
        r->contended = true;
    if (db_meta(r->c, "scopes") != r->look.scopes)
        r->outdated = true;
}

static struct err close_batch(struct refresh *r)
{
    if (!r->open)
        return ERR_OK;
    r->open = false;
    r->batches++;
    r->generation = r->store.changed ? r->store.generation : r->store.generation - 1;
    r->store.texts_later = r->loading && !r->contended && r->c->shared == NULL;
    struct err e = store_commit(&r->store);
    if (!err_failed(&e)) {
        r->progress.commits++;
        report(r, true);
    }
    return e;
}

/* What many briefings share is settled when the first are there, at ever longer intervals, so that
 * it costs no more than the loading does however often one agreement is named, and at the end. */
static void settle_now_and_then(struct refresh *r)
{
    int64_t now = clock_ms();
    if (r->batches > 0 && now < r->settle_at)
        return;
    r->settle_ms = r->batches > 0 ? r->settle_ms * 2 : SETTLE_MS;
    r->settle_at = now + r->settle_ms;
    settle_entities(&r->store);
    settle_agreements(&r->store);
}

static struct err end_step(struct refresh *r)
{
    size_t doublings = r->batches < DOUBLINGS ? r->batches : DOUBLINGS;
    if (!r->open || (r->in_batch < (size_t)BATCH_UNITS << doublings &&
                     clock_ms() - r->begun < (int64_t)BATCH_MS << doublings))
        return ERR_OK;
    settle_now_and_then(r);
    return close_batch(r);
}

/* -- Registries -------------------------------------------------------------------------------- */

/* Another process read the very same file after we looked. */
static bool scope_done_by_another(struct refresh *r, const struct scope_file *f, struct arena *a)
{
    struct query q = db_query(r->c, "SELECT 1 FROM scope WHERE path = ? AND generation > ? "
                                    "AND stamp = ?");
    query_str(&q, f->path);
    query_int(&q, r->look.generation);
    query_blob(&q, stamp_pack(&f->stamp, a));
    bool done = query_row(&q);
    query_end(&q);
    return done;
}

static void refresh_scope(struct refresh *r, const struct scope_file *f)
{
    struct arena a = {0};
    open_batch(r);
    if (!r->look.rebuild && scope_done_by_another(r, f, &a)) {
        arena_release(&a);
        return;
    }
    str hash = look_hash(&r->look, f->path, &f->stamp, &a);
    const struct entity *entities = NULL;
    const struct diag_list *diags = NULL;
    size_t count = 0;
    str directory = path_dir(f->path);
    if (str_eq(path_base(f->path), STR("entities.yaml"))) {
        struct err e = library_registry(r->lib, directory, &entities, &count, &diags);
        if (err_failed(&e))
            count = 0;
    } else {
        diags = library_section(r->lib, directory);
    }
    store_scope(&r->store, f, look_hash_loaded(hash, diags), entities, count, diags);
    arena_release(&a);
}

static void remove_scopes(struct refresh *r)
{
    int64_t n = 0;
    while ((n = look_next_scope_gone(&r->look, n)) != 0) {
        open_batch(r);
        store_remove_scope(&r->store, n);
    }
}

/* In one transaction with the marks on what it applies to: a run that is killed after it goes on
 * with those. */
static void refresh_scopes(struct refresh *r)
{
    if (r->look.rebuild) {
        open_batch(r);
        db_execute(r->c, "UPDATE unit SET stale = 1");
    }
    remove_scopes(r);
    str last = {0};
    while (look_has_found(&r->look)) {
        struct query q = db_query(r->c, "SELECT path, stamp FROM temp.todo_scope "
                                        "WHERE path > ifnull(?, '') ORDER BY path LIMIT 1");
        query_str(&q, last);
        if (!query_row(&q))
            break;
        struct scope_file f = {.path = query_str_at(&q, 0, &r->arena),
                               .stamp = stamp_unpack(query_view_at(&q, 1))};
        query_end(&q);
        refresh_scope(r, &f);
        last = f.path;
    }
    if (r->open) {
        r->look.scopes = db_meta(r->c, "scopes");
        r->outdated = false;
    }
    look_again_at_stale(&r->look);
}

/* -- Removal ----------------------------------------------------------------------------------- */

static struct err remove_units(struct refresh *r)
{
    bool listed = false;
    int64_t n = 0;
    struct err e = ERR_OK;
    while (!err_failed(&e) && (n = look_next_gone(&r->look, n, &listed)) != 0) {
        open_batch(r);
        store_remove_unit(&r->store, n);
        r->counts.removed += listed;
        r->in_batch++;
        e = end_step(r);
    }
    return e;
}

/* -- Loading ----------------------------------------------------------------------------------- */

static bool next_unit(struct refresh *r, struct loaded *l)
{
    struct query q = db_query(r->c, "SELECT k, id, article, sidecar, article_stamp, sidecar_stamp "
                                    "FROM temp.todo WHERE k > ? ORDER BY k LIMIT 1");
    query_int(&q, r->at);
    bool found = query_row(&q);
    if (found) {
        r->at = query_int_at(&q, 0);
        l->unit.id = query_str_at(&q, 1, &l->arena);
        l->unit.article = query_str_at(&q, 2, &l->arena);
        l->unit.sidecar = query_str_at(&q, 3, &l->arena);
        l->unit.article_stamp = stamp_unpack(query_view_at(&q, 4));
        l->unit.sidecar_stamp = stamp_unpack(query_view_at(&q, 5));
    }
    query_end(&q);
    return found;
}

/* Another process stored it after we looked, and what it saw is not older. */
static bool done_by_another(struct refresh *r, const struct unit *u)
{
    if (!r->contended || r->outdated)
        return false;
    struct query q = db_query(r->c, "SELECT article_stamp, sidecar_stamp FROM unit "
                                    "WHERE id = ? AND generation > ? AND NOT stale");
    query_str(&q, u->id);
    query_int(&q, r->look.generation);
    bool done = query_row(&q);
    if (done) {
        struct fs_stamp article = stamp_unpack(query_view_at(&q, 0));
        struct fs_stamp sidecar = stamp_unpack(query_view_at(&q, 1));
        done = article.ctime >= u->article_stamp.ctime &&
               (!str_present(u->sidecar) || sidecar.ctime >= u->sidecar_stamp.ctime);
    }
    query_end(&q);
    return done;
}

static void keep(struct refresh *r, struct loaded *l)
{
    if (!l->gone && !done_by_another(r, &l->unit)) {
        l->looked.again = l->looked.again || r->outdated;
        enum stored stored = store_unit(&r->store, &l->looked, l->briefing, &l->refused);
        l->looked.document = NULL;
        r->counts.added += stored == STORED_ADDED;
        r->counts.changed += stored == STORED_CHANGED;
        r->counts.removed += stored == STORED_REMOVED;
    }
    r->in_batch++;
    r->progress.loaded++;
    ahead_done(r->ahead);
    report(r, false);
}

/* Hands on as many as there is room for. What another process has done meanwhile is passed over. */
static void load_ahead(struct refresh *r)
{
    while (ahead_has_room(r->ahead)) {
        struct loaded *l = ahead_next(r->ahead);
        if (!next_unit(r, l))
            return;
        if (!done_by_another(r, &l->unit)) {
            ahead_load(r->ahead);
            continue;
        }
        r->progress.loaded++;
        arena_release(&l->arena);
        *l = (struct loaded){0};
    }
}

/* Some are loaded without the lock, so that other processes get their turn. */
static struct err load_batch(struct refresh *r, bool *more)
{
    load_ahead(r);
    if (!r->open)
        ahead_wait(r->ahead, AHEAD);
    struct loaded *l = ahead_take(r->ahead);
    *more = l != NULL;
    struct err e = ERR_OK;
    bool alone = r->c->shared == NULL; /* in memory readers wait for as long as this is open */
    for (size_t kept = 0; l != NULL && !err_failed(&e); kept++) {
        open_batch(r);
        keep(r, l);
        if (!alone && kept + 1 >= AHEAD)
            r->in_batch = SIZE_MAX / 2;
        e = end_step(r);
        if (!r->open || look_cancelled(&r->look))
            break;
        if (kept % AHEAD == AHEAD - 1)
            load_ahead(r);
        l = ahead_take(r->ahead);
    }
    return e;
}

static struct err load_units(struct refresh *r)
{
    if (look_has_found(&r->look))
        r->progress.to_load = (size_t)db_number(r->c, "SELECT count(*) FROM temp.todo");
    report(r, true);
    if (r->progress.to_load == 0)
        return ERR_OK;
    bool more = true;
    struct err e = ERR_OK;
    r->ahead = ahead_start(&r->look, r->progress.to_load, room_kb(r));
    if (r->progress.to_load > AHEAD)
        indexer_start(r->c, room_kb(r));
    r->loading = true;
    while (more && !err_failed(&e) && !db_failed(r->c))
        e = look_cancelled(&r->look) ? err_make(ERR_CANCELLED, "cancelled") : load_batch(r, &more);
    r->loading = false;
    ahead_stop(r->ahead);
    if (e.code != ERR_CANCELLED)
        report(r, true);
    return e;
}

/* -- All of it --------------------------------------------------------------------------------- */

/* Whether what directories are sealed with holds from now on. */
static bool may_seal(const struct refresh *r)
{
    return !r->contended && !r->outdated && !r->look.doubtful;
}

static bool has_loose_ends(struct refresh *r)
{
    return r->open || r->batches > 0 || db_meta(r->c, "complete") == 0 ||
           db_meta(r->c, "references") != 0 || store_structure_differs(r->c, &r->look.diags) ||
           (may_seal(r) && db_meta(r->c, "sealed") != db_meta(r->c, "generation")) ||
           texts_is_unmarked(r->c) || look_saw_other_directories(&r->look) ||
           bits_count(&r->look.calm) > 0 ||
           db_number(r->c, "SELECT EXISTS (SELECT 1 FROM dirty_agreement) + "
                           "EXISTS (SELECT 1 FROM dirty_entity)") != 0;
}

static struct err finish(struct refresh *r)
{
    if (!has_loose_ends(r))
        return ERR_OK;
    open_batch(r);
    settle_entities(&r->store);
    settle_agreements(&r->store);
    settle_references(&r->store);
    store_structure(&r->store, &r->look.diags);
    look_keep_directories(&r->look);
    look_keep_calm(&r->look);
    texts_keep_mark(r->c);
    if (db_meta(r->c, "complete") == 0)
        r->store.changed = true;
    db_set_meta(r->c, "complete", 1);
    if (may_seal(r))
        db_set_meta(r->c, "sealed", r->store.generation - !r->store.changed);
    return close_batch(r);
}

static void count_all(struct refresh *r)
{
    struct refresh_counts *n = &r->counts;
    db_read(r->c);
    n->briefings = (size_t)db_meta(r->c, "briefings");
    n->refused = (size_t)db_meta(r->c, "units") - n->briefings;
    size_t touched = n->added + n->changed;
    n->unchanged = n->briefings > touched ? n->briefings - touched : 0;
    for (size_t i = 0; i < r->look.diags.len; i++)
        n->closed += r->look.diags.items[i].code == DIAG_UNREADABLE;
    db_done(r->c);
}

size_t refresh_unread(const struct refresh_counts *n, const char **what)
{
    size_t unread = n->refused + n->closed;
    if (n->closed > 0)
        *what = unread == 1 ? "file or directory" : "files and directories";
    else
        *what = unread == 1 ? "article" : "articles";
    return unread;
}

/* What is new in a directory is there before everything else is looked at. */
static struct err refresh_first(struct refresh *r)
{
    if (r->look.rebuild || db_meta(r->c, "complete") == 0 || str_present(r->lib->only) ||
        !look_at_changed_directories(&r->look))
        return ERR_OK;
    r->first = true;
    r->generation = r->look.generation;
    struct err e = load_units(r);
    if (!err_failed(&e)) {
        open_batch(r);
        settle_entities(&r->store);
        settle_agreements(&r->store);
        bool trusted = r->look.trusted && may_seal(r);
        e = close_batch(r);
        r->look.own = trusted ? r->generation : 0;
    }
    r->first = false;
    r->at = 0;
    r->progress = (struct refresh_progress){.commits = r->progress.commits};
    report(r, true);
    return e;
}

static struct err go_through(struct refresh *r)
{
    struct err e = texts_stand(r->c) ? ERR_OK : texts_prepare(r->c);
    if (!err_failed(&e))
        e = refresh_first(r);
    if (!err_failed(&e))
        e = look_at_library(&r->look);
    if (err_failed(&e))
        return e;
    r->generation = r->look.generation;
    r->progress.seen = r->look.seen;
    refresh_scopes(r);
    e = remove_units(r);
    if (!err_failed(&e))
        e = load_units(r);
    return err_failed(&e) ? e : finish(r);
}

/* What was stored before a cancel stays. */
static struct err run(struct refresh *r)
{
    struct err e = go_through(r);
    struct err closed = close_batch(r);
    indexer_stop(r->c);
    struct err left = db_error(r->c);
    if (!err_failed(&e))
        e = err_failed(&closed) ? closed : left;
    count_all(r);
    return e;
}

static void add_counts(struct refresh_counts *sum, const struct refresh_counts *n)
{
    const struct refresh_counts before = *sum;
    *sum = *n;
    sum->added += before.added;
    sum->changed += before.changed;
    sum->removed += before.removed;
    size_t touched = sum->added + sum->changed;
    sum->unchanged = sum->briefings > touched ? sum->briefings - touched : 0;
}

/* One round is all, but where the file is damaged inside, which is then made anew, or where another
 * process changed the registries that ours went by. */
struct err catalog_refresh(struct catalog *catalog, struct library *lib, bool rebuild,
                           const struct refresh_hooks *hooks, struct refresh_counts *counts)
{
    enum { ROUNDS = 4 };
    struct err e = ERR_OK;
    struct refresh_counts sum = {0};
    bool again = true;
    for (int round = 0; again && round < ROUNDS; round++) {
        struct refresh r = {.c = catalog, .lib = lib, .hooks = hooks, .reported = clock_ms()};
        r.look = (struct look){
            .c = catalog, .lib = lib, .hooks = hooks, .rebuild = rebuild && round == 0};
        r.look.diags.arena = &r.arena;
        sql_cache(&catalog->sql, LOOK_CACHE_KB);
        e = run(&r);
        sql_cache(&catalog->sql, SQL_CACHE_KB);
        again = !err_failed(&e) && r.outdated;
        arena_release(&r.arena);
        if (e.code == ERR_CORRUPT) {
            struct err renewed = catalog_renew(catalog);
            if (err_failed(&renewed))
                return renewed;
            sum = r.counts = (struct refresh_counts){0};
            again = true;
        }
        add_counts(&sum, &r.counts);
    }
    if (counts != NULL)
        *counts = sum;
    return e;
}
