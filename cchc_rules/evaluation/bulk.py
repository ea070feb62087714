"""A plan in, a second way to score its units out: by compiled code, for many units.

The assessment is the same as by closures. Leaves that need more than plain values are scored by
their closures; the other leaves get their traces when these are looked at.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.evaluation.fast import compile_leaves
from cchc_rules.evaluation.outcomes import MISSING
from cchc_rules.evaluation.parts import Parts
from cchc_rules.evaluation.reading import reading_of
from cchc_rules.evaluation.results import Late, LeafScore, LeafStatus
from cchc_rules.evaluation.scope import Part
from cchc_rules.facts.rows import pick
from cchc_rules.numeric import EXACT, ZERO

if TYPE_CHECKING:
    from cchc_rules.evaluation.given import Given
    from cchc_rules.evaluation.leaves import LeafPlan
    from cchc_rules.evaluation.outcomes import Env
    from cchc_rules.evaluation.plan import Plan
    from cchc_rules.evaluation.reading import Reading
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.evaluation.trace import LeafTrace
    from cchc_rules.facts import Facts


class Bulk:
    """Scores units of one plan by compiled code."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._leaves = plan.leaves
        self.reading = plan.reading
        self._models = tuple(leaf.leaf for leaf in plan.leaves)
        with localcontext(EXACT):
            self._score = compile_leaves(plan.leaves, plan.reading, plan.compiler)
        self._maxima = tuple(leaf.limits.maximum for leaf in plan.leaves)
        self._numbers = {leaf.leaf.code: number for number, leaf in enumerate(plan.leaves)}
        weights = Part().joined(*(bound.reads for bound in plan.weights))
        self._weighing = reading_of(plan.scope, weights.slots)
        self._readings: dict[int, Reading] = {}

    def assess(self, facts: Facts, given: Given) -> Assessment:
        """Score a unit."""
        source = given.facts
        bare = BareScores(given)
        with localcontext(EXACT):
            try:
                bare.scores = self._score(
                    pick(source.values, self.reading.now_keys),
                    source.previous.get,
                    source.manual.get,
                    given.peers,
                    bare.zeroed.append,
                    bare.absent.append,
                    bare.slow.append,
                )
            except ArithmeticError:  # a figure that is no number at all, such as NaN
                return self._plan.assess(facts, given)
            if source.marks or source.overrides:
                self._leave_to_closures(bare, source)
            parts = self._parts(bare)
            env = self._weighing.env(given) if self._plan.weights else []
            statuses = {leaf.status for leaf in bare.weighed.values()}
            late = Late(partial(self._leaf_scores, bare))
            return self._plan.conclude(facts, given, env, parts, statuses, late)

    def _parts(self, bare: BareScores) -> Parts:
        """Return what the leaves give to their headings; score those that are left."""
        scores = bare.scores
        if not bare.absent and not bare.slow:
            sums = [sum(scores[branch], ZERO) for branch in self._plan.root.branches]
            return Parts(scores, scores, self._maxima, None, True, sums)
        maxima = list(self._maxima)
        for number in bare.absent:
            maxima[number] = ZERO
        if not bare.slow:
            return Parts(scores, scores, maxima)
        self._by_closures(bare)
        lows, highs, optional = list(scores), list(scores), [False] * len(scores)
        for number, leaf in bare.weighed.items():
            lows[number], highs[number] = leaf.low, leaf.high
            maxima[number], optional[number] = leaf.maximum, leaf.uncertain
        known = lows == highs
        return Parts(lows, lows if known else highs, maxima, optional if True in optional else None)

    def _leave_to_closures(self, bare: BareScores, facts: Facts) -> None:
        """Leave what the unit marked or the council overrode to the closures."""
        codes = facts.marks | facts.overrides.keys()
        decided = {self._numbers[code] for code in codes if code in self._numbers}
        bare.slow += decided - set(bare.slow)

    def _by_closures(self, bare: BareScores) -> None:
        env: Env = [MISSING] * self.reading.size
        for number in bare.slow:
            self._reading_of(number).fill(env, bare.given)
        for number in bare.slow:
            bare.weighed[number] = self._leaves[number].score(env, bare.given.facts)

    def _reading_of(self, number: int) -> Reading:
        if number not in self._readings:
            reads = self._leaves[number].reads
            self._readings[number] = reading_of(self._plan.scope, reads.slots)
        return self._readings[number]

    def _leaf_scores(self, bare: BareScores) -> tuple[LeafScore, ...]:
        """Return the scores of all leaves."""
        trace = _Tracer(self, bare.given)
        found = [
            LeafScore(leaf, LeafStatus.SCORED, score, score, maximum, False, trace)
            for leaf, score, maximum in zip(self._models, bare.scores, self._maxima, strict=True)
        ]
        for number in bare.zeroed:
            own = found[number]
            zeroed = LeafStatus.ZEROED
            found[number] = LeafScore(
                own.leaf, zeroed, own.low, own.high, own.maximum, False, trace
            )
        for number in bare.absent:
            leaf, away = self._models[number], LeafStatus.NOT_APPLICABLE
            found[number] = LeafScore(leaf, away, ZERO, ZERO, ZERO, False, trace)
        for number, leaf_score in bare.weighed.items():
            found[number] = leaf_score
        return tuple(found)

    def plan_of(self, leaf: LeafScore) -> LeafPlan:
        """Return the plan by which a leaf was scored."""
        return self._leaves[self._numbers[leaf.leaf.code]]


class BareScores:
    """The scores of one unit's leaves, with the numbers of those that are not simply scored."""

    __slots__ = ("absent", "given", "scores", "slow", "weighed", "zeroed")

    def __init__(self, given: Given) -> None:
        self.given = given
        self.scores: list[Decimal] = []
        self.zeroed: list[int] = []
        self.absent: list[int] = []
        self.slow: list[int] = []
        self.weighed: dict[int, LeafScore] = {}
        """The leaves of `slow`, as the closures scored them."""


class _Tracer:
    """Makes the traces of one unit; its figures are read once, for the first."""

    __slots__ = ("_bulk", "_env", "_given")

    def __init__(self, bulk: Bulk, given: Given) -> None:
        self._bulk = bulk
        self._given = given
        self._env: Env | None = None

    def __call__(self, leaf: LeafScore) -> LeafTrace:
        """Return the trace of a leaf."""
        with localcontext(EXACT):
            if self._env is None:
                self._env = self._bulk.reading.env(self._given)
            return self._bulk.plan_of(leaf).score(self._env, self._given.facts).trace
