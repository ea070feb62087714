"""Leaves with `cho phép điểm âm` in: E360 where nothing says how far below 0 they may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.sites import sums
from cchc_rules.checks.subject import Finding
from cchc_rules.checks.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.checks.ranges import Ranges
    from cchc_rules.checks.subject import Subject
    from cchc_rules.diagnostics import Span
    from cchc_rules.model import Leaf


def negatives_are_bounded(subject: Subject) -> Iterator[Finding]:
    """E360: what `cho phép điểm âm` lets below 0 has a floor."""
    for leaf in subject.rules.root.leaves():
        kinds = subject.kinds_of(leaf)
        for alike in subject.alike(kinds) if leaf.allow_negative else ():
            for place, message, remedy in _unbounded(leaf, subject.ranges(alike)):
                yield Finding("E360", place, leaf.code, message, remedy, alike, kinds)


_FLOOR = (
    "Ghi “lớn nhất(-…; công thức)” để đặt mức thấp nhất, khai khoảng của số liệu, "
    "hoặc bỏ “cho phép điểm âm”."
)


def _unbounded(leaf: Leaf, ranges: Ranges) -> Iterator[tuple[Span, str, str]]:
    for adjustment in leaf.adjustments:
        if adjustment.sign > 0 or adjustment.each is None or adjustment.cap is not None:
            continue
        if ranges.of(adjustment.each).interval.high is None:
            message = f"{quoted(adjustment.text)} không có mức trần: điểm có thể âm không giới hạn."
            yield adjustment.place, message, "Thêm “, không quá … điểm” vào cuối dòng “trừ”."
    for found in sums(leaf):
        if found.points and ranges.of(found.expression).interval.low is None:
            message = "Công thức này không có cận dưới: điểm có thể âm không giới hạn."
            yield found.place, message, _FLOOR
