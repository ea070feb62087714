"""A sheet's cells in, those that an array formula fills told as cells with that formula out.

A file writes the formula of an array in its first cell only.
"""

import re
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import column_number

if TYPE_CHECKING:
    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.sheet import Grid

_AREA = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_MOST = 200
"""Array formulas of a sheet; nobody has more, and each looks at its whole area."""


def spread(grid: "Grid") -> None:
    """Give each cell of an array formula that formula."""
    heads = [content for _, _, content in grid.cells() if content.area]
    for head in heads[:_MOST]:
        found = _AREA.fullmatch(head.area)
        if found:
            left, right = column_number(found[1].encode()), column_number(found[3].encode())
            _fill(grid, head, (int(found[2]), int(found[4])), (left, right))


def _fill(grid: "Grid", head: "Content", rows: tuple[int, int], columns: tuple[int, int]) -> None:
    for number in range(rows[0], min(rows[1], max(grid.rows)) + 1):
        cells = grid.rows.get(number, {})
        for at, content in cells.items():
            if columns[0] <= at <= columns[1] and content.formula is None:
                cells[at] = content._replace(formula=head.formula)
