"""Cells and rule texts in, the grids that our functions take out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_rules.functions import CellIn


def lines_of(text: str) -> list[list[CellIn]]:
    """Return the rule text as a column, one line a cell."""
    return [[line or None] for line in text.split("\n")]


def column(cells: Iterable[CellIn]) -> list[list[CellIn]]:
    """Return a column of cells."""
    return [[cell] for cell in cells]
