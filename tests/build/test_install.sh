#!/bin/sh
# Shows that what is installed is where it belongs, works, and is gone when it is uninstalled.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS TEST V

# The program is taken as it was built, whatever it was built with.
installs() {
    make -s -o all -o "$build/attache" BUILD="$build" DESTDIR="$place" PREFIX=/usr "$1" >/dev/null
}
fails() {
    printf 'install: %s\n' "$1"
    exit 1
}

installs install
found=$(cd "$place/usr" && find . -type f | grep -v '^./share/attache/' | LC_ALL=C sort)
expected='./bin/attache
./share/bash-completion/completions/attache
./share/doc/attache/LICENSE
./share/doc/attache/README.md
./share/fish/vendor_completions.d/attache.fish
./share/man/man1/attache.1
./share/man/man5/attache-format.5
./share/man/man7/attache-query.7
./share/zsh/site-functions/_attache'
[ "$found" = "$expected" ] || fails "there is: $found"
diff -r content "$place/usr/share/attache/content" || fails 'the library is another'
for schema in src/format/schemas/*.json; do
    cmp "$schema" "$place/usr/share/attache/schemas/${schema##*/}" || fails "$schema is not there"
done
cd /
HOME=$place/home "$place/usr/bin/attache" check --library "$place/usr/share/attache/content" 2>/dev/null ||
    fails 'the library has problems'
grep -q '^\.Sh KEYS' "$place/usr/share/man/man1/attache.1" || fails 'the page has no keys'
cd "$OLDPWD"
touch "$place/usr/share/attache/content/of-the-user"
installs uninstall
left=$(cd "$place/usr" && find . -type f -o -name '*attache*' | LC_ALL=C sort | tr '\n' ' ')
[ "$left" = './share/attache ./share/attache/content/of-the-user ' ] || fails "left over: $left"
rm "$place/usr/share/attache/content/of-the-user"
installs uninstall
left=$(cd "$place/usr" && find . -type f -o -name '*attache*')
[ -z "$left" ] || fails "left over: $left"

echo "install: everything in its place, and gone again"
