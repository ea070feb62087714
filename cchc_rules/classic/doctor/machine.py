"""What a check may ask of a machine; a test answers instead."""

import os
import struct
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_rules.classic.files import ADDIN
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

START = r"%APPDATA%\Microsoft\Excel\XLSTART"
"""The folder from which Excel loads everything, and which it trusts from the start."""

ADDIN_PATH = rf"{START}\{ADDIN}"

_ZONE = ":Zone.Identifier"


@record()
class Machine:
    """Answers about a machine: None where there is no such thing, or it cannot be asked."""

    windows: bool
    environment: "Mapping[str, str]"
    executable: str
    """The Python that runs this."""
    bits: int
    addin: str
    """Where the add-in, or another file with our macros, is expected."""
    version_of: "Callable[[str], str | None]"
    """The version of an installed package."""
    files_of: "Callable[[str], tuple[str, ...]]"
    """The files that came with an installed package, wherever they should be now."""
    importable: "Callable[[str], bool]"
    read: "Callable[[str], bytes | None]"
    registry: "Callable[[str], Mapping[str, object] | None]"
    """The values of a key below HKEY_CURRENT_USER."""

    def expanded(self, text: str) -> str:
        """Return a path with %NAMES% filled in, as Windows does."""
        return expand(text, self.environment)

    def exists(self, path: str) -> bool:
        """Say whether there is such a file."""
        return self.read(path) is not None

    def from_internet(self, path: str) -> bool:
        """Say whether Windows remembers that a file came from elsewhere."""
        return self.read(path + _ZONE) is not None


def expand(text: str, environment: "Mapping[str, str]") -> str:
    """Fill in the %NAMES% of a path."""
    for name, value in environment.items():
        text = text.replace(f"%{name}%", value)
    return text


def this_machine(addin: str = "") -> Machine:
    """Return the machine that this runs on; `addin`: the file to look at, if not the usual one."""
    return Machine(
        windows=sys.platform == "win32",
        environment=dict(os.environ),
        executable=sys.executable,
        bits=struct.calcsize("P") * 8,
        addin=addin or expand(ADDIN_PATH, os.environ),
        version_of=_version_of,
        files_of=_files_of,
        importable=lambda name: find_spec(name) is not None,
        read=_read,
        registry=_registry,
    )


def _version_of(package: str) -> str | None:
    try:
        return distribution(package).version
    except PackageNotFoundError:
        return None


def _files_of(package: str) -> tuple[str, ...]:
    try:
        found = distribution(package)
    except PackageNotFoundError:
        return ()
    return tuple(os.path.normpath(str(found.locate_file(one))) for one in found.files or ())


def _read(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError):
        return None


def _registry(key: str) -> "Mapping[str, object] | None":
    try:
        winreg: Any = import_module("winreg")
    except ImportError:  # not Windows
        return None
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            entries = [winreg.EnumValue(opened, at) for at in range(winreg.QueryInfoKey(opened)[1])]
    except OSError:
        return None
    return {name: value for name, value, _ in entries}
