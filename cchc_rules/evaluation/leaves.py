"""A leaf in, a plan that scores it from an environment out."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from cchc_rules.evaluation.adjustments import compile_adjustment
from cchc_rules.evaluation.base import EXCLUDED, MARKED, SCORED, Base, Way
from cchc_rules.evaluation.compiler import Compiler
from cchc_rules.evaluation.limits import Limits
from cchc_rules.evaluation.logic import holds
from cchc_rules.evaluation.methods import compile_method
from cchc_rules.evaluation.outcomes import NOT_APPLICABLE, TOO_LARGE
from cchc_rules.evaluation.reading import read_by
from cchc_rules.evaluation.results import LeafScore, LeafStatus
from cchc_rules.evaluation.scope import Part
from cchc_rules.evaluation.steps import Steps, any_of
from cchc_rules.evaluation.trace import LeafTrace
from cchc_rules.facts import Fault
from cchc_rules.model import Treatment
from cchc_rules.numeric import ZERO
from cchc_rules.records import record

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.evaluation.adjustments import BoundAdjustment, Span
    from cchc_rules.evaluation.compiler import BoundCondition
    from cchc_rules.evaluation.derived import ConditionSlot, Test
    from cchc_rules.evaluation.methods.rows import Method
    from cchc_rules.evaluation.outcomes import Env, Result
    from cchc_rules.evaluation.scope import Scope
    from cchc_rules.evaluation.steps import Points
    from cchc_rules.facts import Facts, Override
    from cchc_rules.model import Condition, Expression, Leaf, RuleSet

_NOT_ALLOWED = Fault("điểm hội đồng ấn định nằm ngoài mức điểm của tiêu chí")


@record()
class LeafPlan:
    """A leaf, compiled for one kind of unit and one round."""

    leaf: Leaf
    scope: Scope
    year: int
    limits: Limits
    applies: bool
    method: Method
    method_reads: Part
    zero: tuple[BoundCondition, ...]
    inherited: tuple[ConditionSlot, ...]
    """Zero conditions of the groups above, outermost first."""
    zero_tests: tuple[Test, ...]
    """Those of the leaf, then those of the groups."""
    quiet_zeros: tuple[bool, ...]
    """Their results where none holds."""
    exempt: tuple[tuple[BoundCondition, Treatment], ...]
    quiet_exempted: tuple[bool, ...]
    adjustments: tuple[BoundAdjustment, ...]
    own_items: tuple[int, ...]
    """Slots of the leaf's figures: one that is not applicable marks the leaf."""
    reads: Part
    bare: bool
    """Nothing but the method has a say."""

    def value(self, expression: Expression, env: Env) -> Result:
        """Return what one of the leaf's expressions comes to."""
        return Compiler(self.scope).value(expression)(env)

    def holds(self, condition: Condition, env: Env) -> bool | None:
        """Say whether one of the leaf's conditions holds."""
        return Compiler(self.scope).condition(condition).holds(env)

    def score(self, env: Env, facts: Facts) -> LeafScore:
        """Score the leaf of a unit whose figures are in `env`."""
        if not self.applies:
            return self._excluded(LeafTrace(self, env, EXCLUDED))
        if self.leaf.unit_marks and self._is_marked(env, facts):
            return self._excluded(LeafTrace(self, env, MARKED))
        try:
            return self._judged(env, facts)
        except ArithmeticError:
            trace = LeafTrace(self, env, Base(ZERO, self.limits.maximum, fault=TOO_LARGE))
            most = self.limits.maximum
            return LeafScore(self.leaf, LeafStatus.ERROR, ZERO, most, most, False, trace)

    def _judged(self, env: Env, facts: Facts) -> LeafScore:
        """Take steps 1 to 4."""
        base = self.method(env)
        if self.bare and base.low is base.high and base.ways is SCORED and not facts.overrides:
            own = self.limits.clamp(base.low) if base.score is None else base.score
            return self._scored(own, LeafTrace(self, env, base))
        zeros = tuple([holds(env) for holds in self.zero_tests]) if self.zero_tests else ()
        exempted = tuple([bound.holds(env) for bound, _ in self.exempt]) if self.exempt else ()
        amounts = tuple([each.amount(env) for each in self.adjustments]) if self.adjustments else ()
        override = facts.overrides.get(self.leaf.code) if facts.overrides else None
        trace = LeafTrace(self, env, base, zeros, exempted, amounts, override)
        quiet = base.low is base.high and base.ways is SCORED and zeros == self.quiet_zeros
        if not quiet or override is not None or exempted != self.quiet_exempted:
            return self._weigh(trace)
        score = base.score if base.score is not None and not amounts else self._sum(base, amounts)
        if score is None:
            return self._weigh(trace)
        return self._scored(score, trace)

    def _scored(self, score: Decimal, trace: LeafTrace) -> LeafScore:
        maximum = self.limits.maximum
        return LeafScore(self.leaf, LeafStatus.SCORED, score, score, maximum, False, trace)

    def _sum(self, base: Base, amounts: tuple[Span, ...]) -> Decimal | None:
        """Return the score of points and amounts that are known; None: some are not."""
        points = base.low
        for bound, (least, most) in zip(self.adjustments, amounts, strict=True):
            if least is not most:
                return None
            points = points + least if bound.adjustment.sign > 0 else points - least
        return self.limits.clamp(points)

    def steps(self, trace: LeafTrace) -> Steps:
        """Return the steps that lead from the base to the score, without the council's override."""
        exempted = zip(self.exempt, trace.exempted, strict=True)
        amounts = zip(self.adjustments, trace.amounts, strict=True)
        return Steps(
            self.limits,
            trace.base,
            full=any_of(result for (_, how), result in exempted if how is not Treatment.EXCLUDED),
            zeroed=any_of(trace.zeros),
            group_zeroed=any_of(trace.zeros[len(self.zero) :]),
            changes=[(bound.adjustment.sign, span) for bound, span in amounts],
        )

    def _is_marked(self, env: Env, facts: Facts) -> bool:
        """Say whether the unit marked the leaf, or one of its figures, as not applicable."""
        if self.leaf.code in facts.marks:
            return True
        return any(env[index] is NOT_APPLICABLE for index in self.own_items)

    def _excluded(self, trace: LeafTrace) -> LeafScore:
        status = LeafStatus.NOT_APPLICABLE
        return LeafScore(self.leaf, status, ZERO, ZERO, ZERO, False, trace)

    def _weigh(self, trace: LeafTrace) -> LeafScore:
        """Score the leaf where more than the base has a say, or where not all is known."""
        steps = self.steps(trace)
        score = steps.score()
        exempted = zip(self.exempt, trace.exempted, strict=True)
        excluded = any_of(result for (_, how), result in exempted if how is Treatment.EXCLUDED)
        if excluded or score is None:
            return self._excluded(trace)
        if trace.override is not None:
            score = self._overridden(trace, trace.override, steps.group_zeroed)
        by_figures = Way.EXCLUDED in trace.base.ways and steps.full is not True
        uncertain = excluded is None or by_figures
        low, high = score
        if uncertain or low != high:
            status = LeafStatus.ERROR if self._is_faulty(trace) else LeafStatus.MISSING
        else:
            status = _settled_status(trace, steps)
        return LeafScore(self.leaf, status, low, high, self.limits.maximum, uncertain, trace)

    def _overridden(self, trace: LeafTrace, override: Override, zeroed: bool | None) -> Points:
        """Put the council's score in place of the computed one; a group's zero still applies."""
        points = override.score
        if not self.limits.allow(points):
            trace.base = Base(ZERO, self.limits.maximum, fault=_NOT_ALLOWED)
            return ZERO, self.limits.maximum
        least = points if zeroed is False else min(points, ZERO)
        return least, min(points, ZERO) if zeroed else points

    def _is_faulty(self, trace: LeafTrace) -> bool:
        slots = read_by(self.scope, self.reads.slots)
        return trace.base.fault is not None or any(
            isinstance(trace.env[slot.index], Fault) for slot in slots
        )


