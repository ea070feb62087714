"""Expressions and conditions of the rule set in, terms and three-valued pieces out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.outcomes import Exit, Halt
from cchc_rules.evaluation.scope import input_key
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas import operations
from cchc_rules.formulas.figures import SORTS
from cchc_rules.formulas.terms import (
    ABSENT,
    FAULT,
    HALT,
    MISSING,
    STATE_OF,
    VALUE,
    NoFormulaError,
    Sort,
    Term,
    fixed,
)
from cchc_rules.model import (
    All,
    AnyOf,
    Arithmetic,
    Call,
    ComputedRef,
    Constant,
    Equal,
    Expression,
    HasData,
    ItemRef,
    Negative,
    Not,
    ParameterRef,
    Peers,
    Range,
    ScoreRef,
    Treatment,
    ValueType,
    Within,
)
from cchc_rules.records import field, record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.evaluation.scope import BoundConstraint
    from cchc_rules.formulas.figures import Figures
    from cchc_rules.formulas.helpers import Join
    from cchc_rules.model import Computed, Condition, Value

    Scores = Callable[[ScoreRef], Term]


@record()
class Expressions:
    """Writes expressions for one kind of unit and one round.

    `declared`: figures as declared, as RÀNG BUỘC judge them; else those of broken ones are lỗi.
    `previous`: every figure is that of the year before. `scores` has those of the unit itself.
    """

    compiler: Compiler
    figures: Figures
    constraints: tuple[BoundConstraint, ...]
    declared: bool = False
    previous: bool = False
    scores: Scores | None = None
    _known: dict[tuple[str, bool], tuple[Term, Term]] = field(default_factory=dict)
    """Each TÍNH that was written, as others see it and as the leaf that it scores sees it."""
    _figures: dict[tuple[str, bool], Term] = field(default_factory=dict)
    _conditions: dict[int, str] = field(default_factory=dict)
    """By identity: the rule set keeps its conditions."""

    def value(self, expression: Expression) -> Term:
        """Write what has a value."""
        match expression:
            case Constant(value):
                return self._constant(value)
            case ParameterRef(parameter):
                found = parameter.of(self.compiler.scope.kind)
                return fixed(FAULT) if found is None else self._constant(found)
            case ItemRef(previous=previous):
                if previous and self.previous:
                    return fixed(MISSING)
                if expression.item.type is ValueType.BALLOTS:
                    raise NoFormulaError(expression.item.name)
                return self.figure(replace(expression, previous=previous or self.previous))
            case ComputedRef(computed, previous):
                return self._computed(computed, previous=previous or self.previous)[0]
            case Peers():
                raise NoFormulaError
            case ScoreRef():
                if self.scores is None:
                    raise NoFormulaError
                return self.scores(expression)
            case Negative(operand):
                return self._short(operations.negated(self.value(operand)))
            case Arithmetic(symbol, left, right):
                return self._binary(symbol, left, right)
            case Call(function, arguments):
                digits = self.compiler.constant(arguments[1]) if len(arguments) > 1 else None
                operands = [self.value(own) for own in arguments]
                places = int(digits) if isinstance(digits, Decimal) else 0
                return self._short(operations.call(function, operands, places))
            case Within() | Equal() | HasData() | Not() | All() | AnyOf():
                return self._of_condition(expression)

    def argument(self, expression: Expression) -> Term:
        """Write what scores a leaf: a TÍNH tells how it treats a denominator of 0."""
        if isinstance(expression, ComputedRef):
            previous = expression.previous or self.previous
            return self._computed(expression.computed, previous=previous)[1]
        return self.value(expression)

    def test(self, expression: Expression) -> str:
        """Write a condition."""
        match expression:
            case Not(operand):
                return f.inverse(self.test(operand))
            case All(operands):
                return self._gathered(f.every, operands)
            case AnyOf(operands):
                return self._gathered(f.some, operands)
            case HasData(of, negated):
                found = self.value(of)
                return found.if_value(f.NO if negated else f.YES, f.UNKNOWN)
            case Equal(left, right, negated):
                same = self._equal(self.value(left), self.value(right), left, right)
                return f.inverse(same) if negated else same
            case Within(value, span):
                return self.within(self.value(value), span)
            case _:
                found = self.value(expression)
                return found.if_value(found.value, f.UNKNOWN)

    def condition(self, condition: Condition) -> str:
        """Write a condition with its exception, in a cell of its own: A and not B."""
        known = self._conditions.get(id(condition))
        if known is None:
            parts = [self._short_test(condition.test)]
            if condition.unless is not None:
                parts.append(f.inverse(self._short_test(condition.unless)))
            label = f"điều kiện: {condition.text}"
            known = self.figures.helpers.cell(f.every(parts), label)
            self._conditions[id(condition)] = known
        return known

    def within(self, value: Term, span: Range) -> str:
        """Write whether a value lies in a range."""
        sides = []
        for end, opened, signs in (
            (span.low, span.low_open, (">", ">=")),
            (span.high, span.high_open, ("<", "<=")),
        ):
            if end is None:
                continue
            bound = self.value(end)
            sign = signs[0] if opened else signs[1]
            held = f"{self.settled(value)}{sign}{self.settled(bound)}"
            both = value.if_value(bound.if_value(f.truth(held), f.UNKNOWN), f.UNKNOWN)
            sides.append(self.figures.helpers.short(both, "so sánh"))
        return f.every(sides)

    def settled(self, term: Term) -> str:
        """Write a value as it is compared."""
        rounded = f.settled(term.value) if term.sort is Sort.NUMBER else term.value
        return self.figures.helpers.short(rounded, "làm tròn 10 số lẻ")

    def figure(self, ref: ItemRef) -> Term:
        """Write a figure; one of a broken RÀNG BUỘC is lỗi."""
        key = ref.item.key, ref.previous
        if key not in self._figures:
            self._figures[key] = self._declared(ref) if self.declared else self._judged(ref)
        return self._figures[key]

    def _declared(self, ref: ItemRef) -> Term:
        return self.figures.figure(ref.item, previous=ref.previous)

    def _judged(self, ref: ItemRef) -> Term:
        found = self._declared(ref)
        slot = self.compiler.scope.figure(ref.item, previous=ref.previous)
        judging = replace(self, declared=True, previous=False, _known={}, _figures={})
        tests = [judging.test(own.condition) for own in self.constraints if slot in own.figures]
        if not tests:
            return found
        helpers = self.figures.helpers
        broken = [helpers.cell(test, "ràng buộc") for test in tests]
        name = f"{ref.item.name}{' năm trước' if ref.previous else ''}"
        state = helpers.cell(f"IF({f.least(broken)}=0,4,{found.state})", f"{name}: trạng thái")
        return replace(found, state=state, states=found.states | {FAULT})

    def _constant(self, value: Value) -> Term:
        if isinstance(value, bool):
            return Term(f.YES if value else f.NO, sort=Sort.TRUTH)
        if isinstance(value, date):
            return Term(f.day(value), sort=Sort.DAY)
        if isinstance(value, str):
            return Term(self.figures.option(value), sort=Sort.OPTION)
        return Term(f.number(value))

    def _binary(self, symbol: str, left: Expression, right: Expression) -> Term:
        one, two = self.value(left), self.value(right)
        if symbol != "/":
            return self._short(operations.binary(symbol, one, two))
        item = right.item if isinstance(right, ItemRef) else None
        positive = item is not None and item.low is not None and item.low > 0
        return self._short(operations.quotient(one, two, never_zero=positive))

    def _of_condition(self, expression: Expression) -> Term:
        found = self.figures.helpers.cell(self.test(expression), "điều kiện")
        states = frozenset({VALUE, MISSING})
        return Term(found, f"IF({found}=0.5,2,0)", states, {}, Sort.TRUTH)

    def _short(self, term: Term) -> Term:
        helpers = self.figures.helpers
        return replace(
            term,
            value=helpers.short(term.value, "phép tính"),
            state=helpers.short(term.state, "phép tính: trạng thái"),
            exits={way: helpers.short(flag, "có thể") for way, flag in term.exits.items()},
        )

    def _gathered(self, join: Join, operands: Sequence[Expression]) -> str:
        pieces = [self._short_test(own) for own in operands]
        return self.figures.helpers.gathered(join, pieces, "các điều kiện")

    def _short_test(self, expression: Expression) -> str:
        return self.figures.helpers.short(self.test(expression), "điều kiện")

    def _computed(self, computed: Computed, *, previous: bool) -> tuple[Term, Term]:
        key = computed.key, previous
        if key not in self._known:
            inside = replace(self, previous=previous)
            found = inside.value(computed.formula)
            self._known[key] = self._treated(
                computed, found, input_key(computed.name, previous=previous)
            )
        return self._known[key]

    def _treated(self, computed: Computed, found: Term, name: str) -> tuple[Term, Term]:
        """Apply `nếu mẫu bằng 0`: the term as others see it, and as the leaf it scores sees it."""
        helpers = self.figures.helpers
        sort = SORTS.get(computed.type, Sort.NUMBER)
        value = helpers.cell(found.value, f"{name}: giá trị")
        state = helpers.cell(found.state, f"{name}: trạng thái gốc")
        own = replace(found, value=value, state=state, sort=sort)
        on_zero = computed.on_zero
        ways: dict[Exit, str] = dict(own.exits)
        by_zero = ways.pop(Halt.ZERO, None)
        if on_zero is None:
            seen = self._halted(own, FAULT, name)
            if by_zero is not None:
                ways[Halt.ERROR] = f.some([by_zero, ways.get(Halt.ERROR, f.NO)])
            seen = replace(seen, exits=ways)
            return seen, seen
        others, scored = dict(ways), dict(ways)
        if by_zero is not None:
            others[Treatment.EXCLUDED] = f.some([by_zero, ways.get(Treatment.EXCLUDED, f.NO)])
            scored[on_zero] = f.some([by_zero, ways.get(on_zero, f.NO)])
        return (
            replace(self._halted(own, ABSENT, name), exits=others),
            replace(self._halted(own, STATE_OF[on_zero], name), exits=scored),
        )

    def _halted(self, term: Term, state: int, name: str) -> Term:
        """Return the term with another state in place of a denominator of 0."""
        if not term.may(HALT):
            return term
        piece = f"IF({term.state}=3,{state},{term.state})"
        cell = self.figures.helpers.cell(piece, f"{name}: trạng thái")
        return replace(term, state=cell, states=(term.states - {HALT}) | {state})

    def _equal(self, one: Term, two: Term, left: Expression, right: Expression) -> str:
        if Sort.TEXT in {one.sort, two.sort}:
            same = f"EXACT({self._text(one, left)},{self._text(two, right)})"
        else:
            same = f"{self.settled(one)}={self.settled(two)}"
        return one.if_value(two.if_value(f.truth(same), f.UNKNOWN), f.UNKNOWN)

    def _text(self, term: Term, expression: Expression) -> str:
        match expression:
            case Constant(str() as text):
                return f.quoted(text)
            case ItemRef(item) if item.type is ValueType.TEXT:
                return term.value
            case _:
                raise NoFormulaError
