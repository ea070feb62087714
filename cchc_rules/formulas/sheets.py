"""One kind of unit and one round in, the piece that each cell of the form shows out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.facts import Round
from cchc_rules.forms.layout import CLASS, PERCENT, POINTS, TOTAL, Column
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.classes import Scores, class_of, percent
from cchc_rules.formulas.expressions import Expressions
from cchc_rules.formulas.leaves import leaf_cells
from cchc_rules.formulas.statuses import NOT_APPLICABLE
from cchc_rules.formulas.told import heading
from cchc_rules.formulas.tree import Tree
from cchc_rules.formulas.words import COUNCIL, ERROR, EXCLUDED, MISSING
from cchc_rules.records import record

if TYPE_CHECKING:
    from cchc_rules.evaluation.plan import Plan
    from cchc_rules.forms.layout import Layout
    from cchc_rules.formulas.figures import Figures

Place = tuple[str, Column]
"""The key of a row, and the column."""
_WORDS = (EXCLUDED, MISSING, ERROR, COUNCIL)


@record()
class Written:
    """One kind of unit and one round: what each cell shows.

    `reasons` has, by the key of a row, its status and why it has its score.
    """

    cells: dict[Place, str]
    reasons: dict[str, tuple[str, str]]


def write_round(layout: Layout, plan: Plan, figures: Figures) -> Written:
    """Write all cells of one kind of unit and one round."""
    constraints = {
        bound.number: bound for bounds in plan.scope.constraints_on.values() for bound in bounds
    }
    expressions = Expressions(plan.compiler, figures, tuple(constraints.values()))
    column, digits = POINTS[plan.round], layout.rules.digits
    leaves = [leaf_cells(own, expressions, plan.round) for own in plan.leaves]
    named = [(own.leaf, cells) for own, cells in zip(plan.leaves, leaves, strict=True)]
    found: dict[Place, str] = {}
    reasons: dict[str, tuple[str, str]] = {}
    for leaf, cells in named:
        found[leaf.code, column] = _points(cells.low, cells.status, digits, NOT_APPLICABLE)
        reasons[leaf.code] = cells.status, cells.reason
    tree = Tree(plan, leaves, expressions)
    groups = list(tree.headings())
    for group, sums in groups:
        found[group.code, column] = _points(sums.sums.low, sums.status, digits, 1)
        full = group.maximum.of(plan.scope.kind)
        reasons[group.code] = sums.status, heading(sums, full, digits)
    total, most = tree.total(), layout.rules.root.maximum.of(plan.scope.kind)
    reasons[TOTAL] = total.status, heading(total, most, digits)
    found[TOTAL, column] = _points(total.sums.low, total.status, digits, 1)
    found[PERCENT, column] = _shown(f"{percent(total, digits)}/100", total.status, 1)
    if plan.round is Round.APPRAISED:
        own_class = class_of(layout.rules, Scores(total, groups, named), expressions)
        always = own_class in {f.quoted(""), f.quoted(COUNCIL)}
        found[CLASS, column] = own_class if always else _shown(own_class, total.status, 1)
    known = layout.by_key
    return Written(
        {place: piece for place, piece in found.items() if place[0] in known},
        {key: reason for key, reason in reasons.items() if key in known},
    )


def _points(score: str, status: str, digits: int, last: int) -> str:
    return _shown(f.published(score, digits), status, last)


def _shown(piece: str, status: str, last: int) -> str:
    """Write what is shown where the status is below `last`, else why there is nothing."""
    if f.is_number(status):
        known = int(status) < last
        return piece if known else f.quoted(_WORDS[int(status) - NOT_APPLICABLE])
    words = ",".join(f.quoted(word) for word in _WORDS)
    return f"IF({status}<{last},{piece},CHOOSE({status}-{NOT_APPLICABLE - 1},{words}))"
