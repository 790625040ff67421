/*
 * The composition root: what the process was started with goes in, a command or the screens run, a
 * status comes out. Nothing else in src/ reads the environment, and nothing else ends the process.
 */
#include "base/mem.h"
#include "command/command.h"
#include "command/here.h"
#include "place.h"
#include "ui/app.h"
#include "ui/config.h"
#include "ui/key_table.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

noreturn void mem_exhausted(void)
{
    static const char message[] = "attache: out of memory\n";
    app_emergency();
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
        _exit(EXIT_TROUBLE);
    _exit(EXIT_TROUBLE);
}

/* What was large is given back at once, and does not make the next large thing part of a heap in
 * which it then stays; nor does a thread keep what it needed once. */
static void give_memory_back(void)
{
#ifdef __GLIBC__
    enum { LARGE = 4 << 20, KEPT = 256 << 10 };
    mallopt(M_MMAP_THRESHOLD, LARGE);
    mallopt(M_TRIM_THRESHOLD, KEPT);
#endif
}

/* A descriptor that was closed at the start would be given to the next file that is opened, a
 * database perhaps, and messages would be written into it. */
static void keep_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", O_RDONLY);
}

/* $NAME, or $HOME and `below` as the XDG specification has it; relative paths count as unset. */
static str xdg_home(struct arena *a, const char *name, const char *below)
{
    const char *home = getenv(name);
    if (home && *home == '/')
        return str_of(home);
    home = getenv("HOME");
    if (!home || *home != '/')
        return (str){0};
    return arena_printf(a, "%s/%s", home, below);
}

static const char *or_empty(const char *value)
{
    return value ? value : "";
}

static bool is_set(const char *name)
{
    return *or_empty(getenv(name)) != '\0';
}

/* Of standard output; 0 if it is no terminal. */
static size_t terminal_columns(void)
{
    enum { USUAL = 80 };
    struct winsize size = {0};
    if (isatty(STDOUT_FILENO) != 1)
        return 0;
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : USUAL;
}

static int run_screens(const struct command_call *call, const struct config *config)
{
    struct library lib = {0};
    str given = call->argument_count                      ? call->arguments[0]
                : str_present(command_library_path(call)) ? (str){0}
                                                          : here_ask(call);
    if (str_present(given)) {
        struct err e = library_open(&lib, given);
        if (err_failed(&e)) {
            library_close(&lib);
            return command_fail_path(call, given, &e);
        }
    } else if (!command_library(call, &lib)) {
        return EXIT_TROUBLE;
    }
    struct app_options options = {
        .today = call->today,
        .no_mouse = call->options->given & OPTION_BIT(NO_MOUSE),
        .no_sandbox = call->options->given & OPTION_BIT(NO_SANDBOX),
        .keys_from_terminal = str_present(lib.standard_input),
        .cache_home = call->environment->cache_home,
        .state_home = call->environment->state_home,
        .config = config,
    };
    int status = app_run(&lib, &options);
    library_close(&lib);
    return status;
}

/* Standard input is an article, and can be read only once: it is not opened to find out. */
static bool is_article(str path, struct err *e)
{
    if (str_eq(path, STR("-")))
        return true;
    struct library lib = {0};
    *e = library_open(&lib, path);
    bool article = !err_failed(e) && str_present(lib.only);
    library_close(&lib);
    return article;
}

/* Without a terminal there are no screens: one article is shown, a library listed. */
static int run_without_screens(const struct command_call *asked)
{
    struct err e = ERR_OK;
    struct command_call call = *asked;
    struct environment here = *asked->environment;
    str path = call.argument_count ? call.arguments[0] : command_library_path(asked);
    if (str_present(path) && is_article(path, &e)) {
        call.arguments = &path;
        call.argument_count = 1;
        return command_show.run(&call);
    }
    if (err_failed(&e))
        return command_fail_path(&call, path, &e);
    if (call.argument_count)
        here.library = path;
    call.environment = &here;
    call.argument_count = 0;
    return command_list.run(&call);
}

static void load_config(struct config *config, struct output *messages, struct arena *a)
{
    config_init(config);
    str home = xdg_home(a, "XDG_CONFIG_HOME", ".config");
    if (str_present(home))
        config_load(config, arena_printf(a, "%.*s/attache/config", STR_FMT(home)),
                    str_of(getenv("HOME")));
    for (size_t i = 0; i < config->troubles.len; i++)
        output_message(messages, "%.*s", STR_FMT(config->troubles.items[i]));
}

static int run(int argc, char **argv, struct output *out, struct output *messages, struct arena *a,
               struct config *config)
{
    struct environment environment = {
        .library = str_of(getenv("ATTACHE_LIBRARY")),
        .home = str_of(getenv("HOME")),
        .cache_home = xdg_home(a, "XDG_CACHE_HOME", ".cache"),
        .state_home = xdg_home(a, "XDG_STATE_HOME", ".local/state"),
        .today = str_of(getenv("ATTACHE_TODAY")),
        .progress = isatty(STDERR_FILENO) == 1,
        .answers = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1,
        .columns = terminal_columns(),
        .no_color = is_set("NO_COLOR") || strcmp(or_empty(getenv("TERM")), "dumb") == 0,
        .keys = key_table,
        .sample = STR(ATTACHE_SHARE "/content"),
    };
    load_config(config, messages, a);
    environment.configured = config->library;
    struct options options;
    struct command_call call = {
        .options = &options, .environment = &environment, .out = out, .messages = messages};
    const struct command *command = &command_screens;
    struct err e = options_parse(argc, argv, &options);
    if (!err_failed(&e))
        e = command_resolve(&options, &command, &call);
    if (options.given & OPTION_BIT(VERSION)) {
        buf_append(&out->buf, STR("attache " ATTACHE_VERSION "\n"));
        return EXIT_DONE;
    }
    if (options.given & OPTION_BIT(HELP)) {
        command_usage(options.word_count && command != &command_screens ? command : NULL,
                      &out->buf);
        return EXIT_DONE;
    }
    if (err_failed(&e)) {
        output_message(messages, "%s; see `attache --help`", e.message);
        return EXIT_TROUBLE;
    }
    if (command->run)
        return command->run(&call);
    bool screens = isatty(STDOUT_FILENO) == 1 && !(options.given & OPTION_BIT(FORMAT));
    return screens ? run_screens(&call, config) : run_without_screens(&call);
}

int main(int argc, char **argv)
{
    keep_standard_descriptors();
    give_memory_back();
    setlocale(LC_CTYPE, ""); /* which characters there are; the rest of a locale is for prose */
    signal(SIGPIPE, SIG_IGN);
    struct output out = {.fd = STDOUT_FILENO}, messages = {.fd = STDERR_FILENO};
    struct arena arena = {0};
    struct config config;
    int status = run(argc, argv, &out, &messages, &arena, &config);
    output_flush(&out);
    if (out.failed) {
        if (out.failed != EPIPE) /* whoever read has seen enough: nothing to say */
            output_message(&messages, "cannot write to standard output: %s", strerror(out.failed));
        status = EXIT_TROUBLE;
    }
    output_release(&out);
    output_release(&messages);
    config_release(&config);
    arena_release(&arena);
    return status;
}
