#!/bin/sh
# tests/run.sh BINARY...: runs the tests one after another, says at the end which failed.
# $WRAP, if set, is a command that runs each (valgrind).
if [ $# -eq 0 ]; then
    echo "No test has a name like that."
    exit 1
fi
limit=
command -v timeout >/dev/null && limit="timeout -k 5 ${TEST_SECONDS:-600}"
failed=
for test; do
    printf '\n%s\n' "== $test"
    LC_ALL=C.UTF-8 TZ=UTC $limit $WRAP "$test" </dev/null 2>&1 || failed="$failed $test"
done
echo
if [ -n "$failed" ]; then
    printf 'FAILED: %s\n' $failed
    exit 1
fi
echo "All $# test programs passed:"
for test; do
    printf '%s\n' "$test"
done | sed 's|/[^/]*$||; s|.*/||' | sort | uniq -c | while read -r count directory; do
    printf '  tests/%-8s %3d\n' "$directory" "$count"
done
