"""A drawn form in, the workbooks of many units out: only cells that differ are written again."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING

from cchc_rules.excel.template.assembling import assemble
from cchc_rules.excel.writing.rows import escaped, text_xml
from cchc_rules.forms.inputs import YES_NO
from cchc_rules.forms.layout import RULES_SHEET, SHEET
from cchc_rules.numeric import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from cchc_rules.excel.template.form import Form

    Value = Decimal | date | bool | str
    Values = Mapping[tuple[str, str], Value]
    """What cells hold, by sheet and address (C7)."""

_FAST = 2
_CELL = re.compile(r'<c r="(?P<ref>[A-Z]+[0-9]+)"(?P<style> s="[0-9]+")?/>')
_FIRST_DAY = date(1899, 12, 30)


class Prototype:
    """A form without a unit; `filled` gives that of a unit."""

    def __init__(self, form: Form) -> None:
        parts = assemble(form)
        own = {
            parts.sheets[SHEET]: (SHEET, parts.formulas),
            parts.sheets[RULES_SHEET]: (RULES_SHEET, {}),
        }
        self._same = io.BytesIO()
        self._parts: dict[str, _Part] = {}
        with zipfile.ZipFile(self._same, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as same:
            for name, xml in parts.content.items():
                if name in own:
                    sheet, formulas = own[name]
                    self._parts[sheet] = _Part(name, xml, formulas)
                else:
                    same.writestr(_info(name), xml)

    def filled(self, values: Values) -> bytes:
        """Return the workbook with these values in its cells, formulas with them as cached."""
        buffer = io.BytesIO(self._same.getvalue())
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as book:
            for sheet, part in self._parts.items():
                own = {ref: value for (name, ref), value in values.items() if name == sheet}
                book.writestr(_info(part.name), part.filled(own))
        return buffer.getvalue()


class _Part:
    """The XML of one sheet, cut at its blank cells; some of them have a formula.

    A formula without a value keeps none: programs then count it when they open the file, where a
    wrong 0 would be believed.
    """

    def __init__(self, name: str, xml: str, formulas: Mapping[str, str]) -> None:
        self.name = name
        self._formulas = {ref: f"<f>{escaped(text)}</f>" for ref, text in formulas.items()}
        self._pieces: list[str] = []
        self._cells: dict[str, tuple[int, str]] = {}
        done = 0
        for found in _CELL.finditer(xml):
            ref, start = found["ref"], f'<c r="{found["ref"]}"{found["style"] or ""}'
            formula = self._formulas.get(ref)
            self._pieces += [xml[done : found.start()], ""]
            self._cells[ref] = len(self._pieces) - 1, start
            self._pieces[-1] = f"{start}>{formula}</c>" if formula else found.group()
            done = found.end()
        self._pieces.append(xml[done:])

    def filled(self, values: Mapping[str, Value]) -> str:
        """Return the XML with values in cells; an address that has no cell is a fault of ours."""
        pieces = self._pieces.copy()
        for ref, value in values.items():
            place, start = self._cells[ref]
            pieces[place] = start + _ending(value, self._formulas.get(ref, ""))
        return "".join(pieces)


def _ending(value: Value, formula: str) -> str:
    """Return a cell from behind its style on."""
    if isinstance(value, bool):
        value = YES_NO[0] if value else YES_NO[1]
    if isinstance(value, str):
        return f' t="str">{formula}<v>{escaped(value)}</v></c>' if formula else text_xml(value)
    number = str((value - _FIRST_DAY).days) if isinstance(value, date) else plain(value)
    return f">{formula}<v>{number}</v></c>"


def _info(name: str) -> zipfile.ZipInfo:
    """Return the entry of a part, with the date that spreadsheet programs write: none."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
