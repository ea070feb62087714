"""An assessment in, what the score cells of its form show out: for checking and writing back."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import LeafStatus, UnitStatus
from cchc_rules.facts import Round
from cchc_rules.forms.layout import CLASS, PERCENT, POINTS, TOTAL
from cchc_rules.formulas.words import ERROR, EXCLUDED, MISSING
from cchc_rules.numeric import EXACT, publish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from cchc_rules.evaluation.results import Assessment, GroupScore, LeafScore
    from cchc_rules.forms.layout import Layout

_LEAF = {
    LeafStatus.NOT_APPLICABLE: EXCLUDED,
    LeafStatus.MISSING: MISSING,
    LeafStatus.ERROR: ERROR,
}
_UNIT = {
    UnitStatus.INCOMPLETE: MISSING,
    UnitStatus.ERROR: ERROR,
    UnitStatus.NOT_SCORED: EXCLUDED,
}


def shown_values(
    layout: Layout, scored: Assessment, classes: tuple[str, ...] = ()
) -> Mapping[str, Decimal | str]:
    """Return by address (F14) what each cell of points, percent and class shows.

    `classes` are the possible classes of the unit (`RankedUnit.classes`). Cells that the formulas
    leave to the council are computed here too.
    """
    column = POINTS[scored.round].letter
    return {
        f"{column}{layout.by_key[key].number}": value
        for key, value in values_by_key(scored, classes).items()
        if key in layout.by_key
    }


def values_by_key(scored: Assessment, classes: tuple[str, ...] = ()) -> Mapping[str, Decimal | str]:
    """Return the same by the keys of the form's rows; a percent is the stored number (0.8458)."""
    with localcontext(EXACT):
        return dict(_by_key(scored, classes))


def _by_key(scored: Assessment, classes: tuple[str, ...]) -> Iterable[tuple[str, Decimal | str]]:
    digits = scored.rules.digits
    leaves = {own.leaf.code: own for own in scored.leaves}
    for code, leaf in leaves.items():
        yield code, _LEAF.get(leaf.status) or publish(leaf.low, digits)
    for group in scored.groups:
        below = [leaves[leaf.code] for leaf in group.group.leaves() if leaf.code in leaves]
        yield group.group.code, _group(below, group, digits)
    word = _UNIT.get(scored.status)
    total = scored.total
    if total is None or word is not None:
        yield from ((key, word or EXCLUDED) for key in (TOTAL, PERCENT))
    else:
        yield TOTAL, publish(total.low, digits)
        yield PERCENT, publish(total.low * 100 / scored.maximum, digits) / 100
    if scored.round is Round.APPRAISED:
        told = classes[0] if len(classes) == 1 else MISSING if classes else ""
        classed = scored.rules.classification_for(scored.facts.unit.kind) is not None
        yield CLASS, (word or told) if classed else ""


def _group(below: list[LeafScore], group: GroupScore, digits: int) -> Decimal | str:
    if group.share is None:
        return EXCLUDED
    statuses = {leaf.status for leaf in below}
    if LeafStatus.ERROR in statuses:
        return ERROR
    known = group.score.known and group.maximum.known
    if LeafStatus.MISSING in statuses or not known:
        return MISSING
    return publish(group.score.low, digits)
