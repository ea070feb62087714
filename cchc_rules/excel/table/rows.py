"""The rows of a table in, those that are units out: totals, notes and headings are told apart."""

import re
from typing import TYPE_CHECKING, NamedTuple

from cchc_rules.excel.table.phrases import NOTES, SUMMARIES
from cchc_rules.text import bare, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_WORDS = frozenset(phrase.partition(" ")[0] for phrase in SUMMARIES)
_ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-Z])[.)/:]?\s.*|[IVX]{1,5}[.)]?")
_LONGEST_NAME = 90
_SIGN_OFF = re.compile(r"(?:tm|kt|tl)\b|nguoi|chu tich|giam doc|.*\bngay\b.*\bthang\b")


class RowFacts(NamedTuple):
    """What is known of a row before it is taken for a unit."""

    number: int
    name: str
    order: str
    filled: bool
    """Whether any column of figures has something in it."""


def is_summary(name: str) -> bool:
    """Say whether a row of this name sums other rows up: MIN, Highest, Trung bình, Tổng cộng."""
    first = bare(name.partition(" ")[0].rstrip(":."))
    return first in _FIRST_WORDS and " ".join(words(name)) in SUMMARIES


def is_note(name: str) -> bool:
    """Say whether a text without figures is a note, a signature or a heading."""
    spoken = " ".join(words(name))
    return (
        len(name) > _LONGEST_NAME
        or name.endswith((":", "…"))
        or name.startswith(("*", "(", "-"))
        or spoken.startswith(NOTES)
        or _SIGN_OFF.match(spoken) is not None
        or _ROMAN.fullmatch(name) is not None
    )


def last_in_table(rows: "Sequence[RowFacts]") -> int:
    """Return the place of the last row of the table: with figures, or named right below such."""
    last = max((at for at, row in enumerate(rows) if row.name and row.filled), default=-1)
    while last + 1 < len(rows) and rows[last + 1].name:
        if last >= 0 and rows[last + 1].number != rows[last].number + 1:
            break
        last += 1
    return last


def are_ordered(rows: "Sequence[RowFacts]") -> bool:
    """Say whether the rows with figures are numbered, as by a column STT."""
    filled = [row for row in rows if row.name and row.filled]
    return sum(_is_number(row.order) for row in filled) * 2 > len(filled)


def _is_number(order: str) -> bool:
    return order.rstrip(".").isdigit()


def may_be_unit(row: RowFacts, *, ordered: bool, near: bool) -> bool:
    """Say whether a row with a name but without figures may be a unit that sent nothing in.

    `ordered`: the table numbers its units; `near`: it stands between or right under them.
    """
    if not near or is_note(row.name):
        return False
    return not ordered or _is_number(row.order)
