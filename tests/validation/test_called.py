"""Forms whose scores our functions give, as each host spells them: only values are judged."""

from __future__ import annotations

import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING

import pytest

from cchc_rules import cli
from cchc_rules.bundled import folder
from cchc_rules.diagnostics import Cell
from cchc_rules.engine.validating import Options, validate_one
from cchc_rules.excel.calls import NAMES, calls_ours, is_addin, without_calls
from cchc_rules.forms.layout import FIRST_ROW, SHEET, Column, lay_out
from cchc_rules.functions import FUNCTIONS
from cchc_rules.porting import CALC, EXCEL, SERVER, port
from tests.calc.office import missing, office
from tests.excel.form.making import SAMPLE, Made, cell_of, sample, shown_in, write_form

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from tests.calc.office import Step

RULES = sample()
LAST = lay_out(RULES, ("xã",)).rows[-1].number
SCORES = Column.SELF_SCORE.letter
GIVEN = f'(M{FIRST_ROW}:M{LAST},D{FIRST_ROW}:D{LAST},"CCHC-XA@2026","xã","tự chấm")'
SPELLINGS = {
    "Excel": "CCHC_DIEM",
    "Excel, liên kết": "[1]!CCHC_DIEM",
    "Excel, đường dẫn": r"'C:\Users\lan\AppData\Roaming\cchc.xlam'!CCHC_DIEM",
    "Server, Lite": "_xldudf_CCHC_DIEM",
    "Calc": "CCHC.DIEM",
}
AT = cell_of(RULES, "2.1", Column.SELF_SCORE)


def called(
    name: str,
    values: Mapping[str, object],
    instead: Mapping[str, object],
    book: Workbook,
    sheet: Worksheet,
) -> None:
    """Let one array formula give the scores, and have its cells show what they showed last."""
    del book
    area = f"{SCORES}{FIRST_ROW}:{SCORES}{LAST}"
    for row in range(FIRST_ROW, LAST + 1):
        address = f"{SCORES}{row}"
        value = instead.get("*", instead.get(address, values.get(address, "")))
        if row == FIRST_ROW:
            sheet.write_array_formula(area, f"{{={name}{GIVEN}}}", None, value)
        elif isinstance(value, str) and value.startswith("#"):
            sheet.write_formula(address, f"={name}{GIVEN}", None, value)
        elif isinstance(value, str):
            sheet.write_string(address, value)
        else:
            sheet.write_number(address, float(str(value)))


def form(path: Path, name: str, instead: Mapping[str, object] | None = None) -> Path:
    """Write a form that the functions score; `instead` has other values, "*" for every cell."""
    plain = shown_in(write_form(path, Made(RULES)), Made(RULES))
    values = {at: ("" if value == "thiếu" else value) for at, value in plain.items()}
    write_form(path, Made(RULES, touch=partial(called, name, values, instead or {})))
    if name.startswith("["):
        _link(path)
    return path


