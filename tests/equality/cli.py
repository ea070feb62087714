"""Formulas in, what `cchc rank` says of the same cells in a workbook out.

It has no formula: of a table it says total, percent, class and rank. What it does not say is None.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from cchc_rules import cli
from tests.equality.books import Sheet
from tests.equality.cases import MISSING, WRONG

if TYPE_CHECKING:
    from tests.equality.cases import Call, Cases, Grid, Json


def missing() -> str:
    """Return why it cannot be asked: never."""
    return ""


def answers(cases: Cases) -> list[Grid]:
    """Run the command for every table."""
    with tempfile.TemporaryDirectory() as place:
        return [
            _table(cases.given(call), Path(place)) if _is_table(call, cases) else _silent(call)
            for call in cases.calls
        ]


def _is_table(call: Call, cases: Cases) -> bool:
    """Say whether it is a table that rules can be used for."""
    return call.function == "CCHC_BANG" and len(call.wanted) == len(cases.given(call)[1])


def _silent(call: Call) -> Grid:
    return [[None] * len(row) for row in call.wanted]


def _table(given: list[Grid], place: Path) -> Grid:
    titles, rows, law = given[:3]
    book, rules = place / "bang.xlsx", place / "luat.cchc"
    rules.write_text(
        "\n".join("" if line is None else str(line) for (line,) in law), encoding="utf-8"
    )
    with xlsxwriter.Workbook(str(book)) as opened:
        page = Sheet(opened, "Bảng")
        for down, row in enumerate([*titles, *rows]):
            for right, cell in enumerate(row):
                page.write(down, right, cell)
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()):
        cli.main(["rank", str(book), "--rules", str(rules), "--json"])
    units = {unit["name"]: unit for unit in json.loads(told.getvalue())["units"]}
    return [_row(units.get(row[0])) for row in rows]


def _row(unit: dict[str, Any] | None) -> list[Json]:
    if unit is None:
        return [WRONG, WRONG, "", WRONG, None]
    error = WRONG if unit["status"] == "error" else MISSING
    number = error if "total_range" in unit else ""
    total = float(unit["total"]) if unit["total"] is not None else number
    percent = float(Decimal(unit["percent"]) / 100) if unit["percent"] is not None else number
    classes = [unit["class"]] if unit["class"] else unit.get("classes", [])
    place = MISSING if "rank_range" in unit else ("" if unit["rank"] is None else unit["rank"])
    return [total, percent, " hoặc ".join(classes), place, None]
