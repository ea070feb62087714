"""What the scoring method of a leaf gives, before zero conditions and adjustments."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from cchc_rules.evaluation.outcomes import DIVIDED_BY_ZERO, NO_NUMBER, Halt, Open
from cchc_rules.facts import Fault
from cchc_rules.model import Special, Treatment
from cchc_rules.numeric import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cchc_rules.evaluation.limits import Limits
    from cchc_rules.evaluation.outcomes import Exit, Result


class Way(Enum):
    """What can become of a leaf."""

    SCORED = "chấm điểm"
    EXCLUDED = "không áp dụng"
    FULL = "điểm tối đa"


SCORED = frozenset({Way.SCORED})


class Base(NamedTuple):
    """All that a leaf may come to: points from `low` to `high`, if it is scored at all.

    One object as both ends: the points are known. `rows` are the rows of the table that are hit, or
    possible; `ways` what can become of the leaf. `fault`: it is lỗi. `score` is what a constant
    base comes to where nothing else acts.
    """

    low: Decimal
    high: Decimal
    rows: tuple[int, ...] = ()
    ways: frozenset[Way] = SCORED
    fault: Fault | None = None
    score: Decimal | None = None

    @property
    def known(self) -> bool:
        """Say whether the leaf is surely scored, with points that are known."""
        return self.low is self.high and self.ways is SCORED


EXCLUDED = Base(ZERO, ZERO, ways=frozenset({Way.EXCLUDED}))
FULL = Base(ZERO, ZERO, ways=frozenset({Way.FULL}))
NOTHING = Base(ZERO, ZERO)
MARKED = Base(ZERO, ZERO, rows=(), ways=EXCLUDED.ways)


def constant(points: Decimal, limits: Limits, *rows: int) -> Base:
    """Return a base that is the same for every unit."""
    return Base(points, points, rows, score=limits.clamp(points))


def union(bases: Sequence[Base]) -> Base:
    """Return what may come to any of `bases`."""
    scored = [base for base in bases if Way.SCORED in base.ways]
    ways = frozenset(way for base in bases for way in base.ways)
    return Base(
        low=min((base.low for base in scored), default=ZERO),
        high=max((base.high for base in scored), default=ZERO),
        rows=tuple(dict.fromkeys(row for base in bases for row in base.rows)),
        ways=SCORED if ways == SCORED else ways,
        fault=next((base.fault for base in bases if base.fault is not None), None),
    )


def without_value(result: Result, hull: Base, maximum: Decimal) -> Base:
    """Return the base where what scores the leaf is no value; `hull` is that of thiếu."""
    match result:
        case Fault():
            return Base(ZERO, maximum, fault=result)
        case Halt():
            return Base(ZERO, maximum, fault=DIVIDED_BY_ZERO)
        case Special.NOT_APPLICABLE | Treatment.EXCLUDED:
            return EXCLUDED
        case Treatment.FULL:
            return FULL
        case Treatment.NOTHING:
            return NOTHING
        case Special.MISSING:
            return hull
        case Open(exits):
            return union([hull, *(_after(way, maximum) for way in exits)]) if exits else hull
        case _:
            return Base(ZERO, maximum, fault=NO_NUMBER)


def _after(way: Exit, maximum: Decimal) -> Base:
    match way:
        case Treatment.EXCLUDED:
            return EXCLUDED
        case Treatment.FULL:
            return FULL
        case Treatment.NOTHING:
            return NOTHING
        case Halt():
            return Base(ZERO, maximum)
