"""A bound rule set in, the headings above each code out: what a finding or a score stands under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.model import Group, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.model import Leaf, RuleSet


def heading(node: Group | Leaf) -> str:
    """Return `TIÊU CHÍ 2.1 “Tỷ lệ hồ sơ đúng hạn”`."""
    return f"{node.level.value} {node.code} “{node.title}”"


def paths(rules: RuleSet) -> dict[str, tuple[str, ...]]:
    """Return, for each code, its headings from the outermost in, then its `căn cứ` if it has one.

    Code "" is the rule set itself, which does not stand in the paths of the others.
    """
    found = dict(_below(rules.root, (), rules.basis))
    root = f"{Level.ROOT.value} {rules.code} “{rules.title}”"
    found[""] = (root, *_basis(rules.basis))
    return found


def _below(
    group: Group, above: tuple[str, ...], basis: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for child in group.children:
        path = (*above, heading(child))
        nearest = child.basis or basis
        yield child.code, (*path, *_basis(nearest))
        if isinstance(child, Group):
            yield from _below(child, path, nearest)


def _basis(basis: str) -> tuple[str, ...]:
    return (f"căn cứ: {basis}",) if basis else ()
