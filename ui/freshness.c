#include "ui/freshness.h"

#include <time.h>

static const int64_t SECOND = 1000000000;
enum { COARSEST_S = 2 }; /* of the clocks that file systems stamp with */

/* -- Stamps --------------------------------------------------------------------------------------
 */

static void mix(uint64_t *hash, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
}

static void add(struct freshness *f, str path, const struct fs_stamp *stamp)
{
    mix(&f->stamps, path.ptr, path.len);
    mix(&f->stamps, stamp, sizeof *stamp);
    f->files++;
    f->bytes += stamp->size;
    f->newest = stamp->mtime > f->newest ? stamp->mtime : f->newest;
    f->newest = stamp->ctime > f->newest ? stamp->ctime : f->newest;
}

static void add_registries(struct freshness *f, struct library *library, str directory)
{
    struct arena a = {0};
    const str names[] = {STR("entities.yaml"), STR("library.yaml")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct fs_entry entry;
        str path = path_join(&a, directory, names[i]);
        struct err e = fs_stat(&library->root, path, &entry);
        if (!err_failed(&e))
            add(f, path, &entry.stamp);
    }
    arena_release(&a);
}

struct freshness freshness_of(struct library *library, str id)
{
    struct freshness f = {.stamps = 0xcbf29ce484222325u};
    struct arena a = {0};
    struct timespec now;
    struct unit unit;
    clock_gettime(CLOCK_REALTIME, &now);
    f.looked = now.tv_sec * SECOND + now.tv_nsec;
    struct err e = library_find(library, id, &a, &unit);
    if (!err_failed(&e) && !str_present(library->standard_input)) {
        add(&f, unit.article, &unit.article_stamp);
        if (str_present(unit.sidecar))
            add(&f, unit.sidecar, &unit.sidecar_stamp);
        str directory = path_dir(unit.article);
        for (; directory.len; directory = path_dir(directory))
            add_registries(&f, library, directory);
        add_registries(&f, library, STR(""));
    }
    arena_release(&a);
    return f;
}

bool freshness_same(const struct freshness *then, const struct freshness *now)
{
    return then->stamps == now->stamps && then->newest < then->looked - COARSEST_S * SECOND;
}

/* -- Whole or not --------------------------------------------------------------------------------
 */

static bool is_fault(enum diag_code code)
{
    switch (code) {
    case DIAG_YAML:
    case DIAG_ENCODING:
    case DIAG_TOO_LARGE:
    case DIAG_TOO_DEEP:
    case DIAG_UNREADABLE:
    case DIAG_NOT_A_FILE:
    case DIAG_LINK:
    case DIAG_FRONT_MATTER:
        return true;
    default:
        return false;
    }
}

static size_t count_faults(const struct diag_list *diags, const struct diag **first)
{
    size_t faults = 0;
    for (size_t i = 0; i < diags->len; i++)
        if (is_fault(diags->items[i].code)) {
            *first = *first ? *first : &diags->items[i];
            faults++;
        }
    return faults;
}

static size_t all_faults(struct library *library, const struct briefing *b,
                         const struct diag **first)
{
    size_t faults = count_faults(&b->diags, first);
    if (str_present(library->standard_input))
        return faults;
    for (str directory = path_dir(b->path);; directory = path_dir(directory)) {
        const struct entity *entities;
        const struct diag_list *diags;
        size_t count;
        struct err e = library_registry(library, directory, &entities, &count, &diags);
        if (!err_failed(&e))
            faults += count_faults(diags, first);
        if (!directory.len)
            return faults;
    }
}

static bool is_blank(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] > ' ')
            return false;
    return true;
}

enum freshness_verdict freshness_judge(struct library *library, const struct briefing *before,
                                       const struct freshness *then,
                                       const struct briefing *briefing, struct freshness *now,
                                       struct arena *a, str *why)
{
    const struct diag *fault = NULL;
    now->faults = all_faults(library, briefing, &fault);
    if (!before)
        return FRESH_WHOLE;
    str old = before->document.source, text = briefing->document.source;
    if (is_blank(briefing->document.text) && !is_blank(before->document.text)) {
        *why = arena_printf(a, "%.*s is empty", STR_FMT(briefing->path));
        return FRESH_TORN;
    }
    if (fault && now->faults > then->faults) {
        *why = arena_printf(a, "%.*s:%zu: %.*s", STR_FMT(fault->at.file), fault->at.line,
                            STR_FMT(fault->message));
        return FRESH_TORN;
    }
    if (text.len < old.len && str_starts(old, text)) {
        *why = arena_printf(a, "%.*s ends early", STR_FMT(briefing->path));
        return FRESH_CUT;
    }
    if (now->files < then->files) {
        *why = arena_printf(a, "a file that belongs to %.*s is gone", STR_FMT(briefing->path));
        return FRESH_CUT;
    }
    return FRESH_WHOLE;
}
