# The build of attache. GNU make; every target works with BUILD=DIR, V=1 shows the commands.
#
#   make            the program, build/attache          make run      install what is missing, build,
#   make test       build and run every test                           open content/
#     TEST=wrap     only tests with "wrap" in the path  make deps     only install what is missing
#   make asan       all tests under ASan and UBSan      make layers   who may use what
#   make bench      how fast it is (QUICK=1: in two minutes; PEERS=1: beside others; SIZES="1000 5000";
#                   MARKDOWN=1: the table of README.md)
#   make tsan       what has threads, under the thread sanitizer
#   make valgrind   unit tests under valgrind           make lint     format, clang-tidy, cppcheck
#   make kills      kills the program COUNT=200 times: nothing it said was done may be lost
#   make fuzz       each target of tests/fuzz for TIME=60 seconds; TEST=edtf only that one
#   make fuzz-replay   their corpora again, as make test does
#   make mutants    takes away what protects, one thing at a time: its test must notice;
#     MUTANTS=safe  only those with "safe" in their line of the table, tests/mutants.txt
#   make coverage   which branches of parsers, gate and state the tests have taken
#   make faults     the loops of tests/faults at length: from each place that calls the system, not a few
#   make install, make uninstall   PREFIX=/usr/local DESTDIR=          make clean

VERSION := 0.1.0
BUILD   ?= build
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
TEST    ?=
TIME    ?= 60

# -- Flags --------------------------------------------------------------------------------------

PKGS      := ncursesw yaml-0.1 sqlite3 md4c libpcre2-8 libzstd
TEST_PKGS := cmocka vterm jansson
WARNINGS  := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
# POSIX.1-2008, and beside it what each system would show without that request (SIGWINCH, syscall).
FEATURES  := -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_DARWIN_C_SOURCE -D__BSD_VISIBLE=1 \
             -D_NETBSD_SOURCE -DNCURSES_WIDECHAR=1

# pkg-config is asked once, and only when something is compiled: `make deps` works without it. The
# feature macros of ncursesw.pc would contradict ours.
pkg = $(filter-out -D_XOPEN_SOURCE=% -D_DEFAULT_SOURCE,$(shell pkg-config $(1) || echo MISSING))
known = $(if $(filter MISSING,$(1)),$(error libraries are missing: run "make deps"),$(1))
PKG_CFLAGS  = $(eval PKG_CFLAGS := $(call known,$(call pkg,--cflags $(PKGS))))$(PKG_CFLAGS)
PKG_LIBS    = $(eval PKG_LIBS := $(call known,$(call pkg,--libs $(PKGS))))$(PKG_LIBS)
TEST_CFLAGS = $(eval TEST_CFLAGS := $(call known,$(call pkg,--cflags $(TEST_PKGS))))$(TEST_CFLAGS)
TEST_LIBS   = $(eval TEST_LIBS := $(call known,$(call pkg,--libs $(TEST_PKGS))))$(TEST_LIBS)

# libunistring has no .pc file: where compilers do not look by themselves, name its place.
UNISTRING := $(patsubst %/include/unistr.h,%,$(firstword $(wildcard \
             /opt/homebrew/include/unistr.h /usr/local/include/unistr.h /usr/pkg/include/unistr.h)))

# Hardening, as far as compiler and linker have it: all at once, else what goes alone. Not with the
# sanitizers, which watch the same places. A probe for coverage would leave its notes behind.
PROBED  = $(filter-out --coverage,$(CFLAGS))
tried   = $(if $(shell echo 'int main(void) { return 0; }' | $(CC) -Werror -include stdio.h $(PROBED) $(1) \
            -x c -o /dev/null - 2>/dev/null && echo yes),$(1))
fortify = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(1)
HARD_C := -fstack-protector-strong -fstack-clash-protection -fPIE
HARD_L := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
HARD   = $(eval HARD := $(if $(findstring -fsanitize,$(CFLAGS)),,$(or \
           $(call tried,$(call fortify,3) $(HARD_C) $(HARD_L)), \
           $(or $(call tried,$(call fortify,3)),$(call tried,$(call fortify,2))) \
           $(foreach flag,$(HARD_C) $(HARD_L),$(call tried,$(flag))))))$(HARD)
HARD_CFLAGS  = $(filter-out $(HARD_L),$(HARD))
HARD_LDFLAGS = $(filter $(HARD_L),$(HARD))

