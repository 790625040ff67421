#include "format/dossier_record.h"

#include "catalog/moments.h"
#include "format/records.h"
#include "text/offsets.h"
#include "text/utf8.h"

enum { PAGE = 256, CONTEXT = 60 /* code points on either side of a mention */ };

struct frame {
    struct json *j;
    struct library *lib;
    struct catalog *c;
    const struct dossier *d;
    int64_t today;
};

static void write_day(struct json *j, const char *name, bool known, int64_t day)
{
    struct arena scratch = {0};
    json_field_str(j, name, known ? date_day_text(day, &scratch) : (str){0});
    arena_release(&scratch);
}

static void write_place(struct json *j, bool found, size_t start, size_t end)
{
    const char *const names[] = {"start", "end"};
    size_t places[] = {start, end};
    for (size_t i = 0; i < 2; i++) {
        json_key(j, names[i]);
        if (found)
            json_number(j, places[i]);
        else
            json_nothing(j);
    }
}

static void write_entity(struct json *j, const struct dossier *d)
{
    json_field_str(j, "id", d->id);
    json_field_name(j, "type", entity_type_name(d->type));
    json_field_str(j, "name", d->name);
    json_key(j, "aliases");
    json_begin(j, '[');
    for (size_t i = 0; i < d->form_count; i++) {
        json_begin(j, '{');
        json_field_str(j, "text", d->forms[i].text);
        json_field_number(j, "mentions", d->forms[i].mentions);
        json_end(j, '}');
    }
    json_end(j, ']');
    json_field_str(j, "role", d->role);
    json_field_str(j, "description", d->description);
    json_field_str(j, "wikidata", d->wikidata);
    json_field_number(j, "briefings", d->briefings);
    json_field_number(j, "mentions", d->mentions);
    write_day(j, "first", d->seen, d->first);
    write_day(j, "last", d->seen, d->last);
    json_field_number(j, "unplaced", d->unplaced);
}

static void write_months(struct json *j, const struct dossier *d)
{
    json_key(j, "months");
    json_begin(j, '[');
    for (size_t i = 0; i < d->month_count; i++) {
        struct arena scratch = {0};
        str day = date_day_text(
            date_from_civil((struct civil){d->months[i].year, d->months[i].month, 1}), &scratch);
        json_begin(j, '{');
        json_field_str(j, "month", str_sub(day, 0, day.len - 3));
        json_field_number(j, "mentions", d->months[i].mentions);
        json_end(j, '}');
        arena_release(&scratch);
    }
    json_end(j, ']');
}

/* Pages of some rows, each page from the last row of the one before: what all lists here share. */
#define EACH_ROW(page_type, row_type, ask, write)                                                  \
    struct err e = ERR_OK;                                                                         \
    struct arena arenas[2] = {{0}, {0}};                                                           \
    page_type page = {.more = true};                                                               \
    const row_type *from = NULL;                                                                   \
    for (unsigned turn = 0; page.more && !err_failed(&e); turn ^= 1) {                             \
        arena_release(&arenas[turn]);                                                              \
        e = ask;                                                                                   \
        for (size_t i = 0; i < page.count; i++)                                                    \
            write;                                                                                 \
        from = page.count ? &page.rows[page.count - 1] : NULL;                                     \
        page.more = page.more && page.count > 0;                                                   \
    }                                                                                              \
    arena_release(&arenas[0]);                                                                     \
    arena_release(&arenas[1]);                                                                     \
    return e

static struct err write_agreements(struct frame *f)
{
    struct moments_query q = {.kinds = MOMENT_BIT(MILESTONE), .party = f->d->id, .today = f->today};
    EACH_ROW(struct timeline_page, struct timeline_row,
             catalog_agreements(f->c, &q, from, false, PAGE, &arenas[turn], &page),
             record_timeline_row(f->j, &page.rows[i]));
}

static struct err write_promises(struct frame *f)
{
    struct moments_query q = {.party = f->d->id, .today = f->today};
    EACH_ROW(struct moment_page, struct moment,
             catalog_promises(f->c, &q, from, false, PAGE, &arenas[turn], &page),
             record_promise(f->j, &page.rows[i]));
}

static void write_relation(struct json *j, const struct relation_row *row)
{
    json_begin(j, '{');
    json_field_str(j, "subject", row->subject);
    json_field_str(j, "predicate", row->predicate);
    json_field_str(j, "object", row->object);
    json_field_str(j, "briefing", row->briefing);
    json_field_str(j, "quote", row->quote);
    write_place(j, row->found, row->start, row->end);
    json_end(j, '}');
}

