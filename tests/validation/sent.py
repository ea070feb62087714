"""A real form of the template, filled, as the XML that a slip of its official then changes."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from cchc_rules.engine.validating import Bench, bench_of
from cchc_rules.excel.form import stamp_of
from cchc_rules.excel.reading import open_workbook
from cchc_rules.forms.layout import POINTS, Column, lay_out
from cchc_rules.validation.expected import Expected
from tests.excel.form.making import COUNCIL, FULL, SAMPLE
from tests.excel.template.making import COMMUNE, XA, form, parts

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM, HELPERS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml"
STYLES, BOOK = "xl/styles.xml", "xl/workbook.xml"
_EPOCH = date(1899, 12, 30)
_ROW = re.compile(r'<row r="([0-9]+)"')
_OWN = re.compile(r"(?<![!\w$])(\$?[A-Z]{1,2}\$?)([0-9]+)\b(?!\()")
_FOREIGN = re.compile(r"('Phiếu chấm điểm'!\$?[A-Z]{1,2}\$?)([0-9]+)\b")
_FORMULA = re.compile(r"(<f>)(.*?)(</f>)", re.DOTALL)

Value = object
"""A number, a text, a date, có/không as it is stored, None, or a formula with its result."""


@dataclass(frozen=True)
class Formula:
    """A formula, and the result that is stored with it."""

    text: str
    stored: object = 0


@dataclass
class Sent:
    """The parts of a form; `keeps`: cells whose stored results are as they are, right or not."""

    parts: dict[str, str | bytes]
    keeps: set[str] = field(default_factory=set)
    recalculates: bool = True

    def text(self, part: str = FORM) -> str:
        """Return a part."""
        found = self.parts[part]
        assert isinstance(found, str)
        return found

    def replace(self, old: str, new: str, part: str = FORM) -> None:
        """Replace what stands once in a part."""
        text = self.text(part)
        assert old in text, old
        self.parts[part] = text.replace(old, new, 1)

    def cell(self, ref: str) -> str:
        """Return the XML of a cell."""
        found = re.search(rf'<c r="{ref}"[^>]*?(?:/>|>.*?</c>)', self.text(), re.DOTALL)
        assert found, ref
        return found[0]

    def put(self, ref: str, value: Value) -> None:
        """Type something into a cell, whose look stays."""
        cell = self.cell(ref)
        style = re.search(r' s="[0-9]+"', cell)
        self.replace(cell, f'<c r="{ref}"{style[0] if style else ""}{_tail(value)}')
        self.keeps.add(ref)

    def style(self, ref: str, *, shown: str = "", font: str = "") -> None:
        """Give a cell another number format, or another font."""
        cell = self.cell(ref)
        number = re.search(r' s="([0-9]+)"', cell)
        assert number
        block = re.search(r"<cellXfs[^>]*>(.*?)</cellXfs>", self.text(STYLES), re.DOTALL)
        assert block
        looks = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", block[1], re.DOTALL)
        look = looks[int(number[1])]
        if shown:
            self.replace("</numFmts>", f'<numFmt numFmtId="199" formatCode="{escape(shown)}"/>'
                         "</numFmts>", STYLES)  # fmt: skip
            look = re.sub(r'numFmtId="[0-9]+"', 'numFmtId="199"', look)
        if font:
            fonts = len(re.findall(r"<font>", self.text(STYLES).partition("</fonts>")[0]))
            self.replace("</fonts>", f'<font><sz val="12"/><name val="{font}"/></font></fonts>',
                         STYLES)  # fmt: skip
            look = re.sub(r'fontId="[0-9]+"', f'fontId="{fonts}"', look)
        self.replace("</cellXfs>", look + "</cellXfs>", STYLES)
        self.replace(cell, cell.replace(number[0], f' s="{len(looks)}"'))

    def row(self, number: int) -> str:
        """Return the XML of a row."""
        found = re.search(rf'<row r="{number}"[ >].*?</row>', self.text(), re.DOTALL)
        assert found
        return found[0]

    def move(self, first: int, by: int) -> None:
        """Move the rows from `first` on, with all that refers to them, as a spreadsheet does."""

        def moved(found: re.Match[str]) -> str:
            number = int(found[2])
            return f"{found[1]}{number + by if number >= first else number}"

        def in_formula(found: re.Match[str]) -> str:
            return found[1] + _OWN.sub(moved, found[2]) + found[3]

        head, rows, foot = re.split(r"(<sheetData>.*</sheetData>)", self.text(), flags=re.DOTALL)
        rows = _FORMULA.sub(in_formula, rows)
        rows = re.sub(r'(<row r=")([0-9]+)', moved, rows)
        rows = re.sub(r'(<c r="[A-Z]+)([0-9]+)', moved, rows)
        foot = re.sub(r'((?:sq)?ref="[^"]*")', lambda one: _OWN.sub(moved, one[0]), foot)
        self.parts[FORM] = head + rows + foot
        for part in (HELPERS, BOOK):
            self.parts[part] = _FOREIGN.sub(moved, self.text(part))

    def save(self, path: Path) -> Path:
        """Write the workbook; every result is stored as a spreadsheet would have calculated it."""
        _write(path, self.parts)
        if self.recalculates and self._calculate(path):
            _write(path, self.parts)
        return path

    def _calculate(self, path: Path) -> bool:
        changed = False
        for ref, value in _shown(path).items():
            cell = self.cell(ref) if f'<c r="{ref}"' in self.text() else ""
            formula = re.search(r"<f>(.*?)</f>", cell, re.DOTALL)
            if not formula or ref in self.keeps:
                continue
            style = re.search(r' s="[0-9]+"', cell)
            tail = _tail(Formula(formula[1], value), escaped=True)
            again = f'<c r="{ref}"{style[0] if style else ""}{tail}'
            changed = changed or again != cell
            self.replace(cell, again)
        return changed


def _tail(value: Value, *, escaped: bool = False) -> str:
    """Return what follows the address and the look of a cell."""
    match value:
        case None:
            return "/>"
        case bool():
            return f' t="b"><v>{int(value)}</v></c>'
        case Formula(text, stored):
            formula = text if escaped else escape(text.removeprefix("="))
            if isinstance(stored, str):
                kind = "e" if stored.startswith("#") else "str"
                return f' t="{kind}"><f>{formula}</f><v>{escape(stored)}</v></c>'
            return f"><f>{formula}</f><v>{stored}</v></c>"
        case date():
            return f"><v>{(value - _EPOCH).days}</v></c>"
        case int() | float() | Decimal():
            return f"><v>{value}</v></c>"
        case _ if str(value).startswith("#"):
            return f' t="e"><v>{value}</v></c>'
        case _:
            text = escape(str(value))
            return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _write(path: Path, content: Mapping[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)


def bench() -> Bench:
    """Return the sample's rules, as `validate` has them."""
    return bench_of(str(SAMPLE), None, None)


