"""A survey's ballots, or its counts per option, in; the share of the maximum out."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from cchc_rules.evaluation.outcomes import MISSING
from cchc_rules.facts import Fault
from cchc_rules.model import ValueType
from cchc_rules.numeric import ONE, ZERO
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.evaluation.outcomes import Result
    from cchc_rules.model import Survey

    Share = Callable[[object], Decimal | None]
    """Returns what one ballot is worth; None: it is not valid."""

_INVALID = Fault("có phiếu không hợp lệ")


def share_of(survey: Survey) -> Callable[[Result], Result]:
    """Return the function that turns a survey's figure into a share (thiếu: too few ballots)."""
    share = _scaled(survey) if survey.scale is not None else _weighted(survey)
    item = survey.of.item
    tallied = item.type is ValueType.TALLY

    def count(figure: Result) -> Result:
        if not isinstance(figure, tuple):
            return figure
        ballots: list[tuple[object, Decimal]]
        if tallied:
            ballots = [
                (option, number)
                for option, number in zip(item.options, figure, strict=True)
                if isinstance(number, Decimal) and number
            ]
        else:
            ballots = [(ballot, ONE) for ballot in figure if ballot is not None]
        return _mean(ballots, share, survey.least)

    return count


def _mean(ballots: list[tuple[object, Decimal]], share: Share, least: int) -> Result:
    total = number = ZERO
    for ballot, times in ballots:
        worth = share(ballot)
        if worth is None:
            return _INVALID
        total += worth * times
        number += times
    return total / number if number and number >= least else MISSING


def _scaled(survey: Survey) -> Share:
    """Return mean / high, or (mean - low) / (high - low), of one ballot."""
    low, high = survey.scale or (None, ONE)
    least = ZERO if low is None else low

    def share(ballot: object) -> Decimal | None:
        value = _number(ballot)
        if value is None or not value.is_finite() or not least <= value <= high:
            return None
        return (value - least) / (high - least)

    return share


def _weighted(survey: Survey) -> Share:
    folded = {fold_title(option): weight for option, weight in survey.weights.items()}

    def share(ballot: object) -> Decimal | None:
        return folded.get(fold_title(ballot)) if isinstance(ballot, str) else None

    return share


def _number(ballot: object) -> Decimal | None:
    if isinstance(ballot, Decimal):
        return ballot
    try:
        return Decimal(ballot) if isinstance(ballot, str) else None
    except InvalidOperation:
        return None
