"""KIỂM THỬ blocks in, worked examples out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import model as m
from cchc_rules import syntax as s
from cchc_rules.binding.expressions import Unbound, figure, literal, option
from cchc_rules.binding.figures import typed_literal
from cchc_rules.formatting import line as written_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from cchc_rules.binding.scope import Scope

    Codes = Mapping[str, bool]
    """The codes of the rule set; whether a unit may mark what they name."""

_SPECIALS = {
    "MISSING": m.Special.MISSING,
    "MISSING_DATA": m.Special.MISSING,
    "FAULTY": m.Special.ERROR,
    "NOT_APPLICABLE": m.Special.NOT_APPLICABLE,
}
_TARGETS = {
    "TOTAL": m.Target.TOTAL,
    "RATIO_OF": m.Target.PERCENT,
    "CLASS": m.Target.CLASS,
    "RANK": m.Target.RANK,
}


def bind_scenario(
    block: s.Block, head: s.ScenarioHead, own_year: int, codes: Codes, scope: Scope
) -> m.Scenario | None:
    """Bind one KIỂM THỬ, of the file's own year unless it names another.

    A line that cannot be bound is told, and the whole is left out.
    """
    kind = scope.kind(s.Name(head.kind, place=head.place))
    year = head.year if head.year is not None else own_year
    given: list[m.Given | m.GivenManual | m.GivenMark] = []
    expected: list[m.Expected] = []
    closed = False
    whole = kind is not None
    for line in block.members:
        try:
            match line:
                case s.Given():
                    given.append(_given(line, year, scope))
                case s.GivenManual(code, points):
                    _check_code(code, line, codes, scope)
                    given.append(m.GivenManual(code, points, line.place))
                case s.GivenMark(code):
                    _check_mark(code, line, codes, scope)
                    given.append(m.GivenMark(code, line.place))
                case s.Expected():
                    expected.append(_expected(line, codes, scope))
                case s.Flag():
                    closed = True
                case s.LostLine():
                    whole = False
        except Unbound:
            whole = False
    if not whole or kind is None:
        return None
    return m.Scenario(head.title, kind, year, tuple(given), tuple(expected), head.place, closed)


def _check_code(code: str, line: s.Node, codes: Codes, scope: Scope) -> None:
    if code not in codes:
        scope.unknown_code(code, line.place)
        raise Unbound


def _check_mark(code: str, line: s.GivenMark, codes: Codes, scope: Scope) -> None:
    _check_code(code, line, codes, scope)
    if not codes[code] and not scope.incomplete:  # the line that allows it may be lost
        message = f"Mục {code} không cho đơn vị đánh dấu không áp dụng."
        remedy = f"Thêm dòng “không áp dụng khi đơn vị đánh dấu” dưới mục {code}, hoặc bỏ dòng này."
        scope.tell("E203", line.place, message, remedy)
        raise Unbound


def _given(line: s.Given, year: int, scope: Scope) -> m.Given:
    of = figure(line.name, scope)
    if isinstance(line.values, str):
        return m.Given(of, _SPECIALS[line.values], line.peers, line.place)
    item = of.item if isinstance(of, m.ItemRef) else None
    kind = item.type if item else of.computed.type if isinstance(of, m.ComputedRef) else None
    several = line.peers or kind in {m.ValueType.BALLOTS, m.ValueType.TALLY}
    if not several and len(line.values) > 1:
        message = f"“{line.name.name}” chỉ có một giá trị."
        scope.tell("E203", line.place, message, "Viết một giá trị sau dấu “=”.")
        raise Unbound
    bound = tuple(_value(node, kind, item, year, scope) for node in line.values)
    if kind is m.ValueType.TALLY and item and len(bound) != len(item.options):
        message = f"“{item.name}” cần {len(item.options)} số, theo thứ tự các mức."
        scope.tell("E203", line.place, message, "Viết số phiếu của từng mức, ngăn bằng “;”.")
        raise Unbound
    return m.Given(of, bound if several else bound[0], line.peers, line.place)


def _value(
    node: s.Expression, kind: m.ValueType | None, item: m.DataItem | None, year: int, scope: Scope
) -> m.Value:
    match kind:
        case None:
            return literal(node, scope, year).value
        case m.ValueType.TALLY:
            return typed_literal(node, m.ValueType.COUNT, scope)
        case m.ValueType.BALLOTS if item and item.options and isinstance(node, s.Text):
            return option(node, item, scope)
        case m.ValueType.BALLOTS:
            return typed_literal(node, m.ValueType.NUMBER, scope)
        case m.ValueType.CHOICE if item and isinstance(node, s.Text):
            return option(node, item, scope)
    return typed_literal(node, kind, scope, year)


def _expected(line: s.Expected, codes: Codes, scope: Scope) -> m.Expected:
    if line.is_code:
        _check_code(line.of, line, codes, scope)
    of: str | m.Target = line.of if line.is_code else _TARGETS[line.of]
    if of is m.Target.RANK:
        _check_rank(line, scope)
    value, decimals = _expectation(line, of, scope)
    return m.Expected(of, value, decimals, written_line(line), line.place)


def _check_rank(line: s.Expected, scope: Scope) -> None:
    """Refuse a rank that the one unit of a KIỂM THỬ cannot have."""
    match line.value:
        case s.Number(value) | s.Range(s.Number(value), s.Number()) if value != 1:
            message = "KIỂM THỬ chỉ có một đơn vị, nên hạng của nó luôn là 1."
            remedy = "Viết kết quả xếp hạng = 1, hoặc bỏ dòng này."
            scope.tell("E203", line.place, message, remedy)
            raise Unbound


def _expectation(
    line: s.Expected, of: str | m.Target, scope: Scope
) -> tuple[Decimal | tuple[Decimal, Decimal] | str | m.Special, int]:
    match line.value:
        case str() as word:
            return _SPECIALS[word], 0
        case s.Range(s.Number(low), s.Number(high)):
            return (low, high), max(_decimals(low), _decimals(high))
        case s.Text(value) if of is m.Target.CLASS:
            return value, 0
        case s.Percent(value) if of is m.Target.PERCENT:
            return value, _decimals(value)
        case s.Number(value) if of not in {m.Target.CLASS, m.Target.PERCENT}:
            return value, _decimals(value)
    message = "Kết quả mong đợi không hợp với điều được hỏi."
    remedy = 'Viết số điểm, “thiếu số liệu”, “không áp dụng”, “lỗi”, hoặc "tên mức" cho xếp loại.'
    scope.tell("E203", line.place, message, remedy)
    raise Unbound


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
