/* Any bytes as a query: what is read prints to what is read again alike, what is not is pointed to.
 */
#include "tests/fuzz/fuzz.h"

#include "query/clause.h"
#include "tests/support/sound.h"
#include "text/utf8.h"

static void check_clause(const struct clause *c, size_t length, int depth)
{
    FUZZ_EXPECT(c->at < length);
    FUZZ_EXPECT(depth <= 2 * CLAUSE_DEPTH + 3);
    switch (c->kind) {
    case CLAUSE_TERM:
        FUZZ_EXPECT(c->field < TERM_FIELD_COUNT && utf8_valid(c->text));
        FUZZ_EXPECT(c->field != TERM_DATE || date_known(&c->date));
        break;
    case CLAUSE_NOT:
        FUZZ_EXPECT(c->part_count == 1 && c->parts[0]->kind != CLAUSE_NOT);
        break;
    default:
        FUZZ_EXPECT(c->part_count >= 2);
        for (size_t i = 0; i < c->part_count; i++)
            FUZZ_EXPECT(c->parts[i]->kind != c->kind);
    }
    for (size_t i = 0; i < c->part_count; i++)
        check_clause(c->parts[i], length, depth + 1);
}

static void check_print(const struct clause *c, struct arena *a)
{
    struct buf once = {0}, twice = {0};
    struct clause_fault fault;
    clause_print(c, &once);
    FUZZ_EXPECT(utf8_valid(buf_str(&once)));
    const struct clause *again =
        once.len <= CLAUSE_BYTES ? clause_parse(buf_str(&once), a, &fault) : NULL;
    FUZZ_EXPECT(again != NULL || once.len > CLAUSE_BYTES);
    if (again) {
        clause_print(again, &twice);
        FUZZ_EXPECT(str_eq(buf_str(&once), buf_str(&twice)));
    }
    buf_release(&once);
    buf_release(&twice);
}

static void check_fault(str query, const struct clause_fault *fault)
{
    static const size_t widths[] = {16, 80};
    FUZZ_EXPECT(fault->byte <= query.len && fault->point <= fault->byte);
    FUZZ_EXPECT(fault->message.len > 0);
    for (size_t i = 0; i < 4; i++) {
        struct buf line = {0};
        size_t column = 0, cells = widths[i / 2];
        clause_fault_line(query, fault, cells, i % 2, &line, &column);
        fuzz_expect(safe_fault(buf_str(&line), SAFE_LINE, i % 2));
        FUZZ_EXPECT(safe_width(buf_str(&line)) <= cells);
        FUZZ_EXPECT(column <= cells);
        buf_release(&line);
    }
}

void fuzz_one(str bytes)
{
    struct arena a = {0};
    struct clause_fault fault = {0};
    const struct clause *c = clause_parse(bytes, &a, &fault);
    if (c) {
        check_clause(c, bytes.len, 0);
        check_print(c, &a);
    } else {
        check_fault(bytes, &fault);
    }
    arena_release(&a);
}
