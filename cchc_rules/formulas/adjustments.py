"""`trừ …` and `thưởng …` in, their least and greatest amounts as formulas out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.spans import span_of
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.methods.rows import NOTHING_KNOWN
from cchc_rules.formulas.terms import ABSENT, VALUE
from cchc_rules.model import Points
from cchc_rules.numeric import INFINITY, ZERO
from cchc_rules.records import record

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.formulas.methods.rows import LeafContext
    from cchc_rules.model import Adjustment, Expression


@record()
class Change:
    """One adjustment with its least and its greatest amount, never negative."""

    sign: int
    least: str
    most: str


def change_of(line: Adjustment, own: LeafContext) -> Change:
    """Write one line of `trừ` or `thưởng`."""
    amount = line.amount
    unit = amount.points if isinstance(amount, Points) else amount.share * own.maximum
    found = _times(line, unit, own)
    if line.when is None:
        return found
    holds = own.expressions.condition(line.when)
    sure, never = f.is_(holds, f.YES), f.is_(holds, f.NO)
    return Change(
        line.sign,
        own.cell(f.iff(sure, found.least, "0"), "mức trừ, thưởng thấp nhất"),
        own.cell(f.iff(never, "0", found.most), "mức trừ, thưởng cao nhất"),
    )


def _times(line: Adjustment, unit: Decimal, own: LeafContext) -> Change:
    limit = None if line.cap is None else f.number(line.cap)
    if line.each is None:
        once = f.number(unit if line.cap is None else min(unit, line.cap))
        return Change(line.sign, once, once)
    each = own.expressions.value(line.each)
    product = f.times(each.value, f.number(unit))
    product = product if limit is None else f.least([product, limit])
    points = own.cell(f.iff(f.below(each.value, "0"), "0", product), "mức trừ, thưởng")
    least = own.cell(each.if_value(points, "0"), "mức trừ, thưởng thấp nhất")
    if not each.states - {VALUE, ABSENT}:
        return Change(line.sign, least, least)
    known = f"OR({each.state}=0,{each.state}=1)" if each.may(ABSENT) else f"{each.state}=0"
    if limit is None:
        limit = f.number(_most(line.each, unit, own))
    return Change(
        line.sign, least, own.cell(f.iff(known, least, limit), "mức trừ, thưởng cao nhất")
    )


def _most(each: Expression, unit: Decimal, own: LeafContext) -> Decimal:
    """Return the greatest amount that the declared ranges allow."""
    high = span_of(each, own.compiler, NOTHING_KNOWN)[1]
    return INFINITY if high == INFINITY else max(ZERO, unit * high)
