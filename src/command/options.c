#include "command/options.h"

static const struct option_info infos[] = {
#define X(id, name, value, kind, help) [OPTION_##id] = {name, value, help, KIND_##kind},
    OPTIONS(X)
#undef X
};

const struct option_info *option_info(enum option option)
{
    return &infos[option];
}

bool option_find(str name, enum option *found)
{
    for (unsigned i = 0; i < OPTION_COUNT; i++) {
        if (str_eq(name, str_of(infos[i].name))) {
            *found = (enum option)i;
            return true;
        }
    }
    return false;
}

/* One option: `word` without its dashes. `next` is the word after it (NULL: none); *used_next tells
 * if it was taken. */
static struct err take_option(struct options *o, str word, const char *next, bool *used_next)
{
    size_t equals = str_find_byte(word, '=', 0);
    str name = equals == STR_NONE ? word : str_sub(word, 0, equals);
    enum option option;
    if (!option_find(name, &option))
        return err_make(ERR_USAGE, "unknown option --%.*s", STR_FMT(name));
    if (!infos[option].value && equals != STR_NONE)
        return err_make(ERR_USAGE, "--%s takes no value", infos[option].name);
    if (infos[option].value && equals == STR_NONE && !next)
        return err_make(ERR_USAGE, "--%s needs a value: --%s %s", infos[option].name,
                        infos[option].name, infos[option].value);
    o->given |= 1U << option;
    *used_next = infos[option].value && equals == STR_NONE;
    o->values[option] = *used_next ? str_of(next) : str_from(word, equals + 1);
    return ERR_OK;
}

static struct err take_word(struct options *o, str word)
{
    if (o->word_count == sizeof o->words / sizeof o->words[0])
        return err_make(ERR_USAGE, "too many arguments, from '%.*s' on", STR_FMT(word));
    o->words[o->word_count++] = word;
    return ERR_OK;
}

static str short_option(str word)
{
    return str_eq(word, STR("-h"))   ? STR("help")
           : str_eq(word, STR("-V")) ? STR("version")
                                     : (str){0};
}

/* Also a part of a query: it says so what must not be found, and no option has one dash and a word.
 */
static bool is_argument(const struct options *o, str word)
{
    if (word.len < 2 || word.ptr[0] != '-')
        return true;
    bool query = o->word_count > 0 && str_eq(o->words[0], STR("search"));
    return query && word.ptr[1] != '-' && !str_present(short_option(word));
}

struct err options_parse(int argc, char *const argv[], struct options *options)
{
    *options = (struct options){0};
    bool ended = false;
    for (int i = 1; i < argc; i++) {
        str word = str_of(argv[i]);
        bool used_next = false;
        struct err e = ERR_OK;
        if (ended || is_argument(options, word))
            e = take_word(options, word);
        else if (str_eq(word, STR("--")))
            ended = true;
        else if (str_present(short_option(word)))
            e = take_option(options, short_option(word), NULL, &used_next);
        else if (str_starts(word, STR("--")))
            e = take_option(options, str_from(word, 2), argv[i + 1], &used_next);
        else
            e = err_make(ERR_USAGE, "unknown option %.*s", STR_FMT(word));
        if (err_failed(&e))
            return e;
        i += used_next;
    }
    return ERR_OK;
}
