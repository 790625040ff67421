#include "loader/statements.h"

#include "base/strmap.h"

enum { ID, TITLE, KIND, PARTIES, TOPICS, STATUS, DATE, QUOTE, PLACE, MILESTONES, LINKS };
enum { KEY_COUNT = LINKS + LINK_KIND_COUNT };

static const struct key KEYS[KEY_COUNT] = {
    [ID] = {"id",         KEY_STRICT  },
    [TITLE] = {"title",      KEY_OPTIONAL},
    [KIND] = {"kind",       KEY_OPTIONAL},
    [PARTIES] = {"parties",    KEY_OPTIONAL},
    [TOPICS] = {"topics",     KEY_OPTIONAL},
    [STATUS] = {"status",     KEY_OPTIONAL},
    [DATE] = {"date",       KEY_STRICT  },
    [QUOTE] = {"quote",      KEY_OPTIONAL},
    [PLACE] = {"place",      KEY_OPTIONAL},
    [MILESTONES] = {"milestones", KEY_OPTIONAL},
    [LINKS + LINK_SUPERSEDES] = {"supersedes", KEY_OPTIONAL},
    [LINKS + LINK_AMENDS] = {"amends",     KEY_OPTIONAL},
    [LINKS + LINK_PART_OF] = {"part-of",    KEY_OPTIONAL},
};

/* -- Milestones -------------------------------------------------------------------------------- */

enum { M_DATE, M_STATUS, M_PARTY, M_EXPECTED, M_NOTE, M_QUOTE, M_URL, M_COUNT };

static const struct key MILESTONE_KEYS[M_COUNT] = {
    [M_DATE] = {"date",     KEY_STRICT  },
      [M_STATUS] = {"status",   KEY_OPTIONAL},
    [M_PARTY] = {"party",    KEY_OPTIONAL},
      [M_EXPECTED] = {"expected", KEY_OPTIONAL},
    [M_NOTE] = {"note",     KEY_OPTIONAL},
      [M_QUOTE] = {"quote",    KEY_OPTIONAL},
    [M_URL] = {"url",      KEY_OPTIONAL},
};

/* A status that only a party can have, said of no party, is none. */
static enum status whole_status(struct reader *r, const struct field *f, enum status status)
{
    if (!status_is_of_party(status))
        return status;
    diag_add(r->diags, node_at(f->value), DIAG_UNKNOWN_VALUE,
             "'%s' is what one party does: it needs a milestone with a 'party'",
             status_name(status));
    return STATUS_NONE;
}

/*
 * Whose act a milestone is, and what it changes. What is broken here would turn into another claim
 * if the rest were taken as it stands: one party's act would become everybody's, a promise a fact.
 * So the step stays, and changes nothing.
 */
static void read_act(struct loading *l, const struct field *f, str label, struct milestone *m)
{
    struct reader *r = &l->reader;
    bool bad_status, bad_flag;
    str *ids;
    size_t count;
    m->status = field_status(r, &f[M_STATUS], &bad_status);
    m->expected = field_flag(r, &f[M_EXPECTED], &bad_flag);
    struct word party = {.text = field_text(r, &f[M_PARTY])};
    if (str_present(party.text)) {
        party.at = node_at(f[M_PARTY].value);
        struct words one = {.items = &party, .len = 1};
        references_read(l, &one, STRANGER_PARTY, label, "party", &ids, &count);
        if (count)
            m->party = party.text;
    }
    if ((f[M_PARTY].value && !str_present(m->party)) || bad_flag)
        m->status = STATUS_NONE;
    if (!str_present(m->party))
        m->status = whole_status(r, &f[M_STATUS], m->status);
}

static bool read_milestone(struct loading *l, const struct node *node, str label,
                           struct milestone *m)
{
    struct reader *r = &l->reader;
    struct field f[M_COUNT];
    if (!reader_map(r, node, "a milestone", MILESTONE_KEYS, M_COUNT, f))
        return false;
    m->at = node_at(node);
    m->date = field_date(r, &f[M_DATE], &m->undated);
    read_act(l, f, label, m);
    m->note = field_text(r, &f[M_NOTE]);
    m->url = field_text(r, &f[M_URL]);
    m->evidence = evidence_read(l, &f[M_QUOTE]);
    return true;
}

