#include "format/records.h"

#include "text/offsets.h"
#include "text/utf8.h"

/* What the records of one briefing need: where its text's bytes stand in code points, and scratch
 * memory. */
struct frame {
    struct json *j;
    struct arena *scratch;
    const struct briefing *briefing;
    struct offsets offsets;
};

static void write_day(struct json *j, enum date_bound bound, int64_t day, struct arena *scratch)
{
    if (bound == DATE_DAY)
        json_date(j, date_day_text(day, scratch));
    else
        json_nothing(j);
}

static void write_extent(struct json *j, const struct date *d, struct arena *scratch)
{
    json_key(j, "earliest");
    write_day(j, d->first, d->earliest, scratch);
    json_key(j, "latest");
    write_day(j, d->last, d->latest, scratch);
}

/* A date that could not be read is left out: its text stands in the diagnostic and in `undated`. */
static bool date_is_read(const struct date *d)
{
    return d->first != DATE_NONE || d->last != DATE_NONE;
}

static void write_date(struct json *j, const struct date *d)
{
    json_key(j, "date");
    if (date_is_read(d))
        json_date(j, d->text);
    else
        json_nothing(j);
}

static void write_bounds(struct json *j, bool found, size_t start, size_t end)
{
    json_key(j, "start");
    if (found)
        json_number(j, start);
    else
        json_nothing(j);
    json_key(j, "end");
    if (found)
        json_number(j, end);
    else
        json_nothing(j);
}

static void write_span(struct frame *f, bool found, struct span span)
{
    write_bounds(f->j, found, offsets_code_points(&f->offsets, span.start),
                 offsets_code_points(&f->offsets, span.end));
}

static void write_text_of(struct frame *f, struct span span)
{
    json_key(f->j, "text");
    json_str(f->j, str_sub(f->briefing->document.text, span.start, span.end));
}

static void write_evidence(struct frame *f, const struct evidence *e)
{
    json_key(f->j, "quote");
    json_str(f->j, e->quote);
    write_span(f, e->found, e->span);
}

static void write_source(struct json *j, const struct source *s)
{
    json_key(j, "source");
    if (!str_present(s->name) && !str_present(s->url) && !str_present(s->author)) {
        json_no_object(j, (const char *const[]){"name", "url", "author", NULL});
        return;
    }
    json_begin(j, '{');
    json_key(j, "name");
    json_str(j, s->name);
    json_key(j, "url");
    json_str(j, s->url);
    json_key(j, "author");
    json_str(j, s->author);
    json_end(j, '}');
}

static void write_aliases(struct json *j, const struct entity *e)
{
    json_key(j, "aliases");
    json_begin(j, '[');
    for (size_t i = 0; i < e->alias_count; i++)
        json_str(j, e->aliases[i].text);
    json_end(j, ']');
}

static void write_mention(struct frame *f, const struct mention *m)
{
    struct json *j = f->j;
    json_begin(j, '{');
    write_span(f, true, m->span);
    write_text_of(f, m->span);
    json_key(j, "origin");
    json_name(j, mention_origin_name(m->origin));
    json_key(j, "ambiguous");
    json_bool(j, m->candidate_count > 1);
    json_key(j, "candidates");
    json_begin(j, '[');
    if (m->candidate_count > 1)
        for (size_t i = 0; i < m->candidate_count; i++)
            json_str(j, f->briefing->entities[m->candidates[i]].id);
    json_end(j, ']');
    json_end(j, '}');
}

/* `e` and `m` NULL: nothing, under the same keys. */
static void write_flat_mention(struct frame *f, const struct entity *e, const struct mention *m)
{
    struct json *j = f->j;
    json_begin(j, '{');
    json_field_str(j, "entity", e ? e->id : (str){0});
    json_field_name(j, "type", e ? entity_type_name(e->type) : NULL);
    json_field_str(j, "name", e ? e->name.text : (str){0});
    write_span(f, m != NULL, m ? m->span : (struct span){0});
    write_text_of(f, m ? m->span : (struct span){0});
    json_field_name(j, "origin", m ? mention_origin_name(m->origin) : NULL);
    json_field_bool(j, "ambiguous", m && m->candidate_count > 1);
    json_end(j, '}');
}

