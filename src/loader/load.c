#include "base/fs.h"
#include "loader/article.h"
#include "loader/loading.h"
#include "loader/mentions.h"
#include "loader/references.h"
#include "loader/scopes.h"
#include "loader/sidecar.h"
#include "loader/yaml.h"
#include "text/unicode.h"

static struct err read_bytes(struct library *lib, const struct unit *unit, struct arena *a,
                             str *bytes)
{
    if (!str_present(lib->standard_input))
        return fs_read(&lib->root, unit->article, FS_LIMIT_CONTENT, a, bytes, NULL);
    *bytes = arena_str(a, lib->standard_input);
    return ERR_OK;
}

static struct err read_article(struct library *lib, const struct unit *unit, struct briefing *b,
                               struct arena *a, struct diag_list *refused, struct article *article)
{
    str bytes;
    struct err e = read_bytes(lib, unit, a, &bytes);
    if (err_failed(&e)) {
        scopes_report(e, (struct origin){.file = arena_str(refused->arena, unit->article)},
                      refused);
        return e;
    }
    enum article_kind kind = article_kind(unit->article, NULL);
    return article_read(bytes, kind == ARTICLE_NONE ? ARTICLE_MARKDOWN : kind, b->path, a,
                        &b->diags, refused, article);
}

static void settle_title(struct briefing *b)
{
    if (!str_present(b->title))
        b->title = b->document.heading;
    if (b->title.len == 0)
        b->title = path_base(b->id);
}

bool loading_is_spent(struct loading *l, struct origin at)
{
    enum { MILLION = 1000000 };
    if (l->anchor.search.effort <= (size_t)LIMIT_SEARCHES * MILLION)
        return false;
    if (!l->spent)
        diag_add(l->reader.diags, at, DIAG_TOO_LARGE,
                 "looking for quotes took %d million comparisons: this one and those after it are "
                 "not looked for",
                 LIMIT_SEARCHES);
    return l->spent = true;
}

void loading_stranger(struct loading *l, enum stranger_kind kind, str name, struct origin at,
                      const struct span *span)
{
    struct briefing *b = l->briefing;
    struct arena *a = l->reader.arena;
    if (b->stranger_count == LIMIT_MENTIONS)
        return;
    b->strangers =
        arena_grow(a, b->strangers, b->stranger_count, &b->stranger_cap, sizeof *b->strangers);
    struct stranger *s = &b->strangers[b->stranger_count++];
    *s = (struct stranger){.kind = kind, .name = arena_str(a, name), .at = at};
    s->in_text = span != NULL && span->start < span->end;
    if (s->in_text)
        s->span = *span;
}

/* Everything but the article itself, which stands in b->document. */
static void annotate(struct library *lib, struct briefing *b, str front_matter, struct arena *a)
{
    struct arena scratch = {0};
    struct loading l = {
        .reader = {.arena = a, .diags = &b->diags},
          .briefing = b, .scratch = &scratch
    };
    struct arena nodes = {0}; /* of the YAML: gone before the entities are copied */
    struct node *matter = NULL, *sidecar = NULL;
    l.folded = text_fold(b->document.text, &scratch);
    l.anchor = (struct anchor_text){.doc = &b->document, .folded = &l.folded, .arena = &scratch};
    if (str_present(front_matter))
        yaml_read(front_matter, b->path, 2, &nodes, a, &b->diags, &matter);
    if (str_present(b->sidecar))
        sidecar = scopes_read_yaml(lib, b->sidecar, &nodes, a, &b->diags, NULL);
    str directory = str_present(lib->standard_input) ? STR("") : path_dir(b->path);
    sidecar_read(&l, matter, sidecar, scopes_of(lib, directory)->scope);
    arena_release(&nodes);
    mentions_resolve(&l);
    settle_title(b);
    arena_release(&scratch);
}

struct err library_load(struct library *lib, const struct unit *unit, struct arena *a,
                        struct briefing **briefing, struct diag_list *refused)
{
    struct briefing *b = ARENA_NEW(a, struct briefing);
    struct article article = {0};
    b->id = arena_str(a, unit->id);
    b->path = arena_str(a, unit->article);
    b->sidecar = arena_str(a, unit->sidecar);
    b->diags.arena = a;
    struct err e = read_article(lib, unit, b, a, refused, &article);
    if (err_failed(&e))
        return e;
    b->document = article.document;
    b->words = unicode_count_words(b->document.text);
    annotate(lib, b, article.front_matter, a);
    if (str_present(lib->only))
        references_check_alone(b, &b->diags);
    diag_sort(&b->diags);
    *briefing = b;
    return ERR_OK;
}

struct err library_load_text(struct library *lib, str id, struct arena *a,
                             struct document *document)
{
    struct unit unit;
    struct article article = {0};
    struct briefing b = {.diags.arena = a};
    struct diag_list refused = {.arena = a};
    *document = (struct document){0};
    struct err e = library_find(lib, id, a, &unit);
    if (err_failed(&e))
        return e;
    b.path = unit.article;
    e = read_article(lib, &unit, &b, a, &refused, &article);
    *document = article.document;
    return e;
}
