"""Exact intervals over a grid of values or over all numbers: what they share and what they leave.

Dates are day numbers (`date.toordinal`), so that everything here is Decimal.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from cchc_rules.numeric import ONE, ZERO
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@record()
class Interval:
    """From `low` to `high`; None is unbounded, an `open` end is not part of it."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        """Say whether no number at all lies inside."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def point(self) -> Decimal | None:
        """Return the only number inside, if there is just one."""
        return self.low if self.low == self.high and not self.empty else None

    def holds(self, value: Decimal) -> bool:
        """Say whether `value` lies inside."""
        return not self.meet(Interval(value, value)).empty

    def meet(self, other: Interval) -> Interval:
        """Return what lies in both."""
        low, low_open = self.low, self.low_open
        if other.low is not None and (low is None or other.low >= low):
            low_open = other.low_open or (low == other.low and low_open)
            low = other.low
        high, high_open = self.high, self.high_open
        if other.high is not None and (high is None or other.high <= high):
            high_open = other.high_open or (high == other.high and high_open)
            high = other.high
        return Interval(low, high, low_open, high_open)

    def join(self, other: Interval) -> Interval:
        """Return the least interval around both."""
        low, low_open = _lower(self, other)
        high, high_open = _higher(self, other)
        return Interval(low, high, low_open, high_open)

    def minus(self, other: Interval) -> tuple[Interval, ...]:
        """Return what lies in this one and not in `other`: up to two pieces, some perhaps empty."""
        pieces = []
        if other.low is not None:
            pieces.append(self.meet(Interval(None, other.low, high_open=not other.low_open)))
        if other.high is not None:
            pieces.append(self.meet(Interval(other.high, None, low_open=not other.high_open)))
        return (self,) if other.empty else tuple(pieces)


ALL = Interval()
NOT_NEGATIVE = Interval(ZERO)


def point(value: Decimal) -> Interval:
    """Return the interval of one number."""
    return Interval(value, value)


def _lower(first: Interval, second: Interval) -> tuple[Decimal | None, bool]:
    if first.low is None or second.low is None:
        return None, False
    if first.low == second.low:
        return first.low, first.low_open and second.low_open
    least = first if first.low < second.low else second
    return least.low, least.low_open


def _higher(first: Interval, second: Interval) -> tuple[Decimal | None, bool]:
    if first.high is None or second.high is None:
        return None, False
    if first.high == second.high:
        return first.high, first.high_open and second.high_open
    most = first if first.high > second.high else second
    return most.high, most.high_open


@record()
class Grid:
    """The values that exist: all numbers (`step` None), or `origin` and every `step` from it."""

    step: Decimal | None = None
    origin: Decimal = ZERO

    def fit(self, interval: Interval) -> Interval | None:
        """Return `interval` with its ends on the grid (then closed), None where it is empty."""
        if self.step is None:
            return None if interval.empty else interval
        low = self._up(interval.low, interval.low_open)
        high = self._down(interval.high, interval.high_open)
        fitted = Interval(low, high)
        return None if fitted.empty else fitted

    def _up(self, end: Decimal | None, is_open: bool) -> Decimal | None:
        if end is None or self.step is None:
            return None
        steps = ((end - self.origin) / self.step).to_integral_value(ROUND_CEILING)
        value = self.origin + steps * self.step
        return value + self.step if is_open and value == end else value

    def _down(self, end: Decimal | None, is_open: bool) -> Decimal | None:
        if end is None or self.step is None:
            return None
        steps = ((end - self.origin) / self.step).to_integral_value(ROUND_FLOOR)
        value = self.origin + steps * self.step
        return value - self.step if is_open and value == end else value


DENSE = Grid()
WHOLE = Grid(ONE)


@record()
class Domain:
    """The values that a figure can take: those of `grid` inside `interval`."""

    interval: Interval = ALL
    grid: Grid = DENSE

    def common(self, interval: Interval) -> Interval | None:
        """Return the part of the domain inside `interval`, None if there is none."""
        return self.grid.fit(self.interval.meet(interval))

    def without(self, taken: Iterable[Interval]) -> tuple[Interval, ...]:
        """Return the parts of the domain that none of `taken` covers, from low to high."""
        whole = self.grid.fit(self.interval)
        left: Sequence[Interval] = () if whole is None else (whole,)
        for interval in taken:
            left = [
                fitted
                for piece in left
                for rest in piece.minus(interval)
                if (fitted := self.grid.fit(rest)) is not None
            ]
        return tuple(left)

    def split(self, cuts: Iterable[Interval]) -> tuple[Interval, ...]:
        """Return the regions of the domain that no cut divides further."""
        whole = self.grid.fit(self.interval)
        regions: Sequence[Interval] = () if whole is None else (whole,)
        for cut in cuts:
            pieces = [part for region in regions for part in (region.meet(cut), *region.minus(cut))]
            regions = [fitted for piece in pieces if (fitted := self.grid.fit(piece)) is not None]
        return tuple(regions)
