"""One figure as it was declared in, a figure to score by out: its type, range and step checked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from cchc_rules.evaluation.outcomes import MISSING
from cchc_rules.facts import Datum, Fault
from cchc_rules.model import DataItem, Manual, Special, ValueType
from cchc_rules.numeric import EXACT, HUNDRED, LARGEST, ONE, ZERO, settle, vietnamese
from cchc_rules.text import fold_title

BELOW_LARGEST = LARGEST.next_minus(EXACT)

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[[Datum | None], Datum]
    """Returns the figure itself, thiếu for a blank, or lỗi with its reason."""


def checker(item: DataItem, *, previous: bool = False) -> Check:
    """Return the check of `item`; a figure of the year before is never filled with 0."""
    check = _checker_of_type(item)
    if previous or not item.blank_is_zero:
        return check

    def with_zero(value: Datum | None) -> Datum:
        return check(ZERO if value is None or value is MISSING else value)

    return with_zero


def number_range(item: DataItem) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the greatest number that may be declared (None: no bound)."""
    never_negative = item.type is ValueType.COUNT or (
        item.type is ValueType.PERCENT and item.low is None and item.high is None
    )
    return (ZERO if item.low is None and never_negative else item.low), item.high


def _checker_of_type(item: DataItem) -> Check:
    match item.type:
        case ValueType.COUNT | ValueType.NUMBER | ValueType.PERCENT:
            return _number(item)
        case ValueType.BOOL:
            return _bool
        case ValueType.DATE:
            return _date
        case ValueType.CHOICE:
            return _choice(item.options)
        case ValueType.TEXT:
            return _text
        case ValueType.BALLOTS:
            return _ballots
        case ValueType.TALLY:
            return _tally(len(item.options))
        case _:
            assert_never(item.type)


def _without_value(value: object) -> Datum | None:
    """Return thiếu, không áp dụng and lỗi as they are; None for a value."""
    if value is None:
        return MISSING
    return value if isinstance(value, Special | Fault) else None


def _bool(value: Datum | None) -> Datum:
    if value is True or value is False:
        return value
    found = _without_value(value)
    return Fault("chỉ nhận “có” hoặc “không”") if found is None else found


def _text(value: Datum | None) -> Datum:
    if type(value) is str:
        return value
    found = _without_value(value)
    return Fault("phải là chữ") if found is None else found


def _number(item: DataItem) -> Check:
    low, high = number_range(item)
    least = BELOW_LARGEST.copy_negate() if low is None else settle(low)
    most = BELOW_LARGEST if high is None else min(settle(high), BELOW_LARGEST)
    quick = item.step is None and item.type is not ValueType.COUNT
    whole = item.step is None and item.type is ValueType.COUNT

    def check(value: Datum | None) -> Datum:
        if type(value) is Decimal:
            try:
                if least <= value <= most and (quick or (whole and not value % ONE)):
                    return value
            except ArithmeticError:  # NaN cannot be compared
                return Fault("phải là số")
        found = _without_value(value)
        if found is not None:
            return found
        return _judge_number(value, item) if type(value) is Decimal else Fault("phải là số")

    return check


def _judge_number(value: Decimal, item: DataItem) -> Datum:
    """Return the number, or lỗi with its reason."""
    if not value.is_finite() or not -LARGEST < value < LARGEST:
        return Fault("số quá lớn")
    settled = settle(value)
    low, high = number_range(item)
    if low is not None and settled < settle(low):
        return Fault(f"nhỏ hơn mức thấp nhất {_shown(low, item)}")
    if high is not None and settled > settle(high):
        return Fault(f"lớn hơn mức cao nhất {_shown(high, item)}")
    if item.type is ValueType.COUNT and settled % ONE:
        return Fault("phải là số nguyên")
    if item.step and not on_step(value, item.low, item.step):
        return Fault(f"không đúng bước {_shown(item.step, item)}")
    return settled if item.type is ValueType.COUNT else value


def on_step(value: Decimal, low: Decimal | None, step: Decimal) -> bool:
    """Say whether `value` is a whole number of steps from `low` (from 0 without one)."""
    return not settle(value - (low or ZERO)) % step


def _shown(value: Decimal, item: DataItem) -> str:
    if item.type is ValueType.PERCENT:
        return vietnamese(value * HUNDRED) + "%"
    return vietnamese(value)


def _date(value: Datum | None) -> Datum:
    if type(value) is date:
        return value
    if isinstance(value, datetime):
        return value.date()
    found = _without_value(value)
    return Fault("phải là ngày") if found is None else found


def _choice(options: tuple[str, ...]) -> Check:
    folded = {fold_title(option): option for option in options}

    def check(value: Datum | None) -> Datum:
        if value in options and type(value) is str:
            return value
        found = _without_value(value)
        if found is not None:
            return found
        known = folded.get(fold_title(value)) if isinstance(value, str) else None
        return Fault("không có trong các lựa chọn") if known is None else known

    return check


def _ballots(value: Datum | None) -> Datum:
    if isinstance(value, tuple):
        return value if any(ballot is not None for ballot in value) else MISSING
    found = _without_value(value)
    return Fault("phải là các phiếu") if found is None else found


def _tally(options: int) -> Check:
    def check(value: Datum | None) -> Datum:
        if not isinstance(value, tuple):
            found = _without_value(value)
            return Fault("phải là số phiếu theo từng mức") if found is None else found
        if any(count is None for count in value):
            return MISSING
        if len(value) == options and all(_is_count(count) for count in value):
            return value
        return Fault(f"phải là {options} số đếm, mỗi mức một số")

    return check


def _is_count(value: object) -> bool:
    return type(value) is Decimal and value.is_finite() and value >= 0 and not value % ONE


def manual_checker(method: Manual) -> Check:
    """Return the check of a score that the council enters: its range and step."""

    def check(value: Datum | None) -> Datum:
        found = _without_value(value)
        if found is not None:
            return found
        if type(value) is not Decimal or not value.is_finite():
            return Fault("phải là số")
        if not method.low <= settle(value) <= method.high:
            span = f"từ {vietnamese(method.low)} đến {vietnamese(method.high)}"
            return Fault(f"điểm phải {span}")
        if method.step and not on_step(value, method.low, method.step):
            return Fault(f"không đúng bước {vietnamese(method.step)}")
        return value

    return check
