"""TÍNH lines in, the order in which they can be bound out: none before one that it uses.

Two findings belong here, because nothing else sees all lines at once: a TÍNH that leads back to
itself, and a chain that is longer than anyone writes (what walks expressions is recursive).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.binding.mentions import names_in
from cchc_rules.text import fold_name

if TYPE_CHECKING:
    from cchc_rules import syntax as s
    from cchc_rules.binding.scope import Scope

LONGEST = 40
"""TÍNH lines that each use the one before."""


def in_order(scope: Scope) -> list[s.Computed]:
    """Return the lines that can be bound; those that cannot are told and lost."""
    uses = {key: _uses(line, scope) for key, line in scope.pending.items()}
    depths: dict[str, int] = {}
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
    depths: dict[str, int],
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
            depths.update(dict.fromkeys(circle, 0))
            _tell_circle(circle, scope)
        else:
            path[above] = None


def _settle(
    key: str,
    uses: dict[str, list[str]],
    depths: dict[str, int],
    ordered: list[s.Computed],
    scope: Scope,
) -> None:
    line = scope.pending[key]
    depths[key] = 1 + max((depths[name] for name in uses[key]), default=0)
    if depths[key] == LONGEST + 1:
        message = f"Chuỗi TÍNH đến “{line.name}” quá dài: hơn {LONGEST} dòng nối tiếp nhau."
        scope.tell("E114", line.place, message, "Gộp bớt các bước tính.")
    if depths[key] > LONGEST:
        scope.lose(key)
    else:
        ordered.append(line)


def _tell_circle(keys: list[str], scope: Scope) -> None:
    lines = sorted((scope.pending[key] for key in keys), key=lambda line: line.place.line)
    for key in keys:
        scope.lose(key)
    first = lines[0]
    through = ", ".join(line.name for line in lines[1:])
    message = f"“{first.name}” được tính từ chính nó{f', qua {through}' if through else ''}."
    scope.tell("E203", first.place, message, "Sửa công thức để không quay vòng.")
