#include "base/fs.h"

#include "base/beneath.h"
#include "tests/support/cmocka.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* A library in a directory of its own, with something outside of it to be reached by mistake. */
struct place {
    char base[64]; /* holds `library` and `secret.md` */
    int here;      /* the directory to go back to */
    struct fs_root root;
    struct arena arena;
};

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int place_make(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    *state = p;
    strcpy(p->base, "/tmp/attache-fs-XXXXXX");
    p->here = open(".", O_RDONLY | O_DIRECTORY);
    if (!mkdtemp(p->base) || chdir(p->base) != 0 || mkdir("library", 0700) != 0)
        return -1;
    write_file("secret.md", "outside");
    if (chdir("library") != 0 || mkdir("sub", 0700) != 0 || mkdir("sub/deep", 0700) != 0)
        return -1;
    write_file("a.md", "article a");
    write_file("sub/b.md", "article b");
    struct err e = fs_open(&p->root, STR("."));
    return err_failed(&e) ? -1 : 0;
}

static int place_remove(void **state)
{
    struct place *p = *state;
    fs_close(&p->root);
    arena_release(&p->arena);
    int went = fchdir(p->here);
    close(p->here);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", p->base);
    int removed = system(command);
    free(p);
    return went == 0 && removed == 0 ? 0 : -1;
}

static void expect_text(struct place *p, const char *path, const char *text)
{
    str bytes;
    struct err e = fs_read(&p->root, str_of(path), 100, &p->arena, &bytes, NULL);
    if (err_failed(&e))
        fail_msg("%s %s", path, e.message);
    if (!str_eq(bytes, str_of(text)))
        fail_msg("%s holds \"%.*s\"", path, STR_FMT(bytes));
}

static void expect_error(struct place *p, const char *path, enum err_code code)
{
    str bytes = STR("?");
    struct err e = fs_read(&p->root, str_of(path), 100, &p->arena, &bytes, NULL);
    if (e.code != code)
        fail_msg("%s: code %d (%s), not %d", path, (int)e.code, e.message, (int)code);
    assert_true(strlen(e.message) > 0);
    assert_int_equal(bytes.len, 0);
}

static void link_to(const char *target, const char *path)
{
    assert_int_equal(symlink(target, path), 0);
}

static void reads_regular_files(void **state)
{
    struct place *p = *state;
    expect_text(p, "a.md", "article a");
    expect_text(p, "sub/b.md", "article b");
    expect_text(p, "sub//./b.md", "article b");
    expect_error(p, "none.md", ERR_NOT_FOUND);
    expect_error(p, "none/b.md", ERR_NOT_FOUND);
    expect_error(p, "a.md/b.md", ERR_NOT_FOUND);
    expect_error(p, "", ERR_NOT_REGULAR);
    expect_error(p, "sub", ERR_NOT_REGULAR);
    str bytes;
    struct err e = fs_read(&p->root, STR("a.md\0.png"), 100, &p->arena, &bytes, NULL);
    assert_int_equal(e.code, ERR_NOT_FOUND);
}

