#include "state/state.h"

#include "state/keep.h"
#include "text/utf8.h"

#include <stdio.h>

/* A damaged file may hold others. */
#define MARKS        "mark WHERE letter GLOB '[a-z]' AND "
#define MARK_COLUMNS "0, letter, briefing, created, created, NULL, " SPOT_COLUMNS
#define NOTE_COLUMNS "1, id, briefing, created, changed, text, " SPOT_COLUMNS

static struct state_item item_at(const struct state *s, const struct query *q, struct arena *a)
{
    struct state_item item = {
        .kind = query_int_at(q, 0) == 0 ? STATE_MARK : STATE_NOTE,
        .briefing = arena_str(a, keep_shown(s, query_view_at(q, 2))),
        .created = query_int_at(q, 3),
        .changed = query_int_at(q, 4),
        .text = query_str_at(q, 5, a),
        .spot = keep_spot_at(q, 6, a),
    };
    str key = query_view_at(q, 1);
    if (item.kind == STATE_NOTE)
        item.id = arena_str(a, key);
    else
        item.letter = key.len == 1 ? key.ptr[0] : '?';
    return item;
}

/* The first row of a query, which is ended. */
static struct err one_item(struct state *s, struct query *q, struct arena *a,
                           struct state_item *item)
{
    bool there = query_row(q);
    if (there)
        *item = item_at(s, q, a);
    query_end(q);
    struct err e = keep_done(s);
    return err_failed(&e) || there ? e : err_make(ERR_NOT_FOUND, "there is no such mark or note");
}

static struct err is_letter(char letter)
{
    bool good = letter >= 'a' && letter <= 'z';
    return good ? ERR_OK : err_make(ERR_USAGE, "a mark is a letter from a to z");
}

/* -- Marks ------------------------------------------------------------------------------------- */

