"""Pieces of Python code, as `ast` nodes; constants stand in a namespace under made-up names.

No text of a rule file ever becomes code: what is written there is only ever a value.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType

NONE = ast.Constant(None)


class Unfit(Exception):  # noqa: N818
    """What cannot be written as plain code; it is always evaluated by closures."""


class Namespace:
    """The constants of the code: names in, nodes that read them out."""

    def __init__(self, **named: object) -> None:
        self.values = dict(named)
        self._known: dict[tuple[type, object], str] = {}

    def constant(self, value: object) -> ast.expr:
        """Return the node of a constant; equal numbers share a name."""
        if isinstance(value, bool):
            return ast.Constant(value)
        key = type(value), value
        if key not in self._known:
            self._known[key] = f"k{len(self._known)}"
            self.values[self._known[key]] = value
        return name(self._known[key])


def name(identifier: str) -> ast.Name:
    """Return a node that reads a variable."""
    return ast.Name(identifier, ast.Load())


def slot(index: int) -> str:
    """Return the variable of a slot."""
    return f"v{index}"


def assign(identifiers: Sequence[str] | str, value: ast.expr) -> ast.stmt:
    """Write `a = b = value`."""
    names = [identifiers] if isinstance(identifiers, str) else identifiers
    return ast.Assign([ast.Name(own, ast.Store()) for own in names], value)


def unpack(identifiers: Sequence[str], value: ast.expr) -> ast.stmt:
    """Write `a, b = value`."""
    names: list[ast.expr] = [ast.Name(own, ast.Store()) for own in identifiers]
    return ast.Assign([ast.Tuple(names, ast.Store())], value)


def call(function: str | ast.expr, *arguments: ast.expr) -> ast.expr:
    """Write `function(…)`."""
    called = name(function) if isinstance(function, str) else function
    return ast.Call(called, list(arguments), [])


def do(expression: ast.expr) -> ast.stmt:
    """Write an expression as a statement."""
    return ast.Expr(expression)


def compare(left: ast.expr, *rest: tuple[type[ast.cmpop], ast.expr]) -> ast.expr:
    """Write `left < a <= b …`."""
    return ast.Compare(left, [operator() for operator, _ in rest], [node for _, node in rest])


def is_none(identifiers: Sequence[str]) -> list[ast.expr]:
    """Write `v is None` for each variable."""
    return [compare(name(own), (ast.Is, NONE)) for own in identifiers]


def either(tests: Sequence[ast.expr]) -> ast.expr:
    """Write `a or b …`; no test at all is False."""
    if len(tests) < 2:  # noqa: PLR2004
        return tests[0] if tests else ast.Constant(False)
    return ast.BoolOp(ast.Or(), list(tests))


def both(tests: Sequence[ast.expr]) -> ast.expr:
    """Write `a and b …`; no test at all is True."""
    if len(tests) < 2:  # noqa: PLR2004
        return tests[0] if tests else ast.Constant(True)
    return ast.BoolOp(ast.And(), list(tests))


def negation(test: ast.expr) -> ast.expr:
    """Write `not test`."""
    return ast.UnaryOp(ast.Not(), test)


def when(test: ast.expr, body: list[ast.stmt], otherwise: list[ast.stmt]) -> list[ast.stmt]:
    """Write `if test: … else: …`, without what is never run."""
    if isinstance(test, ast.Constant):
        return body if test.value else otherwise
    if not body:
        return when(negation(test), otherwise, []) if otherwise else []
    return [ast.If(test, body, otherwise)]


def attempt(body: list[ast.stmt], failing: list[ast.stmt]) -> list[ast.stmt]:
    """Write `try: … except FAILURES: …`."""
    handler = ast.ExceptHandler(name("FAILURES"), None, failing)
    return [ast.Try(body, [handler], [], [])]


def function(identifier: str, arguments: Sequence[str], body: list[ast.stmt]) -> CodeType:
    """Return the code of a module that defines one function."""
    parameters = ast.arguments([], [ast.arg(own) for own in arguments], None, [], [], None, [])
    module = ast.Module([ast.FunctionDef(identifier, parameters, body, [], None, None)], [])
    return compile(ast.fix_missing_locations(module), "<bộ chỉ số>", "exec")
