"""Expressions and outcomes as written; places do not count in `==`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Span
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from cchc_rules.model import Function

NOWHERE = Span("", 0)


@record(kw_only=True)
class Node:
    """Anything that stands at a place in a rule file."""

    place: Span = field(default=NOWHERE, compare=False, repr=False)


@record()
class Number(Node):
    """A number as written; its exponent keeps the decimals that the author wrote."""

    value: Decimal


@record()
class PointsLiteral(Node):
    """A number of points as a bound (từ 50 điểm)."""

    value: Decimal


@record()
class Percent(Node):
    """80% as 80."""

    value: Decimal


@record()
class DateLiteral(Node):
    """dd/mm/yyyy."""

    value: date


@record()
class RelativeDate(Node):
    """dd/mm of the year before (-1), this year (0), the year after (1)."""

    day: int
    month: int
    offset: int


@record()
class Text(Node):
    """A quoted text."""

    value: str


@record()
class Bool(Node):
    """Có or không."""

    value: bool


@record()
class Name(Node):
    """A name; `previous`: năm trước."""

    name: str
    previous: bool = False


@record()
class Negative(Node):
    """Minus x."""

    operand: Expression


@record()
class Arithmetic(Node):
    """Left + - * / right."""

    operator: str
    left: Expression
    right: Expression


@record()
class Call(Node):
    """f(a; b)."""

    function: Function
    arguments: tuple[Expression, ...]


@record()
class Peers(Node):
    """f toàn nhóm(x)."""

    function: Function
    of: Name


@record()
class ScoreOf(Node):
    """`điểm 2.1`, `tỷ lệ điểm 2.1`, `tổng điểm` (code "")."""

    code: str
    share: bool = False


@record()
class Range(Node):
    """Từ/trên … đến/đến dưới …."""

    low: Expression | None = None
    high: Expression | None = None
    low_open: bool = False
    high_open: bool = False


@record()
class Within(Node):
    """X từ a đến b."""

    value: Expression
    range: Range


@record()
class AtMost(Node):
    """X không quá y."""

    left: Expression
    right: Expression


@record()
class Equal(Node):
    """X = y, x khác y."""

    left: Expression
    right: Expression
    negated: bool = False


@record()
class HasData(Node):
    """[không] có số liệu x."""

    of: Name
    negated: bool = False


@record()
class Not(Node):
    """Không phải x."""

    operand: Expression


@record()
class All(Node):
    """A và b và c."""

    operands: tuple[Expression, ...]


@record()
class AnyOf(Node):
    """A hoặc b hoặc c."""

    operands: tuple[Expression, ...]


@record()
class Unless(Node):
    """A trừ khi b."""

    condition: Expression
    exception: Expression


Literal = Number | Percent | DateLiteral | RelativeDate | Text | Bool
Expression = (
    Literal
    | PointsLiteral
    | Name
    | Negative
    | Arithmetic
    | Call
    | Peers
    | ScoreOf
    | Within
    | AtMost
    | Equal
    | HasData
    | Not
    | All
    | AnyOf
    | Unless
)


@record()
class Points(Node):
    """A number of points."""

    value: Decimal


@record()
class Share(Node):
    """75% (điểm tối đa); `of_maximum` False: a bare percent, as survey options have."""

    percent: Decimal
    of_maximum: bool = True


@record()
class FullMark(Node):
    """Điểm tối đa."""


@record()
class ByRatio(Node):
    """Theo tỷ lệ [x]."""

    of: Expression | None = None


@record()
class Interpolated(Node):
    """Nội suy từ a đến b."""

    low: Decimal
    high: Decimal


@record()
class ByFormula(Node):
    """Công thức x."""

    formula: Expression


Outcome = Points | Share | FullMark | ByRatio | Interpolated | ByFormula
