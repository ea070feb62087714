"""What a ranking gives: published totals, places and classes, each as a range where it is open."""

from typing import TYPE_CHECKING

from cchc_rules.records import record

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.evaluation.results import Assessment, Interval
    from cchc_rules.facts import Round
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.entries import Entry
    from cchc_rules.ranking.history import History


@record()
class Places:
    """All places from `best` to `worst`, counted from 1; equal ends: known."""

    best: int
    worst: int

    @property
    def known(self) -> bool:
        """Say whether it is a single place."""
        return self.best == self.worst


@record()
class NextClass:
    """The class above and the points that are missing to reach its lower end."""

    name: str
    points: "Decimal"


@record()
class RankedUnit:
    """One unit in the ranking; its `assessment` says how it got its points.

    `total` and `percent` (84.58 is 84,58 %) are rounded once, at the published level; None: not
    scored. `places` None: takes no place. `classes`: all that are possible, best first; one:
    known; none: no class. `lowest_in`: codes of the fields in which no other unit of its cohort
    is below it. `to_next_rank`: points to draw level with the next unit above.
    """

    entry: "Entry"
    total: "Interval | None"
    percent: "Interval | None"
    places: Places | None
    classes: tuple[str, ...]
    lowest_in: tuple[str, ...] = ()
    to_next_rank: "Decimal | None" = None
    to_next_class: NextClass | None = None
    history: "History | None" = None
    """What changed since earlier years; None: none is known."""

    @property
    def assessment(self) -> "Assessment":
        """The unit with all its scores and reasons; that of thousands may be made anew."""
        return self.entry.assessment

    @property
    def known(self) -> bool:
        """Say whether the total is a single value, also before it was rounded."""
        return self.entry.total is not None and self.entry.total.known

    @property
    def name(self) -> str:
        """The unit's name."""
        return self.entry.unit.name

    @property
    def kind(self) -> str:
        """The unit's kind."""
        return self.entry.unit.kind


@record()
class FieldSummary:
    """A field over a cohort: the mean of its percents, over the units to which it applies."""

    code: str
    title: str
    mean: "Interval"


@record()
class ClassCount:
    """How many units surely are in a class, and how many may be."""

    name: str
    sure: int
    possible: int


@record()
class Cohort:
    """The units that are compared with one another: of one kind, or (`kind` empty) all.

    Means are of the ranked, scored units, published, in percent.
    """

    kind: str
    units: int
    ranked: int
    not_scored: int
    mean: "Interval | None"
    fields: tuple[FieldSummary, ...]
    classes: tuple[ClassCount, ...]
    highest: tuple[str, ...] = ()
    """Codes of the fields that surely have the highest means, ties together; then the lowest."""
    lowest: tuple[str, ...] = ()


@record()
class Ranking:
    """All units of one round by place, then by name, and what can be said of them together."""

    rules: "RuleSet"
    round: "Round"
    units: tuple[RankedUnit, ...]
    cohorts: tuple[Cohort, ...]
