import os
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from cchc_rules.diagnostics import Diagnostic
from cchc_rules.excel.guard import Opened, open_zip
from cchc_rules.excel.limits import DEFAULT, Limits
from cchc_rules.excel.reading import open_workbook
from tests.excel.making import opened, parts, refusal, relations, save, strings, worksheet

ONE_CELL = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAMED = "không phải bảng tính .xlsx"


def stopped(path: Path, limits: Limits = DEFAULT) -> Diagnostic:
    found = open_zip(path, limits=limits)
    if isinstance(found, Opened):
        found.close()
    assert isinstance(found, Diagnostic)
    assert found.message
    assert found.remedy
    return found


def ole(stream: str) -> bytes:
    header = bytearray(OLE + bytes(504))
    header[30] = 9
    header[48:52] = struct.pack("<I", 200)
    return bytes(header) + bytes(200 * 512) + stream.encode("utf-16-le") + bytes(400)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "rỗng"),
        (ole("Workbook"), "bảng tính kiểu cũ .xls"),
        (ole("EncryptedPackage"), "bị khóa bằng mật khẩu"),
        (ole("WordDocument"), "văn bản Word kiểu cũ"),
        (OLE + bytes(600), "tệp Office kiểu cũ"),
        (OLE, "tệp Office kiểu cũ"),
        (b"\x09\x08\x10\x00", "bảng tính kiểu cũ .xls"),
        ("Đơn vị;hồ_sơ\nA;1\n".encode(), "CSV"),
        ("\ufeffĐơn vị\thồ_sơ\n".encode("utf-16"), "CSV"),
        (b"\xef\xbb\xbf<html><table><tr><td>1", "HTML"),
        (b"  <!DOCTYPE html><p>", "HTML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
         "XML 2003"),
        (b"%PDF-1.7", "PDF"),
        (b'{"units": []}', "JSON"),
        (b"\0" * 500, "byte 0"),
        (bytes(range(1, 200)) * 5, "Không nhận ra"),
        ("chỉ là chữ".encode(), "tệp văn bản"),
        (b"PK\x03\x04" + b"x" * 500, "bị hỏng"),
        (b"PK", "bị hỏng"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_named(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "bảng.xlsx"
    path.write_bytes(data)
    found = stopped(path)
    assert says in found.message
    assert found.code in {"E501", "E502"}
    assert str(found.place) == str(path)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "OpenDocument (.ods)"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "tài liệu OpenDocument"),
        ({"[Content_Types].xml": "", "word/document.xml": ""}, "Word .docx"),
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, ".pptx"),
        ({"[Content_Types].xml": "", "xl/workbook.bin": ""}, ".xlsb"),
        ({"bảng.xlsx": ""}, "tệp nén .zip"),
        ({"a.txt": ""}, "tệp nén .zip"),
    ],
)
def test_another_zip_is_named(tmp_path: Path, members: dict[str, str], says: str) -> None:
    found = stopped(save(tmp_path / "a.xlsx", members))
    assert (found.code, says in found.message) == ("E501", True)


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    assert "thư mục" in stopped(tmp_path).message
    assert "Không có tệp" in stopped(tmp_path / "không có.xlsx").message
    assert stopped(tmp_path / "a\0b.xlsx").code == "E500"
    temporary = tmp_path / "~$bảng.xlsx"
    temporary.write_bytes(b"x")
    assert "tệp tạm" in stopped(temporary).message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    assert "tệp thường" in stopped(tmp_path / "a.xlsx").message


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = save(tmp_path / "a.xlsx", parts(ONE_CELL))
    monkeypatch.setattr(Path, "open", refuse)
    assert "quyền đọc" in stopped(path).message


def test_a_truncated_and_a_patched_file(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", parts(ONE_CELL))
    data = path.read_bytes()
    for size in (len(data) - 10, len(data) // 2, 40):
        path.write_bytes(data[:size])
        assert stopped(path).code == "E502"
    at = data.index(zlib.compress(b"")[:0] or b"xl/worksheets/sheet1.xml") + 40
    path.write_bytes(data[:at] + b"\xff\xff\xff" + data[at + 3 :])
    assert refusal(path).code == "E502"


def test_the_zip_directory_is_checked_before_the_zip_is_read(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", parts(ONE_CELL))
    assert "thành phần" in stopped(path, replace(DEFAULT, members=3)).message
    assert "bung ra" in stopped(path, replace(DEFAULT, member_bytes=10)).message
    assert "cả tệp" in stopped(path, replace(DEFAULT, total_bytes=100)).message
    assert "MiB" in stopped(path, replace(DEFAULT, file_bytes=10)).message
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 10 : end + 16] = struct.pack("<HI", 60_000, 50_000_000)
    path.write_bytes(data)
    assert stopped(path).code == "E503"


def test_a_zip_bomb(tmp_path: Path) -> None:
    members = parts(ONE_CELL)
    members["xl/media/a.bin"] = bytes(40 << 20)
    found = stopped(save(tmp_path / "a.xlsx", members))
    assert (found.code, "bom nén" in found.message) == ("E503", True)


def test_a_size_that_lies(tmp_path: Path) -> None:
    """The zip library gives out no more than the directory says: the checksum then differs."""
    path = save(tmp_path / "a.xlsx", parts(worksheet("<row/>" * 5000)))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 24 : at + 28] = struct.pack("<I", 300)
    path.write_bytes(data)
    assert refusal(path).code == "E502"


def test_members_of_one_name_and_of_odd_kinds(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", "")
    assert "cùng tên" in stopped(path).message
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "abc")
    assert stopped(path).code == "E502"
    path = save(path, parts(ONE_CELL))
    data = path.read_bytes()
    at = data.rindex(b"PK\x01\x02")
    path.write_bytes(data[: at + 8] + b"\x01" + data[at + 9 :])
    assert "mật khẩu" in stopped(path).message


BOMB = "<!DOCTYPE a [<!ENTITY b 'c'>]>"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml",
                                  "xl/sharedStrings.xml", "_rels/.rels"])  # fmt: skip
