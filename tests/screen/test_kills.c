/*
 * The program is killed at random moments while somebody marks, notes and reads. What it said was
 * done is there afterwards: a mark of which the footer said "marked", a note "noted", a briefing
 * "read" or "unread again", and the place of one that was left for the list.
 *
 * $KILLS is how often (8), $SEED where the random numbers begin. Nothing depends on when exactly
 * the program dies.
 */
#include "tests/support/cmocka.h"
#include "tests/support/scene.h"
#include "tests/support/shelf.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    FEW = 8,
    BRIEFINGS = 3,
    LINES = 60,
    STEPS = 40,          /* of a session that nobody ends */
    LONGEST_US = 400000, /* that the program may live */
    WORDS = 64,
    NOTES = 1 << 16,
};

static const char *const names[BRIEFINGS] = {"a", "b", "c"};

struct life {
    struct tree tree;
    struct random random;
    struct vt *vt;
    unsigned steps, done, notes; /* all sessions together; `done` was said */
    int open;                    /* which briefing; -1: the list is shown */
    /* What was said to be done, where nothing more was begun since; "" and NULL: nothing. */
    char marks[26][WORDS];
    char places[BRIEFINGS][WORDS];
    const char *read[BRIEFINGS];
    bool noted[NOTES];
};

/* -- What a person sees ------------------------------------------------------------------------ */

struct wanted {
    int row;
    const char *text;
};

static bool shows_or_ended(struct vt *vt, void *data)
{
    const struct wanted *w = data;
    return vt_has_ended(vt) || strstr(vt_row(vt, w->row), w->text) != NULL;
}

/* False where the program ended before it said so. */
static bool says(struct life *l, int row, const char *text)
{
    struct wanted w = {row, text};
    vt_wait_until(l->vt, shows_or_ended, &w);
    bool said = strstr(vt_row(l->vt, row), text) != NULL;
    l->done += said;
    return said;
}

/* The words under the cursor, which stand in no other line. */
static void words_here(struct life *l, char out[WORDS])
{
    int row, column;
    vt_cursor(l->vt, &row, &column);
    const char *start = strstr(vt_row(l->vt, row), "Line ");
    snprintf(out, WORDS, "%.*s", start != NULL ? (int)strcspn(start, ".") : 0,
             start != NULL ? start : "");
}

/* -- What a person does ------------------------------------------------------------------------ */

/* Where the cursor is when the footer says it: keys before that one may not have been drawn yet. */
static void set_mark(struct life *l)
{
    char keys[] = "mx", said[] = "marked x";
    size_t letter = random_below(&l->random, 25); /* not z: see `leave` */
    keys[1] = said[7] = (char)('a' + letter);
    l->marks[letter][0] = '\0';
    vt_keys(l->vt, keys);
    if (says(l, 23, said))
        words_here(l, l->marks[letter]);
}

static void write_note(struct life *l)
{
    char keys[WORDS];
    unsigned n = l->notes++ % NOTES;
    l->noted[n] = false;
    vt_keys(l->vt, "c");
    if (!says(l, 23, ": "))
        return;
    snprintf(keys, sizeof keys, " =%u= <Enter>", n);
    vt_keys(l->vt, keys);
    l->noted[n] = says(l, 23, "noted");
}

static void set_read(struct life *l)
{
    bool read = random_below(&l->random, 2) == 0;
    l->read[l->open] = NULL;
    vt_keys(l->vt, read ? "U" : "u");
    if (says(l, 23, read ? " read" : "unread again"))
        l->read[l->open] = read ? "read: read\n" : "read: unread\n";
}

static void move_on(struct life *l)
{
    static const char *const keys[] = {"jjj", "k", "<C-d>", "5j", "<Space>", "g"};
    l->places[l->open][0] = '\0'; /* it may be kept now and then */
    vt_keys(l->vt, keys[random_below(&l->random, sizeof keys / sizeof *keys)]);
    says(l, 23, "help"); /* what was said before is gone */
}

static void leave(struct life *l)
{
    char here[WORDS];
    l->places[l->open][0] = '\0';
    vt_keys(l->vt, "mz"); /* everything before is drawn then */
    l->marks['z' - 'a'][0] = '\0';
    if (!says(l, 23, "marked z"))
        return;
    words_here(l, here);
    memcpy(l->marks['z' - 'a'], here, WORDS);
    vt_keys(l->vt, "q");
    if (says(l, 0, "/3"))
        memcpy(l->places[l->open], here, WORDS);
    l->open = -1;
}

static void open_one(struct life *l)
{
    char keys[] = "g<Enter>", later[] = "gjj<Enter>", title[] = "Title x";
    int which = (int)random_below(&l->random, BRIEFINGS);
    const char *press = which == 0 ? keys : which == 1 ? "gj<Enter>" : later;
    title[6] = names[which][0];
    l->open = which;
    l->read[which] = NULL;
    l->places[which][0] = '\0';
    vt_keys(l->vt, press);
    says(l, 0, title);
}

