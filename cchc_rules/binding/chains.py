"""TÍNH lines in, the order in which they can be bound out: none before one that it uses.

Two findings belong here, because nothing else sees all lines at once: a TÍNH that leads back to
itself, and a chain that is longer than anyone writes (what walks expressions is recursive).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cchc_rules import syntax as s
from cchc_rules.binding.mentions import names_in
from cchc_rules.records import field_names
from cchc_rules.text import fold_name

if TYPE_CHECKING:
    from cchc_rules.binding.scope import Scope

LONGEST = 40
"""TÍNH lines that each use the one before."""
HIGHEST = 200
"""Sums inside one another, those of the TÍNH that they use with them."""

Depths = dict[str, tuple[int, int]]
"""How many lines stand below each TÍNH, it with them, and how high its formula is."""


def in_order(scope: Scope) -> list[s.Computed]:
    """Return the lines that can be bound; those that cannot are told and lost."""
    uses = {key: _uses(line, scope) for key, line in scope.pending.items()}
    depths: Depths = {}
    ordered: list[s.Computed] = []
    for key in uses:
        _place(key, uses, depths, ordered, scope)
    return ordered


def _uses(line: s.Computed, scope: Scope) -> list[str]:
    names = dict.fromkeys(fold_name(name) for name in names_in(line.formula))
    return [name for name in names if name in scope.pending]


def _place(
    first: str,
    uses: dict[str, list[str]],
    depths: Depths,
    ordered: list[s.Computed],
    scope: Scope,
) -> None:
    """Put `first` behind all that it uses, without recursion: chains may be long."""
    path = {first: None}
    while path:
        key = next(reversed(path))
        above = next((name for name in uses[key] if name not in depths), None)
        if key in depths or above is None:
            del path[key]
            if key not in depths:
                _settle(key, uses, depths, ordered, scope)
        elif above in path:
            keys = list(path)
            circle = keys[keys.index(above) :]
            depths.update(dict.fromkeys(circle, (0, 0)))
            _tell_circle(circle, scope)
        else:
            path[above] = None


def _settle(
    key: str,
    uses: dict[str, list[str]],
    depths: Depths,
    ordered: list[s.Computed],
    scope: Scope,
) -> None:
    line = scope.pending[key]
    below = [depths[name] for name in uses[key]]
    lines = 1 + max((lines for lines, _ in below), default=0)
    depths[key] = lines, _height(line.formula, depths)
    if lines <= LONGEST and depths[key][1] <= HIGHEST:
        ordered.append(line)
        return
    if all(lines <= LONGEST and height <= HIGHEST for lines, height in below):
        message = f"Chuỗi TÍNH đến “{line.name}” quá dài: hơn {LONGEST} dòng nối tiếp nhau."
        if lines <= LONGEST:
            message = f"Chuỗi TÍNH đến “{line.name}” quá dài: các công thức lồng nhau quá sâu."
        scope.tell("E114", line.place, message, "Gộp bớt các bước tính.")
    scope.lose(key)


def _height(node: Any, depths: Depths) -> int:  # noqa: ANN401 - any node, field or tuple of them
    if isinstance(node, s.Name):
        return 1 + depths.get(fold_name(node.name), (0, 0))[1]
    if isinstance(node, tuple):
        return max((_height(part, depths) for part in node), default=0)
    if isinstance(node, s.Node):
        parts = (getattr(node, name) for name in field_names(node) if name != "place")
        return 1 + max((_height(part, depths) for part in parts), default=0)
    return 0


def _tell_circle(keys: list[str], scope: Scope) -> None:
    lines = sorted((scope.pending[key] for key in keys), key=lambda line: line.place.line)
    for key in keys:
        scope.lose(key)
    first = lines[0]
    through = ", ".join(line.name for line in lines[1:])
    message = f"“{first.name}” được tính từ chính nó{f', qua {through}' if through else ''}."
    scope.tell("E203", first.place, message, "Sửa công thức để không quay vòng.")