static struct err write_relations(struct frame *f)
{
    EACH_ROW(struct relation_page, struct relation_row,
             catalog_relations(f->c, f->d->id, from, false, PAGE, &arenas[turn], &page),
             write_relation(f->j, &page.rows[i]));
}

static void write_companion(struct json *j, const struct company_row *row)
{
    json_begin(j, '{');
    json_field_str(j, "id", row->id);
    json_field_str(j, "name", row->name);
    json_field_name(j, "type", entity_type_name(row->type));
    json_field_number(j, "briefings", row->briefings);
    json_field_number(j, "paragraphs", row->paragraphs);
    json_end(j, '}');
}

static struct err write_company(struct frame *f)
{
    EACH_ROW(struct company_page, struct company_row,
             catalog_company(f->c, f->d->id, 0, from, false, PAGE, &arenas[turn], &page),
             write_companion(f->j, &page.rows[i]));
}

/* The text that the mentions being written are in: one at a time is loaded. */
struct opened {
    struct arena arena;
    struct document document; /* without text: it could not be loaded */
    struct offsets offsets;
    str id;
};

static void open_text(struct frame *f, struct opened *o, str id)
{
    if (str_present(o->id) && str_eq(o->id, id))
        return;
    arena_release(&o->arena);
    *o = (struct opened){0};
    o->id = arena_str(&o->arena, id);
    struct err e = library_load_text(f->lib, o->id, &o->arena, &o->document);
    if (!err_failed(&e))
        o->offsets = offsets_make(o->document.text, &o->arena);
}

/* The text beside a mention, inside its block, CONTEXT code points at most. */
static void write_sides(struct json *j, const struct document *doc, struct span mention)
{
    struct span block = doc->blocks[document_block_at(doc, mention.start)].span;
    size_t start = mention.start, end = mention.end;
    for (int n = 0; n < CONTEXT && start > block.start; n++)
        start = utf8_prev(doc->text, start);
    for (int n = 0; n < CONTEXT && end < block.end; n++)
        end = utf8_next(doc->text, end);
    json_field_str(j, "left", str_sub(doc->text, start, mention.start));
    json_field_str(j, "text", str_sub(doc->text, mention.start, mention.end));
    json_field_str(j, "right", str_sub(doc->text, mention.end, end));
}

static void write_context(struct frame *f, struct opened *o, const struct mention_row *row)
{
    open_text(f, o, row->briefing);
    if (row->span.end > o->document.text.len)
        return; /* it has changed since the catalogue saw it */
    json_begin(f->j, '{');
    json_field_str(f->j, "briefing", row->briefing);
    json_field_str(f->j, "title", row->title);
    json_key(f->j, "date");
    json_date(f->j, row->date.text);
    write_place(f->j, true, offsets_code_points(&o->offsets, row->span.start),
                offsets_code_points(&o->offsets, row->span.end));
    write_sides(f->j, &o->document, row->span);
    json_end(f->j, '}');
}

static struct err write_contexts(struct frame *f, struct opened *o)
{
    EACH_ROW(struct mention_page, struct mention_row,
             catalog_mentions(f->c, f->d->id, from, false, PAGE, &arenas[turn], &page),
             write_context(f, o, &page.rows[i]));
}

struct err record_dossier(struct json *j, struct library *lib, struct catalog *c,
                          const struct dossier *d, int64_t today)
{
    static const struct {
        const char *name;
        struct err (*write)(struct frame *f);
    } lists[] = {
        {"agreements", write_agreements},
        {"promises",   write_promises  },
        {"relations",  write_relations },
        {"together",   write_company   },
    };
    struct frame f = {j, lib, c, d, today};
    struct opened opened = {0};
    struct err e = ERR_OK;
    json_begin(j, '{');
    write_entity(j, d);
    write_months(j, d);
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !err_failed(&e); i++) {
        json_key(j, lists[i].name);
        json_begin(j, '[');
        e = lists[i].write(&f);
        json_end(j, ']');
    }
    json_key(j, "contexts");
    json_begin(j, '[');
    if (!err_failed(&e))
        e = write_contexts(&f, &opened);
    json_end(j, ']');
    json_end(j, '}');
    arena_release(&opened.arena);
    return e;
}

struct err record_contexts(struct json *j, struct library *lib, struct catalog *c,
                           const struct dossier *d)
{
    struct frame f = {j, lib, c, d, 0};
    struct opened opened = {0};
    struct err e = write_contexts(&f, &opened);
    arena_release(&opened.arena);
    return e;
}

void record_context_blank(struct json *j)
{
    static const char *const keys[] = {"briefing", "title", "date", "start",
                                       "end",      "left",  "text", "right"};
    json_begin(j, '{');
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        json_field_str(j, keys[i], (str){0});
    json_end(j, '}');
}