void record_mentions(struct json *j, const struct briefing *b)
{
    struct arena scratch = {0};
    struct frame f = {j, &scratch, b, offsets_make(b->document.text, &scratch)};
    for (size_t i = 0; i < b->mention_count; i++)
        for (size_t k = 0; k < b->mentions[i].candidate_count; k++)
            write_flat_mention(&f, &b->entities[b->mentions[i].candidates[k]], &b->mentions[i]);
    arena_release(&scratch);
}

void record_mention_blank(struct json *j)
{
    struct arena scratch = {0};
    const struct briefing none = {0};
    struct frame f = {j, &scratch, &none, offsets_make(none.document.text, &scratch)};
    write_flat_mention(&f, NULL, NULL);
    arena_release(&scratch);
}

/* The mentions of every entity in one pass over all mentions: lists[i] are those of entity i, by
 * start. */
struct mention_list {
    const struct mention **items;
    size_t len, cap;
};

static struct mention_list *mentions_by_entity(struct frame *f)
{
    const struct briefing *b = f->briefing;
    struct mention_list *lists = ARENA_ARRAY(f->scratch, struct mention_list, b->entity_count);
    for (size_t i = 0; i < b->mention_count; i++)
        for (size_t k = 0; k < b->mentions[i].candidate_count; k++)
            *VEC_PUSH(f->scratch, &lists[b->mentions[i].candidates[k]]) = &b->mentions[i];
    return lists;
}

static void write_entities(struct frame *f)
{
    struct json *j = f->j;
    struct mention_list *lists = mentions_by_entity(f);
    json_key(j, "entities");
    json_begin(j, '[');
    for (size_t i = 0; i < f->briefing->entity_count; i++) {
        const struct entity *e = &f->briefing->entities[i];
        json_begin(j, '{');
        json_field_str(j, "id", e->id);
        json_field_name(j, "type", entity_type_name(e->type));
        json_field_str(j, "name", e->name.text);
        write_aliases(j, e);
        json_field_str(j, "role", e->role);
        json_field_str(j, "description", e->description);
        json_field_str(j, "wikidata", e->wikidata);
        json_key(j, "mentions");
        json_begin(j, '[');
        for (size_t k = 0; k < lists[i].len; k++)
            write_mention(f, lists[i].items[k]);
        json_end(j, ']');
        json_end(j, '}');
    }
    json_end(j, ']');
}

static void write_milestone_rest(struct json *j, const struct milestone *m, enum promise promise)
{
    json_field_str(j, "party", m->party);
    json_field_bool(j, "expected", m->expected);
    json_field_name(j, "promise", promise_name(promise));
    json_field_str(j, "undated", m->undated);
    json_field_str(j, "note", m->note);
}

/* The keys of a milestone up to its evidence. */
static void write_milestone_head(struct json *j, const struct milestone *m, enum promise promise,
                                 struct arena *scratch)
{
    write_date(j, &m->date);
    write_extent(j, &m->date, scratch);
    json_field_name(j, "status", status_name(m->status));
    write_milestone_rest(j, m, promise);
}

static void write_agreement_head(struct json *j, str id, str title, str kind, const str *parties,
                                 size_t party_count, const str *topics, size_t topic_count,
                                 str place, enum status status)
{
    json_field_str(j, "id", id);
    json_field_str(j, "title", title);
    json_field_str(j, "kind", kind);
    json_field_strs(j, "parties", parties, party_count);
    json_field_strs(j, "topics", topics, topic_count);
    json_field_str(j, "place", place);
    json_field_name(j, "status", status_name(status));
}

static const char *const link_names[] = {
#define X(id, key, json) [LINK_##id] = json,
    LINK_KINDS(X)
#undef X
};

