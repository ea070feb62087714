"""An expression and a unit's figures in, all that it may yet come to out.

A figure that is thiếu lies anywhere in its declared range; what nothing bounds is infinite. Only
leaves that may pass their maximum, or fall below 0, need to know: all others are limited.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.arithmetic import mean
from cchc_rules.evaluation.figures import number_range
from cchc_rules.evaluation.outcomes import NOT_APPLICABLE, Open, may_not_apply
from cchc_rules.model import (
    Arithmetic,
    Call,
    ComputedRef,
    Constant,
    Function,
    ItemRef,
    Negative,
    Peers,
    ValueType,
)
from cchc_rules.numeric import INFINITY, LARGEST, ONE, ZERO, publish, settle, whole_part
from cchc_rules.records import field, record, replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.evaluation.outcomes import Env
    from cchc_rules.model import Expression

    Ends = tuple[Decimal, Decimal]

ALL = -INFINITY, INFINITY


def span_of(expression: Expression, compiler: Compiler, env: Env) -> Ends:
    """Return the least and the greatest number that `expression` may come to."""
    try:
        return Spans(compiler, env).of(expression)
    except ArithmeticError:
        return ALL


@record()
class Spans:
    """The expressions of one leaf with the figures of one unit; each TÍNH is looked at once."""

    compiler: Compiler
    env: Env
    found: dict[int, Ends] = field(default_factory=dict)

    def of(self, expression: Expression) -> Ends:
        """Return the least and the greatest number that `expression` may come to."""
        match expression:
            case Negative(operand):
                low, high = self.of(operand)
                return -high, -low
            case Arithmetic(symbol, left, right):
                return self._arithmetic(symbol, left, right)
            case Call():
                return self._call(expression)
            case ComputedRef():
                return self._computed(expression)
            case _:
                value = self.compiler.value(expression)(self.env)
                return (value, value) if type(value) is Decimal else _declared(expression)

    def _computed(self, ref: ComputedRef) -> Ends:
        slot = self.compiler.computed(ref)
        value = self.env[slot]
        if type(value) is Decimal:
            return value, value
        if slot not in self.found:
            previous = ref.previous or self.compiler.previous
            inside = Spans(replace(self.compiler, previous=previous), self.env, self.found)
            self.found[slot] = inside.of(ref.computed.formula)
        return self.found[slot]

    def _arithmetic(self, symbol: str, left: Expression, right: Expression) -> Ends:
        (low, high), (least, most) = self.of(left), self.of(right)
        match symbol:
            case "+":
                return low + least, high + most
            case "-":
                return low - most, high - least
            case "*":
                found = [times(one, two) for one in (low, high) for two in (least, most)]
                return min(found), max(found)
            case _:
                return _divided((low, high), _nonzero((least, most), whole=_is_whole(right)))

    def _call(self, call: Call) -> Ends:
        first = call.arguments[0]
        match call.function:
            case Function.WHOLE:
                return _each(self.of(first), whole_part)
            case Function.ROUND:
                told = self.compiler.constant(call.arguments[1]) if call.arguments[1:] else ZERO
                digits = int(told) if isinstance(told, Decimal) else 0
                return _each(self.of(first), lambda end: publish(end, digits))
            case Function.MEAN:
                return self._mean(call.arguments)
            case function:
                lows, highs = zip(*(self.of(each) for each in call.arguments), strict=True)
                choose = min if function is Function.LEAST else max
                return choose(lows), choose(highs)

    def _mean(self, arguments: tuple[Expression, ...]) -> Ends:
        """Return the means of all ends; what may yet be left out makes it any of them."""
        values = [self.compiler.value(each)(self.env) for each in arguments]
        spans = [
            self.of(each)
            for each, value in zip(arguments, values, strict=True)
            if value is not NOT_APPLICABLE
        ]
        if not spans:
            return ALL
        lows, highs = [low for low, _ in spans], [high for _, high in spans]
        if any(isinstance(value, Open) and may_not_apply(value) for value in values):
            return min(lows), max(highs)
        return mean(lows), mean(highs)


def _declared(expression: Expression) -> Ends:
    """Return the declared range of a figure, of this unit or of the group."""
    match expression:
        case ItemRef(item) | Peers(of=ItemRef(item)) if item.type.is_number:
            low, high = number_range(item)
            return -INFINITY if low is None else low, INFINITY if high is None else high
        case _:
            return ALL


def times(one: Decimal, two: Decimal) -> Decimal:
    """Return the product; 0 x an end without bound is 0."""
    return one * two if one and two else ZERO


def _nonzero(span: Ends, *, whole: bool) -> Ends | None:
    """Return a denominator's range without 0; None: it may be of either sign."""
    low, high = span
    least = ONE if whole else ZERO
    if low >= ZERO:
        return max(low, least), max(high, least)
    if high <= ZERO:
        return min(low, -least), min(high, -least)
    return None


def _divided(span: Ends, by: Ends | None) -> Ends:
    if span == (ZERO, ZERO):
        return span
    if by is None:
        return ALL
    sign = ONE if by[1] > ZERO else -ONE
    found = [_over(one * sign, two * sign) for one in span for two in by]
    return min(found), max(found)


def _over(one: Decimal, two: Decimal) -> Decimal:
    """Return the quotient by what is above 0, or comes near it, or has no end."""
    if not one or two == INFINITY:
        return ZERO
    return one / two if two else one * INFINITY


def _each(span: Ends, change: Callable[[Decimal], Decimal]) -> Ends:
    low, high = span
    return change(low) if low > -LARGEST else -INFINITY, (
        change(high) if high < LARGEST else INFINITY
    )


def _is_whole(expression: Expression) -> bool:
    """Say whether an expression is a whole number: counts, added and multiplied."""
    match expression:
        case ItemRef(item):
            return item.type is ValueType.COUNT
        case Constant(Decimal() as value):
            return settle(value) == whole_part(value)
        case Negative(operand):
            return _is_whole(operand)
        case Arithmetic("+" | "-" | "*", left, right):
            return _is_whole(left) and _is_whole(right)
        case ComputedRef(computed):
            return _is_whole(computed.formula)
        case _:
            return False
