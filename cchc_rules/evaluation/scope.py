"""Where each figure that the rules name stands in a unit's environment.

An environment is a list: slot 0 says whether the round is closed, the others hold a figure (of this
year or the year before), a manual score, a figure of the group, a TÍNH (two slots: as others see
it, then as the leaf that it scores sees it) a condition of a group, or a score.
Compiling an expression
allots the slots that it reads.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from cchc_rules.evaluation.derived import ComputedSlot, ConditionSlot
from cchc_rules.evaluation.figures import checker, manual_checker
from cchc_rules.model import ComputedRef, ItemRef
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.evaluation.derived import Test
    from cchc_rules.evaluation.figures import Check
    from cchc_rules.facts import Fault
    from cchc_rules.model import DataItem, Expression, Leaf, Manual, Parameter, Peers, ScoreRef

CLOSED = 0
"""The slot that says whether the round is closed."""


@record()
class FigureSlot:
    """A declared figure."""

    index: int
    ref: ItemRef
    check: Check


@record()
class ManualSlot:
    """A score that the council enters."""

    index: int
    code: str
    check: Check


@record()
class PeerSlot:
    """A figure of the whole group; `key` is that of the unit's own figure."""

    index: int
    key: str
    ref: Peers


@record()
class ScoreSlot:
    """A score of the unit itself, in the conditions of classes and of who is ranked."""

    index: int
    ref: ScoreRef


Slot = FigureSlot | ManualSlot | PeerSlot | ComputedSlot | ConditionSlot | ScoreSlot


@record()
class BoundConstraint:
    """A RÀNG BUỘC; where it is false each of the slots `figures` becomes lỗi."""

    number: int
    condition: Expression
    test: Test
    figures: frozenset[int]
    needs: frozenset[int]
    fault: Fault


@record()
class Part:
    """What a piece of the rules reads, directly."""

    slots: frozenset[int] = frozenset()
    parameters: tuple[Parameter, ...] = ()

    def joined(self, *others: Part) -> Part:
        """Return what this piece and the others read."""
        parts = (self, *others)
        parameters = {own.key: own for part in parts for own in part.parameters}
        slots = frozenset(slot for part in parts for slot in part.slots)
        return Part(slots, tuple(parameters.values()))


@record()
class Noted:
    """Collects what is read by the expressions that are compiled meanwhile."""

    slots: set[int]
    parameters: dict[str, Parameter]

    def part(self) -> Part:
        """Return what was read."""
        return Part(frozenset(self.slots), tuple(self.parameters.values()))


class Scope:
    """The slots of a rule set for one kind of unit; they grow in number while it is compiled."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.slots: dict[int, Slot] = {}
        self.constraints_on: dict[int, list[BoundConstraint]] = {}
        self.size = 1
        self._by_name: dict[tuple[str, ...], int] = {}
        self._noted = Noted(set(), {})

    @contextmanager
    def noting(self) -> Iterator[Noted]:
        """Collect the slots and parameters that are read by what is compiled inside."""
        outer, self._noted = self._noted, Noted(set(), {})
        try:
            yield self._noted
        finally:
            self._noted = outer

    def note(self, part: Part) -> None:
        """Remember what another piece reads as read."""
        self._noted.slots.update(part.slots)
        for parameter in part.parameters:
            self.note_parameter(parameter)

    def note_parameter(self, parameter: Parameter) -> None:
        """Remember that `parameter` is read."""
        self._noted.parameters[parameter.key] = parameter

    def known(self, *name: str) -> int | None:
        """Return the slot that was allotted to `name`, if any, and remember that it is read."""
        index = self._by_name.get(name)
        if index is not None:
            self._noted.slots.add(index)
        return index

    def allot(self, *name: str, width: int = 1) -> int:
        """Return a new slot for `name`, and remember that it is read."""
        index = self._by_name[name] = self.size
        self.size += width
        self._noted.slots.add(index)
        return index

    def figure(self, item: DataItem, *, previous: bool) -> int:
        """Return the slot of a declared figure."""
        name = ("figure", input_key(item.key, previous=previous))
        index = self.known(*name)
        if index is None:
            index = self.allot(*name)
            check = checker(item, previous=previous)
            self.slots[index] = FigureSlot(index, ItemRef(item, previous), check)
        return index

    def manual(self, leaf: Leaf, method: Manual) -> int:
        """Return the slot of the score that the council enters for `leaf`."""
        index = self.allot("manual", leaf.code)
        self.slots[index] = ManualSlot(index, leaf.code, manual_checker(method))
        return index

    def peers(self, peers: Peers) -> int:
        """Return the slot of a figure of the group."""
        key = input_key_of(peers.of)
        name = ("peers", peers.function.value, key)
        index = self.known(*name)
        if index is None:
            index = self.allot(*name)
            self.slots[index] = PeerSlot(index, key, peers)
        return index

    def score(self, ref: ScoreRef) -> int:
        """Return the slot of one of the unit's own scores."""
        name = ("score", "share" if ref.share else "points", ref.code)
        index = self.known(*name)
        if index is None:
            index = self.allot(*name)
            self.slots[index] = ScoreSlot(index, ref)
        return index


def input_key(key: str, *, previous: bool) -> str:
    """Return the key by which a figure or TÍNH is given: `hồ_sơ`, `hồ_sơ@prev`."""
    return f"{key}@prev" if previous else key


def input_key_of(ref: ItemRef | ComputedRef) -> str:
    """Return the key by which `ref` is given."""
    key = ref.computed.key if isinstance(ref, ComputedRef) else ref.item.key
    return input_key(key, previous=ref.previous)


def place_key(ref: ItemRef, year: int) -> str:
    """Return the key of a figure's cell: `hồ_sơ`, or `hồ_sơ@2025` for the year before."""
    return f"{ref.item.key}@{year - 1}" if ref.previous else ref.item.key
