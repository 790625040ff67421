/*
 * What holds for every document, layout and safe text, whatever they were made from: for tests by
 * property and for fuzzing. Each returns NULL, or what does not hold.
 */
#ifndef ATTACHE_TESTS_SUPPORT_SOUND_H
#define ATTACHE_TESTS_SUPPORT_SOUND_H

#include "base/arena.h"
#include "model/briefing.h"
#include "text/document.h"
#include "text/safe.h"
#include "text/wrap.h"

const char *document_fault(const struct document *doc);

/* In a test of cmocka's. */
#define assert_sound(fault)                                                                        \
    do {                                                                                           \
        const char *fault_found = (fault);                                                         \
        if (fault_found)                                                                           \
            fail_msg("%s", fault_found);                                                           \
    } while (0)

/* All text is shown, once; within the measure unless it is marked; places lead to where the text
 * is. */
const char *layout_fault(const struct document *doc, const struct layout *l, struct arena *a);

/* No code point that a terminal must not see. `ascii`: nothing but ASCII. */
const char *safe_fault(str s, enum safe_mode mode, bool ascii);

/* Spans lie in the text, indexes in their arrays, everything in its order. */
const char *briefing_fault(const struct briefing *b);

#endif
