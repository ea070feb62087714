"""How a leaf is scored: outcomes, tables and the other methods, adjustments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from cchc_rules.diagnostics import Span
    from cchc_rules.model.expressions import Condition, Expression, ItemRef, Range
    from cchc_rules.model.values import Treatment


@record()
class Points:
    """A fixed number of points."""

    points: Decimal


@record()
class ShareOfMaximum:
    """A share of the leaf's maximum; 1 is `điểm tối đa`."""

    share: Decimal


@record()
class Proportional:
    """Ratio x maximum; the ratio is the table's argument unless `of` names another."""

    of: Expression | None = None


@record()
class Interpolated:
    """From `low` to `high` points, linear between the row's bounds."""

    low: Decimal
    high: Decimal


@record()
class Formula:
    """Points by a formula."""

    formula: Expression


Outcome = Points | ShareOfMaximum | Proportional | Interpolated | Formula


@record()
class Row:
    """One row of a table.

    `test` is a Range of the argument, a text or có/không to equal it, a Condition
    (chấm theo trường hợp), or None (còn lại).
    """

    test: Range | str | bool | Condition | None
    outcome: Outcome
    text: str
    place: Span


@record()
class Table:
    """`chấm theo x` with rows; the rows of dates are tried in order."""

    argument: Expression
    rows: tuple[Row, ...]


@record()
class Cases:
    """`chấm theo trường hợp`: the first true row."""

    rows: tuple[Row, ...]


@record()
class Direct:
    """One outcome for all: `chấm theo tỷ lệ x` and `chấm theo công thức x`."""

    outcome: Proportional | Formula


@record()
class FullIf:
    """`chấm điểm tối đa nếu …`, otherwise 0."""

    condition: Condition


@record()
class PerItem:
    """`chấm 0,5 điểm mỗi x, không quá 2 điểm`; without a cap the maximum is the cap."""

    points: Decimal
    each: Expression
    cap: Decimal | None


@record()
class ChecklistEntry:
    """One line of `từng nội dung`."""

    title: str
    points: Decimal
    condition: Condition
    place: Span


@record()
class Checklist:
    """`từng nội dung`: the points of each content that is fulfilled are added."""

    entries: tuple[ChecklistEntry, ...]


@record()
class Survey:
    """`chấm theo khảo sát`: share of the maximum from ballots or from counts per option.

    With `scale` (low, high) a ballot is a number: mean / high where low is None, else
    (mean - low) / (high - low). With `weights` a ballot is an option, each with its share.
    Fewer than `least` valid ballots is thiếu.
    """

    of: ItemRef
    scale: tuple[Decimal | None, Decimal] | None
    weights: Mapping[str, Decimal]
    least: int = 0


@record()
class Manual:
    """`hội đồng chấm từ 0 đến 5, bước 0,1`: entered by the council, appraised round only."""

    low: Decimal
    high: Decimal
    step: Decimal | None


Method = Table | Cases | Direct | FullIf | PerItem | Checklist | Survey | Manual


@record()
class Adjustment:
    """One `trừ …` (sign -1) or `thưởng …` (sign 1): `amount` each, or once if `when` holds.

    `amount` is points, or a share of the maximum.
    """

    sign: int
    amount: Points | ShareOfMaximum
    each: Expression | None
    when: Condition | None
    cap: Decimal | None
    reason: str
    text: str
    place: Span


@record()
class NotApplicable:
    """`không áp dụng nếu …`: EXCLUDED leaves the maximum, FULL scores the maximum."""

    condition: Condition
    treatment: Treatment
