#!/bin/sh
# tests/run.sh BINARY...: runs the tests one after another, says at the end which failed.
# $WRAP, if set, is a command that runs each (valgrind).
failed=
for test; do
    printf '\n%s\n' "== $test"
    LC_ALL=C.UTF-8 TZ=UTC ${WRAP:-} "$test" </dev/null 2>&1 || failed="$failed $test"
done
echo
if [ -n "$failed" ]; then
    printf 'FAILED: %s\n' $failed
    exit 1
fi
echo "All $# test programs passed."
