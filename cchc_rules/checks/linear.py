"""Sums of figures in, proofs that one is never above another out, from ranges and RÀNG BUỘC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.intervals import Interval
from cchc_rules.numeric import ONE, ZERO
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

Atom = tuple[str, bool]
"""The key of a figure and whether it is of the year before."""


@record()
class Linear:
    """Constant + Σ coefficient x figure."""

    constant: Decimal = ZERO
    terms: Mapping[Atom, Decimal] = field(default_factory=dict)

    def plus(self, other: Linear, times: Decimal = ONE) -> Linear:
        """Return self + times x other."""
        terms = dict(self.terms)
        for atom, coefficient in other.terms.items():
            terms[atom] = terms.get(atom, ZERO) + times * coefficient
        kept = {atom: coefficient for atom, coefficient in terms.items() if coefficient}
        return Linear(self.constant + times * other.constant, kept)

    def times(self, factor: Decimal) -> Linear:
        """Return factor x self."""
        return Linear().plus(self, factor)


@record()
class Known:
    """A sum that is never below 0, or (`strict`) always above it."""

    sum: Linear
    strict: bool = False


@record()
class Proofs:
    """What is known: the range of each figure, and of each the sums that are not negative."""

    range_of: Callable[[Atom], Interval]
    about: Mapping[Atom, list[Known]]

    def not_negative(self, sum_: Linear) -> Known | None:
        """Return `sum_` as known if it is proved not to be negative."""
        return self._prove(sum_, 2, strict=False)

    def _prove(self, sum_: Linear, depth: int, *, strict: bool) -> Known | None:
        least = self._least(sum_)
        if least is not None and least.low is not None and least.low >= ZERO:
            return Known(sum_, strict or least.low > ZERO or least.low_open)
        for atom, coefficient in sum_.terms.items() if depth else ():
            for fact in self.about.get(atom, ()):
                times = coefficient / fact.sum.terms[atom]
                if times < ZERO:
                    continue
                rest = sum_.plus(fact.sum, -times)
                if found := self._prove(rest, depth - 1, strict=strict or fact.strict):
                    return Known(sum_, found.strict)
        return None

    def _least(self, sum_: Linear) -> Interval | None:
        low, is_open = sum_.constant, False
        for atom, coefficient in sum_.terms.items():
            interval = self.range_of(atom)
            end = interval.low if coefficient > ZERO else interval.high
            if end is None:
                return None
            low += coefficient * end
            is_open |= interval.low_open if coefficient > ZERO else interval.high_open
        return Interval(low, None, low_open=is_open)

    def quotient(self, above: Linear, below: Linear) -> Interval:
        """Return what is proved of above / below, where `below` is not 0."""
        if self.not_negative(below) is None:
            return Interval()
        bounds = _candidates(above, below)
        lows = ((at, self.not_negative(above.plus(below, -at))) for at in reversed(bounds))
        highs = ((at, self.not_negative(below.times(at).plus(above, -ONE))) for at in bounds)
        low, from_ = next((found for found in lows if found[1]), (None, None))
        high, up_to = next((found for found in highs if found[1]), (None, None))
        low_open, high_open = (bool(end and end.strict) for end in (from_, up_to))
        return Interval(low, high, low_open, high_open)


def gathered(facts: Iterable[Known]) -> dict[Atom, list[Known]]:
    """Return facts by each figure that they speak of."""
    about: dict[Atom, list[Known]] = {}
    for fact in facts:
        for atom in fact.sum.terms:
            about.setdefault(atom, []).append(fact)
    return about


def _candidates(above: Linear, below: Linear) -> list[Decimal]:
    """Return the quotients that may be bounds, from low to high."""
    found = {ZERO, ONE, -ONE}
    for top in above.terms.values():
        found.update(top / bottom for bottom in below.terms.values())
    return sorted(found)
