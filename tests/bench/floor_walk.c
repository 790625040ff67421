/* The least that a refresh can cost where nothing changed: every file beneath a directory is
 * stat-ed, by its name in its open directory. Prints seconds and files. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static size_t files;

static void walk(int fd)
{
    DIR *directory = fdopendir(fd);
    if (directory == NULL) {
        close(fd);
        return;
    }
    for (const struct dirent *e; (e = readdir(directory)) != NULL;) {
        struct stat st;
        if (e->d_name[0] == '.' || fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            int inner = openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            if (inner >= 0)
                walk(inner);
        } else {
            files++;
        }
    }
    closedir(directory);
}

int main(int argc, char **argv)
{
    struct timespec from, to;
    int fd = argc == 2 ? open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0) {
        fprintf(stderr, "usage: floor_walk DIRECTORY\n");
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &from);
    walk(fd);
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%.6f %zu\n",
           (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9, files);
    return 0;
}
