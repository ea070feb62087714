"""What a table says of results in, by column and unit, as it will be compared out."""

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules.excel.lenses import Lens
from cchc_rules.excel.table import phrases
from cchc_rules.facts import Fault
from cchc_rules.facts.raw import Failure, Number, Shown, Text
from cchc_rules.model import Special
from cchc_rules.numeric import HUNDRED, LARGEST
from cchc_rules.records import record
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.lenses import Seen


class Said(Enum):
    """What sort of result a column holds."""

    SCORE = "điểm"
    TOTAL = "tổng điểm"
    PERCENT = "tỷ lệ"
    CLASS = "xếp loại"
    RANK = "xếp hạng"


@record()
class Claim:
    """A result that a column says it holds; `code`: of which heading or leaf the points are.

    `self_scored`: points that the unit gave to itself.
    """

    said: Said
    code: str = ""
    self_scored: bool = False


@record()
class Claimed:
    """A column of results: for each of the table's units its row and a number, a text or lỗi."""

    claim: Claim
    column: int
    title: str
    heading: tuple[str, ...]
    cells: "Sequence[tuple[int, Seen]]"


_COMMON = (
    (phrases.TOTALS, Claim(Said.TOTAL)),
    (phrases.SELF_TOTALS, Claim(Said.TOTAL, self_scored=True)),
    (phrases.PERCENTS, Claim(Said.PERCENT)),
    (phrases.CLASSES, Claim(Said.CLASS)),
    (phrases.RANKS, Claim(Said.RANK)),
)


def claim_of(plain: str) -> Claim | None:
    """Return what a bare title claims that is not of one heading."""
    return next((claim for known, claim in _COMMON if plain in known), None)


def _bounds(shown: Shown) -> tuple[Decimal, Decimal] | None:
    return None if shown is Shown.PERCENT else (-LARGEST, LARGEST)


def _see(content: "Content") -> "Seen":
    """Read a result; a number that is shown as a percent is one (84.58)."""
    match content.raw:
        case Number(value, shown):
            return value * HUNDRED if shown is Shown.PERCENT else value
        case Text(value):
            return clean(value) or Special.MISSING
        case Failure(value):
            return Fault(value)
        case _:
            return Special.MISSING


LENS = Lens(_see, Special.MISSING, _bounds)
