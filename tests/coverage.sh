#!/bin/sh
# tests/coverage.sh BUILD FILE.c...: how many branches of each file the tests have taken, by gcov;
# then the lines on which some were never taken. Branches that only the compiler knows of (the ends
# of calls that cannot fail) are not counted.
build=$1
shift
all=$(mktemp -d)
trap 'rm -rf "$all"' EXIT
for file; do
    object=$build/${file%.c}.o
    [ -f "${object%.o}.gcno" ] || continue
    gcov --branch-probabilities --stdout "$object" 2>/dev/null |
        awk -v file="$file" '
            /^ *[-#=0-9*]+: *0:Source:/ { ours = index($0, "Source:" file) > 0; next }
            !ours { next }
            /^ *[-#=0-9*]+: *[0-9]+:/ { split($0, part, ":"); line = part[2] + 0; next }
            /^branch +[0-9]+ / {
                if (/throw/) next
                total++
                if (/never executed/ || /taken 0%/) { missed[line]++ } else { taken++ }
            }
            END {
                rest = ""
                for (i = 1; i < 2000; i++) if (missed[i]) rest = rest " " i
                printf "%d %d %s:%s\n", taken, total, file, rest
            }'
done >"$all/files"
sort -k3 "$all/files" | awk '$2 { printf "%5.1f %%  %5d of %5d  %s\n", 100 * $1 / $2, $1, $2, $3; t += $1; n += $2 }
    END { printf "%5.1f %%  %5d of %5d  in all\n", 100 * t / n, t, n }'
printf '\nNot taken, by line:\n'
sort -k3 "$all/files" | awk '$1 < $2' | cut -d' ' -f3-
