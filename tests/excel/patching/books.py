"""Workbooks that hold what libraries lose, and the comparison of what stays."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from xlsxwriter import Workbook

PICTURE = b"".join(
    struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    for kind, data in (
        (b"IHDR", struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\xff\0\0")),
        (b"IEND", b""),
    )
)
PNG = b"\x89PNG\r\n\x1a\n" + PICTURE
SHEET = "Phiếu chấm điểm"
MEMBER = "xl/worksheets/sheet1.xml"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"

EXTRA: Mapping[str, bytes] = {
    "customXml/item1.xml": b'<?xml version="1.0"?>\r\n<b:Sources xmlns:b="urn:b"/>',
    "customXml/itemProps1.xml": b'<ds:datastoreItem xmlns:ds="urn:ds"/>',
    "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{THREADED}"/>'.encode(),
    "xl/persons/person.xml": f'<personList xmlns="{THREADED}"/>'.encode(),
    "xl/webextensions/taskpanes.xml": b"<wetp:taskpanes xmlns:wetp='urn:wetp'/>",
    "xl/pivotCache/pivotCacheDefinition1.xml": b"<pivotCacheDefinition/>",
    "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
}


def rich_book(path: Path) -> Path:
    """Write a form with a chart, a picture, macros, x14 parts, comments, a table and formulas."""
    macros = path.with_suffix(".bin")
    macros.write_bytes(b"\xd0\xcf\x11\xe0macro" * 50)
    book = Workbook(path)
    book.add_vba_project(str(macros))
    sheet = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True, "num_format": "0.00", "locked": False})
    sheet.merge_range("A1:D1", "PHIẾU", bold)
    for row in range(2, 20):
        sheet.write_string(row, 0, f"1.{row}")
        sheet.write_number(row, 1, row / 4, bold)
        sheet.write_formula(row, 2, f"=B{row + 1}*2", bold, row / 2)
    sheet.write_rich_string("D3", "một ", bold, "hai", " ba")
    sheet.write_array_formula("F3:F5", "{=B3:B5*2}", bold, 1)
    sheet.write_array_formula("G3", "{=SUM(B3:B5)}", bold, 1)
    sheet.write_comment("B3", "nhận xét")
    sheet.insert_image("H2", "x.png", {"image_data": io.BytesIO(PNG)})
    chart = book.add_chart({"type": "column"})
    assert chart is not None
    chart.add_series({"values": [SHEET, 2, 1, 19, 1]})
    sheet.insert_chart("H8", chart)
    sheet.conditional_format("B3:B20", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("E3", {"range": "B3:B20"})
    sheet.data_validation("B3:B20", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.add_table("J3:K6", {"columns": [{"header": "Mã"}, {"header": "Tên"}], "total_row": True})
    sheet.protect("bí mật")
    book.add_worksheet("Khác").write_number("A1", 7)
    book.close()
    macros.unlink()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in EXTRA.items():
            info = zipfile.ZipInfo(name, (2020, 2, 29, 23, 59, 58))
            info.comment, info.extra = b"ghi ch\xc3\xba", struct.pack("<HHI", 0xCAFE, 4, 7)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
        archive.comment = "chú thích".encode()
    return path


def raw_members(path: Path) -> dict[str, tuple[object, ...]]:
    """Return, by name and in order, what the directory says of each member, and its raw bytes."""
    data = path.read_bytes()
    found: dict[str, tuple[object, ...]] = {}
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            at = info.header_offset
            name, extra = struct.unpack_from("<2H", data, at + 26)
            body = data[at : at + 30 + name + extra + info.compress_size]
            known = (
                info.date_time, info.compress_type, info.comment, info.extra, info.create_system,
                info.create_version, info.extract_version, info.flag_bits, info.internal_attr,
                info.external_attr, info.CRC, info.compress_size, info.file_size,
            )  # fmt: skip
            found[info.filename] = (*known, body)
    return found


def changed_members(old: Path, new: Path) -> set[str]:
    """Return the names of the members that differ in anything; their order must be the same."""
    before, after = raw_members(old), raw_members(new)
    assert [name for name in before if name in after] == list(after)
    return {name for name, member in before.items() if after.get(name) != member}
