#include "model/edtf.h"

enum edtf_kind edtf_kind_of(str text)
{
    if (str_starts(text, STR("[")))
        return EDTF_ONE_OF;
    if (str_starts(text, STR("{")))
        return EDTF_ALL_OF;
    return str_find_byte(text, '/', 0) == STR_NONE ? EDTF_SINGLE : EDTF_INTERVAL;
}

/* One end of a range: its day, or ".." or nothing where those may stand. */
static bool read_end(str text, bool *there, enum date_bound *bound, struct edtf_single *s,
                     struct edtf_reason *reason)
{
    *there = false;
    *bound = text.len ? DATE_OPEN : DATE_UNKNOWN;
    if (text.len == 0 || str_eq(text, STR("..")))
        return true;
    *there = true;
    *bound = DATE_DAY;
    return edtf_single_read(text, false, s, reason);
}

static bool runs_forward(const struct edtf_range *r)
{
    return !r->has_start || !r->has_end || r->end.latest >= r->start.earliest;
}

bool edtf_interval_read(str text, struct edtf_range *r, struct edtf_reason *reason)
{
    *r = (struct edtf_range){0};
    size_t slash = str_find_byte(text, '/', 0);
    str start = str_sub(text, 0, slash), end = str_from(text, slash + 1);
    if (str_find_byte(end, '/', 0) != STR_NONE)
        return edtf_refuse(reason, "an interval has one '/', between its start and its end");
    if (!read_end(start, &r->has_start, &r->first, &r->start, reason) ||
        !read_end(end, &r->has_end, &r->last, &r->end, reason))
        return false;
    if (!r->has_start && !r->has_end)
        return edtf_refuse(reason, "an interval has a date at one end at least");
    return runs_forward(r) || edtf_refuse(reason, "the interval ends before it starts");
}

/* Where the member that starts at `at` ends: at a comma or the closing bracket. */
static size_t member_end(str text, size_t at)
{
    while (at < text.len && text.ptr[at] != ',' && text.ptr[at] != ']' && text.ptr[at] != '}')
        at++;
    return at;
}

static bool read_member(str member, bool first, bool last, struct edtf_range *r,
                        struct edtf_reason *reason)
{
    size_t dots = str_find(member, STR(".."), 0);
    if (dots == STR_NONE) {
        r->single = true;
        if (member.len == 0)
            return edtf_refuse(reason, "the set has a place without a date");
        if (!read_end(member, &r->has_start, &r->first, &r->start, reason))
            return false;
        r->has_end = true;
        r->last = r->first;
        r->end = r->start;
        return true;
    }
    str start = str_sub(member, 0, dots), end = str_from(member, dots + 2);
    if ((start.len == 0 && !first) || (end.len == 0 && !last))
        return edtf_refuse(reason, "'..' without a date before it begins a set, and without one "
                                   "after it ends it");
    if (!read_end(start, &r->has_start, &r->first, &r->start, reason) ||
        !read_end(end, &r->has_end, &r->last, &r->end, reason))
        return false;
    if ((!r->has_start && !r->has_end) || str_eq(end, STR("..")))
        return edtf_refuse(reason, "'..' needs a date before it or after it");
    r->first = r->has_start ? DATE_DAY : DATE_OPEN;
    r->last = r->has_end ? DATE_DAY : DATE_OPEN;
    return runs_forward(r) || edtf_refuse(reason, "'..' leads back in time");
}

bool edtf_set_next(str text, size_t *at, struct edtf_range *member, struct edtf_reason *reason)
{
    char closing = text.ptr[0] == '[' ? ']' : '}';
    bool first = *at == 0;
    if (!first && text.ptr[*at - 1] == closing)
        return false;
    size_t start = *at + first, end = member_end(text, start);
    if (end == text.len || (text.ptr[end] != ',' && text.ptr[end] != closing))
        return edtf_refuse(reason, "the set is not closed by '%c'", closing);
    bool last = text.ptr[end] == closing;
    if (last && end + 1 != text.len)
        return edtf_refuse(reason, "it goes on after the '%c' that ends the set", closing);
    *member = (struct edtf_range){0};
    *at = end + 1;
    return read_member(str_sub(text, start, end), first, last, member, reason);
}
