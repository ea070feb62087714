"""Exact values in, their two writings out: Vietnamese for people, decimal strings for programs."""

from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_rules.numeric import HUNDRED, plain, publish, spread, vietnamese

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.evaluation.results import Interval
    from cchc_rules.ranking.results import Places


@lru_cache(maxsize=8192)
def _published(value: "Decimal", digits: int) -> str:
    """Write `value` for programs; the scores of many units are few different numbers."""
    return f"{publish(value, digits):f}"


@lru_cache(maxsize=8192)
def _shown(value: "Decimal", digits: int) -> str:
    return vietnamese(value, digits)


def span_json(
    name: str, interval: "Interval | None", digits: int, *, percent: bool = False
) -> dict[str, object]:
    """Return {name: "4.00"}, or {name: null, name_range: ["3.00", "5.00"]} where it is open."""
    if interval is None:
        return {name: None}
    low, high = interval.low, interval.high
    if percent:
        low, high = low * HUNDRED, high * HUNDRED
    if interval.known:
        return {name: _published(low, digits)}
    return {name: None, f"{name}_range": ends_json(low, high, digits)}


def ends_json(low: "Decimal", high: "Decimal", digits: int) -> list[str | None]:
    """Return ["3.00", "5.00"]; null where nothing bounds an end."""
    return [None if end.is_infinite() else _published(end, digits) for end in (low, high)]


def exact_json(name: str, interval: "Interval") -> dict[str, object]:
    """Return {name: "5"}, or the range of a maximum that is not known yet."""
    if interval.known:
        return {name: plain(interval.low)}
    return {name: None, f"{name}_range": [plain(interval.low), plain(interval.high)]}


def span_text(interval: "Interval | None", digits: int) -> str:
    """Return `84,58`, `16,18–16,76`, or `–` where there is nothing."""
    if interval is None:
        return "–"
    if interval.high is interval.low:
        return _shown(interval.low, digits)
    return spread(interval.low, interval.high, digits)


def exact_text(interval: "Interval") -> str:
    """Return `5`, or `3–5`: a maximum as it is written."""
    low, high = vietnamese(interval.low), vietnamese(interval.high)
    return low if interval.known else f"{low}–{high}"


def share_text(share: "Interval | None", digits: int) -> str:
    """Return `76,55`: a share in percent."""
    if share is None:
        return "–"
    return spread(share.low * HUNDRED, share.high * HUNDRED, digits)


def places_text(places: "Places | None") -> str:
    """Return `3`, `3–5`, or `–` for a unit that takes no place."""
    if places is None:
        return "–"
    return str(places.best) if places.known else f"{places.best}–{places.worst}"
