from pathlib import Path

import pytest
import xlsxwriter

from cchc_rules.excel.roster import load_roster
from cchc_rules.facts import Unit
from tests.excel.making import parts, save, worksheet

KINDS = ("xã", "phường")
UNITS = (Unit("Mường Nhé", "xã", "1", ranked=True), Unit("Na Lay", "phường", "2", ranked=False))


def test_a_workbook(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet().write_string(0, 0, "Hướng dẫn")
    sheet = book.add_worksheet()
    sheet.write_row(2, 1, ["Mã", "Tên đơn vị", "Loại", "Xếp hạng"])
    sheet.write_row(3, 1, [1, "Mường Nhé", "Xã", "có"])
    sheet.write_row(4, 1, [2, "Na Lay", "phường", "không"])
    book.close()
    roster, found = load_roster(tmp_path / "a.xlsx", KINDS)
    assert roster is not None
    assert (roster.units, found) == (UNITS, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    text = "mã;tên;loại;xếp hạng\n1;Mường Nhé;xã;có\n2;Na Lay;phường;không\n"
    path.write_text(text, encoding=encoding)
    roster, _ = load_roster(path, KINDS)
    assert roster is not None
    assert roster.units == UNITS


def test_what_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for data, code in [
        (b"", "E501"),
        (b"\xff\x80\x81 x", "E501"),
        ("tên;loại".encode("utf-16-le"), "E501"),
        (b"a;b\n", "E560"),
        (b"<html>", "E501"),
    ]:
        path.write_bytes(data)
        roster, found = load_roster(path, KINDS)
        assert (roster, [one.code for one in found]) == (None, [code])
    assert load_roster(tmp_path, KINDS)[1][0].code == "E500"
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    for sheet, code in [("", "E560"), (far, "E503")]:
        save(path, parts(worksheet(sheet)))
        assert [one.code for one in load_roster(path, KINDS)[1]] == [code]
