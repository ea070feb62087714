"""The units of one cohort in, the same units with places, classes and distances out."""

from itertools import compress, pairwise
from typing import TYPE_CHECKING, TypeVar

from cchc_rules.evaluation.results import Interval
from cchc_rules.facts import Round
from cchc_rules.numeric import HUNDRED, INFINITY, LARGEST, ZERO, publish, settle
from cchc_rules.ranking.classes import Judge
from cchc_rules.ranking.places import Standing, competition, dense
from cchc_rules.ranking.results import RankedUnit
from cchc_rules.ranking.scales import Scale, Value, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.entries import Entry
    from cchc_rules.ranking.results import NextClass

T = TypeVar("T")
_NOTHING = Interval(ZERO, ZERO)


class Contest:
    """Everyone of one cohort; only the appraised round has places and classes."""

    def __init__(self, rules: "RuleSet", round_: Round, members: "Sequence[Entry]") -> None:
        self._rules = rules
        self._members = members
        self._appraised = round_ is Round.APPRAISED
        joining = [
            self._appraised and entry.total is not None and entry.ranked is not False
            for entry in members
        ]
        standings = [_standing(rules, entry) for entry in compress(members, joining)]
        strict = competition(standings)
        shown = dense(standings) if rules.ranking.dense else strict
        self._standings = _spread(joining, standings)
        self._strict = _spread(joining, strict)
        self._shown = _spread(joining, shown)
        self._joined = len(standings)
        self._above = dict(pairwise(sorted({own.low[0] for own in standings if not own.open})))
        self._surely_ranked = sum(own.sure for own in standings)
        kinds = {entry.unit.kind for entry in members} if self._appraised else set()
        rules_of = {kind: rules.classification_for(kind) for kind in kinds}
        self._judges = {
            kind: Judge(rules, scale_of(rule, kind)) for kind, rule in rules_of.items() if rule
        }

    def units(self) -> list[RankedUnit]:
        """Return the units in the order in which they came."""
        return [self._unit(index, entry) for index, entry in enumerate(self._members)]

    def _unit(self, index: int, entry: "Entry") -> RankedUnit:
        if entry.total is None:
            return RankedUnit(entry, None, None, None, ())
        low = _value(entry, entry.total.low, self._rules.digits)
        high = low if entry.total.known else _value(entry, entry.total.high, self._rules.digits)
        classes, above = self._classes(index, entry, low, high)
        return RankedUnit(
            entry=entry,
            total=Interval(low.total, high.total),
            percent=Interval(low.percent, high.percent),
            places=self._shown[index],
            classes=classes,
            to_next_rank=self._gap(index),
            to_next_class=above,
        )

    def _classes(
        self, index: int, entry: "Entry", low: Value, high: Value
    ) -> "tuple[tuple[str, ...], NextClass | None]":
        judge = self._judges.get(entry.unit.kind)
        if judge is None or entry.total is None:
            return (), None
        scale = judge.scale
        if scale.rule.unrounded:
            low, high = _value(entry, entry.total.low), _value(entry, entry.total.high)
        if low.total == -INFINITY:  # farther than any class begins
            low = _value(entry, -LARGEST)
        if high.total == INFINITY:
            high = _value(entry, LARGEST)
        if scale.rule.by_rank:
            bands = self._bands_of_place(index, scale)
            return judge.classes(bands, entry.answers), None
        bands = scale.bands_between(low, high)
        classes = judge.classes(bands, entry.answers)
        if low != high or len(classes) != 1:
            return classes, None
        return classes, judge.next_class(min(bands), low, classes[0], entry.maximum)

    def _bands_of_place(self, index: int, scale: Scale) -> set[int]:
        places = self._strict[index]
        if places is None:
            return set()
        return scale.bands_of_places(places, self._surely_ranked, self._joined)

    def _gap(self, index: int) -> "Decimal | None":
        """Return the points up to the next known total above, where the place is known."""
        own, places = self._standings[index], self._shown[index]
        if own is None or own.open or places is None or not places.known:
            return None
        above = self._above.get(own.low[0])
        return None if above is None else above - own.low[0]


def _spread(joining: "Sequence[bool]", values: "Sequence[T]") -> "list[T | None]":
    """Return the values of those who join, in the order of all; None: does not join."""
    coming = iter(values)
    return [next(coming) if joins else None for joins in joining]


def _value(entry: "Entry", total: "Decimal", digits: int | None = None) -> Value:
    percent = total * HUNDRED / entry.maximum
    if digits is None:
        return Value(settle(percent), total)
    return Value(publish(percent, digits), publish(total, digits))


def _standing(rules: "RuleSet", entry: "Entry") -> Standing:
    total = entry.total or _NOTHING
    if rules.ranking.rounded:
        total = Interval(publish(total.low, rules.digits), publish(total.high, rules.digits))
    ends = [total, *(score or _NOTHING for score in entry.ties)]
    low, high = tuple(end.low for end in ends), tuple(end.high for end in ends)
    return Standing(low, high, sure=entry.ranked is True)
