/* The tour of README.md, key by key, through the bundled library. */
#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/support/pasted.h"
#include "tests/support/scene.h"

#include <stdio.h>

enum { FEWER_THAN = 20, ROWS = 36, COLUMNS = 120 };

static int setup(void **state)
{
    return scene_make(state, NULL, 0);
}

/* The next cell of a row of the table: *at stands behind a '|', and moves behind the next one. */
static str cell(str row, size_t *at)
{
    size_t end = str_find_byte(row, '|', *at);
    assert_int_not_equal(end, STR_NONE);
    str text = str_trim(str_sub(row, *at, end));
    *at = end + 1;
    return text;
}

/* `Enter` to <Enter>, `j` to j. */
static void press(struct vt *vt, str key)
{
    char keys[32];
    assert_true(key.len > 2 && key.len < sizeof keys - 4);
    str name = str_sub(key, 1, key.len - 1);
    if (str_eq(name, STR("Backspace")))
        name = STR("BS");
    snprintf(keys, sizeof keys, name.len == 1 ? "%.*s" : "<%.*s>", STR_FMT(name));
    vt_keys(vt, keys);
}

static void step(struct vt *vt, str row)
{
    char words[100];
    size_t at = 1;
    str key = cell(row, &at);
    cell(row, &at);
    str seen = cell(row, &at);
    press(vt, key);
    snprintf(words, sizeof words, "%.*s", STR_FMT(seen));
    vt_wait_for(vt, words);
}

static void the_tour_is_as_it_is_written(void **state)
{
    struct scene *s = *state;
    struct buf readme = {0};
    source_read("README.md", &readme);
    str tour = text_between(buf_str(&readme), "|---|---|---|\n| `E`", "<!-- /tour -->");
    int keys = 0;
    s->vt = vt_open(
        &s->tree,
        &(struct program){.args = STRINGS("--today", "2026-01-01", ATTACHE_SOURCE "/content")},
        ROWS, COLUMNS);
    vt_wait_for(s->vt, "The treaty under the alliance");
    vt_keys(s->vt, "E");
    vt_wait_for(s->vt, "Fumio Kishida");
    vt_wait_for(s->vt, "1/197");
    keys++;
    for (size_t at = str_find_byte(tour, '\n', 0) + 1; at < tour.len; keys++) {
        size_t end = str_find_byte(tour, '\n', at);
        step(s->vt, str_sub(tour, at, end));
        at = end + 1;
    }
    assert_in_range(keys, 15, FEWER_THAN - 1);
    buf_release(&readme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_tour_is_as_it_is_written, setup, scene_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
