import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.facts.names import Match, NameIndex, NoMatch

SPELLINGS = Path(__file__).parent / "data" / "unit_names.csv"
NO_UNITS = {"MIN", "Hà Tây"}


def spellings() -> list[tuple[str, str]]:
    with SPELLINGS.open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return [
            (row["canonical"], "".join(chr(int(point, 16)) for point in row["codepoints"].split()))
            for row in rows
        ]


PROVINCES = [
    *sorted({name for name, _ in spellings()} - NO_UNITS),
    "Khánh Hòa", "Hải Phòng", "Đà Nẵng", "Hà Giang", "Hà Nội", "Bà Rịa - Vũng Tàu", "Kon Tum",
]  # fmt: skip
INDEX = NameIndex(PROVINCES)


def meant(index: NameIndex, names: list[str], spelling: str) -> str | None:
    found = index.find(spelling)
    return names[found.index] if isinstance(found, Match) else None


@pytest.mark.parametrize(("name", "spelling"), spellings())
def test_every_spelling_that_was_met(name: str, spelling: str) -> None:
    expected = None if name in NO_UNITS else name
    assert meant(INDEX, PROVINCES, spelling) == expected


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("BRVT", "Bà Rịa - Vũng Tàu"),
        ("Bà Rịa–Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Kontum", "Kon Tum"),
        ("UBND tỉnh Hà Nam", "Hà Nam"),
        ("Ha Noi City", "Hà Nội"),
        ("BÌNH DƯƠNG", "Bình Dương"),
        ("Hoà Bình", "Hòa Bình"),
        ("Huế", "Thừa Thiên Huế"),
        ("Khá", None),
        ("Hà", None),
        ("Hạ Nam", None),
        ("Bình Định", None),
        ("", None),
    ],
)
def test_other_spellings(spelling: str, name: str | None) -> None:
    assert meant(INDEX, PROVINCES, spelling) == name


DISTRICTS = ["Huyện Cao Lãnh", "Thành phố Cao Lãnh", "Quản Bạ", "Thị xã Mường Lay", "Tân An",
             "Tân Ấn", "Mường Nhé", "Sở Nội vụ", "Mỹ Tho"]  # fmt: skip


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("TP Cao Lãnh", "Thành phố Cao Lãnh"),
        ("H. Cao Lanh", "Huyện Cao Lãnh"),
        ("Quan Ba", "Quản Bạ"),
        ("huyện Quản Bạ", "Quản Bạ"),
        ("TX.Muong Lay", "Thị xã Mường Lay"),
        ("TÂN-AN", "Tân An"),
        ("so noi vu", "Sở Nội vụ"),
        ("Nội vụ", "Sở Nội vụ"),
        ("Mĩ Tho", "Mỹ Tho"),
        ("Thị trấn Mường Lay", None),
        ("Mường Nha", None),
    ],
)
def test_kinds_of_places(spelling: str, name: str | None) -> None:
    assert meant(NameIndex(DISTRICTS), DISTRICTS, spelling) == name


@pytest.mark.parametrize(
    ("spelling", "candidates"),
    [
        ("Cao Lãnh", {"Huyện Cao Lãnh", "Thành phố Cao Lãnh"}),
        ("Tan An", {"Tân An", "Tân Ấn"}),
    ],
)
def test_what_may_be_two_units_is_neither(spelling: str, candidates: set[str]) -> None:
    found = NameIndex(DISTRICTS).find(spelling)
    assert isinstance(found, NoMatch)
    assert set(found.candidates) == candidates


def test_a_suggestion() -> None:
    assert NameIndex(DISTRICTS).likely("Mường Nha") == "Mường Nhé"
    assert INDEX.likely("Khá") is None


def test_only_an_equal_spelling_is_exact() -> None:
    assert INDEX.find("hà  nam") == Match(PROVINCES.index("Hà Nam"), exact=True)
    assert INDEX.find("Ha Nam") == Match(PROVINCES.index("Hà Nam"), exact=False)


@given(
    st.lists(st.sampled_from(PROVINCES + DISTRICTS), min_size=1, unique=True),
    st.sampled_from(PROVINCES + DISTRICTS),
    st.sampled_from(["NFC", "NFD"]),
)
def test_a_unit_of_the_list_is_always_found_and_is_itself(
    names: list[str], name: str, form: str
) -> None:
    found = NameIndex(names).find(unicodedata.normalize(form, name))  # type: ignore[arg-type]
    if name in names:
        assert found == Match(names.index(name), exact=True)
