"""Lexemes of one logical line in, its node out: the LALR tables that Lark made, run by ourselves.

Lark's own parser copies and compares far more than one line of rule text needs; this one also says
cheaply what could have stood where a line stops making sense.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from cchc_rules.parsing.build import BUILD, Misread
from cchc_rules.parsing.tables import INLINED, ONLY_PART, Rule, saved_tables
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.syntax import Line

    _Build = Callable[[list[Any]], Any]

END = "$END"
START = 0


@record()
class _Automaton:
    """For each state what each terminal (or rule) leads to: a state, or `~n` for reduction n."""

    states: list[dict[str, int]]
    reductions: list[tuple[int, str, _Build | None]]
    """A rule as it is applied: so many values off the stack, what they build onto it (None: the
    only one as it is)."""
    end: int

    def reduce(self, stack: list[int], step: int) -> None:
        """Take what reduction `~step` is made of off the stack, and put its state on it."""
        size, origin, _ = self.reductions[~step]
        if size:
            del stack[-size:]
        stack.append(self.states[stack[-1]][origin])


@record()
class Rejected:
    """Where a line stops making sense: before the lexeme `index`."""

    index: int
    stack: tuple[int, ...]

    @property
    def accepts(self) -> frozenset[str]:
        """Return the terminals that could have stood there."""
        return _accepted(self.stack)

    def takes(self, kind: str) -> bool:
        """Say whether a lexeme of that kind could have stood there."""
        return _takes(list(self.stack), kind)


@cache
def _automaton() -> _Automaton:
    tables = saved_tables()
    reductions = [(rule.size, rule.origin, _builder(rule)) for rule in tables.rules]
    return _Automaton(tables.states, reductions, tables.states[START]["line"])


def _builder(rule: Rule) -> _Build | None:
    if rule.build == ONLY_PART and rule.size == 1:
        return None
    build: _Build = _MARKED.get(rule.build) or getattr(BUILD, rule.build)
    if rule.parts == list(range(rule.size)):
        return build
    return lambda children: build(_picked(children, rule.parts))


_MARKED: dict[str, _Build] = {ONLY_PART: lambda parts: parts[0], INLINED: lambda parts: parts}


def _picked(children: list[Any], picks: list[int | None]) -> list[Any]:
    parts: list[Any] = []
    for pick in picks:
        if pick is None:
            parts.append(None)
        elif pick < 0:
            parts += children[~pick]
        else:
            parts.append(children[pick])
    return parts


@lru_cache(maxsize=1000)
def _accepted(stack: tuple[int, ...]) -> frozenset[str]:
    known = _automaton().states[stack[-1]]
    terminals = (kind for kind in known if kind.lstrip("_").isupper())
    return frozenset(kind for kind in terminals if _takes(list(stack), kind))


def _takes(stack: list[int], kind: str) -> bool:
    automaton = _automaton()
    while (step := automaton.states[stack[-1]].get(kind)) is not None and step < 0:
        automaton.reduce(stack, step)
        if kind == END and stack[-1] == automaton.end:
            return True
    return step is not None


def _stack_after(automaton: _Automaton, lexemes: list[Lexeme]) -> tuple[int, ...]:
    """Return the stack before the lexeme that is rejected.

    That one has already caused reductions, and what they leave behind accepts less.
    """
    stack = [START]
    for lexeme in lexemes:
        while (step := automaton.states[stack[-1]][lexeme.type]) < 0:
            automaton.reduce(stack, step)
        stack.append(step)
    return tuple(stack)


def at_start() -> Rejected:
    """Return the stop of a line that is not even begun."""
    return Rejected(0, (START,))


def parse_line(lexemes: list[Lexeme]) -> Line | Rejected | Misread:
    """Recognise one line; a date that the calendar does not have, and the like, is a Misread."""
    automaton = _automaton()
    states, reductions, end = automaton.states, automaton.reductions, automaton.end
    stack = [START]
    values: list[Any] = []
    for index in range(len(lexemes) + 1):
        lexeme = lexemes[index] if index < len(lexemes) else None
        kind = END if lexeme is None else lexeme.type
        while (step := states[stack[-1]].get(kind)) is not None and step < 0:
            size, origin, build = reductions[~step]
            first = len(values) - size
            if build is not None:
                try:
                    values[first:] = [build(values[first:])]
                except Misread as wrong:
                    return wrong
            del stack[first + 1 :]
            stack.append(states[stack[-1]][origin])
            if lexeme is None and stack[-1] == end:
                return values[-1]  # type: ignore[no-any-return]
        if step is None:
            return Rejected(index, _stack_after(automaton, lexemes[:index]))
        stack.append(step)
        values.append(lexeme)
    raise AssertionError(lexemes)  # the end of a line is always rejected or recognised
