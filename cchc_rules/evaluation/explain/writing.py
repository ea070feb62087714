"""Values and expressions in, Vietnamese text with their cells out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell
from cchc_rules.evaluation.outcomes import Halt, Open
from cchc_rules.evaluation.scope import place_key
from cchc_rules.facts import Fault
from cchc_rules.model import (
    All,
    AnyOf,
    Arithmetic,
    Call,
    ComputedRef,
    Constant,
    Equal,
    HasData,
    ItemRef,
    Leaf,
    Negative,
    Not,
    ParameterRef,
    Peers,
    Special,
    Treatment,
    ValueType,
    Within,
)
from cchc_rules.numeric import HUNDRED, publish, settle, spread, vietnamese
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.diagnostics import Place, Span
    from cchc_rules.evaluation.outcomes import Result
    from cchc_rules.evaluation.trace import LeafTrace, UsedFigure
    from cchc_rules.model import Expression

_FEW, _MANY = 2, 4
_HUGE = 29
"""Digits before the comma beyond which nothing can be rounded any more."""
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "/"}
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}
_TIGHT = 3


def number(value: Decimal) -> str:
    """Write a number with at most 4 decimals; more only where these would look exact."""
    if value.adjusted() >= _HUGE:
        return "một số quá lớn"
    settled = settle(value)
    short = publish(settled, _MANY)
    if short != settled and short == publish(short, _FEW):
        short = settled
    return vietnamese(short).replace("-", "−")


def percent(value: Decimal) -> str:
    """Write a share as a percent."""
    return number(value * HUNDRED) + "%"


def written(value: Result, type_: ValueType) -> str:
    """Write a figure by its type, or why there is none."""
    match value:
        case Treatment() | Special.NOT_APPLICABLE:
            return "không áp dụng"
        case Special.MISSING | Open():
            return "thiếu"
        case Fault() | Halt() | Special.ERROR:
            return "lỗi"
        case bool():
            return "có" if value else "không"
        case Decimal():
            return percent(value) if type_ is ValueType.PERCENT else number(value)
        case date():
            return f"{value:%d/%m/%Y}"
        case str():
            return f"“{value}”"
        case tuple():
            return f"{sum(ballot is not None for ballot in value)} phiếu"
        case _:
            return ""


def is_value(result: Result) -> bool:
    """Say whether there is a value."""
    return not isinstance(result, Special | Fault | Open | Treatment | Halt)


def type_of(expression: Expression) -> ValueType:
    """Return the type of what an expression comes to."""
    match expression:
        case Constant(type=type_):
            return type_
        case ItemRef(item):
            return item.type
        case ComputedRef(computed):
            return computed.type
        case ParameterRef(parameter):
            return parameter.type
        case Peers(of=of):
            return type_of(of)
        case Arithmetic("+" | "-", left, right):
            return type_of(left) if type_of(left) is type_of(right) else ValueType.NUMBER
        case Negative(operand):
            return type_of(operand)
        case _:
            return ValueType.NUMBER


def ends(low: Decimal, high: Decimal, digits: int) -> str:
    """Write published points: `4,00`, or `16,18–16,76` while they are open."""
    return spread(low, high, digits).replace("-", "−")


def place_of(key: str, places: Mapping[str, Place]) -> str:
    """Return ` (ô H12)`; nothing for a figure that came without a cell."""
    place = places.get(key)
    return f" (ô {place.ref})" if isinstance(place, Cell) and place.ref else ""


def line_of(place: Span) -> str:
    """Return `(dòng 66)`."""
    return f"(dòng {place.line})"


@record()
class Writer:
    """Writes expressions of one leaf with the values that they had."""

    trace: LeafTrace
    places: Mapping[str, Place]

    def value(self, expression: Expression) -> Result:
        """Return what an expression came to."""
        return self.trace.plan.value(expression, self.trace.env)

    def result(self, expression: Expression) -> str:
        """Write what an expression came to."""
        return written(self.value(expression), type_of(expression))

    def figure(self, ref: ItemRef) -> str:
        """Write a figure with its cell: `965 (ô H12)`."""
        where = place_of(place_key(ref, self.trace.plan.year), self.places)
        value = self.value(ref)
        if not is_value(value) and not where:
            where = f" ({named(ref)})"
        return written(value, ref.item.type) + where

    def place(self, figure: UsedFigure) -> str:
        """Return where a figure stands: its cell, or its name."""
        place = self.places.get(figure.key)
        if isinstance(place, Cell) and place.ref:
            return f"ô {place.ref}"
        match figure.of:
            case ItemRef():
                return named(figure.of)
            case Peers(function, of):
                return f"{function.value} toàn nhóm của {named(of)}"
            case Leaf(code=code):
                return f"điểm hội đồng chấm {code}"

    def manual(self, leaf: Leaf) -> str:
        """Write the score that the council entered, with its cell."""
        key = f"{leaf.code}!điểm"
        found = next(own.value for own in self.trace.figures if own.key == key)
        return written(found, ValueType.NUMBER) + place_of(key, self.places)

    def formula(self, expression: Expression, binding: int = 0) -> str:
        """Write an expression with values in place of names."""
        match expression:
            case Constant(value, type_):
                return written(value, type_)
            case ParameterRef(parameter):
                return f"{self.result(expression)} ({parameter.name} năm {parameter.year})"
            case ItemRef():
                return self.figure(expression)
            case ComputedRef():
                return self.result(expression)
            case Peers(function, of):
                return f"{self.result(expression)} ({function.value} toàn nhóm: {named(of)})"
            case Negative(operand):
                return "−" + self.formula(operand, _TIGHT)
            case Arithmetic(symbol, left, right):
                return self._arithmetic(expression, symbol, left, right, binding)
            case Call(function, arguments):
                inside = "; ".join(self.formula(argument) for argument in arguments)
                return f"{function.value}({inside})"
            case _:
                return self.result(expression)

    def _arithmetic(
        self, whole: Arithmetic, symbol: str, left: Expression, right: Expression, binding: int
    ) -> str:
        own = _BINDS[whole.operator]
        text = f"{self.formula(left, own)} {_SIGNS[symbol]} {self.formula(right, own + 1)}"
        return f"({text})" if own < binding else text


def named(ref: ItemRef | ComputedRef) -> str:
    """Return the name of a figure or TÍNH as the rules write it."""
    name = ref.item.name if isinstance(ref, ItemRef) else ref.computed.name
    return f"{name} năm trước" if ref.previous else name


def references(expression: Expression) -> Iterator[ItemRef | ComputedRef | Peers]:
    """Yield the figures and TÍNH that an expression names, each time it does."""
    match expression:
        case ItemRef() | ComputedRef() | Peers():
            yield expression
        case HasData(of=of):
            yield of
        case Negative(operand) | Not(operand):
            yield from references(operand)
        case Arithmetic(_, left, right) | Equal(left, right):
            yield from references(left)
            yield from references(right)
        case Call(arguments=several) | All(several) | AnyOf(several):
            for one in several:
                yield from references(one)
        case Within(value, span):
            for part in (value, span.low, span.high):
                if part is not None:
                    yield from references(part)
        case _:
            return
