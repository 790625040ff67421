/*
 * What a person does on the screens asks as much of the system in a large library as in a small
 * one: files opened and allocations are counted while the program runs (interpose.c), from each key
 * to what it shows. With ATTACHE_LONG set, as `make faults` does, in a larger library.
 */
#include "tests/faults/possible.h"
#include "tests/support/cmocka.h"
#include "tests/support/vt.h"

#include <dirent.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    SMALL = 100,
    LARGE = 1000,
    LARGEST = 5000,
    ROWS = 30,
    COLUMNS = 120,

    OPENED = 80,       /* by one action: a dossier reads the articles of the rows that it shows */
    ALLOCATED = 60000, /* by one action: the texts of a search, most of it */
    OPENED_EACH = 2,   /* allocations for each briefing: the look for what has changed */
    SAME = 2000,       /* more allocations than this, and half as many again, are growth */
};

static void write_one(const struct tree *t, int i)
{
    char path[40], text[700];
    snprintf(path, sizeof path, "d%d/b%04d.md", i % 7, i);
    snprintf(
        text, sizeof text,
        "---\ntitle: Title %d\nsource: Wire %d\ndate: 20%02d-%02d-%02d\ntopics: [t%d]\n"
        "relations: [{subject: x, predicate: met, object: p}]\n"
        "agreements: [{id: g%d, title: Pact %d, parties: [x, p], topics: [t%d]%s, milestones: ["
        "{date: 20%02d-%02d, status: signed, quote: Xi met Pi}, "
        "{date: ../2040-%02d, status: in-force, expected: true}]}]\n---\n"
        "Xi met Pi.\n\nXi spoke of the treaty.\n",
        i, i % 17, i % 30, i % 12 + 1, i % 28 + 1, i % 9, i, i, i % 9,
        i % 10 == 0 ? ", amends: nothing" : "", i % 30, i % 12 + 1, i % 12 + 1);
    tree_write(t, path, text);
}

/* -- What a person does -------------------------------------------------------------------------
 */

/* "#" in what is to be seen stands for the number of briefings, as it is written there, "@" for
 * that of milestones. Details may follow when keys rest: what is to be seen is not there before. */
static const struct action {
    const char *name, *keys, *shows;
    int counted; /* allocations for each briefing: of what is counted or ranked, and not shown */
} actions[] = {
    {"the end",              "G",               "#/#",                  0},
    {"a page up",            "b",               "/#",                   0},
    {"the top",              "g",               "1/#",                  0},
    {"a row down",           "j",               "2/#",                  0},
    {"and up",               "k",               "1/#",                  0},
    {"sorted by title",      "s",               "sorted by title",      0},
    {"by source",            "s",               "sorted by source",     0},
    {"by entities",          "s",               "sorted by entities",   0},
    {"by agreements",        "s",               "sorted by agreements", 0},
    {"by problems",          "s",               "sorted by problems",   0},
    {"by length",            "s",               "sorted by length",     0},
    {"by date",              "s",               "sorted by date",       0},
    {"a filter",             "/title 7",        "of #",                 1},
    {"no filter",            "<Esc>",           "1/#",                  0},
    {"problems",             "!",               "Problems",             0},
    {"the list again",       "<Esc>",           "1/#",                  0},
    {"an article",           "<Enter>",         "Xi spoke",             0},
    {"a mark",               "ma",              "marked a",             0},
    {"back",                 "<BS>",            "1/#",                  0},
    {"marks",                "M",               "Marks",                0},
    {"from there",           "q",               "1/#",                  0},
    {"entities",             "E",               "Entities",             0},
    {"the second of them",   "j",               "2/2",                  0},
    {"a dossier",            "<Enter>",         "mentions in",          0},
    {"a row of it",          "j",               "2/",                   0},
    {"its words",            "/title 7",        "/title 7",             4},
    {"its rows again",       "<Esc>",           "/#",                   0},
    {"the timeline",         "T",               "Timeline",             0},
    {"a row up",             "k",               "Timeline",             0},
    {"farther",              "-",               "s \u00B7 @",           0},
    {"words in it",          "/pact 77<Enter>", " of @",                2},
    {"unfolded",             "x",               "then signed",          0},
    {"all of it",            "<Esc>",           "s \u00B7 @",           0},
    {"promises",             "P",               "still to come",        0},
    {"by party",             "v",               "by party",             0},
    {"by topic",             "v",               "by topic",             0},
    {"the search",           "S",               "entity:",              0},
    {"what it finds",        "treaty ",         "briefings",            4},
    {"a facet",              "<Enter><Tab>",    "briefings",            0},
    {"narrowed",             "<Enter>",         "treaty t",             4},
    {"the best first",       "s",               "best first",           6},
    {"back to the timeline", "qq",              "Timeline",             0},
};
enum { ACTIONS = sizeof actions / sizeof *actions };

struct costs {
    long opened, allocated;
};

/* -- The program --------------------------------------------------------------------------------
 */

struct watched {
    struct tree *tree;
    struct vt *vt;
    char tally[400];
    char count[16], milestones[16]; /* as they are written */
};

/* What the program has asked for since it started. */
static struct costs asked(const struct watched *w)
{
    enum { ALLOC, OPEN, COUNTED }; /* in the order of interpose.c */
    long counts[COUNTED] = {0};
    FILE *f = fopen(w->tally, "rb");
    assert_non_null(f);
    assert_int_equal(fread(counts, sizeof *counts, COUNTED, f), COUNTED);
    fclose(f);
    return (struct costs){counts[OPEN], counts[ALLOC]};
}

