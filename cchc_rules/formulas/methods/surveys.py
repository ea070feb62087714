"""A survey's ballots, or its counts per option, in; the share of the maximum as a term out."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.methods.surveys import share_of
from cchc_rules.facts import Fault
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.terms import FAULT, MISSING, VALUE, NoFormulaError, Term
from cchc_rules.model import ItemRef, ValueType
from cchc_rules.numeric import ONE, ZERO, plain
from cchc_rules.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.formulas.methods.rows import LeafContext
    from cchc_rules.model import Survey

_MOST_CHOICES = 20


def tallied(own: LeafContext, method: Survey) -> Term:
    """Return the share of the maximum from counts per option."""
    item = method.of.item
    counts = own.expressions.figures.counts(item)
    return _mean(own, method, list(zip(item.options, counts, strict=True)))


def counted(own: LeafContext, method: Survey) -> Term:
    """Return the share of the maximum from ballots in one cell: `5; 4; 3`, or options.

    A ballot that is neither a whole number of the scale nor an option is left to the council.
    """
    if method.of.previous:
        raise NoFormulaError
    choices = _choices(method)
    if not 0 < len(choices) <= _MOST_CHOICES:
        raise NoFormulaError
    counts, others = own.expressions.figures.ballots(method.of.item, choices)
    term = _mean(own, method, list(zip(choices, counts, strict=True)))
    own.beyond.append(own.cell(f"IF({term.state}=1,0,{others})", "phiếu công thức không đọc được"))
    return term


def _choices(method: Survey) -> Sequence[str]:
    """Return what a ballot may be, as it is typed."""
    item = method.of.item
    if method.scale is None:
        return item.options
    least, most = method.scale[0] or ZERO, method.scale[1]
    least = least if item.low is None else max(least, item.low)
    most = most if item.high is None else min(most, item.high)
    if item.step is not None or item.options:
        return ()
    first, last = least.to_integral_value(ROUND_CEILING), most.to_integral_value(ROUND_FLOOR)
    return [plain(Decimal(whole)) for whole in range(int(first), int(last) + 1)]


def _mean(own: LeafContext, method: Survey, counts: Sequence[tuple[str, str]]) -> Term:
    """Return the mean worth of all ballots; too few are thiếu."""
    term = own.expressions.figure(method.of)
    ballots = own.cell(f.added(count for _, count in counts), "số phiếu")
    worth, wrong = [], []
    for choice, count in counts:
        found = _worth(choice, method)
        if found is None:
            wrong.append(count)
        else:
            worth.append(f.times(count, found))
    total = own.cell(f.added(worth), "tổng giá trị các phiếu")
    state = f.iff(f.either(f"{ballots}=0", f"{ballots}<{method.least}"), "2", "0")
    if wrong:
        state = f.iff(f"{f.added(wrong)}>0", "4", state)
    state = own.cell(f"IF({term.state}=0,{state},{term.state})", "khảo sát: trạng thái")
    value = own.cell(f"IF({ballots}=0,0,{total}/{ballots})", "khảo sát: tỷ lệ")
    return Term(value, state, term.states | {VALUE, MISSING, FAULT})


def _worth(choice: str, method: Survey) -> str | None:
    """Write what one ballot is worth; None: it is not valid."""
    item = replace(method.of.item, type=ValueType.TALLY, options=(choice,))
    found = share_of(replace(method, of=ItemRef(item), least=0))((ONE,))
    if isinstance(found, Fault):
        return None
    return f.number(found) if isinstance(found, Decimal) else "0"
