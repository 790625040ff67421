#!/bin/sh
# Every test that tests/ROBUSTNESS.md names is there.
set -eu
cd "$(dirname "$0")/.."
missing=
count=0
for name in $(grep -E '^\|.*`' ROBUSTNESS.md | sed 's/.*|\([^|]*\)|$/\1/' | tr -c 'A-Za-z0-9_.' '\n' | grep '_'); do
    count=$((count + 1))
    case $name in
    *.sh) [ -x "build/$name" ] || missing="$missing $name" ;;
    fuzz_*) [ -f "fuzz/$name.c" ] || missing="$missing $name" ;;
    *) grep -qr --include='test_*.c' "^static void $name(" . || missing="$missing $name" ;;
    esac
done
if [ -n "$missing" ]; then
    echo "ROBUSTNESS.md names tests that are not there:$missing"
    exit 1
fi
[ "$count" -gt 60 ]
echo "robustness: all $count tests are there"
