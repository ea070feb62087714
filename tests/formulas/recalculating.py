"""Run by a Python that has `uno`: workbooks in, what LibreOffice calculates in their sheets out.

recalculating.py PIPE WORKBOOK RANGE    prints {sheet: rows of the range} as JSON

A LibreOffice must listen at the pipe. It does not recalculate a file that it only converts.
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

PATIENCE = 60.0


def connect(pipe: str) -> Any:  # noqa: ANN401 - an object of LibreOffice
    """Return the desktop of the LibreOffice that listens at `pipe`, once it does."""
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            name = "com.sun.star.frame.Desktop"
            return context.ServiceManager.createInstanceWithContext(name, context)


def main(pipe: str, workbook: str, area: str) -> None:
    """Print what every sheet shows in `area` after it is calculated anew."""
    desktop = connect(pipe)
    hidden = PropertyValue("Hidden", 0, True, 0)
    url = uno.systemPathToFileUrl(str(Path(workbook).resolve()))
    document = desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))
    document.calculateAll()
    found = {}
    for sheet in document.Sheets:
        used = sheet.createCursor()
        used.gotoEndOfUsedArea(False)
        ends = sheet.getCellRangeByName(area).RangeAddress
        last = min(ends.EndRow, used.RangeAddress.EndRow)
        rows = sheet.getCellRangeByPosition(0, 0, ends.EndColumn, last).getDataArray()
        found[sheet.Name] = [
            [cell if isinstance(cell, str | float) else None for cell in row] for row in rows
        ]
    document.close(True)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # the bridge's own threads may keep Python alive, or bring it down, while it ends
