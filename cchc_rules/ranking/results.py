"""What a ranking gives: published totals, places and classes, each as a range where it is open."""

from typing import TYPE_CHECKING

from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cchc_rules.evaluation.results import Assessment, Interval
    from cchc_rules.facts import Round
    from cchc_rules.model import RuleSet
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
    """One unit in the ranking.

    `total` and `percent` (84.58 is 84,58 %) are rounded once, at the published level; None: not
    scored. `places` None: takes no place. `classes`: all that are possible, best first; one:
    known; none: no class. `lowest_in`: codes of the fields in which no other unit of its cohort
    is below it. `to_next_rank`: points to draw level with the next unit above.
    """

    assessment: "Assessment"
    total: "Interval | None"
    percent: "Interval | None"
    places: Places | None
    classes: tuple[str, ...]
    shares: "Sequence[Interval | None]" = ()
    """Score ÷ applicable maximum of each main heading; None: nothing of it applies."""
    lowest_in: tuple[str, ...] = ()
    to_next_rank: "Decimal | None" = None
    to_next_class: NextClass | None = None
    history: "History | None" = None
    """What changed since earlier years; None: none is known."""


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
