"""Headings and the lines under BỘ CHỈ SỐ and THAM SỐ, as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.records import record
from cchc_rules.syntax.expressions import Expression, Name, Node, Range

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from cchc_rules.model import Level, ValueType


@record()
class TypeSpec(Node):
    """A type with its options."""

    type: ValueType
    options: tuple[str, ...] = ()


@record()
class Import(Node):
    """Nhập từ "tệp"."""

    path: str


@record()
class RuleSetHead(Node):
    """BỘ CHỈ SỐ MÃ "tên"."""

    code: str
    title: str


@record()
class ParameterHead(Node):
    """THAM SỐ tên: kiểu."""

    name: str
    type: TypeSpec


@record()
class GroupHead(Node):
    """A heading with code, title and maximum."""

    level: Level
    code: str
    title: str
    maximum: Decimal
    by_kind: tuple[tuple[str, Decimal], ...] = ()


@record()
class ScenarioHead(Node):
    """KIỂM THỬ "tên" cho loại [năm n]."""

    title: str
    kind: str
    year: int | None


@record()
class LostHead(Node):
    """A heading that could not be read; what could be recognised is kept."""

    level: Level | None
    code: str = ""


@record()
class LostLine(Node):
    """A line that could not be read; `terminal` is what it began with, `name` what it declared."""

    terminal: str
    name: str = ""
    mentions: tuple[str, ...] = ()
    """Every other name in it, so that nothing is called unused that stands here."""


@record()
class Year(Node):
    """Năm: 2026."""

    year: int


@record()
class Basis(Node):
    """Căn cứ: "…"."""

    text: str


@record()
class Kinds(Node):
    """Đối tượng: xã; phường."""

    kinds: tuple[Name, ...]


@record()
class Total(Node):
    """Tổng điểm: 100."""

    maximum: Decimal
    by_kind: tuple[tuple[str, Decimal], ...] = ()


@record()
class Period(Node):
    """Kỳ số liệu: a đến b."""

    start: date
    end: date


@record()
class Rounding(Node):
    """Làm tròn: [từng mục] n chữ số."""

    digits: int
    each: bool = False


@record()
class Rebase(Node):
    """Quy đổi: có/không."""

    on: bool


@record()
class Ranking(Node):
    """Xếp hạng: …."""

    rounded: bool | None = None
    per_kind: bool = False
    ties: tuple[int, ...] = ()
    tiebreaks: tuple[str, ...] = ()


@record()
class Unranked(Node):
    """Không xếp hạng: kinds."""

    kinds: tuple[Name, ...]


@record()
class UnrankedIf(Node):
    """Không xếp hạng nếu …."""

    condition: Expression
    reason: str | None = None


@record()
class ClassHead(Node):
    """Xếp loại [cho kinds] [theo thứ hạng | theo điểm chưa làm tròn]."""

    kinds: tuple[Name, ...] = ()
    by_rank: bool = False
    unrounded: bool = False


@record()
class ClassRow(Node):
    """A class: its name, its range (None: còn lại) and its gate."""

    name: str
    range: Range | None
    gate: Expression | None = None


@record()
class Lower(Node):
    """Hạ xuống "X" nếu …; `to` None: hạ một bậc."""

    to: str | None
    condition: Expression
    reason: str | None = None


@record()
class WeightsHead(Node):
    """Trọng số [nếu …]."""

    condition: Expression | None = None


@record()
class Entry(Node):
    """`2026 [cho xã]: 95%` of a THAM SỐ, `2.1: 5%` of trọng số; a value of None is dự kiến."""

    key: str
    kinds: tuple[Name, ...]
    value: Expression | None
