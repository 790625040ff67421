#include "tests/support/cmocka.h"
#include "tests/support/reading.h"
#include "ui/panes/panes.h"
#include "ui/panes/reader.h"
#include "ui/panes/reader_style.h"

#include <stdio.h>
#include <string.h>

static const char *const article =
    "# A summit\n"
    "\n"
    "Japan and the United States met. The talks of Japan went well, as the prime minister of\n"
    "Japan said in a long sentence that goes on for more than one line of the screen.\n"
    "\n"
    "## The lists\n"
    "\n"
    "- one point, with a [link](https://example.org/x)\n"
    "- another, see [the outcome](outcome.md#what-came) and [below](#the-end)\n"
    "\n"
    "> A quotation *with emphasis* and **strong words** about Japan.\n"
    "\n"
    "| name | a rather long head of a column | another long head of a column |\n"
    "|---|---|---|\n"
    "| Japan | a | b |\n"
    "\n"
    "```\n"
    "code that is much longer than any screen is wide, because nobody breaks it for us, ever, at "
    "all\n"
    "\tx\n"
    "```\n"
    "\n"
    "## The end\n"
    "\n"
    "See [the pact](agreement:aukus) and [[united-states|Washington]]. Japan ended it.\n";

enum { JAPAN, STATES, MINISTER };

static int setup_with(void **state, const char *markdown)
{
    struct reading *r = test_calloc(1, sizeof *r);
    reading_make(r, markdown);
    *state = r;
    return 0;
}

static int setup_empty(void **state)
{
    return setup_with(state, "");
}

static int setup(void **state)
{
    setup_with(state, article);
    struct reading *r = *state;
    reading_entity(r, "japan", ENTITY_COUNTRY, "Japan");
    reading_entity(r, "united-states", ENTITY_COUNTRY, "United States");
    reading_entity(r, "minister", ENTITY_PERSON, "Fumio Kishida");
    for (int i = 1; i <= 6; i++)
        reading_mention(r, JAPAN, "Japan", i);
    reading_mention(r, STATES, "United States", 1);
    reading_mention(r, STATES, "Washington", 1);
    reading_mention(r, MINISTER, "the prime minister of Japan", 1);
    struct session_entry *e = reading_agreement(r, "aukus", "AUKUS", STATUS_ANNOUNCED);
    reading_milestone(r, e, "2021", STATUS_ANNOUNCED, "2021/aukus", NULL);
    return 0;
}

static int teardown(void **state)
{
    reading_release(*state);
    test_free(*state);
    return 0;
}

static void check_row(struct reading *r, int row, const char *text)
{
    assert_string_equal(reading_row(r, row), text);
}

static const struct selection *sel(const struct reading *r)
{
    return &r->session.selection;
}

/* -- Setting ------------------------------------------------------------------------------------
 */

static void sets_the_text_in_a_column(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 24, 60);
    check_row(r, 0, "");
    check_row(r, 1, "     ▌ A summit                                            ▎");
    check_row(r, 2, "       ─────────────────────────────────────────────────── ▎");
    check_row(r, 3, " CCC   Japan and the United States met. The talks of Japan ▎");
    check_row(r, 4, "  PC   went well, as the prime minister of Japan said in a ▎");
    check_row(r, 5, "       long sentence that goes on for more than one line   ▎");
    check_row(r, 6, "       of the screen.                                      ▎");
    check_row(r, 8, "       The lists                                           ▎");
    check_row(r, 10, "       • one point, with a link                            ▎");
    check_row(r, 14, "   C   │ Japan.                                            ▎");
}

static void keeps_the_measure(void **state)
{
    struct reading *r = *state;
    for (int columns = 40; columns <= 200; columns += 20) {
        if (columns == 40)
            reading_open(r, &pane_reader, 30, columns);
        else
            reading_resize(r, 30, columns);
        const struct reader *reader = r->pane.state;
        assert_true(reader->measure <= 76);
        assert_true(reader->left + reader->measure < columns);
        if (columns >= 100) {
            assert_int_equal(reader->measure, 76);
            int right = columns - 1 - reader->left - reader->measure;
            assert_true(right - reader->left <= 1 && reader->left - right <= 1);
        }
    }
}

