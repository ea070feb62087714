"""A bound rule set in, every condition and every formula in it out, with where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.model import (
    Cases,
    Checklist,
    Condition,
    Direct,
    Formula,
    FullIf,
    PerItem,
    Proportional,
    Range,
    Survey,
    Table,
)
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.checks.subject import Kinds, Subject
    from cchc_rules.diagnostics import Span
    from cchc_rules.model import Expression, Leaf, Outcome, Row


@record()
class Site:
    """A condition that units of `kinds` can meet, under the heading `owner`."""

    condition: Condition
    owner: str
    kinds: Kinds


@record()
class Sum:
    """An expression that a leaf is scored by; `points`: it gives the points itself."""

    expression: Expression
    leaf: Leaf
    place: Span
    row: Row | None = None
    points: bool = False


def conditions(subject: Subject) -> Iterator[Site]:
    """Yield each condition once, in no special order."""
    seen: set[tuple[Span, str]] = set()
    for site in _conditions(subject):
        key = (site.condition.place, site.condition.text)
        if key not in seen:
            seen.add(key)
            yield site


def _conditions(subject: Subject) -> Iterator[Site]:
    rules = subject.rules
    for group in rules.root.groups():
        kinds = subject.kinds_of(group) or subject.kinds
        weighted = (weights.condition for weights in group.weights)
        for condition in (*group.zero, *(found for found in weighted if found is not None)):
            yield Site(condition, group.code, kinds)
    for leaf in rules.root.leaves():
        for condition in conditions_of(leaf):
            yield Site(condition, leaf.code, subject.kinds_of(leaf))
    for classification in rules.classifications:
        kinds = tuple(
            kind for kind in subject.kinds if rules.classification_for(kind) is classification
        )
        for band in classification.bands:
            if band.gate is not None and kinds:
                yield Site(band.gate, "", kinds)
    for condition in (*rules.unranked_if, *(lowering.condition for lowering in rules.lowerings)):
        yield Site(condition, "", subject.kinds)


def conditions_of(leaf: Leaf) -> Iterator[Condition]:
    """Yield the conditions of a leaf."""
    yield from leaf.zero
    yield from (found.condition for found in leaf.not_applicable)
    yield from (found.when for found in leaf.adjustments if found.when is not None)
    match leaf.method:
        case FullIf(condition):
            yield condition
        case Checklist(entries):
            yield from (entry.condition for entry in entries)
        case Table(rows=rows) | Cases(rows=rows):
            yield from (row.test for row in rows if isinstance(row.test, Condition))
        case _:
            pass


def tests_of(condition: Condition) -> Iterator[Expression]:
    """Yield what a condition asks, and what its exception asks."""
    yield condition.test
    if condition.unless is not None:
        yield condition.unless


def sums(leaf: Leaf) -> Iterator[Sum]:
    """Yield the expressions by which a leaf is scored."""
    place = leaf.method_place or leaf.place
    match leaf.method:
        case Table(argument, rows):
            yield Sum(argument, leaf, place)
            yield from _sums_of_rows(leaf, rows)
        case Cases(rows):
            yield from _sums_of_rows(leaf, rows)
        case Direct(outcome):
            yield from (Sum(found, leaf, place, points=True) for found in _of_outcome(outcome))
        case PerItem(each=each):
            yield Sum(each, leaf, place)
        case Survey(of=of):
            yield Sum(of, leaf, place)
        case _:
            pass
    for adjustment in leaf.adjustments:
        if adjustment.each is not None:
            yield Sum(adjustment.each, leaf, adjustment.place)


def _sums_of_rows(leaf: Leaf, rows: tuple[Row, ...]) -> Iterator[Sum]:
    for row in rows:
        if isinstance(row.test, Range):
            ends = (row.test.low, row.test.high)
            yield from (Sum(end, leaf, row.place, row) for end in ends if end is not None)
        for found in _of_outcome(row.outcome):
            yield Sum(found, leaf, row.place, row, points=True)


def _of_outcome(outcome: Outcome) -> Iterator[Expression]:
    match outcome:
        case Proportional(of) if of is not None:
            yield of
        case Formula(formula):
            yield formula
        case _:
            pass
