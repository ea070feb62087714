"""The units of one cohort in, the same units with places, classes and distances out."""

from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import Interval
from cchc_rules.facts import Round
from cchc_rules.numeric import HUNDRED, INFINITY, LARGEST, ZERO, publish, settle
from cchc_rules.ranking.classes import Judge, next_class
from cchc_rules.ranking.fields import heading_scores
from cchc_rules.ranking.places import Standing, competition, dense
from cchc_rules.ranking.results import RankedUnit
from cchc_rules.ranking.scales import Scale, Value, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.classes import Decide
    from cchc_rules.ranking.results import NextClass, Places

    Shares = tuple[Interval | None, ...]


class Contest:
    """Everyone of one cohort; only the appraised round has places and classes."""

    def __init__(
        self, rules: "RuleSet", round_: Round, members: "list[Assessment]", decide: "Decide"
    ) -> None:
        self._rules = rules
        self._members = members
        self._appraised = round_ is Round.APPRAISED
        joining = [
            index
            for index, unit in enumerate(members)
            if self._appraised and unit.total is not None and unit.ranked is not False
        ]
        standings = [_standing(rules, members[index]) for index in joining]
        strict = competition(standings)
        shown = dense(standings) if rules.ranking.dense else strict
        self._standings = dict(zip(joining, standings, strict=True))
        self._strict = dict(zip(joining, strict, strict=True))
        self._shown = dict(zip(joining, shown, strict=True))
        self._above = dict(pairwise(sorted({own.low[0] for own in standings if not own.open})))
        self._surely_ranked = sum(own.sure for own in standings)
        kinds = {unit.facts.unit.kind for unit in members} if self._appraised else set()
        rules_of = {kind: rules.classification_for(kind) for kind in kinds}
        self._judges = {
            kind: Judge(scale_of(rule, kind), decide) for kind, rule in rules_of.items() if rule
        }

    def units(self, shares: "Sequence[Shares]") -> list[RankedUnit]:
        """Return the units in the order in which they came, each with its `shares`."""
        return [
            self._unit(index, unit, own)
            for index, (unit, own) in enumerate(zip(self._members, shares, strict=True))
        ]

    def _unit(self, index: int, unit: "Assessment", shares: "Shares") -> RankedUnit:
        if unit.total is None:
            return RankedUnit(unit, None, None, None, (), shares)
        low = _value(unit, unit.total.low, self._rules.digits)
        high = low if unit.total.known else _value(unit, unit.total.high, self._rules.digits)
        classes, above = self._classes(index, unit, low, high)
        return RankedUnit(
            assessment=unit,
            total=Interval(low.total, high.total),
            percent=Interval(low.percent, high.percent),
            places=self._shown.get(index),
            classes=classes,
            shares=shares,
            to_next_rank=self._gap(index),
            to_next_class=above,
        )

    def _classes(
        self, index: int, unit: "Assessment", low: Value, high: Value
    ) -> "tuple[tuple[str, ...], NextClass | None]":
        judge = self._judges.get(unit.facts.unit.kind)
        if judge is None or unit.total is None:
            return (), None
        scale = judge.scale
        if scale.rule.unrounded:
            low, high = _value(unit, unit.total.low), _value(unit, unit.total.high)
        if low.total == -INFINITY:  # farther than any class begins
            low = _value(unit, -LARGEST)
        if high.total == INFINITY:
            high = _value(unit, LARGEST)
        if scale.rule.by_rank:
            bands = self._bands_of_place(index, scale)
            return judge.classes(bands, unit), None
        bands = scale.bands_between(low, high)
        classes = judge.classes(bands, unit)
        if low != high or len(classes) != 1:
            return classes, None
        return classes, next_class(scale, min(bands), low, classes[0], unit)

    def _bands_of_place(self, index: int, scale: Scale) -> set[int]:
        places: Places | None = self._strict.get(index)
        if places is None:
            return set()
        return scale.bands_of_places(places, self._surely_ranked, len(self._strict))

    def _gap(self, index: int) -> "Decimal | None":
        """Return the points up to the next known total above, where the place is known."""
        own = self._standings.get(index)
        if own is None or own.open or not self._shown[index].known:
            return None
        above = self._above.get(own.low[0])
        return None if above is None else above - own.low[0]


def _value(unit: "Assessment", total: "Decimal", digits: int | None = None) -> Value:
    percent = total * HUNDRED / unit.maximum
    if digits is None:
        return Value(settle(percent), total)
    return Value(publish(percent, digits), publish(total, digits))


def _standing(rules: "RuleSet", unit: "Assessment") -> Standing:
    total = unit.total or Interval(ZERO, ZERO)
    if rules.ranking.rounded:
        total = Interval(publish(total.low, rules.digits), publish(total.high, rules.digits))
    ends = [total, *_tiebreaks(rules, unit)]
    low, high = tuple(end.low for end in ends), tuple(end.high for end in ends)
    return Standing(low, high, sure=unit.ranked is True)


def _tiebreaks(rules: "RuleSet", unit: "Assessment") -> list[Interval]:
    if not rules.ranking.tiebreaks:
        return []
    scores = heading_scores(unit, rules.ranking.tiebreaks)
    return [score.score if score else Interval(ZERO, ZERO) for score in scores]
