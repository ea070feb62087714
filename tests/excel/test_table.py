import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from cchc_rules.diagnostics import Cell
from cchc_rules.excel.table import Table, read_table_file
from cchc_rules.facts import Fault, Override, Unit
from cchc_rules.facts.roster import Roster, read_roster
from cchc_rules.model import RuleSet, Special, ValueType
from cchc_rules.records import replace
from tests.excel.making import parts, save, styles, worksheet
from tests.facts.build import item, leaf, manual, rule_set

HO_SO = item("hồ_sơ", title="Số hồ sơ đã giải quyết", owner="1.1")
DUNG_HAN = item("đúng_hạn", ValueType.PERCENT, "Tỷ lệ đúng hạn", owner="1.1")
KE_HOACH = item("kế_hoạch", ValueType.BOOL, "Có kế hoạch", owner="1.2")
NGAY = item("ngày_gửi", ValueType.DATE, "Ngày gửi báo cáo", owner="1.2")
RULES = rule_set(
    leaf("1.1", "Hồ sơ", items=(HO_SO, DUNG_HAN)),
    leaf("1.2", "Kế hoạch", items=(KE_HOACH, NGAY)),
    kinds=("huyện",),
)
Row = Sequence[object]
HEADER: Row = ("Đơn vị", "hồ_sơ", "đúng_hạn", "kế_hoạch", "ngày_gửi")
ONE: Row = ("Nậm Pồ", 120, 0.5, "có", "20/01/2026")


def write(path: Path, *sheets: tuple[str, Sequence[Row]]) -> Path:
    """Write rows as they are; a pair (number, format) has a number format."""
    book = xlsxwriter.Workbook(str(path))
    formats = {code: book.add_format({"num_format": code}) for code in ("0.0%", "dd/mm/yyyy")}
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, tuple):
                    sheet.write_number(at, place, value[0], formats[value[1]])
                elif isinstance(value, bool):
                    sheet.write_boolean(at, place, value)
                elif isinstance(value, (int, float)):
                    sheet.write_number(at, place, value)
                elif isinstance(value, str) and value.startswith("=#"):
                    sheet.write_formula(at, place, "=A1", None, value[1:])
                elif isinstance(value, str):
                    sheet.write_string(at, place, value)
    book.close()
    return path


def read(tmp_path: Path, *rows: Row, rules: RuleSet = RULES, roster: Roster | None = None) -> Table:
    return read_table_file(write(tmp_path / "a.xlsx", ("Số liệu", rows)), rules, roster)


MARKED = rule_set(
    leaf("1.1", "Hồ sơ", items=(HO_SO,), unit_marks=True),
    leaf("1.2", "Kế hoạch", items=(KE_HOACH,), unit_marks=True),
    kinds=("huyện",),
)


def codes(table: Table) -> list[str]:
    return [finding.code for finding in table.diagnostics]


def refs(table: Table, code: str) -> list[str]:
    return [
        found.place.ref
        for found in table.diagnostics
        if found.code == code and isinstance(found.place, Cell)
    ]


def names(table: Table) -> list[str]:
    return [facts.unit.name for facts in table.facts]


def test_a_plain_table(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        HEADER,
        ("Nậm Pồ", 120, (0.965, "0.0%"), "có", (46042, "dd/mm/yyyy")),
        ("Mường Nhé", None, 0.5, False, None),
    )
    assert table.diagnostics == ()
    assert table.sheet == "Số liệu"
    first, second = table.facts
    assert first.unit == Unit("Nậm Pồ", "huyện")
    assert first.values == {
        HO_SO.key: Decimal(120),
        DUNG_HAN.key: Decimal("0.965"),
        KE_HOACH.key: True,
        NGAY.key: date(2026, 1, 20),
    }
    assert second.values[HO_SO.key] is Special.MISSING
    assert second.values[KE_HOACH.key] is False
    place = first.places[DUNG_HAN.key]
    assert place == Cell(str(tmp_path / "a.xlsx"), "Số liệu", "C2")
    assert set(first.places) == set(first.values)
    assert len(first.places) == 4


