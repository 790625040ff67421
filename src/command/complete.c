#include "command/complete.h"

#include "base/diag.h"
#include "catalog/ids.h"
#include "catalog/refresh.h"
#include "text/safe.h"

/* -- Candidates -------------------------------------------------------------------------------- */

/* A terminal could not show it as it is, or the shell's script would take it for two lines. */
static bool is_plain(str word)
{
    struct buf safe = {0};
    safe_append(&safe, word, SAFE_LINE, false);
    bool plain = str_eq(buf_str(&safe), word);
    buf_release(&safe);
    return plain;
}

static void offer(struct candidates *c, str word, str about)
{
    if (!str_starts(word, c->begun) || word.len == 0 || !is_plain(word))
        return;
    *VEC_PUSH(c->arena, c) = (struct candidate){
        .word = arena_printf(c->arena, "%.*s%.*s", STR_FMT(c->before), STR_FMT(word)),
        .about = about,
    };
}

/* -- The library at hand ----------------------------------------------------------------------- */

/* Who presses Tab once more goes on from there. */
static void count_loaded(void *user, const struct refresh_progress *p)
{
    enum { LOADED_MOST = 1000 };
    *(bool *)user = p->loaded >= LOADED_MOST;
}

static bool is_enough(void *user)
{
    return *(const bool *)user;
}

/* What the catalogue knows, without a look at the files: whoever presses Tab is not to wait. Where
 * there is no catalogue yet it is made, or as much of it as takes no longer than a moment. */
static struct err ask_catalog(struct candidates *c, const struct library *lib, enum id_kind kind,
                              struct id_name **ids, size_t *count)
{
    char notice[256];
    struct catalog *catalog = NULL;
    struct catalog_options options = {.cache_home = c->environment->cache_home};
    struct err e = catalog_open(lib, &options, &catalog, notice);
    if (!err_failed(&e) && !catalog_is_complete(catalog)) {
        bool enough = false;
        struct refresh_hooks hooks = {
            .user = &enough, .progress = count_loaded, .cancelled = is_enough};
        e = catalog_refresh(catalog, (struct library *)lib, false, &hooks, NULL);
        if (e.code == ERR_CANCELLED)
            e = ERR_OK;
    }
    if (!err_failed(&e))
        e = catalog_ids(catalog, kind, c->begun, MOST_CANDIDATES, c->arena, ids, count);
    catalog_close(catalog);
    return e;
}

static void offer_ids(struct candidates *c, enum id_kind kind)
{
    struct output nowhere = {.fd = -1};
    struct options options = {0};
    struct library lib = {0};
    struct id_name *ids = NULL;
    size_t count = 0;
    if (str_present(c->library)) {
        options.given = OPTION_BIT(LIBRARY);
        options.values[OPTION_LIBRARY] = c->library;
    }
    struct command_call call = {
        .options = &options, .environment = c->environment, .out = &nowhere, .messages = &nowhere};
    if (command_library(&call, &lib)) {
        struct err e = ask_catalog(c, &lib, kind, &ids, &count);
        for (size_t i = 0; i < count && !err_failed(&e); i++)
            offer(c, ids[i].id, ids[i].name);
        library_close(&lib);
    }
    output_release(&nowhere);
}

/* -- Values of options ------------------------------------------------------------------------- */

/* Of a list only its last item is being typed. */
static void begin_last_item(struct candidates *c)
{
    size_t comma = str_rfind_byte(c->begun, ',');
    if (comma == STR_NONE)
        return;
    c->before = arena_printf(c->arena, "%.*s%.*s", STR_FMT(c->before),
                             STR_FMT(str_sub(c->begun, 0, comma + 1)));
    c->begun = str_from(c->begun, comma + 1);
}

static void offer_values(struct candidates *c, enum option_kind kind, const struct command *command)
{
    const char *words[MOST_CHOICES];
    if (kind == KIND_TYPES || kind == KIND_STATUSES || kind == KIND_STATES)
        begin_last_item(c);
    size_t count = command_choices(command, kind, words);
    for (size_t i = 0; i < count; i++)
        offer(c, str_of(words[i]), STR(""));
    if (kind == KIND_ENTITY)
        offer_ids(c, IDS_ENTITIES);
    if (kind == KIND_BRIEFING)
        offer_ids(c, IDS_BRIEFINGS);
    c->files = kind == KIND_PATH;
}

/* -- Options and arguments --------------------------------------------------------------------- */

