"""A line that was rejected in, what each slip offers in its place out, the surest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cchc_rules.parsing.mistakes import (
    dates,
    lines,
    naming,
    numbers,
    openings,
    quotes,
    signs,
    values,
    words,
)
from cchc_rules.parsing.mistakes.openings import opening_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.parsing.mistakes.stop import Repair, Stop

__all__ = ["SEVERAL", "offers", "opening_words"]

_Slip = Callable[["Stop"], "Iterator[Repair]"]

SLIPS: tuple[_Slip, ...] = (
    *lines.SURE,
    *words.FIRST,
    *quotes.SURE,
    *dates.SURE,
    *values.SURE,
    *numbers.SURE,
    *openings.SURE,
    *naming.SURE,
    *signs.SURE,
    *words.SURE,
    *quotes.LIKELY,
    *openings.LIKELY,
    *lines.LIKELY,
    *signs.LIKELY,
    *quotes.POSSIBLE,
    *naming.POSSIBLE,
    *values.POSSIBLE,
    *words.POSSIBLE,
)
"""The surest first."""

SEVERAL: frozenset[_Slip] = frozenset(
    (
        quotes.unbalanced_quotes,
        quotes.other_quotes,
        *dates.SURE,
        words.reversed_bound,
        numbers.decimal_point,
        numbers.percent_apart,
        numbers.points_missing,
        openings.numbering,
        opening_words,
        naming.declared_badly,
        naming.words_as_name,
        signs.enumerated_with_words,
        signs.trailing_sign,
    )
)
"""Those of which a line may hold several; the others explain it only if it is whole then."""


def offers(stop: Stop, *, alone: bool) -> Iterator[tuple[_Slip, Repair]]:
    """Yield what the slips offer; unless `alone`, another slip of the line is told already."""
    for slip in SLIPS:
        if alone or (slip in SEVERAL and slip is not opening_words):
            yield from ((slip, repair) for repair in slip(stop) if repair.lexemes)