static void read_milestones(struct loading *l, const struct field *f, str label,
                            struct agreement *a)
{
    struct nodes nodes = field_statements(&l->reader, f, LIMIT_MILESTONES);
    a->milestones = ARENA_ARRAY(l->reader.arena, struct milestone, nodes.len + 1);
    for (size_t i = 0; i < nodes.len; i++) {
        struct milestone m = {0};
        if (read_milestone(l, nodes.items[i], label, &m))
            a->milestones[a->milestone_count++] = m;
    }
}

/* -- Agreements -------------------------------------------------------------------------------- */

static enum status own_status(const struct agreement *a, struct arena *scratch)
{
    const struct milestone **items =
        ARENA_ARRAY(scratch, const struct milestone *, a->milestone_count);
    for (size_t i = 0; i < a->milestone_count; i++)
        items[i] = &a->milestones[i];
    return milestones_status(items, a->milestone_count);
}

/* Gives an entry without milestones the one that it is itself, or compares its status with theirs.
 */
static void settle_milestones(struct loading *l, const struct field *f, str label,
                              const struct milestone *itself, struct agreement *a)
{
    if (a->milestone_count == 0) {
        a->milestones[a->milestone_count++] = *itself;
        return;
    }
    enum status status = own_status(a, l->scratch);
    if (a->stated != STATUS_NONE && a->stated != status)
        diag_add(l->reader.diags, node_at(f[STATUS].value), DIAG_STATUS_DIFFERS,
                 "%.*s is said to be '%s', but by its milestones it is '%s'", STR_FMT(label),
                 status_name(a->stated), status_name(status));
}

static bool read_agreement(struct loading *l, const struct node *node, struct strmap *seen,
                           struct agreement *a)
{
    struct reader *r = &l->reader;
    struct field f[KEY_COUNT];
    bool bad;
    if (!reader_map(r, node, "an agreement", KEYS, KEY_COUNT, f))
        return false;
    if (!statement_id(l, &f[ID], "agreement", STR("an agreement"), seen, &a->id))
        return false;
    str label = statement_label(r, "agreement", a->id);
    a->at = node_at(f[ID].value);
    a->title = field_text(r, &f[TITLE]);
    a->kind = field_text(r, &f[KIND]);
    a->place = field_text(r, &f[PLACE]);
    struct words parties = field_words(r, &f[PARTIES]), topics = field_words(r, &f[TOPICS]);
    references_read(l, &parties, STRANGER_PARTY, label, "party", &a->parties, &a->party_count);
    a->topics = words_texts(&topics, r->arena);
    a->topic_count = topics.len;
    for (size_t i = 0; i < LINK_KIND_COUNT; i++) {
        a->links_to[i].id = field_text(r, &f[LINKS + i]);
        if (f[LINKS + i].value)
            a->links_to[i].at = node_at(f[LINKS + i].value);
    }
    struct milestone itself = {.at = a->at};
    a->stated = whole_status(r, &f[STATUS], field_status(r, &f[STATUS], &bad));
    a->evidence = itself.evidence = evidence_read(l, &f[QUOTE]);
    itself.status = a->stated;
    itself.date = field_date(r, &f[DATE], &itself.undated);
    read_milestones(l, &f[MILESTONES], label, a);
    settle_milestones(l, f, label, &itself, a);
    return true;
}

/* So that milestones of several briefings can stand together. */
static void sign_milestones(const struct briefing *b)
{
    size_t place = 0;
    for (size_t i = 0; i < b->agreement_count; i++)
        for (size_t k = 0; k < b->agreements[i].milestone_count; k++) {
            struct milestone *m = &b->agreements[i].milestones[k];
            m->briefing = b->id;
            m->briefing_date = b->date;
            m->place = place++;
        }
}

void agreements_read(struct loading *l, const struct field *f)
{
    struct briefing *b = l->briefing;
    struct nodes nodes = field_statements(&l->reader, f, LIMIT_STATEMENTS);
    struct strmap seen = {0};
    b->agreements = ARENA_ARRAY(l->reader.arena, struct agreement, nodes.len);
    for (size_t i = 0; i < nodes.len; i++) {
        struct agreement a = {0};
        if (read_agreement(l, nodes.items[i], &seen, &a))
            b->agreements[b->agreement_count++] = a;
    }
    sign_milestones(b);
}
