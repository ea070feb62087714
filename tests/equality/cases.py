"""Calls of our functions with what each must give, free of any host; as JSON in and out.

{"grids": {name: rows of cells},
 "calls": [{"case", "function", "arguments": [name …], "wanted": rows of cells}]}

A cell is null, a number, a text, a boolean, {"error": "#N/A"}, and going in also
{"date": "2026-01-31"}. Arguments that are left out at the end are not in the list.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cchc_rules.functions import Blank, ErrorCell, HostError, Number, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.functions import CellIn, CellOut, GridIn

DAY_0 = date(1899, 12, 30)
Json = Any
Grid = list[list[Json]]
MISSING, WRONG = {"error": "#N/A"}, {"error": "#VALUE!"}


@dataclass(frozen=True)
class Call:
    """One formula: the grids that it is given by name, and what it must show."""

    case: str
    function: str
    arguments: tuple[str, ...]
    wanted: Grid


@dataclass
class Cases:
    """Many formulas over shared grids."""

    grids: dict[str, Grid] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def given(self, call: Call) -> list[Grid]:
        """Return the grids of a call."""
        return [self.grids[name] for name in call.arguments]

    def join(self, other: Cases) -> None:
        """Add the formulas of another set, whose grids have names of their own."""
        assert not self.grids.keys() & other.grids.keys()
        self.grids |= other.grids
        self.calls += other.calls

    def every(self, step: int) -> Cases:
        """Return one formula of each `step`, with the grids that it is given."""
        calls = self.calls[::step]
        named = {name for call in calls for name in call.arguments}
        return Cases({name: self.grids[name] for name in named}, calls)

    @property
    def rows(self) -> int:
        """Return how many rows are compared."""
        return sum(len(call.wanted) for call in self.calls)

    def text(self) -> str:
        """Return the JSON."""
        calls = [vars(call) for call in self.calls]
        return json.dumps({"grids": self.grids, "calls": calls}, ensure_ascii=False)


def cases_in(loaded: dict[str, Json]) -> Cases:
    """Return the formulas of a JSON that was read."""
    calls = [Call(**{**one, "arguments": tuple(one["arguments"])}) for one in loaded["calls"]]
    return Cases(loaded["grids"], calls)


def cell_in(cell: CellIn) -> Json:
    """Return a cell of a sheet as JSON has it."""
    match cell:
        case ErrorCell(value):
            return {"error": value}
        case date():
            return {"date": cell.isoformat()}
        case Decimal():
            return float(cell)
        case _:
            return cell


def cell_of(given: Json) -> CellIn:
    """Return a cell of JSON as the functions take it."""
    match given:
        case {"error": str() as name}:
            return ErrorCell(name)
        case {"date": str() as day}:
            return date.fromisoformat(day)
        case None | bool() | int() | float() | str():
            return given
        case _:
            raise TypeError(given)


def cell_out(cell: CellOut) -> Json:
    """Return what a function gives as JSON has it."""
    match cell:
        case Number(value):
            return float(value)
        case Text(value):
            return value
        case HostError():
            return {"error": cell.native}
        case Blank():
            return ""


def grid_in(rows: GridIn) -> Grid:
    """Return rows of cells as JSON has them."""
    return [list(map(cell_in, row)) for row in rows]


def serial(cell: Json) -> Json:
    """Return the number that a cell with a date stores; every other cell as it is."""
    if isinstance(cell, dict) and "date" in cell:
        return float((date.fromisoformat(cell["date"]) - DAY_0).days)
    return cell


@dataclass(frozen=True)
class Difference:
    """A cell of a formula that shows something else; row and column count from 1."""

    call: Call
    row: int
    column: int
    wanted: Json
    got: Json

    def __str__(self) -> str:
        where = f"{self.call.case}: {self.call.function} [{self.row};{self.column}]"
        return f"{where}: {self.wanted!r} ≠ {self.got!r}"


def differences(
    cases: Cases, answers: Sequence[Grid], limited: Callable[[Call, Json], Json] | None = None
) -> list[Difference]:
    """Compare what a host shows with what it must show: numbers as doubles, texts by letter.

    A cell that is None is one of which the host says nothing; `limited` returns how much of what
    is wanted the host can show.
    """
    assert len(answers) == len(cases.calls), (len(answers), len(cases.calls))
    found = []
    for call, answer in zip(cases.calls, answers, strict=True):
        if list(map(len, answer)) != list(map(len, call.wanted)):
            found.append(Difference(call, 0, 0, _size(call.wanted), _size(answer)))
            continue
        for row, (wanted, got) in enumerate(zip(call.wanted, answer, strict=True), 1):
            for place, (whole, right) in enumerate(zip(wanted, got, strict=True), 1):
                left = limited(call, whole) if limited else whole
                if not _same(left, right):
                    found.append(Difference(call, row, place, left, right))
    return found


def _size(grid: Grid) -> str:
    return f"{len(grid)} × {len(grid[0]) if grid else 0}"


def _same(wanted: Json, got: Json) -> bool:
    if got is None:
        return True
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return float(wanted) == float(got)
    return type(wanted) is type(got) and wanted == got
