#define PCRE2_CODE_UNIT_WIDTH 8

#include "text/find.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <pcre2.h>
#include <string.h>

/*
 * The limits of PCRE2 hold for one place where a match may start. So that all places together are
 * bounded too, they are tried in slices, and after each the clock is asked.
 */
enum {
    MATCH_LIMIT = 200000, /* steps of the matcher from one place */
    HEAP_LIMIT = 32768,   /* KiB */
    JIT_STACK_MIN = 1 << 15,
    JIT_STACK_MAX = 1 << 22,
    SLICE = 512,   /* bytes of places between two looks at the clock */
    BUDGET = 1000, /* milliseconds for one search */
};

/* The end of an escape sequence that starts at `at` with a backslash. */
static size_t escape_end(str pattern, size_t at)
{
    size_t end = utf8_next(pattern, at + 1);
    if (end < pattern.len && pattern.ptr[end] == '{' && pattern.ptr[end - 1] != '\\') {
        size_t brace = str_find_byte(pattern, '}', end);
        end = brace == STR_NONE ? pattern.len : brace + 1;
    }
    return end;
}

/* A pattern without a capital ignores case; \W and \p{Lu} are not capitals. */
static bool has_capital(str pattern)
{
    for (size_t at = 0; at < pattern.len;) {
        uint32_t c;
        size_t next = at + utf8_decode(pattern, at, &c, NULL);
        if (c == '\\')
            next = escape_end(pattern, at);
        else if (unicode_is_upper(c))
            return true;
        at = next;
    }
    return false;
}

static bool is_dash(uint32_t c)
{
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* What follows a backslash that asks for white space which the folded text does not have. */
static bool is_space_escape(str escape)
{
    return escape.len == 2 && strchr("nrt", escape.ptr[1]);
}

/*
 * The pattern as it must be to meet folded text: folded too, but a dash that would become a range
 * within [] is escaped, and \n, \r and \t are the space that stands for them. Escapes stay.
 */
static str fold_pattern(str pattern, struct arena *a)
{
    struct buf out = {0};
    size_t class_start = STR_NONE; /* of the brackets that are open */
    for (size_t at = 0; at < pattern.len;) {
        uint32_t c;
        size_t next = at + utf8_decode(pattern, at, &c, NULL);
        str piece = str_sub(pattern, at, next);
        if (c == '\\') {
            next = escape_end(pattern, at);
            piece = str_sub(pattern, at, next);
            if (is_space_escape(piece))
                piece = STR(" ");
        } else if (class_start == STR_NONE) {
            class_start = c == '[' ? next : STR_NONE;
            if (c == '[' && next < pattern.len && pattern.ptr[next] == '^')
                class_start++;
        } else if (c == ']' && at > class_start) {
            class_start = STR_NONE;
        } else if (is_dash(c)) {
            piece = STR("\\-");
        }
        buf_append(&out, piece);
        at = next;
    }
    str folded = text_fold_only(buf_str(&out), a);
    buf_release(&out);
    return folded;
}

static struct err pattern_error(str pattern, int code, size_t offset)
{
    PCRE2_UCHAR message[160];
    if (pcre2_get_error_message(code, message, sizeof message) < 0)
        message[0] = '\0';
    size_t place = utf8_length(str_sub(pattern, 0, offset)) + 1;
    return err_make(ERR_USAGE, "pattern, at character %zu: %s", place, (const char *)message);
}

/* One search under way. */
struct search {
    const struct folded *folded;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    int64_t began; /* by clock_ms */
};

static bool is_over(const struct search *s)
{
    return clock_ms() - s->began > BUDGET;
}

/* Keeps the match [start, end) if it begins and ends between characters. Returns where to go on. */
static size_t keep(const struct search *s, size_t start, size_t end, struct arena *a,
                   struct hits *hits)
{
    const struct folded *f = s->folded;
    if (start < end && folded_is_boundary(f, start) && folded_is_boundary(f, end)) {
        *VEC_PUSH(a, hits) = folded_span(f, start, end);
        return end;
    }
    return utf8_next(f->text, start);
}

static void search_all(struct search *s, struct arena *a, struct hits *hits)
{
    str text = s->folded->text;
    s->began = clock_ms();
    for (size_t at = 0; at < text.len;) {
        size_t limit = text.len - at > SLICE ? at + SLICE : text.len;
        while (limit < text.len && utf8_prev(text, limit + 1) != limit)
            limit++;
        pcre2_set_offset_limit(s->context, limit);
        int found = pcre2_match(s->code, (PCRE2_SPTR)text.ptr, text.len, at,
                                PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, s->data, s->context);
        if (found == PCRE2_ERROR_NOMATCH) {
            at = limit < text.len ? limit : text.len;
        } else if (found < 0) {
            hits->gave_up = true;
            return;
        } else {
            const PCRE2_SIZE *place = pcre2_get_ovector_pointer(s->data);
            at = keep(s, place[0] > at ? place[0] : at, place[1], a, hits);
        }
        if (at < text.len && is_over(s)) {
            hits->gave_up = true;
            return;
        }
    }
}

struct err find_all(const struct folded *f, str pattern, struct arena *a, struct hits *hits)
{
    *hits = (struct hits){0};
    str valid = utf8_scrub(pattern, a);
    str folded = fold_pattern(valid, a);
    if (folded.len == 0)
        return ERR_OK;
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C;
    if (!has_capital(valid))
        options |= PCRE2_CASELESS;
    int code;
    PCRE2_SIZE offset;
    struct search s = {.folded = f};
    s.code = pcre2_compile((PCRE2_SPTR)folded.ptr, folded.len, options, &code, &offset, NULL);
    if (!s.code)
        return pattern_error(folded, code, offset);
    s.data = pcre2_match_data_create_from_pattern(s.code, NULL);
    s.context = pcre2_match_context_create(NULL);
    if (!s.data || !s.context)
        mem_exhausted();
    /* Where the system lets nobody write code, the interpreter does: slower, with equal hits. */
    pcre2_jit_stack *stack = NULL;
    if (pcre2_jit_compile(s.code, PCRE2_JIT_COMPLETE) == 0)
        stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
    if (stack)
        pcre2_jit_stack_assign(s.context, NULL, stack);
    pcre2_set_match_limit(s.context, MATCH_LIMIT);
    pcre2_set_heap_limit(s.context, HEAP_LIMIT);
    search_all(&s, a, hits);
    pcre2_jit_stack_free(stack);
    pcre2_match_context_free(s.context);
    pcre2_match_data_free(s.data);
    pcre2_code_free(s.code);
    return ERR_OK;
}
