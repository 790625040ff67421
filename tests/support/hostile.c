#include "tests/support/hostile.h"

#include "base/buf.h"
#include "catalog/hash.h"
#include "tests/support/cmocka.h"
#include "text/safe.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* -- Payloads ---------------------------------------------------------------------------------- */

struct payload {
    const char *name, *text;
    int times; /* how often it stands; 0: once */
};

static const struct payload payloads[] = {
    {"csi-clear",         "\x1B[2J\x1B[H",                                                0     },
    {"csi-scroll-region", "\x1B[5;6r\x1B[?1049l",                                         0     },
    {"sgr",               "\x1B[31;5;8mred",                                              0     },
    {"osc-title",         "\x1B]0;owned\x07",                                             0     },
    {"osc-link",          "\x1B]8;;http://evil.example\x1B\\click\x1B]8;;\x1B\\",         0     },
    {"osc-clipboard",     "\x1B]52;c;ZXZpbA==\x07",                                       0     },
    {"dcs",               "\x1BP$q\"p\x1B\\",                                             0     },
    {"apc",               "\x1B_Gi=1;AAAA\x1B\\",                                         0     },
    {"pm-sos",            "\x1B^x\x1B\\\x1BXy\x1B\\",                                     0     },
    {"unclosed-string",   "\x1B]0;no end",                                                0     },
    {"report-request",    "\x1B[6n\x1B[c\x1B[>c\x1B[21t\x05",                             0     },
    {"c0",                "\x01\x02\x03\x04\x05\x06\x07\x08\x0B\x0C\x0E\x0F\x10\x1A\x1F", 0     },
    {"del-backspaces",
     "safe\x7F\x7F\x08\x08\x08\x08"
     "evil",                                                                              0     },
    {"c1-utf8",
     "\xC2\x9B"
     "2J\xC2\x9D"
     "0;t\xC2\x9C\xC2\x90q\xC2\x85",                                                      0     },
    {"c1-raw",
     "\x9B"
     "2J\x9D"
     "0;t\x9C\x90q\x85",                                                                  0     },
    {"bidi-override",     "\u202Egpj.exe\u202C\u202Dx",                                   0     },
    {"bidi-isolate",      "\u2066a\u2067b\u2068c\u2069\u200E\u200F\u061C",                0     },
    {"zero-width",        "pay\u200Bpal\u2060\u00AD\uFEFF\u180E\u034F",                   0     },
    {"separators",
     "one\u2028two\u2029three\xC2\x85"
     "four",                                                                              0     },
    {"tags",              "\U000E0041\U000E0042\U000E007F\U000E0001",                     0     },
    {"flag-cut",          "\U0001F3F4\U000E0067\U000E0062\U0001F1EF",                     0     },
    {"joined-emoji",      "\U0001F468\u200D\U0001F469\u200D\U0001F467\u2764\uFE0F",       5     },
    {"invalid-utf8",      "\xFF\xFE\xC0\xAF\xED\xA0\x80\xF4\x90\x80\x80\xE5\xB2",         0     },
    {"noncharacters",     "\uFDD0\uFFFE\U0010FFFF\uFFF9a\uFFFA",                          0     },
    {"combining-flood",   "\u0301",                                                       100000},
    {"wide",              "\u5CB8\u7530",                                                 3000  },
    {"hangul-in-parts",   "\u1112\u1161\u11AB",                                           2000  },
    {"long-word",         "x",                                                            200000},
    {"tabs",              "\ta",                                                          3000  },
    {"spaces",            "\u00A0\u3000 ",                                                3000  },
    {"percent",           "%s%n%x%99999d",                                                0     },
    {"markup",            "</b><script>alert(1)</script>[[x|y]](z)`|**",                  0     },
};

enum { PAYLOADS = sizeof payloads / sizeof *payloads };

/* As a scalar of YAML in double quotes: what is not text there, by its escape. */
static void quote(struct buf *out, str s)
{
    buf_byte(out, '"');
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        at += utf8_decode(s, at, &c, NULL);
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (int)c);
        else if (c >= ' ' && c < 0x7F)
            buf_byte(out, (char)c);
        else
            buf_printf(out, "\\U%08X", (unsigned)c);
    }
    buf_byte(out, '"');
}

