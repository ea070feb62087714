"""Vietnamese text as keys: form, case, blanks and tone placement."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.text import bare, clean, fold_name, fold_title, nearest, words

vietnamese = st.text("aàáảãạăằắâầấeèéêềếoòóôơờuùưừyỳđhtnĐHỒÀ _", max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("HOÀ", "hòa"), ("thuỷ", "thủy"), ("hồ_sơ", "Hồ_Sơ"), ("lí", "LÍ"),
     ("hoa\u0300", "hoà")],
)  # fmt: skip
def test_the_same_name(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("hoa", "hoà"), ("hóa", "hòa"), ("tư", "tu"), ("lý", "lí"), ("a_b", "ab")]
)
def test_another_name(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@given(vietnamese)
def test_folding_does_not_see_form_nor_case_and_is_stable(name: str) -> None:
    folded = fold_name(name)
    assert fold_name(unicodedata.normalize("NFD", name)) == folded
    assert fold_name(name.upper()) == folded
    assert bare(folded) == bare(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Điện Biên", "dien bien"), ("ƯỜNG", "uong"), ("Đà\u0300", "da"), ("x1_y", "x1_y")],
)
def test_bare(text: str, expected: str) -> None:
    assert bare(text) == expected


def test_clean_and_titles() -> None:
    assert clean(" Số\u00a0 hồ\u200b\tsơ\n") == "Số hồ sơ"
    assert fold_title("Số_Hồ  sơ") == fold_title("số hồ sơ")
    assert words("1.1 Số hồ-sơ, “đúng” hạn") == ("1", "1", "so", "ho", "so", "dung", "han")


def test_nearest_sees_through_marks_and_slips() -> None:
    known = ["tỷ_lệ_đúng_hạn", "hồ_sơ"]
    assert nearest("ty_le_dung_han", known) == "tỷ_lệ_đúng_hạn"
    assert nearest("hồ_sơơ", known) == "hồ_sơ"
    assert nearest("thiên_văn", known) is None
    assert nearest("a", []) is None