def test_titles_above_and_a_header_of_two_rows(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ("BẢNG TỔNG HỢP SỐ LIỆU",),
        ("Năm 2026",),
        (),
        ("STT", "Đơn vị", "", "Số hồ sơ đã giải quyết", "", "Kết quả", ""),
        ("", "", "", "Năm 2026", "2025", "Tỷ lệ đúng hạn", "Có kế hoạch"),
        (1, "Nậm Pồ", None, 120, 100, 0.5, "có"),
        (2, "Mường Nhé", None, 130, 90, 0.6, "không"),
    )
    assert names(table) == ["Nậm Pồ", "Mường Nhé"]
    first = table.facts[0]
    assert first.values[HO_SO.key] == Decimal(120)
    assert first.previous[HO_SO.key] == Decimal(100)
    assert first.values[DUNG_HAN.key] == Decimal("0.5")
    assert str(first.places[f"{HO_SO.key}@2025"]).endswith("E6]")
    assert "W512" not in codes(table)


@pytest.mark.parametrize(
    "title",
    ["Số hồ sơ đã giải quyết", "SỐ HỒ SƠ  ĐÃ\nGIẢI QUYẾT", "hồ_sơ", "Hồ Sơ", "hồ_sơ@2026",
     "Số hồ sơ đã giải quyết (hồ sơ)", "so ho so da giai quyet",
     unicodedata.normalize("NFD", "Số hồ sơ đã giải quyết")],
)  # fmt: skip
def test_titles_are_folded(tmp_path: Path, title: str) -> None:
    table = read(tmp_path, ("Huyện", title), ("Nậm Pồ", 7))
    assert table.facts[0].values == {HO_SO.key: Decimal(7)}


def test_a_loose_title_is_told(tmp_path: Path) -> None:
    table = read(tmp_path, ("Huyện", "So ho so da giai quyet"), ("Nậm Pồ", 7))
    assert refs(table, "N514") == ["B1"]


def test_columns_that_are_unknown_missing_or_twice(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ("Huyện", "hồ_sơ", "Số hồ sơ đã giải quyết", "Tỷ lệ đúng hẹn", "", "Dân số"),
        ("Nậm Pồ", 1, 2, 3, 4, 5),
    )
    assert table.facts[0].values == {HO_SO.key: Decimal(1)}
    assert refs(table, "E511") == ["C1"]
    assert refs(table, "W512") == ["D1", "F1", "E1"]
    hint = next(found for found in table.diagnostics if found.code == "W512")
    assert "“Tỷ lệ đúng hạn”" in hint.remedy
    missing = next(found for found in table.diagnostics if found.code == "W513")
    assert "3 số liệu: đúng_hạn, kế_hoạch, ngày_gửi" in missing.message


def test_published_results_are_ignored(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ("STT", "Huyện", "hồ_sơ", "1.1", "Lĩnh vực một", "Tổng điểm", "Xếp hạng", "Xếp loại",
         "Loại", "hồ_sơ@2019"),
        (1, "Nậm Pồ", 5, 2, 3, 84.5, 1, "Tốt", "A", 9),
    )  # fmt: skip
    assert table.facts[0].values == {HO_SO.key: Decimal(5)}
    assert "W512" not in codes(table)
    assert "D “1.1”" in next(one.message for one in table.diagnostics if one.code == "N513")


def test_footers_blank_rows_and_broken_totals(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        HEADER,
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        ONE,
        (),
        ("Mường Nhé", 3, 0.1, "không", None),
        ("MIN", "=#REF!", 0.1, None, None),
        ("Highest", 120, 0.5),
        ("Trung bình", "=#DIV/0!"),
        ("Tổng cộng", 123),
        ("", 123),
        (),
        ("Ghi chú: số liệu tạm tính",),
        ("Nguồn: báo cáo của các huyện, đã được kiểm tra",),
        ("TM. ỦY BAN NHÂN DÂN",),
    )
    assert names(table) == ["Nậm Pồ", "Mường Nhé"]
    assert set(codes(table)) == {"N519", "W518", "N542"}
    skipped = next(found.message for found in table.diagnostics if found.code == "N519")
    for word in ("MIN", "Highest", "Trung bình", "Tổng cộng", "Ghi chú"):
        assert word in skipped
    assert refs(table, "W518") == ["A10"]


def test_a_unit_without_any_figure_is_still_a_unit(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER, ONE, ("Mường Nhé",), ("Tủa Chùa",), (), ("Phòng Nội vụ",))
    assert names(table) == ["Nậm Pồ", "Mường Nhé", "Tủa Chùa"]
    table = read(
        tmp_path,
        ("STT", *HEADER),
        (1, *ONE),
        ("II", "Các huyện miền núi"),
        (2, "Mường Nhé"),
        ("", "Người lập biểu"),
    )
    assert names(table) == ["Nậm Pồ", "Mường Nhé"]


