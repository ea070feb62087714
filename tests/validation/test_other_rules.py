"""Forms of a rule set with what the sample lacks: marks, council's points, tallies, last year."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from cchc_rules.diagnostics import Cell
from cchc_rules.engine.rules import load_rules
from cchc_rules.engine.validating import Options, Validated, validate_one
from cchc_rules.facts import Round
from cchc_rules.forms.layout import SHEET, Column
from cchc_rules.text import fold_name
from tests.excel.form.making import Made, cell_of, write_form

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_rules.model import RuleSet
    from tests.excel.form.making import Value

TEXT = """BỘ CHỈ SỐ THU-XA "Bộ thử"
  năm: 2026
  đối tượng: xã
  tổng điểm: 20
  làm tròn: 2 chữ số
  quy đổi: có

LĨNH VỰC 1 "Một": 20 điểm
TIÊU CHÍ 1.1 "Kế hoạch": 2 điểm
  SỐ LIỆU có_kế_hoạch: có/không "Có kế hoạch"
  tài liệu kiểm chứng: bắt buộc "Số, ngày"
  chấm điểm tối đa nếu có_kế_hoạch
TIÊU CHÍ 1.2 "Đất công": 4 điểm
  SỐ LIỆU đã_xong: có/không "Đã cập nhật"
  không áp dụng khi đơn vị đánh dấu
  chấm điểm tối đa nếu đã_xong
TIÊU CHÍ 1.3 "Chất lượng": 4 điểm
  hội đồng chấm từ 0 đến 4, bước 0,5
TIÊU CHÍ 1.4 "Hài lòng": 5 điểm
  SỐ LIỆU ý_kiến: đếm phiếu ("tốt"; "khá") "Số phiếu"
  chấm theo khảo sát ý_kiến
    "tốt": 100%
    "khá": 50%
TIÊU CHÍ 1.5 "Tăng thu": 5 điểm
  SỐ LIỆU thu: số "Số thu" từ 0 đến 1000
  chấm theo trường hợp
    nếu thu trên thu năm trước: 5
    còn lại: 0
