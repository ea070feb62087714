"""Two intervals in, the interval of their sums, products and quotients out; open ends stay open.

To be used under `decimal.localcontext(numeric.EXACT)`.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from math import gcd

from cchc_rules.checks.intervals import ALL, DENSE, Grid, Interval
from cchc_rules.numeric import LARGEST, ONE, ZERO, settle

_INFINITE = Decimal("Infinity")
End = tuple[Decimal, bool]
"""A value, perhaps infinite, and whether it is open (never reached)."""


def negate(interval: Interval) -> Interval:
    """Return -x."""
    low = None if interval.high is None else -interval.high
    high = None if interval.low is None else -interval.low
    return Interval(low, high, interval.high_open, interval.low_open)


def add(first: Interval, second: Interval) -> Interval:
    """Return x + y."""
    low = None if first.low is None or second.low is None else first.low + second.low
    high = None if first.high is None or second.high is None else first.high + second.high
    return Interval(
        low, high, first.low_open or second.low_open, first.high_open or second.high_open
    )


def multiply(first: Interval, second: Interval) -> Interval:
    """Return x * y."""
    return _between([_times(x, y) for x, y in product(_ends(first), _ends(second))])


def divide(first: Interval, second: Interval) -> Interval:
    """Return x / y for every y that is not 0."""
    if second.low is not None and second.low >= ZERO:
        return _settled(multiply(first, _reciprocal(second)))
    if second.high is not None and second.high <= ZERO:
        return _settled(multiply(negate(first), _reciprocal(negate(second))))
    return ALL


def _reciprocal(positive: Interval) -> Interval:
    low = ZERO if positive.high is None else ONE / positive.high if positive.high else None
    high = ONE / positive.low if positive.low else None
    low_open = positive.high is None or positive.high_open
    return Interval(low, high, low_open, positive.low_open)


def _settled(interval: Interval) -> Interval:
    low, high = (
        end if end is None or abs(end) > LARGEST else settle(end)
        for end in (interval.low, interval.high)
    )
    return Interval(low, high, interval.low_open, interval.high_open)


def _ends(interval: Interval) -> tuple[End, End]:
    low = (-_INFINITE, True) if interval.low is None else (interval.low, interval.low_open)
    high = (_INFINITE, True) if interval.high is None else (interval.high, interval.high_open)
    return low, high


def _times(first: End, second: End) -> End:
    if ZERO in (first[0], second[0]):
        return ZERO, (ZERO, False) not in (first, second)
    return first[0] * second[0], first[1] or second[1]


def _between(corners: list[End]) -> Interval:
    low, low_open = min(corners)
    high, closed = max((value, not is_open) for value, is_open in corners)
    return Interval(
        low if low.is_finite() else None,
        high if high.is_finite() else None,
        low_open and low.is_finite(),
        not closed and high.is_finite(),
    )


def grid_of_sum(first: Grid, second: Grid) -> Grid:
    """Return the grid of x + y."""
    if first.step is None or second.step is None or first.origin or second.origin:
        return DENSE
    return Grid(_common_step(first.step, second.step))


def grid_of_product(first: Grid, second: Grid) -> Grid:
    """Return the grid of x * y."""
    if first.step is None or second.step is None or first.origin or second.origin:
        return DENSE
    return Grid(first.step * second.step)


def _common_step(first: Decimal, second: Decimal) -> Decimal:
    digits = max(-int(step.normalize().as_tuple().exponent) for step in (first, second))
    scale = max(digits, 0)
    whole = gcd(int(first.scaleb(scale)), int(second.scaleb(scale)))
    return Decimal(whole).scaleb(-scale)
