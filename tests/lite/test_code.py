"""What `cchc addin lite` writes: code with the program in it, a workbook with that code."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

from cchc_rules import __version__, cli
from cchc_rules.bundled import folder
from cchc_rules.functions import FUNCTIONS
from cchc_rules.lite import BOOK, CODE, REQUIREMENTS, code
from tests.lite.pyodide import lite, missing, wheels
from tests.officejs import posted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook import Workbook

    from tests.equality.cases import Grid, Json
    from tests.lite.pyodide import Lite

SPACE = "{http://schemas.microsoft.com/office/webextensions/webextension/2010/11}"
PAGE = (folder("workbook") / "addin" / "lite.md").read_text(encoding="utf-8")
FORMULA = re.compile(r"_xldudf_(CCHC_\w+)\((.*)\)")
needs_pyodide = pytest.mark.skipif(bool(missing()), reason=missing() or "never")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    place = tmp_path_factory.mktemp("lite")
    assert cli.main(["addin", "lite", "-o", str(place)]) == 0
    return {name: (place / name).read_bytes() for name in (BOOK, CODE)}


def test_it_is_always_the_same(written: dict[str, bytes], tmp_path: Path) -> None:
    assert cli.main(["addin", "lite", "-o", str(tmp_path)]) == 0
    assert {name: (tmp_path / name).read_bytes() for name in written} == written


def test_options_of_this_machine_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["addin", "lite", "--install"]) == 2
    assert "chỉ dùng cho excel" in capsys.readouterr().err


def test_the_workbook_keeps_the_code_as_lite_does(written: dict[str, bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written[BOOK]))
    root = ET.fromstring(archive.read("xl/webextensions/webextension1.xml"))
    assert root.find(f"{SPACE}reference").attrib["id"] == "wa200008175"  # type: ignore[union-attr]
    kept = {one.attrib["name"]: one.attrib["value"] for one in root.iter(f"{SPACE}property")}
    assert {name: json.loads(value) for name, value in kept.items()} == {
        "main.py": code(),
        "requirements.txt": REQUIREMENTS,
    }
    assert written[CODE].decode() == code()


def test_every_part_is_named_and_there(written: dict[str, bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written[BOOK]))
    names = set(archive.namelist())
    for name in names:
        ET.fromstring(archive.read(name))
    types = ET.fromstring(archive.read("[Content_Types].xml"))
    named = {one.attrib["PartName"][1:] for one in types if "PartName" in one.attrib}
    assert named <= names
    assert {"xl/webextensions/taskpanes.xml", "xl/webextensions/webextension1.xml"} <= named
    for rels in (name for name in names if name.endswith(".rels")):
        base = PurePosixPath(rels).parent.parent
        for one in ET.fromstring(archive.read(rels)):
            target = one.attrib["Target"]
            assert (target[1:] if target[0] == "/" else str(base / target)) in names


def test_the_page_says_how(written: dict[str, bytes]) -> None:
    for said in (*written, REQUIREMENTS.strip(), "cchc addin lite", "Chưa thử trong Excel thật",
                 "cchc port server", "CCHC_LUAT", "Trust and Continue"):  # fmt: skip
        assert said in PAGE
    commands = set(re.findall(r"`cchc ([a-z]+)", PAGE))
    assert commands <= set(cli.COMMANDS)
    named = set(re.findall(r"CCHC_[A-Z_]+", PAGE)) - {"CCHC_LUAT", "CCHC_RULES"}
    assert named <= {one.name for one in FUNCTIONS}


@pytest.fixture(scope="module")
def workbook(written: dict[str, bytes]) -> Iterator[Lite]:
    """The code that the workbook carries, with nothing installed but xlwings."""
    with lite() as own:
        own.ask("install", [str(path) for path in wheels() if path.name.startswith("xlwings-")])
        started = own.start(written[CODE].decode())
        assert len(started.value["meta"]["functions"]) == len(FUNCTIONS)
        yield own


@needs_pyodide
def test_the_code_needs_nothing_but_xlwings(workbook: Lite) -> None:
    asked = 'import sys, cchc_rules\n[cchc_rules.__file__, "lark" in sys.modules]'
    where, grammar = workbook.ask("run", asked).value
    assert "/cchc-" in where
    assert not grammar
    ((told,),) = workbook.call("CCHC_PHIEN_BAN", [["CCHC-XA@2026"]]).value
    assert told.startswith(f"cchc-rules {__version__} · CCHC-XA năm 2026 · sha256 ")


@needs_pyodide
def test_the_example_shows_what_lite_answers(written: dict[str, bytes], workbook: Lite) -> None:
    book = load_workbook(io.BytesIO(written[BOOK]))
    values = load_workbook(io.BytesIO(written[BOOK]), data_only=True)
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    answered = set()
    for formula in (one.value for one in cells if isinstance(one.value, ArrayFormula)):
        name, grids = _given(values, formula.text or "")
        assert shown(workbook.call(name, *grids).value) == _stored(values, name, formula.ref)
        answered.add(name)
    assert answered == set(PAGES)


@needs_pyodide
def test_a_figure_that_changes_changes_the_score(written: dict[str, bytes], workbook: Lite) -> None:
    values = load_workbook(io.BytesIO(written[BOOK]), data_only=True)
    form = values[PAGES["CCHC_DIEM"]]
    row = next(one for one in form.iter_rows() if one[0].value == "hồ_sơ_đúng_hạn")
    row[2].value = 985
    book = load_workbook(io.BytesIO(written[BOOK]))
    formula = book[PAGES["CCHC_DIEM"]]["D6"].value
    assert isinstance(formula, ArrayFormula)
    name, grids = _given(values, formula.text or "")
    after = shown(workbook.call(name, *grids).value)
    rows = zip(grids[0], _stored(values, name, formula.ref), after, strict=True)
    changed = {key: (then, now) for [key], [then], [now] in rows if then != now}
    assert changed == {"2": (8.8, 9.8), "2.1": (4, 5)}


PAGES = {"CCHC_TONG": "Phiếu", "CCHC_DIEM": "Phiếu", "CCHC_GIAI_THICH": "Phiếu",
         "CCHC_KIEM_TRA": "Phiếu", "CCHC_BANG": "Xếp hạng"}  # fmt: skip
"""Where the example calls what."""


def _given(book: Workbook, formula: str) -> tuple[str, list[Grid]]:
    """Return the function of a formula, and the cells that Excel posts to it."""
    found = FORMULA.search(formula)
    assert found, formula
    name, areas = found.groups()
    names = {one: own.attr_text or "" for one, own in book.defined_names.items()}
    places = [names.get(area, area) for area in areas.split(",")]
    return name, [posted(_cells(book, PAGES[name], place)) for place in places]


def _cells(book: Workbook, page: str, place: str) -> Grid:
    sheet, _, area = place.rpartition("!")
    left, top, right, bottom = range_boundaries(area)
    rows = book[sheet or page].iter_rows(top, bottom, left, right)
    return [[_json(cell.value) for cell in row] for row in rows]


def _json(value: object) -> Json:
    return {"date": f"{value:%Y-%m-%d}"} if isinstance(value, datetime) else value


def _stored(book: Workbook, name: str, area: str) -> Grid:
    """Return the results that the file has, as the cases have them."""
    rows = _cells(book, PAGES[name], area)
    errors: dict[Json, Json] = {None: ""}
    errors |= {error: {"error": error} for error in ("#N/A", "#VALUE!")}
    return [[errors.get(cell, cell) for cell in row] for row in rows]
