"""The outcome of a row in; what it gives for a known argument, and for one to come, out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.base import Base, constant, without_value
from cchc_rules.evaluation.outcomes import NO_NUMBER
from cchc_rules.evaluation.spans import span_of, times
from cchc_rules.model import Formula, Interpolated, Points, Proportional, ShareOfMaximum
from cchc_rules.numeric import INFINITY, ONE, ZERO
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.evaluation.arithmetic import Read
    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.evaluation.limits import Limits
    from cchc_rules.evaluation.logic import Bounds
    from cchc_rules.evaluation.outcomes import Env, Result
    from cchc_rules.model import Expression, Outcome

    Award = Callable[[Env, Result | None], Base]
    """Gives a row's base from the environment and the table's (unrounded) argument."""
    Method = Callable[[Env], Base]
    """A compiled scoring method."""


@record()
class Prize:
    """What a row gives: a constant, or an award.

    `hull` gives the base for an argument to come; without one the award does not depend on it.
    """

    constant: Base | None
    award: Award
    hull: Method | None = None

    def expect(self, env: Env) -> Base:
        """Return the base for an argument to come."""
        if self.hull is not None:
            return self.hull(env)
        return self.constant or self.award(env, None)


@record()
class Prizes:
    """Compiles the outcomes of one leaf's rows; `argument` is what the table is about."""

    compiler: Compiler
    limits: Limits
    argument: Expression | None = None

    def of(self, outcome: Outcome, number: int, own: Bounds, reach: Bounds) -> Prize:
        """Compile a row's outcome; `own` are the row's bounds, `reach` what of them can be met."""
        maximum = self.limits.maximum
        match outcome:
            case Points(points):
                return self._constant(points, number)
            case ShareOfMaximum(share):
                return self._constant(share * maximum, number)
            case Interpolated():
                return self._interpolated(outcome, number, own, reach)
            case Proportional(of=None):
                return self._proportional(number, reach)
            case Proportional(of=of) if of is not None:
                expression, factor = of, maximum
            case Formula(formula):
                expression, factor = formula, ONE
            case _:
                raise AssertionError(outcome)
        hull = expected(expression, factor, self.compiler, self.limits, (number,))
        read = self.compiler.argument(expression)
        give = scaled(read, factor, hull, maximum, (number,))
        return Prize(None, lambda env, _: give(env))

    def _constant(self, points: Decimal, number: int) -> Prize:
        base = constant(points, self.limits, number)
        return Prize(base, lambda _env, _argument: base)

    def _proportional(self, number: int, reach: Bounds) -> Prize:
        maximum, rows = self.limits.maximum, (number,)

        def award(_: Env, argument: Result | None) -> Base:
            if type(argument) is not Decimal:
                return Base(ZERO, maximum, rows, fault=NO_NUMBER)
            points = argument * maximum
            return Base(points, points, rows)

        hull = expected(self.argument, maximum, self.compiler, self.limits, rows)

        def expect(env: Env) -> Base:
            least, most = hull(env)[:2]
            low = least if reach.low is None else reach.low * maximum
            high = max(most, low) if reach.high is None else reach.high * maximum
            return Base(low, high, rows)

        return Prize(None, award, expect)

    def _interpolated(self, line: Interpolated, number: int, own: Bounds, reach: Bounds) -> Prize:
        maximum, rows = self.limits.maximum, (number,)
        start, end, first, rise = own.low, own.high, line.low, line.high - line.low
        if type(start) is not Decimal or type(end) is not Decimal or not start < end:
            broken = Base(ZERO, maximum, rows, fault=NO_NUMBER)
            return Prize(broken, lambda _env, _argument: broken)
        run = end - start

        def points(argument: Decimal) -> Decimal:
            return first + rise * (argument - start) / run

        def award(_: Env, argument: Result | None) -> Base:
            if type(argument) is not Decimal:
                return Base(ZERO, maximum, rows, fault=NO_NUMBER)
            found = points(argument)
            return Base(found, found, rows)

        ends = points(reach.low), points(reach.high)
        return Prize(None, award, always(Base(min(ends), max(ends), rows)))


def always(base: Base) -> Method:
    """Return the same base for every unit."""
    return lambda _: base


def expected(
    expression: Expression | None,
    factor: Decimal,
    compiler: Compiler,
    limits: Limits,
    rows: tuple[int, ...] = (),
) -> Method:
    """Return the base that is `expression` x `factor` while it is thiếu, as far as it counts."""
    if limits.both or expression is None:
        return always(Base(*limits.reach(-INFINITY, INFINITY), rows))

    def expect(env: Env) -> Base:
        ends = sorted(times(end, factor) for end in span_of(expression, compiler, env))
        return Base(*limits.reach(*ends), rows)

    return expect


def scaled(
    read: Read, factor: Decimal, hull: Method, maximum: Decimal, rows: tuple[int, ...] = ()
) -> Method:
    """Return the base that is a figure x `factor`; `hull` while it is thiếu."""

    def give(env: Env) -> Base:
        value = read(env)
        if type(value) is not Decimal:
            return without_value(value, hull(env), maximum)
        points = value * factor
        return Base(points, points, rows)

    return give
