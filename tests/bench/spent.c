/* Runs a command, its output thrown away, and prints seconds and the most memory it had, in KiB.
 * A process begins with what the one that started it had at most: this is a small one. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    posix_spawn_file_actions_t silent;
    struct rusage usage;
    pid_t pid;
    int status;
    if (argc < 2) {
        fprintf(stderr, "usage: spent COMMAND [ARGUMENT...]\n");
        return 2;
    }
    posix_spawn_file_actions_init(&silent);
    posix_spawn_file_actions_addopen(&silent, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&silent, 2, "/dev/null", O_WRONLY, 0);
    double start = now();
    if (posix_spawnp(&pid, argv[1], &silent, NULL, argv + 1, environ) != 0 ||
        wait4(pid, &status, 0, &usage) != pid || status != 0)
        return 1;
    printf("%.6f %ld\n", now() - start, usage.ru_maxrss);
    return 0;
}
