"""A plan and the facts of a unit in, each RÀNG BUỘC that its figures break out."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from cchc_rules.evaluation.given import Given
from cchc_rules.evaluation.reading import reading_of
from cchc_rules.numeric import EXACT
from cchc_rules.records import replace

if TYPE_CHECKING:
    from cchc_rules.evaluation.plan import Plan
    from cchc_rules.facts import Facts
    from cchc_rules.model import Constraint


class ConstraintJudge:
    """Judges every RÀNG BUỘC of a rule set for units of one kind, as a scoring does."""

    def __init__(self, plan: Plan) -> None:
        bound = {one.number: one for each in plan.scope.constraints_on.values() for one in each}
        self._constraints = plan.rules.constraints
        self._bound = [bound[number] for number in sorted(bound)]
        wanted = {index for one in self._bound for index in one.needs}
        # Judged on the figures as declared: none of them is lỗi because of another constraint.
        self._reading = replace(reading_of(plan.scope, wanted), constraints=())

    def broken(self, facts: Facts, *, close: bool = False) -> tuple[Constraint, ...]:
        """Return what does not hold; what is not known does not break."""
        if not self._bound:
            return ()
        with localcontext(EXACT):
            env = self._reading.env(Given(facts, close))
            found = [one.number for one in self._bound if one.test(env) is False]
        return tuple(self._constraints[number] for number in found)
