"""Scores of leaves in, scores of headings and the total out: steps 5 to 8 of DESIGN 3.4."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import localcontext
from typing import TYPE_CHECKING, overload

from cchc_rules.evaluation import parts as columns
from cchc_rules.evaluation.parts import Parts
from cchc_rules.evaluation.results import GroupScore, Interval
from cchc_rules.model import Level
from cchc_rules.numeric import EXACT, ONE, ZERO, settle
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from cchc_rules.evaluation.compiler import BoundCondition
    from cchc_rules.evaluation.outcomes import Env
    from cchc_rules.evaluation.parts import Ends
    from cchc_rules.evaluation.results import LeafScore
    from cchc_rules.model import Group, Leaf

    Vector = tuple[Decimal, ...]

OUTSIDE = frozenset({Level.BONUS, Level.PENALTY})
"""Headings that are added to, or taken from, the total."""


@record()
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


@record()
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
    full: Decimal
    """The sum of the maxima of the leaves that are simply added."""
    branches: tuple[slice, ...] = ()
    """The leaves of each child of the root: they are added once, for the child and the total."""
    branch: int | None = None
    """Which branch of the root it is."""

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
            return self._sum(leaves, own)
        found = self.parts(leaves, env)
        if self.group.level in OUTSIDE:
            low, high = self.capped(leaves, env)
            limits = self.maximum, self.maximum
            share = (low / self.maximum, high / self.maximum) if self.maximum else None
        else:
            low, high = columns.total(found)
            limits = columns.maxima(found)
            share = columns.rebased(found, ONE)
        of_maximum = None if share is None else Interval.of(*share)
        return GroupScore(self.group, (low, high), limits, of_maximum)

    def _sum(self, leaves: Parts, own: slice) -> GroupScore:
        """Return the score where all is known and simply added: nearly always, and much faster."""
        points = self._points(leaves, own)
        most = self.full if leaves.whole else sum(leaves.maxima[own], ZERO)
        if not most:
            return GroupScore(self.group, (points, points), (most, most), None)
        share = settle(points / most)
        return GroupScore(self.group, (points, points), (most, most), Interval(share, share))

    def _points(self, leaves: Parts, own: slice) -> Decimal:
        """Return the points of its leaves, which the total may have added already."""
        if self.branch is not None and leaves.sums:
            return leaves.sums[self.branch]
        return sum(leaves.lows[own], ZERO)

    @property
    def adds(self) -> bool:
        """Say whether its points are simply those of leaves with points to give."""
        return self.simply_added is not None and bool(self.full)

    def share_column(self, units: Sequence[Parts]) -> list[Interval]:
        """Return its shares where it `adds`, from the leaves of each unit."""
        own, full = self.simply_added or slice(0), self.full
        shares = [settle(self._points(leaves, own) / full) for leaves in units]
        return list(map(Interval, shares, shares))

    def capped(self, leaves: Parts, env: Env) -> Ends:
        """Return what a điểm cộng or điểm trừ adds up to, up to its maximum."""
        low, high = columns.total(self.parts(leaves, env))
        return min(low, self.maximum), min(high, self.maximum)

    def total(self, leaves: Parts, env: Env, *, rebase: bool) -> Interval | None:
        """Return the total of which this is the root; None: nothing applies."""
        span = self._span(leaves, env, rebase=rebase)
        if span is None:
            return None
        low, high = span
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

    def _span(self, leaves: Parts, env: Env, *, rebase: bool) -> Ends | None:
        """Return the ends of the total before điểm cộng and điểm trừ."""
        own = self.simply_added
        if own is not None and leaves.settled and leaves.whole and self.full:
            points = sum(leaves.sums, ZERO) if leaves.sums else sum(leaves.lows[own], ZERO)
            if rebase and self.full != self.maximum:
                points = points * self.maximum / self.full
            return points, points
        found = self.parts(leaves, env)
        if rebase:
            return columns.rebased(found, self.maximum)
        return columns.total(found) if columns.applies(found) else None

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


class GroupScores(Sequence[GroupScore]):
    """The scores of a unit's headings, in file order, each made when it is first looked at."""

    __slots__ = ("_env", "_made", "_nodes", "parts")

    def __init__(self, nodes: tuple[Node, ...], parts: Parts, env: Env) -> None:
        self._nodes = nodes
        self.parts = parts
        self._env = env
        self._made: list[GroupScore | None] = [None] * len(nodes)

    def pick(self, places: Iterable[int]) -> list[GroupScore]:
        """Return the scores at `places`."""
        with localcontext(EXACT):
            return [self._made[place] or self._make(place) for place in places]

    @property
    def plain(self) -> bool:
        """Say whether every leaf applies and is known."""
        return self.parts.whole and self.parts.settled

    def _make(self, place: int) -> GroupScore:
        score = self._made[place] = self._nodes[place].score(self.parts, self._env)
        return score

    def __len__(self) -> int:
        return len(self._nodes)

    @overload
    def __getitem__(self, index: int) -> GroupScore: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[GroupScore]: ...
    def __getitem__(self, index: int | slice) -> GroupScore | Sequence[GroupScore]:
        places = range(len(self._nodes))[index]
        return self.pick([places])[0] if isinstance(places, int) else self.pick(places)

    def __iter__(self) -> Iterator[GroupScore]:
        return iter(self.pick(range(len(self._nodes))))


def share_rows(
    nodes: tuple[Node, ...], units: Sequence[GroupScores], places: Sequence[int]
) -> list[tuple[Interval | None, ...]]:
    """Return the shares of the headings at `places` for each unit; `nodes` made them all.

    Plain units are added heading by heading, which takes half of the time.
    """
    rows: list[tuple[Interval | None, ...]] = [()] * len(units)
    plain = [number for number, unit in enumerate(units) if unit.plain]
    if all(nodes[place].adds for place in places):
        leaves = [units[number].parts for number in plain]
        with localcontext(EXACT):
            columns = [nodes[place].share_column(leaves) for place in places]
        for number, row in zip(plain, zip(*columns, strict=True), strict=bool(columns)):
            rows[number] = row
    else:
        plain = []
    for number in set(range(len(units))).difference(plain):
        rows[number] = tuple([score.share for score in units[number].pick(places)])
    return rows


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
