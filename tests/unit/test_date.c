#include "model/date.h"

#include "tests/support/cmocka.h"

#include <stdlib.h>
#include <time.h>

/* A bound as the tables below write it: ".." open, "" unknown. */
static str bound_text(enum date_bound bound, int64_t day, struct arena *a)
{
    return bound == DATE_DAY    ? date_day_text(day, a)
           : bound == DATE_OPEN ? STR("..")
           : bound == DATE_NONE ? STR("none")
                                : STR("");
}

/* Every form, with its earliest and its latest day. */
static void knows_first_and_last_day(void **state)
{
    (void)state;
    static const struct {
        const char *text, *earliest, *latest;
    } rows[] = {
  /* clang-format off */
        /* level 0 */
        {"2024", "2024-01-01", "2024-12-31"},
        {"2024-04", "2024-04-01", "2024-04-30"},
        {"2024-04-08", "2024-04-08", "2024-04-08"},
        {"2024-02", "2024-02-01", "2024-02-29"},
        {"2023-02", "2023-02-01", "2023-02-28"},
        {"1900-02", "1900-02-01", "1900-02-28"},
        {"2000-02", "2000-02-01", "2000-02-29"},
        {"0000", "0000-01-01", "0000-12-31"},
        {"0000-02", "0000-02-01", "0000-02-29"},
        {"1985-04-12T23:20:30", "1985-04-12", "1985-04-12"},
        {"1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"},
        {"1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12"},
        {"1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"},
        {"1964/2008", "1964-01-01", "2008-12-31"},
        {"2004-06/2006-08", "2004-06-01", "2006-08-31"},
        {"2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"},
        {"2004-02-01/2005-02", "2004-02-01", "2005-02-28"},
        {"2004-02-01/2005", "2004-02-01", "2005-12-31"},
        {"2005/2006-02", "2005-01-01", "2006-02-28"},
        {"2024-04/2024-07", "2024-04-01", "2024-07-31"},
        {"2004/2004-06", "2004-01-01", "2004-06-30"},
        {"2004-06/2004", "2004-06-01", "2004-12-31"},
        /* level 1 */
        {"2024?", "2024-01-01", "2024-12-31"},
        {"2024-04~", "2024-04-01", "2024-04-30"},
        {"2004-06-11%", "2004-06-11", "2004-06-11"},
        {"201X", "2010-01-01", "2019-12-31"},
        {"20XX", "2000-01-01", "2099-12-31"},
        {"2024-XX", "2024-01-01", "2024-12-31"},
        {"1985-04-XX", "1985-04-01", "1985-04-30"},
        {"1985-XX-XX", "1985-01-01", "1985-12-31"},
        {"1985-04-12/..", "1985-04-12", ".."},
        {"1985-04/..", "1985-04-01", ".."},
        {"../2024", "..", "2024-12-31"},
        {"1985/", "1985-01-01", ""},
        {"/1985", "", "1985-12-31"},
        {"2024-21", "2024-03-01", "2024-05-31"},
        {"2024-22", "2024-06-01", "2024-08-31"},
        {"2024-23", "2024-09-01", "2024-11-30"},
        {"2024-24", "2024-12-01", "2025-02-28"},
        {"2023-24", "2023-12-01", "2024-02-29"},
        {"Y170000002", "Y170000002-01-01", "Y170000002-12-31"},
        {"Y-170000002", "Y-170000002-01-01", "Y-170000002-12-31"},
        {"Y9999999999999", "Y9999999999999-01-01", "Y9999999999999-12-31"},
        {"-1985", "-1985-01-01", "-1985-12-31"},
        {"-0004-02", "-0004-02-01", "-0004-02-29"},
        {"1984?/2004%", "1984-01-01", "2004-12-31"},
        {"1984~/..", "1984-01-01", ".."},
        {"1984~/2004-06", "1984-01-01", "2004-06-30"},
        /* level 2 */
        {"[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"},
        {"[..1760-12-03]", "..", "1760-12-03"},
        {"[1760-12..]", "1760-12-01", ".."},
        {"[1760-01,1760-02,1760-12..]", "1760-01-01", ".."},
        {"[1667,1760-12]", "1667-01-01", "1760-12-31"},
        {"[1760-12,1667]", "1667-01-01", "1760-12-31"},
        {"[..1700,1600..]", "..", ".."},
        {"{1667,1668,1670..1672}", "1667-01-01", "1672-12-31"},
        {"{1960,1961-12}", "1960-01-01", "1961-12-31"},
        {"{..1984}", "..", "1984-12-31"},
        {"2004-06~-11", "2004-06-11", "2004-06-11"},
        {"2004?-06-11", "2004-06-11", "2004-06-11"},
        {"?2004-06-~11", "2004-06-11", "2004-06-11"},
        {"2004-%06-11", "2004-06-11", "2004-06-11"},
        {"156X-12-25", "1560-12-25", "1569-12-25"},
        {"15XX-12-25", "1500-12-25", "1599-12-25"},
        {"XXXX-12-XX", "0000-12-01", "9999-12-31"},
        {"1XXX-XX", "1000-01-01", "1999-12-31"},
        {"1XXX-12", "1000-12-01", "1999-12-31"},
        {"1984-1X", "1984-10-01", "1984-12-31"},
        {"2016-1X", "2016-10-01", "2016-12-31"},
        {"2016-X2", "2016-02-01", "2016-12-31"},
        {"2016-X0", "2016-10-01", "2016-10-31"},
        {"2016-XX-31", "2016-01-31", "2016-12-31"},
        {"2015-0X-29", "2015-01-29", "2015-09-29"},
        {"2015-04-3X", "2015-04-30", "2015-04-30"},
        {"2015-02-XX", "2015-02-01", "2015-02-28"},
        {"19XX-02-29", "1904-02-29", "1996-02-29"},
        {"19XX-02-2X", "1900-02-20", "1999-02-28"},
        {"X900-02-29", NULL, NULL},
        {"XX00-02-29", "0000-02-29", "9600-02-29"},
        {"19X4", "1904-01-01", "1994-12-31"},
        {"-19XX", "-1999-01-01", "-1900-12-31"},
        {"-000X", "-0009-01-01", "-0001-12-31"},
        {"1950S2", "1900-01-01", "1999-12-31"},
        {"1950S4", "1950-01-01", "1950-12-31"},
        {"-1950S3", "-1959-01-01", "-1950-12-31"},
        {"Y-17E7", "Y-170000000-01-01", "Y-170000000-12-31"},
        {"Y17E7S2", "Y170000000-01-01", "Y179999999-12-31"},
        {"Y171010000S3", "Y171000000-01-01", "Y171999999-12-31"},
        {"Y3388E2S3", "Y338000-01-01", "Y338999-12-31"},
        {"Y1E12", "Y1000000000000-01-01", "Y1000000000000-12-31"},
        {"2001-25", "2001-03-01", "2001-05-31"},
        {"2001-26", "2001-06-01", "2001-08-31"},
        {"2001-27", "2001-09-01", "2001-11-30"},
        {"2001-28", "2001-12-01", "2002-02-28"},
        {"2001-29", "2001-09-01", "2001-11-30"},
        {"2001-30", "2001-12-01", "2002-02-28"},
        {"2001-31", "2001-03-01", "2001-05-31"},
        {"2001-32", "2001-06-01", "2001-08-31"},
        {"2001-33", "2001-01-01", "2001-03-31"},
        {"2001-34", "2001-04-01", "2001-06-30"},
        {"2001-35", "2001-07-01", "2001-09-30"},
        {"2001-36", "2001-10-01", "2001-12-31"},
        {"2001-37", "2001-01-01", "2001-04-30"},
        {"2001-38", "2001-05-01", "2001-08-31"},
        {"2001-39", "2001-09-01", "2001-12-31"},
        {"2001-40", "2001-01-01", "2001-06-30"},
        {"2001-41", "2001-07-01", "2001-12-31"},
        {"9999-24", "9999-12-01", "Y10000-02-29"},
        {"2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03"},
        {"2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20"},
        {"2004-21/2004-34", "2004-03-01", "2004-06-30"},
  /* clang-format on */
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date d;
        str reason;
        bool good = date_parse(str_of(rows[i].text), &a, &d, &reason);
        assert_int_equal(good, rows[i].earliest != NULL);
        if (!good)
            continue;
        assert_false(str_present(reason));
        str first = bound_text(d.first, d.earliest, &a), last = bound_text(d.last, d.latest, &a);
        if (!str_eq(first, str_of(rows[i].earliest)) || !str_eq(last, str_of(rows[i].latest)))
            fail_msg("%s is %.*s to %.*s", rows[i].text, STR_FMT(first), STR_FMT(last));
    }
    arena_release(&a);
}

