/* Every problem that a sidecar can have, as the line that `check` prints of it. */
#include "tests/unit/loaded.h"

#define ARTICLE "# Summit\n\nJapan met the United States in Tokyo. Both signed a pact.\n"
#define JAPAN   "entities:\n  - {id: japan, name: Japan}\n"

struct problem {
    const char *name, *sidecar, *diags;
};

#define AT "library/a.yaml:"

static const struct problem PROBLEMS[] = {
    {"nothing wrong",                      JAPAN,                                                              ""                                                                                     },
    {"an empty sidecar is nothing",        "",                                                                 ""                                                                                     },
    {"comments alone are nothing",         "# nothing yet\n",                                                  ""                                                                                     },
    {"not YAML",                           "title: [a\n",                                                      AT "1:8: error: * [yaml]\n"                                                            },
    {"the root is a list",                 "- a\n",
     AT "1:1: error: a sidecar is a list, not a mapping [wrong-type]\n"                                                                                                                               },
    {"the root is a scalar",               "a\n",
     AT "1:1: error: a sidecar is a scalar, not a mapping [wrong-type]\n"                                                                                                                             },
    {"an unknown key",                     "titel: x\n",
     AT "1:1: warning: a sidecar has no key 'titel'; did you mean 'title'? [unknown-key]\n"                                                                                                           },
    {"a merge key",                        "<<: x\n",                                                          AT "1:1: warning: a sidecar has no key '<<' [unknown-key]\n"                           },
    {"keys of one's own",                  "x-mine: {a: b}\n",                                                 ""                                                                                     },
    {"a key given twice",                  "title: a\ntitle: b\n",
     AT "2:1: error: 'title' is given twice; the first counts [duplicate-key]\n"                                                                                                                      },
    {"one's own key given twice",          "x-a: a\nx-a: b\n",
     AT "2:1: error: 'x-a' is given twice; the first counts [duplicate-key]\n"                                                                                                                        },
    {"a key that is a list",               "[a]: b\n",
     AT "1:1: error: a list stands where the name of a key belongs [wrong-type]\n"                                                                                                                    },
    {"nothing after a key",                "title:\n",                                                         AT "1:1: warning: 'title' has no value [empty-value]\n"                                },
    {"white space after a key",            "title: '  '\n",
     AT "1:1: warning: 'title' has no value [empty-value]\n"                                                                                                                                          },
    {"nothing after a date",               "date:\n",                                                          AT "1:1: error: 'date' has no value [empty-value]\n"                                   },
    {"a list where a scalar belongs",      "title: [a]\nlanguage: en\n",
     AT "1:8: error: 'title' is a list, not a scalar [wrong-type]\n"                                                                                                                                  },
    {"a mapping where a list belongs",     "topics: {a: b}\n",
     AT "1:9: error: 'topics' is a mapping, not a list [wrong-type]\n"                                                                                                                                },
    {"a mapping among scalars",            "topics: [a, {b: c}]\n",
     AT "1:13: error: an item of 'topics' is a mapping, not a scalar [wrong-type]\n"                                                                                                                  },
    {"nothing among scalars",              "topics: [a, '']\n",
     AT "1:13: warning: an item of 'topics' has no value [empty-value]\n"                                                                                                                             },
    {"a source that is a list",            "source: [a]\n",
     AT "1:9: error: 'source' is a list, not a mapping [wrong-type]\n"                                                                                                                                },
    {"a source with an unknown key",       "source: {nam: a}\n",
     AT "1:10: warning: 'source' has no key 'nam'; did you mean 'name'? [unknown-key]\n"                                                                                                              },
    {"a date that cannot be read",         "date: 2024-13\n",
     AT "1:7: error: the date '2024-13' cannot be read: * [bad-date]\n"                                                                                                                               },

    {"an entity without id",               "entities: [{name: Japan}]\n",
     AT "1:12: error: an entity has no 'id' [missing-key]\n"                                                                                                                                          },
    {"an entity with an empty id",         "entities: [{id: , name: Japan}]\n",
     AT "1:13: error: 'id' has no value [empty-value]\n"                                                                                                                                              },
    {"an id with white space at its ends", "entities: [{id: ' a', name: Japan}]\n",
     AT "1:17: error: the id ' a' begins or ends with white space [unknown-value]\n"                                                                                                                  },
    {"an entity without name",             "entities:\n- id: japan\n  type: country\n",
     AT "2:3: error: entity 'japan' has no 'name', and no registry has the entity [missing-key]\n"                                                                                                    },
    {"an entity with an empty name",       "entities:\n- id: japan\n  name: \n",
     AT "3:3: error: 'name' has no value [empty-value]\n"                                                                                                                                             },
    {"an id that no registry has",         "entities: [japan]\n",
     AT "1:12: error: no registry has an entity 'japan' [unknown-entity]\n"                                                                                                                           },
    {"an entity twice",                    "entities:\n- {id: a, name: A}\n- {id: a, name: B}\n",
     AT "3:8: error: entity 'a' stands here twice; the first counts [duplicate-id]\n"                                                                                                                 },
    {"an unknown type",                    "entities: [{id: a, name: A, type: persn}]\n",
     AT "1:35: error: 'persn' is no type of entity; did you mean 'person'? [unknown-value]\n"                                                                                                         },
    {"an unknown way to match",            "entities: [{id: a, name: A, match: never}]\n",
     AT "1:36: error: 'match' is 'never', not auto or listed [unknown-value]\n"                                                                                                                       },
    {"a mention of nothing",               "entities: [{id: a, name: A, mentions: [{prefix: b}]}]\n",
     AT "1:40: error: a mention has no 'quote' and no 'span' [missing-key]\n"                                                                                                                         },
    {"a mention of an empty quote",        "entities: [{id: a, name: A, mentions: [{quote: }]}]\n",
     AT "1:41: error: 'quote' has no value [empty-value]\n"                                                                                                                                           },
    {"a mention that is a scalar",         "entities: [{id: a, name: A, mentions: Japan}]\n",
     AT "1:39: error: a mention is a scalar, not a mapping [wrong-type]\n"                                                                                                                            },
    {"a bad occurrence",
     "entities: [{id: a, name: A, mentions: [{quote: Japan, occurrence: 0}]}]\n",                              AT "1:67: error: 'occurrence' is '0', not a number from 1 or 'all' [unknown-value]\n"  },
    {"an orphan",                          "entities: [{id: a, name: A, mentions: [{quote: China}]}]\n",
     AT "1:48: warning: a mention of 'a' is not in the text: 'China' [quote-not-found]\n"                                                                                                             },
    {"an occurrence too many",
     "entities: [{id: a, name: A, mentions: [{quote: Japan, occurrence: 2}]}]\n",                              AT "1:48: warning: a mention of 'a' is not in the text: 'Japan' [quote-not-found]\n"   },
    {"a span past the end",                "entities: [{id: a, name: A, mentions: [{span: [5000, 5001]}]}]\n",
     AT "1:47: warning: a mention of 'a' has a span that covers no text [quote-not-found]\n"                                                                                                          },
    {"a span that ends past the end",
     "entities: [{id: a, name: A, mentions: [{span: [10, 5001]}]}]\n",                                         AT "1:47: warning: a mention of 'a' has a span that covers no text [quote-not-found]\n"},
    {"a span of markup",                   "entities: [{id: a, name: A, mentions: [{span: [0, 2]}]}]\n",
     AT "1:47: warning: a mention of 'a' has a span that covers no text [quote-not-found]\n"                                                                                                          },
    {"a span of numbers past all measure",
     "entities: [{id: a, name: A, mentions: [{span: [99999999999999999999, "
     "199999999999999999999999]}]}]\n",                                                                        AT "1:47: warning: a mention of 'a' has a span that covers no text [quote-not-found]\n"},
    {"a quote that has moved",
     "entities: [{id: a, name: A, mentions: [{span: [0, 6], quote: Japan}]}]\n",                               AT "1:47: warning: a mention of 'a' has moved: 'Japan' does not stand at its span any more "
        "[quote-moved]\n"                                                                                             },
    {"an empty span",                      "entities: [{id: a, name: A, mentions: [{span: [7, 07]}]}]\n",
     AT "1:47: error: the span is empty: write [start, end] in characters of the file, from 0 "
        "[bad-span]\n"                                                                                                                                                                                },
    {"a reversed span",                    "entities: [{id: a, name: A, mentions: [{span: [9, 7]}]}]\n",
     AT "1:47: error: the span ends before it starts: write [start, end] in characters of the "
        "file, from 0 [bad-span]\n"                                                                                                                                                                   },
    {"a negative span",                    "entities: [{id: a, name: A, mentions: [{span: [-9, 7]}]}]\n",
     AT "1:47: error: the span is negative: write [start, end] in characters of the file, from 0 "
        "[bad-span]\n"                                                                                                                                                                                },
    {"a span of words",                    "entities: [{id: a, name: A, mentions: [{span: [a, b]}]}]\n",
     AT "1:47: error: the span is not of whole numbers: write [start, end] in characters of the "
        "file, from 0 [bad-span]\n"                                                                                                                                                                   },
    {"a span with a negative end",         "entities: [{id: a, name: A, mentions: [{span: [1, -9]}]}]\n",
     AT "1:47: error: the span is negative"
        ": write [start, end] in characters of the file, from 0 [bad-span]\n"                                                                                                                         },
    {"a span of a number and a word",      "entities: [{id: a, name: A, mentions: [{span: [1, b]}]}]\n",
     AT "1:47: error: the span is not of whole numbers"
        ": write [start, end] in characters of the file, from 0 [bad-span]\n"                                                                                                                         },
    {"a span of three numbers",            "entities: [{id: a, name: A, mentions: [{span: [1, 2, 3]}]}]\n",
     AT "1:47: error: the span is not of two numbers"
        ": write [start, end] in characters of the file, from 0 [bad-span]\n"                                                                                                                         },
    {"a mention of an empty span",         "entities: [{id: a, name: A, mentions: [{span: }]}]\n",
     AT "1:41: error: 'span' has no value [empty-value]\n"                                                                                                                                            },
    {"a mention of two that are empty",
     "entities: [{id: a, name: A, mentions: [{quote: , span: }]}]\n",                                          AT "1:41: error: 'quote' has no value [empty-value]\n" AT
        "1:50: warning: 'span' has no value [empty-value]\n"                                                                     },
    {"a quote and an empty span",
     "entities: [{id: a, name: A, mentions: [{quote: Japan, span: }]}]\n",                                     AT "1:55: warning: 'span' has no value [empty-value]\n"                                },
    {"a span and an empty quote",
     "entities: [{id: a, name: A, mentions: [{quote: , span: [2, 7]}]}]\n",                                    AT "1:41: warning: 'quote' has no value [empty-value]\n"                               },
    {"a span that is a mapping",           "entities: [{id: a, name: A, mentions: [{span: {a: 1}}]}]\n",
     AT "1:47: error: 'span' is a mapping, not a list [wrong-type]\n"                                                                                                                                 },
    {"a span with a list in it",           "entities: [{id: a, name: A, mentions: [{span: [[1], 2]}]}]\n",
     AT "1:48: error: an item of 'span' is a list, not a scalar [wrong-type]\n"                                                                                                                       },
    {"an occurrence in words",
     "entities: [{id: a, name: A, mentions: [{quote: Japan, occurrence: two}]}]\n",                            AT "1:67: error: 'occurrence' is 'two', not a number from 1 or 'all' [unknown-value]\n"},
    {"a span of one number",               "entities: [{id: a, name: A, mentions: [{span: 5}]}]\n",
     AT "1:47: error: the span is not of two numbers: write [start, end] in characters of the "
        "file, from 0 [bad-span]\n"                                                                                                                                                                   },

    {"an agreement without id",            "agreements: [{title: a}]\n",
     AT "1:14: error: an agreement has no 'id' [missing-key]\n"                                                                                                                                       },
    {"an agreement twice",                 "agreements: [{id: a}, {id: a}]\n",
     AT "1:28: error: agreement 'a' stands here twice; the first counts [duplicate-id]\n"                                                                                                             },
    {"an agreement that is a scalar",      "agreements: a\n",
     AT "1:13: error: an agreement is a scalar, not a mapping [wrong-type]\n"                                                                                                                         },
    {"an unknown party",                   JAPAN "agreements:\n- id: lunar\n  parties: [jpan, japan]\n",
     AT "5:13: error: agreement 'lunar' names party 'jpan', which no entity has; did you mean "
        "'japan'? [unknown-party]\n"                                                                                                                                                                  },
    {"an unknown party of a milestone",
     JAPAN "agreements:\n- id: lunar\n  milestones: [{party: jpn, status: signed}]\n",
     AT "5:24: error: agreement 'lunar' names party 'jpn', which no entity has; did you mean "
        "'japan'? [unknown-party]\n"                                                                                                                                                                  },
    {"an unknown status",                  "agreements: [{id: a, status: sined}]\n",
     AT "1:30: error: 'sined' is no status; did you mean 'signed'? [unknown-value]\n"                                                                                                                 },
    {"a party's status of no party",       "agreements: [{id: a, status: acceded}]\n",
     AT "1:30: error: 'acceded' is what one party does: it needs a milestone with a 'party' "
        "[unknown-value]\n"                                                                                                                                                                           },
    {"a status that its milestones deny",
     "agreements:\n- id: a\n  status: signed\n  milestones: [{date: 2024, status: announced}]\n",              AT "3:11: warning: agreement 'a' is said to be 'signed', but by its milestones it is "
        "'announced' [status-differs]\n"                                                             },
    {"a milestone with a bad date",        "agreements:\n- id: a\n  milestones: [{date: 2024-4}]\n",
     AT "3:23: error: the date '2024-4' cannot be read: * [bad-date]\n"                                                                                                                               },
    {"a flag that is none",
     "agreements:\n- id: a\n  milestones: [{date: 2024, expected: perhaps}]\n",                                AT "3:39: error: 'expected' is 'perhaps', not true or false [unknown-value]\n"         },
    {"evidence that is not there",         "agreements: [{id: a, quote: never said}]\n",
     AT "1:29: warning: the text does not say 'never said' [quote-not-found]\n"                                                                                                                       },

    {"an event without id",                "events: [{title: a}]\n",
     AT "1:10: error: an event has no 'id' [missing-key]\n"                                                                                                                                           },
    {"an event twice",                     "events: [{id: a}, {id: a}]\n",
     AT "1:24: error: event 'a' stands here twice; the first counts [duplicate-id]\n"                                                                                                                 },
    {"an unknown participant",             JAPAN "events: [{id: a, participants: japan2}]\n",
     AT "3:32: error: event 'a' names participant 'japan2', which no entity has; did you mean "
        "'japan'? [unknown-entity]\n"                                                                                                                                                                 },
    {"a relation without predicate",       JAPAN "relations: [{subject: japan, object: japan}]\n",
     AT "3:13: error: a relation has no 'predicate' [missing-key]\n"                                                                                                                                  },
    {"a relation of an unknown subject",
     JAPAN "relations: [{subject: china, predicate: near, object: japan}]\n",
     AT "3:23: error: a relation names subject 'china', which no entity has [unknown-entity]\n"                                                                                                       },
    {"a note without text",                "notes: [{quote: Japan}]\n",
     AT "1:9: error: a note has no 'text' [missing-key]\n"                                                                                                                                            },
    {"a note on nothing",                  "notes: [{quote: China, text: x}]\n",
     AT "1:17: warning: the text does not say 'China' [quote-not-found]\n"                                                                                                                            },
    {"an undefined alias",                 "title: *a\n",                                                      AT "1:8: error: * [alias]\n"                                                           },
    {"a second document",                  "title: a\n---\ntitle: b\n",                                        AT "2:1: warning: * [second-document]\n"                                               },
    {"a hidden character",                 "title: a\u202Eb\n",
     AT "1:9: warning: the hidden character U+202E is shown as a stand-in [hidden-character]\n"                                                                                                       },
};

