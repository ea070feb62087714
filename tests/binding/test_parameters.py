"""THAM SỐ: the year's value, by kind; what is absent or still expected is told."""

from datetime import date
from decimal import Decimal

import pytest

from tests.binding.loading import FULL, HEADER, ITEMS, LEAF, codes, loaded, partial, rules, said

BODY = HEADER + ITEMS + LEAF + FULL


def test_the_value_is_that_of_the_year_and_of_the_kind() -> None:
    lines = "THAM SỐ n: phần trăm\n  2025: 90%\n  2026: 95%\n  2026 cho xã: 80%\n"
    found = rules(loaded(BODY + lines)).parameters["n"]
    assert (found.of("phường"), found.of("xã")) == (Decimal("0.95"), Decimal("0.8"))
    earlier = rules(loaded(BODY + lines, year=2025)).parameters["n"]
    assert (earlier.of("phường"), earlier.of("xã")) == (Decimal("0.9"), Decimal("0.9"))


def test_a_relative_date_is_of_its_own_line_s_year() -> None:
    lines = "THAM SỐ hạn: ngày\n  2025: 31/01 năm sau\n  2026: 15/12 năm nay\n"
    (of_2026,) = rules(loaded(BODY + lines)).parameters.values()
    (of_2025,) = rules(loaded(BODY + lines, year=2025)).parameters.values()
    assert (of_2026.value, of_2025.value) == (date(2026, 12, 15), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("lines", "expected", "words"),
    [
        ("số\n  2025: 5\n", ["E220"], "Thêm dòng “2026: …”"),
        ("số\n", ["E220"], "chưa có giá trị năm 2026"),
        ("số\n  2026 cho xã: 5\n", ["E220"], "năm 2026 cho phường"),
        ("số\n  2026: dự kiến\n", ["E221"], "dự kiến"),
        ("số\n  2026: 1\n  2027: dự kiến\n", [], ""),
        ("số\n  2026 cho xã: 5\n  2026 cho phường: 6\n", [], ""),
        ("số\n  2026: 5\n  2026: 6\n", ["E201"], "đã có giá trị"),
        ("số\n  2026: 5\n  2026 cho xã: 6\n  2026 cho XÃ: 7\n", ["E201"], "đã có giá trị"),
        ("số\n  26: 5\n  2026: 5\n", ["E203"], "không phải là một năm"),
        ("phần trăm\n  2026: 95\n", ["E203"], "Viết 95%"),
        ("số đếm\n  2026: 3,5\n", ["E203"], "số lẻ"),
        ("ngày\n  2026: 5\n", ["E203"], "một ngày"),
        ("chữ\n  2026: 5\n", ["E203"], "Tham số không thể có kiểu"),
        ("số\n  2026 cho sở: 5\n  2026: 4\n", ["E202"], "Loại đơn vị “sở”"),
        ("ngày\n  2026: 29/02 năm nay\n", ["E104"], "không có ngày 29/02"),
    ],
)
def test_what_is_wrong_is_told_once(lines: str, expected: list[str], words: str) -> None:
    result = loaded(f"{BODY}THAM SỐ t: {lines}")
    assert codes(result) == expected, said(result)
    assert words in said(result)


def test_a_parameter_has_no_year_before() -> None:
    lines = HEADER + LEAF + "  chấm điểm tối đa nếu t năm trước từ 5\nTHAM SỐ t: số\n  2026: 5\n"
    assert codes(loaded(lines)) == ["E203"]


def test_a_lost_value_is_not_told_again() -> None:
    result = loaded(BODY + "THAM SỐ t: số\n  2026: ???\n")
    assert "E220" not in codes(result)


def test_a_relative_date_in_a_table_is_of_the_chosen_year() -> None:
    table = "  chấm theo ngày_nộp\n    đến 31/12 năm trước: 10\n    còn lại: 0\n"
    text = HEADER + ITEMS + LEAF + table
    assert "2024" in repr(partial(loaded(text, year=2025)).root.children)
