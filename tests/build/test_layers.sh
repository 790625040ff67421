#!/bin/sh
# Shows that .ci/layers fails for each thing that it forbids, and for nothing else.
set -eu
layers=$(cd "$(dirname "$0")/../../.ci" && pwd)/layers
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

clean() {
    rm -rf "$tree"/src "$tree"/ui
    mkdir -p "$tree"/ui/panes
    for floor in base text model match loader catalog state format command; do
        mkdir -p "$tree/src/$floor"
    done
    cat >"$tree/src/main.c" <<'END'
#include "ui/app.h"
int main(void) { printf("%d", run()); exit(0); }
END
    cat >"$tree/src/loader/loader.c" <<'END'
/* Never calls exit(1), and
   printf("x") neither; #include <ncurses.h> */
#include "match/names.h" // abort()
#include "model/entity.h"
static const char *help = "free(\"x\") and stdout";
void f(void) { buf_printf(b, "/*"); o->write(o); mem_free(x); fs.free(x); }
END
    echo '#include <ncurses.h>' >"$tree/ui/term.c"
    echo '#include <sqlite3.h>' >"$tree/src/catalog/catalog.c"
    echo 'void p(FILE *f) { fputs("x", f); }' >"$tree/src/command/list.c"
}

clean
"$layers" "$tree"
count=0
while IFS='|' read -r path line; do
    clean
    printf '%s\n' "$line" >"$tree/$path"
    if said=$("$layers" "$tree") || ! echo "$said" | grep -q "$path"; then
        echo "layers does not see in $path: $line"
        exit 1
    fi
    count=$((count + 1))
done <<'END'
src/base/a.c|#include "text/safe.h"
src/base/a.h|# include "ui/canvas.h"
src/text/a.c|#include "model/entity.h"
src/model/a.h|#include "match/names.h"
src/model/a.h|#include "loader/loader.h"
src/match/a.c|#include "loader/loader.h"
src/loader/a.c|#include "catalog/catalog.h"
src/catalog/a.c|#include "state/state.h"
src/catalog/a.c|#include "command/command.h"
src/state/a.c|#include "command/command.h"
src/format/a.c|#include "command/command.h"
src/command/a.c|#include "ui/app.h"
ui/app.c|#include <curses.h>
ui/panes/a.c|#include <ncursesw/ncurses.h>
src/loader/a.c|#include <sqlite3.h>
src/loader/a.c|#include <yaml.h>
src/loader/a.c|#include <md4c.h>
src/text/a.c|void f(void) { printf("x"); }
src/text/a.c|/* x */ int g(void) { return fputs("/*", stdout); }
src/command/a.c|    fputs("x", stderr);
src/text/a.c|    fwrite(p, 1, 2, file);
ui/app_act.c|    write(1, "x", 1);
ui/panes/a.c|    writev (2, parts, 1);
ui/canvas.c|    #define SAY(x) dprintf(1, "%s", x)
src/text/a.c|    pwrite(fd, p, 1, 0);
src/state/a.c|    fputs_unlocked(p, file);
src/loader/a.c|    putchar_unlocked(c);
src/catalog/a.c|    warnx("%s", sqlite3_errmsg(db));
ui/panes/a.c|    perror("x");
ui/panes/a.c|    FILE *out = stdout;
ui/spawn.c|    system(command);
ui/app.c|    exit(1);
src/text/a.c|    if (x) abort ();
src/text/a.c|    char *c = malloc(1);
ui/canvas.c|free(c);
END
clean
mkdir -p "$tree/src/attic"
echo 'int x;' >"$tree/src/attic/a.c"
if "$layers" "$tree" >/dev/null; then
    echo "layers does not see a folder on no floor"
    exit 1
fi
echo "layers: all $count kinds of trespass are seen"
