"""`xếp loại` in: its bands proved over every percent, total or place: E310, E312, E313."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.bands import Band, Scale, flaws
from cchc_rules.checks.intervals import DENSE, WHOLE, Domain, Grid, Interval
from cchc_rules.checks.ranges import type_of
from cchc_rules.checks.scores import score_range
from cchc_rules.checks.subject import Finding
from cchc_rules.model import ValueType
from cchc_rules.numeric import HUNDRED, ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cchc_rules.checks.ranges import Ranges
    from cchc_rules.checks.subject import Subject
    from cchc_rules.model import ClassBand, Classification, RuleSet


def classes_are_sound(subject: Subject) -> Iterator[Finding]:
    """Check that each result has just one class and that each class can be had."""
    rules = subject.rules
    for classification in rules.classifications:
        kinds = tuple(
            kind for kind in subject.kinds if rules.classification_for(kind) is classification
        )
        for alike in subject.alike(kinds, rules.root.maximum):
            scale = _scale(rules, classification, subject.ranges(alike))
            for flaw in flaws(scale, whole="" not in rules.incomplete) if scale else ():
                yield Finding(flaw.code, flaw.place, "", flaw.message, flaw.remedy, alike, kinds)


def _scale(rules: RuleSet, classification: Classification, ranges: Ranges) -> Scale | None:
    bands = []
    in_points = all(band.in_points for band in classification.bands if band.range is not None)
    total = rules.root.maximum.of(ranges.kind)
    for band in classification.bands:
        interval = None if band.range is None else ranges.interval(band.range)
        if band.range is not None and interval is None:
            return None
        if interval is not None and band.in_points and not in_points:
            if not total:
                return None
            interval = _divided(interval, total)
        bands.append(Band(interval, band.text, band.place, gated=band.gate is not None))
    idle_rest = bool(rules.lowerings) or any(band.gated for band in bands)
    if classification.by_rank:
        type_, figure = _type_of_places(classification.bands), "thứ hạng"
        domain = _places(bands) if type_ is not ValueType.PERCENT else _SHARES
    else:
        type_ = ValueType.NUMBER if in_points else ValueType.PERCENT
        figure = "tổng điểm" if in_points else "tỷ lệ điểm"
        domain = _totals(rules, classification, ranges.kind, in_points=in_points)
    return Scale(tuple(bands), domain, type_, figure, rows="mức", idle_rest=idle_rest)


def _divided(interval: Interval, total: Decimal) -> Interval:
    low, high = (None if end is None else end / total for end in (interval.low, interval.high))
    return Interval(low, high, interval.low_open, interval.high_open)


_SHARES = Domain(Interval(ZERO, ONE, low_open=True))


def _type_of_places(bands: tuple[ClassBand, ...]) -> ValueType:
    ends = [end for band in bands if band.range for end in (band.range.low, band.range.high)]
    percent = any(end is not None and type_of(end) is ValueType.PERCENT for end in ends)
    return ValueType.PERCENT if percent else ValueType.COUNT


def _places(bands: list[Band]) -> Domain:
    """Return the places from 1; how many units there are is not known, so up to the last named."""
    highs = [band.interval.high for band in bands if band.interval is not None]
    bounded = [high for high in highs if high is not None]
    last = max(bounded) if bounded and len(bounded) == len(bands) else None
    return Domain(Interval(ONE, last), WHOLE)


def _totals(
    rules: RuleSet, classification: Classification, kind: str, *, in_points: bool
) -> Domain:
    """Return the totals, or percents, that are compared: the published ones unless unrounded."""
    interval = score_range(rules, "", kind, share=not in_points)
    step = ONE.scaleb(-rules.digits) / (ONE if in_points else HUNDRED)
    return Domain(interval, DENSE if classification.unrounded else Grid(step))
