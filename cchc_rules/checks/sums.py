"""Whether points and weights add up: E301, E304, E306, and W303 for what is not re-based."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.balance import (
    BESIDE,
    blamed_leaves,
    counted,
    imbalances,
    shortfall_by_kind,
    stated_best,
)
from cchc_rules.checks.subject import Finding, applies
from cchc_rules.checks.wording import listed, quoted, value_words
from cchc_rules.checks.worlds import Worlds, holds
from cchc_rules.headings import heading
from cchc_rules.model import (
    Checklist,
    ComputedRef,
    Direct,
    Group,
    Leaf,
    Level,
    Proportional,
    Table,
    Treatment,
    ValueType,
)
from cchc_rules.numeric import ONE, ZERO, vietnamese

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cchc_rules.checks.balance import Imbalance
    from cchc_rules.checks.ranges import Ranges
    from cchc_rules.checks.subject import Subject
    from cchc_rules.model import Weights

_MOST_PARTS = 8
"""More children than this are not listed in a remedy."""


def children_add_up(subject: Subject) -> Iterator[Finding]:
    """E301: the maxima of the children add up to the parent's, for each unit kind."""
    for found in imbalances(subject):
        group, kind = found.group, found.kind
        message = (
            f"Điểm tối đa của các mục con cộng lại được {vietnamese(found.found)}, "
            f"{_target(group, found.wanted)}"
        )
        remedy = _mend(found)
        if found.found < found.wanted and shortfall_by_kind(group, kind):
            absent = [child.code for child in group.children if not applies(child, kind)]
            why = f" vì {listed(absent)} không áp dụng" if absent else ""
            message += f"{why}, mà bộ chỉ số không quy đổi"
            remedy = (
                "Thêm dòng “quy đổi: có” ở đầu bộ chỉ số, "
                "hoặc ghi điểm tối đa riêng cho loại đơn vị này."
            )
        among = subject.kinds_of(group)
        yield Finding("E301", group.place, group.code, f"{message}.", remedy, (kind,), among)


def _mend(found: Imbalance) -> str:
    total, wanted = vietnamese(found.found), vietnamese(found.wanted)
    if found.culprit is not None:
        code, points = found.culprit.code, vietnamese(found.culprit.maximum.of(found.kind))
        best = stated_best(found.culprit)
        rows = "" if best is None else f"cách chấm của nó cho nhiều nhất {vietnamese(best)}"
        return f"Có lẽ sai ở {code}: điểm tối đa ghi {points}, {rows}."
    children = counted(found.group, found.kind)
    parts = "; ".join(
        f"{child.code}: {vietnamese(child.maximum.of(found.kind))}" for child in children
    )
    shown = f" ({parts})" if len(children) <= _MOST_PARTS else ""
    return f"Sửa điểm của một mục con{shown}, hoặc sửa {wanted} thành {total}."


def _target(group: Group, wanted: Decimal) -> str:
    points = f"{vietnamese(wanted)} điểm"
    if group.rescale_from is not None:
        return f"khác {points} ghi ở “quy đổi từ”"
    if group.level is Level.ROOT:
        return f"khác tổng điểm {vietnamese(wanted)}"
    return f"khác {points} của {group.level.value} {group.code}"


def checklists_add_up(subject: Subject) -> Iterator[Finding]:
    """E304: the contents of a checklist add up to the leaf's maximum."""
    blamed = blamed_leaves(subject)
    for leaf in subject.rules.root.leaves():
        if not isinstance(leaf.method, Checklist) or leaf.code in subject.rules.incomplete:
            continue
        found = sum((max(entry.points, ZERO) for entry in leaf.method.entries), ZERO)
        kinds = subject.kinds_of(leaf)
        for alike in subject.alike(kinds, leaf.maximum):
            wanted = leaf.maximum.of(alike[0])
            if wanted == _together(leaf.method, subject.ranges(alike)):
                continue
            rewarded = any(adjustment.sign > 0 for adjustment in leaf.adjustments)
            if found == wanted or (found < wanted and rewarded):
                continue
            if (found > wanted and leaf.allow_above) or (leaf.code, wanted) in blamed:
                continue
            yield Finding(
                "E304",
                leaf.place,
                leaf.code,
                f"Điểm của từng nội dung cộng lại được {vietnamese(found)}, "
                f"khác điểm tối đa {vietnamese(wanted)}.",
                f"Sửa điểm của từng nội dung cho đủ {vietnamese(wanted)}, "
                f"hoặc sửa điểm tối đa thành {vietnamese(found)}.",
                alike,
                kinds,
            )


