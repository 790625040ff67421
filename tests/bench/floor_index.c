/*
 * What no catalogue with SQLite's full-text search can be made without: a thread reads every
 * article and takes every sidecar apart into YAML's events; another puts title and body into FTS5,
 * with 64 MiB for what it gathers, in one transaction and without any care for the file. No
 * entities, no mentions, no agreements, no text kept.
 */
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

enum { SLOTS = 256 };

struct bytes {
    char *ptr;
    size_t len;
};

static char **paths;
static size_t path_count;

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct bytes slots[SLOTS];
    size_t put, taken;
} queue = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static void die(const char *what)
{
    fprintf(stderr, "floor_index: %s\n", what);
    exit(2);
}

static struct bytes read_whole(const char *path)
{
    struct stat st;
    struct bytes b = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return b;
    if (fstat(fd, &st) == 0 && (b.ptr = malloc((size_t)st.st_size + 1)) != NULL) {
        ssize_t got = read(fd, b.ptr, (size_t)st.st_size);
        b.len = got > 0 ? (size_t)got : 0;
    }
    close(fd);
    return b;
}

static void parse(const char *article)
{
    char path[4096];
    snprintf(path, sizeof path, "%.*s.yaml", (int)strlen(article) - 3, article);
    struct bytes b = read_whole(path);
    if (b.ptr == NULL)
        return;
    yaml_parser_t parser;
    yaml_event_t event;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)b.ptr, b.len);
    for (bool more = true; more && yaml_parser_parse(&parser, &event);) {
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    free(b.ptr);
}

static void *read_all(void *unused)
{
    for (size_t i = 0; i < path_count; i++) {
        struct bytes b = read_whole(paths[i]);
        parse(paths[i]);
        pthread_mutex_lock(&queue.lock);
        while (queue.put - queue.taken == SLOTS)
            pthread_cond_wait(&queue.changed, &queue.lock);
        queue.slots[queue.put++ % SLOTS] = b;
        pthread_cond_signal(&queue.changed);
        pthread_mutex_unlock(&queue.lock);
    }
    return unused;
}

static int note(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)ftw;
    size_t len = strlen(path);
    if (type != FTW_F || len < 3 || strcmp(path + len - 3, ".md") != 0)
        return 0;
    if ((path_count & (path_count + 1)) == 0) {
        char **more = realloc(paths, (2 * path_count + 2) * sizeof *paths);
        if (more == NULL)
            die("out of memory");
        paths = more;
    }
    if ((paths[path_count++] = strdup(path)) == NULL)
        die("out of memory");
    return 0;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void insert(sqlite3_stmt *s, sqlite3_int64 n, const struct bytes *b)
{
    const char *end = b->len ? memchr(b->ptr, '\n', b->len) : NULL;
    size_t title = end != NULL ? (size_t)(end - b->ptr) : b->len;
    sqlite3_bind_int64(s, 1, n);
    sqlite3_bind_text64(s, 2, b->ptr, title, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_text64(s, 3, b->ptr + title, b->len - title, SQLITE_STATIC, SQLITE_UTF8);
    if (sqlite3_step(s) != SQLITE_DONE)
        die("cannot insert");
    sqlite3_reset(s);
}

static void insert_all(sqlite3_stmt *s)
{
    for (size_t i = 0; i < path_count; i++) {
        pthread_mutex_lock(&queue.lock);
        while (queue.put == queue.taken)
            pthread_cond_wait(&queue.changed, &queue.lock);
        struct bytes b = queue.slots[queue.taken % SLOTS];
        pthread_mutex_unlock(&queue.lock);
        insert(s, (sqlite3_int64)i + 1, &b);
        free(b.ptr);
        pthread_mutex_lock(&queue.lock);
        queue.taken++;
        pthread_cond_signal(&queue.changed);
        pthread_mutex_unlock(&queue.lock);
    }
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    pthread_t reader;
    if (argc != 3 || nftw(argv[2], note, 64, FTW_PHYS) != 0)
        die("usage: floor_index DATABASE LIBRARY");
    qsort(paths, path_count, sizeof *paths, compare);
    if (sqlite3_open(argv[1], &db) != SQLITE_OK ||
        sqlite3_exec(db,
                     "PRAGMA page_size = 16384; PRAGMA journal_mode = off;"
                     "PRAGMA synchronous = off; PRAGMA locking_mode = exclusive;"
                     "PRAGMA cache_size = -65536; BEGIN;"
                     "CREATE VIRTUAL TABLE f USING fts5 (title, body, content = '');"
                     "INSERT INTO f (f, rank) VALUES ('hashsize', 67108864)",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)", -1, &s,
                           NULL) != SQLITE_OK)
        die("cannot make the database");
    if (pthread_create(&reader, NULL, read_all, NULL) != 0)
        die("cannot start a thread");
    insert_all(s);
    pthread_join(reader, NULL);
    sqlite3_finalize(s);
    if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        die("cannot commit");
    sqlite3_close(db);
    return 0;
}