static void put(const struct tree *t, const char *path, struct buf *content)
{
    tree_write_bytes(t, path, content->ptr, content->len);
    buf_release(content);
}

/* Every place that text comes from: in `format` each @ is the payload, quoted. */
static void put_yaml(const struct tree *t, const char *path, const char *format, str payload)
{
    struct buf b = {0};
    for (; *format; format++)
        if (*format == '@')
            quote(&b, payload);
        else
            buf_byte(&b, *format);
    put(t, path, &b);
}

static void put_article(const struct tree *t, str payload)
{
    struct buf b = {0};
    buf_append(&b, STR("# Title "));
    buf_append(&b, payload);
    buf_append(&b, STR("\n\nJapan "));
    buf_append(&b, payload);
    buf_append(&b, STR(" and [shown "));
    buf_append(&b, payload);
    buf_append(&b, STR("](https://example.org/) signed it.\n\n> quoted "));
    buf_append(&b, payload);
    buf_append(&b, STR("\n\n- item "));
    buf_append(&b, payload);
    buf_append(&b, STR("\n\n```\ncode "));
    buf_append(&b, payload);
    buf_append(&b, STR("\n```\n\n|a|b|\n|-|-|\n|"));
    buf_append(&b, payload);
    buf_append(&b, STR("|x|\n\nBy reference: "));
    for (size_t at = 0; at < payload.len && at < 400;) {
        uint32_t c;
        at += utf8_decode(payload, at, &c, NULL);
        buf_printf(&b, "&#%u;", (unsigned)c);
    }
    buf_append(&b, STR("\n"));
    put(t, "2024/a.md", &b);
}

/* The payload as a name of a file and of a directory, as far as the system allows. */
static void put_names(const struct tree *t, str payload)
{
    struct buf name = {0};
    for (size_t i = 0; i < payload.len && i < 60; i++)
        buf_byte(&name, payload.ptr[i] == '/' || payload.ptr[i] == '\0' ? '_' : payload.ptr[i]);
    buf_append(&name, STR(".md"));
    buf_byte(&name, '\0');
    tree_write(t, name.ptr, "# Named\n\nJapan.\n");
    name.len = 0;
    buf_append(&name, STR("dir"));
    for (size_t i = 0; i < payload.len && i < 60; i++)
        buf_byte(&name, payload.ptr[i] == '/' || payload.ptr[i] == '\0' ? '_' : payload.ptr[i]);
    buf_append(&name, STR("/inner.txt"));
    buf_byte(&name, '\0');
    tree_write(t, name.ptr, "Japan.\n");
    buf_release(&name);
}

static void make_payload(const struct tree *t, const struct payload *p)
{
    struct buf b = {0};
    for (int i = 0; i < (p->times ? p->times : 1); i++)
        buf_append(&b, str_of(p->text));
    str all = buf_str(&b), some = str_sub(all, 0, 600);
    put_article(t, all);
    put_yaml(
        t, "2024/a.yaml",
        "title: @\ndate: @\nsource: {name: @, url: @, author: @}\nlanguage: @\ntopics: [@, x]\n"
        "summary: @\nx-@: @\n@: unknown\nentities:\n  - japan\n  - @\n  - {id: @, name: @, "
        "type: @, aliases: [@, Lee], role: @, description: @, wikidata: @}\nagreements:\n"
        "  - {id: @, title: @, kind: @, parties: [japan, @], topics: [@], status: @, place: @,\n"
        "     date: 2024, quote: @, supersedes: @}\n  - id: pact\n    title: @\n    milestones:\n"
        "      - {date: 2024-05, status: signed, note: @, url: @, quote: signed it}\n"
        "      - {date: @, status: @, party: @, expected: true}\n"
        "      - {date: ../2025, status: ratified, expected: true, quote: @}\n"
        "events: [{id: @, title: @, date: 2023, place: @, participants: [@]}]\n"
        "relations: [{subject: japan, predicate: @, object: @}]\nnotes: [{quote: @, text: @}]\n",
        some);
    put_yaml(t, "entities.yaml",
             "entities:\n  - {id: japan, type: country, name: Japan, aliases: [@]}\n"
             "  - {id: @, name: @, role: @, description: @}\n",
             some);
    put_yaml(t, "library.yaml", "title: @\ndescription: @\nlanguage: @\n", some);
    put_names(t, some);
    buf_release(&b);
}