def _together(checklist: Checklist, ranges: Ranges) -> Decimal | None:
    """Return the most points of contents that can be fulfilled together, None if it is not known.

    A choice may be written as contents that exclude one another.
    """
    worlds = Worlds(ranges)
    entries = [(holds(worlds, entry.condition), entry.points) for entry in checklist.entries]
    situations = None if worlds.are_independent() else worlds.each()
    if situations is None:
        return None
    return max(sum((points for met, points in entries if met(at)), ZERO) for at in situations)


def weights_add_up(subject: Subject) -> Iterator[Finding]:
    """E306: each list of weights names every child and adds up to 100 %."""
    for group in subject.rules.root.groups():
        codes = [child.code for child in group.children if child.level not in BESIDE]
        for weights in group.weights:
            if group.code in subject.rules.incomplete or set(weights.by_code) - set(codes):
                continue
            yield from _weights_of(group, weights, codes)


def _weights_of(group: Group, weights: Weights, codes: list[str]) -> Iterator[Finding]:
    found = sum(weights.by_code.values(), ZERO)
    absent = [code for code in codes if code not in weights.by_code]
    if found == ONE and not absent:
        return
    total = value_words(found, ValueType.PERCENT)
    message = f"Các trọng số cộng lại được {total}, khác 100%."
    remedy = "Sửa các trọng số cho đủ 100%."
    if absent:
        message = (
            f"Chưa ghi trọng số của {listed(absent)}; các trọng số đã ghi cộng lại được {total}."
        )
        remedy = f"Thêm dòng {quoted(f'{absent[0]}: …%')}, ghi 0 nếu mục này không tính."
    yield Finding("E306", weights.place, group.code, message, remedy)


def codes_exist(subject: Subject) -> Iterator[Finding]:
    """E202: the codes of weights are those of the headings below."""
    for group in subject.rules.root.groups():
        children = [child.code for child in group.children]
        for weights in group.weights:
            for code in weights.by_code:
                if code not in children and group.code not in subject.rules.incomplete:
                    yield Finding(
                        "E202",
                        weights.places.get(code, weights.place),
                        group.code,
                        f"Trọng số ghi mã {code}, nhưng không có mục con nào mang mã này.",
                        f"Ghi mã của một mục con: {', '.join(children)}.",
                    )


def excluded_but_not_rebased(subject: Subject) -> Iterator[Finding]:
    """W303: without `quy đổi: có`, a leaf that can be excluded only costs the unit its points."""
    if subject.rules.rebase or "" in subject.rules.incomplete:
        return
    for leaf in _unweighted(subject.rules.root):
        reason = _exclusion(leaf)
        if reason is not None:
            yield Finding(
                "W303",
                leaf.place,
                leaf.code,
                f"{heading(leaf)} có thể không áp dụng ({reason}), mà bộ chỉ số không quy đổi: "
                "đơn vị không áp dụng sẽ mất số điểm này.",
                "Thêm dòng “quy đổi: có” ở đầu bộ chỉ số, hoặc ghi “: điểm tối đa” sau điều kiện.",
            )


def _unweighted(group: Group) -> Iterator[Leaf]:
    """Yield the leaves whose exclusion no `trọng số` above them makes up for."""
    if group.weights or group.level in BESIDE:
        return
    for child in group.children:
        if isinstance(child, Leaf):
            yield child
        else:
            yield from _unweighted(child)


def _exclusion(leaf: Leaf) -> str | None:
    """Return how a leaf can leave the maximum, None if it cannot."""
    if leaf.unit_marks:
        return "đơn vị đánh dấu"
    for found in leaf.not_applicable:
        if found.treatment is Treatment.EXCLUDED:
            return found.condition.text
    match leaf.method:
        case Table(ComputedRef(computed)) | Direct(Proportional(ComputedRef(computed))):
            if computed.on_zero is Treatment.EXCLUDED:
                return f"mẫu số của {computed.name} bằng 0"
        case _:
            pass
    return None
