import pytest

from cchc_rules.facts.keys import (
    Figure,
    Found,
    KeyIndex,
    NotFound,
    OtherYear,
    Reason,
    Result,
    Score,
)
from cchc_rules.model import ValueType
from tests.facts.build import item, leaf, manual, rule_set

HO_SO = item("hồ_sơ", title="Số hồ sơ đã giải quyết")
DUNG_HAN = item("tỷ_lệ", ValueType.PERCENT, "Tỷ lệ đúng hạn")
TWIN = item("một", title="Cùng tên")
OTHER_TWIN = item("hai", title="Cùng tên")
THAM_MUU = manual("1.10", "Chất lượng tham mưu")
KEYS = KeyIndex(
    rule_set(leaf("1.1", "Hồ sơ", items=(HO_SO, DUNG_HAN)), THAM_MUU, more=(TWIN, OTHER_TWIN))
)


@pytest.mark.parametrize(
    ("text", "target", "exact"),
    [
        ("hồ_sơ", Figure(HO_SO), True),
        ("HỒ SƠ", Figure(HO_SO), True),
        ("ho\u0302\u0300_so\u031b", Figure(HO_SO), True),
        ("Số hồ sơ đã\ngiải quyết", Figure(HO_SO), True),
        ("So ho so da giai quyet", Figure(HO_SO), False),
        ("Tỷ lệ đúng hạn (%)", Figure(DUNG_HAN), False),
        ("hồ_sơ@2026", Figure(HO_SO), True),
        ("hồ_sơ@2025", Figure(HO_SO, previous=True), True),
        ("Số hồ sơ đã giải quyết@2025", Figure(HO_SO, previous=True), True),
        ("Số hồ sơ đã giải quyết năm 2025", Figure(HO_SO, previous=True), False),
        ("Số hồ sơ đã giải quyết (năm trước)", Figure(HO_SO, previous=True), False),
        ("hồ_sơ@2020", OtherYear(HO_SO, 2020), True),
        ("1.10!điểm", Score(THAM_MUU), True),
        ("1.10!Lý do", Reason(THAM_MUU), True),
        ("1.10", Score(THAM_MUU), True),
        ("Chất lượng tham mưu", Score(THAM_MUU), True),
        ("1.10 Chất lượng tham mưu", Score(THAM_MUU), True),
        ("1.1", Result("1.1"), True),
        ("Lĩnh vực một", Result("1"), True),
    ],
)
def test_what_a_header_names(text: str, target: object, exact: bool) -> None:
    assert KEYS.find(text) == Found(target, exact)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "(x)", "@", "hồ_sơ@năm", "9.9!điểm", "1.1!x", "lạ", "lạ@2025"]
)
def test_what_names_nothing(text: str) -> None:
    assert KEYS.find(text) == NotFound()


def test_what_names_two_things() -> None:
    assert KEYS.find("Cùng tên") == NotFound(("một", "hai"))


def test_a_figure_comes_before_a_heading_of_the_same_title() -> None:
    one = item("gia_nhập", title="Gia nhập thị trường")
    keys = KeyIndex(rule_set(leaf("1.1", "Gia nhập thị trường", items=(one,))))
    assert keys.find("Gia nhập thị trường") == Found(Figure(one))


def test_names_of_json() -> None:
    assert KEYS.item("hồ_sơ") == Found(Figure(HO_SO))
    assert KEYS.item("ho_so") == Found(Figure(HO_SO), exact=False)
    assert KEYS.item("Số hồ sơ đã giải quyết") == NotFound()
    assert KEYS.item("hồ_sơ@x") == NotFound()
    assert KEYS.likely("Tỷ lệ đúng hẹn") == "Tỷ lệ đúng hạn"
