"""What an evaluation gives: intervals of points, statuses and, for each leaf, its trace."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar, overload

from cchc_rules.numeric import settle
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from cchc_rules.evaluation.given import Given
    from cchc_rules.evaluation.parts import Ends
    from cchc_rules.evaluation.plan import Plan
    from cchc_rules.evaluation.trace import LeafTrace
    from cchc_rules.facts import Facts, Round
    from cchc_rules.model import Group, Leaf, RuleSet


T = TypeVar("T")


class Interval:
    """All values from `low` to `high`, rounded half up to 10 decimals; equal ends: known.

    A value like a frozen dataclass, but made in a third of the time: a ranking makes thousands.
    """

    __slots__ = ("high", "low")
    __match_args__ = ("low", "high")

    def __init__(self, low: "Decimal", high: "Decimal") -> None:
        self.low: Final = low
        self.high: Final = high

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Interval):
            return NotImplemented
        return self.low == other.low and self.high == other.high

    def __hash__(self) -> int:
        return hash((self.low, self.high))

    def __repr__(self) -> str:
        return f"Interval({self.low!r}, {self.high!r})"

    @classmethod
    def of(cls, low: "Decimal", high: "Decimal") -> "Interval":
        """Return the interval of two exact numbers."""
        least = settle(low)
        return cls(least, least if low is high else settle(high))

    @property
    def known(self) -> bool:
        """Say whether it is a single value."""
        return self.low == self.high


class LeafStatus(StrEnum):
    """How a leaf got its score."""

    SCORED = "scored"
    ZEROED = "zeroed"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"
    ERROR = "error"
    OVERRIDDEN = "overridden"


class UnitStatus(StrEnum):
    """Whether a unit's total can be relied on."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    ERROR = "error"
    NOT_SCORED = "not_scored"


class LeafScore:
    """The score of one leaf, in points.

    `low` and `high` are its ends as they are added to the heading, `score` the same as they are
    compared and published, rounded to 10 decimals. `maximum` is the applicable one: 0 where the
    leaf is excluded. `uncertain`: it may yet turn out not applicable. The trace may be given as a
    function that makes it when it is looked at.
    """

    __slots__ = ("_score", "_trace", "high", "leaf", "low", "maximum", "status", "uncertain")

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        leaf: "Leaf",
        status: LeafStatus,
        low: "Decimal",
        high: "Decimal",
        maximum: "Decimal",
        uncertain: bool,
        trace: "LeafTrace | Callable[[LeafScore], LeafTrace]",
    ) -> None:
        self.leaf: Final = leaf
        self.status: Final = status
        self.low: Final = low
        self.high: Final = high
        self.maximum: Final = maximum
        self.uncertain: Final = uncertain
        self._trace = trace
        self._score: Interval | None = None

    @property
    def score(self) -> Interval:
        """The score, or all that are possible."""
        if self._score is None:
            self._score = Interval.of(self.low, self.high)
        return self._score

    @property
    def trace(self) -> "LeafTrace":
        """How the score came about."""
        if callable(self._trace):
            self._trace = self._trace(self)
        return self._trace

    @property
    def open(self) -> bool:
        """Say whether the score, or whether the leaf applies at all, is not yet known."""
        return self.uncertain or self.low != self.high


class GroupScore:
    """The score of a heading: raw, but a PHẦN re-based and a weighted group weighted.

    `share` is score ÷ applicable maximum, None where nothing applies. `points` and `limits` are
    the exact ends of the score and of the applicable maximum: fewer look at these, so they are
    rounded to 10 decimals when somebody does.
    """

    __slots__ = ("_limits", "_points", "group", "share")

    def __init__(
        self, group: "Group", points: "Ends", limits: "Ends", share: Interval | None
    ) -> None:
        self.group: Final = group
        self.share: Final = share
        self._points = points
        self._limits = limits

    @property
    def score(self) -> Interval:
        """The points, or all that are possible."""
        return Interval.of(*self._points)

    @property
    def maximum(self) -> Interval:
        """The applicable maximum; an interval where it is not yet known what applies."""
        return Interval.of(*self._limits)


class Late(Sequence[T]):
    """A sequence that is made when it is first looked at."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: "Callable[[], Sequence[T]]") -> None:
        self._make = make
        self._made: Sequence[T] | None = None

    def _items(self) -> Sequence[T]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __len__(self) -> int:
        return len(self._items())

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._items()[index]

    def __iter__(self) -> "Iterator[T]":
        return iter(self._items())


@record()
class Assessment:
    """One unit scored in one round: facts in, scores with their reasons out.

    `total` is unrounded (10 decimals), `maximum` is tổng điểm (in the self round, what can be
    self-scored); `total` None: nothing applies, not scored. `ranked` None: not yet known.
    `given` is all that was scored from, facts, figures of the group and whether the round is
    closed, and `plan` what scored it; `awaited` are the keys that weights of groups wait for.
    """

    rules: "RuleSet"
    facts: "Facts"
    round: "Round"
    status: UnitStatus
    leaves: Sequence[LeafScore]
    groups: Sequence[GroupScore]
    total: Interval | None
    maximum: "Decimal"
    ranked: bool | None
    given: "Given | None" = None
    plan: "Plan | None" = field(default=None, repr=False, compare=False)
    awaited: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of all that keeps a score open: hồ_sơ, hồ_sơ@2025, 1.1.1!điểm."""
        keys = [key for leaf in self.leaves if leaf.open for key in leaf.trace.missing]
        return tuple(dict.fromkeys([*keys, *self.awaited]))
