/* Any bytes as Markdown and as plain text: rendered, folded, set to several measures, shown. */
#include "tests/fuzz/fuzz.h"

#include "tests/support/sound.h"
#include "text/fold.h"
#include "text/markdown.h"
#include "text/utf8.h"

#include <locale.h>

/* What the gate makes of the text, once and again. */
static void check_gate(str text, enum safe_mode mode, bool ascii)
{
    struct buf once = {0}, twice = {0};
    safe_append(&once, text, mode, ascii);
    fuzz_expect(safe_fault(buf_str(&once), mode, ascii));
    safe_append(&twice, buf_str(&once), mode, ascii);
    FUZZ_EXPECT(str_eq(buf_str(&once), buf_str(&twice)));
    FUZZ_EXPECT(once.len <= text.len * 10);
    buf_release(&once);
    buf_release(&twice);
}

static void check_fold(const struct document *doc, struct arena *a)
{
    struct folded f = text_fold(doc->text, a);
    FUZZ_EXPECT(utf8_valid(f.text));
    for (size_t i = 0, before = 0; i < f.text.len; i++) {
        struct span from = folded_span(&f, i, i + 1);
        FUZZ_EXPECT(from.start < from.end);
        FUZZ_EXPECT(from.end <= doc->text.len);
        FUZZ_EXPECT(before <= from.start);
        before = from.start;
    }
}

static void check_source(const struct document *doc)
{
    size_t before = 0;
    for (size_t at = 0; at < doc->text.len; at = utf8_next(doc->text, at)) {
        size_t place = document_source_offset(doc, at);
        FUZZ_EXPECT(place >= before);
        FUZZ_EXPECT(place <= doc->source.len);
        before = place;
    }
}

static void check(const struct document *doc, struct arena *a)
{
    static const int measures[] = {8, 23, 72};
    fuzz_expect(document_fault(doc));
    check_fold(doc, a);
    check_source(doc);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        struct layout l;
        layout_make(doc, measures[i], i == 1, a, &l);
        fuzz_expect(layout_fault(doc, &l, a));
    }
    check_gate(doc->text, SAFE_TEXT, false);
    check_gate(doc->text, SAFE_LINE, true);
}

void fuzz_one(str bytes)
{
    enum { LONGEST = 1 << 14 }; /* what is longer finds nothing else, more slowly */
    struct arena a = {0};
    struct text_faults faults;
    struct document doc;
    str text = text_decode(str_sub(bytes, 0, LONGEST), &a, &faults);
    struct err e = markdown_render(text, 0, &a, &doc);
    if (!err_failed(&e))
        check(&doc, &a);
    plain_render(text, &a, &doc);
    check(&doc, &a);
    check_gate(bytes, SAFE_LINE, false);
    arena_release(&a);
}
