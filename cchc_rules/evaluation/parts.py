"""What a heading is made of when scores are added, re-based and weighted; all ends exact.

Parts stand in columns: their lowest and highest scores, their maxima, and whether each may turn
out not to apply. A part that does not apply has neither points nor a maximum.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from cchc_rules.numeric import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Ends = tuple[Decimal, Decimal]


class Parts(NamedTuple):
    """Columns of parts; known scores have one list as both ends, `optional` None: none is."""

    lows: Sequence[Decimal]
    highs: Sequence[Decimal]
    maxima: Sequence[Decimal]
    optional: Sequence[bool] | None = None
    whole: bool = False
    """Whether every leaf applies: then the sums of maxima are known beforehand."""
    sums: Sequence[Decimal] = ()
    """What each branch of the root adds up to, where all is known and applies."""

    @property
    def settled(self) -> bool:
        """Say whether every score is known and every part applies for certain or not at all."""
        return self.optional is None and self.highs is self.lows

    def only(self, chosen: slice) -> Parts:
        """Return some neighbouring parts."""
        lows = self.lows[chosen]
        return Parts(
            lows,
            lows if self.highs is self.lows else self.highs[chosen],
            self.maxima[chosen],
            None if self.optional is None else self.optional[chosen],
        )

    def scaled(self, factor: Decimal) -> Parts:
        """Return the parts with points and maxima x `factor`."""
        return Parts(
            [low * factor for low in self.lows],
            [high * factor for high in self.highs],
            [maximum * factor for maximum in self.maxima],
            self.optional,
        )

    @property
    def all_optional(self) -> bool:
        """Say whether it may be that none of the parts applies."""
        if self.optional is None:
            return False
        return all(
            maybe for maybe, maximum in zip(self.optional, self.maxima, strict=True) if maximum
        )


def joined(parts: Iterable[Parts]) -> Parts:
    """Return all parts as one set of columns."""
    found = tuple(parts)
    lows = [low for part in found for low in part.lows]
    known = all(part.highs is part.lows for part in found)
    certain = all(part.optional is None for part in found)
    return Parts(
        lows,
        lows if known else [high for part in found for high in part.highs],
        [maximum for part in found for maximum in part.maxima],
        None if certain else [maybe for part in found for maybe in _optional(part)],
    )


def total(parts: Parts) -> Ends:
    """Return the lowest and the highest sum of scores, over every choice of what applies."""
    lows, highs = parts.lows, parts.highs
    if parts.optional is None:
        low = sum(lows, ZERO)
        return low, low if highs is lows else sum(highs, ZERO)
    maybe = parts.optional
    return (
        sum([min(low, ZERO) if may else low for low, may in zip(lows, maybe, strict=True)], ZERO),
        sum([max(top, ZERO) if may else top for top, may in zip(highs, maybe, strict=True)], ZERO),
    )


def applies(parts: Parts) -> bool:
    """Say whether something may apply."""
    return any(parts.maxima)


def maxima(parts: Parts) -> Ends:
    """Return the least and the greatest applicable maximum."""
    most = sum(parts.maxima, ZERO)
    if parts.optional is None:
        return most, most
    pairs = zip(parts.maxima, parts.optional, strict=True)
    return sum([maximum for maximum, maybe in pairs if not maybe], ZERO), most


def rebased(parts: Parts, maximum: Decimal) -> Ends | None:
    """Return the lowest and the highest score x `maximum` ÷ applicable maximum, over every choice.

    None: nothing applies. In every choice that counts something does.
    """
    applicable = sum(parts.maxima, ZERO)
    if not applicable:
        return None
    if not maximum:
        return ZERO, ZERO
    if parts.optional is not None:
        low, below = _least_ratio(parts.lows, parts)
        high, above = _least_ratio([-top for top in parts.highs], parts)
        return low * maximum / below, -high * maximum / above
    low, high = total(parts)
    if applicable == maximum:
        return low, high
    least = low * maximum / applicable
    return least, least if low is high else high * maximum / applicable


def _least_ratio(scores: Sequence[Decimal], parts: Parts) -> Ends:
    """Return S + Σs and M + Σm of the choice of optional parts with the least quotient."""
    rows = list(zip(scores, parts.maxima, _optional(parts), strict=True))
    score = sum([own for own, _, maybe in rows if not maybe], ZERO)
    maximum = sum([weight for _, weight, maybe in rows if not maybe], ZERO)
    # A part without weight (a maximum of 0) can only help by being negative.
    score += sum([min(own, ZERO) for own, weight, maybe in rows if maybe and not weight], ZERO)
    choices = [(own, weight) for own, weight, maybe in rows if maybe and weight]
    choices.sort(key=_quotient)
    if maximum:
        return _taking(score, maximum, choices)
    # Something must apply: the part with the least quotient and what follows it, or one alone.
    (own, weight), *rest = choices
    several = _taking(score + own, weight, rest)
    alone = [(score + own, weight) for own, weight in choices]
    return min([several, *alone], key=_quotient)


def _taking(score: Decimal, maximum: Decimal, choices: Sequence[Ends]) -> Ends:
    """Take each choice, from that with the least quotient on, that is below what stands."""
    for own, weight in choices:
        if own * maximum < score * weight:
            score += own
            maximum += weight
    return score, maximum


def _quotient(part: Ends) -> Decimal:
    return part[0] / part[1]


def _optional(parts: Parts) -> Sequence[bool]:
    return (False,) * len(parts.lows) if parts.optional is None else parts.optional
