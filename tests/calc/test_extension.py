"""The `.oxt`: its parts are well formed, whole and always the same."""

from __future__ import annotations

import ast
import io
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock
from xml.etree import ElementTree as ET

import pytest

from cchc_rules import __version__, cli
from cchc_rules.calc import answering, describing
from cchc_rules.calc.extension import extension, types_path
from cchc_rules.functions import FUNCTIONS, ErrorCell, HostError

if TYPE_CHECKING:
    from collections.abc import Callable

SDK = Path("/usr/lib/libreoffice")
WRITER = shutil.which("unoidl-write") or shutil.which("unoidl-write", path=SDK / "sdk" / "bin")
TYPES = [SDK / "program" / "types.rdb", SDK / "program" / "types" / "offapi.rdb"]


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(extension()))


def test_it_is_always_the_same() -> None:
    assert extension() == extension()


def test_every_part_is_there_and_reads_as_xml(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    assert archive.testzip() is None
    for name in ("META-INF/manifest.xml", "description.xml", "CalcAddIns.xcu", "cchc.components"):
        ET.fromstring(archive.read(name))
    manifest = archive.read("META-INF/manifest.xml").decode()
    parts = set(re.findall(r'full-path="([^"]+)"', manifest))
    assert parts == {"cchc.rdb", "CalcAddIns.xcu", "cchc.components"}
    assert parts | {"cchc_calc.py"} <= names
    inside = {name.removeprefix("pythonpath/") for name in names}
    assert {"lark/__init__.py", "cchc_rules/functions/__init__.py"} <= inside
    assert {f"cchc_rules/_bundled/{name}" for name in ("grammar/cchc.tables",)} <= inside
    assert not [name for name in inside if name.startswith(("cchc_rules/cli", "cchc_rules/udf"))]


def test_the_core_inside_runs_alone(archive: zipfile.ZipFile, tmp_path: Path) -> None:
    archive.extractall(tmp_path)
    program = (
        "import sys; from cchc_rules.calc.answering import methods\n"
        "print(methods()['PHIEN_BAN'](None, 'CCHC-XA@2026')[0][0])\n"
        "print([n for n in ('openpyxl', 'xlsxwriter', 'xlwings') if n in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-X", "utf8", "-c",
         f"import sys; sys.path.insert(0, {str(tmp_path / 'pythonpath')!r})\n{program}"],
        capture_output=True, text=True, encoding="utf-8", check=True, cwd=tmp_path,
    )  # fmt: skip
    version, imported, _ = done.stdout.split("\n")
    assert "CCHC-XA năm 2026" in version
    assert imported == "[]"


def test_an_older_python_can_at_least_read_what_tells_it_so(archive: zipfile.ZipFile) -> None:
    ast.parse(archive.read("cchc_calc.py"), feature_version=(3, 8))


def test_the_help_fits_what_calc_reads(archive: zipfile.ZipFile) -> None:
    text = archive.read("CalcAddIns.xcu").decode()
    for function in FUNCTIONS:
        assert f'<node oor:name="{function.short}" oor:op="replace">' in text
        assert text.count(f'<value xml:lang="vi">{function.name}</value>') == 2


@pytest.mark.skipif(not WRITER, reason="unoidl-write is not installed (libreoffice-dev)")
def test_the_type_library_is_that_of_the_registry(tmp_path: Path) -> None:
    source, made = tmp_path / "cchc.idl", tmp_path / "cchc.rdb"
    source.write_text(describing.idl(), encoding="utf-8")
    subprocess.run([str(WRITER), *map(str, TYPES), str(source), str(made)], check=True)
    assert made.read_bytes() == types_path().read_bytes()


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["addin", "calc", "-o", str(tmp_path / "hàm.oxt")]) == 0
    assert (tmp_path / "hàm.oxt").read_bytes() == extension()
    assert cli.main(["addin", "calc", "-o", str(tmp_path / "mới")]) == 0
    assert sorted(path.name for path in (tmp_path / "mới").iterdir()) == [
        "cchc-vi-du-calc.xlsx",
        "cchc.oxt",
    ]
    assert "Đã ghi" in capsys.readouterr().out


