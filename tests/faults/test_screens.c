/*
 * The system says no (faults.h) while somebody reads: in an article that was named, and on the way
 * through the screens of a library. Whatever fails, the terminal is as it was, what is kept stays,
 * a mark that the screen said was set is there, and no screen waits for what will not come.
 */
#include "tests/faults/faults.h"
#include "tests/support/vt.h"

#include <stdio.h>
#include <string.h>

/* How far back two calls may differ to be from two places. */
enum { DEEP = 12, NEAR = 7 };

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n  - {id: japan, type: country, name: Japan}\n"
                      "  - {id: kishida, type: person, name: Fumio Kishida}\n"},
    {"summit.md",     "# The summit\n\nJapan was ready.\n\nFumio Kishida signed the treaty.\n"     },
    {"summit.yaml",
     "date: 2024-04-08\ntopics: [moon]\nentities: [japan, kishida]\n"
     "agreements:\n  - id: pact\n    title: The pact\n    parties: [japan]\n    milestones:\n"
     "      - {date: 2024-04-08, status: signed, quote: signed the treaty}\n"
     "      - {date: ../2025, status: ratified, expected: true}\n"
     "relations: [{subject: kishida, predicate: leads, object: japan}]\n"
     "notes: [{quote: was ready, text: So it was said.}]\n"                                        },
    {"rain.md",       "---\ndate: [x\n---\n# Weather\n\nIt rained in Japan.\n"                     },
};

static int make(void **state)
{
    return faults_make(state, files, sizeof files / sizeof *files);
}

static void check_end(struct vt *vt, int status, const char *const *env)
{
    if (status > 2 || vt_alternate(vt) || !vt_modes_restored(vt)) {
        vt_print(vt);
        fail_msg("%s: status %d, or the terminal was not put back", env[1], status);
    }
}

static void check_kept(const struct tree *t, const char *mark, const char *const *env)
{
    struct outcome o = faults_state(t, "export", NULL, NULL);
    if (o.status != 0 || !strstr(o.out, mark))
        fail_msg("after %s: status %d, no '%s' in %s%s", env[1], o.status, mark, o.err, o.out);
    outcome_release(&o);
}

/* -- An article -------------------------------------------------------------------------------- */

/* Reads it, sets a mark in it and leaves. */
static int read_once(const struct tree *t, const char *const *env)
{
    const struct program p = {.args = STRINGS("rain.md"), .env = env};
    struct vt *vt = vt_open(t, &p, 24, 80);
    vt_bytes(vt, "maqqq", 5);
    int status = vt_wait_exit(vt);
    check_end(vt, status, env);
    vt_close(vt);
    check_kept(t, "letter: a", env);
    return status;
}

static void the_terminal_is_put_back(void **state)
{
    if (!*state)
        skip();
    let_fail(*state, "article", 3, DEEP, read_once);
    let_memory_end(*state, 12, read_once);
}

/* -- The screens of a library ------------------------------------------------------------------ */

/* Escape as some terminals send it: it needs no time to be told from what follows. */
#define CANCEL "\033[27u"

/* What is typed, and what then is to be seen; `on` where only the words of the step before make
 * that possible. */
static const struct step {
    const char *bytes, *words;
    bool on;
} steps[] = {
    {"",                "Weather",          false},
    {"/wea",            "/wea · 1/1 of 2", false},
    {CANCEL "E",        "Entities",         false},
    {CANCEL "qStreaty", "1 briefing ",      false},
    {"\r\r",            "1 of 1",           true },
    {"ma",              "marked",           true },
    {"cnoted\r",        "noted",            true },
    {CANCEL CANCEL "E", "Entities",         false},
    {"G\r",             "Relations 1",      true },
    {CANCEL CANCEL "T", "Timeline",         false},
    {CANCEL CANCEL "P", "months over",      false},
    {CANCEL CANCEL "M", "Marks and notes",  false},
    {CANCEL "!",        "no problems",      false},
};

/* The word behind "not" in what is said of the state, wherever that is wrapped. */
#define NOT_KEPT "kept:"

/* The words, or else the system's for what went wrong. */
static bool is_said(struct vt *vt, void *words)
{
    static const char *const troubles[] = {"cannot",         "memory",         "rror",
                                           "unable to open", "is full",        "could not be read",
                                           "can be read",    "is indexed yet", "stopped:",
                                           NOT_KEPT};
    bool said = vt_has_ended(vt) || vt_has(vt, words);
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles && !said; i++)
        said = vt_has(vt, troubles[i]);
    return said;
}

/* What has been looked for in the files by now: what is typed before may stop that. */
static bool has_looked(struct vt *vt, void *unused)
{
    (void)unused;
    return vt_has_ended(vt) || (!vt_has(vt, "looking for changes") && !vt_has(vt, "Esc stops"));
}

static int leave(struct vt *vt)
{
    for (int i = 0; i < 12; i++)
        vt_bytes(vt, CANCEL "q", sizeof CANCEL);
    return vt_wait_exit(vt);
}

/* A cache and a state with an old mark, to begin with each time. */
static void put_back(const struct tree *t)
{
    faults_forget(t);
    outcome_is(program_run(t, &(struct program){.path = "/bin/cp",
                                                .args = STRINGS("-R", "../home/kept/cache",
                                                                "../home/kept/state", "../home")}),
               0, "", "");
}

static int walk_once(const struct tree *t, const char *const *env)
{
    put_back(t);
    const struct program p = {.args = STRINGS("--library", "."), .env = env};
    struct vt *vt = vt_open(t, &p, 30, 100);
    bool marked = false, warned = false, seen = true;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (!seen && steps[i].on)
            continue;
        vt_bytes(vt, steps[i].bytes, strlen(steps[i].bytes));
        vt_wait_until_at(vt, is_said, (void *)steps[i].words, steps[i].words, __FILE__, __LINE__);
        if (i == 0)
            vt_wait_until(vt, has_looked, NULL);
        seen = vt_has(vt, steps[i].words);
        warned = warned || vt_has(vt, NOT_KEPT);
        marked = marked || vt_has(vt, "marked");
    }
    int status = leave(vt);
    check_end(vt, status, env);
    vt_close(vt);
    check_kept(t, "letter: o", env);
    if (marked && !warned)
        check_kept(t, "letter: a", env);
    return status;
}

static void no_screen_waits_for_what_failed(void **state)
{
    const struct tree *t = *state;
    if (!t)
        skip();
    outcome_has(attache(t, "index", "--library", "."), 0, NULL, NULL);
    outcome_has(faults_state(t, "import", FAULTS_STATE("o", "summit"), NULL), 0, NULL, NULL);
    tree_directory(t, "../home/kept");
    tree_rename(t, "../home/cache", "../home/kept/cache");
    tree_rename(t, "../home/state", "../home/kept/state");
    let_fail(t, "screens", 2, NEAR, walk_once);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_terminal_is_put_back, make, faults_remove),
        cmocka_unit_test_setup_teardown(no_screen_waits_for_what_failed, make, faults_remove),
    };
    return faults_run(tests);
}
