/* attache help: the manual, or what it says of one topic. */
#include "command/command.h"
#include "command/manual.h"
#include "format/printed.h"
#include "text/markdown.h"

enum { PIPE_WIDTH = 80, MOST_WIDTH = 100, LEAST_WIDTH = 20 };

static int no_topic(const struct command_call *call, str topic)
{
    struct arena a = {0};
    str more = manual_suggestion(topic, &a);
    if (more.len == 0)
        more = STR("; `attache help` lists the commands");
    output_message(call->messages, "there is no help on '%.*s'%.*s", STR_FMT(topic), STR_FMT(more));
    arena_release(&a);
    return EXIT_TROUBLE;
}

static int print_page(const struct command_call *call, str topic)
{
    const struct manual_page *page = manual_page_find(topic);
    if (!page)
        return no_topic(call, topic);
    manual_page_mdoc(page, call->environment->keys, &call->out->buf);
    return EXIT_DONE;
}

static void print(const struct command_call *call, str markdown)
{
    struct arena a = {0};
    struct document doc;
    int columns =
        call->environment->columns < MOST_WIDTH ? (int)call->environment->columns : MOST_WIDTH;
    struct printed how = {.width = columns ? columns : PIPE_WIDTH,
                          .styled = columns > 0 && !call->environment->no_color};
    how.width = how.width < LEAST_WIDTH ? LEAST_WIDTH : how.width;
    struct err e = markdown_render(markdown, 0, &a, &doc);
    if (err_failed(&e))
        command_fail(call, &e);
    else
        printed_document(&doc, &how, &call->out->buf);
    arena_release(&a);
}

static int run(const struct command_call *call)
{
    bool mdoc = call->options->given & OPTION_BIT(MDOC);
    if (call->argument_count == 0) {
        if (mdoc)
            return print_page(call, STR("attache"));
        command_usage(NULL, &call->out->buf);
        return EXIT_DONE;
    }
    str topic = call->arguments[0];
    if (mdoc)
        return print_page(call, topic);
    struct buf text = {0};
    bool found = manual_topic(topic, call->environment->keys, &text);
    if (found)
        print(call, buf_str(&text));
    buf_release(&text);
    return found ? EXIT_DONE : no_topic(call, topic);
}

const struct command command_help = {
    .name = "help",
    .arguments = "[TOPIC]",
    .summary = "the manual, or what it says of a command, a code or another topic",
    .example = "attache help format",
    .options = OPTION_BIT(MDOC),
    .most = 1,
    .run = run,
};
