"""The figures of all units in, those of the group (toàn nhóm) out."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from cchc_rules.evaluation.arithmetic import mean
from cchc_rules.evaluation.given import PeerFigures
from cchc_rules.evaluation.outcomes import MISSING, NOT_APPLICABLE
from cchc_rules.numeric import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cchc_rules.evaluation.given import Given
    from cchc_rules.evaluation.outcomes import Result
    from cchc_rules.evaluation.plan import Plan
    from cchc_rules.model import Special

    Choose = Callable[[list[Decimal]], Decimal]


def summarise(certain: Iterable[Result], possible: Iterable[Result] = ()) -> PeerFigures:
    """Return the least, the greatest and the mean of the `certain` members' figures.

    Thiếu or lỗi of one member is thiếu for all; what is not applicable is left out. `possible` are
    the figures of units that may join or not: whatever they could change is thiếu.
    """
    with localcontext(EXACT):
        sure = [figure for figure in certain if figure is not NOT_APPLICABLE]
        maybe = [figure for figure in possible if figure is not NOT_APPLICABLE]
        return PeerFigures(
            _chosen(sure, maybe, min), _chosen(sure, maybe, max), _chosen(sure, maybe, mean)
        )


def _chosen(sure: list[Result], maybe: list[Result], choose: Choose) -> Decimal | Special:
    numbers = [figure for figure in sure if isinstance(figure, Decimal)]
    others = [figure for figure in maybe if isinstance(figure, Decimal)]
    if len(numbers) < len(sure) or len(others) < len(maybe):
        return MISSING
    if not numbers:
        return MISSING if others else NOT_APPLICABLE
    chosen = choose(numbers)
    stable = all(choose([chosen, other]) == chosen for other in others)
    return chosen if stable else MISSING


class Group:
    """Collects the figures of the members of one group, by key."""

    def __init__(self) -> None:
        self._certain: dict[str, list[Result]] = {}
        self._possible: dict[str, list[Result]] = {}

    def add(self, plan: Plan, given: Given) -> None:
        """Let a unit join, if it is ranked, or perhaps ranked."""
        joins = plan.questions.joins(given, None)
        if joins is not False:
            members = self._certain if joins else self._possible
            for key, figure in plan.questions.peer_figures(given).items():
                members.setdefault(key, []).append(figure)

    def figures(self) -> Mapping[str, PeerFigures]:
        """Return the figures of the group."""
        keys = dict.fromkeys((*self._certain, *self._possible))
        return {
            key: summarise(self._certain.get(key, ()), self._possible.get(key, ())) for key in keys
        }
