"""Scores of leaves in, scores of headings and the total out: steps 5 to 8 of DESIGN 3.4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_rules.evaluation import parts as columns
from cchc_rules.evaluation.parts import Parts
from cchc_rules.evaluation.results import GroupScore, Interval
from cchc_rules.model import Level
from cchc_rules.numeric import ONE, ZERO, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from cchc_rules.evaluation.compiler import BoundCondition
    from cchc_rules.evaluation.outcomes import Env
    from cchc_rules.evaluation.parts import Ends
    from cchc_rules.evaluation.results import LeafScore
    from cchc_rules.model import Group, Leaf

    Vector = tuple[Decimal, ...]

OUTSIDE = frozenset({Level.BONUS, Level.PENALTY})
"""Headings that are added to, or taken from, the total."""


@dataclass(frozen=True, slots=True)
class Weighting:
    """`trọng số`: the first vector whose condition holds, else `default`; one weight a child."""

    conditional: tuple[tuple[BoundCondition, Vector], ...]
    default: Vector

    def possible(self, env: Env) -> Iterator[Vector]:
        """Yield every vector that may count."""
        for bound, vector in self.conditional:
            holds = bound.holds(env)
            if holds is not False:
                yield vector
            if holds:
                return
        yield self.default


@dataclass(frozen=True, slots=True)
class Node:
    """A heading, compiled for one kind of unit and one round.

    `children` are leaves by number, or nodes. `factor` is that of `quy đổi từ`. `rebased`: a PHẦN
    that is re-based by itself.
    """

    group: Group
    maximum: Decimal
    scored: tuple[Group | Leaf, ...]
    """The children that are scored in the round."""
    children: tuple[int | Node, ...]
    segments: tuple[slice | Node, ...]
    """Its leaves, and the headings below whose leaves are not simply added."""
    outside: tuple[Node, ...]
    """The điểm cộng and điểm trừ below."""
    factor: Decimal | None
    rebased: bool
    weighting: Weighting | None
    simply_added: slice | None
    """Its leaves, if its points are no more than theirs."""
    whole: Interval
    """The maximum, as that of a heading of which everything applies."""

    def nodes(self) -> Iterator[Node]:
        """Yield this node and every one below, in file order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()

    def parts(self, leaves: Parts, env: Env) -> Parts:
        """Return what this heading gives to the one above."""
        if self.weighting is not None:
            return self._weighted(self.weighting, leaves, env)
        found = [
            leaves.only(segment) if isinstance(segment, slice) else segment.parts(leaves, env)
            for segment in self.segments
        ]
        joined = found[0] if len(found) == 1 else columns.joined(found)
        if self.factor is not None:
            joined = joined.scaled(self.factor)
        return _one(joined, self.maximum) if self.rebased else joined

    def score(self, leaves: Parts, env: Env) -> GroupScore:
        """Return the score of this heading."""
        own = self.simply_added
        if own is not None and leaves.settled:
            return self._sum(leaves.lows[own], leaves.maxima[own])
        found = self.parts(leaves, env)
        if self.group.level in OUTSIDE:
            low, high = self.capped(leaves, env)
            limits = self.maximum, self.maximum
            share = (low / self.maximum, high / self.maximum) if self.maximum else None
        else:
            low, high = columns.total(found)
            limits = columns.maxima(found)
            share = columns.rebased(found, ONE)
        return GroupScore(
            self.group,
            Interval.of(low, high),
            Interval.of(*limits),
            None if share is None else Interval.of(*share),
        )

    def _sum(self, scores: Sequence[Decimal], maxima: Sequence[Decimal]) -> GroupScore:
        """Return the score where all is known and simply added: nearly always, and much faster."""
        exact, most = sum(scores, ZERO), sum(maxima, ZERO)
        points = settle(exact)
        limits = self.whole if most == self.maximum else Interval.of(most, most)
        if not most:
            return GroupScore(self.group, Interval(points, points), limits, None)
        share = settle(exact / most)
        return GroupScore(self.group, Interval(points, points), limits, Interval(share, share))

    def capped(self, leaves: Parts, env: Env) -> Ends:
        """Return what a điểm cộng or điểm trừ adds up to, up to its maximum."""
        low, high = columns.total(self.parts(leaves, env))
        return min(low, self.maximum), min(high, self.maximum)

    def total(self, leaves: Parts, env: Env, *, rebase: bool) -> Interval | None:
        """Return the total of which this is the root; None: nothing applies."""
        found = self.parts(leaves, env)
        span = columns.rebased(found, self.maximum)
        if span is None:
            return None
        low, high = span if rebase else columns.total(found)
        never_above = False
        for node in self.outside:
            least, most = node.capped(leaves, env)
            if node.group.level is Level.BONUS:
                low, high = low + least, high + most
            else:
                low, high = low - most, high - least
            never_above = never_above or node.group.capped_total
        if never_above:
            low, high = min(low, self.maximum), min(high, self.maximum)
        return Interval.of(low, high)

    def _weighted(self, weighting: Weighting, leaves: Parts, env: Env) -> Parts:
        """Return maximum x Σ weight x (score ÷ maximum) ÷ Σ weight over the children."""
        given = [
            child.parts(leaves, env)
            if isinstance(child, Node)
            else leaves.only(slice(child, child + 1))
            for child in self.children
        ]
        found = []
        for vector in weighting.possible(env):
            shares = [
                _one(own, weight) for own, weight in zip(given, vector, strict=True) if weight
            ]
            found.append(_one(columns.joined(shares), self.maximum))
        if len(found) == 1:
            return found[0]
        applying = [part for part in found if part.lows]
        if not applying:
            return NOTHING
        optional = len(applying) < len(found) or any(part.all_optional for part in applying)
        low = min(part.lows[0] for part in applying)
        high = max(part.highs[0] for part in applying)
        return _part((low, high), self.maximum, optional=optional)


NOTHING = Parts((), (), ())


def _one(parts: Parts, maximum: Decimal) -> Parts:
    """Return the parts as one that is re-based to `maximum`; nothing where none applies."""
    span = columns.rebased(parts, maximum)
    return NOTHING if span is None else _part(span, maximum, optional=parts.all_optional)


def _part(span: Ends, maximum: Decimal, *, optional: bool) -> Parts:
    lows = (span[0],)
    highs = lows if span[0] == span[1] else (span[1],)
    return Parts(lows, highs, (maximum,), (True,) if optional else None)


def parts_of(leaves: Sequence[LeafScore]) -> Parts:
    """Return what leaves give to their headings; one that is excluded gives nothing of nothing."""
    lows = [leaf.low for leaf in leaves]
    highs = [leaf.high for leaf in leaves]
    optional = [leaf.uncertain for leaf in leaves]
    return Parts(
        lows,
        lows if lows == highs else highs,
        [leaf.maximum for leaf in leaves],
        optional if True in optional else None,
    )
