"""Parts of a rule in, pieces of text for the column of reasons out: short Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.binding.types import Sort as Kind
from cchc_rules.binding.types import typed
from cchc_rules.forms.reasons import LONGEST
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.statuses import ERROR, MISSING
from cchc_rules.formulas.terms import FULL, NOTHING, Sort
from cchc_rules.numeric import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cchc_rules.formulas.terms import Term
    from cchc_rules.formulas.tree import GroupCells
    from cchc_rules.model import Condition, Expression, Row


def shortened(text: str) -> str:
    """Return a text as people read it, cut if it is long."""
    plain = text.replace("_", " ").replace('"', "")
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def row(index: str, rows: Sequence[Row], *, last: bool = False) -> str:
    """Write the row that was hit; `index` counts from 1, and none is 0 or (`last`) the last."""
    texts = [f.quoted(f"“{shortened(own.text)}”") for own in rows]
    none = f.quoted("không thuộc mức nào")
    return f.pick(index, [none, *texts, none] if last else [none, *texts])


def condition(holds: str, own: Condition) -> str:
    """Write whether a condition is fulfilled."""
    text = shortened(own.text)
    return f.iff(f.is_(holds, f.YES), f.quoted(f"đạt: {text}"), f.quoted(f"chưa đạt: {text}"))


def checklist(tests: Sequence[str]) -> str:
    """Write how many contents are fulfilled."""
    number = f.added(f.truth(f.is_(test, f.YES)) for test in tests)
    return f'"đạt "&{number}&"/{len(tests)} nội dung"'


def with_value(term: Term, expression: Expression, words: str) -> str:
    """Write a figure and what follows from it: `đạt 96,5%: …`."""
    kind = typed(expression).sort
    if kind in {Kind.PERCENT, Kind.RATIO}:
        return percent(term, words)
    if kind is Kind.NUMBER and term.sort is Sort.NUMBER:
        return f'ROUND({term.value},4)&": "&{words}'
    return words


def percent(term: Term, words: str) -> str:
    """Write a percent and what follows from it."""
    return f'"đạt "&ROUND({term.value}*100,2)&"%: "&{words}'


def treated(term: Term, words: str) -> str:
    """Write what a denominator of 0 means where it is the reason."""
    if term.may(NOTHING):
        words = f'IF({term.state}={NOTHING},"mẫu bằng 0",{words})'
    if term.may(FULL):
        words = f'IF({term.state}={FULL},"điểm tối đa vì mẫu bằng 0",{words})'
    return words


def heading(cells: GroupCells, full: Decimal, digits: int) -> str:
    """Write the applicable maximum where it is not the full one; while points are open, both ends.

    The ends are not told where more than the points is open, or where they have no end.
    """
    none = f.quoted("")
    words = f'"điểm tối đa áp dụng: "&ROUND({cells.maximum},4)'
    other = f.iff(f.is_(cells.maximum, f.number(full)), none, words)
    if f.is_number(cells.status):
        return other if cells.status == "0" else none
    low, high = cells.sums.low, cells.sums.high
    ends = f'"hiện từ "&ROUND({low},{digits})&" đến "&ROUND({high},{digits})&" điểm"'
    limit = f.number(LARGEST)
    told = f.both(
        f"OR({cells.status}={MISSING},{cells.status}={ERROR})",
        f.is_(cells.sums.unsure, f.NO),
        f"ABS({low})<{limit}",
        f"ABS({high})<{limit}",
    )
    return f"IF({cells.status}=0,{other},{f.iff(told, ends, none)})"
