"""The lines under KIỂM THỬ as recognised in; their nodes out."""

from __future__ import annotations

from cchc_rules import syntax as s
from cchc_rules.parsing.build.parts import Builder, Parts, place_of
from cchc_rules.parsing.lexer import Lexeme

build = Builder()


@build
def _values(parts: Parts) -> tuple[s.Expression, ...]:
    return tuple(parts)


@build
def _given(parts: Parts) -> s.Given:
    name, values = parts
    word = values.type if isinstance(values, Lexeme) else values
    return s.Given(name, word, place=place_of(parts))


@build
def _given_peers(parts: Parts) -> s.Given:
    return s.Given(parts[0], parts[2], peers=True, place=place_of(parts))


@build
def _given_manual(parts: Parts) -> s.GivenManual:
    return s.GivenManual(parts[1], parts[2].value, place=place_of(parts))


@build
def _given_mark(parts: Parts) -> s.GivenMark:
    return s.GivenMark(parts[1], place=place_of(parts))


@build
def _expected_range(parts: Parts) -> s.Range:
    return s.Range(parts[1], parts[3], place=place_of(parts))


@build
def _expected_word(parts: Parts) -> str:
    return str(parts[0].type)


@build
def _expected(parts: Parts) -> s.Expected:
    _, of, value = parts
    is_code = isinstance(of, str)
    return s.Expected(of if is_code else of.type, is_code, value, place=place_of(parts))