/* The same, but that one star stands for anything. */
static bool agrees(const char *text, const char *pattern)
{
    const char *star = strchr(pattern, '*');
    size_t before = star ? (size_t)(star - pattern) : 0;
    if (!star)
        return strcmp(text, pattern) == 0;
    return strncmp(text, pattern, before) == 0 && str_ends(str_of(text), str_of(star + 1)) &&
           strlen(text) >= strlen(pattern);
}

static void every_problem_has_its_line(void **state)
{
    struct loaded *t = *state;
    size_t wrong = 0;
    FILES(t, {"a.md", ARTICLE});
    for (size_t i = 0; i < sizeof PROBLEMS / sizeof *PROBLEMS; i++) {
        const struct problem *p = &PROBLEMS[i];
        tree_write(&t->tree, "a.yaml", p->sidecar);
        loaded_open(t, "library");
        const char *diags = loaded_diags(t, "a");
        if (!agrees(diags, p->diags)) {
            print_error("%s:\n%sinstead of\n%s\n", p->name, diags, p->diags);
            wrong++;
        }
        assert_non_null(t->briefing);
    }
    assert_int_equal(wrong, 0);
}

/* -- What is kept ------------------------------------------------------------------------------ */

/* Milestones as "date status party expected|- found|- undated|-", one a line. */
static const char *milestones(struct loaded *t, size_t agreement)
{
    const struct agreement *a = &t->briefing->agreements[agreement];
    buf_clear(&t->text);
    for (size_t i = 0; i < a->milestone_count; i++) {
        const struct milestone *m = &a->milestones[i];
        const char *status = status_name(m->status);
        buf_printf(&t->text, "%.*s %s %.*s %s %s %s\n", STR_FMT(m->date.text),
                   status ? status : "-", STR_FMT(m->party), m->expected ? "expected" : "-",
                   m->evidence.found ? "found" : "-", str_present(m->undated) ? "undated" : "-");
    }
    return loaded_text(t);
}

