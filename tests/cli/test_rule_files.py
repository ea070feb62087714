"""`check` and `fmt` on rule files: what they say, what they write, and what they leave alone."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cchc_rules import cli
from cchc_rules.bundled import folder

if TYPE_CHECKING:
    from pathlib import Path

SOUND = """BỘ CHỈ SỐ THỬ "Bộ thử"
  năm: 2026
  đối tượng: xã
  tổng điểm: 5

LĨNH VỰC 1 "Một": 5 điểm
TIÊU CHÍ 1.1 "Có văn bản": 5 điểm
  SỐ LIỆU có_văn_bản: có/không "Đã ban hành văn bản"
  chấm điểm tối đa nếu có_văn_bản

KIỂM THỬ "Có" cho xã năm 2026
  có_văn_bản = có
  kết quả 1.1 = 5

KIỂM THỬ "Không" cho xã năm 2026
  có_văn_bản = không
  kết quả 1.1 = 0
"""
BROKEN = (
    SOUND.replace("nếu có_văn_bản", "nếu có_văn_bàn")
    .replace("Một", "Một")
    .replace("tổng điểm: 5", "tổng điểm: 6")
)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "xã.cchc"
    path.write_text(SOUND, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "hỏng.cchc"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_a_sound_file_is_named_with_its_hash(
    sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(sound)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{sound}: không có lỗi\n  THỬ năm 2026 · sha256 ")
    assert "1 mục chấm · 5 điểm · 2 KIỂM THỬ" in shown


def test_every_mistake_is_shown_with_its_line_and_remedy(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(broken)]) == 1
    shown = capsys.readouterr().out
    assert f"lỗi E202 · {broken}:9:" in shown
    assert "  9 │   chấm điểm tối đa nếu có_văn_bàn" in shown
    assert "^^^^^^^^^^" in shown
    assert "lỗi E301" in shown
    assert "  → " in shown


def test_check_json_has_the_same_findings(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--json", str(broken)]) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["file"] == str(broken)
    assert file["errors"] == len([one for one in file["diagnostics"] if one["severity"] == "error"])
    assert {"E202", "E301"} <= {one["code"] for one in file["diagnostics"]}


def test_warnings_matter_only_when_strict(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unused = SOUND.replace("  chấm", '  SỐ LIỆU thừa: số "Không dùng"\n  chấm')
    sound.write_text(unused, encoding="utf-8")
    assert cli.main(["check", str(sound)]) == 0
    assert "cảnh báo W211" in capsys.readouterr().out
    assert cli.main(["check", "--strict", str(sound)]) == 1


def test_a_missing_file_and_a_folder_are_one_finding_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(tmp_path / "không_có.cchc"), str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "Không tìm thấy tệp này." in shown
    assert "Đây là một thư mục" in shown


def test_a_rule_set_of_the_trusted_folder_goes_by_code_and_year(
    sound: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_RULES", str(sound.parent))
    assert cli.main(["check", "thử@2026"]) == 0
    assert "THỬ năm 2026" in capsys.readouterr().out
    assert cli.main(["check", "THỬ@2025"]) == 1
    assert "→ Có phải là THỬ@2026?" in capsys.readouterr().out


def test_check_starts_without_what_is_slow_to_import() -> None:
    code = (
        "import sys; from cchc_rules.cli import main; main(['check', sys.argv[1]]);"
        "slow = {'openpyxl', 'xlsxwriter', 'rich', 'xlwings', 'lark', 'dataclasses', 'inspect'};"
        "print(*sorted(slow & set(sys.modules)), 'END')"
    )
    rules = folder("rules") / "binh_duong" / "2017" / "huyen.cchc"
    shown = subprocess.run(
        [sys.executable, "-c", code, str(rules)], capture_output=True, encoding="utf-8", check=True
    )
    assert shown.stdout.splitlines()[-1] == "END"


# --- fmt ----------------------------------------------------------------------------------------


UNTIDY = SOUND.replace("TIÊU CHÍ 1.1", "tieu chi 1.1").replace("  năm", "năm")


def test_fmt_rewrites_in_place_and_is_stable(
    sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound.write_text(UNTIDY, encoding="utf-8")
    assert cli.main(["fmt", "--check", str(sound)]) == 1
    assert sound.read_text(encoding="utf-8") == UNTIDY
    assert cli.main(["fmt", str(sound)]) == 0
    assert "đã viết lại" in capsys.readouterr().out
    assert sound.read_text(encoding="utf-8") == SOUND
    assert cli.main(["fmt", "--check", str(sound)]) == 0
    assert [path.name for path in sound.parent.iterdir()] == ["xã.cchc"]


def test_fmt_to_stdout_writes_nothing(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound.write_text(UNTIDY, encoding="utf-8")
    assert cli.main(["fmt", "--stdout", str(sound)]) == 0
    assert capsys.readouterr().out == SOUND
    assert sound.read_text(encoding="utf-8") == UNTIDY


def test_fmt_never_touches_a_file_with_mistakes(
    sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = UNTIDY.replace("chấm điểm tối đa", "chấm diểm tối da")
    sound.write_text(text, encoding="utf-8")
    assert cli.main(["fmt", str(sound)]) == 1
    assert sound.read_text(encoding="utf-8") == text
    assert "có lỗi nên giữ nguyên tệp" in capsys.readouterr().out


def test_fmt_json(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound.write_text(UNTIDY, encoding="utf-8")
    assert cli.main(["fmt", "--json", str(sound)]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "files": [{"file": str(sound), "changed": True, "written": True, "diagnostics": []}]
    }


def test_fmt_keeps_a_file_that_cannot_be_replaced(
    sound: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sound.write_text(UNTIDY, encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cchc_rules.engine.files.os.fsync", full)
    assert cli.main(["fmt", str(sound)]) == 1
    assert "lỗi E600" in capsys.readouterr().out
    assert sound.read_text(encoding="utf-8") == UNTIDY
    assert len(list(sound.parent.iterdir())) == 1


# --- test ---------------------------------------------------------------------------------------


def test_every_scenario_is_named_with_its_outcome(
    sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["test", str(sound)]) == 0
    shown = capsys.readouterr().out
    assert shown == f"đạt   Có\nđạt   Không\n\n{sound}: 2/2 KIỂM THỬ đạt\n"


def test_a_scenario_that_fails_says_what_came_out_and_why(
    sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound.write_text(SOUND.replace("kết quả 1.1 = 0", "kết quả 1.1 = 4"), encoding="utf-8")
    assert cli.main(["test", str(sound)]) == 1
    shown = capsys.readouterr().out
    assert "SAI   Không" in shown
    assert f"lỗi E401 · {sound}:17:3" in shown
    assert "Mong đợi “kết quả 1.1 = 4”, chương trình tính được: 0. Vì: có_văn_bản" in shown
    assert "1/2 KIỂM THỬ đạt" in shown


def test_test_json(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["test", "--json", str(sound)]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["scenarios"][0] == {
        "title": "Có",
        "kind": "xã",
        "year": 2026,
        "line": 11,
        "passed": True,
        "results": [{"expected": "kết quả 1.1 = 5", "actual": "5", "line": 13, "passed": True}],
    }
    assert file["diagnostics"] == []


def test_scenarios_of_another_year_and_of_unsound_rules(
    sound: Path, broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SOUND.replace('Có" cho xã năm 2026', 'Có" cho xã năm 2025')
    sound.write_text(text, encoding="utf-8")
    assert cli.main(["test", str(sound)]) == 0
    assert "2/2 KIỂM THỬ đạt" in capsys.readouterr().out
    assert cli.main(["test", str(broken)]) == 1
    assert "bộ luật có lỗi, chưa chạy được" in capsys.readouterr().out
