"""The registry and the program's own files in, the bytes of the `.oxt` out: always the same."""

import io
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules import bundled
from cchc_rules.calc import describing

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "cchc.oxt"
_PACKAGE = Path(__file__).parents[1]
_OTHERS = frozenset({"_bundled", "classic", "cli", "udf.py", "__main__.py"})
"""What stands beside the core: the other front ends."""
_PARTS = (("grammar", ("*.lark", "*.tables")), ("rules", ("*.cchc",)))
_DATE = (1980, 1, 1, 0, 0, 0)


def extension() -> bytes:
    """Return the add-in, with Lark and the core inside."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(_files()):
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _files() -> "Iterator[tuple[str, bytes]]":
    yield "META-INF/manifest.xml", describing.manifest().encode()
    yield "description.xml", describing.description().encode()
    yield describing.HELP, describing.help_texts().encode()
    yield describing.REGISTRATION, describing.registration().encode()
    yield describing.TYPES, types_path().read_bytes()
    yield describing.COMPONENT, (_PACKAGE / "calc" / "component.py").read_bytes()
    yield from _modules(_PACKAGE)
    yield from _modules(_folder_of("lark"))
    for part, patterns in _PARTS:
        yield from _bundled(part, patterns)


def types_path() -> Path:
    """Return the type library; `unoidl-write` of libreoffice-dev makes it from `idl()`."""
    return bundled.folder("workbook") / "addin" / describing.TYPES


def _folder_of(package: str) -> Path:
    """Return where an installed package stands."""
    found = find_spec(package)
    assert found is not None  # noqa: S101 - the program depends on it
    assert found.origin is not None  # noqa: S101
    return Path(found.origin).parent


def _modules(package: Path) -> "Iterator[tuple[str, bytes]]":
    for path in package.rglob("*.py"):
        inside = path.relative_to(package)
        if package is not _PACKAGE or inside.parts[0] not in _OTHERS:
            yield f"pythonpath/{package.name}/{inside.as_posix()}", path.read_bytes()


def _bundled(part: str, patterns: tuple[str, ...]) -> "Iterator[tuple[str, bytes]]":
    root = bundled.folder(part)
    for path in (found for pattern in patterns for found in root.rglob(pattern)):
        inside = path.relative_to(root).as_posix()
        yield f"pythonpath/cchc_rules/_bundled/{part}/{inside}", path.read_bytes()
