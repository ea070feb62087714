"""Slips in quoted titles and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mistakes.slips.making import GROUP, edited, sub

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from tests.mistakes.seeding import Doc, Line

_TITLE = r'^(TIÊU CHÍ[^"]*)"([^"]*)"'
_ITEM = r'^(  SỐ LIỆU \w+: [^"(]*)"([^"]*)"'


def _broken_title(doc: Doc, at: int, match: re.Match[str]) -> Sequence[Line] | None:
    text = doc.lines[at].text
    middle = text.find(" ", match.end() + 6)
    if middle < 0 or '"' in text[match.end() : middle]:
        return None
    rest = type(doc.lines[at])(text[middle + 1 :])
    doc.lines[at].text = text[:middle]
    doc.lines.insert(at + 1, rest)
    return [doc.lines[at], rest]


QUOTES = (
    sub("thiếu nháy đóng ở tiêu đề", "E102", _TITLE, r'\1"\2'),
    sub("thiếu nháy mở ở tiêu đề", "E102", _TITLE, r'\1\2"'),
    sub("thiếu cả hai nháy ở tiêu đề", "E102", _TITLE, r"\1\2"),
    sub("nháy đơn ở tiêu đề", "E102", _TITLE, r"\1'\2'"),
    sub("nháy kép bằng hai nháy đơn", "E102", _TITLE, r"\1''\2''"),
    sub("nháy Pháp", "E102", _TITLE, r"\1«\2»"),
    sub("nháy lồng trong tiêu đề", "E102", r'^(TIÊU CHÍ[^"]*")([^\s"]+) ([^\s"]+) ', r'\1\2 "\3" '),
    sub("tiêu đề rỗng", "E102", _TITLE, r'\1""'),
    sub("quên tiêu đề", "E102 E119", r'^(TIÊU CHÍ [\w.]+) "[^"]*"', r"\1"),
    sub("ngoặc đơn thay nháy", "E102", r'^(TIÊU CHÍ [\w.]+) "([^"]*)"', r"\1 (\2)"),
    sub("gạch ngang thay nháy", "E102", r'^(TIÊU CHÍ [\w.]+) "([^"]*)"', r"\1 - \2"),
    sub("thiếu nháy đóng ở số liệu", "E102", _ITEM + "$", r'\1"\2'),
    sub("thiếu nháy mở ở số liệu", "E102", _ITEM + "$", r'\1\2"'),
    sub("thiếu cả hai nháy ở số liệu", "E102", _ITEM + "$", r"\1\2"),
    sub("thiếu nháy đóng trước khoảng", "E102", _ITEM + "(?= từ)", r'\1"\2'),
    sub("thiếu nháy đóng trước đơn vị", "E102", _ITEM + "(?= đơn vị)", r'\1"\2'),
    sub("thiếu nháy mở trước đơn vị", "E102", _ITEM + "(?= đơn vị)", r'\1\2"'),
    sub("thiếu nháy ở đơn vị", "E102", r'đơn vị "([^"]*)"', r"đơn vị \1"),
    sub("quên tên gọi của số liệu", "E102 E119", r'^(  SỐ LIỆU \w+: [^"(]*) "[^"]*"$', r"\1"),
    sub("nháy đơn ở số liệu", "E102", _ITEM, r"\1'\2'"),
    sub("thiếu nháy ở một lựa chọn", "E102", r'(lựa chọn \()"([^"]*)"', r"\1\2"),
    sub("thiếu nháy đóng ở một lựa chọn", "E102", r'(lựa chọn \()"([^"]*)"', r'\1"\2'),
    sub("thiếu nháy ở dòng của lựa chọn", "E102", r'^(    )"([^"]*)"(: [\d,]+)$', r"\1\2\3"),
    sub("thiếu nháy đóng ở dòng của lựa chọn", "E102", r'^(    )"([^"]*)"(: [\d,]+)$', r'\1"\2\3'),
    sub("thiếu nháy mở ở dòng của lựa chọn", "E102", r'^(    )"([^"]*)"(: [\d,]+)$', r'\1\2"\3'),
    sub("thiếu nháy ở xếp loại", "E102", r'^(    )"([^"]*)"(: từ)', r"\1\2\3"),
    sub("thiếu nháy đóng ở xếp loại", "E102", r'^(    )"([^"]*)"(: từ)', r'\1"\2\3'),
    sub("thiếu nháy đóng ở căn cứ", "E102", r'(căn cứ: )"([^"]*)"', r'\1"\2'),
    sub("thiếu nháy ở căn cứ", "E102", r'(căn cứ: )"([^"]*)"', r"\1\2"),
    sub("thiếu nháy ở hướng dẫn", "E102", r'(hướng dẫn: )"([^"]*)"', r"\1\2"),
    sub(
        "thiếu nháy ở tài liệu kiểm chứng", "E102", r'(tài liệu kiểm chứng: .*?)"([^"]*)"', r"\1\2"
    ),
    sub("thiếu nháy ở lý do", "E102", r'(lý do )"([^"]*)"', r"\1\2"),
    sub("thiếu nháy đóng ở lý do", "E102", r'(lý do )"([^"]*)"', r'\1"\2'),
    sub("thiếu nháy ở kiểm thử", "E102", r'^(KIỂM THỬ )"([^"]*)"', r"\1\2"),
    sub("thiếu nháy đóng ở kiểm thử", "E102", r'^(KIỂM THỬ )"([^"]*)"', r'\1"\2'),
    sub("thiếu nháy ở từng nội dung", "E102", r'^(\s+- )"([^"]*)"', r"\1\2"),
    sub("thiếu nháy đóng ở từng nội dung", "E102", r'^(\s+- )"([^"]*)"', r'\1"\2'),
    sub("thiếu nháy ở giá trị kiểm thử", "E102", r'^(  \w+ = )"([^"]*)"$', r"\1\2"),
    sub("thừa một dấu nháy", "E102", rf'({GROUP}[^"]*")', r'\1"'),
    edited("tiêu đề bị xuống dòng", "E116", r'^TIÊU CHÍ[^"]*"', _broken_title),
    edited("tên số liệu bị xuống dòng", "E116", r'^  SỐ LIỆU[^"(]*"', _broken_title),
)