@pytest.mark.parametrize(
    ("value", "code"),
    [("abc", "E520"), ("1.234", "E524"), (-1, "E521"), (1.5, "E522"), ("-", "E530"),
     ("=#N/A", "E525"), ((46042, "dd/mm/yyyy"), "E520")],
)  # fmt: skip
def test_a_wrong_cell_is_an_error_at_its_place(tmp_path: Path, value: object, code: str) -> None:
    table = read(tmp_path, ("Huyện", "", "hồ_sơ"), ("Nậm Pồ", None, value), ("Mường Nhé", None, 5))
    assert isinstance(table.facts[0].values[HO_SO.key], Fault)
    assert refs(table, code) == ["C2"]
    found = next(found for found in table.diagnostics if found.code == code)
    assert found.message.startswith("“hồ_sơ”: ")
    assert "TIÊU CHÍ 1.1 “Hồ sơ”" in found.heading


def test_lenient_readings_are_told_at_their_cells(tmp_path: Path) -> None:
    rows = [(f"Huyện {at}", "12,5%" if at % 2 else 0.5) for at in range(12)]
    table = read(tmp_path, ("Huyện", "đúng_hạn"), *rows)
    assert refs(table, "N541") == [f"B{row}" for row in range(3, 14, 2)]
    assert table.facts[1].values[DUNG_HAN.key] == Decimal("0.125")


def test_a_column_full_of_one_remark_is_one_finding(tmp_path: Path) -> None:
    rows = [(f"Xã số {at}", f"{at},5" if at < 40 else "x") for at in range(42)]
    rules = rule_set(leaf("1.1", items=(item("a", ValueType.NUMBER),)), kinds=("huyện",))
    table = read(tmp_path, ("Tên", "a"), *rows, rules=rules)
    assert refs(table, "N540") == ["B2"]
    assert refs(table, "E520") == ["B42", "B43"]
    message = next(found.message for found in table.diagnostics if found.code == "N540")
    assert message.endswith("39 ô: B3:B41.")


def test_units_twice_and_units_that_differ_in_marks(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ("Huyện", "hồ_sơ"),
        ("Hòa Bình", 1),
        (unicodedata.normalize("NFD", "Hoà  Bình"), 2),
        ("Tân An", 3),
        ("Tân Ân", 4),
    )
    assert [(facts.unit.name, facts.values[HO_SO.key]) for facts in table.facts] == [
        ("Hòa Bình", Decimal(1)),
        ("Tân An", Decimal(3)),
        ("Tân Ân", Decimal(4)),
    ]
    assert (refs(table, "E515"), refs(table, "W515")) == (["A3"], ["A5"])


def test_kinds_from_a_column_and_from_names(tmp_path: Path) -> None:
    rules = rule_set(leaf("1.1", items=(HO_SO,)), kinds=("xã", "phường", "đặc_khu"))
    table = read(
        tmp_path,
        ("Đơn vị", "Loại", "hồ_sơ"),
        ("A", "Xã", 1),
        ("B", "dac khu", 1),
        ("C", "thôn", 1),
        ("Phường D", None, 1),
        ("E", None, 1),
        rules=rules,
    )
    assert [facts.unit.kind for facts in table.facts] == ["xã", "đặc_khu", "phường"]
    assert refs(table, "E516") == ["A4", "A6"]


def roster(text: str, rules: RuleSet = RULES) -> Roster:
    found, _ = read_roster(text, "r.csv", rules.kinds)
    assert found is not None
    return found


def test_the_roster_names_the_units(tmp_path: Path) -> None:
    units = roster(
        "Mã;Tên;Loại;Xếp hạng\n1;Nậm Pồ;huyện;\n2;Trung Bình;huyện;không\n3;Tủa Chùa;;\n"
    )
    table = read(
        tmp_path,
        ("Mã", "Đơn vị", "Loại đơn vị", "hồ_sơ"),
        (None, "Nam Po", "huyện", 1),
        (None, "Trung bình", None, 2),
        ("3", "", None, 3),
        (None, "Hà Tây", None, 4),
        (None, "MIN", None, 5),
        roster=units,
    )
    assert names(table) == ["Nậm Pồ", "Trung Bình"]
    assert table.facts[1].unit.ranked is False
    assert refs(table, "N517") == ["B2"]
    assert refs(table, "E514") == ["B5"]
    assert "W518" in codes(table)
    assert "N519" in codes(table)