void keep_put_mark(struct state *s, const struct state_item *mark)
{
    struct spot clean = keep_clean(&mark->spot);
    struct query q = sql_query(
        &s->sql, "INSERT OR REPLACE INTO mark (library, letter, briefing, created, " SPOT_COLUMNS
                 ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_int(&q, s->library);
    query_str(&q, (str){&mark->letter, 1});
    query_str(&q, mark->briefing);
    query_int(&q, mark->created);
    keep_bind_spot(&q, &clean);
    query_run(&q);
}

struct err state_mark(struct state *s, char letter, str briefing, const struct spot *spot)
{
    struct err e = is_letter(letter);
    if (err_failed(&e) || s == NULL)
        return e;
    struct arena a = {0};
    keep_write(s);
    keep_put_mark(s, &(struct state_item){.letter = letter,
                                          .briefing = keep_id(s, briefing, &a),
                                          .created = keep_now(s),
                                          .spot = *spot});
    e = keep_commit(s);
    arena_release(&a);
    return e;
}

struct err state_unmark(struct state *s, char letter)
{
    struct err e = is_letter(letter);
    if (err_failed(&e) || s == NULL)
        return e;
    keep_write(s);
    struct query q = sql_query(&s->sql, "DELETE FROM mark WHERE library = ? AND letter = ?");
    query_int(&q, s->library);
    query_str(&q, (str){&letter, 1});
    query_run(&q);
    return keep_commit(s);
}

struct err state_find_mark(struct state *s, char letter, struct arena *a, struct state_item *mark)
{
    *mark = (struct state_item){0};
    if (s == NULL)
        return err_make(ERR_NOT_FOUND, "there is no such mark or note");
    keep_read(s);
    struct query q =
        sql_query(&s->sql, "SELECT " MARK_COLUMNS " FROM mark WHERE library = ? AND briefing >= ? "
                           "AND (?3 IS NULL OR briefing < ?3) AND letter = ?");
    keep_bind_scope(s, &q);
    query_str(&q, (str){&letter, 1});
    return one_item(s, &q, a, mark);
}

/* -- Notes ------------------------------------------------------------------------------------- */

struct err keep_clean_text(str text, struct arena *a, str *clean)
{
    *clean = str_trim(utf8_scrub(text, a));
    if (spot_is_blank(*clean))
        return err_make(ERR_USAGE, "a note needs a text");
    if (clean->len > STATE_NOTE_MAX)
        return err_make(ERR_TOO_LARGE, "a note is at most %d KiB long", STATE_NOTE_MAX / 1024);
    return ERR_OK;
}

static str new_id(struct arena *a)
{
    uint64_t n;
    sqlite3_randomness(sizeof n, &n);
    return arena_printf(a, "%016llx", (unsigned long long)n);
}

void keep_put_note(struct state *s, const struct state_item *note)
{
    struct spot clean = keep_clean(&note->spot);
    struct query q = sql_query(
        &s->sql, "INSERT INTO note (id, library, briefing, created, changed, text, " SPOT_COLUMNS
                 ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_str(&q, note->id);
    query_int(&q, s->library);
    query_str(&q, note->briefing);
    query_int(&q, note->created);
    query_int(&q, note->changed);
    query_str(&q, note->text);
    keep_bind_spot(&q, &clean);
    query_run(&q);
}

void keep_change_note(struct state *s, str id, str text, int64_t changed)
{
    struct query q =
        sql_query(&s->sql, "UPDATE note SET text = ?, changed = max(?, created) WHERE id = ?");
    query_str(&q, text);
    query_int(&q, changed);
    query_str(&q, id);
    query_run(&q);
}

struct err state_add_note(struct state *s, str briefing, const struct spot *spot, str text,
                          struct arena *a, str *id)
{
    struct arena scratch = {0};
    str made = {0};
    struct err e = keep_clean_text(text, &scratch, &text);
    if (!err_failed(&e) && s != NULL) {
        made = new_id(a);
        keep_write(s);
        int64_t now = keep_now(s);
        keep_put_note(s, &(struct state_item){.id = made,
                                              .briefing = keep_id(s, briefing, &scratch),
                                              .created = now,
                                              .changed = now,
                                              .text = text,
                                              .spot = *spot});
        e = keep_commit(s);
    }
    if (id != NULL)
        *id = err_failed(&e) ? (str){0} : made;
    arena_release(&scratch);
    return e;
}

struct err state_change_note(struct state *s, str id, str text)
{
    struct arena a = {0};
    struct err e = keep_clean_text(text, &a, &text);
    if (!err_failed(&e) && s != NULL) {
        keep_write(s);
        keep_change_note(s, id, text, keep_now(s));
        bool there = !sql_failed(&s->sql) && sqlite3_changes(s->sql.db) > 0;
        e = keep_commit(s);
        if (!err_failed(&e) && !there)
            e = err_make(ERR_NOT_FOUND, "this note was deleted");
    }
    arena_release(&a);
    return e;
}

struct err state_delete_note(struct state *s, str id)
{
    if (s == NULL)
        return ERR_OK;
    keep_write(s);
    struct query q = sql_query(&s->sql, "DELETE FROM note WHERE id = ?");
    query_str(&q, id);
    query_run(&q);
    return keep_commit(s);
}

struct err state_find_note(struct state *s, str id, struct arena *a, struct state_item *note)
{
    *note = (struct state_item){0};
    if (s == NULL)
        return err_make(ERR_NOT_FOUND, "there is no such mark or note");
    keep_read(s);
    struct query q =
        sql_query(&s->sql, "SELECT " NOTE_COLUMNS " FROM note WHERE library = ? AND briefing >= ? "
                           "AND (?3 IS NULL OR briefing < ?3) AND id = ?");
    keep_bind_scope(s, &q);
    query_str(&q, id);
    return one_item(s, &q, a, note);
}

/* -- Lists ------------------------------------------------------------------------------------- */

struct err state_items_of(struct state *s, str briefing, struct arena *a, struct state_items *out)
{
    *out = (struct state_items){0};
    if (s == NULL)
        return ERR_OK;
    struct arena scratch = {0};
    keep_read(s);
    struct query q =
        sql_query(&s->sql, "SELECT " MARK_COLUMNS " FROM " MARKS
                           "library = ?1 AND briefing = ?2 UNION ALL SELECT " NOTE_COLUMNS
                           " FROM note WHERE library = ?1 AND briefing = ?2 "
                           "ORDER BY start, stop, 1, 2");
    query_int(&q, s->library);
    query_str(&q, keep_id(s, briefing, &scratch));
    while (query_row(&q))
        *VEC_PUSH(a, out) = item_at(s, &q, a);
    arena_release(&scratch);
    return keep_done(s);
}

/* What stands after the item ?4 ?5 ?6 (changed, kind, letter or id), as far as ?7 wants its kind.
 */
#define AFTER(bit, kind, key, changed)                                                             \
    "library = ?1 AND briefing >= ?2 AND (?3 IS NULL OR briefing < ?3) AND ?7 & " bit              \
    " AND " changed " <= ?4 AND (" changed " < ?4 OR (" kind ", " key ") > (?5, ?6))"

struct err state_items(struct state *s, unsigned kinds, const struct state_item *from, size_t limit,
                       struct arena *a, struct state_items *out)
{
    *out = (struct state_items){0};
    if (s == NULL)
        return ERR_OK;
    keep_read(s);
    struct query q = sql_query(
        &s->sql, "SELECT " MARK_COLUMNS " FROM " MARKS AFTER(
                     "1", "0", "letter",
                     "created") " UNION ALL SELECT " NOTE_COLUMNS
                                " FROM note WHERE " AFTER(
                                    "2", "1", "id", "changed") " ORDER BY 5 DESC, 1, 2 LIMIT ?8");
    keep_bind_scope(s, &q);
    str key = from == NULL               ? STR("")
              : from->kind == STATE_NOTE ? from->id
                                         : (str){&from->letter, 1};
    query_int(&q, from != NULL ? from->changed : INT64_MAX);
    query_int(&q, from != NULL ? (int64_t)from->kind : -1);
    query_str(&q, key);
    query_int(&q, kinds);
    query_size(&q, limit < SIZE_MAX ? limit + 1 : limit);
    while (query_row(&q)) {
        out->more = out->len == limit;
        if (!out->more)
            *VEC_PUSH(a, out) = item_at(s, &q, a);
    }
    return keep_done(s);
}

static size_t count_in(struct state *s, const char *sql)
{
    struct query q = sql_query(&s->sql, sql);
    keep_bind_scope(s, &q);
    size_t n = query_row(&q) ? query_size_at(&q, 0) : 0;
    query_end(&q);
    return n;
}

struct err state_counts(struct state *s, struct state_counts *counts)
{
    *counts = (struct state_counts){0};
    if (s == NULL)
        return ERR_OK;
    keep_read(s);
    counts->reading =
        count_in(s, "SELECT count(*) FROM briefing WHERE library = ?1 AND read = 1 AND id >= ?2 "
                    "AND (?3 IS NULL OR id < ?3)");
    counts->read =
        count_in(s, "SELECT count(*) FROM briefing WHERE library = ?1 AND read = 2 AND id >= ?2 "
                    "AND (?3 IS NULL OR id < ?3)");
    counts->marks = count_in(s, "SELECT count(*) FROM " MARKS "library = ?1 AND briefing >= ?2 AND "
                                "(?3 IS NULL OR briefing < ?3)");
    counts->notes =
        count_in(s, "SELECT count(*) FROM note WHERE library = ?1 AND briefing >= ?2 AND "
                    "(?3 IS NULL OR briefing < ?3)");
    return keep_done(s);
}
