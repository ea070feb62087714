"""Values, intervals and kinds in, the words that findings use for them out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cchc_rules.model import ValueType
from cchc_rules.numeric import HUNDRED, vietnamese

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from cchc_rules.checks.intervals import Interval

EVERYTHING = "mọi giá trị"
"""The words for an interval without bounds."""


def value_words(value: Decimal, type_: ValueType) -> str:
    """Write a value as a rule file does: 80%, 31/01/2026, 3.500."""
    match type_:
        case ValueType.PERCENT:
            return f"{vietnamese(value * HUNDRED)}%"
        case ValueType.DATE:
            return f"{date.fromordinal(int(value)):%d/%m/%Y}"
        case _:
            return vietnamese(value)


def interval_words(interval: Interval, type_: ValueType) -> str:
    """Write an interval as a rule file does: từ 70% đến dưới 80%, trên 90%, đúng 98%."""
    if interval.point is not None:
        return f"đúng {value_words(interval.point, type_)}"
    low, high = _ends(interval, type_)
    words = []
    if low is not None:
        words += ["trên" if interval.low_open else "từ", value_words(low, type_)]
    if high is not None:
        up_to = "đến dưới" if interval.high_open else "đến"
        below = "dưới" if interval.high_open and low is None else up_to
        words += [below, value_words(high, type_)]
    if high is None and low is not None and not interval.low_open:
        words.append("trở lên" if type_ is not ValueType.DATE else "trở đi")
    return " ".join(words) or EVERYTHING


def is_bounded(interval: Interval, type_: ValueType) -> bool:
    """Say whether both ends are values that people would write."""
    return None not in _ends(interval, type_)


def _ends(interval: Interval, type_: ValueType) -> tuple[Decimal | None, Decimal | None]:
    low, high = interval.low, interval.high
    if type_ is ValueType.DATE:
        low = None if low == date.min.toordinal() else low
        high = None if high == date.max.toordinal() else high
    return low, high


def bounds_words(interval: Interval, type_: ValueType) -> str:
    """Write an interval as the bounds of a row, to be copied into a rule file."""
    if interval.point is not None:
        value = value_words(interval.point, type_)
        return f"từ {value} đến {value}"
    words = interval_words(interval, type_)
    return words.removesuffix(" trở lên").removesuffix(" trở đi")


def quoted(text: str) -> str:
    """Put a line of the file between quotes."""
    return f"“{text}”"


def listed(parts: Iterable[str], join: str = "và") -> str:
    """Join parts as in a sentence: a, b và c."""
    *first, last = parts
    return f"{', '.join(first)} {join} {last}" if first else last


def kind_words(kinds: Iterable[str]) -> str:
    """Name unit kinds in a sentence."""
    return listed(kind.replace("_", " ") for kind in kinds)
