"""Paths that are no plain file, and imports that lead in circles or away: one message each."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cchc_rules.source import read_source
from tests.parsing.hostile.making import HEAD, LEAF, SOUND
from tests.parsing.hostile.running import Ran, run

if TYPE_CHECKING:
    from collections.abc import Callable

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
METHOD = "  chấm điểm tối đa nếu a và b từ 1\n"


def checked(path: Path) -> Ran:
    (ran,), _ = run([["check", "--json", path]])
    assert ran.err == ""
    return ran


def told(path: Path) -> str:
    ran = checked(path)
    assert ran.code == 1
    (found,) = ran.found
    assert found["remedy"]
    return f"{found['code']} {found['message']}"


def test_a_folder(tmp_path: Path) -> None:
    assert told(tmp_path) == "E100 Đây là một thư mục, không phải tệp luật."


@posix
def test_a_pipe_that_nobody_writes_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.cchc")
    assert "thiết bị hoặc đường ống" in told(tmp_path / "a.cchc")


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/stdin"])
def test_a_device(device: str) -> None:
    assert "thiết bị hoặc đường ống" in told(Path(device))


@posix
def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a.cchc").symlink_to(tmp_path / "a.cchc")
    assert "Không đọc được tệp này" in told(tmp_path / "a.cchc")


@posix
def test_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.cchc").symlink_to(tmp_path / "b.cchc")
    assert "Không tìm thấy tệp này" in told(tmp_path / "a.cchc")


@pytest.mark.usefixtures("bound_by_permissions")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.cchc"
    path.write_text(SOUND, encoding="utf-8")
    path.chmod(0)
    source, (found,) = read_source(path)
    assert source is None
    assert found.message == "Không đọc được tệp này."


@pytest.mark.parametrize("name", ["a" * 300 + ".cchc", "x/" * 3_000 + "a.cchc"])
def test_a_path_that_is_too_long(tmp_path: Path, name: str) -> None:
    assert "tệp này" in told(tmp_path / name)


# --- nhập từ ------------------------------------------------------------------------------------


def importing(folder: Path, *names: str) -> Path:
    """Write a sound rule file that imports the files of those names."""
    path = folder / "chính.cchc"
    lines = "".join(f'nhập từ "{name}"\n' for name in names)
    path.write_text(f"{lines}{HEAD}{LEAF}{METHOD}", encoding="utf-8")
    return path


def shared(number: int, more: str = "") -> str:
    return f"{more}THAM SỐ n{number}: số\n  2026: {number}\n"


def test_a_file_that_imports_itself(tmp_path: Path) -> None:
    assert checked(importing(tmp_path, "chính.cchc")).code == 0


def test_files_that_import_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.cchc").write_text(shared(1, 'nhập từ "b.cchc"\n'), encoding="utf-8")
    (tmp_path / "b.cchc").write_text(shared(2, 'nhập từ "a.cchc"\n'), encoding="utf-8")
    assert checked(importing(tmp_path, "a.cchc", "b.cchc")).code == 0


def test_a_chain_of_200_files(tmp_path: Path) -> None:
    for number in range(200):
        text = shared(number, f'nhập từ "{number + 1}.cchc"\n')
        (tmp_path / f"{number}.cchc").write_text(text, encoding="utf-8")
    assert told(importing(tmp_path, "0.cchc")) == "E115 Nhập từ quá nhiều tệp (hơn 20)."


@pytest.mark.parametrize(
    "name",
    [
        "không_có.cchc",
        "../a.cchc",
        "x/../../a.cchc",
        "/etc/passwd",
        r"C:\\Windows\\win.ini",
        r"\\\\máy\\chung\\a.cchc",
        "//máy/chung/a.cchc",
        "file:///etc/passwd",
        "http://a.vn/a.cchc",
        "a\x00b.cchc",
        ".",
        "x" * 3_000,
        "x/" * 1_500,
        "CON",
    ],
)
def test_a_file_that_must_not_or_cannot_be_imported(tmp_path: Path, name: str) -> None:
    path = importing(tmp_path, name)
    assert told(path)[:4] == ("E100" if "\x00" in name else "E115")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _binary(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" * 100)


def _large(path: Path) -> None:
    path.write_bytes(b"# x\n" * 1_000_000)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@posix
@pytest.mark.parametrize("make", [_pipe, _binary, _large, _empty, Path.mkdir])
def test_an_import_that_is_no_rule_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a.cchc")
    assert told(importing(tmp_path, "a.cchc")).startswith("E115 Không nhập được tệp này: ")
