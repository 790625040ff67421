/*
 * The text of a block of raw HTML: without tags, comments, declarations, scripts and styles, white
 * space collapsed, entities decoded. Block-level tags end a paragraph, h1 to h6 make headings, pre
 * makes code. Only what these tags mean for text is known: nothing else of HTML is.
 */
#ifndef ATTACHE_TEXT_HTML_TEXT_H
#define ATTACHE_TEXT_HTML_TEXT_H

#include "text/builder.h"

/* One block of raw HTML. Set the first four; the rest is zero. */
struct html_text {
    struct builder *builder;
    void (*open)(void *context, enum block_kind kind, int level); /* opens a block in the builder */
    void (*close)(void *context);                                 /* ends it */
    void *context;

    enum { HTML_TEXT, HTML_TAG, HTML_COMMENT, HTML_DECLARATION, HTML_INSTRUCTION } state;
    char quote;    /* within an attribute's value in a tag: ' or ", else 0 */
    bool closing;  /* the tag is an end tag */
    char name[16]; /* of the tag, in lower case, cut */
    size_t name_len;
    bool named;        /* the name is complete */
    const char *muted; /* inside script or style: their text is not seen */
    int heading;       /* level of the open heading, 0 outside */
    bool preformatted; /* inside pre */
    bool space;        /* white space was read and is written when text follows */
};

void html_text_feed(struct html_text *h, size_t start, size_t end); /* source bytes of one line */
void html_text_line_end(struct html_text *h);

/* True for the tags whose text is not seen (script, style). `tag` is "<name …" or "</name …". */
bool html_is_muted(str tag);
bool html_is_break(str tag); /* br */

#endif
