"""Maxima in, where they do not add up out, and which one number explains it.

A maximum that was mistyped disagrees twice: with what stands under it and with what it is part of.
That is one mistake: of a group it is told at the group, of a leaf at the sum that it spoils.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.subject import applies
from cchc_rules.model import (
    Cases,
    Checklist,
    Group,
    Interpolated,
    Leaf,
    Level,
    Manual,
    PerItem,
    Points,
    Table,
)
from cchc_rules.numeric import ZERO
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cchc_rules.checks.subject import Subject

BESIDE = (Level.BONUS, Level.PENALTY)
"""What stands beside the total, not in it."""


@record()
class Imbalance:
    """Children that add up to `found` where `wanted` is said, for units of `kind`."""

    group: Group
    kind: str
    found: Decimal
    wanted: Decimal
    culprit: Leaf | None = None
    """The leaf whose maximum is off by just as much against its own rows."""


def counted(group: Group, kind: str) -> list[Group | Leaf]:
    """Return the children that make up the maximum of a group for units of `kind`."""
    return [child for child in group.children if child.level not in BESIDE and applies(child, kind)]


def imbalances(subject: Subject) -> Iterator[Imbalance]:
    """Yield each group that does not add up, unless one of its groups is to blame."""
    for group in subject.rules.root.groups():
        for kind in subject.kinds_of(group):
            found = _imbalance(subject, group, kind)
            if found is None:
                continue
            excess = found.found - found.wanted
            children = counted(group, kind)
            blamed = [child for child in children if excess in set(_misfits(subject, child, kind))]
            match blamed:
                case [Group()]:
                    continue
                case [Leaf() as leaf]:
                    yield Imbalance(group, kind, found.found, found.wanted, leaf)
                case _:
                    yield found


def blamed_leaves(subject: Subject) -> frozenset[tuple[str, Decimal]]:
    """Return code and maximum of each leaf that is told to differ at the sum that it spoils."""
    found = imbalances(subject)
    blamed = ((each.culprit, each.kind) for each in found if each.culprit is not None)
    return frozenset((leaf.code, leaf.maximum.of(kind)) for leaf, kind in blamed)


def _imbalance(subject: Subject, group: Group, kind: str) -> Imbalance | None:
    rules = subject.rules
    if group.weights or group.level in BESIDE or not group.children:
        return None
    if group.code in rules.incomplete:
        return None
    wanted = group.maximum.of(kind) if group.rescale_from is None else group.rescale_from
    found = sum((child.maximum.of(kind) for child in counted(group, kind)), ZERO)
    rebased = rules.rebase or "" in rules.incomplete
    if found == wanted or (found < wanted and rebased and shortfall_by_kind(group, kind)):
        return None
    return Imbalance(group, kind, found, wanted)


def shortfall_by_kind(group: Group, kind: str) -> bool:
    """Say whether children leave out units of `kind`, or give them less, and the group does not."""
    children = [child for child in group.children if child.level not in BESIDE]
    if any(not applies(child, kind) for child in children):
        return True
    own = any(kind in child.maximum.by_kind for child in children)
    return own and kind not in group.maximum.by_kind


def _misfits(subject: Subject, node: Group | Leaf, kind: str) -> Iterator[Decimal]:
    """Yield by how much a maximum is above what stands under it.

    Of a group for any kind: where kinds are left out, only others may show it.
    """
    if node.code in subject.rules.incomplete:
        return
    if isinstance(node, Leaf):
        best = stated_best(node)
        if best is not None:
            yield node.maximum.of(kind) - best
    elif node.rescale_from is None:
        every = (_imbalance(subject, node, each) for each in subject.kinds_of(node))
        yield from (found.wanted - found.found for found in every if found is not None)


def stated_best(leaf: Leaf) -> Decimal | None:
    """Return the most points that the lines of a leaf state, None if they only state shares."""
    if any(adjustment.sign > 0 for adjustment in leaf.adjustments):
        return None
    match leaf.method:
        case Checklist(entries):
            return sum((max(entry.points, ZERO) for entry in entries), ZERO)
        case Table(rows=rows) | Cases(rows=rows):
            points = [_points(row.outcome) for row in rows]
            known = [found for found in points if found is not None]
            return max(known) if known and len(known) == len(points) else None
        case PerItem(cap=cap):
            return cap
        case Manual(high=high):
            return high
        case _:
            return None


def _points(outcome: object) -> Decimal | None:
    match outcome:
        case Points(points):
            return points
        case Interpolated(low, high):
            return max(low, high)
        case _:
            return None