class Range:
    """What an XCellRange does, on values."""

    def __init__(
        self, rows: list[list[Any]], used: int, formats: dict[tuple[int, int], int]
    ) -> None:
        self.rows, self.used, self.formats = rows, used, formats

    def getRangeAddress(self) -> SimpleNamespace:  # noqa: N802
        return SimpleNamespace(
            StartRow=0, EndRow=len(self.rows) - 1, StartColumn=0, EndColumn=len(self.rows[0]) - 1
        )

    def getSpreadsheet(self) -> SimpleNamespace:  # noqa: N802
        address = SimpleNamespace(EndRow=self.used - 1)
        cursor = SimpleNamespace(gotoEndOfUsedArea=lambda _: None, getRangeAddress=lambda: address)
        return SimpleNamespace(createCursor=lambda: cursor)

    def getCellRangeByPosition(self, *ends: int) -> Range:  # noqa: N802
        return Range(self.rows[: ends[3] + 1], self.used, self.formats)

    def getDataArray(self) -> tuple[tuple[Any, ...], ...]:  # noqa: N802
        return tuple(map(tuple, self.rows))

    def getPropertyValue(self, _: str) -> int | None:  # noqa: N802
        return None

    def getCellByPosition(self, column: int, row: int) -> SimpleNamespace:  # noqa: N802
        number = self.formats.get((row, column), 0)
        return SimpleNamespace(getError=lambda: 532, getPropertyValue=lambda _: number)


def test_a_range_keeps_blanks_errors_and_truths() -> None:
    rows: list[list[Any]] = [[1.0], [1.0], [""], [None], ["x"], [2.5], [""], [""]]
    cells = Range(rows, used=6, formats={(1, 0): 10_099})
    grid = answering.of_range(cells, 5)
    assert [row[0] for row in grid] == [1.0, True, "", ErrorCell("#DIV/0!"), "x", 2.5]
    assert grid[1][0] is True


def test_whole_columns_give_no_more_than_what_is_used() -> None:
    rows: list[list[Any]] = [[float(row)] for row in range(3)]
    points = Range([*rows, *[[""]] * 9_997], used=3, formats={})
    found = answering.methods()["XEP_HANG"](None, points)
    assert found == ((3.0,), (2.0,), (1.0,))


def test_an_error_carries_its_number() -> None:
    for sentence, number in ((HostError("x"), 519), (HostError("x", missing=True), 32767)):
        value = answering.shown(sentence)
        assert isinstance(value, float)
        assert struct.unpack("<Q", struct.pack("<d", value))[0] & 0xFFFF_FFFF == number


@pytest.fixture
def component(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[int, ...]], ModuleType]:
    """Return what loads the component into a stand-in for LibreOffice of a version of Python."""
    stand_ins = {
        "unohelper": {"Base": type("Base", (), {}), "ImplementationHelper": MagicMock},
        "com.sun.star.lang": {"XServiceInfo": type("XServiceInfo", (), {})},
        "vn.cchc": {"XFunctions": type("XFunctions", (), {})},
    }
    for name, members in stand_ins.items():
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            module = ModuleType(".".join(parts[:end]))
            monkeypatch.setitem(sys.modules, module.__name__, module)
        vars(module).update(members)

    def load(version: tuple[int, ...]) -> ModuleType:
        monkeypatch.setattr(sys, "version_info", version)
        monkeypatch.delitem(sys.modules, "cchc_rules.calc.component", raising=False)
        return import_module("cchc_rules.calc.component")

    return load


def test_the_component_answers_by_the_name_of_each_method(
    component: Callable[[tuple[int, ...]], ModuleType],
) -> None:
    functions = component((3, 11, 2)).Functions(None)
    assert functions.getImplementationName() == "CCHC"
    assert all(functions.supportsService(one) for one in functions.getSupportedServiceNames())
    assert not functions.supportsService("com.sun.star.sheet.Sheet")
    assert functions.PHIEN_BAN(None) == ((f"cchc-rules {__version__}",),)
    with pytest.raises(AttributeError):
        functions.other  # noqa: B018


def test_a_python_that_is_too_old_is_told_in_the_cell(
    component: Callable[[tuple[int, ...]], ModuleType],
) -> None:
    functions = component((3, 8, 20)).Functions(None)
    for function in FUNCTIONS:
        ((said,),) = getattr(functions, function.short)(1, 2, 3)
        assert "cần LibreOffice có Python 3.11 trở lên; bản này có Python 3.8" in said
