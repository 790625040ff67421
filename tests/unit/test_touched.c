/* A changed registry: what is loaded again, and that the rest need not be. */
#include "catalog/query.h"
#include "tests/unit/refreshed.h"

#include <stdio.h>

/* -- What it touches --------------------------------------------------------------------------- */

static void write_texts(struct fixture *f)
{
    tree_write(&f->tree, "alpha.md", "Alpha spoke.\n");
    tree_write(&f->tree, "beta.md", "Beta spoke.\n");
    tree_write(&f->tree, "link.md", "[[Alpha|He]] spoke.\n");
    tree_write(&f->tree, "party.md", "Nobody.\n");
    tree_write(&f->tree, "party.yaml", "agreements: [{id: g, parties: [b]}]\n");
    tree_write(&f->tree, "near.md", "Nobody.\n");
    tree_write(&f->tree, "near.yaml", "agreements: [{id: h, parties: [beta1]}]\n");
    tree_write(&f->tree, "han.md", "日本政府.\n");
    tree_write(&f->tree, "none.md", "Nobody.\n");
}

struct step {
    const char *registry;
    size_t changed;
    const char *why;
};

static void as_much_as_has_changed(void **state)
{
    struct fixture *f = *state;
    static const struct step steps[] = {
        {"entities: [{id: a, name: Alpha}, {id: b, name: Beta}]\n",                     4,
         "two names, a link by one of them and a party"                                                                                },
        {"entities: [{id: a, name: Alpha, role: speaker}, {id: b, name: Beta}]\n",      2,
         "who mentions the one that is described"                                                                                      },
        {"entities: [{id: a, name: Alpha, role: speaker},\n\n {id: b, name: Beta}]\n",  0,
         "other lines"                                                                                                                 },
        {"entities: [{id: a, name: Alpha, role: speaker},\n\n {id: b, name: Gamma}]\n", 2,
         "who had the old name, and the party"                                                                                         },
        {"entities: [{id: a, name: Alpha, role: speaker},\n\n {id: b, name: Gamma, "
         "match: listed}]\n",                                                  1, "the party"                                 },
        {"entities: [{id: a, name: Alpha, role: speaker}, {id: b, name: Gamma, "
         "match: listed}, {id: beta, name: Else}]\n",                          1, "who meant something near"                  },
        {"entities: [{id: a, name: Alpha, role: speaker}, {id: b, name: Gamma, "
         "match: listed}, {id: beta, name: Else}, {id: j, name: 日本}]\n",   7, "a name that is written without spaces: all"},
    };
    write_texts(f);
    tree_write(&f->tree, "entities.yaml", "entities: []\n");
    refresh(f);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        tree_write(&f->tree, "entities.yaml", steps[i].registry);
        refresh(f);
        if (f->counts.changed != steps[i].changed)
            fail_msg("%s: %zu are loaded again", steps[i].why, f->counts.changed);
        assert_as_fresh(f, steps[i].why);
    }
}

static void more_names_than_are_worth_looking_up(void **state)
{
    struct fixture *f = *state;
    struct buf all = {0};
    write_texts(f);
    refresh(f);
    buf_append(&all, STR("entities:\n"));
    for (int i = 0; i < 100; i++)
        buf_printf(&all, "- {id: n%d, name: Name%d}\n", i, i);
    buf_byte(&all, '\0');
    tree_write(&f->tree, "entities.yaml", all.ptr);
    refresh(f);
    assert_int_equal(f->counts.changed, f->counts.briefings);
    buf_release(&all);
    assert_as_fresh(f, "many");
}

/* -- Any registry ------------------------------------------------------------------------------ */

enum { ENTITIES = 20, TEXTS = 40 };

static const char *const names[] = {
    "Alpha",   "Alpha Beta", "Beta",     "Gamma Ray", "O’Neil",     "Delta",  "delta",   "Ére",
    "U.S.",    "iris",       "C++",      "Eta-Theta", "Beta Gamma", "Ash",    "Birch",   "Cedar",
    "Dogwood", "Elder",      "Fir",      "Ginkgo",    "Hazel",      "Ivy",    "Juniper", "Katsura",
    "Larch",   "Maple",      "Nutmeg",   "Oak",       "Pine",       "Quince", "Rowan",   "Spruce",
    "Teak",    "Ulmo",       "Viburnum", "Willow",    "Xylo",       "Yew",    "Zelkova", "Acacia",
    "Baobab",  "Cypress",    "Durian",   "Ebony",     "Fig",        "Guava",  "Hickory",
};
enum { NAMES = sizeof names / sizeof *names };

/* Far from one another: no two within the edits of a suggestion. */
static const char *const ids[] = {
    "amber",  "birch",  "cobalt",  "dahlia",   "ember",     "fjord",        "glacier", "harbor",
    "iris",   "jasper", "kelp",    "lavender", "magnolia",  "nebula",       "orchid",  "pebble",
    "quartz", "ripple", "saffron", "thistle",  "nowhere-1", "nobody-there",
};
enum { IDS = sizeof ids / sizeof *ids };

