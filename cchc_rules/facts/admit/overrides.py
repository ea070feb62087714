"""A leaf in, what a score that the council sets in place of the computed one must be out."""

from typing import TYPE_CHECKING

from cchc_rules import numeric
from cchc_rules.facts.admit.spec import Spec
from cchc_rules.model import ValueType

if TYPE_CHECKING:
    from cchc_rules.model import Leaf

NO_REASON = (
    "Điểm hội đồng đặt cho tiêu chí {} không có lý do nên không được dùng.",
    "Ghi lý do thay đổi điểm.",
)


def override_spec(leaf: "Leaf", kind: str) -> Spec:
    """Return what a score set by the council must be: within the leaf, as any score of it."""
    low = None if leaf.allow_negative else numeric.ZERO
    high = None if leaf.allow_above else leaf.maximum.of(kind)
    return Spec(ValueType.NUMBER, low=low, high=high)
