/* What the program's tables have to say in the manual, as Markdown. */
#include "base/diag.h"
#include "command/command.h"
#include "command/manual.h"
#include "model/agreement.h"
#include "model/date.h"
#include "model/entity.h"
#include "place.h"

/* Text in a cell of a table: a bar would end it. */
static void add_cell(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            buf_byte(out, '\\');
        buf_byte(out, *text);
    }
}

/* -- Commands and options ---------------------------------------------------------------------- */

static void usage_line(const struct command *c, struct buf *out)
{
    buf_printf(out, "attache%s%s%s%s\n", *c->name ? " " : "", c->name, *c->arguments ? " " : "",
               c->arguments);
}

static void add_synopsis(str argument, struct buf *out)
{
    (void)argument;
    buf_append(out, STR("```\n"));
    for (size_t i = 0; commands[i]; i++)
        usage_line(commands[i], out);
    buf_append(out, STR("```\n"));
}

static void add_usage(str name, struct buf *out)
{
    const struct command *c = command_find(name);
    buf_append(out, STR("```\n"));
    usage_line(c ? c : &command_screens, out);
    buf_append(out, STR("```\n"));
}

static void add_example(str name, struct buf *out)
{
    const struct command *c = command_find(name);
    buf_printf(out, "For example:\n\n```\n$ %s\n```\n", (c ? c : &command_screens)->example);
}

/* The table says what things are in a clause; in the manual it is a sentence. */
static void add_sentence(struct buf *out, const char *clause)
{
    size_t start = out->len;
    add_cell(out, clause);
    char *first = out->ptr + start;
    if (*first >= 'a' && *first <= 'z')
        *first = (char)(*first - 'a' + 'A');
    buf_byte(out, '.');
}

/* "common" are those that all commands take, "screens" those of the screens. */
static unsigned options_named(str name)
{
    const struct command *c = command_find(name);
    if (str_eq(name, STR("common")))
        return commands_common_options;
    return (c ? c : &command_screens)->options;
}

/* Where the values differ from command to command, the command's own are named. */
static void add_option_help(const struct command *c, const struct option_info *info,
                            struct buf *out)
{
    const char *words[MOST_CHOICES];
    bool own = c && (info->kind == KIND_FORMAT || info->kind == KIND_SORT);
    size_t count = own ? command_choices(c, info->kind, words) : 0;
    if (count == 0) {
        add_sentence(out, info->help);
        return;
    }
    buf_append(out, info->kind == KIND_FORMAT ? STR("What is printed: ") : STR("The order: "));
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s`%s`", i == 0 ? "" : i + 1 < count ? ", " : " or ", words[i]);
    buf_byte(out, '.');
}

static void add_options(str name, struct buf *out)
{
    unsigned options = options_named(name);
    const struct command *command = name.len ? command_find(name) : &command_screens;
    if (options)
        buf_append(out, STR("| | |\n|---|---|\n"));
    for (unsigned i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *info = option_info((enum option)i);
        if (!(options & (1U << i)))
            continue;
        buf_printf(out, "| `--%s%s", info->name, info->value ? " " : "");
        add_cell(out, info->value ? info->value : "");
        buf_append(out, STR("` | "));
        add_option_help(command, info, out);
        buf_append(out, STR(" |\n"));
    }
}

/* -- Words of the format ----------------------------------------------------------------------- */

static void add_word(struct buf *out, const char *word, bool first)
{
    buf_printf(out, "%s`%s`", first ? "" : ", ", word);
}

static void add_types(str argument, struct buf *out)
{
    (void)argument;
    for (enum entity_type type = ENTITY_UNTYPED + 1; type < ENTITY_TYPE_COUNT; type++)
        add_word(out, entity_type_name(type), type == ENTITY_UNTYPED + 1);
    buf_append(out, STR(".\n"));
}

static void add_statuses(str argument, struct buf *out)
{
    (void)argument;
    for (enum status status = STATUS_NONE + 1; status < STATUS_COUNT; status++)
        add_word(out, status_name(status), status == STATUS_NONE + 1);
    buf_append(out, STR(".\n"));
}

/* -- Dates ------------------------------------------------------------------------------------- */

/* What is read as what, and which days it means, is the program's own answer. */
static const char *const dates[] = {
    "2024",
    "2024-04",
    "2024-04-08",
    "2024-04-08T09:30:00Z",
    "2024-04/2024-07",
    "2024-04/..",
    "../2024",
    "1985/",
    "2024?",
    "2024-04~",
    "2024-04-08%",
    "2004-06~-11",
    "2004-?06-11",
    "201X",
    "2024-XX",
    "1985-04-XX",
    "156X-12-25",
    "2004-06-XX/2004-07-03",
    "2024-21",
    "2001-34",
    "[1667,1668,1670..1672]",
    "[..1760-12-03]",
    "{1960,1961-12}",
    "1950S2",
    "-0044-03-15",
    "Y17000",
    "Y-17E7",
};

