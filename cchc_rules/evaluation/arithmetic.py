"""Compiled operands in, compiled operations out: exact, and defined for whatever comes."""

from __future__ import annotations

import operator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cchc_rules.evaluation.outcomes import (
    NOT_APPLICABLE,
    TOO_LARGE,
    Halt,
    Open,
    combine,
    combine_mean,
    is_missing,
)
from cchc_rules.facts import Fault
from cchc_rules.model import Function
from cchc_rules.numeric import publish, settle, whole_part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.evaluation.outcomes import Env, Result

    Read = Callable[[Env], Result]
    """A compiled expression."""

_HALF_A_TENTH_DIGIT = Decimal("5E-11")
_OPERATORS: dict[str, Callable[[Any, Any], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def binary(symbol: str, left: Read, right: Read, *, never_zero: bool = False) -> Read:
    """Return left `symbol` right; `never_zero`: a right side to come cannot be 0."""
    if symbol == "/":
        return _quotient(left, right, never_zero=never_zero)
    operate = _OPERATORS[symbol]

    def read(env: Env) -> Result:
        one, two = left(env), right(env)
        try:
            return operate(one, two)
        except TypeError:
            return combine((one, two))
        except ArithmeticError:
            return TOO_LARGE

    return read


def is_zero(value: Decimal) -> bool:
    """Say whether `value` settles to 0, as a denominator that prints 0 must count as 0."""
    return -_HALF_A_TENTH_DIGIT < value < _HALF_A_TENTH_DIGIT


def _quotient(left: Read, right: Read, *, never_zero: bool) -> Read:
    low, high = -_HALF_A_TENTH_DIGIT, _HALF_A_TENTH_DIGIT

    def read(env: Env) -> Result:
        one: Any = left(env)
        two: Any = right(env)
        try:
            if low < two < high:
                return one if isinstance(one, Fault) else Halt.ZERO
            return one / two  # type: ignore[no-any-return]
        except TypeError:
            result = combine((one, two))
            if isinstance(result, Open) and is_missing(two) and not never_zero:
                return Open(result.exits | {Halt.ZERO})
            return result
        except ArithmeticError:
            return TOO_LARGE

    return read


def negated(operand: Read) -> Read:
    """Return minus the operand."""
    return _unary(operand, operator.neg)


def call(function: Function, arguments: Sequence[Read], digits: int = 0) -> Read:
    """Return `function` of `arguments`; `digits` is for `làm tròn`."""
    match function:
        case Function.WHOLE:
            return _unary(arguments[0], whole_part)
        case Function.ROUND:
            return _unary(arguments[0], lambda value: publish(value, digits))
        case Function.LEAST:
            return _several(arguments, min)
        case Function.GREATEST:
            return _several(arguments, max)
        case Function.MEAN:
            return _mean(arguments)


def mean(values: Sequence[Decimal]) -> Decimal:
    """Return the mean of at least one number."""
    return sum(values[1:], values[0]) / len(values)


def settled(operand: Read) -> Read:
    """Return the operand rounded to 10 decimals, as it is compared; what is no number as it is."""

    def read(env: Env) -> Result:
        value = operand(env)
        if type(value) is not Decimal:
            return value
        try:
            return settle(value)
        except ArithmeticError:
            return TOO_LARGE

    return read


def _unary(operand: Read, operate: Callable[[Decimal], Decimal]) -> Read:
    def read(env: Env) -> Result:
        value = operand(env)
        if type(value) is not Decimal:
            return combine((value,))
        try:
            return operate(value)
        except ArithmeticError:
            return TOO_LARGE

    return read


def _several(operands: Sequence[Read], operate: Callable[[list[Any]], Decimal]) -> Read:
    def read(env: Env) -> Result:
        found = [operand(env) for operand in operands]
        try:
            return operate(found)
        except TypeError:
            return combine(found)

    return read


def _mean(operands: Sequence[Read]) -> Read:
    """`trung bình` leaves out what does not apply."""

    def read(env: Env) -> Result:
        found: list[Any] = [operand(env) for operand in operands]
        values = [value for value in found if value is not NOT_APPLICABLE]
        try:
            return mean(values) if values else NOT_APPLICABLE
        except TypeError:
            return combine_mean(values)
        except ArithmeticError:
            return TOO_LARGE

    return read
