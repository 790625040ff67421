/* An article's bytes as a document: decoding, front matter, rendering, and what looks wrong. */
#ifndef ATTACHE_LOADER_ARTICLE_H
#define ATTACHE_LOADER_ARTICLE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/str.h"
#include "text/document.h"

enum article_kind { ARTICLE_NONE, ARTICLE_MARKDOWN, ARTICLE_PLAIN };

/* By the extension of its name, in any case of its letters; rank: of files that would share an id
 * the one with the lower wins. ARTICLE_NONE: no article. */
enum article_kind article_kind(str path, size_t *rank);

struct article {
    struct document document;
    str front_matter; /* the YAML between the dashes; absent if there is none. Starts on line 2 */
};

/*
 * Reads the bytes of an article. `file` names it in diagnostics: utf8, hidden-character,
 * front-matter and empty go to `diags`. What is refused (UTF-16, UTF-32, tables past all measure)
 * gives an err, with its diagnostic in `refused`.
 */
struct err article_read(str bytes, enum article_kind kind, str file, struct arena *a,
                        struct diag_list *diags, struct diag_list *refused, struct article *out);

/* [encoding], [utf8] and [hidden-character] of a file, by its bytes, as far as they are not a YAML
 * reader's to say: with `yaml` only hidden-character. Returns the text. */
str article_decode(str bytes, bool yaml, str file, struct arena *a, struct diag_list *diags,
                   const char **refused);

/* Where the YAML of the front matter starts and ends, and where the text after it starts; false if
 * there is none. *unclosed: it opens, but nothing closes it. */
struct front_matter {
    size_t start, end, text;
};
bool front_matter_find(str source, struct front_matter *found, bool *unclosed);

#endif
