"""A line that could not be read in; what can still be told of it out, so that nothing follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.keywords import BY_TERMINAL, Role
from cchc_rules.parsing.build import level_of
from cchc_rules.parsing.lexer import STARTERS
from cchc_rules.parsing.names import DECLARING, name_words

if TYPE_CHECKING:
    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.parsing.lines import LogicalLine
from cchc_rules.parsing.names import Names

_TITLES = frozenset({"TEXT", "OPEN_TEXT"})
_FEW = 6
CODES = frozenset({"CODE", "INT", "NUMBER"})
"""What may be a code: 1.100 is a number too."""


def lost_line(line: LogicalLine, names: Names, *, opens: bool) -> s.LostHead | s.LostLine:
    """Keep what can be recognised of a lost line; `opens`: it seems to be a heading."""
    lexemes = line.lexemes
    keyword = BY_TERMINAL.get(lexemes[0].type)
    if keyword and keyword.role is Role.HEAD:
        name = _declared(lexemes, names) if keyword.terminal == "PARAMETER" else _code(lexemes)
        return s.LostHead(level_of(keyword.terminal), name, place=line.place)
    if opens or (keyword is None and _looks_like_heading(lexemes)):
        return s.LostHead(None, _code(lexemes), place=line.place)
    terminal = _opening(lexemes[0])
    declared = _declared(lexemes, names)
    return s.LostLine(terminal, declared, _mentions(lexemes, names), place=line.place)


def lost_node(guess: s.Line, line: LogicalLine, names: Names) -> s.LostHead | s.LostLine:
    """Keep of a line that was only guessed what is sure: what sort it is, and its names."""
    place = line.place
    match guess:
        case s.GroupHead(level, code):
            return s.LostHead(level, code, place=place)
        case s.ParameterHead(name):
            return s.LostHead(None, _known(name), place=place)
        case s.RuleSetHead() | s.ScenarioHead() | s.Import() | s.LostHead():
            return s.LostHead(None, place=place)
    name = _known(guess.name) if isinstance(guess, s.DataItem | s.Computed) else ""
    declares = isinstance(guess, s.DataItem | s.Computed)
    terminal = "DATA_ITEM" if declares else _opening(line.lexemes[0])
    return s.LostLine(terminal, name, _mentions(line.lexemes, names), place=place)


def _opening(first: Lexeme) -> str:
    """Return the keyword that opened the line; "" if it may have been any."""
    return first.type if first.type in STARTERS else ""


def _known(name: str) -> str:
    return "" if name == "…" else name


def _code(lexemes: list[Lexeme]) -> str:
    """Return the code of a heading: what stands before its title."""
    kinds = [lexeme.type for lexeme in lexemes[:_FEW]]
    title = next((i for i, kind in enumerate(kinds) if kind in {*_TITLES, "_COLON"}), len(kinds))
    coded = next((i for i in range(title) if kinds[i] in CODES), 0)
    if coded or kinds[0] in CODES:
        return lexemes[coded].text
    return lexemes[1].text if kinds[1:2] == ["NAME"] and title == 2 else ""  # noqa: PLR2004


def _looks_like_heading(lexemes: list[Lexeme]) -> bool:
    kinds = [lexeme.type for lexeme in lexemes[:_FEW]]
    coded = next((i for i, kind in enumerate(kinds) if kind in CODES), 0)
    if coded > 0 and not _TITLES.isdisjoint(kinds[coded + 1 : coded + 2]):
        return True
    return lexemes[-1].type == "POINTS" and not _TITLES.isdisjoint(kinds)


def _declared(lexemes: list[Lexeme], names: Names) -> str:
    words = name_words(lexemes) if lexemes[0].type in DECLARING else []
    return names.declared_as(words) if words else ""


def _mentions(lexemes: list[Lexeme], names: Names) -> tuple[str, ...]:
    """Return every name in a line, also those that stand there in pieces."""
    written = " ".join(x.text for x in lexemes if x.type not in _TITLES)
    whole = (x.text for x in lexemes if x.type == "NAME")
    return tuple(dict.fromkeys((*whole, *names.contained_in(written))))
