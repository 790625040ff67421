/* The file of the user's state: who may read it, what becomes of a broken one, several programs at
 * once, and being killed. */
#include "tests/unit/kept.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct hash content_of(const char *text)
{
    return hash_of(str_of(text));
}

static struct buf file_bytes(const char *path)
{
    struct buf b = {0};
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t got;
    do {
        got = fread(buf_room(&b, 65536), 1, 65536, f);
        b.len += got;
    } while (got > 0);
    fclose(f);
    return b;
}

static void write_bytes(const char *path, str bytes)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, f), bytes.len);
    assert_int_equal(fclose(f), 0);
}

static void assert_bytes(const char *path, str expected)
{
    struct buf now = file_bytes(path);
    if (!str_eq(buf_str(&now), expected))
        fail_msg("%s was changed: %zu bytes, %zu before", path, now.len, expected.len);
    buf_release(&now);
}

static void permissions_are_private(void **state)
{
    struct kept *k = *state;
    struct stat st;
    mode_t before = umask(0);
    kept_reopen(k);
    struct spot spot = kept_spot("q", 1);
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    umask(before);
    assert_int_equal(stat(k->directory, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    DIR *d = opendir(k->directory);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", k->directory, e->d_name);
        assert_int_equal(stat(path, &st), 0);
        if (S_ISREG(st.st_mode) && (st.st_mode & 07777) != 0600)
            fail_msg("%s has mode %o", path, (unsigned)st.st_mode & 07777);
    }
    closedir(d);

    /* What somebody opened to others is closed again. */
    state_close(k->s);
    k->s = NULL;
    assert_int_equal(chmod(k->file, 0644), 0);
    assert_int_equal(chmod(k->directory, 0755), 0);
    kept_reopen(k);
    assert_int_equal(stat(k->file, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(stat(k->directory, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
}

/* -- Files that cannot be used ----------------------------------------------------------------- */

/* A session on a file that cannot be used: it is said, it works, and nothing was touched. */
static void session_without_file(struct kept *k, const char *why, const char *items)
{
    struct spot spot = kept_spot("q", 1);
    struct stat before, after;
    struct buf bytes = file_bytes(k->file);
    assert_int_equal(stat(k->file, &before), 0);
    kept_reopen(k);
    if (strstr(state_notice(k->s), why) == NULL || strstr(state_notice(k->s), k->file) == NULL)
        fail_msg("it should say '%s', but says '%s'", why, state_notice(k->s));
    assert_string_equal(kept_items(k, k->s, 3, 9), items);
    kept_time++;
    assert_ok(state_mark(k->s, 'x', STR("b"), &spot));
    assert_ok(state_opened(k->s, STR("b"), content_of("B")));
    assert_memory_equal(kept_items(k, k->s, 3, 9), "x:b", 3);
    assert_string_equal(kept_row(k, k->s, "b"), "reading 0/0 @1001 0n 1m");
    kept_time--;
    state_close(k->s);
    k->s = NULL;
    assert_int_equal(stat(k->file, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_bytes(k->file, buf_str(&bytes));
    buf_release(&bytes);
}

/* A good file with a mark and some notes; its bytes, in the arena of what is kept. */
static str good_file(struct kept *k, size_t notes)
{
    struct spot spot = kept_spot("q", 1);
    kept_reopen(k);
    assert_string_equal(state_notice(k->s), "");
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    for (size_t i = 0; i < notes; i++) {
        str text = arena_printf(&k->arena, "%0400zu", i);
        assert_ok(state_add_note(k->s, STR("a"), &spot, text, &k->arena, NULL));
    }
    state_close(k->s);
    k->s = NULL;
    struct buf bytes = file_bytes(k->file);
    str kept = arena_str(&k->arena, buf_str(&bytes));
    buf_release(&bytes);
    return kept;
}

static void big_endian(struct buf *b, size_t at, uint32_t n)
{
    for (size_t i = 0; i < 4; i++)
        b->ptr[at + i] = (char)(unsigned char)(n >> (24 - 8 * i));
}

enum { USER_VERSION_AT = 60, APPLICATION_AT = 68 }; /* in SQLite's header */

static void foreign_and_newer_files_are_left_alone(void **state)
{
    struct kept *k = *state;
    str good = good_file(k, 0);
    struct buf other = {0};
    buf_append(&other, good);
    big_endian(&other, APPLICATION_AT, 0x41746368); /* a catalogue */
    write_bytes(k->file, buf_str(&other));
    session_without_file(k, "belongs to another program", "");

    buf_clear(&other);
    buf_append(&other, good);
    big_endian(&other, USER_VERSION_AT, 99);
    write_bytes(k->file, buf_str(&other));
    session_without_file(k, "newer version", "a:a"); /* what is known of it can be read */

    write_bytes(k->file, STR(""));
    session_without_file(k, "is empty", "");
    write_bytes(k->file, STR("dear diary, this is no database but a text of mine"));
    session_without_file(k, "is damaged", "");
    buf_clear(&other);
    buf_fill(&other, 'x', 100000);
    write_bytes(k->file, buf_str(&other));
    session_without_file(k, "is damaged", "");

    /* Put back, it is as it was. */
    write_bytes(k->file, good);
    kept_reopen(k);
    assert_string_equal(state_notice(k->s), "");
    assert_string_equal(kept_items(k, k->s, 3, 9), "a:a");
    buf_release(&other);
}

static void truncated_files_are_left_alone(void **state)
{
    struct kept *k = *state;
    str good = good_file(k, 40);
    static const size_t cuts[] = {1, 50, 100, 512, 4095, 4096, 5000, 8192, 20000};
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        assert_true(cuts[i] < good.len);
        write_bytes(k->file, str_sub(good, 0, cuts[i]));
        session_without_file(k, "is damaged", "");
    }
}

/* Damage that shows only when one comes to it: it is said then, and what is whole is still there.
 */
static void damage_in_the_middle_is_survived(void **state)
{
    struct kept *k = *state;
    str good = good_file(k, 200);
    struct state_items items;
    size_t spoilt = 0;
    for (size_t page = 2; page < good.len / 4096; page++) {
        struct buf bad = {0};
        struct spot spot = kept_spot("q", 1);
        buf_append(&bad, good);
        memset(bad.ptr + page * 4096, 0xA5, 4096);
        write_bytes(k->file, buf_str(&bad));
        kept_reopen(k);
        struct err e = state_items_of(k->s, STR("a"), &k->arena, &items);
        if (err_failed(&e)) {
            assert_int_equal(e.code, ERR_CORRUPT);
            assert_non_null(strstr(state_notice(k->s), "is damaged"));
            assert_ok(state_items_of(k->s, STR("a"), &k->arena, &items));
            assert_ok(state_mark(k->s, 'b', STR("a"), &spot));
            state_close(k->s);
            k->s = NULL;
            assert_bytes(k->file, buf_str(&bad));
            spoilt++;
        }
        buf_release(&bad);
    }
    assert_true(spoilt > 10);
}

static void what_is_no_file_is_left_alone(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    struct stat st;
    kept_reopen(k);
    state_close(k->s);
    k->s = NULL;
    assert_int_equal(unlink(k->file), 0);
    assert_int_equal(mkdir(k->file, 0700), 0);
    kept_reopen(k);
    assert_non_null(strstr(state_notice(k->s), "is not a file"));
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    state_close(k->s);
    k->s = NULL;
    assert_int_equal(rmdir(k->file), 0);
    assert_int_equal(mkfifo(k->file, 0600), 0);
    kept_reopen(k); /* and does not wait for a writer */
    assert_non_null(strstr(state_notice(k->s), "is not a file"));
    assert_int_equal(lstat(k->file, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
}

/* -- Where nothing may be written -------------------------------------------------------------- */

enum { NOT_REACHED = 77 }; /* the temporary directory lies in one that is root's alone */

/* Runs in a process of its own; root, who may do everything, becomes somebody else in it. */
static void in_child(struct kept *k, void (*body)(struct kept *k))
{
    if (geteuid() == 0) {
        char command[700];
        snprintf(command, sizeof command, "chmod 711 '%s' && chown -R 65534 '%s'", k->tree.top,
                 k->tree.top);
        assert_int_equal(system(command), 0);
    }
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(1);
        if (chdir(k->tree.top) != 0)
            _exit(NOT_REACHED);
        body(k);
        state_close(k->s);
        library_close(&k->lib);
        arena_release(&k->arena);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_REACHED)
        skip();
    assert_int_equal(status, 0);
}

/* In a child a failed assertion would go on as a second test program. */
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "line %d: " #condition "\n", __LINE__);                                \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

static struct state *quiet_open(struct kept *k)
{
    struct err e = library_open(&k->lib, str_of(k->tree.root));
    REQUIRE(!err_failed(&e));
    const struct state_options options = {.state_home = str_of(k->home), .clock = kept_clock};
    e = state_open(&k->lib, &options, &k->s);
    REQUIRE(!err_failed(&e));
    return k->s;
}

static bool works(struct state *s)
{
    struct arena a = {0};
    struct state_item item;
    struct spot spot = kept_spot("q", 1);
    struct err e = state_mark(s, 'w', STR("b"), &spot);
    bool good = !err_failed(&e);
    e = state_find_mark(s, 'w', &a, &item);
    arena_release(&a);
    return good && !err_failed(&e);
}

static bool has_mark(struct state *s, char letter)
{
    struct arena a = {0};
    struct state_item item;
    struct err e = state_find_mark(s, letter, &a, &item);
    arena_release(&a);
    return !err_failed(&e);
}

static void read_only_body(struct kept *k)
{
    struct state *s = quiet_open(k);
    REQUIRE(strstr(state_notice(s), "cannot be written") != NULL);
    REQUIRE(has_mark(s, 'a'));
    REQUIRE(works(s));
}

static void what_is_read_only_is_read(void **state)
{
    struct kept *k = *state;
    str good = good_file(k, 3);
    library_close(&k->lib);
    assert_int_equal(chmod(k->file, 0400), 0);
    in_child(k, read_only_body);
    assert_bytes(k->file, good);
    assert_int_equal(chmod(k->file, 0600), 0);
    assert_int_equal(chmod(k->directory, 0500), 0);
    in_child(k, read_only_body);
    assert_bytes(k->file, good);
}

static void unwritable_body(struct kept *k)
{
    struct state *s = quiet_open(k);
    REQUIRE(strstr(state_notice(s), "are not kept") != NULL);
    REQUIRE(strstr(state_notice(s), "Permission denied") != NULL);
    REQUIRE(works(s));
}

static void a_home_that_cannot_be_written_is_said(void **state)
{
    struct kept *k = *state;
    struct stat st;
    assert_int_equal(mkdir(k->home, 0500), 0);
    in_child(k, unwritable_body);
    assert_int_not_equal(stat(k->directory, &st), 0);
}

static void full_body(struct kept *k)
{
    struct state *s = quiet_open(k);
    struct spot spot = kept_spot("q", 1);
    struct rlimit limit;
    REQUIRE(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    REQUIRE(getrlimit(RLIMIT_FSIZE, &limit) == 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 60000;
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    struct buf text = {0};
    buf_fill(&text, 'x', 100000);
    struct err e = state_add_note(s, STR("a"), &spot, buf_str(&text), &k->arena, NULL);
    REQUIRE(err_failed(&e) && e.code != ERR_CORRUPT);
    REQUIRE(*state_notice(s) == '\0');
    REQUIRE(has_mark(s, 'a'));
    REQUIRE(works(s)); /* a small change may still have room */
    limit.rlim_cur = before;
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    e = state_add_note(s, STR("a"), &spot, buf_str(&text), &k->arena, NULL);
    REQUIRE(!err_failed(&e));
    buf_release(&text);
}

static void a_full_disk_loses_nothing(void **state)
{
    struct kept *k = *state;
    struct state_counts counts;
    good_file(k, 0);
    library_close(&k->lib);
    in_child(k, full_body);
    kept_reopen(k);
    assert_string_equal(state_notice(k->s), "");
    assert_ok(state_counts(k->s, &counts));
    assert_int_equal(counts.notes, 1);
    assert_int_equal(counts.marks, 2);
}

/* -- Another file in its place ----------------------------------------------------------------- */

static void a_file_moved_away_is_not_written_to(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    char aside[400], name[420];
    kept_reopen(k);
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    struct state *other = kept_handle(k, &k->lib);
    snprintf(aside, sizeof aside, "%s/aside.db", k->directory);
    assert_int_equal(rename(k->file, aside), 0);
    assert_ok(state_mark(k->s, 'b', STR("a"), &spot));
    assert_ok(state_mark(other, 'c', STR("a"), &spot));
    assert_string_equal(kept_items(k, k->s, 3, 9), "b:a c:a");
    state_close(other);
    kept_reopen(k);
    assert_string_equal(kept_items(k, k->s, 3, 9), "b:a c:a");

    /* The log, with what was not yet in the file, was put aside too: together they are whole. */
    state_close(k->s);
    k->s = NULL;
    assert_int_equal(unlink(k->file), 0);
    assert_int_equal(rename(aside, k->file), 0);
    snprintf(aside, sizeof aside, "%s-wal.left", k->file);
    snprintf(name, sizeof name, "%s-wal", k->file);
    assert_int_equal(rename(aside, name), 0);
    kept_reopen(k);
    assert_string_equal(kept_items(k, k->s, 3, 9), "a:a");
}

static void strange_names_are_files_too(void **state)
{
    struct kept *k = *state;
    struct spot spot = kept_spot("q", 1);
    size_t end = strlen(k->home);
    snprintf(k->home + end, sizeof k->home - end, " 100%%25?mode=memory#x");
    kept_reopen(k);
    assert_string_equal(state_notice(k->s), "");
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    kept_reopen(k);
    assert_string_equal(kept_items(k, k->s, 3, 9), "a:a");
}

/* -- Several programs -------------------------------------------------------------------------- */

enum { PROGRAMS = 3, CHANGES = 24 };

static void change_much(struct kept *k, unsigned who)
{
    struct state *s = quiet_open(k);
    for (unsigned i = 0; i < CHANGES; i++) {
        struct spot spot = kept_spot("q", i);
        char text[32];
        snprintf(text, sizeof text, "%u/%u", who, i);
        struct err e = state_add_note(s, STR("a"), &spot, str_of(text), &k->arena, NULL);
        REQUIRE(!err_failed(&e));
        e = state_mark(s, (char)('a' + who * 6 + i % 6), STR("a"), &spot);
        REQUIRE(!err_failed(&e));
        e = state_save_place(s, STR("a"), &spot, i, who * 100 + i);
        REQUIRE(!err_failed(&e));
        e = state_set_read(s, arena_printf(&k->arena, "%u-%u", who, i), READ_STATE_READ);
        REQUIRE(!err_failed(&e));
    }
}

static void programs_do_not_overwrite_each_other(void **state)
{
    struct kept *k = *state;
    struct state_counts counts;
    pid_t children[PROGRAMS];
    for (unsigned i = 0; i < PROGRAMS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            change_much(k, i);
            state_close(k->s);
            library_close(&k->lib);
            arena_release(&k->arena);
            _exit(0);
        }
    }
    for (unsigned i = 0; i < PROGRAMS; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    kept_reopen(k);
    assert_ok(state_counts(k->s, &counts));
    assert_int_equal(counts.notes, PROGRAMS * CHANGES);
    assert_int_equal(counts.marks, PROGRAMS * 6);
    assert_int_equal(counts.read, PROGRAMS * CHANGES);
    struct state_briefing b;
    assert_ok(state_briefing(k->s, STR("a"), &k->arena, &b));
    assert_int_equal(b.row.furthest, (PROGRAMS - 1) * 100 + CHANGES - 1);
    const char *notes = kept_items(k, k->s, STATE_NOTES, 64);
    for (unsigned who = 0; who < PROGRAMS; who++)
        for (unsigned i = 0; i < CHANGES; i++) {
            char text[40];
            snprintf(text, sizeof text, "=%u/%u", who, i);
            assert_non_null(strstr(notes, text));
        }
}

/* -- Killed ------------------------------------------------------------------------------------ */

/* Step n makes one change, of which it can be told that step n made it. */
static struct err step(struct state *s, unsigned n)
{
    char name[32];
    struct spot spot = kept_spot("q", n);
    snprintf(name, sizeof name, "n%u", n);
    struct arena a = {0};
    struct err e = ERR_OK;
    if (n % 4 == 0)
        e = state_mark(s, (char)('a' + n / 4 % 26), STR("a"), &spot);
    else if (n % 4 == 1)
        e = state_add_note(s, STR("a"), &spot, str_of(name), &a, NULL);
    else if (n % 4 == 2)
        e = state_save_place(s, n % 8 == 2 ? STR("p") : STR("q"), &spot, n % 1000, n % 1000);
    else
        e = state_set_read(s, str_of(name), READ_STATE_READ);
    arena_release(&a);
    return e;
}

static void work_until_killed(struct kept *k, unsigned n, int acknowledge)
{
    struct state *s = quiet_open(k);
    for (;; n++) {
        struct err e = step(s, n);
        REQUIRE(!err_failed(&e));
        REQUIRE(write(acknowledge, &n, sizeof n) == (ssize_t)sizeof n);
    }
}

/* Kills a program after some of its changes, at any moment. The last acknowledged step; `from` - 1
 * if there is none. */
static unsigned kill_at_random(struct kept *k, struct random *r, unsigned from)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        work_until_killed(k, from, ends[1]);
    }
    close(ends[1]);
    unsigned last = from - 1, n;
    for (size_t i = random_below(r, 5); i > 0; i--)
        if (read(ends[0], &n, sizeof n) == (ssize_t)sizeof n)
            last = n;
    for (volatile size_t i = random_below(r, 400000); i > 0; i--)
        ;
    kill(child, SIGKILL);
    while (read(ends[0], &n, sizeof n) == (ssize_t)sizeof n)
        last = n;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    return last;
}

/* Everything from `from` to `last` is there; of what came after, at most one step. */
static void assert_acknowledged(struct kept *k, unsigned from, unsigned last)
{
    struct state *s = kept_handle(k, &k->lib);
    struct state_item mark;
    struct state_briefing b;
    assert_string_equal(state_notice(s), "");
    const char *notes = arena_printf(&k->arena, "%s ", kept_items(k, s, STATE_NOTES, 1000)).ptr;
    for (unsigned n = from; n <= last; n++) {
        char name[32];
        snprintf(name, sizeof name, "=n%u ", n);
        if (n % 4 == 0) {
            assert_ok(state_find_mark(s, (char)('a' + n / 4 % 26), &k->arena, &mark));
            assert_in_range(mark.spot.start, n, last + 1);
        } else if (n % 4 == 1) {
            assert_non_null(strstr(notes, name));
        } else if (n % 4 == 2) {
            assert_ok(state_briefing(s, n % 8 == 2 ? STR("p") : STR("q"), &k->arena, &b));
            assert_in_range(b.place.start, n, last + 1);
        } else {
            snprintf(name, sizeof name, "n%u", n);
            assert_string_equal(kept_row(k, s, name), "read 0/0 @0 0n 0m");
        }
    }
    state_close(s);
    arena_release(&k->arena);
}

static void what_was_acknowledged_survives_being_killed(void **state)
{
    struct kept *k = *state;
    enum { ROUNDS = 200 };
    struct random r = {20240408};
    unsigned from = 1;
    size_t steps = 0;
    kept_time = 1000;
    assert_ok(library_open(&k->lib, str_of(k->tree.root)));
    library_close(&k->lib);
    for (size_t round = 0; round < ROUNDS; round++) {
        unsigned last = kill_at_random(k, &r, from);
        assert_ok(library_open(&k->lib, str_of(k->tree.root)));
        assert_acknowledged(k, from, last);
        library_close(&k->lib);
        steps += last + 1 - from;
        from = last + 2;
    }
    assert_true(steps > ROUNDS);
    assert_ok(library_open(&k->lib, str_of(k->tree.root)));
    struct stat st;
    char fresh[400];
    snprintf(fresh, sizeof fresh, "%s.new", k->file);
    kept_reopen(k);
    assert_int_not_equal(stat(fresh, &st), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(permissions_are_private),
        KEPT_TEST(foreign_and_newer_files_are_left_alone),
        KEPT_TEST(truncated_files_are_left_alone),
        KEPT_TEST(damage_in_the_middle_is_survived),
        KEPT_TEST(what_is_no_file_is_left_alone),
        KEPT_TEST(what_is_read_only_is_read),
        KEPT_TEST(a_home_that_cannot_be_written_is_said),
        KEPT_TEST(a_full_disk_loses_nothing),
        KEPT_TEST(a_file_moved_away_is_not_written_to),
        KEPT_TEST(strange_names_are_files_too),
        KEPT_TEST(programs_do_not_overwrite_each_other),
        KEPT_TEST(what_was_acknowledged_survives_being_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
