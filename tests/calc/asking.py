"""Run by a Python that has `uno`: steps for a LibreOffice in, what each gives out, as JSON.

asking.py PIPE STEPS.json

A step names a method of `Session` and its arguments. ["open", path] opens a workbook and calculates
it, ["new"] an empty one; the others concern the one opened last. What a cell shows is a number, a
text or, for an error, {"error": its number}.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import CellAddress

Result = Any
HIDDEN = PropertyValue("Hidden", 0, True, 0)
PATIENCE = 60.0


def context_of(pipe: str) -> Any:  # noqa: ANN401 - an object of LibreOffice
    """Return the context of the LibreOffice that listens at `pipe`, once it does."""
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


class Session:
    """The workbook that is open."""

    def __init__(self, pipe: str) -> None:
        self.context = context_of(pipe)
        name = "com.sun.star.frame.Desktop"
        self.desktop = self.context.ServiceManager.createInstanceWithContext(name, self.context)
        self.document: Any = None

    def do(self, step: list[Any]) -> Result:
        """Do one step."""
        return getattr(self, step[0])(*step[1:])

    def open(self, path: str) -> None:
        """Open a workbook and calculate all of it."""
        url = uno.systemPathToFileUrl(str(Path(path).resolve()))
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, (HIDDEN,))
        self.document.calculateAll()

    def new(self) -> None:
        """Open an empty workbook."""
        url = "private:factory/scalc"
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, (HIDDEN,))

    def sheet(self, name: str) -> None:
        """Add a sheet."""
        self.document.Sheets.insertNewByName(name, self.document.Sheets.Count)

    def described(self) -> Result:
        """Return what the function wizard says of each of our functions."""
        name = "com.sun.star.sheet.FunctionDescriptions"
        described = self.context.ServiceManager.createInstanceWithContext(name, self.context)
        found = {}
        for index in range(described.getCount()):
            one = {own.Name: own.Value for own in described.getByIndex(index)}
            if one["Name"].startswith("CCHC"):
                arguments = [[own.Name, own.Description] for own in one["Arguments"]]
                found[one["Name"]] = [one["Name"], one["Description"], arguments]
        return found

    def close(self) -> None:
        """Close it unsaved."""
        self.document.close(True)

    def save(self, path: str, kind: str) -> None:
        """Save it under another name."""
        url = uno.systemPathToFileUrl(path)
        self.document.storeToURL(url, (PropertyValue("FilterName", 0, kind, 0),))

    def set(self, sheet: str, cell: str, value: float | str) -> None:
        """Enter a number, a text or a formula."""
        place = self._range(sheet, cell)
        if isinstance(value, str) and not value.startswith("="):
            place.String = value
        elif isinstance(value, str):
            place.Formula = value
        else:
            place.Value = value

    def fill(self, sheet: str, area: str, rows: list[list[float | str]]) -> None:
        """Enter many values."""
        self._range(sheet, area).setDataArray(tuple(map(tuple, rows)))

    def unprotect(self, sheet: str) -> None:
        """Let its locked cells be changed; it has no password."""
        self.document.Sheets.getByName(sheet).unprotect("")

    def array(self, sheet: str, area: str, formula: str) -> None:
        """Enter an array formula."""
        self._range(sheet, area).setArrayFormula(formula)

    def dump(self) -> Result:
        """Return what every sheet shows."""
        return {sheet.Name: _shown(sheet) for sheet in self.document.Sheets}

    def cell(self, sheet: str, cell: str) -> Result:
        """Return what one cell shows."""
        place = self._range(sheet, cell)
        error = place.getError()
        return {"error": error} if error else place.String

    def value(self, sheet: str, cell: str) -> float:
        """Return the number of one cell."""
        number: float = self._range(sheet, cell).Value
        return number

    def name(self, name: str, area: str) -> None:
        """Name a range of the workbook."""
        self.document.NamedRanges.addNewByName(name, area, CellAddress(), 0)

    def formulas(self, sheet: str, area: str) -> Result:
        """Return the formulas of a range."""
        return self._range(sheet, area).getFormulaArray()

    def timed(self, sheet: str, area: str, formula: str, how: str) -> float:
        """Enter a formula into a range and return the seconds it took."""
        place = self._range(sheet, area)
        if how == "single":
            rows = [(formula.format(row + 1),) for row in range(place.Rows.Count)]
        start = time.perf_counter()
        if how == "array":
            place.setArrayFormula(formula)
        else:
            place.setFormulaArray(tuple(rows))
        place.getDataArray()
        return time.perf_counter() - start

    def retimed(self, sheet: str, cell: str, value: float, area: str) -> float:
        """Change a figure and return the seconds until a range shows what follows from it."""
        place, results = self._range(sheet, cell), self._range(sheet, area)
        start = time.perf_counter()
        place.Value = value
        results.getDataArray()
        return time.perf_counter() - start

    def refilled(self, sheet: str, area: str, rows: list[list[float | str]], shown: str) -> float:
        """Enter many values and return the seconds until a range shows what follows from them."""
        place, results = self._range(sheet, area), self._range(sheet, shown)
        start = time.perf_counter()
        place.setDataArray(tuple(map(tuple, rows)))
        results.getDataArray()
        return time.perf_counter() - start

    def _range(self, sheet: str, area: str) -> Any:  # noqa: ANN401 - an object of LibreOffice
        return self.document.Sheets.getByName(sheet).getCellRangeByName(area)


def _shown(sheet: Any) -> Result:  # noqa: ANN401
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.getRangeAddress()
    area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    rows = [list(row) for row in area.getDataArray()]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None:
                row[column] = {"error": sheet.getCellByPosition(column, number).getError()}
    return rows


if __name__ == "__main__":
    session = Session(sys.argv[1])
    steps = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    json.dump([session.do(step) for step in steps], sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # the bridge's own threads may bring Python down while it ends
