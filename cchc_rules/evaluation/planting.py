"""The headings of a rule set in, the nodes and leaf plans of one kind and round out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.derived import ConditionSlot
from cchc_rules.evaluation.leaves import LeafPlan, compile_leaf
from cchc_rules.evaluation.tree import OUTSIDE, Node, Weighting
from cchc_rules.facts import Round
from cchc_rules.model import Group, Leaf, Level, Manual
from cchc_rules.numeric import ZERO
from cchc_rules.records import field, record, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.model import RuleSet

    Planted = tuple[Group | Leaf, int | Node]


@record()
class Planter:
    """Compiles the tree; in the self round, what is not self-scored vanishes from it."""

    rules: RuleSet
    round: Round
    compiler: Compiler
    leaves: list[LeafPlan] = field(default_factory=list)

    def plant(self) -> Node:
        """Return the node of the whole rule set."""
        planted = self._planted(self.rules.root, ())
        branched = [
            (child, replace(own, branch=place) if isinstance(own, Node) else own)
            for place, (child, own) in enumerate(planted)
        ]
        return self._node(self.rules.root, branched)

    def _planted(self, group: Group, above: tuple[ConditionSlot, ...]) -> list[Planted]:
        """Return the children of `group` that are scored in this round, compiled."""
        above += tuple(self._zero_conditions(group))
        planted: list[Planted] = []
        for child in group.children:
            if isinstance(child, Group):
                below = self._planted(child, above)
                if below:
                    planted.append((child, self._node(child, below)))
            elif self._is_scored(child):
                planted.append((child, len(self.leaves)))
                self.leaves.append(compile_leaf(child, self.compiler, self.rules, above))
        return planted

    def _node(self, group: Group, planted: list[Planted]) -> Node:
        children = tuple(compiled for _, compiled in planted)
        maximum, factor = self._maximum(group), self._factor(group)
        segments = tuple(_segments(children))
        rebased = group.level is Level.SECTION and self.rules.rebase
        weighting = self._weighting(group, [child for child, _ in planted])
        special = rebased or weighting or factor is not None or group.level in OUTSIDE
        only = segments[0] if len(segments) == 1 else None
        return Node(
            group=group,
            maximum=maximum,
            scored=tuple(child for child, _ in planted),
            children=children,
            segments=segments,
            outside=tuple(_outside(children)),
            factor=factor,
            rebased=rebased,
            weighting=weighting,
            simply_added=only if isinstance(only, slice) and not special else None,
            branches=_branches(children) if group is self.rules.root else (),
            full=sum((leaf.limits.maximum for leaf in self._below(segments)), ZERO),
        )

    def _below(self, segments: Iterable[slice | Node]) -> Iterator[LeafPlan]:
        for segment in segments:
            if isinstance(segment, slice):
                yield from self.leaves[segment]

    def _is_scored(self, leaf: Leaf) -> bool:
        return self.round is Round.APPRAISED or (
            leaf.self_scored and not isinstance(leaf.method, Manual)
        )

    def _maximum(self, group: Group) -> Decimal:
        """Return the group's maximum: in the self round, without what vanished."""
        declared = group.maximum.of(self.compiler.scope.kind)
        if group.weights or group.level in OUTSIDE:
            return declared
        gone = sum((self._vanished(child) for child in group.children), ZERO)
        return max(declared - gone * (self._factor(group) or 1), ZERO)

    def _vanished(self, child: Group | Leaf) -> Decimal:
        """Return the points of a child that are not scored in this round."""
        kind = self.compiler.scope.kind
        if isinstance(child, Leaf):
            counts = child.applies_to(kind) and not self._is_scored(child)
            return child.maximum.of(kind) if counts else ZERO
        if child.level in OUTSIDE:
            return ZERO
        declared = child.maximum.of(kind)
        if not any(self._is_scored(leaf) for leaf in child.leaves()):
            return declared
        return declared - self._maximum(child)

    def _factor(self, group: Group) -> Decimal | None:
        if group.rescale_from is None:
            return None
        return group.maximum.of(self.compiler.scope.kind) / group.rescale_from

    def _zero_conditions(self, group: Group) -> Iterable[ConditionSlot]:
        for number, condition in enumerate(group.zero):
            bound = self.compiler.condition(condition)
            scope = self.compiler.scope
            index = scope.allot("zero", group.code, str(number))
            slot = ConditionSlot(index, group, bound, bound.reads)
            scope.slots[index] = slot
            yield slot

    def _weighting(self, group: Group, children: list[Group | Leaf]) -> Weighting | None:
        if not group.weights:
            return None
        vectors = [
            (own.condition, tuple(own.by_code.get(child.code, ZERO) for child in children))
            for own in group.weights
        ]
        kind = self.compiler.scope.kind
        maxima = tuple(child.maximum.of(kind) for child in children)
        default = next((vector for condition, vector in vectors if condition is None), maxima)
        conditional = tuple(
            (self.compiler.condition(condition), vector)
            for condition, vector in vectors
            if condition is not None
        )
        return Weighting(conditional, default)


def _branches(children: Iterable[int | Node]) -> tuple[slice, ...]:
    """Return the leaves of each child, none of one whose points are not simply added."""
    return tuple(
        slice(child, child + 1) if isinstance(child, int) else child.simply_added or slice(0)
        for child in children
    )


def _segments(children: Iterable[int | Node]) -> Iterator[slice | Node]:
    """Yield runs of leaves, taking those of plain headings as the heading's own."""
    run: slice | None = None
    for segment in _flat(children):
        if run is not None and isinstance(segment, slice) and run.stop == segment.start:
            run = slice(run.start, segment.stop)
            continue
        if run is not None:
            yield run
        run = segment if isinstance(segment, slice) else None
        if isinstance(segment, Node):
            yield segment
    if run is not None:
        yield run


def _outside(children: Iterable[int | Node]) -> Iterator[Node]:
    for child in children:
        if isinstance(child, Node):
            if child.group.level in OUTSIDE:
                yield child
            yield from child.outside


def _flat(children: Iterable[int | Node]) -> Iterator[slice | Node]:
    for child in children:
        if isinstance(child, int):
            yield slice(child, child + 1)
        elif child.group.level in OUTSIDE:
            continue
        elif child.rebased or child.weighting is not None or child.factor is not None:
            yield child
        else:
            yield from child.segments