static str day_text(enum date_bound bound, int64_t day, struct arena *a)
{
    return bound == DATE_OPEN  ? STR("open")
           : bound == DATE_DAY ? date_day_text(day, a)
                               : STR("unknown");
}

static void add_dates(str argument, struct buf *out)
{
    (void)argument;
    struct arena a = {0};
    buf_append(out, STR("| written | read as | days |\n|---|---|---|\n"));
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct date d;
        date_parse(str_of(dates[i]), &a, &d, NULL);
        str read_as = date_human(&d, DATE_LONG, &a);
        str first = day_text(d.first, d.earliest, &a), last = day_text(d.last, d.latest, &a);
        buf_printf(out, "| `%s` | %.*s | %.*s", dates[i], STR_FMT(read_as), STR_FMT(first));
        if (!str_eq(first, last))
            buf_printf(out, " … %.*s", STR_FMT(last));
        buf_append(out, STR(" |\n"));
    }
    arena_release(&a);
}

/* -- Codes ------------------------------------------------------------------------------------- */

/* The example is named by the file that it is, unless it is a command. */
static void add_code_example(struct buf *out, const char *which, const char *file, const char *text)
{
    bool commands_to_run = str_eq(str_of(file), STR("sh"));
    if (commands_to_run)
        buf_printf(out, "%s:\n\n```\n", which);
    else
        buf_printf(out, "%s, in `%s`:\n\n```\n", which, file);
    for (str rest = str_of(text); rest.len;) {
        size_t newline = str_find_byte(rest, '\n', 0);
        buf_append(out, commands_to_run ? STR("$ ") : STR(""));
        buf_append(out, str_sub(rest, 0, newline + 1));
        rest = str_from(rest, newline + 1);
    }
    buf_append(out, STR("```\n\n"));
}

static void add_code(enum diag_code code, struct buf *out)
{
    const struct diag_info *info = diag_info(code);
    buf_printf(out, "### %s\n\n", info->name);
    buf_printf(out, "%s: %s. %s\n\n",
               info->severity == DIAG_ERROR_SEVERITY ? "An error" : "A warning", info->meaning,
               info->explanation);
    add_code_example(out, "Wrong", info->file, info->wrong);
    add_code_example(out, "Right", info->file, info->right);
}

static void add_codes(str argument, struct buf *out)
{
    (void)argument;
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++)
        add_code(code, out);
}

bool manual_code(str name, struct buf *out)
{
    bool found = false;
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++) {
        if (!str_eq(name, str_of(diag_code_name(code))))
            continue;
        add_code(code, out);
        found = true;
    }
    return found;
}

/* "1,000,000" */
static void add_number(struct buf *out, long number)
{
    if (number >= 1000) {
        add_number(out, number / 1000);
        buf_printf(out, ",%03ld", number % 1000);
    } else {
        buf_printf(out, "%ld", number);
    }
}

static void add_limits(str argument, struct buf *out)
{
    static const struct {
        long number;
        const char *unit, *of, *outcome;
        enum diag_code code;
    } limits[] = {
#define LIMIT(id, number, unit, of, code, outcome) {number, unit, of, outcome, DIAG_##code},
#include "base/limits.def"
#undef LIMIT
    };
    (void)argument;
    buf_append(out, STR("| | |\n|---|---|\n"));
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        buf_append(out, STR("| "));
        add_number(out, limits[i].number);
        buf_printf(out, " %s | Of %s. %s `[%s]` |\n", limits[i].unit, limits[i].of,
                   limits[i].outcome, diag_code_name(limits[i].code));
    }
}

static void add_sample(str argument, struct buf *out)
{
    (void)argument;
    buf_append(out, STR("| `" ATTACHE_SHARE "/content/` | A library to try. |\n"));
}

/* -- All of them ------------------------------------------------------------------------------- */

bool manual_insert(str name, str argument, manual_keys_fn *keys, struct buf *out)
{
    static const struct {
        const char *name;
        void (*add)(str argument, struct buf *out);
    } inserts[] = {
        {"synopsis", add_synopsis},
        {"usage",    add_usage   },
        {"options",  add_options },
        {"example",  add_example },
        {"types",    add_types   },
        {"statuses", add_statuses},
        {"dates",    add_dates   },
        {"codes",    add_codes   },
        {"limits",   add_limits  },
        {"sample",   add_sample  },
    };
    if (str_eq(name, STR("keys"))) {
        keys(out);
        return true;
    }
    for (size_t i = 0; i < sizeof inserts / sizeof *inserts; i++) {
        if (str_eq(name, str_of(inserts[i].name))) {
            inserts[i].add(argument, out);
            return true;
        }
    }
    return false;
}
