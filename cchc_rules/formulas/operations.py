"""Terms in, the term of an operation out: as `evaluation.arithmetic`, written as formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.outcomes import Halt
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.terms import (
    ABSENT,
    FAULT,
    HALT,
    MISSING,
    VALUE,
    Term,
    combine,
    union_of_exits,
)
from cchc_rules.model import Function, Treatment
from cchc_rules.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence


def negated(operand: Term) -> Term:
    """Write minus the operand."""
    return combine([operand]).valued(f"(0-{operand.value})")


def binary(symbol: str, one: Term, two: Term) -> Term:
    """Write a sum, a difference or a product."""
    return combine([one, two]).valued(f"({one.value}{symbol}{two.value})")


def quotient(one: Term, two: Term, *, never_zero: bool) -> Term:
    """Write a quotient; `never_zero`: a denominator to come cannot be 0."""
    found = combine([one, two])
    zero = f.is_(f.settled(two.value), "0")
    if two.may(MISSING) and not never_zero:
        flag = f.truth(f.is_(two.state, "2"))
        exits = {**found.exits, Halt.ZERO: f.some([flag, found.exits.get(Halt.ZERO, f.NO)])}
        found = replace(found, exits=exits)
    if zero == "FALSE":
        return found.valued(f"({one.value}/{two.value})")
    known_zero = f.both(f.is_(two.state, "0"), zero)
    stop = f.iff(f.is_(one.state, "4"), "4", "3") if one.may(FAULT) else "3"
    value = f.iff(zero, "0", f"({one.value}/{two.value})")
    states = found.states | {HALT}
    return replace(found, value=value, state=f.iff(known_zero, stop, found.state), states=states)


def call(function: Function, arguments: Sequence[Term], digits: int) -> Term:
    """Write `function` of `arguments`; `digits` is for `làm tròn`."""
    first = arguments[0]
    match function:
        case Function.WHOLE:
            return combine([first]).valued(f"INT({f.settled(first.value)})")
        case Function.ROUND:
            return combine([first]).valued(f.published(first.value, digits))
        case Function.MEAN:
            return _mean(arguments)
        case Function.LEAST | Function.GREATEST if len(arguments) == 1:
            return first
        case Function.LEAST:
            return combine(arguments).valued(f.least(own.value for own in arguments))
        case Function.GREATEST:
            return combine(arguments).valued(f.most(own.value for own in arguments))


def _mean(operands: Sequence[Term]) -> Term:
    """`trung bình` leaves out what does not apply."""
    if not any(own.may(ABSENT) for own in operands):
        total = f.added(own.value for own in operands)
        return combine(operands).valued(f"({total}/{len(operands)})")
    values = [f.times(own.value, f.truth(f.is_(own.state, "0"))) for own in operands]
    number = f.added(f.truth(f.is_(own.state, "0")) for own in operands)
    value = f.iff(f.is_(number, "0"), "0", f"({f.added(values)}/{number})")
    none = f.both(*(f.is_(own.state, "1") for own in operands))
    applying = f.most(_applying(own) for own in operands)
    exits = union_of_exits(operands, (Halt.ZERO, Halt.ERROR))
    absent = f.every(_may_be_absent(own) for own in operands)
    if absent != f.NO:
        exits[Treatment.EXCLUDED] = absent
    states = frozenset(state for own in operands for state in own.states) | {VALUE, ABSENT}
    return Term(value, f.iff(none, "1", applying), states, exits)


def _applying(own: Term) -> str:
    """Write the state, as a value where it does not apply."""
    return f"IF({own.state}=1,0,{own.state})" if own.may(ABSENT) else own.state


def _may_be_absent(own: Term) -> str:
    flags = [own.exits.get(Treatment.EXCLUDED, f.NO)]
    if own.may(ABSENT):
        flags.append(f.truth(f.is_(own.state, "1")))
    return f.some(flags)
