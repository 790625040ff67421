#include "catalog/spots.h"

#include "base/strmap.h"
#include "catalog/pack.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <string.h>

str spot_words(str text, struct arena *a)
{
    char *out = arena_alloc(a, text.len + 1, 1);
    size_t len = 0;
    bool gap = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        bool valid;
        size_t from = at;
        at += utf8_decode(text, at, &c, &valid);
        if (unicode_is_space(c)) {
            gap = len > 0;
            continue;
        }
        if (len + gap + (at - from) > FORM_BYTES)
            break;
        if (gap)
            out[len++] = ' ';
        gap = false;
        memcpy(out + len, text.ptr + from, at - from);
        len += at - from;
    }
    return (str){out, len};
}

/* The words that an entity is called by here: its name and aliases, then those that are written
 * otherwise. A few are looked through, many are found in a table. */
struct forms {
    const struct entity *e;
    struct arena *a;
    VEC(str) written;
    struct strmap numbers;
    size_t numbered; /* of the forms: none while there are few */
};

enum { FEW_FORMS = 8 };

static size_t form_count(const struct forms *f)
{
    return 1 + f->e->alias_count + f->written.len;
}

static str form_at(const struct forms *f, size_t number)
{
    const struct entity *e = f->e;
    if (number == 0)
        return e->name.text;
    return number <= e->alias_count ? e->aliases[number - 1].text
                                    : f->written.items[number - 1 - e->alias_count];
}

/* The first number of the words; STR_NONE if they are others. */
static size_t form_find(struct forms *f, str words)
{
    size_t number = 0, count = form_count(f);
    if (count <= FEW_FORMS) {
        while (number < count && !str_eq(form_at(f, number), words))
            number++;
        return number < count ? number : STR_NONE;
    }
    for (; f->numbered < count; f->numbered++)
        strmap_add(&f->numbers, f->a, form_at(f, f->numbered), f->numbered);
    return strmap_get(&f->numbers, words, &number) ? number : STR_NONE;
}

static size_t form_number(struct forms *f, str text)
{
    size_t number = form_find(f, text);
    if (number != STR_NONE)
        return number;
    str words = spot_words(text, f->a);
    number = form_find(f, words);
    if (number != STR_NONE)
        return number;
    *VEC_PUSH(f->a, &f->written) = words;
    return form_count(f) - 1;
}

void spots_pack(struct buf *out, const struct document *doc, const struct entity *e,
                const struct mention *const *mentions, size_t count, struct arena *a)
{
    struct forms forms = {.e = e, .a = a};
    struct buf list = {0};
    size_t start = 0, block = 0;
    for (size_t i = 0; i < count; i++) {
        const struct mention *m = mentions[i];
        size_t here = document_block_at(doc, m->span.start);
        size_t form = form_number(&forms, str_sub(doc->text, m->span.start, m->span.end));
        pack_number(&list, m->span.start - start);
        pack_number(&list, m->span.end - m->span.start);
        pack_number(&list, here - block);
        pack_number(&list, form << 1 | (m->candidate_count > 1));
        start = m->span.start;
        block = here;
    }
    pack_number(out, forms.written.len);
    pack_strs(out, forms.written.items, forms.written.len);
    buf_append(out, buf_str(&list));
    buf_release(&list);
}

struct spots spots_open(str packed, struct arena *a)
{
    struct spots s = {.packed = packed};
    uint64_t count = 0;
    if (!unpack_number(packed, &s.at, &count) || count > packed.len)
        return (struct spots){0};
    s.written = count != 0 ? ARENA_ARRAY(a, str, (size_t)count) : NULL;
    while (s.written_count < count && unpack_str(packed, &s.at, &s.written[s.written_count]))
        s.written_count++;
    return s;
}

bool spots_next(struct spots *s, struct spot *spot)
{
    uint64_t start, length, block, form;
    if (!unpack_number(s->packed, &s->at, &start) || !unpack_number(s->packed, &s->at, &length) ||
        !unpack_number(s->packed, &s->at, &block) || !unpack_number(s->packed, &s->at, &form))
        return false;
    s->last.span.start += (size_t)start;
    s->last.span.end = s->last.span.start + (size_t)length;
    s->last.block += (size_t)block;
    s->last.form = (size_t)(form >> 1);
    s->last.ambiguous = (form & 1) != 0;
    *spot = s->last;
    return true;
}

str spot_form(const struct spots *s, const struct spot *spot, str name, const str *aliases,
              size_t alias_count)
{
    if (spot->form == 0)
        return name;
    if (spot->form <= alias_count)
        return aliases[spot->form - 1];
    size_t at = spot->form - alias_count - 1;
    return at < s->written_count ? s->written[at] : STR("");
}
