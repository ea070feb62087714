"""Forms with one mistake each: it is found at its cell, under its code, and nothing else is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cchc_rules.bundled import folder
from cchc_rules.diagnostics import Cell
from cchc_rules.engine.rules import load_rules
from cchc_rules.engine.validating import Options, validate_one
from cchc_rules.facts import Round
from cchc_rules.forms.layout import Column
from cchc_rules.text import fold_name
from tests.excel.form.making import COUNCIL, FULL, SAMPLE, Made, Stale, cell_of, sample, write_form

if TYPE_CHECKING:
    from pathlib import Path

    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    from cchc_rules.engine.validating import Validated
    from tests.excel.form.making import Value

RULES = sample()
ROSTER = "mã,tên,loại\nX1,Xã Na Lay,xã\nX2,Phường Mường Thanh,phường\n"


def at(key: str, column: Column = Column.DECLARED) -> str:
    return cell_of(RULES, key, column)


def check(tmp_path: Path, made: Made, **options: object) -> Validated:
    path = write_form(tmp_path / "phiếu.xlsx", made)
    return validate_one(str(path), Options(rules=str(SAMPLE), **options))  # type: ignore[arg-type]


def told(one: Validated) -> list[tuple[str, str]]:
    places = [found.place for found in one.found]
    return sorted(
        (found.code, place.ref)
        for found, place in zip(one.found, places, strict=True)
        if isinstance(place, Cell)
    )


def without(key: str, values: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name != key}


def test_a_form_without_mistakes(tmp_path: Path) -> None:
    one = check(tmp_path, Made(RULES))
    assert told(one) == []
    assert (one.shape, one.round) == ("form", Round.SELF)
    assert one.facts[0].unit.name == "Xã Na Lay"
    assert one.facts[0].places[fold_name("hồ_sơ")] == Cell(one.file, "Phiếu chấm điểm", at("hồ_sơ"))


def test_an_appraised_form_without_mistakes(tmp_path: Path) -> None:
    one = check(tmp_path, Made(RULES, appraised=dict(COUNCIL)))
    assert told(one) == []
    assert one.round is Round.APPRAISED


FIGURES: dict[str, tuple[str, Value, str]] = {
    "chữ trong ô số": ("hồ_sơ", "nhiều", "E520"),
    "số âm": ("lần_chậm_báo_cáo", -1, "E521"),
    "số đếm lẻ": ("nhiệm_vụ_giao", 40.5, "E522"),
    "quá 15 chữ số": ("hồ_sơ", 1e17, "E522"),
    "phần trăm không dấu": ("tỷ_lệ_đất", 70, "E523"),
    "phần trăm quá 100": ("tỷ_lệ_đất", (1.2, "0.0%"), "E521"),
    "phần trăm dạng chữ": ("tỷ_lệ_đất", "70%", "N541"),
    "số dạng chữ": ("hồ_sơ", "1000", "N540"),
    "một nghìn hay một": ("hồ_sơ", "1.000", "E524"),
    "ô lỗi": ("hồ_sơ", ("=NA()", "#N/A"), "E525"),
    "ngày dạng chữ": ("ngày_ban_hành", "31/12/2025", "N542"),
    "ngày không có thật": ("ngày_ban_hành", "31/02/2026", "E527"),
    "ngày không định dạng": ("ngày_ban_hành", 46022, "N542"),
    "chỉ có năm": ("ngày_ban_hành", 2025, "E527"),
    "ngày của năm xa": ("ngày_ban_hành", date(2062, 1, 20), "W588"),
    "có/không khác": ("có_kinh_phí", "chưa rõ", "E528"),
    "x thay cho có": ("có_kinh_phí", "x", "N543"),
    "gạch ngang không được dùng": ("có_kinh_phí", "-", "E530"),
    "công thức trong ô nhập": ("hồ_sơ", ("=500+500", 1000), "N585"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure(tmp_path: Path, name: str) -> None:
    key, value, code = FIGURES[name]
    one = check(tmp_path, Made(RULES, declared={**FULL, key: value}))
    assert told(one) == [(code, at(key))]


ANYWHERE: dict[str, tuple[dict[str, Value], list[tuple[str, str]]]] = {
    "điểm tự chấm vượt tối đa": (
        {at("2.1", Column.SELF_SCORE): 6},
        [("E591", at("2.1", Column.SELF_SCORE))],
    ),
    "điểm tự chấm khác điểm tính lại": (
        {at("2.1", Column.SELF_SCORE): 4.5},
        [("E592", at("2.1", Column.SELF_SCORE))],
    ),
    "công thức bị thay bằng số đúng": (
        {at("2.1", Column.SELF_SCORE): 4},
        [("E593", at("2.1", Column.SELF_SCORE))],
    ),
    "công thức bị xóa": (
        {at("2.1", Column.SELF_SCORE): None},
        [("E593", at("2.1", Column.SELF_SCORE))],
    ),
    "tổng điểm tự ghi": (
        {at("!tổng điểm", Column.SELF_SCORE): 20},
        [("E592", at("!tổng điểm", Column.SELF_SCORE))],
    ),
    "giá trị đã lưu bị cũ": (
        {at("2.1", Column.SELF_SCORE): Stale(3)},
        [("W594", at("2.1", Column.SELF_SCORE))],
    ),
    "ô điểm báo lỗi": (
        {at("2.1", Column.SELF_SCORE): Stale("#REF!")},
        [("E525", at("2.1", Column.SELF_SCORE))],
    ),
    "công thức bị sửa": (
        {at("2.1", Column.SELF_SCORE): ("=2+2", 4)},
        [("W595", at("2.1", Column.SELF_SCORE))],
    ),
    "điểm tối đa bị sửa": ({at("2.1", Column.MAXIMUM): 6}, [("E578", at("2.1", Column.MAXIMUM))]),
    "tên bị sửa": (
        {at("2.1", Column.TITLE): "Tỷ lệ hồ sơ sớm hạn"},
        [("W577", at("2.1", Column.TITLE))],
    ),
    "mã bị sửa": ({at("2.1", Column.ORDER): "2.9"}, [("E576", at("2.1", Column.ORDER))]),
    "mã thành số": ({at("2.1", Column.ORDER): 2.1}, []),
    "khóa ghi hai lần": (
        {at("hồ_sơ_đúng_hạn", Column.KEY): "hồ_sơ"},
        [("E511", at("hồ_sơ_đúng_hạn", Column.KEY))],
    ),
    "số liệu ở dòng tiêu chí": ({at("2.1"): 965}, [("W587", at("2.1"))]),
    "điểm ở dòng số liệu": (
        {at("hồ_sơ", Column.SELF_SCORE): 3},
        [("W587", at("hồ_sơ", Column.SELF_SCORE))],
    ),
    "công thức gọi ra ngoài": ({"P5": ("=cmd|'/c calc'!A0", 0)}, [("W506", "P5")]),
    "thiếu tài liệu kiểm chứng": (
        {at("1.1.1", Column.EVIDENCE): None},
        [("E597", at("1.1.1", Column.EVIDENCE))],
    ),
    "giải trình thay tài liệu": (
        {at("1.1.1", Column.EVIDENCE): None, at("1.1.1", Column.EXPLANATION): "Chưa ban hành"},
        [],
    ),
    "chưa ghi tên đơn vị": ({"C4": None}, [("E573", "C4")]),
}


@pytest.mark.parametrize("name", ANYWHERE)
def test_a_cell(tmp_path: Path, name: str) -> None:
    cells, wanted = ANYWHERE[name]
    assert told(check(tmp_path, Made(RULES, cells=cells))) == sorted(wanted)


def test_a_broken_constraint(tmp_path: Path) -> None:
    one = check(tmp_path, Made(RULES, declared={**FULL, "hồ_sơ_đúng_hạn": 1200}))
    assert told(one) == [("E590", at("hồ_sơ_đúng_hạn"))]
    assert f"1.000 (ô {at('hồ_sơ')})" in one.found[0].message


def test_missing_figures_are_one_note(tmp_path: Path) -> None:
    figures = without("có_kinh_phí", without("hồ_sơ", dict(FULL)))
    one = check(tmp_path, Made(RULES, declared=figures))
    assert told(one) == [("N599", at("có_kinh_phí"))]
    assert at("hồ_sơ") in one.found[0].message


def test_an_empty_form(tmp_path: Path) -> None:
    one = check(tmp_path, Made(RULES, declared={}))
    assert [code for code, _ in told(one)] == ["W589"]


@pytest.mark.parametrize(
    ("override", "wanted"),
    [
        ({"2.1": (4.5, "Đã kiểm tra hồ sơ")}, []),
        ({"2.1": (4.5, None)}, [("E554", at("2.1", Column.OVERRIDE))]),
        ({"2.1": (6, "Thưởng")}, [("E521", at("2.1", Column.OVERRIDE))]),
        ({"2.1": (None, "Đã kiểm tra")}, [("W572", at("2.1", Column.OVERRIDE_REASON))]),
        ({"2": (4.5, "Đã kiểm tra")}, [("E572", at("2", Column.OVERRIDE))]),
        ({"2.2": (1, "Đã kiểm tra")}, [("E598", at("2.2", Column.OVERRIDE))]),
    ],
)
def test_what_the_council_decides(
    tmp_path: Path,
    override: dict[str, tuple[float | None, str | None]],
    wanted: list[tuple[str, str]],
) -> None:
    figures = {**COUNCIL, "có_đất_công": "không"}
    made = Made(RULES, appraised=figures, overrides=override)
    assert told(check(tmp_path, made)) == wanted


def test_the_form_of_other_rules(tmp_path: Path) -> None:
    assert told(check(tmp_path, Made(RULES, sha256="0" * 64))) == [("W582", "")]
    assert told(check(tmp_path, Made(RULES, sha256="0" * 64, year=2025))) == [("E582", "")]
    assert told(check(tmp_path, Made(RULES, sha256="0" * 64, code="CCHC-SO"))) == [("E582", "")]


def test_the_unit_is_the_rosters(tmp_path: Path) -> None:
    roster = tmp_path / "đơn vị.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    units = str(roster)

    def codes(**made: str) -> list[tuple[str, str]]:
        return told(check(tmp_path, Made(RULES, **made), units=units))  # type: ignore[arg-type]

    assert codes() == []
    assert codes(unit="xã  NA LAY") == []
    assert codes(unit="Na Lay") == [("N517", "C4")]
    assert codes(unit="Xã Nà Hỳ") == [("E514", "C4")]
    assert ("W516", "") in codes(unit="Phường Mường Thanh")
    assert codes(unit_id="X9") == [("W573", "")]


def test_a_kind_that_the_rules_do_not_have(tmp_path: Path) -> None:
    made = Made(RULES, cells={"A5": "Loại đơn vị: thị trấn"})
    assert told(check(tmp_path, made)) == [("E516", "A5")]


def test_protection_taken_off(tmp_path: Path) -> None:
    assert told(check(tmp_path, Made(RULES, protected=False))) == [("N584", "")]


def test_hidden_rows_and_columns(tmp_path: Path) -> None:
    row = int(at("hồ_sơ")[1:])
    hide_row = Made(RULES, touch=lambda _, sheet: sheet.set_row(row - 1, None, None, {"hidden": 1}))
    assert told(check(tmp_path, hide_row)) == [("W583", at("hồ_sơ"))]
    hide_column = Made(
        RULES, touch=lambda _, sheet: sheet.set_column("D:D", None, None, {"hidden": 1})
    )
    assert [code for code, _ in told(check(tmp_path, hide_column))] == ["W583"]


def test_input_cells_that_were_merged(tmp_path: Path) -> None:
    first, second = at("hồ_sơ"), at("hồ_sơ_đúng_hạn")
    made = Made(
        RULES,
        declared=without("hồ_sơ_đúng_hạn", dict(FULL)),
        touch=lambda book, sheet: sheet.merge_range(f"{first}:{second}", 1000, book.add_format()),
    )
    assert told(check(tmp_path, made)) == [("E586", first)]


def test_a_mark_where_the_unit_may_set_one(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace(
        "  không áp dụng nếu không phải có_đất_công",
        "  không áp dụng nếu không phải có_đất_công\n  không áp dụng khi đơn vị đánh dấu",
    )
    path = tmp_path / "luật.cchc"
    path.write_text(text, encoding="utf-8")
    rules = load_rules(str(path)).usable
    if rules is None:
        pytest.skip("no such line")
    cell = cell_of(rules, "2.2!không áp dụng", Column.DECLARED)
    for mark, wanted in (("x", []), ("X", []), ("xx", [("E571", cell)]), (True, [])):
        made = Made(rules, declared={**FULL, "2.2!không áp dụng": mark})
        form = write_form(tmp_path / "phiếu.xlsx", made)
        assert told(validate_one(str(form), Options(rules=str(path)))) == wanted


def test_codes_of_the_unread_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"not a workbook")
    assert [found.code for found in validate_one(str(path), Options()).found] == ["E501"]


def test_formulas_of_another_version(tmp_path: Path) -> None:
    rows = [leaf.code for leaf in RULES.root.leaves() if leaf.self_scored]
    cells: dict[str, Value] = {}
    for code, points in zip(rows, (2, 1, 1.7, 2.25, 4, 1.5), strict=True):
        cells[at(code, Column.SELF_SCORE)] = (f"={points}*1", points)
    assert told(check(tmp_path, Made(RULES, cells=cells))) == [
        ("N595", at("1.1.1", Column.SELF_SCORE))
    ]


@pytest.mark.parametrize(("font", "code"), [(".VnTime", "N547"), ("VNI-Times", "W547")])
def test_texts_of_old_fonts(tmp_path: Path, font: str, code: str) -> None:
    texts = {at("1.1.1", Column.EVIDENCE): "KÕ ho¹ch", at("có_kinh_phí"): "cã"}

    def write(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        old = book.add_format({"font_name": font})
        for address, text in texts.items():
            sheet.write_string(address, text, old)

    one = check(tmp_path, Made(RULES, touch=write))
    places = [(found, ref) for found, ref in told(one) if found == code]
    assert places == [(code, ref) for ref in sorted(texts)]
    if code == "N547":
        assert one.facts[0].values[fold_name("có_kinh_phí")] is True
        assert "“Kế hoạch”" in one.found[0].message + one.found[1].message


@pytest.mark.parametrize(
    ("formula", "fetches"),
    [
        ("=cmd|'/c calc'!A0", True),
        ("='[1]Trang 1'!A1", True),
        ("=SUM([1]Trang!A1:A3)", True),
        ('=WEBSERVICE("http://x")', True),
        ('=IF(A1="a|b!","[1]x!","y")', False),
        ("=SUM(Bảng[Điểm])", False),
        ("=SUM(Bảng[[#All],[Điểm]])+Trang!A1", False),
    ],
)
def test_formulas_that_fetch_from_elsewhere(tmp_path: Path, formula: str, *, fetches: bool) -> None:
    one = check(tmp_path, Made(RULES, cells={"P5": (formula, 1)}))
    assert told(one) == ([("W506", "P5")] if fetches else [])


def test_a_form_of_quite_other_rules(tmp_path: Path) -> None:
    other = load_rules(str(folder("rules") / "binh_duong/2017/huyen.cchc")).usable
    assert other is not None
    made = Made(other, kind="huyện", declared={}, evidence={})
    path = write_form(tmp_path / "phiếu.xlsx", made)
    one = validate_one(str(path), Options(rules=str(SAMPLE)))
    assert [found.code for found in one.found] == ["E582"]
