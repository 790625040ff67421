"""The screens: first frame, keys, bytes, memory; beside `less` and the least reader (floor_screen.c)."""
import os, re, sqlite3, statistics, subprocess, sys

from terminal import Terminal

SLOWEST = 16  # milliseconds for what one waits for
HIT = b"tanzania"
FOUND = r"[\d,]+ briefings \S newest first"
# What is typed into the search, and what the least reader is asked for: the same, or as much as that finds.
# The last word is found by its beginning until a space ends it.
SEARCHES = [(HIT, HIT), (b"japan ", b"japan"), (b"the", b"the"), (b"the ", b"the"), (b"and", b"and"),
            (b"government", b"government"), (b"govern", b"govern*"), (b"minister ", b"minister"),
            (b"t", b"the"), (b"th", b"the"), (b"co", b"the"), (b'"council of europe"', b'"council of europe"'),
            (b'"the government"', b'"the government"'), (b"=the ", b"the"), (b"title:the ", b"title:the"),
            (b"the -japan ", b"the NOT japan"), (b"japan OR tanzania ", b"japan OR tanzania"),
            (b"topic:defence ", b"tanzania"), (b"date:2024 the ", b"tanzania"), (b"zzzz", b"zzzz")]
RANKED = [b"tanzania ", b"government ", b"the ", b'"the government"', b"govern*"]
PAGE = 20  # presses that leave no page
SETTLED = 0.25  # seconds without anything new
AT_ONCE = 0.001  # what follows later, as a count does, is another frame


def articles(corpus):
    return sorted(os.path.join(d, f) for d, _, files in os.walk(corpus) for f in files if f.endswith(".md"))


def database(b, size):
    """What the least reader reads: titles, paths and full text."""
    path = os.path.join(b.dir, "screen-%d.db" % size)
    if os.path.exists(path):
        return path
    db = sqlite3.connect(path + ".new")
    db.execute("CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, path TEXT)")
    db.execute("CREATE VIRTUAL TABLE f USING fts5 (title, body, content = '')")
    for n, article in enumerate(articles(b.corpus(size)), 1):
        with open(article, encoding="utf-8") as file:
            title, _, body = file.read().partition("\n")
        db.execute("INSERT INTO docs VALUES (?, ?, ?)", (n, title.lstrip("# "), article))
        db.execute("INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)", (n, title, body))
    db.commit()
    db.close()
    os.rename(path + ".new", path)
    return path


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


class Programs:
    def __init__(self, b, size):
        self.size, self.environment = size, b.environment(size)
        self.ours = [b.program, b.corpus(size)]
        self.least = [b.floor("floor_screen"), database(b, size)]
        self.listed = of(size)

    def first(self, command, last):
        """To a frame with what stands at its end: what follows at once, as when the refresh is over, is another."""
        with Terminal(command, self.environment) as t:
            seen = t.wait(last, AT_ONCE)
        return seen[0] if seen else None

    def open(self, command):
        """On its list, with nothing more to come."""
        t = Terminal(command, self.environment)
        t.wait(self.listed if command == self.ours else r"\d+/%d\b" % self.size)
        t.wait(None, SETTLED)
        t.calm()
        return t

    def grows(self):
        """Milliseconds from the first frame to that with one more in the list, which may follow at once."""
        with Terminal(self.ours, self.environment) as t:
            first = t.wait(self.listed, AT_ONCE)
            more = t.wait(of(self.size + 1), AT_ONCE)
        return 1000 * (more[0] - first[0]) if first and more else None


def of(size):
    """What the list says of where one is in it."""
    return r"[\d,]+/%s\b" % format(size, ",")


def ratio(a, b):
    return a / b if a is not None and b else None


def seconds(reply):
    return reply[0] if reply else None


def first_frame(b, programs):
    """All sizes in turn, since the one at most matters beside the other."""
    ratios, times = {p.size: [] for p in programs}, {p.size: [] for p in programs}
    for _ in range(2 * b.rounds):
        for p in programs:
            article = articles(b.corpus(p.size))[0]
            less = p.first(["less", article], os.path.basename(article)[:40])
            ours = p.first(p.ours, "(?s)" + p.listed + r".*\? help")
            ratios[p.size].append(ratio(ours, less))
            times[p.size].append(None if ours is None else 1000 * ours)
    for p in programs:
        b.row("first frame / less on one article", p.size, ratios[p.size], 1.5)
        b.row("first frame", p.size, times[p.size], unit="ms", most_grown=1.1)


