"""`cchc addin server`: the example workbook and the manifest for the address of an office."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from cchc_rules import cli
from cchc_rules.bundled import folder
from cchc_rules.server.pages import BOOK, MANIFEST, PANE, manifest

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]
URL = "https://cchc.tinh.gov.vn"
KEPT = folder("workbook") / "addin" / BOOK


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("addin")
    assert cli.main(["addin", "server", "--url", f"{URL}/", "-o", str(path), "--json"]) == 0
    return path


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_kept_workbook_is_fresh(request: pytest.FixtureRequest, made: Path) -> None:
    built = (made / BOOK).read_bytes()
    if request.config.getoption("--accept"):
        KEPT.write_bytes(built)
        return
    assert members(KEPT.read_bytes()) == members(built), "pytest tests/server --accept"


def test_the_workbook_calls_as_office_saves_it_and_shows_what_it_gave() -> None:
    formulas = openpyxl.load_workbook(KEPT)["Phiếu"]
    formula = formulas["D6"].value
    assert formula.ref == "D6:D29"
    assert formula.text == "=_xldudf_CCHC_DIEM(A6:A29,C6:C29,CCHC_LUAT,B2)"
    shown = openpyxl.load_workbook(KEPT, data_only=True)
    assert [cell.value for cell in shown["Phiếu"]["B4:D4"][0]] == [14.25, 0.7125, "Khá"]
    assert [row[3].value for row in shown["Xếp hạng"]["Q4:U6"]] == [2, 1, 3]


def test_a_manifest_for_an_address(made: Path) -> None:
    text = (made / MANIFEST).read_text(encoding="utf-8")
    assert text == manifest(URL)
    root = ET.fromstring(text)  # our own text
    urls = set(re.findall(r'="(https?://[^"]+)"', text))
    own = {url for url in urls if not re.match(r"http://(schemas|www)\.", url)}
    assert own
    assert all(url == URL or url.startswith(f"{URL}/") for url in own)
    assert {url.rpartition("/pane/")[2] for url in own if "/pane/" in url} <= {
        path.name for path in PANE.iterdir()
    }
    (version,) = [one.text for one in root if one.tag.endswith("}Version")]
    assert re.fullmatch(r"\d+(\.\d+){3}", version or "")


def test_each_address_is_an_addin_of_its_own() -> None:
    ids = [re.findall(r"<Id>([0-9a-f-]{36})</Id>", manifest(one)) for one in (URL, URL, f"{URL}:1")]
    assert ids[0] == ids[1] != ids[2]


def test_one_file_by_its_name(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "khai-bao.xml"
    assert cli.main(["addin", "server", "-o", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == [str(path)]
    assert "http://127.0.0.1:8787/taskpane.html" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        (["--url", "http://cchc.tinh.gov.vn"], "https://"),
        (["--url", "https://cchc.tinh.gov.vn/cchc"], "không có thư mục"),
        (["--python", "x"], "chỉ dùng cho excel"),
    ],
)
def test_what_it_does_not_take(
    tmp_path: Path, capsys: Captured, options: list[str], remedy: str
) -> None:
    assert cli.main(["addin", "server", "-o", str(tmp_path), *options]) == 2
    assert remedy in capsys.readouterr().err