def _link(path: Path) -> None:
    """Add the link to the add-in that Excel writes for `[1]!`."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    office_, package = (
        f"http://schemas.openxmlformats.org/{one}/2006/relationships"
        for one in ("officeDocument", "package")
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{main}"><externalBook xmlns:r="{office_}" r:id="rId1"/>'
        "</externalLink>"
    ).encode()
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{office_}/externalLinkPath" TargetMode="External" '
        r'Target="file:///C:\Users\lan\AppData\Roaming\Microsoft\Excel\XLSTART\cchc.xlam"/>'
        "</Relationships>"
    ).encode()
    book, rels = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    parts[book] = parts[book].replace(
        b"</sheets>",
        b'</sheets><externalReferences><externalReference r:id="rIdLink"/></externalReferences>',
    )
    link = f'<Relationship Id="rIdLink" Type="{office_}/externalLink" '
    link += 'Target="externalLinks/externalLink1.xml"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def told(path: Path) -> list[tuple[str, str]]:
    found = validate_one(str(path), Options(rules=str(SAMPLE))).found
    places = (one.place for one in found)
    return [
        (one.code, place.ref if isinstance(place, Cell) else "")
        for one, place in zip(found, places, strict=True)
    ]


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_score_that_our_function_gives_is_no_slip(tmp_path: Path, host: str) -> None:
    linked = [("N506", "")] if host == "Excel, liên kết" else []
    assert told(form(tmp_path / "phieu.xlsx", SPELLINGS[host])) == linked


@pytest.mark.parametrize("host", SPELLINGS)
def test_what_it_showed_last_is_compared(tmp_path: Path, host: str) -> None:
    path = form(tmp_path / "phieu.xlsx", SPELLINGS[host], {AT: 3.0})
    assert [one for one in told(path) if one[0] != "N506"] == [("W594", AT)]
    path = form(tmp_path / "phieu.xlsx", SPELLINGS[host], {AT: "#N/A"})
    assert [one for one in told(path) if one[0] != "N506"] == [("W594", AT)]


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_host_that_did_not_know_it_is_told_with_the_remedy(tmp_path: Path, host: str) -> None:
    path = form(tmp_path / "phieu.xlsx", SPELLINGS[host], {"*": "#NAME?"})
    found = validate_one(str(path), Options(rules=str(SAMPLE))).found
    (one,) = (one for one in found if one.code != "N506")
    assert one.code == "W593"
    assert f"{SCORES}{FIRST_ROW}" in one.message
    assert "#NAME?" in one.message
    assert "cchc port calc" in one.remedy
    assert "Cài phần bổ trợ" in one.remedy
    path = form(tmp_path / "phieu.xlsx", SPELLINGS[host], {AT: "#NAME?"})
    assert [one for one in told(path) if one[0] != "N506"] == [("W593", AT)]


def test_the_remedy_works(tmp_path: Path) -> None:
    """`cchc port` there and back: no finding comes or goes, whoever opens the file."""
    source = form(tmp_path / "excel.xlsx", "CCHC_DIEM")
    for host in (CALC, SERVER, EXCEL):
        target = tmp_path / f"{host}.xlsx"
        count, found = port(source, target, host)
        assert (count > 0, found) == (host != EXCEL, ())
        assert told(target) == []


@pytest.mark.skipif(bool(missing()), reason=missing() or "never")
def test_a_form_that_libreoffice_scored_and_saved(tmp_path: Path) -> None:
    book, saved = tmp_path / "phieu.xlsx", tmp_path / "da-luu.xlsx"
    given = ["CCHC-XA@2026", "-o", str(book), "--unit", "Xã Na Lay", "--kind", "xã"]
    assert cli.main(["template", *given]) == 0
    figures = {"hồ_sơ": 1000, "hồ_sơ_đúng_hạn": 965, "lần_chậm_báo_cáo": 3}
    entered = [["set", SHEET, cell_of(RULES, key, Column.DECLARED), value]
               for key, value in figures.items()]  # fmt: skip
    formula = f"=CCHC.DIEM{GIVEN.replace(',', ';')}"
    area = f"{SCORES}{FIRST_ROW}:{SCORES}{LAST}"
    scored = [["unprotect", SHEET], ["array", SHEET, area, formula]]
    kept = [["save", str(saved), "Calc MS Excel 2007 XML"], ["close"]]
    steps: list[Step] = [["open", str(book)], *entered, *scored, *kept]
    with office() as calc:
        calc.ask(steps)
    with zipfile.ZipFile(saved) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if "sheets/" in name]
    assert any(re.search(r'<f[^>]*t="array"[^>]*>CCHC\.DIEM\(', text) for text in texts)
    codes = {code for code, _ in told(saved)}
    assert not codes & {"E592", "E593", "W593", "W594", "W595", "W506", "E525"}


def test_the_functions_are_those_of_the_registry() -> None:
    assert tuple(function.short for function in FUNCTIONS) == NAMES


@pytest.mark.parametrize(
    ("formula", "ours"),
    [
        ("IF(A1>0,cchc_diem(1),0)", True),
        ('"CCHC_DIEM(1)"', False),
        ("CCHC_KHAC(1)", False),
        ("[1]Trang!CCHC_DIEM", False),
    ],
)
def test_other_formulas_stay_what_they_were(formula: str, *, ours: bool) -> None:
    assert calls_ours(formula) is ours
    assert (without_calls(formula) == formula) is not ours


def test_a_link_to_anything_else_is_told_as_before(tmp_path: Path) -> None:
    assert is_addin(r"file:///C:\x\CCHC.XLAM")
    assert not is_addin("file:///C:/x/cchc.xlsx")
    assert not is_addin("file:///C:/x/khac.xlam")
    path = form(tmp_path / "phieu.xlsx", "[1]!CCHC_DIEM")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rels = "xl/externalLinks/_rels/externalLink1.xml.rels"
    parts[rels] = parts[rels].replace(b"cchc.xlam", b"so-lieu.xlsx")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert told(path) == [("W506", "")]


@pytest.mark.parametrize("name", ["cchc-vi-du.xlsm", "cchc-vi-du-calc.xlsx"])
def test_the_table_of_our_example_is_judged_by_what_it_showed_last(
    tmp_path: Path, name: str
) -> None:
    example = folder("workbook") / "addin" / name
    wrong, error = "<v>3</v>", "<v>#NAME?</v>"
    for value, kind, code in ((wrong, "", "E592"), (error, ' t="e"', "W593")):
        path = tmp_path / name
        with zipfile.ZipFile(example) as old, zipfile.ZipFile(path, "w") as new:
            for part in old.namelist():
                data = old.read(part).decode("latin-1")
                if part == "xl/worksheets/sheet2.xml":
                    data, count = re.subn(r'(<c r="Q4"[^>]*?)(>.*?</f>)<v>14.25</v>',
                                          rf"\1{kind}\2{value}", data)  # fmt: skip
                    assert count == 1
                new.writestr(part, data.encode("latin-1"))
        assert {one for one in told(path) if one[0] not in {"N505", "N513"}} == {(code, "Q4")}
    assert not [one for one in told(example) if one[0][0] != "N"]