ALL_CFLAGS  = -std=c11 $(FEATURES) -DATTACHE_VERSION='"$(VERSION)"' $(WARNINGS) -Isrc -I. \
              -I$(BUILD)/gen $(UNISTRING:%=-isystem %/include) $(PKG_CFLAGS) -pthread $(HARD_CFLAGS) \
              $(CPPFLAGS) $(CFLAGS)
# At a start names are looked for in this order, and most are in SQLite and in the C library.
ALL_LIBS    = $(UNISTRING:%=-L%/lib) $(filter -L% -lsqlite3,$(PKG_LIBS)) -lc -lunistring $(PKG_LIBS) -lm
# Tests find the program and the bundled content from any directory.
ROOTED     := $(if $(filter /%,$(BUILD)),$(BUILD),$(CURDIR)/$(BUILD))
# Its functions can be replaced before the program starts.
GLIBC      := $(shell getconf GNU_LIBC_VERSION 2>/dev/null | cut -c1-5)
TEST_MACROS = -DFAULT_LIBRARY='"$(ROOTED)/tests/faults/libfault.so"' -DATTACHE_PROGRAM='"$(ROOTED)/attache"' -DATTACHE_SOURCE='"$(CURDIR)"'

# -- What is built from what --------------------------------------------------------------------

