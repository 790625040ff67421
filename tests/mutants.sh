#!/bin/sh
# tests/mutants.sh [--check] TABLE: takes away what protects, one thing at a time (tests/mutants.txt
# says which), in a copy of this tree, and runs the test that has to notice. --check only looks
# whether the table holds: each line stands once in its file, each test is there, each fault of
# tests/ROBUSTNESS.md has a mutation. MUTANTS=PATTERN tries those that match it.
set -eu
check=
[ "$1" != --check ] || check=$1 && [ -z "$check" ] || shift
table=$(realpath "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 2' INT TERM HUP
cd "$root"

# One mutation a line, between tabs: its line in the table, fault, file, test, function, what stands
# there, what stands there instead.
awk -v OFS='\t' '
    /^= / { fault = substr($0, 3) }
    /^@ / { at = NR; file = $2; test = $3; name = $4 == "" ? "-" : $4 }
    /^- / { old = substr($0, 3) }
    /^\+/ { print at, fault, file, test, name, old, substr($0, 3) }
' "$table" >"$copy/table"
tab=$(printf '\t')

wrong() {
    printf '%s:%s: %s\n' "$table" "$at" "$1"
    faults=$((faults + 1))
}

# mutate FILE: with the line replaced, in its indentation; the status says how often it stood there.
mutate() {
    OLD=$old NEW=$new awk '
        { match($0, /^[ \t]*/); indent = substr($0, 1, RLENGTH) }
        substr($0, RLENGTH + 1) == ENVIRON["OLD"] { count++; $0 = indent ENVIRON["NEW"] }
        { print }
        END { exit count > 2 ? 2 : count }' "$1"
}

# The path in build of what has to be made for a test.
made() {
    case $1 in
    *.sh) echo attache ;;
    *) echo "tests/$1" ;;
    esac
}

faults=0
while IFS=$tab read -r at fault file test name old new; do
    found=0
    [ ! -f "$file" ] || mutate "$file" >/dev/null || found=$?
    [ "$found" = 1 ] || wrong "stands $found times in $file, not once: $old"
    [ "$old" != "$new" ] || wrong "changes nothing: $old"
    grep -qF "| $fault" tests/ROBUSTNESS.md || wrong "no fault of tests/ROBUSTNESS.md: $fault"
    case $test in
    *.sh) [ -x "tests/$test" ] ;;
    *) [ "$name" = - ] && [ -f "tests/$test.c" ] || grep -q "^static void $name(" "tests/$test.c" ;;
    esac || wrong "no such test: $test $name"
done <"$copy/table"

at=1
grep -E '^\|.*`' tests/ROBUSTNESS.md | cut -d'|' -f2 | while IFS= read -r fault; do
    FAULT=${fault# } awk -F'\t' '
        index(ENVIRON["FAULT"], $2) == 1 { found = 1 }
        END { exit !found }' "$copy/table" || echo "$fault"
done >"$copy/missing"
[ ! -s "$copy/missing" ] || wrong "no mutation for:
$(cat "$copy/missing")"

count=$(grep -c . "$copy/table")
if [ $faults -gt 0 ] || [ -n "$check" ]; then
    echo "mutants: $count mutations, $faults errors in the table"
    exit $((faults > 0))
fi

if [ -n "${MUTANTS:-}" ]; then
    grep -E -e "$MUTANTS" "$copy/table" >"$copy/only"
    mv "$copy/only" "$copy/table"
fi
count=$(grep -c . "$copy/table")
mkdir "$copy/tree"
tar -cf - --exclude=./build --exclude=./.git . | tar -xf - -C "$copy/tree"
cd "$copy/tree"
unset MAKEFLAGS MFLAGS MAKELEVEL BUILD TEST V ONLY
make_test() { # without optimising: most of the time goes into compiling
    make -s "-j$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)" CFLAGS=-O0 LDFLAGS= \
        build/attache "build/$(made "$1")" >"$copy/made" 2>&1
}

# run TEST: 0 if it passes, 124 if it hangs.
run() {
    status=0
    case $1 in
    *.sh) program=tests/$1 ;;
    *) program=build/tests/$1 ;;
    esac
    LC_ALL=C.UTF-8 TZ=UTC timeout -k 5 300 "$program" </dev/null >"$copy/said" 2>&1 || status=$?
    # A program that no longer sees its terminal go would run for ever, and take a processor.
    pkill -KILL -f "^$copy/" 2>/dev/null || :
    return $status
}

# Does the function that is named fail? A test that ends the program is the last that ran.
named() {
    [ "$1" = - ] || grep -qF "[  FAILED  ] $1" "$copy/said" ||
        grep -F '[ RUN      ]' "$copy/said" | tail -1 | grep -qF "] $1"
}

for test in $(cut -f4 "$copy/table" | sort -u); do
    if ! make_test "$test" || ! run "$test"; then
        echo "does not pass as it is: $test"
        cat "$copy/made" "$copy/said"
        exit 1
    fi
done

noticed=0
while IFS=$tab read -r at fault file test name old new; do
    mutate "$file" >"$copy/mutant" || :
    cp "$file" "$copy/whole"
    cat "$copy/mutant" >"$file"
    status=0
    if ! make_test "$test"; then
        result='CANNOT BE BUILT'
    elif run "$test" || status=$? && [ $status = 0 ]; then
        result=SURVIVES
    elif [ $status = 124 ] || [ $status = 137 ]; then
        result=HANGS
    elif ! named "$name"; then
        result='OTHERS NOTICE'
    else
        result=noticed
        noticed=$((noticed + 1))
    fi
    printf '%-15s %-24s %s %s: %s\n' "$result" "$file" "$test" "$name" "$old"
    case $result in
    CANNOT*) cat "$copy/made" ;;
    OTHERS*) grep -F '[  FAILED  ]' "$copy/said" || tail -3 "$copy/said" ;;
    esac
    cat "$copy/whole" >"$file"
done <"$copy/table"
echo "$noticed of $count mutations are noticed"
[ "$noticed" = "$count" ]
