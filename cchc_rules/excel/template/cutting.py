"""The XML of a sheet in, what stands around its blank cells out: there values go in later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)/>')


@record()
class Cut:
    """A sheet that is cut at its blank cells; `cells` has the address and the style of each.

    `around` has one piece more: what stands before the first, between two, behind the last.
    """

    around: Sequence[str]
    cells: Sequence[tuple[str, str]]


def cut(xml: str) -> Cut:
    """Cut the XML of a sheet."""
    pieces = _CELL.split(xml)
    return Cut(pieces[::3], list(zip(pieces[1::3], pieces[2::3], strict=True)))
