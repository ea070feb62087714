"""A real LibreOffice with the add-in: it calculates what the plain functions say, and keeps it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from xlsxwriter.utility import xl_col_to_name

from cchc_rules import __version__, cli
from cchc_rules.bundled import folder
from cchc_rules.engine.rules import load_rules
from cchc_rules.engine.scoring import Task, score
from cchc_rules.example import FORM, TABLE, example_pages
from cchc_rules.forms.layout import FIRST_ROW, SHEET, lay_out
from cchc_rules.functions import FUNCTIONS
from tests.calc.office import Office, missing, office
from tests.equality.calc import shown_in, write_book
from tests.equality.cases import differences
from tests.equality.making import cases_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.calc.office import Step

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "never")
EXAMPLE = folder("workbook") / "addin" / "cchc-vi-du-calc.xlsx"
XA = (folder("rules") / "mau/2026/xa.cchc").read_text(encoding="utf-8")
XLSX, ODS = "Calc MS Excel 2007 XML", "calc8"


@pytest.fixture(scope="module")
def calc() -> Iterator[Office]:
    with office() as started:
        yield started


def test_what_it_shows_is_kept_by_both_formats(calc: Office, tmp_path: Path) -> None:
    """`tests/equality` holds what it shows to the command line; here it is saved and loaded."""
    cases = cases_of("xa", XA)
    book = tmp_path / "phieu.xlsx"
    tops = write_book(book, cases)
    copies = [(str(tmp_path / "lai.xlsx"), XLSX), (str(tmp_path / "lai.ods"), ODS)]
    saved = [["open", str(book)], ["dump"], *(["save", *copy] for copy in copies), ["close"]]
    again = [step for path, _ in copies for step in (["open", path], ["dump"], ["close"])]
    dumps = [found for found in calc.ask([*saved, *again]) if found is not None]
    assert len(dumps) == 3
    for shown in dumps:
        assert differences(cases, shown_in(shown, cases, tops)) == []


LINES = XA.split("\n")
RULES = f"$LUAT.A1:A{len(LINES)}"
TURN = next(row for row, line in enumerate(LINES, 1) if "nội suy từ 3 đến 5" in line)


def entered() -> list[Step]:
    """Return the steps that enter the rule text, two figures and our functions."""
    steps: list[Step] = [["new"], ["sheet", "LUAT"]]
    steps += [["set", "LUAT", f"A{row}", line] for row, line in enumerate(LINES, 1) if line]
    rows = [("2.1", ""), ("hồ_sơ", 1000), ("hồ_sơ_đúng_hạn", 965), ("9.9", 1), ("có_đất_công", "")]
    for row, (key, value) in enumerate(rows, 1):
        steps.append(["set", "Sheet1", f"A{row}", key])
        if value:
            steps.append(["set", "Sheet1", f"B{row}", value])
    given = f'(A1:A5;B1:B5;{RULES};"xã")'
    names = ("DIEM", "GIAI_THICH", "KIEM_TRA")
    for letter, name in zip("CDE", names, strict=True):
        steps.append(["array", "Sheet1", f"{letter}1:{letter}5", f"=CCHC.{name}{given}"])
    return steps


def shown(*cells: str) -> list[Step]:
    return [["cell", "Sheet1", cell] for cell in cells]


def test_a_figure_or_a_line_of_the_rules_that_changes_changes_the_result(calc: Office) -> None:
    line = LINES[TURN - 1]
    found = calc.ask(
        [
            *entered(),
            *shown("C1", "C4", "E4"),
            ["set", "Sheet1", "B3", 990],
            *shown("C1"),
            ["set", "Sheet1", "B3", "=NA()"],
            *shown("C1", "C3", "E3"),
            ["set", "Sheet1", "B3", 965],
            ["set", "LUAT", f"A{TURN}", line.replace("từ 3 đến 5", "từ 2 đến 5")],
            *shown("C1"),
            ["set", "LUAT", f"A{TURN}", "    từ ngưỡng_đúng"],
            *shown("C1", "D1", "E1"),
            ["set", "LUAT", f"A{TURN}", line],
            *shown("C1"),
            ["close"],
        ]
    )
    first, unknown, why, better, *found = (one for one in found if one is not None)
    assert (first, unknown, better) == ("4", {"error": 519}, "5")
    assert why == (
        "Bộ luật không có khóa “9.9”. Xem mã tiêu chí và tên số liệu trong bộ luật. (E512)"
    )
    wrong, wrong_figure, said, edited, stopped, reason, finding, mended = found
    assert (wrong, wrong_figure) == ({"error": 519}, {"error": 519})
    assert said == ("“hồ_sơ_đúng_hạn”: ô báo lỗi #N/A. Sửa công thức hoặc nhập lại số liệu. (E525)")
    assert (edited, stopped, mended) == ("3.5", {"error": 519}, "4")
    assert reason == finding
    assert reason.startswith(f"Bộ luật, dòng {TURN}: ")
    assert reason.endswith("(E119)")


def test_tables_ranks_classes_and_versions(calc: Office) -> None:
    rows: list[tuple[str, ...]] = [
        ("Đơn vị", "hồ_sơ", "hồ_sơ_đúng_hạn"),
        ("Xã A", "1000", "980"),
        ("Xã B", "1000", "1200"),
        ("", "", ""),
        ("Tổng cộng", "2000", "2180"),
    ]
    steps: list[Step] = [["new"], ["sheet", "KQ"]]
    for row, texts in enumerate(rows, 1):
        for letter, text in zip("ABC", texts, strict=True):
            if text:
                value = float(text) if text.isdigit() else text
                steps.append(["set", "Sheet1", f"{letter}{row}", value])
    reference = '"CCHC-XA@2026"'
    steps += [
        ["array", "KQ", "A1:E4", f"=CCHC.BANG(Sheet1.A1:C1;Sheet1.A2:C5;{reference})"],
        ["array", "KQ", "F1:F4", "=CCHC.XEP_HANG(Sheet1.B2:B5)"],
        ["array", "KQ", "G1:G2", '=CCHC.XEP_HANG(Sheet1.B2:B3;"1-2-2-3")'],
        ["set", "KQ", "H1", 0.8],
        ["set", "KQ", "H2", "=1/0"],
        ["array", "KQ", "I1:I2", f'=CCHC.XEP_LOAI(H1:H2;{reference};"xã")'],
        ["set", "KQ", "J1", f"=CCHC.PHIEN_BAN({reference})"],
        ["set", "KQ", "J2", "=CCHC.PHIEN_BAN()"],
        ["set", "KQ", "J3", f'=CCHC_XEP_LOAI(KQ.H:H;{reference};"xã")'],
        ["dump"],
        ["formulas", "KQ", "J3"],
        ["close"],
    ]
    *_, dump, formulas, _ = calc.ask(steps)
    first, second, third, fourth = dump["KQ"]
    missing, error = {"error": 32767}, {"error": 519}
    assert first[:2] == [missing, missing]
    assert second[:2] == [error, error]
    assert first[4].startswith("5,00–20,00 trên 20; thiếu ")
    assert third[:5] == [""] * 5 == fourth[:5]
    assert [row[5] for row in dump["KQ"]] == [2.0, 2.0, "", 1.0]
    assert [first[6], second[6]] == [1.0, 1.0]
    assert first[8] == "Tốt"
    assert second[8].startswith("Ô báo lỗi #DIV/0!.")
    assert first[9].startswith(f"cchc-rules {__version__} · CCHC-XA năm 2026 · sha256 ")
    assert second[9] == f"cchc-rules {__version__}"
    assert third[9] == "Tốt"
    assert formulas[0][0].startswith("=CCHC.XEP_LOAI(")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_kept_example_is_fresh(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    book = tmp_path / EXAMPLE.name
    assert cli.main(["addin", "calc", "-o", str(book)]) == 0
    if request.config.getoption("--accept"):
        EXAMPLE.write_bytes(book.read_bytes())
        return
    assert parts(EXAMPLE) == parts(book), "pytest tests/calc --accept"


def test_the_example_scores_itself_and_a_figure_changes_its_score(calc: Office) -> None:
    pages = {page.name: page for page in example_pages().pages}
    rows = [row[0] if row else "" for row in pages[FORM].rows]
    cell, result = (f"{letter}{rows.index(key) + 1}" for letter, key in
                    (("C", "hồ_sơ_đúng_hạn"), ("D", "2.1")))  # fmt: skip
    titles = list(pages[TABLE].rows[2])
    column, total, place = (
        xl_col_to_name(titles.index(one)) for one in ("hồ_sơ_đúng_hạn", "Tổng điểm", "Xếp hạng")
    )
    found = calc.ask(
        [
            ["open", str(EXAMPLE)],
            ["dump"],
            ["set", FORM, cell, 980],
            ["value", FORM, result],
            ["set", TABLE, f"{column}6", 1000],
            ["set", TABLE, f"{column}5", 100],
            *(["value", TABLE, f"{letter}{row}"] for row in (4, 5, 6) for letter in (total, place)),
            ["close"],
        ]
    )
    first, after, *ranked = (one for one in found if one is not None)
    for page in pages.values():
        for one in page.formulas:
            shown = [
                row[one.left : one.left + len(one.values[0])]
                for row in first[page.name][one.top : one.top + len(one.values)]
            ]
            assert shown == [list(row) for row in one.values]
    assert after == 5
    assert ranked == [14.25, 1, 12.75, 2, 12.75, 2]


def test_a_large_rule_text_works_under_its_name(calc: Office) -> None:
    lines = XA.partition("KIỂM THỬ")[0].split("\n")
    lines += ["# ghi chú của hội đồng thẩm định cải cách hành chính"] * 1_400
    assert len("\n".join(lines).encode()) > 100_000
    found = calc.ask(
        [
            ["new"],
            ["sheet", "LUAT"],
            ["fill", "LUAT", f"A1:A{len(lines)}", [[line] for line in lines]],
            ["name", "CCHC_LUAT", f"$LUAT.$A$1:$A${len(lines)}"],
            ["fill", "Sheet1", "A1:B3", [["2.1", ""], ["hồ_sơ", 1000], ["hồ_sơ_đúng_hạn", 965]]],
            ["array", "Sheet1", "C1:C3", '=CCHC.DIEM(A1:A3;B1:B3;CCHC_LUAT;"xã")'],
            ["value", "Sheet1", "C1"],
            ["close"],
        ]
    )
    assert found[-2] == 4


def test_the_function_wizard_shows_our_help(calc: Office) -> None:
    described = calc.ask([["described"]])[0]
    for function in FUNCTIONS:
        name, summary, arguments = described[function.name]
        assert name == function.name
        assert summary == function.summary
        assert arguments == [[one.name, one.help] for one in function.arguments]


def test_the_form_of_a_template_is_scored_as_the_command_line_does(
    calc: Office, tmp_path: Path
) -> None:
    book = tmp_path / "phieu.xlsx"
    given = ["CCHC-XA@2026", "-o", str(book), "--unit", "Xã Na Lay", "--kind", "xã"]
    assert cli.main(["template", *given]) == 0
    rules = load_rules("CCHC-XA@2026").usable
    assert rules is not None
    rows = lay_out(rules, ("xã",)).rows
    last = rows[-1].number
    numbers = {row.key: row.number for row in rows}
    values = {"hồ_sơ": 1000, "hồ_sơ_đúng_hạn": 965, "có_kỷ_luật": "không", "ngày_ban_hành": 46042}
    form = f"$'{SHEET}'."
    area = f'{form}M{FIRST_ROW}:M{last};{form}E{FIRST_ROW}:E{last};CCHC_LUAT;"xã"'
    found = calc.ask(
        [
            ["open", str(book)],
            *(["set", SHEET, f"E{numbers[key]}", value] for key, value in values.items()),
            ["sheet", "HÀM"],
            ["array", "HÀM", f"A{FIRST_ROW}:A{last}", f"=CCHC.DIEM({area})"],
            ["array", "HÀM", "B1:E1", f"=CCHC.TONG({area})"],
            ["array", "HÀM", f"C{FIRST_ROW}:C{last}", f"=CCHC.KIEM_TRA({area})"],
            ["dump"],
            ["save", str(book), XLSX],
            ["close"],
        ]
    )
    dump = next(one for one in found if isinstance(one, dict))["HÀM"]
    scored = score(Task(str(book), "CCHC-XA@2026"))
    assert scored.ranking is not None
    own = scored.ranking.units[0].assessment
    for leaf in own.leaves:
        cell = dump[numbers[leaf.leaf.code] - 1][0]
        assert cell == (float(leaf.low) if not leaf.open else {"error": 32767})
    assert dump[numbers["2.1"] - 1][0] == 4
    assert dump[0][1] == {"error": 32767}
    assert [row[2] for row in dump[FIRST_ROW - 1 :] if row[2]] == []
