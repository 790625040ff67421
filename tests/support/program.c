#include "tests/support/program.h"

#include "tests/support/cmocka.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *program_path(void)
{
    const char *path = getenv("ATTACHE");
    return path && *path ? path : ATTACHE_PROGRAM;
}

/* -- Lists of strings that end with NULL ------------------------------------------------------ */

static size_t strings_count(char *const *strings)
{
    size_t count = 0;
    while (strings && strings[count])
        count++;
    return count;
}

static char **strings_add(char **strings, const char *string)
{
    size_t count = strings_count(strings);
    strings = realloc(strings, (count + 2) * sizeof *strings);
    assert_non_null(strings);
    strings[count] = strdup(string);
    assert_non_null(strings[count]);
    strings[count + 1] = NULL;
    return strings;
}

void strings_free(char **strings)
{
    for (size_t i = 0; strings && strings[i]; i++)
        free(strings[i]);
    free(strings);
}

/* Takes every NAME=… out, for the name with which `assignment` begins; puts it in if it has '='. */
static char **environment_set(char **env, const char *assignment)
{
    size_t name = strcspn(assignment, "=");
    size_t kept = 0;
    for (size_t i = 0; env && env[i]; i++) {
        if (strncmp(env[i], assignment, name) == 0 && env[i][name] == '=')
            free(env[i]);
        else
            env[kept++] = env[i];
    }
    if (env)
        env[kept] = NULL;
    return assignment[name] ? strings_add(env, assignment) : env;
}

char **program_environment(const struct tree *l, const char *const *more)
{
    static const char *const inherited[] = {"PATH",         "ASAN_OPTIONS", "UBSAN_OPTIONS",
                                            "LSAN_OPTIONS", "TERMINFO",     "TERMINFO_DIRS"};
    static const char *const fixed[] = {"TZ=UTC", "LC_ALL=C.UTF-8", "TERM=xterm-256color"};
    static const char *const homes[][2] = {
        {"HOME",            ""       },
        {"XDG_CONFIG_HOME", "/config"},
        {"XDG_STATE_HOME",  "/state" },
        {"XDG_CACHE_HOME",  "/cache" },
        {"XDG_DATA_HOME",   "/data"  },
    };
    char text[PATH_MAX + 64];
    char **env = NULL;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        env = strings_add(env, fixed[i]);
    for (size_t i = 0; i < sizeof inherited / sizeof *inherited; i++) {
        const char *value = getenv(inherited[i]);
        if (!value)
            continue;
        char *pair = malloc(strlen(inherited[i]) + strlen(value) + 2);
        assert_non_null(pair);
        sprintf(pair, "%s=%s", inherited[i], value);
        env = strings_add(env, pair);
        free(pair);
    }
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
        snprintf(text, sizeof text, "%s=%s%s", homes[i][0], l->home, homes[i][1]);
        env = strings_add(env, text);
    }
    snprintf(text, sizeof text, "ATTACHE=%s", program_path());
    env = strings_add(env, text);
    for (size_t i = 0; more && more[i]; i++)
        env = environment_set(env, more[i]);
    return env;
}

char **program_arguments(const struct program *p)
{
    char **argv = strings_add(NULL, p->path ? p->path : program_path());
    for (size_t i = 0; p->args && p->args[i]; i++)
        argv = strings_add(argv, p->args[i]);
    return argv;
}

/* -- Running ---------------------------------------------------------------------------------- */

/* One end of a pipe to the child: what goes in, or what came out. */
struct stream {
    int fd; /* -1 when closed */
    short events;
    char *bytes;
    size_t size, done;
};

