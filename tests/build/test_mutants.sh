#!/bin/sh
# Every line that tests/mutants.txt takes away is there, and so is the test that has to notice; no
# fault of tests/ROBUSTNESS.md is without one. (`make mutants` takes them away.)
set -eu
cd "$(dirname "$0")/.."
./mutants.sh --check mutants.txt

# In a table where none of that holds, all of it is said.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sed '/^- /s/$/ and more/; /^@ /s/$/_not/; /^= JSON/s/J/K/' mutants.txt >"$scratch/table"
if ./mutants.sh --check "$scratch/table" >"$scratch/said" 2>&1; then
    echo 'mutants: a table where nothing holds is let through'
    exit 1
fi
for what in 'stands 0 times' 'no such test' 'no fault of' 'no mutation for'; do
    grep -q "$what" "$scratch/said" || {
        echo "mutants: it is not said that there is $what"
        exit 1
    }
done
