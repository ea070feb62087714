"""A leaf's score in, how far its figure is from the next better score out."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.compiler import Compiler
from cchc_rules.evaluation.explain.writing import number, type_of, written
from cchc_rules.evaluation.logic import UNBOUNDED
from cchc_rules.evaluation.methods.tables import (
    can_be_met,
    common,
    declared_bounds,
    row_bounds,
)
from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.model import (
    Arithmetic,
    ComputedRef,
    Direct,
    Interpolated,
    ItemRef,
    PerItem,
    Points,
    Proportional,
    ShareOfMaximum,
    Table,
    ValueType,
)
from cchc_rules.numeric import HUNDRED, ONE, ZERO, settle
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.evaluation.explain.writing import Writer
    from cchc_rules.evaluation.logic import Bounds
    from cchc_rules.evaluation.results import LeafScore
    from cchc_rules.model import Expression, Row


@record()
class Goal:
    """A value that scores better; `beyond`: it must be passed, reaching it is not enough."""

    value: Decimal | date
    points: Decimal
    beyond: bool = False


def hint(score: LeafScore, writer: Writer) -> str:
    """Return `thiếu 1,5 điểm % để đạt 5 điểm`; nothing where no single figure would lift it."""
    if score.status is not LeafStatus.SCORED or score.open or score.high >= score.maximum:
        return ""
    match score.leaf.method:
        case Table(argument, rows):
            goals = [goal for row in rows for goal in _goals(row, argument, score)]
        case Direct(Proportional(of=argument)) if argument is not None:
            goals = [Goal(ONE, score.maximum)]
        case PerItem(points, argument, cap) if points > ZERO:
            most = score.maximum if cap is None else cap
            goals = [Goal(most / points, most)]
        case _:
            return ""
    return _nearest(goals, argument, score, writer)


def _goals(row: Row, argument: Expression, score: LeafScore) -> Iterator[Goal]:
    """Yield where a row begins to score, seen from either side; and where it scores best."""
    item = argument.item if isinstance(argument, ItemRef) else None
    own = row_bounds(row, Compiler(score.trace.plan.scope))
    reach = common(own, declared_bounds(item))
    if own is UNBOUNDED or not can_be_met(reach, item):
        return
    for end, is_open in ((reach.low, reach.low_open), (reach.high, reach.high_open)):
        if end is not None:
            yield Goal(end, _points_at(row, end, own, score), is_open)
    if isinstance(row.outcome, Proportional) and own.contains()(ONE):
        yield Goal(ONE, score.maximum)


def _points_at(row: Row, value: Decimal | date, own: Bounds, score: LeafScore) -> Decimal:
    match row.outcome:
        case Points(points):
            return points
        case ShareOfMaximum(share):
            return share * score.maximum
        case Proportional(of=None) if isinstance(value, Decimal):
            return value * score.maximum
        case Interpolated(low, high) if isinstance(value, Decimal) and own.low is not None:
            way: Decimal = (value - own.low) / (own.high - own.low)
            return low + (high - low) * way
        case _:
            return ZERO


def _nearest(goals: list[Goal], argument: Expression, score: LeafScore, writer: Writer) -> str:
    value = writer.value(argument)
    base = score.trace.base.low
    better = [goal for goal in goals if min(goal.points, score.maximum) > base]
    if isinstance(value, Decimal):
        numbers = [goal for goal in better if isinstance(goal.value, Decimal)]
        nearest = min(
            numbers, key=lambda goal: (abs(_number(goal) - value), goal.beyond), default=None
        )
        return "" if nearest is None else _by_number(nearest, value, argument, writer)
    if isinstance(value, date):
        days = [goal for goal in better if isinstance(goal.value, date)]
        first = min(days, key=lambda goal: abs(_day(goal) - value), default=None)
        return "" if first is None else _by_date(first, value)
    return ""


def _number(goal: Goal) -> Decimal:
    return goal.value if isinstance(goal.value, Decimal) else ZERO


def _day(goal: Goal) -> date:
    return goal.value if isinstance(goal.value, date) else date.max


def _by_date(goal: Goal, value: date) -> str:
    apart = (_day(goal) - value).days
    word = "muộn" if apart < 0 else "sớm"
    mark = written(goal.value, ValueType.DATE)
    return f"{word} {abs(apart)} ngày so với mốc {mark} ({number(goal.points)} điểm)"


def _by_number(goal: Goal, value: Decimal, argument: Expression, writer: Writer) -> str:
    apart = settle(_number(goal) - value)
    aim = f"để đạt {number(goal.points)} điểm"
    match type_of(argument):
        case ValueType.COUNT:
            unit = argument.item.unit if isinstance(argument, ItemRef) else ""
            more = _whole(goal, value) - value
            amount = f"{number(abs(more))} {unit}".rstrip()
            return f"{'thêm' if more > ZERO else 'bớt'} {amount} {aim}"
        case ValueType.PERCENT:
            amount = f"{number(abs(apart) * HUNDRED)} điểm %"
            aim += _counted(goal, argument, writer)
        case _:
            amount = number(abs(apart))
    if not apart:
        return f"phải vượt mốc {writer.result(argument)} {aim}"
    verb = "thiếu" if apart > ZERO else "thừa"
    return f"{verb} {'hơn ' if goal.beyond else ''}{amount} {aim}"


def _whole(goal: Goal, value: Decimal) -> Decimal:
    """Return the nearest count that meets the goal."""
    end = _number(goal)
    if end >= value:
        count = end.to_integral_value(ROUND_CEILING)
        return count + 1 if goal.beyond and count == end else count
    count = end.to_integral_value(ROUND_FLOOR)
    return count - 1 if goal.beyond and count == end else count


def _counted(goal: Goal, argument: Expression, writer: Writer) -> str:
    """Return how many more a ratio of two counts needs: ` (thêm 15 “Số hồ sơ đúng hạn”)`."""
    formula = argument.computed.formula if isinstance(argument, ComputedRef) else argument
    match formula:
        case Arithmetic("/", ItemRef(item) as part, ItemRef() as whole):
            one, all_ = writer.value(part), writer.value(whole)
        case _:
            return ""
    if item.type is not ValueType.COUNT or not isinstance(one, Decimal):
        return ""
    if not isinstance(all_, Decimal):
        return ""
    more = _whole(Goal(_number(goal) * all_, goal.points, goal.beyond), one) - one
    return f" (thêm {number(more)} “{item.title}”)" if more > ZERO else ""
