"""Headings in, the outline (who stands under whom) out; E305 for codes that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.model import Level
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RANK = {
    Level.ROOT: 0,
    Level.SECTION: 1,
    Level.BONUS: 1,
    Level.PENALTY: 1,
    Level.FIELD: 2,
    Level.CRITERION: 3,
    Level.COMPONENT: 4,
}
LEVEL_BELOW = {
    Level.SECTION: Level.FIELD,
    Level.FIELD: Level.CRITERION,
    Level.CRITERION: Level.COMPONENT,
}
DEEPEST = 6
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@record(frozen=False, eq=False)
class Node:
    """A heading with what stands under it; a lost heading keeps its place in the outline.

    `above` is the heading under which it stands by its keyword, `parent` the one that its code
    names; where these differ, the code is believed: it is the harder one to get wrong.
    """

    level: Level
    code: str
    block: s.Block | None
    parent: Node | None = None
    above: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def head(self) -> s.GroupHead | None:
        """Return the heading line, unless it was lost."""
        return self.block.head if self.block and isinstance(self.block.head, s.GroupHead) else None

    @property
    def written(self) -> Level:
        """Return the level that its keyword says."""
        return self.head.level if self.head is not None else self.level

    @property
    def prefix(self) -> str:
        """Return the code that its own code says it stands under; "" if it says nothing."""
        return self.code.rpartition(".")[0]

    def walk(self) -> Iterator[Node]:
        """Yield it and all below, in file order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Node]:
        """Yield it and all above, the root last."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


@record(frozen=False)
class Outline:
    """All headings of a file under their parents."""

    root: Node = field(default_factory=lambda: Node(Level.ROOT, "", None))
    nodes: list[Node] = field(default_factory=list)
    by_code: dict[str, Node] = field(default_factory=dict)
    again: set[Node] = field(default_factory=set)
    """Headings whose code another one above has already."""
    told: set[Node] = field(default_factory=set)
    """Headings of which something is told already."""
    lost: set[Node] = field(default_factory=set)
    """The headings under which one may be lost of which not even the code is known."""


def outline(blocks: Iterable[s.Block]) -> Outline:
    """Hang every heading under its parent."""
    made = Outline()
    last = made.root
    for block in blocks:
        node = _node(block)
        if node is None:
            if isinstance(block.head, s.LostHead) and block.head.place.line:
                made.lost.update(last.ancestors())
            continue
        if not node.code:
            last = _unnumbered(node, last, made)
            continue
        node.above = _by_level(node.level, last)
        node.parent = _by_code(node, made) or node.above
        if node.parent is not node.above:
            node.level = LEVEL_BELOW.get(node.parent.level, node.level)
        node.parent.children.append(node)
        made.nodes.append(node)
        if node.code in made.by_code:
            made.again.add(node)
        made.by_code.setdefault(node.code, node)
        last = node
    return made


def _unnumbered(node: Node, last: Node, made: Outline) -> Node:
    """Give a heading whose code is lost its place, so that its children do not stand astray."""
    node.parent = node.above = _by_level(node.level, last)
    node.code = "?"
    node.parent.children.append(node)
    made.lost.add(node.parent)
    return node


def _node(block: s.Block) -> Node | None:
    match block.head:
        case s.GroupHead(level, code):
            return Node(level, code, block)
        case s.LostHead(level, code) if level is not None:
            return Node(level, code, block)
        case s.LostHead(_, code) if "." in code:
            level = Level.CRITERION if code.count(".") == 1 else Level.COMPONENT
            return Node(level, code, block)
    return None


def _by_level(level: Level, last: Node) -> Node:
    """Return the heading under which one stands by the keywords alone."""
    node = last
    while node.above is not None and _RANK[node.written] >= _RANK[level]:
        node = node.above
    return node


def _by_code(node: Node, made: Outline) -> Node | None:
    """Return the heading that the code of `node` names, if there is one."""
    if not node.prefix or (node.above and is_child_code(node.code, node.above.code)):
        return None
    found = made.by_code.get(node.prefix)
    return found if found is not None and len(list(found.ancestors())) < DEEPEST else None


def is_child_code(code: str, parent: str) -> bool:
    """Say whether `code` is one of those under `parent`; 1.2 may stand under I."""
    above = code.rpartition(".")[0]
    return above == parent or (parent in _ROMAN and above == str(_ROMAN.index(parent)))


def number_of(code: str) -> int | None:
    """Return the place among its siblings that a code says."""
    last = code.rpartition(".")[2]
    if last.isdecimal():
        return int(last)
    if last in _ROMAN:
        return _ROMAN.index(last)
    return ord(last.upper()) - ord("A") + 1 if len(last) == 1 and last.isascii() else None


def sort_of_code(code: str) -> str:
    """Return the sort of numbers that a code counts with."""
    last = code.rpartition(".")[2]
    return "số" if last.isdecimal() else "la mã" if last in _ROMAN[1:] else "chữ"


def code_like(code: str, number: int) -> str:
    """Return the code that stands at `number` among the siblings of `code`."""
    before, dot, last = code.rpartition(".")
    if last.isdecimal():
        return f"{before}{dot}{number}"
    if last in _ROMAN and number < len(_ROMAN) and last not in {"C", "D"}:
        return before + dot + _ROMAN[number]
    return before + dot + chr(ord("A") + number - 1)
