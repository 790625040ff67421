#include "loader/statements.h"

#include "base/strmap.h"

/* -- What all of them have --------------------------------------------------------------------- */

struct evidence evidence_read(struct loading *l, const struct field *f)
{
    struct reader *r = &l->reader;
    struct evidence e = {.quote = field_text(r, f)};
    if (!str_present(e.quote) || loading_is_spent(l, node_at(f->value)))
        return e;
    e.found = anchor_quote(&l->anchor, e.quote, &e.span);
    if (!e.found)
        diag_add(r->diags, node_at(f->value), DIAG_QUOTE_NOT_FOUND, "the text does not say '%.*s'",
                 STR_FMT(reader_shown(r, e.quote)));
    return e;
}

static void report_stranger(struct loading *l, const struct word *w, enum stranger_kind kind,
                            str label, const char *role)
{
    struct reader *r = &l->reader;
    enum diag_code code = kind == STRANGER_PARTY ? DIAG_UNKNOWN_PARTY : DIAG_UNKNOWN_ENTITY;
    loading_stranger(l, kind, w->text, w->at, NULL);
    str more = scope_suggest(r, l->scope, w->text);
    diag_add(r->diags, w->at, code, "%.*s names %s '%.*s', which no entity has%.*s", STR_FMT(label),
             role, STR_FMT(reader_shown(r, w->text)), STR_FMT(more));
}

void references_read(struct loading *l, const struct words *words, enum stranger_kind kind,
                     str label, const char *role, str **ids, size_t *count)
{
    struct strmap seen = {0};
    *ids = words->len ? ARENA_ARRAY(l->reader.arena, str, words->len) : NULL;
    *count = 0;
    for (size_t i = 0; i < words->len; i++) {
        const struct word *w = &words->items[i];
        if (!scope_entity(l->scope, w->text))
            report_stranger(l, w, kind, label, role);
        else if (strmap_add(&seen, l->scratch, w->text, i))
            (*ids)[(*count)++] = w->text;
    }
}

str statement_label(struct reader *r, const char *kind, str id)
{
    return arena_printf(r->arena, "%s '%.*s'", kind, STR_FMT(reader_shown(r, id)));
}

bool statement_id(struct loading *l, const struct field *f, const char *kind, str indefinite,
                  struct strmap *seen, str *id)
{
    struct reader *r = &l->reader;
    *id = field_id(r, f, indefinite);
    if (!str_present(*id))
        return false;
    if (strmap_add(seen, l->scratch, *id, 0))
        return true;
    diag_add(r->diags, node_at(f->value), DIAG_DUPLICATE_ID,
             "%s '%.*s' stands here twice; the first counts", kind, STR_FMT(reader_shown(r, *id)));
    return false;
}

/* -- Events ------------------------------------------------------------------------------------ */

static bool read_event(struct loading *l, const struct node *node, struct strmap *seen,
                       struct event *e)
{
    enum { ID, TITLE, DATE, PLACE, PARTICIPANTS, QUOTE, COUNT };
    static const struct key keys[COUNT] = {
        [ID] = {"id",           KEY_STRICT  },
        [TITLE] = {"title",        KEY_OPTIONAL},
        [DATE] = {"date",         KEY_STRICT  },
        [PLACE] = {"place",        KEY_OPTIONAL},
        [PARTICIPANTS] = {"participants", KEY_OPTIONAL},
        [QUOTE] = {"quote",        KEY_OPTIONAL},
    };
    struct reader *r = &l->reader;
    struct field f[COUNT];
    if (!reader_map(r, node, "an event", keys, COUNT, f))
        return false;
    if (!statement_id(l, &f[ID], "event", STR("an event"), seen, &e->id))
        return false;
    str label = statement_label(r, "event", e->id);
    struct words participants = field_words(r, &f[PARTICIPANTS]);
    e->at = node_at(f[ID].value);
    e->title = field_text(r, &f[TITLE]);
    e->date = field_date(r, &f[DATE], &e->undated);
    e->place = field_text(r, &f[PLACE]);
    references_read(l, &participants, STRANGER_PARTICIPANT, label, "participant", &e->participants,
                    &e->participant_count);
    e->evidence = evidence_read(l, &f[QUOTE]);
    return true;
}

