"""Compiled operands in, compiled conditions out: three-valued (Kleene); None is not known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cchc_rules.evaluation.outcomes import is_missing
from cchc_rules.evaluation.results import Interval
from cchc_rules.evaluation.scope import CLOSED
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.evaluation.arithmetic import Read
    from cchc_rules.evaluation.derived import Test
    from cchc_rules.evaluation.outcomes import Env
    from cchc_rules.model import Range

    Compare = Callable[[Any], bool]
    """Compares a value with a constant; raises TypeError for what is no such value."""

COMPARABLE = frozenset({Decimal, bool, date, str})


def holds(read: Read) -> Test:
    """Return whether a có/không figure is có."""

    def test(env: Env) -> bool | None:
        value = read(env)
        return value if type(value) is bool else None

    return test


def inverse(operand: Test) -> Test:
    """Không phải."""

    def test(env: Env) -> bool | None:
        value = operand(env)
        return None if value is None else not value

    return test


def every(operands: Sequence[Test]) -> Test:
    """Và."""

    def test(env: Env) -> bool | None:
        result: bool | None = True
        for operand in operands:
            value = operand(env)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return test


def some(operands: Sequence[Test]) -> Test:
    """Hoặc."""

    def test(env: Env) -> bool | None:
        result: bool | None = False
        for operand in operands:
            value = operand(env)
            if value:
                return True
            if value is None:
                result = None
        return result

    return test


def has_data(read: Read) -> Test:
    """Có số liệu: a blank says no only once the round is closed."""

    def test(env: Env) -> bool | None:
        value = read(env)
        if is_missing(value):
            return False if env[CLOSED] else None
        return True if type(value) in COMPARABLE or isinstance(value, tuple) else None

    return test


def equal(left: Read, right: Read) -> Test:
    """Say whether two settled values are one."""

    def test(env: Env) -> bool | None:
        one, two = left(env), right(env)
        if type(one) in COMPARABLE and type(two) in COMPARABLE:
            return one == two
        if type(one) is Interval and type(two) is Decimal:
            return None if one.low <= two <= one.high else False
        return None

    return test


@record()
class Bounds:
    """A range with its ends known: settled numbers, or dates; None is unbounded."""

    low: Any
    high: Any
    low_open: bool = False
    high_open: bool = False

    def contains(self) -> Compare:
        """Return the comparison of a settled value with both ends."""
        low, high = self.low, self.high
        if low is None:
            return self.under()
        if high is None:
            return self.over()
        match self.low_open, self.high_open:
            case False, False:
                return lambda value: low <= value <= high
            case False, True:
                return lambda value: low <= value < high
            case True, False:
                return lambda value: low < value <= high
            case _:
                return lambda value: low < value < high

    def over(self) -> Compare:
        """Return the comparison with the lower end."""
        low = self.low
        return (lambda value: value > low) if self.low_open else (lambda value: value >= low)

    def under(self) -> Compare:
        """Return the comparison with the upper end."""
        high = self.high
        return (lambda value: value < high) if self.high_open else (lambda value: value <= high)


UNBOUNDED = Bounds(None, None)


def within(read: Read, bounds: Bounds) -> Test:
    """Say whether a settled value lies in a range that is known."""
    contains = bounds.contains()
    sides = [bounds.over()] if bounds.low is not None else []
    sides += [bounds.under()] if bounds.high is not None else []

    def test(env: Env) -> bool | None:
        value = read(env)
        try:
            return contains(value)
        except TypeError:
            return _interval_within(value, sides)

    return test


def within_moving(read: Read, low: Read | None, high: Read | None, span: Range) -> Test:
    """Say whether a settled value lies in a range whose ends are figures themselves."""

    def over(env: Env) -> bool | None:
        return _compared(Bounds(low(env), None, span.low_open).over(), read(env)) if low else True

    def under(env: Env) -> bool | None:
        if high is None:
            return True
        return _compared(Bounds(None, high(env), high_open=span.high_open).under(), read(env))

    return every([over, under])


def _compared(compare: Compare, value: object) -> bool | None:
    try:
        return compare(value)
    except TypeError:
        return None


def _interval_within(value: object, sides: Sequence[Compare]) -> bool | None:
    """Decide an open score: on each side both of its ends must agree."""
    if not isinstance(value, Interval):
        return None
    results = []
    for compare in sides:
        low, high = compare(value.low), compare(value.high)
        results.append(low if low == high else None)
    if False in results:
        return False
    return None if None in results else True
