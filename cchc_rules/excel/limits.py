"""The limits that a workbook must keep to before it is read; each can be raised.

`CCHC_LIMITS=4` in the environment raises all of them fourfold, in every process that works along.
"""

import os

from cchc_rules.records import field_names, record

MEBIBYTE = 1 << 20
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
VARIABLE = "CCHC_LIMITS"
_MOST = 1_000
_LONGEST = 4


@record()
class Limits:
    """What is read at most; the defaults hold a table of 40 000 units and 100 figures."""

    file_bytes: int = 200 * MEBIBYTE
    members: int = 5_000
    """Parts inside the file."""
    member_bytes: int = 400 * MEBIBYTE
    """One part when expanded."""
    total_bytes: int = 600 * MEBIBYTE
    """All parts when expanded."""
    ratio: int = 200
    """Expanded size by stored size of a part of more than 4 MiB: above it is a zip bomb."""
    sheets: int = 500
    small_bytes: int = 64 * MEBIBYTE
    """A part that is kept in memory as a whole: strings, styles, relations."""
    cells: int = 5_000_000
    """Cells of a table, whose columns are read together."""
    strict_cells: int = 1_500_000
    """Cells of a table that only the strict parser can read, which takes ten times as long."""
    grid_cells: int = 1_000_000
    """Cells of a sheet that is kept cell by cell."""
    area: int = 100_000_000
    """Rows times columns up to the last filled cell: one stray cell far away exceeds it."""
    merges: int = 200_000


def raised(by: str) -> Limits:
    """Return the limits times `by`, a whole number from 1 to 1 000; anything else is 1."""
    usual = Limits()
    factor = int(by) if by.isdecimal() and by.isascii() and len(by) <= _LONGEST else 1
    if not 1 <= factor <= _MOST:
        return usual
    return Limits(**{name: getattr(usual, name) * factor for name in field_names(usual)})


DEFAULT = raised(os.environ.get(VARIABLE, ""))
