"""Rows of a form in, what may be entered there out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cchc_rules.binding import load
from cchc_rules.forms.inputs import Entry, Input, input_of
from cchc_rules.forms.layout import FormRow, lay_out
from cchc_rules.source import source_from_text

if TYPE_CHECKING:
    from cchc_rules.model import RuleSet

RULES = """BỘ CHỈ SỐ THỬ "Thử"
  năm: 2026
  đối tượng: xã
  tổng điểm: 2
LĨNH VỰC 1 "Một": 2 điểm
TIÊU CHÍ 1.1 "Đủ loại": 1 điểm
  SỐ LIỆU đếm: số đếm "Đếm"
  SỐ LIỆU từ_đến: số đếm "Từ đến" đơn vị "lần" từ 1 đến 4
  SỐ LIỆU tỷ_lệ: phần trăm "Tỷ lệ" từ 0% đến 100%
  SỐ LIỆU tăng: phần trăm "Tăng" từ -50%
  SỐ LIỆU tiền: số "Tiền"
  SỐ LIỆU bước: số "Bước" từ 0 đến 5, bước 0,5
  SỐ LIỆU hôm: ngày "Hôm"
  SỐ LIỆU đúng: có/không "Đúng"
  SỐ LIỆU mức_độ: lựa chọn ("Cao"; "Thấp") "Mức"
  SỐ LIỆU ghi_chú: chữ "Ghi chú"
  SỐ LIỆU ý_kiến: các phiếu "Ý kiến"
  SỐ LIỆU lỗi_vặt: số đếm "Lỗi vặt", nếu trống: 0
  không áp dụng khi đơn vị đánh dấu
  chấm điểm tối đa nếu đúng
TIÊU CHÍ 1.2 "Hội đồng": 1 điểm
  hội đồng chấm từ 0 đến 1, bước 0,1
"""


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    source, _ = source_from_text(RULES)
    assert source is not None
    loaded = load(source)
    assert loaded.rules is not None
    return loaded.rules


def taken(rules: RuleSet, key: str) -> Input:
    return input_of(lay_out(rules).by_key[key], rules)


@pytest.mark.parametrize(
    ("key", "entry", "wanted", "ends"),
    [
        ("đếm", Entry.WHOLE, "Nhập số nguyên từ 0 trở lên.", (0, None)),
        ("từ_đến", Entry.WHOLE, "Nhập số nguyên từ 1 đến 4. Đơn vị tính: lần.", (1, 4)),
        ("tỷ_lệ", Entry.DECIMAL, "Nhập tỷ lệ phần trăm từ 0% đến 100%, ví dụ 85%.", (0, 1)),
        ("tăng", Entry.DECIMAL, "Nhập tỷ lệ phần trăm từ -50% trở lên, ví dụ 85%.", ("-0.5", None)),
        ("tiền", Entry.DECIMAL, "Nhập một số.", (None, None)),
        ("bước", Entry.DECIMAL, "Nhập một số từ 0 đến 5, theo bước 0,5.", (0, 5)),
        ("ghi_chú", Entry.TEXT, "Nhập chữ.", (None, 2000)),
        ("1.2!điểm", Entry.DECIMAL, "Hội đồng nhập điểm từ 0 đến 1, theo bước 0,1.", (0, 1)),
    ],
)
def test_bounds_are_those_of_the_rule_file(
    rules: RuleSet, key: str, entry: Entry, wanted: str, ends: tuple[object, object]
) -> None:
    found = taken(rules, key)
    assert (found.entry, found.wanted) == (entry, wanted)
    low, high = ends
    largest = Decimal(10) ** 15
    if entry is not Entry.TEXT:
        assert found.low == (Decimal(str(low)) if low is not None else 1 - largest)
        assert found.high == (Decimal(str(high)) if high is not None else largest - 1)


def test_lists_have_their_options(rules: RuleSet) -> None:
    assert taken(rules, "đúng").options == ("có", "không")
    assert taken(rules, "mức_độ").options == ("Cao", "Thấp")
    assert taken(rules, "1.1!không áp dụng").options == ("x",)


def test_dates_have_room_for_old_and_coming_ones(rules: RuleSet) -> None:
    found = taken(rules, "hôm")
    assert (found.low, found.high) == (date(1990, 1, 1), date(2028, 12, 31))


def test_a_blank_is_missing_except_where_the_rules_say_0(rules: RuleSet) -> None:
    optional = {row.key for row in lay_out(rules).rows if row.is_input and is_optional(row, rules)}
    assert optional == {"lỗi_vặt", "1.1!không áp dụng"}


def is_optional(row: FormRow, rules: RuleSet) -> bool:
    return input_of(row, rules).optional


def test_a_heading_takes_nothing(rules: RuleSet) -> None:
    with pytest.raises(ValueError, match="HEADING"):
        input_of(lay_out(rules).by_key["1"], rules)