static void has_an_ascii_form(void **state)
{
    struct reading *r = *state;
    r->session.ascii = true;
    reading_open(r, &pane_reader, 24, 60);
    for (int row = 0; row < 24; row++)
        for (const char *c = reading_row(r, row); *c; c++)
            if ((unsigned char)*c > 0x7E)
                fail_msg("row %d: %s", row, reading_row(r, row));
    check_row(r, 1, "     > A summit                                            |");
    assert_true(reading_shows(r, "* one point"));
    for (const char *c = reading_status(r); *c; c++)
        assert_true((unsigned char)*c < 0x7F);
}

static void says_that_there_is_no_text(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 10, 60);
    assert_true(reading_shows(r, "This article has no text."));
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
        if (pane_reader.can(&r->pane, (enum action)i))
            reading_act(r, (enum action)i, 3);
    reading_draw(r);
}

/* -- Moving -------------------------------------------------------------------------------------
 */

static void moves_by_lines_with_text(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 24, 60);
    reading_act(r, ACTION_LINE_DOWN, 0);
    assert_int_equal(sel(r)->offset, reading_find(r, "Japan and", 1).start);
    assert_int_equal(r->told, 1);
    reading_act(r, ACTION_LINE_DOWN, 3);
    assert_int_equal(sel(r)->offset, reading_find(r, "of the screen", 1).start);
    struct cursor c = pane_reader.cursor(&r->pane);
    assert_true(c.visible);
    assert_int_equal(c.row, 6);
    assert_int_equal(c.column, 7);
    reading_act(r, ACTION_LINE_UP, 100);
    assert_int_equal(sel(r)->offset, 0);
    reading_act(r, ACTION_BOTTOM, 0);
    assert_int_equal(sel(r)->offset, reading_find(r, "See the pact", 1).start);
    assert_true(strstr(reading_status(r), "100"));
    reading_act(r, ACTION_TOP, 0);
    assert_int_equal(sel(r)->offset, 0);
    check_row(r, 1, "     ▌ A summit                                            ▎");
}

/* After any walk the cursor is on the screen, on a line with text, and drawn where it is. */
static void keeps_the_cursor_on_the_screen(void **state)
{
    static const enum action moves[] = {
        ACTION_LINE_DOWN,
        ACTION_LINE_UP,
        ACTION_PAGE_DOWN,
        ACTION_PAGE_UP,
        ACTION_HALF_DOWN,
        ACTION_HALF_UP,
        ACTION_TOP,
        ACTION_BOTTOM,
        ACTION_NEXT_MENTION,
        ACTION_PREVIOUS_MENTION,
        ACTION_NEXT_OF_ENTITY,
        ACTION_LINE_DOWN,
        ACTION_PAGE_DOWN,
        ACTION_SIDE_RIGHT,
        ACTION_SIDE_LEFT,
        ACTION_CYCLE_MENTION,
    };
    struct reading *r = *state;
    unsigned seed = 7;
    reading_open(r, &pane_reader, 12, 40);
    for (int i = 0; i < 600; i++) {
        seed = seed * 1103515245 + 12345;
        enum action move = moves[(seed >> 16) % (sizeof moves / sizeof *moves)];
        if (i % 23 == 0)
            reading_resize(r, 3 + (int)(seed >> 20) % 30, 20 + (int)(seed >> 12) % 100);
        if (pane_reader.can(&r->pane, move))
            reading_act(r, move, (int)(seed >> 25) % 4);
        const struct reader *reader = r->pane.state;
        struct cursor c = pane_reader.cursor(&r->pane);
        if (!reader_line_has_text(reader, reader->line) || reader->line < reader->top ||
            c.row >= r->rows || c.column >= r->columns || c.row < reader->head)
            fail_msg("step %d, %dx%d: line %zu, top %zu, cursor %d,%d", i, r->columns, r->rows,
                     reader->line, reader->top, c.row, c.column);
        if (i % 10 == 0)
            reading_draw(r);
    }
}

