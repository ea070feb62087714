"""A layout and facts in, the cells of the form that say the same out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.facts import Facts, Fault, Round
from cchc_rules.facts.admit import markable
from cchc_rules.facts.admit.numbers import checked
from cchc_rules.facts.admit.overrides import override_spec
from cchc_rules.forms.layout import INPUT, MARK, SCORE, Column, RowKind
from cchc_rules.model import Special, ValueType
from cchc_rules.numeric import vietnamese

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.forms.layout import FormRow, Layout
    from cchc_rules.model import RuleSet

    Cell = float | str | bool
    Cells = Mapping[str, Cell]

WRONG = "xem công văn"
"""What stands in a cell that is lỗi: text where no text is asked for."""
NOT_THIS = Fault("tiêu chí không cho đánh dấu không áp dụng")


def as_read(facts: Facts, rules: RuleSet) -> Facts:
    """Return the facts as a reader of the form has them.

    `-` is lỗi where nobody may mark; a decision of the council needs its reason, within limits.
    """
    allowed = markable(rules)
    values = {
        key: NOT_THIS if value is Special.NOT_APPLICABLE and key not in allowed else value
        for key, value in facts.values.items()
    }
    limits = {leaf.code: override_spec(leaf, facts.unit.kind) for leaf in rules.root.leaves()}
    decided = {
        code: own
        for code, own in facts.overrides.items()
        if own.reason and code in limits and not checked(limits[code], own.score).remarks
    }
    return replace(facts, values=values, overrides=decided)


def fill(layout: Layout, facts: Facts, round_: Round) -> Cells:
    """Return what stands in the input cells, by address (D14)."""
    return dict(_cells(layout, facts, round_))


def _cells(layout: Layout, facts: Facts, round_: Round) -> Iterator[tuple[str, Cell]]:
    column = INPUT[round_].letter
    for row in layout.rows:
        value = _value(row, facts)
        if value is not None:
            own = Column.APPRAISED.letter if row.kind is RowKind.MANUAL else column
            yield f"{own}{row.number}", value
    for code, decided in facts.overrides.items():
        if code in layout.by_key:
            number = layout.by_key[code].number
            yield f"{Column.OVERRIDE.letter}{number}", float(decided.score)
            if decided.reason:
                yield f"{Column.OVERRIDE_REASON.letter}{number}", decided.reason


def _value(row: FormRow, facts: Facts) -> Cell | None:
    match row.kind:
        case RowKind.FIGURE if row.item is not None and row.item.type is ValueType.BALLOTS:
            return _ballots(facts.values.get(row.item.key))
        case RowKind.FIGURE if row.item is not None:
            return _written(facts.values.get(row.item.key), row.item.type)
        case RowKind.LAST_YEAR if row.item is not None:
            return _written(facts.previous.get(row.item.key), row.item.type)
        case RowKind.OPTION if row.item is not None:
            found = facts.values.get(row.item.key)
            if isinstance(found, tuple):
                found = found[row.item.options.index(row.option)]
            return _written(found, ValueType.COUNT)
        case RowKind.MANUAL:
            return _written(facts.manual.get(row.key.removesuffix(SCORE)), ValueType.NUMBER)
        case RowKind.MARK:
            return "x" if row.key.removesuffix(MARK) in facts.marks else None
        case _:
            return None


def _ballots(value: object) -> Cell | None:
    if not isinstance(value, tuple):
        return _written(value, ValueType.BALLOTS)
    return "; ".join(vietnamese(one) if isinstance(one, Decimal) else one or "" for one in value)


def _written(value: object, kind: ValueType) -> Cell | None:
    match value:
        case None | Special.MISSING:
            return None
        case Special.NOT_APPLICABLE:
            return "-"
        case Fault() if kind is ValueType.TEXT:
            return None
        case Fault() if value == NOT_THIS:
            return "-"
        case Fault():
            return WRONG
        case bool():
            return "có" if value else "không"
        case Decimal():
            return float(value)
        case date():
            return float((value - date(1899, 12, 30)).days)
        case str():
            return value
        case _:
            return WRONG
