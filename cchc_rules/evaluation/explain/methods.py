"""How the method of a leaf gave its points, in lines of Vietnamese."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.explain.conditions import figures_of
from cchc_rules.evaluation.explain.writing import ends, is_value, line_of, number, type_of
from cchc_rules.model import (
    Cases,
    Checklist,
    ComputedRef,
    Condition,
    Direct,
    Formula,
    FullIf,
    Interpolated,
    ItemRef,
    Manual,
    PerItem,
    Proportional,
    Range,
    Survey,
    Table,
    ValueType,
)
from cchc_rules.numeric import HUNDRED, ONE, spread, vietnamese

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.evaluation.explain.writing import Writer
    from cchc_rules.model import Expression, Row


def method_lines(writer: Writer, digits: int) -> Iterator[str]:
    """Yield how the leaf got the points that zero conditions and adjustments then changed."""
    leaf = writer.trace.leaf
    points = _points(writer, digits)
    match leaf.method:
        case Table(argument):
            hit = "" if writer.trace.base.fault is not None else f" → {_rows(writer)}"
            yield f"{valued(argument, writer)}{hit}"
            yield from _awarded(writer, argument, points)
        case Cases():
            yield _rows(writer)
            yield from _awarded(writer, None, points)
        case Direct(Proportional(of=ratio)) if ratio is not None:
            yield valued(ratio, writer)
            yield f"= {writer.result(ratio)} × {_maximum(writer)} = {points}"
        case Direct(Formula(formula)):
            yield f"{writer.formula(formula)} = {points}"
        case FullIf(condition):
            yield f"{_condition(condition, writer)} → {points} điểm"
        case PerItem(unit, each, cap):
            limit = "" if cap is None else f" (không quá {number(cap)})"
            yield f"{valued(each, writer)} × {number(unit)} = {points}{limit}"
        case Checklist(entries):
            for entry in entries:
                held = writer.trace.plan.holds(entry.condition, writer.trace.env)
                gain = {True: number(entry.points), False: "0", None: "chưa rõ"}[held]
                yield f"“{entry.title}”: {_condition(entry.condition, writer)} → {gain}"
        case Survey(of):
            yield f"khảo sát {writer.figure(of)} → {points} điểm"
        case Manual():
            yield f"hội đồng chấm {writer.manual(leaf)}"


def valued(expression: Expression, writer: Writer) -> str:
    """Write a value and what it was computed from: `96,5% = 965 (ô H12) / 1.000 (ô G12)`."""
    if isinstance(expression, ItemRef):
        return writer.figure(expression)
    formula = expression.computed.formula if isinstance(expression, ComputedRef) else expression
    inside = writer.formula(formula)
    result = writer.result(expression)
    if not is_value(writer.value(expression)):
        return f"{inside}: {result}"
    return result if inside == result else f"{result} = {inside}"


def _condition(condition: Condition, writer: Writer) -> str:
    figures = figures_of(condition, writer)
    return f"{condition.text} ({figures})" if figures else condition.text


def _rows(writer: Writer) -> str:
    """Write the row that was hit, or all that are possible, with their lines."""
    rows = writer.trace.rows
    if not rows:
        return "không thuộc dòng nào"
    told = ", hoặc ".join(f"“{row.text}” {line_of(row.place)}" for row in rows)
    return told if len(rows) == 1 else f"có thể {told}"


def _awarded(writer: Writer, argument: Expression | None, points: str) -> Iterator[str]:
    """Yield how a row that is not a fixed number of points gave them."""
    if len(writer.trace.rows) != 1 or not writer.trace.base.known:
        return
    (row,) = writer.trace.rows
    match row.outcome:
        case Interpolated(low, high) if argument is not None:
            yield f"= {_line(row, argument, low, high, writer)} = {points}"
        case Proportional(of):
            ratio = argument if of is None else of
            if ratio is not None:
                inside = "" if of is None else f"{valued(ratio, writer)}; "
                yield f"= {inside}{writer.result(ratio)} × {_maximum(writer)} = {points}"
        case Formula(formula):
            yield f"= {writer.formula(formula)} = {points}"
        case _:
            return


def _line(row: Row, argument: Expression, low: Decimal, high: Decimal, writer: Writer) -> str:
    """Write `3 + (5 − 3) × (96,5 − 95)/(98 − 95)`."""
    span = row.test
    if not isinstance(span, Range) or span.low is None or span.high is None:
        return ""
    scale = HUNDRED if type_of(argument) is ValueType.PERCENT else ONE
    values = (writer.value(part) for part in (argument, span.low, span.high))
    at, start, end = (
        number(value * scale) if isinstance(value, Decimal) else "" for value in values
    )
    first, last = number(low), number(high)
    return f"{first} + ({last} − {first}) × ({at} − {start})/({end} − {start})"


def _points(writer: Writer, digits: int) -> str:
    base, limits = writer.trace.base, writer.trace.plan.limits
    if base.known:
        return ends(base.low, base.high, digits)
    low, high = limits.clamp_ends(base.low, base.high)
    if low.is_infinite() or high.is_infinite():
        return spread(low, high, digits)
    return f"từ {vietnamese(low, digits)} đến {vietnamese(high, digits)}"


def _maximum(writer: Writer) -> str:
    return number(writer.trace.plan.limits.maximum)
