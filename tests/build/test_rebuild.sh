#!/bin/sh
# Shows that make compiles again what a change concerns, and nothing else, in a house of two files.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL BUILD CFLAGS TEST V
mkdir -p "$tree/src/base"
cp "$root/Makefile" "$tree"
cd "$tree"
cat >src/base/one.c <<'END'
#include "base/one.h"
int one(void) { return ONE; }
END
printf '#define ONE 1\nint one(void);\n' >src/base/one.h
printf '#include "base/one.h"\nint main(void) { return one() != 1; }\n' >src/main.c
printf 'int two(void);\nint two(void) { return 2; }\n' >src/base/two.c
mkdir ui && printf 'int ui(void);\nint ui(void) { return 3; }\n' >ui/ui.c

# builds WHAT EXPECTED [VARIABLE=VALUE]: the steps of a make after WHAT, sorted, in a line.
builds() {
    got=$(make ${3:+"$3"} | sed 's/^ *//; s/  */ /g' | LC_ALL=C sort | tr '\n' ';')
    if [ "$got" != "$2" ]; then
        printf 'after %s make did: %s\nexpected: %s\n' "$1" "$got" "$2"
        exit 1
    fi
}

everything='AR build/libattache.a;AR build/libui.a;CC src/base/one.c;CC src/base/two.c;CC src/main.c;CC ui/ui.c;LINK build/attache;'
builds 'the first time' "$everything"
builds 'nothing' ''
touch src/base/one.h
builds 'a header' 'AR build/libattache.a;CC src/base/one.c;CC src/main.c;LINK build/attache;'
builds 'other flags' "$everything" CFLAGS=-O1
builds 'the flags from before' "$everything"
rm src/base/two.c
builds 'a file is removed' 'AR build/libattache.a;AR build/libui.a;LINK build/attache;'
ar t build/libattache.a | grep -q two && echo 'two.o is still in the library' && exit 1
build/attache
everything=$(echo "$everything" | sed 's,CC src/base/two.c;,,')
builds 'another place' "$(echo "$everything" | sed 's,build/,elsewhere/,g')" BUILD=elsewhere
mkdir moved && mv Makefile src ui build moved && cd moved
builds 'a move' "$everything" # tests know by their path where they were built
echo "rebuild: make does what a change asks for, and no more"
