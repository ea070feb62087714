"""A leaf in, its score, status and applicable maximum as formulas out: steps 1 to 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.derived import ComputedSlot
from cchc_rules.evaluation.reading import read_by
from cchc_rules.evaluation.scope import FigureSlot, ManualSlot
from cchc_rules.facts import Round
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.adjustments import change_of
from cchc_rules.formulas.methods import base_of
from cchc_rules.formulas.methods.rows import LeafContext
from cchc_rules.formulas.reasons import Told, reason_of
from cchc_rules.formulas.statuses import (
    COUNCIL,
    ERROR,
    MISSING,
    NOT_APPLICABLE,
    OVERRIDDEN,
)
from cchc_rules.formulas.steps import Steps
from cchc_rules.formulas.terms import NoFormulaError
from cchc_rules.model import ItemRef, Manual
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.evaluation.leaves import LeafPlan
    from cchc_rules.formulas.expressions import Expressions


@record()
class LeafCells:
    """A leaf as formulas: cells, or what is known beforehand.

    Its points go from `low` to `high`, one number where the status says that it has points, and
    are 0 where it does not apply; `maximum` is the applicable one. `unsure`: a flag that it may
    yet turn out not applicable. `reason` is a text.
    """

    low: str
    high: str
    status: str
    maximum: str
    reason: str
    unsure: str = f.NO


_NOT_THIS_KIND = f.quoted("không chấm đối với loại đơn vị này")
_BY_PROGRAM = f.quoted("hội đồng tính bằng chương trình")
ABSENT = LeafCells("0", "0", str(NOT_APPLICABLE), "0", _NOT_THIS_KIND)
BY_COUNCIL = LeafCells("0", "0", str(COUNCIL), "0", _BY_PROGRAM)


def leaf_cells(plan: LeafPlan, expressions: Expressions, round_: Round) -> LeafCells:
    """Write a leaf of one kind of unit and one round."""
    if not plan.applies:
        return ABSENT
    try:
        return _Writer(plan, expressions, round_).write()
    except NoFormulaError:
        return BY_COUNCIL


@record()
class _Writer:
    plan: LeafPlan
    expressions: Expressions
    round: Round

    def write(self) -> LeafCells:
        plan = self.plan
        own = LeafContext(self.expressions, plan.limits, plan.leaf.code)
        base, words = base_of(plan.leaf, own)
        steps = Steps(
            base=base.in_cells(self.expressions.figures.helpers, plan.leaf.code),
            maximum=f.number(plan.limits.maximum),
            zeros=tuple(self._zeros()),
            own_zeros=len(plan.zero),
            exempted=tuple(
                (self.expressions.condition(bound.condition), treatment)
                for bound, treatment in plan.exempt
            ),
            changes=tuple(change_of(line.adjustment, own) for line in plan.adjustments),
        )
        low, high = (self._cell(end, what) for end, what in self._ends(steps))
        marked = self._marked()
        away = self._cell(f.truth(f.either(f.is_(marked, f.YES), steps.away)), "không áp dụng")
        status = self._status(steps, (low, high), away, f.some(own.beyond))
        gone = f.is_(away, f.YES)
        return LeafCells(
            self._cell(f.iff(gone, "0", low), "điểm"),
            self._cell(f.iff(gone, "0", high), "điểm, cao nhất"),
            status,
            self._cell(f.iff(gone, "0", steps.maximum), "điểm tối đa áp dụng"),
            reason_of(plan, self.expressions, Told(words, status, steps, marked)),
            self._cell(f.iff(gone, f.NO, f.truth(steps.uncertain)), "chưa rõ có áp dụng"),
        )

    def _cell(self, piece: str, what: str) -> str:
        return self.expressions.figures.helpers.cell(piece, f"{self.plan.leaf.code}: {what}")

    def _zeros(self) -> Iterator[str]:
        for bound in self.plan.zero:
            yield self.expressions.condition(bound.condition)
        for slot in self.plan.inherited:
            yield self.expressions.condition(slot.bound.condition)

    def _marked(self) -> str:
        """Write whether the unit marked the leaf, or one of its figures, as not applicable."""
        leaf = self.plan.leaf
        if not leaf.unit_marks:
            return f.NO
        marks = [self.expressions.figures.marked(leaf)]
        for item in leaf.items:
            term = self.expressions.figure(ItemRef(item))
            marks.append(f.truth(f.is_(term.state, "1")))
        return self._cell(f.some(marks), "đơn vị đánh dấu không áp dụng")

    def _ends(self, steps: Steps) -> Iterator[tuple[str, str]]:
        """Write both ends of the score, limited, and as the council decided."""
        low, high = steps.ends()
        ends = (self._limited(low), "điểm thấp nhất"), (self._limited(high), "điểm cao nhất")
        if not self._decided:
            yield from ends
            return
        points, allowed = self._set_by_council()
        zero = steps.group_zeroed
        low_set = f.iff(f.is_(zero, f.NO), points, f"MIN({points},0)")
        high_set = f.iff(f.is_(zero, f.YES), f"MIN({points},0)", points)
        for (end, what), own in zip(ends, (low_set, high_set), strict=True):
            computed = self._cell(end, f"{what} khi hội đồng không quyết định")
            yield f.iff(f.is_(allowed, f.YES), own, computed), what

    @property
    def _decided(self) -> bool:
        return self.round is Round.APPRAISED

    def _set_by_council(self) -> tuple[str, str]:
        """Write the score that the council set, and 1 if it counts: with a reason, and allowed."""
        points, given = self.expressions.figures.override(self.plan.leaf)
        limits = self.plan.limits
        good = f.both(
            "TRUE" if limits.floor is None else f"ROUND({points},10)>={f.number(limits.floor)}",
            "TRUE" if limits.ceiling is None else f"ROUND({points},10)<={f.number(limits.ceiling)}",
        )
        allowed = f.truth(f.both(f"{given}=1", good))
        return points, self._cell(allowed, "hội đồng quyết định")

    def _limited(self, points: str) -> str:
        """Write the clamp, and the rounding of `làm tròn từng mục`."""
        limits = self.plan.limits
        if limits.ceiling is not None:
            points = f.least([points, f.number(limits.ceiling)])
        if limits.floor is not None:
            points = f.most([points, f.number(limits.floor)])
        return points if limits.digits is None else f.published(points, limits.digits)

    def _status(self, steps: Steps, ends: Sequence[str], away: str, beyond: str) -> str:
        low, high = ends
        opened = f.either(
            "FALSE" if low == high else f"ROUND({low},10)<>ROUND({high},10)", steps.uncertain
        )
        set_by = f"{self._set_by_council()[1]}=1" if self._decided else "FALSE"
        faulty = f.either(f.is_(steps.base.fault, f.YES), self._faulty_figures())
        settled = f.iff(set_by, str(OVERRIDDEN), f.truth(steps.counts_as_zeroed))
        known = f.iff(opened, f.iff(faulty, str(ERROR), str(MISSING)), settled)
        known = f.iff(f.is_(beyond, f.YES), str(COUNCIL), known)
        piece = f.iff(f.is_(away, f.YES), str(NOT_APPLICABLE), known)
        return self._cell(piece, "trạng thái")

    def _faulty_figures(self) -> str:
        """Write whether any figure or TÍNH that the leaf reads is lỗi."""
        states = []
        for slot in read_by(self.plan.scope, self.plan.reads.slots):
            match slot:
                case FigureSlot(ref=ref):
                    states.append(self.expressions.figure(ref).state)
                case ComputedSlot(ref=ref):
                    states.append(self.expressions.value(ref).state)
                case ManualSlot() if isinstance(self.plan.leaf.method, Manual):
                    figures = self.expressions.figures
                    states.append(figures.manual(self.plan.leaf, self.plan.leaf.method).state)
                case _:
                    pass
        states = [state for state in dict.fromkeys(states) if not f.is_number(state)]
        if not states:
            return "FALSE"
        label = f"{self.plan.leaf.code}: trạng thái số liệu"
        helpers = self.expressions.figures.helpers
        return f"{helpers.cell(helpers.gathered(f.most, states, label), label)}=4"
