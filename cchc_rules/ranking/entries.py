"""Assessments in, one after another, what a ranking keeps of each out: about a kilobyte.

All else is left to where the assessment came from, and is asked for again when somebody looks.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, overload

from cchc_rules.evaluation.results import Interval
from cchc_rules.facts import Round
from cchc_rules.ranking.fields import heading_scores, main_headings, shares_of
from cchc_rules.records import field, record
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cchc_rules.evaluation.results import Assessment, UnitStatus
    from cchc_rules.facts import Unit
    from cchc_rules.model import Classification, Condition, Lowering, RuleSet

    Decide = Callable[[Assessment, Condition], bool | None]
    """Says whether a condition of a class holds for a unit; None: not known."""

_TOGETHER = 32
"""Shares of so many units are added heading by heading, which takes half of the time."""
_NOTHING = "-"


class Spans(Sequence[Interval | None]):
    """Intervals that are kept as digits, in an eighth of the memory, until they are looked at."""

    __slots__ = ("_digits",)

    def __init__(self, spans: "Sequence[Interval | None]") -> None:
        self._digits = " ".join(map(_digits, spans))

    def __len__(self) -> int:
        return len(self._digits.split())

    @overload
    def __getitem__(self, index: int) -> Interval | None: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Interval | None]: ...
    def __getitem__(self, index: int | slice) -> Interval | Sequence[Interval | None] | None:
        return list(self)[index]

    def __iter__(self) -> "Iterator[Interval | None]":
        return map(_span, self._digits.split())

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Spans) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))


def _digits(span: Interval | None) -> str:
    if span is None:
        return _NOTHING
    return str(span.low) if span.low is span.high or span.known else f"{span.low}~{span.high}"


def _span(digits: str) -> Interval | None:
    if digits == _NOTHING:
        return None
    first, both, second = digits.partition("~")
    low = Decimal(first)
    return Interval(low, Decimal(second) if both else low)


@record()
class Entry:
    """A unit as it enters the ranking.

    `total` is unrounded; `ties` are the tie-break scores, `shares` those of the main headings, and
    `answers` those to the `conditions` of its classes. `assessments[index]` says all else.
    """

    unit: "Unit"
    status: "UnitStatus"
    ranked: bool | None
    total: Interval | None
    maximum: Decimal
    ties: tuple[Interval | None, ...]
    shares: Spans
    answers: tuple[bool | None, ...]
    assessments: "Sequence[Assessment]" = field(repr=False, compare=False)
    index: int = field(repr=False, compare=False)

    @property
    def assessment(self) -> "Assessment":
        """The assessment that it was made from."""
        return self.assessments[self.index]


def entries(
    rules: "RuleSet", assessments: "Sequence[Assessment]", decide: "Decide"
) -> "Iterator[tuple[Entry, Sequence[Interval | None]]]":
    """Yield the entry of each unit, and its shares while they are at hand."""
    codes = [heading.code for heading in main_headings(rules)]
    coming = enumerate(assessments)
    while batch := list(islice(coming, _TOGETHER)):
        rows = shares_of([unit for _, unit in batch], codes)
        for (index, unit), shares in zip(batch, rows, strict=True):
            entry = Entry(
                unit.facts.unit,
                unit.status,
                unit.ranked,
                unit.total,
                unit.maximum,
                _ties(rules, unit),
                Spans(shares),
                tuple([decide(unit, one) for one in _asked(rules, unit)]),
                assessments,
                index,
            )
            yield entry, shares


def conditions(rules: "RuleSet", rule: "Classification") -> "Iterator[Condition]":
    """Yield the conditions on which a class may depend: gates (nếu), then vetoes (hạ)."""
    yield from (band.gate for band in rule.bands if band.gate is not None)
    yield from (lowering.condition for lowering in vetoes(rules, rule))


def vetoes(rules: "RuleSet", rule: "Classification") -> "Iterator[Lowering]":
    """Yield the `hạ` lines, in file order, without those to a class that other kinds have."""
    known = {fold_title(band.name) for band in rule.bands}
    for lowering in rules.lowerings:
        if lowering.to is None or fold_title(lowering.to) in known:
            yield lowering


def _asked(rules: "RuleSet", unit: "Assessment") -> "Iterator[Condition]":
    """Yield what is asked of a unit; only the appraised round has classes."""
    rule = rules.classification_for(unit.facts.unit.kind)
    if rule is None or unit.round is Round.SELF or unit.total is None:
        return iter(())
    return conditions(rules, rule)


def _ties(rules: "RuleSet", unit: "Assessment") -> tuple[Interval | None, ...]:
    if not rules.ranking.tiebreaks:
        return ()
    scores = heading_scores(unit, rules.ranking.tiebreaks)
    return tuple([score.score if score else None for score in scores])
