#include "model/entity.h"

static const str NAMES[ENTITY_TYPE_COUNT] = {
#define X(id, name, sign, plural) [ENTITY_##id] = STR_INIT(name),
    ENTITY_TYPES(X)
#undef X
};

/* The labels of OntoNotes 5 and CoNLL-2003 that are not a name of ours but for their case. */
static const struct synonym {
    const char *label;
    enum entity_type type;
} SYNONYMS[] = {
    {"PER",         ENTITY_PERSON      },
    {"ORG",         ENTITY_ORGANIZATION},
    {"GPE",         ENTITY_PLACE       },
    {"LOC",         ENTITY_PLACE       },
    {"FAC",         ENTITY_PLACE       },
    {"LAW",         ENTITY_AGREEMENT   },
    {"PRODUCT",     ENTITY_EQUIPMENT   },
    {"WORK_OF_ART", ENTITY_DOCUMENT    },
    {"MISC",        ENTITY_OTHER       },
};

bool entity_type_parse(str text, enum entity_type *type)
{
    for (size_t i = ENTITY_UNTYPED + 1; i < ENTITY_TYPE_COUNT; i++)
        if (str_eq_ascii_nocase(NAMES[i], text)) {
            *type = (enum entity_type)i;
            return true;
        }
    for (size_t i = 0; i < sizeof SYNONYMS / sizeof *SYNONYMS; i++)
        if (str_eq_ascii_nocase(str_of(SYNONYMS[i].label), text)) {
            *type = SYNONYMS[i].type;
            return true;
        }
    return false;
}

const char *entity_type_name(enum entity_type type)
{
    return NAMES[type].ptr;
}

char entity_type_sign(enum entity_type type)
{
    static const char signs[ENTITY_TYPE_COUNT] = {[ENTITY_UNTYPED] = 'X',
#define X(id, name, sign, plural) [ENTITY_##id] = (sign),
                                                  ENTITY_TYPES(X)
#undef X
    };
    return signs[type];
}

const char *entity_type_plural(enum entity_type type)
{
    static const char *const plurals[ENTITY_TYPE_COUNT] = {[ENTITY_UNTYPED] = "other",
#define X(id, name, sign, plural) [ENTITY_##id] = (plural),
                                                           ENTITY_TYPES(X)
#undef X
    };
    return plurals[type];
}

const char *mention_origin_name(enum mention_origin origin)
{
    static const char *const names[] = {
        [MENTION_AUTO] = "auto", [MENTION_LISTED] = "listed", [MENTION_LINK] = "link"};
    return names[origin];
}
