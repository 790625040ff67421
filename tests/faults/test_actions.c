/*
 * What a person does on the screens costs as much in a large library as in a small one: files
 * opened, allocations, and steps of SQLite's machine are counted while the program runs
 * (interpose.c), and bytes as they come, from each key to what it shows.
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
    LARGE = 5000,
    ROWS = 30,
    COLUMNS = 120,
};

enum cost { OPENED, ALLOCATED, STEPS, SENT, COSTS };

/* Of one action. More than `same` and half as much again is growth. */
static const struct {
    const char *name;
    long most, same;
} costs[COSTS] = {
    [OPENED] = {"files",       80,    8   }, /* of the rows that a dossier shows */
    [ALLOCATED] = {"allocations", 60000, 2000}, /* the texts of a search, most of it */
    [STEPS] = {"steps",       80000, 5000}, /* a page of them, and what is counted by index */
    [SENT] = {"bytes",       12000, 3000}, /* a whole screen */
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
/* Escape as some terminals send it: it needs no time to be told from what follows. */
#define ESCAPE "\033[27u"

static const struct action {
    const char *name, *keys, *shows;
    /* For each briefing: of what is counted or ranked, and not shown. Details are asked for when
     * keys rest, which may be after the next of them. */
    int allocated, steps;
} actions[] = {
    {"the end",              "G",               "#/#",                  0, 0  },
    {"a page up",            "b",               "/#",                   0, 0  },
    {"the top",              "g",               "1/#",                  0, 0  },
    {"a row down",           "j",               "2/#",                  0, 0  },
    {"and up",               "k",               "1/#",                  0, 0  },
    {"sorted by title",      "s",               "sorted by title",      0, 0  },
    {"by source",            "s",               "sorted by source",     0, 0  },
    {"by entities",          "s",               "sorted by entities",   0, 0  },
    {"by agreements",        "s",               "sorted by agreements", 0, 0  },
    {"by problems",          "s",               "sorted by problems",   0, 0  },
    {"by length",            "s",               "sorted by length",     0, 0  },
    {"by date",              "s",               "sorted by date",       0, 0  },
    {"a filter",             "/title 7",        "of #",                 0, 0  },
    {"no filter",            ESCAPE,            "1/#",                  0, 0  },
    {"one taken back",       "/title 7\033",    "? help",               0, 0  },
    {"problems",             "!",               "Problems",             0, 11 },
    {"the list again",       ESCAPE,            "1/#",                  0, 0  },
    {"an article",           "<Enter>",         "Xi spoke",             0, 0  },
    {"a mark",               "ma",              "marked a",             0, 0  },
    {"back",                 "<BS>",            "1/#",                  0, 5  },
    {"marks",                "M",               "Marks",                0, 5  },
    {"from there",           "q",               "1/#",                  0, 0  },
    {"entities",             "E",               "Entities",             0, 15 },
    {"the second of them",   "j",               "2/2",                  0, 35 },
    {"a dossier",            "<Enter>",         "mentions in",          0, 50 },
    {"a row of it",          "j",               "2/",                   0, 35 },
    {"its words",            "/title 7",        "/title 7",             0, 12 },
    {"its rows again",       ESCAPE,            "/#",                   0, 35 },
    {"the timeline",         "T",               "Timeline",             0, 35 },
    {"a row up",             "k",               "Timeline",             0, 110},
    {"farther",              "-",               "s \u00B7 @",           0, 20 },
    {"words in it",          "/pact 77<Enter>", " of @",                1, 6  },
    {"unfolded",             "x",               "then signed",          0, 110},
    {"all of it",            ESCAPE,            "s \u00B7 @",           0, 20 },
    {"promises",             "P",               "still to come",        0, 45 },
    {"by party",             "v",               "by party",             1, 65 },
    {"by topic",             "v",               "by topic",             0, 12 },
    {"the search",           "S",               "entity:",              0, 8  },
    {"what it finds",        "treaty ",         "briefings",            4, 45 },
    {"a facet",              "<Enter><Tab>",    "briefings",            0, 20 },
    {"narrowed",             "<Enter>",         "treaty t",             4, 60 },
    {"the best first",       "s",               "best first",           6, 65 },
    {"back to the timeline", "qq",              "Timeline",             0, 15 },
};
enum { ACTIONS = sizeof actions / sizeof *actions };

struct costs {
    long of[COSTS];
};

/* -- The program --------------------------------------------------------------------------------
 */

struct watched {
    struct tree *tree;
    struct vt *vt;
    char tally[400];
    char count[16], milestones[16]; /* as they are written */
};

/* What the program has asked for since it started, but for what it sent. */
static struct costs asked(const struct watched *w)
{
    enum { ALLOC, OPEN, STEP = 7, COUNTED }; /* in the order of interpose.c */
    long counts[COUNTED] = {0};
    FILE *f = fopen(w->tally, "rb");
    assert_non_null(f);
    assert_int_equal(fread(counts, sizeof *counts, COUNTED, f), COUNTED);
    fclose(f);
    return (struct costs){
        {[OPENED] = counts[OPEN], [ALLOCATED] = counts[ALLOC], [STEPS] = counts[STEP]}
    };
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
    for (long before = -1, now = asked(w).of[ALLOCATED];; before = now) {
        bool same = now == before;
        now = asked(w).of[ALLOCATED];
        if (all_asleep(w) && same && now == before && now == asked(w).of[ALLOCATED])
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
    size_t sent;
    fill_in(w, action->shows, text, sizeof text);
    struct costs before = asked(w);
    vt_output_clear(w->vt);
    vt_keys(w->vt, action->keys);
    vt_wait_until(w->vt, has_answered, text);
    wait_for_rest(w);
    vt_wait_until(w->vt, has_answered, text);
    struct costs spent = asked(w);
    for (size_t i = 0; i < COSTS; i++)
        spent.of[i] -= before.of[i];
    vt_output(w->vt, &sent);
    spent.of[SENT] = (long)sent;
    return spent;
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
static void count_in(struct tree *t, int briefings, struct costs spent[ACTIONS + 1])
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
    size_t sent;
    spent[0] = asked(&w);
    vt_output(w.vt, &sent);
    spent[0].of[SENT] = (long)sent;
    for (size_t i = 0; i < ACTIONS; i++)
        spent[i + 1] = act(&w, &actions[i]);
    vt_close(w.vt);
}

/* Says it of each cost; returns whether there is too much of one. */
static bool compare(const struct action *a, const struct costs *few, const struct costs *many)
{
    const long counted[COSTS] = {[ALLOCATED] = a->allocated, [STEPS] = a->steps};
    bool grown = false;
    print_message("%-20s", a->name);
    for (size_t i = 0; i < COSTS; i++) {
        long small = few->of[i], large = many->of[i];
        long allowed = small + small / 2 + costs[i].same + counted[i] * (LARGE - SMALL);
        bool more = large > allowed || large > costs[i].most + counted[i] * LARGE;
        print_message("  %6ld %6ld %s%s", small, large, costs[i].name, more ? ": TOO MANY" : "");
        grown = grown || more;
    }
    print_message("\n");
    return grown;
}

static void an_action_asks_the_same_of_a_large_library(void **state)
{
    static const struct action opening = {"opened", "", "", 2, 45}; /* it looks at every file */
    struct tree *t = *state;
    if (!t)
        skip();
    struct costs few[ACTIONS + 1], many[ACTIONS + 1];
    tree_write(t, "entities.yaml",
               "entities: [{id: x, name: Xi, type: person}, {id: p, name: Pi, type: country}]\n");
    grow(t, 0, SMALL);
    count_in(t, SMALL, few);
    grow(t, SMALL, LARGE);
    count_in(t, LARGE, many);
    print_message("of %d and of %d briefings:\n", SMALL, LARGE);
    bool grown = compare(&opening, &few[0], &many[0]);
    for (size_t i = 0; i < ACTIONS; i++)
        grown = compare(&actions[i], &few[i + 1], &many[i + 1]) || grown;
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
