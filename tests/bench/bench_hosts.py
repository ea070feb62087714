"""The functions in cells against the engine alone, in every host that is installed.

A form after one figure was changed, and after all were; 1 000 rows in one formula and in a formula
each; a rule text of 100 kB; first calls and later ones. In milliseconds: `ours` is CPU in our code,
`host` CPU in all that answers (`ours` too), `wait` the clock on the wall. The engine alone has its
rules compiled and its figures typed: `scores` is scoring and ranking, `all` with every sentence.
Run: python -m tests.bench.bench_hosts [functions call_udf Calc HTTP]
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tests.bench.hosts import calc, calling, measuring
from tests.bench.hosts.works import MANY, forms
from tests.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.hosts.calling import Took
    from tests.bench.hosts.measuring import RowTimes, TextTimes, Times, Turn

HOSTS = ("functions", "call_udf", "Calc", "HTTP")


def main(names: list[str]) -> None:
    """Print the figures of each host."""
    os.environ.setdefault(serving.KEY, "noncommercial")
    alone = measuring.units_alone()
    print(f"the engine alone, one unit of the table: {alone:.2f} ms")
    for name in names:
        why = missing(name)
        if why:
            print(f"\n{name}: left out, {why}")
            continue
        print(f"\n{name:26}{'ours':>9}{'host':>9}{'wait':>9}")
        with asked(name) as host:
            tell(host, alone)


def missing(name: str) -> str:
    """Return why a host cannot be asked here."""
    match name:
        case "Calc":
            return calc.missing()
        case "HTTP":
            return serving.missing()
        case _:
            return "" if name == "functions" or find_spec("xlwings") else "xlwings not installed"


@contextmanager
def asked(name: str) -> Iterator[Times]:
    """Yield a host."""
    match name:
        case "Calc":
            with calc.asked() as office:
                yield office
        case "HTTP":
            with calling.web() as web:
                yield measuring.Called(web)
        case "call_udf":
            yield measuring.Called(calling.Desktop())
        case _:
            yield measuring.Called(calling.Plain())


def tell(host: Times, alone: float) -> None:
    """Print the figures of one host."""
    for name, form in forms().items():
        print(f"four functions, form of {name}, {len(form.text.encode()) / 1000:.0f} kB of rules")
        times = host.form(form)
        line("first", times.first)
        turn("one figure changed", times.changed)
        turn("all figures changed", times.filled)
    rows("XEP_LOAI", host.classes())
    rows("BANG", host.table(), alone)
    text(host.text())


def turn(what: str, one: Turn) -> None:
    """Print what a form took, and how often the engine alone goes into `ours`."""
    scores, everything = one.alone
    line(
        what,
        one.took,
        f"engine {everything:.2f} ({scores:.2f} without sentences): "
        f"ratio {one.took.own / everything:.2f} ({one.took.own / scores:.2f})",
    )


def rows(name: str, times: RowTimes, alone: float = 0.0) -> None:
    """Print 1 000 rows in one call, and in as many."""
    print(f"{name} of {MANY} rows")
    line("one array, first", times.first)
    line("one array", times.again)
    line("single cells", times.cells, f"{times.cells.host / times.again.host:.0f} x the array")
    if alone:
        own = times.cells.own / MANY
        line("each of them", times.cells / MANY, f"{own / alone:.2f} x the engine alone")


def text(times: TextTimes) -> None:
    """Print what a large rule text costs."""
    print("DIEM of 3 rows, rule text of 100 kB")
    line("first", times.first)
    line("another figure", times.again)
    line("with a text of 4 kB", times.small)


def line(what: str, took: Took, more: str = "") -> None:
    """Print one line."""
    print(f"  {what:24}{took.own:9.2f}{took.host:9.2f}{took.wait:9.2f}  {more}".rstrip())


if __name__ == "__main__":
    main(sys.argv[1:] or list(HOSTS))
