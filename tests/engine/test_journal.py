import os
import signal
from pathlib import Path

import pytest

from cchc_rules.engine.journal import Journal, open_journal


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("CCHC_CACHE", str(tmp_path / "nhớ"))
    paths = [tmp_path / f"xã {number}.xlsx" for number in range(3)]
    for path in paths:
        path.write_bytes(b"x")
    return [str(path) for path in paths]


def opened(*key: str) -> Journal:
    journal = open_journal(key)
    assert journal is not None
    return journal


def known(files: list[str], *key: str) -> set[str]:
    journal = opened(*key)
    found = journal.finished(files)
    journal.close(finished=False)
    return found


def stopped(files: list[str], *key: str) -> None:
    journal = opened(*key)
    assert journal.finished(files) == set()
    journal.add(files[0], "một")
    journal.add(files[1], "hai")
    journal.close(finished=False)


def test_what_is_done_is_known_again(files: list[str]) -> None:
    stopped(files, "a")
    journal = opened("a")
    assert journal.finished(files) == set(files[:2])
    assert (journal.line(files[1]), journal.line(files[0])) == ("hai\n", "một\n")
    journal.add(files[2], "ba")
    journal.close(finished=False)
    again = opened("a")
    assert again.finished(files) == set(files)
    assert again.line(files[2]) == "ba\n"
    again.close(finished=True)
    assert known(files, "a") == set()


def test_a_changed_or_removed_file_is_read_again(files: list[str]) -> None:
    stopped(files, "a")
    os.utime(files[0], (1, 1))
    Path(files[1]).unlink()
    assert known(files, "a") == set()


def test_another_key_knows_nothing(files: list[str]) -> None:
    stopped(files, "a")
    assert known(files, "b") == set()


@pytest.mark.parametrize("torn", [b'["x', b'["x", 1, 2]\tba', b"\xff\xfe\x00", b"[]\n", b"\n\t\n"])
def test_a_line_that_a_kill_tore_is_left_out(files: list[str], tmp_path: Path, torn: bytes) -> None:
    stopped(files, "a")
    (kept,) = (tmp_path / "nhớ").iterdir()
    with kept.open("ab") as file:
        file.write(torn)
    journal = opened("a")
    assert journal.finished(files) == set(files[:2])
    journal.add(files[2], "ba")
    journal.close(finished=False)
    again = opened("a")
    assert again.finished(files) == set(files)
    assert again.line(files[2]) == "ba\n"
    again.close(finished=True)


def test_journals_of_long_ago_are_removed(files: list[str], tmp_path: Path) -> None:
    stopped(files, "a")
    (kept,) = (tmp_path / "nhớ").iterdir()
    os.utime(kept, (1, 1))
    opened("b").close(finished=True)
    assert list((tmp_path / "nhớ").iterdir()) == []


def test_without_a_place_to_keep_it_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nhớ").write_bytes(b"")
    monkeypatch.setenv("CCHC_CACHE", str(tmp_path / "nhớ"))
    assert open_journal(["a"]) is None


@pytest.mark.skipif(os.name == "nt", reason="file sizes are limited by POSIX")
def test_a_full_disk_is_said_and_what_was_kept_before_stays(files: list[str]) -> None:
    resource = pytest.importorskip("resource")
    journal = opened("a")
    journal.finished(files)
    assert journal.add(files[0], "một")
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        assert not journal.add(files[1], "hai" * 1000)
        assert not journal.add(files[2], "ba" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    journal.close(finished=False)
    again = opened("a")
    assert again.finished(files) == {files[0]}
    assert again.line(files[0]) == "một\n"
    again.close(finished=True)
