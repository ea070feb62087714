"""What Calc hands to a function in, what Calc shows out; runs inside LibreOffice, without `uno`.

A column of figures comes as the range itself: only so do blanks stay blank and cells that show
errors leave the others alone. An argument of any kind comes as a value or as rows.
"""

import struct
from itertools import chain
from typing import TYPE_CHECKING, Any

from cchc_rules.functions import BLANK, FUNCTIONS, Blank, ErrorCell, HostError, Number, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.functions import Argument, CellIn, CellOut, Function, GridIn

_ERRORS = {
    32767: "#N/A",
    503: "#NUM!",
    519: "#VALUE!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
}
_QUIET_NAN = 0x7FF8_0000_0000_0000
_LANGUAGE, _LOGICAL = 10_000, 99
"""Each language has its block of number formats; in each, this one shows TRUE and FALSE."""
_ASKED = frozenset({None, 0.0, 1.0})
"""What a cell has to be asked about: its error, or whether it is FALSE or TRUE."""
_TALL = 5_000
"""From so many rows on, it pays to ask how far down the sheet is used."""


def answer(function: "Function", given: "Sequence[Any]") -> tuple[tuple[Any, ...], ...]:
    """Call a function with what Calc handed over.

    Whole columns have a million rows: what is below the last used row of any of them is left out.
    """
    pairs = list(zip(function.arguments, given, strict=False))
    ranges = [cells for argument, cells in pairs if argument.figures and cells is not None]
    last = max(map(_last_used, ranges), default=0)
    grids = [_grid(argument, cells, last) for argument, cells in pairs]
    found = function(*grids)
    return tuple([tuple(["" if one is BLANK else shown(one) for one in row]) for row in found])


def _grid(argument: "Argument", given: Any, last: int) -> "GridIn | None":  # noqa: ANN401
    """Take what Calc handed over; in a value of any kind, None is a cell that shows an error."""
    if given is None:
        return None
    if argument.figures:
        return of_range(given, last)
    rows: GridIn = given if isinstance(given, tuple) else ((given,),)
    if any(None in row for row in rows):
        return [[ErrorCell("#N/A") if one is None else one for one in row] for row in rows]
    return rows


def of_range(cells: Any, last: int) -> "GridIn":  # noqa: ANN401 - an XCellRange
    """Return the cells of a range, down to so many rows: errors by name, TRUE told from 1.

    Most ranges have neither: what Calc hands over is then taken as it is.
    """
    address = cells.getRangeAddress()
    if address.EndRow - address.StartRow > last:
        right = address.EndColumn - address.StartColumn
        cells = cells.getCellRangeByPosition(0, 0, right, last)
    data: tuple[tuple[Any, ...], ...] = cells.getDataArray()
    if _ASKED.isdisjoint(chain.from_iterable(data)):
        return data
    grid: list[list[CellIn]] = list(map(list, data))
    plain = _is_plain(cells)
    for row, values in enumerate(data):
        for column, value in enumerate(values):
            if value is None:
                number = cells.getCellByPosition(column, row).getError()
                grid[row][column] = ErrorCell(_ERRORS.get(number, f"Err:{number}"))
            elif (
                value in _ASKED and not plain and _is_logical(cells.getCellByPosition(column, row))
            ):
                grid[row][column] = bool(value)
    return grid


def _last_used(cells: Any) -> int:  # noqa: ANN401 - an XCellRange
    """Return how many rows below the first of a range its sheet is used, where it is tall."""
    address = cells.getRangeAddress()
    rows: int = address.EndRow - address.StartRow
    if rows < _TALL:
        return rows
    cursor = cells.getSpreadsheet().createCursor()
    cursor.gotoEndOfUsedArea(False)
    last: int = cursor.getRangeAddress().EndRow - address.StartRow
    return max(0, last)


def _is_plain(cells: Any) -> bool:  # noqa: ANN401 - an XCellRange
    """Say whether the whole range has one number format, and that is none of TRUE and FALSE."""
    number = cells.getPropertyValue("NumberFormat")
    return number is not None and number != 0 and number % _LANGUAGE != _LOGICAL


def _is_logical(cell: Any) -> bool:  # noqa: ANN401 - an XCell
    number = cell.getPropertyValue("NumberFormat")
    return number is not None and number % _LANGUAGE == _LOGICAL


def shown(cell: "CellOut") -> float | str:
    """Return what Calc shows; its errors travel as a NaN that carries their number."""
    match cell:
        case Blank():
            return ""
        case Number(value):
            return float(value)
        case Text(value):
            return value
        case HostError():
            return _NATIVE[cell.native]


def error(number: int) -> float:
    """Return the NaN that Calc shows as its error `number`."""
    made: float = struct.unpack("<d", struct.pack("<Q", _QUIET_NAN | number))[0]
    return made


_NATIVE = {name: error(number) for number, name in _ERRORS.items()}


def methods() -> "dict[str, Callable[..., tuple[tuple[Any, ...], ...]]]":
    """Return a method for each function, as the interface of the add-in has them."""
    return {function.short: _method(function) for function in FUNCTIONS}


def _method(function: "Function") -> "Callable[..., tuple[tuple[Any, ...], ...]]":
    def called(_: object, *given: Any) -> tuple[tuple[Any, ...], ...]:  # noqa: ANN401
        return answer(function, given)

    called.__name__ = function.short
    return called
