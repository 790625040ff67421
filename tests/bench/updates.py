"""What a refresh takes: nothing changed, some files, the registry, a new briefing."""
import os

from screens import Programs, articles

FEW, MANY = 10, 100
NOWHERE = "entities:\n  - {id: q-nowhere, type: person, name: Qwfpg Zxcdv}\n"


def index(b, size):
    return b.timed([b.program, "index", "--library", b.corpus(size)], b.environment(size))[0]


def unchanged(b, size):
    ratios, each = [], []
    for _ in range(2 * b.rounds):
        floor = b.timed([b.floor("floor_walk"), b.corpus(size)])[0]
        ours = index(b, size)
        ratios.append(ours / floor)
        each.append(1e6 * ours / size)
    b.row("refresh, nothing changed / a walk with stat", size, ratios, 1.3, most_here=0.8 if size >= 100000 else None)
    b.row("a briefing looked at", size, each, unit="us", most_grown=1)


def edited(b, size, paths):
    """Seconds of the refresh after each of the files has got a word more; they are put back."""
    kept = [open(path, "rb").read() for path in paths]
    try:
        for path in paths:
            with open(path, "ab") as file:
                file.write(b"\nedited\n")
        return index(b, size)
    finally:
        for path, bytes_ in zip(paths, kept):
            with open(path, "wb") as file:
                file.write(bytes_)
        index(b, size)


def changed(b, size):
    some = articles(b.corpus(size))[:: max(1, size // MANY)][:MANY]
    least = some[:: MANY // FEW]
    few, many = [], []
    for _ in range(b.rounds):
        nothing = index(b, size)
        few.append(1000 * (edited(b, size, least) - nothing) / len(least))
        many.append(1000 * (edited(b, size, some) - nothing) / len(some))
    b.row("one of %d changed files, beyond the look" % FEW, size, few, unit="ms")
    b.row("one of %d changed files, beyond the look" % MANY, size, many, unit="ms", most_grown=1.5)


def registry(b, size):
    path, ratios = os.path.join(b.corpus(size), "entities.yaml"), []
    for _ in range(b.rounds):
        nothing = index(b, size)
        try:
            with open(path, "w") as file:
                file.write(NOWHERE)
            ratios.append(index(b, size) / nothing)
        finally:
            os.remove(path)
            index(b, size)
    b.row("a registry of a name that no text has / nothing changed", size, ratios, 2)


def added(b, size):
    """How long after the first frame a file that is new at the start stands in the list."""
    p, times = Programs(b, size), []
    path = os.path.join(os.path.dirname(articles(b.corpus(size))[-1]), "zz-new.md")
    for _ in range(b.rounds):
        try:
            with open(path, "w") as file:
                file.write("# New\n\nIt was not there before.\n")
            times.append(p.grows())
        finally:
            os.remove(path)
            index(b, size)
    b.row("a new briefing is listed, after the first frame", size, times, 10, unit="ms")


def measure(b, size):
    for what in (unchanged, changed, registry, added):
        what(b, size)
