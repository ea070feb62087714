"""A unit that was scored again in, what each score cell of its form should show out."""

from decimal import Decimal, localcontext
from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.evaluation import evaluate_condition
from cchc_rules.evaluation.results import LeafStatus, UnitStatus
from cchc_rules.facts import Round
from cchc_rules.forms.layout import CLASS, PERCENT, TOTAL, RowKind
from cchc_rules.formulas import ERROR, EXCLUDED, MISSING
from cchc_rules.numeric import EXACT, HUNDRED, publish
from cchc_rules.ranking import rank
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.evaluation import Program
    from cchc_rules.evaluation.results import Assessment, GroupScore, LeafScore
    from cchc_rules.forms.layout import FormRow


@record()
class Shown:
    """A number, or the text that stands for one; `open`: not yet known, or lỗi."""

    number: Decimal | None = None
    text: str = ""
    open: bool = False


AWAITED, FAULTY, NONE = Shown(None, MISSING, True), Shown(None, ERROR, True), Shown(None, EXCLUDED)
_LEAF = {
    LeafStatus.NOT_APPLICABLE: NONE,
    LeafStatus.ERROR: FAULTY,
    LeafStatus.MISSING: AWAITED,
}
_UNIT = {
    UnitStatus.INCOMPLETE: AWAITED,
    UnitStatus.ERROR: FAULTY,
    UnitStatus.NOT_SCORED: NONE,
}


class Expected:
    """What the score cells of one round show."""

    def __init__(self, scored: "Assessment", program: "Program") -> None:
        self._scored = scored
        self._program = program
        self._digits = scored.rules.digits
        self._leaves = {one.leaf.code: one for one in scored.leaves}
        self._groups: Mapping[str, GroupScore] | None = None

    def leaf(self, code: str) -> "LeafScore | None":
        """Return the score of a leaf; None: not scored in this round."""
        return self._leaves.get(code)

    def of(self, row: "FormRow") -> Shown | None:
        """Return what the score cell of a row shows; None: nothing is scored there."""
        match row.kind:
            case RowKind.LEAF:
                return self._leaf(row)
            case RowKind.HEADING:
                return self._group(row)
            case _ if row.key == TOTAL:
                return self._total()
            case _ if row.key == PERCENT:
                return self._percent()
            case _ if row.key == CLASS:
                return self._class()
            case _:
                return None

    def _leaf(self, row: "FormRow") -> Shown | None:
        leaf = self._leaves.get(row.key)
        if leaf is None:
            return None
        told = _LEAF.get(leaf.status) or (AWAITED if leaf.open else None)
        return told or Shown(publish(leaf.low, self._digits))

    def _group(self, row: "FormRow") -> Shown | None:
        if self._groups is None:
            self._groups = {one.group.code: one for one in self._scored.groups}
        group = self._groups.get(row.key)
        if group is None:
            return None
        if self._scored.status is not UnitStatus.COMPLETE:
            own = (self._leaves.get(leaf.code) for leaf in group.group.leaves())
            statuses = {leaf.status for leaf in own if leaf is not None}
            if LeafStatus.ERROR in statuses:
                return FAULTY
            if LeafStatus.MISSING in statuses or not group.score.known:
                return AWAITED
        return NONE if group.share is None else Shown(publish(group.score.low, self._digits))

    def _total(self) -> Shown:
        total = self._scored.total
        told = _UNIT.get(self._scored.status)
        return told or NONE if total is None or told else Shown(publish(total.low, self._digits))

    def _percent(self) -> Shown:
        total, maximum = self._scored.total, self._scored.maximum
        told = _UNIT.get(self._scored.status)
        if told is not None or total is None or not maximum:
            return told or NONE
        with localcontext(EXACT):
            return Shown(publish(total.low / maximum * HUNDRED, self._digits))

    def _class(self) -> Shown | None:
        rules = self._scored.rules
        classes = rules.classification_for(self._scored.facts.unit.kind)
        if self._scored.round is not Round.APPRAISED or classes is None or classes.by_rank:
            return None
        told = _UNIT.get(self._scored.status)
        if told is not None:
            return told
        decide = partial(evaluate_condition, self._program)
        (unit,) = rank(rules, self._scored.round, [self._scored], decide).units
        return Shown(text=unit.classes[0]) if len(unit.classes) == 1 else AWAITED
