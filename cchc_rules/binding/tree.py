"""The outline with its lines in, the tree of groups and leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import model as m
from cchc_rules import syntax as s
from cchc_rules.binding.expressions import Unbound
from cchc_rules.binding.methods import adjustment, bind_method, condition_of
from cchc_rules.numeric import HUNDRED, ZERO
from cchc_rules.records import field, record
from cchc_rules.text import fold_name

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.binding.outline import Node
    from cchc_rules.binding.scope import Scope
    from cchc_rules.diagnostics import Span

_METHODS = (
    s.FullIf,
    s.PerItem,
    s.TableHead,
    s.CasesHead,
    s.DirectScore,
    s.SurveyHead,
    s.ChecklistHead,
    s.Council,
)
_NO_METHOD = m.Checklist(())
"""Stands for a method that was lost; nothing with errors is ever scored."""


@record()
class Inherited:
    """What a heading hands down to every leaf below it."""

    only_for: frozenset[str] | None = None
    not_applicable: tuple[m.NotApplicable, ...] = ()
    unit_marks: bool = False
    not_self: bool = False


@record(frozen=False)
class _Lines:
    """The lines of one heading, sorted by what they do."""

    zero: list[m.Condition] = field(default_factory=list)
    adjustments: list[m.Adjustment] = field(default_factory=list)
    methods: list[tuple[s.MethodHead, list[s.Member]]] = field(default_factory=list)
    weights: list[tuple[s.WeightsHead, list[s.Entry]]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    evidence: m.Evidence | None = None
    guidance: list[str] = field(default_factory=list)
    basis: str = ""
    rescale: Decimal | None = None
    only_for: frozenset[str] | None = None
    not_applicable: list[m.NotApplicable] = field(default_factory=list)
    items: list[m.DataItem] = field(default_factory=list)
    misfit: dict[str, s.Member] = field(default_factory=dict)
    """The first line of a sort that only leaves, or only groups, may have."""
    lost: bool = False


def bind_tree(outline: Node, scope: Scope) -> tuple[m.Group | m.Leaf, ...]:
    """Bind everything below the root."""
    return _children(outline, Inherited(), scope)


def _children(node: Node, inherited: Inherited, scope: Scope) -> tuple[m.Group | m.Leaf, ...]:
    return tuple(one for child in node.children for one in _bind(child, inherited, scope))


def _bind(node: Node, inherited: Inherited, scope: Scope) -> tuple[m.Group | m.Leaf, ...]:
    head = node.head
    lines = _sorted_lines(node, scope)
    if lines.lost:
        scope.incomplete.add(node.code)
    handed = _handed_down(inherited, lines)
    if head is None:
        # What stands under a lost heading is still checked; sums above it are not (`incomplete`).
        return _children(node, handed, scope)
    if node.children:
        return (_group(node, head, lines, handed, scope),)
    leaf = _leaf(node, head, lines, handed, scope)
    return () if leaf is None else (leaf,)


def _handed_down(inherited: Inherited, lines: _Lines) -> Inherited:
    only_for = inherited.only_for
    if lines.only_for is not None:
        only_for = lines.only_for if only_for is None else only_for & lines.only_for
    return Inherited(
        only_for,
        (*inherited.not_applicable, *lines.not_applicable),
        inherited.unit_marks or "UNIT_MARKS" in lines.flags,
        inherited.not_self or "NOT_SELF" in lines.flags,
    )


def _maximum(head: s.GroupHead, scope: Scope) -> m.Maximum:
    by_kind: dict[str, Decimal] = {}
    for name, points in head.by_kind:
        kind = scope.kind(s.Name(name, place=head.place))
        if kind is not None:
            by_kind[kind] = points
    return m.Maximum(head.maximum, by_kind)


def _sorted_lines(node: Node, scope: Scope) -> _Lines:
    lines = _Lines()
    members = node.block.members if node.block else ()
    rows: list[s.Member] = []
    for line in members:
        try:
            if isinstance(line, _METHODS):
                rows = []
                lines.methods.append((line, rows))
            elif isinstance(line, s.LostLine):
                rows = []
                _sort(line, lines, scope)
            elif isinstance(line, s.Row | s.Bullet):
                rows.append(line)
            elif isinstance(line, s.WeightsHead):
                entries: list[s.Entry] = []
                lines.weights.append((line, entries))
                lines.misfit.setdefault("group", line)
            elif isinstance(line, s.Entry):
                if lines.weights:
                    lines.weights[-1][1].append(line)
            else:
                _sort(line, lines, scope)
        except Unbound:
            lines.lost = True
    return lines


def _sort(line: s.Member, lines: _Lines, scope: Scope) -> None:
    match line:
        case s.ZeroIf(test, reason):
            lines.zero.append(condition_of(test, scope, reason))
        case s.NotApplicableIf(test, treatment, reason):
            lines.not_applicable.append(
                m.NotApplicable(condition_of(test, scope, reason), treatment)
            )
        case s.Adjust():
            lines.misfit.setdefault("leaf", line)
            lines.adjustments.append(adjustment(line, scope))
        case s.OnlyFor(kinds):
            lines.only_for = scope.kind_set(kinds)
        case s.Flag(terminal):
            lines.flags.add(terminal)
            if terminal.startswith("ALLOW"):
                lines.misfit.setdefault("leaf", line)
        case s.Rescale(points):
            lines.rescale = points
            lines.misfit.setdefault("group", line)
        case s.Evidence(text, required, or_explained):
            lines.evidence = m.Evidence(text, required, or_explained)
        case s.Guidance(text):
            lines.guidance.append(text)
        case s.Basis(text):
            lines.basis = text
        case s.DataItem(name):
            item = scope.items.get(fold_name(name))
            if item is not None and item.place == line.place:
                lines.items.append(item)
        case s.LostLine(terminal):
            lines.lost = lines.lost or terminal not in {"DATA_ITEM", "COMPUTED"}


def _group(
    node: Node,
    head: s.GroupHead,
    lines: _Lines,
    handed: Inherited,
    scope: Scope,
) -> m.Group:
    if lines.methods:
        message = f"{head.level.value} {head.code} đã có mục con, không tự chấm điểm được."
        remedy = "Bỏ dòng chấm này, hoặc chuyển xuống một mục con."
        scope.tell("E303", lines.methods[0][0].place, message, remedy)
        _doubt_children(node, scope)
    elif "leaf" in lines.misfit:
        message = f"Dòng này chỉ đứng được ở mục không có mục con, {head.code} có mục con."
        place = lines.misfit["leaf"].place
        scope.tell("E111", place, message, "Chuyển xuống tiêu chí được chấm điểm.")
    guidance = list(lines.guidance)
    if lines.evidence:
        guidance.append(f"Tài liệu kiểm chứng: {lines.evidence.text}")
    return m.Group(
        head.level,
        head.code,
        head.title,
        _maximum(head, scope),
        _children(node, handed, scope),
        head.place,
        tuple(lines.zero),
        bind_weights(lines.weights, head.code, scope),
        lines.rescale,
        "CAPPED_TOTAL" in lines.flags,
        tuple(guidance),
        lines.basis,
        tuple(lines.items),
    )


def bind_weights(
    weights: list[tuple[s.WeightsHead, list[s.Entry]]], code: str, scope: Scope
) -> tuple[m.Weights, ...]:
    """Bind the `trọng số` of the heading `code` with their rows."""
    bound: list[m.Weights] = []
    for head, entries in weights:
        by_code: dict[str, Decimal] = {}
        places: dict[str, Span] = {}
        try:
            test = condition_of(head.condition, scope) if head.condition is not None else None
            for entry in entries:
                if entry.key in by_code:
                    message = f"Mục {entry.key} đã có trọng số ở trên."
                    scope.tell("E201", entry.place, message, "Bỏ một trong hai dòng.")
                    raise Unbound  # noqa: TRY301 - as when the weight itself is no number
                by_code[entry.key] = _weight(entry, scope)
                places[entry.key] = entry.place
        except Unbound:
            scope.incomplete.add(code)
        bound.append(m.Weights(test, by_code, head.place, places))
    return tuple(bound)


def _weight(entry: s.Entry, scope: Scope) -> Decimal:
    if entry.kinds:
        message = "Trọng số không viết riêng cho từng loại đơn vị được."
        remedy = "Bỏ phần “cho …”; hoặc dùng “trọng số nếu …”."
        scope.tell("E203", entry.place, message, remedy)
        raise Unbound
    match entry.value:
        case s.Percent(value):
            return value / HUNDRED
        case s.Number(value) if value == 0:
            return ZERO
    message = f"Trọng số của {entry.key} phải là phần trăm."
    scope.tell("E203", entry.place, message, f"Viết dạng {entry.key}: 40%.")
    raise Unbound


def _leaf(
    node: Node,
    head: s.GroupHead,
    lines: _Lines,
    handed: Inherited,
    scope: Scope,
) -> m.Leaf | None:
    if "group" in lines.misfit:
        message = f"Dòng này chỉ đứng được ở mục có mục con, {head.code} không có mục con."
        scope.tell("E111", lines.misfit["group"].place, message, "Chuyển lên mục cha.")
    method = _method(node, head, lines, scope)
    council = isinstance(method, m.Manual)
    return m.Leaf(
        head.level,
        head.code,
        head.title,
        _maximum(head, scope),
        method,
        head.place,
        tuple(lines.zero),
        handed.not_applicable,
        handed.unit_marks,
        handed.only_for,
        not (handed.not_self or council),
        tuple(lines.adjustments),
        "ALLOW_ABOVE" in lines.flags,
        "ALLOW_NEGATIVE" in lines.flags,
        lines.evidence,
        tuple(lines.guidance),
        lines.basis,
        tuple(lines.items),
        lines.methods[0][0].place if lines.methods else None,
    )


def _method(node: Node, head: s.GroupHead, lines: _Lines, scope: Scope) -> m.Method:
    shown = f"{head.level.value} {head.code}"
    if head.level in {m.Level.BONUS, m.Level.PENALTY}:
        if not lines.lost and node.code not in scope.incomplete:
            message = f"{shown} chưa có TIÊU CHÍ nào."
            scope.tell("E302", head.place, message, "Thêm ít nhất một TIÊU CHÍ ở dưới.")
        scope.incomplete.add(node.code)
        return _NO_METHOD
    if not lines.methods:
        if not lines.lost and node.code not in scope.incomplete:
            message = f"{shown} chưa có cách chấm điểm."
            remedy = (
                "Thêm một dòng: chấm theo …, chấm điểm tối đa nếu …, từng nội dung, hội đồng chấm …"
            )
            scope.tell("E302", head.place, message, remedy)
        scope.incomplete.add(node.code)
        return _NO_METHOD
    if len(lines.methods) > 1:
        place = lines.methods[1][0].place
        message = f"{shown} có hai cách chấm điểm."
        remedy = "Chỉ giữ một cách chấm; nếu ở giữa thiếu một dòng TIÊU CHÍ thì thêm dòng đó."
        scope.tell("E303", place, message, remedy)
        scope.incomplete.add(node.code)
        if node.parent is not None:
            _doubt_children(node.parent, scope)
    opener, rows = lines.methods[0]
    if _needs_rows(opener) and not rows and not lines.lost:
        message = f"Bảng chấm của {shown} chưa có dòng nào."
        scope.tell("E302", opener.place, message, "Thêm các dòng điểm ở dưới.")
        scope.incomplete.add(node.code)
        return _NO_METHOD
    lost_rows = lines.lost and isinstance(opener, s.SurveyHead)
    method = None if lost_rows else bind_method(opener, rows, scope)
    if method is None:
        scope.incomplete.add(node.code)
        return _NO_METHOD
    return method


def _doubt_children(node: Node, scope: Scope) -> None:
    """A heading may be missing below: neither the sum nor the codes there are sure."""
    scope.incomplete.add(node.code)
    scope.doubted.add(node.code)


def _needs_rows(opener: s.MethodHead) -> bool:
    return isinstance(opener, s.TableHead | s.CasesHead | s.ChecklistHead)