static void a_broken_piece_makes_no_other_claim(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", ARTICLE},
          {"a.yaml", JAPAN "agreements:\n"
                           "- id: a\n"
                           "  milestones:\n"
                           "  - {date: 2024-01, status: signed, party: jpan}\n"
                           "  - {date: 2024-02, status: signed, party: [japan]}\n"
                           "  - {date: 2024-03, status: withdrew}\n"
                           "  - {date: 2024-04, status: signed, expected: soon}\n"
                           "  - {date: 2024-13, status: announced}\n"
                           "  - {date: 2024-05, status: acceded, party: japan}\n"
                           "  - {date: 2024-06, status: signd, quote: a pact}\n"
                           "  - nothing\n"
                           "  - {date: , status: signed, expected: TRUE}\n"});
    loaded_open(t, "library");
    loaded_diags(t, "a");
    assert_string_equal(milestones(t, 0), "2024-01 -  - - -\n"
                                          "2024-02 -  - - -\n"
                                          "2024-03 -  - - -\n"
                                          "2024-04 -  - - -\n"
                                          " announced  - - undated\n"
                                          "2024-05 acceded japan - - -\n"
                                          "2024-06 -  - found -\n"
                                          " signed  expected - undated\n");
    const struct milestone *m = t->briefing->agreements[0].milestones;
    assert_non_null(strstr(arena_cstr(&t->arena, m[4].undated), "2024-13"));
    assert_true(str_eq(m[7].undated, STR("no date is given")));
    assert_int_equal(m[7].place, 7);
    assert_true(str_eq(m[7].briefing, STR("a")));
    assert_int_equal(m[5].at.line, 11);
}

