/* A catalogue's two files with any changes: opened, asked everything, brought up to date. */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "catalog/dossier.h"
#include "catalog/moments.h"
#include "catalog/refresh.h"
#include "catalog/search.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct tree_file files[] = {
    {"entities.yaml", "entities:\n  - {id: japan, type: country, name: Japan, aliases: [日本]}\n"
                      "  - {id: us, type: GPE, name: United States}\n"},
    {"a.md",          "# A\n\nJapan and the United States signed it.\n"                    },
    {"a.yaml",
     "date: 2024-07\ntopics: [moon]\nentities: [japan]\nagreements:\n  - id: pact\n"
     "    parties: [japan, us]\n    milestones: [{date: 2024-07-08, status: signed, quote: signed "
     "it},\n      {date: ../2025, status: ratified, expected: true}]\n"
     "events: [{id: e, title: E, date: 2023}]\n"
     "relations: [{subject: japan, predicate: ally-of, object: us}]\n"                     },
    {"b.txt",         "Japan.\n"                                                           },
    {"b.yaml",        "date: 2025\nagreements: [{id: pact, status: ratified, date: 2025-01}, {id: x, "
               "status: no}]\n"                                              },
};

/* The tables, and the texts beside them. */
static const char *const endings[] = {".db", ".texts"};
enum { FILES = sizeof endings / sizeof *endings };

static struct {
    struct arena arena;
    char directory[400], paths[FILES][800];
    str good[FILES];
} made; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static void find_files(const char *directory)
{
    DIR *d = opendir(directory);
    FUZZ_EXPECT(d != NULL);
    for (struct dirent *entry; (entry = readdir(d)) != NULL;)
        for (size_t i = 0; i < FILES; i++)
            if (str_ends(str_of(entry->d_name), str_of(endings[i])))
                snprintf(made.paths[i], sizeof made.paths[i], "%s/%s", directory, entry->d_name);
    closedir(d);
    for (size_t i = 0; i < FILES; i++) {
        FUZZ_EXPECT(made.paths[i][0] != '\0');
        made.good[i] = fuzz_file(made.paths[i], &made.arena);
    }
}

/* What cannot be read is an err, and what is read is what its type says. */
static void ask_lists(struct catalog *c, struct arena *a)
{
    struct list_query q = {.sort = LIST_BY_DATE, .filter = STR("a")};
    struct brief_page briefs = {0};
    struct entity_page entities = {0};
    struct diag_page diags = {0};
    struct timeline_page timeline = {0};
    struct catalog_totals totals;
    struct err e = catalog_list(c, &q, NULL, false, 10, a, &briefs);
    e = catalog_entities(c, NULL, 10, a, &entities);
    for (size_t i = 0; !err_failed(&e) && i < entities.count; i++)
        FUZZ_EXPECT(entities.rows[i].type < ENTITY_TYPE_COUNT);
    e = catalog_diags(c, (str){0}, NULL, false, 10, a, &diags);
    for (size_t i = 0; !err_failed(&e) && i < diags.count; i++)
        FUZZ_EXPECT(diags.rows[i].code < DIAG_CODE_COUNT);
    e = catalog_timeline(c, 0, NULL, 10, a, &timeline);
    for (size_t i = 0; !err_failed(&e) && i < timeline.count; i++)
        FUZZ_EXPECT(timeline.rows[i].status < STATUS_COUNT);
    catalog_totals(c, &totals);
}

static void ask_moments(struct catalog *c, struct arena *a)
{
    struct moments_query q = {.text = STR("pact")};
    struct moment_page moments = {0};
    struct moments_extent extent;
    struct buckets buckets;
    struct err e = catalog_moments(c, &q, NULL, true, 10, a, &moments);
    for (size_t i = 0; !err_failed(&e) && i < moments.count; i++) {
        const struct moment *m = &moments.rows[i];
        FUZZ_EXPECT(m->kind < MOMENT_KIND_COUNT && m->status < STATUS_COUNT);
        FUZZ_EXPECT(m->then < STATUS_COUNT && m->now < STATUS_COUNT);
        FUZZ_EXPECT(m->evidence.span.start <= m->evidence.span.end || !m->evidence.found);
    }
    e = catalog_moments_extent(c, &q, &extent);
    if (!err_failed(&e) && extent.any)
        e = catalog_buckets(c, &q, UNIT_YEAR, extent.first, extent.last, 10, a, &buckets);
}

