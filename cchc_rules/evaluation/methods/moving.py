"""A table whose ends are figures themselves in (từ chỉ_tiêu: 2), a closure that scores it out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.base import NOTHING, Base, union, without_value
from cchc_rules.evaluation.logic import UNBOUNDED
from cchc_rules.evaluation.methods.rows import Prize, Prizes, always
from cchc_rules.evaluation.outcomes import MISSING, NO_NUMBER, combine
from cchc_rules.model import Interpolated, Range, Within

if TYPE_CHECKING:
    from cchc_rules.evaluation.arithmetic import Read
    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.evaluation.derived import Test
    from cchc_rules.evaluation.limits import Limits
    from cchc_rules.evaluation.methods.rows import Method
    from cchc_rules.evaluation.outcomes import Env, Result
    from cchc_rules.model import Row, Table


def moves(table: Table, compiler: Compiler) -> bool:
    """Say whether an end of a row is a figure."""
    ranges = (row.test for row in table.rows if isinstance(row.test, Range))
    return any(compiler.bounds(span) is None for span in ranges)


def compile_moving(table: Table, compiler: Compiler, limits: Limits) -> Method:
    """Compile the table: the first true row; where an end is thiếu, each row that may be it."""
    read = compiler.argument(table.argument)
    rows = [_row(row, number, table, compiler, limits) for number, row in enumerate(table.rows)]

    def method(env: Env) -> Base:
        argument = read(env)
        if not isinstance(argument, Decimal | date):
            hull = union([prize.expect(env) for _, prize in rows])
            return without_value(argument, hull, limits.maximum)
        found: list[Base] = []
        for test, prize in rows:
            holds = True if test is None else test(env)
            if holds is not False:
                found.append(prize.constant or prize.award(env, argument))
            if holds:
                break
        if not found:
            return NOTHING
        return found[0] if len(found) == 1 else union(found)

    return method


def _row(
    row: Row, number: int, table: Table, compiler: Compiler, limits: Limits
) -> tuple[Test | None, Prize]:
    span = row.test if isinstance(row.test, Range) else None
    test = None if span is None else compiler.test(Within(table.argument, span))
    own = UNBOUNDED if span is None else (compiler.bounds(span) or UNBOUNDED)
    if own is UNBOUNDED and span is not None and isinstance(row.outcome, Interpolated):
        ends = [None if end is None else compiler.settled(end) for end in (span.low, span.high)]
        return test, _interpolated(row.outcome, number, ends, limits)
    return test, Prizes(compiler, limits, table.argument).of(row.outcome, number, own, own)


def _interpolated(
    line: Interpolated, number: int, ends: list[Read | None], limits: Limits
) -> Prize:
    """Return the outcome between two ends, of which some are figures."""
    hull = Base(min(line.low, line.high), max(line.low, line.high), (number,))

    def award(env: Env, argument: Result | None) -> Base:
        low, high = (MISSING if end is None else end(env) for end in ends)
        if not isinstance(low, Decimal) or not isinstance(high, Decimal):
            return without_value(combine((low, high)), hull, limits.maximum)
        if not isinstance(argument, Decimal) or not low < high:
            return without_value(NO_NUMBER, hull, limits.maximum)
        points = line.low + (line.high - line.low) * (argument - low) / (high - low)
        return Base(points, points, (number,))

    return Prize(None, award, always(hull))
