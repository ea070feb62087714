"""Names of units in, file names out: safe everywhere, different, readable."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.excel.template.filing import FileNames


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (("07", "Xã Mường Nhé", "CCHC-XA 2026"), "07 Xã Mường Nhé CCHC-XA 2026.xlsx"),
        (("", "Xã  A ", ""), "Xã A.xlsx"),
        (("", "../../etc/passwd", ""), "etc passwd.xlsx"),
        (("", "C:\\Windows\\x", ""), "C Windows x.xlsx"),
        (("", 'a/b:c*d?e"f<g>h|i', ""), "a b c d e f g h i.xlsx"),
        (("", "con", ""), "_con.xlsx"),
        (("", "LPT1.txt", ""), "_LPT1.txt.xlsx"),
        (("", "~$khóa", ""), "khóa.xlsx"),
        (("", ".ẩn", ""), "ẩn.xlsx"),
        (("", "xa\u202excod.exe", ""), "xaxcod.exe.xlsx"),
        (("", "\x00\x07", ""), "phieu.xlsx"),
        (("", "…", ""), "….xlsx"),
    ],
)  # fmt: skip
def test_a_name_is_safe_and_readable(parts: tuple[str, ...], wanted: str) -> None:
    assert FileNames().name(*parts) == wanted


def test_equal_names_are_told_apart_on_every_system() -> None:
    names = FileNames()
    spellings = ["Xã An", "xã an", unicodedata.normalize("NFD", "Xã An"), "Xã/An"]
    given_names = [names.name(spelling) for spelling in spellings]
    assert given_names == ["Xã An.xlsx", "xã an (2).xlsx", "Xã An (3).xlsx", "Xã An (4).xlsx"]


@given(st.lists(st.text(max_size=300), max_size=5))
def test_no_text_leaves_the_folder_or_is_too_long(texts: list[str]) -> None:
    names = FileNames()
    made = [names.name(text) for text in texts]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in made}) == len(made)
    for name in made:
        assert PurePosixPath(name).name == name
        assert PureWindowsPath(name).name == name
        assert not PureWindowsPath(name).is_reserved()
        assert len(name.encode()) <= 180
        assert name[0] not in ".~ "