def test_a_dtd_is_refused_in_every_part(tmp_path: Path, part: str) -> None:
    members = parts(ONE_CELL, shared=strings(["a"]), style=strings([]))
    members[part] = str(members[part]).replace("?>", "?>" + BOMB, 1)
    assert refusal(save(tmp_path / "a.xlsx", members)).code == "E504"
    members[part] = str(members[part]).replace("UTF-8", "UTF-16").encode("utf-16")
    assert refusal(save(tmp_path / "a.xlsx", members)).code == "E504"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "XFD1048576"),
        ('<row r="1"><c r="ZZZZ99999999"><v>1</v></c></row>', "nằm ngoài bảng tính"),
        ('<row r="1"><c r="ZZZ1"><v>1</v></c></row>', "ZZZ"),
        ('<row r="1048577"><c r="A1048577"><v>1</v></c></row>', "1048577"),
        ('<row r="9999999999"><c r="A9999999999"><v>1</v></c></row>', "nằm ngoài bảng tính"),
        ('<row r="2"><c r="A3"><v>1</v></c></row>', "nằm sai dòng"),
        ('<row r="1"><c r="?"><v>1</v></c></row>', "địa chỉ ô lạ"),
    ],
)
def test_cells_that_are_nowhere(tmp_path: Path, rows: str, says: str) -> None:
    found = refusal(save(tmp_path / "a.xlsx", parts(worksheet(rows))))
    assert says in found.message
    assert found.code in {"E502", "E503"}


def test_a_merge_of_everything_is_only_noted(tmp_path: Path) -> None:
    after = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with opened(save(tmp_path / "a.xlsx", parts(worksheet("", after=after)))) as workbook:
        assert len(workbook.sheets[0].read().merges) == 1
    after = '<mergeCells><mergeCell ref="A1:XFE1"/></mergeCells>'
    assert refusal(save(tmp_path / "a.xlsx", parts(worksheet("", after=after)))).code == "E503"


@pytest.mark.parametrize(
    "sheet",
    [
        ONE_CELL[:-20],
        ONE_CELL + "<rest>",
        ONE_CELL.replace("</v>", ""),
        ONE_CELL.replace("<v>1</v>", "<is><t>a & b</t></is>"),
        ONE_CELL.replace("<v>1", "<v>\x07"),
        ONE_CELL.replace("UTF-8", "no-such-code"),
        "",
    ],
)  # fmt: skip
def test_xml_that_is_not_whole(tmp_path: Path, sheet: str) -> None:
    assert refusal(save(tmp_path / "a.xlsx", parts(sheet))).code == "E502"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels",
                                  "xl/worksheets/sheet1.xml"])  # fmt: skip
def test_parts_that_are_missing(tmp_path: Path, part: str) -> None:
    members = parts(ONE_CELL)
    del members[part]
    assert refusal(save(tmp_path / "a.xlsx", members)).code == "E502"


def test_what_a_workbook_brings_along_is_told(tmp_path: Path) -> None:
    members = parts(ONE_CELL)
    members["xl/vbaProject.bin"] = b"x"
    members["_xmlsignatures/sig1.xml"] = "<a/>"
    linked = ("rId9", "externalLink", "externalLinks/externalLink1.xml")
    sheet = ("rId1", "worksheet", "worksheets/sheet1.xml")
    members["xl/_rels/workbook.xml.rels"] = relations(sheet, linked)
    members["xl/externalLinks/externalLink1.xml"] = "<a/>"
    members["xl/externalLinks/_rels/externalLink1.xml.rels"] = relations(
        ("rId1", "externalLinkPath", r"\\host\share\a.xlsx"), external=frozenset({"rId1"})
    )
    workbook = str(members["xl/workbook.xml"]).replace("<sheet ", '<sheet state="hidden" ')
    members["xl/workbook.xml"] = workbook
    _, found = _closed(save(tmp_path / "a.xlsx", members))
    assert [one.code for one in found] == ["W505", "N508", "N507", "W506"]
    assert r"\\host\share\a.xlsx" in found[-1].message
    _, found = _closed(save(tmp_path / "a.xlsm", members))
    assert found[0].code == "N505"


def _closed(path: Path) -> tuple[str, tuple[Diagnostic, ...]]:
    workbook, found = open_workbook(path, "tên khác.xlsm" if path.suffix == ".xlsm" else "")
    assert workbook is not None
    with workbook:
        return workbook.file, found


def test_too_many_cells(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"/><c r="B{at}"/></row>' for at in range(1, 60))
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows)))
    few = replace(DEFAULT, grid_cells=100, cells=50)
    workbook, _ = open_workbook(path, limits=few)
    assert workbook is not None
    with workbook, pytest.raises(Exception, match="hơn 100 ô"):
        workbook.sheets[0].read()
    workbook, _ = open_workbook(path, limits=few)
    assert workbook is not None
    with workbook, pytest.raises(Exception, match="hơn 50 ô"):
        workbook.sheets[0].columns({}, 1)
