"""Assessments of one round in, the ranking out: places, classes, means and distances."""

from decimal import localcontext
from itertools import groupby
from typing import TYPE_CHECKING

from cchc_rules.numeric import EXACT
from cchc_rules.ranking.cohorts import Tally
from cchc_rules.ranking.contest import Contest
from cchc_rules.ranking.entries import entries
from cchc_rules.ranking.order import collate
from cchc_rules.ranking.results import RankedUnit, Ranking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.facts import Round
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.entries import Decide
    from cchc_rules.ranking.order import Key


def rank(
    rules: "RuleSet", round_: "Round", assessments: "Sequence[Assessment]", decide: "Decide"
) -> Ranking:
    """Rank `assessments` as `rules` say; the self round has neither places nor classes.

    Each is looked at once and not kept: the sequence may make them one after another.
    `decide` says whether a condition of a class or a veto holds for a unit (None: not known).
    """
    with localcontext(EXACT):
        tallies = _cohorts(rules, assessments, decide)
        parts = [
            tally.summarise(Contest(rules, round_, tally.entries).units()) for tally in tallies
        ]
    units = tuple(unit for _, members in parts for unit in _in_order(members))
    return Ranking(rules, round_, units, tuple(cohort for cohort, _ in parts))


def _cohorts(
    rules: "RuleSet", assessments: "Sequence[Assessment]", decide: "Decide"
) -> list[Tally]:
    """Return those who are compared with one another: all, or those of each kind."""
    apart = rules.ranking.per_kind
    by_kind = {kind: Tally(rules, kind) for kind in (rules.kinds if apart else ("",))}
    for entry, shares in entries(rules, assessments, decide):
        kind = entry.unit.kind if apart else ""
        if kind not in by_kind:
            by_kind[kind] = Tally(rules, kind)
        by_kind[kind].add(entry, shares)
    return [tally for tally in by_kind.values() if tally.entries or not apart]


def _in_order(units: "list[RankedUnit]") -> "Iterator[RankedUnit]":
    """Yield the ranked units by place, then the others by total; equal ones by name."""
    for _, equal in groupby(sorted(units, key=_position), key=_position):
        first, *rest = equal
        yield from sorted((first, *rest), key=_by_name) if rest else (first,)


def _by_name(unit: RankedUnit) -> "Key":
    return collate(unit.name)


def _position(unit: RankedUnit) -> "tuple[int, int | Decimal, int | Decimal]":
    if unit.places is not None:
        return 0, unit.places.worst, unit.places.best
    if unit.total is not None:
        return 1, -unit.total.low, -unit.total.high
    return 2, 0, 0