static void reads_every_line_by_pages(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 8, 50);
    const struct reader *reader = r->pane.state;
    bool seen[200] = {false};
    for (int i = 0; i < 40; i++) {
        for (size_t line = reader->top; line < reader->top + reader_lines_shown(reader); line++)
            seen[line] = true;
        reading_act(r, ACTION_PAGE_DOWN, 0);
    }
    for (size_t line = 0; line < reader->layout.line_count; line++)
        if (!seen[line] && reader_line_has_text(reader, line))
            fail_msg("line %zu was never shown", line);
    assert_int_equal(reader->top + reader_lines_shown(reader) >= reader->layout.line_count, true);
}

static void keeps_the_place_at_other_sizes(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 10, 60);
    const struct reader *reader = r->pane.state;
    for (int steps = 0; steps < 20; steps++) {
        size_t offset = sel(r)->offset, top = reader->top;
        for (int columns = 20; columns < 130; columns += 7) {
            reading_resize(r, 5 + columns % 11, columns);
            assert_int_equal(sel(r)->offset, offset);
            struct span here = reader->layout.lines[reader->line].span;
            assert_true(offset >= here.start && offset < here.end);
        }
        reading_resize(r, 10, 60);
        assert_int_equal(reader->top, top);
        reading_act(r, ACTION_LINE_DOWN, 0);
    }
}

static void comes_back_exactly(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 9, 60);
    const struct reader *reader = r->pane.state;
    for (int i = 0; i < 25; i++) {
        if (i % 3 == 2)
            reading_act(r, ACTION_NEXT_MENTION, 0);
        else
            reading_act(r, ACTION_LINE_DOWN, 0);
        struct place place = {0};
        struct selection before = *sel(r);
        size_t top = reader->top, line = reader->line;
        char shown[9][300];
        for (int row = 0; row < 9; row++)
            snprintf(shown[row], sizeof shown[row], "%s", reading_row(r, row));
        pane_reader.save(&r->pane, &place);
        reading_act(r, i % 2 ? ACTION_TOP : ACTION_BOTTOM, 0);
        r->session.selection = before;
        r->session.selection.mention = SELECTED_NONE; /* as the app does it */
        pane_reader.restore(&r->pane, &place);
        assert_int_equal(reader->top, top);
        assert_int_equal(reader->line, line);
        assert_int_equal(sel(r)->mention, before.mention);
        for (int row = 0; row < 9; row++)
            check_row(r, row, shown[row]);
    }
}

/* -- Mentions -----------------------------------------------------------------------------------
 */

static void steps_through_every_mention(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 12, 50);
    size_t n = r->briefing.mention_count;
    for (size_t i = 0; i < n; i++) {
        reading_act(r, ACTION_NEXT_MENTION, 0);
        assert_int_equal(sel(r)->mention, i);
        assert_int_equal(sel(r)->offset, r->briefing.mentions[i].span.start);
        assert_true(mention_is_of(&r->briefing.mentions[i], (size_t)sel(r)->entity));
    }
    assert_int_equal(r->said.len, 0);
    reading_act(r, ACTION_NEXT_MENTION, 0);
    assert_int_equal(sel(r)->mention, 0);
    assert_string_equal(reading_text(&r->said), "past the last mention: on from the first");
    for (size_t i = n; i-- > 0;) {
        reading_act(r, ACTION_PREVIOUS_MENTION, 0);
        assert_int_equal(sel(r)->mention, i);
    }
    reading_act(r, ACTION_NEXT_MENTION, (int)n + 2);
    assert_int_equal(sel(r)->mention, 2);
}

static void steps_through_those_of_one_entity(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 12, 50);
    for (long entity = 0; entity < 3; entity++) {
        r->session.selection.entity = entity;
        reading_act(r, ACTION_TOP, 0);
        size_t n = briefing_mention_count(&r->briefing, (size_t)entity);
        long first = -1;
        for (size_t i = 0; i < n; i++) {
            reading_act(r, ACTION_NEXT_OF_ENTITY, 0);
            assert_int_equal(sel(r)->entity, entity);
            char number[64];
            snprintf(number, sizeof number, "%zu/%zu", i + 1, n);
            if (!strstr(reading_status(r), number))
                fail_msg("no %s in %s", number, reading_status(r));
            first = i == 0 ? sel(r)->mention : first;
        }
        reading_act(r, ACTION_NEXT_OF_ENTITY, 0);
        assert_int_equal(sel(r)->mention, first);
        reading_act(r, ACTION_PREVIOUS_OF_ENTITY, (int)n);
        assert_int_equal(sel(r)->mention, first);
    }
}

