"""The ranked units of one cohort in, what can be said of them together out."""

from heapq import nsmallest
from operator import itemgetter
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import Interval
from cchc_rules.numeric import HUNDRED, publish
from cchc_rules.ranking.fields import main_headings
from cchc_rules.ranking.results import ClassCount, Cohort, FieldSummary
from cchc_rules.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import Group, Leaf, RuleSet
    from cchc_rules.ranking.results import RankedUnit

_MANY_FIELDS = 5
"""Of so many fields two are told on either side."""


def summarise(
    rules: "RuleSet", kind: str, units: "Sequence[RankedUnit]"
) -> "tuple[Cohort, list[RankedUnit]]":
    """Return the cohort's summary, and its units with the fields in which they are lowest."""
    headings = main_headings(rules)
    compared = [index for index, unit in enumerate(units) if _is_compared(unit.assessment)]
    codes = [heading.code for heading in headings]
    shares = [units[index].shares for index in compared]
    columns = [[row[column] for row in shares] for column in range(len(headings))]
    lowest = [_lowest(column) for column in columns]
    marked = list(units)
    for row, index in enumerate(compared):
        if found := tuple(code for code, low in zip(codes, lowest, strict=True) if low[row]):
            marked[index] = replace(units[index], lowest_in=found)
    fields = _field_means(headings, columns, rules.digits)
    cohort = Cohort(
        kind=kind,
        units=len(units),
        ranked=sum(unit.assessment.ranked is True for unit in units),
        not_scored=sum(unit.total is None for unit in units),
        mean=_mean([_percent(units[index].assessment) for index in compared], rules.digits),
        fields=fields,
        classes=_class_counts(rules, units),
        highest=_extremes(fields, highest=True),
        lowest=_extremes(fields, highest=False),
    )
    return cohort, marked


def _is_compared(unit: "Assessment") -> bool:
    return unit.total is not None and unit.ranked is not False


def _percent(unit: "Assessment") -> Interval | None:
    if unit.total is None:
        return None
    return Interval(unit.total.low / unit.maximum, unit.total.high / unit.maximum)


def _mean(shares: "Sequence[Interval | None]", digits: int) -> Interval | None:
    known = [share for share in shares if share is not None]
    if not known:
        return None
    low = sum(share.low for share in known) * HUNDRED / len(known)
    high = sum(share.high for share in known) * HUNDRED / len(known)
    return Interval(publish(low, digits), publish(high, digits))


def _field_means(
    headings: "tuple[Group | Leaf, ...]",
    columns: "list[list[Interval | None]]",
    digits: int,
) -> tuple[FieldSummary, ...]:
    return tuple(
        FieldSummary(heading.code, heading.title, mean)
        for heading, column in zip(headings, columns, strict=True)
        if (mean := _mean(column, digits)) is not None
    )


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


def _lowest(shares: "Sequence[Interval | None]") -> list[bool]:
    """Say of each share whether surely none is below it, and not all are equal."""
    lows = [share.low for share in shares if share is not None]
    if len(lows) < 2:  # noqa: PLR2004
        return [False] * len(shares)
    least, second = nsmallest(2, lows)
    greatest = max(lows)

    def is_lowest(share: Interval | None) -> bool:
        if share is None or share.low > second:
            return False
        others = second if share.low == least else least
        return share.high <= others and share.high < greatest

    return [is_lowest(share) for share in shares]


def _class_counts(rules: "RuleSet", units: "Sequence[RankedUnit]") -> tuple[ClassCount, ...]:
    kinds = {unit.assessment.facts.unit.kind for unit in units}
    scales = [rules.classification_for(kind) for kind in rules.kinds if kind in kinds]
    names = dict.fromkeys(band.name for scale in scales if scale for band in scale.bands)
    sure = dict.fromkeys(names, 0)
    possible = dict.fromkeys(names, 0)
    for unit in units:
        for name in unit.classes:
            possible[name] += 1
            sure[name] += len(unit.classes) == 1
    return tuple(ClassCount(name, sure[name], possible[name]) for name in names)
