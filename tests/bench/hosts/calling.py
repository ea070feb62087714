"""Hosts that are called from here: the functions themselves, Excel's `call_udf`, the server."""

from __future__ import annotations

import functools
import json
import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cchc_rules.functions import FUNCTIONS
from tests.bench.hosts.engine import spent
from tests.server import serving
from tests.udf import desktop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cchc_rules.functions import GridIn
    from tests.server.serving import Server

_CALLS = {function.short: function for function in FUNCTIONS}
_DESKTOP = ("cchc_rules.udf", "xlwings.udfs", "xlwings.com_server")
_KEY = {serving.KEY: "noncommercial"}


class Took(NamedTuple):
    """Milliseconds: CPU in our code, in all that runs, and until the answer is there."""

    own: float
    host: float
    wait: float

    def __truediv__(self, times: int) -> Took:
        return Took(*(each / times for each in self))


class Host(Protocol):
    """Something that answers calls."""

    name: str

    def call(self, name: str, *grids: GridIn) -> Took:
        """Call a function by its short name."""


class Plain:
    """The registry."""

    name = "functions"

    def call(self, name: str, *grids: GridIn) -> Took:
        """Call a function with copies of the cells, as every host makes them anew."""
        copies = [_copied(grid) for grid in grids]
        begun = time.perf_counter()
        cpu = spent(lambda: _CALLS[name](*copies))
        return Took(cpu, cpu, (time.perf_counter() - begun) * 1e3)


def _copied(grid: GridIn) -> GridIn:
    """Return other objects of the same value."""
    copied: GridIn = json.loads(json.dumps(grid))
    return tuple(tuple(row) for row in copied)


class Desktop:
    """Excel on Windows: xlwings' COM server on stand-ins of pywin32."""

    name = "call_udf"

    def __init__(self) -> None:
        udf, _, server = desktop.load(*_DESKTOP)
        self._called = server.XLPython().CallUDF
        self._own = 0.0
        for function in FUNCTIONS:
            setattr(udf, function.name, self._clocked(getattr(udf, function.name)))

    def _clocked(self, function: Callable[..., object]) -> Callable[..., object]:
        @functools.wraps(function)  # keeps what xlwings wrote on it
        def called(*given: object) -> object:
            found: list[object] = []
            self._own += spent(lambda: found.append(function(*given)))
            return found[0]

        return called

    def call(self, name: str, *grids: GridIn) -> Took:
        """Call a function as VBA does."""
        ranges = [desktop.range_of(list(map(list, _copied(grid)))) for grid in grids]
        arguments = len(_CALLS[name].arguments)
        given = (*ranges, *[desktop.MISSING] * (arguments - len(ranges)))
        self._own, begun = 0.0, time.perf_counter()
        cpu = spent(lambda: self._called("cchc_rules.udf", f"CCHC_{name}", given, None, None))
        return Took(self._own, cpu, (time.perf_counter() - begun) * 1e3)


class Web:
    """The server; `own` is all that its process does for a call, by the kernel's clock."""

    name = "HTTP"

    def __init__(self, server: Server) -> None:
        self._server = server
        self._stat = Path(f"/proc/{server.process.pid}/stat")
        self._tick = 1e3 / os.sysconf("SC_CLK_TCK")

    def call(self, name: str, *grids: GridIn) -> Took:
        """Post what Office.js posts."""
        before, begun = self._cpu(), time.perf_counter()
        reply = self._server.call(f"CCHC_{name}", *grids)
        wall = (time.perf_counter() - begun) * 1e3
        assert reply.status == 200, reply.text
        cpu = self._cpu() - before
        return Took(cpu, cpu, wall)

    def _cpu(self) -> float:
        fields = self._stat.read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) * self._tick


@contextmanager
def web() -> Iterator[Web]:
    """Start a server, and stop it."""
    with serving.running() as server:
        yield Web(server)
