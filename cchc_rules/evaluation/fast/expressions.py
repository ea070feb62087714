"""Expressions in, Python code out that holds while every figure in them is a plain value."""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.fast import nodes
from cchc_rules.evaluation.fast.nodes import Namespace, Unfit
from cchc_rules.model import (
    All,
    AnyOf,
    Arithmetic,
    Call,
    ComputedRef,
    Constant,
    Equal,
    Function,
    HasData,
    ItemRef,
    Negative,
    Not,
    ParameterRef,
    Peers,
    Range,
    ScoreRef,
    ValueType,
    Within,
)
from cchc_rules.numeric import settle
from cchc_rules.records import record, replace

if TYPE_CHECKING:
    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.evaluation.logic import Bounds
    from cchc_rules.model import Condition, Expression, Value

_OPERATORS = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div}


@record()
class Writer:
    """Writes the expressions of one plan; its compiler knows the slots."""

    compiler: Compiler
    names: Namespace

    def inside_of(self, ref: ComputedRef) -> Writer:
        """Return the writer for the formula of a TÍNH."""
        return replace(self, compiler=replace(self.compiler, previous=ref.previous))

    def value(self, expression: Expression) -> ast.expr:
        """Write what has a value."""
        scope = self.compiler.scope
        match expression:
            case Constant(value):
                return self.names.constant(value)
            case ParameterRef(parameter):
                return self._parameter(parameter.of(scope.kind))
            case ItemRef(item, previous):
                if previous and self.compiler.previous:
                    raise Unfit
                previous = previous or self.compiler.previous
                return nodes.name(nodes.slot(scope.figure(item, previous=previous)))
            case ComputedRef():
                return nodes.name(nodes.slot(self.compiler.computed(expression)))
            case Peers():
                return nodes.name(nodes.slot(scope.peers(expression)))
            case ScoreRef():
                raise Unfit
            case Negative(operand):
                return ast.UnaryOp(ast.USub(), self.value(operand))
            case Arithmetic(symbol, left, right):
                divisor = self._divisor(right) if symbol == "/" else self.value(right)
                return ast.BinOp(self.value(left), _OPERATORS[symbol](), divisor)
            case Call():
                return self._call(expression)
            case _:
                return self.test(expression)

    def settled(self, expression: Expression) -> ast.expr:
        """Write what is compared."""
        match expression:
            case Constant(value=Decimal() as value):
                return self.names.constant(settle(value))
            case _ if is_exact(expression):
                return self.value(expression)
            case _:
                return quantized(self.value(expression))

    def test(self, expression: Expression) -> ast.expr:
        """Write a condition; of plain values it is always known."""
        match expression:
            case Not(operand):
                return nodes.negation(self.test(operand))
            case All(operands):
                return nodes.both([self.test(operand) for operand in operands])
            case AnyOf(operands):
                return nodes.either([self.test(operand) for operand in operands])
            case HasData(_, negated):
                return ast.Constant(not negated)
            case Equal(left, right, negated):
                sign = ast.NotEq if negated else ast.Eq
                return nodes.compare(self.settled(left), (sign, self.settled(right)))
            case Within(value, span):
                return self._within(value, span)
            case _:
                return self.value(expression)

    def condition(self, condition: Condition) -> ast.expr:
        """Write a condition with its exception."""
        test = self.test(condition.test)
        if condition.unless is None:
            return test
        return nodes.both([test, nodes.negation(self.test(condition.unless))])

    def inside(self, value: ast.expr, bounds: Bounds) -> ast.expr:
        """Write that a settled value lies in a range that is known."""
        low = None if bounds.low is None else self.names.constant(bounds.low)
        high = None if bounds.high is None else self.names.constant(bounds.high)
        return between(value, low, high, bounds)

    def _within(self, value: Expression, span: Range) -> ast.expr:
        low = None if span.low is None else self.settled(span.low)
        high = None if span.high is None else self.settled(span.high)
        return between(self.settled(value), low, high, span)

    def _parameter(self, value: Value | None) -> ast.expr:
        if value is None:
            raise Unfit
        return self.names.constant(value)

    def _divisor(self, expression: Expression) -> ast.expr:
        """Write a denominator: what only settles to 0 must fail as 0 does."""
        divisor = self.value(expression)
        return divisor if is_exact(expression) else nodes.call("nonzero", divisor)

    def _call(self, call: Call) -> ast.expr:
        arguments = [self.value(argument) for argument in call.arguments]
        match call.function:
            case Function.WHOLE:
                return nodes.call("whole_part", arguments[0])
            case Function.ROUND:
                digits = self.compiler.constant(call.arguments[1]) if len(arguments) > 1 else None
                places = int(digits) if isinstance(digits, Decimal) else 0
                return nodes.call("publish", arguments[0], self.names.constant(places))
            case Function.LEAST:
                return nodes.call("least", *arguments)
            case Function.GREATEST:
                return nodes.call("greatest", *arguments)
            case Function.MEAN:
                return nodes.call("mean", ast.List(arguments, ast.Load()))


def between(
    value: ast.expr, low: ast.expr | None, high: ast.expr | None, span: Range | Bounds
) -> ast.expr:
    """Write `low <= value < high`."""
    above = ast.Lt if span.low_open else ast.LtE
    below = ast.Lt if span.high_open else ast.LtE
    if low is None:
        return ast.Constant(True) if high is None else nodes.compare(value, (below, high))
    if high is None:
        return nodes.compare(low, (above, value))
    return nodes.compare(low, (above, value), (below, high))


def quantized(value: ast.expr) -> ast.expr:
    """Write the value rounded to 10 decimals."""
    method = ast.Attribute(value, "quantize", ast.Load())
    return nodes.call(method, nodes.name("TENTH_DIGIT"), nodes.name("HALF_UP"))


def is_exact(expression: Expression) -> bool:
    """Say whether a value needs no rounding before it is compared."""
    match expression:
        case ItemRef(item):
            return item.type is ValueType.COUNT or not item.type.is_number
        case ComputedRef(computed):
            return not computed.type.is_number
        case ParameterRef(parameter):
            return not parameter.type.is_number
        case Constant(type=type_):
            return not type_.is_number
        case Negative() | Arithmetic() | Call() | Peers() | ScoreRef():
            return False
        case _:
            return True