void events_read(struct loading *l, const struct field *f)
{
    struct briefing *b = l->briefing;
    struct nodes nodes = field_statements(&l->reader, f, LIMIT_STATEMENTS);
    struct strmap seen = {0};
    b->events = ARENA_ARRAY(l->reader.arena, struct event, nodes.len);
    for (size_t i = 0; i < nodes.len; i++) {
        struct event e = {0};
        if (read_event(l, nodes.items[i], &seen, &e))
            b->events[b->event_count++] = e;
    }
}

/* -- Relations --------------------------------------------------------------------------------- */

/* An entity at one end of a relation; absent if there is none or nobody knows it. */
static str read_end(struct loading *l, const struct field *f)
{
    struct word w = {.text = field_required(&l->reader, f, STR("a relation"))};
    if (!str_present(w.text))
        return w.text;
    w.at = node_at(f->value);
    if (scope_entity(l->scope, w.text))
        return w.text;
    report_stranger(l, &w, STRANGER_RELATION, STR("a relation"), f->name);
    return (str){NULL, 0};
}

static bool read_relation(struct loading *l, const struct node *node, struct relation *relation)
{
    enum { SUBJECT, PREDICATE, OBJECT, QUOTE, COUNT };
    static const struct key keys[COUNT] = {
        [SUBJECT] = {"subject",   KEY_STRICT  },
        [PREDICATE] = {"predicate", KEY_STRICT  },
        [OBJECT] = {"object",    KEY_STRICT  },
        [QUOTE] = {"quote",     KEY_OPTIONAL},
    };
    struct field f[COUNT];
    if (!reader_map(&l->reader, node, "a relation", keys, COUNT, f))
        return false;
    relation->at = node_at(node);
    relation->subject = read_end(l, &f[SUBJECT]);
    relation->predicate = field_required(&l->reader, &f[PREDICATE], STR("a relation"));
    relation->object = read_end(l, &f[OBJECT]);
    if (!str_present(relation->subject) || !str_present(relation->predicate) ||
        !str_present(relation->object))
        return false;
    relation->evidence = evidence_read(l, &f[QUOTE]);
    return true;
}

void relations_read(struct loading *l, const struct field *f)
{
    struct briefing *b = l->briefing;
    struct nodes nodes = field_statements(&l->reader, f, LIMIT_STATEMENTS);
    b->relations = ARENA_ARRAY(l->reader.arena, struct relation, nodes.len);
    for (size_t i = 0; i < nodes.len; i++) {
        struct relation relation = {0};
        if (read_relation(l, nodes.items[i], &relation))
            b->relations[b->relation_count++] = relation;
    }
}

/* -- Notes ------------------------------------------------------------------------------------- */

static bool read_note(struct loading *l, const struct node *node, struct note *note)
{
    enum { QUOTE, TEXT, COUNT };
    static const struct key keys[COUNT] = {
        [QUOTE] = {"quote", KEY_STRICT},
        [TEXT] = {"text",  KEY_STRICT},
    };
    struct field f[COUNT];
    if (!reader_map(&l->reader, node, "a note", keys, COUNT, f))
        return false;
    note->at = node_at(node);
    note->text = field_required(&l->reader, &f[TEXT], STR("a note"));
    str quote = field_required(&l->reader, &f[QUOTE], STR("a note"));
    if (!str_present(quote) || !str_present(note->text))
        return false;
    note->evidence = evidence_read(l, &f[QUOTE]);
    return true;
}

void notes_read(struct loading *l, const struct field *f)
{
    struct briefing *b = l->briefing;
    struct nodes nodes = field_statements(&l->reader, f, LIMIT_STATEMENTS);
    b->notes = ARENA_ARRAY(l->reader.arena, struct note, nodes.len);
    for (size_t i = 0; i < nodes.len; i++) {
        struct note note = {0};
        if (read_note(l, nodes.items[i], &note))
            b->notes[b->note_count++] = note;
    }
}
