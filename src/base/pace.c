#include "base/pace.h"

enum {
    STEP_MS = 200,    /* the least time that a rate is worked out from */
    ENOUGH_MS = 1500, /* before that nothing is said */
    SMOOTH_MS = 5000, /* what is older hardly counts */
};

void pace_take(struct pace *p, int64_t now, size_t done)
{
    if (!p->begun || done < p->done) {
        *p = (struct pace){.begun = true, .start = now, .last = now, .first = done, .done = done};
        return;
    }
    int64_t passed = now - p->last;
    if (passed < STEP_MS)
        return;
    double rate = 1000.0 * (double)(done - p->done) / (double)passed;
    if (now - p->start < SMOOTH_MS)
        p->rate = 1000.0 * (double)(done - p->first) / (double)(now - p->start);
    else
        p->rate += (rate - p->rate) * (double)passed / (double)(passed + SMOOTH_MS);
    p->last = now;
    p->done = done;
}

size_t pace_rate(const struct pace *p)
{
    return p->last - p->start < ENOUGH_MS ? 0 : (size_t)(p->rate + 0.5);
}

void pace_say_left(const struct pace *p, size_t total, struct buf *out)
{
    enum { MINUTE = 60, HOUR = 60 * MINUTE };
    if (pace_rate(p) == 0 || total <= p->done)
        return;
    double exact = (double)(total - p->done) / p->rate;
    size_t seconds = (size_t)exact;
    seconds += exact > (double)seconds;
    if (seconds < 2 * MINUTE)
        buf_printf(out, "%zu s", seconds);
    else if (seconds < 2 * HOUR)
        buf_printf(out, "%zu min", (seconds + MINUTE - 1) / MINUTE);
    else
        buf_printf(out, "%zu h", (seconds + HOUR - 1) / HOUR);
}
