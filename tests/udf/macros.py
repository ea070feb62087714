"""The generated VBA, run by pyOpenVBA's interpreter, with COM's ways between it and Python."""

# ruff: noqa: ARG002, N802, N803  # members and arguments are named as Excel names them

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import (
    EMPTY,
    MISSING,
    HostBridge,
    Interpreter,
    VBAArray,
    VBAErrorValue,
    VBAInt,
    VBAObject,
    member,
    method,
    setter,
)
from pyopenvba.interpreter._runtime import UNRESOLVED

from tests.udf import desktop

_SCODE = -2146828288


class Range(VBAObject):
    """A range that VBA carries to Python without looking inside."""

    vba_type_name = "Range"

    def __init__(self, rows: list[list[object]]) -> None:
        self.com = desktop.range_of(rows)


class Server(VBAObject):
    """`XLPy`: the COM server of xlwings."""

    vba_type_name = "XLPython"

    def __init__(self, call: Callable[..., object]) -> None:
        self._call = call

    @method
    def CallUDF(
        self, module: str, name: str, args: VBAArray, book: object, caller: object
    ) -> object:
        given = tuple(map(to_python, args.items))
        return to_vba(self._call(module, name, given, None, None))


class Application(VBAObject):
    """Excel: who called, and what the function window was told."""

    vba_type_name = "Application"

    def __init__(self, book: "Book") -> None:
        self._book = book
        self.told: dict[str, SimpleNamespace] = {}

    @member
    def Caller(self) -> object:
        return Range([[None]])

    @method
    def MacroOptions(
        self,
        Macro: str,
        Description: str,
        Category: str,
        ArgumentDescriptions: VBAArray,
    ) -> object:
        if self._book.hidden:
            raise failure("Cannot edit a macro on a hidden workbook.")
        texts = list(ArgumentDescriptions.items)
        self.told[Macro] = SimpleNamespace(text=Description, category=Category, arguments=texts)
        return EMPTY


class Environment(VBAObject):
    """The environment of the process of Excel."""

    vba_type_name = "WshEnvironment"

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    @method
    def Item(self, name: str) -> object:
        return self.values.get(name, "")

    @setter("Item")
    def _set_item(self, name: str, value: object) -> None:
        self.values[name] = value


class Shell(VBAObject):
    """`WScript`: the shell of Windows."""

    vba_type_name = "WshShell"

    def __init__(self) -> None:
        self.environment = Environment()

    @method
    def Environment(self, kind: str) -> object:
        assert kind == "PROCESS"
        return self.environment


class Book(VBAObject):
    """The workbook that holds the macros: an add-in, hidden as add-ins are."""

    vba_type_name = "Workbook"

    def __init__(self) -> None:
        self.hidden = True
        self.stubborn = False
        """Stays hidden whatever it is told."""

    @member
    def Name(self) -> object:
        return "cchc.xlam"

    @member
    def IsAddin(self) -> object:
        return self.hidden

    @setter("IsAddin")
    def _set_addin(self, value: object) -> None:
        self.hidden = bool(value) or self.stubborn

    @setter("Saved")
    def _set_saved(self, value: object) -> None:
        assert value

    @member
    def Saved(self) -> object:
        return True


class Host(HostBridge):
    """What the module finds around it: Excel, and the functions of the module `xlwings`."""

    def __init__(self, call: Callable[..., object]) -> None:
        self.book = Book()
        self.application = Application(self.book)
        self.shell = Shell()
        self._objects: dict[str, object] = {
            "application": self.application,
            "thisworkbook": self.book,
            "wscript": self.shell,
            "xlpy": Server(call),
        }

    def forget_xlwings(self) -> None:
        """Have no module `xlwings`: to VBA its names are variables that hold nothing."""
        self._objects |= {"wscript": EMPTY, "xlpy": EMPTY}

    def global_object(self, name: str) -> object:
        return self._objects.get(name.lower(), UNRESOLVED)


def to_python(value: object) -> object:
    """Return what COM makes of a value of VBA for Python."""
    match value:
        case Range():
            return value.com
        case VBAErrorValue():
            return _SCODE + value.number
        case _ if value is MISSING:
            return desktop.MISSING
        case _ if value is EMPTY:
            return None
        case VBAInt():
            return int(value)
        case _:
            return value


def to_vba(value: Any) -> object:  # noqa: ANN401
    """Return what COM makes of a value of Python for VBA; a list becomes an array of Variants."""
    if isinstance(value, list):
        if value and isinstance(value[0], list):
            width = len(value[0])
            columns = [to_vba(row[at]) for at in range(width) for row in value]
            return VBAArray([(0, len(value) - 1), (0, width - 1)], items=columns)
        return VBAArray([(0, len(value) - 1)], items=list(map(to_vba, value)))
    if isinstance(value, int) and not isinstance(value, bool):
        return VBAInt(value, "Long")
    return value


def from_vba(value: object) -> object:
    """Return what Excel gets: an array as rows."""
    if not isinstance(value, VBAArray):
        return value
    if value.dimensions == 1:
        return [list(value.items)]
    (top, bottom), (left, right) = value.bounds
    rows, columns = range(top, bottom + 1), range(left, right + 1)
    return [[value.get([row, column]) for column in columns] for row in rows]


def running(source: str, call: Callable[..., object]) -> tuple[Interpreter, Host]:
    """Return an interpreter with the module, and its Excel."""
    host = Host(call)
    made = Interpreter(host)
    attribute, _, body = source.partition("\r\n")
    made.add_module(f"{attribute}\r\nOption Explicit\r\n{body}", name="cchc_udfs")
    return made, host


def failure(text: str) -> Exception:
    """Return the error that VBA raises with this description."""
    return VBARuntimeError(1000, text)
