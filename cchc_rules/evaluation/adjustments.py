"""`trừ …` and `thưởng …` in, closures that give their amounts out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.outcomes import NOT_APPLICABLE
from cchc_rules.evaluation.spans import span_of
from cchc_rules.model import Points
from cchc_rules.numeric import INFINITY, ZERO
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.evaluation.arithmetic import Read
    from cchc_rules.evaluation.compiler import BoundCondition, Compiler
    from cchc_rules.evaluation.derived import Test
    from cchc_rules.evaluation.outcomes import Env
    from cchc_rules.evaluation.scope import Part
    from cchc_rules.model import Adjustment, Expression

    Span = tuple[Decimal, Decimal | None]
    """The least and the greatest amount, never negative; None: without limit."""
    Amount = Callable[[Env], Span]

_NONE: Span = (ZERO, ZERO)


@record()
class BoundAdjustment:
    """One adjustment; `unit` is its points each, or once."""

    adjustment: Adjustment
    unit: Decimal
    when: BoundCondition | None
    amount: Amount
    reads: Part


def compile_adjustment(
    adjustment: Adjustment, compiler: Compiler, maximum: Decimal
) -> BoundAdjustment:
    """Compile one line of `trừ` or `thưởng`."""
    amount = adjustment.amount
    unit = amount.points if isinstance(amount, Points) else amount.share * maximum
    with compiler.scope.noting() as noted:
        when = None if adjustment.when is None else compiler.condition(adjustment.when)
        each = None if adjustment.each is None else compiler.value(adjustment.each)
    cap = adjustment.cap
    once = unit if cap is None else min(unit, cap)
    times = _always((once, once)) if each is None else _times(unit, each, cap)
    if cap is None and adjustment.each is not None:
        times = _bounded(times, unit, adjustment.each, compiler)
    found = times if when is None else _if(when.holds, times)
    return BoundAdjustment(adjustment, unit, when, found, noted.part())


def _times(unit: Decimal, each: Read, cap: Decimal | None) -> Amount:
    def amount(env: Env) -> Span:
        number = each(env)
        if type(number) is not Decimal:
            return _NONE if number is NOT_APPLICABLE else (ZERO, cap)
        if number < ZERO:
            return _NONE
        points = unit * number
        if cap is not None and points > cap:
            points = cap
        return points, points

    return amount


def _bounded(times: Amount, unit: Decimal, each: Expression, compiler: Compiler) -> Amount:
    """Return amounts that the declared range bounds where the figure is thiếu."""

    def amount(env: Env) -> Span:
        least, most = times(env)
        if most is None:
            high = span_of(each, compiler, env)[1]
            most = None if high == INFINITY else max(ZERO, unit * high)
        return least, most

    return amount


def _if(holds: Test, times: Amount) -> Amount:
    def amount(env: Env) -> Span:
        fulfilled = holds(env)
        if fulfilled is False:
            return _NONE
        return times(env) if fulfilled else (ZERO, times(env)[1])

    return amount


def _always(span: Span) -> Amount:
    return lambda _: span
