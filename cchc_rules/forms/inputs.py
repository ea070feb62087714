"""A row of the form in, what may be entered there out: bounds, list, messages, number format."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, assert_never

from cchc_rules.forms.layout import RowKind
from cchc_rules.model import Leaf, Manual, ValueType
from cchc_rules.numeric import HUNDRED, LARGEST, ZERO, vietnamese
from cchc_rules.records import record, replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.forms.layout import FormRow
    from cchc_rules.model import DataItem, RuleSet

WHOLE, POINTS = "#,##0", "0.00"
YES_NO = ("có", "không")
MARKED = ("x",)
FIRST_DATE = date(1990, 1, 1)
YEARS_AHEAD = 2
LONGEST_NOTE = 2_000
_LONGEST_BALLOTS = 32_000


class Entry(Enum):
    """What sort of thing a cell takes."""

    WHOLE = "số nguyên"
    DECIMAL = "số"
    DATE = "ngày"
    LIST = "danh sách"
    TEXT = "chữ"


@record()
class Input:
    """What an input cell takes: an entry within its bounds (None: none) or one of `options`.

    `step` counts from `low`, else from 0. `number_format` is that of the cell. `optional`: a
    blank cell is nothing that is missing.
    """

    entry: Entry
    wanted: str
    """What is to be entered, as a sentence."""
    number_format: str
    low: Decimal | date | None = None
    high: Decimal | date | None = None
    step: Decimal | None = None
    options: tuple[str, ...] = ()
    optional: bool = False


def input_of(row: FormRow, rules: RuleSet) -> Input:
    """Return what the row takes."""
    if row.kind is RowKind.MARK:
        wanted = "Chọn x nếu mục này không áp dụng cho đơn vị; nếu áp dụng thì để trống."
        return Input(Entry.LIST, wanted, "@", options=MARKED, optional=True)
    if row.kind is RowKind.OPTION:
        return Input(Entry.WHOLE, "Số phiếu chọn mức này: số nguyên từ 0 trở lên.", WHOLE, ZERO)
    if isinstance(row.node, Leaf) and isinstance(row.node.method, Manual) and row.item is None:
        return _points(row.node.method)
    if row.item is None:
        raise ValueError(row.kind)
    made = _figure(row.item, rules.year)
    unit = f" Đơn vị tính: {row.item.unit}." if row.item.unit else ""
    blank = " Để trống nghĩa là 0." if row.item.blank_is_zero else ""
    return replace(made, wanted=made.wanted + unit + blank, optional=row.item.blank_is_zero)


def _figure(item: DataItem, year: int) -> Input:
    match item.type:
        case ValueType.BOOL:
            return Input(Entry.LIST, "Chọn “có” hoặc “không”.", "@", options=YES_NO)
        case ValueType.CHOICE:
            return Input(Entry.LIST, "Chọn một mức trong danh sách.", "@", options=item.options)
        case ValueType.COUNT | ValueType.NUMBER | ValueType.PERCENT:
            return _number(item)
        case ValueType.DATE:
            last = date(year + YEARS_AHEAD, 12, 31)
            wanted = f"Nhập ngày dạng ngày/tháng/năm, ví dụ 20/01/{year}."
            return Input(Entry.DATE, wanted, "dd/mm/yyyy", FIRST_DATE, last)
        case ValueType.BALLOTS | ValueType.TALLY:
            wanted = "Nhập điểm của từng phiếu, cách nhau bằng dấu chấm phẩy, ví dụ 5; 4; 3."
            return Input(Entry.TEXT, wanted, "@", high=Decimal(_LONGEST_BALLOTS))
        case ValueType.TEXT:
            return Input(Entry.TEXT, "Nhập chữ.", "@", high=Decimal(LONGEST_NOTE))
        case _:
            assert_never(item.type)


def _number(item: DataItem) -> Input:
    shown: Callable[[Decimal], str] = vietnamese
    entry, number_format, what = Entry.DECIMAL, "#,##0.00", "một số"
    low, least = item.low, -LARGEST + 1
    if item.type is ValueType.COUNT:
        entry, number_format, what, least = Entry.WHOLE, WHOLE, "số nguyên", ZERO
    elif item.type is ValueType.PERCENT:
        number_format, what, shown, least = "0.00%", "tỷ lệ phần trăm", _percent, ZERO
    bounds = _bounds(low if low is not None or least else ZERO, item.high, shown)
    step = None if entry is Entry.WHOLE and item.step == 1 else item.step
    stepped = f", theo bước {shown(step)}" if step else ""
    example = ", ví dụ 85%" if item.type is ValueType.PERCENT else ""
    high = item.high if item.high is not None else LARGEST - 1
    return Input(
        entry,
        f"Nhập {what}{bounds}{stepped}{example}.",
        number_format,
        least if low is None else low,
        high,
        step,
    )


def _bounds(low: Decimal | None, high: Decimal | None, shown: Callable[[Decimal], str]) -> str:
    parts = [f" từ {shown(low)}"] if low is not None else []
    parts += [f" đến {shown(high)}"] if high is not None else []
    return "".join(parts) + (" trở lên" if high is None and low is not None else "")


def _percent(value: Decimal) -> str:
    return f"{vietnamese(value * HUNDRED)}%"


def _points(method: Manual) -> Input:
    """Points that the council enters; the bounds are those of the rule file."""
    step = f", theo bước {vietnamese(method.step)}" if method.step else ""
    wanted = f"Hội đồng nhập điểm{_bounds(method.low, method.high, vietnamese)}{step}."
    return Input(Entry.DECIMAL, wanted, POINTS, method.low, method.high, method.step)
