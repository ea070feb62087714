"""Expressions of the rule set in, closures over an environment out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING

from cchc_rules.evaluation import arithmetic, logic
from cchc_rules.evaluation.derived import ComputedSlot
from cchc_rules.evaluation.outcomes import MISSING
from cchc_rules.evaluation.scope import input_key
from cchc_rules.facts import Fault
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
    from cchc_rules.evaluation.arithmetic import Read
    from cchc_rules.evaluation.derived import Test
    from cchc_rules.evaluation.outcomes import Env, Result
    from cchc_rules.evaluation.scope import Part, Scope
    from cchc_rules.model import Condition, Expression

_NO_PARAMETER = Fault("tham số chưa có giá trị cho năm này")


@record()
class BoundCondition:
    """A condition with its exception kept apart; `holds` joins them."""

    condition: Condition
    test: Test
    unless: Test | None
    holds: Test
    reads: Part


@record()
class Compiler:
    """Compiles for one kind of unit; `previous` reads every figure of the year before."""

    scope: Scope
    previous: bool = False

    def value(self, expression: Expression) -> Read:
        """Compile what has a value; a condition is có/không, or thiếu where it is not known."""
        match expression:
            case Constant(value):
                return _always(value)
            case ParameterRef(parameter):
                self.scope.note_parameter(parameter)
                found = parameter.of(self.scope.kind)
                return _always(_NO_PARAMETER if found is None else found)
            case ItemRef(item, previous):
                if previous and self.previous:
                    return _always(MISSING)
                return itemgetter(self.scope.figure(item, previous=previous or self.previous))
            case ComputedRef():
                return itemgetter(self.computed(expression))
            case Peers():
                return itemgetter(self.scope.peers(expression))
            case ScoreRef():
                return itemgetter(self.scope.score(expression))
            case Negative(operand):
                return arithmetic.negated(self.value(operand))
            case Arithmetic(symbol, left, right):
                never_zero = symbol == "/" and _is_positive(right)
                return arithmetic.binary(
                    symbol, self.value(left), self.value(right), never_zero=never_zero
                )
            case Call():
                return self._call(expression)
            case Within() | Equal() | HasData() | Not() | All() | AnyOf():
                return _as_value(self.test(expression))

    def argument(self, expression: Expression) -> Read:
        """Compile what scores a leaf: a TÍNH tells how it treats a denominator of 0."""
        if isinstance(expression, ComputedRef):
            return itemgetter(self.computed(expression) + 1)
        return self.value(expression)

    def settled(self, expression: Expression) -> Read:
        """Compile what is compared."""
        read = self.value(expression)
        match expression:
            case Constant(value=Decimal() as value):
                return _always(settle(value))
            case ItemRef(item) if item.type is ValueType.COUNT or not item.type.is_number:
                return read
            case _:
                return arithmetic.settled(read)

    def constant(self, expression: Expression) -> Result | None:
        """Return what an expression without any figure comes to, settled; None: it has figures."""
        with self.scope.noting() as noted:
            read = self.settled(expression)
        for parameter in noted.parameters.values():
            self.scope.note_parameter(parameter)
        return None if noted.slots else read([])

    def test(self, expression: Expression) -> Test:
        """Compile a condition."""
        match expression:
            case Not(operand):
                return logic.inverse(self.test(operand))
            case All(operands):
                return logic.every([self.test(operand) for operand in operands])
            case AnyOf(operands):
                return logic.some([self.test(operand) for operand in operands])
            case HasData(of, negated):
                test = logic.has_data(self.value(of))
                return logic.inverse(test) if negated else test
            case Equal(left, right, negated):
                test = logic.equal(self.settled(left), self.settled(right))
                return logic.inverse(test) if negated else test
            case Within(value, span):
                return self._within(value, span)
            case _:
                return logic.holds(self.value(expression))

    def condition(self, condition: Condition) -> BoundCondition:
        """Compile a condition with its exception: A trừ khi B is A and not B."""
        with self.scope.noting() as noted:
            test = self.test(condition.test)
            unless = None if condition.unless is None else self.test(condition.unless)
        holds = test if unless is None else logic.every([test, logic.inverse(unless)])
        reads = noted.part()
        self.scope.note(reads)
        return BoundCondition(condition, test, unless, holds, reads)

    def bounds(self, span: Range) -> logic.Bounds | None:
        """Return the ends of a range, settled; None: an end is a figure, or has no value."""
        low = None if span.low is None else self.constant(span.low)
        high = None if span.high is None else self.constant(span.high)
        for end, value in ((span.low, low), (span.high, high)):
            if end is not None and not isinstance(value, Decimal | date):
                return None
        return logic.Bounds(low, high, span.low_open, span.high_open)

    def computed(self, ref: ComputedRef) -> int:
        """Return the first slot of a TÍNH."""
        computed = ref.computed
        key = input_key(computed.key, previous=ref.previous or self.previous)
        index = self.scope.known("computed", key)
        if index is not None:
            return index
        inside = replace(self, previous=ref.previous or self.previous)
        with self.scope.noting() as noted:
            formula = inside.value(computed.formula)
        index = self.scope.allot("computed", key, width=2)
        slot_ref = ComputedRef(computed, inside.previous)
        self.scope.slots[index] = ComputedSlot(index, key, slot_ref, formula, noted.part())
        return index

    def _call(self, call: Call) -> Read:
        if call.function is Function.ROUND:
            digits = self.constant(call.arguments[1]) if len(call.arguments) > 1 else None
            places = int(digits) if isinstance(digits, Decimal) else 0
            return arithmetic.call(call.function, [self.value(call.arguments[0])], places)
        return arithmetic.call(call.function, [self.value(each) for each in call.arguments])

    def _within(self, value: Expression, span: Range) -> Test:
        bounds = self.bounds(span)
        if bounds is not None:
            return logic.within(self.settled(value), bounds)
        low = None if span.low is None else self.settled(span.low)
        high = None if span.high is None else self.settled(span.high)
        return logic.within_moving(self.settled(value), low, high, span)


def _always(value: Result) -> Read:
    return lambda _: value


def _as_value(test: Test) -> Read:
    def read(env: Env) -> Result:
        value = test(env)
        return MISSING if value is None else value

    return read


def _is_positive(expression: Expression) -> bool:
    """Say whether a figure is declared above 0."""
    if not isinstance(expression, ItemRef):
        return False
    low = expression.item.low
    return low is not None and low > 0