static void write_agreement(struct frame *f, const struct agreement *a, int64_t today)
{
    struct json *j = f->j;
    const struct milestone **own =
        ARENA_ARRAY(f->scratch, const struct milestone *, a->milestone_count);
    for (size_t i = 0; i < a->milestone_count; i++)
        own[i] = &a->milestones[i];
    const struct milestone **kept =
        ARENA_ARRAY(f->scratch, const struct milestone *, a->milestone_count);
    promises_kept(own, a->milestone_count, kept);

    json_begin(j, '{');
    write_agreement_head(j, a->id, a->title, a->kind, a->parties, a->party_count, a->topics,
                         a->topic_count, a->place, milestones_status(own, a->milestone_count));
    for (size_t i = 0; i < LINK_KIND_COUNT; i++)
        json_field_str(j, link_names[i], a->links_to[i].id);
    json_key(j, "mentions");
    json_begin(j, '[');
    for (size_t i = 0; i < a->mention_count; i++) {
        json_begin(j, '{');
        write_span(f, true, a->mentions[i]);
        write_text_of(f, a->mentions[i]);
        json_field_name(j, "origin", mention_origin_name(MENTION_LINK));
        json_end(j, '}');
    }
    json_end(j, ']');
    json_key(j, "milestones");
    json_begin(j, '[');
    for (size_t i = 0; i < a->milestone_count; i++) {
        json_begin(j, '{');
        write_milestone_head(j, own[i], promise_state(own[i], kept[i], today), f->scratch);
        json_field_str(j, "quote", own[i]->evidence.quote);
        json_field_str(j, "url", own[i]->url);
        write_span(f, own[i]->evidence.found, own[i]->evidence.span);
        json_end(j, '}');
    }
    json_end(j, ']');
    write_evidence(f, &a->evidence);
    json_end(j, '}');
}

static void write_event(struct frame *f, const struct event *e)
{
    struct json *j = f->j;
    json_begin(j, '{');
    json_field_str(j, "id", e->id);
    json_field_str(j, "title", e->title);
    write_date(j, &e->date);
    write_extent(j, &e->date, f->scratch);
    json_field_str(j, "undated", e->undated);
    json_field_str(j, "place", e->place);
    json_field_strs(j, "participants", e->participants, e->participant_count);
    write_evidence(f, &e->evidence);
    json_end(j, '}');
}

static void write_relation(struct frame *f, const struct relation *r)
{
    struct json *j = f->j;
    json_begin(j, '{');
    json_field_str(j, "subject", r->subject);
    json_field_str(j, "predicate", r->predicate);
    json_field_str(j, "object", r->object);
    write_extent(j, &(struct date){0}, f->scratch);
    write_evidence(f, &r->evidence);
    json_end(j, '}');
}

static void write_note(struct frame *f, const struct note *n)
{
    struct json *j = f->j;
    json_begin(j, '{');
    json_field_str(j, "text", n->text);
    write_extent(j, &(struct date){0}, f->scratch);
    write_evidence(f, &n->evidence);
    json_end(j, '}');
}

/* A key with a list of records, each written by one function. */
#define WRITE_LIST(f, name, items, count, write_one)                                               \
    do {                                                                                           \
        json_key((f)->j, name);                                                                    \
        json_begin((f)->j, '[');                                                                   \
        for (size_t i_ = 0; i_ < (count); i_++)                                                    \
            write_one(f, &(items)[i_]);                                                            \
        json_end((f)->j, ']');                                                                     \
    } while (0)

static void write_metadata(struct frame *f)
{
    struct json *j = f->j;
    const struct briefing *b = f->briefing;
    json_field_str(j, "id", b->id);
    json_field_str(j, "path", b->path);
    json_field_str(j, "title", b->title);
    write_date(j, &b->date);
    write_source(j, &b->source);
    json_field_strs(j, "topics", b->topics, b->topic_count);
    json_field_str(j, "summary", b->summary);
    json_field_str(j, "language", b->language);
    json_field_number(j, "words", b->words);
    json_field_str(j, "text", b->document.text);
}

