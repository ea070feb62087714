"""KIỂM THỬ: given figures and expected results, typed as they are declared."""

from datetime import date
from decimal import Decimal

import pytest

from cchc_rules import model as m
from tests.binding.loading import FULL, codes, leaf, partial, rules, said

HEAD = 'KIỂM THỬ "Một" cho xã năm 2025\n'


MORE = "  TÍNH hai: số = lượng * 2\n  không áp dụng khi đơn vị đánh dấu\n"


def scenario(*lines: str) -> str:
    return FULL + MORE + HEAD + "".join(f"  {line}\n" for line in lines)


def test_values_are_bound_by_their_type() -> None:
    result = leaf(
        scenario(
            "đếm = 1.200",
            "tỷ_số = 80%",
            "ngày_nộp = 20/01 năm nay",
            "đạt = không",
            'mức = "TỐT"',
            "phiếu_điểm = 5; 4",
            "phiếu_mức = 10; 20",
            "lượng năm trước = -1",
            "lượng toàn nhóm = 1; 2",
            "hai = 5",
            "ghi_chú = thiếu",
            "hội đồng chấm 1 = 3,5",
            "không áp dụng 1",
            "đã chốt số liệu",
        )
    )
    (found,) = rules(result).scenarios
    given = [each.value for each in found.given if isinstance(each, m.Given)]
    assert given[:5] == [Decimal(1200), Decimal("0.8"), date(2025, 1, 20), False, "Tốt"]
    assert given[5:9] == [(5, 4), (10, 20), -1, (1, 2)]
    assert given[9:] == [5, m.Special.MISSING]
    assert (found.kind, found.year, found.closed) == ("xã", 2025, True)
    assert isinstance(found.given[-1], m.GivenMark)
    assert isinstance(found.given[-2], m.GivenManual)


def test_results_keep_the_decimals_that_are_written() -> None:
    result = leaf(
        scenario(
            "kết quả 1 = 2,50",
            "kết quả tổng điểm = từ 1 đến 2,5",
            "kết quả tỷ lệ điểm = 84,5%",
            'kết quả xếp loại = "Tốt"',
            "kết quả xếp hạng = 1",
            "kết quả 1 = thiếu số liệu",
            "kết quả 1 = không áp dụng",
            "kết quả 1 = lỗi",
        )
    )
    expected = rules(result).scenarios[0].expected
    assert [(each.of, each.value, each.decimals) for each in expected] == [
        ("1", Decimal("2.5"), 2),
        (m.Target.TOTAL, (Decimal(1), Decimal("2.5")), 1),
        (m.Target.PERCENT, Decimal("84.5"), 1),
        (m.Target.CLASS, "Tốt", 0),
        (m.Target.RANK, Decimal(1), 0),
        ("1", m.Special.MISSING, 0),
        ("1", m.Special.NOT_APPLICABLE, 0),
        ("1", m.Special.ERROR, 0),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("lạ_lùng = 5", "E202"),
        ("kết quả 9 = 5", "E202"),
        ("hội đồng chấm 9 = 5", "E202"),
        ("không áp dụng 9", "E202"),
        ('mức = "Zzz"', "E202"),
        ("đếm = 1,5", "E203"),
        ("tỷ_số = 80", "E203"),
        ("lượng = 80%", "E203"),
        ("đạt = 1", "E203"),
        ("lượng = 1; 2", "E203"),
        ("phiếu_mức = 1", "E203"),
        ("phiếu_mức = 1,5; 2", "E203"),
        ("kết quả 1 = 50%", "E203"),
        ("kết quả xếp loại = 5", "E203"),
        ("kết quả tỷ lệ điểm = 5", "E203"),
        ("kết quả xếp hạng = 2", "E203"),
        ("kết quả xếp hạng = từ 2 đến 3", "E203"),
    ],
)
def test_a_wrong_line_is_told_and_the_example_left_out(line: str, expected: str) -> None:
    result = leaf(scenario(line))
    assert codes(result) == [expected], said(result)
    assert partial(result).scenarios == ()


def test_the_kind_must_be_declared() -> None:
    assert codes(leaf(FULL + HEAD.replace("xã", "sở"))) == ["E202"]


def test_without_a_year_it_is_that_of_the_file() -> None:
    assert rules(leaf(FULL + HEAD.replace(" năm 2025", ""))).scenarios[0].year == 2026
