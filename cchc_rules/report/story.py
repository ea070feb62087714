"""One ranked unit in, what a report tells of it out: where it stands, and what it lost."""

from typing import TYPE_CHECKING

from cchc_rules.evaluation.explain import explain_leaf
from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.evaluation.tree import OUTSIDE
from cchc_rules.model import Group
from cchc_rules.numeric import vietnamese
from cchc_rules.ranking.fields import heading_scores, main_headings, share_of
from cchc_rules.records import record
from cchc_rules.report.history_text import change_text, run_text, told_runs
from cchc_rules.report.numbers import share_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cchc_rules.evaluation.results import Assessment, LeafScore
    from cchc_rules.model import Leaf
    from cchc_rules.ranking.results import RankedUnit

_MOST_LOSSES = 5


@record()
class Loss:
    """A leaf that scored less than its maximum, and by how many points."""

    leaf: "LeafScore"
    points: "Decimal"


def story(unit: "RankedUnit") -> "Iterator[str]":
    """Yield what a report tells of the unit, a line each."""
    own = unit.assessment
    if unit.history is not None and unit.history.change is not None:
        yield change_text(unit.history.change, own.rules.digits) + "."
    runs = [run_text(run) for run in told_runs(unit.history)]
    if runs:
        yield f"Nhiều năm: {'; '.join(runs)}."
    yield from _distances(unit)
    yield from _fields(unit)
    losses = losses_of(own)[:_MOST_LOSSES]
    if losses:
        listed = "; ".join(_lost(loss, own.rules.digits) for loss in losses)
        yield f"Mất nhiều điểm nhất: {listed}."


def _distances(unit: "RankedUnit") -> "Iterator[str]":
    digits = unit.assessment.rules.digits
    parts = []
    if unit.to_next_rank is not None:
        parts.append(f"kém hạng trên {vietnamese(unit.to_next_rank, digits)} điểm")
    if unit.to_next_class is not None:
        points = vietnamese(unit.to_next_class.points, digits)
        parts.append(f"còn {points} điểm để lên loại {unit.to_next_class.name}")
    if parts:
        text = ", ".join(parts)
        yield f"{text[0].upper()}{text[1:]}."


def _fields(unit: "RankedUnit") -> "Iterator[str]":
    """Yield how many fields the unit is lowest in, then each field with its criteria at 0."""
    own = unit.assessment
    headings = main_headings(own.rules)
    if unit.lowest_in:
        titles = {heading.code: heading.title for heading in headings}
        listed = "; ".join(f"{code}. {titles[code]}" for code in unit.lowest_in)
        count = f"{len(unit.lowest_in)} trên {len(headings)}"
        yield f"Thấp nhất bảng ở {count} lĩnh vực: {listed}."
    scores = heading_scores(own, [heading.code for heading in headings])
    zeros = {score.leaf.code for score in zero_leaves(own)}
    applying = {
        score.leaf.code for score in own.leaves if score.status is not LeafStatus.NOT_APPLICABLE
    }
    for heading, score in zip(headings, scores, strict=True):
        leaves = heading.leaves() if isinstance(heading, Group) else (heading,)
        inside = [leaf for leaf in leaves if leaf.code in applying]
        lost = [leaf for leaf in inside if leaf.code in zeros]
        if lost:
            share = share_text(share_of(score), own.rules.digits)
            yield (
                f"{heading.code}. {heading.title} {share}%: "
                f"{len(lost)} trên {len(inside)} tiêu chí 0 điểm ({_codes(lost)})."
            )


def _codes(leaves: "list[Leaf]") -> str:
    return ", ".join(leaf.code for leaf in leaves)


def zero_leaves(unit: "Assessment") -> "Iterator[LeafScore]":
    """Yield every criterion that applies, and surely scored 0 or less."""
    for leaf in _criteria(unit):
        if leaf.status is not LeafStatus.NOT_APPLICABLE and leaf.maximum and leaf.high <= 0:
            yield leaf


def _criteria(unit: "Assessment") -> "Iterator[LeafScore]":
    """Yield the leaves, without those of điểm cộng and điểm trừ."""
    outside = {
        leaf.code
        for group in unit.rules.root.groups()
        if group.level in OUTSIDE
        for leaf in group.leaves()
    }
    return (leaf for leaf in unit.leaves if leaf.leaf.code not in outside)


def losses_of(unit: "Assessment") -> list[Loss]:
    """Return the criteria that surely lost points, most first."""
    found = [
        Loss(leaf, leaf.maximum - leaf.high)
        for leaf in _criteria(unit)
        if not leaf.uncertain and leaf.maximum > leaf.high
    ]
    return sorted(found, key=lambda loss: -loss.points)


def _lost(loss: Loss, digits: int) -> str:
    leaf = loss.leaf.leaf
    return f"{leaf.code} {leaf.title} (mất {vietnamese(loss.points, digits)})"


def reason_of(score: "LeafScore", unit: "Assessment") -> str:
    """Return on one line why a criterion has its points, without what did not happen."""
    paragraph = explain_leaf(score, unit.facts.places, unit.rules.digits)
    lines = [line.strip() for line in paragraph.split("\n")[1:]]
    return "; ".join(line for line in lines if ": không xảy ra" not in line)
