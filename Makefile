CC ?= cc
BUILD ?= build
PKGS := ncursesw yaml-0.1 sqlite3 md4c libpcre2-8
CFLAGS ?= -O2 -g
ALL_CFLAGS := -std=c11 -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_DARWIN_C_SOURCE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Isrc -I. -I$(BUILD)/gen $(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
LIBS := $(shell pkg-config --libs $(PKGS)) -lunistring -lpthread
LIB_SRC := $(wildcard src/*/*.c)
UI_SRC := $(wildcard ui/*.c ui/panes/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
UI_OBJ := $(UI_SRC:%.c=$(BUILD)/%.o)
UNIT := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))

all: $(BUILD)/attache

$(BUILD)/attache: $(BUILD)/src/main.o $(UI_OBJ) $(BUILD)/libattache.a
	$(CC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libattache.a: $(LIB_OBJ)
	rm -f $@
	ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/unit/%: tests/unit/%.c tests/unit/exhausted.c $(BUILD)/libattache.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $(filter %.c %.a,$^) $$(pkg-config --cflags --libs cmocka) $(LIBS)

test: $(UNIT)
	@set -e; for t in $(UNIT); do $$t; done

clean:
	rm -rf $(BUILD)

.PHONY: all test clean
-include $(LIB_OBJ:.o=.d) $(UI_OBJ:.o=.d)
