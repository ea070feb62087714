"""A form in, the formulas that its rules compile to out, at the rows where the form has them."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_rules import __version__
from cchc_rules.forms.layout import SHEET, Column, Layout
from cchc_rules.formulas import compile_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.excel.form import Form, Prepared

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_NEEDLESS = re.compile(r"\s+|\$|_xlfn\.|'")
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")
_ZEROS = re.compile(r"(?<![\w.])0(?=\.[0-9])|(\.[0-9]*?)0+(?![0-9.])")
_MOST = 32


class FormulaBook:
    """Compiles the formulas of the forms of one rule set, once for each way they are laid out."""

    def __init__(self, prepared: "Prepared") -> None:
        self._prepared = prepared
        self._made: dict[tuple[tuple[str, ...], tuple[int, ...]], Mapping[str, str] | None] = {}

    def of(self, form: "Form") -> "Mapping[str, str] | None":
        """Return the formula of each cell; None where none can be compared."""
        if not form.stamp.sha256 or not form.bound.keyed:
            return None
        if any(form.head.columns.get(column) != column.number for column in Column):
            return None
        kinds = (form.stamp.kind,) if form.stamp.kind in self._prepared.rules.kinds else ()
        if form.stamp.sha256 != self._prepared.rules.sha256:
            return None
        if form.stamp.version and form.stamp.version != __version__:
            return None
        layout = self._prepared.layout(kinds)
        rows = form.bound.rows
        if rows.keys() != layout.by_key.keys():
            return None
        key = kinds, tuple(rows[row.key] for row in layout.rows) if form.bound.moved else ()
        if key not in self._made:
            if len(self._made) > _MOST:
                self._made.clear()
            self._made[key] = _compiled(_placed(layout, rows) if form.bound.moved else layout)
        return self._made[key]

    @staticmethod
    def equal(found: str, wanted: str) -> bool:
        """Say whether two formulas are the same, however a program has written them down."""
        return found == wanted or _plain(found) == _plain(wanted)


def _placed(layout: Layout, rows: "Mapping[str, int]") -> Layout:
    moved = tuple(replace(row, number=rows[row.key]) for row in layout.rows)
    return Layout(layout.rules, layout.kinds, moved, {row.key: row for row in moved})


def _compiled(layout: Layout) -> "Mapping[str, str] | None":
    """Return the formulas; those that leave the score to the council may be written over."""
    made = compile_form(layout)
    left = {
        f"{column}{layout.by_key[key].number}"
        for column, keys in made.council.items()
        for key in keys
    }
    found = {
        address.replace("$", ""): formula.removeprefix("=")
        for (sheet, address), formula in made.cells.items()
        if sheet == SHEET and address.replace("$", "") not in left
    }
    return found or None


@lru_cache(maxsize=4096)
def _plain(formula: str) -> str:
    """Return a formula as every program would write it; texts in quotes stay as they are."""
    parts: list[str] = []
    at = 0
    for quoted in _QUOTED.finditer(formula):
        parts += [_code(formula[at : quoted.start()]), quoted[0]]
        at = quoted.end()
    return "".join([*parts, _code(formula[at:])])


def _code(text: str) -> str:
    plain = _TRUTH.sub(r"\1", _NEEDLESS.sub("", text).upper())
    return _ZEROS.sub(lambda match: (match[1] or "").rstrip("."), plain)
