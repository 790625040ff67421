#!/bin/sh
# Every test that tests/ROBUSTNESS.md names is there, and every limit has a test.
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
untried=
for limit in $(sed -n 's/^LIMIT(\([A-Z_]*\).*/LIMIT_\1/p' ../src/base/limits.def); do
    grep -qrw --include='test_*.c' "$limit" . || untried="$untried $limit"
done
if [ -n "$untried" ]; then
    echo "limits that no test tries:$untried"
    exit 1
fi
echo "robustness: all $count tests are there"
