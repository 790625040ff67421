#include "ui/panes/answer.h"

#include "ui/count.h"
#include "ui/flow.h"

bool answer_is(const struct pane *p, struct err e)
{
    if (err_failed(&e) && e.code != ERR_CANCELLED) {
        p->session->trouble = e;
        p->host->say(p->host->user, true, str_of(e.message));
    }
    return !err_failed(&e);
}

bool answer_draw_trouble(const struct pane *p, struct canvas *c, int row, int column, int columns)
{
    enum { CAUSE_ROWS = 4 };
    const struct err *e = &p->session->trouble;
    if (!err_failed(e))
        return false;
    row += flow_text(c, row, column, columns, CAUSE_ROWS, str_of(e->message), STYLE(ERROR));
    flow_text(c, row + 1, column, columns, 2, STR("The next key asks again."), STYLE(QUIET));
    return true;
}

void answer_add_unread(const struct pane *p, struct buf *out)
{
    const char *what;
    size_t unread = refresh_unread(&p->session->counts, &what);
    if (unread > 0)
        buf_printf(out, " %s %s could not be read: the problems of the library say why.",
                   COUNT(unread), what);
}
