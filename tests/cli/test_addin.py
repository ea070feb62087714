"""`addin` and `doctor`: files into a folder, a machine's state in words."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from cchc_rules import cli

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("pyopenvba", reason="pyOpenVBA chưa cài")
pytest.importorskip("xlwings", reason="xlwings chưa cài")

Captured = pytest.CaptureFixture[str]


def test_writes_the_files_of_excel(tmp_path: Path, capsys: Captured) -> None:
    assert cli.main(["addin", "excel", "-o", str(tmp_path / "mới"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["host"] == "excel"
    assert told["written"] == [
        str(tmp_path / "mới" / one) for one in ("cchc.xlam", "cchc-vi-du.xlsm")
    ]
    assert all((tmp_path / "mới" / one).stat().st_size for one in ("cchc.xlam", "cchc-vi-du.xlsm"))


def test_says_what_to_read(tmp_path: Path, capsys: Captured) -> None:
    assert cli.main(["addin", "excel", "-o", str(tmp_path)]) == 0
    assert "cchc doctor" in capsys.readouterr().out


def test_a_folder_that_cannot_be(tmp_path: Path, capsys: Captured) -> None:
    taken = tmp_path / "tệp"
    taken.write_text("", encoding="utf-8")
    assert cli.main(["addin", "excel", "-o", str(taken)]) == 1
    assert "E600" in capsys.readouterr().err


def test_install_puts_only_the_addin_where_excel_loads_it(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path))
    assert cli.main(["addin", "excel", "--install", "--json"]) == 0
    written = json.loads(capsys.readouterr().out)["written"]
    assert len(written) == 1
    assert written[0].endswith("cchc.xlam")
    assert "XLSTART" in written[0]


def test_install_needs_windows(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APPDATA", raising=False)
    assert cli.main(["addin", "excel", "--install"]) == 2
    assert "-o THƯ_MỤC" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["pyopenvba", "xlwings"])
def test_what_is_missing_is_told(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setattr(
        "cchc_rules.classic.files.find_spec", lambda name: None if name == package else ...
    )
    assert cli.main(["addin", "excel", "-o", str(tmp_path)]) == 2
    assert "pip install cchc-rules[excel]" in capsys.readouterr().err


def test_doctor_on_this_machine(tmp_path: Path, capsys: Captured) -> None:
    cli.main(["addin", "excel", "-o", str(tmp_path)])
    capsys.readouterr()
    assert cli.main(["doctor", str(tmp_path / "cchc.xlam"), "--json"]) == 0
    checks = {one["name"]: one for one in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["modules"]["status"] == "fine"
    assert checks["packages"]["status"] == "fine"
    if sys.platform != "win32":
        assert checks["dll"]["status"] == "unknown"


def test_doctor_in_words(tmp_path: Path, capsys: Captured) -> None:
    cli.main(["addin", "excel", "-o", str(tmp_path)])
    capsys.readouterr()
    assert cli.main(["doctor", str(tmp_path / "cchc.xlam")]) == 0
    assert "không kiểm tra được trên máy này" in capsys.readouterr().out