def test_manual_scores_overrides_and_marks(tmp_path: Path) -> None:
    marked = item("a")
    rules = rule_set(
        leaf("1.1", items=(marked,), unit_marks=True),
        leaf("1.2"),
        manual("1.10", "Tham mưu", high=5),
        kinds=("huyện",),
    )
    table = read(
        tmp_path,
        ("Đơn vị", "a", "Tham mưu", "1.2!điểm", "1.2!lý do"),
        ("A", "-", 4.5, 7, "Đã kiểm tra"),
        ("B", 1, 6, 7, None),
        ("C", 1, None, 11, "x"),
        rules=rules,
    )
    first, second, third = table.facts
    assert first.values["a"] is Special.NOT_APPLICABLE
    assert first.manual == {"1.10": Decimal("4.5")}
    assert first.overrides == {"1.2": Override(Decimal(7), "Đã kiểm tra")}
    assert isinstance(second.manual["1.10"], Fault)
    assert (second.overrides, third.overrides) == ({}, {})
    assert third.manual["1.10"] is Special.MISSING
    assert (refs(table, "E554"), refs(table, "E521")) == (["D3"], ["C3", "D4"])
    assert str(first.places["1.10!điểm"]).endswith("C2]")


PHIEU = item("phiếu", ValueType.BALLOTS, "Phiếu hài lòng của người dân", low="1", high="5")
Y_KIEN = item("ý_kiến", ValueType.TALLY, "Ý kiến người dân", options=("Rất tốt", "Tốt", "Kém"))
SURVEY = rule_set(leaf("1.1", items=(PHIEU,)), leaf("1.2", items=(Y_KIEN,)), kinds=("huyện",))


def test_ballots_in_a_cell_and_counts_under_their_options(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        ("Huyện", "phiếu", "Ý kiến người dân", "", ""),
        ("", "", "Rất tốt", "Tốt", "Kém"),
        ("A", "5; 4;; 3", 10, 5, 0),
        ("B", "5; 9", 10, None, 0),
        rules=SURVEY,
    )
    first, second = table.facts
    assert first.values[PHIEU.key] == (Decimal(5), Decimal(4), None, Decimal(3))
    assert first.values[Y_KIEN.key] == (Decimal(10), Decimal(5), Decimal(0))
    assert isinstance(second.values[PHIEU.key], Fault)
    assert second.values[Y_KIEN.key] is Special.MISSING
    assert refs(table, "E529") == ["B4"]


@pytest.mark.parametrize(
    "ballots",
    [
        [("Đơn vị", "1", "2", "3"), ("A", 5, 4, None), ("B", "3", None, 2)],
        [("A", "5; 4"), ("B", "3; ; 2")],
        [("A", 5), ("B", 3), ("A", 4), ("B", 2)],
        [("STT", "Huyện", "Phiếu"), (1, "A", 5), (2, "A", 4), (3, "B", 3), (4, "B", 2)],
        [("A", "B"), (5, 3), (4, 2)],
    ],
)
def test_a_sheet_of_ballots(tmp_path: Path, ballots: list[Row]) -> None:
    path = write(
        tmp_path / "a.xlsx",
        ("Bảng", [("Huyện", "ý_kiến"), ("A", "1; 2; 3"), ("B", None)]),
        ("phiếu", ballots),
    )
    table = read_table_file(path, SURVEY)
    given = [
        [vote for vote in value if vote is not None]
        for facts in table.facts
        if isinstance(value := facts.values[PHIEU.key], tuple)
    ]
    assert given == [[5, 4], [3, 2]]
    assert "W513" not in codes(table)


def test_a_sheet_of_counts_and_what_is_wrong_with_one(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        ("Bảng", [("Huyện", "phiếu"), ("A", "1; 2; 3"), ("B", None), ("C", None)]),
        ("Phiếu hài lòng của người dân", [("A", 5), ("B", 9)]),
        (
            "Ý kiến người dân",
            [("", "Tốt", "Kém", "Rất tốt"), ("A", 1, 2, 3), ("B", 1, None, 3), ("Lạ", 1)],
        ),
    )
    table = read_table_file(path, SURVEY)
    assert table.facts[0].values[Y_KIEN.key] == (Decimal(3), Decimal(1), Decimal(2))
    assert isinstance(table.facts[1].values[Y_KIEN.key], Fault)
    assert codes(table) == ["E511", "E529", "E514", "E529"]


