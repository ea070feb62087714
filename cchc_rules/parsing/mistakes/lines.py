"""Slips with line ends: two lines written as one, one line broken into two."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_rules.parsing.grammar import Rejected, parse_line
from cchc_rules.parsing.lexer import STARTERS, Lexeme, lex
from cchc_rules.parsing.mistakes.stop import Repair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.parsing.mistakes.stop import Stop

_ROWS = frozenset({"FROM", "ABOVE", "UP_TO", "BELOW", "ELSE", "IF", "TEXT", "BULLET", "NAME"})
_BACK = 6


def two_in_one(stop: Stop) -> Iterator[Repair]:
    """`từ 80%: 2 dưới 80%: 0`."""
    for index in range(stop.index, max(stop.index - _BACK, 1), -1):
        rest = stop.lexemes[index:]
        if not rest or not (rest[0].type in STARTERS or rest[0].type in _ROWS):
            continue
        if isinstance(parse_line(rest), Rejected):
            continue
        message = f"Từ “{rest[0].text}” trở đi là một dòng khác."
        remedy = f"Xuống dòng trước “{rest[0].text}”."
        yield Repair("E117", rest[0], message, remedy, stop.lexemes[:index], rest=tuple(rest))


def text_over_lines(stop: Stop) -> Iterator[Repair]:
    """A quoted text whose second half, in the line below, begins with `và` or `hoặc`."""
    numbers = list(dict.fromkeys(lexeme.line for lexeme in stop.lexemes))
    for above, below in pairwise(numbers):
        first = [x for x in stop.lexemes if x.line <= above]
        second = [x for x in stop.lexemes if x.line >= below]
        if first[-1].type == "OPEN_TEXT":
            message = "Chữ trong dấu nháy bị ngắt sang dòng dưới."
            lexemes = joined(first, second, stop.raw)
            remedy = "Nối hai dòng lại thành một dòng."
            yield Repair("E116", first[-1], message, remedy, lexemes)


def joined(first: list[Lexeme], second: list[Lexeme], raw: Sequence[str]) -> list[Lexeme]:
    """Return two lines as one; where a quote stands open at the break, it closes behind it."""
    if first[-1].type != "OPEN_TEXT":
        return [*first, *second]
    number, below = first[-1].line, second[0].line
    text = raw[number - 1].rstrip() + " " + raw[below - 1].strip()
    again, _ = lex(text, number, first[-1].file)
    after = [lexeme for lexeme in second if lexeme.line != below]
    return [*(x for x in first if x.line != number), *again, *after]


SURE = (text_over_lines,)
LIKELY = (two_in_one,)