static void offer_options(struct candidates *c, const struct command *command)
{
    unsigned options = commands_common_options | command->options;
    for (unsigned i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *info = option_info((enum option)i);
        if (options & (1U << i))
            offer(c, arena_printf(c->arena, "--%s", info->name), str_of(info->help));
    }
}

static void offer_commands(struct candidates *c)
{
    for (size_t i = 1; commands[i]; i++)
        offer(c, str_of(commands[i]->name), str_of(commands[i]->summary));
}

static void offer_topics(struct candidates *c)
{
    offer_commands(c);
    for (size_t i = 0; i < manual_page_count; i++)
        offer(c, str_of(manual_pages[i].topic), str_of(manual_pages[i].summary));
    offer(c, STR("keys"), STR("the keys of the screens"));
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++)
        if (code != DIAG_EMPTY_REQUIRED) /* the same name as another */
            offer(c, str_of(diag_code_name(code)), str_of(diag_info(code)->meaning));
}

static void offer_arguments(struct candidates *c, const struct command *command, size_t number)
{
    if (command == &command_screens) {
        offer_commands(c);
        c->files = true;
    } else if (command == &command_show && number == 0) {
        offer_ids(c, IDS_BRIEFINGS);
        c->files = true;
    } else if (command == &command_dossier && number == 0) {
        offer_ids(c, IDS_ENTITIES);
    } else if (command == &command_help && number == 0) {
        offer_topics(c);
    } else if (command == &command_completion && number == 0) {
        offer(c, STR("bash"), STR(""));
        offer(c, STR("fish"), STR(""));
        offer(c, STR("zsh"), STR(""));
    } else if (command == &command_export || command == &command_import) {
        c->files = number == 1;
        if (number == 0)
            offer(c, STR("state"), str_of(command->summary));
    }
}

/* -- The line ---------------------------------------------------------------------------------- */

/* What the words before the last make of it. */
struct line {
    const struct command *command;
    size_t arguments;
    enum option option; /* whose value comes next; OPTION_COUNT: none does */
    bool ended;         /* by "--" */
};

static void take_option(struct candidates *c, struct line *line, str word)
{
    size_t equals = str_find_byte(word, '=', 0);
    str name = str_sub(word, 2, equals == STR_NONE ? word.len : equals);
    enum option option;
    if (!option_find(name, &option) || !option_info(option)->value)
        return;
    if (equals == STR_NONE)
        line->option = option;
    else if (option == OPTION_LIBRARY)
        c->library = str_from(word, equals + 1);
}

static void take_word(struct candidates *c, struct line *line, str word)
{
    if (line->option != OPTION_COUNT) {
        if (str_eq(word, STR("="))) /* bash makes three words of --name=value */
            return;
        c->library = line->option == OPTION_LIBRARY ? word : c->library;
        line->option = OPTION_COUNT;
    } else if (!line->ended && str_eq(word, STR("--"))) {
        line->ended = true;
    } else if (!line->ended && str_starts(word, STR("--"))) {
        take_option(c, line, word);
    } else if (line->command == &command_screens && line->arguments == 0 && command_find(word)) {
        line->command = command_find(word);
    } else if (line->ended || !str_starts(word, STR("-"))) {
        line->arguments++;
    }
}

/* "--name=value" in one word. True if it was that. */
static bool complete_joined(struct candidates *c, const struct line *line, str word)
{
    size_t equals = str_find_byte(word, '=', 0);
    enum option option;
    if (line->ended || !str_starts(word, STR("--")) || equals == STR_NONE)
        return false;
    c->before = str_sub(word, 0, equals + 1);
    c->begun = str_from(word, equals + 1);
    if (option_find(str_sub(word, 2, equals), &option))
        offer_values(c, option_info(option)->kind, line->command);
    return true;
}

void complete(struct candidates *c, const str *words, size_t count)
{
    struct line line = {.command = &command_screens, .option = OPTION_COUNT};
    str last = count ? words[count - 1] : STR("");
    for (size_t i = 0; i + 1 < count; i++)
        take_word(c, &line, words[i]);
    c->begun = last;
    c->before = STR("");
    if (line.option != OPTION_COUNT) {
        c->begun = str_eq(last, STR("=")) ? STR("") : last;
        offer_values(c, option_info(line.option)->kind, line.command);
    } else if (complete_joined(c, &line, last)) {
        return;
    } else if (!line.ended && str_starts(last, STR("-"))) {
        offer_options(c, line.command);
    } else {
        offer_arguments(c, line.command, line.arguments);
    }
}
