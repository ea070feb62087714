"""A rule set and the kinds of units in, the rows of their form out, each with its key.

What the template writes, the native formulas point at and the reader binds by is this one list.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules.facts import Round
from cchc_rules.forms.usage import figures_of_last_year
from cchc_rules.model import Group, Level, Manual, ValueType
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.model import DataItem, Evidence, Leaf, RuleSet

SHEET = "Phiếu chấm điểm"
GUIDANCE_SHEET = "Hướng dẫn"
RULES_SHEET = "CCHC_LUAT"
RULES_NAME = "CCHC_LUAT"
"""The defined name of the rule text: one column, one line of the rule file per cell."""

FIRST_ROW = 12
"""The first row below the two rows of the header and the row that numbers the columns."""

TOTAL, PERCENT, CLASS = "!tổng điểm", "!tỷ lệ", "!xếp loại"
MARK = "!không áp dụng"
SCORE = "!điểm"


class Column(Enum):
    """The columns of the form, from A; the value is the title in the header."""

    ORDER = "STT"
    TITLE = "Lĩnh vực/Tiêu chí/Tiêu chí thành phần"
    MAXIMUM = "Điểm tối đa"
    DECLARED = "Số liệu (tự khai)"
    APPRAISED = "Số liệu (thẩm định)"
    SELF_SCORE = "Điểm tự chấm"
    SCORE = "Điểm thẩm định"
    EVIDENCE = "Tài liệu kiểm chứng"
    EXPLANATION = "Giải trình"
    REASON = "Vì sao được điểm này"
    OVERRIDE = "Hội đồng quyết định điểm"
    OVERRIDE_REASON = "Lý do của hội đồng"
    KEY = "Khóa"

    @property
    def group(self) -> str:
        """Return the title above this one and its neighbour's in the two rows of the header."""
        return _HEADER[self][0] if self in _HEADER else ""

    @property
    def heading(self) -> str:
        """Return the title in the lower row of the header, or in both rows where merged."""
        return _HEADER[self][1] if self in _HEADER else self.value

    @property
    def number(self) -> int:
        """Return the number of the column, from 1."""
        return _PLACES[self]

    @property
    def letter(self) -> str:
        """Return the letter of the column."""
        return chr(ord("@") + self.number)


_PLACES = {column: place for place, column in enumerate(Column, start=1)}
_HEADER = {
    Column.DECLARED: ("Số liệu", "Tự khai"),
    Column.APPRAISED: ("Số liệu", "Thẩm định"),
    Column.SELF_SCORE: ("Điểm", "Tự chấm"),
    Column.SCORE: ("Điểm", "Thẩm định"),
    Column.OVERRIDE: ("Hội đồng quyết định", "Điểm"),
    Column.OVERRIDE_REASON: ("Hội đồng quyết định", "Lý do"),
}

INPUT = {Round.SELF: Column.DECLARED, Round.APPRAISED: Column.APPRAISED}
POINTS = {Round.SELF: Column.SELF_SCORE, Round.APPRAISED: Column.SCORE}


class RowKind(Enum):
    """What a row of the form holds."""

    HEADING = "heading"
    LEAF = "leaf"
    FIGURE = "figure"
    OPTION = "option"
    """How many ballots chose one option of a tally."""
    LAST_YEAR = "last year"
    """A figure of the year before, prefilled and locked."""
    MANUAL = "manual"
    """The points that the council enters."""
    MARK = "mark"
    """Where the unit says that a leaf does not apply."""
    TOTAL = "total"
    PERCENT = "percent"
    CLASS = "class"


@record()
class FormRow:
    """One row: `node` is its heading or leaf, `item` its figure, `option` one of a tally."""

    number: int
    kind: RowKind
    key: str
    title: str
    node: Group | Leaf | None = None
    item: DataItem | None = None
    option: str = ""

    @property
    def is_input(self) -> bool:
        """Say whether somebody enters something here."""
        return self.kind in _INPUTS

    @property
    def order(self) -> str:
        """Return what column STT shows: I for LĨNH VỰC 1, A for PHẦN 1, else the code."""
        if self.node is None or self.kind not in {RowKind.HEADING, RowKind.LEAF}:
            return ""
        code = self.node.code
        number = int(code) if code.isascii() and code.isdigit() and len(code) <= _TWO_DIGITS else 0
        match self.node.level:
            case Level.FIELD | Level.BONUS | Level.PENALTY if number:
                return roman(number)
            case Level.SECTION if 0 < number <= _LETTERS:
                return chr(ord("@") + number)
            case _:
                return code

    @property
    def label(self) -> str:
        """Return what column TITLE shows: capitals for the top levels, figures with their unit."""
        if self.kind in {RowKind.FIGURE, RowKind.LAST_YEAR} and self.item and self.item.unit:
            return f"{self.title} ({self.item.unit})"
        top = self.node is not None and self.node.level in _TOP and not self.is_input
        return self.title.upper() if top else self.title


