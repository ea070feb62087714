"""Rule texts and units in, a workbook that scores them with our functions out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from cchc_rules.calc.answering import shown
from cchc_rules.functions import FUNCTIONS, ErrorCell, HostError
from tests.functions.units import DAY_0, column, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cchc_rules.functions import CellIn, CellOut
    from tests.functions.units import Made

CALLS = {function.short: function for function in FUNCTIONS}
COLUMNS = ("DIEM", "GIAI_THICH", "KIEM_TRA")
WIDTH = 2 + len(COLUMNS) + 4
_ERRORS = {"#N/A": "=NA()", "#REF!": "=#REF!", "#DIV/0!": "=1/0"}
_CODES = {"#N/A": 32767, "#VALUE!": 519}


@dataclass(frozen=True)
class Sheet:
    """One rule text in column A and, to the right of it, its units."""

    name: str
    text: str
    units: Sequence[Made]


def write_book(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write the workbook; nothing in it is calculated yet."""
    with xlsxwriter.Workbook(str(path)) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            lines = sheet.text.split("\n")
            for row, line in enumerate(lines):
                if line:
                    page.write_string(row, 0, line)
            for number, unit in enumerate(sheet.units):
                _unit(page, unit, 1 + number * WIDTH, f"$A$1:$A${len(lines)}")


def _unit(page: Any, unit: Made, left: int, luat: str) -> None:  # noqa: ANN401 - a worksheet
    count = len(unit.keys)
    for row, (key, value) in enumerate(zip(unit.keys, unit.values, strict=True)):
        page.write_string(row, left, key)
        _write(page, row, left + 1, value)
    keys, values = (f"{xl_col_to_name(at)}1:{xl_col_to_name(at)}{count}" for at in (left, left + 1))
    given = f'({keys},{values},{luat},"{unit.kind}")'
    for at, name in enumerate(COLUMNS, start=left + 2):
        page.write_array_formula(0, at, count - 1, at, f"=CCHC.{name}{given}")
    at = left + 2 + len(COLUMNS)
    page.write_array_formula(0, at, 0, at + 3, f"=CCHC.TONG{given}")


def _write(page: Any, row: int, at: int, value: CellIn) -> None:  # noqa: ANN401
    match value:
        case None:
            return
        case bool():
            page.write_boolean(row, at, value)
        case ErrorCell(name):
            page.write_formula(row, at, _ERRORS[name])
        case date():
            page.write_number(row, at, (value - DAY_0).days)
        case str():
            page.write_string(row, at, value)
        case _:
            page.write_number(row, at, float(value))


def wanted(sheet: Sheet) -> list[list[list[Any]]]:
    """Return, for each unit, the columns that the plain functions give, and the row of totals."""
    found = []
    for unit in sheet.units:
        grids = (column(unit.keys), column(unit.values), lines_of(sheet.text), [[unit.kind]])
        columns = [[_cell(row[0]) for row in CALLS[name](*grids)] for name in COLUMNS]
        found.append([*columns, [_cell(cell) for cell in CALLS["TONG"](*grids)[0]]])
    return found


def got(sheet: Sheet, rows: list[list[Any]]) -> list[list[list[Any]]]:
    """Return the same of what LibreOffice shows."""
    found = []
    for number, unit in enumerate(sheet.units):
        left = 3 + number * WIDTH
        count = len(unit.keys)
        columns = [[rows[row][left + at] for row in range(count)] for at in range(len(COLUMNS))]
        found.append([*columns, rows[0][left + len(COLUMNS) : left + len(COLUMNS) + 4]])
    return found


def _cell(cell: CellOut) -> Any:  # noqa: ANN401 - as JSON has it
    return {"error": _CODES[cell.native]} if isinstance(cell, HostError) else shown(cell)
