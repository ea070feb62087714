"""A scoring method of the model in, a closure from an environment to its base out."""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING

from cchc_rules.evaluation.base import NOTHING, Base, constant, without_value
from cchc_rules.evaluation.methods.rows import always, expected, scaled
from cchc_rules.evaluation.methods.surveys import share_of
from cchc_rules.evaluation.methods.tables import (
    compile_cases,
    compile_table,
    declared_bounds,
)
from cchc_rules.evaluation.outcomes import NO_NUMBER
from cchc_rules.model import (
    Cases,
    Checklist,
    Direct,
    Formula,
    FullIf,
    ItemRef,
    Manual,
    PerItem,
    Proportional,
    Survey,
    Table,
)
from cchc_rules.numeric import INFINITY, ONE, ZERO

if TYPE_CHECKING:
    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.evaluation.limits import Limits
    from cchc_rules.evaluation.logic import Bounds
    from cchc_rules.evaluation.methods.rows import Method
    from cchc_rules.evaluation.outcomes import Env
    from cchc_rules.model import Leaf


def compile_method(leaf: Leaf, compiler: Compiler, limits: Limits) -> Method:
    """Compile how `leaf` is scored (step 2 of DESIGN 3.4)."""
    method = leaf.method
    match method:
        case Table():
            return compile_table(method, compiler, limits)
        case Cases():
            return compile_cases(method, compiler, limits)
        case Direct(outcome):
            return _direct(outcome, compiler, limits)
        case FullIf():
            return _full_if(method, compiler, limits)
        case PerItem():
            return _per_item(method, compiler, limits)
        case Checklist():
            return _checklist(method, compiler)
        case Survey():
            return _survey(method, compiler, limits)
        case Manual():
            return _manual(leaf, method, compiler, limits)


def _direct(outcome: Proportional | Formula, compiler: Compiler, limits: Limits) -> Method:
    maximum = limits.maximum
    if isinstance(outcome, Formula):
        hull = expected(outcome.formula, ONE, compiler, limits)
        return scaled(compiler.argument(outcome.formula), ONE, hull, maximum)
    ratio = outcome.of
    hull = expected(ratio, maximum, compiler, limits)
    if ratio is None:
        return lambda env: without_value(NO_NUMBER, hull(env), maximum)
    declared = declared_bounds(ratio.item if isinstance(ratio, ItemRef) else None)
    if declared.low is not None or declared.high is not None:
        hull = _narrowed(hull, declared, maximum)
    return scaled(compiler.argument(ratio), maximum, hull, maximum)


def _narrowed(hull: Method, declared: Bounds, maximum: Decimal) -> Method:
    """Return `hull` no wider than the declared range of the only figure."""
    least = -INFINITY if declared.low is None or declared.low < ZERO else ZERO
    most = INFINITY if declared.high is None else declared.high * maximum

    def narrowed(env: Env) -> Base:
        low, high = hull(env)[:2]
        return Base(max(low, least), min(high, most))

    return narrowed


def _full_if(method: FullIf, compiler: Compiler, limits: Limits) -> Method:
    holds = compiler.condition(method.condition).holds
    outcomes = {
        True: constant(limits.maximum, limits),
        False: constant(ZERO, limits),
        None: Base(ZERO, limits.maximum),
    }
    return lambda env: outcomes[holds(env)]


def _per_item(method: PerItem, compiler: Compiler, limits: Limits) -> Method:
    read = compiler.argument(method.each)
    cap = limits.maximum if method.cap is None else method.cap
    if method.points < 0:
        cap = -cap
    hull = Base(min(ZERO, cap), max(ZERO, cap))

    unit, capped = method.points, Base(cap, cap)

    def run(env: Env) -> Base:
        number = read(env)
        if type(number) is not Decimal:
            return without_value(number, hull, limits.maximum)
        if number < ZERO:
            return NOTHING
        points = unit * number
        if (points < cap) if unit < ZERO else (points > cap):
            return capped
        return Base(points, points)

    return run


def _checklist(method: Checklist, compiler: Compiler) -> Method:
    entries = [
        (compiler.condition(entry.condition).holds, entry.points) for entry in method.entries
    ]

    def run(env: Env) -> Base:
        low = high = ZERO
        for holds, points in entries:
            fulfilled = holds(env)
            if fulfilled:
                low += points
                high += points
            elif fulfilled is None:
                low += min(points, ZERO)
                high += max(points, ZERO)
        return Base(low, high)

    return run


def _survey(survey: Survey, compiler: Compiler, limits: Limits) -> Method:
    read, share, maximum = compiler.value(survey.of), share_of(survey), limits.maximum
    weights = survey.weights.values()
    least, most = min([ZERO, *weights]) * maximum, max([ONE, *weights]) * maximum
    return scaled(lambda env: share(read(env)), maximum, always(Base(least, most)), maximum)


def _manual(leaf: Leaf, method: Manual, compiler: Compiler, limits: Limits) -> Method:
    read = itemgetter(compiler.scope.manual(leaf, method))
    return scaled(read, ONE, always(Base(method.low, method.high)), limits.maximum)
