"""Assessments in, their shares of the main headings (lĩnh vực) out."""

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from cchc_rules.evaluation.results import GroupScore, Interval
from cchc_rules.evaluation.tree import GroupScores, share_rows
from cchc_rules.model import Group, Leaf, Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.evaluation.plan import Plan
    from cchc_rules.evaluation.results import Assessment, LeafScore
    from cchc_rules.model import RuleSet

_OUTSIDE = frozenset({Level.BONUS, Level.PENALTY})


def main_headings(rules: "RuleSet") -> "tuple[Group | Leaf, ...]":
    """Return the headings that units are compared by: lĩnh vực, or what stands in their place.

    A PHẦN gives way to the lĩnh vực in it; a lone heading gives way to its children.
    """
    found = [
        heading
        for child in _inside(rules.root)
        for heading in (_fields(child) if isinstance(child, Group) else ()) or (child,)
    ]
    while len(found) == 1 and isinstance(found[0], Group):
        found = _inside(found[0])
    return tuple(found)


def _fields(group: "Group") -> "list[Group | Leaf]":
    return [child for child in group.children if child.level is Level.FIELD]


def points_of(score: "GroupScore | LeafScore | None") -> Interval | None:
    """Return the points of a heading; None where nothing of it applies."""
    return None if score is None or share_of(score) is None else score.score


def _inside(group: "Group") -> "list[Group | Leaf]":
    return [child for child in group.children if child.level not in _OUTSIDE]


def shares_of(
    units: "Sequence[Assessment]", codes: "Sequence[str]"
) -> "list[tuple[Interval | None, ...]]":
    """Return the shares of the headings `codes` for each unit; None: nothing of it applies."""
    rows: list[tuple[Interval | None, ...]] = [()] * len(units)
    together: defaultdict[Plan, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        if unit.plan is not None and isinstance(unit.groups, GroupScores):
            together[unit.plan].append(number)
        else:
            rows[number] = _shares(unit, codes)
    for plan, numbers in together.items():
        places = _places(plan, codes)
        if places is None:
            found = [_shares(units[number], codes) for number in numbers]
        else:
            groups = [cast("GroupScores", units[number].groups) for number in numbers]
            found = share_rows(plan.headings, groups, places)
        for number, row in zip(numbers, found, strict=True):
            rows[number] = row
    return rows


def _shares(unit: "Assessment", codes: "Sequence[str]") -> "tuple[Interval | None, ...]":
    return tuple([share_of(score) for score in heading_scores(unit, codes)])


def _places(plan: "Plan", codes: "Sequence[str]") -> list[int] | None:
    """Return where the headings `codes` stand in the plan; None: not all are groups in it."""
    found = {node.group.code: place for place, node in enumerate(plan.headings)}
    return [found[code] for code in codes] if all(code in found for code in codes) else None


def heading_scores(
    unit: "Assessment", codes: "Sequence[str]"
) -> "list[GroupScore | LeafScore | None]":
    """Return the unit's scores of the headings `codes`; None: not part of the round."""
    found: dict[str, GroupScore | LeafScore] = {score.group.code: score for score in unit.groups}
    if any(code not in found for code in codes):
        found |= {score.leaf.code: score for score in unit.leaves}
    return [found.get(code) for code in codes]


def share_of(score: "GroupScore | LeafScore | None") -> Interval | None:
    """Return score / applicable maximum; None where nothing applies."""
    if score is None:
        return None
    if isinstance(score, GroupScore):
        return score.share
    if not score.maximum:
        return None
    return Interval(score.score.low / score.maximum, score.score.high / score.maximum)