static void pipe_private(int ends[2])
{
    assert_int_equal(pipe(ends), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(fcntl(ends[i], F_SETFD, FD_CLOEXEC), 0);
}

static void stream_close(struct stream *s)
{
    close(s->fd);
    s->fd = -1;
}

static void stream_read(struct stream *s)
{
    enum { STEP = 1 << 16 };
    s->bytes = realloc(s->bytes, s->size + STEP + 1);
    assert_non_null(s->bytes);
    ssize_t got = read(s->fd, s->bytes + s->size, STEP);
    if (got > 0)
        s->size += (size_t)got;
    else if (got == 0 || errno != EINTR)
        stream_close(s);
    s->bytes[s->size] = '\0';
}

static void stream_write(struct stream *s)
{
    ssize_t put = write(s->fd, s->bytes + s->done, s->size - s->done);
    if (put > 0)
        s->done += (size_t)put;
    if (s->done == s->size || (put < 0 && errno != EINTR && errno != EAGAIN))
        stream_close(s);
}

/* Serves the streams until the child has closed its ends. False when that takes too long. */
static bool streams_serve(struct stream streams[3])
{
    time_t end = time(NULL) + PROGRAM_SECONDS;
    while (streams[1].fd >= 0 || streams[2].fd >= 0) {
        struct pollfd polled[3];
        for (int i = 0; i < 3; i++)
            polled[i] = (struct pollfd){.fd = streams[i].fd, .events = streams[i].events};
        if (poll(polled, 3, 1000) < 0 && errno != EINTR)
            return false;
        if (time(NULL) > end)
            return false;
        if (polled[0].revents)
            stream_write(&streams[0]);
        for (int i = 1; i < 3; i++)
            if (polled[i].revents)
                stream_read(&streams[i]);
    }
    return true;
}

/* In the child: never returns, and never comes back into the test. */
static void become(const struct program *p, const char *directory, char **argv, char **env, int in,
                   int out, int err)
{
    signal(SIGPIPE, SIG_DFL);
    if (p->output && (out = open(p->output, O_WRONLY | O_CLOEXEC)) < 0)
        _exit(125);
    if (chdir(directory) != 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
        _exit(125);
    if (p->output_closed)
        close(1);
    if (p->output_impatient && fcntl(1, F_SETFL, O_WRONLY | O_NONBLOCK) != 0)
        _exit(125);
    execve(argv[0], argv, env);
    dprintf(2, "cannot run %s: %s\n", argv[0], strerror(errno));
    _exit(125);
}

struct outcome program_run(const struct tree *l, const struct program *p)
{
    char **argv = program_arguments(p);
    char **env = program_environment(l, p->env);
    int in[2], out[2], err[2];
    pipe_private(in), pipe_private(out), pipe_private(err);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        become(p, p->directory ? p->directory : l->root, argv, env, in[0], out[1], err[1]);
    strings_free(argv);
    strings_free(env);
    close(in[0]), close(out[1]), close(err[1]);

    /* The child may end without reading its input. */
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    fcntl(in[1], F_SETFL, O_NONBLOCK);
    size_t input_size = p->input_size || !p->input ? p->input_size : strlen(p->input);
    struct stream streams[3] = {
        {.fd = in[1],         .events = POLLOUT, .bytes = NULL, .size = input_size},
        {.fd = out[0], .events = POLLIN                 },
        {.fd = err[0],   .events = POLLIN  },
    };
    streams[0].bytes = malloc(input_size + 1);
    assert_non_null(streams[0].bytes);
    if (input_size)
        memcpy(streams[0].bytes, p->input, input_size);
    else
        stream_close(&streams[0]);
    bool served = streams_serve(streams);
    if (!served)
        kill(child, SIGKILL);
    int status;
    while (waitpid(child, &status, 0) < 0)
        assert_int_equal(errno, EINTR);
    for (int i = 0; i < 3; i++)
        if (streams[i].fd >= 0)
            stream_close(&streams[i]);
    free(streams[0].bytes);
    signal(SIGPIPE, before);
    if (!served)
        fail_msg("still running after %d seconds; it said: %s", PROGRAM_SECONDS,
                 streams[2].bytes ? streams[2].bytes : "");
    return (struct outcome){
        .status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
        .out = streams[1].bytes,
        .out_size = streams[1].size,
        .err = streams[2].bytes,
        .err_size = streams[2].size,
    };
}

void outcome_release(struct outcome *o)
{
    free(o->out);
    free(o->err);
    *o = (struct outcome){0};
}

void outcome_is(struct outcome o, int status, const char *out, const char *err)
{
    assert_string_equal(o.err, err);
    assert_string_equal(o.out, out);
    assert_int_equal(o.status, status);
    outcome_release(&o);
}

static void assert_has(const char *text, const char *words)
{
    if (words && !strstr(text, words))
        fail_msg("'%s' is not in '%s'", words, text);
}

void outcome_has(struct outcome o, int status, const char *in_out, const char *in_err)
{
    assert_has(o.out, in_out);
    assert_has(o.err, in_err);
    assert_int_equal(o.status, status);
    outcome_release(&o);
}

int program_no_new_privileges(pid_t process)
{
    char path[64], line[256];
    int value = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)process);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "NoNewPrivs:", 11) == 0)
            value = line[12] - '0';
    if (f)
        fclose(f);
    return value;
}