static void an_entry_is_its_own_milestone(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", ARTICLE},
          {"a.yaml",
           JAPAN "agreements:\n"
                 "- {id: a, status: signed, date: 2024, quote: signed a pact, place: Tokyo,\n"
                 "   title: T, kind: pact, topics: space, parties: [japan, japan],\n"
                 "   supersedes: b, amends: c, part-of: d}\n"
                 "- {id: b, milestones: []}\n"
                 "- {id: c, status: withdrew}\n"
                 "- {id: d, status: signed, milestones: [nothing]}\n"});
    loaded_open(t, "library");
    loaded_diags(t, "a");
    assert_string_equal(milestones(t, 0), "2024 signed  - found -\n");
    assert_string_equal(milestones(t, 1), " -  - - undated\n");
    assert_string_equal(milestones(t, 2), " -  - - undated\n");
    assert_string_equal(milestones(t, 3), " signed  - - undated\n");
    const struct agreement *a = &t->briefing->agreements[0];
    assert_int_equal(a->party_count, 1);
    assert_int_equal(a->topic_count, 1);
    assert_true(str_eq(a->kind, STR("pact")) && str_eq(a->place, STR("Tokyo")));
    assert_true(str_eq(a->links_to[LINK_SUPERSEDES].id, STR("b")));
    assert_true(str_eq(a->links_to[LINK_AMENDS].id, STR("c")));
    assert_true(str_eq(a->links_to[LINK_PART_OF].id, STR("d")));
    assert_int_equal(a->links_to[LINK_PART_OF].at.line, 6);
    assert_int_equal(t->briefing->agreements[3].milestones[0].place, 3);
}

