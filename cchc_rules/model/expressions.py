"""Figures, parameters and the expressions made of them, every name resolved."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from cchc_rules.diagnostics import Span
    from cchc_rules.model.values import Treatment, Value, ValueType


@record()
class Range:
    """An interval of numbers or dates; None is unbounded, an `open` end is not part of it."""

    low: Expression | None = None
    high: Expression | None = None
    low_open: bool = False
    high_open: bool = False


@record()
class DataItem:
    """SỐ LIỆU: one declared figure of a unit."""

    name: str
    key: str
    """The folded name, by which facts are looked up."""
    type: ValueType
    title: str
    place: Span
    unit: str = ""
    options: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = None
    blank_is_zero: bool = False
    owner: str = ""
    """The code of the heading that it stands under; empty at the top of the file."""


@record()
class Parameter:
    """THAM SỐ: a constant of the year, perhaps by unit kind."""

    name: str
    key: str
    type: ValueType
    year: int
    place: Span
    value: Value | None
    """The year's value for every kind without one of its own; None where there is none."""
    by_kind: Mapping[str, Value] = field(default_factory=dict)
    text: str = ""
    """The year's values as written; a date may be written relative to the year."""

    def of(self, kind: str) -> Value | None:
        """Return the value for units of `kind`."""
        return self.by_kind.get(kind, self.value)


@record()
class Computed:
    """TÍNH: a named formula; `on_zero` says what a denominator of 0 means (None: lỗi)."""

    name: str
    key: str
    type: ValueType
    formula: Expression
    on_zero: Treatment | None
    place: Span
    text: str = ""
    owner: str = ""


@record()
class Constraint:
    """RÀNG BUỘC: a condition that the figures must meet, else they are lỗi."""

    condition: Expression
    items: tuple[DataItem, ...]
    text: str
    place: Span
    owner: str = ""


@record()
class Constant:
    """A number, date, text or có/không written in the file; percents as fractions."""

    value: Value
    type: ValueType


@record()
class ParameterRef:
    """A parameter by name."""

    parameter: Parameter


@record()
class ItemRef:
    """A figure of the unit; `previous` is that of the year before (hồ_sơ năm trước)."""

    item: DataItem
    previous: bool = False


@record()
class ComputedRef:
    """A named formula; `previous` computes it from the figures of the year before."""

    computed: Computed
    previous: bool = False


@record()
class Negative:
    """Minus x."""

    operand: Expression


@record()
class Arithmetic:
    """Left + - * / right."""

    operator: str
    left: Expression
    right: Expression


class Function(StrEnum):
    """The functions of the language."""

    LEAST = "nhỏ nhất"
    GREATEST = "lớn nhất"
    MEAN = "trung bình"
    WHOLE = "phần nguyên"
    ROUND = "làm tròn"


@record()
class Call:
    """A function of numbers; `làm tròn(x; digits)` rounds half up."""

    function: Function
    arguments: tuple[Expression, ...]


@record()
class Peers:
    """The least, greatest or mean of a figure over all ranked units (toàn nhóm)."""

    function: Function
    of: ItemRef | ComputedRef


@record()
class ScoreRef:
    """The unrounded score of a heading, or (`share`) its share of the applicable maximum.

    Code "" is the total. Only in conditions of classes and of who is ranked.
    """

    code: str
    share: bool = False


@record()
class Within:
    """A value lies in a range (x từ a đến dưới b)."""

    value: Expression
    range: Range


@record()
class Equal:
    """Left equals right, or (`negated`) does not (khác)."""

    left: Expression
    right: Expression
    negated: bool = False


@record()
class HasData:
    """Có số liệu x / không có số liệu x."""

    of: ItemRef | ComputedRef
    negated: bool = False


@record()
class Not:
    """Không phải."""

    operand: Expression


@record()
class All:
    """Và."""

    operands: tuple[Expression, ...]


@record()
class AnyOf:
    """Hoặc."""

    operands: tuple[Expression, ...]


Expression = (
    Constant
    | ParameterRef
    | ItemRef
    | ComputedRef
    | Negative
    | Arithmetic
    | Call
    | Peers
    | ScoreRef
    | Within
    | Equal
    | HasData
    | Not
    | All
    | AnyOf
)


@record()
class Condition:
    """A condition as written, with its exception (trừ khi) kept apart."""

    test: Expression
    text: str
    place: Span
    unless: Expression | None = None
    reason: str = ""
