"""Clean text in, logical lines out: a line that begins with và, hoặc, trừ khi, lý do goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Span
from cchc_rules.keywords import KEYWORDS, Role
from cchc_rules.parsing.lexer import STARTERS, Lexeme, lex
from cchc_rules.records import field, record
from cchc_rules.syntax import Comment

if TYPE_CHECKING:
    from cchc_rules.source import Source

MAX_LEXEMES = 300
MAX_DEPTH = 30
"""Both keep every expression shallow enough for what walks it."""

_JOINERS = frozenset(keyword.terminal for keyword in KEYWORDS if keyword.role is Role.JOIN)


@record(frozen=False)
class LogicalLine:
    """The lexemes of one line of the language, which may cover several lines of the file."""

    lexemes: list[Lexeme] = field(default_factory=list)

    @property
    def place(self) -> Span:
        """Return the stretch of its first line of the file."""
        first = self.lexemes[0]
        end = max([lexeme.end for lexeme in self.lexemes if lexeme.line == first.line])
        return Span(first.file, first.line, first.column, end)

    @property
    def too_long(self) -> bool:
        """Say whether it is longer or deeper than anything a person writes."""
        length = len(self.lexemes)
        return length > MAX_LEXEMES or (length > MAX_DEPTH and _depth(self.lexemes) > MAX_DEPTH)


def _depth(lexemes: list[Lexeme]) -> int:
    depth = deepest = run = 0
    for lexeme in lexemes:
        depth += (lexeme.type == "_OPEN") - (lexeme.type == "_CLOSE")
        run = run + 1 if lexeme.type in {"NOT", "MINUS", "_OPEN"} else 0
        deepest = max(deepest, depth, run)
    return deepest


_GOES_ON = frozenset({"_OPEN", "_SEMICOLON", "PLUS", "MINUS", "STAR", "SLASH"})
_FOLLOWS = frozenset({"_CLOSE", "_SEMICOLON", "PLUS", "STAR", "SLASH"})
"""Signs at the end or the beginning of a line inside parentheses that say that it goes on."""


def logical_lines(source: Source) -> tuple[list[LogicalLine], list[Comment]]:
    """Split a source; blank lines are comments without text, so that the formatter keeps them."""
    result: list[LogicalLine] = []
    comments: list[Comment] = []
    for number, text in enumerate(source.lines, 1):
        lexemes, comment = lex(text, number, source.file)
        if comment is not None or not lexemes:
            place = Span(source.file, number)
            comments.append(Comment(comment or "", own_line=not lexemes, place=place))
        if not lexemes:
            continue
        if result and _continues(lexemes[0], result[-1].lexemes):
            result[-1].lexemes.extend(lexemes)
        else:
            result.append(LogicalLine(lexemes))
    return result, comments


def _continues(first: Lexeme, above: list[Lexeme]) -> bool:
    """Say whether a line goes on from the one above: by its first word, or inside parentheses."""
    if first.type in _JOINERS:
        return True
    if len(above) > MAX_LEXEMES or first.type in STARTERS:
        return False
    if not (above[-1].type in _GOES_ON or first.type in _FOLLOWS):
        return False
    return sum((x.type == "_OPEN") - (x.type == "_CLOSE") for x in above) > 0
