#!/usr/bin/env python3
"""bench.py BUILD [--quick] [--peers]: how long attache takes, as ratios to the least that it can take.

A machine that others use is no clock: each figure of attache is divided by that of a floor (a program
in C that does only what cannot be left out) or of a peer, run in turn with it. The medians of the
ratios stand in the table, each with its target, and how they grow with the library. --quick takes
smaller libraries and fewer rounds, --sizes others; --peers runs newsboat, notmuch and ripgrep where
they are installed; --markdown prints the table as the README has it.
"""
import argparse, os, shutil, signal, subprocess, sys

import beside, screens, table, updates

HERE = os.path.dirname(os.path.abspath(__file__))
LONGEST = 1800  # seconds that one command may take


class Bench:
    def __init__(self, build, quick, sizes):
        self.build = os.path.abspath(build)
        self.dir = os.path.join(self.build, "bench")
        self.sizes = sizes or ((500, 2000) if quick else (1000, 10000, 100000))
        self.rounds = 3 if quick else 5
        self.program = os.path.join(self.build, "attache")
        self.table = table.Table(self.sizes)

    def corpus(self, size, scripts=()):
        path = os.path.join(self.dir, "-".join(("corpus",) + scripts + ("%d" % size,)))
        if not os.path.exists(path + ".done"):
            command = [sys.executable, os.path.join(HERE, "make_corpus.py"), path, str(size)]
            subprocess.run(command + ["--script=" + script for script in scripts],
                           check=True, stdout=subprocess.DEVNULL)
            open(path + ".done", "w").close()
        return path

    def environment(self, size):
        home = os.path.join(self.dir, "home-%d" % size)
        return dict(os.environ, HOME=home, XDG_CACHE_HOME=home + "/cache", TERM="xterm-256color",
                    XDG_STATE_HOME=home + "/state", XDG_CONFIG_HOME=home + "/config", LC_ALL="C.UTF-8")

    def floor(self, name):
        return os.path.join(self.build, "tests", "bench", name)

    def row(self, *what, **more):
        self.table.add(*what, **more)

    def timed(self, command, environment=None):
        """Seconds, and the most memory in KiB."""
        with subprocess.Popen([self.floor("spent")] + command, env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, start_new_session=True) as spent:
            try:
                said = spent.communicate(timeout=LONGEST)[0].split()
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                os.killpg(spent.pid, signal.SIGKILL)
                sys.exit("bench: stopped: " + " ".join(command))
        if spent.returncode != 0:
            sys.exit("bench: failed: " + " ".join(command))
        return float(said[0]), int(said[1])

    def names(self, more):
        """A file of every name in the texts, and of so many more that are in none."""
        path = os.path.join(self.dir, "names-%d" % more)
        subprocess.run([sys.executable, os.path.join(HERE, "make_corpus.py"), self.dir, "0", "--names", path,
                        "--extra-names", str(more)], check=True, stdout=subprocess.DEVNULL)
        return path


def text_size(path):
    return sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(path) for f in files
               if f.endswith(".md"))


def cold(b, size):
    corpus, environment = b.corpus(size), b.environment(size)
    database = os.path.join(b.dir, "floor.db")
    ratios, memory, each, most = [], [], [], []
    for _ in range(2 if size >= 100000 else b.rounds):
        shutil.rmtree(environment["HOME"], ignore_errors=True)
        os.makedirs(environment["XDG_CACHE_HOME"])
        if os.path.exists(database):
            os.remove(database)
        floor = b.timed([b.floor("floor_index"), database, corpus])
        ours = b.timed([b.program, "index", "--library", corpus], environment)
        ratios.append(ours[0] / floor[0])
        memory.append(ours[1] / floor[1])
        each.append(1e6 * ours[0] / size)
        most.append(ours[1] / 1024)
    os.remove(database)
    b.row("cold index / FTS5 and YAML alone", size, ratios, 1.25)
    b.row("memory of it / theirs", size, memory, 1.25)
    b.row("a briefing indexed", size, each, unit="us", most_grown=1.5)
    b.row("memory of it", size, most, unit="MB", most_grown=2)
    b.row("catalogue / text", size, [catalogue_size(environment) / text_size(corpus)], 2.5)


def names(b, size):
    """Of texts in memory, and so of no more than ten thousand of them."""
    seconds = {}
    for more in (0, 49000):
        out = subprocess.run([b.floor("floor_names"), b.names(more), b.corpus(size)], check=True,
                             capture_output=True, text=True).stdout
        seconds[more] = [[float(n) for n in line.split()] for line in out.splitlines()]
        if any(floor != found for _, _, floor, found in seconds[more]):
            sys.exit("bench: the floor finds other names")
    b.row("890 names found / by a trie entered at word starts", size, [s[1] / s[0] for s in seconds[0]], 2)
    b.row("50,000 names / 890", size, [m[1] / f[1] for m, f in zip(seconds[49000], seconds[0])], 4)


def catalogue_size(environment):
    return sum(e.stat().st_size for e in os.scandir(environment["XDG_CACHE_HOME"] + "/attache"))


def scripts(b, size):
    """As many briefings, a quarter of them in each script whose words have no spaces, or carry particles."""
    latin, other = b.corpus(size), b.corpus(size, ("han", "kana", "hangul", "thai"))
    seconds, sizes = {latin: [], other: []}, {}
    for _ in range(b.rounds):
        for corpus in (latin, other):
            environment = b.environment(0)
            shutil.rmtree(environment["HOME"], ignore_errors=True)
            os.makedirs(environment["XDG_CACHE_HOME"])
            seconds[corpus].append(b.timed([b.program, "index", "--library", corpus], environment)[0])
            sizes[corpus] = catalogue_size(environment) / text_size(corpus)
    b.row("indexed in Han, Kana, Hangul and Thai / in Latin letters", size,
          [o / l for o, l in zip(seconds[other], seconds[latin])])
    b.row("their catalogue / text", size, [sizes[other]])


def load(cores):
    """Says what the machine is doing; more than it has cores for makes times worthless."""
    busy = os.getloadavg()[0]
    print("# load %.1f%s" % (busy, " on %d cores: TIMES ARE WORTH LITTLE" % cores if busy > cores * 0.6 else ""),
          file=sys.stderr, flush=True)


def machine():
    try:
        with open("/proc/cpuinfo") as f:
            name = next((line.split(":")[1].strip() for line in f if line.startswith("model name")), "")
    except OSError:
        name = ""
    return "%s %s, %d cores, %s %s" % (name, os.uname().machine, os.cpu_count(), os.uname().sysname,
                                       os.uname().release)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--sizes", type=lambda s: [int(n) for n in s.replace(",", " ").split()])
    a = parser.parse_args()
    b = Bench(a.build, a.quick, a.sizes)
    os.makedirs(b.dir, exist_ok=True)
    print(machine())
    for size in b.sizes:
        load(os.cpu_count())
        cold(b, size)
        names(b, size)
        updates.measure(b, size)
    scripts(b, b.sizes[0])
    screens.measure(b)
    if a.peers:
        beside.measure(b, b.sizes[-1])
    load(os.cpu_count())
    b.table.print(a.markdown)


if __name__ == "__main__":
    main()