objects   = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)))
LIB_OBJ  := $(call objects,src/*/*.c)
UI_OBJ   := $(call objects,ui/*.c ui/panes/*.c)
MAIN_OBJ := $(BUILD)/src/main.o
TEST_DIR := tests/support tests/unit tests/panes tests/command tests/screen tests/faults
FUZZ_OBJ := $(call objects,tests/fuzz/fuzz_*.c)
TEST_OBJ := $(call objects,$(TEST_DIR:%=%/test_*.c)) $(FUZZ_OBJ)
# What is preloaded into the program to let calls of the system fail, where that can be done.
FAULTS   := $(BUILD)/tests/faults/libfault.so
HELP_OBJ := $(filter-out $(TEST_OBJ) %/interpose.o,$(call objects,$(TEST_DIR:%=%/*.c)))
# A fuzz target is driven by replay.c, or by what FUZZER says: see `make fuzz`.
FUZZ     := $(FUZZ_OBJ:.o=)
FUZZ_OWN := $(filter-out $(FUZZ_OBJ),$(call objects,tests/fuzz/*.c))
FUZZER   ?=
TESTS    := $(TEST_OBJ:.o=)
SH_TESTS := $(wildcard tests/build/test_*.sh)
GEN      := $(patsubst src/catalog/%.sql,$(BUILD)/gen/%.h,$(wildcard src/catalog/*.sql)) \
            $(patsubst src/state/%.sql,$(BUILD)/gen/%.h,$(wildcard src/state/*.sql)) \
            $(patsubst src/command/manual/%.md,$(BUILD)/gen/manual_%.h,$(wildcard src/command/manual/*.md)) \
            $(patsubst src/command/completion/attache.%,$(BUILD)/gen/completion_%.h,$(wildcard src/command/completion/attache.*)) \
            $(BUILD)/gen/place.h \
            $(patsubst ui/%.def,$(BUILD)/gen/%.h,$(wildcard ui/keys.def))
PAGES    := $(addprefix $(BUILD)/doc/,attache.1 attache-format.5 attache-query.7)
LIB      := $(BUILD)/libattache.a
UI       := $(BUILD)/libui.a
HELP     := $(BUILD)/tests/libsupport.a

Q   := $(if $(V),,@)
say := @$(if $(V),:,printf '  %-5s %s\n')

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all run test bench check deps layers lint lint-all lint-format lint-cppcheck asan tsan valgrind kills \
        mutants coverage faults fuzz fuzz-run fuzz-replay \
        install uninstall clean FORCE

all: $(BUILD)/attache

$(BUILD)/attache: $(MAIN_OBJ) $(UI) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_CFLAGS) $(HARD_LDFLAGS) $(LDFLAGS) -o $@ $(MAIN_OBJ) $(UI) $(LIB) $(ALL_LIBS)

# The manual is in the program.
$(PAGES): $(BUILD)/doc/%: $(BUILD)/attache
	$(say) PAGE $@
	$(Q)mkdir -p $(@D) && $(BUILD)/attache help --mdoc $(basename $*) > $@

# One rule for every test: the linker takes from the archives what the test names.
$(TESTS): %: %.o $(HELP) $(UI) $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_CFLAGS) $(HARD_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LINK) $(HELP) $(UI) $(LIB) $(HELP) $(TEST_LIBS) $(ALL_LIBS)

fuzz = $(BUILD)/tests/fuzz/$(1).o
$(FUZZ): $(call fuzz,fuzz) $(call fuzz,load) $(if $(FUZZER),,$(call fuzz,replay))
$(BUILD)/tests/fuzz/fuzz_keys: $(call fuzz,outside) $(call fuzz,twice)
$(FUZZ): LINK = $(FUZZER)

$(FAULTS): tests/faults/interpose.c Makefile
	$(say) LINK $@
	$(Q)mkdir -p $(@D) && $(CC) -std=c11 $(WARNINGS) $(FAULT_CFLAGS) -shared -fPIC -o $@ $< -ldl
FAULT_CFLAGS = -O1 -g
$(filter $(BUILD)/tests/faults/%,$(TESTS)): | $(if $(findstring -fsanitize,$(CFLAGS)),,$(GLIBC:%=$(FAULTS)))

# These start the program.
$(filter $(foreach dir,support command screen faults,$(BUILD)/tests/$(dir)/%),$(TESTS)): | $(BUILD)/attache

$(LIB): $(LIB_OBJ)
$(UI): $(UI_OBJ)
$(HELP): $(HELP_OBJ)
# The stamp of names makes an archive forget the object of a file that was removed.
$(LIB) $(UI) $(HELP): $(BUILD)/names
	$(say) AR $@
	$(Q)mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(TEST_OBJ) $(HELP_OBJ) $(FUZZ_OWN): EXTRA = $(TEST_CFLAGS) $(TEST_MACROS)
$(BUILD)/%.o: %.c $(BUILD)/flags | $(GEN)
	$(say) CC $<
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) $(EXTRA) -MMD -MP -c -o $@ $<

# A text file becomes a terminated array of its name: gen/schema.h holds schema_sql[], gen/keys.h
# keys_def[]. (Not a literal: those end at 4095 bytes in portable C.)
$(GEN): Makefile
$(BUILD)/gen/%.h: src/catalog/%.sql
	$(call embed,$*_sql)
$(BUILD)/gen/%.h: src/state/%.sql
	$(call embed,$*_sql)
$(BUILD)/gen/%.h: ui/%.def
	$(call embed,$*_def)
$(BUILD)/gen/manual_%.h: src/command/manual/%.md
	$(call embed,$*_md)
$(BUILD)/gen/completion_%.h: src/command/completion/attache.%
	$(call embed,$*_completion)
define embed
	$(say) EMBED $<
	$(Q)mkdir -p $(@D) && { echo 'static const char $(1)[] = {' && od -An -v -tx1 $< | \
	    sed "s/ *\([0-9a-f][0-9a-f]\)/'\\\\x\1',/g" && echo '0};'; } > $@
endef

# Files that change only when what they hold does.
stamp = mkdir -p $(@D) && { printf '%s\n' $(1) | cmp -s - $@ || printf '%s\n' $(1) > $@; }
quote = '$(subst ','\'',$(1))'
$(BUILD)/flags: FORCE
	@$(call stamp,$(call quote,$(CC) $(ALL_CFLAGS) $(HARD_LDFLAGS) $(LDFLAGS) $(TEST_MACROS)))
$(BUILD)/gen/place.h: FORCE
	@$(call stamp,$(call quote,#define ATTACHE_SHARE "$(PREFIX)/share/attache"))
$(BUILD)/names: FORCE
	@$(call stamp,$(call quote,$(LIB_OBJ) $(UI_OBJ) $(HELP_OBJ)))

-include $(patsubst %.o,%.d,$(MAIN_OBJ) $(LIB_OBJ) $(UI_OBJ) $(HELP_OBJ) $(TEST_OBJ) $(FUZZ_OWN))

# -- What people call ---------------------------------------------------------------------------

# The libraries may appear while this runs, so that a second make looks for them; it uses all cores
# unless told otherwise.
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
again = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(CORES))

run:
	@.ci/deps build
	+@$(again) all
	@$(BUILD)/attache content

test:
	@.ci/deps build test
	+@$(again) check

chosen = $(if $(TEST),$(foreach word,$(TEST),$(findstring $(word),$(1:$(BUILD)/%=%))),all)
CHOSEN := $(foreach test,$(sort $(TESTS)) $(SH_TESTS),$(if $(strip $(call chosen,$(test))),$(test)))
check: $(BUILD)/attache $(CHOSEN)
	@BUILD="$(BUILD)" tests/run.sh $(CHOSEN)

deps:
	@.ci/deps build test

# The suite again in a build of its own; any finding ends the program that made it.
asan:
	@.ci/deps build test
	+@ASAN_OPTIONS=exitcode=99:detect_stack_use_after_return=1 \
	    UBSAN_OPTIONS=print_stacktrace=1 \
	    $(again) check BUILD=$(BUILD)/asan LDFLAGS= \
	    CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'

# What starts a thread: the loaders beside their writer, who reads in another meanwhile, the watcher and
# the workers of the screens. Any finding ends the program that made it.
THREADED := $(addprefix tests/unit/test_,fs lister library refresh catalog texts search sandbox) \
            $(addprefix tests/panes/test_,watch finder) tests/screen/ \
            $(addprefix tests/command/test_,confined search rows odd_library)
tsan:
	@.ci/deps build test
	+@TSAN_OPTIONS=halt_on_error=1:exitcode=66 $(again) check BUILD=$(BUILD)/tsan LDFLAGS= \
	    CFLAGS='-O1 -g -fsanitize=thread' TEST="$(or $(TEST),$(THREADED))"

# The loops of which `make test` runs some rounds, at length; in memory, if that has room for files (a
# container has little) and nothing else is asked for: a disk would take most of the time, and is
# not what fails here.
SHM = $(if $(TMPDIR),,$(shell test -w /dev/shm && \
      df -Pk /dev/shm | awk 'NR == 2 && $$4 > 1000000 { print "TMPDIR=/dev/shm" }'))
faults:
	@.ci/deps build test
	+@$(SHM) ATTACHE_LONG=1 TEST_SECONDS=7200 $(again) check TEST="$(or $(TEST),tests/faults tests/screen/test_hostile tests/screen/test_terminal)"

fuzz-replay: $(FUZZ)
	@tests/run.sh $(FUZZ)

# What is found lies in $(BUILD)/fuzz/found afterwards, and what opened new paths in corpus/.
fuzz:
	@.ci/deps build test fuzz
	+@$(again) fuzz-run BUILD=$(BUILD)/fuzz CC=clang LDFLAGS= FUZZER=-fsanitize=fuzzer \
	    CFLAGS='-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all \
	    -fsanitize=fuzzer-no-link,address,undefined'

fuzz-run: $(foreach target,$(FUZZ),$(if $(strip $(call chosen,$(target))),$(target)))
	@tests/fuzz/run.sh $(BUILD) $(TIME) $^

# Kills the program COUNT times while somebody reads and marks; SEED as the run before printed it.
kills:
	@.ci/deps build test
	+@KILLS=$(or $(COUNT),200) SEED=$(SEED) $(again) check TEST=tests/screen/test_kills

# In a copy of this tree, each built and tested anew: this takes half an hour.
mutants:
	@.ci/deps build test
	@MUTANTS='$(MUTANTS)' tests/mutants.sh tests/mutants.txt

# Branches of what reads bytes from others: parsers, the gate, the state, by the tests without a
# terminal. Fails where a file has fewer than 90 %, or than tests/coverage.txt says of it. The
# program in its sandbox may write its counts.
COVERED := $(wildcard src/text/*.c src/loader/*.c src/model/*.c src/match/*.c src/query/*.c \
           src/state/*.c src/base/*.c ui/input.c ui/keymap.c ui/config.c)
coverage:
	@.ci/deps build test
	@mkdir -p $(BUILD)/coverage && find $(BUILD)/coverage -name '*.gcda' -delete
	+@$(again) check BUILD=$(BUILD)/coverage LDFLAGS= \
	    TEST='tests/unit tests/panes tests/fuzz tests/command tests/faults/test_faults' \
	    CFLAGS='-O0 -g --coverage -fprofile-update=atomic' \
	    CPPFLAGS='-DCOVERAGE_PLACE=\"$(ROOTED)/coverage\"' > $(BUILD)/coverage.log 2>&1 || \
	    { grep -v 'OK \]' $(BUILD)/coverage.log | tail -30; exit 1; }
	@tests/coverage.sh $(BUILD)/coverage $(COVERED)

valgrind:
	@.ci/deps build test valgrind
	+@WRAP='valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,possible' \
	    $(again) check TEST=tests/unit/$(TEST)

# Ratios to floors in C, run in turn with the program; the corpus is made in the build directory.
BENCH := $(patsubst %.c,%,$(wildcard tests/bench/*.c))
$(BENCH:%=$(BUILD)/%): %: %.o $(LIB)
	$(say) LINK $@
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(ALL_LIBS)
bench: $(BUILD)/attache $(BENCH:%=$(BUILD)/%)
	@PYTHONDONTWRITEBYTECODE=1 tests/bench/bench.py $(BUILD) $(if $(QUICK),--quick) $(if $(PEERS),--peers) \
	    $(if $(SIZES),--sizes "$(SIZES)") $(if $(MARKDOWN),--markdown)

layers: $(MAIN_OBJ) $(UI_OBJ) $(LIB_OBJ)
	@tests/build/test_layers.sh
	@.ci/layers . $(BUILD)

# clang-tidy runs again only on what was compiled again; cppcheck remembers by itself.
lint:
	@.ci/deps build test lint
	+@$(again) -k lint-all

SOURCES := $(wildcard $(foreach dir,src src/* ui ui/panes tests/*,$(dir)/*.c $(dir)/*.h))
TIDY    := $(patsubst %.c,$(BUILD)/lint/%.tidy,$(filter %.c,$(SOURCES)))
lint-all: lint-format lint-cppcheck $(TIDY)

lint-format:
	$(say) FORMAT '$(words $(SOURCES)) files'
	$(Q)clang-format --dry-run -Werror $(SOURCES)

# What is suppressed is where its parser fails, and what the compilers see without false alarms.
lint-cppcheck: | $(GEN)
	$(say) CHECK '$(words $(SOURCES)) files'
	$(Q)mkdir -p $(BUILD)/lint/cppcheck && cppcheck --quiet -j$(CORES) --error-exitcode=1 --std=c11 \
	    --enable=warning,performance,portability --inline-suppr \
	    $(addprefix --suppress=,internalAstError unknownMacro legacyUninitvar ctuuninitvar \
	        ctunullpointer autoVariables arrayIndexOutOfBoundsCond nullPointerRedundantCheck) \
	    --cppcheck-build-dir=$(BUILD)/lint/cppcheck -Isrc -I. -I$(BUILD)/gen $(SOURCES)

$(filter $(BUILD)/lint/tests/%,$(TIDY)): EXTRA = $(TEST_CFLAGS) $(TEST_MACROS)
$(BUILD)/lint/%.tidy: %.c $(BUILD)/%.o .clang-tidy tests/.clang-tidy
	$(say) TIDY $<
	$(Q)mkdir -p $(@D) && out=$$(clang-tidy --quiet $< -- $(ALL_CFLAGS) $(EXTRA) 2>&1) \
	    || { echo "$$out"; exit 1; }; touch $@

# What is installed besides the library to try: what is made or written, a colon, and its place.
SHARE  := share/attache
PLACES := $(BUILD)/attache:bin/attache \
          $(BUILD)/doc/attache.1:share/man/man1/attache.1 \
          $(BUILD)/doc/attache-format.5:share/man/man5/attache-format.5 \
          $(BUILD)/doc/attache-query.7:share/man/man7/attache-query.7 \
          src/command/completion/attache.bash:share/bash-completion/completions/attache \
          src/command/completion/attache.zsh:share/zsh/site-functions/_attache \
          src/command/completion/attache.fish:share/fish/vendor_completions.d/attache.fish \
          $(foreach file,$(wildcard src/format/schemas/*.json),$(file):$(SHARE)/schemas/$(notdir $(file))) \
          README.md:share/doc/attache/README.md \
          LICENSE:share/doc/attache/LICENSE
ROOT    = $(DESTDIR)$(PREFIX)
# The content's files and directories, by their paths from here; a directory after what is in it.
content = find content $(1) | while IFS= read -r path; do

install: all $(PAGES)
	@umask 022; set -e; for place in $(PLACES); do \
	    to="$(ROOT)/$${place#*:}"; mode=644; \
	    case $$to in */bin/*) mode=755 ;; esac; \
	    install -d "$${to%/*}"; install -m $$mode "$${place%%:*}" "$$to"; \
	done
	@umask 022; set -e; $(call content,-type d) install -d "$(ROOT)/$(SHARE)/$$path"; done
	@set -e; $(call content,-type f) install -m 644 "$$path" "$(ROOT)/$(SHARE)/$$path"; done

uninstall:
	@for place in $(PLACES); do rm -f "$(ROOT)/$${place#*:}"; done
	@$(call content,-type f) rm -f "$(ROOT)/$(SHARE)/$$path"; done
	@$(call content,-depth -type d) rmdir "$(ROOT)/$(SHARE)/$$path"; done 2>/dev/null || :
	@rmdir "$(ROOT)/$(SHARE)/schemas" "$(ROOT)/$(SHARE)" "$(ROOT)/share/doc/attache" 2>/dev/null || :

clean:
	rm -rf $(BUILD)
