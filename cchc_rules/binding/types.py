"""Types of expressions: what may be added, divided and compared with what."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules.model import (
    All,
    AnyOf,
    Arithmetic,
    Call,
    ComputedRef,
    Constant,
    Equal,
    Expression,
    Function,
    HasData,
    ItemRef,
    Negative,
    Not,
    ParameterRef,
    Peers,
    ScoreRef,
    ValueType,
    Within,
)
from cchc_rules.records import record

if TYPE_CHECKING:
    from cchc_rules.model import DataItem


class Sort(Enum):
    """The sort of an expression's value, in words for findings."""

    NUMBER = "số"
    PERCENT = "phần trăm"
    RATIO = "tỷ số"
    """A quotient or product: compared with plain numbers and with percents."""
    POINTS = "điểm"
    DATE = "ngày"
    BOOL = "có/không"
    TEXT = "chữ"
    BALLOTS = "các phiếu"

    @property
    def is_number(self) -> bool:
        """Say whether it can be added and divided."""
        return self in {Sort.NUMBER, Sort.PERCENT, Sort.RATIO, Sort.POINTS}


_SORTS = {
    ValueType.BOOL: Sort.BOOL,
    ValueType.COUNT: Sort.NUMBER,
    ValueType.NUMBER: Sort.NUMBER,
    ValueType.PERCENT: Sort.PERCENT,
    ValueType.DATE: Sort.DATE,
    ValueType.CHOICE: Sort.TEXT,
    ValueType.TEXT: Sort.TEXT,
    ValueType.BALLOTS: Sort.BALLOTS,
    ValueType.TALLY: Sort.BALLOTS,
}


@record()
class Typed:
    """The sort of an expression, with what narrows it: whole numbers, the options of a choice."""

    sort: Sort
    whole: bool = False
    item: DataItem | None = None


def sort_of_type(kind: ValueType) -> Sort:
    """Return the sort of a declared type."""
    return _SORTS[kind]


def typed(node: Expression) -> Typed:
    """Return the sort of a bound expression."""
    match node:
        case Constant(value, kind):
            whole = isinstance(value, Decimal) and value == value.to_integral_value()
            return Typed(_SORTS[kind], whole and kind is not ValueType.PERCENT)
        case ParameterRef(parameter):
            return Typed(_SORTS[parameter.type], parameter.type is ValueType.COUNT)
        case ItemRef(item):
            return Typed(_SORTS[item.type], item.type is ValueType.COUNT, item)
        case ComputedRef(computed):
            return Typed(_SORTS[computed.type], computed.type is ValueType.COUNT)
        case Negative(operand):
            return Typed(typed(operand).sort)
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, typed(left), typed(right))
        case Call(function, arguments):
            return _call(function, [typed(argument) for argument in arguments])
        case Peers(function, of):
            inner = typed(of)
            return Typed(inner.sort, inner.whole and function is not Function.MEAN)
        case ScoreRef(_, share):
            return Typed(Sort.PERCENT if share else Sort.POINTS)
        case Within() | Equal() | HasData() | Not() | All() | AnyOf():
            return Typed(Sort.BOOL)


def _arithmetic(operator: str, left: Typed, right: Typed) -> Typed:
    if operator == "/":
        return Typed(Sort.RATIO)
    if operator == "*":
        same = left.sort is right.sort is Sort.NUMBER
        return Typed(Sort.NUMBER, left.whole and right.whole) if same else Typed(Sort.RATIO)
    if left.sort is right.sort:
        return Typed(left.sort, left.whole and right.whole)
    if Sort.PERCENT in {left.sort, right.sort}:
        return Typed(Sort.PERCENT)
    return Typed(Sort.RATIO)


def _call(function: Function, arguments: list[Typed]) -> Typed:
    if function is Function.WHOLE:
        return Typed(Sort.NUMBER, whole=True)
    if function is Function.ROUND:
        return Typed(arguments[0].sort)
    sorts = {argument.sort for argument in arguments}
    whole = all(argument.whole for argument in arguments) and function is not Function.MEAN
    return Typed(sorts.pop(), whole) if len(sorts) == 1 else Typed(Sort.RATIO)


def comparable(left: Sort, right: Sort) -> bool:
    """Say whether values of these sorts may be added or compared."""
    if left is right:
        return left is not Sort.BALLOTS
    pair = {left, right}
    if Sort.RATIO in pair:
        return left.is_number and right.is_number
    return pair == {Sort.POINTS, Sort.NUMBER}
