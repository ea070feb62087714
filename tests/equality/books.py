"""A cell of a case in, the same cell in a workbook out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.equality.cases import serial

if TYPE_CHECKING:
    from tests.equality.cases import Json

_ERRORS = {"#N/A": "=NA()", "#REF!": "=#REF!", "#DIV/0!": "=1/0", "#VALUE!": '="a"+1',
           "#NAME?": "=khong_co()"}  # fmt: skip
_DAY = "dd/mm/yyyy"


class Sheet:
    """A sheet of XlsxWriter."""

    def __init__(self, book: Any, name: str) -> None:  # noqa: ANN401
        self.page = book.add_worksheet(name)
        self._day = book.add_format({"num_format": _DAY})

    def write(self, row: int, column: int, cell: Json) -> None:
        """Write a cell; an error is what a formula shows."""
        match cell:
            case None:
                return
            case bool():
                self.page.write_boolean(row, column, cell)
            case {"error": name}:
                self.page.write_formula(row, column, _ERRORS[name], None, name)
            case {"date": _}:
                self.page.write_number(row, column, serial(cell), self._day)
            case str():
                self.page.write_string(row, column, cell)
            case _:
                self.page.write_number(row, column, cell)
