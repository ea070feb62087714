"""Small rule sets made by hand: the parser has no part in the tests of facts and workbooks."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from cchc_rules.diagnostics import Span
from cchc_rules.model import (
    DataItem,
    Group,
    ItemRef,
    Leaf,
    Level,
    Manual,
    Maximum,
    Method,
    PerItem,
    RankingRule,
    RuleSet,
    ValueType,
)
from cchc_rules.text import fold_name

HERE = Span("thử.cchc", 1)


def item(  # noqa: PLR0913 - one keyword for each part of a declaration
    name: str,
    type_: ValueType = ValueType.COUNT,
    title: str = "",
    *,
    options: tuple[str, ...] = (),
    low: str | None = None,
    high: str | None = None,
    step: str | None = None,
    owner: str = "",
) -> DataItem:
    return DataItem(
        name,
        fold_name(name),
        type_,
        title or name.replace("_", " ").capitalize(),
        HERE,
        options=options,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        step=None if step is None else Decimal(step),
        owner=owner,
    )


def leaf(  # noqa: PLR0913 - as item
    code: str,
    title: str = "",
    *,
    items: tuple[DataItem, ...] = (),
    method: Method | None = None,
    maximum: int = 10,
    unit_marks: bool = False,
) -> Leaf:
    each = ItemRef(items[0] if items else item("không_có"))
    return Leaf(
        Level.CRITERION,
        code,
        title or f"Tiêu chí {code}",
        Maximum(Decimal(maximum)),
        method or PerItem(Decimal(1), each, None),
        HERE,
        items=items,
        unit_marks=unit_marks,
    )


def manual(code: str, title: str = "", *, high: int = 10, unit_marks: bool = False) -> Leaf:
    method = Manual(Decimal(0), Decimal(high), Decimal("0.01"))
    return leaf(code, title, method=method, maximum=high, unit_marks=unit_marks)


def rule_set(
    *leaves: Leaf,
    kinds: tuple[str, ...] = ("xã",),
    year: int = 2026,
    more: Iterable[DataItem] = (),
    groups: Mapping[str, str] | None = None,
) -> RuleSet:
    """Make a rule set of one field with these leaves; `more` are figures of no leaf."""
    maximum = Maximum(sum((one.maximum.default for one in leaves), Decimal(0)))
    code, title = next(iter((groups or {"1": "Lĩnh vực một"}).items()))
    field = Group(Level.FIELD, code, title, maximum, leaves, HERE)
    root = Group(Level.ROOT, "", "Bộ thử", maximum, (field,), HERE)
    items = {one.key: one for owner in leaves for one in owner.items}
    items |= {one.key: one for one in more}
    return RuleSet(
        "THU", "Bộ thử", year, kinds, root, 2, round_each=False, rebase=False,
        ranking=RankingRule(), items=items, computed={}, parameters={}, constraints=(), place=HERE,
    )  # fmt: skip


def hundred() -> RuleSet:
    """Make a rule set of the hundred columns x0 … x99: counts, percents, counts and có/không."""
    types = (ValueType.COUNT, ValueType.PERCENT, ValueType.COUNT, ValueType.BOOL)
    items = [item(f"x{place}", types[place % 4]) for place in range(100)]
    return rule_set(*(leaf(f"1.{at}", items=(one,)) for at, one in enumerate(items, start=1)))