_TOP = frozenset({Level.ROOT, Level.SECTION, Level.FIELD, Level.BONUS, Level.PENALTY})
_TWO_DIGITS, _LETTERS = 2, 26
_ROMAN = ((90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """Write a number from 1 to 99 in Roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


_INPUTS = frozenset(
    {RowKind.FIGURE, RowKind.OPTION, RowKind.LAST_YEAR, RowKind.MANUAL, RowKind.MARK}
)


@record()
class Layout:
    """The form of units of one of `kinds`; `by_key` has each row by its key."""

    rules: RuleSet
    kinds: tuple[str, ...]
    rows: tuple[FormRow, ...]
    by_key: Mapping[str, FormRow]

    @property
    def last_row(self) -> int:
        """Return the number of the last row."""
        return self.rows[-1].number

    def cell(self, key: str, column: Column) -> str:
        """Return the address of a cell: `$D$14`."""
        return f"${column.letter}${self.by_key[key].number}"


def lay_out(rules: RuleSet, kinds: tuple[str, ...] = ()) -> Layout:
    """Lay out the form for units of one kind, or of any of several (default: all of the rules)."""
    wanted = kinds or rules.kinds
    rows = tuple(
        FormRow(number, *made)
        for number, made in enumerate(_Rows(rules, wanted).all(), start=FIRST_ROW)
    )
    return Layout(rules, wanted, rows, {row.key: row for row in rows})


_Made = tuple[RowKind, str, str, "Group | Leaf | None", "DataItem | None", str]


class _Rows:
    """Makes the rows in the order of the rule file."""

    def __init__(self, rules: RuleSet, kinds: tuple[str, ...]) -> None:
        self._rules = rules
        self._kinds = kinds
        self._before = figures_of_last_year(rules)

    def all(self) -> Iterator[_Made]:
        """Yield every row without its number."""
        root = self._rules.root
        yield from self._figures(root)
        yield from self._below(root)
        yield RowKind.TOTAL, TOTAL, "Tổng điểm", root, None, ""
        yield RowKind.PERCENT, PERCENT, "Tỷ lệ so với tổng điểm", root, None, ""
        yield RowKind.CLASS, CLASS, "Xếp loại", root, None, ""

    def _below(self, group: Group) -> Iterator[_Made]:
        for child in group.children:
            if isinstance(child, Group):
                if any(self._applies(leaf) for leaf in child.leaves()):
                    yield RowKind.HEADING, child.code, child.title, child, None, ""
                    yield from self._figures(child)
                    yield from self._below(child)
            elif self._applies(child):
                yield RowKind.LEAF, child.code, child.title, child, None, ""
                yield from self._figures(child)
                yield from self._extra(child)

    def _applies(self, leaf: Leaf) -> bool:
        return any(leaf.applies_to(kind) for kind in self._kinds)

    def _figures(self, node: Group | Leaf) -> Iterator[_Made]:
        for item in node.items:
            title = item.title or item.name
            if item.type is ValueType.TALLY:
                for option in item.options:
                    key = f"{item.name}!{option}"
                    yield RowKind.OPTION, key, f"{title}: {option}", node, item, option
            else:
                yield RowKind.FIGURE, item.name, title, node, item, ""
            if item.key in self._before:
                year = self._rules.year - 1
                key = f"{item.name}@{year}"
                yield RowKind.LAST_YEAR, key, f"{title} (năm {year})", node, item, ""

    def _extra(self, leaf: Leaf) -> Iterator[_Made]:
        if isinstance(leaf.method, Manual):
            yield RowKind.MANUAL, leaf.code + SCORE, "Điểm hội đồng chấm", leaf, None, ""
        if leaf.unit_marks:
            title = "Đánh dấu x nếu không áp dụng"
            yield RowKind.MARK, leaf.code + MARK, title, leaf, None, ""


def evidence_asked(evidence: Evidence) -> str:
    """Return what the form says beside the inputs of a leaf: it asks for evidence, it is none."""
    told = f"{'Bắt buộc' if evidence.required else 'Cần có'}: {evidence.text}"
    return f"{told} (không có thì giải trình)" if evidence.or_explained else told


def is_bonus(node: Group | Leaf | None) -> bool:
    """Say whether a heading adds to or takes from the total."""
    return node is not None and node.level in {Level.BONUS, Level.PENALTY}
