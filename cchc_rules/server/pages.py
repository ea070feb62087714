"""The settings and the installed xlwings Server in, the pages and scripts for Excel out."""

import json
import re
import uuid
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from cchc_rules import __version__
from cchc_rules.engine.library import shelved
from cchc_rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from typing import Any

    from cchc_rules.functions import Function
    from cchc_rules.server.settings import Settings

PANE = Path(__file__).parent / "pane"
MANIFEST = "cchc-manifest.xml"
BOOK = "cchc-vi-du-server.xlsx"
CALL_PATH = "/xlwings/custom-functions-call"

_INSTALL = "Chạy: pip install cchc-rules[server]"
NOT_INSTALLED = f"Chưa cài xlwings Server. {_INSTALL}"
_STUB = """\
async function {name}() {{
  return native(await base({{funcName: "{name}", isStreaming: false, isCached: false,
    callerScoped: false}}, ...arguments));
}}
CustomFunctions.associate("{name}", {name});
"""


class MissingError(Exception):
    """What is served is not installed as expected; the text says what to do."""


@cache
def scripts() -> Path:
    """Return the folder of xlwings Server's scripts; importing it runs files of this folder."""
    found = find_spec("xlwings_server")
    if found is None or found.origin is None:
        raise MissingError(NOT_INSTALLED)
    return Path(found.origin).parent / "static"


def functions_code(version: str) -> str:
    """Return the script that calls us from a cell: xlwings' own, and a line for each function."""
    code = (scripts() / "js/custom-functions/custom-functions-code.js").read_text(encoding="utf-8")
    for place, value in {
        "placeholder_xlwings_version": version,
        "placeholder_custom_functions_call_path": CALL_PATH,
    }.items():
        if place not in code:
            raise MissingError(f"Bản xlwings Server đã cài không hợp. {_INSTALL} --upgrade")
        code = code.replace(place, value)
    native = (PANE / "native.js").read_text(encoding="utf-8")
    return "\n".join([code, native, *(_STUB.format(name=one.name) for one in FUNCTIONS)])


def taskpane(settings: "Settings", version: str) -> str:
    """Return the page of the task pane with what its scripts have to know."""
    page = (PANE / "taskpane.html").read_text(encoding="utf-8")
    config = json.dumps(_config(settings, version), ensure_ascii=False).replace("<", "\\u003c")
    return page.replace("@OFFICE_JS@", _office_js()).replace("@CONFIG@", config)


def _office_js() -> str:
    found = sorted(scripts().glob("vendor/office-js/*/dist/office.js"))
    if not found:
        raise MissingError(f"Bản xlwings Server đã cài không hợp. {_INSTALL} --upgrade")
    return f"/static/{found[-1].relative_to(scripts()).as_posix()}"


def _config(settings: "Settings", version: str) -> "dict[str, Any]":
    """Return what xlwings' scripts read, by their names, and what ours read."""
    return {
        "appPath": "",
        "authProviders": [],
        "customFunctionsMaxRetries": 3,
        "customFunctionsRetryCodes": [502, 503],
        "environment": "prod",
        "isOfficialLiteAddin": False,
        "onWasm": False,
        "requestTimeout": settings.most_seconds + 5,
        "xlwingsVersion": version,
        "version": __version__,
        "tokenRequired": bool(settings.token),
        "functions": list(map(_help, FUNCTIONS)),
        "rules": [one.reference for one in shelved()],
    }


def _help(function: "Function") -> "dict[str, Any]":
    from cchc_rules.udf.officejs import typed

    return {
        "name": function.short,
        "usage": typed(function.usage),
        "summary": typed(function.summary),
        "help": typed(function.help),
        "arguments": [
            {"name": one.name, "help": typed(one.help), "optional": one.optional}
            for one in function.arguments
        ],
    }


def manifest(address: str) -> str:
    """Return the file that tells Excel of the server: each address is an add-in of its own."""
    text = (PANE / "manifest.xml").read_text(encoding="utf-8")
    return (
        text.replace("@ID@", str(uuid.uuid5(uuid.NAMESPACE_URL, address)))
        .replace("@VERSION@", ".".join([*re.findall("[0-9]+", __version__)[:3], "0"]))
        .replace("@URL@", escape(address, {'"': "&quot;"}))
    )
