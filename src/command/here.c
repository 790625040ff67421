#include "command/here.h"

#include <unistd.h>

enum { DIRECTORIES_MOST = 1000 }; /* of a library that nobody has named, and no file */

/* What the current directory is. */
enum here { HERE_NOTHING, HERE_LIBRARY, HERE_TOO_MUCH };

struct looking {
    size_t directories;
    bool wide;        /* the root, somebody's home, or what that lies in */
    bool named, unit; /* it has a library.yaml or entities.yaml; it holds a briefing */
};

static bool look_at_directory(void *user, str path, const struct fs_stamp *stamp)
{
    struct looking *l = user;
    (void)path;
    (void)stamp;
    return ++l->directories <= (l->wide && !l->named ? 1 : DIRECTORIES_MOST);
}

/* Those above are met before the first directory, its own before the second. */
static bool look_at_scope(void *user, const struct scope_file *file)
{
    struct looking *l = user;
    (void)file;
    l->named |= l->directories <= 1;
    return true;
}

static bool look_at_unit(void *user, const struct unit *unit)
{
    struct looking *l = user;
    (void)unit;
    l->unit = true;
    return !l->named;
}

static bool is_wide(const struct library *lib, str home)
{
    struct library homes = {0};
    struct err e = library_open(&homes, home);
    str here = lib->canonical;
    bool wide = str_eq(here, STR("/")) || (!err_failed(&e) && str_eq(homes.canonical, here));
    if (!err_failed(&e) && !wide)
        wide = str_starts(homes.canonical, here) && homes.canonical.ptr[here.len] == '/';
    library_close(&homes);
    return wide;
}

/* Nobody has asked for all that lies below a home to be read, or for the whole machine. */
static enum here what_is_here(str home)
{
    struct library lib = {0};
    struct looking l = {0};
    struct err e = library_open(&lib, STR("."));
    if (!err_failed(&e)) {
        struct diag_list ignored = {.arena = &lib.arena};
        struct library_visitor visitor = {.user = &l,
                                          .directory = look_at_directory,
                                          .scope = look_at_scope,
                                          .unit = look_at_unit};
        l.wide = is_wide(&lib, home);
        e = library_walk(&lib, &visitor, &ignored);
    }
    library_close(&lib);
    size_t most = l.wide ? 1 : DIRECTORIES_MOST;
    return l.named                ? (l.unit ? HERE_LIBRARY : HERE_NOTHING)
           : l.directories > most ? HERE_TOO_MUCH
           : l.unit               ? HERE_LIBRARY
                                  : HERE_NOTHING;
}

str command_library_path(const struct command_call *call)
{
    if (call->options->given & OPTION_BIT(LIBRARY))
        return call->options->values[OPTION_LIBRARY];
    if (call->environment->library.len)
        return call->environment->library;
    if (call->environment->configured.len)
        return call->environment->configured;
    return what_is_here(call->environment->home) == HERE_LIBRARY ? STR(".") : (str){0};
}

/* -- What a person is told -----------------------------------------------------------------------
 */

void here_say_how_to_begin(const struct command_call *call)
{
    if (what_is_here(call->environment->home) == HERE_TOO_MUCH) {
        output_message(call->messages,
                       "nothing says that this directory is a library (a library.yaml or "
                       "entities.yaml in it would), and very much lies below it: name a library "
                       "with --library PATH or ATTACHE_LIBRARY; to open this one all the same: "
                       "attache --library .");
        return;
    }
    struct library lib = {0};
    str sample = call->environment->sample;
    struct err e = library_open(&lib, sample);
    bool found = !err_failed(&e);
    library_close(&lib);
    output_message(call->messages,
                   "there is no library here: name one with --library PATH or "
                   "ATTACHE_LIBRARY, or go to a directory that holds articles (.md or .txt)%s%.*s",
                   found ? "; to see one: attache " : "", found ? (int)sample.len : 0,
                   found ? sample.ptr : "");
}

/* One line from the terminal, which has it ready when Enter was pressed. */
static bool is_yes(void)
{
    char line[64];
    ssize_t got = read(STDIN_FILENO, line, sizeof line);
    return got > 0 && (line[0] == 'y' || line[0] == 'Y');
}

str here_ask(const struct command_call *call)
{
    if (!call->environment->answers || what_is_here(call->environment->home) != HERE_TOO_MUCH)
        return (str){0};
    buf_append(&call->messages->buf,
               STR("Nothing says that this directory is a library, and very much lies below it.\n"
                   "Read all of it, to see what briefings there are? [y/N] "));
    output_flush(call->messages);
    return is_yes() ? STR(".") : (str){0};
}
