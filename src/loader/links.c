#include "loader/found.h"

#include "base/strmap.h"
#include "text/fold.h"

/* -- Percent-decoding -------------------------------------------------------------------------- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What is no escape stays as it is. */
static str percent_decode(str s, struct arena *a)
{
    char *out = arena_alloc(a, s.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        int high = s.ptr[i] == '%' && i + 2 < s.len ? hex_value(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_value(s.ptr[i + 2]) : -1;
        out[len++] = low >= 0 ? (char)(high * 16 + low) : s.ptr[i];
        i += low >= 0 ? 2 : 0;
    }
    return (str){out, len};
}

/* -- Places ------------------------------------------------------------------------------------ */

/* Line and column of rising offsets in the article, each counted from the one before. */
struct cursor {
    str source;
    size_t offset, line, column;
};

static struct origin cursor_origin(struct cursor *c, const struct briefing *b, size_t rendered)
{
    size_t target = document_source_offset(&b->document, rendered);
    if (target < c->offset)
        *c = (struct cursor){.source = c->source, .line = 1, .column = 1};
    size_t line, column;
    source_line_column(str_sub(c->source, c->offset, target), target - c->offset, &line, &column);
    c->column = line > 1 ? column : c->column + column - 1;
    c->line += line - 1;
    c->offset = target;
    return (struct origin){.file = b->path, .line = c->line, .column = c->column};
}

/* -- Links ------------------------------------------------------------------------------------- */

struct span_list {
    struct span *items;
    size_t len, cap;
};

struct linking {
    struct loading *l;
    struct found_list *list, *blocked;
    struct cursor cursor;
    struct strmap agreements;   /* of this briefing, by id */
    struct span_list *mentions; /* of those */
    VEC(struct reference) elsewhere;
};

static struct origin origin_of(struct linking *k, const struct inline_span *in)
{
    return cursor_origin(&k->cursor, k->l->briefing, in->span.start);
}

static void link_entity(struct linking *k, str id, const struct inline_span *in)
{
    struct reader *r = &k->l->reader;
    const struct entity *e = scope_entity(k->l->scope, id);
    struct origin at = origin_of(k, in);
    if (e) {
        found_add(k->l, k->list, in->span, MENTION_LINK, at, e);
        return;
    }
    loading_stranger(k->l, STRANGER_LINK, id, at, &in->span);
    str more = scope_suggest(r, k->l->scope, id);
    diag_add(r->diags, at, DIAG_UNKNOWN_ENTITY, "a link names '%.*s', which no entity has%.*s",
             STR_FMT(reader_shown(r, id)), STR_FMT(more));
}

/* An agreement that this briefing states? */
static bool link_agreement(struct linking *k, str id, const struct inline_span *in)
{
    size_t at;
    if (!strmap_get(&k->agreements, id, &at))
        return false;
    found_add(k->l, k->blocked, in->span, MENTION_LINK, (struct origin){0}, NULL);
    if (in->span.start < in->span.end)
        *VEC_PUSH(k->l->reader.arena, &k->mentions[at]) = in->span;
    return true;
}

static void link_elsewhere(struct linking *k, str id, const struct inline_span *in)
{
    found_add(k->l, k->blocked, in->span, MENTION_LINK, (struct origin){0}, NULL);
    *VEC_PUSH(k->l->reader.arena, &k->elsewhere) =
        (struct reference){.id = id, .at = origin_of(k, in)};
}

/* The owners of an exact name, or of an alias. */
static void link_name(struct linking *k, str name, const struct inline_span *in)
{
    struct loading *l = k->l;
    struct name_hits hits = {0};
    struct found found = {.span = in->span, .origin = MENTION_LINK};
    if (l->crowded || in->span.start >= in->span.end)
        return;
    str folded = str_trim(text_fold_only(name, l->scratch));
    names_exact(l->scope->sets, l->scope->count, folded, l->scratch, &hits);
    found.at = origin_of(k, in);
    if (hits.len)
        found_add_meant(l, k->list, found, folded, hits.items, hits.len);
    else
        loading_stranger(l, STRANGER_WIKI, name, found.at, &in->span);
}

static void link_wiki(struct linking *k, const struct inline_span *in)
{
    str target = str_trim(in->target);
    const struct entity *e = scope_entity(k->l->scope, target);
    if (e)
        found_add(k->l, k->list, in->span, MENTION_LINK, origin_of(k, in), e);
    else if (!link_agreement(k, target, in))
        link_name(k, target, in);
}

static void link_address(struct linking *k, const struct inline_span *in)
{
    static const str entity = STR_INIT("entity:"), agreement = STR_INIT("agreement:");
    struct arena *a = k->l->reader.arena;
    if (str_starts(in->target, entity)) {
        link_entity(k, percent_decode(str_from(in->target, entity.len), a), in);
    } else if (str_starts(in->target, agreement)) {
        str id = percent_decode(str_from(in->target, agreement.len), a);
        if (!link_agreement(k, id, in))
            link_elsewhere(k, id, in);
    }
}

static void keep_agreement_links(struct linking *k)
{
    struct briefing *b = k->l->briefing;
    for (size_t i = 0; i < b->agreement_count; i++) {
        b->agreements[i].mentions = k->mentions[i].items;
        b->agreements[i].mention_count = k->mentions[i].len;
    }
    b->agreement_links = k->elsewhere.items;
    b->agreement_link_count = k->elsewhere.len;
}

void found_by_links(struct loading *l, struct found_list *list, struct found_list *blocked)
{
    struct briefing *b = l->briefing;
    struct linking k = {.l = l, .list = list, .blocked = blocked};
    k.cursor = (struct cursor){.source = b->document.source, .line = 1, .column = 1};
    k.mentions = ARENA_ARRAY(l->scratch, struct span_list, b->agreement_count);
    for (size_t i = 0; i < b->agreement_count; i++)
        strmap_add(&k.agreements, l->scratch, b->agreements[i].id, i);
    for (size_t i = 0; i < b->document.inline_count; i++) {
        const struct inline_span *in = &b->document.inlines[i];
        if (in->kind == INLINE_LINK)
            link_address(&k, in);
        else if (in->kind == INLINE_WIKI)
            link_wiki(&k, in);
    }
    keep_agreement_links(&k);
}
