"""Formulas and filled cells in, what a spreadsheet program makes of them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from cchc_rules.forms.layout import SHEET
from cchc_rules.formulas import HELPER_SHEET, KIND_NAME
from cchc_rules.formulas.working import CellError, Workings
from tests.formulas.odd import DIVIDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cchc_rules.formulas import FormFormulas
    from cchc_rules.formulas.working import Single
    from tests.formulas.filling import Cell, Cells

    Place = tuple[str, str]
    """A sheet, and the address of a cell."""


_KIND = "C5"
"""A cell above the table where the kind of the unit stands."""


class Engine(Protocol):
    """A spreadsheet program with the formulas of one form."""

    def __init__(self, formulas: FormFormulas) -> None: ...

    def calculate(self, cells: Cells, wanted: Iterable[str]) -> Mapping[str, Any]:
        """Fill the form with nothing but `cells` and return what the cells `wanted` show."""

    def shown(self, places: Iterable[Place]) -> Mapping[Place, Any]:
        """Return what cells of any sheet show after that."""


def at(address: str) -> tuple[int, int]:
    """Return row and column of an address, from 1."""
    letters, row = coordinate_from_string(address)
    return row, column_index_from_string(letters)


class Formualizer:
    """The engine `formualizer`, in this process."""

    def __init__(self, formulas: FormFormulas) -> None:
        import formualizer

        self._book = formualizer.Workbook()
        for sheet in (SHEET, HELPER_SHEET):
            self._book.add_sheet(sheet)
        for (sheet, address), formula in formulas.cells.items():
            self._book.set_formula(sheet, *at(address), formula)
        self._filled: set[str] = set()

    def calculate(self, cells: Cells, wanted: Iterable[str]) -> Mapping[str, Any]:
        for address in self._filled - cells.keys():
            self._book.set_value(SHEET, *at(address), None)
        for address, value in cells.items():
            if isinstance(value, str) and value.startswith("="):
                self._book.set_formula(SHEET, *at(address), value)
            else:
                self._book.set_value(SHEET, *at(address), value)
        self._filled = set(cells)
        self._book.evaluate_all()
        return {address: self._book.get_value(SHEET, *at(address)) for address in wanted}

    def shown(self, places: Iterable[Place]) -> Mapping[Place, Any]:
        return {place: self._book.get_value(place[0], *at(place[1])) for place in places}


class Worked:
    """What we work out ourselves, for the values that a form has before any program counts."""

    def __init__(self, formulas: FormFormulas, kind: str = "") -> None:
        own = {(SHEET, _KIND): kind} if kind else {}
        self._workings = Workings(formulas.cells, own, {KIND_NAME: (SHEET, _KIND)})
        self._shown: Mapping[Place, Any] = {}

    def calculate(self, cells: Cells, wanted: Iterable[str]) -> Mapping[str, Any]:
        typed = {(SHEET, address): _held(value) for address, value in cells.items()}
        self._shown = self._workings.shown | self._workings.after(typed)
        return {address: self._shown.get((SHEET, address)) for address in wanted}

    def shown(self, places: Iterable[Place]) -> Mapping[Place, Any]:
        return {place: self._shown[place] for place in places}


def _held(value: Cell) -> Single:
    return CellError("#DIV/0!") if value == DIVIDED else value


class IronCalc:
    """The engine `ironcalc`, in this process."""

    def __init__(self, formulas: FormFormulas, kind: str = "") -> None:
        import ironcalc

        self._book = ironcalc.create("form", "en", "UTC", "en")
        self._book.add_sheet(HELPER_SHEET)
        self._book.rename_sheet(0, SHEET)
        if kind:
            row, column = at(_KIND)
            self._book.update_cell_with_text(0, row, column, kind)
            self._book.new_defined_name(KIND_NAME, None, f"'{SHEET}'!${_KIND[0]}${_KIND[1:]}")
        for (sheet, address), formula in formulas.cells.items():
            self._book.update_cell_with_formula(_sheet(sheet), *at(address), formula)
        self._filled: set[str] = set()

    def calculate(self, cells: Cells, wanted: Iterable[str]) -> Mapping[str, Any]:
        for address in self._filled - cells.keys():
            self._book.clear_cell_contents(0, *at(address))
        for address, value in cells.items():
            self._put(at(address), value)
        self._filled = set(cells)
        self._book.evaluate()
        return {address: self._book.get_cell_value(0, *at(address)) for address in wanted}

    def shown(self, places: Iterable[Place]) -> Mapping[Place, Any]:
        book = self._book
        return {own: book.get_cell_value(_sheet(own[0]), *at(own[1])) for own in places}

    def _put(self, place: tuple[int, int], value: Cell) -> None:
        match value:
            case bool():
                self._book.update_cell_with_bool(0, *place, value)
            case str() if value.startswith("="):
                self._book.update_cell_with_formula(0, *place, value)
            case str():
                self._book.update_cell_with_text(0, *place, value)
            case _:
                self._book.update_cell_with_number(0, *place, value)


def _sheet(name: str) -> int:
    return [SHEET, HELPER_SHEET].index(name)