def test_names_in_an_old_font(tmp_path: Path) -> None:
    style = styles(fonts=("Times New Roman", ".VnTimeH", "VNI-Times"),
                   xfs='<xf fontId="0"/><xf fontId="1"/><xf fontId="2"/>')  # fmt: skip
    rows = (
        '<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>huyÖn</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>hồ_sơ</t></is></c></row>'
        '<row r="2"><c r="A2" s="1" t="inlineStr"><is><t>M\u00adêng NhÐ</t></is></c>'
        '<c r="B2"><v>5</v></c></row>'
        '<row r="3"><c r="A3" s="2" t="inlineStr"><is><t>Naäm Poà</t></is></c>'
        '<c r="B3"><v>5</v></c></row>'
    )
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows), style=style))
    table = read_table_file(path, RULES)
    assert names(table)[0] == "MƯỜNG NHÉ"
    assert refs(table, "N547") == ["A1", "A2"]
    assert refs(table, "W547") == ["A3"]


def test_the_sheet_is_found_or_named(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        ("Hướng dẫn", [("Cách nhập",)]),
        ("Năm cũ", [("Huyện", "hồ_sơ"), ("A", 1)]),
        ("Năm nay", [("Huyện", "hồ_sơ", "đúng_hạn"), ("A", 2, 0.5)]),
    )
    assert read_table_file(path, RULES).sheet == "Năm nay"
    assert "W509" in codes(read_table_file(path, RULES))
    chosen = read_table_file(path, RULES, sheet="Năm cũ")
    assert (chosen.sheet, chosen.facts[0].values[HO_SO.key]) == ("Năm cũ", Decimal(1))
    assert codes(read_table_file(path, RULES, sheet="Không có")) == ["E510"]


@pytest.mark.parametrize(
    "rows",
    [[], [("Cách nhập",)], [("Huyện", "dân số"), ("A", 1)], [("hồ_sơ",), (1,)],
     [("Huyện", "hồ_sơ")]],
)  # fmt: skip
def test_no_table(tmp_path: Path, rows: list[Row]) -> None:
    table = read(tmp_path, *rows)
    assert table.facts == ()
    assert "E510" in codes(table)


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    for at, row in enumerate([("Huyện", "hồ_sơ"), ("A", "1"), ("B", "2")]):
        for place, value in enumerate(row):
            sheet.write_string(at, place, value)
    sheet.set_row(1, None, None, {"hidden": True})
    book.close()
    table = read_table_file(tmp_path / "a.xlsx", RULES)
    assert names(table) == ["A", "B"]
    assert refs(table, "N507") == ["A2"]


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    assert codes(read_table_file(path, RULES)) == ["E501"]
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    save(path, parts(worksheet(rows)))
    assert codes(read_table_file(path, RULES)) == ["E510"]
    header = '<row r="1"><c r="A1" t="inlineStr"><is><t>Huyện</t></is></c>'
    header += '<c r="B1" t="inlineStr"><is><t>hồ_sơ</t></is></c></row>'
    save(path, parts(worksheet(header + rows)))
    found = read_table_file(path, RULES)
    assert (codes(found), found.facts) == (["E503"], ())


def test_a_formula_that_was_never_calculated(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Huyện</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>hồ_sơ</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2"><f>1+1</f></c></row>'
    )
    table = read_table_file(save(tmp_path / "a.xlsx", parts(worksheet(rows))), RULES)
    assert refs(table, "E526") == ["B2"]


def test_codes_that_were_typed_as_numbers(tmp_path: Path) -> None:
    rules = rule_set(manual("1.1"), manual("1.10"), manual("1.20"), kinds=("huyện",))
    table = read(tmp_path, ("Huyện", 1.2, 1.1), ("Nậm Pồ", 3, 4), rules=rules)
    assert table.facts[0].manual == {"1.20": Decimal(3)}
    assert "“1.1 hoặc 1.10”" in next(one.message for one in table.diagnostics if one.code == "W512")


def test_a_title_of_two_figures_is_not_guessed(tmp_path: Path) -> None:
    twins = (item("một", title="Cùng tên"), item("hai", title="Cùng tên"))
    rules = rule_set(leaf("1.1", items=(HO_SO, *twins)), kinds=("huyện",))
    table = read(tmp_path, ("Huyện", "hồ_sơ", "Cùng tên"), ("Nậm Pồ", 1, 2), rules=rules)
    assert refs(table, "E512") == ["C1"]
    assert table.facts[0].values == {HO_SO.key: Decimal(1)}


