"""An expression in, the values that it can take out, for one unit kind.

Interval arithmetic over the declared ranges; quotients of sums also use RÀNG BUỘC, so that a / b
and (b - a) / b lie in 0…1 where `a không quá b`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.checks import arithmetic
from cchc_rules.checks.intervals import WHOLE, Domain, Grid, Interval, point
from cchc_rules.checks.linear import Atom, Known, Linear, Proofs, gathered
from cchc_rules.checks.scores import score_range
from cchc_rules.model import (
    All,
    Arithmetic,
    Call,
    ComputedRef,
    Constant,
    Equal,
    Function,
    ItemRef,
    Negative,
    ParameterRef,
    Peers,
    ScoreRef,
    ValueType,
    Within,
)
from cchc_rules.numeric import LARGEST, ONE, ZERO, publish, whole_part
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.model import Computed, DataItem, Expression, Range, RuleSet, Value

ANY = Domain()
EVERY_DAY = Domain(
    Interval(Decimal(date.min.toordinal()), Decimal(date.max.toordinal())), grid=WHOLE
)
_MOST_DIGITS = 10
_DEEPEST = 50
"""A TÍNH through more TÍNH than this is taken for any value."""


@record(frozen=False)
class Ranges:
    """The values of expressions for units of `kind`, found once each."""

    rules: RuleSet
    kind: str
    _items: dict[str, Domain] = field(default_factory=dict)
    _computed: dict[Atom, Domain] = field(default_factory=dict)
    _linear: dict[Atom, Linear] = field(default_factory=dict)
    _limits: dict[str, list[Interval]] | None = None
    _depth: int = 0
    _proofs: Proofs | None = None

    def constant(self, expression: Expression) -> Decimal | None:
        """Return the number (or day number) that an expression without figures stands for."""
        match expression:
            case Constant(value):
                return _number(value)
            case ParameterRef(parameter):
                return _number(parameter.of(self.kind))
            case Negative() | Arithmetic():
                sum_ = self.linear(expression)
                return sum_.constant if sum_ is not None and not sum_.terms else None
            case _:
                return None

    def interval(self, range_: Range) -> Interval | None:
        """Return a range with fixed ends, None where an end is not fixed."""
        low, high = (None if e is None else self.constant(e) for e in (range_.low, range_.high))
        if (low is None) != (range_.low is None) or (high is None) != (range_.high is None):
            return None
        return Interval(low, high, range_.low_open, range_.high_open)

    def of(self, expression: Expression) -> Domain:
        """Return the values that an expression can take."""
        match expression:
            case Constant() | ParameterRef():
                value = self.constant(expression)
                return ANY if value is None else Domain(point(value), Grid(abs(value) or ONE))
            case ItemRef(item, previous):
                return _declared(item) if previous else self.item(item)
            case ComputedRef(computed, previous):
                return self._of_computed(computed, previous=previous)
            case Negative(operand):
                inner = self.of(operand)
                return Domain(arithmetic.negate(inner.interval), inner.grid)
            case Arithmetic():
                return self._of_arithmetic(expression)
            case Call():
                return self._of_call(expression)
            case Peers(function, of):
                inner = self.of(of)
                return Domain(inner.interval) if function is Function.MEAN else inner
            case ScoreRef(code, share):
                return Domain(score_range(self.rules, code, self.kind, share=share))
            case _:
                return ANY

    def item(self, item: DataItem) -> Domain:
        """Return the values of a figure: its declared range, narrowed by RÀNG BUỘC."""
        if item.key not in self._items:
            domain = _declared(item)
            interval = domain.interval
            for narrower in self._narrowed().get(item.key, ()):
                interval = interval.meet(narrower)
            self._items[item.key] = Domain(interval, domain.grid)
        return self._items[item.key]

    def _narrowed(self) -> dict[str, list[Interval]]:
        """Return what RÀNG BUỘC with fixed values say of each figure."""
        if self._limits is None:
            self._limits = {}
            for constraint in self.rules.constraints:
                for part in _parts(constraint.condition):
                    match part:
                        case Within(ItemRef(item, False), range_):
                            interval = self.interval(range_)
                            if interval is not None:
                                self._limits.setdefault(item.key, []).append(interval)
                        case _:
                            pass
        return self._limits

    def _of_computed(self, computed: Computed, *, previous: bool) -> Domain:
        key = (computed.key, previous)
        if key in self._computed or self._depth > _DEEPEST:
            return self._computed.get(key, ANY)
        self._depth += 1
        formula = _year_before(computed.formula) if previous else computed.formula
        self._computed[key] = self.of(formula)
        self._depth -= 1
        return self._computed[key]

    def _of_arithmetic(self, expression: Arithmetic) -> Domain:
        left, right = self.of(expression.left), self.of(expression.right)
        a, b = left.interval, right.interval
        match expression.operator:
            case "+" | "-":
                other = b if expression.operator == "+" else arithmetic.negate(b)
                grid = arithmetic.grid_of_sum(left.grid, right.grid)
                return Domain(arithmetic.add(a, other), grid)
            case "*":
                grid = arithmetic.grid_of_product(left.grid, right.grid)
                return Domain(arithmetic.multiply(a, b), grid)
            case _:
                above, below = self.linear(expression.left), self.linear(expression.right)
                quotient = arithmetic.divide(a, b)
                if above is not None and below is not None:
                    quotient = quotient.meet(self.proofs().quotient(above, below))
                return Domain(quotient)

    def _of_call(self, call: Call) -> Domain:
        domains = [self.of(argument) for argument in call.arguments]
        first = domains[0].interval
        match call.function:
            case Function.WHOLE:
                return Domain(_floor(first), WHOLE)
            case Function.ROUND:
                digits = self.constant(call.arguments[1]) if len(call.arguments) > 1 else ZERO
                return _rounded(first, min(int(digits or ZERO), _MOST_DIGITS))
            case Function.MEAN:
                for domain in domains[1:]:
                    first = first.join(domain.interval)
                return Domain(first)
            case Function.LEAST:
                return _least(domains)
            case Function.GREATEST:
                negated = [Domain(arithmetic.negate(d.interval), d.grid) for d in domains]
                least = _least(negated)
                return Domain(arithmetic.negate(least.interval), least.grid)

    def linear(self, expression: Expression) -> Linear | None:
        """Return an expression as a sum of figures, None where it is not one."""
        match expression:
            case Constant() | ParameterRef():
                value = self.constant(expression)
                return None if value is None else Linear(value)
            case ItemRef(item, previous) if item.type.is_number:
                return Linear(terms={(item.key, previous): ONE})
            case ComputedRef(computed, previous):
                return self._linear_of(computed, previous=previous)
            case Negative(operand):
                inner = self.linear(operand)
                return None if inner is None else inner.times(-ONE)
            case Arithmetic(operator, left, right):
                return _combine(operator, self.linear(left), self.linear(right))
            case _:
                return None

    def _linear_of(self, computed: Computed, *, previous: bool) -> Linear:
        key = (computed.key, previous)
        itself = Linear(terms={key: ONE})
        if key in self._linear or self._depth > _DEEPEST:
            return self._linear.get(key, itself)
        self._depth += 1
        formula = _year_before(computed.formula) if previous else computed.formula
        self._linear[key] = (None if _divides(formula) else self.linear(formula)) or itself
        self._depth -= 1
        return self._linear[key]

    def proofs(self) -> Proofs:
        """Return what RÀNG BUỘC and the declared ranges prove of sums of figures."""
        if self._proofs is None:
            facts = (
                fact
                for constraint in self.rules.constraints
                for part in _parts(constraint.condition)
                for fact in self._facts(part)
            )
            self._proofs = Proofs(self._range_of_atom, gathered(facts))
        return self._proofs

    def _range_of_atom(self, atom: Atom) -> Interval:
        key, previous = atom
        if key in self.rules.items:
            item = self.rules.items[key]
            return (_declared(item) if previous else self.item(item)).interval
        if key in self.rules.computed:
            return self._of_computed(self.rules.computed[key], previous=previous).interval
        return Interval()

    def _facts(self, condition: Expression) -> Iterator[Known]:
        match condition:
            case Within(value, range_):
                ends = ((range_.low, ONE, range_.low_open), (range_.high, -ONE, range_.high_open))
            case Equal(value, right, False):
                ends = ((right, ONE, False), (right, -ONE, False))
            case _:
                return
        sum_ = self.linear(value)
        for end, sign, is_open in ends:
            bound = None if end is None else self.linear(end)
            if sum_ is not None and bound is not None:
                yield Known(sum_.plus(bound, -ONE).times(sign), strict=is_open)


def type_of(expression: Expression | None) -> ValueType:
    """Return the type by which a bound is written for people."""
    match expression:
        case Constant(_, type_):
            return type_
        case ParameterRef(parameter):
            return parameter.type
        case ItemRef(item):
            return item.type
        case ComputedRef(computed):
            return computed.type
        case Negative(operand):
            return type_of(operand)
        case ScoreRef(_, True):
            return ValueType.PERCENT
        case _:
            return ValueType.NUMBER


def _number(value: Value | None) -> Decimal | None:
    match value:
        case Decimal():
            return value
        case date():
            return Decimal(value.toordinal())
        case _:
            return None


def _declared(item: DataItem) -> Domain:
    """Return the values that a figure may have as it is declared."""
    low: Decimal | None
    match item.type:
        case ValueType.DATE:
            return EVERY_DAY
        case ValueType.COUNT | ValueType.PERCENT:
            low = ZERO if item.low is None else item.low
        case ValueType.NUMBER:
            low = item.low
        case _:
            return ANY
    interval = Interval(low, item.high)
    if item.blank_is_zero:
        interval = interval.join(point(ZERO))
    step = ONE if item.type is ValueType.COUNT and item.step is None else item.step
    if step is None or step <= ZERO:
        return Domain(interval)
    origin = (low or ZERO) % step
    return Domain(interval, Grid(step, origin))


def _parts(condition: Expression) -> Iterator[Expression]:
    if isinstance(condition, All):
        for operand in condition.operands:
            yield from _parts(operand)
    else:
        yield condition


def _year_before(formula: Expression) -> Expression:
    """Return `formula` on the figures of the year before."""
    match formula:
        case ItemRef(item):
            return ItemRef(item, previous=True)
        case ComputedRef(computed):
            return ComputedRef(computed, previous=True)
        case Negative(operand):
            return Negative(_year_before(operand))
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, _year_before(left), _year_before(right))
        case Call(function, arguments):
            return Call(function, tuple(_year_before(argument) for argument in arguments))
        case _:
            return formula


def _divides(expression: Expression) -> bool:
    match expression:
        case Arithmetic("/"):
            return True
        case Arithmetic(_, left, right):
            return _divides(left) or _divides(right)
        case Negative(operand):
            return _divides(operand)
        case _:
            return False


def _combine(operator: str, left: Linear | None, right: Linear | None) -> Linear | None:
    if left is None or right is None:
        return None
    match operator:
        case "+":
            return left.plus(right)
        case "-":
            return left.plus(right, -ONE)
        case "*" if not left.terms:
            return right.times(left.constant)
        case "*" if not right.terms:
            return left.times(right.constant)
        case "/" if not right.terms and right.constant:
            return left.times(ONE / right.constant)
        case _:
            return None


def _floor(interval: Interval) -> Interval:
    low, high = (
        None if end is None or abs(end) > LARGEST else whole_part(end)
        for end in (interval.low, interval.high)
    )
    if high is not None and high == interval.high and interval.high_open:
        high -= ONE
    return Interval(low, high)


def _rounded(interval: Interval, digits: int) -> Domain:
    low, high = (
        None if end is None or abs(end) > LARGEST else publish(end, digits)
        for end in (interval.low, interval.high)
    )
    return Domain(Interval(low, high), Grid(ONE.scaleb(-digits)))


def _least(domains: list[Domain]) -> Domain:
    joined = domains[0].interval
    grid = domains[0].grid
    for domain in domains[1:]:
        joined = joined.join(domain.interval)
        grid = arithmetic.grid_of_sum(grid, domain.grid)
    highs = [
        (d.interval.high, not d.interval.high_open) for d in domains if d.interval.high is not None
    ]
    high, closed = min(highs, default=(None, True))
    return Domain(Interval(joined.low, high, joined.low_open, not closed), grid)
