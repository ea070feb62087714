"""What the columns STT and TITLE of a row show."""

from __future__ import annotations

import pytest

from cchc_rules.binding import load
from cchc_rules.forms.layout import Column, lay_out, roman
from cchc_rules.source import source_from_text

RULES = """BỘ CHỈ SỐ THỬ "Bộ thử"
  năm: 2026
  đối tượng: xã
  tổng điểm: 2
PHẦN A "Tự chấm": 2 điểm
LĨNH VỰC 4 "Thủ tục": 2 điểm
TIÊU CHÍ 4.1 "Hồ sơ": 2 điểm
  SỐ LIỆU hồ_sơ: số đếm "Số hồ sơ" đơn vị "hồ sơ"
  chấm 1 điểm mỗi hồ_sơ
"""


def test_rows_are_numbered_as_official_forms_are() -> None:
    source, _ = source_from_text(RULES)
    assert source is not None
    rules = load(source).rules
    assert rules is not None
    shown = [(row.order, row.label) for row in lay_out(rules).rows]
    assert shown == [
        ("A", "TỰ CHẤM"),
        ("IV", "THỦ TỤC"),
        ("4.1", "Hồ sơ"),
        ("", "Số hồ sơ (hồ sơ)"),
        ("", "TỔNG ĐIỂM"),
        ("", "TỶ LỆ SO VỚI TỔNG ĐIỂM"),
        ("", "XẾP LOẠI"),
    ]


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "I"), (4, "IV"), (8, "VIII"), (19, "XIX"), (44, "XLIV"), (99, "XCIX")],
)
def test_roman_numbers(number: int, written: str) -> None:
    assert roman(number) == written


def test_the_header_groups_what_belongs_together() -> None:
    groups = [(column.group, column.heading) for column in Column if column.group]
    assert groups == [
        ("Số liệu", "Tự khai"),
        ("Số liệu", "Thẩm định"),
        ("Điểm", "Tự chấm"),
        ("Điểm", "Thẩm định"),
        ("Hội đồng quyết định", "Điểm"),
        ("Hội đồng quyết định", "Lý do"),
    ]
    assert Column.KEY.letter == "M"
    assert Column.ORDER.heading == "STT"
