"""Conditions in, every situation that tells them apart out: figures in regions, Kleene logic.

A figure that is compared with fixed values is somewhere in its domain, cut at these values; a
choice is one of its options. What is not understood is a free có/không, so that a proof of
"never" or "always" holds for every unit; a figure may be thiếu only where a condition asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from cchc_rules.checks.intervals import Interval, point
from cchc_rules.checks.ranges import type_of
from cchc_rules.model import (
    All,
    AnyOf,
    ComputedRef,
    Constant,
    Equal,
    HasData,
    ItemRef,
    Not,
    ParameterRef,
    Special,
    ValueType,
    Within,
)
from cchc_rules.records import field, record
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from cchc_rules.checks.ranges import Ranges
    from cchc_rules.model import Condition, Expression

LIMIT = 4096
"""More situations than this are not tried out: nothing is claimed."""

State = Interval | str | bool | Special
"""Where a figure is: in a region, an option, có/không, or thiếu."""
Situation = tuple[State, ...]
Test = Callable[[Situation], bool | None]


@record(frozen=False)
class Variable:
    """A figure, or a comparison that is not understood, with what conditions ask of it."""

    subject: Expression
    cuts: list[Interval] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    asked: int = 0
    free: bool = False
    may_miss: bool = False


@record(frozen=False)
class Worlds:
    """The situations that tell a set of conditions apart, for one unit kind."""

    ranges: Ranges
    variables: list[Variable] = field(default_factory=list)

    def add(self, condition: Expression) -> Test:
        """Take account of a condition; return what tells its value in a situation."""
        match condition:
            case Constant(value) if isinstance(value, bool):
                return _constantly(value)
            case Not(operand):
                return _negated(self.add(operand))
            case All(operands):
                tests = [self.add(operand) for operand in operands]
                return lambda at: _all([test(at) for test in tests])
            case AnyOf(operands):
                tests = [self.add(operand) for operand in operands]
                return lambda at: _any([test(at) for test in tests])
            case HasData(of, negated):
                return self._has_data(of, negated=negated)
            case Within(value, range_):
                interval = self.ranges.interval(range_)
                if interval is not None and not isinstance(value, Constant | ParameterRef):
                    return self.lies_in(value, interval)
            case Equal(left, right, negated):
                return self._equal(left, right, negated=negated)
            case _:
                pass
        return self._is_true(condition)

    def lies_in(self, subject: Expression, interval: Interval) -> Test:
        """Return what tells whether a number or date lies in `interval`."""
        index = self._index(subject)
        self.variables[index].cuts.append(interval)

        def test(at: Situation) -> bool | None:
            state = at[index]
            return not state.meet(interval).empty if isinstance(state, Interval) else None

        return test

    def each(self) -> list[Situation] | None:
        """Return all situations; None if they are too many, or none is possible."""
        states = [self._states(variable) for variable in self.variables]
        if not 0 < prod(map(len, states)) <= LIMIT:
            return None
        return list(product(*states))

    def are_independent(self) -> bool:
        """Say whether each comparison is of a figure of its own and can be true and false.

        A condition of such comparisons can then be true and false too.
        """
        return all(
            variable.asked == 1 and self._is_undecided(variable) for variable in self.variables
        )

    def _is_undecided(self, variable: Variable) -> bool:
        if not variable.cuts:
            return len(self._states(variable)) > 1
        domain = self.ranges.of(variable.subject)
        return all(domain.common(cut) and domain.without([cut]) for cut in variable.cuts)

    def _has_data(self, of: ItemRef | ComputedRef, *, negated: bool) -> Test:
        index = self._index(of)
        blank_is_zero = isinstance(of, ItemRef) and of.item.blank_is_zero and not of.previous
        self.variables[index].may_miss |= not blank_is_zero
        return lambda at: (at[index] is Special.MISSING) == negated

    def _equal(self, left: Expression, right: Expression, *, negated: bool) -> Test:
        if isinstance(left, Constant):
            left, right = right, left
        value = right.value if isinstance(right, Constant) else self.ranges.constant(right)
        match value:
            case None:
                equal = self._is_true(Equal(left, right))
            case bool():
                inner = self._is_true(left)
                equal = inner if value else _negated(inner)
            case str():
                equal = self._is_option(left, fold_title(value))
            case date():
                equal = self.lies_in(left, point(Decimal(value.toordinal())))
            case Decimal():
                equal = self.lies_in(left, point(value))
        return _negated(equal) if negated else equal

    def _is_option(self, subject: Expression, option: str) -> Test:
        index = self._index(subject)
        self.variables[index].texts.append(option)
        return lambda at: None if at[index] is Special.MISSING else at[index] == option

    def _is_true(self, subject: Expression) -> Test:
        index = self._index(subject)
        self.variables[index].free = True

        def test(at: Situation) -> bool | None:
            state = at[index]
            return state if isinstance(state, bool) else None

        return test

    def _index(self, subject: Expression) -> int:
        found = (i for i, variable in enumerate(self.variables) if variable.subject == subject)
        index = next(found, len(self.variables))
        if index == len(self.variables):
            self.variables.append(Variable(subject))
        self.variables[index].asked += 1
        return index

    def _states(self, variable: Variable) -> Situation:
        missing = (Special.MISSING,) if variable.may_miss else ()
        if variable.free or type_of(variable.subject) is ValueType.BOOL:
            return (True, False, *missing)
        if variable.texts or type_of(variable.subject) in {ValueType.TEXT, ValueType.CHOICE}:
            return (*_options(variable), *missing)
        return (*self.ranges.of(variable.subject).split(variable.cuts), *missing)


def holds(worlds: Worlds, condition: Condition) -> Test:
    """Return what tells whether a condition with its exception holds."""
    test = worlds.add(condition.test)
    if condition.unless is None:
        return test
    unless = _negated(worlds.add(condition.unless))
    return lambda at: _all([test(at), unless(at)])


def _constantly(value: bool) -> Test:
    return lambda _: value


def _negated(test: Test) -> Test:
    return lambda at: None if (value := test(at)) is None else not value


def _options(variable: Variable) -> tuple[str, ...]:
    match variable.subject:
        case ItemRef(item) if item.type is ValueType.CHOICE:
            return tuple(map(fold_title, item.options))
        case _:
            return (*dict.fromkeys(variable.texts), "")


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _any(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False
