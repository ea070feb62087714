"""Expressions in, the figures and formulas that they name out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.model import (
    All,
    AnyOf,
    Arithmetic,
    Call,
    Computed,
    ComputedRef,
    Equal,
    HasData,
    ItemRef,
    Negative,
    Not,
    Peers,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.model import DataItem, Expression


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions that stand directly inside one."""
    match expression:
        case Negative(operand) | Not(operand):
            return (operand,)
        case Arithmetic(_, left, right) | Equal(left, right):
            return left, right
        case Call(_, parts) | All(parts) | AnyOf(parts):
            return parts
        case Peers(_, of) | HasData(of):
            return (of,)
        case Within(value, range_):
            ends = (range_.low, range_.high)
            return value, *(end for end in ends if end is not None)
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and every one inside it, formulas of TÍNH not entered."""
    yield expression
    for part in parts_of(expression):
        yield from walk(part)


def named_in(expression: Expression) -> Iterator[DataItem | Computed]:
    """Yield what an expression names itself."""
    for part in walk(expression):
        match part:
            case ItemRef(item):
                yield item
            case ComputedRef(computed):
                yield computed
            case _:
                pass


def figures_in(expression: Expression) -> Iterator[DataItem | Computed]:
    """Yield what an expression names, and what the formulas that it names are made of."""
    waiting, seen = list(named_in(expression)), set[str]()
    while waiting:
        figure = waiting.pop()
        if figure.key in seen:
            continue
        seen.add(figure.key)
        yield figure
        if isinstance(figure, Computed):
            waiting.extend(named_in(figure.formula))
