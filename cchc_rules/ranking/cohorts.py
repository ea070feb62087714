"""The ranked units of one cohort in, what can be said of them together out."""

from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import Interval
from cchc_rules.numeric import HUNDRED, publish
from cchc_rules.ranking.fields import heading_scores, main_headings, share_of
from cchc_rules.ranking.results import ClassCount, Cohort, FieldSummary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import Group, Leaf, RuleSet
    from cchc_rules.ranking.results import RankedUnit


def summarise(
    rules: "RuleSet", kind: str, units: "Sequence[RankedUnit]"
) -> "tuple[Cohort, list[RankedUnit]]":
    """Return the cohort's summary, and its units with the fields in which they are lowest."""
    headings = main_headings(rules)
    compared = [index for index, unit in enumerate(units) if _is_compared(unit.assessment)]
    codes = [heading.code for heading in headings]
    shares = [
        [share_of(score) for score in heading_scores(units[index].assessment, codes)]
        for index in compared
    ]
    columns = [[row[column] for row in shares] for column in range(len(headings))]
    lowest = [_lowest(column) for column in columns]
    marked = list(units)
    for row, index in enumerate(compared):
        if found := tuple(code for code, low in zip(codes, lowest, strict=True) if low[row]):
            marked[index] = replace(units[index], lowest_in=found)
    cohort = Cohort(
        kind=kind,
        units=len(units),
        ranked=sum(unit.assessment.ranked is True for unit in units),
        not_scored=sum(unit.total is None for unit in units),
        mean=_mean([_percent(units[index].assessment) for index in compared], rules.digits),
        fields=_field_means(headings, columns, rules.digits),
        classes=_class_counts(rules, units),
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


def _lowest(shares: "Sequence[Interval | None]") -> list[bool]:
    """Say of each share whether surely none is below it, and not all are equal."""
    lows = sorted(share.low for share in shares if share is not None)
    if len(lows) < 2:  # noqa: PLR2004
        return [False] * len(shares)

    def is_lowest(share: Interval | None) -> bool:
        if share is None:
            return False
        others = lows[1] if share.low == lows[0] else lows[0]
        return share.high <= others and share.high < lows[-1]

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
