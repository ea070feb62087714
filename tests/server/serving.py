"""xlwings as on a server within this process, and our server as a process of its own.

Both need xlwings Server installed and a key for xlwings PRO in XLWINGS_LICENSE_KEY (`missing`).
"""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import cchc_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

KEY = "XLWINGS_LICENSE_KEY"
TOKEN = "ma-truy-cap-de-thu-0123456789"
_OURS = ("xlwings", "cchc_rules.udf", "cchc_rules.server")


def missing() -> str:
    """Return why it cannot be asked here ("": it can)."""
    if find_spec("xlwings_server") is None:
        return "xlwings Server chưa cài"
    return "" if os.environ.get(KEY) else f"{KEY} chưa đặt (CI: noncommercial)"


@contextmanager
def on_server() -> Iterator[ModuleType]:
    """Import xlwings, our functions and the server anew, yield `server.calling`; then forget them.

    The decorators of xlwings are chosen once, when it is imported.
    """
    before = os.environ.get("XLWINGS_ON_SERVER")
    _forget()
    os.environ["XLWINGS_ON_SERVER"] = "true"
    try:
        yield importlib.import_module("cchc_rules.server.calling")
    finally:
        _forget()
        if before is None:
            del os.environ["XLWINGS_ON_SERVER"]
        else:
            os.environ["XLWINGS_ON_SERVER"] = before


def _forget() -> None:
    for name in list(sys.modules):
        if name in _OURS or name.startswith(tuple(f"{one}." for one in _OURS)):
            del sys.modules[name]
    for name in _OURS:  # `from cchc_rules import udf` looks there first
        vars(cchc_rules).pop(name.rpartition(".")[2], None)


class Reply(NamedTuple):
    """What came back over HTTP; the names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


def _reply(answer: Any) -> Reply:  # noqa: ANN401 - urllib has two sorts
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Reply(answer.status, headers, answer.read())


class Server(NamedTuple):
    """A server that runs: its address without a slash at the end, and its process."""

    address: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """Return where it listens."""
        return int(self.address.rpartition(":")[2])

    def ask(self, path: str, body: bytes | None = None, method: str = "", **headers: str) -> Reply:
        """Send one request; a name with `_` is a header with `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(
            self.address + path, body, named, method=method or ("POST" if body else "GET")
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return _reply(reply)
        except urllib.error.HTTPError as refused:
            with refused:
                return _reply(refused)

    def call(self, name: str, *args: Any, **headers: str) -> Reply:  # noqa: ANN401 - JSON
        """Call a function as Office.js does."""
        return self.ask(
            "/xlwings/custom-functions-call",
            posted(name, *args),
            Content_Type="application/json",
            **headers,
        )


def posted(name: str, *args: Any) -> bytes:  # noqa: ANN401 - JSON
    """Return the body that xlwings' script in Excel posts for a formula."""
    body = {
        "client": "Office.js",
        "func_name": name,
        "args": args,
        "caller_address": "[phiếu.xlsx]Phiếu!D6",
        "session_id": "f0f2c3f4-0000-4000-8000-000000000000",
        "culture_info_name": "vi-VN",
        "date_format": "dd/MM/yyyy",
        "version": "0.37.8",
        "runtime": "1.4",
    }
    return json.dumps(body, ensure_ascii=False).encode()


@contextmanager
def running(*options: str, token: str = "", folder: Path | None = None) -> Iterator[Server]:
    """Start `cchc serve` on a free port; stop it in the end."""
    process = start(*options, token=token, folder=folder)
    try:
        assert process.stdout
        told = re.search(r"http\S+\w", process.stdout.readline())
        assert told, process.communicate(timeout=10)[1]
        yield Server(told[0], process)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def start(
    *options: str, token: str = "", key: str | None = None, folder: Path | None = None
) -> subprocess.Popen[str]:
    """Start `cchc serve`; with another key for xlwings PRO, or in a folder that is its home too."""
    environment = os.environ | {"CCHC_TOKEN": token}
    environment.pop("XLWINGS_ON_SERVER", None)
    if key is not None:
        environment[KEY] = key
    if folder is not None:
        package = Path(cchc_rules.__file__).parents[1]
        environment |= {"HOME": str(folder), "USERPROFILE": str(folder), "PYTHONPATH": str(package)}
    return subprocess.Popen(
        [sys.executable, "-m", "cchc_rules", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
        cwd=folder,
    )
