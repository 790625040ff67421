#include "ui/spawn.h"

#include "base/arena.h"
#include "base/fs.h"
#include "ui/runner.h"
#include "ui/signals.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MAX = 32 };

/* An argument vector being made. */
struct command {
    struct arena arena;
    char *argv[WORDS_MAX + 3];
    size_t count;
    const char *program; /* where argv[0] lies */
};

static void add_words(struct command *c, str text)
{
    for (size_t at = 0; at < text.len && c->count < WORDS_MAX;) {
        size_t end = str_find_byte(text, ' ', at);
        end = end == STR_NONE ? text.len : end;
        if (end > at)
            c->argv[c->count++] = arena_cstr(&c->arena, str_sub(text, at, end));
        at = end + 1;
    }
}

/* Looks along PATH before forking: in the child of a process with threads little is allowed. */
static bool find_program(struct command *c)
{
    if (c->count == 0)
        return false;
    str name = str_of(c->argv[0]), path = str_of(getenv("PATH"));
    if (str_find_byte(name, '/', 0) != STR_NONE) {
        c->program = c->argv[0];
        return access(c->program, X_OK) == 0;
    }
    for (size_t at = 0; at < path.len;) {
        size_t end = str_find_byte(path, ':', at);
        end = end == STR_NONE ? path.len : end;
        str directory = end > at ? str_sub(path, at, end) : STR(".");
        c->program = arena_cstr(&c->arena, path_join(&c->arena, directory, name));
        if (access(c->program, X_OK) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

static str first_set(const char *const *names, str otherwise)
{
    for (; *names; names++) {
        str value = str_trim(str_of(getenv(*names)));
        if (value.len)
            return value;
    }
    return otherwise;
}

struct err spawn_editor(str path, size_t line, int terminal)
{
    static const char *const variables[] = {"VISUAL", "EDITOR", NULL};
    struct command c = {0};
    struct err e = ERR_OK;
    add_words(&c, first_set(variables, STR("vi")));
    if (!find_program(&c)) {
        e = err_make(ERR_NOT_FOUND, "the editor %.80s cannot be run: set VISUAL or EDITOR",
                     c.count ? c.argv[0] : "");
        goto out;
    }
    str place = arena_printf(&c.arena, "+%zu", line ? line : 1);
    c.argv[c.count++] = arena_cstr(&c.arena, place);
    bool dash = str_starts(path, STR("-"));
    c.argv[c.count++] =
        arena_cstr(&c.arena, dash ? arena_printf(&c.arena, "./%.*s", STR_FMT(path)) : path);
    struct signals_shared before;
    signals_share(&before, terminal);
    int status = runner_run(&(struct runner_command){c.program, c.argv, .terminal = terminal});
    int number = errno;
    signals_unshare(&before);
    if (status < 0)
        e = err_system(number, "cannot start the editor");
    else if (!WIFEXITED(status) || WEXITSTATUS(status) == RUNNER_CANNOT)
        e = err_make(ERR_SYSTEM, "the editor %.80s did not run to its end", c.argv[0]);
out:
    arena_release(&c.arena);
    return e;
}

bool spawn_can_browse(str address)
{
    static const str schemes[] = {STR_INIT("http://"), STR_INIT("https://"), STR_INIT("mailto:")};
    for (size_t i = 0; i < address.len; i++)
        if ((unsigned char)address.ptr[i] <= ' ' || address.ptr[i] == 0x7F)
            return false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        str start = str_sub(address, 0, schemes[i].len);
        if (address.len > schemes[i].len && str_eq_ascii_nocase(start, schemes[i]))
            return true;
    }
    return false;
}

/* The words of the first of BROWSER's commands with %s replaced, or what the system has. */
static bool browser_command(struct command *c, str address)
{
    str value = str_trim(str_of(getenv("BROWSER")));
    size_t colon = str_find_byte(value, ':', 0);
    bool placed = false;
    add_words(c, str_sub(value, 0, colon == STR_NONE ? value.len : colon));
    for (size_t i = 1; i < c->count; i++)
        if (str_eq(str_of(c->argv[i]), STR("%s"))) {
            c->argv[i] = arena_cstr(&c->arena, address);
            placed = true;
        }
    static char *const openers[] = {"xdg-open", "open"};
    bool found = find_program(c);
    for (size_t i = 0; value.len == 0 && !found && i < 2; i++) {
        c->argv[0] = openers[i];
        c->count = 1;
        found = find_program(c);
    }
    if (!placed)
        c->argv[c->count++] = arena_cstr(&c->arena, address);
    return found;
}

struct err spawn_browser(str address)
{
    struct command c = {0};
    struct err e = ERR_OK;
    if (!spawn_can_browse(address)) {
        e = err_make(ERR_USAGE, "only http, https and mailto addresses are opened");
    } else if (!browser_command(&c, address)) {
        e = err_make(ERR_NOT_FOUND, "there is no browser to run: set BROWSER");
    } else {
        int status = runner_run(&(struct runner_command){c.program, c.argv, .detached = true});
        if (status != 0)
            e = err_system(status < 0 ? errno : EAGAIN, "cannot start the browser");
    }
    arena_release(&c.arena);
    return e;
}
