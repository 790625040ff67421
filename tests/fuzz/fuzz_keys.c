/* Any bytes as what is typed into the app: keys, mouse, pastes, replies, and windows of any size.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/outside.h"
#include "ui/app.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

enum { LONGEST = 4096, TODAY = 19821 };

#define ENGLAND "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"

static const struct tree_file files[] = {
    {"library.yaml",   "title: All \u202Esorts\n"                                                 },
    {"entities.yaml",
     "entities:\n  - {id: japan, type: country, name: Japan, aliases: [日本]}\n"
     "  - {id: us, type: GPE, name: \"Un\\eited\\u200B States\"}\n  - {id: lee, name: Lee}\n"     },
    {"2024/a.md",
     "# Lunar talks " ENGLAND "\n\nJapan and the Un&#27;ited&#8203; States signed it on 8 July; "
     "Lee saw [[pact]]\nand <https://example.org/>. 岸田 👩‍👩‍👧 "
     "e\u0301\u0302\u0303\n\n## "
     "Sub\n\n"
     "> - one\n>   1. two Japan\n\n```\nint\tx; // a long line of code that is wider than most "
     "screens are, by far, to be sure\n```\n\n| a | Japan |\n|---|--:|\n| Lee | 1 |\n\nThe end.\n"},
    {"2024/a.yaml",
     "date: 2024-07\ntopics: [moon, \"\\e[2J\"]\nsource: {name: W, url: 'https://example.org'}\n"
     "entities: [japan, us, {id: x, name: X, mentions: [{quote: signed it}]}]\nagreements:\n"
     "  - id: pact\n    title: Pact\n    parties: [japan, us]\n    milestones:\n"
     "      - {date: 2024-07-08, status: signed, quote: signed it}\n"
     "      - {date: ../2025, status: ratified, expected: true, quote: the end}\n"
     "events: [{id: e, title: Event, date: 2023, participants: [lee]}]\n"
     "relations: [{subject: japan, predicate: ally-of, object: us, quote: Japan and}]\n"
     "notes: [{quote: Lee, text: who}]\n"                                                         },
    {"2024/b.txt",     "Plain text of Japan.\n\nLee.\n"                                           },
    {"2024/b.yaml",
     "date: 2025-02~\nagreements: [{id: pact, status: ratified, date: 2025-01, quote: Japan},\n"
     "  {id: other, status: nonsense, date: 2024-13, parties: [nobody]}]\n"                       },
    {"odd\x1B[31m.md", "---\ntitle: [\n---\n\u202E\x9B\n"                                         },
};

void fuzz_one(str bytes)
{
    static char cache[sizeof((struct tree *)0)->home + 8];
    struct tree *tree = fuzz_tree(files, sizeof files / sizeof *files);
    struct library lib = {0};
    if (!cache[0]) {
        snprintf(cache, sizeof cache, "%s/cache", tree->home);
        setenv("PATH", "/nowhere", 1); /* no editor, no browser */
        unsetenv("VISUAL");
        unsetenv("EDITOR");
        unsetenv("BROWSER");
        setlocale(LC_ALL, "C.UTF-8");
    }
    fuzz_ok(library_open(&lib, str_of(tree->root)));
    bool ascii = bytes.len && bytes.ptr[0] == 'A';
    outside_type(str_sub(bytes, 1, LONGEST), ascii);
    struct app_options options = {.today = TODAY, .no_sandbox = true, .cache_home = str_of(cache)};
    FUZZ_EXPECT(app_run(&lib, &options) == 0);
    library_close(&lib);
}
