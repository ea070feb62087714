"""A bound expression in, all that it is made of out, through the formulas of TÍNH."""

from __future__ import annotations

from cchc_rules import model as m


def uses_peers(node: m.Expression) -> bool:
    """Say whether an expression looks at the other units."""
    return any(isinstance(inner, m.Peers) for inner in walk(node))


def walk(node: m.Expression) -> list[m.Expression]:
    """Return an expression and all inside it, the formula of each TÍNH once."""
    found: list[m.Expression] = []
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        found.append(inner)
        if isinstance(inner, m.ComputedRef):
            if inner.computed.key in seen:
                continue
            seen.add(inner.computed.key)
        waiting += _children(inner)
    return found


def _children(node: m.Expression) -> tuple[m.Expression, ...]:
    match node:
        case m.ComputedRef(computed):
            return (computed.formula,)
        case m.Negative(operand) | m.Not(operand):
            return (operand,)
        case m.Arithmetic(_, left, right) | m.Equal(left, right):
            return left, right
        case m.Call(_, arguments):
            return arguments
        case m.Peers(_, of) | m.HasData(of):
            return (of,)
        case m.Within(inner, span):
            ends = (end for end in (span.low, span.high) if end is not None)
            return (inner, *ends)
        case m.All(operands) | m.AnyOf(operands):
            return operands
    return ()
