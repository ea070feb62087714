"""A rule set and its file in, what the sheet of guidance says out: how to fill, how it is scored.

Bands, conditions and formulas stand as the rule file writes them, with the title of each figure in
place of its name and the year's value beside each parameter.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.formatting import line as written
from cchc_rules.keywords import spell
from cchc_rules.model import Group, Leaf
from cchc_rules.numeric import vietnamese
from cchc_rules.records import record
from cchc_rules.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.model import RuleSet

_WORD = re.compile(r"\w+")
_NESTED = (s.Row, s.Case, s.Bullet, s.ClassRow, s.Entry)
_ELSEWHERE = (s.DataItem, s.LostLine)
_SHOUTED = (spell("COMPUTED"), spell("CONSTRAINT"))
_CLASSES = (s.ClassHead, s.ClassRow, s.Lower)


class Tone(Enum):
    """What a line of guidance is."""

    TITLE = "title"
    CHAPTER = "chapter"
    HEADING = "heading"
    PLAIN = "plain"
    RULE = "rule"
    NESTED = "nested"
    UNIT_COLOUR = "unit colour"
    COUNCIL_COLOUR = "council colour"
    LOCKED_COLOUR = "locked colour"


@record()
class Line:
    """One line: `mark` stands in the narrow column before it."""

    tone: Tone
    text: str
    mark: str = ""


def guidance_of(rules: RuleSet, file: s.RuleFile) -> tuple[Line, ...]:
    """Return all lines of the sheet."""
    return tuple(_Guidance(rules, file).all())


class _Guidance:
    def __init__(self, rules: RuleSet, file: s.RuleFile) -> None:
        self._rules = rules
        self._blocks = {
            block.head.code: block for block in file.blocks if isinstance(block.head, s.GroupHead)
        }
        self._top = [
            member
            for block in file.blocks
            if isinstance(block.head, s.RuleSetHead)
            for member in block.members
        ]
        self._said = {key: f"“{item.title}”" for key, item in rules.items.items() if item.title}
        self._said |= {
            key: f"{parameter.name.replace('_', ' ')} ({parameter.text})"
            for key, parameter in rules.parameters.items()
            if parameter.text
        }

    def all(self) -> Iterator[Line]:
        rules = self._rules
        yield Line(Tone.TITLE, "HƯỚNG DẪN ĐIỀN PHIẾU CHẤM ĐIỂM")
        yield Line(Tone.TITLE, f"{rules.title} năm {rules.year}")
        yield from self._how_to_fill()
        yield from self._classes()
        yield Line(Tone.CHAPTER, "III. Cách chấm từng tiêu chí (theo bộ chỉ số)")
        for child in rules.root.children:
            yield from self._node(child)

    def _how_to_fill(self) -> Iterator[Line]:
        yield Line(Tone.CHAPTER, "I. Cách điền")
        for number, text in enumerate(_STEPS, start=1):
            yield Line(Tone.PLAIN, text, f"{number}.")
        yield Line(Tone.UNIT_COLOUR, "Ô đơn vị nhập; màu vàng đậm hơn là số liệu còn thiếu.")
        yield Line(Tone.COUNCIL_COLOUR, "Ô hội đồng thẩm định nhập; đơn vị để trống.")
        yield Line(Tone.LOCKED_COLOUR, "Ô có công thức hoặc nội dung cố định, đã khóa.")

    def _classes(self) -> Iterator[Line]:
        rules = self._rules
        yield Line(Tone.CHAPTER, "II. Tổng điểm, xếp loại")
        yield Line(Tone.PLAIN, f"Tổng điểm tối đa: {vietnamese(rules.total)} điểm.", "–")
        if rules.basis:
            yield Line(Tone.PLAIN, f"Căn cứ: {rules.basis}.", "–")
        if rules.rebase:
            yield Line(Tone.PLAIN, _REBASED, "–")
        for member in self._top:
            if isinstance(member, _CLASSES):
                yield self._written(member)

    def _node(self, node: Group | Leaf) -> Iterator[Line]:
        points = f"{vietnamese(node.maximum.default)} điểm"
        yield Line(Tone.HEADING, f"{node.title} ({points})", node.code)
        block = self._blocks.get(node.code)
        for member in block.members if block else ():
            match member:
                case s.Guidance(text):
                    yield Line(Tone.PLAIN, text, "Hướng dẫn")
                case s.Basis(text):
                    yield Line(Tone.PLAIN, text, "Căn cứ")
                case s.Evidence(text):
                    yield Line(Tone.PLAIN, f"{_asked(member)}: {text}", "Tài liệu")
                case _ if not isinstance(member, _ELSEWHERE):
                    yield self._written(member)
        if isinstance(node, Group):
            for child in node.children:
                yield from self._node(child)

    def _written(self, member: s.Member) -> Line:
        text = self._readable(written(member))
        for shouted in _SHOUTED:
            if text.startswith(shouted):
                text = shouted.capitalize() + text.removeprefix(shouted)
        if isinstance(member, _NESTED):
            return Line(Tone.NESTED, text.removeprefix("- "), "•")
        return Line(Tone.RULE, text[:1].upper() + text[1:])

    def _readable(self, text: str) -> str:
        """Say titles for names, but leave what stands in quotes as it is."""
        parts = text.split('"')
        parts[::2] = [_WORD.sub(self._title, part) for part in parts[::2]]
        return "".join(f"“{part}”" if place % 2 else part for place, part in enumerate(parts))

    def _title(self, found: re.Match[str]) -> str:
        name = found.group()
        return self._said.get(fold_name(name)) or name.replace("_", " ")


def _asked(evidence: s.Evidence) -> str:
    if not evidence.required:
        return "Tài liệu kiểm chứng"
    return "Bắt buộc, không có thì giải trình" if evidence.or_explained else "Bắt buộc"


_REBASED = (
    "Mục không áp dụng được loại khỏi điểm tối đa; điểm đạt được quy đổi về thang điểm chung."
)
_STEPS = (
    "Ghi tên đơn vị, chọn loại đơn vị ở đầu phiếu (nếu hội đồng chưa ghi sẵn).",
    "Nhập số liệu vào các ô vàng của cột “Tự khai”; chọn một ô thì có lời nhắc ô ấy nhận gì.",
    "Chưa có số liệu thì để trống: ô trống là thiếu số liệu, không phải số 0.",
    "Ngày ghi dạng ngày/tháng/năm; tỷ lệ ghi kèm dấu %, ví dụ 85%; số thập phân dùng dấu phẩy.",
    "Ghi tài liệu kiểm chứng và giải trình vào hàng của tiêu chí.",
    "Điểm và lý do hiện ngay khi nhập: “thiếu” là chưa đủ số liệu, “lỗi” là số liệu không hợp lệ.",
    "“hội đồng tính” là điểm mà công thức không tính được, ví dụ khi so với các đơn vị khác.",
    "Không thêm, xóa hàng hoặc cột; không đổi tên trang tính. Lưu ở dạng .xlsx rồi gửi lại.",
)
