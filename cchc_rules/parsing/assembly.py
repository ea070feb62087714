"""Lines in, blocks out: each line under its head, and what cannot stand there is a finding."""

from __future__ import annotations

from cchc_rules import syntax as s
from cchc_rules.diagnostics import Diagnostic
from cchc_rules.parsing.standing import (
    ANYWHERE,
    HEADS,
    METHODS,
    RULE_SET_LINES,
    SCENARIO_LINES,
    Standing,
)
from cchc_rules.records import field, record

_ROW_OPENERS = {
    s.ClassRow: "xếp loại",
    s.Entry: "trọng số",
    s.Row: "chấm theo …",
    s.Bullet: "từng nội dung",
}
_LOST_OPENERS = {
    "CLASS",
    "WEIGHTS",
    "SCORE",
    "SCORE_BY",
    "SCORE_BY_CASES",
    "SCORE_BY_RATIO",
    "SCORE_BY_FORMULA",
    "SCORE_BY_SURVEY",
    "CHECKLIST",
    "COUNCIL",
    "BASIS",
    "",
}
"""A lost line of one of these may have opened the rows that follow it."""


@record(frozen=False)
class Assembler:
    """Takes the lines of a file one after the other."""

    found: list[Diagnostic] = field(default_factory=list)
    _blocks: list[tuple[s.Head, list[s.Member]]] = field(default_factory=list)
    _opener: s.Line | None = None
    _astray: type | None = None
    """The sort of rows without an opener that was told last: a run of them is one finding."""
    _loose: list[s.Member] = field(default_factory=list)
    """Figures that stand before every head, as in a file that others import."""
    _headless: bool = False

    @property
    def standing(self) -> Standing:
        """Return where the next line stands."""
        return Standing(self._blocks[-1][0] if self._blocks else None, self._opener)

    @property
    def blocks(self) -> tuple[s.Block, ...]:
        """Return the heads with their lines, so far."""
        blocks = [s.Block(head, tuple(members)) for head, members in self._blocks]
        loose = [s.Block(s.LostHead(None), tuple(self._loose))] if self._loose else []
        return (*loose, *blocks)

    def add(self, line: s.Line) -> None:
        """Put one line in its place."""
        if isinstance(line, HEADS):
            self._blocks.append((line, []))
            self._opener = self._astray = None
            return
        if not self._blocks:
            self._add_headless(line)
            return
        standing = self.standing
        head, members = self._blocks[-1]
        if not standing.under_head(line):
            self.found.append(_misplaced(line, head))
            return
        if standing.needs_opener(line) and not standing.opened(line):
            self._add_astray(line)
            return
        if isinstance(line, (s.ClassHead, s.WeightsHead, *METHODS)) or (
            isinstance(line, s.LostLine) and line.terminal in _LOST_OPENERS
        ):
            self._opener, self._astray = line, None
        members.append(line)

    def _add_headless(self, line: s.Member) -> None:
        """Tell the first line that stands before every head; those below it follow from it."""
        if self.standing.fits(line):
            self._loose.append(line)
        elif not self._headless:
            self.found.append(_before_all(line))
        self._headless = self._headless or not isinstance(line, ANYWHERE)

    def _add_astray(self, line: s.Line) -> None:
        head, members = self._blocks[-1]
        if isinstance(self._opener, s.TableHead) and isinstance(line, s.ClassRow):
            self.found.append(_class_in_table(line))
        elif self._astray is not type(line):
            self._astray = type(line)
            self.found.append(_without_opener(line, head))
        members.append(s.LostLine("", place=line.place))


def _where(head: s.Head) -> str:
    match head:
        case s.Import():
            return "nhập từ"
        case s.RuleSetHead():
            return "BỘ CHỈ SỐ"
        case s.ParameterHead(name):
            return f"THAM SỐ {name}"
        case s.GroupHead(level, code):
            return f"{level.value} {code}"
        case s.ScenarioHead():
            return "KIỂM THỬ"
        case s.LostHead(level):
            return level.value if level else "mục này"


def _belongs(line: s.Line) -> str:
    if isinstance(line, s.Flag):
        homes = {"CAPPED_TOTAL": "một ĐIỂM CỘNG hoặc ĐIỂM TRỪ", "CLOSED": "một KIỂM THỬ"}
        return homes.get(line.terminal, "một TIÊU CHÍ")
    if isinstance(line, SCENARIO_LINES):
        return "một KIỂM THỬ"
    if isinstance(line, RULE_SET_LINES):
        return "BỘ CHỈ SỐ, ở đầu tệp"
    return "một TIÊU CHÍ hoặc LĨNH VỰC"


def _misplaced(line: s.Line, head: s.Head) -> Diagnostic:
    message = f"Dòng này không đứng được dưới {_where(head)}."
    return Diagnostic("E111", line.place, message, f"Chuyển dòng này xuống dưới {_belongs(line)}.")


def _before_all(line: s.Line) -> Diagnostic:
    remedy = "Tệp luật bắt đầu bằng dòng BỘ CHỈ SỐ (hoặc THAM SỐ, nhập từ)."
    return Diagnostic("E111", line.place, "Dòng này đứng trước mọi tiêu đề.", remedy)


def _without_opener(line: s.Line, head: s.Head) -> Diagnostic:
    opener = _ROW_OPENERS[type(line)]
    message = f"Các dòng này cần dòng “{opener}” đứng trước (dưới {_where(head)})."
    return Diagnostic("E112", line.place, message, f"Thêm dòng “{opener}” ở ngay trên.")


def _class_in_table(line: s.Line) -> Diagnostic:
    message = "Dòng này là một mức xếp loại, không phải một dòng của bảng điểm."
    return Diagnostic("E112", line.place, message, 'Viết "mức": số điểm.')