/* And what the reason has to say. */
static void refuses_what_is_no_date(void **state)
{
    (void)state;
    static const struct {
        str text;
        const char *reason;
    } rows[] = {
  /* clang-format off */
        {STR_INIT("2016-02-30"), "no day 30 in February 2016"},
        {STR_INIT("2015-02-29"), "no day 29 in February"},
        {STR_INIT("2016-04-31"), "no day 31"},
        {STR_INIT("2016-04-00"), "no day 00"},
        {STR_INIT("2016-04-32"), "no day 32"},
        {STR_INIT("2016-00"), "no month 00"},
        {STR_INIT("2016-13"), "no month 13"},
        {STR_INIT("2016-20"), "no month 20"},
        {STR_INIT("2016-42"), "no month 42"},
        {STR_INIT("2016-21-01"), "has no days"},
        {STR_INIT("2016-02-3X"), "X"},
        {STR_INIT("2016-2X-XX"), "X"},
        {STR_INIT("2016-2X"), "X"},
        {STR_INIT("2016-4-8"), "write '2016-04-08'"},
        {STR_INIT(""), "empty"},
        {STR_INIT(" "), "white space"},
        {STR_INIT(" 2024"), "write '2024'"},
        {STR_INIT("2024-04 "), "write '2024-04'"},
        {STR_INIT("2024-04\n"), "write '2024-04'"},
        {STR_INIT("2024 / 2025"), "write '2024/2025'"},
        {STR_INIT("[1667, 1668]"), "write '[1667,1668]'"},
        {STR_INIT("2024\xC2\xA0"), "write '2024'"},
        {STR_INIT("/"), "at one end"},
        {STR_INIT("../.."), "at one end"},
        {STR_INIT("../"), "at one end"},
        {STR_INIT("/.."), "at one end"},
        {STR_INIT(".."), "at one end"},
        {STR_INIT("2005/2004"), "before it starts"},
        {STR_INIT("2004-07-04/2004-06-XX"), "before it starts"},
        {STR_INIT("2004/2005/2006"), "one '/'"},
        {STR_INIT("2004-01-01T10:10:10/2005"), "no times"},
        {STR_INIT("[2004-01-01T10:10:10]"), "no times"},
        {STR_INIT("[2004/2005]"), "goes on"},
        {STR_INIT("-0000"), "write '0000'"},
        {STR_INIT("-0000-01"), "write '0000-01'"},
        {STR_INIT("+2024"), "write '2024'"},
        {STR_INIT("２０２４"), "write '2024'"},
        {STR_INIT("٢٠٢٤-٠٤"), "write '2024-04'"},
        {STR_INIT("2024–04"), "write '2024-04'"},
        {STR_INIT("Y99999999999999"), "at most 13"},
        {STR_INIT("Y1E13"), "at most 13"},
        {STR_INIT("Y-17E99999999999999999999"), "at most 13"},
        {STR_INIT("Y1985"), "more than four"},
        {STR_INIT("Y00012345"), "without zeros"},
        {STR_INIT("Y170000002-01"), "stands alone"},
        {STR_INIT("1950S2-01"), "stands alone"},
        {STR_INIT("1950S0"), "from 1"},
        {STR_INIT("1950S"), "from 1"},
        {STR_INIT("1950S5"), "only 4 digits"},
        {STR_INIT("19XXS2"), "not both"},
        {STR_INIT("Y"), "digits of a year"},
        {STR_INIT("Y17E"), "power of ten"},
        {STR_INIT("12345"), "write 'Y12345'"},
        {STR_INIT("20"), "four digits"},
        {STR_INIT("198u"), "write '198X'"},
        {STR_INIT("19uu-uu"), "write '19XX-XX'"},
        {STR_INIT("uuuu-12-uu"), "write 'XXXX-12-XX'"},
        {STR_INIT("196x"), "write '196X'"},
        {STR_INIT("1984?~"), "write '1984%'"},
        {STR_INIT("2004-06~?/2005"), "write '2004-06%/2005'"},
        {STR_INIT("unknown/2006"), "write '/2006'"},
        {STR_INIT("2004-06-01/unknown"), "write '2004-06-01/'"},
        {STR_INIT("2004-01-01/open"), "write '2004-01-01/..'"},
        {STR_INIT("open/2004"), "write '../2004'"},
        {STR_INIT("unknown/198u"), "write '/198X'"},
        {STR_INIT("unknown"), "leave the whole key out"},
        {STR_INIT("open"), "leave the whole key out"},
        {STR_INIT("y170000002"), "write 'Y170000002'"},
        {STR_INIT("y-17e7"), "write 'Y-17E7'"},
        {STR_INIT("y17101e4p3"), "write 'Y17101E4S3'"},
        {STR_INIT("(2011)-06-04~"), "write '2011-06-04~'"},
        {STR_INIT("2011-(06-04)~"), "write '2011-~06-~04'"},
        {STR_INIT("2004-(06)?-11"), "write '2004-?06-11'"},
        {STR_INIT("1981-09..1981-10"), "write '1981-09/1981-10'"},
        {STR_INIT("1981.."), "write '1981/..'"},
        {STR_INIT("..1981"), "write '../1981'"},
        {STR_INIT("20240408"), "write '2024-04-08'"},
        {STR_INIT("2024/04/08"), "write '2024-04-08'"},
        {STR_INIT("2024/4/8"), "write '2024-04-08'"},
        {STR_INIT("2024-Q2"), "write '2024-34'"},
        {STR_INIT("1960s"), "write '196X'"},
        {STR_INIT("1900s"), "write '19XX'"},
        {STR_INIT("c. 2024"), "write '2024~'"},
        {STR_INIT("circa 2024-04"), "write '2024-04~'"},
        {STR_INIT("2024??"), "one of"},
        {STR_INIT("??2024"), ""},
        {STR_INIT("2024-04-08T24:00:00"), "23:59:59"},
        {STR_INIT("2024-04-08T12:60:00"), "23:59:59"},
        {STR_INIT("2024-04-08T12:00:60"), "23:59:59"},
        {STR_INIT("2024-04-08T12:00"), "hh:mm:ss"},
        {STR_INIT("2024-04-08T12:00:00+24"), "time zone"},
        {STR_INIT("2024-04-08T12:00:00+4"), "time zone"},
        {STR_INIT("2024-04-08T12:00:00+04:60"), "time zone"},
        {STR_INIT("2024-04-08T12:00:00z"), "goes on"},
        {STR_INIT("2024-04T12:00:00"), "whole date"},
        {STR_INIT("2024-04-XXT12:00:00"), "whole date"},
        {STR_INIT("2024-04-08~T12:00:00"), "has no ?, ~ or %"},
        {STR_INIT("[1667"), "closed"},
        {STR_INIT("[1667}"), "closed"},
        {STR_INIT("["), "closed"},
        {STR_INIT("[]"), "without a date"},
        {STR_INIT("{1667,}"), "without a date"},
        {STR_INIT("{1667,,1668}"), "without a date"},
        {STR_INIT("[..]"), "before it or after it"},
        {STR_INIT("[1667]?"), "goes on"},
        {STR_INIT("[1700..1600]"), "back in time"},
        {STR_INIT("[1667,..1668]"), "begins a set"},
        {STR_INIT("[1667..,1668]"), "begins a set"},
        {STR_INIT("[1667...1668]"), ""},
        {STR_INIT("[1667,"), "closed"},
        {STR_INIT("{1667,1668,"), "closed"},
        {STR_INIT("[1667....]"), "before it or after it"},
        {STR_INIT("[....1667]"), ""},
        {STR_INIT("2024-04-08-01"), "goes on"},
        {STR_INIT("2024-"), "month has two digits"},
        {STR_INIT("2024-04-"), "day has two digits"},
        {STR_INIT("April 2024"), "four digits"},
        {STR_INIT("2024\0"), "goes on"},
        {STR_INIT("\xFF\xFE"), "four digits"},
  /* clang-format on */
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date d;
        str reason;
        if (date_parse(rows[i].text, &a, &d, &reason))
            fail_msg("'%.*s' was read", STR_FMT(rows[i].text));
        if (str_find(reason, str_of(rows[i].reason), 0) == STR_NONE || reason.len == 0)
            fail_msg("'%.*s': %.*s", STR_FMT(rows[i].text), STR_FMT(reason));
        assert_int_equal(d.first, DATE_NONE);
        assert_int_equal(d.last, DATE_NONE);
        assert_true(str_eq(d.text, rows[i].text));
        assert_false(date_known(&d));
        assert_true(str_eq(date_human(&d, DATE_LONG, &a), rows[i].text));
    }
    arena_release(&a);
}

