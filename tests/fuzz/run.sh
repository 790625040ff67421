#!/bin/sh
# tests/fuzz/run.sh BUILD SECONDS TARGET...: runs libFuzzer targets one after another; fails if one
# found anything.
build=$1
seconds=$2
shift 2
source=$(dirname "$0")
wrong=0
for target; do
    name=${target##*fuzz_}
    # A damaged index makes SQLite ask for address space that it does not use: that is no find.
    mkdir -p "$build/corpus/$name" "$build/found" "$build/tmp"
    dictionary=
    [ -f "$source/$name.dict" ] && dictionary=-dict=$source/$name.dict
    printf '\n== %s\n' "$name"
    TMPDIR=$build/tmp "$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 \
        -malloc_limit_mb=4096 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="$build/found/$name-" $dictionary \
        "$build/corpus/$name" "$source/corpus/$name" || wrong=1
    rm -rf "$build/tmp"
done
exit $wrong
