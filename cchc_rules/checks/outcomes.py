"""The points of each row in: E311 above the maximum, W314 uneven or never at the maximum."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_rules.checks.bands import Flaw
from cchc_rules.checks.intervals import Interval
from cchc_rules.checks.wording import quoted
from cchc_rules.model import (
    Cases,
    Formula,
    Interpolated,
    Manual,
    PerItem,
    Points,
    Proportional,
    ShareOfMaximum,
    Table,
)
from cchc_rules.numeric import ZERO, settle, vietnamese
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.checks.ranges import Ranges
    from cchc_rules.diagnostics import Span
    from cchc_rules.model import Adjustment, Leaf, Outcome, Row


def above_maximum(leaf: Leaf, maximum: Decimal) -> Iterator[Flaw]:
    """E311: a row, a cap or the council's range goes above the maximum.

    Several rows are one mistake: it is then the maximum that is too low.
    """
    if leaf.allow_above:
        return
    match leaf.method:
        case Table(rows=rows) | Cases(rows=rows):
            above = [row for row in rows if (_stated(row.outcome, maximum) or ZERO) > maximum]
            for row in above[:1]:
                points = _stated(row.outcome, maximum) or ZERO
                others = f" (và {len(above) - 1} dòng khác)" if len(above) > 1 else ""
                yield _above(f"Dòng {quoted(row.text)}{others} cho", points, maximum, row.place)
        case PerItem(cap=cap) if cap is not None and cap > maximum:
            yield _above("Mức trần là", cap, maximum, _method_place(leaf))
        case Manual(high=high) if high > maximum:
            yield _above("Hội đồng được chấm đến", high, maximum, _method_place(leaf))
        case _:
            pass


def _method_place(leaf: Leaf) -> Span:
    return leaf.method_place or leaf.place


def _above(what: str, points: Decimal, maximum: Decimal, place: Span) -> Flaw:
    return Flaw(
        "E311",
        place,
        f"{what} {vietnamese(points)} điểm, cao hơn điểm tối đa {vietnamese(maximum)}.",
        f"Sửa {vietnamese(points)} thành nhiều nhất {vietnamese(maximum)}, sửa điểm tối đa, "
        "hoặc thêm dòng “cho phép vượt điểm tối đa”.",
    )


def _stated(outcome: Outcome, maximum: Decimal) -> Decimal | None:
    """Return the most points that a row states in so many words."""
    match outcome:
        case Points(points):
            return points
        case ShareOfMaximum(share):
            return settle(share * maximum)
        case Interpolated(low, high):
            return max(low, high)
        case _:
            return None


@record()
class Scored:
    """A row with the values of the argument that it takes and its points at both ends of them.

    None is not bounded, or not known.
    """

    row: Row
    values: Interval | None
    points: Interval
    first: Decimal | None
    last: Decimal | None


def scored(row: Row, values: Interval | None, maximum: Decimal, ranges: Ranges) -> Scored:
    """Return a row with its points; `values` is None where rows have no order."""
    stated = _stated(row.outcome, maximum)
    match row.outcome:
        case Interpolated(low, high):
            points = Interval(min(low, high), max(low, high))
            return Scored(row, values, points, low, high)
        case Proportional(of):
            ratio = values if of is None else ranges.of(of).interval
            first, last = _times(ratio, maximum)
            points = Interval(first, last)
            return Scored(row, values if of is None else None, points, first, last)
        case Formula(formula):
            return Scored(row, None, ranges.of(formula).interval, None, None)
        case _:
            return Scored(row, values, Interval(stated, stated), stated, stated)


def _times(ratio: Interval | None, maximum: Decimal) -> tuple[Decimal | None, Decimal | None]:
    if ratio is None:
        return None, None
    low, high = (None if end is None else end * maximum for end in (ratio.low, ratio.high))
    return low, high


def never_full(leaf: Leaf, rows: Sequence[Scored], maximum: Decimal) -> Iterator[Flaw]:
    """W314: not even the best row, cap or council's mark reaches the maximum."""
    place = _method_place(leaf)
    match leaf.method:
        case Table() | Cases():
            highest = [row.points.high for row in rows]
            known = [points for points in highest if points is not None]
            if len(known) < len(highest) or not known:
                return
            best, what = max(known), "Dòng cao điểm nhất chỉ được"
            place = rows[highest.index(best)].row.place
        case PerItem(cap=cap) if cap is not None:
            best, what = cap, "Mức trần chỉ là"
        case Manual(high=high):
            best, what = high, "Hội đồng chỉ được chấm đến"
        case _:
            return
    rewards = _rewards(leaf.adjustments, maximum)
    if rewards is not None and best + rewards < maximum:
        yield Flaw(
            "W314",
            place,
            f"{what} {vietnamese(best)} điểm: không đơn vị nào đạt được "
            f"điểm tối đa {vietnamese(maximum)}.",
            f"Sửa {vietnamese(best)} thành {vietnamese(maximum - rewards)}, hoặc sửa điểm tối đa.",
        )


def _rewards(adjustments: Sequence[Adjustment], maximum: Decimal) -> Decimal | None:
    """Return the most points that `thưởng` can add, None if it has no cap."""
    total = ZERO
    for adjustment in adjustments:
        if adjustment.sign > 0:
            amount = _stated(adjustment.amount, maximum) if adjustment.each is None else None
            most = adjustment.cap if adjustment.cap is not None else amount
            if most is None:
                return None
            total += most
    return total


def uneven(rows: Sequence[Scored]) -> Iterator[Flaw]:
    """W314: over the values of the argument, the points go up and down again."""
    in_order = sorted((row for row in rows if row.values is not None), key=_position)
    steps = [
        (second, first.last, second.first)
        for first, second in pairwise(in_order)
        if first.last is not None and second.first is not None
    ]
    ups = [step for step in steps if step[1] < step[2]]
    downs = [step for step in steps if step[1] > step[2]]
    if not ups or not downs:
        return
    against = ups if len(ups) < len(downs) else downs
    after = against[0][0]
    before = in_order[in_order.index(after) - 1]
    later = max(before, after, key=lambda scored: scored.row.place.line)
    yield Flaw(
        "W314",
        later.row.place,
        f"Điểm lúc tăng lúc giảm: {quoted(before.row.text)} rồi {quoted(after.row.text)} "
        "đi ngược chiều các dòng khác.",
        "Kiểm tra lại điểm của hai dòng này.",
    )


def _position(row: Scored) -> tuple[bool, Decimal, Decimal]:
    low, high = (row.values.low, row.values.high) if row.values else (None, None)
    return low is not None, low or ZERO, Decimal("Infinity") if high is None else high
