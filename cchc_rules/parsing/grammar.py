"""Lexemes of one logical line in, its node out: the LALR tables that Lark made, run by ourselves.

Lark's own parser copies and compares far more than one line of rule text needs; this one also says
cheaply what could have stood where a line stops making sense.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import lark
from lark.parsers.lalr_analysis import Shift

from cchc_rules.parsing.build import BUILD, Misread
from cchc_rules.parsing.tables import saved_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.syntax import Line

END = "$END"


@dataclass(frozen=True, slots=True)
class _Reduction:
    """A rule as it is applied: so many values off the stack, what they build onto it."""

    size: int
    origin: str
    build: Callable[[list[Any]], Any]


@dataclass(frozen=True, slots=True)
class _Automaton:
    """For each state what each terminal (or rule) leads to: the next state, or a reduction."""

    states: dict[int, dict[str, int | _Reduction]]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Where a line stops making sense: before the lexeme `index`."""

    index: int
    stack: tuple[int, ...]

    @property
    def accepts(self) -> frozenset[str]:
        """Return the terminals that could have stood there."""
        known = _automaton().states[self.stack[-1]]
        return frozenset(kind for kind in known if kind.lstrip("_").isupper() and self.takes(kind))

    def takes(self, kind: str) -> bool:
        """Say whether a lexeme of that kind could have stood there."""
        automaton = _automaton()
        stack = list(self.stack)
        while isinstance(step := automaton.states[stack[-1]].get(kind), _Reduction):
            _goto(automaton, stack, step)
            if kind == END and stack[-1] == automaton.end:
                return True
        return step is not None


@cache
def _automaton() -> _Automaton:
    saved = saved_tables()
    parser = lark.Lark._load_from_dict(saved["data"], saved["memo"], transformer=BUILD)  # type: ignore[no-untyped-call]  # noqa: SLF001
    conf = parser.parse_interactive().parser_state.parse_conf
    reductions: dict[Any, _Reduction] = {}
    states: dict[int, dict[str, int | _Reduction]] = {}
    for state, steps in conf.states.items():
        states[state] = {}
        for kind, (action, argument) in steps.items():
            if action is Shift:
                states[state][kind] = argument
                continue
            if argument not in reductions:
                build = conf.callbacks[argument]
                reductions[argument] = _Reduction(
                    len(argument.expansion), argument.origin.name, build
                )
            states[state][kind] = reductions[argument]
    return _Automaton(states, conf.start_state, conf.end_state)


def _goto(automaton: _Automaton, stack: list[int], step: _Reduction) -> None:
    if step.size:
        del stack[-step.size :]
    after = automaton.states[stack[-1]][step.origin]
    assert isinstance(after, int)  # noqa: S101 - rules only lead to states
    stack.append(after)


def _stack_after(automaton: _Automaton, lexemes: list[Lexeme]) -> tuple[int, ...]:
    """Return the stack before the lexeme that is rejected.

    That one has already caused reductions, and what they leave behind accepts less.
    """
    stack = [automaton.start]
    for lexeme in lexemes:
        while isinstance(step := automaton.states[stack[-1]][lexeme.type], _Reduction):
            _goto(automaton, stack, step)
        stack.append(step)
    return tuple(stack)


def at_start() -> Rejected:
    """Return the stop of a line that is not even begun."""
    return Rejected(0, (_automaton().start,))


def parse_line(lexemes: list[Lexeme]) -> Line | Rejected | Misread:
    """Recognise one line; a date that the calendar does not have, and the like, is a Misread."""
    automaton = _automaton()
    states, end = automaton.states, automaton.end
    stack = [automaton.start]
    values: list[Any] = []
    for index in range(len(lexemes) + 1):
        lexeme = lexemes[index] if index < len(lexemes) else None
        kind = END if lexeme is None else lexeme.type
        while isinstance(step := states[stack[-1]].get(kind), _Reduction):
            parts = values[len(values) - step.size :]
            del values[len(values) - step.size :]
            try:
                values.append(step.build(parts))
            except Misread as wrong:
                return wrong
            _goto(automaton, stack, step)
            if lexeme is None and stack[-1] == end:
                return values[-1]  # type: ignore[no-any-return]
        if step is None:
            return Rejected(index, _stack_after(automaton, lexemes[:index]))
        stack.append(step)
        values.append(lexeme)
    raise AssertionError(lexemes)  # the end of a line is always rejected or recognised
