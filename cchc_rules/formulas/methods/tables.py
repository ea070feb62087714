"""Tables (chấm theo x) and cases (chấm theo trường hợp) in, the base of their leaf out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.logic import UNBOUNDED
from cchc_rules.evaluation.methods.moving import moves
from cchc_rules.evaluation.methods.tables import (
    can_be_met,
    common,
    declared_bounds,
    row_bounds,
)
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas import told
from cchc_rules.formulas.bases import (
    ZERO_POINTS,
    Base,
    by_state,
    faulty,
    picked,
    points,
    union,
)
from cchc_rules.formulas.methods.rows import line
from cchc_rules.formulas.terms import Sort, combine
from cchc_rules.model import Condition, Interpolated, ItemRef, Range
from cchc_rules.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.evaluation.logic import Bounds
    from cchc_rules.formulas.methods.rows import LeafContext
    from cchc_rules.formulas.terms import Term
    from cchc_rules.model import Cases, Row, Table

Told = tuple[Base, str]
"""The base, and a text that says what gave it where it is known."""


def table(own: LeafContext, method: Table) -> Told:
    """Write `chấm theo x`: the first row that contains the settled argument."""
    own = replace(own, argument=method.argument)
    argument = own.expressions.argument(method.argument)
    if moves(method, own.compiler):
        return _moving(own, method, argument)
    item = method.argument.item if isinstance(method.argument, ItemRef) else None
    value = own.cell(own.expressions.settled(argument), "làm tròn để so với bảng")
    awards: list[Base] = [ZERO_POINTS]
    tests: list[tuple[str, str]] = []
    expected: list[Base] = []
    hulls: list[Base] = []
    for number, row in enumerate(method.rows, start=1):
        bounds = row_bounds(row, own.compiler)
        reach = common(bounds, declared_bounds(item))
        award, hull = own.prize(row.outcome, bounds, reach, argument)
        awards.append(award)
        hulls.append(hull)
        tests.append((_test(own, row, bounds, value, argument), str(number)))
        if can_be_met(reach, item):
            expected.append(hull)
    met = _met_by_options(method, hulls)
    helpers = own.expressions.figures.helpers
    index = own.cell(helpers.cascade(tests, "0", f"{own.label}: dòng của bảng"), "dòng của bảng")
    known = own.short(picked(index, awards))
    to_come = own.short(hull_of(expected if met is None else met))
    words = told.with_value(argument, method.argument, told.row(index, method.rows))
    return by_state(argument, known, to_come, own.maximum), told.treated(argument, words)


def cases(own: LeafContext, method: Cases) -> Told:
    """Write `chấm theo trường hợp`: the first true row; not known: it, or a later one."""
    tests: list[str] = []
    bases: list[Base] = []
    for row in method.rows:
        condition = row.test
        holds = f.YES
        if isinstance(condition, Condition):
            holds = own.expressions.condition(condition)
        tests.append(holds)
        bases.append(own.prize(row.outcome, UNBOUNDED, UNBOUNDED, None)[1])
    found, first = _first(own, tests, bases, may_miss=True)
    return found, told.row(first, method.rows, last=True)


def _first(
    own: LeafContext, tests: Sequence[str], bases: Sequence[Base], *, may_miss: bool
) -> tuple[Base, str]:
    """Return the base of the first row that holds, or of all rows that may be it.

    `may_miss`: where rows that may hold are all there is, there may also be none. Also returned is
    the number of the first that surely holds, from 1 on; one more than there are: none.
    """
    last = str(len(tests) + 1)
    sure = [(f.is_(test, f.YES), str(number)) for number, test in enumerate(tests, start=1)]
    helpers = own.expressions.figures.helpers
    first = own.cell(helpers.cascade(sure, last, f"{own.label}: dòng"), "dòng chắc chắn đầu tiên")
    pairs = []
    for number, (test, base) in enumerate(zip(tests, bases, strict=True), start=1):
        if test != f.NO:
            possible = f.both(f.above(test, "0"), f"{first}>={number}")
            pairs.append((own.cell(f.truth(possible), "dòng có thể"), base))
    missed = f.is_(first, last)
    if not may_miss:
        missed = f.both(*(f.is_(test, f.NO) for test in tests))
    nothing = own.cell(f.truth(missed), "không thuộc dòng nào")
    found = union([*pairs, (nothing, ZERO_POINTS)])
    return own.short(found), first


def hull_of(bases: Sequence[Base]) -> Base:
    """Return the union of bases; those that are known beforehand are joined beforehand."""
    plain = [base for base in bases if base.plain and _constant(base)]
    rest = [(f.YES, base) for base in bases if base not in plain]
    if plain:
        low = min(_number(base.low) for base in plain)
        high = max(_number(base.high) for base in plain)
        rest.append((f.YES, Base(f.number(low), f.number(high))))
    return union(rest) if rest else ZERO_POINTS


def _constant(base: Base) -> bool:
    return all(f.is_number(end.strip("(-)")) for end in (base.low, base.high))


def _number(piece: str) -> Decimal:
    return Decimal(piece.strip("()"))


def _test(own: LeafContext, row: Row, bounds: Bounds, value: str, argument: Term) -> str:
    """Write whether a row contains the argument."""
    match row.test:
        case None:
            return "TRUE"
        case Range():
            low = _end(bounds.low, value, ">" if bounds.low_open else ">=")
            high = _end(bounds.high, value, "<" if bounds.high_open else "<=")
            return f.both(low, high)
        case bool() as wanted:
            return f"{value}={f.YES if wanted else f.NO}"
        case str() as wanted if argument.sort is Sort.TEXT:
            return f"EXACT({value},{f.quoted(wanted)})"
        case str() as wanted:
            return f"{value}={own.expressions.figures.option(wanted)}"
        case _:
            return "FALSE"


def _end(end: object, value: str, sign: str) -> str:
    if isinstance(end, date):
        return f"{value}{sign}{f.day(end)}"
    return f"{value}{sign}{f.number(end)}" if isinstance(end, Decimal) else "TRUE"


def _met_by_options(method: Table, hulls: Sequence[Base]) -> list[Base] | None:
    """Return the outcomes of all options of a lựa chọn or có/không; None: it is neither."""
    argument = method.argument
    options: Sequence[object] = argument.item.options if isinstance(argument, ItemRef) else ()
    if any(isinstance(row.test, bool) for row in method.rows):
        options = (True, False)
    if not options:
        return None
    rows = list(zip(method.rows, hulls, strict=True))
    return [
        next((hull for row, hull in rows if row.test is None or row.test == option), ZERO_POINTS)
        for option in options
    ]


def _moving(own: LeafContext, method: Table, argument: Term) -> Told:
    """Write a table of which an end is a figure: the first true row, or each that may be it."""
    tests, awards, hulls = [], [], []
    for row in method.rows:
        span = row.test if isinstance(row.test, Range) else None
        test = f.YES
        if span is not None:
            compared = own.expressions.value(method.argument)
            test = own.cell(own.expressions.within(compared, span), f"dòng {row.text}")
        tests.append(test)
        award, hull = _moving_prize(own, row, span, argument)
        awards.append(award)
        hulls.append(hull)
    known, first = _first(own, tests, awards, may_miss=False)
    if argument.sort not in {Sort.NUMBER, Sort.DAY}:
        known = faulty(own.maximum)
    words = told.with_value(argument, method.argument, told.row(first, method.rows, last=True))
    found = by_state(argument, known, own.short(hull_of(hulls)), own.maximum)
    return found, told.treated(argument, words)


def _moving_prize(
    own: LeafContext, row: Row, span: Range | None, argument: Term
) -> tuple[Base, Base]:
    bounds = UNBOUNDED if span is None else own.compiler.bounds(span)
    outcome = row.outcome
    if bounds is not None or not isinstance(outcome, Interpolated) or span is None:
        known = bounds or UNBOUNDED
        return own.prize(outcome, known, known, argument)
    hull = Base(*(f.number(end) for end in sorted((outcome.low, outcome.high))))
    if span.low is None or span.high is None:
        return hull, hull
    low, high = own.expressions.value(span.low), own.expressions.value(span.high)
    start, end = own.expressions.settled(low), own.expressions.settled(high)
    run = f.minus(end, start)
    wrong = faulty(own.maximum)
    good = own.cell(f.truth(f"{start}<{end}"), "hai đầu đúng thứ tự")
    piece = line((outcome.low, outcome.high), argument.value, start, run)
    award = points(f.iff(f.is_(good, f.YES), piece, "0"))
    if argument.sort is not Sort.NUMBER:
        award = wrong
    ordered = union([(good, award), (f.inverse(good), wrong)])
    ends = combine([low, high])
    award = own.short(by_state(ends, own.short(ordered), hull, own.maximum))
    return award, hull
