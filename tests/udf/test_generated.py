"""Every shape of rule, hundreds of units: what Excel's cells get is what the registry says.

`tests/functions` holds the registry to the command line on the same units.
"""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules.functions import ErrorCell
from tests.functions.test_equality import USABLE, units_of
from tests.functions.units import Made, column, lines_of
from tests.udf import desktop
from tests.udf.test_desktop import CALLS, MODULES, Excel, rows_of

macros = pytest.importorskip("tests.udf.macros", reason="pyOpenVBA chưa cài", exc_type=ImportError)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CODES = {"#N/A": -2146826246, "#REF!": -2146826265, "#DIV/0!": -2146826281}


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    yield Excel(*desktop.load(*MODULES))
    desktop.unload(*MODULES)


def com(cell: object) -> object:
    """Return a cell as pywin32 hands it over: Excel knows one sort of number."""
    match cell:
        case ErrorCell(value):
            return CODES[value]
        case date():
            return desktop.TimeType(cell.year, cell.month, cell.day, tzinfo=UTC)
        case int() if not isinstance(cell, bool):
            return float(cell)
        case _:
            return cell


def ranged(rows: Sequence[Sequence[object]]) -> Any:  # noqa: ANN401
    return macros.Range([[com(cell) for cell in row] for row in rows])


@pytest.mark.parametrize("text", USABLE)
def test_excel_gets_what_the_registry_says(excel: Excel, text: str) -> None:
    for unit in units_of(text):
        _compare(excel, text, unit)


def _compare(excel: Excel, text: str, unit: Made) -> None:
    grids = (column(unit.keys), column(unit.values), lines_of(text), [[unit.kind]])
    given = [ranged(grid) for grid in grids]
    for name in ("CCHC_DIEM", "CCHC_GIAI_THICH", "CCHC_TONG"):
        expected = rows_of(CALLS[name](*grids))
        got = excel.cell(name, *given)
        assert got == (expected if isinstance(got, list) else expected[0][0])
