#include "ui/config.h"

#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { FILE_LIMIT = 1 << 20 }; /* bytes of a configuration */

/* Where a statement stands. */
struct line {
    struct config *config;
    str file, home, text;
    size_t number; /* from 1; 0: the file itself */
};

static void add_trouble(const struct line *l, size_t column, const char *what)
{
    struct arena *a = &l->config->arena;
    str at = l->number ? arena_printf(a, ":%zu:%zu", l->number, column) : STR("");
    *VEC_PUSH(a, &l->config->troubles) =
        arena_printf(a, "%.*s%.*s: %s", STR_FMT(l->file), STR_FMT(at), what);
}

/* A word that begins a statement's value: what remains of the line, without a comment. */
static str value_from(str line, size_t at)
{
    for (size_t i = at; i < line.len; i++)
        if (line.ptr[i] == '#' && (line.ptr[i - 1] == ' ' || line.ptr[i - 1] == '\t'))
            line.len = i;
    return str_trim(str_from(line, at));
}

static const char *set_library(const struct line *l, str value)
{
    struct config *c = l->config;
    if (value.len == 0)
        return "a path belongs here";
    if (!str_eq(value, STR("~")) && !str_starts(value, STR("~/"))) {
        c->library = arena_str(&c->arena, value);
        return NULL;
    }
    if (l->home.len == 0)
        return "the home directory is not known";
    c->library = arena_printf(&c->arena, "%.*s%.*s", STR_FMT(l->home), STR_FMT(str_from(value, 1)));
    return NULL;
}

static const char *set_mouse(const struct line *l, str value)
{
    bool on = str_eq(value, STR("on"));
    if (!on && !str_eq(value, STR("off")))
        return "on or off belongs here";
    l->config->mouse = on;
    return NULL;
}

static const struct {
    const char *name;
    const char *(*set)(const struct line *l, str value);
} settings[] = {
    {"library", set_library},
    {"mouse",   set_mouse  },
};

static void read_setting(const struct line *l, size_t start)
{
    str text = l->text;
    while (start < text.len && (text.ptr[start] == ' ' || text.ptr[start] == '\t'))
        start++;
    size_t end = start;
    while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '\t')
        end++;
    str name = str_sub(text, start, end);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (str_eq(name, str_of(settings[i].name))) {
            const char *wrong = settings[i].set(l, value_from(text, end));
            if (wrong)
                add_trouble(l, end + 2, wrong);
            return;
        }
    add_trouble(l, start + 1, "there is no such setting: library and mouse can be set");
}

static void read_line(const struct line *l)
{
    size_t start = 0, column;
    while (start < l->text.len && (l->text.ptr[start] == ' ' || l->text.ptr[start] == '\t'))
        start++;
    str statement = str_from(l->text, start);
    if (statement.len == 0 || statement.ptr[0] == '#')
        return;
    if (str_starts(statement, STR("set ")) || str_starts(statement, STR("set\t"))) {
        read_setting(l, start + 3);
        return;
    }
    if (!str_starts(statement, STR("bind")) && !str_starts(statement, STR("unbind"))) {
        add_trouble(l, start + 1, "a statement begins with set, bind or unbind");
        return;
    }
    const char *wrong = keymap_statement(&l->config->keymap, &l->config->arena, l->text, &column);
    if (wrong)
        add_trouble(l, column, wrong);
}

void config_init(struct config *c)
{
    *c = (struct config){.mouse = true};
    keymap_defaults(&c->keymap, &c->arena);
}

void config_release(struct config *c)
{
    arena_release(&c->arena);
    *c = (struct config){0};
}

void config_parse(struct config *c, str text, str file, str home)
{
    struct line l = {.config = c, .file = file, .home = home};
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_from(text, 3);
    for (size_t at = 0; at < text.len;) {
        size_t end = str_find_byte(text, '\n', at);
        end = end == STR_NONE ? text.len : end;
        l.text = str_sub(text, at, end);
        if (str_ends(l.text, STR("\r")))
            l.text.len--;
        l.number++;
        read_line(&l);
        at = end + 1;
    }
}

void config_load(struct config *c, str path, str home)
{
    struct line l = {.config = c, .file = arena_str(&c->arena, path)};
    int fd = open(arena_cstr(&c->arena, path), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            add_trouble(&l, 0, err_system(errno, "cannot be read").message);
        return;
    }
    str bytes = {0};
    struct err e = fs_read_fd(fd, FILE_LIMIT, &c->arena, &bytes);
    close(fd);
    if (err_failed(&e))
        add_trouble(&l, 0, e.message);
    else
        config_parse(c, bytes, l.file, home);
}
