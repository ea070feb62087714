"""What a cell or a JSON field holds before anyone has checked it: its kind, value and format."""

from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules.records import record

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class Shown(Enum):
    """How the number format of a cell shows its number."""

    PLAIN = "số"
    PERCENT = "phần trăm"
    DATE = "ngày"


@record()
class Number:
    """A stored number; `shift` is added to a serial day of a workbook that counts from 1904."""

    value: "Decimal"
    shown: Shown = Shown.PLAIN
    shift: int = 0


@record()
class Text:
    """Text as typed."""

    value: str


@record()
class Truth:
    """TRUE or FALSE."""

    value: bool


@record()
class Day:
    """A date that is stored as such (ISO text of JSON, `t="d"` of a cell)."""

    value: "date"


@record()
class Failure:
    """An error value, such as #N/A."""

    value: str


@record()
class Pending:
    """A formula whose result was never stored."""


@record()
class Blank:
    """Nothing."""


Raw = Number | Text | Truth | Day | Failure | Pending | Blank

BLANK = Blank()
PENDING = Pending()