/* -- What is wrong in the annotations ---------------------------------------------------------- */

struct sidecar {
    const char *name, *text;
};

static const struct sidecar sidecars[] = {
    {"not-yaml",        "entities: [\n  - {a: b\n"                                                               },
    {"tabs-indent",     "entities:\n\t- japan\n"                                                                 },
    {"scalar-root",     "just words\n"                                                                           },
    {"list-root",       "- a\n- b\n"                                                                             },
    {"null-everywhere", "title:\ndate:\nsource:\ntopics:\nentities:\nagreements:\nevents:\n"                     },
    {"wrong-types",     "title: [a]\ndate: {a: b}\nsource: [x]\ntopics: {a: b}\nentities: {a: b}\n"
                    "agreements: x\nevents: 1\nrelations: {}\nnotes: [1, [2], {quote: [x]}]\n"},
    {"huge-numbers",    "entities: [{id: a, name: Japan, mentions: [{span: [99999999999999999999, "
                     "-1]}, {quote: Japan, occurrence: 99999999999999999999}]}]\n"           },
    {"negative-span",   "entities: [{id: a, name: B, mentions: [{span: [-5, -1]}, {span: [9, 2]}, "
                      "{span: [0, 4294967296]}]}]\n"                                        },
    {"alias-cycle",     "a: &a [*a]\nb: &b {c: *b}\n"                                                            },
    {"alias-undefined", "entities: [*nobody, *none]\n"                                                           },
    {"merge-keys",      "x-a: &a {id: x}\nentities: [{<<: *a, name: X}]\n"                                       },
    {"tags",            "!!python/object:os.system title: !!binary aGk=\n"                                       },
    {"directives",      "%YAML 9.9\n%TAG ! tag:x,2000:\n---\ntitle: !a b\n"                                      },
    {"two-documents",   "title: a\n---\ntitle: b\n"                                                              },
    {"duplicate-keys",  "title: a\ntitle: b\nentities: [japan, japan, {id: x, id: y, name: N}]\n"                },
    {"bad-dates",       "date: 2024-13-45\nagreements: [{id: a, date: 9999999999999, status: signed},"
                  " {id: b, date: '../..'}, {id: c, date: '{1,2'}, {id: d, date: -0000}]\n"     },
    {"far-dates",       "date: Y9999999999999\nagreements: [{id: a, date: Y-999999999999, status: "
                  "signed}, {id: b, date: Y9E12, status: ratified, expected: true}]\n"          },
    {"supersede-cycle",
     "agreements: [{id: a, supersedes: b}, {id: b, supersedes: a, amends: b}]\n"                                 },
    {"strangers",       "entities: [nobody]\nagreements: [{id: a, parties: [none, no-one]}]\n"
                  "relations: [{subject: x, predicate: y, object: z}]\n"                        },
    {"overlaps",        "entities: [{id: a, name: A, mentions: [{quote: Japan and}, {quote: 'and the'},"
                 " {quote: Japan and the Moon, occurrence: all}, {span: [3, 30]}]}]\n"           },
    {"utf16",           "\xFF\xFEt\0i\0"                                                                         },
    {"latin1",          "title: caf\xE9\n"                                                                       },
    {"control",         "title: a\x01"
                "b\n"                                                                             },
    {"long-key",        NULL /* made below */                                                                    },
    {"deep",            NULL                                                                                     },
    {"alias-bomb",      NULL                                                                                     },
    {"many-entities",   NULL                                                                                     },
    {"many-problems",   NULL                                                                                     },
    {"many-milestones", NULL                                                                                     },
};

