"""Why a leaf has its score: what was read, which conditions held, what was added and taken away.

A trace keeps the unit's environment and the result of each step; what it tells is put together
when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.base import MARKED, Base
from cchc_rules.evaluation.derived import ComputedSlot, ConditionSlot
from cchc_rules.evaluation.outcomes import DIVIDED_BY_ZERO
from cchc_rules.evaluation.reading import read_by
from cchc_rules.evaluation.scope import FigureSlot, ManualSlot, PeerSlot, place_key
from cchc_rules.facts import Fault
from cchc_rules.model import Cases, Special, Table, Treatment
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.evaluation.adjustments import Span
    from cchc_rules.evaluation.compiler import BoundCondition
    from cchc_rules.evaluation.leaves import LeafPlan
    from cchc_rules.evaluation.outcomes import Env, Result
    from cchc_rules.evaluation.parts import Ends
    from cchc_rules.evaluation.scope import Part
    from cchc_rules.facts import Override
    from cchc_rules.model import (
        Adjustment,
        Computed,
        Condition,
        Group,
        ItemRef,
        Leaf,
        Parameter,
        Peers,
        Row,
    )


@record()
class UsedFigure:
    """A figure that was read; `key` is that of its place (hồ_sơ@2025, 1.1.1!điểm)."""

    key: str
    of: ItemRef | Peers | Leaf
    value: Result


@record()
class UsedFormula:
    """A TÍNH that was read; `by_zero`: a denominator was 0."""

    key: str
    computed: Computed
    previous: bool
    value: Result
    by_zero: bool


@record()
class Told:
    """A condition with its result, and that of its exception (trừ khi) where it has one.

    `owner` is the group whose condition it is; None: the leaf's own.
    """

    condition: Condition
    result: bool | None
    test: bool | None
    exception: bool | None
    owner: Group | None = None
    treatment: Treatment | None = None


@record()
class Adjusted:
    """An adjustment with its amount, never negative; `high` None: without limit."""

    adjustment: Adjustment
    span: Span


@record(frozen=False, eq=False)
class LeafTrace:
    """How one leaf was scored. Results are three-valued: None is not known."""

    plan: LeafPlan
    env: Env
    base: Base
    """What the method gave, before zero conditions and adjustments."""
    zeros: tuple[bool | None, ...] = ()
    exempted: tuple[bool | None, ...] = ()
    amounts: tuple[Span, ...] = ()
    override: Override | None = None

    @property
    def leaf(self) -> Leaf:
        """The leaf."""
        return self.plan.leaf

    @property
    def marked(self) -> bool:
        """Say whether the unit marked the leaf as not applicable."""
        return self.base is MARKED

    @property
    def zero_conditions(self) -> tuple[Told, ...]:
        """Each `0 điểm nếu`, the leaf's own and then those of the groups above."""
        own = zip(self.plan.zero, self.zeros, strict=False)
        above = zip(self.plan.inherited, self.zeros[len(self.plan.zero) :], strict=False)
        return (
            *(self._told(bound, result) for bound, result in own),
            *(self._told(slot.bound, result, owner=slot.owner) for slot, result in above),
        )

    @property
    def exemptions(self) -> tuple[Told, ...]:
        """Each `không áp dụng nếu`."""
        return tuple(
            self._told(bound, result, treatment=treatment)
            for (bound, treatment), result in zip(self.plan.exempt, self.exempted, strict=False)
        )

    @property
    def adjustments(self) -> tuple[Adjusted, ...]:
        """Each `trừ` and `thưởng` with its amount."""
        pairs = zip(self.plan.adjustments, self.amounts, strict=False)
        return tuple(Adjusted(bound.adjustment, span) for bound, span in pairs)

    @property
    def before_clamp(self) -> Ends | None:
        """The points before they were limited; None: full points, or no score at all."""
        return self.plan.steps(self).before_clamp() if self.plan.applies else None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The row that was hit, or every row that is possible."""
        method = self.plan.leaf.method
        if not isinstance(method, Table | Cases):
            return ()
        return tuple(method.rows[number] for number in self.base.rows)

    @property
    def figures(self) -> tuple[UsedFigure, ...]:
        """Every figure that the leaf reads."""
        return tuple(self._figures(self.plan.reads))

    @property
    def formulas(self) -> tuple[UsedFormula, ...]:
        """Every TÍNH that the leaf reads, innermost first."""
        return tuple(self._formulas(self.plan.reads))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every parameter that the leaf reads, with its year."""
        slots = read_by(self.plan.scope, self.plan.reads.slots)
        inner = (slot.reads for slot in slots if isinstance(slot, ComputedSlot | ConditionSlot))
        return self.plan.reads.joined(*inner).parameters

    @property
    def faults(self) -> tuple[UsedFigure, ...]:
        """Every figure that is lỗi, with its reason as the value."""
        return tuple(figure for figure in self.figures if isinstance(figure.value, Fault))

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of what is thiếu in the steps whose results are not known.

        Where nothing is, a figure that is not applicable leaves a condition undecided.
        """
        figures = (figure for part in self._undecided() for figure in self._figures(part))
        found: dict[Special, dict[str, None]] = {own: {} for own in Special}
        for figure in figures:
            if isinstance(figure.value, Special):
                found[figure.value][figure.key] = None
        return tuple(found[Special.MISSING] or found[Special.NOT_APPLICABLE])

    @property
    def zero_denominators(self) -> tuple[UsedFormula, ...]:
        """Each TÍNH whose denominator was 0."""
        return tuple(formula for formula in self.formulas if formula.by_zero)

    def _told(
        self,
        bound: BoundCondition,
        result: bool | None,
        *,
        owner: Group | None = None,
        treatment: Treatment | None = None,
    ) -> Told:
        exception = None if bound.unless is None else bound.unless(self.env)
        test = bound.test(self.env)
        return Told(bound.condition, result, test, exception, owner, treatment)

    def _undecided(self) -> Iterator[Part]:
        """Yield what is read by the steps whose results are not known."""
        plan, base = self.plan, self.base
        if self.override is None and not base.known:
            yield plan.method_reads
        zeros = (*(bound.reads for bound in plan.zero), *(slot.reads for slot in plan.inherited))
        exempt = (bound.reads for bound, _ in plan.exempt)
        for reads, result in (
            *zip(zeros, self.zeros, strict=False),
            *zip(exempt, self.exempted, strict=False),
        ):
            if result is None:
                yield reads
        if self.override is None:
            for bound, (low, high) in zip(plan.adjustments, self.amounts, strict=False):
                if low != high:
                    yield bound.reads

    def _figures(self, part: Part) -> Iterator[UsedFigure]:
        for slot in read_by(self.plan.scope, part.slots):
            value = self.env[slot.index]
            match slot:
                case FigureSlot(ref=ref):
                    yield UsedFigure(place_key(ref, self.plan.year), ref, value)
                case ManualSlot():
                    yield UsedFigure(f"{slot.code}!điểm", self.plan.leaf, value)
                case PeerSlot(ref=ref):
                    yield UsedFigure(f"{slot.key} toàn nhóm", ref, value)
                case _:
                    pass

    def _formulas(self, part: Part) -> Iterator[UsedFormula]:
        for slot in read_by(self.plan.scope, part.slots):
            if isinstance(slot, ComputedSlot):
                ref, value = slot.ref, self.env[slot.index]
                scored = self.env[slot.index + 1]
                by_zero = value is DIVIDED_BY_ZERO or isinstance(scored, Treatment)
                yield UsedFormula(slot.key, ref.computed, ref.previous, value, by_zero)