static void siblings_of_what_is_broken_stay(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", ARTICLE},
          {"a.yaml",
           JAPAN "title: [x]\n"
                 "language: en\n"
                 "topics: [a, [b], c]\n"
                 "events:\n"
                 "- {title: no id}\n"
                 "- {id: e, date: 2024-4, title: T, participants: [japan, x], quote: Tokyo}\n"
                 "relations:\n"
                 "- {subject: japan, predicate: near, object: china}\n"
                 "- {subject: japan, predicate: like, object: japan, quote: Japan met}\n"
                 "notes:\n"
                 "- {quote: Both signed, text: Who?}\n"
                 "- {quote: nowhere, text: kept}\n"
                 "- {quote: Both}\n"});
    loaded_open(t, "library");
    loaded_diags(t, "a");
    const struct briefing *b = t->briefing;
    assert_true(str_eq(b->title, STR("Summit")) && str_eq(b->language, STR("en")));
    assert_int_equal(b->topic_count, 2);
    assert_int_equal(b->event_count, 1);
    assert_int_equal(b->events[0].participant_count, 1);
    assert_true(b->events[0].evidence.found && !str_present(b->events[0].date.text));
    assert_true(str_present(b->events[0].undated));
    assert_int_equal(b->relation_count, 1);
    assert_true(str_eq(b->relations[0].predicate, STR("like")) && b->relations[0].evidence.found);
    assert_int_equal(b->note_count, 2);
    assert_true(b->notes[0].evidence.found && !b->notes[1].evidence.found);
}

