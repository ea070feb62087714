"""Assessments of one round in, the ranking out: places, classes, means and distances."""

from decimal import localcontext
from itertools import groupby
from typing import TYPE_CHECKING

from cchc_rules.numeric import EXACT
from cchc_rules.ranking.cohorts import summarise
from cchc_rules.ranking.contest import Contest
from cchc_rules.ranking.fields import main_headings, shares_of
from cchc_rules.ranking.order import collate
from cchc_rules.ranking.results import RankedUnit, Ranking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.facts import Round
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.classes import Decide
    from cchc_rules.ranking.order import Key


def rank(
    rules: "RuleSet", round_: "Round", assessments: "Sequence[Assessment]", decide: "Decide"
) -> Ranking:
    """Rank `assessments` as `rules` say; the self round has neither places nor classes.

    `decide` says whether a condition of a class or a veto holds for a unit (None: not known).
    """
    with localcontext(EXACT):
        parts = [
            summarise(rules, kind, _ranked(rules, round_, members, decide))
            for kind, members in _cohorts(rules, assessments)
        ]
    units = tuple(unit for _, members in parts for unit in _in_order(members))
    return Ranking(rules, round_, units, tuple(cohort for cohort, _ in parts))


def _ranked(
    rules: "RuleSet", round_: "Round", members: "list[Assessment]", decide: "Decide"
) -> list[RankedUnit]:
    """Return the units of one cohort with places, classes, distances and shares."""
    shares = shares_of(members, [heading.code for heading in main_headings(rules)])
    return Contest(rules, round_, members, decide).units(shares)


def _cohorts(
    rules: "RuleSet", assessments: "Sequence[Assessment]"
) -> "list[tuple[str, list[Assessment]]]":
    if not rules.ranking.per_kind:
        return [("", list(assessments))]
    by_kind: dict[str, list[Assessment]] = {kind: [] for kind in rules.kinds}
    for unit in assessments:
        by_kind.setdefault(unit.facts.unit.kind, []).append(unit)
    return [(kind, members) for kind, members in by_kind.items() if members]


def _in_order(units: "list[RankedUnit]") -> "Iterator[RankedUnit]":
    """Yield the ranked units by place, then the others by total; equal ones by name."""
    for _, equal in groupby(sorted(units, key=_position), key=_position):
        first, *rest = equal
        yield from sorted((first, *rest), key=_by_name) if rest else (first,)


def _by_name(unit: RankedUnit) -> "Key":
    return collate(unit.assessment.facts.unit.name)


def _position(unit: RankedUnit) -> "tuple[int, int | Decimal, int | Decimal]":
    if unit.places is not None:
        return 0, unit.places.worst, unit.places.best
    if unit.total is not None:
        return 1, -unit.total.low, -unit.total.high
    return 2, 0, 0
