/*
 * The least that a reader of a library is: curses, a list of titles from SQLite, one article broken
 * into lines, a full-text query. No colours, no dates, nothing else.
 *
 *     j k  a row; Space  a page; G  the end; Enter  the article; b  back; /words Enter  a search;
 *     s  the best first, or the newest
 */
#include <curses.h>
#include <fcntl.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>
#include <unistd.h>

enum { MOST = 256, TEXT_MAX = 1 << 20 };

static sqlite3 *db;
static long total, top, cursor;
static int lines, count;
static char *titles[MOST], *paths[MOST], query[200];
static bool best;

static const char list_sql[] = "SELECT title, path FROM docs WHERE id <= ?1 - ?3 ORDER BY id DESC "
                               "LIMIT ?2";
static const char search_sql[] = "SELECT d.title, d.path FROM f JOIN docs d ON d.id = f.rowid "
                                 "WHERE f MATCH ?1 ORDER BY f.rowid DESC LIMIT ?2 OFFSET ?3";

static const char best_sql[] =
    "SELECT d.title, d.path FROM (SELECT rowid AS id, bm25(f) AS score FROM f WHERE f MATCH ?1 "
    "ORDER BY score LIMIT ?2 OFFSET ?3) b JOIN docs d ON d.id = b.id ORDER BY b.score";

static void load(void)
{
    sqlite3_stmt *s = NULL;
    while (count > 0) {
        free(titles[--count]);
        free(paths[count]);
    }
    const char *sql = !*query ? list_sql : best ? best_sql : search_sql;
    sqlite3_prepare_v2(db, sql, -1, &s, NULL);
    if (*query)
        sqlite3_bind_text(s, 1, query, -1, SQLITE_STATIC);
    else
        sqlite3_bind_int64(s, 1, total);
    sqlite3_bind_int(s, 2, lines);
    sqlite3_bind_int64(s, 3, top);
    for (; count < MOST && sqlite3_step(s) == SQLITE_ROW; count++) {
        titles[count] = strdup((const char *)sqlite3_column_text(s, 0));
        paths[count] = strdup((const char *)sqlite3_column_text(s, 1));
    }
    sqlite3_finalize(s);
}

static void draw_row(long row)
{
    if (row < 0 || row >= count)
        return;
    move((int)row + 1, 0);
    if (row == cursor - top)
        attron(A_REVERSE);
    addnstr(titles[row], COLS - 2);
    clrtoeol();
    attroff(A_REVERSE);
}

static void draw_foot(void)
{
    mvprintw(LINES - 1, 0, "%ld/%ld", cursor + 1, total);
    clrtoeol();
    refresh();
}

static void draw(void)
{
    erase();
    mvprintw(0, 0, "Library - %ld briefings  %s%s", total, query, best ? " best first" : "");
    for (int i = 0; i < count; i++)
        draw_row(i);
    draw_foot();
}

/* The lines of one paragraph; the row after them. */
static int draw_paragraph(const char *text, size_t len, int row)
{
    static char breaks[TEXT_MAX];
    size_t start = 0;
    u8_width_linebreaks((const unsigned char *)text, len, COLS - 2, 0, 0, NULL, "UTF-8", breaks);
    for (size_t i = 1; i <= len && row < LINES - 1; i++)
        if (i == len || breaks[i] == UC_BREAK_POSSIBLE || breaks[i] == UC_BREAK_MANDATORY) {
            mvaddnstr(row++, 0, text + start, (int)(i - start));
            start = i;
        }
    return len ? row : row + 1;
}

static void draw_article(const char *path)
{
    static char text[TEXT_MAX];
    int fd = open(path, O_RDONLY | O_CLOEXEC), row = 0;
    ssize_t got = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    erase();
    text[got > 0 ? got : 0] = '\0';
    for (char *p = text, *end; *p && row < LINES - 1; p = *end ? end + 1 : end) {
        end = p + strcspn(p, "\n");
        row = draw_paragraph(p, (size_t)(end - p), row);
    }
    mvaddstr(LINES - 1, 0, "ARTICLE");
    refresh();
}

static void search(void)
{
    echo();
    mvaddstr(LINES - 1, 0, "/");
    clrtoeol();
    getnstr(query, (int)sizeof query - 1);
    noecho();
    cursor = top = 0;
    load();
    draw();
}

static void order(void)
{
    best = !best;
    cursor = top = 0;
    load();
    draw();
}

static void move_to(long to)
{
    long before = cursor, old_top = top;
    cursor = to < 0 ? 0 : to >= total ? total - 1 : to;
    if (cursor < top)
        top = cursor;
    if (cursor >= top + lines)
        top = cursor - lines + 1;
    if (top != old_top) {
        load();
        draw();
    } else if (cursor != before) {
        draw_row(before - top);
        draw_row(cursor - top);
        draw_foot();
    }
}

static void take(int key)
{
    if (key == 'j' || key == 'k')
        move_to(cursor + (key == 'j' ? 1 : -1));
    else if (key == ' ')
        move_to(cursor + lines);
    else if (key == 'G')
        move_to(total - 1);
    else if (key == '/')
        search();
    else if (key == 's')
        order();
    else if (key == 'b')
        draw();
    else if ((key == '\n' || key == '\r') && cursor - top < count)
        draw_article(paths[cursor - top]);
}

int main(int argc, char **argv)
{
    sqlite3_stmt *s = NULL;
    setlocale(LC_ALL, "");
    if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT max(id) FROM docs", -1, &s, NULL) != SQLITE_OK ||
        sqlite3_step(s) != SQLITE_ROW) {
        fprintf(stderr, "usage: floor_screen DATABASE\n");
        return 2;
    }
    total = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_exec(db, "PRAGMA mmap_size = 2000000000", NULL, NULL, NULL);
    initscr();
    cbreak();
    noecho();
    curs_set(0);
    lines = LINES - 2;
    load();
    draw();
    for (int key; (key = getch()) != 'q' && key != ERR;)
        take(key);
    endwin();
    sqlite3_close(db);
    return 0;
}
