#!/bin/sh
# tests/coverage.sh BUILD FILE.c...: how many branches of each file the tests have taken, by gcov,
# beside the least that it may be: 90 %, or what tests/coverage.txt says of a file, with the reason.
# Then the lines on which some were never taken. Fails where a file has less. Branches that only the
# compiler knows of (the ends of calls that cannot fail) are not counted.
build=$1
shift
here=$(dirname "$0")
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
done | sort -k3 >"$all/files"
awk -v stated="$here/coverage.txt" '
    BEGIN {
        while ((getline line < stated) > 0)
            if (line !~ /^#/ && split(line, part, " ") > 2) {
                least[part[1]] = part[2]
                sub(/^[^ ]+ +[0-9]+ +/, "", line)
                why[part[1]] = line
            }
        print " taken   least   branches"
    }
    $2 {
        file = $3
        sub(/:$/, "", file)
        got = 100 * $1 / $2
        must = file in least ? least[file] : 90
        t += $1
        n += $2
        low = got < must
        failed = failed || low
        printf "%5.1f %%  %3d %%  %5d of %5d  %s%s%s\n", got, must, $1, $2, file,
            low ? ": TOO FEW" : "", file in why ? " (" why[file] ")" : ""
    }
    END {
        printf "%5.1f %%         %5d of %5d  in all\n", 100 * t / n, t, n
        exit failed
    }' "$all/files"
status=$?
printf '\nNot taken, by line:\n'
awk '$1 < $2' "$all/files" | cut -d' ' -f3-
exit $status
