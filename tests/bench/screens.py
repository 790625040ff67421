"""The screens: first frame, keys, bytes, memory; beside `less` and the least reader (floor_screen.c)."""
import os, sqlite3, statistics

from terminal import Terminal

SLOWEST = 16  # milliseconds for what one waits for
HIT = b"tanzania"
PAGE = 20  # presses that leave no page


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
        self.listed = r"\d+/%d\b" % size

    def first(self, command, pattern):
        with Terminal(command, self.environment) as t:
            seen = t.wait(pattern)
        return seen[0] if seen else None

    def open(self, command, pattern=None):
        """On its list, with nothing more to come."""
        t = Terminal(command, self.environment)
        t.wait(pattern or self.listed)
        t.wait(None, 0.25)
        return t


def ratio(a, b):
    return a / b if a is not None and b else None


def seconds(reply):
    return reply[0] if reply else None


def first_frame(b, p):
    article = articles(b.corpus(p.size))[0]
    shown = os.path.basename(article)[:40]
    ratios = []
    for _ in range(2 * b.rounds):
        less = p.first(["less", article], shown)
        ratios.append(ratio(p.first(p.ours, p.listed), less))
    b.row("first frame at %d / less on one article" % p.size, ratios, 1.5)


def growth(b, small, large):
    few, many, ratios = Programs(b, small), Programs(b, large), []
    for _ in range(2 * b.rounds):
        ratios.append(ratio(many.first(many.ours, many.listed), few.first(few.ours, few.listed)))
    b.row("first frame at %d / at %d" % (large, small), ratios, 1.1)


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
                t.wait(None, 0.25)
            ours = presses(t, key, count)
        if not ours or not floor:
            continue
        floor_times, times = [s for s, _ in floor], [s for s, _ in ours]
        half.append(statistics.median(times[:PAGE]) / statistics.median(floor_times[:PAGE]))
        high.append(percentile(times, 0.99) / percentile(floor_times, 0.99))
        sent.append(statistics.median(n for _, n in ours[1:PAGE]) / statistics.median(n for _, n in floor[1:PAGE]))
    b.row("%s, median / the least list" % what, half, 1.5)
    b.row("  the slowest in a hundred of each", high, 2)
    if key == b"j" and not way:
        b.row("  bytes sent, the key held", sent, 2)


def once(b, p, what, way, target=SLOWEST):
    """Milliseconds to the frame of the last step."""
    times = []
    for _ in range(b.rounds):
        with p.open(p.ours) as t:
            for step, pattern in way:
                reply = t.key(step, pattern)
                took = seconds(reply)
                t.wait(None, 0.25)
        times.append(None if took is None else 1000 * took)
    b.row(what, times, target, " ms")


def pairs(b, p, what, ours, least, target):
    ratios = []
    for _ in range(b.rounds):
        with p.open(p.least) as t:
            floor = seconds(t.key(*least))
        with p.open(p.ours) as t:
            if len(ours) > 1:
                t.key(*ours[0])
                t.wait(None, 0.25)
            ratios.append(ratio(seconds(t.key(*ours[-1])), floor))
    b.row(what, ratios, target)


def memory(b, p):
    ratios = []
    for _ in range(b.rounds):
        with p.open(p.least) as least, p.open(p.ours) as ours:
            presses(least, b" ", 5)
            presses(ours, b" ", 5)
            ratios.append(ratio(ours.memory(), least.memory()))
    b.row("resident, the list at %d / the least list" % p.size, ratios, 2)


def measure(b, size):
    p = Programs(b, size)
    count = 30 if b.rounds < 5 else 60
    entities = (b"E", r"Entities \d")
    dossier = (b"\r", r"mentions in \d+ briefings")
    timeline = (b"T", "Timeline")
    first_frame(b, p)
    memory(b, p)
    pairs(b, p, "an article opened / by the least reader", [(b"\r", r"\d min\b")], (b"\r", "ARTICLE"), 3)
    pairs(b, p, "a word searched for, typed to frame / by it",
          [(b"S", "Search"), (HIT, r"\d+ briefings \S newest first")], (b"/" + HIT + b"\r", "briefings  tanzania"), 3)
    compare_keys(b, p, b"j", "a line down the list", [], count)
    compare_keys(b, p, b" ", "a page down the list", [], count // 3)
    compare_keys(b, p, b"j", "a line down the entities", [entities], count // 3)
    compare_keys(b, p, b"j", "a line down a dossier", [entities, dossier], count // 3)
    compare_keys(b, p, b"k", "a line up the timeline", [timeline], count // 3)
    once(b, p, "to the end of the list", [(b"G", r"\b%d/%d\b" % (size, size))])
    once(b, p, "sorted in another way", [(b"s", "sorted by")])
    once(b, p, "filtered", [(b"/", r"\n /"), (HIT, r"of %d\b" % size)])
    once(b, p, "the entities", [entities])
    once(b, p, "the dossier of the most mentioned", [entities, dossier])
    once(b, p, "the timeline", [timeline])
