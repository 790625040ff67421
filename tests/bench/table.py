"""One table of what was measured: a row a thing, a column a size, what it should be at most."""
import statistics, sys


class Row:
    def __init__(self, what, unit, most):
        self.what, self.unit, self.most = what, unit, most
        self.values, self.most_at, self.most_grown = {}, {}, None

    def over(self, size):
        most = self.most_at.get(size, self.most)
        return most is not None and self.values.get(size) is not None and self.values[size] > most

    def grown(self, sizes):
        """How much more it is at the largest size than at the smallest."""
        small, large = self.values.get(sizes[0]), self.values.get(sizes[-1])
        return large / small if len(sizes) > 1 and small and large else None

    def verdict(self, sizes):
        grown = self.grown(sizes)
        if self.most is None and self.most_grown is None:
            return ""
        if not [v for v in self.values.values() if v is not None]:
            return "not seen"
        late = self.most_grown is not None and grown is not None and grown > self.most_grown
        return "no" if late or any(self.over(size) for size in self.values) else "yes"


def say(value):
    return "" if value is None else "%.0f" % value if value >= 100 else "%.3g" % value


class Table:
    def __init__(self, sizes):
        self.sizes, self.rows = sizes, {}

    def add(self, what, size, values, most=None, unit="", most_grown=None, most_here=None):
        """The median of the values. `most`: what it should not exceed, at any size; `most_here`: at
        this one; `most_grown`: as many times as at the smallest size."""
        values = [v for v in values if v is not None]
        row = self.rows.setdefault(what, Row(what, unit, most))
        row.values[size] = statistics.median(values) if values else None
        row.most_grown = most_grown
        if most_here is not None:
            row.most_at[size] = most_here
        said = "not seen" if not values else say(row.values[size]) + unit
        print("%8d  %-66s %s%s" % (size, what, said, "  OVER" if row.over(size) else ""), file=sys.stderr, flush=True)

    def most_said(self, row):
        most = [] if row.most is None else [say(row.most)]
        most += ["%s at %d" % (say(m), size) for size, m in row.most_at.items() if m != row.most]
        if row.most_grown is not None:
            most.append("%s times the smallest" % say(row.most_grown))
        return ", ".join(most)

    def cells(self, row):
        grown = row.grown(self.sizes)
        shown = [say(row.values.get(size)) + ("!" if row.over(size) else "") for size in self.sizes]
        return [row.what + (", " + row.unit if row.unit else "")] + shown + \
            [self.most_said(row), say(grown), row.verdict(self.sizes)]

    def print(self, markdown):
        head = ["what"] + ["%d" % size for size in self.sizes] + ["at most", "growth", "met"]
        if markdown:
            print("| %s |\n|%s" % (" | ".join(head), "---|" * len(head)))
        else:
            print("%-72s" % "" + "".join("%10s" % h for h in head[1:-3]) + "  %-26s%8s %s" % tuple(head[-3:]))
        for row in self.rows.values():
            cells = self.cells(row)
            if markdown:
                print("| %s |" % " | ".join(cells))
            else:
                print("%-72s" % cells[0] + "".join("%10s" % c for c in cells[1:-3]) + "  %-26s%8s %s" % tuple(cells[-3:]))
        print("%d of %d aims met" % (sum(r.verdict(self.sizes) == "yes" for r in self.rows.values()),
                                     sum(r.verdict(self.sizes) != "" for r in self.rows.values())))
