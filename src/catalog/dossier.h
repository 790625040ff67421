/*
 * What the library knows of one entity. Counts, months, forms and company are kept in the catalogue
 * and cost the same however large the library is; mentions page by key. The text around a mention
 * is not kept: whoever shows it loads the briefing (library_load) and asks
 * text/context.h.
 *
 * A mention that is ambiguous counts for each of its candidates.
 */
#ifndef ATTACHE_CATALOG_DOSSIER_H
#define ATTACHE_CATALOG_DOSSIER_H

#include "catalog/catalog.h"
#include "catalog/entities.h"
#include "catalog/query.h"
#include "model/date.h"
#include "model/entity.h"

/* The words under which an entity is mentioned; white space in a run is one space. */
struct dossier_form {
    str text;
    size_t mentions;
    enum {
        FORM_NAME,
        FORM_ALIAS,
        FORM_OTHER
    } kind; /* of the definition that speaks for it; other:
               chosen by a quote, a link, or an alias of
               one briefing's own */
};

struct dossier_month {
    int64_t year;
    int month; /* 1-12 */
    size_t mentions, briefings;
};

struct dossier {
    str id, name;
    enum entity_type type;
    str role, description, wikidata; /* absent where not stated */
    size_t briefings, mentions;
    bool seen; /* see catalog/entities.h */
    int64_t first, last;

    /* Name first, then the aliases in the definition's order, used or not (as often as it was, 0
     * included); then other forms by mentions descending, then bytes, FORMS_MAX of those at most.
     */
    struct dossier_form *forms;
    size_t form_count;

    /* By time; only months that have mentions. Counted are briefings whose date lies within one
     * month; `unplaced` are the mentions in others (dated to a year, or not at all). */
    struct dossier_month *months;
    size_t month_count;
    size_t unplaced;

    size_t agreements; /* that it is a party to, by the agreement or by a milestone of its own */
    size_t relations;
    size_t company; /* entities that share a briefing with it */
};

enum { DOSSIER_FORMS_MAX = 100 };

/* False if the library has no such entity. */
bool catalog_dossier(struct catalog *c, str id, struct arena *a, struct dossier *d);

/* -- Its agreements and promises -----------------------------------------------------------------
 *
 * catalog/moments.h with `party` set to the id; catalog/promises.h likewise.
 */

/* -- Relations -----------------------------------------------------------------------------------
 */

/* By predicate (bytes), then the other end's id, then the briefing's date (newest first), id and
 * place in the file; first those of which the entity is the subject. One of an entity with itself
 * stands once, among the first. */
struct relation_row {
    str subject, predicate, object; /* ids and a word */
    str subject_name, object_name;
    str briefing, title;
    struct date date;  /* of the briefing */
    str quote;         /* absent if there is none */
    bool found;        /* the quote was found, at: */
    struct span span;  /* bytes */
    size_t start, end; /* the same in code points */
    str sort_key;      /* opaque */
};
struct relation_page {
    struct relation_row *rows;
    size_t count;
    bool more;
};
struct err catalog_relations(struct catalog *c, str id, const struct relation_row *from,
                             bool backwards, size_t limit, struct arena *a,
                             struct relation_page *page);

/* -- Company -------------------------------------------------------------------------------------
 *
 * Who appears with it: how many briefings mention both, and how many paragraphs (blocks of the
 * document: paragraphs, headings, list items, tables) hold a mention of each. Symmetric. Two
 * candidates of one ambiguous mention are not together by that mention alone.
 */
struct company_row {
    str id, name;
    enum entity_type type;
    size_t briefings, paragraphs;
};
struct company_page {
    struct company_row *rows;
    size_t count;
    bool more;
};
/* By paragraphs descending, then briefings descending, then id. `types`: ENTITY_TYPE_BITs, 0: all.
 * `from` needs its counts and id. */
struct err catalog_company(struct catalog *c, str id, unsigned types,
                           const struct company_row *from, bool backwards, size_t limit,
                           struct arena *a, struct company_page *page);

/* -- Mentions ------------------------------------------------------------------------------------
 *
 * The order everywhere: briefings as in the list sorted by date in its natural direction (newest
 * first, undated last, then id), in a briefing by start, then end.
 */
struct mention_row {
    str briefing, title;
    struct date date;
    struct span span; /* bytes of that briefing's rendered text */
    size_t block;     /* index of the block that it starts in */
    str form;         /* the words, white space as one space */
    bool ambiguous;
    size_t number, of; /* this is mention `number` (from 1) of `of` in its briefing */
    str sort_key;      /* opaque: of the briefing */
    size_t at;         /* catalog/mentions_with.h: its number there */
};
struct mention_page {
    struct mention_row *rows;
    size_t count;
    bool more;
};
/* `from` needs `briefing`, `sort_key` and `span`. */
struct err catalog_mentions(struct catalog *c, str id, const struct mention_row *from,
                            bool backwards, size_t limit, struct arena *a,
                            struct mention_page *page);

/* The rows from number `first` on: for those who do not go from row to row. Of the briefings before
 * them only how many mentions they have is read, from the nearer end. */
struct err catalog_mentions_from(struct catalog *c, str id, size_t first, size_t limit,
                                 struct arena *a, struct mention_page *page);

/* A briefing that mentions it, and where it stands among those. */
struct mention_briefing {
    str briefing, title;
    struct date date;
    size_t mentions;         /* of the entity, in it */
    struct span first, last; /* the first and the last of those */
    size_t number, of;       /* briefing `number` (from 1) of `of` */
    str sort_key;
};

/* False if the briefing does not mention the entity (or is not there). */
bool catalog_mention_briefing(struct catalog *c, str id, str briefing, struct arena *a,
                              struct mention_briefing *row);

/* The next one after that briefing in the order, or (`backwards`) the one before; `briefing` need
 * not mention the entity, but must be in the library; absent: the first, or the last of all. False
 * if there is none. */
bool catalog_mention_next(struct catalog *c, str id, str briefing, bool backwards, struct arena *a,
                          struct mention_briefing *row);

#endif
