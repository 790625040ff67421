#include "command/manual.h"

#include "base/diag.h"
#include "command/command.h"
#include "format/mdoc.h"
#include "loader/suggest.h"
#include "text/markdown.h"

#include "manual_attache.h"
#include "manual_format.h"
#include "manual_query.h"

const struct manual_page manual_pages[] = {
    {"attache",        "1", "November 28, 2026", "read annotated briefings",        "screens", attache_md},
    {"attache-format", "5", "November 28, 2026", "files of a library of briefings", "format",
     format_md                                                                                           },
    {"attache-query",  "7", "November 28, 2026", "how a library is searched",       "query",   query_md  },
};
const size_t manual_page_count = sizeof manual_pages / sizeof *manual_pages;

/* -- Pages ------------------------------------------------------------------------------------- */

/* Whether the line is "<!-- name argument -->"; takes it apart. */
static bool is_comment(str line, str *name, str *argument)
{
    str before = STR("<!-- "), after = STR(" -->");
    if (!str_starts(line, before) || !str_ends(line, after))
        return false;
    str inside = str_sub(line, before.len, line.len - after.len);
    size_t space = str_find_byte(inside, ' ', 0);
    *name = space == STR_NONE ? inside : str_sub(inside, 0, space);
    *argument = space == STR_NONE ? STR("") : str_from(inside, space + 1);
    return true;
}

void manual_page_text(const struct manual_page *page, manual_keys_fn *keys, struct buf *out)
{
    str rest = str_of(page->source), name, argument;
    while (rest.len) {
        str line = str_take_line(&rest);
        if (is_comment(line, &name, &argument) && manual_insert(name, argument, keys, out))
            continue;
        buf_append(out, line);
        buf_byte(out, '\n');
    }
}

void manual_page_mdoc(const struct manual_page *page, manual_keys_fn *keys, struct buf *out)
{
    struct arena a = {0};
    struct buf text = {0};
    struct document doc;
    struct mdoc_head head = {page->name, page->section, page->date, page->summary};
    manual_page_text(page, keys, &text);
    struct err e = markdown_render(buf_str(&text), 0, &a, &doc);
    if (!err_failed(&e))
        mdoc_page(&head, &doc, out);
    buf_release(&text);
    arena_release(&a);
}

/* -- Topics ------------------------------------------------------------------------------------ */

/* A heading as a topic: "exit-status". */
static str topic_name(str heading, struct arena *a)
{
    char *name = arena_cstr(a, heading);
    for (char *c = name; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c == ' ' ? '-' : *c);
    return str_of(name);
}

/* The level of a heading, 0 of another line; *title is what follows the marks. */
static size_t heading_level(str line, str *title)
{
    size_t level = 0;
    while (level < line.len && line.ptr[level] == '#')
        level++;
    *title = str_trim(str_from(line, level));
    return level;
}

/* The section of that name with its subsections. */
static bool section(str text, str topic, struct buf *out)
{
    struct arena a = {0};
    size_t inside = 0;
    while (text.len) {
        str line = str_take_line(&text), title;
        size_t level = heading_level(line, &title);
        if (inside && level >= 2 && level <= inside)
            break;
        if (!inside && level >= 2 && str_eq(topic, topic_name(title, &a)))
            inside = level;
        if (!inside)
            continue;
        buf_append(out, line);
        buf_byte(out, '\n');
    }
    arena_release(&a);
    return inside;
}

const struct manual_page *manual_page_find(str topic)
{
    for (size_t i = 0; i < manual_page_count; i++)
        if (str_eq(topic, str_of(manual_pages[i].name)) ||
            str_eq(topic, str_of(manual_pages[i].topic)))
            return &manual_pages[i];
    return NULL;
}

bool manual_topic(str topic, manual_keys_fn *keys, struct buf *out)
{
    const struct manual_page *page = manual_page_find(topic);
    if (page) {
        manual_page_text(page, keys, out);
        return true;
    }
    if (manual_code(topic, out))
        return true;
    struct buf text = {0};
    manual_page_text(&manual_pages[0], keys, &text);
    bool found = section(buf_str(&text), topic, out);
    buf_release(&text);
    return found;
}

str manual_suggestion(str topic, struct arena *a)
{
    struct suggestion s = suggestion_for(topic);
    for (size_t i = 0; i < manual_page_count; i++) {
        suggestion_consider(&s, str_of(manual_pages[i].name));
        suggestion_consider(&s, str_of(manual_pages[i].topic));
    }
    for (size_t i = 1; commands[i]; i++)
        suggestion_consider(&s, str_of(commands[i]->name));
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++)
        suggestion_consider(&s, str_of(diag_code_name(code)));
    str text = str_of(manual_pages[0].source), title;
    while (text.len)
        if (heading_level(str_take_line(&text), &title) >= 2)
            suggestion_consider(&s, topic_name(title, a));
    return suggestion_text(&s, a);
}
