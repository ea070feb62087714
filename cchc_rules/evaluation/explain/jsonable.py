"""Scores in, what says why as a versioned dict of plain values out (numbers are strings)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Span
from cchc_rules.evaluation.explain.hints import hint
from cchc_rules.evaluation.explain.writing import Writer, named
from cchc_rules.evaluation.outcomes import Open
from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.facts import Fault
from cchc_rules.model import ItemRef, Peers, Special, Treatment
from cchc_rules.numeric import EXACT, plain, publish

if TYPE_CHECKING:
    from cchc_rules.diagnostics import Place
    from cchc_rules.evaluation.outcomes import Result
    from cchc_rules.evaluation.parts import Ends
    from cchc_rules.evaluation.results import Assessment, GroupScore, Interval, LeafScore
    from cchc_rules.evaluation.trace import LeafTrace, Told, UsedFigure
    from cchc_rules.model import Parameter

    Json = dict[str, object]

VERSION = 1


def explain_json(unit: Assessment, code: str | None = None) -> Json:
    """Return why a unit has its scores; with `code`, only that heading ("": the total)."""
    with localcontext(EXACT):
        found: Json = {
            "version": VERSION,
            "unit": unit.facts.unit.name,
            "kind": unit.facts.unit.kind,
            "round": unit.round.value,
            "rules": {
                "code": unit.rules.code,
                "year": unit.rules.year,
                "sha256": unit.rules.sha256,
            },
        }
        if not code:
            found["total"] = _total(unit)
        found["groups"] = [
            _group(own, unit) for own in unit.groups if code is None or own.group.code == code
        ]
        found["leaves"] = [
            _leaf(own, unit) for own in unit.leaves if code is None or own.leaf.code == code
        ]
        return found


def _total(unit: Assessment) -> Json:
    gaps = [gap for leaf in unit.leaves for gap in _gaps(leaf, unit)]
    return {
        **_points(unit.total, unit.rules.digits),
        "maximum": plain(unit.maximum),
        "status": unit.status.value,
        "missing": [gap for number, gap in enumerate(gaps) if gap not in gaps[:number]],
    }


def _group(score: GroupScore, unit: Assessment) -> Json:
    applies = score.share is not None
    return {
        "code": score.group.code,
        "title": score.group.title,
        **_points(score.score if applies else None, unit.rules.digits),
        "maximum": _span(score.maximum),
        "share": _span(score.share),
    }


def _leaf(score: LeafScore, unit: Assessment) -> Json:
    trace = score.trace
    applies = score.status is not LeafStatus.NOT_APPLICABLE
    override = trace.override
    return {
        "code": score.leaf.code,
        "title": score.leaf.title,
        "status": score.status.value,
        **_points(score.score if applies else None, unit.rules.digits),
        "maximum": plain(score.maximum),
        "uncertain": score.uncertain,
        **_read(trace, unit),
        **_steps(score),
        "override": None
        if override is None
        else {"score": plain(override.score), "reason": override.reason},
        "missing": _gaps(score, unit),
        "hint": hint(score, Writer(trace, unit.facts.places)) or None,
    }


def _read(trace: LeafTrace, unit: Assessment) -> Json:
    """Return what the leaf was scored from."""
    return {
        "figures": [_figure(own, unit) for own in trace.figures],
        "formulas": [
            {
                "name": own.computed.name,
                "text": own.computed.text,
                "previous": own.previous,
                "by_zero": own.by_zero,
                **_value(own.value),
            }
            for own in trace.formulas
        ],
        "parameters": [_parameter(own, unit) for own in trace.parameters],
    }


def _steps(score: LeafScore) -> Json:
    """Return the result of each step; points that are still open, as far as they count."""
    trace = score.trace
    base = trace.base.low, trace.base.high
    if score.open:
        base = trace.plan.limits.clamp_ends(*base)
    applies = score.status is not LeafStatus.NOT_APPLICABLE
    before = trace.before_clamp if applies and not score.open else None
    return {
        "rows": [{"text": row.text, **_place(row.place)} for row in trace.rows],
        "base": _ends(base),
        "zero_conditions": [_told(own) for own in trace.zero_conditions],
        "not_applicable": [_told(own) for own in trace.exemptions],
        "marked": trace.marked,
        "adjustments": [
            {
                "text": own.adjustment.text,
                "sign": own.adjustment.sign,
                "amount": [plain(end) if end is not None else None for end in own.span],
                "reason": own.adjustment.reason,
            }
            for own in trace.adjustments
        ],
        "before_clamp": None if before is None else _ends(before),
    }


def _told(told: Told) -> Json:
    return {
        "text": told.condition.text,
        "result": told.result,
        "test": told.test,
        "exception": told.exception,
        "reason": told.condition.reason,
        "group": None if told.owner is None else told.owner.code,
        "treatment": None if told.treatment is None else told.treatment.value,
        **_place(told.condition.place),
    }


def _figure(figure: UsedFigure, unit: Assessment) -> Json:
    return {**_gap(figure, unit), **_value(figure.value)}


def _gap(figure: UsedFigure, unit: Assessment) -> Json:
    """Return a figure's key as the rules write its name (hồ_sơ@2025), and its place."""
    key = figure.key
    if isinstance(figure.of, ItemRef):
        _, mark, year = key.partition("@")
        key = f"{figure.of.item.name}{mark}{year}"
    elif isinstance(figure.of, Peers):
        key = f"{figure.of.function.value} toàn nhóm({named(figure.of.of)})"
    return {"key": key, **_place(unit.facts.places.get(figure.key))}


def _gaps(leaf: LeafScore, unit: Assessment) -> list[Json]:
    """Return what keeps the score of a leaf open."""
    missing = frozenset(leaf.trace.missing) if leaf.open else frozenset()
    return [_gap(figure, unit) for figure in leaf.trace.figures if figure.key in missing]


def _parameter(parameter: Parameter, unit: Assessment) -> Json:
    value = parameter.of(unit.facts.unit.kind)
    return {"name": parameter.name, "year": parameter.year, **_value(value)}


def _value(value: Result | None) -> Json:
    """Return `state` (value, missing, not_applicable or error) with the value or the reason."""
    match value:
        case None | Special.MISSING | Open():
            return {"state": "missing", "value": None}
        case Special.NOT_APPLICABLE | Treatment():
            return {"state": "not_applicable", "value": None}
        case Fault(reason):
            return {"state": "error", "value": None, "reason": reason}
        case tuple():
            return {"state": "value", "value": [_scalar(ballot) for ballot in value]}
        case _:
            return {"state": "value", "value": _scalar(value)}


def _scalar(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def _place(place: Place | None) -> Json:
    match place:
        case Cell(file, sheet, ref):
            return {"file": file, "sheet": sheet, "cell": ref}
        case Span(file, line):
            return {"file": file, "line": line}
        case None:
            return {}


def _points(span: Interval | None, digits: int) -> Json:
    """Return `score`, published; where it is open null, with `score_range` beside it."""
    if span is None:
        return {"score": None}
    low, high = (publish(end, digits) for end in (span.low, span.high))
    if span.known:
        return {"score": str(low), "unrounded": plain(span.low)}
    ends = [None if end.is_infinite() else str(end) for end in (low, high)]
    return {"score": None, "score_range": ends}


def _span(span: Interval | None) -> str | list[str | None] | None:
    if span is None:
        return None
    return plain(span.low) if span.known else _ends((span.low, span.high))


def _ends(ends: Ends) -> list[str | None]:
    """Return both ends; null where nothing bounds them."""
    return [None if end.is_infinite() else plain(end) for end in ends]
