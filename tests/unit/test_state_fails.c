/*
 * Whatever SQLite refuses, at each of its statements in turn: every call of the state says so,
 * nothing of what was kept is gone, and the next call does what this one could not.
 */
#define kept kept_of_briefing /* the test's own is another one */
#include "state/keep.h"
#undef kept

#include "state/exchange.h"
#include "tests/unit/kept.h"
#include "text/markdown.h"

#include <unistd.h>

/* Lets the n-th thing fail that SQLite asks whether it may do. */
struct refusal {
    size_t left; /* 0: none any more */
    bool met;
};

static int refuse(void *user, int action, const char *a, const char *b, const char *c,
                  const char *d)
{
    struct refusal *r = user;
    (void)a, (void)b, (void)c, (void)d;
    /* A function that may not be called is one that is not there, as in a damaged file. */
    if (action == SQLITE_FUNCTION || r->left == 0 || --r->left > 0)
        return SQLITE_OK;
    r->met = true;
    return SQLITE_DENY;
}

static bool gather(void *user, str piece)
{
    buf_append(user, piece);
    return true;
}

static str everything(struct kept *k)
{
    struct buf out = {0};
    struct exchange_counts n;
    assert_ok(exchange_export(k->s, gather, &out, &n));
    str text = arena_str(&k->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

/* -- What is asked for --------------------------------------------------------------------------
 */

static const char words[] = "Here stood the reader when it was left alone, and it was here.";

static struct spot place(void)
{
    struct spot spot = kept_spot(words, 0);
    spot.length = sizeof words - 1;
    return spot;
}

static struct err open_it(struct kept *k)
{
    return state_opened(k->s, STR("new"), hash_of(STR("A")));
}

static struct err save_place(struct kept *k)
{
    struct spot spot = kept_spot("elsewhere", 2);
    return state_save_place(k->s, STR("a"), &spot, 500, 700);
}

static struct err set_read(struct kept *k)
{
    return state_set_read(k->s, STR("b"), READ_STATE_READ);
}

static struct err mark(struct kept *k)
{
    struct spot spot = place();
    return state_mark(k->s, 'b', STR("a"), &spot);
}

static struct err unmark(struct kept *k)
{
    return state_unmark(k->s, 'a');
}

static struct err add_note(struct kept *k)
{
    struct spot spot = place();
    str id = STR("untouched");
    struct err e = state_add_note(k->s, STR("a"), &spot, STR("another"), &k->arena, &id);
    assert_int_equal(str_present(id), !err_failed(&e));
    return e;
}

static const char note_id[] = "0123456789abcdef";

static struct err change_note(struct kept *k)
{
    return state_change_note(k->s, str_of(note_id), STR("changed"));
}

static struct err delete_note(struct kept *k)
{
    return state_delete_note(k->s, str_of(note_id));
}

static struct err find_note(struct kept *k)
{
    struct state_item note;
    return state_find_note(k->s, str_of(note_id), &k->arena, &note);
}

static struct err find_mark(struct kept *k)
{
    struct state_item item;
    return state_find_mark(k->s, 'a', &k->arena, &item);
}

static struct err list_items(struct kept *k)
{
    struct state_items page;
    return state_items(k->s, STATE_MARKS | STATE_NOTES, NULL, SIZE_MAX, &k->arena, &page);
}

static struct err list_items_of(struct kept *k)
{
    struct state_items items;
    return state_items_of(k->s, STR("a"), &k->arena, &items);
}

static struct err list_recent(struct kept *k)
{
    struct state_page page;
    return state_recent(k->s, NULL, SIZE_MAX, &k->arena, &page);
}

static struct err list_rows(struct kept *k)
{
    const str ids[] = {STR_INIT("a"), STR_INIT("b")};
    struct state_row rows[2];
    return state_rows(k->s, ids, 2, rows);
}

static struct err look_up(struct kept *k)
{
    struct state_briefing b;
    return state_briefing(k->s, STR("a"), &k->arena, &b);
}

static struct err count(struct kept *k)
{
    struct state_counts counts;
    return state_counts(k->s, &counts);
}

static void ignore_row(void *user, const struct state_row *row)
{
    (void)user, (void)row;
}

static struct err overview(struct kept *k)
{
    return state_overview(k->s, NULL, ignore_row);
}

static bool is_gone(void *user, str id)
{
    (void)user;
    return str_eq(id, STR("a"));
}

static struct err follow(struct kept *k)
{
    bool followed = false;
    struct err e = state_follow(k->s, STR("moved"), hash_of(STR("A's")), is_gone, NULL, &followed);
    assert_int_equal(followed, !err_failed(&e));
    return e;
}

static struct err follow_unasked(struct kept *k)
{
    return state_follow(k->s, STR("moved"), hash_of(STR("A's")), is_gone, NULL, NULL);
}

static struct err follow_text(struct kept *k)
{
    struct document doc;
    bool followed = false;
    plain_render(str_of(words), &k->arena, &doc);
    struct folded folded = text_fold(doc.text, &k->arena);
    struct err e = state_follow_text(k->s, STR("moved"), &doc, &folded, is_gone, NULL, &followed);
    assert_int_equal(followed, !err_failed(&e));
    return e;
}

static str find(void *user, struct hash content, struct arena *a)
{
    (void)user, (void)content;
    return arena_str(a, STR("moved"));
}

static struct err follow_all(struct kept *k)
{
    size_t followed = 0;
    const struct state_moves moves = {.is_gone = is_gone, .find = find};
    struct err e = state_follow_all(k->s, &moves, &followed);
    assert_int_equal(followed, !err_failed(&e));
    return e;
}

static const char copy[] =
    "attache-state: 1\nlibrary: /there\nbriefings: [{id: x, read: read}]\n"
    "marks: [{letter: q, briefing: x, set: 2024-04-08T12:00:00Z}]\n"
    "notes: [{note: fedcba9876543210, briefing: x, created: 2024-04-08T12:00:00Z, "
    "changed: 2024-04-08T12:00:00Z, text: t}]\n";

static struct err import_copy(struct kept *k)
{
    struct exchange_counts n;
    struct diag_list diags = {.arena = &k->arena};
    struct err e = exchange_import(k->s, str_of(copy), STR("f"), &diags, &n);
    assert_int_equal(diags.len, 0);
    return e;
}

static struct err export_copy(struct kept *k)
{
    struct buf out = {0};
    struct exchange_counts n;
    struct err e = exchange_export(k->s, gather, &out, &n);
    buf_release(&out);
    return e;
}

static const struct call {
    const char *name;
    struct err (*make)(struct kept *k);
} calls[] = {
    {"opened",         open_it       },
    {"save_place",     save_place    },
    {"set_read",       set_read      },
    {"mark",           mark          },
    {"unmark",         unmark        },
    {"add_note",       add_note      },
    {"change_note",    change_note   },
    {"delete_note",    delete_note   },
    {"find_note",      find_note     },
    {"find_mark",      find_mark     },
    {"items",          list_items    },
    {"items_of",       list_items_of },
    {"recent",         list_recent   },
    {"rows",           list_rows     },
    {"briefing",       look_up       },
    {"counts",         count         },
    {"overview",       overview      },
    {"follow",         follow        },
    {"follow unasked", follow_unasked},
    {"follow_text",    follow_text   },
    {"follow_all",     follow_all    },
    {"import",         import_copy   },
    {"export",         export_copy   },
};

/* -- Each of them, refused at each place --------------------------------------------------------
 */

/* SQLite tries what it is to sort by, and takes a refusal for another name. */
static bool sorts(const struct call *call)
{
    return call->make == list_items || call->make == list_items_of;
}

/* The state that each begins with, in a file of its own. */
static void begin(struct kept *k)
{
    struct exchange_counts n;
    struct diag_list diags = {.arena = &k->arena};
    struct spot spot = place();
    state_close(k->s);
    k->s = NULL;
    if (access(k->home, F_OK) == 0)
        tree_delete(&k->tree, "../home/kept");
    kept_reopen(k);
    assert_ok(state_opened(k->s, STR("a"), hash_of(STR("A's"))));
    assert_ok(state_save_place(k->s, STR("a"), &spot, 300, 400));
    assert_ok(state_mark(k->s, 'a', STR("a"), &spot));
    str text = arena_printf(&k->arena,
                            "attache-state: 1\nlibrary: %s\nnotes: [{note: %s, briefing: a, "
                            "created: 2024-04-08T12:00:00Z, changed: 2024-04-08T12:00:00Z, "
                            "text: first, spot: {quote: q, start: 1, end: 2}}]\n",
                            k->tree.root, note_id);
    assert_ok(exchange_import(k->s, text, STR("f"), &diags, &n));
    assert_int_equal(n.notes, 1);
}

static void assert_says_so_and_keeps_all(struct kept *k, const struct call *call)
{
    enum { MOST = 2000 };
    begin(k);
    str before = everything(k);
    for (size_t n = 1;; n++) {
        struct refusal r = {.left = n};
        assert_true(n < MOST);
        sqlite3_set_authorizer(k->s->sql.db, refuse, &r);
        struct err e = call->make(k);
        sqlite3_set_authorizer(k->s->sql.db, NULL, NULL);
        if (!r.met) {
            assert_ok(e);
            break;
        }
        if (e.code == ERR_NOT_FOUND || (!err_failed(&e) && !sorts(call)))
            fail_msg("%s: nothing is said where %zu. is refused", call->name, n);
        if (!str_eq(everything(k), before))
            fail_msg("%s: something is changed where %zu. is refused", call->name, n);
        assert_string_equal(state_notice(k->s), "");
    }
}

static void what_is_refused_is_said_and_changes_nothing(void **state)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        assert_says_so_and_keeps_all(*state, &calls[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(what_is_refused_is_said_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
