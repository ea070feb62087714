"""What the hosts are given: forms in which figures change, a table, columns, large rule texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_rules.bundled import folder
from cchc_rules.facts import Unit
from cchc_rules.forms.layout import lay_out
from cchc_rules.functions.binding import bind_keys
from cchc_rules.functions.filling import fill
from cchc_rules.functions.rulebook import Rulebook, rulebook
from cchc_rules.model import ValueType
from tests.bench.bench_commands import rule_text
from tests.functions.units import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.facts import Facts
    from cchc_rules.functions import CellIn
    from cchc_rules.model import DataItem

XA = (folder("rules") / "mau/2026/xa.cchc").read_text(encoding="utf-8").partition("KIỂM THỬ")[0]
DIEN_BIEN = (folder("rules") / "dien_bien/2020/huyen.cchc").read_text(encoding="utf-8")
ROWS = 150
MANY = 1_000
LARGE = 100_000
_REMARK = "# " + "ghi chú của hội đồng " * 6
_COUNT = 40.0
_DAY = 43_845.0
"""15/01/2020, as a cell stores it."""


@dataclass(frozen=True)
class Form:
    """A rule text and a column of keys, with plausible figures at the start.

    `figures` are the places of numbers that may change alone, `counts` those of counts, which keep
    to each other's limits if they all change.
    """

    text: str
    keys: Sequence[str]
    start: Sequence[CellIn]
    figures: Sequence[int]
    counts: Sequence[int]

    @property
    def kind(self) -> str:
        """The kind of unit."""
        return book_of(self.text).rules.kinds[0]

    def changes(self, turns: int) -> Iterator[tuple[int, CellIn]]:
        """Yield the place of a figure, and what is entered there."""
        cells = list(self.start)
        for turn in range(turns):
            place = self.figures[turn % len(self.figures)]
            _change(cells, place)
            yield place, cells[place]

    def changed(self, turns: int) -> Iterator[list[CellIn]]:
        """Yield columns of values, each with one figure that is not as it was before."""
        cells = list(self.start)
        for place, value in self.changes(turns):
            cells[place] = value
            yield list(cells)

    def filled(self, turns: int) -> Iterator[list[CellIn]]:
        """Yield columns in which no number and no count is as it was before."""
        cells = list(self.start)
        for _ in range(turns):
            for place in (*self.figures, *self.counts):
                _change(cells, place)
            yield list(cells)

    def facts(self, values: Sequence[CellIn]) -> Facts:
        """Return the same as the engine takes it."""
        book = book_of(self.text)
        return fill(bind_keys(self.keys, book), values, book, Unit("", self.kind)).facts


def _change(cells: list[CellIn], place: int) -> None:
    """Put a number that was not there before, near to the one that was."""
    cell = cells[place]
    assert isinstance(cell, float)
    cells[place] = cell + 1 if cell >= _COUNT else cell * 1.0009765625


def book_of(text: str) -> Rulebook:
    """Return the compiled rules."""
    book = rulebook(lines_of(text))
    assert isinstance(book, Rulebook), book
    return book


def forms() -> dict[str, Form]:
    """Return a form of 150 rows, and the whole of a large one."""
    small = book_of(rule_text()).rules
    codes = [child.code for group in small.root.groups() for child in group.children]
    names = [item.name for item in small.items.values()]
    large = book_of(DIEN_BIEN).rules
    return {
        f"{ROWS} rows, 100 criteria": _form(rule_text(), [*names, *codes][:ROWS]),
        "Điện Biên, all rows": _form(DIEN_BIEN, [row.key for row in lay_out(large).rows]),
    }


def _form(text: str, keys: Sequence[str]) -> Form:
    items = {item.name: item for item in book_of(text).rules.items.values()}
    start = [_plausible(items[key]) if key in items else None for key in keys]
    numbers = [place for place, cell in enumerate(start) if isinstance(cell, float)]
    types = {place: items[keys[place]].type for place in numbers}
    return Form(
        text,
        keys,
        start,
        [place for place in numbers if types[place] in {ValueType.NUMBER, ValueType.PERCENT}],
        [place for place in numbers if start[place] == _COUNT],
    )


def _plausible(item: DataItem) -> CellIn:
    """Return what a form that is filled in may have."""
    match item.type:
        case ValueType.PERCENT:
            return 0.85
        case ValueType.NUMBER:
            return 5.0 if item.high is None else float(item.high) / 2
        case ValueType.COUNT:
            return _COUNT if item.high is None else float(item.high)
        case ValueType.BOOL:
            return "có"
        case ValueType.DATE:
            return _DAY
        case ValueType.CHOICE:
            return item.options[0]
        case _:
            return "; ".join(item.options * 10) or "5; 4; 3"


def table(units: int) -> tuple[list[str], list[list[CellIn]]]:
    """Return the titles of a table, and a row for each unit."""
    items = [item for item in book_of(XA).rules.items.values() if not item.options]
    titles = ["Đơn vị", "Loại", *(item.name for item in items)]
    rows: list[list[CellIn]] = [
        [f"Xã {number}", "xã", *map(_plausible, items)] for number in range(units)
    ]
    share = titles.index("tỷ_lệ_đất")
    for number, row in enumerate(rows):
        row[share] = number / units
    return titles, rows


def large_text() -> str:
    """Return a rule text of 100 kB: a small one with remarks below."""
    more = -(-(LARGE - len(XA.encode())) // len(f"{_REMARK}\n".encode()))
    return XA + f"{_REMARK}\n" * more
