"""What a figure or an expression is within formulas: its value, and the state beside it.

The value is a number (a serial day, 1 or 0 for có/không, the number of an option) or a text, never
an error; it means something only where the state is 0: a value.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules.evaluation.outcomes import Exit, Halt
from cchc_rules.formulas import fragments as f
from cchc_rules.model import Treatment
from cchc_rules.records import field, record, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VALUE, ABSENT, MISSING, HALT, FAULT, FULL, NOTHING = range(7)
"""The states: a value, không áp dụng, thiếu, a denominator of 0, lỗi; and, only where a leaf is
scored by a TÍNH: its denominator of 0 gives the maximum, or a base of 0."""

STATE_OF = {Treatment.EXCLUDED: ABSENT, Treatment.FULL: FULL, Treatment.NOTHING: NOTHING}


class NoFormulaError(Exception):
    """Something only the council's machine can compute: figures of other units, ballots."""


class Sort(Enum):
    """What the value is."""

    NUMBER = "số"
    DAY = "ngày"
    TRUTH = "có/không"
    OPTION = "lựa chọn"
    TEXT = "chữ"


@record()
class Term:
    """A value with its state.

    `states` are all that are possible. `exits` are flags (1 or 0) of what a missing one may come
    to besides values, and are 1 only where the state is thiếu.
    """

    value: str
    state: str = "0"
    states: frozenset[int] = frozenset({VALUE})
    exits: Mapping[Exit, str] = field(default_factory=dict)
    sort: Sort = Sort.NUMBER

    def may(self, *states: int) -> bool:
        """Say whether one of the states is possible."""
        return not self.states.isdisjoint(states)

    def if_value(self, then: str, otherwise: str) -> str:
        """Write a piece for a value, another for the other states."""
        return then if self.states == {VALUE} else f"IF({self.state}=0,{then},{otherwise})"

    def valued(self, value: str) -> Term:
        """Return the term with another value."""
        return replace(self, value=value)


def fixed(state: int) -> Term:
    """Return what always has the same state."""
    return Term("0", str(state), frozenset({state}))


def combine(operands: Sequence[Term]) -> Term:
    """Return the state of an operation: lỗi before a denominator of 0, before thiếu."""
    states = frozenset(state for own in operands for state in own.states)
    pieces = [own.state for own in operands if own.states != {VALUE}]
    if not pieces:
        return Term("0")
    state = f.most(pieces)
    if ABSENT in states:
        # What does not apply is not known here.
        state = f"IF({state}=1,2,{state})"
    exits = union_of_exits(operands, (Halt.ZERO, Halt.ERROR))
    if ABSENT in states:
        states = (states - {ABSENT}) | {MISSING}
    return Term("0", state, states if VALUE in states else states | {VALUE}, exits)


def union_of_exits(operands: Iterable[Term], wanted: Iterable[Exit] = ()) -> dict[Exit, str]:
    """Return the flags of all exits of `operands` that are `wanted`."""
    found: dict[Exit, list[str]] = {}
    for own in operands:
        for way, flag in own.exits.items():
            if way in wanted:
                found.setdefault(way, []).append(flag)
    return {way: f.some(flags) for way, flags in found.items()}
