"""A workbook moves between hosts: the names of our functions change, not one other byte."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from cchc_rules import cli
from cchc_rules.functions import FUNCTIONS
from cchc_rules.porting import CALC, EXCEL, SERVER, SPELLINGS, port, renamings

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]
HOSTS = (EXCEL, SERVER, CALC)
FIVE = (
    "CCHC_DIEM(A1:A3)",
    "_xldudf_CCHC_DIEM(A1:A3)",
    "[1]!CCHC_DIEM(A1:A3)",
    r"'C:\Users\lan\cchc.xlam'!CCHC_DIEM(A1:A3)",
    "CCHC.DIEM(A1:A3)",
    "cchc.diem(A1:A3)",
)


def renamed(formula: str, host: str) -> str:
    for one in sorted(renamings(formula, host), reverse=True):
        formula = formula[: one.start] + one.name + formula[one.end :]
    return formula


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("formula", FIVE)
def test_every_spelling_becomes_that_of_the_host(formula: str, host: str) -> None:
    assert renamed(formula, host) == f"{SPELLINGS[host]('DIEM')}(A1:A3)"


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_there_and_back(function: object, host: str) -> None:
    name = getattr(function, "name", "")
    formula = f'IF(A1="x";{name}(A1:A3; "CCHC_DIEM(1)");1)'
    assert renamed(renamed(formula, host), EXCEL) == formula


@pytest.mark.parametrize(
    "formula",
    [
        '"CCHC_DIEM(1)"',
        "'CCHC_DIEM'!A1",
        "'a ''CCHC_DIEM(1)'!A1",
        "XCCHC_DIEM(1)",
        "CCHC_DIEM_2(1)",
        "a.CCHC_DIEM(1)",
        "ĐCCHC_DIEM(1)",
        "CCHC_LUAT",
        "CCHC_DIEM",
        "CCHC_KHAC(1)",
        "Sheet1!CCHC_DIEM(1)",
        'A1&"x"&"CCHC.DIEM("&A2',
    ],
)
def test_what_is_no_call_of_ours_stays(formula: str) -> None:
    assert all(renamed(formula, host) == formula for host in HOSTS)


@pytest.mark.parametrize("seed", ["'", '"', "''", '""', "'x", "[1", "CCHC_"])
def test_hostile_formulas_take_no_time(seed: str) -> None:
    assert renamed(seed * 8000, CALC) == seed * 8000


def book(path: Path) -> Path:
    made = xlsxwriter.Workbook(path)
    first, second = made.add_worksheet("Một"), made.add_worksheet("CCHC_DIEM")
    first.write_array_formula("B1:B3", '{=CCHC_DIEM(A1:A3,"CCHC_TONG(1) & <é>",CCHC_LUAT)}')
    first.write_formula("C1", "=SUM(A1:A3)")
    first.write_string("D1", "=CCHC_DIEM(1)")
    second.write_formula("A1", '=CCHC_TONG(A2)+[1]!CCHC_TONG(A3)&"ă"&_xldudf_CCHC_BANG(1)')
    second.insert_textbox("C3", "CCHC_DIEM(1)")
    made.define_name("CCHC_LUAT", "=Một!$F$1:$F$9")
    made.close()
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_only_the_names_change(tmp_path: Path) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    count, found = port(source, target, CALC)
    assert (count, found) == (4, ())
    old, new = parts(source), parts(target)
    sheets = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    assert {name: data for name, data in old.items() if name not in sheets} == {
        name: data for name, data in new.items() if name not in sheets
    }
    first, second = (new[name].decode() for name in sorted(sheets))
    assert first == old["xl/worksheets/sheet1.xml"].decode().replace("CCHC_DIEM(", "CCHC.DIEM(")
    assert 'CCHC.TONG(A2)+CCHC.TONG(A3)&amp;"ă"&amp;CCHC.BANG(1)' in second


@pytest.mark.parametrize("host", [SERVER, CALC])
def test_there_and_back_is_the_file_itself(tmp_path: Path, host: str) -> None:
    source = book(tmp_path / "a.xlsx")
    plain, away, back = (tmp_path / f"{name}.xlsx" for name in ("plain", "away", "back"))
    port(source, plain, EXCEL)
    port(plain, away, host)
    port(away, back, EXCEL)
    assert parts(back) == parts(plain)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("CCHC&#95;DIEM(&quot;CCHC_DIEM(1)&quot;)", "CCHC.DIEM(&quot;CCHC_DIEM(1)&quot;)"),
        ('<![CDATA[CCHC_DIEM(1)&"x"]]>', '<![CDATA[CCHC.DIEM(1)&"x"]]>'),
        (
            "1&lt;CCHC_DIEM(&apos;CCHC_TONG(1)&apos;!A1)",
            "1&lt;CCHC.DIEM(&apos;CCHC_TONG(1)&apos;!A1)",
        ),
    ],
)
def test_however_xml_spells_it(tmp_path: Path, written: str, expected: str) -> None:
    source, odd, target = book(tmp_path / "a.xlsx"), tmp_path / "odd.xlsx", tmp_path / "b.xlsx"
    with zipfile.ZipFile(odd, "w") as archive:
        for name, data in parts(source).items():
            text = data.replace(b"<f>SUM(A1:A3)</f>", f"<f>{written}</f>".encode())
            archive.writestr(name, text)
    port(odd, target, CALC)
    assert f"<f>{expected}</f>" in parts(target)["xl/worksheets/sheet1.xml"].decode()


def test_members_keep_their_compressed_bytes(tmp_path: Path) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    port(source, target, SERVER)
    old, new = source.read_bytes(), target.read_bytes()
    with zipfile.ZipFile(io.BytesIO(old)) as left, zipfile.ZipFile(io.BytesIO(new)) as right:
        assert left.namelist() == right.namelist()
        info, moved = left.getinfo("xl/styles.xml"), right.getinfo("xl/styles.xml")
    raw = old[info.header_offset :][: info.compress_size]
    assert new[moved.header_offset :][: info.compress_size] == raw


def test_command(tmp_path: Path, capsys: Captured) -> None:
    source, target = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    assert cli.main(["port", "LibreOffice", str(source), "-o", str(target), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["host"], told["renamed"], told["written"]) == ("calc", 4, str(target))
    assert cli.main(["port", "server", str(source), "-o", str(tmp_path / "c.xlsx")]) == 0
    assert "đổi tên hàm ở 3 chỗ" in capsys.readouterr().out


def test_nothing_is_overwritten(tmp_path: Path, capsys: Captured) -> None:
    source = book(tmp_path / "a.xlsx")
    before = source.read_bytes()
    assert cli.main(["port", "calc", str(source), "-o", str(source)]) == 2
    assert "Đã có tệp" in capsys.readouterr().err
    assert cli.main(["port", "calc", str(source), "-o", str(tmp_path / "b.xlsm")]) == 2
    assert source.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_told(tmp_path: Path, capsys: Captured, content: bytes) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(content)
    assert cli.main(["port", "calc", str(source), "-o", str(target)]) == 1
    assert "E50" in capsys.readouterr().err
    assert not target.exists()