void record_briefing(struct json *j, const struct library *lib, const struct briefing *b,
                     int64_t today)
{
    struct arena scratch = {0};
    struct frame f = {j, &scratch, b, offsets_make(b->document.text, &scratch)};
    json_begin(j, '{');
    write_metadata(&f);
    write_entities(&f);
    json_key(j, "agreements");
    json_begin(j, '[');
    for (size_t i = 0; i < b->agreement_count; i++)
        write_agreement(&f, &b->agreements[i], today);
    json_end(j, ']');
    WRITE_LIST(&f, "events", b->events, b->event_count, write_event);
    WRITE_LIST(&f, "relations", b->relations, b->relation_count, write_relation);
    WRITE_LIST(&f, "notes", b->notes, b->note_count, write_note);
    json_key(j, "diagnostics");
    json_begin(j, '[');
    for (size_t i = 0; i < b->diags.len; i++)
        record_diag(j, lib, &b->diags.items[i]);
    json_end(j, ']');
    json_end(j, '}');
    arena_release(&scratch);
}

void record_diag(struct json *j, const struct library *lib, const struct diag *d)
{
    struct arena scratch = {0};
    json_begin(j, '{');
    json_field_str(j, "file", lib ? library_display_path(lib, d->at.file, &scratch) : (str){0});
    json_field_number(j, "line", d->at.line);
    json_field_number(j, "column", d->at.column);
    json_field_name(j, "severity", diag_severity_name(diag_code_severity(d->code)));
    json_field_name(j, "code", diag_code_name(d->code));
    json_field_str(j, "message", d->message);
    json_end(j, '}');
    arena_release(&scratch);
}

void record_list_row(struct json *j, const struct brief_row *row)
{
    json_begin(j, '{');
    json_field_str(j, "id", row->id);
    json_field_str(j, "path", row->path);
    json_field_str(j, "title", row->title);
    write_date(j, &row->date);
    write_source(j, &row->source);
    json_field_strs(j, "topics", row->topics, row->topic_count);
    json_field_number(j, "words", row->words);
    json_field_number(j, "entities", row->entities);
    json_field_number(j, "agreements", row->agreements);
    json_field_number(j, "errors", row->errors);
    json_field_number(j, "warnings", row->warnings);
    json_end(j, '}');
}

void record_entity_row(struct json *j, const struct entities_row *entity)
{
    struct arena scratch = {0};
    const struct entity_row *row = &entity->entity;
    enum date_bound known = entity->seen ? DATE_DAY : DATE_NONE;
    json_begin(j, '{');
    json_field_str(j, "id", row->id);
    json_field_name(j, "type", entity_type_name(row->type));
    json_field_str(j, "name", row->name);
    json_field_strs(j, "aliases", row->aliases, row->alias_count);
    json_field_number(j, "briefings", row->briefings);
    json_field_number(j, "mentions", row->mentions);
    json_key(j, "first");
    write_day(j, known, entity->first, &scratch);
    json_key(j, "last");
    write_day(j, known, entity->last, &scratch);
    json_end(j, '}');
    arena_release(&scratch);
}

/* A cell of a table could not hold them. */
static void write_snippet_hits(struct json *j, const struct snippet *s)
{
    json_key(j, "snippet_hits");
    json_begin(j, '[');
    for (size_t i = 0; i < s->hit_count; i++) {
        json_begin(j, '{');
        json_field_number(j, "start", utf8_length(str_sub(s->text, 0, s->hits[i].start)));
        json_field_number(j, "end", utf8_length(str_sub(s->text, 0, s->hits[i].end)));
        json_end(j, '}');
    }
    json_end(j, ']');
}

void record_search_row(struct json *j, const struct search_row *row)
{
    const struct snippet *s = &row->snippet;
    json_begin(j, '{');
    json_field_str(j, "id", row->brief.id);
    json_field_str(j, "title", row->brief.title);
    write_date(j, &row->brief.date);
    json_key(j, "score");
    json_real(j, row->score);
    json_field_str(j, "snippet", s->text);
    json_field_number(j, "hits", row->hits);
    if (j->flat == NULL)
        write_snippet_hits(j, s);
    json_end(j, '}');
}

