"""The tree of headings: groups with children, leaves that are scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from cchc_rules.diagnostics import Span
    from cchc_rules.model.expressions import Condition, DataItem
    from cchc_rules.model.scoring import Adjustment, Method, NotApplicable
    from cchc_rules.model.values import Level


@record()
class Maximum:
    """Điểm tối đa, perhaps by unit kind."""

    default: Decimal
    by_kind: Mapping[str, Decimal] = field(default_factory=dict)

    def of(self, kind: str) -> Decimal:
        """Return the maximum for units of `kind`."""
        return self.by_kind.get(kind, self.default)


@record()
class Evidence:
    """Tài liệu kiểm chứng: `required` (bắt buộc), `or_explained` (hoặc giải trình)."""

    text: str
    required: bool = False
    or_explained: bool = False


@record()
class Weights:
    """`trọng số`: the weight of each child, where `condition` holds (None: always)."""

    condition: Condition | None
    by_code: Mapping[str, Decimal]
    place: Span
    places: Mapping[str, Span] = field(default_factory=dict)
    """The line of each weight, by code."""


@record()
class Leaf:
    """A criterion that is scored.

    Kinds, not-applicable conditions and marks of the groups above are already its own
    (`only_for`, `not_applicable`); the zero conditions of groups are not.
    """

    level: Level
    code: str
    title: str
    maximum: Maximum
    method: Method
    place: Span
    zero: tuple[Condition, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    unit_marks: bool = False
    only_for: frozenset[str] | None = None
    self_scored: bool = True
    """False for `không tự chấm` and `hội đồng chấm`: left out of the self round."""
    adjustments: tuple[Adjustment, ...] = ()
    allow_above: bool = False
    allow_negative: bool = False
    evidence: Evidence | None = None
    guidance: tuple[str, ...] = ()
    basis: str = ""
    items: tuple[DataItem, ...] = ()
    """The figures that are declared under it."""
    method_place: Span | None = None
    """The line that says how it is scored; None: not known, its heading stands for it."""

    def applies_to(self, kind: str) -> bool:
        """Say whether units of `kind` are scored by it."""
        return self.only_for is None or kind in self.only_for


@record()
class Group:
    """A heading with children; the root is the rule set with its total."""

    level: Level
    code: str
    title: str
    maximum: Maximum
    children: tuple[Group | Leaf, ...]
    place: Span
    zero: tuple[Condition, ...] = ()
    weights: tuple[Weights, ...] = ()
    rescale_from: Decimal | None = None
    """`quy đổi từ 100 điểm`: the children add up to this instead of the maximum."""
    capped_total: bool = False
    """`không quá tổng điểm` stands under this ĐIỂM CỘNG / ĐIỂM TRỪ."""
    guidance: tuple[str, ...] = ()
    basis: str = ""
    items: tuple[DataItem, ...] = ()

    def leaves(self) -> Iterator[Leaf]:
        """Yield every leaf below, in file order."""
        for child in self.children:
            if isinstance(child, Leaf):
                yield child
            else:
                yield from child.leaves()

    def groups(self) -> Iterator[Group]:
        """Yield this group and every group below, in file order."""
        yield self
        for child in self.children:
            if isinstance(child, Group):
                yield from child.groups()