def presses(terminal, key, count):
    replies = [terminal.key(key) for _ in range(count)]
    return [r for r in replies if r]


def compare_keys(b, p, key, what, way, count):
    """One key again and again, as it is when held, beside the least list going down. The first of
    them stay on the page, the slowest do not."""
    half, high, sent = [], [], []
    for _ in range(b.rounds):
        with p.open(p.least) as least:
            floor = presses(least, b" " if key == b" " else b"j", count)
        with p.open(p.ours) as t:
            for step, pattern in way:
                t.key(step, pattern)
                t.wait(None, SETTLED)
            ours = presses(t, key, count)
        if len(ours) < 2 or len(floor) < 2:
            continue
        floor_times, times = [s for s, _ in floor], [s for s, _ in ours]
        half.append(statistics.median(times[:PAGE]) / statistics.median(floor_times[:PAGE]))
        high.append(percentile(times, 0.99) / percentile(floor_times, 0.99))
        sent.append(statistics.median(n for _, n in ours[1:PAGE]) / statistics.median(n for _, n in floor[1:PAGE]))
    b.row(what + " / the least list, p50", p.size, half, 1.5)
    b.row(what + " / the least list, p99", p.size, high, 2)
    if key != b" ":
        b.row(what + " / the least list, bytes", p.size, sent, 2)


def once(b, p, actions):
    """Milliseconds to the frame of each action of a way through the program, in the order of it."""
    times = {what: [] for what, _, _ in actions}
    for _ in range(b.rounds):
        with p.open(p.ours) as t:
            for what, key, pattern in actions:
                took = seconds(t.key(key, pattern))
                times[what].append(None if took is None else 1000 * took)
                t.wait(None, SETTLED)
    for what in times:
        if what:
            b.row(what, p.size, times[what], SLOWEST, unit="ms")


def pairs(b, p, what, ours, least, most):
    ratios = []
    for _ in range(b.rounds):
        with p.open(p.least) as t:
            floor = seconds(t.key(*least))
        with p.open(p.ours) as t:
            for step in ours[:-1]:
                t.key(*step)
                t.wait(None, SETTLED)
            ratios.append(ratio(seconds(t.key(*ours[-1])), floor))
    b.row(what, p.size, ratios, most)


def shown(typed, count=r"\S+"):
    """The first that are found, before or after they are counted, with what was typed above them."""
    return r"(?m)^ / %s\s*\n\s+%s briefings? \S newest first$" % (re.escape(typed.decode().rstrip()), count)


def said(values):
    return "not seen" if None in values else "%.3g" % statistics.median(values)


def searches(b, p):
    """To the frame with the first that are found, whatever is searched for, beside the same of the least reader."""
    ratios, times = {}, {}
    for _ in range(b.rounds):
        with p.open(p.least) as least, p.open(p.ours) as ours:
            ours.key(b"S", "Search")
            ours.wait(None, SETTLED)
            for typed, asked in SEARCHES:
                floor = seconds(least.key(b"/" + asked + b"\r", "briefings  " + re.escape(asked.decode()), AT_ONCE))
                took = seconds(ours.key(typed, shown(typed), AT_ONCE))
                ours.wait(shown(typed, r"[\d,]+"))
                ours.key(b"\x15", r"(?m)^ /$")
                ratios.setdefault(typed, []).append(ratio(took, floor))
                times.setdefault(typed, []).append(None if took is None else 1000 * took)
    typical = [statistics.median(r) for r in ratios.values() if None not in r]
    slowest = [statistics.median(t) for t in times.values() if None not in t]
    whole = len(typical) == len(SEARCHES)
    b.row("20 searches of all kinds, each to its first rows / by it", p.size, typical if whole else [], 3)
    b.row("the slowest of them", p.size, [max(slowest)] if whole else [], SLOWEST, unit="ms")
    for typed in ratios:
        print("%8d    %-64s %s, %sms" % (p.size, typed.decode(), said(ratios[typed]), said(times[typed])),
              file=sys.stderr, flush=True)


