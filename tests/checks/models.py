"""Small bound rule sets made by hand, for checks that need no rule text."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Span
from cchc_rules.model import (
    Computed,
    Condition,
    Constant,
    Constraint,
    DataItem,
    FullIf,
    Group,
    ItemRef,
    Leaf,
    Level,
    Maximum,
    Points,
    Range,
    RankingRule,
    Row,
    RuleSet,
    Table,
    ValueType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from cchc_rules.model import Expression, Method, Parameter

_LINES = count(1)


def at() -> Span:
    """Return a place of its own."""
    return Span("luật.cchc", next(_LINES))


def item(
    name: str,
    type_: ValueType = ValueType.COUNT,
    low: str | None = None,
    high: str | None = None,
    options: tuple[str, ...] = (),
) -> DataItem:
    first, last = (None if end is None else Decimal(end) for end in (low, high))
    return DataItem(name, name, type_, name, at(), "", options, first, last)


def number(value: str | int, type_: ValueType = ValueType.NUMBER) -> Constant:
    return Constant(Decimal(value), type_)


def percent(value: str | int) -> Constant:
    return number(str(Decimal(value) / 100), ValueType.PERCENT)


def day(value: date) -> Constant:
    return Constant(value, ValueType.DATE)


def span(low: Constant | None, high: Constant | None, ends: str = "[]") -> Range:
    return Range(low, high, ends[0] == "(", ends[1] == ")")


def row(test: Range | str | bool | Condition | None, points: str | int, text: str = "") -> Row:
    return Row(test, Points(Decimal(points)), text or f"{test}: {points}", at())


def condition(test: Expression, unless: Expression | None = None) -> Condition:
    return Condition(test, "điều kiện", at(), unless)


def computed(name: str, formula: Expression, type_: ValueType = ValueType.PERCENT) -> Computed:
    return Computed(name, name, type_, formula, None, at())


def leaf(
    code: str, method: Method | None = None, maximum: str | int = 1, by_kind: Mapping[str, str] = {}
) -> Leaf:
    kinds = {kind: Decimal(points) for kind, points in by_kind.items()}
    if method is None:
        method = FullIf(condition(ItemRef(item(f"có_{code}", ValueType.BOOL))))
    most = Maximum(Decimal(maximum), kinds)
    return Leaf(Level.CRITERION, code, f"Tiêu chí {code}", most, method, at())


def table(argument: Expression, *rows: Row) -> Table:
    return Table(argument, rows)


def rule_set(  # noqa: PLR0913 - a rule set has many parts
    *leaves: Leaf,
    kinds: tuple[str, ...] = ("xã", "phường"),
    items: Sequence[DataItem] = (),
    formulas: Sequence[Computed] = (),
    constraints: Sequence[Expression] = (),
    parameters: Sequence[Parameter] = (),
    rebase: bool = True,
) -> RuleSet:
    total = Maximum(sum((found.maximum.default for found in leaves), Decimal(0)))
    return RuleSet(
        code="THỬ",
        title="Bộ thử",
        year=2026,
        kinds=kinds,
        root=Group(Level.ROOT, "", "Bộ thử", total, leaves, at()),
        digits=2,
        round_each=False,
        rebase=rebase,
        ranking=RankingRule(),
        items={found.key: found for found in items},
        computed={found.key: found for found in formulas},
        parameters={found.key: found for found in parameters},
        constraints=tuple(Constraint(found, (), "", at()) for found in constraints),
        place=at(),
    )
