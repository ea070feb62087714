import os
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
