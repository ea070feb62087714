"""The command line as a whole: Vietnamese words, exit codes, and no traceback for anyone."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cchc_rules import __version__, cli
from cchc_rules.cli import arguments

if TYPE_CHECKING:
    from pathlib import Path

CCHC = [sys.executable, "-m", "cchc_rules"]


def run(*typed: str, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CCHC, *typed],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **changed},
    )


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"cchc {__version__}\n"


def test_every_command_is_listed_and_has_help_in_vietnamese(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["--help"]) == 0
    overview = capsys.readouterr().out
    for command in cli.COMMANDS:
        assert f"  {command} " in overview
        assert cli.main([command, "--help"]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"Cách dùng: cchc {command}")
        assert "usage" not in shown
        assert "options" not in shown
        assert "show this help" not in shown


def test_no_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "Cách dùng: cchc LỆNH" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["chek"], "Không có lệnh “chek”. Có phải là “check”?"),
        (["check"], "Còn thiếu: LUẬT."),
        (["check", "a.cchc", "--nhanh"], "Không hiểu: --nhanh."),
        (["check", "a.cchc", "--year"], "Sau --year cần một giá trị."),
        (["check", "a.cchc", "--year", "26"], "--year: “26” không phải là một năm, ví dụ 2026."),
        (["check", "a.cchc", "--json=1"], "--json không đi kèm giá trị '1'."),
        (["rank", "a.xlsx", "--round", "ba"], "hãy chọn một trong: self, tu-cham"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(
    typed: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(typed) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert sentence in shown.err


def test_vietnamese_survives_a_windows_pipe() -> None:
    shown = run("--help", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert shown.returncode == 0
    assert "chấm điểm" in shown.stdout


def test_a_closed_pipe_is_no_crash() -> None:
    command = " ".join([*CCHC, "--help"])
    shown = subprocess.run(
        f"{command} | true; {command} >&-", shell=True, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in shown.stderr


def test_ctrl_c_is_a_sentence_and_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    assert cli.main(["check"]) == 130
    assert "Đã dừng theo yêu cầu" in capsys.readouterr().err


def test_a_fault_of_the_program_goes_into_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "_run", broken)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert cli.main(["check"]) == 3
    told = capsys.readouterr().err
    (log,) = (tmp_path / "cchc").iterdir()
    assert "Chương trình gặp lỗi của chính nó (ZeroDivisionError)" in told
    assert str(log) in told
    assert "Traceback" not in told
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_choice_of_argparse_itself_is_translated() -> None:
    parser = arguments.Parser("thử", "thử")
    parser.add_argument("--màu", choices=["xanh", "đỏ"])
    parser.add_argument("--một", nargs="?")
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--x", action="store_true")
    group.add_argument("--y", action="store_true")
    for typed, sentence in (
        (["--x", "--màu", "tím"], "--màu không nhận 'tím'; hãy chọn: "),
        ([], "Cần một trong các tùy chọn: --x --y."),
        (["--x", "--y"], "Không dùng --y cùng với --x."),
    ):
        with pytest.raises(arguments.UsageError, match="Xem thêm") as raised:
            parser.parse_args(typed)
        assert sentence in str(raised.value)


def test_files_may_stand_on_both_sides_of_an_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "luật.cchc"
    rules.write_text('BỘ CHỈ SỐ A "a"\n', encoding="utf-8")
    cli.main(["check", str(rules), "--strict", str(tmp_path / "khác.cchc")])
    said = "".join(capsys.readouterr())
    assert "luật.cchc" in said
    assert "khác.cchc" in said