static void starts_from_the_line(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 24, 60);
    reading_act(r, ACTION_LINE_DOWN, 1);
    reading_act(r, ACTION_NEXT_MENTION, 0); /* the line begins with one */
    assert_int_equal(sel(r)->offset, reading_find(r, "Japan", 1).start);
    reading_act(r, ACTION_LINE_DOWN, 0); /* to the next line, wide again */
    assert_int_equal(sel(r)->mention, SELECTED_NONE);
    assert_int_equal(sel(r)->entity, JAPAN);
    reading_act(r, ACTION_PREVIOUS_MENTION, 0);
    assert_int_equal(sel(r)->offset, reading_find(r, "Japan", 2).start);
}

static void shows_mentions_in_mentions(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 24, 60);
    int row = reading_row_of(r, "prime minister of Japan");
    int column = 7 + (int)strlen("went well, as ");
    int inner = column + (int)strlen("the prime minister of ");
    assert_int_equal(reading_style(r, row, column).role, style_of_entity(ENTITY_PERSON).role);
    assert_int_equal(reading_style(r, row, inner).role, style_of_entity(ENTITY_COUNTRY).role);
    assert_true(reading_style(r, row, inner).flags & STYLE_ITALIC);
    assert_false(reading_style(r, row, column).flags & STYLE_ITALIC);
    r->session.selection.entity = MINISTER;
    reading_act(r, ACTION_NEXT_OF_ENTITY, 0);
    assert_int_equal(reading_style(r, row, inner).role, style_of_entity(ENTITY_PERSON).role);
    assert_true(reading_style(r, row, inner).flags & STYLE_REVERSE); /* lit whole */
    assert_false(reading_style(r, row, column - 1).flags & STYLE_REVERSE);
    assert_false(pane_reader.can(&r->pane, ACTION_CYCLE_MENTION)); /* nothing lies on its start */
    reading_act(r, ACTION_NEXT_MENTION, 0);
    assert_int_equal(sel(r)->entity, JAPAN);
    assert_true(pane_reader.can(&r->pane, ACTION_CYCLE_MENTION));
    reading_act(r, ACTION_CYCLE_MENTION, 0);
    assert_int_equal(sel(r)->entity, MINISTER);
    reading_act(r, ACTION_CYCLE_MENTION, 0);
    assert_int_equal(sel(r)->entity, JAPAN);
}

static void shows_crossing_mentions(void **state)
{
    struct reading *r = *state;
    r->briefing.mention_count = 0;
    reading_mention(r, MINISTER, "Japan and the United", 1);
    reading_mention(r, STATES, "United States met", 1);
    reading_open(r, &pane_reader, 24, 60);
    int person = style_of_entity(ENTITY_PERSON).role,
        country = style_of_entity(ENTITY_COUNTRY).role;
    int united = 7 + (int)strlen("Japan and the ");
    assert_int_equal(reading_style(r, 3, 7).role, person);
    assert_int_equal(reading_style(r, 3, united).role, person); /* the one that starts first */
    assert_int_equal(reading_style(r, 3, united + 7).role, country);
    assert_int_equal(reading_style(r, 3, united + 17).role, STYLE_TEXT);
}

static void tells_ambiguous_ones(void **state)
{
    struct reading *r = *state;
    reading_candidate(r, 0, STATES);
    reading_open(r, &pane_reader, 24, 60);
    check_row(r, 3, " ?CC   Japan and the United States met. The talks of Japan ▎");
    reading_act(r, ACTION_NEXT_MENTION, 0);
    assert_true(strstr(reading_status(r), "? Japan or United States"));
}

