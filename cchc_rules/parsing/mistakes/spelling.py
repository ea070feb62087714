"""Words in, the keywords that they may be a misspelling of out, the nearest first."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cchc_rules.keywords import BY_TERMINAL
from cchc_rules.text import bare, letters_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

_MIDDLE = 8


@cache
def _letters(terminal: str) -> str:
    return _squeezed(BY_TERMINAL[terminal].spelling)


def _squeezed(text: str) -> str:
    return bare(text).replace(" ", "").replace("_", "")


@cache
def _words(terminal: str) -> list[str]:
    return bare(BY_TERMINAL[terminal].spelling).split()


def _leaves_words_out(written: str, terminal: str) -> bool:
    """Say whether the words are those of a keyword of which one or two are missing."""
    words, wanted = bare(written).split(), iter(_words(terminal))
    if not 0 < len(_words(terminal)) - len(words) <= _LEFT_OUT or len(words[0]) < _GLUING:
        return False
    return all(word in wanted for word in words)


_LEFT_OUT = 2
_TYPED = re.compile(r"(?P<first>[^aeiouyw]*)(?P<rest>[a-z0-9]*)")


def typed_word(word: str) -> str:
    """Return what Telex or VNI would have made of the keys of a word, without marks.

    tieeu and tie6u are tieu: behind the first vowel stand no s, f, r, x, j or w of their own.
    """
    keys = word.casefold()
    match = _TYPED.fullmatch(keys.replace("dd", "d").replace("d9", "d"))
    if match is None or not keys.isascii():
        return word
    rest = re.sub(r"[sfrxjw0-9]", "", match["rest"])
    return match["first"] + (re.sub(r"(aa|ee|oo)", lambda twice: twice[0][0], rest))


def allowed(length: int) -> int:
    """Return how many letters of a keyword of that length may be wrong."""
    return 1 if length < _MIDDLE else 2


def nearest_keywords(written: str, terminals: Iterable[str]) -> list[str]:
    """Return the terminals whose spelling is near to what was written."""
    letters = _squeezed(written)
    typed = _squeezed(" ".join(map(typed_word, written.split())))
    found: list[tuple[int, int, str]] = []
    for terminal in terminals:
        if terminal not in BY_TERMINAL:
            continue
        wanted = _letters(terminal)
        most = allowed(len(wanted))
        away = 0 if typed == wanted else letters_apart(letters, wanted, most)
        if away <= most:
            found.append((away, -len(wanted), terminal))
        elif _leaves_words_out(written, terminal):
            found.append((most + 1, len(wanted), terminal))
    return [terminal for _, _, terminal in sorted(found)]


_GLUING = 3
"""A shorter keyword begins too many other words."""


def glued_keywords(text: str) -> list[int]:
    """Return the lengths of the keywords that a text begins with, no blank behind them."""
    small = text[:_MOST].casefold()
    return [
        len(spelling)
        for spelling in _spellings()
        if small.startswith(spelling)
        and (small[len(spelling) : len(spelling) + 1] or " ").isalnum()
    ]


@cache
def _spellings() -> tuple[str, ...]:
    """Return every keyword as it may be written, accented and bare."""
    accented = [keyword.spelling.casefold() for keyword in BY_TERMINAL.values()]
    both = {*accented, *map(bare, accented)}
    return tuple(x for x in both if len(x) >= _GLUING and x.replace(" ", "").isalpha())


_MOST = 40
