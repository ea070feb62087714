"""A real LibreOffice in, its times out: by the wall, and by the clock inside its own Python."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from openpyxl.utils import column_index_from_string, get_column_letter

from cchc_rules.calc.describing import COMPONENT
from cchc_rules.calc.extension import extension
from tests.bench.hosts.calling import Took
from tests.bench.hosts.engine import Alone
from tests.bench.hosts.measuring import (
    CALLS,
    KEYS,
    TURNS,
    FormTimes,
    RowTimes,
    TextTimes,
    Turn,
    share,
    typical,
    usual,
)
from tests.bench.hosts.works import MANY, XA, large_text, table
from tests.calc.office import missing, office

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.functions import CellIn
    from tests.bench.hosts.works import Form
    from tests.calc.office import Office, Step

__all__ = ["Calc", "asked", "missing"]

_HERE = Path(__file__).parent
_LOADED = b"\nimport cchc_clock\n"
_SHEET, _LAW = "Sheet1", "LUAT"
_Noted = dict[str, Any]
"""A call, as the clock noted it."""


@contextmanager
def asked() -> Iterator[Calc]:
    """Start a LibreOffice whose add-in has a clock, and stop it."""
    with tempfile.TemporaryDirectory() as name:
        log = Path(name, "clock.jsonl")
        with (
            patch.dict(os.environ, {"CCHC_CLOCK": str(log)}),
            patch("tests.calc.office.extension", _with_clock),
            office() as started,
        ):
            yield Calc(started, log)


def _with_clock() -> bytes:
    """Return the add-in with the clock beside it."""
    made = io.BytesIO(extension())
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[COMPONENT] += _LOADED
    for module in ("clock", "engine"):
        parts[f"pythonpath/cchc_{module}.py"] = (_HERE / f"{module}.py").read_bytes()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


class Calc:
    """LibreOffice Calc."""

    def __init__(self, started: Office, log: Path) -> None:
        self._office = started
        self._log = log

    def form(self, form: Form) -> FormTimes:
        """Time a form: four array formulas over the same columns."""
        count = len(form.keys)
        given = f'(A1:A{count};B1:B{count};{_law(form.text)};"{form.kind}")'
        steps = [*_begun(form.text), _fill("A", _cells(form.keys)), _fill("B", _cells(form.start))]
        for letter, name in zip("CDEF", CALLS, strict=True):
            area = "F1:I1" if name == "TONG" else f"{letter}1:{letter}{count}"
            steps.append(_timed(area, f"=CCHC.{name}{given}", "array"))
        shown, size = f"C1:I{count}", len(CALLS)
        steps += [
            ["retimed", _SHEET, f"B{place + 1}", value, shown]
            for place, value in form.changes(TURNS)
        ]
        steps += [
            ["refilled", _SHEET, f"B1:B{count}", _cells(values), shown]
            for values in form.filled(TURNS)
        ]
        walls, calls = self._ask(steps)
        turns = [calls[at : at + size] for at in range(0, len(calls), size)]
        assert len(turns) == 1 + 2 * TURNS
        assert all({call["name"] for call in turn} == set(CALLS) for turn in turns)
        took = _taken([sum(walls[:size]), *walls[size:]], turns)
        alone = [Alone(turn[-1]["scores"], turn[-1]["everything"]) for turn in turns]
        first, *later = map(Turn, took, alone)
        return FormTimes(first.took, usual(later[:TURNS]), usual(later[TURNS:]))

    def classes(self) -> RowTimes:
        """Time the classes of 1 000 percents."""
        steps = [*_begun(XA), _fill("A", [[share(number)] for number in range(2 * MANY)])]
        return self._rows(steps, f'=CCHC.XEP_LOAI({{}};{_law(XA)};"xã")', "A", 1)

    def table(self) -> RowTimes:
        """Time a table of 1 000 units."""
        titles, rows = table(2 * MANY)
        right = get_column_letter(len(titles))
        steps = [*_begun(XA), _fill("A", list(map(_blanks, rows)))]
        steps += [["sheet", "TIEU_DE"], ["fill", "TIEU_DE", f"A1:{right}1", [titles]]]
        formula = f"=CCHC.BANG($TIEU_DE.$A$1:${right}$1;{{}};{_law(XA)})"
        return self._rows(steps, formula, right, 5)

    def _rows(self, steps: list[Step], formula: str, right: str, width: int) -> RowTimes:
        """Time a formula on 1 000 rows, then on 1 000 others, then a formula for each.

        `right` is the last column that is given; the results have `width` columns.
        """
        first, last, single = (_moved(right, by) for by in (2, width + 1, width + 3))
        for top in (1, MANY + 1):
            bottom = top + MANY - 1
            whole = formula.format(f"A{top}:{right}{bottom}")
            steps.append(_timed(f"{first}{top}:{last}{bottom}", whole, "array"))
        one = formula.format(f"A{{0}}:{right}{{0}}")
        steps.append(_timed(f"{single}1:{single}{MANY}", one, "single"))
        walls, calls = self._ask(steps)
        assert len(calls) == 2 + MANY
        return RowTimes(*_taken(walls, [calls[:1], calls[1:2], calls[2:]]))

    def text(self) -> TextTimes:
        """Time calls with three rows."""
        found = []
        for text in (XA, large_text()):
            steps = [*_begun(text), _fill("A", _cells(KEYS)), _fill("B", [[""], [1.0], [0.5]])]
            formula = f'=CCHC.DIEM(A1:A3;B1:B3;{_law(text)};"xã")'
            steps.append(_timed("C1:C3", formula, "array"))
            shares = (0.5 + turn / 1000 for turn in range(1, TURNS))
            steps += [["retimed", _SHEET, "B3", one, "C1:C3"] for one in shares]
            walls, calls = self._ask(steps)
            found.append(_taken(walls, [[call] for call in calls]))
        (_, *small), (first, *again) = found
        return TextTimes(first, typical(again), typical(small))

    def _ask(self, steps: list[Step]) -> tuple[list[float], list[_Noted]]:
        """Return the seconds of each timed step, and what the clock noted meanwhile."""
        self._log.write_text("", encoding="utf-8")
        walls = [one for one in self._office.ask([*steps, ["close"]]) if one is not None]
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return walls, list(map(json.loads, lines))


def _taken(walls: Sequence[float], calls: Sequence[Sequence[_Noted]]) -> list[Took]:
    """Return the times of each step, from what was noted of the calls in it."""
    ends = [several[-1]["process"] for several in calls]
    before = [calls[0][0]["process"] - calls[0][0]["own"], *ends]
    return [
        Took(sum(call["own"] for call in several), end - begun, wall * 1e3)
        for wall, several, begun, end in zip(walls, calls, before, ends, strict=False)
    ]


def _begun(text: str) -> list[Step]:
    lines = [[line] for line in text.split("\n")]
    return [["new"], ["sheet", _LAW], ["fill", _LAW, f"A1:A{len(lines)}", lines]]


def _law(text: str) -> str:
    return f"${_LAW}.$A$1:$A${len(text.split(chr(10)))}"


def _fill(left: str, rows: list[list[Any]]) -> Step:
    return ["fill", _SHEET, f"{left}1:{_moved(left, len(rows[0]) - 1)}{len(rows)}", rows]


def _timed(area: str, formula: str, how: str) -> Step:
    return ["timed", _SHEET, area, formula, how]


def _cells(values: Sequence[CellIn]) -> list[list[Any]]:
    return [[one] for one in _blanks(values)]


def _blanks(values: Sequence[CellIn]) -> list[Any]:
    return ["" if one is None else one for one in values]


def _moved(letter: str, columns: int) -> str:
    return get_column_letter(column_index_from_string(letter) + columns)
