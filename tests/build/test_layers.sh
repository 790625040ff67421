#!/bin/sh
# Shows that .ci/layers fails for each thing that it forbids, and for nothing else.
set -eu
layers=$(cd "$(dirname "$0")/../../.ci" && pwd)/layers
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cd "$tree"

# compile PATH: as the Makefile does it, for a system that has everything.
compile() {
    mkdir -p "build/${1%/*}"
    ${CC:-cc} -D_GNU_SOURCE -O2 $FORTIFY -include stdio.h -include stdlib.h -include string.h \
        -include unistd.h -include err.h -include sys/ioctl.h -include sys/uio.h -w -c \
        -o "build/${1%.c}.o" "$1"
}
FORTIFY=

mkdir -p ui/panes src/base src/text src/model src/match src/loader src/catalog src/state src/format \
    src/command
cat >src/main.c <<'END'
int main(int n, char **words) { write(1, words[0], n); _exit(0); }
END
cat >src/loader/loader.c <<'END'
/* Never calls exit(1), and
   printf("x") neither; #include <ncurses.h> */
// abort()
struct fs { void (*free)(void *); long (*write)(void *, int); };
int own_printf(const char *help, struct fs *fs);
int f(struct fs *fs) { fs->free(fs); fs->write(fs, 1); return own_printf("free(\"x\"), stdout", fs); }
int g(char *out, unsigned size, int n) { return snprintf(out, size, "%d", n); }
END
echo 'int w(const char *p) { return write(2, p, 1); }' >ui/term.c
echo 'int w(const char *p) { return write(1, p, 1); }' >src/command/output.c
echo 'void f(void *p) { free(p); }' >src/base/mem.c
for file in src/main.c src/loader/loader.c ui/term.c src/command/output.c src/base/mem.c; do
    compile $file
done
echo '#include "model/entity.h" // for "ui/x.h"' >src/loader/loader.h
echo '#include <ncurses.h>' >ui/term.c
echo '#include <sqlite3.h>' >src/catalog/catalog.c
"$layers"

if "$layers" . nowhere >/dev/null; then
    echo 'layers does not see that nothing was compiled'
    exit 1
fi

# each WHAT: layers names each file of the cases, and no other. Removes them.
count=0
cases=$tree/cases
each() {
    said=$("$layers") && status=0 || status=$?
    files=$(echo "$said" | sed -n 's/^    \([^:]*\).*/\1/p' | sort -u | wc -l)
    if [ $status = 0 ] || [ $files -ne "$(grep -c . "$cases")" ]; then
        echo "layers says of $1:"
        echo "$said"
        exit 1
    fi
    while IFS='|' read -r path line; do
        echo "$said" | grep -q "^    $path" || {
            echo "layers does not see in $path: $line"
            exit 1
        }
        count=$((count + 1))
        rm -f "$path" "build/${path%.c}.o"
    done <"$cases"
}

cat >"$cases" <<'END'
src/base/a.c|#include "text/safe.h"
src/base/a.h|# include "ui/canvas.h"
src/text/a.c|#include "model/entity.h"
src/model/a.h|#include "match/names.h"
src/model/b.h|#include "loader/loader.h"
src/match/a.c|#include "loader/loader.h"
src/loader/a.c|#include "catalog/catalog.h"
src/catalog/a.c|#include "state/state.h"
src/catalog/b.c|#include "command/command.h"
src/state/a.c|#include "command/command.h"
src/format/a.c|#include "command/command.h"
src/command/a.c|#include "ui/app.h"
ui/app.c|#include <curses.h>
ui/panes/a.c|#include <ncursesw/ncurses.h>
src/loader/b.c|#include <sqlite3.h>
src/loader/c.c|#include <yaml.h>
src/loader/d.c|#include <md4c.h>
src/attic/a.c|int x;
END
mkdir src/attic
while IFS='|' read -r path line; do
    echo "$line" >"$path"
done <"$cases"
each 'what is included'

for FORTIFY in '' '-D_FORTIFY_SOURCE=2'; do
    cat >"$cases" <<'END'
ui/canvas.c|void f(const char *p) { write(1, p, 1); }
src/text/a.c|void f(void) { printf("x\n"); }
src/text/b.c|void f(const char *p) { printf("%s and %s", p, p); }
src/text/c.c|void *f(void) { return stdout; }
src/text/d.c|int g(FILE *file) { return fputs("x", file); }
src/text/e.c|void f(FILE *file, void *p) { fwrite_unlocked(p, 1, 2, file); }
src/text/f.c|void f(const char *p, int fd) { pwrite(fd, p, 1, 0); }
src/text/g.c|void f(const char *p, int n) { if (n > 2) abort(); }
src/text/h.c|char *f(const char *p) { return strdup(p); }
src/text/i.c|char *f(char **p, int n) { return asprintf(p, "%d", n), *p; }
src/match/a.c|void f(void *line, void *file) { getline(line, line, file); }
src/loader/a.c|void f(int c) { putchar_unlocked(c); }
src/loader/b.c|void f(int c, FILE *file) { putc(c, file); }
src/catalog/a.c|void f(const char *p) { warnx("%s", p); }
src/state/a.c|void f(const char *p) { perror(p); }
src/format/a.c|void f(int fd, const struct iovec *parts) { writev(fd, parts, 1); }
src/command/a.c|void f(const char *p, FILE *file) { fprintf(file, "%s and %s", p, p); }
ui/panes/a.c|void f(const char *p) { dprintf(1, "%s", p); }
ui/panes/b.c|int tputs(); void f(const char *p) { tputs(p, 1, putchar); }
ui/panes/c.c|void f(void *size) { ioctl(1, TIOCSWINSZ, size); }
ui/panes/d.c|int doupdate(); void f(void) { doupdate(); }
ui/panes/e.c|FILE *f(void) { return fopen("/dev/tty", "w"); }
ui/spawn.c|void f(const char *command) { system(command); }
ui/app_act.c|void f(int fd) { dup2(fd, 7); }
ui/app_live.c|void f(void) { exit(1); }
ui/frame.c|void f(void *p) { free(p); }
ui/flow.c|void *f(void) { return malloc(1); }
END
    while IFS='|' read -r path line; do
        printf '%s\n' "$line" >"$path"
        compile "$path"
    done <"$cases"
    each 'what is called'
done
echo "layers: all $count kinds of trespass are seen"