/* Some of nobody; now and then one that somebody nearly has. */
static const char *any_id(struct random *r)
{
    return random_below(r, 12) == 0 ? "coblat" : ids[random_below(r, IDS)];
}

static const char *any_name(struct random *r)
{
    return names[random_below(r, NAMES)];
}

/* One item of the registry; the empty text: it is not there. */
static void change_item(struct random *r, char item[200], size_t i)
{
    item[0] = '\0';
    if (random_below(r, 5) == 0)
        return;
    int at = snprintf(item, 200, "- {id: %s, name: %s", ids[i], any_name(r));
    if (random_below(r, 2) == 0)
        at +=
            snprintf(item + at, 200 - (size_t)at, ", aliases: [%s, %s]", any_name(r), any_name(r));
    if (random_below(r, 3) == 0)
        at += snprintf(item + at, 200 - (size_t)at, ", type: %s",
                       random_below(r, 2) != 0 ? "person" : "place");
    if (random_below(r, 6) == 0)
        at += snprintf(item + at, 200 - (size_t)at, ", match: listed");
    snprintf(item + at, 200 - (size_t)at, "}\n");
}

static void write_registry(struct fixture *f, struct random *r, char items[ENTITIES][200])
{
    struct buf b = {0};
    for (size_t i = random_below(r, 3); i > 0; i--)
        buf_append(&b, STR("# a line\n"));
    buf_append(&b, STR("entities:\n"));
    for (size_t i = 0; i < ENTITIES; i++)
        buf_append(&b, str_of(items[i]));
    buf_byte(&b, '\0');
    tree_write(&f->tree, "entities.yaml", b.ptr);
    buf_release(&b);
}

static void write_any_text(struct fixture *f, struct random *r, size_t i)
{
    struct buf b = {0};
    char path[20];
    for (size_t words = 1 + random_below(r, 2); words > 0; words--) {
        buf_printf(&b, "Then %s met ", any_name(r));
        switch (random_below(r, 6)) {
        case 0:
            buf_printf(&b, "[[%s|them]]", any_name(r));
            break;
        case 1:
            buf_printf(&b, "[[%s]]", any_id(r));
            break;
        case 2:
            buf_printf(&b, "[somebody](entity:%s)", any_id(r));
            break;
        default:
            buf_printf(&b, "%s", any_name(r));
            break;
        }
        buf_append(&b, STR(".\n\n"));
    }
    buf_byte(&b, '\0');
    snprintf(path, sizeof path, "%s/t%02zu.md", i % 2 != 0 ? "odd" : "even", i);
    tree_write(&f->tree, path, b.ptr);
    buf_release(&b);
}

static void write_any_sidecar(struct fixture *f, struct random *r, size_t i)
{
    struct buf b = {0};
    char path[20];
    buf_printf(&b, "entities: [%s, {id: %s, role: guest}, {id: %s, name: %s}]\n", any_id(r),
               any_id(r), any_id(r), any_name(r));
    buf_printf(&b,
               "agreements: [{id: g%zu, parties: [%s, %s], milestones: [{date: 2024, "
               "status: signed, party: %s}]}]\n",
               random_below(r, 5), any_id(r), any_id(r), any_id(r));
    buf_printf(&b, "events: [{id: v, title: V, date: 2024, participants: [%s]}]\n", any_id(r));
    buf_printf(&b, "relations: [{subject: %s, predicate: p, object: %s}]\n", any_id(r), any_id(r));
    buf_byte(&b, '\0');
    snprintf(path, sizeof path, "%s/t%02zu.yaml", i % 2 != 0 ? "odd" : "even", i);
    tree_write(&f->tree, path, b.ptr);
    buf_release(&b);
}

static void the_result_is_that_of_loading_all(void **state)
{
    struct fixture *f = *state;
    const uint64_t seed = UINT64_C(0x70c4);
    print_message("seed %llx\n", (unsigned long long)seed);
    struct random r = {seed};
    char items[ENTITIES][200];
    size_t loaded = 0;
    enum { ROUNDS = 60 };
    for (size_t i = 0; i < TEXTS; i++) {
        write_any_text(f, &r, i);
        if (i % 3 == 0)
            write_any_sidecar(f, &r, i);
    }
    for (size_t i = 0; i < ENTITIES; i++)
        change_item(&r, items[i], i);
    write_registry(f, &r, items);
    refresh(f);
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = random_below(&r, 3); i > 0; i--) {
            size_t which = random_below(&r, ENTITIES);
            change_item(&r, items[which], which);
        }
        write_registry(f, &r, items);
        refresh(f);
        loaded += f->counts.changed;
        char when[40];
        snprintf(when, sizeof when, "round %d", round);
        assert_as_fresh(f, when);
    }
    print_message("%zu of %d were loaded again\n", loaded, ROUNDS * TEXTS);
    assert_true(loaded > 0 && loaded < (size_t)ROUNDS * TEXTS * 3 / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF(as_much_as_has_changed),
        TEST_OF(more_names_than_are_worth_looking_up),
        TEST_OF(the_result_is_that_of_loading_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
