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


def marked_with(root: Group) -> dict[str, tuple[str, ...]]:
    """Return, for each code, the leaves that do not apply where a unit marks it.

    None of them where one of the leaves below does not allow the mark.
    """
    found: dict[str, tuple[str, ...]] = {}
    for group in root.groups():
        for child in group.children:
            leaves = tuple(child.leaves()) if isinstance(child, Group) else (child,)
            allowed = all(leaf.unit_marks for leaf in leaves)
            found[child.code] = tuple(leaf.code for leaf in leaves) if allowed else ()
    return found


def field_titles(rules: RuleSet) -> dict[str, str]:
    """Return, for each code, the field (lĩnh vực, điểm cộng, điểm trừ) that it stands in."""
    found: dict[str, str] = {}
    for field in rules.root.groups():
        if field.level in {Level.FIELD, Level.BONUS, Level.PENALTY}:
            title = f"{field.code}. {field.title}"
            found |= dict.fromkeys((leaf.code for leaf in field.leaves()), title)
            found |= dict.fromkeys((group.code for group in field.groups()), title)
    return found


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
