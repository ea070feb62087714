"""One declared figure in; itself, thiếu, không áp dụng or lỗi with its reason out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules.evaluation.figures import checker, manual_checker
from cchc_rules.facts import Fault
from cchc_rules.model import Manual, Special
from tests.evaluation.build import (
    BALLOTS,
    BOOL,
    CHOICE,
    COUNT,
    DATE,
    NUMBER,
    PERCENT,
    TALLY,
    TEXT,
    d,
    item,
)

if TYPE_CHECKING:
    from cchc_rules.model import DataItem

ANY = Fault("")
GRADE = item("hạng", CHOICE, options=("Rất tốt", "Khá"))
TALLIED = item("đếm", TALLY, options=("Tốt", "Khá"))
STEPPED = item("bước", NUMBER, low=d("0,5"), high=d(3), step=d("0,25"))


@pytest.mark.parametrize(
    ("of", "given", "expected"),
    [
        (item("x", COUNT), d(3), d(3)),
        (item("x", COUNT), Decimal("3.00"), d(3)),
        (item("x", COUNT), Decimal("3.000000000001"), d(3)),
        (item("x", COUNT), d("3,5"), Fault("phải là số nguyên")),
        (item("x", COUNT), d(-1), Fault("nhỏ hơn mức thấp nhất 0")),
        (item("x", COUNT, high=d(1000)), d(1001), Fault("lớn hơn mức cao nhất 1.000")),
        (item("x", COUNT), True, Fault("phải là số")),
        (item("x", COUNT), "3", Fault("phải là số")),
        (item("x", COUNT), None, Special.MISSING),
        (item("x", COUNT), Special.NOT_APPLICABLE, Special.NOT_APPLICABLE),
        (item("x", COUNT), Fault("#N/A"), Fault("#N/A")),
        (item("x", NUMBER), d(-7), d(-7)),
        (item("x", NUMBER), Decimal("NaN"), Fault("phải là số")),
        (item("x", NUMBER), Decimal("Infinity"), Fault("số quá lớn")),
        (item("x", NUMBER), Decimal(10) ** 15, Fault("số quá lớn")),
        (item("x", NUMBER), Decimal("999999999999999.5"), Decimal("999999999999999.5")),
        (item("x", PERCENT), d("150%"), d("1,5")),
        (item("x", PERCENT), d("-1%"), Fault("nhỏ hơn mức thấp nhất 0%")),
        (item("x", PERCENT, low=d(-1)), d("-50%"), d("-0,5")),
        (item("x", PERCENT, low=d(0), high=d(1)), d("100,5%"), Fault("lớn hơn mức cao nhất 100%")),
        (item("x", PERCENT, high=d(1)), Decimal("1.00000000001"), Decimal("1.00000000001")),
        (STEPPED, d("0,75"), d("0,75")),
        (STEPPED, d("0,8"), Fault("không đúng bước 0,25")),
        (STEPPED, d("0,25"), Fault("nhỏ hơn mức thấp nhất 0,5")),
        (item("x", BOOL), False, False),
        (item("x", BOOL), d(1), Fault("chỉ nhận “có” hoặc “không”")),
        (item("x", DATE), date(2026, 1, 31), date(2026, 1, 31)),
        (item("x", DATE), datetime(2026, 1, 31, 23, 59), date(2026, 1, 31)),  # noqa: DTZ001
        (item("x", DATE), d(45000), Fault("phải là ngày")),
        (GRADE, "Khá", "Khá"),
        (GRADE, " rất  TỐT", "Rất tốt"),
        (GRADE, "Kém", Fault("không có trong các lựa chọn")),
        (item("x", TEXT), "ghi chú", "ghi chú"),
        (item("x", TEXT), d(1), Fault("phải là chữ")),
        (item("x", BALLOTS), (d(5), None), (d(5), None)),
        (item("x", BALLOTS), (None, None), Special.MISSING),
        (item("x", BALLOTS), (), Special.MISSING),
        (item("x", BALLOTS), d(5), Fault("phải là các phiếu")),
        (TALLIED, (d(3), d(0)), (d(3), d(0))),
        (TALLIED, (d(3), None), Special.MISSING),
        (TALLIED, (d(3),), Fault("phải là 2 số đếm, mỗi mức một số")),
        (TALLIED, (d(3), d(-1)), Fault("phải là 2 số đếm, mỗi mức một số")),
        (TALLIED, d(3), Fault("phải là số phiếu theo từng mức")),
    ],
)
def test_a_figure_is_checked(of: DataItem, given: Any, expected: object) -> None:  # noqa: ANN401
    found = checker(of)(given)
    assert found == expected
    assert type(found) is type(expected)


def test_a_blank_is_zero_only_where_the_file_says_so_and_not_last_year() -> None:
    blank = item("x", COUNT, blank_is_zero=True)
    assert checker(blank)(None) == 0
    assert checker(blank)(Special.MISSING) == 0
    assert checker(blank)(d(2)) == 2
    assert checker(blank, previous=True)(None) is Special.MISSING
    assert checker(item("x", COUNT))(None) is Special.MISSING


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (d("2,25"), d("2,25")),
        (d("2,3"), Fault("không đúng bước 0,25")),
        (d("3,25"), Fault("điểm phải từ 0 đến 3")),
        (Decimal("NaN"), Fault("phải là số")),
        (None, Special.MISSING),
    ],
)
def test_a_manual_score_is_checked(given: Any, expected: object) -> None:  # noqa: ANN401
    assert manual_checker(Manual(d(0), d(3), d("0,25")))(given) == expected
