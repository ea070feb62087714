"""Rules and JSON facts in, the table of a `scores` block out."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.evaluation import assess_all, compile_rules, evaluate_condition
from cchc_rules.evaluation.results import Interval, LeafScore, LeafStatus, UnitStatus
from cchc_rules.facts import Round
from cchc_rules.facts.reading import read_facts
from cchc_rules.numeric import HUNDRED, spread, vietnamese
from cchc_rules.ranking import rank

if TYPE_CHECKING:
    from cchc_rules.evaluation.results import GroupScore
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.results import RankedUnit

NOTHING = "–"
EXCLUDED = "không áp dụng"
STATUSES = {
    UnitStatus.COMPLETE: "đủ số liệu",
    UnitStatus.INCOMPLETE: "thiếu số liệu",
    UnitStatus.ERROR: "có lỗi",
    UnitStatus.NOT_SCORED: "không chấm được",
}
REASONS = {
    LeafStatus.SCORED: "tính",
    LeafStatus.ZEROED: "điểm 0",
    LeafStatus.NOT_APPLICABLE: EXCLUDED,
    LeafStatus.MISSING: "thiếu",
    LeafStatus.ERROR: "lỗi",
    LeafStatus.OVERRIDDEN: "hội đồng đặt",
}


def scores_text(rules: RuleSet, facts: str, header: str) -> str:
    """Score the units of `facts` and write the columns that `header` names, as a case does."""
    whole = json.loads(facts)
    close = whole.pop("close", False)
    read = read_facts(json.dumps(whole), "số liệu", rules)
    errors = [found for found in read.diagnostics if found.code.startswith("E55")]
    assert not errors, errors
    program = compile_rules(rules)
    round_ = read.round or Round.APPRAISED
    assessments = assess_all(program, read.facts, round_, close=close)
    ranking = rank(rules, round_, assessments, partial(evaluate_condition, program))
    by_name = {unit.assessment.facts.unit.name: unit for unit in ranking.units}
    columns = [column.strip() for column in header.strip().strip("|").split("|")]
    lines = [header.strip()]
    for given in read.facts:
        unit = by_name[given.unit.name]
        cells = [given.unit.name, *(_cell(rules, unit, column) for column in columns[1:])]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(rules: RuleSet, unit: RankedUnit, column: str) -> str:
    match column:
        case "tổng điểm":
            return _span(unit.total, rules.digits)
        case "tỷ lệ":
            return _span(unit.percent, rules.digits, "%")
        case "tối đa":
            return vietnamese(unit.assessment.maximum, rules.digits)
        case "xếp loại":
            return " / ".join(unit.classes) or NOTHING
        case "xếp hạng":
            places = unit.places
            if places is None:
                return NOTHING
            return str(places.best) if places.known else f"{places.best}–{places.worst}"
        case "trạng thái":
            return STATUSES[unit.assessment.status]
    code, _, what = column.partition(" ")
    found = _score(unit, code)
    if what == "vì sao":
        assert isinstance(found, LeafScore)
        return REASONS[found.status]
    return _points(found, rules.digits, what)


def _score(unit: RankedUnit, code: str) -> LeafScore | GroupScore:
    every: list[LeafScore | GroupScore] = [*unit.assessment.leaves, *unit.assessment.groups]
    node = {_node_code(score): score for score in every}
    return node[code]


def _node_code(score: LeafScore | GroupScore) -> str:
    return score.leaf.code if isinstance(score, LeafScore) else score.group.code


def _points(found: LeafScore | GroupScore, digits: int, what: str) -> str:
    if isinstance(found, LeafScore):
        excluded, maximum = (
            found.status is LeafStatus.NOT_APPLICABLE,
            Interval(found.maximum, found.maximum),
        )
    else:
        excluded, maximum = found.share is None, found.maximum
    if what == "tối đa":
        return _span(maximum, digits)
    if what == "tỷ lệ":
        assert not isinstance(found, LeafScore)
        share = found.share
        scaled = None if share is None else Interval(share.low * HUNDRED, share.high * HUNDRED)
        return _span(scaled, digits, "%")
    return EXCLUDED if excluded else _span(found.score, digits)


def _span(interval: Interval | None, digits: int, unit: str = "") -> str:
    if interval is None:
        return NOTHING
    if interval.low.is_infinite() or interval.high.is_infinite():
        return spread(interval.low, interval.high, digits) + unit
    low, high = (vietnamese(end, digits) + unit for end in (interval.low, interval.high))
    return low if low == high else f"{low}–{high}"
