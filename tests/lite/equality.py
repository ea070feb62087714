"""The equality cases in, what the functions give under Pyodide out."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lite.pyodide import MAIN, LiteError, lite, missing
from tests.officejs import posted, shown

if TYPE_CHECKING:
    from tests.equality.cases import Cases, Grid

__all__ = ["answers", "missing"]


def answers(cases: Cases) -> list[Grid]:
    """Return the grid that each call gives."""
    told = {
        "grids": {name: posted(grid) for name, grid in cases.grids.items()},
        "calls": [vars(call) for call in cases.calls],
    }
    with tempfile.TemporaryDirectory() as place, lite() as pyodide:
        path = Path(place, "cases.json")
        path.write_text(json.dumps(told), encoding="utf-8")
        pyodide.install()
        pyodide.start(MAIN)
        return [_rows(one) for one in pyodide.cases(path).value]


def _rows(answer: Grid | dict[str, str]) -> Grid:
    if isinstance(answer, dict):
        raise LiteError(answer["error"])
    return shown(answer)