def best_of(b, p, query):
    """The title that stands first, best first."""
    said = subprocess.run([b.program, "search", "--library", b.corpus(p.size), "--limit", "1", "--format", "tsv",
                           query.decode()], env=p.environment, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return said.stdout.splitlines()[1].split("\t")[1]


def ranked(b, p):
    """From the newest first to the best first, beside the same of the least reader."""
    ratios = {typed: [] for typed in RANKED}
    for typed in RANKED:
        best = re.escape(best_of(b, p, typed)[:30])
        for _ in range(b.rounds):
            with p.open(p.least) as least, p.open(p.ours) as ours:
                least.key(b"/" + typed.strip() + b"\r", "briefings  ")
                floor = seconds(least.key(b"s", "best first", AT_ONCE))
                ours.key(b"S", "Search")
                ours.key(typed, shown(typed, r"[\d,]+"))
                ours.wait(None, SETTLED)
                ours.key(b"\r", r"1/[\d,]+")
                ratios[typed].append(ratio(seconds(ours.key(b"s", best, AT_ONCE)), floor))
    typical = [statistics.median(r) for r in ratios.values() if None not in r]
    b.row("5 searches, to the best of what they find / by it", p.size, typical if len(typical) == len(RANKED) else [], 3)
    for typed in ratios:
        print("%8d    %-64s %s" % (p.size, typed.decode(), said(ratios[typed])), file=sys.stderr, flush=True)


def memory(b, p):
    ratios, most = [], []
    for _ in range(b.rounds):
        with p.open(p.least) as least, p.open(p.ours) as ours:
            for t in (least, ours):
                presses(t, b" ", 5)
                t.calm()
            (peak, now), (_, floor) = ours.memory(), least.memory()
            ratios.append(ratio(now, floor))
            most.append(peak / 1024)
    b.row("resident with the list / the least list", p.size, ratios, 2)
    b.row("the most that was, while the refresh looked", p.size, most, unit="MB", most_grown=2)


def keys(b, p):
    entities = (b"E", r"Entities [\d,]")
    dossier = (b"\r", r"mentions in [\d,]+ briefings")
    timeline = (b"T", "Timeline")
    results = [(b"S", "Search"), (HIT, FOUND), (b"\r", r"1/[\d,]+")]
    count = 30 if b.rounds < 5 else 100
    compare_keys(b, p, b"j", "a line down the list", [], count)
    compare_keys(b, p, b" ", "a page down the list", [], min(count // 3, p.size // 40)) # not to its end
    compare_keys(b, p, b"j", "a line down the entities", [entities], count)
    compare_keys(b, p, b"j", "a line down a dossier", [entities, dossier], count)
    compare_keys(b, p, b"k", "a line up the timeline", [timeline], count)
    compare_keys(b, p, b"j", "a line down what a search found", results, count // 2)


def measure(b):
    programs = [Programs(b, size) for size in b.sizes]
    first_frame(b, programs)
    for p in programs:
        end = format(p.size, ",")
        memory(b, p)
        pairs(b, p, "an article opened / by the least reader", [(b"\r", r"\d min\b")], (b"\r", "ARTICLE"), 3)
        pairs(b, p, "a word searched for, typed to frame / by it", [(b"S", "Search"), (HIT, shown(HIT), AT_ONCE)],
              (b"/" + HIT + b"\r", "briefings  tanzania", AT_ONCE), 3)
        searches(b, p)
        ranked(b, p)
        keys(b, p)
        once(b, p, [("to the end of the list", b"G", r"\b%s/%s\b" % (end, end)), (None, b"g", r"\b1/%s\b" % end),
                    ("sorted in another way", b"s", "sorted by")])
        once(b, p, [(None, b"/", r"\n /"), ("filtered", HIT, r"of %s\b" % end)])
        once(b, p, [("the entities", b"E", r"Entities [\d,]"),
                    ("the dossier of the most mentioned", b"\r", r"mentions in [\d,]+ briefings"),
                    ("the timeline", b"T", "Timeline"), ("to its other end", b"g", r"\n 2015 ")])
        once(b, p, [(None, b"E", r"Entities [\d,]"), (None, b"\r", r"mentions in [\d,]+ briefings"),
                    (None, b"/", r"\n /"), ("the dossier filtered by a letter", b"z", r"/[\d,]+ of [\d,]+")])
        once(b, p, [(None, b"T", "Timeline"), (None, b"/", r"\n /"),
                    ("the timeline filtered by a letter", b"z", r"[\d,]+ of [\d,]+")])
        once(b, p, [(None, b"T", "Timeline"), ("its agreements, a row for each", b"v", r"[\d,]+ agreements"),
                    (None, b"f", "type of party"), (None, b"j", None), (None, b"\r", "country"),
                    (None, b"j", None), ("those of a type of party", b"\r", r"[\d,]+ of [\d,]+ agreements")])
        once(b, p, [("the problems", b"!", r"Problems"), ("to the last of them", b"G", r"2024/12/")])
