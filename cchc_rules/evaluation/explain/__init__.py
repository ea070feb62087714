"""An assessment in, why its scores are what they are, out: Vietnamese text, or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.explain.headings import explain_group, explain_total
from cchc_rules.evaluation.explain.jsonable import explain_json
from cchc_rules.evaluation.explain.leaves import explain_leaf
from cchc_rules.model import Group, Leaf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.evaluation.results import Assessment

__all__ = ["explain", "explain_group", "explain_json", "explain_leaf", "explain_total"]


def explain(unit: Assessment, code: str | None = None) -> tuple[str, ...]:
    """Return one paragraph for each heading, in file order, then for the total.

    With `code` only that of one heading ("": the total); none: there is no such heading.
    """
    if code == "":
        return (explain_total(unit),)
    found = tuple(text for own, text in _headings(unit) if code is None or own == code)
    return found if code else (*found, explain_total(unit))


def _headings(unit: Assessment) -> Iterator[tuple[str, str]]:
    groups = {own.group.code: own for own in unit.groups}
    leaves = {own.leaf.code: own for own in unit.leaves}
    for heading in _below(unit.rules.root):
        if heading.code in groups:
            yield heading.code, explain_group(groups[heading.code], unit)
        elif heading.code in leaves:
            leaf = leaves[heading.code]
            yield heading.code, explain_leaf(leaf, unit.facts.places, unit.rules.digits)


def _below(group: Group) -> Iterator[Group | Leaf]:
    for child in group.children:
        yield child
        if isinstance(child, Group):
            yield from _below(child)
