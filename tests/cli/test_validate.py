"""`cchc validate`: words, JSON, exit codes, the marked copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cchc_rules import cli
from cchc_rules.forms.layout import Column
from tests.excel.form.making import FULL, SAMPLE, Made, cell_of, sample, write_form

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RULES = sample()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = cli.main(["validate", *arguments, "--rules", str(SAMPLE)])
    return code, capsys.readouterr().out


def test_a_clean_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_form(tmp_path / "phiếu.xlsx", Made(RULES))
    code, out = run(capsys, str(path))
    assert code == 0
    assert "phiếu.xlsx: không có lỗi" in out
    assert "CCHC-XA năm 2026 · sha256" in out


def test_errors_by_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = cell_of(RULES, "hồ_sơ", Column.DECLARED)
    made = Made(RULES, declared={**FULL, "hồ_sơ": "nhiều\x1b[31m \u202eđảo"})
    path = write_form(tmp_path / "phiếu.xlsx", made)
    code, out = run(capsys, str(path))
    assert code == 1
    assert f"[Phiếu chấm điểm!{place}]" in out
    assert "TIÊU CHÍ 2.1" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_warnings_count_when_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_form(tmp_path / "phiếu.xlsx", Made(RULES, sha256="0" * 64))
    assert run(capsys, str(path))[0] == 0
    assert run(capsys, str(path), "--strict")[0] == 1


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write_form(tmp_path / "a.xlsx", Made(RULES))
    bad = tmp_path / "b.xlsx"
    bad.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    code, out = run(capsys, str(good), str(bad), "--json")
    assert code == 1
    files: list[dict[str, Any]] = json.loads(out)["files"]
    assert [one["shape"] for one in files] == ["form", None]
    first = files[0]
    assert first["rules"] == {"code": "CCHC-XA", "year": 2026, "sha256": RULES.sha256}
    assert first["unit"] == {"name": "Xã Na Lay", "kind": "xã", "id": ""}
    assert (first["round"], first["units"], first["marked"]) == ("self", 1, None)
    assert first["diagnostics"] == []
    assert files[1]["errors"] == 1
    assert files[1]["diagnostics"][0]["code"] == "E501"


def test_the_marked_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_form(tmp_path / "phiếu.xlsx", Made(RULES, declared={**FULL, "hồ_sơ": "x"}))
    code, out = run(capsys, str(path), "--mark")
    assert code == 1
    assert "phiếu-co-ghi-chu.xlsx" in out
    copy = tmp_path / "phiếu-co-ghi-chu.xlsx"
    assert copy.exists()
    again, _ = run(capsys, str(copy))
    assert again == 1


def test_a_wrong_round_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "a.xlsx", "--round", "sai")[0] == 2
    assert run(capsys, "không có.xlsx")[0] == 1
