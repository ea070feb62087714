"""Run by the Python that LibreOffice brings: a workbook in, what Calc makes of it out, as JSON.

calc.py workbook.xlsx '{"Phiếu chấm điểm": {"D13": "có"}}' gives, for each formula, its value as the
file was opened and after everything was counted again, the defined names that Calc knows, and the
rows that are too low for their texts.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

_TRIES, _PAUSE = 150, 0.2
_VIETNAMESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>vi-VN</value></prop></item></oor:items>"""
"""The settings of an official's office: numbers within texts have a decimal comma."""


def opened(resolver: Any, pipe: str) -> Any:  # noqa: ANN401 - UNO has no types
    """Wait until the office answers and return its desktop."""
    for _ in range(_TRIES):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 - NoConnectException exists at run time only
            time.sleep(_PAUSE)
        else:
            maker = context.ServiceManager
            return maker.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise TimeoutError


def values(document: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the value of every formula, by sheet and address."""
    found = {}
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        ends = cursor.RangeAddress
        cells = sheet.getCellRangeByPosition(0, 0, ends.EndColumn, ends.EndRow)
        rows = zip(cells.getDataArray(), cells.getFormulaArray(), strict=True)
        for row, (data, formulas) in enumerate(rows, start=1):
            for column, (value, formula) in enumerate(zip(data, formulas, strict=True)):
                if str(formula).startswith("="):
                    found[f"{sheet.Name}!{chr(ord('A') + column)}{row}"] = value
    return found


def low_rows(document: Any) -> list[str]:  # noqa: ANN401
    """Return the visible rows that are lower than Calc itself would make them for their texts."""
    found = []
    for sheet in document.Sheets:
        if not sheet.IsVisible:
            continue
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        cells = sheet.getCellRangeByPosition(0, 0, 11, cursor.RangeAddress.EndRow).getDataArray()
        for number, texts in enumerate(cells):
            if not any(texts):
                continue
            row = sheet.Rows.getByIndex(number)
            stored = row.Height
            row.OptimalHeight = True
            if row.Height > stored:
                found.append(f"{sheet.Name}!{number + 1}: {stored} < {row.Height}")
    return found


def fill(document: Any, wanted: dict[str, dict[str, Any]]) -> None:  # noqa: ANN401
    """Enter figures as a person does."""
    for name, cells in wanted.items():
        sheet = document.Sheets.getByName(name)
        for address, value in cells.items():
            cell = sheet.getCellRangeByName(address)
            if isinstance(value, str):
                cell.String = value
            else:
                cell.Value = value


def main(workbook: str, wanted: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Open, fill and count."""
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    with tempfile.TemporaryDirectory() as home:
        pipe = Path(home).name
        settings = Path(home, "user", "registrymodifications.xcu")
        settings.parent.mkdir()
        settings.write_text(_VIETNAMESE, encoding="utf-8")
        office = subprocess.Popen(
            [
                "soffice", f"-env:UserInstallation=file://{home}", "--headless", "--norestore",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        desktop = opened(resolver, pipe)
        try:
            document = desktop.loadComponentFromURL(f"file://{workbook}", "_blank", 0, (hidden,))
            as_opened = values(document)
            fill(document, wanted)
            document.calculateAll()
            names = list(document.NamedRanges.ElementNames)
            counted = values(document)
            low = low_rows(document)
            document.close(True)
            return {"opened": as_opened, "counted": counted, "names": names, "low": low}
        finally:
            with contextlib.suppress(Exception):  # the bridge may fall before the answer
                desktop.terminate()
            office.wait(60)


if __name__ == "__main__":
    json.dump(main(sys.argv[1], json.loads(sys.argv[2])), sys.stdout)
