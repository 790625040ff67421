#include "tests/fuzz/load.h"

#include "format/plain.h"
#include "format/records.h"
#include "loader/library.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/sound.h"

enum { TODAY = 19821 }; /* 2024-04-08 */

static void check_diags(const struct library *lib, const struct diag_list *diags)
{
    struct buf line = {0};
    for (size_t i = 0; i < diags->len; i++) {
        buf_clear(&line);
        library_format_diag(lib, &diags->items[i], &line);
        fuzz_expect(safe_fault(buf_str(&line), SAFE_LINE, false));
    }
    buf_release(&line);
}

static void check_output(const struct library *lib, const struct briefing *b)
{
    struct buf out = {0};
    struct json j = {.out = &out};
    record_briefing(&j, lib, b, TODAY);
    fuzz_expect(safe_fault(buf_str(&out), SAFE_LINE, false));
    for (int how = 0; how < PLAIN_ANNOTATIONS_COUNT; how++) {
        buf_clear(&out);
        plain_briefing(&out, b,
                       &(struct plain){.annotations = (enum plain_annotations)how, .today = TODAY},
                       NULL, NULL);
        fuzz_expect(safe_fault(buf_str(&out), SAFE_TEXT, false));
    }
    buf_release(&out);
}

void fuzz_load(const struct tree *tree, const char *id)
{
    struct library lib = {0};
    struct arena a = {0};
    struct unit unit;
    struct briefing *b;
    struct diag_list refused = {.arena = &a};
    fuzz_ok(library_open(&lib, str_of(tree->root)));
    fuzz_ok(library_find(&lib, str_of(id), &a, &unit));
    struct err e = library_load(&lib, &unit, &a, &b, &refused);
    if (err_failed(&e)) {
        FUZZ_EXPECT(refused.len > 0);
        check_diags(&lib, &refused);
    } else {
        fuzz_expect(briefing_fault(b));
        check_diags(&lib, &b->diags);
        check_output(&lib, b);
    }
    arena_release(&a);
    library_close(&lib);
}
