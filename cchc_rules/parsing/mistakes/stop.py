"""A rejected line with all that is known around it; what a slip looks at, and what it offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Diagnostic, Span
from cchc_rules.parsing.build import Misread
from cchc_rules.parsing.grammar import Rejected, parse_line
from cchc_rules.parsing.lexer import lex
from cchc_rules.records import field, record
from cchc_rules.text import bare, fold_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.parsing.names import Names
    from cchc_rules.parsing.standing import Standing
    from cchc_rules.syntax import Node

NUMBERS = frozenset({"INT", "NUMBER"})


@record()
class Repair:
    """A slip that was recognised, and the line without it.

    `sure` False: what was meant is a guess, good enough to read on but not to score with.
    `rest` is a second line that was written behind the first.
    """

    code: str
    at: Lexeme | Node
    message: str
    remedy: str
    lexemes: list[Lexeme]
    sure: bool = True
    rest: tuple[Lexeme, ...] = ()
    told: bool = False
    """It follows from another slip, which is told where that is."""

    @property
    def finding(self) -> Diagnostic:
        """Return it as a finding."""
        return Diagnostic(self.code, self.at.place, self.message, self.remedy)


@record()
class Stop:
    """A line that was rejected before the lexeme `index`."""

    lexemes: list[Lexeme]
    rejected: Rejected
    names: Names
    standing: Standing
    raw: Sequence[str] = field(repr=False)
    """The physical lines of the file, for what the lexemes do not keep."""

    @property
    def index(self) -> int:
        """Return where it stopped."""
        return self.rejected.index

    @property
    def accepts(self) -> frozenset[str]:
        """Return the terminals that could have stood there."""
        return self.rejected.accepts

    @property
    def here(self) -> Lexeme:
        """Return the lexeme that does not fit, or the last one where the line ends too early."""
        return self.lexemes[min(self.index, len(self.lexemes) - 1)]

    @property
    def before(self) -> Lexeme:
        """Return the last lexeme that fits, or the first one where none does."""
        return self.lexemes[max(self.index - 1, 0)]

    @property
    def at_end(self) -> bool:
        """Say whether something is missing at the end."""
        return self.index >= len(self.lexemes)

    def kinds(self, start: int, end: int) -> tuple[str, ...]:
        """Return the terminals of a stretch of lexemes."""
        return tuple(lexeme.type for lexeme in self.lexemes[max(start, 0) : end])

    def replaced(self, start: int, end: int, *new: Lexeme) -> list[Lexeme]:
        """Return the lexemes with those from `start` to `end` replaced."""
        return [*self.lexemes[:start], *new, *self.lexemes[end:]]

    def made(self, start: int, end: int, kind: str, text: str) -> Lexeme:
        """Return one lexeme that stands where those from `start` to `end` stand."""
        first, last = self.lexemes[start], self.lexemes[end - 1]
        until = last.end if last.line == first.line else first.end
        return first._replace(type=kind, text=text, end=until)

    def inserted(self, index: int, kind: str, text: str) -> list[Lexeme]:
        """Return the lexemes with one more before `index`."""
        near = self.lexemes[max(index - 1, 0)]
        new = near._replace(type=kind, text=text, column=near.end, end=near.end + 1)
        return self.replaced(index, index, new)

    def written(self, start: int, end: int) -> str:
        """Return a stretch of the line as it stands in the file."""
        text, after = "", None
        for lexeme in self.lexemes[start:end]:
            apart = after is not None and (lexeme.line, lexeme.column) != after
            text += (" " if apart else "") + lexeme.text
            after = lexeme.line, lexeme.end
        return text

    def bare_words(self, start: int, end: int) -> str:
        """Return a stretch of the line in small letters without marks."""
        return bare(" ".join(lexeme.text for lexeme in self.lexemes[start:end]))

    def physical(self) -> Iterator[tuple[int, str]]:
        """Yield the number and the text, without its comment, of each line of the file."""
        for number in dict.fromkeys(lexeme.line for lexeme in self.lexemes):
            yield number, self.raw[number - 1].partition("#")[0]

    def relexed(self, number: int, text: str) -> list[Lexeme]:
        """Return the lexemes with those of one line of the file taken from another text."""
        before = [lexeme for lexeme in self.lexemes if lexeme.line < number]
        after = [lexeme for lexeme in self.lexemes if lexeme.line > number]
        return [*before, *lex(text, number, self.here.file)[0], *after]

    def lexeme_at(self, number: int, column: int) -> Lexeme:
        """Return the lexeme that covers a column, or the one before it."""
        line = [lexeme for lexeme in self.lexemes if lexeme.line == number]
        return next((x for x in reversed(line) if x.column <= column), line[0])

    def is_word(self, index: int) -> bool:
        """Say whether a lexeme is made of letters."""
        return 0 <= index < len(self.lexemes) and is_word(self.lexemes[index])

    def is_name(self, index: int) -> bool:
        """Say whether a lexeme is a name that the file declares."""
        return fold_title(self.lexemes[index].text) in self.names.types

    def further(self, lexemes: list[Lexeme], index: int) -> bool:
        """Say whether a changed line goes on beyond `index`."""
        again = parse_line(lexemes)
        return not isinstance(again, Rejected) or again.index > index

    def whole(self, lexemes: list[Lexeme]) -> bool:
        """Say whether a changed line is one that can stand here."""
        again = parse_line(lexemes)
        return not isinstance(again, Rejected | Misread) and self.standing.fits(again)


def is_word(lexeme: Lexeme) -> bool:
    """Say whether a lexeme is made of letters: a name or a keyword."""
    return lexeme.text[:1].isalpha()


def span_of(lexemes: Sequence[Lexeme]) -> Span:
    """Return the stretch of the first line that lexemes cover."""
    first = lexemes[0]
    end = max(lexeme.end for lexeme in lexemes if lexeme.line == first.line)
    return Span(first.file, first.line, first.column, end)
