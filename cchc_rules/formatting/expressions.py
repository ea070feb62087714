"""Expressions, ranges and outcomes in; their one spelling out."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from cchc_rules import syntax as s
from cchc_rules.keywords import spell

if TYPE_CHECKING:
    from decimal import Decimal

_SUM, _PRODUCT, _FACTOR, _ATOM = 4, 5, 6, 7
_OR, _AND, _NOT, _TEST = 0, 1, 2, 3


def number(value: Decimal) -> str:
    """Write a number with decimal comma and thousands dots, keeping the decimals as written."""
    text = f"{value:f}"
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, decimals = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return sign + grouped + ("," + decimals if decimals else "")


def quoted(text: str) -> str:
    """Write a text in straight quotes; inner straight quotes become curly."""
    parts = text.split('"')
    inner = "".join(part + ("“" if i % 2 == 0 else "”") for i, part in enumerate(parts[:-1]))
    return f'"{inner}{parts[-1]}"'


def expression(node: s.Expression) -> str:
    """Write an expression or condition."""
    return _write(node)[0]


def amount(node: s.Expression) -> str:
    """Write what must be a sum: a condition, as odd as it is there, keeps its parentheses."""
    return _inside(node, _SUM)


def _write(node: s.Expression) -> tuple[str, int]:
    """Return the text and how tightly it binds."""
    if isinstance(node, s.Arithmetic | s.Negative):
        return _arithmetic(node)
    if isinstance(node, s.Within | s.AtMost | s.Equal | s.HasData):
        return _test(node), _TEST
    if isinstance(node, s.Unless):
        parts = _inside(node.condition, _OR), spell("UNLESS"), _inside(node.exception, _OR)
        return " ".join(parts), _OR - 1
    if isinstance(node, s.AnyOf):
        return _joined(node.operands, "OR", _AND), _OR
    if isinstance(node, s.All):
        return _joined(node.operands, "AND", _NOT), _AND
    if isinstance(node, s.Not):
        return f"{spell('NOT')} {_inside(node.operand, _NOT)}", _NOT
    return _atom(node), _TIGHT if _is_signed(node) else _ATOM


_TIGHT = _FACTOR


def _is_signed(node: s.Expression) -> bool:
    return isinstance(node, s.Number | s.Percent) and node.value < 0


def _inside(node: s.Expression, least: int) -> str:
    text, binding = _write(node)
    return text if binding >= least else f"({text})"


def _joined(operands: tuple[s.Expression, ...], keyword: str, least: int) -> str:
    return f" {spell(keyword)} ".join(_inside(operand, least) for operand in operands)


def _arithmetic(node: s.Arithmetic | s.Negative) -> tuple[str, int]:
    if isinstance(node, s.Negative):
        return f"-{_inside(node.operand, _ATOM)}", _FACTOR
    level = _SUM if node.operator in "+-" else _PRODUCT
    left = _inside(node.left, level)
    right = _inside(node.right, level + 1)
    return f"{left} {node.operator} {right}", level


def _test(node: s.Within | s.AtMost | s.Equal | s.HasData) -> str:
    match node:
        case s.Within(value, span):
            return f"{_inside(value, _SUM)} {span_text(span)}"
        case s.AtMost(left, right):
            return f"{_inside(left, _SUM)} {spell('AT_MOST')} {_inside(right, _SUM)}"
        case s.Equal(left, right, negated):
            sign = spell("DIFFERENT") if negated else "="
            return f"{_inside(left, _SUM)} {sign} {_inside(right, _SUM)}"
        case s.HasData(of, negated):
            return f"{spell('HAS_NO_DATA' if negated else 'HAS_DATA')} {_name(of)}"
    assert_never(node)


def _name(node: s.Name) -> str:
    return f"{node.name} {spell('YEAR_BEFORE')}" if node.previous else node.name


def _atom(node: s.Expression) -> str:
    match node:
        case s.Number(value):
            return number(value)
        case s.PointsLiteral(value):
            return f"{number(value)} {spell('POINTS')}"
        case s.Percent(value):
            return f"{number(value)}%"
        case s.DateLiteral(value):
            return value.strftime("%d/%m/") + f"{value.year:04}"
        case s.RelativeDate(day, month, offset):
            year = ("YEAR_BEFORE", "THIS_YEAR", "YEAR_AFTER")[offset + 1]
            return f"{day:02}/{month:02} {spell(year)}"
        case s.Text(value):
            return quoted(value)
        case s.Bool(value):
            return spell("YES" if value else "NO")
        case s.Name():
            return _name(node)
        case s.Call(function, arguments):
            return f"{function.value}({'; '.join(amount(a) for a in arguments)})"
        case s.Peers(function, of):
            return f"{function.value} {spell('OF_PEERS')}({_name(of)})"
        case s.ScoreOf(code, share):
            return f"{spell('RATIO_OF' if share else 'POINTS')} {code}" if code else spell("TOTAL")
        case _:
            return f"({expression(node)})"


def span_text(node: s.Range) -> str:
    """Write a range: từ 70% đến dưới 80%."""
    parts = []
    if node.low is not None:
        parts += [spell("ABOVE" if node.low_open else "FROM"), _inside(node.low, _SUM)]
    if node.high is not None:
        until = "UP_TO_BELOW" if node.high_open else "UP_TO"
        if node.high_open and node.low is None:
            until = "BELOW"
        parts += [spell(until), _inside(node.high, _SUM)]
    return " ".join(parts)


def outcome(node: s.Outcome) -> str:
    """Write what a row of a table gives."""
    match node:
        case s.Points(value):
            return number(value)
        case s.Share(percent, of_maximum):
            share = f"{number(percent)}%"
            return f"{share} {spell('MAXIMUM')}" if of_maximum else share
        case s.FullMark():
            return spell("MAXIMUM")
        case s.ByRatio(of):
            return spell("BY_RATIO") + (f" {amount(of)}" if of is not None else "")
        case s.Interpolated(low, high):
            ends = f"{spell('FROM')} {number(low)} {spell('UP_TO')} {number(high)}"
            return f"{spell('INTERPOLATED')} {ends}"
        case s.ByFormula(formula):
            return f"{spell('FORMULA')} {amount(formula)}"
    assert_never(node)


def row(node: s.Row) -> str:
    """Write a row of a table."""
    match node.test:
        case None:
            test = spell("ELSE")
        case s.Range() as span:
            test = span_text(span)
        case s.Case(condition):
            test = f"{spell('IF')} {expression(condition)}"
        case s.Text() | s.Bool() as value:
            test = expression(value)
    return f"{test}: {outcome(node.outcome)}"
