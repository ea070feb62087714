"""Formulas in, what a real LibreOffice Calc with the add-in shows out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from cchc_rules.porting import CALC, respelled
from tests.calc import office
from tests.equality.books import Sheet

if TYPE_CHECKING:
    from tests.equality.cases import Cases, Grid, Json

_GIVEN, _SHOWN = "DU_LIEU", "KET_QUA"
_NAMES = {32767: "#N/A", 519: "#VALUE!"}


def missing() -> str:
    """Return why it cannot be asked."""
    return office.missing()


def answers(cases: Cases) -> list[Grid]:
    """Calculate a workbook that has all of them."""
    with tempfile.TemporaryDirectory() as place, office.office() as calc:
        book = Path(place, "cong-thuc.xlsx")
        tops = write_book(book, cases)
        _, shown, _ = calc.ask([["open", str(book)], ["dump"], ["close"]])
    return shown_in(shown, cases, tops)


def write_book(path: Path, cases: Cases) -> list[int]:
    """Write grids one below the other, and formulas so; return the row of each formula."""
    with xlsxwriter.Workbook(str(path)) as book:
        given, shown = Sheet(book, _GIVEN), book.add_worksheet(_SHOWN)
        areas: dict[str, str] = {}
        top = 0
        for name, rows in cases.grids.items():
            for down, row in enumerate(rows):
                for right, cell in enumerate(row):
                    given.write(top + down, right, cell)
            area = xl_range_abs(top, 0, top + len(rows) - 1, len(rows[0]) - 1)
            areas[name] = f"{_GIVEN}!{area}"
            top += len(rows)
        tops = []
        top = 0
        for call in cases.calls:
            formula = f"{call.function}({','.join(areas[name] for name in call.arguments)})"
            height, width = len(call.wanted), len(call.wanted[0])
            place = (top, 0, top + height - 1, width - 1)
            shown.write_array_formula(*place, f"{{={respelled(formula, CALC)}}}")
            tops.append(top)
            top += height
    return tops


def shown_in(dump: dict[str, Any], cases: Cases, tops: list[int]) -> list[Grid]:
    """Return what each formula shows, out of all that the workbook shows."""
    rows = dump[_SHOWN]
    return [
        [
            [_cell(cell) for cell in rows[top + down][: len(wanted)]]
            for down, wanted in enumerate(call.wanted)
        ]
        for call, top in zip(cases.calls, tops, strict=True)
    ]


def _cell(shown: Json) -> Json:
    if not isinstance(shown, dict):
        return shown
    return {"error": _NAMES.get(shown["error"], f"Err:{shown['error']}")}
