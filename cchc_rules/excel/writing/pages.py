"""What a new workbook is to show: plain columns, rows and lines, without any library's types."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

from cchc_rules.records import record

Value = Decimal | int | str | date | None
"""What a cell may hold; text is always text, whatever it starts with."""


class Look(Enum):
    """How a column shows its values."""

    TEXT = "chữ"
    CENTERED = "chữ giữa ô"
    WHOLE = "số nguyên"
    POINTS = "điểm"
    PERCENT = "phần trăm"
    DATE = "ngày"


class Tone(Enum):
    """What sets a row apart from the others."""

    PLAIN = "thường"
    STRONG = "đậm"
    UNSURE = "chưa đủ số liệu"
    WRONG = "lỗi"


@record()
class Column:
    """A column; columns next to each other of one `group` stand under a common title.

    A percent is a fraction (0.845 shows 84,50%). Without `width` it is chosen by the content.
    """

    title: str
    look: Look = Look.TEXT
    group: str = ""
    digits: int = 2
    width: float = 0


@record()
class Row:
    """One row, a value for each column."""

    values: Sequence[Value]
    tone: Tone = Tone.PLAIN


@record()
class Page:
    """One sheet: lines of title above a table, lines of notes below it."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fixed_columns: int = 0
    """So many columns stay in sight when the others are scrolled."""
