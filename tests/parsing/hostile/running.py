"""Commands of `cchc` in; what each said, how long it took and how much memory it used out."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SECONDS = 20
"""A guard against hanging; a command is to be done in five, on a machine with nothing else."""
MEBIBYTES = 300
"""The most memory that a process may use for all its files together."""

_CHILD = """
import contextlib, gc, io, json, sys, time
from cchc_rules.cli import main
for arguments in json.load(sys.stdin):
    out, err, began = io.StringIO(), io.StringIO(), time.perf_counter()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    ran = [code, out.getvalue(), err.getvalue(), time.perf_counter() - began]
    print(json.dumps(ran), flush=True)
    gc.collect()
# Not `ru_maxrss`: that starts from what the parent used before it became this process.
try:
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(peak.split()[1])
except OSError:
    print(0)
"""


class Ran(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def found(self) -> list[dict[str, object]]:
        """Return the findings of `--json`."""
        return list(json.loads(self.out)["files"][0]["diagnostics"])


def run(commands: Sequence[Sequence[str | Path]]) -> tuple[list[Ran], float]:
    """Run commands one after the other in a process of their own; also return its MiB."""
    asked = json.dumps([[str(word) for word in command] for command in commands])
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=asked,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS * max(len(commands) // 4, 1),
        check=True,
    )
    *lines, peak = done.stdout.splitlines()
    return [Ran(*json.loads(line)) for line in lines], int(peak) / 1024
