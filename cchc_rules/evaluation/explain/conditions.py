"""Conditions with their results in, lines that say whether each fired, and why, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.explain.writing import line_of, named, references
from cchc_rules.model import ComputedRef, ItemRef, Peers, Treatment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.evaluation.explain.writing import Writer
    from cchc_rules.evaluation.trace import Told
    from cchc_rules.model import Condition

_RESULTS = {True: "có xảy ra", False: "không xảy ra", None: "chưa rõ"}


def zero_lines(writer: Writer) -> Iterator[str]:
    """Yield a line for each `0 điểm nếu`, whether it fired or not."""
    for told in writer.trace.zero_conditions:
        whose = f" (của {told.owner.level.value} {told.owner.code})" if told.owner else ""
        yield f"0 điểm nếu {told.condition.text}{whose}: {_outcome(told, writer)}"


def exemption_lines(writer: Writer) -> Iterator[str]:
    """Yield a line for each `không áp dụng nếu`, whether it fired or not."""
    for told in writer.trace.exemptions:
        full = ": điểm tối đa" if told.treatment is Treatment.FULL else ""
        yield f"không áp dụng nếu {told.condition.text}{full}: {_outcome(told, writer)}"


def figures_of(condition: Condition, writer: Writer) -> str:
    """Write the figures of a condition: `có_kỷ_luật = có (ô H5)`."""
    found = [*references(condition.test)]
    if condition.unless is not None:
        found += references(condition.unless)
    return ", ".join(dict.fromkeys(_figure(ref, writer) for ref in found))


def _figure(ref: ItemRef | ComputedRef | Peers, writer: Writer) -> str:
    match ref:
        case ItemRef():
            return f"{named(ref)} = {writer.figure(ref)}"
        case ComputedRef():
            return f"{named(ref)} = {writer.result(ref)}"
        case Peers(function, of):
            return f"{function.value} toàn nhóm của {named(of)} = {writer.result(ref)}"


def _outcome(told: Told, writer: Writer) -> str:
    """Write `có xảy ra, nhưng thuộc trường hợp trừ khi (…) (Điều 7) (dòng 41)`."""
    result = _RESULTS[told.result]
    if told.result is False and told.test and told.exception:
        result = "có xảy ra nhưng thuộc trường hợp “trừ khi”, nên không tính"
    figures = figures_of(told.condition, writer)
    why = f" ({figures})" if figures else ""
    reason = f"; căn cứ {told.condition.reason}" if told.condition.reason and told.result else ""
    return f"{result}{why}{reason} {line_of(told.condition.place)}"
