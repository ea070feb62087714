"""A drawn form in, the workbooks of many units out: only what differs is worked out and written."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from cchc_rules.excel.template.assembling import assemble
from cchc_rules.excel.template.showing import all_formulas, worked_out
from cchc_rules.excel.writing.rows import escaped, escaped_all, text_xml
from cchc_rules.forms.inputs import YES_NO
from cchc_rules.forms.layout import RULES_SHEET, SHEET
from cchc_rules.formulas import HELPER_SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.excel.template.cutting import Cut
    from cchc_rules.excel.template.form import Form
    from cchc_rules.formulas.working import Single

    Value = Decimal | date | bool | str
    Values = Mapping[tuple[str, str], Value]
    """What is typed into cells, by sheet and address (C7)."""

T = TypeVar("T")

_FAST = 2
_FIRST_DAY = date(1899, 12, 30)
_EXACT = 1e15


class Prototype:
    """A form without a unit; `filled` gives that of a unit."""

    def __init__(self, form: Form) -> None:
        parts, texts = assemble(form), all_formulas(form)
        self._workings = worked_out(form, texts)
        shown = _by_sheet(self._workings.shown)
        formulas = _by_sheet(dict(zip(texts, escaped_all(texts.values()), strict=True)))
        self._sheets = {
            sheet: _Sheet(parts.files[sheet], cells, formulas.get(sheet, {}), shown.get(sheet, {}))
            for sheet, cells in parts.sheets.items()
        }
        self._same = _packed(b"", parts.content)
        helpers = self._sheets[HELPER_SHEET]
        self._same_with_helpers = _packed(self._same, {helpers.file: helpers.filled({})})

    def filled(self, values: Values) -> bytes:
        """Return the workbook with these values in its cells, and what its formulas show then."""
        typed = {place: _held(value) for place, value in values.items()}
        own = _by_sheet(typed | self._workings.after(typed))
        same, written = self._same_with_helpers, [SHEET, RULES_SHEET]
        if HELPER_SHEET in own:
            same, written = self._same, [*written, HELPER_SHEET]
        sheets = {name: self._sheets[name] for name in written}
        filled = {sheet.file: sheet.filled(own.get(name, {})) for name, sheet in sheets.items()}
        return _packed(same, filled)


class _Sheet:
    """The XML of a sheet with its formulas and what they show; values go into its other cells."""

    def __init__(
        self, file: str, blank: Cut, formulas: Mapping[str, str], shown: Mapping[str, Single]
    ) -> None:
        self.file = file
        self._formulas = {ref: f"<f>{text.removeprefix('=')}</f>" for ref, text in formulas.items()}
        self._starts = [f'<c r="{ref}"{style}' for ref, style in blank.cells]
        self._places = {ref: place for place, (ref, _) in enumerate(blank.cells)}
        self._pieces = [""] * (len(blank.around) + len(blank.cells))
        self._pieces[::2] = blank.around
        self._pieces[1::2] = [f"{start}/>" for start in self._starts]
        self._put(self._pieces, shown)

    def filled(self, values: Mapping[str, Single]) -> str:
        """Return the XML with values in cells; an address that has no cell is a fault of ours."""
        pieces = self._pieces.copy()
        self._put(pieces, values)
        return "".join(pieces)

    def _put(self, pieces: list[str], values: Mapping[str, Single]) -> None:
        for ref, value in values.items():
            place = self._places[ref]
            pieces[2 * place + 1] = self._starts[place] + _ending(
                value, self._formulas.get(ref, "")
            )


def _held(value: Value) -> Single:
    """Return what a cell holds of a value."""
    match value:
        case bool():
            return YES_NO[0] if value else YES_NO[1]
        case Decimal():
            return float(value)
        case date():
            return float((value - _FIRST_DAY).days)
        case str():
            return value


def _ending(value: Single, formula: str) -> str:
    """Return a cell from behind its style on."""
    match value:
        case str():
            if not formula:
                return text_xml(value)
            kind, shown = ' t="str"', escaped(value)
        case bool():
            kind, shown = ' t="b"', str(int(value))
        case float():
            whole = value.is_integer() and abs(value) < _EXACT
            kind, shown = "", f"{value + 0.0:.0f}" if whole else repr(value)
        case _:
            kind, shown = ' t="e"', str(value)
    return f"{kind}>{formula}<v>{shown}</v></c>"


def _by_sheet(cells: Mapping[tuple[str, str], T]) -> dict[str, dict[str, T]]:
    found: dict[str, dict[str, T]] = {}
    for (sheet, ref), own in cells.items():
        found.setdefault(sheet, {})[ref] = own
    return found


def _packed(before: bytes, parts: Mapping[str, str]) -> bytes:
    """Return a zip with more parts."""
    buffer = io.BytesIO(before)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as book:
        for name, xml in parts.items():
            book.writestr(_info(name), xml)
    return buffer.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    """Return the entry of a part, with the date that spreadsheet programs write: none."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