static void is_written_for_people(void **state)
{
    (void)state;
    static const struct {
        const char *text, *human, *shorter;
    } rows[] = {
  /* clang-format off */
        {"2024-04-08", "8 April 2024", "8 Apr 2024"},
        {"2024-04", "April 2024", "Apr 2024"},
        {"2024", "2024", "2024"},
        {"0050", "year 50", "year 50"},
        {"-0044-03-15", "15 March, year −44", "15 Mar, year −44"},
        {"Y170000002", "year 170,000,002", "year 170,000,002"},
        {"1985-04-12T23:20:30", "12 April 1985, 23:20:30", "12 Apr 1985"},
        {"1985-04-12T23:20:30Z", "12 April 1985, 23:20:30 UTC", "12 Apr 1985"},
        {"1985-04-12T23:20:30+04:30", "12 April 1985, 23:20:30 UTC+04:30", "12 Apr 1985"},
        {"2024-04~", "about April 2024", "c. Apr 2024"},
        {"2024?", "2024, uncertain", "2024?"},
        {"2024%", "about 2024, uncertain", "c. 2024?"},
        {"~2024-~04", "about April 2024", "c. Apr 2024"},
        {"2004-06~-11", "11 June 2004, year and month approximate", "c. 11 Jun 2004"},
        {"?2004-06-~11", "11 June 2004, year uncertain, day approximate", "c. 11 Jun 2004?"},
        {"2004-%06-11", "11 June 2004, month uncertain and approximate", "c. 11 Jun 2004?"},
        {"201X", "2010s", "2010s"},
        {"201X~", "about 2010s", "c. 2010s"},
        {"20XX", "between 2000 and 2099", "2000–2099"},
        {"20XX%", "between 2000 and 2099, approximate, uncertain", "c. 2000–2099?"},
        {"XXXX", "year not given", "year not given"},
        {"2024-XX", "2024, month not given", "2024"},
        {"2024-04-XX", "April 2024, day not given", "Apr 2024"},
        {"2024-XX-XX", "2024, month and day not given", "2024"},
        {"156X-12-25", "25 December, 1560s", "25 Dec, 1560s"},
        {"1984-1X", "between October and December 1984", "between Oct and Dec 1984"},
        {"1984-X2", "February or December 1984", "Feb or Dec 1984"},
        {"2024-04-1X", "between 10 and 19 April 2024", "between 10 and 19 Apr 2024"},
        {"2024-05-3X", "30 or 31 May 2024", "30 or 31 May 2024"},
        {"1950S2", "about 1950 (1900–1999)", "c. 1950"},
        {"1950S2~", "about 1950 (1900–1999)", "c. 1950"},
        {"2024-~21", "spring 2024, season approximate", "c. spring 2024"},
        {"2024-21", "spring 2024", "spring 2024"},
        {"2024-24", "winter 2024–2025", "winter 2024–2025"},
        {"2024-31", "autumn 2024 (southern hemisphere)", "autumn 2024 (S)"},
        {"2024-34", "second quarter of 2024", "Q2 2024"},
        {"2024-38", "second four months of 2024", "May–Aug 2024"},
        {"2024-41", "second half of 2024", "H2 2024"},
        {"2024-04/2024-07", "April–July 2024", "Apr–Jul 2024"},
        {"2023-04/2024-07", "April 2023 – July 2024", "Apr 2023 – Jul 2024"},
        {"2024-04-08/2024-04-10", "8–10 April 2024", "8–10 Apr 2024"},
        {"2024-04-30/2024-05-02", "30 April – 2 May 2024", "30 Apr – 2 May 2024"},
        {"2023-12-30/2024-01-02", "30 December 2023 – 2 January 2024", "30 Dec 2023 – 2 Jan 2024"},
        {"1984/2004", "1984–2004", "1984–2004"},
        {"1984/1984", "1984", "1984"},
        {"1984~/2004~", "about 1984–2004", "c. 1984–2004"},
        {"1984?/2004%", "1984 (uncertain) – about 2004 (uncertain)", "1984? – c. 2004?"},
        {"2004-02-01/2005", "1 February 2004 – 2005", "1 Feb 2004 – 2005"},
        {"2024/..", "from 2024", "from 2024"},
        {"../2024-07", "until July 2024", "until Jul 2024"},
        {"1985/", "from 1985, end unknown", "from 1985, end unknown"},
        {"/1985", "until 1985, start unknown", "until 1985, start unknown"},
        {"[1667,1668,1670..1672]", "1667, 1668 or 1670–1672", "1667, 1668 or 1670–1672"},
        {"{1960,1961-12}", "1960 and December 1961", "1960 and Dec 1961"},
        {"{1960?,1961-12}", "1960 (uncertain) and December 1961", "1960? and Dec 1961"},
        {"[1667]", "1667", "1667"},
        {"[1667?]", "1667, uncertain", "1667?"},
        {"[..1760-12-03]", "3 December 1760 or earlier", "3 Dec 1760 or earlier"},
        {"{1984..}", "1984 and later", "1984 and later"},
  /* clang-format on */
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date d;
        assert_true(date_parse(str_of(rows[i].text), &a, &d, NULL));
        str human = date_human(&d, DATE_LONG, &a), shorter = date_human(&d, DATE_SHORT, &a);
        if (!str_eq(human, str_of(rows[i].human)) || !str_eq(shorter, str_of(rows[i].shorter)))
            fail_msg("%s reads %.*s, %.*s", rows[i].text, STR_FMT(human), STR_FMT(shorter));
    }
    struct date none = {0};
    assert_int_equal(date_human(&none, DATE_LONG, &a).len, 0);
    arena_release(&a);
}

