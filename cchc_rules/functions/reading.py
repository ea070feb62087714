"""Cells of a host in, raw figures and texts out: the same from whatever host they come."""

from datetime import date
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from cchc_rules.facts import raw
from cchc_rules.functions.cells import ErrorCell
from cchc_rules.model import ValueType
from cchc_rules.numeric import ZERO, from_double, plain
from cchc_rules.records import record
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.functions.cells import CellIn, GridIn

_DAY_0 = date(1899, 12, 30)


@record()
class Refusal:
    """Why a call cannot be answered, in Vietnamese: the place, what is wrong and the remedy."""

    sentence: str


def raw_of(cell: "CellIn", type_: ValueType) -> raw.Raw:
    """Take a cell as a raw figure of `type_`; a percent is the stored number (0,85)."""
    match cell:
        case None:
            return raw.BLANK
        case str():
            return raw.Text(cell)
        case bool():
            return raw.Truth(cell)
        case ErrorCell(value):
            return raw.Failure(value)
        case date():
            return raw.Number(Decimal((date(cell.year, cell.month, cell.day) - _DAY_0).days))
        case float() if not isfinite(cell):
            return raw.Failure("#NUM!")
        case Decimal() if not cell.is_finite():
            return raw.Failure("#NUM!")
        case _:
            number = from_double(cell) if isinstance(cell, float) else Decimal(cell)
            shown = raw.Shown.PERCENT if type_ is ValueType.PERCENT else raw.Shown.PLAIN
            return raw.Number(number, shown)


def text_of(cell: "CellIn") -> str:
    """Return the text of a key, a title or a choice; a number as a code is written (1.1)."""
    match cell:
        case str():
            return clean(cell)
        case bool() | None | date() | ErrorCell():
            return ""
        case float() if not isfinite(cell):
            return ""
        case float():
            return plain(from_double(cell))
        case _:
            return plain(Decimal(cell))


def single(grid: "GridIn | None") -> str:
    """Return the text of an argument of one cell; a blank cell comes as 0 from some hosts."""
    if not grid or not grid[0]:
        return ""
    text = text_of(grid[0][0])
    return "" if text == plain(ZERO) else text


def column_of(grid: "GridIn | None", name: str) -> "list[CellIn] | Refusal":
    """Return the cells of an argument that is one column."""
    rows: Sequence[Sequence[CellIn]] = grid or ((None,),)
    try:
        return [cell for (cell,) in rows]
    except ValueError:  # a row of none or of several cells
        return Refusal(f"{name} phải là một cột. Chọn lại vùng chỉ gồm một cột.")


def same_height(cells: "list[CellIn]", count: int, name: str, other: str) -> Refusal | None:
    """Say what is wrong where two columns are not equally high."""
    if len(cells) == count:
        return None
    return Refusal(
        f"{name} có {len(cells)} ô còn {other} có {count} ô. "
        "Chọn hai vùng cùng bắt đầu và kết thúc ở những dòng như nhau."
    )