"""
ALL: dict[str, Value] = {
    "có_kế_hoạch": "có",
    "đã_xong": "có",
    "ý_kiến!tốt": 30,
    "ý_kiến!khá": 10,
    "thu": 120,
    "thu@2025": 100,
}


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    path = tmp_path / "luật.cchc"
    path.write_text(TEXT, encoding="utf-8")
    loaded = load_rules(str(path), only_errors=True)
    assert loaded.usable is not None, loaded.found
    return loaded.usable


def check(tmp_path: Path, made: Made) -> Validated:
    path = write_form(tmp_path / "phiếu.xlsx", made)
    return validate_one(str(path), Options(rules=str(tmp_path / "luật.cchc")))


def told(one: Validated) -> list[tuple[str, str]]:
    return [(found.code, found.place.ref) for found in one.found if isinstance(found.place, Cell)]


def form(rules: RuleSet, **more: Value) -> Made:
    return Made(rules, declared={**ALL, **more}, evidence={"1.1": "KH 5"})


def at(rules: RuleSet, key: str, column: Column = Column.DECLARED) -> str:
    return cell_of(rules, key, column)


def test_everything_is_read(tmp_path: Path, rules: RuleSet) -> None:
    one = check(tmp_path, form(rules))
    assert told(one) == []
    facts = one.facts[0]
    assert facts.values[fold_name("ý_kiến")] == (Decimal(30), Decimal(10))
    assert facts.previous[fold_name("thu")] == Decimal(100)


def test_the_council_sees_last_year_too(tmp_path: Path, rules: RuleSet) -> None:
    made = form(rules)
    council = {key: value for key, value in ALL.items() if "@" not in key}
    made.appraised = {**council, "1.3!điểm": 3.5}
    one = check(tmp_path, made)
    assert one.round is Round.APPRAISED
    assert one.facts[0].previous[fold_name("thu")] == Decimal(100)
    assert one.facts[0].manual == {"1.3": Decimal("3.5")}
    assert told(one) == []


@pytest.mark.parametrize(("points", "code"), [(3.7, "E522"), (5, "E521"), ("giỏi", "E520")])
def test_points_of_the_council(tmp_path: Path, rules: RuleSet, points: Value, code: str) -> None:
    made = form(rules)
    made.appraised = {**ALL, "1.3!điểm": points}
    assert (code, at(rules, "1.3!điểm", Column.APPRAISED)) in told(check(tmp_path, made))


def test_a_unit_gives_itself_points_of_the_council(tmp_path: Path, rules: RuleSet) -> None:
    one = check(tmp_path, form(rules, **{"1.3!điểm": 4}))
    assert told(one) == [("W571", at(rules, "1.3!điểm"))]


def test_evidence_that_nothing_can_stand_for(tmp_path: Path, rules: RuleSet) -> None:
    made = form(rules)
    made.evidence, made.explanation = {}, {"1.1": "Chưa gửi kịp"}
    assert told(check(tmp_path, made)) == [("E596", at(rules, "1.1", Column.EVIDENCE))]


@pytest.mark.parametrize(
    ("mark", "codes"),
    [("x", []), (" X ", []), (True, []), ("có", []), ("chưa rõ", ["E571"]), (2, ["E571"])],
)
def test_a_mark(tmp_path: Path, rules: RuleSet, mark: Value, codes: list[str]) -> None:
    one = check(tmp_path, form(rules, **{"1.2!không áp dụng": mark}))
    assert [code for code, _ in told(one)] == codes
    assert one.facts[0].marks == (frozenset() if codes else {"1.2"})


def test_a_dash_marks_too(tmp_path: Path, rules: RuleSet) -> None:
    assert told(check(tmp_path, form(rules, đã_xong="-"))) == []


def test_a_tally_that_is_half_filled(tmp_path: Path, rules: RuleSet) -> None:
    made = form(rules)
    made.declared = {key: value for key, value in ALL.items() if key != "ý_kiến!khá"}
    one = check(tmp_path, made)
    assert [code for code, _ in told(one)] == ["N599"]


def test_a_second_form_in_the_file(tmp_path: Path, rules: RuleSet) -> None:
    path = write_form(tmp_path / "phiếu.xlsx", form(rules))
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book[SHEET]).title = "Phiếu (2)"
    book.save(path)
    one = validate_one(str(path), Options(rules=str(tmp_path / "luật.cchc")))
    assert [code for code, _ in told(one)] == ["W509", "N594"]


def test_the_trusted_folder_decides(
    tmp_path: Path, rules: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_form(tmp_path / "phiếu.xlsx", form(rules))
    monkeypatch.setenv("CCHC_RULES", str(tmp_path))
    one = validate_one(str(path), Options())
    assert one.rules is not None
    assert (one.rules.code, told(one)) == ("THU-XA", [])
    own = tmp_path / "tự lập.xlsx"
    book = xlsxwriter.Workbook(str(own))
    book.add_worksheet().write_string("A1", "STT")
    book.close()
    for name in ("a.cchc", "b.cchc"):
        text = TEXT.replace("THU-XA", f"THU-{name[0]}")
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [found.code for found in validate_one(str(own), Options()).found] == ["E565"]


def test_days_counted_from_1904(tmp_path: Path, rules: RuleSet) -> None:
    made = form(rules)
    made.book_options = {"date_1904": True}
    assert told(check(tmp_path, made)) == [("N548", "")]


def test_a_form_of_another_year_that_is_not_ours(tmp_path: Path, rules: RuleSet) -> None:
    del rules
    path = tmp_path / "tự lập.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    lines = (
        ("PHIẾU TỰ CHẤM NĂM 2024",),
        ("STT", "Tiêu chí", "Điểm tối đa", "Số liệu", "Điểm tự chấm"),
        ("1.1", "Kế hoạch", 2, "có", 2),
        ("1.2", "Đất công", 4, "có", 4),
        ("1.5", "Tăng thu", 5, None, 5),
    )
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            sheet.write(row, column, value)
    book.close()
    one = validate_one(str(path), Options(rules=str(tmp_path / "luật.cchc")))
    codes = [code for code, _ in told(one)]
    assert codes.count("W582") == 1
    assert ("N592", "E5") in told(one)
    assert ("E596", "") in told(one)
