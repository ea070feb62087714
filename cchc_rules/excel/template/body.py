"""The rows of a form in, its table out as XML: texts, inputs, heights, validations, merges.

XlsxWriter makes the formats and everything around the table; four thousand cells and three hundred
validations take it a tenth of a second, as text they take a tenth of that.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from cchc_rules.excel.template.columns import WIDTHS, width_over
from cchc_rules.excel.template.measuring import HIGHEST, height_of, lines_of
from cchc_rules.excel.template.showing import maxima_of
from cchc_rules.excel.template.styles import HEADER_FILL, input_look, is_strong, look_of
from cchc_rules.excel.template.validating import Rule, free_text, validation
from cchc_rules.excel.writing.rows import text_xml
from cchc_rules.forms.inputs import POINTS, Entry, input_of
from cchc_rules.forms.layout import Column, FormRow, RowKind, evidence_asked
from cchc_rules.forms.reasons import longest_reasons
from cchc_rules.model import Evidence, Leaf
from cchc_rules.numeric import plain, vietnamese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.excel.template.form import Form
    from cchc_rules.excel.template.styles import Look
    from cchc_rules.excel.template.validating import Lists

_SMALL, _SMALLEST = 11, 10
_INPUTS = (Column.DECLARED, Column.APPRAISED)
_OF_LEAF = (Column.EVIDENCE, Column.EXPLANATION, Column.OVERRIDE, Column.OVERRIDE_REASON)
_LETTERS = tuple(column.letter for column in Column)
_LEAF_LINES, _TEXT_LINES, _EVIDENCE_LINES = 1.7, 2, 3
_BLANK = "/>"
_KEY: Look = {"num_format": "@"}


class Body:
    """The table of one form; `looks` are all looks of its cells, each by its number."""

    def __init__(self, form: Form, lists: Lists) -> None:
        self._form = form
        self._rules = form.layout.rules
        self._lists = lists
        self._reasons = longest_reasons(form.layout.rules)
        self._cells: dict[int, dict[Column, tuple[int, str]]] = {}
        self._heights: dict[int, float] = {}
        self._numbers: dict[tuple[object, ...], int] = {}
        self._blank: dict[tuple[object, ...], dict[Column, tuple[int, str]]] = {}
        self.looks: list[Look] = []
        self.merges: list[str] = []
        self.validations: list[str] = []
        self._fill()

    def xml(self, styles: Sequence[str]) -> str:
        """Return all rows; `styles` has the style id of each look."""
        rows = []
        for number, cells in self._cells.items():
            written = "".join(
                f'<c r="{letter}{number}" s="{styles[look]}"{tail}'
                for letter, (look, tail) in zip(_LETTERS, cells.values(), strict=True)
            )
            height = f'ht="{min(self._heights[number], HIGHEST):g}" customHeight="1"'
            rows.append(f'<row r="{number}" {height}>{written}</row>')
        return "".join(rows)

    def _fill(self) -> None:
        rows = self._form.layout.rows
        for row in rows:
            self._row(row)
            if row.is_input:
                self._input(row)
        for place, row in enumerate(rows):
            if isinstance(row.node, Leaf) and row.kind is RowKind.LEAF:
                below = takewhile(lambda one: one.is_input, rows[place + 1 :])
                self._leaf(row, row.node, list(below))
        self._free_notes([row for row in rows if row.kind is RowKind.LEAF])

    def _look(self, look: Look) -> int:
        """Return the number of a look."""
        place = self._numbers.setdefault(tuple(sorted(look.items())), len(self.looks))
        if place == len(self.looks):
            self.looks.append(look)
        return place

    def _row(self, row: FormRow) -> None:
        """Put what nobody fills into every cell of a row."""
        sort = row.kind, row.node.level if row.node is not None else None
        blank = self._blank.get(sort)
        if blank is None:
            looks = {column: look_of(row, column) for column in WIDTHS} | {Column.KEY: _KEY}
            blank = {column: (self._look(look), _BLANK) for column, look in looks.items()}
            self._blank[sort] = blank
        cells = self._cells[row.number] = blank.copy()
        texts = ((Column.ORDER, row.order), (Column.TITLE, row.label), (Column.KEY, row.key))
        for column, text in texts:
            if text:
                cells[column] = blank[column][0], text_xml(text)
        maxima = set(maxima_of(self._form, row).values())
        if len(maxima) == 1:
            look, _ = blank[Column.MAXIMUM]
            cells[Column.MAXIMUM] = look, f"><v>{maxima.pop()}</v></c>"
        lines = lines_of(row.label, WIDTHS[Column.TITLE], bold=is_strong(row))
        least = _LEAF_LINES if row.kind is RowKind.LEAF else 1
        self._heights[row.number] = height_of(max(lines, least))

    def _input(self, row: FormRow) -> None:
        """Open the cells of a figure."""
        wanted, locked = input_of(row, self._rules), row.key in self._form.locked
        council_only = row.kind is RowKind.MANUAL
        for column in _INPUTS[1:] if council_only else _INPUTS:
            look = input_look(row, column, wanted.number_format)
            if locked:
                look |= {"locked": True, "bg_color": HEADER_FILL}
            self._cells[row.number][column] = self._look(look), _BLANK
        first, last = (f"{column.letter}{row.number}" for column in _INPUTS)
        cell = last if council_only else first
        rule = validation(wanted, row.title, cell, self._lists)
        self.validations.append(rule.xml(last if council_only else f"{first}:{last}"))
        lines = lines_of(row.label, WIDTHS[Column.TITLE] - 14)
        if wanted.entry is Entry.LIST:
            lines = max(lines, *(lines_of(x, WIDTHS[Column.DECLARED]) for x in wanted.options))
        if wanted.entry is Entry.TEXT:
            lines = max(lines, _TEXT_LINES)
        self._heights[row.number] = height_of(lines)

    def _leaf(self, row: FormRow, leaf: Leaf, inputs: list[FormRow]) -> None:
        """Open the cells of a leaf; join those beside its inputs for the reason."""
        for column in _OF_LEAF:
            number_format = POINTS if column is Column.OVERRIDE else "@"
            look = input_look(row, column, number_format)
            self._cells[row.number][column] = self._look(look), _BLANK
        self.validations.append(self._decision(leaf).xml(f"{Column.OVERRIDE.letter}{row.number}"))
        last = row.number + len(inputs)
        self._join(row.number, last, Column.REASON, Column.REASON)
        width = WIDTHS[Column.REASON]
        lines = max(lines_of(text, width, size=_SMALL) for text in self._reasons[leaf.code])
        self._enlarge(row.number, last, height_of(lines, size=_SMALL))
        if leaf.evidence is not None:
            self._enlarge(row.number, row.number, height_of(_EVIDENCE_LINES, size=_SMALL))
            self._evidence(row, leaf.evidence, inputs)

    def _decision(self, leaf: Leaf) -> Rule:
        """The council may set the points of a leaf, with its reason."""
        most = max(leaf.maximum.of(kind) for kind in self._form.layout.kinds)
        told = f"Chỉ nhập khi quyết định điểm khác điểm tính được (tối đa {vietnamese(most)})."
        least = "-1000000" if leaf.allow_negative else "0"
        top = "1000000" if leaf.allow_above else plain(most)
        bounded = not (leaf.allow_negative or leaf.allow_above)
        wrong = f"Nhập một số điểm từ 0 đến {vietnamese(most)}." if bounded else "Nhập một số điểm."
        wanted = f"{told} Phải ghi lý do ở ô bên cạnh."
        return Rule("decimal", (least, top), "Điểm hội đồng quyết định", wanted, wrong)

    def _evidence(self, row: FormRow, evidence: Evidence, inputs: list[FormRow]) -> None:
        """Say what evidence is asked for: beside the inputs, and when the cell is chosen."""
        told = evidence_asked(evidence)
        rule = free_text(Column.EVIDENCE.value, told)
        self.validations.append(rule.xml(f"{Column.EVIDENCE.letter}{row.number}"))
        if not inputs:
            return
        first, last = inputs[0].number, inputs[-1].number
        self._join(first, last, Column.EVIDENCE, Column.EXPLANATION)
        asked: Look = {"italic": True, "font_size": _SMALLEST, "font_color": "#595959"}
        look = self._look(look_of(inputs[0], Column.EVIDENCE) | asked | {"valign": "top"})
        for one in inputs:
            for column in (Column.EVIDENCE, Column.EXPLANATION):
                self._cells[one.number][column] = look, _BLANK
        self._cells[first][Column.EVIDENCE] = look, text_xml(told)
        width = width_over(Column.EVIDENCE, Column.EXPLANATION)
        lines = lines_of(told, width, size=_SMALLEST)
        self._enlarge(first, last, height_of(lines, size=_SMALLEST))

    def _join(self, first: int, last: int, left: Column, right: Column) -> None:
        """Merge cells, and give all of them the look of the first."""
        if (first, left) == (last, right):
            return
        self.merges.append(f"{left.letter}{first}:{right.letter}{last}")
        look, _ = self._cells[first][left]
        for number in range(first, last + 1):
            self._cells[number][left] = look, _BLANK

    def _enlarge(self, first: int, last: int, wanted: float) -> None:
        """Make rows so high that together they have room for `wanted`."""
        missing = wanted - sum(self._heights[number] for number in range(first, last + 1))
        for number in range(first, last + 1):
            self._heights[number] += max(missing, 0) / (last - first + 1)

    def _free_notes(self, leaves: list[FormRow]) -> None:
        """Limit the free texts of all leaves, with one rule for each column."""
        for column, message in (
            (Column.EVIDENCE, "Ghi số, ngày của văn bản hoặc tên tài liệu kiểm chứng."),
            (Column.EXPLANATION, "Giải trình của đơn vị, nếu có."),
            (Column.OVERRIDE_REASON, "Lý do hội đồng quyết định điểm khác điểm tính được."),
        ):
            cells = [
                f"{column.letter}{row.number}"
                for row in leaves
                if column is not Column.EVIDENCE or not _asks(row)
            ]
            if cells:
                self.validations.append(free_text(column.value, message).xml(" ".join(cells)))


def _asks(row: FormRow) -> bool:
    return isinstance(row.node, Leaf) and row.node.evidence is not None
