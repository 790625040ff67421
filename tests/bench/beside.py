"""Other programs on the same texts, where they are installed: ripgrep, notmuch, newsboat."""
import email.utils, html, os, shutil, subprocess

from screens import Programs, articles, ratio


def items(corpus):
    for path in articles(corpus):
        with open(path, encoding="utf-8") as file:
            title, _, body = file.read().partition("\n")
        yield os.path.basename(path)[:-3], title.lstrip("# "), body.strip()


def ripgrep(b, size):
    corpus, environment, ratios = b.corpus(size), b.environment(size), []
    for _ in range(b.rounds):
        theirs = b.timed(["rg", "-l", "government", corpus])[0]
        ours = b.timed([b.program, "search", "government", "--limit", "50", "--library", corpus], environment)[0]
        ratios.append(ours / theirs)
    b.row("a common word / ripgrep", size, ratios, 1)


def notmuch(b, size):
    mail, environment = os.path.join(b.dir, "mail-%d" % size), b.environment(size)
    shutil.rmtree(mail, ignore_errors=True)
    os.makedirs(mail + "/cur")
    for n, (name, title, body) in enumerate(items(b.corpus(size))):
        with open("%s/cur/%s:2,S" % (mail, name), "w", encoding="utf-8") as out:
            out.write("From: wire@example.org\nSubject: %s\nDate: %s\nMessage-ID: <%s@example.org>\n"
                      "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%s\n" %
                      (title, email.utils.formatdate(1.4e9 + 60 * n), name, body))
    config = mail + "/config"
    with open(config, "w") as out:
        out.write("[database]\npath=%s\n[user]\nname=n\nprimary_email=n@example.org\n[new]\ntags=\n" % mail)
    environment["NOTMUCH_CONFIG"] = config
    theirs = b.timed(["notmuch", "new", "--quiet"], environment)[0]
    shutil.rmtree(environment["XDG_CACHE_HOME"], ignore_errors=True)
    os.makedirs(environment["XDG_CACHE_HOME"])
    ours = b.timed([b.program, "index", "--library", b.corpus(size)], environment)[0]
    b.row("cold index / notmuch, once", size, [ours / theirs], 0.04)
    ratios = []
    for _ in range(b.rounds):
        theirs = b.timed(["notmuch", "search", "--limit=50", "tanzania"], environment)[0]
        ours = b.timed([b.program, "search", "tanzania", "--limit", "50", "--library", b.corpus(size)], environment)[0]
        ratios.append(ours / theirs)
    b.row("a rare word / notmuch", size, ratios, 1)


def newsboat(b, size):
    home, environment = os.path.join(b.dir, "news-%d" % size), b.environment(size)
    shutil.rmtree(home, ignore_errors=True)
    os.makedirs(home)
    with open(home + "/feed.xml", "w", encoding="utf-8") as out:
        out.write('<rss version="2.0"><channel><title>Briefings</title><link>https://example.org/</link>')
        for name, title, body in items(b.corpus(size)):
            out.write("<item><title>%s</title><guid>%s</guid><description>%s</description></item>" %
                      (html.escape(title), name, html.escape(body)))
        out.write("</channel></rss>\n")
    with open(home + "/urls", "w") as out:
        out.write("file://%s/feed.xml\n" % home)
    open(home + "/config", "w").close()
    theirs = ["newsboat", "-u", home + "/urls", "-c", home + "/cache.db", "-C", home + "/config"]
    b.timed(theirs + ["-x", "reload"], environment)
    p, ratios = Programs(b, size), []
    for _ in range(b.rounds):
        start = p.first(theirs, "Briefings")
        ratios.append(ratio(p.first(p.ours, p.listed), start))
    b.row("first frame / newsboat, its list of feeds", size, ratios, 0.02)


def measure(b, size):
    for program, name, package in ((ripgrep, "rg", "ripgrep"), (notmuch, "notmuch", "notmuch"),
                                   (newsboat, "newsboat", "newsboat")):
        if not shutil.which(name):
            print("%s is missing: install the package %s" % (name, package))
            continue
        try:
            program(b, size)
        except (OSError, subprocess.SubprocessError, SystemExit) as trouble:
            print("%s: %s" % (name, trouble))
