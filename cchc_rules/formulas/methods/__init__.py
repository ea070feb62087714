"""A scoring method of the model in, the base of its leaf as formulas out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.base import Base as Worked
from cchc_rules.evaluation.methods.tables import declared_bounds
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas import told
from cchc_rules.formulas.bases import Base, by_state, faulty, points
from cchc_rules.formulas.methods.surveys import counted, tallied
from cchc_rules.formulas.methods.tables import Told, cases, table
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
    ValueType,
)
from cchc_rules.numeric import ONE, ZERO, vietnamese

if TYPE_CHECKING:
    from cchc_rules.formulas.methods.rows import LeafContext
    from cchc_rules.model import Leaf


def base_of(leaf: Leaf, own: LeafContext) -> Told:
    """Write how `leaf` is scored (step 2 of DESIGN 3.4), and a text that says so."""
    method = leaf.method
    match method:
        case Table():
            return table(own, method)
        case Cases():
            return cases(own, method)
        case Direct(outcome):
            return _direct(own, outcome)
        case FullIf(condition):
            holds = own.expressions.condition(condition)
            return _full_if(own, holds), told.condition(holds, condition)
        case PerItem():
            return _per_item(own, method)
        case Checklist():
            return _checklist(own, method)
        case Survey():
            return _survey(own, method)
        case Manual():
            term = own.expressions.figures.manual(leaf, method)
            base = own.scaled(term, ONE, Worked(method.low, method.high))
            return base, f.quoted("điểm hội đồng chấm")


def _direct(own: LeafContext, outcome: Proportional | Formula) -> Told:
    if isinstance(outcome, Formula):
        term = own.expressions.argument(outcome.formula)
        words = told.treated(term, f.quoted("tính theo công thức"))
        return own.multiple(outcome.formula, ONE), words
    ratio = outcome.of
    if ratio is None:
        return faulty(own.maximum), f.quoted("")
    hull = own.expected(ratio, own.maximum)
    declared = declared_bounds(ratio.item if isinstance(ratio, ItemRef) else None)
    low, high = hull.low, hull.high
    if declared.low is not None and declared.low >= ZERO:
        low = max(low, ZERO)
    if declared.high is not None:
        high = min(high, declared.high * own.maximum)
    term = own.expressions.argument(ratio)
    words = told.with_value(term, ratio, f.quoted("tính theo tỷ lệ"))
    return own.scaled(term, own.maximum, Worked(low, high)), told.treated(term, words)


def _full_if(own: LeafContext, holds: str) -> Base:
    maximum = f.number(own.maximum)
    return Base(f.iff(f.is_(holds, f.YES), maximum, "0"), f.iff(f.is_(holds, f.NO), "0", maximum))


def _per_item(own: LeafContext, method: PerItem) -> Told:
    term = own.expressions.argument(method.each)
    cap = own.maximum if method.cap is None else method.cap
    cap = -cap if method.points < 0 else cap
    limit = f.least if method.points >= 0 else f.most
    each = limit([f.times(term.value, f.number(method.points)), f.number(cap)])
    known = points(f.iff(f.below(term.value, "0"), "0", each))
    hull = Base(f.number(min(ZERO, cap)), f.number(max(ZERO, cap)))
    base = own.short(by_state(term, own.short(known), hull, own.maximum))
    each = f.quoted(f"mỗi lần {vietnamese(method.points)} điểm")
    return base, told.treated(term, told.with_value(term, method.each, each))


def _checklist(own: LeafContext, method: Checklist) -> Told:
    lows, highs, tests = [], [], []
    for entry in method.entries:
        holds = own.expressions.condition(entry.condition)
        worth = f.number(entry.points)
        sure = f.iff(f.is_(holds, f.YES), worth, "0")
        possible = f.iff(f.is_(holds, f.NO), "0", worth)
        low, high = (sure, possible) if entry.points > 0 else (possible, sure)
        lows.append(low)
        highs.append(high)
        tests.append(holds)
    return own.short(Base(f.added(lows), f.added(highs))), told.checklist(tests)


def _survey(own: LeafContext, method: Survey) -> Told:
    weights = method.weights.values()
    least, most = min([ZERO, *weights]) * own.maximum, max([ONE, *weights]) * own.maximum
    hull = Worked(least, most)
    if method.of.item.type is ValueType.TALLY:
        term = tallied(own, method)
    elif method.of.item.type is ValueType.BALLOTS:
        term = counted(own, method)
    else:
        term = own.expressions.value(method.of)
    return own.scaled(term, own.maximum, hull), told.percent(term, f.quoted("theo khảo sát"))
