"""Files that mean harm, and files that are no forms: one sensible answer each, and quickly."""

from __future__ import annotations

import struct
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from cchc_rules.engine.validating import Options, validate_one
from tests.excel.form.making import SAMPLE
from tests.excel.making import (
    MAIN,
    RELATED,
    XML,
    parts,
    relations,
    save,
    strings,
    styles,
    worksheet,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Members = dict[str, str | bytes]

DTD = '<!DOCTYPE x [<!ENTITY a "b">]>'
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>STT</t></is></c></row>'
PATIENCE = 10


def line(row: int, *texts: str) -> str:
    cells = "".join(
        f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in enumerate(texts)
    )
    return f'<row r="{row}">{cells}</row>'


FORM = (
    line(1, "STT", "Tiêu chí", "Điểm tối đa", "Số liệu"),
    line(2, "1.1", "Kế hoạch CCHC", "5"),
    line(3, "1.2", "Báo cáo định kỳ", "3"),
    line(4, "2.1", "Tỷ lệ hồ sơ đúng hạn", "5"),
)


def with_part(name: str, change: Callable[[str], str | bytes]) -> Members:
    members = parts(worksheet(ROW), shared=strings(["a"]), style=styles())
    members[name] = change(str(members[name]))
    return members


def with_dtd(text: str) -> str:
    return text.replace("?>\n", "?>\n" + DTD, 1)


def many_sheets() -> Members:
    members = parts(worksheet("".join(FORM)))
    links = [(f"r{at}", "worksheet", "worksheets/sheet1.xml") for at in range(600)]
    listed = "".join(f'<sheet name="S{at}" sheetId="{at}" r:id="r{at}"/>' for at in range(600))
    book = f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>'
    return {**members, "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations(*links)}


PARTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels", "[Content_Types].xml",
         "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml")  # fmt: skip
CASES: dict[str, tuple[Callable[[], Members], str]] = {
    **{f"DTD {name}": (partial(with_part, name, with_dtd), "E504") for name in PARTS},
    "đường dẫn ra ngoài": (
        lambda: {**parts(worksheet(ROW)), "../../etc/passwd": "x", "/abs": "y", "C:\\z": "z"},
        "E510",
    ),
    "gạch chéo ngược": (
        lambda: {name.replace("/", "\\"): data for name, data in parts(worksheet(ROW)).items()},
        "E510",
    ),
    "hai phần cùng tên": (
        lambda: {**parts(worksheet(ROW)), "XL/WORKSHEETS/sheet1.xml": "x"}, "E502"
    ),
    "quá nhiều trang": (many_sheets, "E503"),
    "ô ở góc xa": (
        lambda: parts(worksheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "E510"
    ),
    "ô ngoài bảng": (
        lambda: parts(worksheet('<row r="1"><c r="ZZZZ9"><v>1</v></c></row>')), "E503"
    ),
    "gộp cả trang": (
        lambda: parts(worksheet(ROW, after='<mergeCells><mergeCell ref="A1:XFD1048576"/>'
                                "</mergeCells>")),
        "E510",
    ),
    "gộp cả cột": (
        lambda: parts(worksheet(ROW, after='<mergeCells><mergeCell ref="A:C"/></mergeCells>')),
        "E510",
    ),
    "ô hai lần": (
        lambda: parts(worksheet('<row r="1"><c r="A1"/><c r="A1"/></row>')), "E502"
    ),
    "UTF-16": (
        lambda: with_part(
            PARTS[0], lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16")
        ),
        "E510",
    ),
    "bảng mã lạ": (
        lambda: with_part(PARTS[0], lambda text: text.replace("UTF-8", "bogus-9")), "E502"
    ),
    "loại nội dung sai": (lambda: with_part("[Content_Types].xml", lambda _: "sai"), "E502"),
    "trang rỗng": (lambda: with_part(PARTS[0], lambda _: ""), "E502"),
    "lồng sâu": (
        lambda: parts(worksheet(ROW, after="<extLst>" + "<a>" * 30000 + "</a>" * 30000
                                + "</extLst>")),
        "E510",
    ),
    "tên trang rất dài": (lambda: parts(worksheet(ROW), names=["x" * 100_000]), "E510"),
    "tên gọi lạ": (
        lambda: parts(
            worksheet("".join(FORM)),
            book='<definedNames><definedName name="CCHC_DON_VI">'
            + "'" * 100_000
            + "!$A$1</definedName></definedNames>",
        ),
        "E516",
    ),
    "dòng dài vô tận": (
        lambda: parts(worksheet("".join((*FORM, *(line(row, f"z{row}", "x", "1", "2")
                                                  for row in range(5, 30_000)))))),
        "E516",
    ),
    "chữ dài": (
        lambda: parts(worksheet("".join((*FORM, line(5, "", "Số hồ sơ đã giải quyết", "",
                                                     "9" * 32_000))))),
        "E520",
    ),
    "số lạ": (
        lambda: parts(worksheet("".join(FORM) + line(5, "", "Số hồ sơ đã giải quyết").replace(
            "</row>", '<c r="D5"><v>NaN</v></c></row>'))),
        "E525",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_answer(tmp_path: Path, name: str) -> None:
    make, code = CASES[name]
    path = save(tmp_path / "a.xlsx", make())
    start = time.process_time()
    one = validate_one(str(path), Options(rules=str(SAMPLE)))
    assert time.process_time() - start < PATIENCE
    assert code in {found.code for found in one.found}
    assert all(len(found.message) < 3000 for found in one.found)


@pytest.mark.parametrize(
    ("at", "value", "code"),
    [
        (8, b"\x01\x00", "E501"),  # encrypted
        (10, b"\x63\x00", "E502"),  # a method that nobody knows
        (24, b"\xf0\xff\xff\xff", "E503"),  # a size that is not true
        (42, b"\xff\xff\xff\x7f", "E502"),  # a place behind the end
    ],
)
def test_a_directory_that_lies(tmp_path: Path, at: int, value: bytes, code: str) -> None:
    path = save(tmp_path / "a.xlsx", parts(worksheet(ROW)))
    data = bytearray(path.read_bytes())
    start = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    data[start + at : start + at + len(value)] = value
    path.write_bytes(data)
    found = validate_one(str(path), Options(rules=str(SAMPLE))).found
    assert [one.code for one in found] == [code]


def test_a_count_that_lies(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", parts(worksheet(ROW)))
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 10 : end + 12] = struct.pack("<H", 0xFFFF)
    path.write_bytes(data)
    found = validate_one(str(path), Options(rules=str(SAMPLE))).found
    assert [one.code for one in found] == ["E503"]
