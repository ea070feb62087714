"""Hostile rule files through the command line: one clear message, no traceback, no hang."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.parsing.hostile.making import BYTES, SOUND, TEXTS
from tests.parsing.hostile.running import MEBIBYTES, SECONDS, Ran, run

if TYPE_CHECKING:
    from pathlib import Path

SOUND_BUT_ODD = {
    "9 900 comments",
    "39 doublings",
    "39 squarings",
    "9 000 rows",
    "9 000 scenarios",
    "fullwidth signs",
    "a byte order mark and CRLF",
    "products of large numbers",
    "quotients of small numbers",
}
"""What is big or strange, and yet a rule file."""
SEVERAL = {
    "9 000 parameters of a year": 501,
    "9 000 unknown names": 501,
    "4 500 bad names": 203,
}
"""Where each of several lines is wrong by itself."""
Results = dict[str, Ran]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("luat")
    made = {**{name: make().encode() for name, make in TEXTS.items()}}
    made |= {name: make() for name, make in BYTES.items()}
    paths = {name: folder / f"{number}.cchc" for number, name in enumerate(made)}
    for name, path in paths.items():
        path.write_bytes(made[name])
    return paths


@pytest.fixture(scope="module")
def checked(files: dict[str, Path]) -> Results:
    ran, mebibytes = run([["check", "--json", path] for path in files.values()])
    assert mebibytes < MEBIBYTES
    return dict(zip(files, ran, strict=True))


@pytest.mark.parametrize("name", [*TEXTS, *BYTES])
def test_one_clear_message(name: str, checked: Results) -> None:
    ran = checked[name]
    errors = [one for one in ran.found if one["severity"] == "error"]
    assert ran.err == ""
    assert ran.seconds < SECONDS
    assert ran.code == (name not in SOUND_BUT_ODD), ran.out[:1000]
    assert len(errors) == (SEVERAL.get(name, 1) if ran.code else 0), errors[:5]
    assert all(one["message"] and one["remedy"] for one in errors)
    assert all(len(str(one["message"])) < 300 for one in errors)


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("100 000 lines", "E100", "lớn hơn 1 MB"),
        ("100 000 blank lines", "E100", "nhiều hơn 10000"),
        ("one text of 1 MB", "E100", "lớn hơn 1 MB"),
        ("1 900 parentheses", "E114", "ngoặc"),
        ("300 times not", "E114", "quá dài"),
        ("a chain of 5 000 TÍNH", "E114", "Chuỗi TÍNH"),
        ("a chain of high sums", "E114", "quá sâu"),
        ("9 000 lines of prose", "E100", "không giống một tệp luật"),
        ("a paragraph of prose", "E101", "Từ đây 6 dòng liền nhau"),
        ("9 000 headings", "E100", "nhiều hơn 2000"),
        ("a number of 16 digits", "E103", "quá dài"),
        ("1e9999", "E103", "1e9999"),
        ("99/99/9999", "E104", "99/99/9999"),
        ("a date of the year 99999", "E104", "99999"),
        ("nothing", "E100", "Tệp trống"),
        ("only a comment", "E100", "Tệp trống"),
        ("NUL", "E100", "NUL"),
        ("UTF-16 little-endian without mark", "E100", "UTF-16"),
        ("UTF-32", "E100", "UTF-32"),
        ("half a letter", "E100", "byte lạ ở dòng 9"),
        ("TCVN3", "E100", "TCVN3"),
        ("TCVN3 in UTF-8", "E100", "TCVN3"),
        ("a workbook", "E100", "Word hoặc Excel"),
        ("an old Word file", "E100", "Word hoặc Excel"),
        ("a picture", "E100", "ảnh"),
    ],
)
def test_the_message_names_what_is_wrong(
    name: str, code: str, words: str, checked: Results
) -> None:
    (found,) = checked[name].found
    assert found["code"] == code
    assert words in str(found["message"])


@pytest.mark.parametrize(
    "name", ["100 000 lines", "UTF-16 little-endian", "garbage of signs", "a chain of 5 000 TÍNH"]
)
def test_other_commands_say_the_same(name: str, files: dict[str, Path], tmp_path: Path) -> None:
    units = tmp_path / "đơn_vị.json"
    units.write_text('{"units": []}', encoding="utf-8")
    path = files[name]
    before = path.read_bytes()
    commands: list[list[str | Path]] = [["test", path], ["rank", units, "--rules", path]]
    commands += [["explain", units, "A", "--rules", path], ["fmt", path]]
    ran, mebibytes = run(commands)
    assert mebibytes < MEBIBYTES
    assert ran[-1].code == (name != "a chain of 5 000 TÍNH")  # that is well written
    for one in ran[:-1]:
        assert one.code in {1, 2}
        assert "Chương trình gặp lỗi" not in one.err
        assert (one.out + one.err).count("lỗi E1") <= 1
    assert path.read_bytes() == before


def test_what_is_odd_and_sound_runs_in_every_command(
    files: dict[str, Path], tmp_path: Path
) -> None:
    units = tmp_path / "đơn_vị.json"
    facts = '{"units": [{"name": "A", "kind": "xã", "facts": {"a": true, "b": "3"}}]}'
    units.write_text(facts, encoding="utf-8")
    chosen = [files[name] for name in ("39 doublings", "39 squarings", "products of large numbers")]
    commands: list[list[str | Path]] = [["rank", units, "--rules", path] for path in chosen]
    commands += [["explain", units, "A", "--rules", path] for path in chosen]
    ran, _ = run(commands)
    assert [one.code for one in ran] == [0] * len(commands), [one.err for one in ran]


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.cchc"
    path.write_text(SOUND, encoding="utf-8")
    with path.open("a", encoding="utf-8") as opened:
        for _ in range(3):
            opened.write("# thêm\n" * 40_000)
            opened.flush()
            (ran,), _ = run([["check", "--json", path]])
            assert ran.code == 1
            assert [one["code"] for one in ran.found] == ["E100"]
