/* Deterministic random strings for tests by property; static, because each test is one file. */
#ifndef ATTACHE_TESTS_RANDOM_TEXT_H
#define ATTACHE_TESTS_RANDOM_TEXT_H

#include "base/buf.h"
#include "text/utf8.h"

#include <stdint.h>

struct prng {
    uint64_t state;
};

static inline uint32_t prng_next(struct prng *p)
{
    p->state = p->state * 6364136223846793005u + 1442695040888963407u;
    uint64_t mixed = (p->state ^ p->state >> 29) * 0xBF58476D1CE4E5B9u;
    return (uint32_t)(mixed >> 32);
}

static inline uint32_t prng_below(struct prng *p, uint32_t limit)
{
    return prng_next(p) % limit;
}

/* A code point of a kind that trips text code: ASCII most of the time, then white space, controls,
 * marks, joiners, emoji, indicators, tags, Hangul in parts, wide and right-to-left letters. */
static inline uint32_t random_code_point(struct prng *p)
{
    static const uint32_t ranges[][2] = {
        {0x61,     0x7A    },
        {0x61,     0x7A    },
        {0x20,     0x20    },
        {0x09,     0x0D    },
        {0x00,     0x1F    },
        {0x7F,     0xA0    },
        {0x21,     0x40    },
        {0x300,    0x36F   },
        {0x200B,   0x200F  },
        {0x2010,   0x2015  },
        {0x2018,   0x201F  },
        {0x2028,   0x202E  },
        {0x2060,   0x206F  },
        {0xFE00,   0xFE0F  },
        {0x1F3F4,  0x1F3F4 },
        {0xE0061,  0xE007F },
        {0x1F1E6,  0x1F1FF },
        {0x1F466,  0x1F469 },
        {0x1F3FB,  0x1F3FF },
        {0x1100,   0x11FF  },
        {0xAC00,   0xD7A3  },
        {0x4E00,   0x9FFF  },
        {0x3041,   0x30FF  },
        {0x5D0,    0x5EA   },
        {0x627,    0x64A   },
        {0xC0,     0x17F   },
        {0x900,    0x97F   },
        {0xE01,    0xE5B   },
        {0xFDD0,   0xFDEF  },
        {0xFFF0,   0xFFFF  },
        {0x10FFF0, 0x10FFFF},
    };
    const uint32_t *range = ranges[prng_below(p, sizeof ranges / sizeof *ranges)];
    return range[0] + prng_below(p, range[1] - range[0] + 1);
}

/* Appends `count` random code points; with `broken`, stray bytes are strewn in. */
static inline void random_text(struct prng *p, struct buf *out, size_t count, bool broken)
{
    for (size_t i = 0; i < count; i++) {
        char bytes[4];
        size_t len = utf8_encode(random_code_point(p), bytes);
        buf_append(out, (str){bytes, len});
        if (broken && prng_below(p, 6) == 0)
            buf_byte(out, (char)(0x80 + prng_below(p, 0x80)));
    }
}

#endif
