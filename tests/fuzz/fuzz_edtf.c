/* Any bytes as a date. */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "model/date.h"
#include "text/utf8.h"

static void check_text(str text)
{
    FUZZ_EXPECT(utf8_valid(text) && text.len > 0);
    FUZZ_EXPECT(utf8_length(text) <= DATE_HUMAN_MAX);
}

static void check_day(int64_t day, struct arena *a)
{
    struct date again;
    FUZZ_EXPECT(date_from_civil(date_to_civil(day)) == day);
    if (date_parse(date_day_text(day, a), a, &again, NULL)) {
        FUZZ_EXPECT(again.earliest == day);
        FUZZ_EXPECT(again.latest == day);
    }
}

static void check_known(const struct date *d, struct arena *a)
{
    if (d->first == DATE_DAY)
        check_day(d->earliest, a);
    if (d->last == DATE_DAY)
        check_day(d->latest, a);
    FUZZ_EXPECT(d->first != DATE_DAY || d->last != DATE_DAY || d->earliest <= d->latest);
    FUZZ_EXPECT(date_compare(d, d) == 0);
    FUZZ_EXPECT(date_overlaps(d, d) || !date_known(d));
    check_text(date_human(d, DATE_LONG, a));
    check_text(date_human(d, DATE_SHORT, a));
}

void fuzz_one(str bytes)
{
    struct arena a = {0};
    struct date d;
    str reason;
    str text = utf8_scrub(bytes, &a);
    if (date_parse(text, &a, &d, &reason)) {
        FUZZ_EXPECT(!str_present(reason));
        char opening = text.ptr[0], closing = text.ptr[text.len - 1];
        FUZZ_EXPECT((opening == '[') == (closing == ']') && (opening == '{') == (closing == '}'));
        FUZZ_EXPECT(date_known(&d) || (d.first == DATE_OPEN && d.last == DATE_OPEN));
        check_known(&d, &a);
    } else {
        FUZZ_EXPECT(reason.len > 0 && utf8_valid(reason));
        FUZZ_EXPECT(!date_known(&d));
        FUZZ_EXPECT(str_eq(date_human(&d, DATE_LONG, &a), text) ||
                    utf8_length(text) >= DATE_HUMAN_MAX);
    }
    arena_release(&a);
}
