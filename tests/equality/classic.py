"""Formulas in, what the Excel of a Windows desktop would receive out: VBA, xlwings, our module."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from cchc_rules.classic.wrappers import REST
from tests.equality.cases import cell_of

if TYPE_CHECKING:
    from tests.equality.cases import Call, Cases, Grid, Json

_LONGEST = 255


def missing() -> str:
    """Return why it cannot be asked."""
    lacking = [name for name in ("xlwings", "pyopenvba") if find_spec(name) is None]
    return f"{', '.join(lacking)} chưa cài" if lacking else ""


def answers(cases: Cases) -> list[Grid]:
    """Call the generated VBA."""
    from tests.udf.excel import excel, ranged

    with excel() as host:
        grids = {
            name: ranged([list(map(cell_of, row)) for row in rows])
            for name, rows in cases.grids.items()
        }
        found = []
        for call in cases.calls:
            rows = host.cell(call.function, *(grids[name] for name in call.arguments))
            found.append(_grid(rows))
    return found


def limited(call: Call, cell: Json) -> Json:
    """Return what Excel takes beside numbers: 255 letters, which say where the rest is read."""
    if not isinstance(cell, str) or len(cell) <= _LONGEST or call.function not in REST:
        return cell
    rest = REST[call.function]
    return cell[: cell.rindex(" ", 0, _LONGEST - len(rest)) + 1] + rest


def _grid(rows: object) -> Grid:
    if not isinstance(rows, list):
        return [[_cell(rows)]]
    return [list(map(_cell, row)) for row in rows]


def _cell(value: object) -> Json:
    from pyopenvba.interpreter import VBAErrorValue

    from tests.udf.excel import ERRORS

    if not isinstance(value, VBAErrorValue):
        return value
    return {"error": next(name for name, number in ERRORS.items() if number == value.number)}
