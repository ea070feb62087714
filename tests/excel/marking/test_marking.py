"""The copy with comments: comments are where they belong, and nothing else has changed."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.marking import copy_name, mark_copy
from cchc_rules.excel.patching.zips import read_archive
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


def raw_members(path: Path) -> dict[str, bytes]:
    archive = read_archive(path.read_bytes())
    return {member.name: archive.raw(member) for member in archive.members}


def test_what_does_not_change_stays_to_the_byte_of_its_compressed_data(tmp_path: Path) -> None:
    path = rich(tmp_path / "a.xlsx")
    copy = tmp_path / "b.xlsx"
    mark_copy(path, copy, [found(path, "Phiếu", "B2")])
    before, after = raw_members(path), raw_members(copy)
    new = {"xl/cchc_ghi_chu_200.xml", "xl/cchc_ghi_chu_200.vml"}
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    changed = {"[Content_Types].xml", "xl/worksheets/sheet1.xml", links}
    assert after.keys() - before.keys() == new
    assert {name for name in before if before[name] != after[name]} == changed
    assert [*after][-2:] == sorted(new, key=[*after].index)
    with zipfile.ZipFile(copy) as archive:
        assert archive.testzip() is None


TRANSITIONAL = "http://schemas.openxmlformats.org/"
STRICT = "http://purl.oclc.org/ooxml/"
_MOVED = (
    (f"{TRANSITIONAL}spreadsheetml/2006/main", f"{STRICT}spreadsheetml/main"),
    (f"{TRANSITIONAL}officeDocument/2006/relationships", f"{STRICT}officeDocument/relationships"),
    (f"{TRANSITIONAL}drawingml/2006/", f"{STRICT}drawingml/"),
    ("<workbook ", '<workbook conformance="strict" '),
)


def strict(path: Path) -> Path:
    """Return the workbook as Excel saves it by the letter of ISO 29500."""
    made = path.with_stem(f"{path.stem}-strict")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for before, after in _MOVED:
                text = text.replace(before, after)
            new.writestr(name, text)
    return made


@pytest.mark.parametrize("sheet", ["Phiếu", "Khác"])
def test_a_strict_workbook_gets_strict_parts(tmp_path: Path, sheet: str) -> None:
    path = strict(rich(tmp_path / "a.xlsx"))
    copy = tmp_path / "b.xlsx"
    assert mark_copy(path, copy, [found(path, sheet, "C3")]) == ()
    with zipfile.ZipFile(copy) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, text in parts.items() if _MOVED[0][0] in text]
    assert not [name for name, text in parts.items() if _MOVED[1][0] in text]
    links = parts[f"xl/worksheets/_rels/sheet{1 + (sheet == 'Khác')}.xml.rels"]
    assert f'Type="{STRICT}officeDocument/relationships/comments"' in links
    assert f'Type="{STRICT}officeDocument/relationships/vmlDrawing"' in links
    own = next(text for text in parts.values() if "E520" in text)
    assert f'<comments xmlns="{STRICT}spreadsheetml/main"' in own
    assert mark_copy(copy, tmp_path / "c.xlsx", [found(copy, sheet, "D4")]) == ()


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
