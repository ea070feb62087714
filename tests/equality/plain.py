"""Formulas in, what the plain functions give out: the engine that every host calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.functions import FUNCTIONS
from tests.equality.cases import cell_of, cell_out

if TYPE_CHECKING:
    from tests.equality.cases import Cases, Grid

_CALLS = {function.name: function for function in FUNCTIONS}


def missing() -> str:
    """Return why they cannot be asked: never."""
    return ""


def answers(cases: Cases) -> list[Grid]:
    """Call the functions."""
    grids = {name: [list(map(cell_of, row)) for row in rows] for name, rows in cases.grids.items()}
    found = []
    for call in cases.calls:
        rows = _CALLS[call.function](*(grids[name] for name in call.arguments))
        found.append([list(map(cell_out, row)) for row in rows])
    return found
