#!/bin/sh
# Shows in the ELF file of the program what the Makefile asked compiler and linker for.
set -eu
program=${BUILD:-build}/attache
flags=${BUILD:-build}/flags
if ! command -v readelf >/dev/null || ! readelf -h "$program" >/dev/null 2>&1; then
    echo "hardening: not looked at: no readelf, or no ELF file"
    exit 0
fi
if grep -q -e -fsanitize "$flags"; then
    echo "hardening: not looked at: the sanitizers are in"
    exit 0
fi

# shows FLAG PATTERN: if the flag was given, readelf says what the pattern matches.
shows() {
    grep -q -e " $1 " "$flags" || return 0
    if ! readelf -W --file-header --segments --dynamic --dyn-syms --notes "$program" | grep -qE "$2"
    then
        echo "$program was linked with $1, but does not show it ($2)"
        exit 1
    fi
    seen="$seen $1"
}

seen=
shows -pie 'Type: +DYN'
shows -Wl,-z,relro GNU_RELRO
shows -Wl,-z,now 'Flags:.* NOW|BIND_NOW'
shows -Wl,-z,noexecstack 'GNU_STACK.* RW '
shows -fstack-protector-strong __stack_chk_fail
shows -D_FORTIFY_SOURCE=3 '__[a-z]+_chk'
shows -D_FORTIFY_SOURCE=2 '__[a-z]+_chk'

# What every compiler for Linux has had for ten years.
case $(uname -s) in
Linux)
    for flag in -pie -Wl,-z,relro -Wl,-z,now -fstack-protector-strong; do
        case "$seen " in
        *" $flag "*) ;;
        *)
            echo "the program was built without $flag"
            exit 1
            ;;
        esac
    done
    ;;
esac
echo "hardening:$seen"
