"""What an expression can come to besides a value, and how such results combine."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import Interval
from cchc_rules.facts import Datum, Fault
from cchc_rules.model import Special, Treatment
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable

MISSING = Special.MISSING
NOT_APPLICABLE = Special.NOT_APPLICABLE


class Halt(Enum):
    """A division by 0 that no TÍNH has treated yet; lỗi, as one of the things to come."""

    ZERO = "mẫu bằng 0"
    ERROR = "lỗi"


Exit = Treatment | Halt


@record()
class Open:
    """Thiếu: a value to come, or one of `exits` (what a missing denominator may bring)."""

    exits: frozenset[Exit] = frozenset()


Result = Datum | Open | Treatment | Halt | Interval
"""A value, or why there is none; a Treatment is what a TÍNH makes of a denominator of 0.

An Interval is a score of the unit itself that is still open.
"""

Env = list[Result]
"""All figures of one unit by slot, see `scope`."""

OPEN = Open()
DIVIDED_BY_ZERO = Fault("chia cho 0")
TOO_LARGE = Fault("kết quả phép tính quá lớn")
NO_NUMBER = Fault("không tính được")


def combine(operands: Iterable[Result]) -> Result:
    """Return what operands of which some are no values come to: the strongest reason wins.

    lỗi before a denominator of 0, before thiếu. What does not apply is not known here: only the
    leaf that is scored by it, and `trung bình`, make something of it.
    """
    found = tuple(operands)
    fault = next((result for result in found if isinstance(result, Fault)), None)
    if fault is not None:
        return fault
    if Halt.ZERO in found:
        return Halt.ZERO
    if any(is_missing(result) or result is NOT_APPLICABLE for result in found):
        return Open(frozenset(way for way in exits_of(found) if isinstance(way, Halt)))
    return NO_NUMBER


def combine_mean(operands: Iterable[Result]) -> Result:
    """Return what `trung bình` comes to: what may not apply is left out, unless all may."""
    found = tuple(operands)
    result = combine(found)
    if isinstance(result, Open) and all(may_not_apply(value) for value in found):
        return Open(result.exits | {Treatment.EXCLUDED})
    return result


def is_missing(result: Result) -> bool:
    """Say whether the result is thiếu."""
    return result is MISSING or type(result) is Open


def exits_of(results: Iterable[Result]) -> frozenset[Exit]:
    """Return everything that the missing ones of `results` may become besides values."""
    return frozenset(way for result in results if isinstance(result, Open) for way in result.exits)


def may_not_apply(result: Result) -> bool:
    """Say whether what is thiếu may turn out not to apply."""
    return isinstance(result, Open) and Treatment.EXCLUDED in result.exits


class NotPlainError(ArithmeticError):
    """Compiled code came upon what is no plain value."""
