/* What holds for every date, shown by random ones. */
#include "model/date.h"

#include "base/buf.h"
#include "tests/support/cmocka.h"
#include "tests/unit/random_text.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

/* A random valid single date. */
static void make_single(struct prng *random, struct buf *out)
{
    static const char signs[] = "?~%";
    bool qualified = prng_below(random, 4) == 0;
#define MAYBE_SIGN()                                                                               \
    if (qualified && prng_below(random, 3) == 0)                                                   \
    buf_byte(out, signs[prng_below(random, 3)])
    if (prng_below(random, 10) == 0) {
        buf_printf(out, "Y%s%u", prng_below(random, 2) ? "-" : "",
                   10000 + prng_below(random, 100000));
        if (prng_below(random, 2))
            buf_printf(out, "E%u", prng_below(random, 8));
        if (prng_below(random, 2))
            buf_printf(out, "S%u", 1 + prng_below(random, 5));
        return;
    }
    MAYBE_SIGN();
    unsigned year = 1 + prng_below(random, 9999);
    if (prng_below(random, 8) == 0)
        buf_byte(out, '-');
    char digits[16];
    snprintf(digits, sizeof digits, "%04u", year);
    for (int i = 1; i < 4; i++)
        if (prng_below(random, 12) == 0)
            digits[i] = 'X';
    if (digits[0] == '0')
        digits[0] = '1';
    buf_append(out, str_of(digits));
    MAYBE_SIGN();
    if (prng_below(random, 3) == 0)
        return;
    buf_byte(out, '-');
    MAYBE_SIGN();
    if (prng_below(random, 5) == 0) {
        buf_printf(out, "%u", 21 + prng_below(random, 21));
        return;
    }
    if (prng_below(random, 8) == 0)
        buf_append(out, prng_below(random, 2) ? STR("XX") : STR("0X"));
    else
        buf_printf(out, "%02u", 1 + prng_below(random, 12));
    MAYBE_SIGN();
    if (prng_below(random, 2))
        return;
    buf_byte(out, '-');
    MAYBE_SIGN();
    if (prng_below(random, 8) == 0)
        buf_append(out, prng_below(random, 2) ? STR("XX") : STR("2X"));
    else
        buf_printf(out, "%02u", 1 + prng_below(random, 28));
    MAYBE_SIGN();
#undef MAYBE_SIGN
}

static void make_date(struct prng *random, struct buf *out)
{
    buf_clear(out);
    switch (prng_below(random, 6)) {
    case 0:
        make_single(random, out);
        buf_append(out, prng_below(random, 2) ? STR("/..") : STR("/"));
        break;
    case 1:
        buf_append(out, prng_below(random, 2) ? STR("../") : STR("/"));
        make_single(random, out);
        break;
    case 2: {
        bool one = prng_below(random, 2);
        buf_byte(out, one ? '[' : '{');
        if (prng_below(random, 4) == 0)
            buf_append(out, STR(".."));
        for (unsigned i = 0, count = 1 + prng_below(random, 5); i < count; i++) {
            if (i > 0)
                buf_byte(out, ',');
            make_single(random, out);
        }
        if (out->ptr[1] != '.' && prng_below(random, 4) == 0)
            buf_append(out, STR(".."));
        buf_byte(out, one ? ']' : '}');
        break;
    }
    default:
        make_single(random, out);
    }
}

static void check_human(const struct date *d, struct arena *a)
{
    for (int style = DATE_LONG; style <= DATE_SHORT; style++) {
        str human = date_human(d, (enum date_style)style, a);
        assert_true(human.len > 0 && utf8_valid(human));
        assert_true(utf8_length(human) <= DATE_HUMAN_MAX);
        for (size_t i = 0; i < human.len; i++)
            assert_true((unsigned char)human.ptr[i] >= 0x20 && human.ptr[i] != 0x7F);
    }
}

static void holds_for_any_valid_date(void **state)
{
    (void)state;
    enum { KEPT = 60 };
    struct prng random = {20240408};
    struct arena a = {0};
    struct buf text = {0};
    struct date kept[KEPT];
    for (int i = 0; i < 20000; i++) {
        make_date(&random, &text);
        struct date d;
        str reason;
        if (!date_parse(arena_str(&a, buf_str(&text)), &a, &d, &reason))
            fail_msg("'%.*s': %.*s", STR_FMT(text), STR_FMT(reason));
        assert_true(date_known(&d));
        if (d.first == DATE_DAY && d.last == DATE_DAY)
            assert_true(d.earliest <= d.latest);
        check_human(&d, &a);
        kept[i % KEPT] = d;
    }
    for (int i = 0; i < KEPT; i++)
        for (int j = 0; j < KEPT; j++) {
            int order = date_compare(&kept[i], &kept[j]);
            int back = date_compare(&kept[j], &kept[i]);
            assert_true((order > 0) == (back < 0) && (order == 0) == (back == 0));
            for (int k = 0; k < KEPT; k++)
                if (order <= 0 && date_compare(&kept[j], &kept[k]) <= 0)
                    assert_true(date_compare(&kept[i], &kept[k]) <= 0);
        }
    buf_release(&text);
    arena_release(&a);
}

/* Valid dates with a few bytes changed, and bytes of no origin at all. */
static void survives_anything(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789XXYSETZ-/..[]{},?~%:+u( )\xFF\xC3\xA9";
    struct prng random = {4};
    struct buf text = {0};
    for (int i = 0; i < 60000; i++) {
        struct arena a = {0};
        make_date(&random, &text);
        if (i % 2)
            buf_clear(&text);
        for (unsigned left = prng_below(&random, 6); left > 0; left--) {
            char c = alphabet[prng_below(&random, sizeof alphabet)];
            if (text.len > 0 && prng_below(&random, 2))
                text.ptr[prng_below(&random, (uint32_t)text.len)] = c;
            else
                buf_byte(&text, c);
        }
        struct date d;
        str reason;
        if (date_parse(buf_str(&text), &a, &d, &reason)) {
            assert_true(date_known(&d));
            check_human(&d, &a);
        } else {
            assert_true(reason.len > 0 && reason.len < 1000);
            date_human(&d, DATE_LONG, &a);
        }
        arena_release(&a);
    }
    buf_release(&text);
}

static void bears_dates_of_any_length(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf text = {0};
    buf_byte(&text, '[');
    for (int i = 0; i < 100000; i++)
        buf_printf(&text, "%s%04d", i ? "," : "", 1000 + i % 1000);
    buf_byte(&text, ']');
    struct date d;
    assert_true(date_parse(buf_str(&text), &a, &d, NULL));
    str human = date_human(&d, DATE_LONG, &a);
    assert_int_equal(utf8_length(human), DATE_HUMAN_MAX);
    assert_true(str_starts(human, STR("1000, 1001, 1002, ")));
    assert_true(str_ends(human, STR("…")));
    buf_clear(&text);
    str reason;
    buf_fill(&text, '9', 10 << 20);
    assert_false(date_parse(buf_str(&text), &a, &d, &reason));
    assert_true(reason.len < 1000);
    human = date_human(&d, DATE_SHORT, &a);
    assert_int_equal(utf8_length(human), DATE_HUMAN_MAX);
    buf_release(&text);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_for_any_valid_date),
        cmocka_unit_test(survives_anything),
        cmocka_unit_test(bears_dates_of_any_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
