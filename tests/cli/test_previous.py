"""`--previous`: rankings of earlier years, in each shape, and figures of the year before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from cchc_rules import cli
from cchc_rules.excel.reading import open_workbook
from cchc_rules.facts.raw import Text

if TYPE_CHECKING:
    from pathlib import Path

RULES = """BỘ CHỈ SỐ CCHC-XA "Bộ thử"
  năm: {year}
  đối tượng: xã
  tổng điểm: 10
  xếp loại
    "Khá": từ 50%
    "Yếu": dưới 50%
TIÊU CHÍ 1 "Hồ sơ": {points} điểm
  SỐ LIỆU hồ_sơ: số đếm "Số hồ sơ"
  chấm {points} điểm mỗi hồ_sơ, không quá {points} điểm
  0 điểm nếu hồ_sơ = 3
TIÊU CHÍ 2 "Tăng": {rest} điểm
  SỐ LIỆU lượng: số "Lượng" từ 0 đến {rest}
  chấm theo công thức lượng
"""
NAMES = ("A", "B", "C", "D", "E")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CCHC_RULES", str(tmp_path / "luat"))
    (tmp_path / "luat").mkdir()
    for year, points in ((2025, 4), (2026, 5)):
        text = RULES.format(year=year, points=points, rest=10 - points)
        (tmp_path / "luat" / f"{year}.cchc").write_text(text, encoding="utf-8")
    for year, amounts in ((2025, (4, 3, 2, 1, 0)), (2026, (3, 4, 2, 1, 0))):
        units = [
            {"name": name, "kind": "xã", "facts": {"hồ_sơ": "1", "lượng": str(amount)}}
            for name, amount in zip(NAMES, amounts, strict=True)
        ]
        (tmp_path / f"{year}.json").write_text(json.dumps({"units": units}), encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def ranked(
    folder: Path, capsys: pytest.CaptureFixture[str], *more: object, year: int = 2026
) -> dict[str, Any]:
    rules = f"CCHC-XA@{year}"
    assert run("rank", folder / f"{year}.json", "--rules", rules, "--json", *more) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def unit(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in found["units"] if one["name"] == name)


@pytest.mark.parametrize("shape", ["xlsx", "json", "figures"])
def test_each_shape_of_the_year_before_tells_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str], shape: str
) -> None:
    before = folder / "2025.json"
    if shape == "xlsx":
        before = folder / "truoc.xlsx"
        assert run("rank", folder / "2025.json", "--rules", "CCHC-XA@2025", "-o", before) == 0
        capsys.readouterr()
    elif shape == "json":
        before = folder / "truoc.json"
        earlier = ranked(folder, capsys, year=2025)
        before.write_text(json.dumps(earlier), encoding="utf-8")
    found = ranked(folder, capsys, "--previous", before)
    assert found["diagnostics"] == []
    own = unit(found, "B")
    assert own["previous"] == {
        "year": 2025, "total": "7.00", "percent": "70.00", "rank": 2, "class": "Khá"
    }  # fmt: skip
    assert own["change"] == {"total": "2.00", "percent": "20.00", "rank": 1}
    assert [(run["what"], run["years"]) for run in unit(found, "E")["runs"]] == [("last", 2)]


def test_several_years_make_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    earlier = ranked(folder, capsys, year=2025)
    names = []
    for year in (2025, 2024, 2023):
        earlier["rules"]["year"] = year
        path = folder / f"hang-{year}.json"
        path.write_text(json.dumps(earlier), encoding="utf-8")
        names += ["--previous", path]
    found = ranked(folder, capsys, *names)
    last = unit(found, "E")["runs"][0]
    assert last == {
        "what": "last", "class": None, "since": 2023, "years": 4, "since_known": False
    }  # fmt: skip
    assert run("rank", folder / "2026.json", "--rules", "CCHC-XA@2026", *names) == 0
    shown = capsys.readouterr().out
    assert "E: ít nhất 4 năm liền (2023–2026) xếp cuối" in shown
    assert "± % so 2025" in shown
    assert "Cao nhất B (90,00%), thấp nhất E (50,00%)" in shown
    assert run("explain", folder / "2026.json", "E", "--rules", "CCHC-XA@2026", *names) == 0
    told = capsys.readouterr().out
    assert "So với năm 2025 (40,00%, hạng 5, Yếu): +10,00 điểm %, giữ hạng." in told
    assert "Kém hạng trên 1,00 điểm" in told
    assert "2. Tăng 0,00%: 1 trên 1 tiêu chí 0 điểm (2)." in told
    assert "Mất nhiều điểm nhất: 2 Tăng (mất 5,00)." in told


def test_a_ranking_of_no_use_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = ranked(folder, capsys)
    for year in (2026, 2024):
        now["rules"]["year"] = year
        (folder / "hang.json").write_text(json.dumps(now), encoding="utf-8")
        found = ranked(folder, capsys, "--previous", folder / "hang.json")
        assert [one["code"] for one in found["diagnostics"]] == ["W564"]


def test_a_unit_that_was_not_ranked_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = ranked(folder, capsys, year=2025)
    earlier["units"] = [one for one in earlier["units"] if one["name"] != "C"]
    (folder / "hang.json").write_text(json.dumps(earlier), encoding="utf-8")
    found = ranked(folder, capsys, "--previous", folder / "hang.json")
    assert [one["code"] for one in found["diagnostics"]] == ["W562"]
    assert unit(found, "C")["previous"] is None


def test_broken_rankings_are_read_as_far_as_they_go(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = [
        {"name": "A", "kind": "xã", "total": "x", "rank": 1, "class": 3, "percent": True},
        {"name": 5},
        "B",
        {"name": "B", "total_range": ["1", None], "rank_range": [1, 2], "classes": "Khá"},
    ]
    whole = {"rules": {"year": 2025}, "units": units, "summary": []}
    (folder / "hang.json").write_text(json.dumps(whole), encoding="utf-8")
    found = ranked(folder, capsys, "--previous", folder / "hang.json")
    own = unit(found, "A")
    assert own["previous"] == {
        "year": 2025, "total": None, "percent": None, "rank": 1, "class": None
    }  # fmt: skip
    assert own["change"] == {"total": None, "percent": None, "rank": -1}
    assert unit(found, "B")["previous"]["rank_range"] == [1, 2]


def test_the_workbook_tells_the_years_and_the_criteria_at_0(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = ranked(folder, capsys, year=2025)
    (folder / "hang.json").write_text(json.dumps(earlier), encoding="utf-8")
    arguments = ("--rules", "CCHC-XA@2026", "--previous", folder / "hang.json")
    assert run("rank", folder / "2026.json", *arguments, "-o", folder / "ra.xlsx") == 0
    book, _ = open_workbook(folder / "ra.xlsx")
    assert book is not None
    with book:
        texts = {
            sheet.name: {
                cell.raw.value for _, _, cell in sheet.read().cells() if isinstance(cell.raw, Text)
            }
            for sheet in book.sheets
        }
    assert {"Tỷ lệ năm 2025", "Hạng năm 2025", "Tăng, giảm (điểm %)"} <= texts["Xếp hạng"]
    assert "ít nhất 2 năm liền (2025–2026) xếp cuối" in " ".join(texts["Xếp hạng"])
    assert {"E", "Tăng"} <= texts["0 điểm"]


def test_a_published_table_needs_no_figures(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = xlsxwriter.Workbook(str(folder / "cũ.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Xã", "Điểm", "Xếp hạng", "Số hồ sơ"])
    sheet.write_row(1, 0, ["A", 8, 1, 5])
    without = book.add_worksheet("Khác")
    without.write_row(0, 0, ["Xã", "Hạng"])
    book.close()
    found = ranked(folder, capsys, "--previous", folder / "cũ.xlsx")
    assert unit(found, "A")["change"] == {"total": "0.00", "percent": None, "rank": -1}
    codes = [one["code"] for one in found["diagnostics"] if one["severity"] == "error"]
    assert codes == []
