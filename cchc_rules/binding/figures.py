"""SỐ LIỆU, THAM SỐ and TÍNH lines in, declarations in the scope out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules import model as m
from cchc_rules import syntax as s
from cchc_rules.binding.chains import in_order
from cchc_rules.binding.expressions import (
    Unbound,
    bind_computed,
    condition,
    has_decimals,
    literal,
    whole_remedy,
)
from cchc_rules.binding.mentions import names_in
from cchc_rules.binding.types import Sort, sort_of_type, typed
from cchc_rules.binding.walking import walk
from cchc_rules.diagnostics import Diagnostic
from cchc_rules.formatting.expressions import expression as written
from cchc_rules.formatting.expressions import span_text
from cchc_rules.parsing.build.parts import YEARS
from cchc_rules.text import fold_name, fold_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_rules.binding.scope import Scope


def declare(blocks: Iterable[s.Block], scope: Scope) -> None:
    """Declare every name of the file first, wherever it stands; then bind every TÍNH."""
    owners: dict[str, str] = {}
    nameless: list[s.Block] = []
    for block in blocks:
        owner = block.head.code if isinstance(block.head, s.GroupHead) else ""
        if isinstance(block.head, s.ParameterHead):
            _declare_parameter(block.head, block.members, scope)
        elif isinstance(block.head, s.LostHead) and block.head.level is None:
            scope.lost.add(fold_name(block.head.code))
            scope.unknowns.nameless |= not block.head.code
        for line in block.members:
            match line:
                case s.DataItem():
                    _declare_item(line, owner, scope)
                case s.Computed(name):
                    if _is_new(name, line, scope):
                        scope.pending[fold_name(name)] = line
                        owners[fold_name(name)] = owner
                case s.LostLine(terminal, name, mentions):
                    if terminal in {"", "DATA_ITEM", "COMPUTED"}:
                        scope.lost.update(map(fold_name, (name, *mentions)))
                    if terminal in {"DATA_ITEM", "COMPUTED"} and not name:
                        nameless.append(block)
    _tell_undated(scope)
    _lose_nameless(nameless, scope)
    for line in in_order(scope):
        bound = bind_computed(line, scope, owners[fold_name(line.name)])
        if bound is not None:
            _check_division(line, bound, scope)


def _lose_nameless(blocks: list[s.Block], scope: Scope) -> None:
    """Where a declaration lost its name, what is unknown under the same heading may be it."""
    for block in blocks:
        for line in block.members:
            for name in names_in(line):
                key = fold_name(name)
                if not scope.known(key):
                    scope.lost.add(key)


def _is_new(name: str, line: s.Node, scope: Scope) -> bool:
    key = fold_name(name)
    if not scope.known(key) or key in scope.lost:
        scope.unknowns.declare(("tên", key), name, line.place)
        return True
    message = f"Tên “{name}” đã khai báo ở trên."
    scope.tell("E201", line.place, message, "Đổi tên, hoặc bỏ dòng khai báo thừa.")
    return False


def _check_division(line: s.Computed, bound: m.Computed, scope: Scope) -> None:
    divides = any(
        isinstance(node, m.Arithmetic) and node.operator == "/" for node in walk(bound.formula)
    )
    if bound.on_zero is not None and not divides:
        message = "“nếu mẫu bằng 0” không có tác dụng: công thức không có phép chia."
        scope.tell("E203", line.place, message, "Bỏ phần “nếu mẫu bằng 0”.")


def _declare_item(line: s.DataItem, owner: str, scope: Scope) -> None:
    if not _is_new(line.name, line, scope):
        return
    low, high = _item_range(line, scope)
    kind = line.type.type
    if low is None and kind in {m.ValueType.COUNT, m.ValueType.PERCENT}:
        low = Decimal(0)
    if len({fold_title(option) for option in line.type.options}) < len(line.type.options):
        message = f"Các lựa chọn của “{line.name}” có mục trùng nhau."
        scope.tell("E201", line.type.place, message, "Mỗi lựa chọn chỉ viết một lần.")
    _check_number_words(line, scope)
    key = fold_name(line.name)
    scope.items[key] = m.DataItem(
        line.name,
        key,
        kind,
        line.title,
        line.place,
        line.unit or "",
        line.type.options,
        low,
        high,
        line.step,
        line.blank_is_zero,
        owner,
    )


def _check_number_words(line: s.DataItem, scope: Scope) -> None:
    """`bước` and `nếu trống: 0` make sense of numbers only."""
    if line.type.type.is_number:
        return
    for word, is_there in (("bước", line.step is not None), ("nếu trống: 0", line.blank_is_zero)):
        if is_there:
            message = f"Kiểu “{line.type.type.value}” không dùng “{word}” được."
            scope.tell("E203", line.place, message, f"Bỏ phần “{word}”.")


def _item_range(line: s.DataItem, scope: Scope) -> tuple[Decimal | None, Decimal | None]:
    span = line.range
    if span is None:
        return None, None
    kind = line.type.type
    ballots = kind is m.ValueType.BALLOTS and not line.type.options
    if not (kind.is_number or ballots):
        message = f"Kiểu “{kind.value}” không có khoảng giá trị."
        scope.tell("E203", span.place, message, "Bỏ phần “từ … đến …”.")
        return None, None
    step = Decimal(1) if kind is m.ValueType.COUNT else None
    low = _end(span.low, line, scope, step if span.low_open else None, is_open=span.low_open)
    high = _end(
        span.high, line, scope, -step if step and span.high_open else None, is_open=span.high_open
    )
    if low is not None and high is not None and low > high:
        message = f"Khoảng “{span_text(span)}” không có giá trị nào."
        scope.tell("E203", span.place, message, "Viết số nhỏ trước, số lớn sau.")
        return None, None
    return low, high


def _end(
    node: s.Expression | None,
    line: s.DataItem,
    scope: Scope,
    step: Decimal | None,
    *,
    is_open: bool,
) -> Decimal | None:
    if node is None:
        return None
    try:
        bound = literal(node, scope)
    except Unbound:
        scope.tell("E203", node.place, "Khoảng giá trị phải là số cụ thể.", "Viết một số.")
        return None
    if not _of_type(bound, line.type.type) or _is_fraction(node, line.type.type):
        scope.tell("E203", node.place, *_wrong_type(node, line.type.type))
        return None
    if is_open and step is None:
        remedy = "Dùng “từ … đến …”; giá trị không được phép thì thêm dòng RÀNG BUỘC."
        scope.tell("E203", node.place, "Khoảng của số liệu phải lấy cả hai đầu.", remedy)
        return None
    assert isinstance(bound.value, Decimal)  # noqa: S101 - _of_type has seen to it
    return bound.value + (step or 0)


def _of_type(bound: m.Constant, kind: m.ValueType) -> bool:
    if bound.value == 0 and not isinstance(bound.value, bool) and kind.is_number:
        return True
    if kind is m.ValueType.COUNT:
        return typed(bound).sort is Sort.NUMBER and typed(bound).whole
    if kind is m.ValueType.BALLOTS:
        return typed(bound).sort is Sort.NUMBER
    return typed(bound).sort is sort_of_type(kind)


def _is_fraction(node: s.Expression, kind: m.ValueType) -> bool:
    return kind is m.ValueType.COUNT and has_decimals(node)


def _wrong_type(node: s.Expression, kind: m.ValueType) -> tuple[str, str]:
    shown = written(node)
    if kind is m.ValueType.PERCENT and isinstance(node, s.Number):
        return f"Thiếu dấu %: “{shown}” phải là phần trăm.", f"Viết {shown}%."
    if kind is m.ValueType.COUNT and isinstance(node, s.Number):
        return f"Số đếm không thể là số lẻ {shown}.", whole_remedy(shown)
    examples = {
        m.ValueType.BOOL: "có hoặc không",
        m.ValueType.COUNT: "một số nguyên, ví dụ 12",
        m.ValueType.NUMBER: "một số, ví dụ 12,5",
        m.ValueType.PERCENT: "một phần trăm, ví dụ 80%",
        m.ValueType.DATE: "một ngày, ví dụ 15/01/2026",
    }
    wanted = examples.get(kind, "chữ trong dấu nháy")
    return f"“{shown}” không phải giá trị kiểu {kind.value}.", f"Viết {wanted}."


def typed_literal(
    node: s.Expression, kind: m.ValueType, scope: Scope, year: int | None = None
) -> m.Value:
    """Bind a literal that must be of a declared type (E203 if not)."""
    bound = literal(node, scope, year)
    if not _of_type(bound, kind) or _is_fraction(node, kind):
        scope.tell("E203", node.place, *_wrong_type(node, kind))
        raise Unbound
    return bound.value


def _declare_parameter(head: s.ParameterHead, members: tuple[s.Member, ...], scope: Scope) -> None:
    if not _is_new(head.name, head, scope):
        return
    kind = head.type.type
    key = fold_name(head.name)
    if not (kind.is_number or kind is m.ValueType.DATE):
        message = f"Tham số không thể có kiểu “{kind.value}”."
        scope.tell("E203", head.type.place, message, "Dùng số đếm, số, phần trăm hoặc ngày.")
        scope.lost.add(key)
        return
    common: m.Value | None = None
    by_kind: dict[str, m.Value] = {}
    seen: set[tuple[str, str]] = set()
    texts: list[str] = []
    place, told = head.place, any(isinstance(line, s.LostLine) for line in members)
    for line in members:
        if not isinstance(line, s.Entry):
            continue
        if not _entry_is_new(line, seen, scope):
            told = told or not _is_year(line.key)
            continue
        of_year = line.key == str(scope.year)
        told = _judge_expected(line, head, scope) or told if of_year else told
        try:
            if line.value is None:
                continue
            bound = typed_literal(line.value, kind, scope, int(line.key))
        except Unbound:
            told = told or of_year
            continue
        if of_year:
            place = line.place
            texts.append(written(line.value))
            kinds = scope.kind_set(line.kinds)
            told = told or len(kinds) < len(line.kinds)
            for name in kinds:
                by_kind[name] = bound
            common = common if line.kinds else bound
    bound_parameter = m.Parameter(
        head.name, key, kind, scope.year, place, common, by_kind, "; ".join(texts)
    )
    if told and common is None and not by_kind:
        scope.lost.add(key)
        return
    scope.parameters[key] = bound_parameter
    _check_given(bound_parameter, head, scope, told=told)


def _is_year(key: str) -> bool:
    return key.isascii() and key.isdigit() and int(key) in YEARS


def _entry_is_new(line: s.Entry, seen: set[tuple[str, str]], scope: Scope) -> bool:
    if not _is_year(line.key):
        message = f"“{line.key}” không phải là một năm."
        scope.tell("E203", line.place, message, "Viết năm đủ bốn chữ số, ví dụ 2026: ….")
        return False
    for kind in [fold_name(name.name) for name in line.kinds] or [""]:
        if (line.key, kind) in seen:
            message = f"Năm {line.key} đã có giá trị ở trên."
            scope.tell("E201", line.place, message, "Bỏ một trong hai dòng.")
            return False
        seen.add((line.key, kind))
    return True


def _judge_expected(line: s.Entry, head: s.ParameterHead, scope: Scope) -> bool:
    if line.value is not None:
        return False
    message = f"Tham số “{head.name}” của năm {line.key} còn “dự kiến”, chưa có giá trị."
    scope.tell("E221", line.place, message, f"Thay “dự kiến” bằng giá trị của năm {line.key}.")
    return True


def _check_given(bound: m.Parameter, head: s.ParameterHead, scope: Scope, *, told: bool) -> None:
    kinds = scope.kinds or ("",)
    without = [kind for kind in kinds if bound.of(kind) is None]
    scope.dated += not without
    if not without or told:
        return
    if scope.year_guessed:
        scope.lost.add(bound.key)
        del scope.parameters[bound.key]
        return
    of = f" cho {'; '.join(without)}" if len(without) < len(kinds) else ""
    message = f"Tham số “{head.name}” chưa có giá trị năm {scope.year}{of}."
    remedy = f"Thêm dòng “{scope.year}{of}: …” dưới THAM SỐ {head.name}."
    scope.undated.append(Diagnostic("E220", head.place, message, remedy))


def _tell_undated(scope: Scope) -> None:
    """Where no parameter at all has a value for the year, it is the year that is wrong."""
    if len(scope.undated) == 1 or scope.dated or scope.year_place is None:
        scope.found += scope.undated
    elif scope.undated:
        message = f"Không tham số nào có giá trị năm {scope.year}."
        remedy = "Sửa lại năm, hoặc thêm giá trị của năm này dưới từng THAM SỐ."
        scope.tell("E220", scope.year_place, message, remedy)


def constraints(blocks: Iterable[s.Block], scope: Scope) -> tuple[m.Constraint, ...]:
    """Bind every RÀNG BUỘC."""
    found: list[m.Constraint] = []
    for block in blocks:
        owner = block.head.code if isinstance(block.head, s.GroupHead) else ""
        for line in block.members:
            if not isinstance(line, s.Constraint):
                continue
            try:
                bound = condition(line.condition, scope)
            except Unbound:
                scope.incomplete.add(owner)
                continue
            inside = (node.item for node in walk(bound) if isinstance(node, m.ItemRef))
            items = tuple(dict.fromkeys(inside))
            text = written(line.condition)
            found.append(m.Constraint(bound, items, text, line.place, owner))
    return tuple(found)