static void do_something(struct life *l)
{
    static void (*const deeds[])(struct life * l) = {set_mark, set_mark, write_note, set_read,
                                                     move_on,  move_on,  leave};
    l->steps++;
    if (l->open < 0)
        open_one(l);
    else
        deeds[random_below(&l->random, sizeof deeds / sizeof *deeds)](l);
}

/* -- A session, and what is left of it --------------------------------------------------------- */

/* Kills the program some time from now, whatever it does then. */
static pid_t send_killer(struct life *l)
{
    long us = (long)random_below(&l->random, LONGEST_US);
    fflush(NULL);
    pid_t killer = fork();
    assert_true(killer >= 0);
    if (killer == 0) {
        nanosleep(&(struct timespec){0, us * 1000}, NULL);
        vt_signal(l->vt, SIGKILL);
        _exit(0);
    }
    return killer;
}

static void live_and_die(struct life *l)
{
    l->vt =
        vt_open(&l->tree, &(struct program){.args = STRINGS("--today", "2024-06-01", ".")}, 24, 80);
    pid_t killer = send_killer(l);
    l->open = -1;
    if (says(l, 5, "Title") && says(l, 7, "Title"))
        for (int i = 0; i < STEPS && !vt_has_ended(l->vt); i++)
            do_something(l);
    assert_int_equal(vt_wait_exit(l->vt), 128 + SIGKILL);
    assert_int_equal(waitpid(killer, NULL, 0), killer);
    vt_close(l->vt);
    l->vt = NULL;
}

/* The item of an export that holds a line: up to the next of its list. */
static str item_with(str text, const char *line)
{
    size_t at = str_find(text, str_of(line), 0);
    if (at == STR_NONE)
        return (str){0};
    size_t end = str_find(text, STR("\n  - "), at);
    return str_sub(text, at, end == STR_NONE ? text.len : end);
}

static bool has(str text, const char *words)
{
    return words[0] == '\0' || str_find(text, str_of(words), 0) != STR_NONE;
}

static void assert_marks(struct life *l, str text)
{
    for (size_t i = 0; i < 26; i++) {
        char line[] = "  - letter: x\n";
        line[12] = (char)('a' + i);
        str item = item_with(text, line);
        if (!has(item, l->marks[i]))
            fail_msg("mark %c is not on '%s' but '%.*s'", (char)('a' + i), l->marks[i],
                     STR_FMT(item));
    }
}

static void assert_reading(struct life *l, str text)
{
    for (size_t i = 0; i < BRIEFINGS; i++) {
        char line[WORDS];
        snprintf(line, sizeof line, "  - id: \"%s\"\n", names[i]);
        str item = item_with(text, line);
        if (!has(item, l->places[i]))
            fail_msg("%s was left at '%s': '%.*s'", names[i], l->places[i], STR_FMT(item));
        if (l->read[i] != NULL && !has(item, l->read[i]))
            fail_msg("%s was set to %s: '%.*s'", names[i], l->read[i], STR_FMT(item));
    }
}

static void assert_notes(struct life *l, str text)
{
    for (unsigned i = 0; i < NOTES; i++) {
        char words[WORDS];
        snprintf(words, sizeof words, "=%u=", i);
        if (l->noted[i] && !has(text, words))
            fail_msg("the note %s is gone", words);
    }
}

static void assert_all_is_there(struct life *l)
{
    struct outcome o = attache(&l->tree, "export", "state");
    assert_string_equal(o.err, "");
    assert_int_equal(o.status, 0);
    str text = {o.out, o.out_size};
    assert_marks(l, text);
    assert_reading(l, text);
    assert_notes(l, text);
    outcome_release(&o);
}

/* -- The test ---------------------------------------------------------------------------------- */

static unsigned long number_of(const char *name, unsigned long otherwise)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? strtoul(value, NULL, 10) : otherwise;
}

static int setup(void **state)
{
    struct life *l = test_calloc(1, sizeof *l);
    tree_make(&l->tree, NULL, 0);
    for (int i = 0; i < BRIEFINGS; i++) {
        struct buf b = {0};
        char path[8];
        buf_printf(&b, "---\ndate: 2024-0%d\n---\n# Title %s\n", 9 - i, names[i]);
        for (int line = 0; line < LINES; line++)
            buf_printf(&b, "\nLine %d of %s says this.\n", line, names[i]);
        buf_byte(&b, '\0');
        snprintf(path, sizeof path, "%s.md", names[i]);
        tree_write(&l->tree, path, b.ptr);
        buf_release(&b);
    }
    *state = l;
    return 0;
}

static int teardown(void **state)
{
    struct life *l = *state;
    vt_close(l->vt);
    tree_remove(&l->tree);
    test_free(l);
    return 0;
}

static void what_was_said_to_be_done_survives_being_killed(void **state)
{
    struct life *l = *state;
    unsigned long kills = number_of("KILLS", FEW), seed = number_of("SEED", 20240408);
    l->random.state = seed;
    printf("seed %lu, %lu kills\n", seed, kills);
    for (unsigned long i = 0; i < kills; i++) {
        live_and_die(l);
        assert_all_is_there(l);
    }
    printf("%u things were done, of %u it was said\n", l->steps, l->done);
    assert_true(l->done > kills);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_said_to_be_done_survives_being_killed, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
