"""Slots in, Python code out that reads and computes them; None is what is no plain value."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from cchc_rules.evaluation.derived import ComputedSlot
from cchc_rules.evaluation.fast import nodes
from cchc_rules.evaluation.fast.nodes import Unfit
from cchc_rules.evaluation.figures import number_range
from cchc_rules.evaluation.logic import COMPARABLE, Bounds
from cchc_rules.evaluation.scope import FigureSlot, ManualSlot, PeerSlot
from cchc_rules.model import ValueType
from cchc_rules.numeric import LARGEST, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cchc_rules.evaluation.fast.expressions import Writer
    from cchc_rules.evaluation.reading import Derived
    from cchc_rules.evaluation.scope import BoundConstraint, Scope, Slot
    from cchc_rules.model import DataItem, Peers

_TYPES = {ValueType.BOOL: "bool", ValueType.DATE: "date", ValueType.TEXT: "str"}


def unpack(slots: Iterable[Slot]) -> list[ast.stmt]:
    """Write how the figures of the year, handed in together, get into their variables."""
    variables = [nodes.slot(slot.index) for slot in slots if is_current(slot)]
    return [nodes.unpack(variables, nodes.name("now"))] if variables else []


def is_current(slot: Slot) -> bool:
    """Say whether a slot is a figure of the year itself."""
    return isinstance(slot, FigureSlot) and not slot.ref.previous


def load(slot: Slot, writer: Writer) -> list[ast.stmt]:
    """Write how a given figure gets into its variable, unless it is there, and is checked."""
    variable = nodes.slot(slot.index)
    quick = None
    match slot:
        case FigureSlot(ref=ref, check=check):
            source, key = "before" if ref.previous else "", ref.item.key
            quick = _quick_test(ref.item, variable, writer)
        case ManualSlot(code=key, check=check):
            source = "manual"
        case PeerSlot(key=key, ref=peers):
            read = writer.names.constant(_peer_reader(key, peers))
            return [nodes.assign(variable, nodes.call(read, nodes.name("peers")))]
        case _:
            return []
    constant = writer.names.constant(key)
    given = [nodes.assign(variable, nodes.call(source, constant))] if source else []
    checked = nodes.call(writer.names.constant(_plain(check)), nodes.name(variable))
    judged: list[ast.stmt] = [nodes.assign(variable, checked)]
    return [*given, *(judged if quick is None else nodes.when(nodes.negation(quick), judged, []))]


def constrain(bound: BoundConstraint, scope: Scope, writer: Writer) -> list[ast.stmt]:
    """Write a RÀNG BUỘC: where it does not surely hold, its figures are left to the closures."""
    figures = [nodes.slot(index) for index in sorted(bound.figures)]
    spoiled: list[ast.stmt] = [nodes.assign(figures, nodes.NONE)]
    try:
        test = writer.test(bound.condition)
    except Unfit:
        return spoiled
    broken = nodes.either([*_unknown(scope, bound.needs), nodes.negation(test)])
    return nodes.attempt(nodes.when(broken, spoiled, []), spoiled)


def derive(slot: Derived, scope: Scope, writer: Writer) -> list[ast.stmt]:
    """Write a TÍNH, or a zero condition of a group."""
    variable = nodes.slot(slot.index)
    unknown: list[ast.stmt] = [nodes.assign(variable, nodes.NONE)]
    try:
        if isinstance(slot, ComputedSlot):
            value = writer.inside_of(slot.ref).value(slot.ref.computed.formula)
        else:
            value = writer.condition(slot.bound.condition)
    except Unfit:
        return unknown
    guard = nodes.either(_unknown(scope, slot.reads.slots))
    known = nodes.attempt([nodes.assign(variable, value)], unknown)
    return nodes.when(guard, unknown, known)


def _unknown(scope: Scope, slots: Iterable[int]) -> list[ast.expr]:
    """Write that a slot is no plain value."""
    return nodes.is_none([nodes.slot(scope.slots[index].index) for index in sorted(slots)])


def _quick_test(item: DataItem, variable: str, writer: Writer) -> ast.expr | None:
    """Write a test that passes for most plain values, and for nothing else."""
    value = nodes.name(variable)
    if item.type in _TYPES:
        return _has_type(value, _TYPES[item.type])
    if item.type is ValueType.CHOICE:
        options = writer.names.constant(frozenset(item.options))
        return nodes.both([_has_type(value, "str"), nodes.compare(value, (ast.In, options))])
    if not item.type.is_number or item.step is not None:
        return None
    low, high = number_range(item)
    least = -LARGEST if low is None else settle(low)
    span = Bounds(least, LARGEST, high_open=True)
    if high is not None and high < LARGEST:
        span = Bounds(least, settle(high))
    tests = [_has_type(value, "Decimal"), writer.inside(value, span)]
    if item.type is ValueType.COUNT:
        tests.append(nodes.negation(ast.BinOp(value, ast.Mod(), nodes.name("ONE"))))
    return nodes.both(tests)


def _has_type(value: ast.expr, type_: str) -> ast.expr:
    return nodes.compare(nodes.call("type", value), (ast.Is, nodes.name(type_)))


def _plain(check: Callable[[Any], object]) -> Callable[[object], object]:
    """Return the check, with None in place of what is no plain value."""

    def plain(given: object) -> object:
        found = check(given)
        return found if type(found) in COMPARABLE or type(found) is tuple else None

    return plain


def _peer_reader(key: str, peers: Peers) -> Callable[[Any], object]:
    def read(given: Any) -> object:  # noqa: ANN401
        found = given.get(key)
        figure = None if found is None else found.of(peers.function)
        return figure if type(figure) in COMPARABLE else None

    return read
