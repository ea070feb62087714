"""Stand-ins for pywin32, so that the desktop half of xlwings runs without Windows and Excel.

What is real: the decorators, `call_udf` with its converters, `XLPython.CallUDF`, the generator of
wrappers. What is not: COM itself. `as_variant` says what COM would make of a Python value, after
pywin32's com/win32com/src/oleargs.cpp.
"""

import asyncio
import asyncio.base_events
import concurrent.futures
import ctypes
import importlib
import subprocess
import sys
from datetime import datetime
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock, patch

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572
"""How pywin32 hands over an argument that was left out."""

_DLLS = ("windll", "oledll", "WinDLL")
_PRELOADED = (asyncio, asyncio.base_events, concurrent.futures, subprocess)
"""Must not be imported while `sys.platform` says Windows."""


class TimeType(datetime):
    """A date in a cell, as pywin32 hands it over."""


class ComRange:
    """A range of a sheet, as COM hands it over."""

    _oleobj_ = SimpleNamespace(
        GetTypeInfo=lambda: SimpleNamespace(GetTypeAttr=lambda: SimpleNamespace(iid=RANGE_IID))
    )

    Worksheet = MagicMock()
    """One for all: to make a mock takes longer than a call of ours."""

    def __init__(self, value: object) -> None:
        self.Value = value
        self.Row = self.Column = 1
        self.Rows = self.Columns = SimpleNamespace(Count=1)


def range_of(rows: list[list[object]]) -> ComRange:
    """Return a range with these values: a single cell's is a scalar."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return ComRange(rows[0][0])
    return ComRange(tuple(map(tuple, rows)))


def _modules() -> dict[str, ModuleType]:
    names = (
        "pythoncom pywintypes win32com win32com.client win32com.server win32com.server.dispatcher "
        "win32com.server.policy win32com.server.util"
    )
    made: dict[str, Any] = {name: ModuleType(name) for name in names.split()}
    for name in ("win32api", "win32con", "win32gui", "win32process", "win32timezone", "win32event"):
        made[name] = MagicMock()
    made["pythoncom"].IID_IDispatch = "IDispatch"
    made["pythoncom"].TypeIIDs = {"IDispatch": type("PyIDispatch", (), {})}
    made["pythoncom"].CoInitialize = lambda: None
    made["pythoncom"].ole_error = made["pywintypes"].com_error = type("com_error", (Exception,), {})
    made["pythoncom"].__file__ = "pythoncom.dll"
    made["pywintypes"].IID = str
    made["pywintypes"].TimeType = TimeType
    client = made["win32com.client"]
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(client, name, type(name, (), {}))
    client.Dispatch = client.DispatchEx = lambda given, **_: given
    for name, module in made.items():
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(made[parent], child, module)
    made["win32com.server.util"].unwrap = _not_wrapped
    made["win32com.server.util"].wrap = lambda given, *_: given
    return made


def _not_wrapped(given: object) -> object:
    raise TypeError(given)


def load(*modules: str) -> list[Any]:
    """Import xlwings as on Windows, then these modules anew; `unload` puts everything back."""
    unload(*modules)
    sys.modules.update(_modules())
    dll = MagicMock()
    for name in _DLLS:
        setattr(ctypes, name, dll)
    with patch.object(ctypes, "PyDLL", dll), patch.object(sys, "platform", "win32"):
        importlib.import_module("xlwings")
    return [importlib.import_module(name) for name in modules]


def unload(*modules: str) -> None:
    """Forget xlwings, the stand-ins and these modules."""
    gone = {*_modules(), *modules}
    for name in list(sys.modules):
        if name in gone or name.split(".")[0] == "xlwings":
            del sys.modules[name]
    for name in _DLLS:
        if hasattr(ctypes, name):
            delattr(ctypes, name)
