import os
from pathlib import Path

import pytest

from cchc_rules.engine.folders import files_in, is_many


def test_a_folder_is_searched_in_natural_order(tmp_path: Path) -> None:
    names = [
        "xã 10.xlsx", "xã 2.xlsx", "b/c/d.XLSM", "b/số.json", "~$xã 2.xlsx", ".~lock.a.xlsx#",
        ".xã 2.xlsx.0123abcd.tmp", "xã 2.xlsx.bak", "xã 2-ket-qua.xlsx", "xã 2-ket-qua-3.xlsx",
        "xã 2-co-ghi-chu.xlsx", "ghi chú.docx", ".git/x.xlsx", "ranking.xlsx", "kết-quả.xlsx",
    ]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found, told = files_in([str(tmp_path)], besides=[str(tmp_path / "." / "ranking.xlsx")])
    assert [Path(one).relative_to(tmp_path).as_posix() for one in found] == [
        "kết-quả.xlsx", "xã 2.xlsx", "xã 10.xlsx", "b/số.json", "b/c/d.XLSM",
    ]  # fmt: skip
    assert told == ()


def test_a_file_that_is_named_counts_whatever_its_name(tmp_path: Path) -> None:
    named = [str(tmp_path / "a-ket-qua.xlsx"), str(tmp_path / "x.txt"), "không có"]
    assert files_in([*named, named[0]]) == (tuple(named), ())


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    found, told = files_in([str(tmp_path)])
    assert (found, [one.code for one in told]) == ((), ["E500"])


def test_a_folder_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    closed = tmp_path / "b"
    closed.mkdir()
    real = os.scandir

    def scan(path: str) -> object:
        if str(path) == str(closed):
            raise PermissionError(13, "cấm", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scan)
    found, told = files_in([str(tmp_path)])
    assert [Path(one).name for one in found] == ["a.xlsx"]
    assert [(one.code, str(one.place)) for one in told] == [("E500", str(closed))]


def test_what_are_many(tmp_path: Path) -> None:
    assert is_many([str(tmp_path)])
    assert is_many(["a", "b"])
    assert not is_many([str(tmp_path / "a.xlsx")])
