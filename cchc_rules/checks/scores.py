"""A code in, the scores that its heading can get out: what `điểm 2.1` in a condition may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.intervals import Interval
from cchc_rules.model import Group, Leaf, Level
from cchc_rules.numeric import ONE, ZERO

if TYPE_CHECKING:
    from cchc_rules.model import RuleSet


def score_range(rules: RuleSet, code: str, kind: str, *, share: bool) -> Interval:
    """Return the scores of a heading in points, or (`share`) as shares of its maximum."""
    node = _find(rules.root, code)
    if node is None:
        return Interval()
    leaves = [node] if isinstance(node, Leaf) else list(node.leaves())
    beside = {group.level for group in rules.root.groups()} if node is rules.root else set()
    low_free = any(leaf.allow_negative for leaf in leaves) or Level.PENALTY in beside
    high_free = any(leaf.allow_above for leaf in leaves) or Level.BONUS in beside
    maximum = ONE if share else node.maximum.of(kind)
    return Interval(None if low_free else ZERO, None if high_free else maximum)


def _find(group: Group, code: str) -> Group | Leaf | None:
    if group.code == code or not code:
        return group
    for child in group.children:
        if child.code == code:
            return child
        if isinstance(child, Group) and (found := _find(child, code)):
            return found
    return None
