/* Hashes are those of MurmurHash3 (x64, 128 bits), as others compute it. */
#include "catalog/hash.h"

#include "tests/support/cmocka.h"

#include <stdio.h>

static void hashes_are_those_of_others(void **state)
{
    static const struct {
        const char *text, *hash;
    } known[] = {
        {"",                                            "00000000000000000000000000000000"},
        {"hello",                                       "029bbd41b3a7d8cb191dae486a901e5b"},
        {"The quick brown fox jumps over the lazy dog", "6c1b07bc7bbc4be347939ac4a93c437a"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct hash h = hash_of(str_of(known[i].text));
        char hex[2 * sizeof h.bytes + 1];
        for (size_t k = 0; k < sizeof h.bytes; k++)
            snprintf(hex + 2 * k, 3, "%02x", h.bytes[k]);
        assert_string_equal(hex, known[i].hash);
    }
}

/* Of which the rest, that fills no sixteen bytes, is each of its lengths. */
static void each_byte_counts(void **state)
{
    enum { MOST = 48 };
    char bytes[MOST] = {0};
    struct hash before[MOST];
    (void)state;
    for (size_t len = 1; len < MOST; len++) {
        before[len] = hash_of((str){bytes, len});
        for (size_t other = 1; other < len; other++)
            assert_memory_not_equal(&before[len], &before[other], sizeof before[len]);
        for (size_t at = 0; at < len; at++) {
            bytes[at] = 1;
            struct hash h = hash_of((str){bytes, len});
            assert_memory_not_equal(&h, &before[len], sizeof h);
            bytes[at] = 0;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_others),
        cmocka_unit_test(each_byte_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
