"""The registry and the program's own files in, the bytes of the `.oxt` out: always the same."""

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules import bundled
from cchc_rules.calc import describing
from cchc_rules.packing import files_of, own_files

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "cchc.oxt"
_PACKAGE = Path(__file__).parents[1]
_OTHERS = frozenset(
    {"classic", "cli", "example.py", "lite.py", "packing.py", "server", "udf", "__main__.py"}
)
"""What stands beside the core: the other front ends."""
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
    for name, content in (*own_files(_OTHERS), *files_of("lark")):
        yield f"pythonpath/{name}", content


def types_path() -> Path:
    """Return the type library; `unoidl-write` of libreoffice-dev makes it from `idl()`."""
    return bundled.folder("workbook") / "addin" / describing.TYPES
