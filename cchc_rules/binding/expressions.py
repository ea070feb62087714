"""Expressions as written in, bound expressions out; E202 and E203 where they make no sense."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules import model as m
from cchc_rules import syntax as s
from cchc_rules.binding.types import Sort, Typed, comparable, typed
from cchc_rules.binding.walking import uses_peers
from cchc_rules.formatting.expressions import expression as written
from cchc_rules.formatting.expressions import number
from cchc_rules.numeric import HUNDRED
from cchc_rules.text import fold_name, fold_title

if TYPE_CHECKING:
    from cchc_rules.binding.scope import Scope
    from cchc_rules.diagnostics import Span


class Unbound(Exception):  # noqa: N818 - carries no message: the finding is already told
    """Something inside could not be bound; whoever needs the whole leaves it out."""


def relative_date(node: s.RelativeDate, year: int, scope: Scope) -> date:
    """Return the day of a relative date in `year`; 29/02 of a common year is told."""
    try:
        return date(year + node.offset, node.month, node.day)
    except ValueError:
        message = f"Năm {year + node.offset} không có ngày {node.day:02}/{node.month:02}."
        scope.tell("E104", node.place, message, "Sửa lại ngày, tháng.")
        raise Unbound from None


def literal(node: s.Expression, scope: Scope, year: int | None = None) -> m.Constant:
    """Bind a number, percent, date, text or có/không."""
    match node:
        case s.Number(value) | s.PointsLiteral(value):
            return m.Constant(value, m.ValueType.NUMBER)
        case s.Percent(value):
            return m.Constant(value / HUNDRED, m.ValueType.PERCENT)
        case s.DateLiteral(value):
            return m.Constant(value, m.ValueType.DATE)
        case s.RelativeDate():
            day = relative_date(node, scope.year if year is None else year, scope)
            return m.Constant(day, m.ValueType.DATE)
        case s.Text(value):
            return m.Constant(value, m.ValueType.TEXT)
        case s.Bool(value):
            return m.Constant(value, m.ValueType.BOOL)
    raise Unbound


def reference(node: s.Name, scope: Scope) -> m.ItemRef | m.ComputedRef | m.ParameterRef:
    """Bind a name."""
    key = fold_name(node.name)
    scope.unknowns.found(("tên", key))
    if key in scope.items:
        return m.ItemRef(scope.items[key], node.previous)
    if key in scope.computed:
        return m.ComputedRef(scope.computed[key], node.previous)
    if key in scope.parameters:
        if node.previous:
            message = f"“{node.name}” là tham số; “năm trước” chỉ dùng cho số liệu."
            scope.tell("E203", node.place, message, "Bỏ chữ “năm trước”.")
            raise Unbound
        return m.ParameterRef(scope.parameters[key])
    if key not in scope.lost:
        scope.unknown(node)
    raise Unbound


def figure(node: s.Name, scope: Scope) -> m.ItemRef | m.ComputedRef:
    """Bind a name that must be a figure or a TÍNH."""
    bound = reference(node, scope)
    if isinstance(bound, m.ParameterRef):
        message = f"“{node.name}” là tham số, ở đây cần một số liệu."
        scope.tell("E203", node.place, message, "Viết tên của một SỐ LIỆU hoặc TÍNH.")
        raise Unbound
    return bound


def bind_computed(node: s.Computed, scope: Scope, owner: str) -> m.Computed | None:
    """Bind a TÍNH; every other one that it uses is bound already."""
    key = fold_name(node.name)
    del scope.pending[key]
    try:
        formula = _formula(node, scope)
    except Unbound:
        scope.lost.add(key)
        return None
    text = written(node.formula)
    bound = m.Computed(
        node.name, key, node.type.type, formula, node.on_zero, node.place, text, owner
    )
    scope.computed[key] = bound
    return bound


def _formula(node: s.Computed, scope: Scope) -> m.Expression:
    formula = value(node.formula, scope)
    if not _fits(node, formula, scope):
        raise Unbound
    return formula


def _fits(node: s.Computed, formula: m.Expression, scope: Scope) -> bool:
    sort = typed(formula).sort
    declared = node.type.type
    if not declared.is_number:
        message = f"TÍNH cho ra một số, không thể có kiểu “{declared.value}”."
        remedy = "Viết kiểu số, số đếm hoặc phần trăm."
        scope.tell("E203", node.type.place, message, remedy)
        return False
    wants_percent = declared is m.ValueType.PERCENT
    if sort is Sort.RATIO or wants_percent == (sort is Sort.PERCENT):
        return True
    message = f"Công thức cho ra {sort.value}, nhưng “{node.name}” khai báo là {declared.value}."
    remedy = "Sửa kiểu, hoặc chia cho một số liệu để ra tỷ lệ."
    scope.tell("E203", node.place, message, remedy)
    return False


def value(node: s.Expression, scope: Scope) -> m.Expression:
    """Bind an expression that gives a number, date, text or có/không."""
    match node:
        case s.Name():
            return reference(node, scope)
        case s.Negative(operand):
            return m.Negative(_numeric(operand, scope))
        case s.Arithmetic(operator, left, right):
            return _arithmetic(node, operator, left, right, scope)
        case s.Call(function, arguments):
            return _call(node, function, arguments, scope)
        case s.Peers(function, of):
            return _peers(node, function, of, scope)
        case s.ScoreOf(code, share):
            return m.ScoreRef(code, share)
        case s.Number() | s.Percent() | s.DateLiteral() | s.RelativeDate() | s.Text() | s.Bool():
            return literal(node, scope)
        case s.PointsLiteral(points):
            return m.Constant(points, m.ValueType.NUMBER)
    return condition(node, scope)


def _numeric(node: s.Expression, scope: Scope) -> m.Expression:
    bound = value(node, scope)
    sort = typed(bound).sort
    if not sort.is_number:
        message = f"“{written(node)}” là {sort.value}, không tính toán được như số."
        scope.tell("E203", node.place, message, "Dùng số liệu kiểu số, số đếm hoặc phần trăm.")
        raise Unbound
    return bound


def _arithmetic(
    node: s.Arithmetic, operator: str, left: s.Expression, right: s.Expression, scope: Scope
) -> m.Expression:
    sides = _both(left, right, scope, _numeric)
    if operator in "+-" and not _agree(sides[0], sides[1], node, scope):
        raise Unbound
    return m.Arithmetic(operator, *sides)


def _both(
    left: s.Expression, right: s.Expression, scope: Scope, bind: object = None
) -> tuple[m.Expression, m.Expression]:
    """Bind both sides, so that mistakes on each are told, then give up if one failed."""
    how = _numeric if bind is _numeric else value
    bound: list[m.Expression] = []
    for side in (left, right):
        try:
            bound.append(how(side, scope))
        except Unbound:
            continue
    if len(bound) < 2:  # noqa: PLR2004 - two sides
        raise Unbound
    return bound[0], bound[1]


def _call(
    node: s.Call, function: m.Function, arguments: tuple[s.Expression, ...], scope: Scope
) -> m.Expression:
    bound = tuple(_numeric(argument, scope) for argument in arguments)
    wanted = {m.Function.WHOLE: 1, m.Function.ROUND: 2}.get(function)
    if wanted is not None and len(bound) != wanted:
        message = f"“{function.value}” cần {wanted} giá trị, ở đây có {len(bound)}."
        scope.tell("E203", node.place, message, "Ngăn cách các giá trị bằng dấu “;”.")
        raise Unbound
    if function is m.Function.ROUND and not _is_digits(bound[1]):
        message = "Số chữ số làm tròn phải là số nguyên từ 0 đến 10."
        scope.tell("E203", node.place, message, "Ví dụ: làm tròn(x; 2).")
        raise Unbound
    return m.Call(function, bound)


_MOST_DIGITS = 10


def _is_digits(node: m.Expression) -> bool:
    match node:
        case m.Constant(Decimal() as digits):
            return digits == int(digits) and 0 <= digits <= _MOST_DIGITS
    return False


def _peers(node: s.Peers, function: m.Function, of: s.Name, scope: Scope) -> m.Expression:
    inner = figure(of, scope)
    if uses_peers(inner):
        message = f"“{of.name}” đã so với toàn nhóm, không lấy toàn nhóm lần nữa được."
        scope.tell("E203", node.place, message, "Dùng một số liệu hoặc TÍNH của riêng đơn vị.")
        raise Unbound
    if not typed(inner).sort.is_number or of.previous:
        message = (
            f"“toàn nhóm” chỉ dùng cho số liệu kiểu số của năm nay, không phải “{written(of)}”."
        )
        scope.tell("E203", node.place, message, "Dùng số liệu kiểu số, số đếm hoặc phần trăm.")
        raise Unbound
    return m.Peers(function, inner)


def condition(node: s.Expression, scope: Scope) -> m.Expression:
    """Bind a condition."""
    match node:
        case s.All(operands):
            return m.All(_conditions(operands, scope))
        case s.AnyOf(operands):
            return m.AnyOf(_conditions(operands, scope))
        case s.Not(operand):
            return m.Not(condition(operand, scope))
        case s.Unless(test, exception):
            both = _conditions((test, exception), scope)
            return m.All((both[0], m.Not(both[1])))
        case s.HasData(of, negated):
            return m.HasData(figure(of, scope), negated)
        case s.Within(inner, span):
            return _within(node, inner, span, scope)
        case s.AtMost(left, right):
            sides = _both(left, right, scope)
            if not _agree(sides[0], sides[1], node, scope):
                raise Unbound
            return m.Within(sides[0], m.Range(high=sides[1]))
        case s.Equal(left, right, negated):
            return _equal(node, left, right, negated=negated, scope=scope)
    bound = value(node, scope)
    if typed(bound).sort is not Sort.BOOL:
        message = f"“{written(node)}” không phải là một điều kiện có/không."
        remedy = f"Viết phép so sánh, ví dụ “{written(node)} từ …” hoặc “{written(node)} = …”."
        scope.tell("E203", node.place, message, remedy)
        raise Unbound
    return bound


def _conditions(nodes: tuple[s.Expression, ...], scope: Scope) -> tuple[m.Expression, ...]:
    bound: list[m.Expression] = []
    for node in nodes:
        try:
            bound.append(condition(node, scope))
        except Unbound:
            continue
    if len(bound) < len(nodes):
        raise Unbound
    return tuple(bound)


def _within(node: s.Within, inner: s.Expression, span: s.Range, scope: Scope) -> m.Expression:
    bound = value(inner, scope)
    return m.Within(bound, bounds(span, typed(bound), node.place, scope))


def bounds(span: s.Range, of: Typed, place: Span, scope: Scope) -> m.Range:
    """Bind the ends of a range of values of the sort `of`."""
    if not (of.sort.is_number or of.sort is Sort.DATE):
        message = f"Không so sánh lớn nhỏ được với kiểu {of.sort.value}."
        scope.tell("E203", place, message, "Dùng dấu “=” hoặc chấm theo từng giá trị.")
        raise Unbound
    ends: list[m.Expression | None] = []
    for end in (span.low, span.high):
        if end is None:
            ends.append(None)
            continue
        bound = value(end, scope)
        if not _matches(of, bound, end, scope):
            raise Unbound
        ends.append(bound)
    return m.Range(ends[0], ends[1], span.low_open, span.high_open)


def _equal(
    node: s.Equal, left: s.Expression, right: s.Expression, *, negated: bool, scope: Scope
) -> m.Expression:
    sides = _both(left, right, scope)
    if not _agree(sides[0], sides[1], node, scope):
        raise Unbound
    of = typed(sides[0]).item
    if of is not None and isinstance(right, s.Text):
        option(right, of, scope)
    return m.Equal(*sides, negated)


def option(node: s.Text, item: m.DataItem, scope: Scope) -> str:
    """Return the option of a choice as declared, or tell that there is none."""
    key = fold_title(node.value)
    for declared in item.options:
        if fold_title(declared) == key:
            scope.unknowns.found(("mức", item.key, key))
            return declared
    if not item.options:
        return node.value
    for declared in item.options:
        of_item = "mức", item.key, fold_title(declared)
        scope.unknowns.declare(of_item, declared, item.place)
    listed = "; ".join(f'"{declared}"' for declared in item.options)
    message = f"“{node.value}” không phải lựa chọn của “{item.name}”."
    remedy = f"Các lựa chọn: {listed}."
    scope.unknowns.tell(("mức", item.key, key), node.value, node.place, message, remedy)
    raise Unbound


def _agree(left: m.Expression, right: m.Expression, node: s.Expression, scope: Scope) -> bool:
    return _matches(typed(left), right, node, scope)


def _matches(of: Typed, bound: m.Expression, node: s.Expression, scope: Scope) -> bool:
    """Say whether `bound` may be compared with values of `of`; tell E203 if not."""
    other = typed(bound)
    if isinstance(bound, m.Constant) and bound.value == 0 and of.sort.is_number:
        return True
    if not comparable(of.sort, other.sort):
        scope.tell("E203", node.place, *_mismatch(of, other, bound, node))
        return False
    fraction = has_decimals(node) or not other.whole
    if of.whole and of.item and isinstance(bound, m.Constant) and fraction:
        shown = written(node)
        message = f"“{of.item.name}” là số đếm, không so với số lẻ {shown}."
        scope.tell("E203", node.place, message, whole_remedy(shown))
        return False
    return True


def _mismatch(of: Typed, other: Typed, bound: m.Expression, node: s.Expression) -> tuple[str, str]:
    shown = written(node)
    match bound:
        case m.Constant(Decimal() as amount, m.ValueType.NUMBER) if of.sort is Sort.PERCENT:
            return (
                f"Thiếu dấu %: “{shown}” là số thường, ở đây cần phần trăm.",
                f"Viết {number(amount)}%.",
            )
        case m.Constant(Decimal() as share, m.ValueType.PERCENT) if of.sort is Sort.NUMBER:
            return (
                f"“{shown}” là phần trăm, ở đây cần một số.",
                f"Viết {number((share * HUNDRED).normalize() + 0)}, hoặc so với một tỷ lệ.",
            )
    return (
        f"“{shown}”: không so sánh hay cộng trừ được {of.sort.value} với {other.sort.value}.",
        "Sửa để hai bên cùng kiểu.",
    )


def has_decimals(node: s.Expression) -> bool:
    """Say whether a number was written with decimals, be they zeros: 1,000 is no thousand."""
    match node:
        case s.Number(number):
            exponent = number.as_tuple().exponent
            return isinstance(exponent, int) and exponent < 0
    return False


_GROUP = 3
"""The digits of a group of thousands."""


def whole_remedy(shown: str) -> str:
    """Say how to write a whole number where 1,5 was written."""
    before, _, decimals = shown.partition(",")
    if not decimals or len(decimals) > _GROUP:
        return "Viết số nguyên."
    return f"Viết số nguyên; nếu là hàng nghìn thì viết dấu chấm: {before}.{decimals:0<3}."