enum { SIDECARS = sizeof sidecars / sizeof *sidecars };

static void repeat(struct buf *b, const char *text, int times)
{
    for (int i = 0; i < times; i++)
        buf_append(b, str_of(text));
}

static void make_large_sidecar(struct buf *b, const char *name)
{
    if (strcmp(name, "long-key") == 0) {
        repeat(b, "k", 200000);
        buf_append(b, STR(": 1\n"));
    } else if (strcmp(name, "deep") == 0) {
        repeat(b, "[", 100000);
    } else if (strcmp(name, "alias-bomb") == 0) {
        buf_append(b, STR("a0: &a0 x\n"));
        for (int i = 1; i < 60; i++)
            buf_printf(b, "a%d: &a%d [*a%d,*a%d,*a%d]\n", i, i, i - 1, i - 1, i - 1);
    } else if (strcmp(name, "many-entities") == 0) {
        buf_append(b, STR("entities:\n"));
        for (int i = 0; i < 3000; i++)
            buf_printf(b, "- {id: e%d, name: Japan, aliases: [Moon]}\n", i);
    } else if (strcmp(name, "many-problems") == 0) {
        buf_append(b, STR("agreements:\n"));
        for (int i = 0; i < 3000; i++)
            buf_printf(b, "- {id: g%d, status: nope, date: x, parties: [n%d]}\n", i, i);
    } else {
        buf_append(b, STR("agreements:\n- id: a\n  title: A\n  milestones:\n"));
        for (int i = 0; i < 3000; i++)
            buf_printf(b, "  - {date: %d-%02d, status: amended, expected: %s}\n", 1900 + i % 200,
                       1 + i % 12, i % 2 ? "true" : "false");
    }
}

static void make_sidecar(const struct tree *t, const struct sidecar *s)
{
    struct buf b = {0};
    if (s->text && strcmp(s->name, "utf16") == 0)
        buf_append(&b, (str){s->text, 6});
    else if (s->text)
        buf_append(&b, str_of(s->text));
    else
        make_large_sidecar(&b, s->name);
    tree_write(t, "a.md", "# Talks\n\nJapan and the Moon signed it.\n");
    tree_write(t, "entities.yaml", "entities: [{id: japan, name: Japan, type: country}]\n");
    put(t, "a.yaml", &b);
}

/* -- Files ------------------------------------------------------------------------------------- */

