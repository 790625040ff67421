#include "ui/filter.h"

static void copy(struct buf *to, str text)
{
    buf_clear(to);
    buf_append(to, text);
}

void filter_release(struct filter *f)
{
    buf_release(&f->text);
    buf_release(&f->before);
}

str filter_text(const struct filter *f)
{
    return buf_str(&f->text);
}

void filter_ask(struct filter *f, struct pane *p, const char *prompt)
{
    copy(&f->before, filter_text(f));
    p->host->ask(p->host->user, prompt, filter_text(f));
}

bool filter_input(struct filter *f, enum input_event event, str typed)
{
    str text = event == INPUT_CANCELLED ? buf_str(&f->before) : typed;
    if (str_eq(text, filter_text(f)))
        return false;
    copy(&f->text, text);
    return true;
}

bool filter_clear(struct filter *f)
{
    bool had = f->text.len > 0;
    buf_clear(&f->text);
    return had;
}

void filter_status(const struct filter *f, struct buf *out)
{
    if (f->text.len == 0)
        return;
    buf_byte(out, '/');
    buf_append(out, filter_text(f));
    buf_append(out, STR("  "));
}
