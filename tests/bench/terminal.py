"""A program in a terminal of 120 columns and 40 lines, and what stands there.

Times are those of the bytes that made the screen what it was waited for: a frame is there when what it
must hold is, and ends where nothing follows for END seconds.
"""
import fcntl, os, pty, re, select, signal, struct, termios, time

ROWS, COLUMNS = 40, 120
END = 0.006
LONGEST = 20  # seconds that anything may take
REST = 0.4  # without a tick of the process's clock

SEQUENCE = re.compile(r"\x1b\[([?>0-9;]*)([@-~])|\x1b[()].|\x1b.|([\r\n\b])|([^\x00-\x1f\x7f]+)|.", re.S)
WHOLE = re.compile(rb"\x1b(\[[?>0-9;]*[@-~]|[()].|[^\[()])")


class Screen:
    """What curses and less make of a terminal like xterm; nothing here is wide."""

    def __init__(self):
        self.rows = [[" "] * COLUMNS for _ in range(ROWS)]
        self.row = self.column = self.top = 0
        self.bottom = ROWS - 1

    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.rows)

    def feed(self, text):
        for m in SEQUENCE.finditer(text):
            if m.group(4):
                self.put(m.group(4))
            elif m.group(3) == "\n":
                self.down()
            elif m.group(3):
                self.column = 0 if m.group(3) == "\r" else max(0, self.column - 1)
            elif m.group(2) and not m.group(1).startswith(("?", ">")):
                self.control(m.group(2), [int(n or 0) for n in m.group(1).split(";")])

    def put(self, text):
        for c in text:
            if self.column == COLUMNS:
                self.column = 0
                self.down()
            self.rows[self.row][self.column] = c
            self.column += 1

    def down(self):
        if self.row == self.bottom:
            self.scroll(self.top, 1)
        else:
            self.row = min(self.row + 1, ROWS - 1)

    def scroll(self, top, count):
        """Rows from `top` to the region's end go up, or down where count is negative."""
        for _ in range(abs(count)):
            gone, new = (top, self.bottom) if count > 0 else (self.bottom, top)
            del self.rows[gone]
            self.rows.insert(new, [" "] * COLUMNS)

    def erase(self, row, start, end):
        self.rows[row][start:end] = [" "] * (end - start)

    def control(self, final, numbers):
        n, row = max(1, numbers[0]), self.rows[self.row]
        if final in "Hf":
            self.row, self.column = n - 1, max(1, (numbers + [1])[1]) - 1
        elif final in "Gd":
            self.row, self.column = (self.row, n - 1) if final == "G" else (n - 1, self.column)
        elif final in "AB":
            self.row += n if final == "B" else -n
        elif final in "CD":
            self.column += n if final == "C" else -n
        elif final == "K":
            self.erase(self.row, 0 if numbers[0] else self.column, self.column + 1 if numbers[0] == 1 else COLUMNS)
        elif final == "J":
            self.erase(self.row, 0 if numbers[0] else self.column, COLUMNS)
            for other in range(0 if numbers[0] else self.row + 1, ROWS):
                self.erase(other, 0, COLUMNS)
        elif final == "X":
            self.erase(self.row, self.column, min(self.column + n, COLUMNS))
        elif final == "b":
            self.put(row[self.column - 1] * n)
        elif final in "@P":
            kept = row[self.column:]
            kept = [" "] * n + kept if final == "@" else kept[n:] + [" "] * n
            row[self.column:] = kept[:COLUMNS - self.column]
        elif final in "LMST":
            self.scroll(self.row if final in "LM" else self.top, n if final in "MS" else -n)
        elif final == "r":
            self.top, self.bottom = (n - 1, numbers[1] - 1) if len(numbers) > 1 else (0, ROWS - 1)
            self.row = self.column = 0
        self.row = min(max(self.row, 0), ROWS - 1)
        self.column = min(max(self.column, 0), COLUMNS)


class Terminal:
    def __init__(self, command, environment):
        self.screen, self.rest = Screen(), b""
        self.typed = self.last = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(command[0], command, environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def take(self, seconds):
        """What comes within that time; None if nothing does, or the program is gone."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return None
        try:
            got = os.read(self.fd, 65536)
        except OSError:
            return None
        when = time.perf_counter()
        if b"\x1b[6n" in got:
            os.write(self.fd, b"\x1b[1;1R")
        return when, got

    def show(self, pieces):
        self.rest += b"".join(got for _, got in pieces)
        cut = self.rest.rfind(b"\x1b")
        if cut < 0 or WHOLE.match(self.rest, cut):
            cut = len(self.rest)
        self.screen.feed(self.rest[:cut].decode("utf-8", "replace"))
        self.rest = self.rest[cut:]

    def wait(self, pattern=None, end=END):
        """Seconds since the key to the frame's last byte, and its bytes. None if what it must hold never
        came; without a pattern, if nothing did."""
        pieces, sent, deadline = [], 0, time.perf_counter() + (LONGEST if pattern else 0.5)
        while time.perf_counter() < deadline:
            got = self.take(end if pieces else 0.5)
            if got:
                pieces.append(got)
                sent += len(got[1])
                continue
            self.show(pieces)
            last = pieces[-1][0] if pieces else None
            if pattern is None and not pieces:
                return None
            if pattern is None or re.search(pattern, self.screen.text()):
                return (last or self.last) - self.typed, sent
            self.last, pieces = last or self.typed, []
        return None

    def key(self, bytes_, pattern=None, end=END):
        self.typed = self.last = time.perf_counter()
        os.write(self.fd, bytes_)
        return self.wait(pattern, end)

    def said(self, file, pattern):
        """What the system says of the process, as numbers; None where it does not."""
        try:
            with open("/proc/%d/%s" % (self.pid, file)) as text:
                return [int(n) for n in re.search(pattern, text.read(), re.S).groups()]
        except (OSError, AttributeError):
            return None

    def calm(self):
        """Until what it does aside is done, too: its clock stands still."""
        before, deadline = None, time.perf_counter() + LONGEST
        while time.perf_counter() < deadline:
            ticks = self.said("stat", r"\)(?: \S+){11} (\d+) (\d+)")
            if ticks == before:
                return
            before = ticks
            self.wait(None, REST)

    def memory(self):
        """What is resident, and the most that was, in KiB."""
        return self.said("status", r"VmHWM:\s+(\d+).*VmRSS:\s+(\d+)") or [0, 0]
