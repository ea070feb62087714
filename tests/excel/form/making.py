"""Forms made by hand from the layout of a rule set, as units send them back, mistakes included."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from cchc_rules.bundled import folder
from cchc_rules.engine.rules import load_rules
from cchc_rules.evaluation import compile_rules
from cchc_rules.excel.form import FormReader, Prepared, stamp_of
from cchc_rules.excel.reading import open_workbook
from cchc_rules.facts import Round
from cchc_rules.forms.layout import (
    FIRST_ROW,
    INPUT,
    POINTS,
    RULES_SHEET,
    SHEET,
    Column,
    FormRow,
    RowKind,
    lay_out,
)
from cchc_rules.formulas import compile_form
from cchc_rules.model import RuleSet
from cchc_rules.validation.expected import Expected, Shown

Value = object
"""What is written: a pair (number, format) has a number format; text that begins with = is a
formula, a pair of it and a value has that value stored."""

SAMPLE = folder("rules") / "mau/2026/xa.cchc"
FORMATS = ("0.0%", "dd/mm/yyyy", "@")
FULL: Mapping[str, Value] = {
    "có_kỷ_luật": "không",
    "đã_khắc_phục": "không",
    "ngày_ban_hành": date(2025, 12, 31),
    "có_phân_công": "có",
    "có_kinh_phí": "có",
    "nhiệm_vụ_giao": 40,
    "nhiệm_vụ_xong": 34,
    "ngày_báo_cáo": date(2026, 12, 9),
    "lần_chậm_báo_cáo": 3,
    "hồ_sơ": 1000,
    "hồ_sơ_đúng_hạn": 965,
    "có_đất_công": "có",
    "tỷ_lệ_đất": (0.7, "0.0%"),
}
COUNCIL: Mapping[str, Value] = {
    **FULL,
    "phiếu_hài_lòng": "; ".join(["4"] * 30),
    "số_sáng_kiến": 1,
}


def sample() -> RuleSet:
    rules = load_rules(str(SAMPLE)).usable
    assert rules is not None
    return rules


@dataclass
class Stale:
    """The formula that belongs into a score cell, with a value that it does not have."""

    value: object


@dataclass
class Made:
    """What goes into a form; `cells` are written last, over everything, by address."""

    rules: RuleSet
    kind: str = "xã"
    unit: str = "Xã Na Lay"
    unit_id: str = ""
    unit_name: str = ""
    declared: Mapping[str, Value] = field(default_factory=lambda: dict(FULL))
    appraised: Mapping[str, Value] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(
        default_factory=lambda: {"1.1.1": "KH số 5 ngày 31/12/2025"}
    )
    explanation: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, tuple[float | None, str | None]] = field(default_factory=dict)
    cells: Mapping[str, Value] = field(default_factory=dict)
    sha256: str | None = None
    code: str | None = None
    year: int | None = None
    stamped: bool = True
    protected: bool = True
    keyed: bool = True
    book_options: Mapping[str, object] = field(default_factory=dict)
    touch: Callable[[xlsxwriter.Workbook, Worksheet], object] | None = None


def cell_of(rules: RuleSet, key: str, column: Column, kind: str = "xã") -> str:
    return lay_out(rules, (kind,)).cell(key, column).replace("$", "")


class _Writer:
    def __init__(self, made: Made, path: Path) -> None:
        self.made = made
        self.layout = lay_out(made.rules, (made.kind,))
        self.book = xlsxwriter.Workbook(str(path), dict(made.book_options))
        self.formats = {code: self.book.add_format({"num_format": code}) for code in FORMATS}
        self.sheet = self.book.add_worksheet(SHEET)
        self.shown: Mapping[str, object] | None = None
        self.formulas = compile_form(self.layout).cells

    def put(self, address: str, value: Value) -> None:
        match value:
            case None:
                self.sheet.write_blank(address, None, self.formats["@"])
            case Stale(stored):
                formula = self.formulas[SHEET, address]
                self.sheet.write_formula(address, formula, None, stored)
            case (str(formula), stored) if formula.startswith("="):
                self.sheet.write_formula(address, formula, None, stored)
            case (number, str(shown)):
                self.sheet.write_number(address, float(str(number)), self.formats[shown])
            case bool():
                self.sheet.write_boolean(address, value)
            case int() | float():
                self.sheet.write_number(address, value)
            case date():
                day = datetime(value.year, value.month, value.day)  # noqa: DTZ001
                self.sheet.write_datetime(address, day, self.formats["dd/mm/yyyy"])
            case str() if value.startswith("="):
                self.sheet.write_formula(address, value, None, 0)
            case _:
                self.sheet.write_string(address, str(value))

    def write(self) -> None:
        made, sheet = self.made, self.sheet
        sheet.write_string("A1", made.rules.title)
        sheet.write_string("A4", "Đơn vị:")
        sheet.write_string("C4", made.unit)
        for column in Column:
            top, bottom = FIRST_ROW - 3, FIRST_ROW - 2
            sheet.write_string(f"{column.letter}{top}", column.group or column.heading)
            if column.group:
                sheet.write_string(f"{column.letter}{bottom}", column.heading)
            sheet.write_string(f"{column.letter}{FIRST_ROW - 1}", f"({column.number})")
        self.rows()
        self.scores()
        for address, value in made.cells.items():
            self.put(address, value)
        sheet.set_column("M:M", None, None, {"hidden": True})
        if made.protected:
            sheet.protect()
        if made.stamped:
            self.stamp()
        if made.touch is not None:
            made.touch(self.book, sheet)
        self.book.close()

    def rows(self) -> None:
        made = self.made
        for row in self.layout.rows:
            at = partial(self.layout.cell, row.key)
            self.put(at(Column.ORDER), row.order)
            self.put(at(Column.TITLE), row.label)
            if made.keyed:
                self.put(at(Column.KEY), row.key)
            scored = {RowKind.HEADING, RowKind.LEAF, RowKind.TOTAL}
            if row.node is not None and row.kind in scored:
                self.put(at(Column.MAXIMUM), float(row.node.maximum.of(made.kind)))
            for values, round_ in ((made.declared, Round.SELF), (made.appraised, Round.APPRAISED)):
                if row.key in values:
                    self.put(at(INPUT[round_]), values[row.key])
            if row.key in made.overrides:
                score, reason = made.overrides[row.key]
                self.put(at(Column.OVERRIDE), score)
                self.put(at(Column.OVERRIDE_REASON), reason)
            for texts, column in (
                (made.evidence, Column.EVIDENCE),
                (made.explanation, Column.EXPLANATION),
            ):
                if row.key in texts:
                    self.put(at(column), texts[row.key])

    def scores(self) -> None:
        """Write what a template and a recalculation would have put into the score cells."""
        formulas = self.formulas
        shown = self.shown
        if shown is None:
            return
        for row in self.layout.rows:
            address = self.layout.cell(row.key, Column.REASON).replace("$", "")
            if (SHEET, address) in formulas:
                self.put(address, (formulas[SHEET, address], "vì"))
        for round_ in Round:
            for row in self.layout.rows:
                address = self.layout.cell(row.key, POINTS[round_]).replace("$", "")
                formula = formulas.get((SHEET, address))
                value = shown.get(address)
                if formula is None and value is None:
                    continue
                self.put(
                    address,
                    (formula or f"=CCHC_TINH!B{row.number}", "thiếu" if value is None else value),
                )

    def stamp(self) -> None:
        made, rules = self.made, self.made.rules
        sheet = self.book.add_worksheet(RULES_SHEET)
        sheet.hide()
        sheet.write_string("C1", rules.sha256 if made.sha256 is None else made.sha256)
        sheet.write_string("C2", rules.code if made.code is None else made.code)
        sheet.write_number("C3", rules.year if made.year is None else made.year)
        sheet.write_string("C5", made.unit_id)
        sheet.write_string("C6", made.kind)
        sheet.write_string("C7", made.unit_name)
        self.book.define_name("CCHC_DON_VI", f"='{SHEET}'!$C$4")


def shown_in(path: Path, made: Made) -> dict[str, object]:
    """Return what a recalculation of a form without scores would show in its score cells."""
    workbook, found = open_workbook(path)
    assert workbook is not None, found
    with workbook:
        reader = FormReader(Prepared(made.rules))
        stamp = stamp_of(workbook)
        candidate = reader.find(workbook, stamp)
        assert candidate is not None
        form = reader.read(workbook, candidate, stamp)
    program = compile_rules(made.rules)
    layout = lay_out(made.rules, (made.kind,))
    shown: dict[str, object] = {}
    for round_, facts in form.facts.items():
        expected = Expected(program.assess(facts, round_), program)
        for row in layout.rows:
            wanted = expected.of(row)
            if wanted is not None:
                address = layout.cell(row.key, POINTS[round_]).replace("$", "")
                shown[address] = _stored(row, wanted)
    return shown


def _stored(row: FormRow, wanted: Shown) -> object:
    if wanted.number is None:
        return wanted.text or "thiếu"
    share = row.kind is RowKind.PERCENT
    return float(wanted.number / 100 if share else wanted.number)


def write_form(path: Path, made: Made) -> Path:
    """Write a form twice: without its scores, then with those that it shows."""
    _Writer(replace(made, cells={}, touch=None), path).write()
    shown = shown_in(path, made)
    writer = _Writer(made, path)
    writer.shown = shown
    writer.write()
    return path
