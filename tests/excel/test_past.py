"""Workbooks that rank units: our own and published tables, read as an earlier year."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from cchc_rules.evaluation.results import Interval
from cchc_rules.excel.past import read_past
from cchc_rules.ranking.results import Places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def write(path: Path, *rows: Sequence[object], sheets: Sequence[str] = ("Bảng",)) -> Path:
    book = xlsxwriter.Workbook(str(path))
    percent = book.add_format({"num_format": "0.00%"})
    for name in sheets:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows if name == sheets[0] else []):
            for place, value in enumerate(row):
                if isinstance(value, tuple):
                    sheet.write_number(at, place, value[0], percent)
                else:
                    sheet.write(at, place, value)
    book.close()
    return path


def span(low: str, high: str | None = None) -> Interval:
    return Interval(Decimal(low), Decimal(high or low))


def test_a_published_table(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        ["BẢNG XẾP HẠNG CHỈ SỐ 2020"],
        ["Kết quả năm 2019"],
        [],
        ["TT", "Huyện, thành phố", "Loại", "Điểm số", "Tỷ lệ (%)", "Xếp hạng", "Xếp loại"],
        [1, "Nậm Pồ", "huyện", "77,03", "77,03%", 1, "Khá"],
        [2, "Mường Nhé", "huyện", 56.17, (0.5617,), "2–3", "Trung bình hoặc Yếu"],
        [3, "Tủa Chùa", "huyện", "1.056,5", None, "2–3", "–"],
        ["", "Trung bình", "", 66.6, None, 1, ""],
        ["", "", "", "Người lập"],
    )
    table = read_past(path)
    assert table is not None
    assert (table.year, table.own) == (2019, False)
    first, second, third = table.units
    assert (first.name, first.kind, first.total, first.percent, first.places, first.classes) == (
        ("Nậm Pồ", "huyện", span("77.03"), span("77.03"), Places(1, 1), ("Khá",))
    )
    assert (second.percent, second.places) == (span("56.17"), Places(2, 3))
    assert second.classes == ("Trung bình", "Yếu")
    assert (third.total, third.percent, third.classes) == (span("1056.5"), None, ())


@pytest.mark.parametrize(
    "rows",
    [
        (["Đơn vị", "Số hồ sơ"], ["Nậm Pồ", 5]),
        (["Đơn vị", "Xếp hạng"], ["Nậm Pồ", "chưa"]),
        (["Đơn vị", "Xếp hạng"], ["Nậm Pồ", 0]),
        (["Đơn vị", "Xếp hạng"], ["Nậm Pồ", 1.5]),
        ([],),
    ],
)
def test_what_ranks_nobody(tmp_path: Path, rows: tuple[Sequence[object], ...]) -> None:
    assert read_past(write(tmp_path / "a.xlsx", *rows)) is None


def test_what_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("Đơn vị;Hạng", encoding="utf-8")
    assert read_past(tmp_path / "a.xlsx") is None
    assert read_past(tmp_path / "b.xlsx") is None


def test_our_own_is_known_by_its_sheets(tmp_path: Path) -> None:
    rows = ["Hạng", "Đơn vị", "Tổng điểm"], [1, "Nậm Pồ", 77]
    table = read_past(write(tmp_path / "a.xlsx", *rows, sheets=("Xếp hạng", "Căn cứ")))
    assert table is not None
    assert (table.own, table.year) == (True, None)
