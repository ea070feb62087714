"""The total as a formula in, percent and class out: bands, gates (nếu) and `hạ` lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.terms import ABSENT, VALUE, NoFormulaError, Term, fixed
from cchc_rules.formulas.words import COUNCIL, MISSING
from cchc_rules.ranking.scales import scale_of
from cchc_rules.records import record, replace
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.formulas.expressions import Expressions
    from cchc_rules.formulas.leaves import LeafCells
    from cchc_rules.formulas.tree import GroupCells
    from cchc_rules.model import Classification, Group, Leaf, Lowering, RuleSet, ScoreRef
    from cchc_rules.ranking.scales import Bounds, Scale

Span = tuple[str, str]
"""The best and the worst class that is possible, counted from 0, the best of all."""


@record()
class Scores:
    """The unit's own scores, as conditions of classes read them where all is known."""

    total: GroupCells
    groups: Sequence[tuple[Group, GroupCells]]
    leaves: Sequence[tuple[Leaf, LeafCells]]

    def term(self, ref: ScoreRef) -> Term:
        """Return a score, or a share of the applicable maximum."""
        if not ref.code:
            return Term(f.settled(self.total.share if ref.share else self.total.sums.low))
        for group, cells in self.groups:
            if group.code == ref.code:
                return _term(cells.share if ref.share else cells.sums.low, cells.status)
        for leaf, own in self.leaves:
            if leaf.code == ref.code:
                share = f.iff(f.is_(own.maximum, "0"), "0", f"({own.low}/{own.maximum})")
                return _term(share if ref.share else own.low, own.status)
        return fixed(ABSENT)


def _term(piece: str, status: str) -> Term:
    if f.is_number(status):
        return fixed(ABSENT) if status == "3" else Term(f.settled(piece))
    return Term(f.settled(piece), f"IF({status}=3,1,0)", frozenset({VALUE, ABSENT}))


def percent(total: GroupCells, digits: int | None) -> str:
    """Write the percent, in percents (84.58), published or (None) as it is compared."""
    piece = f"({total.sums.low}*100/{total.maximum})"
    return f.settled(piece) if digits is None else f.published(piece, digits)


def class_of(rules: RuleSet, scores: Scores, expressions: Expressions) -> str:
    """Write the class of a unit whose total is known: its name, or why there is none."""
    kind = expressions.compiler.scope.kind
    rule = rules.classification_for(kind)
    if rule is None:
        return f.quoted("")
    if rule.by_rank:
        return f.quoted(COUNCIL)
    reading = replace(expressions, scores=scores.term)
    try:
        return _Classes(rules, rule, scale_of(rule, kind), scores.total, reading).write()
    except NoFormulaError:
        return f.quoted(COUNCIL)


@record()
class _Classes:
    rules: RuleSet
    rule: Classification
    scale: Scale
    total: GroupCells
    expressions: Expressions

    def write(self) -> str:
        band = self._band()
        best, worst = self._lowered(self._past_gates(band))
        shown = f.pick(best, [f.quoted(name) for name in self.scale.names])
        known = f.iff(f.is_(best, worst), shown, f.quoted(MISSING))
        return f'IF({band}=0,"",{known})'

    def _cell(self, piece: str, what: str) -> str:
        return self.expressions.figures.helpers.cell(piece, f"xếp loại: {what}")

    def _band(self) -> str:
        """Write the number of the band, from 1, that the total lies in; 0: none."""
        digits = None if self.rule.unrounded else self.rules.digits
        value = self._cell(percent(self.total, digits), "tỷ lệ")
        points = f.settled(self.total.sums.low)
        if digits is not None:
            points = f.published(self.total.sums.low, digits)
        points = self._cell(points, "điểm")
        tests = [
            (_holds(bounds, points if own.in_points else value), str(number))
            for number, (own, bounds) in enumerate(self.scale.bands, start=1)
        ]
        helpers = self.expressions.figures.helpers
        return self._cell(helpers.cascade(tests, "0", "xếp loại: mức"), "mức")

    def _past_gates(self, band: str) -> Span:
        """Return the class of the first band from `band` on whose gate holds, else the lowest."""
        lowest = str(len(self.scale.names) - 1)
        spans: list[Span] = [(lowest, lowest)]
        for own, _ in reversed(self.scale.bands):
            index = str(self.scale.names.index(own.name))
            gate = f.YES if own.gate is None else self.expressions.condition(own.gate)
            spans.insert(0, self._either(gate, (index, index), spans[0]))
        best, worst = (f.pick(band, ["0", *ends]) for ends in zip(*spans[:-1], strict=True))
        return self._cell(best, "theo mức"), self._cell(worst, "theo mức, thấp nhất")

    def _lowered(self, found: Span) -> Span:
        """Apply the `hạ` lines in file order; they never raise."""
        names = [fold_title(name) for name in self.scale.names]
        for line in self.rules.lowerings:
            if line.to is not None and fold_title(line.to) not in names:
                continue
            best, worst = (self._cell(self._lower(own, line, names), "hạ") for own in found)
            holds = self.expressions.condition(line.condition)
            found = self._either(holds, (best, worst), found)
        return found

    @staticmethod
    def _lower(own: str, line: Lowering, names: Sequence[str]) -> str:
        if line.to is None:
            return f"MIN({own}+1,{len(names) - 1})"
        return f"MAX({own},{names.index(fold_title(line.to))})"

    def _either(self, holds: str, then: Span, otherwise: Span) -> Span:
        """Return one span by a condition, and what covers both where it is not known."""
        covering = f.least([then[0], otherwise[0]]), f.most([then[1], otherwise[1]])
        best, worst = (
            f.iff(f.is_(holds, f.YES), one, f.iff(f.is_(holds, f.NO), two, both))
            for one, two, both in zip(then, otherwise, covering, strict=True)
        )
        return self._cell(best, "cao nhất"), self._cell(worst, "thấp nhất")


def _holds(bounds: Bounds | None, value: str) -> str:
    if bounds is None:
        return "TRUE"
    low, high = bounds.low, bounds.high
    above = ">" if bounds.low_open else ">="
    under = "<" if bounds.high_open else "<="
    return f.both(
        "TRUE" if low is None else f"{value}{above}{f.number(low)}",
        "TRUE" if high is None else f"{value}{under}{f.number(high)}",
    )
