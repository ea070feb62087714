"""Facts in, a table workbook's page out: one unit per row, which `rank` reads back the same."""

from typing import TYPE_CHECKING

from cchc_rules.excel.writing import Column, Look, Page, Row
from cchc_rules.facts import Fault
from cchc_rules.headings import field_titles
from cchc_rules.model import Special, ValueType
from cchc_rules.numeric import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.excel.writing import Value
    from cchc_rules.facts import Datum, Facts
    from cchc_rules.model import DataItem, RuleSet

_LOOKS = {
    ValueType.COUNT: Look.WHOLE,
    ValueType.NUMBER: Look.POINTS,
    ValueType.PERCENT: Look.PERCENT,
    ValueType.DATE: Look.DATE,
    ValueType.BOOL: Look.CENTERED,
}
_NARROW, _WIDE = 13, 22


def facts_page(
    rules: "RuleSet", facts: "Sequence[Facts]", titles: tuple[str, ...], notes: tuple[str, ...]
) -> Page:
    """Return a page with a column for each figure that any of the units has."""
    columns = [
        (Column("STT", Look.CENTERED, width=6), [*range(1, len(facts) + 1)]),
        (Column("Đơn vị", width=_WIDE), [one.unit.name for one in facts]),
        *_kinds(facts),
        *_figures(rules, facts),
        *_previous(rules, facts),
        *_manual(rules, facts),
    ]
    rows = zip(*(values for _, values in columns), strict=True)
    return Page(
        name="Số liệu",
        columns=tuple(column for column, _ in columns),
        rows=[Row(values) for values in rows],
        titles=titles,
        notes=notes,
        fixed_columns=2,
    )


def _kinds(facts: "Sequence[Facts]") -> "Iterator[tuple[Column, Sequence[Value]]]":
    kinds = [one.unit.kind for one in facts]
    if len(set(kinds)) > 1:
        yield Column("Loại", width=_NARROW), kinds


def _figures(
    rules: "RuleSet", facts: "Sequence[Facts]"
) -> "Iterator[tuple[Column, Sequence[Value]]]":
    fields = field_titles(rules)
    for key, item in rules.items.items():
        if any(key in one.values for one in facts):
            column = _column(item, item.title or item.name, fields.get(item.owner, ""))
            yield column, [_value(one.values.get(key)) for one in facts]


def _previous(
    rules: "RuleSet", facts: "Sequence[Facts]"
) -> "Iterator[tuple[Column, Sequence[Value]]]":
    for key, item in rules.items.items():
        if any(key in one.previous for one in facts):
            column = _column(item, f"{item.name}@{rules.year - 1}", f"Năm {rules.year - 1}")
            yield column, [_value(one.previous.get(key)) for one in facts]


def _manual(
    rules: "RuleSet", facts: "Sequence[Facts]"
) -> "Iterator[tuple[Column, Sequence[Value]]]":
    for leaf in rules.root.leaves():
        if any(leaf.code in one.manual for one in facts):
            column = Column(f"{leaf.code}!điểm", Look.POINTS, "Hội đồng chấm", width=_NARROW)
            yield column, [_value(one.manual.get(leaf.code)) for one in facts]


def _column(item: "DataItem", title: str, group: str) -> Column:
    look = _LOOKS.get(item.type, Look.TEXT)
    return Column(title, look, group, 2, _WIDE if look is Look.TEXT else _NARROW)


def _value(datum: "Datum | None") -> "Value":
    match datum:
        case None | Special.MISSING:
            return None
        case Special.NOT_APPLICABLE:
            return "-"
        case Special.ERROR | Fault():
            return "#N/A"
        case bool():
            return "có" if datum else "không"
        case tuple():
            return "; ".join(_ballot(ballot) for ballot in datum)
        case _:
            return datum


def _ballot(ballot: object) -> str:
    if ballot is None:
        return ""
    return ballot if isinstance(ballot, str) else plain(ballot).replace(".", ",")  # type: ignore[arg-type]