/* A day is written without being read again: as an interval is, of which both ends are that day. */
static void days_are_written_as_others(void **state)
{
    (void)state;
    struct arena a = {0};
    for (int64_t day = date_from_civil((struct civil){0, 1, 1});
         day <= date_from_civil((struct civil){9999, 12, 31}); day += 97) {
        struct date one, both;
        str text = date_day_text(day, &a), reason;
        assert_true(date_parse(text, &a, &one, &reason));
        assert_true(date_parse(arena_printf(&a, "%.*s/%.*s", STR_FMT(text), STR_FMT(text)), &a,
                               &both, &reason));
        for (int style = DATE_LONG; style <= DATE_SHORT; style++) {
            str human = date_human(&both, (enum date_style)style, &a);
            assert_true(str_eq(date_human(&one, (enum date_style)style, &a), human));
            assert_true(str_eq(date_day_human(day, (enum date_style)style, &a), human));
        }
        arena_release(&a);
    }
    str before = date_day_human(date_from_civil((struct civil){-44, 3, 15}), DATE_LONG, &a);
    assert_true(str_eq(before, STR("15 March, year \u221244")));
    arena_release(&a);
}

static void remembers_qualifiers_and_precision(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_precision precision;
        bool uncertain, approximate;
    } rows[] = {
        {"2024-04-08",          DATE_TO_DAY,     false, false},
        {"2024-04-08T10:00:00", DATE_TO_DAY,     false, false},
        {"2024-04",             DATE_TO_MONTH,   false, false},
        {"2024-04-XX",          DATE_TO_MONTH,   false, false},
        {"2024-04-1X",          DATE_TO_MONTH,   false, false},
        {"2024-21",             DATE_TO_SUBYEAR, false, false},
        {"2024-1X",             DATE_TO_SUBYEAR, false, false},
        {"2024?",               DATE_TO_YEAR,    true,  false},
        {"2024-XX",             DATE_TO_YEAR,    false, false},
        {"2024-XX-XX~",         DATE_TO_YEAR,    false, true },
        {"Y17E7",               DATE_TO_YEAR,    false, false},
        {"201X%",               DATE_TO_DECADE,  true,  true },
        {"1950S3",              DATE_TO_DECADE,  false, false},
        {"20XX",                DATE_TO_CENTURY, false, false},
        {"2XXX-12-25",          DATE_COARSER,    false, false},
        {"2004-%06-11",         DATE_TO_DAY,     true,  true },
        {"2024-04-08/2024-07",  DATE_TO_MONTH,   false, false},
        {"2024-04-08/..",       DATE_TO_DAY,     false, false},
        {"[2024-04-08,201X~]",  DATE_TO_DECADE,  false, true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date d;
        assert_true(date_parse(str_of(rows[i].text), NULL, &d, NULL));
        assert_int_equal(d.precision, rows[i].precision);
        assert_int_equal(d.uncertain, rows[i].uncertain);
        assert_int_equal(d.approximate, rows[i].approximate);
    }
}

