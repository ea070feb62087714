"""Whole columns in, columns of the same height out: a bad row never breaks the others."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from cchc_rules.bundled import folder
from cchc_rules.functions import BLANK, FUNCTIONS, ErrorCell, HostError, Number, Text
from cchc_rules.functions.rulebook import Rulebook, rulebook
from tests.functions.units import column, lines_of

if TYPE_CHECKING:
    from cchc_rules.functions import CellIn, CellOut, GridIn

XA = (folder("rules") / "mau/2026/xa.cchc").read_text(encoding="utf-8")
REFERENCE = [["CCHC-XA@2026"]]
CALLS = {function.short: function for function in FUNCTIONS}
ON_TIME: list[tuple[CellIn, CellIn]] = [("2.1", None), ("hồ_sơ", 1000.0), ("hồ_sơ_đúng_hạn", 965.0)]


def call(
    name: str, rows: list[tuple[CellIn, CellIn]], kind: str = "xã", round_: str = ""
) -> list[CellOut]:
    grids = (column([row[0] for row in rows]), column([row[1] for row in rows]))
    found = CALLS[name](*grids, REFERENCE, [[kind]], [[round_]])
    assert len(found) == len(rows)
    return [row[0] for row in found]


def both(*rows: tuple[CellIn, CellIn]) -> tuple[CellOut, str]:
    """Return the points of the first row, and what is found in the last."""
    last = call("KIEM_TRA", [*rows])[-1]
    return call("DIEM", [*rows])[0], last.value if isinstance(last, Text) else ""


def test_the_score_and_its_reason_stand_in_the_row_of_the_code() -> None:
    assert call("DIEM", ON_TIME) == [Number(Decimal("4.00")), BLANK, BLANK]
    reason, *others = call("GIAI_THICH", ON_TIME)
    assert isinstance(reason, Text)
    assert reason.value.startswith("2.1 Tỷ lệ hồ sơ đúng hạn: 4,00/5 điểm\n")
    assert "96,5% = 965 / 1.000" in reason.value
    assert others == [BLANK, BLANK]


@pytest.mark.parametrize(
    ("value", "points", "code"),
    [
        (965.0, "4.00", ""),
        (965, "4.00", ""),
        (Decimal(965), "4.00", ""),
        ("965", "4.00", "N540"),
        (" 965\u00a0", "4.00", "N540"),
        (None, "#N/A", ""),
        ("", "#N/A", ""),
        (ErrorCell("#REF!"), "#VALUE!", "E525"),
        (float("nan"), "#VALUE!", "E525"),
        (True, "#VALUE!", "E520"),
        ("chưa có", "#VALUE!", "E520"),
        (96.5, "#VALUE!", "E522"),
        (-1.0, "#VALUE!", "E521"),
        (1e300, "#VALUE!", "E522"),
        (1200.0, "#VALUE!", "E590"),
        ("-", "#VALUE!", "E530"),
    ],
)
def test_a_count_is_read_alike_however_it_is_stored(value: CellIn, points: str, code: str) -> None:
    found, told = both(*ON_TIME[:2], ("hồ_sơ_đúng_hạn", value))
    shown = found.native if isinstance(found, HostError) else None
    if shown is None:
        assert found == Number(Decimal(points))
    else:
        assert shown == points
        assert isinstance(found, HostError)
        assert found.sentence
    assert code in told
    assert bool(told) is bool(code)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (46042.0, ""),
        (46042.75, ""),
        (date(2026, 1, 20), ""),
        (datetime(2026, 1, 20, 8, 30), ""),  # noqa: DTZ001 - a cell has no zone
        ("20/01/2026", "N542"),
        ("2026-01-20", "N542"),
        ("20/13/2026", "E527"),
        (2026.0, "E527"),
    ],
)
def test_a_date_may_come_as_a_serial_number_a_date_or_text(value: CellIn, code: str) -> None:
    found, told = both(("1.1.1", None), ("có_kỷ_luật", "không"), ("ngày_ban_hành", value))
    assert found == Number(Decimal("1.00")) or code.startswith("E")
    assert code in told
    assert bool(told) is bool(code)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.85, ""),
        ("85%", "N541"),
        ("0,85", "N540"),
        (1.2, "E521"),
        (85.0, "E521"),
        (float("nan"), "E525"),
        (float("inf"), "E525"),
    ],
)
def test_a_percent_is_the_stored_number(value: CellIn, code: str) -> None:
    found, told = both(("2.2", None), ("có_đất_công", True), ("tỷ_lệ_đất", value))
    assert found == (Number(Decimal("1.50")) if not code.startswith("E") else found)
    assert isinstance(found, HostError) is code.startswith("E")
    assert code in told


def test_keys_may_be_decomposed_bare_or_typed_as_numbers() -> None:
    rows: list[tuple[CellIn, CellIn]] = [
        (2.1, None),
        (unicodedata.normalize("NFD", "hồ_sơ"), 1000.0),
        ("HO_SO_DUNG_HAN", 965.0),
    ]
    assert call("DIEM", rows)[0] == Number(Decimal("4.00"))
    told = call("KIEM_TRA", rows)
    assert told[:2] == [BLANK, BLANK]
    assert isinstance(told[2], Text)
    assert "được hiểu là “hồ_sơ_đúng_hạn”" in told[2].value


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("9.9", "không có khóa “9.9”"),
        ("hồ_sơ_đúng_han_x", "Có phải “hồ_sơ_đúng_hạn”?"),
        ("2.1!abc", "không hiểu khóa"),
        ("hồ_sơ", "đã có ở ô thứ 2 của cột khóa"),
        ("2.1", "đã có ở ô thứ 1 của cột khóa"),
        (ErrorCell("#NAME?"), "ô khóa báo lỗi #NAME?"),
        (True, "khóa không phải là chữ"),
        (46042.0, "không có khóa “46042”"),
    ],
)
def test_an_odd_key_is_a_finding_of_its_own_row(key: CellIn, told: str) -> None:
    rows = [*ON_TIME, (key, 7.0)]
    points, last = call("DIEM", rows)[0], call("DIEM", rows)[-1]
    assert points == Number(Decimal("4.00"))
    assert isinstance(last, HostError)
    assert told.casefold() in last.sentence.casefold()
    assert call("GIAI_THICH", rows)[-1] == call("KIEM_TRA", rows)[-1] == Text(last.sentence)


def test_a_figure_of_another_year_is_left_out() -> None:
    rows: list[tuple[CellIn, CellIn]] = [*ON_TIME, ("hồ_sơ@2024", 7.0)]
    assert call("DIEM", rows)[-1] == BLANK
    assert "số liệu năm 2024" in str(call("KIEM_TRA", rows)[-1])


def test_the_council_may_set_points_with_a_reason() -> None:
    rows = [*ON_TIME, ("2.1!điểm", 3.0)]
    assert call("DIEM", rows)[0] == Number(Decimal("4.00"))
    assert isinstance(call("DIEM", rows)[-1], HostError)
    rows.append(("2.1!lý do", "Biên bản ngày 05/01"))
    assert call("DIEM", rows)[0] == Number(Decimal("3.00"))
    assert call("DIEM", rows, round_="tự chấm")[0] == Number(Decimal("4.00"))


def test_the_self_round_leaves_out_what_the_council_scores() -> None:
    rows: list[tuple[CellIn, CellIn]] = [("2.3", None), ("!tổng điểm", None), ("!xếp loại", None)]
    assert isinstance(call("DIEM", rows)[0], HostError)
    assert call("DIEM", rows, round_="Tự chấm")[0] == BLANK
    assert call("GIAI_THICH", rows, round_="tu-cham")[0] == Text("2.3: không chấm ở vòng tự chấm")


@pytest.mark.parametrize(
    ("name", "place"), [("khoa", 0), ("gia_tri", 1), ("luat", 2), ("loai", 3), ("vong", 4)]
)
def test_a_bad_argument_is_told_in_every_row(name: str, place: int) -> None:
    wrong: list[GridIn] = [
        [["a", "b"]] * 3, column([1.0]), column([None]), [["quận"]], [["cuối"]],
    ]  # fmt: skip
    grids = [column([row[at] for row in ON_TIME]) for at in (0, 1)]
    given: list[GridIn] = [*grids, REFERENCE, [["xã"]], [["thẩm định"]]]
    given[place] = wrong[place]
    points, why = CALLS["DIEM"](*given), CALLS["GIAI_THICH"](*given)
    assert len(points) == len(why) == 3
    for cell, said in zip(points, why, strict=True):
        assert isinstance(cell[0], HostError)
        assert said[0] == Text(cell[0].sentence)
    assert {"loai": "Loại đơn vị", "vong": "Không có vòng"}.get(name, name) in str(points[0][0])
    total = CALLS["TONG"](*given)[0]
    assert isinstance(total[0], HostError)
    assert isinstance(total[3], Text)


def test_a_broken_rule_text_tells_its_line_and_remedy() -> None:
    lines = lines_of(XA)
    number = next(at for at, row in enumerate(lines) if "tổng điểm: 20" in str(row[0]))
    lines[number] = ["  tổng điểm: hai mươi"]
    found = CALLS["DIEM"](column(["2.1"]), column([None]), lines, [["xã"]])[0][0]
    assert isinstance(found, HostError)
    assert found.sentence.startswith(f"Bộ luật, dòng {number + 1}: ")
    assert "(E" in found.sentence
    lines[number] = [20.0]
    found = CALLS["DIEM"](column(["2.1"]), column([None]), lines, [["xã"]])[0][0]
    assert isinstance(found, HostError)
    assert found.sentence.startswith(f"Bộ luật, dòng {number + 1}: ô không phải là chữ")


def test_an_unknown_rule_set_is_told() -> None:
    found = CALLS["PHIEN_BAN"]([["CCHC-XA@1999"]])[0][0]
    assert isinstance(found, Text)
    assert "Không có bộ luật CCHC-XA@1999" in found.value


def test_a_rule_text_is_compiled_once_whatever_thread_asks() -> None:
    text = XA.replace("Bộ mẫu cấp xã", "Bộ mẫu của nhiều luồng")
    with ThreadPoolExecutor(8) as executor:
        books = list(executor.map(lambda _: rulebook(lines_of(text)), range(32)))
    assert isinstance(books[0], Rulebook)
    assert len(set(map(id, books))) == 1
    assert rulebook([*lines_of(text), [None], [""]]) is books[0]


def test_rules_go_by_their_text_alone() -> None:
    lines = lines_of(XA)
    number = next(at for at, row in enumerate(lines) if "tổng điểm: 20" in str(row[0]))
    first = rulebook(lines)
    assert rulebook(tuple(map(tuple, lines))) is first
    assert rulebook([["" if cell is None else cell for cell in row] for row in lines]) is first
    lines[number] = ["  tổng điểm: 21"]
    assert rulebook(lines) is not first
    lines[number] = ["  tổng điểm: 20"]
    assert rulebook(lines) is first
    assert rulebook([*lines, [0.0]]) is not first


def test_more_rule_texts_than_are_kept_do_not_take_each_other_for_themselves() -> None:
    texts = [XA.replace("Bộ mẫu cấp xã", f"Bộ mẫu {number}") for number in range(20)] * 2
    for text in texts:
        book = rulebook(lines_of(text))
        assert isinstance(book, Rulebook)
        assert book.rules.sha256 == sha256(text.encode()).hexdigest()


def test_many_threads_get_what_one_gets() -> None:
    rows = [[*ON_TIME[:2], ("hồ_sơ_đúng_hạn", float(done))] for done in range(800, 1000, 2)]
    alone = [call("GIAI_THICH", one) for one in rows]
    with ThreadPoolExecutor(8) as executor:
        assert list(executor.map(lambda one: call("GIAI_THICH", one), rows * 2)) == alone * 2
