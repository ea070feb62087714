"""Input cells of the form in, their checked values and states out: blank, `-`, wrong, off range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.figures import number_range
from cchc_rules.forms.layout import INPUT, MARK, SCORE, SHEET, Column
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.terms import (
    ABSENT,
    FAULT,
    MISSING,
    VALUE,
    NoFormulaError,
    Sort,
    Term,
    fixed,
)
from cchc_rules.model import ValueType
from cchc_rules.numeric import LARGEST, ZERO, settle
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cchc_rules.facts import Round
    from cchc_rules.forms.layout import Layout
    from cchc_rules.formulas.helpers import Helpers
    from cchc_rules.model import DataItem, Leaf, Manual

SORTS = {
    ValueType.BOOL: Sort.TRUTH,
    ValueType.DATE: Sort.DAY,
    ValueType.CHOICE: Sort.OPTION,
    ValueType.TEXT: Sort.TEXT,
}
_DASHES = ("-", "–", "—", "−", "không áp dụng")
_MARKS = ("x", "X")
_YES, _NO = ("có", "Có", "CÓ"), ("không", "Không", "KHÔNG")
_LAST_DAY, _LEAP_BUG, _YEARS = 2_958_465, 60, (1900, 2100)
_LONGEST_BALLOTS = 10_000
"""Doubled semicolons make a text longer, and a cell holds 32 767 characters."""
_FIGURE = frozenset({VALUE, MISSING, FAULT})


@record()
class Figures:
    """The figures of one round as the form holds them, before any RÀNG BUỘC.

    `markable`: keys of the figures that may be `-`.
    """

    layout: Layout
    round: Round
    helpers: Helpers
    markable: frozenset[str]
    _options: dict[str, int] = field(default_factory=dict)

    def option(self, text: str) -> str:
        """Return the number that stands for an option."""
        return str(self._options.setdefault(text, len(self._options) + 1))

    def figure(self, item: DataItem, *, previous: bool) -> Term:
        """Return a declared figure, of this year or the year before."""
        key = f"{item.name}@{self.layout.rules.year - 1}" if previous else item.name
        if previous and item.type in {ValueType.BALLOTS, ValueType.TALLY}:
            raise NoFormulaError(item.name)
        blank = VALUE if item.blank_is_zero and not previous else MISSING
        if item.type is ValueType.TALLY:
            return self._tally(item)
        if key not in self.layout.by_key:
            return fixed(blank)
        cell = _Cell(self._address(key), key, blank, marked=item.key in self.markable)
        match item.type:
            case ValueType.BOOL:
                return self._truth(cell)
            case ValueType.DATE:
                return self._day(cell)
            case ValueType.CHOICE:
                return self._choice(cell, item)
            case ValueType.TEXT:
                return self._text(cell)
            case ValueType.BALLOTS:
                return self._term(cell, "0", cell.otherwise(told="0"))
            case _:
                return self._number(cell, _limits(item), item.low, item.step)

    def counts(self, item: DataItem) -> list[str]:
        """Return the number of ballots for each option of a tally."""
        if not self._has_rows(item):
            return ["0"] * len(item.options)
        return [self._count(item, option)[0] for option in item.options]

    def ballots(self, item: DataItem, choices: Sequence[str]) -> tuple[list[str], str]:
        """Return how many ballots there are of each choice, and a flag of any other text."""
        if item.name not in self.layout.by_key:
            return ["0"] * len(choices), f.NO
        address = self._address(item.name)
        cut = f'TRIM(SUBSTITUTE({address},CHAR(10),";"))'
        tight = f'SUBSTITUTE(SUBSTITUTE({cut},"; ",";")," ;",";")'
        long = f"LEN(TRIM({address}))>{_LONGEST_BALLOTS}"
        # Two semicolons between two ballots: each has its own on both sides.
        apart = f'";"&SUBSTITUTE({tight},";",";;")&";"'
        text = f'IF(ISERROR({address}),"",IF({long},"*",{apart}))'
        cell = rest = self.helpers.cell(text, f"{item.name}: các phiếu")
        counts = []
        for choice in choices:
            one = f.quoted(f";{choice};")
            without = f'LEN(SUBSTITUTE({cell},{one},""))'
            count = f"((LEN({cell})-{without})/{len(choice) + 2})"
            counts.append(self.helpers.cell(count, f"{item.name}: số phiếu {choice}"))
            rest = f'SUBSTITUTE({rest},{one},"")'
        other = f'IF(LEN(SUBSTITUTE({rest},";",""))>0,1,0)'
        return counts, self.helpers.cell(other, f"{item.name}: có phiếu khác")

    def manual(self, leaf: Leaf, method: Manual) -> Term:
        """Return the points that the council enters."""
        key = leaf.code + SCORE
        if key not in self.layout.by_key:
            return fixed(MISSING)
        address = f"'{SHEET}'!{self.layout.cell(key, Column.APPRAISED)}"
        cell = _Cell(address, key, MISSING, marked=leaf.unit_marks)
        limits = _Limits(method.low, method.high, whole=False)
        return self._number(cell, limits, method.low, method.step)

    def marked(self, leaf: Leaf) -> str:
        """Write whether the unit marked the leaf as not applicable."""
        key = leaf.code + MARK
        if key not in self.layout.by_key:
            return f.NO
        address = self._address(key)
        held = f.either(*(f'TRIM({address})="{mark}"' for mark in _MARKS))
        return self.helpers.cell(f"IF(ISERROR({address}),0,{f.truth(held)})", key)

    def override(self, leaf: Leaf) -> tuple[str, str]:
        """Write the score that the council sets, and 1 where it is a number with a reason."""
        score = f"'{SHEET}'!{self.layout.cell(leaf.code, Column.OVERRIDE)}"
        reason = self.override_reason(leaf)
        label = f"{leaf.code} hội đồng quyết định"
        explained = f'IF(ISERROR({reason}),0,IF(TRIM({reason})="",0,1))'
        value = self.helpers.cell(f"IF(ISNUMBER({score}),{score},0)", f"{label}: giá trị")
        given = f"IF(ISNUMBER({score}),{explained},0)"
        return value, self.helpers.cell(given, f"{label}: có lý do")

    def override_reason(self, leaf: Leaf) -> str:
        """Write the reason of the council."""
        return f"'{SHEET}'!{self.layout.cell(leaf.code, Column.OVERRIDE_REASON)}"

    def _address(self, key: str) -> str:
        return f"'{SHEET}'!{self.layout.cell(key, INPUT[self.round])}"

    def _number(
        self, cell: _Cell, limits: _Limits, start: Decimal | None, step: Decimal | None
    ) -> Term:
        own = f"IF(ISNUMBER({cell.address}),{cell.address},0)"
        if limits.whole:
            own = f"IF(ISNUMBER({cell.address}),ROUND({cell.address},10),0)"
        value = self.helpers.cell(own, f"{cell.key}: giá trị")
        good = limits.good(value)
        if step:
            steps = f"ROUND({f.minus(value, f.number(start or ZERO))}/{f.number(step)},0)"
            offset = f"{value}-{f.number(start or ZERO)}-{f.times(steps, f.number(step))}"
            good = f.both(good, f"ROUND({offset},10)=0")
        return self._term(cell, value, cell.of_number(good))

    def _truth(self, cell: _Cell) -> Term:
        at, no = cell.address, f.either(*(f'TRIM({cell.address})="{text}"' for text in _NO))
        yes = f.either(*(f'TRIM({at})="{text}"' for text in _YES))
        text = f"IF({yes},0,IF({no},0,{cell.otherwise()}))"
        state = f"IF(ISERROR({at}),4,IF(ISLOGICAL({at}),0,IF(ISNUMBER({at}),4,{text})))"
        found = self._term(cell, "0", state, Sort.TRUTH)
        value = f"IF({found.state}=0,IF(ISLOGICAL({at}),IF({at},1,0),IF({yes},1,0)),0)"
        return found.valued(self.helpers.cell(value, f"{cell.key}: giá trị"))

    def _day(self, cell: _Cell) -> Term:
        at = cell.address
        value = self.helpers.cell(f"IF(ISNUMBER({at}),INT({at}),0)", f"{cell.key}: giá trị")
        first, last = _YEARS
        good = f.both(
            f"{value}>0",
            f"{value}<={_LAST_DAY}",
            f"{value}<>{_LEAP_BUG}",
            f"OR({value}<{first},{value}>{last})",
        )
        return self._term(cell, value, cell.of_number(good), Sort.DAY)

    def _choice(self, cell: _Cell, item: DataItem) -> Term:
        at = cell.address
        hits = [f"(TRIM({at})={f.quoted(option)})*{self.option(option)}" for option in item.options]
        value = f"IF(ISERROR({at}),0,{'+'.join(hits)})"
        value = self.helpers.cell(value, f"{cell.key}: giá trị")
        return self._term(cell, value, f"IF({value}>0,0,{cell.otherwise()})", Sort.OPTION)

    def _text(self, cell: _Cell) -> Term:
        at = cell.address
        value = self.helpers.cell(f'IF(ISERROR({at}),"",TRIM({at}))', f"{cell.key}: giá trị")
        return self._term(cell, value, f'IF(ISERROR({at}),4,IF({value}="",2,0))', Sort.TEXT)

    def _tally(self, item: DataItem) -> Term:
        """Return the state of a tally; its counts are asked for one by one."""
        if not self._has_rows(item):
            return fixed(MISSING)
        found = [self._count(item, option)[1] for option in item.options]
        worst = self.helpers.cell(f.most(found), f"{item.name}: trạng thái nặng nhất")
        # Where one option is not told, none of them counts.
        return self._term(_Cell("", item.name, MISSING, False), "0", f"IF({worst}=1,2,{worst})")

    def _has_rows(self, item: DataItem) -> bool:
        return bool(item.options) and f"{item.name}!{item.options[0]}" in self.layout.by_key

    def _count(self, item: DataItem, option: str) -> tuple[str, str]:
        key = f"{item.name}!{option}"
        cell = _Cell(self._address(key), key, MISSING, marked=item.key in self.markable)
        found = self._number(cell, _Limits(ZERO, None, whole=True), None, None)
        return found.value, found.state

    def _term(self, cell: _Cell, value: str, state: str, sort: Sort = Sort.NUMBER) -> Term:
        states = _FIGURE | {ABSENT} if cell.marked else _FIGURE
        if cell.blank == VALUE:
            states -= {MISSING}
        return Term(value, self.helpers.cell(state, f"{cell.key}: trạng thái"), states, {}, sort)


@record()
class _Cell:
    """An input cell; `blank` is the state of an empty one, `marked`: `-` may stand in it."""

    address: str
    key: str
    blank: int
    marked: bool

    def of_number(self, good: str) -> str:
        """Write the state where a number is asked for; TRUE is one in LibreOffice alone."""
        number = f"IF(ISNUMBER({self.address}),IF({good},0,4),{self.otherwise()})"
        return f"IF(ISLOGICAL({self.address}),4,{number})"

    def otherwise(self, told: str = "4") -> str:
        """Write the state of a blank, of `-`, of an error; any other text is `told`, lỗi."""
        wrong = told
        if self.marked:
            dashes = (f'TRIM({self.address})="{dash}"' for dash in _DASHES)
            wrong = f"IF({f.either(*dashes)},1,{told})"
        return f'IF(ISERROR({self.address}),4,IF(TRIM({self.address})="",{self.blank},{wrong}))'


@record()
class _Limits:
    """The range of a number."""

    low: Decimal | None
    high: Decimal | None
    whole: bool

    def good(self, value: str) -> str:
        """Write whether a number is in the range, whole if it must be, and not too large."""
        rounded = f"ROUND({value},10)"
        return f.both(
            "TRUE" if self.low is None else f"{rounded}>={f.number(settle(self.low))}",
            "TRUE" if self.high is None else f"{rounded}<={f.number(settle(self.high))}",
            f"INT({value})={value}" if self.whole else "TRUE",
            f"ABS({value})<{f.number(LARGEST)}",
        )


def _limits(item: DataItem) -> _Limits:
    low, high = number_range(item)
    return _Limits(low, high, whole=item.type is ValueType.COUNT)
