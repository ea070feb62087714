"""BANG, XEP_HANG, XEP_LOAI, PHIEN_BAN, and what every function says of itself."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cchc_rules import __version__
from cchc_rules.functions import BLANK, FUNCTIONS, ErrorCell, HostError, Number, Text
from tests.functions.test_form import CALLS, REFERENCE, XA
from tests.functions.units import column, lines_of

if TYPE_CHECKING:
    from cchc_rules.functions import CellIn, CellOut

TITLES: list[CellIn] = ["STT", "Đơn vị", "Loại", "hồ_sơ", "hồ_sơ_đúng_hạn"]


def table(*rows: list[CellIn], kind: str = "") -> tuple[tuple[CellOut, ...], ...]:
    return CALLS["BANG"]([TITLES], rows, REFERENCE, [[kind]])


def test_a_bad_row_of_a_table_does_not_break_the_others() -> None:
    found = table(
        [1, "Xã A", "xã", 1000.0, 980.0],
        [2, "Xã B", "huyện", 1000.0, 980.0],
        [None, None, None, None, None],
        [3, "Xã A", "xã", 1.0, 1.0],
        [4, None, "xã", 5.0, 5.0],
        [5, "Phường C", None, ErrorCell("#N/A"), 3.0],
        [None, "Tổng cộng", None, 3.0, 4.0],
    )
    notes = [row[4].value if isinstance(row[4], Text) else "" for row in found]
    assert [isinstance(row[0], HostError) for row in found] == [
        True, True, False, True, True, True, False,
    ]  # fmt: skip
    assert notes[1].startswith("Loại đơn vị “huyện” không có")
    assert notes[3].startswith("Đơn vị “Xã A” đã có ở dòng 1")
    assert notes[4].startswith("Dòng này có số liệu nhưng không có tên")
    assert "“hồ_sơ”: ô báo lỗi #N/A" in notes[5]
    assert found[2] == found[6] == (BLANK,) * 5
    alone = table([1, "Xã A", "xã", 1000.0, 980.0])
    assert str(alone[0][0]).partition(" trên ")[0] == str(found[0][0]).partition(" trên ")[0]


def test_a_table_of_the_wrong_shape_is_told_in_every_row() -> None:
    rows: list[list[CellIn]] = [["A", 1.0], ["B", 2.0]]
    found = CALLS["BANG"]([["Đơn vị", "hồ_sơ", "thừa"]], rows, REFERENCE)
    assert len(found) == 2
    assert found[0] == found[1]
    assert "bang rộng 2 cột còn tieu_de rộng 3 cột" in str(found[0][4])
    found = CALLS["BANG"]([["Đơn vị", "hồ_sơ"]], rows, REFERENCE, column(["xã", "xã", "xã"]))
    assert "loai có 3 ô còn bang có 2 dòng" in str(found[0][4])


def test_an_unknown_title_is_told_once() -> None:
    rows: list[list[CellIn]] = [["Xã A", 1.0, 2.0], ["Xã B", 1.0, 2.0]]
    found = CALLS["BANG"]([["Đơn vị", "hồ_sơ", "cột lạ"]], rows, REFERENCE)
    assert "cột lạ" in str(found[0][4])
    assert "cột lạ" not in str(found[1][4])


@pytest.mark.parametrize(
    ("way", "places"), [("", "1 3 1"), ("1-2-2-4", "1 3 1"), ("1-2-2-3", "1 2 1")]
)
def test_ranks_leave_out_what_is_no_number(way: str, places: str) -> None:
    cells: list[CellIn] = [3.0, "2,5", None, "", 3, ErrorCell("#N/A"), "x"]
    found = [row[0] for row in CALLS["XEP_HANG"](column(cells), [[way]])]
    numbers = [cell.value for cell in found if isinstance(cell, Number)]
    assert numbers == [Decimal(place) for place in places.split()]
    assert found[2] == found[3] == BLANK
    assert all(isinstance(cell, HostError) for cell in found[5:])


def test_an_unknown_way_of_ranking_is_told() -> None:
    found = CALLS["XEP_HANG"](column([1.0, 2.0]), [["1-1-1"]])
    assert len(found) == 2
    assert "1-2-2-4" in str(found[0][0])


def test_classes_of_percents() -> None:
    cells: list[CellIn] = [0.85, "65%", 0.64995, 0.64994, None, ErrorCell("#N/A"), "x"]
    found = [row[0] for row in CALLS["XEP_LOAI"](column(cells), REFERENCE, [["xã"]])]
    named = [Text(name) for name in ("Tốt", "Khá", "Khá", "Trung bình")]
    assert found[:5] == [*named, BLANK]
    assert "#N/A" in str(found[5])
    assert "“x”" in str(found[6])


def test_classes_that_percents_do_not_decide() -> None:
    text = XA.replace('"Tốt": từ 80%', '"Tốt": từ 80% nếu điểm 1 từ 5')
    found = CALLS["XEP_LOAI"](column([0.85, 0.7]), lines_of(text), [["xã"]])
    assert found == ((Text("Tốt hoặc Khá"),), (Text("Khá"),))
    bands = XA[XA.index("  xếp loại\n") : XA.index("THAM SỐ")]
    quarters = '  xếp loại theo thứ hạng\n    "Cao": đến 25%\n    "Thấp": trên 25%\n\n'
    by_rank = XA.replace(bands, quarters).partition("KIỂM THỬ")[0]
    found = CALLS["XEP_LOAI"](column([0.85]), lines_of(by_rank), [["xã"]])
    assert "CCHC_BANG" in str(found[0][0])


def test_the_version_names_program_and_rules() -> None:
    assert CALLS["PHIEN_BAN"]() == CALLS["PHIEN_BAN"]([[0.0]])
    assert CALLS["PHIEN_BAN"]() == ((Text(f"cchc-rules {__version__}"),),)
    text, reference = CALLS["PHIEN_BAN"](lines_of(XA)), CALLS["PHIEN_BAN"](REFERENCE)
    assert text == reference
    assert "CCHC-XA năm 2026 · sha256 " in str(text[0][0])


def test_every_host_can_show_the_help() -> None:
    assert [function.name for function in FUNCTIONS] == [
        "CCHC_DIEM", "CCHC_GIAI_THICH", "CCHC_TONG", "CCHC_KIEM_TRA", "CCHC_BANG",
        "CCHC_XEP_HANG", "CCHC_XEP_LOAI", "CCHC_PHIEN_BAN",
    ]  # fmt: skip
    for function in FUNCTIONS:
        names = [argument.name for argument in function.arguments]
        texts = [function.summary, *(argument.help for argument in function.arguments)]
        assert all(name.isascii() and name.isidentifier() for name in [function.name, *names])
        assert len(",".join(names)) < 254
        assert all(len(text) <= 255 and text == text.strip() for text in texts)
        optional = [argument.optional for argument in function.arguments]
        assert optional == sorted(optional)
        assert ", " not in function.usage
    assert CALLS["DIEM"].usage == "CCHC_DIEM(khoa; gia_tri; luat; [loai]; [vong])"
