#!/usr/bin/env python3
"""bench.py BUILD [--quick] [--peers]: how long attache takes, as ratios to the least that it can take.

A machine that others use is no clock: each figure of attache is divided by that of a floor (a program
in C that does only what cannot be left out) or of a peer, run in turn with it. The medians of the
ratios stand in the table, each with its target. --quick takes smaller libraries and fewer rounds;
--peers runs those of newsboat's kind that are installed: notmuch and ripgrep.
"""
import argparse, fcntl, os, pty, select, shutil, signal, statistics, struct, subprocess, sys, termios, time

HERE = os.path.dirname(os.path.abspath(__file__))
SILENCE = 0.06  # seconds without output after which all is drawn
FRAME_SILENCE, FRAME_BYTES = 0.003, 1500  # and the first frame, once there was so much of it


class Bench:
    def __init__(self, build, quick, peers):
        self.build = os.path.abspath(build)
        self.dir = os.path.join(self.build, "bench")
        self.sizes = (500, 2000) if quick else (1000, 10000, 100000)
        self.rounds = 3 if quick else 5
        self.peers = peers
        self.program = os.path.join(self.build, "attache")
        self.rows = []

    def corpus(self, size):
        path = os.path.join(self.dir, "corpus-%d" % size)
        if not os.path.exists(path + ".done"):
            subprocess.run([sys.executable, os.path.join(HERE, "make_corpus.py"), path, str(size)],
                           check=True, stdout=subprocess.DEVNULL)
            open(path + ".done", "w").close()
        return path

    def environment(self, size):
        home = os.path.join(self.dir, "home-%d" % size)
        return dict(os.environ, HOME=home, XDG_CACHE_HOME=home + "/cache", TERM="xterm-256color",
                    XDG_STATE_HOME=home + "/state", XDG_CONFIG_HOME=home + "/config", LC_ALL="C.UTF-8")

    def floor(self, name):
        return os.path.join(self.build, "tests", "bench", name)

    def row(self, what, values, target, unit="x"):
        """target: a number that the median should not exceed, or None."""
        value = statistics.median(values)
        mark = "" if target is None else "ok" if value <= target else "OVER"
        self.rows.append((what, "%.2f%s" % (value, unit), "" if target is None else "<= %g" % target,
                          mark, "%.2f..%.2f" % (min(values), max(values))))
        print("  %-58s %9s  %-8s %s" % self.rows[-1][:4], flush=True)


def timed(command, environment=None):
    """Seconds, and the most memory in KiB."""
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, environment or dict(os.environ),
                          file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
                                        (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit("bench: failed: " + " ".join(command))
    return seconds, usage.ru_maxrss


class Terminal:
    """A program in a terminal of 120 columns and 40 lines."""

    def __init__(self, command, environment):
        self.start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def settle(self, since, silence=SILENCE, enough=1):
        """Seconds from then to the last byte before the silence, and how many bytes: `enough` or more."""
        last, count = since, 0
        while select.select([self.fd], [], [], silence if count >= enough else 5)[0]:
            try:
                got = os.read(self.fd, 65536)
            except OSError:
                break
            if not got:
                break
            last, count = time.perf_counter(), count + len(got)
            if b"\x1b[6n" in got:
                os.write(self.fd, b"\x1b[1;1R")
        return last - since, count

    def key(self, bytes_):
        start = time.perf_counter()
        os.write(self.fd, bytes_)
        return self.settle(start, 0.02)

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def first_frame(command, environment):
    terminal = Terminal(command, environment)
    seconds, _ = terminal.settle(terminal.start, FRAME_SILENCE, FRAME_BYTES)
    terminal.close()
    return seconds


def keys(command, environment, key, count):
    terminal = Terminal(command, environment)
    terminal.settle(terminal.start, 0.5)
    replies = [terminal.key(key) for _ in range(count)]
    terminal.close()
    return ([s for s, n in replies if n], [n for s, n in replies if n])


def text_size(path):
    return sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(path) for f in files
               if f.endswith(".md"))


def cold(b, size):
    corpus, environment = b.corpus(size), b.environment(size)
    database = os.path.join(b.dir, "floor.db")
    ratios, memory = [], []
    for _ in range(2 if size >= 100000 else b.rounds):
        shutil.rmtree(environment["HOME"], ignore_errors=True)
        os.makedirs(environment["XDG_CACHE_HOME"])
        if os.path.exists(database):
            os.remove(database)
        floor = timed([b.floor("floor_index"), database, corpus])
        ours = timed([b.program, "index", "--library", corpus], environment)
        ratios.append(ours[0] / floor[0])
        memory.append(ours[1] / floor[1])
    catalogue = sum(e.stat().st_size for e in os.scandir(environment["XDG_CACHE_HOME"] + "/attache"))
    b.row("cold index of %d / FTS5 and YAML alone" % size, ratios, 1.25)
    b.row("memory of it / theirs", memory, 1.25)
    b.row("catalogue / text", [catalogue / text_size(corpus)], 2.5)


def refresh(b, size):
    corpus, environment = b.corpus(size), b.environment(size)
    ratios = []
    for _ in range(b.rounds):
        floor = timed([b.floor("floor_walk"), corpus])[0]
        ours = timed([b.program, "index", "--library", corpus], environment)[0]
        ratios.append(ours / floor)
    b.row("refresh of %d, nothing changed / a walk with stat" % size, ratios, 1.3)


def screens(b, small, large):
    article = next(os.path.join(d, f) for d, _, files in os.walk(b.corpus(small)) for f in sorted(files)
                   if f.endswith(".md"))
    less, growth = [], []
    for _ in range(2 * b.rounds):
        peer = first_frame(["less", article], b.environment(small))
        ours = first_frame([b.program, b.corpus(large)], b.environment(large))
        fewer = first_frame([b.program, b.corpus(small)], b.environment(small))
        less.append(ours / peer)
        growth.append(ours / fewer)
    b.row("first frame at %d / less on one article" % large, less, 1.5)
    b.row("first frame at %d / at %d" % (large, small), growth, 1.1)
    peer = keys(["less", article], b.environment(small), b"j", 30)[0]
    ours, sent = keys([b.program, b.corpus(large)], b.environment(large), b"j", 60)
    b.row("one line down the list, median / less", [statistics.median(ours) / statistics.median(peer)], 2)
    b.row("bytes sent for it / 152", [statistics.median(sent) / 152], 2)
    for key, what in ((b"G", "to the end of the list"), (b"s", "sorted in another way")):
        once = keys([b.program, b.corpus(large)], b.environment(large), key, 1)[0]
        b.row("%s at %d" % (what, large), [1000 * t for t in once], 16, " ms")


def peers(b, size):
    corpus, environment = b.corpus(size), b.environment(size)
    if shutil.which("rg"):
        ratios = []
        for _ in range(b.rounds):
            theirs = timed(["rg", "-l", "government", corpus])[0]
            ours = timed([b.program, "search", "government", "--limit", "50", "--library", corpus],
                         environment)[0]
            ratios.append(ours / theirs)
        b.row("search for a common word at %d / ripgrep" % size, ratios, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--peers", action="store_true")
    a = parser.parse_args()
    b = Bench(a.build, a.quick, a.peers)
    os.makedirs(b.dir, exist_ok=True)
    print("%s, %d cores" % (os.uname().machine, os.cpu_count()))
    for size in b.sizes:
        cold(b, size)
        refresh(b, size)
    screens(b, b.sizes[0], b.sizes[-1])
    if b.peers:
        peers(b, b.sizes[-1])


if __name__ == "__main__":
    main()
