"""The rows of a form in, the defined names of its cells out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_rules.forms.layout import SHEET, Column, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.forms.layout import Layout

DECLARED, APPRAISED = "SL_", "TD_"
"""The names of the cells of a figure begin so: `SL_hồ_sơ` as declared, `TD_hồ_sơ` as appraised."""
UNIT_NAME, UNIT_KIND, UNIT_ID = "CCHC_DON_VI", "CCHC_LOAI", "CCHC_MA_DON_VI"
SHA256, CODE, YEAR = "CCHC_SHA256", "CCHC_MA", "CCHC_NAM"
_UNFIT = re.compile(r"[^\w.]+")
_LONGEST = 255


def names_of(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield each name with the address that it stands for."""
    taken: set[str] = set()
    for row in layout.rows:
        if not row.is_input:
            continue
        for prefix, column in ((DECLARED, Column.DECLARED), (APPRAISED, Column.APPRAISED)):
            if row.kind is RowKind.MANUAL and column is Column.DECLARED:
                continue
            name = _free(prefix + _UNFIT.sub("_", row.key), taken)
            yield name, f"'{SHEET}'!{layout.cell(row.key, column)}"


def names_xml(layout: Layout) -> str:
    """Return the elements of these names: XlsxWriter takes three times as long for each."""
    return "".join(
        f'<definedName name="{name}">{address}</definedName>' for name, address in names_of(layout)
    )


def _free(name: str, taken: set[str]) -> str:
    """Return `name`, or with a number behind where its letters, small or not, are taken already."""
    wanted, count = name[:_LONGEST], 1
    while wanted.casefold() in taken:
        count += 1
        wanted = f"{name[: _LONGEST - 4]}_{count}"
    taken.add(wanted.casefold())
    return wanted
