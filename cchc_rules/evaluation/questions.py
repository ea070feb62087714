"""Conditions outside the leaves in (classes, who is ranked), their three-valued answers out."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from cchc_rules.evaluation.outcomes import MISSING, NOT_APPLICABLE
from cchc_rules.evaluation.reading import read_by, reading_of
from cchc_rules.evaluation.results import Interval, LeafStatus
from cchc_rules.evaluation.scope import PeerSlot, ScoreSlot
from cchc_rules.evaluation.steps import any_of
from cchc_rules.numeric import EXACT, settle

if TYPE_CHECKING:
    from cchc_rules.evaluation.compiler import BoundCondition, Compiler
    from cchc_rules.evaluation.given import Given
    from cchc_rules.evaluation.outcomes import Result
    from cchc_rules.evaluation.reading import Reading
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import Condition, RuleSet, ScoreRef


class Questions:
    """Answers conditions for one kind of unit; each is compiled when it is first asked."""

    def __init__(self, rules: RuleSet, compiler: Compiler) -> None:
        self._rules = rules
        self._compiler = compiler
        # The condition is kept beside what it was compiled to: its id stays its own.
        self._asked: dict[int, tuple[Condition, BoundCondition, Reading]] = {}
        slots = tuple(compiler.scope.slots.values())
        with compiler.scope.noting() as noted:
            self._compared = {
                slot.key: compiler.value(slot.ref.of)
                for slot in slots
                if isinstance(slot, PeerSlot)
            }
        self._comparing = reading_of(compiler.scope, noted.slots)

    def decide(self, given: Given, condition: Condition, scored: Assessment | None) -> bool | None:
        """Say whether `condition` holds; without `scored`, scores are not known."""
        with localcontext(EXACT):
            _, bound, reading = self._compiled(condition)
            env = reading.env(given)
            if scored is not None:
                for slot in read_by(self._compiler.scope, bound.reads.slots):
                    if isinstance(slot, ScoreSlot):
                        env[slot.index] = score_of(scored, slot.ref)
            return bound.holds(env)

    def joins(self, given: Given, scored: Assessment | None) -> bool | None:
        """Say whether the unit is ranked: the roster decides, else the rule set."""
        unit = given.facts.unit
        if unit.ranked is not None:
            return unit.ranked
        if unit.kind in self._rules.unranked_kinds:
            return False
        conditions = self._rules.unranked_if
        barred = any_of(self.decide(given, condition, scored) for condition in conditions)
        return None if barred is None else not barred

    @property
    def compares(self) -> bool:
        """Say whether the unit is compared with its group (toàn nhóm)."""
        return bool(self._compared)

    def peer_figures(self, given: Given) -> dict[str, Result]:
        """Return the unit's own figures that are compared with those of the group."""
        with localcontext(EXACT):
            env = self._comparing.env(given)
            return {key: read(env) for key, read in self._compared.items()}

    def _compiled(self, condition: Condition) -> tuple[Condition, BoundCondition, Reading]:
        found = self._asked.get(id(condition))
        if found is None:
            bound = self._compiler.condition(condition)
            reading = reading_of(self._compiler.scope, bound.reads.slots)
            found = self._asked[id(condition)] = condition, bound, reading
        return found


def score_of(scored: Assessment, ref: ScoreRef) -> Result:
    """Return a score as a figure: a number, an interval while it is open, or not applicable."""
    if not ref.code:
        if scored.total is None:
            return NOT_APPLICABLE
        return _figure(scored.total, scored.maximum if ref.share else None)
    group = next((own for own in scored.groups if own.group.code == ref.code), None)
    if group is not None:
        span = group.share if ref.share else group.score
        return NOT_APPLICABLE if group.share is None or span is None else _figure(span)
    leaf = next((own for own in scored.leaves if own.leaf.code == ref.code), None)
    if leaf is None or leaf.status is LeafStatus.NOT_APPLICABLE:
        return NOT_APPLICABLE
    if leaf.uncertain:
        return MISSING
    return _figure(leaf.score, leaf.maximum if ref.share else None)


def _figure(span: Interval, maximum: Decimal | None = None) -> Result:
    if maximum is not None:
        if not maximum:
            return NOT_APPLICABLE
        span = Interval(settle(span.low / maximum), settle(span.high / maximum))
    return span.low if span.known else span
