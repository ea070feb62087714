"""Given facts in, an environment out: figures checked, RÀNG BUỘC enforced, every TÍNH computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.derived import ComputedSlot, ConditionSlot
from cchc_rules.evaluation.outcomes import MISSING
from cchc_rules.evaluation.scope import CLOSED, FigureSlot, ManualSlot, PeerSlot
from cchc_rules.facts import Fault
from cchc_rules.facts.rows import pick
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_rules.evaluation.figures import Check
    from cchc_rules.evaluation.given import Given
    from cchc_rules.evaluation.outcomes import Env
    from cchc_rules.evaluation.scope import BoundConstraint, Scope, Slot

    Load = tuple[int, str, Check]
    Derived = ComputedSlot | ConditionSlot


@record()
class Reading:
    """How to fill some slots and all that they depend on; filling twice does no harm."""

    size: int
    given: tuple[Slot, ...]
    """What is not computed, in order."""
    now: tuple[tuple[int, Check], ...]
    now_keys: tuple[str, ...]
    """The keys of `now`, in that order."""
    before: tuple[Load, ...]
    manual: tuple[Load, ...]
    peers: tuple[PeerSlot, ...]
    constraints: tuple[BoundConstraint, ...]
    constrained: tuple[Derived, ...]
    """Each TÍNH that a constraint speaks of."""
    derived: tuple[Derived, ...]

    def env(self, given: Given) -> Env:
        """Return a new environment, filled."""
        env: Env = [MISSING] * self.size
        self.fill(env, given)
        return env

    def fill(self, env: Env, given: Given) -> None:
        """Put the slots' values into `env`."""
        env[CLOSED] = given.closed
        facts, fixed = given.facts, given.fixed
        current = pick(facts.values, self.now_keys)
        for (index, check), value in zip(self.now, current, strict=True):
            env[index] = check(value)
        for index, key, check in self.before:
            env[index] = check(facts.previous.get(key))
        for index, code, check in self.manual:
            env[index] = check(facts.manual.get(code))
        for slot in self.peers:
            found = given.peers.get(slot.key)
            env[slot.index] = MISSING if found is None else found.of(slot.ref.function)
        if self.constraints:
            for derived in self.constrained:
                derived.derive(env, fixed)
            self._enforce(env)
        for derived in self.derived:
            derived.derive(env, fixed)
            if given.alone and isinstance(derived, ConditionSlot):
                env[derived.index] = env[derived.index] is True

    def _enforce(self, env: Env) -> None:
        """Judge every constraint on the figures as declared, then make those of broken ones lỗi."""
        broken = [bound for bound in self.constraints if bound.test(env) is False]
        for bound in broken:
            for index in bound.figures:
                if not isinstance(env[index], Fault):
                    env[index] = bound.fault


def read_by(scope: Scope, wanted: Iterable[int]) -> list[Slot]:
    """Return the slots that `wanted` are computed from, themselves too, in order."""
    found: set[int] = set()
    todo = set(wanted)
    while todo:
        index = todo.pop()
        found.add(index)
        slot = scope.slots[index]
        if isinstance(slot, ComputedSlot | ConditionSlot):
            todo |= slot.reads.slots - found
    return [scope.slots[index] for index in sorted(found)]


def dependencies(scope: Scope, wanted: Iterable[int]) -> tuple[set[int], list[BoundConstraint]]:
    """Return the slots that `wanted` depend on, themselves too, and the constraints on them."""
    needed: set[int] = set()
    constraints: dict[int, BoundConstraint] = {}
    todo = set(wanted)
    while todo:
        index = todo.pop()
        needed.add(index)
        slot = scope.slots[index]
        if isinstance(slot, ComputedSlot | ConditionSlot):
            todo |= slot.reads.slots
        for bound in scope.constraints_on.get(index, ()):
            constraints[bound.number] = bound
            todo |= bound.needs
        todo -= needed
    return needed, [constraints[number] for number in sorted(constraints)]


def reading_of(scope: Scope, wanted: Iterable[int]) -> Reading:
    """Return how to fill the slots `wanted`."""
    needed, constraints = dependencies(scope, wanted)
    judged, _ = dependencies(scope, (index for bound in constraints for index in bound.needs))
    slots = [scope.slots[index] for index in sorted(needed)]
    figures = [slot for slot in slots if isinstance(slot, FigureSlot)]
    derived = tuple(slot for slot in slots if isinstance(slot, ComputedSlot | ConditionSlot))
    return Reading(
        size=scope.size,
        given=tuple(s for s in slots if not isinstance(s, ComputedSlot | ConditionSlot)),
        now=tuple((s.index, s.check) for s in figures if not s.ref.previous),
        now_keys=tuple(s.ref.item.key for s in figures if not s.ref.previous),
        before=tuple((s.index, s.ref.item.key, s.check) for s in figures if s.ref.previous),
        manual=tuple((s.index, s.code, s.check) for s in slots if isinstance(s, ManualSlot)),
        peers=tuple(slot for slot in slots if isinstance(slot, PeerSlot)),
        constraints=tuple(constraints),
        constrained=tuple(slot for slot in derived if slot.index in judged),
        derived=derived,
    )
