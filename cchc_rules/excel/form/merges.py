"""A form whose rows are bound in, input cells that were merged told, those that they cover out."""

from itertools import islice
from typing import TYPE_CHECKING

from cchc_rules.excel.sheet import reference
from cchc_rules.forms.layout import INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.excel.form import Form
    from cchc_rules.excel.sheetinfo import Area

_MOST, _LOOKED_AT = 20, 5_000
"""No form has more; a file that means harm may have a hundred thousand."""


def tell_merged(form: "Form") -> None:
    """Tell merged cells that cover several input cells: only the first of them has a value."""
    for area, _ in _merged(form):
        start = reference(area.top, area.left)
        message = (
            f"Các ô {start}:{reference(area.bottom, area.right)} đã bị gộp; "
            f"chỉ ô {start} có giá trị, các ô kia coi là thiếu."
        )
        form.findings.tell("E586", start, message, "Bỏ gộp ô rồi ghi số liệu vào từng ô.")


def covered(form: "Form") -> set[str]:
    """Return the input cells that are hidden below merged ones."""
    return {cell for _, cells in _merged(form) for cell in cells}


def _merged(form: "Form") -> "Iterator[tuple[Area, set[str]]]":
    columns = [form.head.columns[one] for one in INPUT.values() if one in form.head.columns]
    keys = form.layout.by_key
    rows = [row for key, row in form.bound.rows.items() if key in keys and keys[key].is_input]
    found = (
        (area, cells - {reference(area.top, area.left)})
        for area in form.grid.merges[:_LOOKED_AT]
        if (at := [column for column in columns if area.left <= column <= area.right])
        if len(
            cells := {
                reference(row, column)
                for row in rows
                if area.top <= row <= area.bottom
                for column in at
            }
        )
        > 1
    )
    return islice(found, _MOST)
