"""Cells of the equality cases in, what Office.js posts for them out; and what it gets, back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.equality.cases import serial

if TYPE_CHECKING:
    from tests.equality.cases import Grid, Json

_TYPES = {"#N/A": "NotAvailable", "#REF!": "Ref", "#DIV/0!": "Div0", "#NAME?": "Name",
          "#NULL!": "Null", "#NUM!": "Num", "#VALUE!": "Value"}  # fmt: skip


def posted(grid: Grid) -> Grid:
    """Return rows of cells as Excel hands them to a custom function: a date is its number."""
    return [[_posted(serial(cell)) for cell in row] for row in grid]


def _posted(cell: Json) -> Json:
    match cell:
        case {"error": str() as name}:
            return {
                "type": "Error",
                "basicType": "Error",
                "basicValue": name,
                "errorType": _TYPES[name],
            }
        case _:
            return cell


def shown(rows: Grid) -> Grid:
    """Return the rows that a function gave as the cases have them; only a real error is one."""
    return [list(map(_shown, row)) for row in rows]


def _shown(cell: Json) -> Json:
    match cell:
        case {"type": "Error", "errorType": str() as kind}:
            return {"error": next(name for name, own in _TYPES.items() if own == kind)}
        case _:
            return cell
