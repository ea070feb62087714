"""Pyodide in Node, offline, as xlwings Lite runs it; and the wheels that go into it.

It needs Node, `npm ci` in `tests/lite/js` and micropip's wheel beside Pyodide (see `missing`).
CCHC_NODE_MODULES_LITE names the folder `node_modules` where it stands elsewhere.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from contextlib import contextmanager
from functools import cache
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.package.test_package import ROOT, build

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "js"
MODULES = Path(os.environ.get("CCHC_NODE_MODULES_LITE", HERE / "node_modules"))
PYODIDE = MODULES / "pyodide"
NEEDED = ("et_xmlfile", "lark", "openpyxl", "xlsxwriter", "xlwings")
"""What the wheel asks for, and xlwings: pure Python all of them, each after what it needs."""
MAIN = "from cchc_rules.udf import *\n"
"""The code of a workbook where the wheel is installed."""
DATA = {
    "client": "Office.js",
    "caller_address": "[so.xlsx]Sheet1!A1",
    "culture_info_name": "vi-VN",
    "date_format": "dd/MM/yyyy",
    "runtime": "1.4",
}
"""What goes with every call."""


class Answer(NamedTuple):
    """What came back, and the CPU seconds that it took."""

    value: Any
    seconds: float


class LiteError(Exception):
    """What Pyodide or the runtime of xlwings said."""


class Lite:
    """A Pyodide that runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.started = self._answer().seconds

    def ask(self, name: str, argument: Any = None) -> Answer:  # noqa: ANN401 - as JSON has it
        """Send one request of `lite.mjs`."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps([name, argument]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Answer:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise LiteError("Node stopped")
        told = json.loads(line)
        if "error" in told:
            raise LiteError(told["error"])
        return Answer(told["value"], told["seconds"])

    def install(self) -> Answer:
        """Install our wheel, and what it asks for, through micropip."""
        return self.ask("install", [str(path) for path in wheels()])

    def start(self, main: str) -> Answer:
        """Start the runtime of xlwings on the code of a workbook."""
        home = _wasm()
        own = {"config.py": home.joinpath("config.py").read_text(encoding="utf-8")}
        own |= {"custom_functions.py": main, "custom_scripts.py": ""}
        self.ask("files", {f"/home/pyodide/{name}": text for name, text in own.items()})
        runtime = home.joinpath("wasm_runtime.py").read_text(encoding="utf-8")
        return self.ask("start", {"runtime": runtime, "main": main})

    def call(self, name: str, *args: Any, runtime: str = "1.4") -> Answer:  # noqa: ANN401
        """Call a function with the cells of Office.js; an argument that is left out is None."""
        data = _data() | {"func_name": name, "args": list(args), "runtime": runtime}
        return self.ask("call", data)

    def cases(self, path: Path) -> Answer:
        """Answer a file of cases."""
        return self.ask("cases", {"path": str(path), "data": _data()})


@contextmanager
def lite() -> Iterator[Lite]:
    """Start Pyodide; stop it in the end."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            ["node", str(HERE / "lite.mjs"), str(PYODIDE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
        try:
            yield Lite(process)
        finally:
            process.kill()
            process.communicate()


def missing() -> str:
    """Return what the machine lacks for this ("": nothing)."""
    if not shutil.which("node"):
        return "Node is not installed"
    if not (PYODIDE / "pyodide.mjs").is_file():
        return "Pyodide is not installed: npm ci in tests/lite/js, or CCHC_NODE_MODULES_LITE"
    micropip = _micropip()
    if not (PYODIDE / micropip).is_file():
        return f"{micropip} is not beside Pyodide: see workbook/addin/DEVELOPING.md"
    absent = [name for name in (*NEEDED, "xlwings_server") if find_spec(name) is None]
    if absent:
        return f"not installed: {', '.join(absent)}"
    return "" if os.environ.get("XLWINGS_LICENSE_KEY") else "XLWINGS_LICENSE_KEY is not set"


def _micropip() -> str:
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"]["micropip"]["file_name"])


def _data() -> dict[str, Any]:
    return DATA | {"version": distribution("xlwings").version}


def _wasm() -> Path:
    """Return the folder of xlwings Server that its build for Pyodide copies."""
    found = find_spec("xlwings_server")
    assert found
    assert found.origin
    return Path(found.origin).parent / "wasm"


@cache
def wheels() -> tuple[Path, ...]:
    """Return wheels of what is installed, and ours, in the order to install them in."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = [_again(name, folder) for name in NEEDED]
    if (ROOT / "cchc_rules").is_dir():
        return (*made, build(ROOT, "wheel", folder / "own"))
    return (*made, _again("cchc-rules", folder))


def _again(name: str, folder: Path) -> Path:
    """Return an installed package as a wheel for any machine, without what is compiled in it."""
    found = distribution(name)
    path = folder / f"{name.replace('-', '_')}-{found.version}-py3-none-any.whl"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for file in found.files or ():
            where = file.locate()
            if ".." in file.parts or "__pycache__" in file.parts or file.suffix in _COMPILED:
                continue
            data = Path(str(where)).read_bytes()
            if file.name == "WHEEL":
                data = _ANY
            archive.writestr(file.as_posix(), data)
    path.write_bytes(content.getvalue())
    return path


_COMPILED = frozenset({".so", ".pyd", ".dll", ".dylib"})
_ANY = b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
