"""Leaves as formulas in, headings and the total out: steps 5 to 8 of DESIGN 3.4.

A heading has points only where all of its leaves have, or surely do not apply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.tree import OUTSIDE, Node
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.statuses import COUNCIL, MISSING, NOT_APPLICABLE
from cchc_rules.formulas.terms import NoFormulaError
from cchc_rules.model import Level
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.evaluation.plan import Plan
    from cchc_rules.evaluation.tree import Vector, Weighting
    from cchc_rules.formulas.expressions import Expressions
    from cchc_rules.formulas.helpers import Join
    from cchc_rules.formulas.leaves import LeafCells
    from cchc_rules.model import Group


@record()
class Sums:
    """What a heading gives to the one above: its points, from `low` to `high`.

    `maximum` is the applicable one (0: nothing applies). `unsure`: a flag that it is not known
    what applies; the points are then those of one choice.
    """

    low: str
    high: str
    maximum: str
    unsure: str = f.NO

    @property
    def nothing(self) -> str:
        """Write whether surely nothing applies."""
        return f.both(f.is_(self.maximum, "0"), f.is_(self.unsure, f.NO))

    def times(self, factor: str) -> Sums:
        """Return points and maximum times a quotient such as `20/25`."""
        low, high, maximum = (
            "0" if piece == "0" else f"({piece}*{factor})"
            for piece in (self.low, self.high, self.maximum)
        )
        return Sums(low, high, maximum, self.unsure)

    def rebased(self, maximum: str) -> Sums:
        """Return points x `maximum` ÷ applicable maximum; nothing where nothing applies."""
        if f.is_number(self.maximum) and self.maximum == maximum != "0":
            return self
        none = f.is_(self.maximum, "0")
        low, high = (
            f.iff(none, "0", f"({piece}*{maximum}/{self.maximum})")
            for piece in (self.low, self.high)
        )
        return Sums(low, high, f.iff(none, "0", maximum), self.unsure)

    def capped(self, maximum: str) -> Sums:
        """Return points of at most `maximum`."""
        low, high = f.least([self.low, maximum]), f.least([self.high, maximum])
        return Sums(low, high, self.maximum, self.unsure)


NOTHING = Sums("0", "0", "0")


@record()
class GroupCells:
    """A heading, or the total, as formulas; `status` is 0 where its points `sums.low` are known.

    `maximum` is what they are out of, `share` the quotient, 0 where nothing applies.
    """

    sums: Sums
    status: str
    maximum: str
    share: str


@record()
class Tree:
    """Writes the headings of one kind of unit and one round."""

    plan: Plan
    leaves: Sequence[LeafCells]
    expressions: Expressions

    def headings(self) -> Iterator[tuple[Group, GroupCells]]:
        """Yield every heading below the root."""
        for node in self.plan.headings:
            try:
                yield node.group, self._heading(node)
            except NoFormulaError:
                yield node.group, GroupCells(NOTHING, str(COUNCIL), "0", "0")

    def total(self) -> GroupCells:
        """Return the total; its maximum is `tổng điểm`."""
        root = self.plan.root
        try:
            return self._total(root)
        except NoFormulaError:
            return GroupCells(NOTHING, str(COUNCIL), f.number(root.maximum), "0")

    def _heading(self, node: Node) -> GroupCells:
        sums = self._sums(node)
        if node.group.level not in OUTSIDE:
            return self._cells(node, sums, sums.maximum, sums.nothing)
        most = f.number(node.maximum)
        nothing = "FALSE" if node.maximum else sums.nothing
        return self._cells(node, self._in_cells(sums.capped(most), node), most, nothing)

    def _total(self, root: Node) -> GroupCells:
        own, most = self._sums(root), f.number(root.maximum)
        sums = own.rebased(most) if self.plan.rules.rebase else own
        low, high, unsure = [sums.low], [sums.high], [sums.unsure]
        for node in root.outside:
            capped = self._in_cells(self._sums(node).capped(f.number(node.maximum)), node)
            adds = node.group.level is Level.BONUS
            low.append(f"+{capped.low}" if adds else f"-{capped.high}")
            high.append(f"+{capped.high}" if adds else f"-{capped.low}")
            unsure.append(capped.unsure)
        low_sum, high_sum = (f"({''.join(own)})" if own[1:] else own[0] for own in (low, high))
        sums = Sums(low_sum, high_sum, own.maximum, f.some(unsure))
        if any(node.group.capped_total for node in root.outside):
            sums = sums.capped(most)
        return self._cells(root, self._in_cells(sums, root), most, own.nothing)

    def _cells(self, node: Node, sums: Sums, maximum: str, nothing: str) -> GroupCells:
        """Return the cells of a heading; `nothing` says whether surely none of it applies."""
        ratio = f.iff(f.is_(maximum, "0"), "0", f"({sums.low}/{maximum})")
        share = self._cell(ratio, node, "tỷ lệ")
        return GroupCells(sums, self._status(node, sums, nothing), maximum, share)

    def _status(self, node: Node, sums: Sums, nothing: str) -> str:
        """Write 0, or why there are no points: the worst of the leaves, or nothing applies."""
        worst = self._worst(node)
        if worst == str(COUNCIL):
            return worst
        opened = f.either(
            "FALSE" if sums.low == sums.high else f"ROUND({sums.low},10)<>ROUND({sums.high},10)",
            f.is_(sums.unsure, f.YES),
        )
        known = f.iff(opened, str(MISSING), "0")
        status = f.iff(f.above(worst, str(NOT_APPLICABLE)), worst, known)
        return self._cell(f.iff(nothing, str(NOT_APPLICABLE), status), node, "trạng thái")

    def _worst(self, node: Node) -> str:
        """Return the worst status of the leaves below."""
        found = [
            self._worst(child) if isinstance(child, Node) else self.leaves[child].status
            for child in node.children
        ]
        if str(COUNCIL) in found:
            return str(COUNCIL)
        helpers = self.expressions.figures.helpers
        worst = helpers.gathered(f.most, found or ["0"], f"{node.group.code}: trạng thái")
        return self._cell(worst, node, "trạng thái nặng nhất")

    def _sums(self, node: Node) -> Sums:
        """Return what a heading gives to the one above."""
        if node.weighting is not None:
            return self._in_cells(self._weighted(node, node.weighting), node)
        inside = [child for child in node.children if not _is_outside(child)]
        sums = self._in_cells(self._added([self._child(child) for child in inside], node), node)
        if node.factor is not None and node.group.rescale_from is not None:
            # Written as a quotient, for the factor may have no end.
            declared = node.group.maximum.of(self.plan.scope.kind)
            factor = f"{f.number(declared)}/{f.number(node.group.rescale_from)}"
            sums = self._in_cells(sums.times(factor), node)
        if node.rebased:
            sums = self._in_cells(sums.rebased(f.number(node.maximum)), node)
        return sums

    def _child(self, child: int | Node) -> Sums:
        if isinstance(child, Node):
            return self._sums(child)
        leaf = self.leaves[child]
        return Sums(leaf.low, leaf.high, leaf.maximum, leaf.unsure)

    def _weighted(self, node: Node, weighting: Weighting) -> Sums:
        """Write maximum x Σ weight x (score ÷ maximum) ÷ Σ weight over the children."""
        given = [self._child(child) for child in node.children]
        vectors = [vector for _, vector in weighting.conditional] + [weighting.default]
        tests = [self.expressions.condition(own.condition) for own, _ in weighting.conditional]
        found = [self._by_vector(given, vector, node) for vector in vectors]
        if not tests:
            return found[0]
        sure = [(f.is_(test, f.YES), str(number)) for number, test in enumerate(tests)]
        helpers = self.expressions.figures.helpers
        code = node.group.code or "tổng"
        first = self._cell(helpers.cascade(sure, str(len(tests)), code), node, "bộ trọng số")
        possible = [
            self._cell(f.truth(f.both(f.is_(test, f.UNKNOWN), f"{first}>{number}")), node, "có thể")
            for number, test in enumerate(tests)
        ]
        low, high = (f.pick(first, [getattr(own, end) for own in found]) for end in ("low", "high"))
        maximum = self._cell(f.pick(first, [own.maximum for own in found]), node, "tối đa")
        lows, highs = [low], [high]
        unsure = [f.pick(first, [own.unsure for own in found])]
        for flag, own in zip(possible, found, strict=False):
            lows.append(f.iff(f.is_(flag, f.YES), own.low, f.FAR))
            highs.append(f.iff(f.is_(flag, f.YES), own.high, f"(-{f.FAR})"))
            differs = f.some([own.unsure, f.truth(f"{own.maximum}<>{maximum}")])
            unsure.append(f.every([flag, differs]))
        return Sums(f.least(lows), f.most(highs), maximum, f.some(unsure))

    def _by_vector(self, given: Sequence[Sums], vector: Vector, node: Node) -> Sums:
        shares = [
            own.rebased(f.number(weight))
            for own, weight in zip(given, vector, strict=True)
            if weight
        ]
        sums = self._in_cells(self._added(shares, node), node)
        return self._in_cells(sums.rebased(f.number(node.maximum)), node)

    def _added(self, sums: Sequence[Sums], node: Node) -> Sums:
        """Return the sums of several headings or leaves."""

        def joined(join: Join, name: str) -> str:
            pieces = [getattr(own, name) for own in sums]
            label = f"{node.group.code or 'tổng'}: cộng"
            return self.expressions.figures.helpers.gathered(join, pieces, label)

        low, high, maximum = (joined(f.added, name) for name in ("low", "high", "maximum"))
        return Sums(low, high, maximum, joined(f.some, "unsure"))

    def _in_cells(self, sums: Sums, node: Node) -> Sums:
        return Sums(
            self._cell(sums.low, node, "điểm"),
            self._cell(sums.high, node, "điểm cao nhất"),
            self._cell(sums.maximum, node, "điểm tối đa áp dụng"),
            self._cell(sums.unsure, node, "chưa rõ có áp dụng"),
        )

    def _cell(self, piece: str, node: Node, what: str) -> str:
        label = f"{node.group.code or 'tổng'}: {what}"
        return self.expressions.figures.helpers.cell(piece, label)


def _is_outside(child: int | Node) -> bool:
    return isinstance(child, Node) and child.group.level in OUTSIDE
