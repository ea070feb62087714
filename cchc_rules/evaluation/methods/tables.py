"""Tables (chấm theo x) and cases (chấm theo trường hợp) in, closures that score them out."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

from cchc_rules.evaluation.base import NOTHING, Base, union, without_value
from cchc_rules.evaluation.figures import number_range
from cchc_rules.evaluation.logic import UNBOUNDED, Bounds
from cchc_rules.evaluation.methods.moving import compile_moving, moves
from cchc_rules.evaluation.methods.rows import Prize, Prizes
from cchc_rules.evaluation.outcomes import NO_NUMBER, TOO_LARGE
from cchc_rules.model import Condition, ItemRef, Range, ValueType
from cchc_rules.numeric import ONE, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.evaluation.derived import Test
    from cchc_rules.evaluation.limits import Limits
    from cchc_rules.evaluation.methods.rows import Award, Method
    from cchc_rules.evaluation.outcomes import Env, Result
    from cchc_rules.model import Cases, DataItem, Row, Table

    Contains = Callable[[Any], bool]
    CompiledRow = tuple[Contains, Base | None, Award]

NO_ROW = Prize(NOTHING, lambda _env, _argument: NOTHING)


def compile_table(table: Table, compiler: Compiler, limits: Limits) -> Method:
    """Compile `chấm theo x`: the first row that contains the settled argument."""
    if moves(table, compiler):
        return compile_moving(table, compiler, limits)
    prizes = Prizes(compiler, limits, table.argument)
    item = table.argument.item if isinstance(table.argument, ItemRef) else None
    rows: list[tuple[Contains, Prize]] = []
    reachable: list[tuple[Contains, Prize]] = []
    for number, row in enumerate(table.rows):
        own = row_bounds(row, compiler)
        reach = common(own, declared_bounds(item))
        found = _contains(row, own), prizes.of(row.outcome, number, own, reach)
        rows.append(found)
        if can_be_met(reach, item):
            reachable.append(found)
    met = _met_by_options(table, item, rows)
    expected = [prize for _, prize in reachable] if met is None else met
    compiled = [(contains, prize.constant, prize.award) for contains, prize in rows]
    return _lookup(compiler.argument(table.argument), compiled, expected, limits.maximum)


def _lookup(
    read: Callable[[Env], Result],
    rows: Sequence[CompiledRow],
    expected: Sequence[Prize],
    maximum: Decimal,
) -> Method:
    plain = frozenset({bool, date, str})

    def method(env: Env) -> Base:
        argument = read(env)
        try:
            value = settle(argument) if type(argument) is Decimal else argument
        except ArithmeticError:
            return without_value(TOO_LARGE, NOTHING, maximum)
        if value is argument and type(value) not in plain:
            hull = union([prize.expect(env) for prize in expected])
            return without_value(value, hull, maximum)
        try:
            for contains, constant, award in rows:
                if contains(value):
                    return award(env, argument) if constant is None else constant
        except TypeError:
            return without_value(NO_NUMBER, NOTHING, maximum)
        return NOTHING

    return method


def row_bounds(row: Row, compiler: Compiler) -> Bounds:
    """Return the bounds of a row's range; none where an end is a figure, and of any other row."""
    found = compiler.bounds(row.test) if isinstance(row.test, Range) else None
    return found or UNBOUNDED


def _contains(row: Row, own: Bounds) -> Contains:
    match row.test:
        case None:
            return lambda _: True
        case Range():
            return own.contains()
        case expected:
            return lambda value: value == expected


def declared_bounds(item: DataItem | None) -> Bounds:
    """Return the range of what may be declared."""
    if item is None or not item.type.is_number:
        return UNBOUNDED
    low, high = number_range(item)
    return Bounds(None if low is None else settle(low), None if high is None else settle(high))


def common(one: Bounds, two: Bounds) -> Bounds:
    """Return what lies in both ranges; the second has closed ends."""
    low, low_open = one.low, one.low_open
    if two.low is not None and (low is None or low < two.low):
        low, low_open = two.low, False
    high, high_open = one.high, one.high_open
    if two.high is not None and (high is None or high > two.high):
        high, high_open = two.high, False
    return Bounds(low, high, low_open, high_open)


def can_be_met(reach: Bounds, item: DataItem | None) -> bool:
    """Say whether a range holds any value; of a count, any whole one."""
    if reach.low is None or reach.high is None:
        return True
    low, high, low_open, high_open = reach.low, reach.high, reach.low_open, reach.high_open
    if item is not None and item.type is ValueType.COUNT:
        first = low.to_integral_value(ROUND_CEILING)
        last = high.to_integral_value(ROUND_FLOOR)
        first += ONE if low_open and first == low else 0
        last -= ONE if high_open and last == high else 0
        return bool(first <= last)
    return bool(low < high or (low == high and not low_open and not high_open))


def _met_by_options(
    table: Table, item: DataItem | None, rows: Sequence[tuple[Contains, Prize]]
) -> list[Prize] | None:
    """Return the outcomes of all options of a lựa chọn or có/không; None: it is neither."""
    options: Sequence[object] = item.options if item is not None else ()
    if any(isinstance(row.test, bool) for row in table.rows):
        options = (True, False)
    if not options:
        return None
    hits = (
        next((prize for contains, prize in rows if contains(option)), NO_ROW) for option in options
    )
    return list(dict.fromkeys(hits))


def compile_cases(cases: Cases, compiler: Compiler, limits: Limits) -> Method:
    """Compile `chấm theo trường hợp`: the first true row; not known: it, or a later one."""
    prizes = Prizes(compiler, limits)
    rows: list[tuple[Test | None, Prize]] = []
    for number, row in enumerate(cases.rows):
        test = row.test
        holds = compiler.condition(test).holds if isinstance(test, Condition) else None
        rows.append((holds, prizes.of(row.outcome, number, UNBOUNDED, UNBOUNDED)))

    def method(env: Env) -> Base:
        found: list[Base] = []
        for test, prize in rows:
            holds = True if test is None else test(env)
            if holds is False:
                continue
            found.append(prize.expect(env))
            if holds:
                break
        else:
            found.append(NOTHING)
        return found[0] if len(found) == 1 else union(found)

    return method
