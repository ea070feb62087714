"""Excel's calls through `call_udf` against the bare engine, as CPU times and their ratios.

A form of 150 rows with four functions of cells; 1 000 rows as one array and as 1 000 single cells;
a rule text of 100 kB. COM itself is a stand-in: what it costs on a real machine is not here.
Run: uv run --group bench python -m tests.bench.bench_classic [runs]
"""

from __future__ import annotations

import itertools
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from cchc_rules.evaluation.explain import explain
from cchc_rules.facts import Round, Unit
from cchc_rules.functions.binding import bind_keys
from cchc_rules.functions.filling import fill
from cchc_rules.functions.rulebook import Rulebook, rulebook
from tests.bench.bench_commands import rule_text
from tests.udf import desktop

if TYPE_CHECKING:
    from collections.abc import Callable

MODULES = ("cchc_rules.udf", "xlwings.udfs", "xlwings.com_server")
FORM = ("CCHC_DIEM", "CCHC_GIAI_THICH", "CCHC_TONG", "CCHC_KIEM_TRA")
ROWS = 150
CELLS = 1000


def timed(work: Callable[[], object], runs: int) -> float:
    """Return the median CPU time in milliseconds."""
    found = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        found.append((time.process_time() - begun) * 1000)
    return median(found)


class Bench:
    """One rule set of 100 criteria, a form of 150 rows whose figures change at every call."""

    def __init__(self, runs: int) -> None:
        self.runs = runs
        self.udf, _, server = desktop.load(*MODULES)
        self._call = server.XLPython().CallUDF
        self.law: list[list[Any]] = [[line] for line in rule_text().split("\n")]
        book = rulebook(self.law)
        assert isinstance(book, Rulebook), book
        self.book = book
        items = list(book.rules.items)
        codes = [leaf.code for leaf in book.rules.root.leaves()]
        self.keys = [*items, *codes][:ROWS]
        self._turn = itertools.count(1)

    def figures(self) -> list[list[Any]]:
        """Return a column that no call has seen, so that nothing is remembered."""
        turn = next(self._turn)
        figures = len(self.book.rules.items)
        return [[float((turn + at) % 97)] if at < figures else [None] for at in range(ROWS)]

    def call(self, name: str, *given: object) -> object:
        """Call as VBA does."""
        left = [desktop.MISSING] * (5 - len(given)) if name in FORM else []
        return self._call("cchc_rules.udf", name, (*given, *left), None, None)

    def bare(self) -> float:
        """Return the time of scoring the form and giving every reason, with nothing around it."""
        rows = bind_keys(list[Any](self.keys), self.book)
        unit = Unit("", self.book.rules.kinds[0])
        filled = fill(rows, [row[0] for row in self.figures()], self.book, unit)
        begun = time.process_time()
        explain(self.book.program.assess(filled.facts, Round.APPRAISED))
        return (time.process_time() - begun) * 1000

    def form(self, law: list[list[Any]]) -> None:
        """Count a whole form, our code only: what xlwings hands over, what it gets back."""
        keys = tuple((key,) for key in self.keys)
        values, rules = tuple(map(tuple, self.figures())), tuple(map(tuple, law))
        for name in FORM:
            getattr(self.udf, name)(keys, values, rules, None, None)

    def through_xlwings(self) -> None:
        """Count a whole form through the COM server's entry point."""
        values = self.figures()
        keys: list[list[object]] = [[key] for key in self.keys]
        ranges = [desktop.range_of(rows) for rows in (keys, values, self.law)]
        for name in FORM:
            self.call(name, *ranges)

    def array(self) -> None:
        """1 000 rows in one call."""
        self.call("CCHC_XEP_HANG", desktop.range_of(self._points()), desktop.MISSING)

    def cells(self) -> None:
        """1 000 rows in 1 000 calls."""
        for row in self._points():
            self.call("CCHC_XEP_HANG", desktop.range_of([row]), desktop.MISSING)

    def _points(self) -> list[list[Any]]:
        turn = next(self._turn)
        return [[float((turn + at) % 991)] for at in range(CELLS)]


def main(runs: int) -> None:
    bench = Bench(runs)
    first = timed(bench.through_xlwings, 1)
    bare = median(bench.bare() for _ in range(runs))
    own = timed(lambda: bench.form(bench.law), runs)
    through = timed(bench.through_xlwings, runs)
    long = [*bench.law, *[["# " + "x" * 98]] * 1000]
    slow = timed(lambda: bench.form(long), runs)
    array, cells = timed(bench.array, runs), timed(bench.cells, 1)
    print(f"form of {ROWS} rows, score and reasons, bare engine: {bare:.2f} ms")
    print(f"the same, four functions, our code: {own:.2f} ms, ratio {own / bare:.2f}")
    print(
        f"through call_udf, with xlwings and stand-ins of COM: {through:.2f} ms (first {first:.1f})"
    )
    print(
        f"our code with a rule text 100 kB longer: {slow:.2f} ms, {(slow - own) / 4:.2f} ms a call"
    )
    print(f"{CELLS} rows: one array {array:.1f} ms, single cells {cells:.0f} ms, "
          f"ratio {cells / array:.0f}")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
