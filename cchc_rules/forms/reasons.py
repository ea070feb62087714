"""A rule set in, what the column of reasons may say of each leaf at its longest out.

Rows are as high as that, because no program fits them to what a formula says later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.forms.usage import references
from cchc_rules.model import Cases, FullIf, Group, ItemRef, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cchc_rules.model import Condition, Leaf, RuleSet

LONGEST = 90
"""Formulas cut what they quote to so many letters, a list of figures to _LONGEST_LIST."""
_LONGEST_LIST = 200


def longest_reasons(rules: RuleSet) -> Mapping[str, tuple[str, ...]]:
    """Return, by the code of the leaf, texts of which none that is shown is longer."""
    return dict(_below(rules.root, ()))


def _below(group: Group, above: tuple[Condition, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    zeros = (*above, *group.zero)
    for child in group.children:
        if isinstance(child, Group):
            yield from _below(child, zeros)
        else:
            yield child.code, tuple(_texts(child, (*child.zero, *zeros)))


def _texts(leaf: Leaf, zeros: Sequence[Condition]) -> Iterator[str]:
    behind = "".join("; thưởng 0,25 điểm" for _ in leaf.adjustments)
    method = leaf.method
    if isinstance(method, Table | Cases):
        for row in method.rows:
            yield f"đạt 100,25%: “{_cut(row.text)}”{behind}"
    elif isinstance(method, FullIf):
        yield f"chưa đạt: {_cut(method.condition.text)}{behind}"
    else:
        yield f"đạt 100,25%: tính theo tỷ lệ{behind}"
    for zero in zeros:
        yield f"0 điểm vì {_cut(zero.reason or zero.text)}"
    for exempt in leaf.not_applicable:
        text = exempt.condition.reason or exempt.condition.text
        yield f"không áp dụng vì {_cut(text)}"
    names = dict.fromkeys(_figures(leaf, zeros))
    yield f"còn thiếu: {'; '.join(names)[:_LONGEST_LIST]}"


def _figures(leaf: Leaf, zeros: Sequence[Condition]) -> Iterator[str]:
    """Yield the title of each figure that the leaf reads."""
    for ref in references((leaf.method, leaf.not_applicable, leaf.adjustments, tuple(zeros))):
        if isinstance(ref, ItemRef):
            title = ref.item.title or ref.item.name
            yield _cut(f"{title} (năm 0000)" if ref.previous else title)


def _cut(text: str) -> str:
    return text[:LONGEST]
