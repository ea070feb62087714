"""The rule set with its classes, its ranking and its worked examples."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from cchc_rules.diagnostics import Span
    from cchc_rules.model.expressions import (
        Computed,
        ComputedRef,
        Condition,
        Constraint,
        DataItem,
        ItemRef,
        Parameter,
        Range,
    )
    from cchc_rules.model.tree import Group
    from cchc_rules.model.values import Special, Value


@record()
class ClassBand:
    """One class, best first: its range of percent, points or places, and its gate.

    `in_points`: the range is of the total in points; a range of None is `còn lại`.
    """

    name: str
    range: Range | None
    in_points: bool
    gate: Condition | None
    text: str
    place: Span


@record()
class Classification:
    """`xếp loại`: for `kinds` (empty: every kind without one of its own).

    `by_rank`: ranges are places, or cumulative shares of the ranked units (percent).
    """

    kinds: frozenset[str]
    bands: tuple[ClassBand, ...]
    by_rank: bool
    unrounded: bool
    place: Span


@record()
class Lowering:
    """`hạ xuống "X" nếu …`, or (`to` None) `hạ một bậc nếu …`."""

    to: str | None
    condition: Condition
    place: Span


@record()
class RankingRule:
    """`xếp hạng`: the key, the ties and who is compared with whom."""

    rounded: bool = False
    per_kind: bool = False
    dense: bool = False
    tiebreaks: tuple[str, ...] = ()
    place: Span | None = None


@record()
class Given:
    """`x [năm trước | toàn nhóm] = value`; `of` may be a figure or a TÍNH.

    Ballots are a tuple; with `peers` the tuple holds the figures of all units of the group.
    """

    of: ItemRef | ComputedRef
    value: Value | Special | tuple[Value, ...]
    peers: bool
    place: Span


@record()
class GivenManual:
    """`hội đồng chấm 1.18 = 3,5`."""

    code: str
    points: Decimal
    place: Span


@record()
class GivenMark:
    """`không áp dụng 1.14`: the unit marked the leaf, or every leaf below the heading."""

    code: str
    place: Span


class Target(Enum):
    """What a `kết quả` line names besides a code."""

    TOTAL = "tổng điểm"
    PERCENT = "tỷ lệ"
    CLASS = "xếp loại"
    RANK = "xếp hạng"


@record()
class Expected:
    """`kết quả 1.1 = 2`: points, a span of points, a class, a rank, thiếu số liệu, không áp dụng.

    `decimals` is the number of decimals that the author wrote.
    """

    of: str | Target
    value: Decimal | tuple[Decimal, Decimal] | str | Special
    decimals: int
    text: str
    place: Span


@record()
class Scenario:
    """KIỂM THỬ: one worked example inside the rule file."""

    title: str
    kind: str
    year: int
    given: tuple[Given | GivenManual | GivenMark, ...]
    expected: tuple[Expected, ...]
    place: Span
    closed: bool = False
    """`đã chốt số liệu`: the round is closed, so that `không có số liệu` is true of a blank."""


@record()
class RuleSet:
    """One level (sở, huyện, xã …) of one year, ready to be evaluated."""

    code: str
    title: str
    year: int
    kinds: tuple[str, ...]
    root: Group
    digits: int
    round_each: bool
    """`làm tròn từng mục`: every leaf is rounded to `digits` before it is added."""
    rebase: bool
    ranking: RankingRule
    items: Mapping[str, DataItem]
    computed: Mapping[str, Computed]
    parameters: Mapping[str, Parameter]
    constraints: tuple[Constraint, ...]
    place: Span
    basis: str = ""
    period: tuple[date, date] | None = None
    unranked_kinds: frozenset[str] = frozenset()
    unranked_if: tuple[Condition, ...] = ()
    classifications: tuple[Classification, ...] = ()
    lowerings: tuple[Lowering, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    sha256: str = ""
    incomplete: frozenset[str] = frozenset()
    """Codes of headings ("" is the root) of which a line was lost to a syntax mistake."""
    mentioned: frozenset[str] = frozenset()
    """Keys of all names that some line speaks of, read or lost, or that a finding suggested."""

    @property
    def total(self) -> Decimal:
        """Return `tổng điểm`."""
        return self.root.maximum.default

    def classification_for(self, kind: str) -> Classification | None:
        """Return how units of `kind` are classed: by their own `xếp loại cho`, else the common."""
        own = (found for found in self.classifications if kind in found.kinds)
        common = (found for found in self.classifications if not found.kinds)
        return next(own, next(common, None))
