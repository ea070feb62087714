"""The lines under BỘ CHỈ SỐ in: year, kinds, total, classes and ranking out."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules import model as m
from cchc_rules import syntax as s
from cchc_rules.binding.expressions import Unbound, value
from cchc_rules.binding.methods import condition_of
from cchc_rules.binding.types import Sort, typed
from cchc_rules.formatting import line as written_line
from cchc_rules.records import field, record
from cchc_rules.text import fold_name, fold_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_rules.binding.scope import Scope

MOST_DIGITS = 6
_ONCE = (
    s.Year, s.Kinds, s.Total, s.Period, s.Rounding, s.Rebase, s.Ranking, s.Basis,
)  # fmt: skip


@record(frozen=False)
class Header:
    """What the lines under BỘ CHỈ SỐ say; what is absent has its default."""

    head: s.RuleSetHead
    block: s.Block
    year: int | None = None
    kinds: tuple[str, ...] = ()
    total: m.Maximum = field(default_factory=lambda: m.Maximum(Decimal(0)))
    digits: int = 2
    round_each: bool = False
    rebase: bool = False
    basis: str = ""
    ranking: m.RankingRule = field(default_factory=m.RankingRule)
    lines: dict[type, s.Node] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    """What lost lines began with; "" is anything."""


def first_pass(block: s.Block, head: s.RuleSetHead, scope: Scope) -> Header:
    """Read the lines that need no names: they fix the year and the kinds."""
    header = Header(head, block)
    for line in block.members:
        if isinstance(line, s.LostLine):
            header.lost.add(line.terminal)
        if isinstance(line, _ONCE):
            if type(line) in header.lines:
                message = "Dòng này đã có ở trên."
                scope.tell("E201", line.place, message, "Chỉ giữ một dòng.")
                continue
            header.lines[type(line)] = line
        _read(line, header, scope)
    if header.lost & {"", "REBASE"} and s.Rebase not in header.lines:
        header.rebase = True
    return header


def _read(line: s.Member, header: Header, scope: Scope) -> None:
    match line:
        case s.Year(year):
            header.year = year
        case s.Kinds(kinds):
            header.kinds = tuple(kind.name for kind in kinds)
            if len({fold_name(kind) for kind in header.kinds}) < len(kinds):
                scope.tell("E201", line.place, "Một loại đơn vị viết hai lần.", "Bỏ một lần.")
        case s.Rounding(digits, each):
            header.digits, header.round_each = min(digits, MOST_DIGITS), each
            if digits > MOST_DIGITS:
                message = f"Làm tròn nhiều nhất {MOST_DIGITS} chữ số."
                scope.tell("E203", line.place, message, f"Viết “làm tròn: {MOST_DIGITS} chữ số”.")
        case s.Rebase(on):
            header.rebase = on
        case s.Basis(text):
            header.basis = text
        case s.Ranking():
            header.ranking = _ranking(line, scope)
        case s.Period(start, end) if start > end:
            message = "Kỳ số liệu kết thúc trước khi bắt đầu."
            scope.tell("E203", line.place, message, "Viết ngày đầu kỳ trước, ngày cuối kỳ sau.")


_TIES: dict[tuple[int, ...], bool] = {(1, 2, 2, 4): False, (1, 2, 2, 3): True}


def _ranking(line: s.Ranking, scope: Scope) -> m.RankingRule:
    if line.ties and line.ties not in _TIES:
        shown = "-".join(map(str, line.ties))
        message = f"Không có cách xếp đồng hạng {shown}."
        remedy = "Viết “đồng hạng 1-2-2-4” (bỏ trống hạng sau) hoặc “đồng hạng 1-2-2-3”."
        scope.tell("E203", line.place, message, remedy)
    dense = _TIES.get(line.ties, False)
    return m.RankingRule(line.rounded is True, line.per_kind, dense, line.tiebreaks, line.place)


def guessed_year(blocks: Iterable[s.Block]) -> int:
    """Return the year that a file without the line `năm` seems to be for."""
    named: Counter[int] = Counter()
    for block in blocks:
        match block.head:
            case s.ScenarioHead(_, _, int(year)):
                named[year] += 1
            case s.ParameterHead():
                keys = {line.key for line in block.members if isinstance(line, s.Entry)}
                named.update(int(key) for key in keys if key.isdigit() and len(key) == 4)  # noqa: PLR2004
    return max(named, key=lambda year: (named[year], year), default=_SOME_YEAR)


_SOME_YEAR = 2025


def check_required(header: Header, scope: Scope) -> None:
    """Tell the lines without which nothing can be scored (E230)."""
    required = (
        (s.Year, "YEAR", "năm", "năm: 2026"),
        (s.Kinds, "KINDS", "đối tượng", "đối tượng: xã; phường"),
        (s.Total, "TOTAL", "tổng điểm", "tổng điểm: 100"),
    )
    for kind, terminal, name, example in required:
        if kind not in header.lines and not header.lost & {"", terminal}:
            message = f"BỘ CHỈ SỐ chưa có dòng “{name}”."
            scope.tell("E230", header.head.place, message, f"Thêm dòng “{example}”.")


def total_of(header: Header, scope: Scope) -> m.Maximum:
    """Bind `tổng điểm`, perhaps by kind."""
    line = header.lines.get(s.Total)
    if not isinstance(line, s.Total):
        return m.Maximum(Decimal(0))
    by_kind: dict[str, Decimal] = {}
    for name, points in line.by_kind:
        kind = scope.kind(s.Name(name, place=line.place))
        if kind is not None:
            by_kind[kind] = points
    return m.Maximum(line.maximum, by_kind)


def unranked(
    block: s.Block, codes: frozenset[str], scope: Scope
) -> tuple[frozenset[str], tuple[m.Condition, ...]]:
    """Bind who is not ranked."""
    kinds: frozenset[str] = frozenset()
    conditions: list[m.Condition] = []
    for line in block.members:
        match line:
            case s.Unranked(names):
                kinds |= scope.kind_set(names)
            case s.UnrankedIf(test, reason):
                conditions += _scored(test, reason, codes, scope)
    return kinds, tuple(conditions)


def _scored(
    test: s.Expression, reason: str | None, codes: frozenset[str], scope: Scope
) -> list[m.Condition]:
    """Bind a condition that may speak of the scores of headings; [] if it could not be bound."""
    unknown = [code for code in _codes(test) if code not in codes]
    for code in unknown:
        scope.unknown_code(code, test.place, "Sửa lại mã, hoặc bỏ điều kiện này.")
    try:
        return [] if unknown else [condition_of(test, scope, reason, scores=True)]
    except Unbound:
        return []


def _codes(node: s.Expression) -> list[str]:
    match node:
        case s.ScoreOf(code):
            return [code] if code else []
        case s.All(operands) | s.AnyOf(operands):
            return [code for operand in operands for code in _codes(operand)]
        case s.Not(operand) | s.Negative(operand):
            return _codes(operand)
        case s.Unless(left, right) | s.Equal(left, right) | s.AtMost(left, right):
            return _codes(left) + _codes(right)
        case s.Arithmetic(_, left, right):
            return _codes(left) + _codes(right)
        case s.Within(inner, span):
            ends = [end for end in (span.low, span.high) if end is not None]
            return [code for part in (inner, *ends) for code in _codes(part)]
        case s.Call(_, arguments):
            return [code for argument in arguments for code in _codes(argument)]
    return []


def classifications(
    block: s.Block, codes: frozenset[str], scope: Scope
) -> tuple[tuple[m.Classification, ...], tuple[m.Lowering, ...]]:
    """Bind every `xếp loại` with its rows, and the `hạ` lines."""
    heads: list[tuple[s.ClassHead, list[s.Member]]] = []
    lowerings: list[m.Lowering] = []
    for line in block.members:
        match line:
            case s.ClassHead():
                heads.append((line, []))
            case s.ClassRow() | s.LostLine("") if heads:
                heads[-1][1].append(line)
            case s.Lower(to, test, reason):
                lowerings += [
                    m.Lowering(to, bound, line.place)
                    for bound in _scored(test, reason, codes, scope)
                ]
    bound = [_classification(head, rows, codes, scope) for head, rows in heads]
    whole = tuple(found for found in bound if found is not None)
    if not any(isinstance(x, s.LostLine) and x.terminal in {"", "CLASS"} for x in block.members):
        names = {fold_title(x.name) for x in block.members if isinstance(x, s.ClassRow)}
        _check_lowerings(lowerings, names, scope)
    _check_once(whole, scope)
    return whole, tuple(lowerings)


def _classification(
    head: s.ClassHead, rows: list[s.Member], codes: frozenset[str], scope: Scope
) -> m.Classification | None:
    """Bind a `xếp loại`; None if a row of it is lost: nothing can be said of the others then."""
    bands = [
        _band(row, codes, scope, by_rank=head.by_rank) if isinstance(row, s.ClassRow) else None
        for row in rows
    ]
    kinds = scope.kind_set(head.kinds)
    if not rows:
        scope.tell("E302", head.place, "“xếp loại” chưa có mức nào.", 'Thêm dòng "Tốt": từ 80%')
    whole = tuple(band for band in bands if band is not None)
    if len(whole) < len(rows):
        return None
    return m.Classification(kinds, whole, head.by_rank, head.unrounded, head.place)


def _band(
    row: s.ClassRow, codes: frozenset[str], scope: Scope, *, by_rank: bool
) -> m.ClassBand | None:
    gate = _scored(row.gate, None, codes, scope) if row.gate is not None else []
    if row.gate is not None and not gate:
        return None
    try:
        span, in_points = _band_range(row, scope, by_rank=by_rank)
    except Unbound:
        return None
    door = gate[0] if gate else None
    return m.ClassBand(row.name, span, in_points, door, written_line(row), row.place)


def _band_range(row: s.ClassRow, scope: Scope, *, by_rank: bool) -> tuple[m.Range | None, bool]:
    if row.range is None:
        return None, False
    written = [end for end in (row.range.low, row.range.high) if end is not None]
    bound = {id(end): value(end, scope) for end in written}
    sorts = {typed(end).sort for end in bound.values()}
    if not by_rank and any(isinstance(end, s.Number) and end.value != 0 for end in written):
        message = "Mức xếp loại này chưa nói là phần trăm hay điểm."
        scope.tell("E203", row.range.place, message, "Viết 80% hoặc 80 điểm.")
        raise Unbound
    if sorts - {Sort.PERCENT, Sort.NUMBER} or (
        len(sorts) > 1 and not any(_is_zero(end) for end in written)
    ):
        message = "Hai đầu của mức xếp loại không cùng đơn vị."
        scope.tell("E203", row.range.place, message, "Viết cả hai đầu bằng % hoặc bằng điểm.")
        raise Unbound
    low, high = row.range.low, row.range.high
    span = m.Range(
        bound[id(low)] if low is not None else None,
        bound[id(high)] if high is not None else None,
        row.range.low_open,
        row.range.high_open,
    )
    return span, Sort.PERCENT not in sorts and not by_rank


def _is_zero(node: s.Expression) -> bool:
    return isinstance(node, s.Number) and node.value == 0


def _check_lowerings(lowerings: list[m.Lowering], names: set[str], scope: Scope) -> None:
    for lowering in lowerings:
        if lowering.to is not None and names and fold_title(lowering.to) not in names:
            message = f"Không có mức xếp loại “{lowering.to}”."
            remedy = "Viết đúng tên một mức ở “xếp loại”."
            scope.tell("E202", lowering.place, message, remedy)


def _check_once(classes: tuple[m.Classification, ...], scope: Scope) -> None:
    seen: set[str] = set()
    for found in classes:
        kinds = found.kinds or {""}
        if seen & set(kinds):
            message = "Đã có một “xếp loại” cho loại đơn vị này ở trên."
            scope.tell("E201", found.place, message, "Chỉ giữ một bảng xếp loại cho mỗi loại.")
        seen |= set(kinds)
