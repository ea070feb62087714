"""What an official's Excel is made of here: the generated VBA, xlwings, our module, no Excel."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from cchc_rules.classic.wrappers import wrapper_module
from cchc_rules.functions import ErrorCell
from tests.udf import desktop, macros

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MODULES = ("cchc_rules.udf", "xlwings.udfs", "xlwings.com_server")
SCODE = -2146828288
ERRORS = {"#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036,
          "#N/A": 2042, "#SPILL!": 2045}  # fmt: skip


class Excel:
    """Calls our functions as a cell does."""

    def __init__(self, udf: Any, udfs: Any, server: Any) -> None:  # noqa: ANN401
        self.udf, self.udfs, self.call = udf, udfs, server.XLPython().CallUDF
        self.vba, self.host = macros.running(wrapper_module(), self._called)
        self.broken: Exception | None = None

    def _called(self, *args: object) -> object:
        if self.broken is not None:
            raise macros.failure(str(self.broken))
        return self.call(*args)

    def cell(self, name: str, *given: object) -> object:
        """Return what a formula gives: rows, or the value of one cell."""
        return macros.from_vba(self.vba.run(name, list(given)))


@contextmanager
def excel() -> Iterator[Excel]:
    """Have xlwings as on Windows, and put everything back."""
    try:
        yield Excel(*desktop.load(*MODULES))
    finally:
        desktop.unload(*MODULES)


def com(cell: object) -> object:
    """Return a cell as pywin32 hands it over: Excel knows one sort of number."""
    match cell:
        case ErrorCell(value):
            return SCODE + ERRORS[value]
        case datetime():
            return desktop.TimeType(cell.year, cell.month, cell.day, cell.hour, tzinfo=UTC)
        case date():
            return desktop.TimeType(cell.year, cell.month, cell.day, tzinfo=UTC)
        case int() if not isinstance(cell, bool):
            return float(cell)
        case _:
            return cell


def ranged(rows: Sequence[Sequence[object]]) -> Any:  # noqa: ANN401
    """Return a range of a sheet with these cells."""
    return macros.Range([[com(cell) for cell in row] for row in rows])