def test_many_unknown_columns_and_missing_figures_are_summed_up(tmp_path: Path) -> None:
    items = tuple(item(f"số_{at}") for at in range(30))
    rules = rule_set(leaf("1.1", items=(HO_SO, *items)), kinds=("huyện",))
    titles = [f"Cột lạ {at}" for at in range(30)]
    more = [f"hồ_sơ@{year}" for year in range(1990, 2020)]
    rows = ["Nậm Pồ", 1, *range(30), *range(30)]
    table = read(tmp_path, ("Huyện", "hồ_sơ", *titles, *more), rows, rules=rules)
    unknown = [found.message for found in table.diagnostics if found.code == "W512"]
    assert (len(unknown), "10 cột khác" in unknown[-1]) == (21, True)
    assert "tất cả 30" in next(one.message for one in table.diagnostics if one.code == "W513")
    assert next(one.message for one in table.diagnostics if one.code == "N513").endswith("….")


def test_a_kind_that_the_roster_does_not_confirm(tmp_path: Path) -> None:
    rules = rule_set(leaf("1.1", items=(HO_SO,)), kinds=("xã", "phường"))
    units = roster("Tên;Loại\nA;xã\n", rules)
    rows: list[Row] = [("Đơn vị", "Loại đơn vị", "hồ_sơ"), ("A", "phường", 1)]
    table = read(tmp_path, *rows, rules=rules, roster=units)
    assert (table.facts[0].unit.kind, refs(table, "W516")) == ("xã", ["A2"])


@pytest.mark.parametrize(
    ("header", "cell", "marks"),
    [
        ("1!không áp dụng", "-", {"1.1", "1.2"}),
        ("1!Khong ap dung", "có", {"1.1", "1.2"}),
        ("1.2!không áp dụng", True, {"1.2"}),
        ("1.2!không áp dụng", "không", set()),
        ("1.2!không áp dụng", None, set()),
    ],
)
def test_a_column_marks_a_heading(
    tmp_path: Path, header: str, cell: object, marks: set[str]
) -> None:
    rows = ("Đơn vị", "hồ_sơ", "kế_hoạch", header), ("Nậm Pồ", 120, "có", cell)
    table = read(tmp_path, *rows, rules=MARKED)
    assert table.facts[0].marks == marks
    assert codes(table) == []


def test_a_column_of_marks_that_are_not_allowed_is_told(tmp_path: Path) -> None:
    table = read(tmp_path, (*HEADER, "1!không áp dụng"), (*ONE, "-"))
    assert "E530" in codes(table)
    assert table.facts[0].marks == frozenset()


def test_a_cell_of_marks_takes_nothing_else(tmp_path: Path) -> None:
    rows = ("Đơn vị", "hồ_sơ", "kế_hoạch", "1!không áp dụng"), ("Nậm Pồ", 120, "có", 5)
    assert codes(read(tmp_path, *rows, rules=MARKED)) == ["E528"]


def test_titles_under_a_heading_are_those_inside_it(tmp_path: Path) -> None:
    rules = rule_set(
        manual("1.1", "Điểm thẩm định"),
        leaf("1.2", "Điều tra", items=(item("phiếu", title="Điểm điều tra"),)),
        kinds=("bộ",),
    )
    other = rules.root.children[0]
    again = replace(
        other,
        code="2",
        title="Lĩnh vực hai",
        children=(manual("2.1", "Điểm thẩm định"), leaf("2.2", "Điều tra", items=(HO_SO,))),
    )
    both = replace(
        rules,
        root=replace(rules.root, children=(other, again)),
        items={**rules.items, HO_SO.key: HO_SO},
    )
    table = read(
        tmp_path,
        ("TT", "Bộ, cơ quan ngang bộ", "Lĩnh vực một", "", "Lĩnh vực hai", "", "Tổng"),
        ("", "", "Điểm thẩm định", "Điều tra", "Điểm thẩm định", "Điều tra", ""),
        (1, "Bộ Tài chính", 3, 4, 5, 6, 18),
        rules=both,
    )
    (one,) = table.facts
    assert one.manual == {"1.1": Decimal(3), "2.1": Decimal(5)}
    assert one.values == {item("phiếu").key: Decimal(4), HO_SO.key: Decimal(6)}
    assert codes(table) == ["N513"]