static struct date parsed(const char *text)
{
    struct date d;
    date_parse(str_of(text), NULL, &d, NULL);
    return d;
}

static void comes_in_order(void **state)
{
    (void)state;
    static const char *const ordered[] = {
        "-1985",      "1985",       "2023-12-31/2024-02",
        "2024-01-01", "2024-01",    "2024-01-XX/2024-01-31",
        "2024",       "2024-XX-XX", "2024/",
        "2024/..",    "2024-02-29", "../2024-07",
        "2024-08",    "Y170000002",
    };
    size_t count = sizeof ordered / sizeof *ordered;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i; j < count; j++) {
            struct date a = parsed(ordered[i]), b = parsed(ordered[j]);
            if (date_compare(&a, &b) > 0 || date_compare(&b, &a) < 0)
                fail_msg("%s after %s", ordered[i], ordered[j]);
        }
    struct date known = parsed("Y170000002"), unknown = parsed("?"), absent = {0};
    assert_true(date_compare(&known, &unknown) < 0);
    assert_true(date_compare(&unknown, &known) > 0);
    assert_int_equal(date_compare(&unknown, &absent), 0);
    /* Finer first, on the same days. */
    struct date day = parsed("2024-21"), month = parsed("2024-03/2024-05");
    assert_true(date_compare(&month, &day) < 0);
    day = parsed("2024");
    month = parsed("2024-01/2024-12");
    assert_true(date_compare(&month, &day) < 0);
}

