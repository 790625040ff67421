/*
 * Names in texts that lie in memory: the least that finding them takes, and src/match/names.c.
 *
 *     floor_names NAMES LIBRARY [MOST]
 *
 * The floor is a trie whose edges are in a hash table, entered at the starts of words only; a name
 * ends where no letter or digit follows, by Unicode's categories. It knows neither UAX #29 nor
 * scripts without spaces, no owners, no code blocks. Ours is given the folded text of each article,
 * and works the breaks of words out for itself.
 *
 * Prints seconds of the floor, seconds of ours, and what either found, a line a round.
 */
#include "base/mem.h"
#include "match/names.h"
#include "text/unicode.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unictype.h>
#include <unistd.h>
#include <unistr.h>

enum { ROUNDS = 7, MOST = 10000 };

static struct arena arena;
static struct {
    struct folded *items;
    size_t len, cap;
} texts;
static size_t most = MOST;
static struct {
    str *items;
    size_t len, cap;
} forms;

void mem_exhausted(void)
{
    fprintf(stderr, "floor_names: out of memory\n");
    exit(2);
}

static str read_whole(const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        fprintf(stderr, "floor_names: cannot read %s\n", path);
        exit(2);
    }
    char *bytes = arena_alloc(&arena, (size_t)st.st_size + 1, 1);
    ssize_t got = read(fd, bytes, (size_t)st.st_size);
    close(fd);
    return (str){bytes, got > 0 ? (size_t)got : 0};
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* -- The floor --------------------------------------------------------------------------------- */

/* An edge is a node's number and a byte; 0 in `keys` is none, since the root is node 1. */
static struct {
    uint64_t *keys;
    uint32_t *to;
    size_t mask;
    bool *ends; /* by node */
    uint32_t nodes;
    uint32_t roots[256];
} trie = {.nodes = 2};

static size_t edge(uint64_t key)
{
    size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 20) & trie.mask;
    while (trie.keys[at] != 0 && trie.keys[at] != key)
        at = (at + 1) & trie.mask;
    return at;
}

static uint64_t key_of(uint32_t node, char byte)
{
    return (uint64_t)node << 8 | (unsigned char)byte;
}

static void add_to_trie(str form)
{
    uint32_t node = 1;
    for (size_t i = 0; i < form.len; i++) {
        size_t at = edge(key_of(node, form.ptr[i]));
        if (trie.keys[at] == 0) {
            trie.keys[at] = key_of(node, form.ptr[i]);
            trie.to[at] = trie.nodes++;
        }
        node = trie.to[at];
    }
    trie.ends[node] = true;
}

static void make_trie(void)
{
    size_t bytes = 2;
    for (size_t i = 0; i < forms.len; i++)
        bytes += forms.items[i].len;
    for (trie.mask = 1; trie.mask < 2 * bytes; trie.mask *= 2)
        continue;
    trie.keys = arena_alloc(&arena, trie.mask, sizeof *trie.keys);
    trie.to = arena_alloc(&arena, trie.mask--, sizeof *trie.to);
    trie.ends = arena_alloc(&arena, bytes + 1, sizeof *trie.ends);
    for (size_t i = 0; i < forms.len; i++)
        add_to_trie(forms.items[i]);
    for (int byte = 0; byte < 256; byte++)
        trie.roots[byte] = trie.to[edge(key_of(1, (char)byte))];
}

static bool is_word(str s, size_t at)
{
    static const bool ascii[128] = {
        ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1,
        ['8'] = 1, ['9'] = 1, ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1,
        ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1,
        ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1,
        ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1, ['_'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1,
        ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1,
        ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1,
        ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1,
    };
    unsigned char byte = (unsigned char)s.ptr[at];
    ucs4_t c;
    if (byte < 0x80)
        return ascii[byte];
    while (((unsigned char)s.ptr[at] & 0xC0) == 0x80)
        at--;
    u8_mbtouc(&c, (const uint8_t *)s.ptr + at, s.len - at);
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N |
                                                   UC_CATEGORY_MASK_M);
}

/* The end of the longest name that begins at `from`, or `from`. */
static size_t longest(str s, size_t from)
{
    size_t best = from;
    uint32_t node = trie.roots[(unsigned char)s.ptr[from]];
    for (size_t at = from + 1; node != 0; at++) {
        if (trie.ends[node] && (at == s.len || !is_word(s, at) || !is_word(s, at - 1)))
            best = at;
        node = at < s.len ? trie.to[edge(key_of(node, s.ptr[at]))] : 0;
    }
    return best;
}

static size_t find_floor(str s)
{
    size_t found = 0;
    for (size_t at = 0; at < s.len;) {
        size_t end = at;
        if (trie.roots[(unsigned char)s.ptr[at]] != 0 &&
            (at == 0 || !is_word(s, at - 1) || !is_word(s, at)))
            end = longest(s, at);
        found += end > at;
        at = end > at ? end : at + 1;
    }
    return found;
}

/* -- Ours -------------------------------------------------------------------------------------- */

static size_t find_ours(const struct name_set *set, const struct folded *folded)
{
    struct arena scratch = {0};
    struct name_hits hits = {0};
    char *breaks = arena_room(&scratch, folded->text.len + 1, 1);
    unicode_word_breaks_later(folded->text, breaks);
    names_find(set, 1, &(struct name_text){.folded = folded, .word_breaks = breaks}, &scratch,
               &hits);
    arena_release(&scratch);
    return hits.len;
}

/* -- Both -------------------------------------------------------------------------------------- */

static int note(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)ftw;
    size_t len = strlen(path);
    if (type == FTW_F && len > 3 && strcmp(path + len - 3, ".md") == 0 && texts.len < most)
        *VEC_PUSH(&arena, &texts) = text_fold(read_whole(path), &arena);
    return 0;
}

static struct name_set read_names(const char *path)
{
    str rest = read_whole(path);
    while (rest.len > 0) {
        str line = str_take_line(&rest);
        if (line.len > 0)
            *VEC_PUSH(&arena, &forms) = text_fold_only(line, &arena);
    }
    struct name_form *named = ARENA_ARRAY(&arena, struct name_form, forms.len);
    for (size_t i = 0; i < forms.len; i++)
        named[i] = (struct name_form){.folded = forms.items[i], .owner = i};
    return (struct name_set){.names = names_build(named, forms.len, &arena)};
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: floor_names NAMES LIBRARY [MOST]\n");
        return 2;
    }
    most = argc == 4 ? strtoul(argv[3], NULL, 10) : most;
    struct name_set set = read_names(argv[1]);
    nftw(argv[2], note, 64, FTW_PHYS);
    make_trie();
    for (int round = 0; round < ROUNDS; round++) {
        size_t floor = 0, ours = 0;
        double start = now();
        for (size_t i = 0; i < texts.len; i++)
            floor += find_floor(texts.items[i].text);
        double between = now();
        for (size_t i = 0; i < texts.len; i++)
            ours += find_ours(&set, &texts.items[i]);
        printf("%.6f %.6f %zu %zu\n", between - start, now() - between, floor, ours);
    }
    arena_release(&arena);
    return 0;
}