static void write_kept_by(struct json *j, const struct timeline_milestone *m)
{
    json_key(j, "kept_by");
    if (!str_present(m->kept_by)) {
        json_no_object(j, (const char *const[]){"briefing", "start", "end", NULL});
        return;
    }
    json_begin(j, '{');
    json_field_str(j, "briefing", m->kept_by);
    write_bounds(j, m->kept_found, m->kept_start, m->kept_end);
    json_end(j, '}');
}

static void write_timeline_head(struct json *j, const struct timeline_row *row,
                                struct arena *scratch)
{
    write_agreement_head(j, row->id, row->title, row->kind, row->parties, row->party_count,
                         row->topics, row->topic_count, row->place, row->status);
    for (size_t i = 0; i < LINK_KIND_COUNT; i++)
        json_field_str(j, link_names[i], row->links_to[i]);
    write_extent(j, &row->extent, scratch);
}

/* What a milestone has beside its date and status. */
static void write_timeline_tail(struct json *j, const struct timeline_milestone *m)
{
    json_field_str(j, "quote", m->m.evidence.quote);
    json_field_str(j, "url", m->m.url);
    write_bounds(j, m->m.evidence.found, m->start, m->end);
    json_field_str(j, "briefing", m->m.briefing);
    write_kept_by(j, m);
}

void record_timeline_row(struct json *j, const struct timeline_row *row)
{
    struct arena scratch = {0};
    json_begin(j, '{');
    write_timeline_head(j, row, &scratch);
    json_key(j, "milestones");
    json_begin(j, '[');
    for (size_t i = 0; i < row->milestone_count; i++) {
        const struct timeline_milestone *m = &row->milestones[i];
        json_begin(j, '{');
        write_milestone_head(j, &m->m, m->promise, &scratch);
        write_timeline_tail(j, m);
        json_end(j, '}');
    }
    json_end(j, ']');
    json_end(j, '}');
    arena_release(&scratch);
}

void record_timeline_milestone(struct json *j, const struct timeline_row *row,
                               const struct timeline_milestone *m)
{
    struct arena scratch = {0};
    json_begin(j, '{');
    write_timeline_head(j, row, &scratch);
    write_date(j, &m->m.date);
    json_key(j, "milestone_earliest");
    write_day(j, m->m.date.first, m->m.date.earliest, &scratch);
    json_key(j, "milestone_latest");
    write_day(j, m->m.date.last, m->m.date.latest, &scratch);
    json_field_name(j, "milestone_status", status_name(m->m.status));
    write_milestone_rest(j, &m->m, m->promise);
    write_timeline_tail(j, m);
    json_end(j, '}');
    arena_release(&scratch);
}

void record_promise(struct json *j, const struct moment *m)
{
    struct arena scratch = {0};
    json_begin(j, '{');
    json_field_str(j, "agreement", m->id);
    json_field_str(j, "title", m->title);
    json_field_strs(j, "parties", m->parties, m->party_count);
    json_field_strs(j, "topics", m->topics, m->topic_count);
    json_field_str(j, "briefing", m->briefing);
    write_date(j, &m->date);
    write_extent(j, &m->date, &scratch);
    json_field_str(j, "undated", m->undated);
    json_field_name(j, "status", status_name(m->status));
    json_field_str(j, "party", m->party);
    json_field_name(j, "promise", promise_name(m->promise));
    json_field_str(j, "note", m->note);
    json_field_str(j, "quote", m->evidence.quote);
    write_bounds(j, m->evidence.found, m->start, m->end);
    json_key(j, "kept_by");
    if (str_present(m->kept_by)) {
        json_begin(j, '{');
        json_field_str(j, "briefing", m->kept_by);
        write_date(j, &m->kept_date);
        write_bounds(j, m->kept_found, m->kept_start, m->kept_end);
        json_end(j, '}');
    } else {
        json_no_object(j, (const char *const[]){"briefing", "date", "start", "end", NULL});
    }
    json_end(j, '}');
    arena_release(&scratch);
}