static void emphasises_the_selected_entity(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 24, 60);
    unsigned plain = reading_style(r, 3, 7).flags;
    assert_true(plain & STYLE_UNDERLINE);
    r->session.selection.entity = JAPAN;
    pane_reader.selection(&r->pane);
    unsigned selected = reading_style(r, 3, 7).flags;
    reading_act(r, ACTION_NEXT_MENTION, 0);
    unsigned current = reading_style(r, 3, 7).flags;
    assert_true(plain != selected && selected != current);
}

/* -- Links and opening ---------------------------------------------------------------------------
 */

static void follows_links(void **state)
{
    struct reading *r = *state;
    r->briefing.source.url = STR("https://example.org/source");
    reading_open(r, &pane_reader, 30, 60);
    reading_act(r, ACTION_OPEN_LINK, 0); /* no link on this line: the source */
    assert_string_equal(reading_text(&r->browsed), "https://example.org/source");
    reading_act(r, ACTION_LINE_DOWN, 6);
    assert_true(strstr(reading_status(r), "https://example.org/x"));
    assert_true(pane_reader.can(&r->pane, ACTION_OPEN));
    reading_act(r, ACTION_OPEN, 0);
    assert_string_equal(reading_text(&r->browsed), "https://example.org/x");
    reading_act(r, ACTION_LINE_DOWN, 0);
    assert_true(strstr(reading_status(r), "outcome.md#what-came"));
    reading_act(r, ACTION_CYCLE_MENTION, 0); /* the second link of the line */
    assert_true(strstr(reading_status(r), "#the-end"));
    reading_act(r, ACTION_OPEN, 0);
    assert_int_equal(r->gone, 1);
    assert_int_equal(sel(r)->offset, reading_find(r, "The end", 1).start);
    reading_act(r, ACTION_LINE_DOWN, 0);
    reading_act(r, ACTION_OPEN, 0);
    assert_int_equal(sel(r)->agreement, 0);
    assert_int_equal(r->acted, ACTION_FOCUS_AGREEMENTS);
}

static void opens_a_mention_in_the_list(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 30, 60);
    assert_false(pane_reader.can(&r->pane, ACTION_OPEN));
    reading_act(r, ACTION_NEXT_MENTION, 0);
    reading_act(r, ACTION_OPEN, 0);
    assert_int_equal(r->acted, ACTION_FOCUS_ENTITIES);
}

static void lights_a_passage_until_one_moves_on(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 9, 60);
    struct span passage = reading_find(r, "Japan ended it.", 1);
    r->session.selection.passage = passage;
    r->session.selection.offset = passage.start;
    pane_reader.selection(&r->pane);
    int row = reading_row_of(r, "Japan ended it.");
    assert_true(row >= 0);
    int column = 7 + (int)strlen("See the pact and Washington. ");
    assert_true(reading_style(r, row, column).flags & STYLE_FAINT);
    assert_true(reading_style(r, row, column + 14).flags & STYLE_FAINT);
    assert_false(reading_style(r, row, column - 2).flags & STYLE_FAINT);
    reading_act(r, ACTION_COPY, 0);
    assert_string_equal(reading_text(&r->copied), "Japan ended it.");
    assert_true(pane_reader.can(&r->pane, ACTION_CANCEL));
    reading_act(r, ACTION_LINE_UP, 0);
    assert_int_equal(sel(r)->passage.end, 0);
    reading_act(r, ACTION_LINE_DOWN, 0);
    assert_false(reading_style(r, row, column).flags & STYLE_FAINT);
}

static void puts_a_passage_into_the_upper_third(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 9, 60);
    struct span passage = reading_find(r, "code that", 1);
    r->session.selection.passage = passage;
    r->session.selection.offset = passage.start;
    pane_reader.selection(&r->pane);
    int row = reading_row_of(r, "code that");
    assert_true(row >= 2 && row <= 4);
}

