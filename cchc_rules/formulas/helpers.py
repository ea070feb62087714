"""Formulas in, cells of the hidden sheet of helpers out; equal formulas share one cell."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from cchc_rules.formulas.fragments import is_number
from cchc_rules.formulas.words import HELPER_SHEET
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Join = Callable[[Sequence[str]], str]

LONGEST = 160
"""A piece that is longer than this gets a cell, so that no formula grows long or deep."""
_FEW, _TOGETHER = 10, 600
"""More pieces than a few that are longer together go by way of cells."""
_SHORT = 120
"""A formula of at most this length moves into the only one that uses it."""
_CELLS = re.compile(r"B[0-9]+")
_QUOTED = re.compile(r'"[^"]*"')
"""A text, or part of one that holds a quote."""
_NAME = re.compile(r"[A-Z]*")
_BESIDE_BRACKETS = re.compile(r'"[^"]*"|[^"()]+')
_FIRST_ROW = 2


class Helpers:
    """The sheet `CCHC_TINH` in the making: labels in column A, formulas in column B."""

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}
        self._labels: list[str] = []

    def cell(self, piece: str, label: str) -> str:
        """Return the cell that holds `piece`; a cell or a number stands for itself."""
        found = self._addresses.get(piece)
        if found is None:
            if is_number(piece) or _CELLS.fullmatch(piece):
                return piece
            found = self._addresses[piece] = f"B{len(self._labels) + _FIRST_ROW}"
            self._labels.append(label)
        return found

    def short(self, piece: str, label: str) -> str:
        """Return `piece`, or a cell that holds it if it is long."""
        return piece if len(piece) <= LONGEST else self.cell(piece, label)

    def gathered(self, join: Join, pieces: Iterable[str], label: str) -> str:
        """Return many pieces joined, by way of cells where they would be too long together."""
        found = list(pieces)
        while len(found) > _FEW and sum(map(len, found)) > _TOGETHER:
            parts = [found[at : at + _FEW] for at in range(0, len(found), _FEW)]
            found = [self.cell(join(part), label) for part in parts]
        return join(found)

    def cascade(self, pairs: Sequence[tuple[str, str]], last: str, label: str) -> str:
        """Return the piece of the first condition that holds, else `last`."""
        found = last
        for condition, piece in reversed(pairs):
            tail = self.short(found, label)
            if condition == "TRUE" or piece == tail:
                found = piece
            elif condition == "FALSE":
                found = tail
            else:
                found = f"IF({condition},{piece},{tail})"
        return found

    def compacted(self, shown: Iterable[str]) -> Compacted:
        """Return what is left once nothing unused stands and short formulas used once moved in.

        `shown` are the pieces of all other sheets. What is left keeps its address.
        """
        pieces = {address: piece for piece, address in self._addresses.items()}
        read = {address: _references(piece) for address, piece in pieces.items()}
        uses = dict.fromkeys(pieces, 0)
        for address in chain.from_iterable(map(_references, shown)):
            uses[address] += 1
        for address in reversed(pieces):
            if uses[address]:
                for own in read[address]:
                    uses[own] += 1
        inside: dict[str, str] = {}
        left: list[HelperCell] = []
        for (address, piece), label in zip(pieces.items(), self._labels, strict=True):
            if not uses[address]:
                continue
            moved = not inside.keys().isdisjoint(read[address])
            full = _replaced(piece, inside) if moved else piece
            if uses[address] == 1 and len(full) <= _SHORT and _is_operand(full):
                inside[address] = full
            else:
                left.append(HelperCell(address, f"={full}", label))
        return Compacted(tuple(left), inside)


@record()
class HelperCell:
    """A cell of the helper sheet."""

    address: str
    formula: str
    label: str


@record()
class Compacted:
    """The helper cells that are left, and what stands for those that moved."""

    cells: tuple[HelperCell, ...]
    _inside: Mapping[str, str]

    def on_form(self, piece: str) -> str:
        """Return a piece as another sheet says it."""
        return _substituted(_replaced(piece, self._inside), _elsewhere)


def _elsewhere(match: re.Match[str]) -> str:
    return f"{HELPER_SHEET}!$B${match[0][1:]}"


def _references(piece: str) -> list[str]:
    if '"' in piece:
        piece = _QUOTED.sub('""', piece)
    return _CELLS.findall(piece)


def _replaced(piece: str, by: Mapping[str, str]) -> str:
    return _substituted(piece, lambda match: by.get(match[0], match[0]))


def _substituted(piece: str, change: Callable[[re.Match[str]], str]) -> str:
    """Change the cells of a piece; what stands in quotes stays."""
    if '"' not in piece:
        return _CELLS.sub(change, piece)
    parts = piece.split('"')
    parts[::2] = _CELLS.sub(change, "\0".join(parts[::2])).split("\0")
    return '"'.join(parts)


def _is_operand(piece: str) -> bool:
    """Say whether a piece is one call, or one pair of parentheses: it may stand anywhere."""
    start = _NAME.match(piece).end()  # type: ignore[union-attr]  # it may be no letter long
    if piece[start] != "(" or piece[-1] != ")":
        return False
    depth = 0
    for bracket in _BESIDE_BRACKETS.sub("", piece[start + 1 : -1]):
        depth += 1 if bracket == "(" else -1
        if depth < 0:
            return False
    return True
