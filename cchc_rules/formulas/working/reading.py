"""A formula in, its shape and its operands out; a shape in, what works it out.

The four thousand formulas of a large form have three hundred shapes, so that each is read once.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from cchc_rules.formulas.working.functions import FUNCTIONS, SIGNS, minus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.formulas.working.functions import Work
    from cchc_rules.formulas.working.values import Value

_OPERANDS = re.compile(
    r"""(["'0-9B$C](?:
        (?<=")[^"]*"
        | (?<=[0-9])[0-9.]*(?:E\+20)?
        | (?<=B)[0-9]+
        | (?<=')[^']*'!\$[A-Z]+\$[0-9]+
        | (?<=\$)[A-Z]+\$[0-9]+(?::\$[A-Z]+\$[0-9]+)?
        | (?<=C)CHC_[A-Z_]+(?:!\$[A-Z]+\$[0-9]+(?::\$[A-Z]+\$[0-9]+)?)?
    ))""",
    re.VERBOSE,
)
"""Texts (two where one holds a quote), numbers, cells, ranges and names as our formulas write them;
what each begins with comes first, for then they are found in half the time."""
_OPERAND = "\0"
_TOKENS = re.compile(r"\0+|[A-Z]+|<[=>]?|>=|.")


def split(formula: str) -> tuple[str, list[str]]:
    """Return the shape of a formula, and its operands."""
    parts = _OPERANDS.split(formula)
    return _OPERAND.join(parts[::2]), parts[1::2]


def compile_shape(shape: str) -> Work:
    """Return what works formulas of a shape out."""
    return _Reader(_TOKENS.findall(shape)).read()


class _Reader:
    """Reads the tokens of one shape."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = [*tokens, ""]
        self._at = 0
        self._operands = 0

    def read(self) -> Work:
        """Return what works the whole out."""
        found = self._joined(0)
        if self._tokens[self._at]:
            raise ValueError(self._tokens[self._at])
        return found

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _joined(self, loosest: int) -> Work:
        """Read operands, and the signs between them that bind more closely than `loosest`."""
        left = self._operand()
        while sign := SIGNS.get(self._tokens[self._at]):
            binding, work = sign
            if binding <= loosest:
                break
            self._at += 1
            left = _between(work, left, self._joined(binding))
        return left

    def _operand(self) -> Work:
        match self._next():
            case "(":
                found = self._joined(0)
                self._next()
            case "-":
                found = _between(minus, _nothing, self._operand())
            case name if name in FUNCTIONS:
                self._next()
                operands = [self._joined(0)]
                while self._next() == ",":
                    operands.append(self._joined(0))
                found = FUNCTIONS[name](*operands)
            case places:
                found = self._told(len(places))
        return found

    def _told(self, pieces: int) -> Work:
        """Read an operand; a text that holds quotes comes in several pieces."""
        first = self._operands
        self._operands += pieces
        if pieces == 1:
            return itemgetter(first)
        return lambda cells: '"'.join(map(str, cells[first : first + pieces]))


def _between(work: Callable[[Value, Value], Value], left: Work, right: Work) -> Work:
    return lambda cells: work(left(cells), right(cells))


def _nothing(_: Sequence[Value]) -> Value:
    return 0.0
