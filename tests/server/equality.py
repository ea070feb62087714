"""The equality cases in, what our server answers Office.js out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.officejs import posted, shown
from tests.server.serving import missing, on_server
from tests.server.serving import posted as body_of

if TYPE_CHECKING:
    from tests.equality.cases import Cases, Grid

__all__ = ["answers", "missing"]


def answers(cases: Cases) -> list[Grid]:
    """Return the grid that each call gives, from the body of a request to that of its answer."""
    grids = {name: posted(grid) for name, grid in cases.grids.items()}
    with on_server() as calling:
        return [
            shown(
                json.loads(
                    calling.answered(
                        body_of(call.function, *(grids[name] for name in call.arguments))
                    )
                )["result"]
            )
            for call in cases.calls
        ]
