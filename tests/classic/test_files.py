"""The add-in and the example for Excel on Windows: whole, the same each time, read by others."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules.bundled import folder
from cchc_rules.classic.files import ADDIN, BOOK, INTERPRETER, SETTINGS, build
from cchc_rules.classic.wrappers import MODULE, wrapper_module
from cchc_rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("pyopenvba", reason="pyOpenVBA chưa cài")
pytest.importorskip("xlwings", reason="xlwings chưa cài")
olevba: Any = pytest.importorskip("oletools.olevba", reason="oletools chưa cài")
openpyxl = pytest.importorskip("openpyxl")

KEPT = folder("workbook") / "addin"
MAIN_TYPES = {
    ADDIN: "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    BOOK: "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
VBA_WORDS = """
and as boolean byref byte byval call case close const currency date declare dim do double each else
elseif empty end enum erase error event exit false for friend function get global gosub goto if imp
implements in input integer is let lib like line lock long loop lset me mod name new next not
nothing null object on open option optional or paramarray preserve print private property public put
raiseevent randomize redim rem resume return rset seek select set single static step stop string sub
then time to true type until variant wend while with write xor
""".split()  # noqa: SIM905


@cache
def built() -> dict[str, bytes]:
    return build().files


def macros(name: str) -> dict[str, str]:
    """Read the standard modules as oletools sees them."""
    parser = olevba.VBA_Parser(name, data=built()[name])
    found = {stream: code for _, _, stream, code in parser.extract_all_macros()}
    return {
        stream.removesuffix(".bas"): code
        for stream, code in found.items()
        if stream.endswith(".bas")
    }


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_each_time() -> None:
    assert build().files == built()


@pytest.mark.parametrize("name", [ADDIN, BOOK])
def test_the_kept_files_are_fresh(request: pytest.FixtureRequest, name: str) -> None:
    path = KEPT / name
    if request.config.getoption("--accept"):
        path.write_bytes(built()[name])
        return
    assert members(path.read_bytes()) == members(built()[name]), "pytest tests/classic --accept"


@pytest.mark.parametrize("name", [ADDIN, BOOK])
def test_package_is_whole(name: str) -> None:
    parts = members(built()[name])
    types = parts["[Content_Types].xml"].decode()
    assert MAIN_TYPES[name] in types
    for part in re.findall(r'PartName="/([^"]+)"', types):
        assert part in parts
    assert "xl/vbaProject.bin" in parts
    assert re.search(r'vbaProject"', parts["xl/_rels/workbook.xml.rels"].decode())


@pytest.mark.parametrize("name", [ADDIN, BOOK])
def test_oletools_reads_the_macros(name: str) -> None:
    modules = macros(name)
    assert set(modules) == {"xlwings", MODULE}
    body = modules[MODULE].replace("\r\n", "\n")
    assert body.strip() == wrapper_module().replace("\r\n", "\n").strip()
    assert f'XLWINGS_VERSION As String = "{version("xlwings")}"' in modules["xlwings"]


def test_nothing_starts_by_itself() -> None:
    """A virus scanner looks for that first."""
    found = olevba.VBA_Scanner(macros(ADDIN)[MODULE]).scan()
    assert not [one for one in found if one[0] == "AutoExec"]


def as_workbook(name: str) -> bytes:
    """Return the file with the type of a workbook: other readers know none of add-ins."""
    data = members(built()[name])
    types = data["[Content_Types].xml"]
    data["[Content_Types].xml"] = types.replace(b"addin.macro", b"sheet.macro")
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        for part, content in data.items():
            archive.writestr(part, content)
    return book.getvalue()


def settings_of(name: str) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(name)))
    return dict(book[SETTINGS].iter_rows(values_only=True))


def test_settings_leave_nothing_to_the_workbook_in_front() -> None:
    settings = settings_of(ADDIN)
    assert settings["INTERPRETER_WIN"] == INTERPRETER
    assert settings["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert settings["PYTHONPATH"] == INTERPRETER.rpartition("\\")[0]
    assert "ActiveWorkbook" not in macros(ADDIN)[MODULE]
    assert "GetConfigFromSheet(ActiveWorkbook)" not in macros(ADDIN)["xlwings"]


def test_python_gets_no_folder_of_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """What xlwings makes of our settings: with an empty PYTHONPATH, "" would come first."""
    utils: Any = import_module("xlwings.utils")
    monkeypatch.setattr(sys, "path", ["lib"])
    book = r"C:\Downloads\a.xlsm"
    settings = settings_of(ADDIN)
    utils.prepare_sys_path(
        f"{settings['ADD_WORKBOOK_TO_PYTHONPATH']};{book};{book};;;;{settings['PYTHONPATH']}"
    )
    assert sys.path[-1] == "lib"
    assert [one.lower() for one in sys.path[:-1]] == [settings["PYTHONPATH"].lower()]


def test_names_and_help_keep_to_the_limits_of_vba() -> None:
    for function in FUNCTIONS:
        names = [one.name for one in function.arguments]
        assert re.fullmatch(r"[A-Z_]{1,31}", function.name)
        assert all(re.fullmatch(r"[a-z_]+", name) and name not in VBA_WORDS for name in names)
        assert len(", ".join(names)) < 254
        assert len(function.summary) <= 255
        assert all(len(one.help) <= 255 for one in function.arguments)


def test_source_is_plain_and_short() -> None:
    source = wrapper_module()
    assert source.isascii()
    assert max(map(len, source.split("\r\n"))) <= 1023
    assert source.count("\n") == source.count("\r\n")


def test_openpyxl_keeps_macros_and_formulas() -> None:
    book = openpyxl.load_workbook(io.BytesIO(built()[BOOK]), keep_vba=True)
    formula = book["Phiếu"]["D6"].value
    assert formula.ref == "D6:D29"
    assert formula.text.startswith("=CCHC_DIEM(A6:A29,C6:C29,CCHC_LUAT,")
    kept = io.BytesIO()
    book.save(kept)
    assert (
        members(kept.getvalue())["xl/vbaProject.bin"] == members(built()[BOOK])["xl/vbaProject.bin"]
    )


def test_the_example_shows_its_results() -> None:
    book = openpyxl.load_workbook(io.BytesIO(built()[BOOK]), data_only=True)
    form, table = book["Phiếu"], book["Xếp hạng"]
    assert [cell.value for cell in form["B4:D4"][0]] == [14.25, 0.7125, "Khá"]
    assert form["D21"].value == 4
    assert "96,5% = 965 / 1.000" in form["E21"].value
    assert [row[3].value for row in table["Q4:U6"]] == [2, 1, 3]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice chưa cài")
@pytest.mark.parametrize(
    ("name", "text"), [(BOOK, "Ban hành kế hoạch kịp thời"), (ADDIN, "INTERPRETER_WIN")]
)
def test_libreoffice_opens_it(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / BOOK
    path.write_bytes(as_workbook(name))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    csv = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,1"
    command = ["soffice", "--headless", profile, "--convert-to", csv, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    shown = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8")
    assert text in shown
