#include "ui/panes/kwic.h"

#include "base/mem.h"
#include "text/context.h"
#include "text/safe.h"

enum { MARGIN = 1 };

struct kwic_text {
    struct arena arena;
    str briefing;
    const struct document *document; /* NULL: it cannot be read */
    bool needed;
};

static void free_text(struct kwic_text *t)
{
    arena_release(&t->arena);
    mem_free(t);
}

void kwic_release(struct kwic *k)
{
    for (size_t i = 0; i < k->texts.len; i++)
        free_text(k->texts.items[i]);
    arena_release(&k->arena);
    k->texts.items = NULL;
    k->texts.len = k->texts.cap = 0;
}

static struct kwic_text *find(const struct kwic *k, str briefing)
{
    for (size_t i = 0; i < k->texts.len; i++)
        if (str_eq(k->texts.items[i]->briefing, briefing))
            return k->texts.items[i];
    return NULL;
}

static const struct document *read_text(const struct session *s, str briefing, struct arena *a)
{
    struct document *document = ARENA_NEW(a, struct document);
    struct err e = library_load_text(s->library, briefing, a, document);
    return err_failed(&e) ? NULL : document;
}

void kwic_need(struct kwic *k, const struct session *s, str briefing)
{
    struct kwic_text *t = find(k, briefing);
    if (!t) {
        t = mem_calloc(1, sizeof *t);
        t->briefing = arena_str(&t->arena, briefing);
        t->document = read_text(s, briefing, &t->arena);
        *VEC_PUSH(&k->arena, &k->texts) = t;
    }
    t->needed = true;
}

void kwic_sweep(struct kwic *k)
{
    size_t kept = 0;
    for (size_t i = 0; i < k->texts.len; i++) {
        struct kwic_text *t = k->texts.items[i];
        if (t->needed)
            k->texts.items[kept++] = t;
        else
            free_text(t);
    }
    k->texts.len = kept;
    for (size_t i = 0; i < kept; i++)
        k->texts.items[i]->needed = false;
}

/* The left context from its first whole word on, where it was cut and has one. */
static str from_word(str left, bool cut)
{
    size_t space = cut ? str_find_byte(left, ' ', 0) : STR_NONE;
    return space == STR_NONE || space + 1 >= left.len ? left : str_from(left, space + 1);
}

static str to_word(str right, bool cut)
{
    size_t end = cut ? right.len : 0;
    while (end > 0 && right.ptr[end - 1] != ' ')
        end--;
    return end > 1 ? str_sub(right, 0, end - 1) : right;
}

/* What was cut off between words is marked; there is room for it. */
static void draw_around(struct canvas *c, int row, int column, const struct context *context)
{
    str left = from_word(context->left, context->cut_left);
    str right = to_word(context->right, context->cut_right);
    int start = column - (int)safe_width(left), end = column + context->hit_width;
    canvas_text(c, row, start, column - start, left, STYLE(QUIET));
    if (left.len < context->left.len)
        canvas_glyph(c, row, start - 1, "\u2026", "~", STYLE(RULE));
    end += canvas_text(c, row, end, -1, right, STYLE(TEXT));
    if (right.len < context->right.len)
        canvas_glyph(c, row, end, "\u2026", "~", STYLE(RULE));
}

void kwic_draw(const struct kwic *k, const struct session *s, struct canvas *c, int row,
               const struct mention_row *mention, struct style hit)
{
    struct arena a = {0};
    const struct kwic_text *t = find(k, mention->briefing);
    int cells = c->area.columns - 2 * MARGIN, before = cells * 2 / 5;
    struct context context = {.hit = STR("")};
    if (t && t->document)
        context = context_of(t->document, mention->span, before, cells, s->ascii, &a);
    /* Either may be cut. */
    bool same = context.hit.len &&
                (str_starts(mention->form, context.hit) || str_starts(context.hit, mention->form));
    int column = MARGIN + before, room = cells - context.hit_width;
    if (mention->ambiguous)
        canvas_text(c, row, 0, 1, STR("?"), STYLE(WARNING));
    if (same) {
        column = MARGIN + (before < room ? before : room > 0 ? room : 0);
        draw_around(c, row, column, &context);
    }
    canvas_text_cut(c, row, column, cells + MARGIN - column, same ? context.hit : mention->form,
                    hit);
    arena_release(&a);
}
