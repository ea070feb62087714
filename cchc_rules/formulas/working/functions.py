"""The functions and signs that our formulas use, each with what it makes of its operands."""

from __future__ import annotations

import math
import operator
import re
from typing import TYPE_CHECKING

from cchc_rules.formulas.working.values import (
    CellError,
    compared,
    number,
    rounded,
    text,
    truth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.formulas.working.values import Value

    Work = Callable[[Sequence[Value]], Value]
    """What a formula, or a part of it, makes of its operands, which are told by their places."""

_BLANKS = re.compile(" +")


def plus(one: Value, two: Value) -> Value:
    """Add."""
    return one + two if type(one) is type(two) is float else number(one) + number(two)


def minus(one: Value, two: Value) -> Value:
    """Subtract."""
    return one - two if type(one) is type(two) is float else number(one) - number(two)


def times(one: Value, two: Value) -> Value:
    """Multiply, ranges cell by cell."""
    if isinstance(one, list) and isinstance(two, list):
        return [number(a) * number(b) for a, b in zip(one, two, strict=True)]
    return number(one) * number(two)


def over(one: Value, two: Value) -> Value:
    """Divide."""
    divisor = number(two)
    if not divisor:
        raise CellError("#DIV/0!")
    return number(one) / divisor


def joined(one: Value, two: Value) -> Value:
    """Put texts one behind the other."""
    return text(one) + text(two)


SIGNS: dict[str, tuple[int, Callable[[Value, Value], Value]]] = {
    "=": (1, compared(operator.eq)),
    "<>": (1, compared(operator.ne)),
    "<": (1, compared(operator.lt)),
    ">": (1, compared(operator.gt)),
    "<=": (1, compared(operator.le)),
    ">=": (1, compared(operator.ge)),
    "&": (2, joined),
    "+": (3, plus),
    "-": (3, minus),
    "*": (4, times),
    "/": (4, over),
}
"""What stands between two operands, and how closely it binds."""


def _if(condition: Work, then: Work, otherwise: Work) -> Work:
    def work(cells: Sequence[Value]) -> Value:
        held = condition(cells)
        if held is not True and held is not False:
            held = truth(held)
        return then(cells) if held else otherwise(cells)

    return work


def _choose(index: Work, *choices: Work) -> Work:
    def work(cells: Sequence[Value]) -> Value:
        place = int(number(index(cells))) - 1
        if not 0 <= place < len(choices):
            raise CellError("#VALUE!")
        return choices[place](cells)

    return work


def _is_error(operand: Work) -> Work:
    def work(cells: Sequence[Value]) -> Value:
        try:
            return isinstance(operand(cells), CellError)
        except CellError:
            return True

    return work


def _plain(function: Callable[..., Value]) -> Callable[..., Work]:
    """Return the maker of a function whose operands are all worked out before."""

    def of(*operands: Work) -> Work:
        if len(operands) == 1:
            only = operands[0]
            return lambda cells: function(only(cells))
        return lambda cells: function(*[own(cells) for own in operands])

    return of


def _least(*values: Value) -> Value:
    return min(map(number, values))


def _most(*values: Value) -> Value:
    return max(map(number, values))


def _trimmed(value: Value) -> Value:
    return _BLANKS.sub(" ", text(value)).strip(" ")


def _middle(value: Value, first: Value, length: Value) -> Value:
    start = int(number(first)) - 1
    return text(value)[start : start + int(number(length))]


FUNCTIONS: dict[str, Callable[..., Work]] = {
    "IF": _if,
    "CHOOSE": _choose,
    "ISERROR": _is_error,
    "ABS": _plain(lambda value: abs(number(value))),
    "AND": _plain(lambda *values: min(map(truth, values))),
    "CHAR": _plain(lambda value: chr(int(number(value)))),
    "EXACT": _plain(lambda one, two: text(one) == text(two)),
    "INT": _plain(lambda value: float(math.floor(number(value)))),
    "ISLOGICAL": _plain(lambda value: isinstance(value, bool)),
    "ISNUMBER": _plain(lambda value: isinstance(value, float)),
    "LEN": _plain(lambda value: float(len(text(value)))),
    "MAX": _plain(_most),
    "MID": _plain(_middle),
    "MIN": _plain(_least),
    "OR": _plain(lambda *values: max(map(truth, values))),
    "ROUND": _plain(lambda value, digits: rounded(number(value), int(number(digits)))),
    "SUBSTITUTE": _plain(lambda value, old, new: text(value).replace(text(old), text(new))),
    "SUMPRODUCT": _plain(lambda values: math.fsum(map(number, values))),
    "TRIM": _plain(_trimmed),
    "UPPER": _plain(lambda value: text(value).upper()),
}
