"""The copy with comments: comments are where they belong, and nothing else has changed."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.marking import copy_name, mark_copy
from tests.excel.making import MAIN, parts, relations, save, worksheet

if TYPE_CHECKING:
    from pathlib import Path

COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"


def found(path: Path, sheet: str, ref: str, message: str = "sai") -> Diagnostic:
    return Diagnostic("E520", Cell(str(path), sheet, ref), message, "sửa lại")


def comments(path: Path, sheet: str) -> dict[str, str]:
    rows = openpyxl.load_workbook(path)[sheet].iter_rows()
    return {cell.coordinate: cell.comment.text for row in rows for cell in row if cell.comment}


def differing(path: Path, copy: Path) -> set[str]:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy) as new:
        kept = [name for name in old.namelist() if old.read(name) == new.read(name)]
        assert new.testzip() is None
        return set(new.namelist()) - set(kept)


def rich(path: Path) -> Path:
    """Write a workbook with a chart, a table, a picture in the header and validation."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Phiếu")
    sheet.write_column("A1", ["x", 1, 2, 3])
    sheet.add_table("C1:D4")
    sheet.data_validation("B2", {"validate": "list", "source": ["có", "không"]})
    chart = book.add_chart({"type": "line"})
    assert chart is not None
    chart.add_series({"values": "='Phiếu'!$A$2:$A$4"})
    sheet.insert_chart("F2", chart)
    book.add_worksheet("Khác").write_comment("A1", "của người khác")
    book.close()
    return path


def test_a_comment_at_each_cell(tmp_path: Path) -> None:
    path = rich(tmp_path / "a.xlsx")
    copy = copy_name(path)
    told = [
        found(path, "Phiếu", "B2", 'một <&> "hai" \x07'),
        found(path, "Phiếu", "B2", "ba"),
        found(path, "Phiếu", "H70"),
        Diagnostic("W582", Cell(str(path)), "cả tệp", "xem lại"),
    ]
    assert mark_copy(path, copy, told) == ()
    assert copy.name == "a-co-ghi-chu.xlsx"
    said = comments(copy, "Phiếu")
    assert set(said) == {"A1", "B2", "H70"}
    assert 'E520: một <&> "hai"' in said["B2"]
    assert "E520: ba\n→ sửa lại" in said["B2"]
    assert differing(path, copy) == {
        "[Content_Types].xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/cchc_ghi_chu_200.xml",
        "xl/cchc_ghi_chu_200.vml",
    }


def test_comments_of_others_stay(tmp_path: Path) -> None:
    path = rich(tmp_path / "a.xlsx")
    copy = tmp_path / "b.xlsx"
    told = [found(path, "Khác", "A1"), found(path, "Khác", "C3")]
    assert mark_copy(path, copy, told) == ()
    said = comments(copy, "Khác")
    assert said["A1"] == "của người khác"
    assert set(said) == {"A1", "B1", "C3"}
    assert differing(path, copy) == {
        "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"
    }  # fmt: skip


def test_the_reference_stands_where_the_schema_wants_it(tmp_path: Path) -> None:
    path = rich(tmp_path / "a.xlsx")
    copy = tmp_path / "b.xlsx"
    mark_copy(path, copy, [found(path, "Phiếu", "A1")])
    with zipfile.ZipFile(copy) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    places = [sheet.index(tag) for tag in ("<drawing ", "<legacyDrawing ", "<tableParts ")]
    assert places == sorted(places)


def test_a_sheet_with_prefixes(tmp_path: Path) -> None:
    text = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        "</x:row></x:sheetData><x:extLst/></x:worksheet>"
    )
    path = save(tmp_path / "a.xlsx", parts(text))
    copy = tmp_path / "b.xlsx"
    assert mark_copy(path, copy, [found(path, "Trang1", "A1")]) == ()
    with zipfile.ZipFile(copy) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<x:legacyDrawing " in sheet
    assert sheet.index("<x:legacyDrawing ") < sheet.index("<x:extLst")


@pytest.mark.parametrize("broken", ["missing", "no list"])
def test_what_cannot_be_marked_is_told(tmp_path: Path, broken: str) -> None:
    sheet = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    members = parts(sheet)
    members["xl/worksheets/_rels/sheet1.xml.rels"] = relations(
        ("rId1", "comments", "../comments1.xml")
    )
    if broken == "no list":
        members["xl/comments1.xml"] = f'<comments xmlns="{MAIN}"><authors/></comments>'
    path = save(tmp_path / "a.xlsx", members)
    copy = tmp_path / "b.xlsx"
    (finding,) = mark_copy(path, copy, [found(path, "Trang1", "A1")])
    assert finding.code in {"E502", "E605"}
    assert not copy.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    path = rich(tmp_path / "a.xlsx")
    (finding,) = mark_copy(path, tmp_path / "không có" / "b.xlsx", [found(path, "Phiếu", "A1")])
    assert finding.code == "E600"