/* Whatever is not told in one call is told in several; where the system has no such call, all. */
static void goes_far_down_at_once(void **state)
{
    struct place *p = *state;
    link_to("sub", "linked");
    link_to("../sub/deep", "sub/across");
    write_file("sub/deep/c.md", "article c");
    static const char *const odd[] = {"linked",    "linked/deep", "sub/across",   "./sub", "sub/..",
                                      "sub//deep", "none",        "sub/b.md",     "",      "/tmp",
                                      "..",        "sub/deep/..", "sub/deep/c.md"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        assert_int_equal(beneath_open(p->root.fd, str_of(odd[i])), -1);
    static char longest[PATH_MAX];
    memset(longest, 'x', sizeof longest);
    assert_int_equal(beneath_open(p->root.fd, (str){longest, sizeof longest}), -1);
    assert_int_equal(beneath_open(p->root.fd, STR("sub\0/deep")), -1);
    int fd = beneath_open(p->root.fd, STR("sub/deep"));
    if (fd >= 0) {
        assert_int_equal(faccessat(fd, "c.md", R_OK, 0), 0);
        assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
        close(fd);
    }
    static const char *const same[] = {"sub/deep/c.md",   "linked/deep/c.md",
                                       "sub/across/c.md", "sub/deep/../deep/c.md",
                                       "sub/deep/./c.md", "sub//deep//c.md"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect_text(p, same[i], "article c");
}

/* A link is followed from where it is, however that was reached. */
static void climbs_from_where_it_is(void **state)
{
    struct place *p = *state;
    write_file("sub/deep/c.md", "article c");
    link_to("../b.md", "sub/deep/up.md");
    link_to("../../a.md", "sub/deep/twice.md");
    link_to("../../../secret.md", "sub/deep/out.md");
    expect_text(p, "sub/deep/up.md", "article b");
    expect_text(p, "sub/deep/twice.md", "article a");
    expect_error(p, "sub/deep/out.md", ERR_LINK);
}

static void never_leaves_the_root(void **state)
{
    struct place *p = *state;
    char absolute[128];
    snprintf(absolute, sizeof absolute, "%s/library/a.md", p->base);
    link_to("../secret.md", "up.md");
    link_to("../../secret.md", "sub/up.md");
    link_to("..", "parent");
    link_to("sub/../../secret.md", "devious.md");
    link_to("../library/a.md", "out-and-in.md");
    link_to(absolute, "absolute.md");
    link_to("/", "root");
    static const char *const paths[] = {
        "up.md",       "sub/up.md", "parent/secret.md", "devious.md",          "out-and-in.md",
        "absolute.md", "root/etc",  "../secret.md",     "sub/../../secret.md",
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        expect_error(p, paths[i], ERR_LINK);
}

static void follows_links_that_stay_inside(void **state)
{
    struct place *p = *state;
    link_to("a.md", "same.md");
    link_to("same.md", "twice.md");
    link_to("sub", "dir");
    link_to("../../a.md", "sub/deep/far.md");
    link_to("../deep/../../a.md", "sub/deep/round.md");
    link_to("dir/deep/../b.md", "through.md");
    link_to("sub/deep", "elsewhere");
    /* ".." after a link is the parent of what the link points to, not of the link. */
    link_to("elsewhere/../b.md", "physical.md");
    link_to("./sub/.//b.md", "dots.md");
    link_to("sub/deep/", "slash");
    expect_text(p, "same.md", "article a");
    expect_text(p, "twice.md", "article a");
    expect_text(p, "dir/b.md", "article b");
    expect_text(p, "sub/deep/far.md", "article a");
    expect_text(p, "dir/deep/far.md", "article a");
    expect_text(p, "sub/deep/round.md", "article a");
    expect_text(p, "through.md", "article b");
    expect_text(p, "physical.md", "article b");
    expect_text(p, "dots.md", "article b");
    expect_text(p, "slash/../b.md", "article b");
    expect_error(p, "dir/none.md", ERR_NOT_FOUND);
    expect_error(p, "dir/none/b.md", ERR_NOT_FOUND);
}

/* Of slashes and dots in a row none says anything. */
static void paths_may_say_more_than_they_need(void **state)
{
    struct place *p = *state;
    char longest[1000];
    expect_text(p, "sub//b.md", "article b");
    expect_text(p, "./sub/./b.md", "article b");
    expect_text(p, "sub/deep/..//b.md", "article b");
    link_to("sub//deep///..//b.md", "slashes.md");
    expect_text(p, "slashes.md", "article b");
    expect_error(p, "sub//", ERR_NOT_REGULAR);
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    struct fs_entry entry;
    struct err e = fs_stat(&p->root, str_of(longest), &entry);
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_int_equal(e.system, ENAMETOOLONG);
    assert_int_equal(fs_stat(&p->root, (str){"a.md\0x", 6}, &entry).code, ERR_NOT_FOUND);
}

static void links_have_no_length_but_the_systems(void **state)
{
    enum { LONGEST = 4095 }; /* that Linux lets a link have */
    struct place *p = *state;
    char target[LONGEST + 1];
    memset(target, '/', LONGEST);
    memcpy(target, "sub", 3);
    memcpy(target + LONGEST - 4, "b.md", 4);
    target[LONGEST] = '\0';
    if (symlink(target, "long.md") == 0)
        expect_text(p, "long.md", "article b");
}

static void refuses_loops_and_dangling_links(void **state)
{
    struct place *p = *state;
    link_to("self", "self");
    link_to("pong", "ping");
    link_to("ping", "pong");
    link_to("loop/x", "loop");
    link_to("nowhere.md", "dangling.md");
    link_to("a.md/x", "through-a-file.md");
    expect_error(p, "self", ERR_LINK);
    expect_error(p, "ping", ERR_LINK);
    expect_error(p, "loop", ERR_LINK);
    expect_error(p, "dangling.md", ERR_LINK);
    expect_error(p, "through-a-file.md", ERR_LINK);
    link_to("sub/none", "nowhere");
    expect_error(p, "nowhere/b.md", ERR_LINK);

    char name[32], target[32];
    write_file("l0", "end");
    for (int i = 1; i <= 41; i++) {
        snprintf(name, sizeof name, "l%d", i);
        snprintf(target, sizeof target, "l%d", i - 1);
        link_to(target, name);
    }
    expect_text(p, "l40", "end");
    expect_error(p, "l41", ERR_LINK);
}

static void never_opens_what_is_not_a_file(void **state)
{
    struct place *p = *state;
    assert_int_equal(mkfifo("fifo.md", 0600), 0);
    assert_int_equal(mkdir("directory.md", 0700), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket.md"};
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    link_to("fifo.md", "link.md");
    expect_error(p, "fifo.md", ERR_NOT_REGULAR);
    expect_error(p, "link.md", ERR_NOT_REGULAR);
    expect_error(p, "directory.md", ERR_NOT_REGULAR);
    expect_error(p, "socket.md", ERR_NOT_REGULAR);
    close(fd);
}

static void keeps_the_limit(void **state)
{
    struct place *p = *state;
    str bytes;
    struct err e = fs_read(&p->root, STR("a.md"), 9, &p->arena, &bytes, NULL);
    assert_int_equal(e.code, ERR_NONE);
    assert_int_equal(bytes.len, 9);
    e = fs_read(&p->root, STR("a.md"), 8, &p->arena, &bytes, NULL);
    assert_int_equal(e.code, ERR_TOO_LARGE);
    assert_int_equal(truncate("a.md", (off_t)FS_LIMIT_CONTENT + 1), 0);
    e = fs_read(&p->root, STR("a.md"), FS_LIMIT_CONTENT, &p->arena, &bytes, NULL);
    assert_int_equal(e.code, ERR_TOO_LARGE);
    assert_string_equal(e.message, "is larger than 16 MiB");
    write_file("empty.md", "");
    expect_text(p, "empty.md", "");
    struct fs_stamp stamp = {0};
    e = fs_read(&p->root, STR("a.md"), (1 << 20) + 1, &p->arena, &bytes, &stamp);
    assert_string_equal(e.message, "is larger than 1048577 bytes");
    assert_int_equal(stamp.size, 0);
}

/* A pipe's size is not known, like that of a file that grows. */
static void reads_a_descriptor_to_its_end(void **state)
{
    struct place *p = *state;
    static char sent[100000];
    memset(sent, 'x', sizeof sent);
    for (size_t limit = sizeof sent - 1; limit <= sizeof sent + 1; limit++) {
        FILE *f = popen("head -c 100000 /dev/zero | tr '\\000' x", "r");
        assert_non_null(f);
        str bytes;
        struct err e = fs_read_fd(fileno(f), limit, &p->arena, &bytes);
        if (limit < sizeof sent) {
            assert_int_equal(e.code, ERR_TOO_LARGE);
        } else {
            assert_int_equal(e.code, ERR_NONE);
            assert_int_equal(bytes.len, sizeof sent);
            assert_memory_equal(bytes.ptr, sent, sizeof sent);
        }
        pclose(f);
    }
}

static void waits_for_a_nonblocking_descriptor(void **state)
{
    struct place *p = *state;
    FILE *f = popen("sh -c 'echo one; echo two'", "r");
    assert_non_null(f);
    fcntl(fileno(f), F_SETFL, fcntl(fileno(f), F_GETFL) | O_NONBLOCK);
    str bytes;
    struct err e = fs_read_fd(fileno(f), 100, &p->arena, &bytes);
    assert_int_equal(e.code, ERR_NONE);
    assert_true(str_eq(bytes, STR("one\ntwo\n")));
    pclose(f);
}

static void says_why_it_cannot_be_read(void **state)
{
    struct place *p = *state;
    char name[300];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    expect_error(p, name, ERR_SYSTEM);
    char longer[3000];
    memset(longer, 'n', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    expect_error(p, longer, ERR_SYSTEM);
    if (geteuid() == 0)
        return; /* who may do everything is refused nothing */
    chmod("a.md", 0);
    str bytes;
    struct err e = fs_read(&p->root, STR("a.md"), 100, &p->arena, &bytes, NULL);
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_string_equal(e.message, "cannot be opened: Permission denied");
    chmod("sub", 0);
    expect_error(p, "sub/b.md", ERR_SYSTEM);
    struct fs_entry *entries;
    size_t count;
    e = fs_list(&p->root, STR("sub"), &p->arena, &entries, &count);
    assert_int_equal(e.code, ERR_SYSTEM);
    chmod("sub", 0700);
}

static void lists_in_byte_order_without_hidden_names(void **state)
{
    struct place *p = *state;
    write_file(".hidden.md", "");
    write_file("\xff.md", "");
    write_file("B.md", "");
    write_file("a.yaml", "");
    link_to("sub", "c");
    link_to("/etc/passwd", "d.md");
    link_to("none", "e.md");
    assert_int_equal(mkfifo("f", 0600), 0);
    static const struct {
        const char *name;
        enum fs_kind kind;
        enum err_code trouble;
    } expected[] = {
        {"B.md",    FS_FILE,      ERR_NONE},
        {"a.md",    FS_FILE,      ERR_NONE},
        {"a.yaml",  FS_FILE,      ERR_NONE},
        {"c",       FS_DIRECTORY, ERR_NONE},
        {"d.md",    FS_OTHER,     ERR_LINK},
        {"e.md",    FS_OTHER,     ERR_LINK},
        {"f",       FS_OTHER,     ERR_NONE},
        {"sub",     FS_DIRECTORY, ERR_NONE},
        {"\xff.md", FS_FILE,      ERR_NONE},
    };
    struct fs_entry *entries;
    size_t count;
    struct err e = fs_list(&p->root, STR(""), &p->arena, &entries, &count);
    assert_int_equal(e.code, ERR_NONE);
    assert_int_equal(count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < count; i++) {
        assert_true(str_eq(entries[i].name, str_of(expected[i].name)));
        assert_int_equal(entries[i].kind, expected[i].kind);
        assert_int_equal(entries[i].trouble ? entries[i].trouble->code : ERR_NONE,
                         expected[i].trouble);
    }
    assert_int_equal(entries[1].stamp.size, 9);
    assert_true(entries[1].stamp.mtime > (int64_t)1500000000 * 1000000000);
    /* One directory, whichever way it was reached. */
    assert_int_equal(entries[3].stamp.inode, entries[7].stamp.inode);
    assert_int_equal(entries[3].stamp.device, entries[7].stamp.device);

    e = fs_list(&p->root, STR("c"), &p->arena, &entries, &count);
    assert_int_equal(e.code, ERR_NONE);
    assert_int_equal(count, 2);
    assert_true(str_eq(entries[0].name, STR("b.md")));
    e = fs_list(&p->root, STR("sub/deep"), &p->arena, &entries, &count);
    assert_int_equal(e.code, ERR_NONE);
    assert_int_equal(count, 0);
    e = fs_list(&p->root, STR("none"), &p->arena, &entries, &count);
    assert_int_equal(e.code, ERR_NOT_FOUND);
    e = fs_list(&p->root, STR("a.md"), &p->arena, &entries, &count);
    assert_int_equal(e.code, ERR_SYSTEM);
}

/* Every other name; says of how many. */
static size_t pick_second(void *user, str directory, str *names, size_t count)
{
    assert_true(str_eq(directory, STR("")));
    for (size_t i = 1; i < count; i += 2)
        names[i / 2] = names[i];
    *(size_t *)user = count;
    return count / 2;
}

static void lists_what_is_picked(void **state)
{
    struct place *p = *state;
    struct fs_entry *all, *some;
    size_t count, picked, seen = 0;
    write_file("B.md", "");
    link_to("none", "e.md");
    struct err e = fs_list(&p->root, STR(""), &p->arena, &all, &count);
    assert_int_equal(e.code, ERR_NONE);
    const struct fs_pick pick = {pick_second, &seen};
    e = fs_list_some(&p->root, STR(""), &pick, &p->arena, &some, &picked);
    assert_int_equal(e.code, ERR_NONE);
    assert_int_equal(seen, count);
    assert_int_equal(picked, count / 2);
    for (size_t i = 0; i < picked; i++) {
        assert_true(str_eq(some[i].name, all[2 * i + 1].name));
        assert_true(fs_stamp_eq(&some[i].stamp, &all[2 * i + 1].stamp));
        assert_int_equal(some[i].trouble == NULL, all[2 * i + 1].trouble == NULL);
    }
}

static void stamps_tell_a_changed_file(void **state)
{
    struct place *p = *state;
    struct fs_entry before, after;
    struct fs_stamp read_stamp;
    str bytes;
    struct err e = fs_stat(&p->root, STR("sub/b.md"), &before);
    assert_int_equal(e.code, ERR_NONE);
    assert_true(str_eq(before.name, STR("b.md")));
    e = fs_read(&p->root, STR("sub/b.md"), 100, &p->arena, &bytes, &read_stamp);
    assert_int_equal(e.code, ERR_NONE);
    assert_memory_equal(&read_stamp, &before.stamp, sizeof read_stamp);
    write_file("sub/b.new", "article B");
    assert_int_equal(rename("sub/b.new", "sub/b.md"), 0);
    e = fs_stat(&p->root, STR("sub/b.md"), &after);
    assert_int_equal(e.code, ERR_NONE);
    assert_true(before.stamp.inode != after.stamp.inode);
    e = fs_stat(&p->root, STR("gone"), &after);
    assert_int_equal(e.code, ERR_NOT_FOUND);
}

static void leaves_no_descriptor_open(void **state)
{
    struct place *p = *state;
    link_to("sub/deep/../../a.md", "link.md");
    link_to("..", "out");
    assert_int_equal(mkfifo("fifo.md", 0600), 0);
    int before = open(".", O_RDONLY);
    close(before);
    static const char *const paths[] = {"a.md",  "sub/b.md", "link.md", "out",
                                        "out/x", "sub",      "fifo.md", "sub/none/x"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        str bytes;
        struct fs_entry *entries;
        size_t count;
        fs_read(&p->root, str_of(paths[i]), 5, &p->arena, &bytes, NULL);
        fs_read(&p->root, str_of(paths[i]), 500, &p->arena, &bytes, NULL);
        fs_list(&p->root, str_of(paths[i]), &p->arena, &entries, &count);
    }
    int after = open(".", O_RDONLY);
    close(after);
    assert_int_equal(before, after);
}

static void opens_directories_only(void **state)
{
    (void)state;
    struct fs_root root;
    struct err e = fs_open(&root, STR("none"));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    fs_close(&root);
    e = fs_open(&root, STR("a.md"));
    assert_int_equal(e.code, ERR_SYSTEM);
    e = fs_open(&root, STR("sub"));
    assert_int_equal(e.code, ERR_NONE);
    fs_close(&root);
    assert_int_equal(root.fd, -1);
    fs_close(&root);
}

static void takes_paths_apart(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *path, *dir, *base, *extension, *stem;
    } rows[] = {
        {"a/b/c.md",  "a/b", "c.md",     "md", "a/b/c"    },
        {"c.md",      "",    "c.md",     "md", "c"        },
        {"a.b/c",     "a.b", "c",        "",   "a.b/c"    },
        {"a/.hidden", "a",   ".hidden",  "",   "a/.hidden"},
        {"x.tar.gz",  "",    "x.tar.gz", "gz", "x.tar"    },
        {"end.",      "",    "end.",     "",   "end."     },
        {".a.md",     "",    ".a.md",    "md", ".a"       },
        {"a/.b",      "a",   ".b",       "",   "a/.b"     },
        {".b",        "",    ".b",       "",   ".b"       },
        {"",          "",    "",         "",   ""         },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str path = str_of(rows[i].path);
        assert_true(str_eq(path_dir(path), str_of(rows[i].dir)));
        assert_true(str_eq(path_base(path), str_of(rows[i].base)));
        assert_true(str_eq(path_extension(path), str_of(rows[i].extension)));
        assert_true(str_eq(path_stem(path), str_of(rows[i].stem)));
    }
    assert_true(str_eq(path_join(&p->arena, STR(""), STR("a")), STR("a")));
    assert_true(str_eq(path_join(&p->arena, STR("a/b"), STR("c")), STR("a/b/c")));
    assert_true(str_eq(path_join(&p->arena, STR("a/b"), STR("")), STR("a/b/")));
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(reads_regular_files),
        IN_PLACE(goes_far_down_at_once),
        IN_PLACE(climbs_from_where_it_is),
        IN_PLACE(never_leaves_the_root),
        IN_PLACE(follows_links_that_stay_inside),
        IN_PLACE(paths_may_say_more_than_they_need),
        IN_PLACE(links_have_no_length_but_the_systems),
        IN_PLACE(refuses_loops_and_dangling_links),
        IN_PLACE(never_opens_what_is_not_a_file),
        IN_PLACE(keeps_the_limit),
        IN_PLACE(reads_a_descriptor_to_its_end),
        IN_PLACE(waits_for_a_nonblocking_descriptor),
        IN_PLACE(says_why_it_cannot_be_read),
        IN_PLACE(lists_in_byte_order_without_hidden_names),
        IN_PLACE(lists_what_is_picked),
        IN_PLACE(stamps_tell_a_changed_file),
        IN_PLACE(leaves_no_descriptor_open),
        IN_PLACE(opens_directories_only),
        IN_PLACE(takes_paths_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
