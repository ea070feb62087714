"""The units of one cohort in, as they come, what can be said of them together out."""

from operator import itemgetter
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import Interval
from cchc_rules.numeric import HUNDRED, INFINITY, ZERO, publish
from cchc_rules.ranking.fields import main_headings
from cchc_rules.ranking.results import ClassCount, Cohort, FieldSummary
from cchc_rules.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.entries import Entry
    from cchc_rules.ranking.results import RankedUnit

_MANY_FIELDS = 5
"""Of so many fields two are told on either side."""


class Tally:
    """The entries of one cohort, and what their shares of each field add up to."""

    def __init__(self, rules: "RuleSet", kind: str) -> None:
        self.entries: list[Entry] = []
        self._rules = rules
        self._kind = kind
        self._headings = main_headings(rules)
        self._fields = [_Shares() for _ in self._headings]
        self._totals = _Shares()

    def add(self, entry: "Entry", shares: "Sequence[Interval | None]") -> None:
        """Let a unit join; one that is not ranked is not compared."""
        index, total = len(self.entries), entry.total
        self.entries.append(entry)
        if total is None or entry.ranked is False:
            return
        low = total.low / entry.maximum
        high = low if total.high is total.low else total.high / entry.maximum
        self._totals.add(index, Interval(low, high))
        for field, share in zip(self._fields, shares, strict=True):
            if share is not None:
                field.add(index, share)

    def summarise(self, units: "Sequence[RankedUnit]") -> "tuple[Cohort, list[RankedUnit]]":
        """Return the cohort's summary, and its units with the fields in which they are lowest."""
        digits = self._rules.digits
        lowest: dict[int, list[str]] = {}
        for heading, field in zip(self._headings, self._fields, strict=True):
            for index in field.lowest():
                lowest.setdefault(index, []).append(heading.code)
        marked = list(units)
        for index, codes in lowest.items():
            marked[index] = replace(units[index], lowest_in=tuple(codes))
        fields = tuple(
            FieldSummary(heading.code, heading.title, mean)
            for heading, field in zip(self._headings, self._fields, strict=True)
            if (mean := field.mean(digits)) is not None
        )
        cohort = Cohort(
            kind=self._kind,
            units=len(units),
            ranked=sum(entry.ranked is True for entry in self.entries),
            not_scored=sum(unit.total is None for unit in units),
            mean=self._totals.mean(digits),
            fields=fields,
            classes=_class_counts(self._rules, units),
            highest=_extremes(fields, highest=True),
            lowest=_extremes(fields, highest=False),
        )
        return cohort, marked


class _Shares:
    """Shares as they come: their sum, and who has the least."""

    def __init__(self) -> None:
        self._count = 0
        self._low = self._high = ZERO
        self._least = self._second = INFINITY
        self._greatest = -INFINITY
        self._at_least: list[tuple[int, Decimal]] = []

    def add(self, index: int, share: Interval) -> None:
        """Count the share of one unit."""
        low, high = share.low, share.high
        self._count += 1
        self._low += low
        self._high += high
        self._greatest = max(self._greatest, low)
        if low < self._least:
            self._least, self._second, self._at_least = low, self._least, [(index, high)]
        elif low == self._least:
            self._second = low
            self._at_least.append((index, high))
        elif low < self._second:
            self._second = low

    def mean(self, digits: int) -> Interval | None:
        """Return the mean in percent, published; None: nobody has a share."""
        if not self._count:
            return None
        low, high = self._low * HUNDRED / self._count, self._high * HUNDRED / self._count
        return Interval(publish(low, digits), publish(high, digits))

    def lowest(self) -> list[int]:
        """Return the units surely below which is none; nobody where all are equal."""
        return [
            index
            for index, high in self._at_least
            if high <= self._second and high < self._greatest
        ]


def _extremes(fields: "Sequence[FieldSummary]", *, highest: bool) -> tuple[str, ...]:
    """Return the fields whose means are surely the highest or lowest, or one of the two such.

    A field counts where fewer may lie beyond it on this side than on the other.
    """
    count = 2 if len(fields) >= _MANY_FIELDS else 1
    found: list[tuple[int, str]] = []
    for own in fields:
        above = sum(other.mean.high > own.mean.low for other in fields if other is not own)
        below = sum(other.mean.low < own.mean.high for other in fields if other is not own)
        beyond, behind = (above, below) if highest else (below, above)
        if beyond < count and beyond < behind:
            found.append((beyond, own.code))
    return tuple(code for _, code in sorted(found, key=itemgetter(0)))


def _class_counts(rules: "RuleSet", units: "Sequence[RankedUnit]") -> tuple[ClassCount, ...]:
    kinds = {unit.kind for unit in units}
    scales = [rules.classification_for(kind) for kind in rules.kinds if kind in kinds]
    names = dict.fromkeys(band.name for scale in scales if scale for band in scale.bands)
    sure = dict.fromkeys(names, 0)
    possible = dict.fromkeys(names, 0)
    for unit in units:
        for name in unit.classes:
            possible[name] += 1
            sure[name] += len(unit.classes) == 1
    return tuple(ClassCount(name, sure[name], possible[name]) for name in names)