static void copies_sentences(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 9, 60);
    reading_act(r, ACTION_LINE_DOWN, 0);
    reading_act(r, ACTION_COPY, 0);
    assert_string_equal(reading_text(&r->copied), "Japan and the United States met.");
    reading_act(r, ACTION_NEXT_MENTION, 3);
    reading_act(r, ACTION_CITE, 0);
    assert_string_equal(reading_text(&r->copied),
                        "“The talks of Japan went well, as the prime minister of Japan said in a "
                        "long sentence that goes on for more than one line of the screen.” — "
                        "A title, 2024/here");
}

/* -- Search -------------------------------------------------------------------------------------
 */

static void searches_as_one_types(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 9, 60);
    reading_act(r, ACTION_SEARCH, 0);
    assert_string_equal(reading_text(&r->prompt), "/");
    reading_type(r, INPUT_CHANGED, "j");
    reading_type(r, INPUT_CHANGED, "japan");
    assert_true(strstr(reading_status(r), "1 of 6"));
    assert_int_equal(sel(r)->offset, reading_find(r, "Japan", 1).start);
    reading_type(r, INPUT_CHANGED, "japan e");
    assert_true(strstr(reading_status(r), "1 of 1"));
    assert_int_equal(sel(r)->offset, reading_find(r, "Japan ended", 1).start);
    reading_type(r, INPUT_CHANGED, "japan (");
    assert_false(strstr(reading_status(r), "of"));
    assert_int_equal(sel(r)->offset, 0); /* nowhere yet: back where it began */
    reading_type(r, INPUT_CHANGED, "nothing like it");
    assert_true(strstr(reading_status(r), "not found"));
    reading_type(r, INPUT_CANCELLED, "");
    assert_int_equal(sel(r)->offset, 0);
    assert_int_equal(((struct reader *)r->pane.state)->top, 0);
    assert_false(pane_reader.can(&r->pane, ACTION_NEXT_HIT));
}

/* Text is drawn in pieces of one style. */
static void styles_go_as_far_as_they_say(void **state)
{
    struct reading *r = *state;
    struct arena a = {0};
    reading_open(r, &pane_reader, 24, 60);
    reading_act(r, ACTION_NEXT_MENTION, 0);
    reading_act(r, ACTION_SEARCH, 0);
    reading_type(r, INPUT_CHANGED, "o");
    reading_type(r, INPUT_ACCEPTED, "o");
    r->session.selection.passage = reading_find(r, "United States met", 1);
    struct overlay o = {.session = &r->session, .reader = r->pane.state};
    overlay_gather(&o, &a, o.reader->layout.line_count);
    size_t len = r->briefing.document.text.len, pieces = 0, others = 0;
    for (size_t at = 0, end; at < len; at = end, pieces++) {
        struct style style = reader_style_at(&o, at, STYLE(TEXT), &end);
        assert_true(end > at && end <= len);
        others += style.role != STYLE_TEXT;
        for (size_t i = at; i < end; i++) {
            size_t same;
            struct style here = reader_style_at(&o, i, STYLE(TEXT), &same);
            assert_int_equal(here.role, style.role);
            assert_int_equal(here.flags, style.flags);
            assert_int_equal(same, end);
        }
    }
    assert_true(others > 20 && pieces < len / 2);
    arena_release(&a);
}

static void steps_through_hits(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 9, 60);
    reading_act(r, ACTION_LINE_DOWN, 2);
    reading_act(r, ACTION_SEARCH, 0);
    reading_type(r, INPUT_CHANGED, "Japan");
    reading_type(r, INPUT_ACCEPTED, "Japan");
    assert_true(strstr(reading_status(r), "3 of 6")); /* from where the cursor was */
    for (int i = 4; i <= 6; i++) {
        char number[32];
        reading_act(r, ACTION_NEXT_HIT, 0);
        snprintf(number, sizeof number, "%d of 6", i);
        assert_true(strstr(reading_status(r), number));
    }
    reading_act(r, ACTION_NEXT_HIT, 0);
    assert_true(strstr(reading_status(r), "1 of 6"));
    assert_string_equal(reading_text(&r->said), "search hit the bottom: on from the top");
    reading_act(r, ACTION_PREVIOUS_HIT, 0);
    assert_true(strstr(reading_status(r), "6 of 6"));
    assert_string_equal(reading_text(&r->said), "search hit the top: on from the bottom");
    reading_act(r, ACTION_PREVIOUS_HIT, 2);
    assert_true(strstr(reading_status(r), "4 of 6"));
    assert_true(reading_act(r, ACTION_CANCEL, 0)); /* dark, but n knows it */
    assert_false(strstr(reading_status(r), "of 6"));
    reading_act(r, ACTION_NEXT_HIT, 0);
    assert_true(strstr(reading_status(r), "of 6"));
    reading_act(r, ACTION_SEARCH, 0);
    reading_type(r, INPUT_CHANGED, "zzz");
    reading_type(r, INPUT_ACCEPTED, "zzz");
    assert_string_equal(reading_text(&r->said), "not found: zzz");
}

