"""`xếp loại` for one unit kind in, a scale with fixed bounds out: value or place to bands."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from operator import add, mul, sub
from typing import TYPE_CHECKING

from cchc_rules.model import Arithmetic, Constant, Negative, ParameterRef, ValueType
from cchc_rules.numeric import HUNDRED, ONE, ZERO, publish, settle
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cchc_rules.model import ClassBand, Classification, Expression, Range
    from cchc_rules.ranking.results import Places

_TWO = Decimal(2)


@record()
class Bounds:
    """The ends of a band: percents (80), points, places, or (`share`) shares of the units."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False
    share: bool = False

    def hold(self, value: Decimal) -> bool:
        """Say whether `value` lies inside."""
        if self.low is not None and (value < self.low or (value == self.low and self.low_open)):
            return False
        return self.high is None or value < self.high or (value == self.high and not self.high_open)

    def places(self, counted: int) -> "Bounds":
        """Return the first and the last place where `counted` units are ranked.

        Shares are cumulative: n·share rounded half up is the last place of its group.
        """
        if not self.share:
            return self
        low = None if self.low is None else publish(counted * self.low, 0)
        high = None if self.high is None else publish(counted * self.high, 0)
        return Bounds(low, high, low_open=True)

    def turns(self) -> "Iterator[int]":
        """Yield the places on both sides of each end."""
        for end in (self.low, self.high):
            if end is not None:
                whole = int(end.to_integral_value(ROUND_FLOOR))
                yield from range(whole - 1, int(end.to_integral_value(ROUND_CEILING)) + 2)


@record()
class Value:
    """Where a unit stands: percent (84.58) and total in points."""

    percent: Decimal
    total: Decimal


@record()
class Scale:
    """How the units of one kind are classed: each band with its bounds; None is `còn lại`."""

    rule: "Classification"
    bands: "tuple[tuple[ClassBand, Bounds | None], ...]"
    names: tuple[str, ...]
    """Each class once, best first."""

    def bands_between(self, low: Value, high: Value) -> set[int]:
        """Return the bands that are met on the way from `low` to `high`."""
        found = {self._band_at(value) for value in self._way(low, high)}
        return {band for band in found if band is not None}

    def bands_of_places(self, places: "Places", least: int, most: int) -> set[int]:
        """Return the bands of `places` when from `least` to `most` units are counted."""
        if least == most:
            return set(self._bands_for(places, least))
        found = [*self._bands_for(places, least), *self._bands_for(places, most)]
        return set(range(min(found), max(found) + 1)) if found else set()

    def _band_at(self, value: Value) -> int | None:
        for index, (band, bounds) in enumerate(self.bands):
            if bounds is None or bounds.hold(value.total if band.in_points else value.percent):
                return index
        return None

    def _way(self, low: Value, high: Value) -> "list[Value]":
        """Return both ends, every end of a band between them, and a value between each two."""
        if low == high:
            return [low]
        steps = sorted({ZERO, ONE, *self._steps(low, high)})
        middles = [(first + second) / _TWO for first, second in pairwise(steps)]
        percent, total = high.percent - low.percent, high.total - low.total
        return [
            Value(settle(low.percent + step * percent), settle(low.total + step * total))
            for step in (*steps, *middles)
        ]

    def _steps(self, low: Value, high: Value) -> "Iterator[Decimal]":
        for band, bounds in self.bands:
            start, end = (low.total, high.total) if band.in_points else (low.percent, high.percent)
            for turn in (bounds.low, bounds.high) if bounds else ():
                if turn is not None and start < turn < end:
                    yield (turn - start) / (end - start)

    def _bands_for(self, places: "Places", counted: int) -> "Iterator[int]":
        bands = [bounds and bounds.places(counted) for _, bounds in self.bands]
        turns = {turn for bounds in bands if bounds for turn in bounds.turns()}
        for place in {places.best, places.worst, *turns}:
            if places.best <= place <= places.worst:
                holding = (i for i, b in enumerate(bands) if b is None or b.hold(Decimal(place)))
                yield from (index for index in (next(holding, None),) if index is not None)


def scale_of(rule: "Classification", kind: str) -> Scale:
    """Return the scale of `rule` with its bounds fixed for units of `kind`."""
    bands = tuple(
        (band, _bounds(band.range, kind, ONE if band.in_points or rule.by_rank else HUNDRED))
        for band in rule.bands
    )
    return Scale(rule, bands, tuple(dict.fromkeys(band.name for band in rule.bands)))


def _bounds(range_: "Range | None", kind: str, unit: Decimal) -> Bounds | None:
    if range_ is None:
        return None
    ends = (range_.low, range_.high)
    low, high = (None if end is None else settle(_fixed(end, kind) * unit) for end in ends)
    share = unit == ONE and any(end is not None and _is_percent(end) for end in ends)
    return Bounds(low, high, range_.low_open, range_.high_open, share)


def _is_percent(expression: "Expression") -> bool:
    match expression:
        case Constant(_, type_):
            return type_ is ValueType.PERCENT
        case ParameterRef(parameter):
            return parameter.type is ValueType.PERCENT
        case Negative(operand):
            return _is_percent(operand)
        case Arithmetic(_, left, right):
            return _is_percent(left) or _is_percent(right)
        case _:
            return False


def _fixed(expression: "Expression", kind: str) -> Decimal:
    """Return the constant of a bound; checks refuse a rule set where it is none."""
    match expression:
        case Constant(Decimal() as value):
            return value
        case ParameterRef(parameter) if isinstance(fixed := parameter.of(kind), Decimal):
            return fixed
        case Negative(operand):
            return -_fixed(operand, kind)
        case Arithmetic(operator, left, right):
            return _OPERATIONS[operator](_fixed(left, kind), _fixed(right, kind))
        case _:
            return ZERO


def _divide(left: Decimal, right: Decimal) -> Decimal:
    return left / right if right else ZERO


_OPERATIONS: "Mapping[str, Callable[[Decimal, Decimal], Decimal]]" = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": _divide,
}