def _settled_status(trace: LeafTrace, steps: Steps) -> LeafStatus:
    if trace.override is not None:
        return LeafStatus.OVERRIDDEN
    full = steps.full is True or Way.SCORED not in trace.base.ways
    zeroed = steps.group_zeroed if full else steps.zeroed
    return LeafStatus.ZEROED if zeroed else LeafStatus.SCORED


def compile_leaf(
    leaf: Leaf, compiler: Compiler, rules: RuleSet, inherited: tuple[ConditionSlot, ...]
) -> LeafPlan:
    """Compile `leaf` for the kind of unit that `compiler` is for."""
    scope = compiler.scope
    limits = Limits.of(leaf, scope.kind, rules.digits if rules.round_each else None)
    with scope.noting() as noted:
        method = compile_method(leaf, compiler, limits)
        method_reads = noted.part()
        items = leaf.items if leaf.unit_marks else ()
        own_items = tuple(scope.figure(item, previous=False) for item in items)
    zero = tuple(compiler.condition(condition) for condition in leaf.zero)
    exempt = tuple((compiler.condition(e.condition), e.treatment) for e in leaf.not_applicable)
    adjustments = tuple(
        compile_adjustment(line, compiler, limits.maximum) for line in leaf.adjustments
    )
    above = Part(frozenset(slot.index for slot in inherited))
    parts = [above, *(bound.reads for bound in zero), *(bound.reads for bound, _ in exempt)]
    parts += [bound.reads for bound in adjustments]
    return LeafPlan(
        leaf=leaf,
        scope=scope,
        year=rules.year,
        limits=limits,
        applies=leaf.applies_to(scope.kind),
        method=method,
        method_reads=method_reads,
        zero=zero,
        inherited=inherited,
        zero_tests=(*(b.holds for b in zero), *(holds(itemgetter(s.index)) for s in inherited)),
        quiet_zeros=(False,) * (len(zero) + len(inherited)),
        exempt=exempt,
        quiet_exempted=(False,) * len(exempt),
        adjustments=adjustments,
        own_items=own_items,
        reads=noted.part().joined(*parts),
        bare=not (zero or inherited or exempt or adjustments),
    )
