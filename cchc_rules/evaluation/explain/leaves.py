"""The score of a leaf in, the paragraph that says why out (DESIGN 3.7)."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from cchc_rules.evaluation.base import Way
from cchc_rules.evaluation.explain.conditions import exemption_lines, zero_lines
from cchc_rules.evaluation.explain.hints import hint
from cchc_rules.evaluation.explain.methods import method_lines, valued
from cchc_rules.evaluation.explain.writing import Writer, ends, number, written
from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.facts import Fault
from cchc_rules.model import Treatment
from cchc_rules.numeric import EXACT, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.diagnostics import Place
    from cchc_rules.evaluation.results import LeafScore
    from cchc_rules.evaluation.trace import LeafTrace

_TREATED = {
    Treatment.EXCLUDED: "tiêu chí không áp dụng",
    Treatment.FULL: "được điểm tối đa",
    Treatment.NOTHING: "tính 0 điểm",
    None: "lỗi",
}


def explain_leaf(score: LeafScore, places: Mapping[str, Place], digits: int) -> str:
    """Return why a leaf has its score, in one paragraph; its first line says how much."""
    with localcontext(EXACT):
        writer = Writer(score.trace, places)
        return "\n  ".join([headline(score, digits), *_lines(score, writer, digits)])


def headline(score: LeafScore, digits: int) -> str:
    """Return `2.1 Tỷ lệ hồ sơ đúng hạn: 4,00/5 điểm`."""
    name = f"{score.leaf.code} {score.leaf.title}"
    if score.status is LeafStatus.NOT_APPLICABLE:
        return f"{name}: không áp dụng"
    maybe = ", nếu tiêu chí này áp dụng" if score.uncertain else ""
    return f"{name}: {ends(score.low, score.high, digits)}/{number(score.maximum)} điểm{maybe}"


def _lines(score: LeafScore, writer: Writer, digits: int) -> Iterator[str]:
    trace = score.trace
    if not trace.plan.applies:
        kinds = ", ".join(sorted(trace.leaf.only_for or ()))
        yield f"chỉ áp dụng cho {kinds}; đơn vị thuộc loại {trace.plan.scope.kind}"
        return
    if trace.marked:
        yield "đơn vị đánh dấu không áp dụng"
        return
    yield from exemption_lines(writer)
    yield from _denominators(trace)
    exempt = any(told.result for told in trace.exemptions)
    if not exempt and Way.SCORED in trace.base.ways:
        yield from method_lines(writer, digits)
    elif not exempt and not trace.zero_denominators:
        yield "số liệu để chấm không áp dụng"
    if score.status is not LeafStatus.NOT_APPLICABLE:
        yield from zero_lines(writer)
        yield from _adjustments(writer, digits)
        yield from _ending(score, writer, digits)


def _denominators(trace: LeafTrace) -> Iterator[str]:
    for formula in trace.zero_denominators:
        treated = _TREATED[formula.computed.on_zero]
        yield f"mẫu số của {formula.computed.name} bằng 0: {treated}"


def _adjustments(writer: Writer, digits: int) -> Iterator[str]:
    """Yield each `trừ` and `thưởng` with its amount, then the sum."""
    trace = writer.trace
    zeroed = True in trace.zeros
    terms = []
    for own in trace.adjustments:
        line, (low, high) = own.adjustment, own.span
        counted = "" if line.each is None else f" {valued(line.each, writer)} →"
        if zeroed and line.sign > 0:
            yield f"{line.text}: không tính, vì đã bị 0 điểm"
        elif low == high:
            terms.append(f"{'+' if line.sign > 0 else '−'} {number(low)}")
            yield f"{line.text}:{counted} {terms[-1]}"
        else:
            most = "" if high is None else f" đến {number(high)}"
            yield f"{line.text}:{counted} chưa rõ, từ {number(low)}{most} điểm"
    before = trace.before_clamp
    if terms and trace.base.known and before is not None and before[0] == before[1]:
        start = min(trace.base.low, ZERO) if zeroed else trace.base.low
        sums = f"{ends(start, start, digits)} {' '.join(terms)}"
        yield f"= {sums} = {ends(*before, digits)}"


def _ending(score: LeafScore, writer: Writer, digits: int) -> Iterator[str]:
    """Yield the clamp, the council's decision, parameters, what is missing, and a hint."""
    trace = score.trace
    before = trace.before_clamp
    if trace.override is not None:
        reason = f": {trace.override.reason}" if trace.override.reason else ""
        yield f"hội đồng ấn định {number(trace.override.score)} điểm{reason}"
    elif not score.open and before is not None and before != (score.low, score.high):
        yield f"giới hạn từ {ends(*before, digits)} về {ends(score.low, score.high, digits)}"
    for parameter in trace.parameters:
        value = parameter.of(trace.plan.scope.kind)
        told = "chưa có" if value is None else written(value, parameter.type)
        yield f"{parameter.name} năm {parameter.year}: {told}"
    if score.open:
        yield from _gaps(writer)
    nearest = hint(score, writer)
    if nearest:
        yield nearest


def _gaps(writer: Writer) -> Iterator[str]:
    """Yield what keeps the score open: `thiếu ô H12`, `lỗi ở ô K3: phải là số nguyên`."""
    trace = writer.trace
    missing = frozenset(trace.missing)
    places = [writer.place(figure) for figure in trace.figures if figure.key in missing]
    for figure in trace.faults:
        if isinstance(figure.value, Fault):
            yield f"lỗi ở {writer.place(figure)}: {figure.value.reason}"
    if places:
        yield f"thiếu {', '.join(places)}"
    if trace.base.fault is not None and not trace.faults:
        yield f"lỗi: {trace.base.fault.reason}"
