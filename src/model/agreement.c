#include "model/agreement.h"

#include "base/mem.h"

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

/* True if all of `d` surely lies before the first day of `other`: "2024" is not before
 * "2024-04-08", since what happened that year may have happened after it. Where `d` has no last day
 * its first one speaks for it, and an open end lies before nothing. */
static bool is_before(const struct date *d, const struct date *other)
{
    if (!date_known(other) || d->last == DATE_OPEN)
        return false;
    int64_t bar = other->first == DATE_DAY ? other->earliest : other->latest;
    return (d->last == DATE_DAY ? d->latest : d->earliest) < bar;
}

static bool keeps(const struct milestone *done, const struct milestone *promise)
{
    if (done->expected || done->status != promise->status)
        return false;
    if (str_present(promise->party) && !str_eq(done->party, promise->party))
        return false;
    if (!date_known(&promise->briefing_date))
        return true;
    return date_known(&done->date) && !is_before(&done->date, &promise->briefing_date);
}

const struct milestone *promise_kept_by(const struct milestone *m,
                                        const struct milestone *const *items, size_t count)
{
    const struct milestone *best = NULL;
    if (!m->expected || m->status == STATUS_NONE)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (keeps(items[i], m) && (!best || milestone_compare(items[i], best) < 0))
            best = items[i];
    return best;
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