static void lights_hits_across_lines_and_marks_them(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 24, 60);
    reading_act(r, ACTION_SEARCH, 0);
    reading_type(r, INPUT_CHANGED, "japan went well");
    check_row(r, 3, " CCC ▌ Japan and the United States met. The talks of Japan ◀");
    int talks = 7 + (int)strlen("Japan and the United States met. The talks of ");
    assert_int_equal(reading_style(r, 3, talks).role, STYLE_HIT);
    assert_int_equal(reading_style(r, 4, 7).role, STYLE_HIT);
    assert_int_equal(reading_style(r, 4, 16).role, STYLE_TEXT);
    reading_type(r, INPUT_CHANGED, "quotation with emphasis and strong");
    assert_true(strstr(reading_status(r), "1 of 1"));
    int row = reading_row_of(r, "quotation with emphasis");
    assert_int_equal(reading_style(r, row, 7 + 4 + 10).role, STYLE_HIT);
    bool marked = false;
    for (int i = 0; i < 24; i++)
        marked = marked || strstr(reading_row(r, i), "◀");
    assert_true(marked);
}

/* -- Sideways ------------------------------------------------------------------------------------
 */

static void scrolls_wide_lines_sideways(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 40, 60);
    int row = reading_row_of(r, "code that is");
    assert_true(strstr(reading_row(r, row), "›"));
    assert_false(pane_reader.can(&r->pane, ACTION_SIDE_LEFT));
    assert_true(pane_reader.can(&r->pane, ACTION_SIDE_RIGHT));
    while (pane_reader.can(&r->pane, ACTION_SIDE_RIGHT))
        reading_act(r, ACTION_SIDE_RIGHT, 0);
    assert_true(strstr(reading_row(r, row), "ever, at all"));
    assert_true(strstr(reading_row(r, row), "‹"));
    assert_false(strstr(reading_row(r, row), "›"));
    assert_true(reading_shows(r, "Japan and the United States met.")); /* prose stays */
    while (pane_reader.can(&r->pane, ACTION_SIDE_LEFT))
        reading_act(r, ACTION_SIDE_LEFT, 0);
    assert_true(strstr(reading_row(r, row), "code that is"));
}

/* -- Everything at every size --------------------------------------------------------------------
 */

static void stays_inside_at_every_size(void **state)
{
    struct reading *r = *state;
    reading_open(r, &pane_reader, 5, 30);
    reading_act(r, ACTION_SEARCH, 0);
    reading_type(r, INPUT_CHANGED, "a");
    for (int rows = 1; rows < 40; rows += 3)
        for (int columns = 1; columns < 130; columns += 9) {
            r->session.ascii = columns % 2 == 0;
            reading_resize(r, rows, columns);
            reading_act(r, ACTION_SIDE_RIGHT, rows % 3);
            reading_act(r, ACTION_NEXT_HIT, 0);
            reading_draw(r);
        }
}

static int setup_odd(void **state)
{
    return setup_with(
        state,
        "# 日本とアメリカ\n\n日本国とアメリカ合衆国は、岸田文雄総理大臣の訪米に際し、"
        "共同声明を発表した。それは長い文である。\n\nJoined 👩‍👩‍👧 "
        "and "
        "é́́ "
        "and 🇯🇵 and \x1b[31m and \u202Ebidi.\n\n```\n\tx\ty\n日本\t語\n```\n");
}