static void make_special_files(const struct tree *t)
{
    char path[PATH_MAX];
    tree_fifo(t, "fifo.md");
    tree_fifo(t, "real.yaml");
    tree_write(t, "real.md", "# Real\n");
    tree_directory(t, "directory.md");
    tree_directory(t, "entities.yaml");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    tree_path(t, "socket.md", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (strlen(path) < sizeof to.sun_path) {
        memcpy(to.sun_path, path, strlen(path) + 1);
        assert_int_equal(bind(fd, (struct sockaddr *)&to, sizeof to), 0);
    }
    close(fd);
}

static void make_links(const struct tree *t)
{
    tree_write(t, "real.md", "# Real\n");
    tree_symlink(t, "out.md", "../../../../../../etc/passwd");
    tree_symlink(t, "absolute.md", "/etc/passwd");
    tree_symlink(t, "self.md", "self.md");
    tree_symlink(t, "one.md", "two.md");
    tree_symlink(t, "two.md", "one.md");
    tree_symlink(t, "nowhere.md", "not-there.md");
    tree_symlink(t, "device.md", "/dev/zero");
    tree_symlink(t, "again", ".");
    tree_symlink(t, "up", "..");
    tree_symlink(t, "entities.yaml", "/dev/urandom");
}

static void make_depth(const struct tree *t)
{
    struct buf path = {0};
    repeat(&path, "d/", 150);
    buf_append(&path, STR("deep.md"));
    buf_byte(&path, '\0');
    tree_write(t, path.ptr, "# Deep\n");
    buf_release(&path);
}

static void make_nothing(const struct tree *t)
{
    (void)t;
}

static void make_empty_files(const struct tree *t)
{
    static const char *const names[] = {"a.md", "a.yaml", "b.txt", "entities.yaml", "library.yaml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        tree_write(t, names[i], "");
}

static void make_many_files(const struct tree *t)
{
    char name[40];
    for (int i = 0; i < 400; i++) {
        snprintf(name, sizeof name, "%d/%d.md", i % 20, i);
        tree_write(t, name, "# Same\n");
    }
}

static void make_shadows(const struct tree *t)
{
    static const char *const names[] = {"a.md",   "a.markdown", "a.txt",  "a.yaml",
                                        "a.yml",  "A.MD",       "b.yaml", ".hidden.md",
                                        "c d.md", "-rf.md",     "--.md",  "~.md"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        tree_write(t, names[i], "# One of several\n");
}

static void make_long_names(const struct tree *t)
{
    struct buf name = {0};
    repeat(&name, "n", 251);
    buf_append(&name, STR(".md"));
    buf_byte(&name, '\0');
    tree_write(t, name.ptr, "# Long name\n");
    buf_release(&name);
}

static void make_unreadable(const struct tree *t)
{
    tree_write(t, "a.md", "# A\n");
    tree_write(t, "b.md", "# B\n");
    tree_chmod(t, "a.md", 0);
    tree_write(t, "entities.yaml", "entities: []\n");
    tree_chmod(t, "entities.yaml", 0);
}

static void make_nul(const struct tree *t)
{
    tree_write_bytes(t, "a.md", "# A\0B\n\n\0\0text\0\n", 16);
    tree_write_bytes(t, "b.txt", "\0", 1);
    tree_write_bytes(t, "a.yaml", "title: a\0b\n", 11);
}

static void make_binary(const struct tree *t)
{
    struct buf b = {0};
    for (unsigned i = 0, n = 1; i < 60000; i++, n = n * 1103515245U + 12345U)
        buf_byte(&b, (char)(n >> 16));
    tree_write_bytes(t, "a.md", b.ptr, b.len);
    tree_write_bytes(t, "a.yaml", b.ptr, b.len);
    put(t, "b.txt", &b);
}

static void make_front_matter(const struct tree *t)
{
    tree_write(t, "a.md", "---\ntitle: never closed\n");
    tree_write(t, "b.md", "---\n\x1B[2J: [\n---\nText.\n");
    tree_write(t, "c.md", "---\n---\n");
    tree_write(t, "d.md", "---\ntitle: x\n---");
}

/* Markdown that is slow, or large, where a parser is careless. */
static void make_markdown(const struct tree *t)
{
    static const struct {
        const char *name, *text;
        int times;
    } floods[] = {
        {"brackets.md",   "[",             30000},
        {"emphasis.md",   "*a **b ",       10000},
        {"quotes.md",     "> ",            5000 },
        {"lists.md",      "- ",            5000 },
        {"backticks.md",  "`a``",          10000},
        {"references.md", "[a][b]",        10000},
        {"html.md",       "<div><p>",      10000},
        {"entities.md",   "&amp;&#27;",    10000},
        {"cells.md",      "|a",            3000 },
        {"links.md",      "[a](entity:x)", 5000 },
        {"wiki.md",       "[[a|b]]",       5000 },
        {"lines.md",      "a\n",           50000},
        {"returns.md",    "a\r",           20000},
        {"headings.md",   "# a\n\n",       5000 },
    };
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        struct buf b = {0};
        repeat(&b, floods[i].text, floods[i].times);
        put(t, floods[i].name, &b);
    }
}

static void make_tables(const struct tree *t)
{
    struct buf b = {0};
    repeat(&b, "|a", 2000);
    buf_byte(&b, '\n');
    repeat(&b, "|-", 2000);
    repeat(&b, "\n|x", 2000);
    put(t, "wide.md", &b);
    tree_write(t, "odd.md", "|\n|-|\n\n|a|\n|:-:|\n|\x1B[2J|\u202E|\n");
}

static void make_registries(const struct tree *t)
{
    tree_write(t, "entities.yaml",
               "entities: [{id: a, name: Japan}, {id: b, name: Japan}, x, {id: c}]\n");
    tree_write(t, "in/entities.yaml",
               "entities: [{id: a, name: ''}, {name: No id}, [], {id: ' '}]\n");
    tree_write(t, "in/library.yaml", "title: [x]\nentities: y\n");
    tree_write(t, "in/a.md", "# A\n\nJapan.\n");
}

static const struct {
    const char *name;
    void (*make)(const struct tree *t);
} file_kinds[] = {
    {"nothing",       make_nothing      },
    {"empty-files",   make_empty_files  },
    {"special-files", make_special_files},
    {"links",         make_links        },
    {"depth",         make_depth        },
    {"many-files",    make_many_files   },
    {"shadows",       make_shadows      },
    {"long-names",    make_long_names   },
    {"unreadable",    make_unreadable   },
    {"nul",           make_nul          },
    {"binary",        make_binary       },
    {"front-matter",  make_front_matter },
    {"markdown",      make_markdown     },
    {"tables",        make_tables       },
    {"registries",    make_registries   },
};

enum { FILE_KINDS = sizeof file_kinds / sizeof *file_kinds };

/* -- All of them ------------------------------------------------------------------------------- */

/* Each payload besides as a plain text with nothing around it: what is cut, wrapped and counted. */
static void make_plain(const struct tree *t, const struct payload *p)
{
    struct buf b = {0};
    for (int i = 0; i < (p->times ? p->times : 1); i++)
        buf_append(&b, str_of(p->text));
    put(t, "a.txt", &b);
}

size_t hostile_count(void)
{
    return 2 * PAYLOADS + SIDECARS + FILE_KINDS;
}

const char *hostile_name(size_t i)
{
    static char name[80];
    if (i < PAYLOADS)
        snprintf(name, sizeof name, "payload-%s", payloads[i].name);
    else if (i < 2 * PAYLOADS)
        snprintf(name, sizeof name, "plain-%s", payloads[i - PAYLOADS].name);
    else if (i < 2 * PAYLOADS + SIDECARS)
        snprintf(name, sizeof name, "sidecar-%s", sidecars[i - 2 * PAYLOADS].name);
    else
        snprintf(name, sizeof name, "files-%s", file_kinds[i - 2 * PAYLOADS - SIDECARS].name);
    return name;
}

void hostile_make(size_t i, const struct tree *t)
{
    if (i < PAYLOADS)
        make_payload(t, &payloads[i]);
    else if (i < 2 * PAYLOADS)
        make_plain(t, &payloads[i - PAYLOADS]);
    else if (i < 2 * PAYLOADS + SIDECARS)
        make_sidecar(t, &sidecars[i - 2 * PAYLOADS]);
    else
        file_kinds[i - 2 * PAYLOADS - SIDECARS].make(t);
}

/* -- What reading must not change -------------------------------------------------------------- */

static unsigned long fingerprint; /* NOLINT(cppcoreguidelines-avoid-non-const-global-variables) */

static void mix(const void *bytes, size_t size)
{
    struct hash h = hash_of((str){bytes, size});
    unsigned long n;
    memcpy(&n, h.bytes, sizeof n);
    fingerprint = fingerprint * 31 + n;
}

static int mix_entry(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)kind, (void)where;
    char bytes[4096];
    ssize_t got;
    mix(path, strlen(path));
    mix(&st->st_mode, sizeof st->st_mode);
    mix(&st->st_mtim, sizeof st->st_mtim);
    mix(&st->st_ctim, sizeof st->st_ctim);
    mix(&st->st_ino, sizeof st->st_ino);
    int fd = S_ISREG(st->st_mode) ? open(path, O_RDONLY) : -1;
    while (fd >= 0 && (got = read(fd, bytes, sizeof bytes)) > 0)
        mix(bytes, (size_t)got);
    if (fd >= 0)
        close(fd);
    return 0;
}

unsigned long hostile_fingerprint(const struct tree *t)
{
    fingerprint = 0;
    assert_int_equal(nftw(t->root, mix_entry, 16, FTW_PHYS), 0);
    return fingerprint;
}
