"""One written shape for every finding, as text and as JSON."""

from __future__ import annotations

import pytest

from cchc_rules.diagnostics import Cell, Diagnostic, Span
from cchc_rules.report.findings import json_of, summary_of, text_of, texts_of
from cchc_rules.report.screen import PAPER, Screen

LINES = {"huyen.cchc": ["BỘ CHỈ SỐ X", "  từ 90% đến 98%: 3"]}
OVERLAP = Diagnostic(
    "E310",
    Span("huyen.cchc", 2, 3, 17),
    "Hai mức cùng chứa 90%.",
    "Viết “trên 90%” ở mức này.",
    ("LĨNH VỰC 2 “Cải cách thủ tục”", "TIÊU CHÍ 2.1 “Đúng hạn”"),
)
AT_CELL = Diagnostic("E501", Cell("số liệu.xlsx", "Trang1", "H12"), "Ô là chữ.", "Nhập số.")


def test_a_finding_in_a_rule_file() -> None:
    assert text_of(OVERLAP, LINES, PAPER) == (
        "lỗi E310 · huyen.cchc:2:3\n"
        "  LĨNH VỰC 2 “Cải cách thủ tục” › TIÊU CHÍ 2.1 “Đúng hạn”\n"
        "  2 │   từ 90% đến 98%: 3\n"
        "    │   ^^^^^^^^^^^^^^\n"
        "  Hai mức cùng chứa 90%.\n"
        "  → Viết “trên 90%” ở mức này."
    )


def test_a_finding_in_a_cell() -> None:
    assert text_of(AT_CELL, {}, PAPER) == (
        "lỗi E501 · số liệu.xlsx [Trang1!H12]\n  Ô là chữ.\n  → Nhập số."
    )


def test_json_has_every_key_and_null_for_what_the_place_lacks() -> None:
    assert json_of(OVERLAP) == {
        "code": "E310",
        "severity": "error",
        "file": "huyen.cchc",
        "line": 2,
        "column": 3,
        "end_column": 17,
        "sheet": None,
        "cell": None,
        "heading": ["LĨNH VỰC 2 “Cải cách thủ tục”", "TIÊU CHÍ 2.1 “Đúng hạn”"],
        "message": "Hai mức cùng chứa 90%.",
        "remedy": "Viết “trên 90%” ở mức này.",
    }
    found = json_of(AT_CELL)
    assert (found["sheet"], found["cell"], found["line"]) == ("Trang1", "H12", None)


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "x" * 900 + "LỖI" + "y" * 900
    found = Diagnostic("E101", Span("a", 1, 901, 904), "Sai.", "Sửa.")
    text = text_of(found, {"a": [line]}, Screen(80)).splitlines()
    start = text[2].index("^")
    assert len(text[1]) <= 80
    assert text[1][start : start + 3] == "LỖI"
    assert text[2].count("^") == 3


@pytest.mark.parametrize(
    "place", [Span("a", 7, 3), Span("a", 1, 99, 120), Span("a", 0), Span("b", 1)]
)
def test_a_place_outside_the_text_shows_no_wrong_line(place: Span) -> None:
    text = text_of(Diagnostic("E101", place, "Sai.", ""), {"a": ["ngắn"]}, PAPER)
    assert text.endswith("  Sai.")


def test_the_same_finding_is_not_written_a_thousand_times() -> None:
    found = [AT_CELL] * 130
    assert list(texts_of(found, {}, PAPER))[-1].startswith("… và 30 phát hiện E501 nữa")


def test_the_summary_counts_by_weight() -> None:
    warning = Diagnostic("W211", Span("a", 1), "Thừa.", "Bỏ.")
    assert summary_of([OVERLAP, AT_CELL, warning]) == "2 lỗi, 1 cảnh báo"
    assert summary_of([]) == "không có lỗi"