static bool is_asleep(const char *task)
{
    char path[400], text[200] = "";
    snprintf(path, sizeof path, "%s/stat", task);
    FILE *f = fopen(path, "r");
    if (!f)
        return true; /* it has ended */
    size_t size = fread(text, 1, sizeof text - 1, f);
    text[size] = '\0';
    fclose(f);
    const char *name_end = strrchr(text, ')');
    return name_end && name_end[1] == ' ' && name_end[2] == 'S';
}

static bool all_asleep(const struct watched *w)
{
    char path[60], task[360];
    bool asleep = true;
    snprintf(path, sizeof path, "/proc/%d/task", vt_process(w->vt));
    DIR *tasks = opendir(path);
    assert_non_null(tasks);
    for (struct dirent *e; asleep && (e = readdir(tasks)) != NULL;) {
        snprintf(task, sizeof task, "%s/%s", path, e->d_name);
        asleep = e->d_name[0] == '.' || is_asleep(task);
    }
    closedir(tasks);
    return asleep;
}

/* Until nothing is done any more, also aside: none of its threads runs, and none has. */
static void wait_for_rest(const struct watched *w)
{
    time_t end = time(NULL) + VT_SECONDS;
    for (struct costs before = {-1, -1}, now = asked(w);; before = now, now = asked(w)) {
        bool same = now.allocated == before.allocated;
        if (all_asleep(w) && same && now.allocated == asked(w).allocated)
            return;
        assert_true(time(NULL) < end);
        sched_yield();
    }
}

/* What is to be seen, with the numbers in it. */
static void fill_in(const struct watched *w, const char *shows, char *out, size_t size)
{
    size_t len = 0;
    for (; *shows != '\0' && len + sizeof w->count < size; shows++)
        if (*shows == '#' || *shows == '@')
            len += (size_t)snprintf(out + len, size - len, "%s",
                                    *shows == '#' ? w->count : w->milestones);
        else
            out[len++] = *shows;
    out[len] = '\0';
}

static bool has_answered(struct vt *vt, void *text)
{
    size_t size;
    vt_output(vt, &size);
    return size > 0 && vt_has(vt, text);
}

static struct costs act(struct watched *w, const struct action *action)
{
    char text[80];
    fill_in(w, action->shows, text, sizeof text);
    struct costs before = asked(w);
    vt_output_clear(w->vt);
    vt_keys(w->vt, action->keys);
    vt_wait_until(w->vt, has_answered, text);
    wait_for_rest(w);
    struct costs after = asked(w);
    return (struct costs){after.opened - before.opened, after.allocated - before.allocated};
}

/* -- The library --------------------------------------------------------------------------------
 */

/* An hour later, so that their stamps tell whether they have changed. */
static void grow(const struct tree *t, int from, int to)
{
    const char *const env[] = {"LD_PRELOAD=" FAULT_LIBRARY, "FAULT_TALLY=/dev/null",
                               "FAULT_LATER=3600", NULL};
    for (int i = from; i < to; i++)
        write_one(t, i);
    outcome_has(
        program_run(t, &(struct program){.args = STRINGS("index", "--library", "."), .env = env}),
        0, "", "briefings");
}

static void write_number(int number, char out[16])
{
    if (number < 1000)
        snprintf(out, 16, "%d", number);
    else
        snprintf(out, 16, "%d,%03d", number / 1000, number % 1000);
}

/* Costs of opening it, then of each action. */
static void count_in(struct tree *t, int briefings, struct costs costs[ACTIONS + 1])
{
    struct watched w = {.tree = t};
    char variable[420];
    write_number(briefings, w.count);
    write_number(2 * briefings, w.milestones);
    snprintf(w.tally, sizeof w.tally, "%s/tally", t->home);
    snprintf(variable, sizeof variable, "FAULT_TALLY=%s", w.tally);
    const char *const env[] = {"LD_PRELOAD=" FAULT_LIBRARY, variable, "FAULT_LATER=3600",
                               "ATTACHE_TODAY=2026-06-01", NULL};
    w.vt = vt_open(t, &(struct program){.args = STRINGS("."), .env = env}, ROWS, COLUMNS);
    char first[40];
    fill_in(&w, "/#", first, sizeof first);
    vt_wait_for(w.vt, first);
    wait_for_rest(&w);
    costs[0] = asked(&w);
    for (size_t i = 0; i < ACTIONS; i++)
        costs[i + 1] = act(&w, &actions[i]);
    vt_close(w.vt);
}

static void an_action_asks_the_same_of_a_large_library(void **state)
{
    struct tree *t = *state;
    if (!t)
        skip();
    const int large = getenv("ATTACHE_LONG") ? LARGEST : LARGE;
    struct costs few[ACTIONS + 1], many[ACTIONS + 1];
    bool grown = false;
    tree_write(t, "entities.yaml",
               "entities: [{id: x, name: Xi, type: person}, {id: p, name: Pi, type: country}]\n");
    grow(t, 0, SMALL);
    count_in(t, SMALL, few);
    grow(t, SMALL, large);
    count_in(t, large, many);
    for (size_t i = 0; i <= ACTIONS; i++) {
        long counted = i == 0 ? OPENED_EACH : actions[i - 1].counted;
        bool more = many[i].opened > OPENED || many[i].opened > 2 * few[i].opened + 8 ||
                    many[i].allocated > ALLOCATED ||
                    many[i].allocated >
                        few[i].allocated + few[i].allocated / 2 + SAME + counted * (large - SMALL);
        print_message("%-22s %4ld files and %6ld allocations at %d, %4ld and %6ld at %d%s\n",
                      i == 0 ? "opened" : actions[i - 1].name, few[i].opened, few[i].allocated,
                      SMALL, many[i].opened, many[i].allocated, large, more ? ": too many" : "");
        grown = grown || more;
    }
    assert_false(grown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_action_asks_the_same_of_a_large_library, faults_setup,
                                        faults_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
