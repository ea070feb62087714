"""An expectation and a scored unit in, whether they agree out, with what was found instead."""

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import GroupScore, Interval, LeafScore, LeafStatus, UnitStatus
from cchc_rules.model import Special, Target
from cchc_rules.numeric import HUNDRED, publish, spread, vietnamese
from cchc_rules.records import record
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import Expected
    from cchc_rules.ranking.results import Places, RankedUnit

_WORDS = {
    Special.MISSING: "thiếu số liệu",
    Special.NOT_APPLICABLE: "không áp dụng",
    Special.ERROR: "lỗi",
}
_LEAF_STATES = {
    LeafStatus.MISSING: Special.MISSING,
    LeafStatus.ERROR: Special.ERROR,
    LeafStatus.NOT_APPLICABLE: Special.NOT_APPLICABLE,
}
_UNIT_STATES = {
    UnitStatus.INCOMPLETE: Special.MISSING,
    UnitStatus.ERROR: Special.ERROR,
    UnitStatus.NOT_SCORED: Special.NOT_APPLICABLE,
}


@record()
class Verdict:
    """One `kết quả` line with what came out, in the words of the language."""

    expected: "Expected"
    actual: str
    passed: bool


@record()
class _Found:
    """What came out for one target: a span of numbers, a state, or names."""

    span: Interval | None = None
    state: Special | None = None
    names: tuple[str, ...] = ()


def judge(expected: "Expected", unit: "RankedUnit") -> Verdict:
    """Compare one `kết quả` line with the unit's result."""
    found = _find(expected.of, unit)
    digits = max(unit.assessment.rules.digits, expected.decimals)
    return Verdict(expected, _written(found, digits), _agrees(expected.value, found, digits))


def _find(of: str | Target, unit: "RankedUnit") -> _Found:
    own = unit.assessment
    state = _UNIT_STATES.get(own.status)
    match of:
        case Target.TOTAL:
            return _Found(own.total, state)
        case Target.PERCENT:
            return _Found(_percent(own.total, own.maximum), state)
        case Target.RANK:
            return _Found(_places(unit.places), state)
        case Target.CLASS:
            return _Found(state=state, names=unit.classes)
        case _:
            return _find_heading(of, unit)


def _places(places: "Places | None") -> Interval | None:
    return None if places is None else Interval(Decimal(places.best), Decimal(places.worst))


def _percent(total: Interval | None, maximum: Decimal) -> Interval | None:
    if total is None:
        return None
    return Interval(total.low * HUNDRED / maximum, total.high * HUNDRED / maximum)


def _find_heading(code: str, unit: "RankedUnit") -> _Found:
    own = unit.assessment
    leaf = next((score for score in own.leaves if score.leaf.code == code), None)
    if leaf is not None:
        return _of_leaf(leaf)
    group = next((score for score in own.groups if score.group.code == code), None)
    return _of_group(group, own) if group else _Found(state=Special.NOT_APPLICABLE)


def _of_leaf(score: LeafScore) -> _Found:
    state = _LEAF_STATES.get(score.status)
    return _Found(None if state is Special.NOT_APPLICABLE else score.score, state)


def _of_group(score: GroupScore, own: "Assessment") -> _Found:
    if score.share is None:
        return _Found(state=Special.NOT_APPLICABLE)
    below = {leaf.code for leaf in score.group.leaves()}
    if any(one.leaf.code in below and one.status is LeafStatus.ERROR for one in own.leaves):
        return _Found(score.score, Special.ERROR)
    return _Found(score.score, None if score.score.known else Special.MISSING)


def _agrees(
    value: "Decimal | tuple[Decimal, Decimal] | str | Special", found: _Found, digits: int
) -> bool:
    match value:
        case Special():
            return found.state is value
        case str():
            return [fold_title(name) for name in found.names] == [fold_title(value)]
        case (low, high):
            return found.span is not None and _published(found.span, digits) == (low, high)
        case Decimal():
            return (
                found.span is not None
                and found.span.known
                and _published(found.span, digits) == (value, value)
            )


def _published(span: Interval, digits: int) -> tuple[Decimal, Decimal]:
    return publish(span.low, digits), publish(span.high, digits)


def _span(span: Interval, digits: int) -> str:
    if span.low.is_infinite() or span.high.is_infinite():
        return spread(span.low, span.high, digits)
    low, high = (vietnamese(end) for end in _published(span, digits))
    return low if span.known else f"từ {low} đến {high}"


def _written(found: _Found, digits: int) -> str:
    """Return the result as a `kết quả` line would write it."""
    state = _WORDS[found.state] if found.state else ""
    value = " hoặc ".join(f"“{name}”" for name in found.names)
    if found.span is not None:
        value = _span(found.span, digits)
    return f"{value} ({state})" if value and state else value or state or "không có"
