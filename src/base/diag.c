#include "base/diag.h"

#include "base/mem.h"

#include <stdarg.h>
#include <string.h>

void diag_add(struct diag_list *list, struct origin at, enum diag_code code, const char *format,
              ...)
{
    if (list->len >= DIAG_LIST_MAX)
        return;
    va_list args;
    va_start(args, format);
    str message = list->len < DIAG_LIST_MAX - 1
                      ? arena_vprintf(list->arena, format, args)
                      : arena_printf(list->arena, "more than %d problems: the rest is not listed",
                                     DIAG_LIST_MAX - 1);
    va_end(args);
    at.line = at.line ? at.line : 1;
    at.column = at.column ? at.column : 1;
    if (list->len == DIAG_LIST_MAX - 1)
        code = DIAG_TOO_LARGE;
    *VEC_PUSH(list->arena, list) = (struct diag){.at = at, .code = code, .message = message};
}

static int compare_numbers(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare(const struct diag *a, const struct diag *b)
{
    int order = str_cmp(a->at.file, b->at.file);
    if (order == 0)
        order = compare_numbers(a->at.line, b->at.line);
    return order ? order : compare_numbers(a->at.column, b->at.column);
}

/* Merge sort: stable, which qsort is not, and the order of equal places is part of the output. */
static void merge_sort(struct diag *items, struct diag *scratch, size_t len)
{
    if (len < 2)
        return;
    size_t half = len / 2;
    merge_sort(items, scratch, half);
    merge_sort(items + half, scratch, len - half);
    memcpy(scratch, items, half * sizeof *items);
    size_t left = 0, right = half, out = 0;
    while (left < half && right < len)
        items[out++] =
            compare(&items[right], &scratch[left]) < 0 ? items[right++] : scratch[left++];
    while (left < half)
        items[out++] = scratch[left++];
}

static bool same(const struct diag *a, const struct diag *b)
{
    return a->code == b->code && compare(a, b) == 0 && str_eq(a->message, b->message);
}

void diag_sort(struct diag_list *list)
{
    struct diag *scratch = mem_calloc(list->len, sizeof *scratch);
    merge_sort(list->items, scratch, list->len);
    mem_free(scratch);
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++)
        if (kept == 0 || !same(&list->items[kept - 1], &list->items[i]))
            list->items[kept++] = list->items[i];
    list->len = kept;
}

size_t diag_count(const struct diag_list *list, enum diag_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < list->len; i++)
        count += diag_code_severity(list->items[i].code) == severity;
    return count;
}

const struct diag_info *diag_info(enum diag_code code)
{
    static const struct diag_info infos[] = {
#define DIAG(id, name, severity, ...) [DIAG_##id] = {name, DIAG_##severity##_SEVERITY, __VA_ARGS__},
#include "base/diags.def"
#undef DIAG
    };
    return &infos[code];
}

const char *diag_code_name(enum diag_code code)
{
    return diag_info(code)->name;
}

enum diag_severity diag_code_severity(enum diag_code code)
{
    return diag_info(code)->severity;
}

const char *diag_severity_name(enum diag_severity severity)
{
    return severity == DIAG_ERROR_SEVERITY ? "error" : "warning";
}
