"""`demo` and `rank -o`: workbooks that read back the same, and nothing of the user's is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl

from cchc_rules import cli
from cchc_rules.bundled import folder
from cchc_rules.engine.demo import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def demo(place: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert cli.main(["demo", "--folder", str(place), *more]) == 0
    return capsys.readouterr().out


def column(path: Path, sheet: str, number: int, first: int) -> list[object]:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        rows = book[sheet].iter_rows(min_row=first, values_only=True)
        return [row[number - 1] for row in rows]
    finally:
        book.close()


def test_the_demo_ranks_three_examples_and_says_what_to_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = demo(tmp_path, capsys)
    assert "   1  Thủ Dầu Một   84,58" in shown
    assert "   1  Đà Nẵng          70,001394  Rất tốt" in shown
    assert "MINH HỌA: số liệu do nhóm phát triển đặt ra" in shown
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(
        f"{example.name}-{what}.xlsx" for example in EXAMPLES for what in ("so-lieu", "xep-hang")
    )
    assert all(name in shown for name in names)


def test_the_rankings_are_written_as_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo(tmp_path, capsys)
    path = tmp_path / "binh-duong-2017-xep-hang.xlsx"
    assert column(path, "Xếp hạng", 1, 6) == list(range(1, 10))
    assert column(path, "Xếp hạng", 3, 6)[:2] == [84.58, 82]
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Xếp hạng",
        "Lĩnh vực",
        "Điểm lĩnh vực",
        "0 điểm",
        "Thiếu và lỗi",
        "Căn cứ",
    ]


def test_made_up_figures_read_back_from_their_workbook_as_from_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo(tmp_path, capsys)
    rules = str(folder("rules") / "dien_bien" / "2020" / "huyen.cchc")
    totals = []
    for data in (
        tmp_path / "dien-bien-2020-minh-hoa-so-lieu.xlsx",
        folder("rules") / "dien_bien" / "2020" / "so_lieu_minh_hoa.json",
    ):
        assert cli.main(["rank", str(data), "--rules", rules, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["diagnostics"] == []
        totals.append([(one["name"], one["total"], one["rank"]) for one in found["units"]])
    assert totals[0] == totals[1]
    assert len(totals[0]) == 10


def test_figures_that_the_user_changed_are_kept_and_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo(tmp_path, capsys)
    path = tmp_path / "binh-duong-2017-so-lieu.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Số liệu"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "Bắc Tân Uyên":
                sheet.cell(cell.row, cell.column + 1).value = 64
    book.save(path)
    shown = demo(tmp_path, capsys)
    assert "dùng tệp số liệu đã có" in shown
    assert "   1  Bắc Tân Uyên  95,01" in shown


def test_demo_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(demo(tmp_path, capsys, "--json"))
    assert [example["units"] for example in found["examples"]] == [9, 63, 10]
    assert found["folder"] == str(tmp_path)


def test_a_folder_that_cannot_be_made_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "tệp"
    blocked.write_text("không phải thư mục", encoding="utf-8")
    assert cli.main(["demo", "--folder", str(blocked / "sâu")]) == 1
    assert "lỗi E600" in capsys.readouterr().err


def test_a_ranking_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo(tmp_path, capsys)
    arguments = ["rank", str(tmp_path / "pci-2016-so-lieu.xlsx"), "--rules", "PCI@2016", "-o"]
    assert cli.main([*arguments, str(tmp_path / "không_có" / "a.xlsx")]) == 1
    assert "lỗi E600" in capsys.readouterr().err
    target = tmp_path / "a.xlsx"
    assert cli.main([*arguments, str(target)]) == 0
    shown = capsys.readouterr()
    assert f"Đã ghi {target}" in shown.err
    assert "Hạng" not in shown.out
    assert column(target, "Xếp hạng", 2, 6)[0] == "Đà Nẵng"
