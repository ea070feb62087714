"""Tables with columns of results: what differs from the recalculated one is told at its cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

import openpyxl
import pytest

from cchc_rules.diagnostics import Cell
from cchc_rules.engine.validating import Options, validate_one
from cchc_rules.facts import Round
from tests.excel.form.making import COUNCIL, SAMPLE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cchc_rules.engine.validating import Validated

Entry = str | float | date | None
FIGURES: dict[str, Entry] = {**cast("dict[str, Entry]", COUNCIL), "tỷ_lệ_đất": "70%"}
SECOND: dict[str, Entry] = {**FIGURES, "có_kinh_phí": "không"}
THIRD: dict[str, Entry] = {**FIGURES, "hồ_sơ": None}
UNITS = (("Xã A", FIGURES), ("Xã B", SECOND), ("Xã C", THIRD))
RIGHT: dict[str, tuple[Entry, ...]] = {
    "1.1.1": (2, 2, 2),
    "1.1.2": (1, 0.5, 1),
    "2.1": (4, 4, "thiếu"),
    "1.1": (4.7, 4.2, 4.7),
    "Tổng điểm": (16.15, 15.65, "thiếu"),
    "Tỷ lệ": (80.75, 0.7825, "thiếu"),
    "Xếp loại": ("Tốt", "Khá", "thiếu"),
}


def check(
    tmp_path: Path, results: Mapping[str, tuple[Entry, ...]], round_: Round | None = None
) -> Validated:
    path = tmp_path / "bảng.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Đơn vị", *results, *FIGURES])
    for number, (name, figures) in enumerate(UNITS):
        sheet.append([name, *(values[number] for values in results.values()), *figures.values()])
    book.save(path)
    return validate_one(str(path), Options(str(SAMPLE), round=round_))


def told(one: Validated) -> list[tuple[str, str]]:
    """Return what was found, without what the figures themselves are told."""
    places = [(found.code, found.place) for found in one.found]
    return sorted(
        (code, place.ref) for code, place in places if isinstance(place, Cell) and code != "N541"
    )


def test_results_that_are_right(tmp_path: Path) -> None:
    assert told(check(tmp_path, RIGHT)) == []


@pytest.mark.parametrize(
    ("title", "values", "wanted"),
    [
        ("2.1", (4, 3.5, None), [("E592", "C3")]),
        ("2.1", (6, 4, 2), [("E591", "C2"), ("N592", "C4")]),
        ("1.1", (4.7, 4, 4.7), [("E592", "C3")]),
        ("Tổng điểm", (16.2, 15.65, None), [("E592", "C2")]),
        ("Tổng điểm", ("16,15", 15.65, 16), [("N540", "C2"), ("N592", "C4")]),
        ("Tổng điểm", ("#REF!", 15.65, "16,18–16,76"), [("E525", "C2")]),
        ("Tỷ lệ", (80.75, 87, None), [("E592", "C3")]),
        ("Xếp loại", ("Khá", "khá", None), [("E592", "C2")]),
        ("Xếp loại", ("Tốt", "Khá", "Yếu"), [("N592", "C4")]),
        ("2.1", ("chưa chấm", 4, "thiếu"), [("E592", "C2")]),
    ],
)
def test_a_result_that_is_wrong(
    tmp_path: Path, title: str, values: tuple[Entry, ...], wanted: list[tuple[str, str]]
) -> None:
    assert told(check(tmp_path, {"1.1.1": (2, 2, 2), title: values})) == wanted


def test_what_follows_is_not_told_again(tmp_path: Path) -> None:
    results = {**RIGHT, "2.1": (5, 4, None), "Tổng điểm": (17.15, 15.65, None)}
    assert told(check(tmp_path, results)) == [("E592", "D2")]


def test_places(tmp_path: Path) -> None:
    ranked = {"Hạng": (1, 1, 3)}
    assert told(check(tmp_path, ranked)) == [("N592", "B2")]
    everyone = tuple((name, FIGURES if name != "Xã B" else SECOND) for name, _ in UNITS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{__name__}.UNITS", everyone)
        assert told(check(tmp_path, {"Hạng": (1, 3, 1)})) == []
        assert told(check(tmp_path, {"Hạng": (1, 2, 3)})) == [("E592", "B3"), ("E592", "B4")]
        assert told(check(tmp_path, {"Hạng": (7, 40, 7)})) == []  # places among more units


@pytest.mark.parametrize("round_", [None, Round.SELF])
def test_self_scores(tmp_path: Path, round_: Round | None) -> None:
    right = {"1.1.2!điểm tự chấm": (1, 0.5, 1), "Điểm tự chấm": (12.45, 11.95, None)}
    assert told(check(tmp_path, right, round_)) == []
    wrong = {**right, "1.1.2!điểm tự chấm": (1, 1, 3)}
    assert told(check(tmp_path, wrong, round_)) == [("E591", "B4"), ("E592", "B3")]


def test_self_scores_are_not_compared_with_appraised_figures(tmp_path: Path) -> None:
    both = {"1.1.2!điểm tự chấm": (0.5, 0.5, 3), "Điểm thẩm định": (16.15, 15.65, None)}
    assert told(check(tmp_path, both)) == [("E591", "B4"), ("N513", "")]
    assert told(check(tmp_path, both, Round.SELF)) == [
        ("E591", "B4"),
        ("E592", "B2"),
        ("N513", ""),
    ]


def test_titles_in_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Đơn vị", *FIGURES, "2.1", None, "Tổng điểm", None])
    last = len(FIGURES) + 2
    points: tuple[tuple[int, tuple[Entry, ...]], ...] = (
        (2, ("Tự chấm", "Thẩm định") * 2),
        (3, (3, 4, 9, 16.15)),
        (4, (3, 3, 9, 9)),
    )
    for row, values in points:
        for at, value in enumerate(values):
            sheet.cell(row, last + at, value)
    for row, (name, figures) in zip((3, 4), UNITS, strict=False):
        for at, value in enumerate((name, *figures.values()), start=1):
            sheet.cell(row, at, value)
    for at in range(1, last):
        sheet.merge_cells(start_row=1, end_row=2, start_column=at, end_column=at)
    for at in (last, last + 2):
        sheet.merge_cells(start_row=1, end_row=1, start_column=at, end_column=at + 1)
    book.save(path)
    one = validate_one(str(path), Options(str(SAMPLE)))
    assert told(one) == [("E592", sheet.cell(4, last + 1).coordinate), ("N513", "")]
