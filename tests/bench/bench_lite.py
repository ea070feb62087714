"""Time the functions as xlwings Lite runs them, under Pyodide in Node, beside this Python.

CPU seconds, of Node as a whole on the one side (its compiler works in threads of its own), of this
process on the other. What a person waits for besides, the download and Excel itself, is not here.
Run from the checkout: python -m tests.bench.bench_lite
"""

from __future__ import annotations

import sys
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from cchc_rules.bundled import folder
from cchc_rules.forms.layout import lay_out
from cchc_rules.functions import FUNCTIONS
from cchc_rules.functions.rulebook import Rulebook, rulebook
from cchc_rules.lite import code
from cchc_rules.udf import officejs
from tests.equality.cases import cell_in
from tests.equality.filling import made
from tests.functions.units import column, lines_of
from tests.lite.pyodide import MAIN, lite, missing, wheels
from tests.officejs import posted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.equality.cases import Grid

    Asked = Callable[..., float]
    """A function's name and its cells in, the seconds of its answer out."""

CALLS = {function.name: function for function in FUNCTIONS}
FORM = ("CCHC_DIEM", "CCHC_GIAI_THICH", "CCHC_KIEM_TRA", "CCHC_TONG")
DIEN_BIEN = (folder("rules") / "dien_bien/2020/huyen.cchc").read_text(encoding="utf-8")
XA = (folder("rules") / "mau/2026/xa.cchc").read_text(encoding="utf-8")
TIMES = 15
LARGE = 100_000
"""Bytes of a large rule text."""


def main() -> None:
    """Print the figures."""
    if missing():
        sys.exit(f"left out: {missing()}")
    with lite() as pyodide:
        print(f"{'Pyodide starts':44} {pyodide.started:8.2f} s")
        only = [str(path) for path in wheels() if path.name.startswith("xlwings-")]
        pyodide.ask("install", only)
        print(
            f"{'code of `cchc addin lite`, unpacked, loaded':44} {pyodide.start(code())[1]:8.2f} s"
        )
    with lite() as pyodide:
        print(f"{'all wheels installed by micropip':44} {pyodide.install().seconds:8.2f} s")
        print(f"{'xlwings and our functions loaded':44} {pyodide.start(MAIN).seconds:8.2f} s")

        def there(name: str, *args: Grid) -> float:
            return pyodide.call(name, *args).seconds

        print(f"{'':44} {'Pyodide':>11} {'CPython':>11}")
        compare(there, here)


def here(name: str, *args: Grid) -> float:
    """Return the seconds of an answer of this Python, from Office.js's cells to its cells."""
    begun = process_time()
    answer = CALLS[name](*map(officejs.grid_in, args))
    [list(map(officejs.cell_out, row)) for row in answer]
    return process_time() - begun


def compare(*sides: Asked) -> None:
    """Print what each side takes for each piece of work."""
    form, large = list(_forms(DIEN_BIEN)), list(_forms(_large()))
    height = len(form[0][0])
    size = f"{height} rows, {len(DIEN_BIEN.encode()) // 1000} kB of rules"
    show(f"DIEM of {size}: first", [asked("CCHC_DIEM", *form[0]) for asked in sides])
    show("  same figures", [_each(asked, FORM[:1], form[:1] * TIMES) for asked in sides])
    show("  new figures", [_each(asked, FORM[:1], form[1:]) for asked in sides])
    form = [(keys, [*values[:-1], [0.5]], *rest) for keys, values, *rest in form]
    show("  new figures, all four functions", [_each(asked, FORM, form) for asked in sides])
    size = f"{len(large[0][0])} rows, {LARGE // 1000} kB of rules"
    show(f"DIEM of {size}: first", [asked("CCHC_DIEM", *large[0]) for asked in sides])
    show("  same figures", [_each(asked, FORM[:1], large[:1] * TIMES) for asked in sides])
    show("  new figures", [_each(asked, FORM[:1], large[1:]) for asked in sides])


def show(what: str, seconds: list[float]) -> None:
    """Print one line, in milliseconds."""
    print(f"{what:44} " + " ".join(f"{one * 1e3:8.1f} ms" for one in seconds))


def _each(asked: Asked, names: tuple[str, ...], forms: list[tuple[Any, ...]]) -> float:
    return median(sum(asked(name, *form) for name in names) for form in forms)


def _forms(text: str) -> Iterator[tuple[Grid, ...]]:
    """Yield the arguments of one form, filled anew each time."""
    book = rulebook(lines_of(f"{text}\n#"))  # another text: the first call is to compile this one
    assert isinstance(book, Rulebook)
    keys = [row.key for row in lay_out(book.rules).rows]
    for seed in range(TIMES + 1):
        unit = made(book.rules, seed, odd=False)
        known = {line.key: cell_in(line.cell) for line in unit.lines}
        values = posted([[known.get(key)] for key in keys])
        yield column(keys), values, lines_of(text), [[book.rules.kinds[0]]]


def _large() -> str:
    note = "# " + "ghi chú của hội đồng " * 6 + "\n"
    return XA + note * (LARGE // len(note.encode()) + 1)


if __name__ == "__main__":
    main()
