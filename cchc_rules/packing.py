"""Installed packages in, their files out, as they travel inside an add-in: the same every time."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

_PACKAGE = Path(__file__).parent
_PARTS = (("grammar", ("*.lark", "*.tables")), ("rules", ("*.cchc",)))

File = tuple[str, bytes]
"""A path under `site-packages`, and what stands in it."""


def own_files(without: "AbstractSet[str]") -> "Iterator[File]":
    """Yield the program with its grammar and rules, `without` what the host has no use for."""
    for path in _PACKAGE.rglob("*.py"):
        inside = path.relative_to(_PACKAGE)
        if inside.parts[0] not in without:
            yield f"{_PACKAGE.name}/{inside.as_posix()}", path.read_bytes()
    for part, patterns in _PARTS:
        root = bundled.folder(part)
        for path in (found for pattern in patterns for found in root.rglob(pattern)):
            inside = path.relative_to(root)
            yield f"{_PACKAGE.name}/_bundled/{part}/{inside.as_posix()}", path.read_bytes()


def files_of(package: str) -> "Iterator[File]":
    """Yield the modules of another installed package."""
    found = find_spec(package)
    assert found is not None  # noqa: S101 - the program depends on it
    assert found.origin is not None  # noqa: S101
    folder = Path(found.origin).parent
    for path in folder.rglob("*.py"):
        yield f"{folder.name}/{path.relative_to(folder).as_posix()}", path.read_bytes()