def _shown(path: Path) -> dict[str, object]:
    """Return what the score cells of a form show after it is recalculated, by address."""
    workbook, _ = open_workbook(path)
    if workbook is None:
        return {}
    with workbook:
        stamp = stamp_of(workbook)
        reader = bench().reader
        candidate = reader.find(workbook, stamp)
        if candidate is None:
            return {}
        read = reader.read(workbook, candidate, stamp)
    shown: dict[str, object] = {}
    program = bench().judge.program
    for round_, facts in read.facts.items():
        expected = Expected(program.assess(facts, round_), program)
        column = read.head.columns.get(POINTS[round_], POINTS[round_].number)
        letter = chr(ord("@") + column)
        for row in read.layout.rows:
            wanted, number = expected.of(row), read.bound.rows.get(row.key)
            if wanted is None or number is None:
                continue
            value = wanted.number
            if value is not None and row.kind.name == "PERCENT":
                value /= 100
            shown[f"{letter}{number}"] = wanted.text or "thiếu" if value is None else value
    return shown


def at(key: str, column: Column = Column.DECLARED) -> str:
    """Return the address of a cell of the form."""
    return lay_out(bench().rules, ("xã",)).cell(key, column).replace("$", "")


@cache
def _filled(*, appraised: bool) -> dict[str, str | bytes]:
    one = Sent({name: _decoded(name, data) for name, data in parts(form(COMMUNE, XA)).items()})
    rounds = ((Column.DECLARED, FULL), *(((Column.APPRAISED, COUNCIL),) if appraised else ()))
    for column, figures in rounds:
        for key, value in figures.items():
            one.put(at(key, column), value[0] if isinstance(value, tuple) else value)
    one.put(at("1.1.1", Column.EVIDENCE), "KH số 5/KH-UBND ngày 31/12/2025")
    with TemporaryDirectory() as folder:
        one.save(Path(folder) / "phiếu.xlsx")
    return one.parts


def _decoded(name: str, data: bytes) -> str | bytes:
    return data.decode() if name.endswith((".xml", ".rels")) else data


def filled(*, appraised: bool = False) -> Sent:
    """Return a form in which the unit (and the council) entered everything, without a slip."""
    return Sent(dict(_filled(appraised=appraised)))
