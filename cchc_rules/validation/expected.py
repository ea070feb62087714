"""A unit that was scored again in, what each score cell of its form should show out."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.evaluation import evaluate_condition
from cchc_rules.evaluation.results import UnitStatus
from cchc_rules.facts import Round
from cchc_rules.forms.layout import CLASS, PERCENT
from cchc_rules.formulas import ERROR, MISSING
from cchc_rules.formulas.shown import values_by_key
from cchc_rules.numeric import HUNDRED
from cchc_rules.ranking import rank
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.evaluation import Program
    from cchc_rules.evaluation.results import Assessment, LeafScore
    from cchc_rules.forms.layout import FormRow


@record()
class Shown:
    """A number (of a percent: 84.58), or the text that stands for one; `open`: not yet known."""

    number: Decimal | None = None
    text: str = ""
    open: bool = False


class Expected:
    """What the score cells of one round show."""

    def __init__(self, scored: "Assessment", program: "Program") -> None:
        self._scored = scored
        self._program = program
        self._leaves = {one.leaf.code: one for one in scored.leaves}
        classed = scored.rules.classification_for(scored.facts.unit.kind)
        appraised = scored.round is Round.APPRAISED
        self._classed = appraised and classed is not None and not classed.by_rank
        self._values: Mapping[str, Decimal | str] | None = None

    def leaf(self, code: str) -> "LeafScore | None":
        """Return the score of a leaf; None: not scored in this round."""
        return self._leaves.get(code)

    def of(self, row: "FormRow") -> Shown | None:
        """Return what the score cell of a row shows; None: nothing is scored there."""
        if row.key == CLASS and not self._classed:
            return None
        if self._values is None:
            self._values = values_by_key(self._scored, self._classes())
        value = self._values.get(row.key)
        if isinstance(value, Decimal):
            return Shown(value * HUNDRED if row.key == PERCENT else value)
        if value is None:
            return None
        return Shown(None, value or MISSING, value in {"", MISSING, ERROR})

    def _classes(self) -> tuple[str, ...]:
        if not self._classed or self._scored.status is not UnitStatus.COMPLETE:
            return ()
        decide = partial(evaluate_condition, self._program)
        (unit,) = rank(self._scored.rules, self._scored.round, [self._scored], decide).units
        return unit.classes