static void a_place_twice_is_one_mention(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", "Japan and Japan.\n"},
          {"a.yaml",
           "entities:\n- id: a\n  name: Nippon\n  mentions:\n"
           "  - &m {quote: Japan, occurrence: all}\n  - *m\n"
           "  - {quote: Japan}\n  - {span: [0, 5]}\n  - {quote: Japan, prefix: 'and '}\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "a"), "");
    assert_string_equal(loaded_mentions(t), "Japan listed a\nJapan listed a\n");
}

/* The longer first where they begin together; one that is said twice is one. */
static void mentions_at_one_place(void **state)
{
    struct loaded *t = *state;
    FILES(t, {"a.md", "Japan and France met.\n"},
          {"a.yaml", "entities:\n"
                     "- {id: a, name: Zz, mentions: [{quote: Japan}, {quote: Japan and}, "
                     "{quote: Japan}, {quote: Japan, occurrence: all}, {span: [0, 5]}]}\n"
                     "- {id: b, name: Yy, mentions: [{quote: Japan}, {quote: Japan and France}, "
                     "{quote: Japan, occurrence: all}, {quote: Japan, occurrence: all}]}\n"});
    loaded_open(t, "library");
    assert_string_equal(loaded_diags(t, "a"), "");
    assert_string_equal(loaded_mentions(t), "Japan and France listed b\n"
                                            "Japan and listed a\n"
                                            "Japan listed a\n"
                                            "Japan listed b\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOADED_TEST(every_problem_has_its_line),
        LOADED_TEST(a_broken_piece_makes_no_other_claim),
        LOADED_TEST(an_entry_is_its_own_milestone),
        LOADED_TEST(siblings_of_what_is_broken_stay),
        LOADED_TEST(mentions_at_one_place),
        LOADED_TEST(a_place_twice_is_one_mention),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
