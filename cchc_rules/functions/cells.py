"""What a host puts into a function and what it gets back, in types that no host owns."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cchc_rules.records import record


@record()
class ErrorCell:
    """A cell that shows an error, such as #N/A."""

    value: str


@record()
class Number:
    """A number."""

    value: Decimal


@record()
class Text:
    """A text; lines are separated by a newline."""

    value: str


@record()
class Blank:
    """Nothing: an empty text in hosts where a function cannot leave its cell empty."""


@record()
class HostError:
    """The host's own error in a column of numbers, so that no sum takes it for a number.

    `sentence` says why in short; the text column says it in full. `missing`: a figure is still
    awaited (#N/A), else something has to be mended (#VALUE!).
    """

    sentence: str
    missing: bool = False

    @property
    def native(self) -> str:
        """Return the error as spreadsheets write it."""
        return "#N/A" if self.missing else "#VALUE!"


CellIn = None | bool | int | float | Decimal | str | date | ErrorCell
"""A date may be a `datetime`: both become the serial number that the cell stores."""

CellOut = Number | Text | Blank | HostError

GridIn = Sequence[Sequence[CellIn]]
"""Rows of cells; a single cell is one row of one cell."""

GridOut = tuple[tuple[CellOut, ...], ...]

BLANK = Blank()


def text_cell(text: str) -> CellOut:
    """Return a text, or nothing where it is empty."""
    return Text(text) if text else BLANK


def column(cells: Sequence[CellOut]) -> GridOut:
    """Return one cell a row."""
    return tuple(zip(cells, strict=False))
