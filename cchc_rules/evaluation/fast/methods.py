"""A scoring method in, Python code out that gives its points (step 2)."""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.fast import nodes
from cchc_rules.evaluation.fast.expressions import is_exact, quantized
from cchc_rules.evaluation.fast.nodes import Unfit
from cchc_rules.evaluation.logic import UNBOUNDED
from cchc_rules.evaluation.methods.surveys import share_of
from cchc_rules.evaluation.methods.tables import row_bounds
from cchc_rules.evaluation.outcomes import NotPlainError
from cchc_rules.model import (
    Cases,
    Checklist,
    Condition,
    Direct,
    Formula,
    FullIf,
    Interpolated,
    Manual,
    PerItem,
    Points,
    Proportional,
    Range,
    ShareOfMaximum,
    Survey,
    Table,
    Within,
)
from cchc_rules.numeric import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.evaluation.fast.leaves import LeafWriter
    from cchc_rules.evaluation.logic import Bounds
    from cchc_rules.evaluation.outcomes import Result
    from cchc_rules.model import Expression, Outcome, Row

    Test = ast.expr | None


def write_method(leaf: LeafWriter) -> list[ast.stmt]:
    """Write the method of `leaf`."""
    method, maximum = leaf.plan.leaf.method, leaf.plan.limits.maximum
    match method:
        case Table():
            return _table(method, leaf)
        case Cases(rows):
            return _chain([(_case(row, leaf), _outcome(row.outcome, leaf)) for row in rows], leaf)
        case Direct(outcome):
            return _outcome(outcome, leaf)
        case FullIf(condition):
            test = leaf.writer.condition(condition)
            return nodes.when(test, leaf.give(maximum), leaf.give(ZERO))
        case PerItem(points, each, cap):
            size = maximum if cap is None else cap
            amount = leaf.times(abs(points), each, size)
            return leaf.give(amount if points >= 0 else ast.UnaryOp(ast.USub(), amount))
        case Checklist():
            return _checklist(method, leaf)
        case Survey():
            counted = nodes.call(leaf.constant(_plain_share(method)), leaf.writer.value(method.of))
            return leaf.give(ast.BinOp(counted, ast.Mult(), leaf.constant(maximum)))
        case Manual():
            (index,) = leaf.plan.method_reads.slots - set(leaf.plan.own_items)
            return leaf.give(nodes.name(nodes.slot(index)))


def _table(table: Table, leaf: LeafWriter) -> list[ast.stmt]:
    """Write the rows; a settled copy of the argument is compared, itself is computed with."""
    writer = leaf.writer
    value, argument, prelude = "t", writer.value(table.argument), []
    if not isinstance(argument, ast.Name):
        prelude.append(nodes.assign("a", argument))
        argument = nodes.name("a")
    if is_exact(table.argument):
        value = argument.id
    else:
        prelude.append(nodes.assign(value, quantized(argument)))
    rows: list[tuple[Test, list[ast.stmt]]] = []
    for row in table.rows:
        own = row_bounds(row, writer.compiler)
        test = _row_test(row, own, table.argument, value, leaf)
        rows.append((test, _outcome(row.outcome, leaf, argument, own)))
    return [*prelude, *_chain(rows, leaf)]


def _row_test(row: Row, own: Bounds, argument: Expression, value: str, leaf: LeafWriter) -> Test:
    match row.test:
        case None:
            return None
        case Range() as span if own is UNBOUNDED:
            return leaf.writer.test(Within(argument, span))
        case Range():
            return leaf.writer.inside(nodes.name(value), own)
        case expected:
            return nodes.compare(nodes.name(value), (ast.Eq, leaf.constant(expected)))


def _case(row: Row, leaf: LeafWriter) -> Test:
    return leaf.writer.condition(row.test) if isinstance(row.test, Condition) else None


def _chain(rows: list[tuple[Test, list[ast.stmt]]], leaf: LeafWriter) -> list[ast.stmt]:
    """Write if … elif … else; where no row is hit, 0 points."""
    written = leaf.give(ZERO)
    for test, body in reversed(rows):
        written = body if test is None else nodes.when(test, body, written)
    return written


def _outcome(
    outcome: Outcome,
    leaf: LeafWriter,
    argument: ast.expr | None = None,
    own: Bounds = UNBOUNDED,
) -> list[ast.stmt]:
    maximum = leaf.plan.limits.maximum
    match outcome:
        case Points(points):
            return leaf.give(points)
        case ShareOfMaximum(share):
            return leaf.give(share * maximum)
        case Formula(formula):
            return leaf.give(leaf.writer.value(formula))
        case Proportional(of):
            ratio = argument if of is None else leaf.writer.value(of)
            if ratio is None:
                raise Unfit
            return leaf.give(ast.BinOp(ratio, ast.Mult(), leaf.constant(maximum)))
        case Interpolated():
            return _interpolated(outcome, leaf, argument, own)


def _interpolated(
    line: Interpolated, leaf: LeafWriter, argument: ast.expr | None, own: Bounds
) -> list[ast.stmt]:
    """Write low + (high - low) x (argument - start) / (end - start)."""
    start, end = own.low, own.high
    if argument is None or not isinstance(start, Decimal) or not isinstance(end, Decimal):
        raise Unfit
    if not start < end:
        raise Unfit
    way = ast.BinOp(argument, ast.Sub(), leaf.constant(start))
    climb = ast.BinOp(leaf.constant(line.high - line.low), ast.Mult(), way)
    part = ast.BinOp(climb, ast.Div(), leaf.constant(end - start))
    inside = all(ZERO <= points <= leaf.plan.limits.maximum for points in (line.low, line.high))
    points = ast.BinOp(leaf.constant(line.low), ast.Add(), part)
    return leaf.give(points, within_limits=inside)


def _checklist(method: Checklist, leaf: LeafWriter) -> list[ast.stmt]:
    written: list[ast.stmt] = [nodes.assign("a", leaf.constant(ZERO))]
    for entry in method.entries:
        more = ast.BinOp(nodes.name("a"), ast.Add(), leaf.constant(entry.points))
        test = leaf.writer.condition(entry.condition)
        written += nodes.when(test, [nodes.assign("a", more)], [])
    return [*written, *leaf.give(nodes.name("a"))]


def _plain_share(survey: Survey) -> Callable[[Result], Decimal]:
    share = share_of(survey)

    def counted(figure: Result) -> Decimal:
        found = share(figure)
        if not isinstance(found, Decimal):
            raise NotPlainError
        return found

    return counted