/* Clicking on any cell and asking where the cursor is gives that cell, or the one its cluster
 * begins in. */
static void finds_the_text_under_a_cell(void **state)
{
    struct reading *r = *state;
    reading_entity(r, "japan", ENTITY_COUNTRY, "日本");
    reading_mention(r, 0, "日本国", 1);
    reading_open(r, &pane_reader, 20, 30);
    for (int row = 0; row < 20; row++)
        for (int column = 2; column < 26; column++) {
            size_t offset;
            if (!reader_offset_at(&r->pane, row, column, &offset))
                continue;
            const struct reader *reader = r->pane.state;
            size_t line = reader->top + (size_t)(row > reader->head ? row - reader->head : 0);
            if (!reader_line_has_text(reader, line))
                continue;
            int at = reader->left +
                     layout_column_of(&r->briefing.document, &reader->layout, line, offset);
            const struct cell *cell;
            reading_draw(r);
            cell = canvas_cell(&r->canvas, row + 1, at + 1);
            bool first = offset == reader->layout.lines[line].span.start;
            if ((at > column && !first) || !cell || cell_width(cell) == 0)
                fail_msg("row %d column %d: offset %zu stands at %d", row, column, offset, at);
        }
    pane_reader.click(&r->pane, reading_row_of(r, "日本国"), 2, false);
    assert_int_equal(sel(r)->mention, 0);
}

static int setup_long(void **state)
{
    static char text[400000];
    size_t len = 0;
    for (int i = 0; len < sizeof text - 400; i++)
        len +=
            (size_t)snprintf(text + len, 400,
                             "## Part %d\n\nJapan met nobody in part %d, and *nobody* met Japan, "
                             "and so on and on until the line was long enough to break.\n\n",
                             i, i);
    return setup_with(state, text);
}

static void reads_long_texts(void **state)
{
    struct reading *r = *state;
    reading_entity(r, "japan", ENTITY_COUNTRY, "Japan");
    reading_mention(r, 0, "Japan", 3000);
    reading_open(r, &pane_reader, 24, 80);
    reading_act(r, ACTION_BOTTOM, 0);
    assert_true(strstr(reading_status(r), "100"));
    reading_act(r, ACTION_TOP, 0);
    assert_int_equal(sel(r)->offset, 0);
    reading_act(r, ACTION_NEXT_MENTION, 0);
    assert_true(reading_shows(r, "◀"));
    reading_act(r, ACTION_SEARCH, 0);
    reading_type(r, INPUT_CHANGED, "part 99,");
    assert_true(reading_shows(r, "in part 99,"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(sets_the_text_in_a_column),
        TEST(keeps_the_measure),
        TEST(has_an_ascii_form),
        cmocka_unit_test_setup_teardown(says_that_there_is_no_text, setup_empty, teardown),
        TEST(moves_by_lines_with_text),
        TEST(keeps_the_cursor_on_the_screen),
        TEST(reads_every_line_by_pages),
        TEST(keeps_the_place_at_other_sizes),
        TEST(comes_back_exactly),
        TEST(steps_through_every_mention),
        TEST(steps_through_those_of_one_entity),
        TEST(starts_from_the_line),
        TEST(shows_mentions_in_mentions),
        TEST(shows_crossing_mentions),
        TEST(tells_ambiguous_ones),
        TEST(emphasises_the_selected_entity),
        TEST(follows_links),
        TEST(opens_a_mention_in_the_list),
        TEST(lights_a_passage_until_one_moves_on),
        TEST(puts_a_passage_into_the_upper_third),
        TEST(copies_sentences),
        TEST(searches_as_one_types),
        TEST(styles_go_as_far_as_they_say),
        TEST(steps_through_hits),
        TEST(lights_hits_across_lines_and_marks_them),
        TEST(scrolls_wide_lines_sideways),
        TEST(stays_inside_at_every_size),
        cmocka_unit_test_setup_teardown(finds_the_text_under_a_cell, setup_odd, teardown),
        cmocka_unit_test_setup_teardown(reads_long_texts, setup_long, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
