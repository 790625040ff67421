#include "model/agreement.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static const str STATUS_NAMES[STATUS_COUNT] = {
#define X(id, name) [STATUS_##id] = STR_INIT(name),
    STATUSES(X)
#undef X
};

bool status_parse(str text, enum status *status)
{
    for (size_t i = STATUS_NONE + 1; i < STATUS_COUNT; i++)
        if (str_eq(STATUS_NAMES[i], text)) {
            *status = (enum status)i;
            return true;
        }
    return false;
}

const char *status_name(enum status status)
{
    return STATUS_NAMES[status].ptr;
}

bool status_is_of_party(enum status status)
{
    return status == STATUS_ACCEDED || status == STATUS_WITHDREW;
}

/* -- Order ------------------------------------------------------------------------------------- */

int milestone_compare(const struct milestone *a, const struct milestone *b)
{
    int order = date_compare(&a->date, &b->date);
    if (order == 0)
        order = (a->status > b->status) - (a->status < b->status);
    if (order == 0)
        order = str_cmp(a->briefing, b->briefing);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static void merge_sort(const struct milestone **items, const struct milestone **scratch,
                       size_t count)
{
    if (count < 2)
        return;
    size_t half = count / 2;
    merge_sort(items, scratch, half);
    merge_sort(items + half, scratch, count - half);
    memcpy(scratch, items, half * sizeof *items);
    size_t left = 0, right = half, out = 0;
    while (left < half && right < count)
        items[out++] =
            milestone_compare(items[right], scratch[left]) < 0 ? items[right++] : scratch[left++];
    while (left < half)
        items[out++] = scratch[left++];
}

void milestones_sort(const struct milestone **items, size_t count)
{
    const struct milestone **scratch = mem_calloc(count, sizeof *scratch);
    merge_sort(items, scratch, count);
    mem_free(scratch);
}

/* -- What is in force -------------------------------------------------------------------------- */

/* Being undated is the weaker claim: any dated milestone outranks it, though the order of a
 * timeline puts the undated last. */
static bool outranks(const struct milestone *m, const struct milestone *best)
{
    if (!best || date_known(&m->date) != date_known(&best->date))
        return !best || date_known(&m->date);
    return milestone_compare(m, best) > 0;
}

enum status milestones_status(const struct milestone *const *items, size_t count)
{
    const struct milestone *best = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct milestone *m = items[i];
        bool counts = m->status != STATUS_NONE && !str_present(m->party) && !m->expected;
        if (counts && outranks(m, best))
            best = m;
    }
    return best ? best->status : STATUS_UNCLEAR;
}

/* -- Promises ---------------------------------------------------------------------------------- */

const char *promise_name(enum promise promise)
{
    static const char *const names[] = {[PROMISE_NONE] = NULL,
                                        [PROMISE_KEPT] = "kept",
                                        [PROMISE_OPEN] = "open",
                                        [PROMISE_OVERDUE] = "overdue"};
    return names[promise];
}

/* The last day on which what has this date may have happened: "2024" may have been after
 * "2024-04-08". Where it has no last day its first one speaks for it; an open end lies before
 * nothing, and what is undated before everything. */
static int64_t reach(const struct date *d)
{
    if (!date_known(d))
        return INT64_MIN;
    if (d->last == DATE_OPEN)
        return INT64_MAX;
    return d->last == DATE_DAY ? d->latest : d->earliest;
}

/* What has to be reached to come after a promise of that day: anything where it is not known. */
static int64_t bar(const struct date *d)
{
    return date_known(d) ? date_day(d) : INT64_MIN;
}

/* What may keep promises of a status and party. */
struct keeper {
    enum status status;
    str party;     /* absent: of any */
    int64_t reach; /* the farthest of those that come before it in its group, and its own */
    const struct milestone *m;
};

static int group_compare(const struct keeper *a, const struct keeper *b)
{
    int order = (a->status > b->status) - (a->status < b->status);
    return order != 0 ? order : str_cmp(a->party, b->party);
}

static int keeper_compare(const void *left, const void *right)
{
    const struct keeper *a = left, *b = right;
    int order = group_compare(a, b);
    return order != 0 ? order : milestone_compare(a->m, b->m);
}

/* Each stands among those of any party and among those of its own: at most twice as many as
 * `items`. */
static size_t keepers_make(const struct milestone *const *items, size_t count,
                           struct keeper *keepers)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        const struct milestone *m = items[i];
        if (m->expected || m->status == STATUS_NONE)
            continue;
        struct keeper k = {.status = m->status, .reach = reach(&m->date), .m = m};
        keepers[len++] = k;
        k.party = m->party;
        if (str_present(m->party))
            keepers[len++] = k;
    }
    qsort(keepers, len, sizeof *keepers, keeper_compare);
    for (size_t i = 1; i < len; i++)
        if (group_compare(&keepers[i - 1], &keepers[i]) == 0 &&
            keepers[i].reach < keepers[i - 1].reach)
            keepers[i].reach = keepers[i - 1].reach;
    return len;
}

/* The first in the promise's group that reaches far enough. */
static const struct milestone *kept_by(const struct milestone *promise,
                                       const struct keeper *keepers, size_t count)
{
    struct keeper wanted = {.status = promise->status, .reach = bar(&promise->briefing_date)};
    if (str_present(promise->party))
        wanted.party = promise->party;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = group_compare(&keepers[middle], &wanted);
        if (order < 0 || (order == 0 && keepers[middle].reach < wanted.reach))
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && group_compare(&keepers[low], &wanted) == 0 ? keepers[low].m : NULL;
}

void promises_kept(const struct milestone *const *items, size_t count,
                   const struct milestone **kept)
{
    struct keeper *keepers = NULL;
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        kept[i] = NULL;
        if (!items[i]->expected)
            continue;
        if (keepers == NULL) {
            keepers = mem_calloc(2 * count, sizeof *keepers);
            len = keepers_make(items, count, keepers);
        }
        kept[i] = kept_by(items[i], keepers, len);
    }
    mem_free(keepers);
}

enum promise promise_state(const struct milestone *m, const struct milestone *kept_by,
                           int64_t today)
{
    if (!m->expected)
        return PROMISE_NONE;
    if (kept_by)
        return PROMISE_KEPT;
    return m->date.last == DATE_DAY && today > m->date.latest ? PROMISE_OVERDUE : PROMISE_OPEN;
}

/* -- Extent ------------------------------------------------------------------------------------ */

static void extend(struct date *extent, const struct date *d)
{
    bool earlier = d->first == DATE_DAY &&
                   (extent->first != DATE_DAY || d->earliest < extent->earliest ||
                    (d->earliest == extent->earliest && d->precision < extent->precision));
    if (earlier) {
        extent->first = DATE_DAY;
        extent->earliest = d->earliest;
        extent->precision = d->precision;
    }
    if (d->last == DATE_DAY && (extent->last != DATE_DAY || d->latest > extent->latest)) {
        extent->last = DATE_DAY;
        extent->latest = d->latest;
        if (extent->first != DATE_DAY)
            extent->precision = d->precision;
    }
}

struct date milestones_extent(const struct milestone *const *items, size_t count)
{
    struct date extent = {.first = DATE_NONE, .last = DATE_NONE};
    for (size_t i = 0; i < count; i++)
        if (!items[i]->expected)
            extend(&extent, &items[i]->date);
    if (date_known(&extent))
        return extent;
    for (size_t i = 0; i < count; i++)
        extend(&extent, &items[i]->date);
    return extent;
}
