"""`template`: forms into files, one or a folder of them; a filled one is never lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from cchc_rules import cli
from cchc_rules.bundled import folder
from cchc_rules.forms.layout import SHEET
from tests.cli.test_scoring import RULES, unit

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

Captured = pytest.CaptureFixture[str]
LAST_YEAR = """
LĨNH VỰC 3 "Giảm": 5 điểm
TIÊU CHÍ 3.1 "Giảm hồ sơ": 5 điểm
  chấm điểm tối đa nếu hồ_sơ dưới hồ_sơ năm trước
"""


@pytest.fixture
def rules(tmp_path: Path) -> str:
    path = tmp_path / "xã.cchc"
    text = RULES.replace("tổng điểm: 10", "tổng điểm: 15") + LAST_YEAR
    path.write_text(text, encoding="utf-8")
    return str(path)


def form(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert sheet.title == SHEET
    return sheet


def run(*arguments: object, code: int = 0) -> None:
    assert cli.main(["template", *map(str, arguments)]) == code


def found(capsys: Captured, *arguments: object, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    run(*arguments, "--json", code=code)
    document = json.loads(capsys.readouterr().out)
    assert isinstance(document, dict)
    return document


def test_it_writes_the_form_of_a_unit(rules: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "phiếu.xlsx"
    run(rules, "-o", path, "--unit", "Phường  Một")
    sheet = form(path)
    assert (sheet["C7"].value, sheet["I7"].value) == ("Phường Một", "phường")
    shown = capsys.readouterr()
    assert f"Đã ghi {path}" in shown.out
    assert "CCHC-XA năm 2026" in shown.out
    assert shown.err == ""


def test_without_a_unit_the_kind_is_chosen_in_the_form(rules: str, tmp_path: Path) -> None:
    path = tmp_path / "trống.xlsx"
    run(rules, "-o", path)
    sheet = form(path)
    assert (sheet["C7"].value, sheet["I7"].value) == (None, None)
    kinds = [
        rule.formula1 for rule in sheet.data_validations.dataValidation if "I7" in str(rule.sqref)
    ]
    assert kinds == ["CCHC_DS_LOAI"]
    run(rules, "-o", tmp_path / "xã.xlsx", "--kind", "XÃ")
    assert form(tmp_path / "xã.xlsx")["I7"].value == "xã"


def test_a_form_that_is_there_is_kept(rules: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "phiếu.xlsx"
    path.write_bytes(b"filled")
    document = found(capsys, rules, "-o", path, code=1)
    assert [one["code"] for one in document["diagnostics"]] == ["E610"]
    assert document["written"] == []
    assert path.read_bytes() == b"filled"
    run(rules, "-o", path, "--force")
    assert path.with_name("phiếu.xlsx.bak").read_bytes() == b"filled"
    assert form(path)["A9"].value == "STT"


def test_a_roster_gives_a_file_for_each_unit(rules: str, tmp_path: Path, capsys: Captured) -> None:
    roster, out = tmp_path / "ds.csv", tmp_path / "phiếu" / "2026"
    roster.write_text(
        "mã;tên;loại\n01;../../Xã An;xã\n02;Phường /B;phường\n03;CON;xã\n04;Ph?;lạ\n",
        encoding="utf-8",
    )
    document = found(capsys, rules, "--units", roster, "-o", out, code=1)
    assert [one["code"] for one in document["diagnostics"]] == ["E516"]
    names = sorted(path.name for path in out.iterdir())
    assert names == [
        "01 Xã An CCHC-XA 2026.xlsx",
        "02 Phường B CCHC-XA 2026.xlsx",
        "03 CON CCHC-XA 2026.xlsx",
    ]
    assert sorted(document["written"]) == [str(out / name) for name in names]
    sheet = form(out / names[1])
    assert [sheet[cell].value for cell in ("C7", "I7", "K7")] == ["Phường /B", "phường", "02"]
    assert {path.name for path in tmp_path.iterdir()} == {"ds.csv", "phiếu", "xã.cchc"}


def test_units_that_have_their_form_do_not_stop_the_others(
    rules: str, tmp_path: Path, capsys: Captured
) -> None:
    roster, out = tmp_path / "ds.csv", tmp_path / "phiếu"
    roster.write_text("tên;loại\nXã An;xã\nXã Bình;xã\n", encoding="utf-8")
    out.mkdir()
    (out / "Xã An CCHC-XA 2026.xlsx").write_bytes(b"filled")
    document = found(capsys, rules, "--units", roster, "-o", out, code=1)
    assert document["written"] == [str(out / "Xã Bình CCHC-XA 2026.xlsx")]
    assert [one["code"] for one in document["diagnostics"]] == ["E610"]


def test_figures_of_the_year_before_are_filled_in(
    rules: str, tmp_path: Path, capsys: Captured
) -> None:
    before, path = tmp_path / "2025.json", tmp_path / "phiếu.xlsx"
    before.write_text(json.dumps({"units": [unit("Xã An", hồ_sơ="120")]}), encoding="utf-8")
    run(rules, "-o", path, "--unit", "xã an", "--previous", before)
    sheet = form(path)
    row = next(row for row in range(12, 40) if sheet[f"M{row}"].value == "hồ_sơ@2025")
    assert [sheet[f"{column}{row}"].value for column in "DE"] == [120, 120]
    assert sheet[f"D{row}"].protection.locked
    document = found(
        capsys, rules, "-o", tmp_path / "khác.xlsx", "--unit", "Xã Khác", "--previous", before
    )
    assert [one["code"] for one in document["diagnostics"]] == ["W562"]
    assert not form(tmp_path / "khác.xlsx")[f"D{row}"].protection.locked


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "phiếu"), "đuôi .xlsx"),
        ((), "-o/--output"),
        (("-o", "a.xlsx", "--previous", "x.json"), "--unit TÊN"),
        (("-o", "a", "--units", "x.csv", "--kind", "xã"), "bỏ --unit và --kind"),
    ],
)
def test_wrong_usage_is_told(
    rules: str, arguments: tuple[str, ...], told: str, capsys: Captured
) -> None:
    run(rules, *arguments, code=2)
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--kind", "quận", "-o", "a.xlsx"), "E516"),
        (("-o", "không có/a.xlsx"), "E600"),
        (("--units", "không có.csv", "-o", "thư mục"), "E500"),
        (("--unit", "Xã A", "--previous", "không có.json", "-o", "a.xlsx"), "E550"),
    ],
)
def test_what_cannot_be_done_is_a_finding(  # noqa: PLR0913, PLR0917
    rules: str,
    arguments: tuple[str, ...],
    code: str,
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    document = found(capsys, rules, *arguments, code=1)
    assert [one["code"] for one in document["diagnostics"]] == [code]
    assert document["written"] == []
    assert {path.name for path in tmp_path.iterdir()} == {"xã.cchc"}


def test_broken_rules_make_no_form(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "hỏng.cchc"
    path.write_text("BỘ CHỈ SỐ A\n", encoding="utf-8")
    document = found(capsys, path, "-o", tmp_path / "a.xlsx", code=1)
    assert document["rules"] is None
    assert document["diagnostics"]
    assert not (tmp_path / "a.xlsx").exists()


def test_trusted_rules_go_by_code_and_year(tmp_path: Path, capsys: Captured) -> None:
    document = found(capsys, "CCHC-XA@2026", "-o", tmp_path / "a.xlsx", "--unit", "Xã A")
    assert document["rules"]["code"] == "CCHC-XA"
    assert (folder("rules") / "mau" / "2026" / "xa.cchc").is_file()
    assert form(tmp_path / "a.xlsx")["I7"].value == "xã"


def test_an_open_form_is_not_replaced(rules: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "~$a.xlsx").write_bytes(b"")
    document = found(capsys, rules, "-o", tmp_path / "a.xlsx", code=1)
    assert [one["code"] for one in document["diagnostics"]] == ["E600"]
