"""A rule set compiled for one kind of unit and one round: given facts in, an assessment out."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from cchc_rules.evaluation.compiler import Compiler
from cchc_rules.evaluation.outcomes import MISSING
from cchc_rules.evaluation.planting import Planter
from cchc_rules.evaluation.questions import Questions
from cchc_rules.evaluation.reading import read_by, reading_of
from cchc_rules.evaluation.results import (
    Assessment,
    Interval,
    LeafScore,
    LeafStatus,
    UnitStatus,
)
from cchc_rules.evaluation.scope import BoundConstraint, FigureSlot, Part, Scope, place_key
from cchc_rules.evaluation.tree import GroupScores, parts_of
from cchc_rules.facts import Fault
from cchc_rules.model import Level
from cchc_rules.numeric import EXACT
from cchc_rules.records import replace

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from cchc_rules.evaluation.bulk import Bulk
    from cchc_rules.evaluation.given import Given
    from cchc_rules.evaluation.outcomes import Env
    from cchc_rules.evaluation.parts import Parts
    from cchc_rules.evaluation.trace import LeafTrace
    from cchc_rules.facts import Facts, Round
    from cchc_rules.model import Constraint, RuleSet


class Plan:
    """The compiled rule set."""

    def __init__(self, rules: RuleSet, kind: str, round_: Round) -> None:
        self.rules = rules
        self.round = round_
        self.scope = Scope(kind)
        with localcontext(EXACT):
            compiler = Compiler(self.scope)
            for number, constraint in enumerate(rules.constraints):
                self._bind(number, constraint, compiler)
            planter = Planter(rules, round_, compiler)
            self.root = planter.plant()
        self.leaves = tuple(planter.leaves)
        nodes = tuple(self.root.nodes())
        self.headings = tuple(node for node in nodes if node.group.level is not Level.ROOT)
        weightings = (node.weighting for node in nodes)
        self.weights = tuple(
            bound for own in weightings if own is not None for bound, _ in own.conditional
        )
        reads = Part().joined(
            *(leaf.reads for leaf in self.leaves), *(bound.reads for bound in self.weights)
        )
        self.reading = reading_of(self.scope, reads.slots)
        self.questions = Questions(rules, compiler)
        self.compiler = compiler
        self._bulk: Bulk | None = None

    def assess(self, facts: Facts, given: Given) -> Assessment:
        """Score a unit with all traces."""
        with localcontext(EXACT):
            env = self.reading.env(given)
            leaves = tuple([leaf.score(env, given.facts) for leaf in self.leaves])
            parts = parts_of(leaves)
            statuses = {leaf.status for leaf in leaves}
            return self.conclude(facts, given, env, parts, statuses, leaves)

    def traces(self, given: Given, codes: Container[str]) -> tuple[LeafTrace, ...]:
        """Return how the leaves with these codes are scored, and nothing of the others."""
        with localcontext(EXACT):
            env = self.reading.env(given)
            wanted = (leaf for leaf in self.leaves if leaf.leaf.code in codes)
            return tuple([leaf.score(env, given.facts).trace for leaf in wanted])

    def totals(self, facts: Facts, given: Given) -> Assessment:
        """Score a unit, its traces to be made when they are looked at."""
        if given.fixed:
            return self.assess(facts, given)
        if self._bulk is None:
            from cchc_rules.evaluation.bulk import Bulk

            self._bulk = Bulk(self)
        return self._bulk.assess(facts, given)

    def conclude(  # noqa: PLR0913, PLR0917
        self,
        facts: Facts,
        given: Given,
        env: Env,
        parts: Parts,
        statuses: set[LeafStatus],
        leaves: Sequence[LeafScore],
    ) -> Assessment:
        """Return the assessment of a unit whose leaves are scored."""
        total = self.root.total(parts, env, rebase=self.rules.rebase)
        judged = bool(self.rules.unranked_if)
        assessment = Assessment(
            rules=self.rules,
            facts=facts,
            round=self.round,
            status=_status(statuses, total),
            leaves=leaves,
            groups=GroupScores(self.headings, parts, env),
            total=total,
            maximum=self.root.maximum,
            ranked=None if judged else self.questions.joins(given, None),
            given=given,
            plan=self,
            awaited=self._awaited(env) if self.weights else (),
        )
        if judged:
            return replace(assessment, ranked=self.questions.joins(given, assessment))
        return assessment

    def _awaited(self, env: Env) -> tuple[str, ...]:
        """Return the keys of what is thiếu in the conditions of weights that are not known."""
        found = (
            place_key(slot.ref, self.rules.year)
            for bound in self.weights
            if bound.holds(env) is None
            for slot in read_by(self.scope, bound.reads.slots)
            if isinstance(slot, FigureSlot) and env[slot.index] is MISSING
        )
        return tuple(dict.fromkeys(found))

    def _bind(self, number: int, constraint: Constraint, compiler: Compiler) -> None:
        with self.scope.noting() as noted:
            test = compiler.test(constraint.condition)
        needs = frozenset(noted.slots)
        slots = read_by(self.scope, needs)
        figures = frozenset(slot.index for slot in slots if isinstance(slot, FigureSlot))
        fault = Fault(f"không thỏa ràng buộc “{constraint.text}”")
        bound = BoundConstraint(number, constraint.condition, test, figures, needs, fault)
        for index in figures:
            self.scope.constraints_on.setdefault(index, []).append(bound)


def _status(statuses: set[LeafStatus], total: Interval | None) -> UnitStatus:
    if total is None:
        return UnitStatus.NOT_SCORED
    if LeafStatus.ERROR in statuses:
        return UnitStatus.ERROR
    if LeafStatus.MISSING in statuses or not total.known:
        return UnitStatus.INCOMPLETE
    return UnitStatus.COMPLETE