static void overlaps_where_both_reach(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool overlap;
    } rows[] = {
        {"2024",       "2024-04-08", true },
        {"2024-04",    "2024-05",    false},
        {"2024-04/..", "2025",       true },
        {"2024-04/",   "2025",       true },
        {"2024-04/..", "2023",       false},
        {"../2024",    "-1985",      true },
        {"/2024",      "2025",       false},
        {"../2024",    "2020/..",    true },
        {"bad",        "2024",       false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date a = parsed(rows[i].a), b = parsed(rows[i].b);
        assert_int_equal(date_overlaps(&a, &b), rows[i].overlap);
        assert_int_equal(date_overlaps(&b, &a), rows[i].overlap);
    }
}

static void counts_days(void **state)
{
    (void)state;
    assert_int_equal(date_from_civil((struct civil){1970, 1, 1}), 0);
    assert_int_equal(date_from_civil((struct civil){2024, 4, 8}), 19821);
    assert_int_equal(date_from_civil((struct civil){0, 3, 1}), -719468);
    static const int64_t starts[] = {-1000, 700000, -800000, 3652425000000000, -3652425000000000};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct civil before = date_to_civil(starts[i] - 1);
        for (int64_t day = starts[i]; day < starts[i] + 150000; day++) {
            struct civil c = date_to_civil(day);
            assert_true(date_from_civil(c) == day);
            bool next_day = c.day == before.day + 1 && c.month == before.month;
            bool next_month = c.day == 1 && (c.month == before.month + 1 ||
                                             (c.month == 1 && c.year == before.year + 1));
            assert_true(next_day || next_month);
            before = c;
        }
    }
}

static void knows_today(void **state)
{
    (void)state;
    time_t now = time(NULL);
    setenv("TZ", "XXX-14", 1);
    int64_t east = date_today();
    setenv("TZ", "XXX+12", 1);
    int64_t west = date_today();
    setenv("TZ", "UTC", 1);
    int64_t here = date_today();
    assert_true(east > west);
    assert_true(east >= here && west <= here);
    assert_true(here - (int64_t)(now / 86400) <= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_first_and_last_day),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(is_written_for_people),
        cmocka_unit_test(days_are_written_as_others),
        cmocka_unit_test(remembers_qualifiers_and_precision),
        cmocka_unit_test(comes_in_order),
        cmocka_unit_test(overlaps_where_both_reach),
        cmocka_unit_test(counts_days),
        cmocka_unit_test(knows_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
