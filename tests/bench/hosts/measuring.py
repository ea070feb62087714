"""A host that is called from here in, the times of forms, of 1 000 rows and of large rules out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, Protocol

from cchc_rules.facts import Unit
from cchc_rules.functions.binding import bind_keys
from cchc_rules.functions.filling import fill
from tests.bench.hosts.calling import Took
from tests.bench.hosts.engine import Alone, Engine
from tests.bench.hosts.works import MANY, XA, book_of, large_text, table
from tests.functions.units import column, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_rules.functions import CellIn
    from tests.bench.hosts.calling import Host
    from tests.bench.hosts.works import Form

CALLS = ("DIEM", "GIAI_THICH", "KIEM_TRA", "TONG")
TURNS = 30
KEYS = ["2.2", "có_đất_công", "tỷ_lệ_đất"]


@dataclass(frozen=True)
class Turn:
    """What the four functions of a form took, and the engine alone."""

    took: Took
    alone: Alone


@dataclass(frozen=True)
class FormTimes:
    """The first time, then after one figure was changed, then after all were."""

    first: Took
    changed: Turn
    filled: Turn


@dataclass(frozen=True)
class RowTimes:
    """1 000 rows: in one formula, the first time and again; and in a formula each."""

    first: Took
    again: Took
    cells: Took


@dataclass(frozen=True)
class TextTimes:
    """A rule text of 100 kB: its first call, another figure, and the same with a small text."""

    first: Took
    again: Took
    small: Took


def usual(turns: Sequence[Turn]) -> Turn:
    """Return what is usual of each time."""
    alone = zip(*(turn.alone for turn in turns), strict=True)
    return Turn(typical([turn.took for turn in turns]), Alone(*map(middle, alone)))


class Times(Protocol):
    """A host whose times can be taken."""

    def form(self, form: Form) -> FormTimes:
        """Time a form whose rules the host has not seen."""

    def classes(self) -> RowTimes:
        """Time the classes of 1 000 percents."""

    def table(self) -> RowTimes:
        """Time a table of 1 000 units."""

    def text(self) -> TextTimes:
        """Time calls with three rows."""


def units_alone() -> float:
    """Return the time in which the engine alone scores one unit of the table."""
    book = book_of(XA)
    titles, rows = table(MANY)
    bound = bind_keys(titles[2:], book)
    engine = Engine(book, "xã")
    facts = [fill(bound, row[2:], book, Unit("", "xã")).facts for row in rows]
    return middle([engine.alone(one).scores for one in facts])


class Called:
    """A host that is called from here."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def form(self, form: Form) -> FormTimes:
        """Time a form whose rules the host has not seen."""
        form = replace(form, text=self._own(form.text))
        law, keys = lines_of(form.text), column(form.keys)

        def took(values: Sequence[CellIn]) -> Took:
            grids = (keys, column(values), law, [[form.kind]])
            return total(self._host.call(name, *grids) for name in CALLS)

        first = took(form.start)
        engine = Engine(book_of(form.text), form.kind)

        def turns(columns: Iterable[list[CellIn]]) -> Turn:
            return usual(
                [Turn(took(values), engine.alone(form.facts(values))) for values in columns]
            )

        return FormTimes(first, turns(form.changed(TURNS)), turns(form.filled(TURNS)))

    def classes(self) -> RowTimes:
        """Time the classes of 1 000 percents."""
        law = lines_of(self._own(XA))

        def call(numbers: Iterable[int]) -> Took:
            shares = column([share(one) for one in numbers])
            return self._host.call("XEP_LOAI", shares, law, [["xã"]])

        first, again = call(range(MANY)), call(range(MANY, 2 * MANY))
        return RowTimes(first, again, total(call([number]) for number in range(MANY)))

    def table(self) -> RowTimes:
        """Time a table of 1 000 units."""
        law = lines_of(self._own(f"{XA}\n# bảng"))
        titles, rows = table(2 * MANY)

        def call(chosen: Sequence[Sequence[CellIn]]) -> Took:
            return self._host.call("BANG", [titles], chosen, law)

        first, again = call(rows[:MANY]), call(rows[MANY:])
        return RowTimes(first, again, total(call([row]) for row in rows[:MANY]))

    def text(self) -> TextTimes:
        """Time calls with three rows."""
        small, large = lines_of(XA), lines_of(self._own(large_text()))

        def call(part: float, law: list[list[CellIn]]) -> Took:
            return self._host.call("DIEM", column(KEYS), column([None, True, part]), law, [["xã"]])

        call(0.5, small)
        first = call(0.5, large)
        again = [call(0.5 + turn / 1000, large) for turn in range(1, TURNS)]
        little = [call(0.5 + turn / 1000, small) for turn in range(1, TURNS)]
        return TextTimes(first, typical(again), typical(little))

    def _own(self, text: str) -> str:
        """Return a text that no other host was asked with: what it says is the same."""
        return f"{text}\n# {self._host.name}"


def total(several: Iterable[Took]) -> Took:
    """Return the sum of times."""
    return Took(*map(sum, zip(*several, strict=True)))


def typical(several: Sequence[Took]) -> Took:
    """Return what is usual of each time."""
    return Took(*map(middle, zip(*several, strict=True)))


def middle(times: Sequence[float]) -> float:
    """Return the mean of the middle half: a median that can do with times in whole ticks."""
    quarter = len(times) // 4
    return fmean(sorted(times)[quarter : len(times) - quarter])


def share(number: int) -> float:
    """Return one of 2 000 percents."""
    return number / 2 / MANY
