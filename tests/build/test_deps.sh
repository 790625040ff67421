#!/bin/sh
# Shows what .ci/deps says and does on systems where nothing is installed. Each is a directory with a
# few commands in it, the only one on PATH.
set -eu
deps=$(cd "$(dirname "$0")/../../.ci" && pwd)/deps
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT

# system COMMAND...: makes one that has these commands, which do nothing, beside the usual ones.
system() {
    rm -rf "${bin:?}"/*
    for name in sh cat sort tr ls grep; do
        ln -s "$(command -v $name)" "$bin/$name"
    done
    printf '#!/bin/sh\necho 1000\n' >"$bin/id"
    for name; do
        printf '#!/bin/sh\necho "called: $0 $*"\n' | sed "s,\$0,$name," >"$bin/$name"
    done
    chmod +x "$bin"/*
}

# says STATUS TEXT GROUP...: what deps must exit with and say when asked for these groups.
says() {
    status=$1
    text=$2
    shift 2
    got=0
    said=$(PATH=$bin /bin/sh "$deps" "$@" 2>&1) || got=$?
    case $said in
    *"$text"*) [ "$got" = "$status" ] && return ;;
    esac
    printf 'deps %s: expected status %s and "%s", got status %s and:\n%s\n' "$*" "$status" "$text" \
        "$got" "$said"
    exit 1
}

system dnf
says 1 'sudo dnf install gcc glibc-devel libunistring-devel libyaml-devel libzstd-devel md4c-devel' build
system pacman
says 1 'sudo pacman -S --needed clang cppcheck' lint
system apk
says 1 'sudo apk add cmocka-dev jansson-dev libvterm-dev mandoc' test
says 1 'sudo apk add clang compiler-rt' fuzz
system brew
says 1 'brew install valgrind' valgrind
system
says 1 "by the names of Debian's packages: libcmocka-dev libjansson-dev libvterm-dev mandoc" test
system apt-get
says 1 'There is no sudo here. As root, run: apt-get install clang-format clang-tidy cppcheck' lint
system apt-get sudo
says 1 "called: sudo $deps --as-root test" test

# Nothing is missing: nothing is said, and nobody asked.
system apt-get sudo pkg-config mandoc
says 0 '' test
[ -z "$said" ]
echo "deps: every system is told what it lacks"