static void ask_dossier(struct catalog *c, struct arena *a)
{
    struct dossier d;
    struct mention_page mentions = {0};
    struct relation_page relations = {0};
    struct company_page company = {0};
    if (catalog_dossier(c, STR("japan"), a, &d))
        FUZZ_EXPECT(d.type < ENTITY_TYPE_COUNT);
    struct err e = catalog_mentions(c, STR("japan"), NULL, false, 10, a, &mentions);
    e = catalog_relations(c, STR("japan"), NULL, false, 10, a, &relations);
    e = catalog_company(c, STR("japan"), 0, NULL, false, 10, a, &company);
    (void)e;
}

static void check_hits(str text, const struct span *hits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        FUZZ_EXPECT(hits[i].start < hits[i].end && hits[i].end <= text.len);
}

/* Words, a phrase and a part of one, in the order of score: all that the texts are asked. */
static void ask_search(struct catalog *c, struct arena *a)
{
    struct clause_fault fault;
    struct search_page page = {0};
    struct search_query s = {.order = SEARCH_BY_SCORE, .expand = true};
    s.query = clause_parse(STR("japan OR \"signed it\" OR sta*"), a, &fault);
    FUZZ_EXPECT(s.query != NULL);
    struct err e = catalog_search(c, &s, NULL, false, 10, a, &page);
    for (size_t i = 0; !err_failed(&e) && i < page.count; i++) {
        const struct search_row *row = &page.rows[i];
        check_hits(row->title.text, row->title.hits, row->title.hit_count);
        check_hits(row->snippet.text, row->snippet.hits, row->snippet.hit_count);
    }
}

static void work(struct library *lib)
{
    struct catalog *c;
    char notice[256];
    struct arena a = {0};
    const struct catalog_options options = {.cache_home = str_of(made.directory)};
    fuzz_ok(catalog_open(lib, &options, &c, notice));
    for (int again = 0; again < 2; again++) {
        ask_lists(c, &a);
        ask_moments(c, &a);
        ask_dossier(c, &a);
        ask_search(c, &a);
        struct err e = catalog_refresh(c, lib, false, NULL, NULL);
        FUZZ_EXPECT(!err_failed(&e) || e.code == ERR_CORRUPT);
    }
    arena_release(&a);
    catalog_close(c);
}

static void make(const struct tree *tree, struct library *lib)
{
    char attache[420];
    snprintf(made.directory, sizeof made.directory, "%s/cache", tree->home);
    work(lib);
    snprintf(attache, sizeof attache, "%s/attache", made.directory);
    find_files(attache);
}

/* The logs of the last connections, and what was set aside. */
static void clear(struct arena *a)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".broken", ".broken-wal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t k = 0; k < FILES; k++)
            unlink(arena_printf(a, "%s%s", made.paths[k], ends[i]).ptr);
}

void fuzz_one(str bytes)
{
    struct tree *tree = fuzz_tree(files, sizeof files / sizeof *files);
    struct library lib = {0};
    struct arena a = {0};
    fuzz_ok(library_open(&lib, str_of(tree->root)));
    if (!str_present(made.good[0]))
        make(tree, &lib);
    clear(&a);
    str changed[FILES];
    memcpy(changed, made.good, sizeof changed);
    fuzz_patch(changed, FILES, bytes, &a);
    for (size_t i = 0; i < FILES; i++)
        fuzz_write(made.paths[i], changed[i]);
    work(&lib);
    arena_release(&a);
    library_close(&lib);
}
