"""Questions as JSON in, what the scripts of this folder answer in Node or Chromium out.

It needs Node (`OLDEST`), `npm ci` here, and Chromium for the pane (see `missing`).
CCHC_NODE_MODULES_SERVER names the folder `node_modules` where it stands elsewhere.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
MODULES = Path(os.environ.get("CCHC_NODE_MODULES_SERVER", HERE / "node_modules"))
CHROMIUM = shutil.which("chromium") or ""
OLDEST = (20, 19)
"""The Node in which @microsoft/app-manifest may load what it needs."""
PATIENCE = 120


def missing(*, chromium: bool = False) -> str:
    """Return why the scripts cannot run here ("": they can)."""
    if _node() < OLDEST:
        return f"Node {'.'.join(map(str, OLDEST))} or newer is not installed"
    if not (MODULES / "office-addin-mock").is_dir():
        return "npm ci was not run in tests/server/js, see also CCHC_NODE_MODULES_SERVER"
    if chromium and not CHROMIUM:
        return "Chromium is not installed"
    return serving.missing()


def told(script: str, question: Any, *arguments: str) -> Any:  # noqa: ANN401 - as JSON has it
    """Run a script on a question and return what it answers."""
    ran = subprocess.run(
        _command(script, *arguments),
        input=json.dumps(question),
        env=_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout)


class Browser:
    """A Chromium that runs; it is asked one question after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def told(self, question: Any) -> Any:  # noqa: ANN401 - as JSON has it
        """Ask a question of `browsing.js`."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(question)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium; close it in the end."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            _command("browsing.js", CHROMIUM),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=_environment(),
            encoding="utf-8",
        )
        try:
            yield Browser(process)
        finally:
            process.communicate(timeout=PATIENCE)


@cache
def _node() -> tuple[int, ...]:
    if not shutil.which("node"):
        return (0,)
    told = subprocess.run(["node", "--version"], capture_output=True, encoding="utf-8", check=True)
    return tuple(map(int, told.stdout.strip().removeprefix("v").split(".")))


def _command(script: str, *arguments: str) -> list[str]:
    return ["node", "--experimental-vm-modules", "--no-warnings", str(HERE / script), *arguments]


def _environment() -> dict[str, str]:
    return os.environ | {"NODE_PATH": str(MODULES)}
