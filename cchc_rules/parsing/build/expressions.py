"""Literals, sums and conditions as recognised in; their nodes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.model import Function
from cchc_rules.parsing.build.parts import (
    Builder,
    Parts,
    code_of,
    date_of,
    day_of,
    decimal_of,
    place_of,
    text_of,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.parsing.lexer import Lexeme

build = Builder()
_FUNCTIONS = {
    "LEAST": Function.LEAST,
    "GREATEST": Function.GREATEST,
    "MEAN": Function.MEAN,
    "WHOLE": Function.WHOLE,
    "ROUND": Function.ROUND,
}
_OFFSETS = {"YEAR_BEFORE": -1, "THIS_YEAR": 0, "YEAR_AFTER": 1}
_OPERATORS = {"PLUS": "+", "MINUS": "-", "STAR": "*", "SLASH": "/"}


@build
def _number_literal(parts: Parts) -> s.Number:
    return s.Number(decimal_of(parts[0]), place=parts[0].place)


@build
def _number(parts: Parts) -> s.Number:
    return s.Number(decimal_of(parts[0]), place=parts[0].place)


@build
def _points(parts: Parts) -> s.Number:
    return s.Number(parts[0].value, place=parts[0].place)


@build
def _signed(parts: Parts) -> s.Number:
    sign, number = parts
    value = -number.value if sign else number.value
    return s.Number(value, place=place_of(parts))


@build
def _percent(parts: Parts) -> s.Percent:
    return s.Percent(decimal_of(parts[0]), place=parts[0].place)


@build
def _negative_number(parts: Parts) -> s.Number:
    return s.Number(-parts[1].value, place=place_of(parts))


@build
def _negative_percent(parts: Parts) -> s.Percent:
    return s.Percent(-parts[1].value, place=place_of(parts))


@build
def _bound_number(parts: Parts) -> s.Number | s.PointsLiteral:
    number, points = parts
    return s.PointsLiteral(number.value, place=number.place) if points else number


@build
def _bound_name(parts: Parts) -> s.Name:
    return s.Name(parts[0].text, place=parts[0].place)


@build
def _date(parts: Parts) -> s.DateLiteral:
    return s.DateLiteral(date_of(parts[0]), place=parts[0].place)


@build
def _day(parts: Parts) -> s.RelativeDate:
    day, month = day_of(parts[0])
    return s.RelativeDate(day, month, _OFFSETS[parts[1].type], place=place_of(parts))


@build
def _text(parts: Parts) -> s.Text:
    return s.Text(text_of(parts[0]), place=parts[0].place)


@build
def _bool(parts: Parts) -> s.Bool:
    return s.Bool(parts[0].type == "YES", place=parts[0].place)


@build
def _name(parts: Parts) -> s.Name:
    return s.Name(parts[0].text, parts[1] is not None, place=place_of(parts))


@build
def _parenthesis(parts: Parts) -> s.Expression:
    inner: s.Expression = parts[0]
    return inner


@build
def _negative(parts: Parts) -> s.Expression:
    operand = parts[1]
    match operand:
        case s.Number(value) if value > 0:
            return s.Number(-value, place=place_of(parts))
        case s.Percent(value) if value > 0:
            return s.Percent(-value, place=place_of(parts))
    return s.Negative(operand, place=place_of(parts))


@build
def _arithmetic(parts: Parts) -> s.Arithmetic:
    left, sign, right = parts
    return s.Arithmetic(_OPERATORS[sign.type], left, right, place=place_of(parts))


@build
def _call(parts: Parts) -> s.Call:
    return s.Call(_FUNCTIONS[parts[0].type], tuple(parts[1:]), place=place_of(parts))


@build
def _peers(parts: Parts) -> s.Peers:
    return s.Peers(_FUNCTIONS[parts[0].type], parts[2], place=place_of(parts))


@build
def _score(parts: Parts) -> s.ScoreOf:
    code = parts[1] if len(parts) > 1 else ""
    return s.ScoreOf(code, parts[0].type == "RATIO_OF", place=parts[0].place)


@build
def _from_range(parts: Parts) -> s.Range:
    _, low, until, high = parts
    return s.Range(low, high, high_open=_is_open(until), place=place_of(parts))


@build
def _above_range(parts: Parts) -> s.Range:
    _, low, until, high = parts
    return s.Range(low, high, low_open=True, high_open=_is_open(until), place=place_of(parts))


@build
def _up_to_range(parts: Parts) -> s.Range:
    return s.Range(high=parts[1], place=place_of(parts))


@build
def _below_range(parts: Parts) -> s.Range:
    return s.Range(high=parts[1], high_open=True, place=place_of(parts))


@build
def _within(parts: Parts) -> s.Within:
    return s.Within(parts[0], parts[1], place=place_of(parts))


@build
def _at_most(parts: Parts) -> s.AtMost:
    return s.AtMost(parts[0], parts[2], place=place_of(parts))


@build
def _equal(parts: Parts) -> s.Equal:
    return s.Equal(parts[0], parts[1], place=place_of(parts))


@build
def _different(parts: Parts) -> s.Equal:
    return s.Equal(parts[0], parts[2], negated=True, place=place_of(parts))


@build
def _has_data(parts: Parts) -> s.HasData:
    return s.HasData(parts[1], place=place_of(parts))


@build
def _has_no_data(parts: Parts) -> s.HasData:
    return s.HasData(parts[1], negated=True, place=place_of(parts))


@build
def _negation(parts: Parts) -> s.Not:
    return s.Not(parts[1], place=place_of(parts))


@build
def _all_of(parts: Parts) -> s.All:
    return s.All(tuple(parts[::2]), place=place_of(parts))


@build
def _any_of(parts: Parts) -> s.AnyOf:
    return s.AnyOf(tuple(parts[::2]), place=place_of(parts))


@build
def _unless(parts: Parts) -> s.Unless:
    return s.Unless(parts[0], parts[2], place=place_of(parts))


@build
def _code(parts: Parts) -> str:
    return code_of(parts[0])


@build
def _names(parts: Parts) -> tuple[s.Name, ...]:
    return tuple(s.Name(part.text, place=part.place) for part in parts)


@build
def _reason(parts: Parts) -> str:
    return text_of(parts[1])


@build
def _cap(parts: Parts) -> Decimal:
    return parts[1].value  # type: ignore[no-any-return]


def _is_open(until: Lexeme | None) -> bool:
    return until is not None and until.type == "UP_TO_BELOW"
