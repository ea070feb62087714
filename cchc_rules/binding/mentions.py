"""Blocks in, the keys out of all names that their lines speak of (KIỂM THỬ left aside)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cchc_rules import syntax as s
from cchc_rules.records import field_names
from cchc_rules.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def mentioned(blocks: Iterable[s.Block]) -> frozenset[str]:
    """Return the folded names that any line mentions, whether or not it could be bound."""
    lines = (
        line
        for block in blocks
        if not isinstance(block.head, s.ScenarioHead)
        for line in block.members
    )
    return frozenset(fold_name(name) for line in lines for name in names_in(line))


def names_in(node: Any) -> Iterator[str]:  # noqa: ANN401 - any node, field or tuple of them
    """Yield the names in an expression or line, in the order in which they stand."""
    if isinstance(node, s.Name):
        yield node.name
    elif isinstance(node, s.LostLine):
        yield from node.mentions
    elif isinstance(node, tuple):
        for part in node:
            yield from names_in(part)
    elif isinstance(node, s.Node):
        for name in field_names(node):
            if name != "place":
                yield from names_in(getattr(node, name))
