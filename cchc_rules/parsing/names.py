"""Logical lines in, the names of the file out, as far as they show before the lines are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_rules.keywords import BY_TERMINAL
from cchc_rules.parsing.meant import meant_at_start
from cchc_rules.records import field, record
from cchc_rules.text import bare, fold_title, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.parsing.lines import LogicalLine

DECLARING = frozenset({"DATA_ITEM", "COMPUTED", "PARAMETER"})
_NEAR = 0.85
_MOST = 100
"""Looking for the name that was meant takes time: of more bad names it is not looked for."""
LONGEST = 12
"""The words of a name."""
_WORD = re.compile(r'"[^"]*"|[“”„][^“”„"]*[“”"]|#.*|(?P<word>[^\W\d_]\w*)')


@record(frozen=False)
class Names:
    """What the figures of a file are called: keys are folded, blanks and _ are the same."""

    types: dict[str, str] = field(default_factory=dict)
    """The terminal of each declared figure's type; "" where that is not known."""
    used: dict[str, str] = field(default_factory=dict)
    """How the names with an underscore are written where they are used."""
    misnamed: dict[str, str] = field(default_factory=dict)
    """Figures declared under a name that cannot be one (a keyword, several words): the name
    that they are read on with. The slip is told at the declaration, not at each use."""
    _spelled: dict[str, str] = field(default_factory=dict)
    """Both together: what words in pieces are compared with."""
    _squeezed: dict[str, str] = field(default_factory=dict)

    def type_of(self, name: str) -> str:
        """Return the terminal of a figure's type, "" if it is not known."""
        return self.types.get(fold_title(name), "")

    def use(self, name: str) -> None:
        """Take note of a name where it is used."""
        key = fold_title(name)
        if "_" in name.strip("_") and key not in self.used:
            self.used[key] = name
            self._spelled.setdefault(key, name)
            self._squeezed.setdefault(_squeeze(name), name)

    def declare(self, words: Sequence[Lexeme], kind: str) -> None:
        """Take note of a declaration, be its name one or not."""
        name = self.declared_as(words)
        self.types[fold_title(name)] = kind
        self._spelled[fold_title(name)] = name
        if len(words) > 1 or words[0].type != "NAME":
            self.misnamed[fold_title(" ".join(word.text for word in words))] = name

    def declared_as(self, words: Sequence[Lexeme]) -> str:
        """Return the name that a declaration means: one that is used elsewhere, if possible."""
        written = " ".join(word.text for word in words)
        if len(words) == 1 and words[0].type == "NAME":
            return written
        told = self.misnamed.get(fold_title(written))
        if told or len(self.misnamed) >= _MOST:
            return told or _joined(words)
        homeless = [name for key, name in self.used.items() if key not in self.types]
        return (
            self._squeezed.get(_squeeze(written))
            or next((name for name in self.contained_in(written) if name in homeless), "")
            or nearest(_joined(words), homeless, _NEAR)
            or _joined(words)
        )

    def contained_in(self, written: str) -> list[str]:
        """Return the names used elsewhere that stand in a text but for their underscores."""
        letters = _squeeze(written)
        found = [name for squeezed, name in self._squeezed.items() if squeezed in letters]
        return sorted(found, key=len, reverse=True)

    def pieces(self, line: str) -> Iterator[tuple[int, int, str]]:
        """Yield the stretches of a line that are a known name but for its underscores."""
        words = [(m.start(), m.end()) for m in _WORD.finditer(line) if m["word"]]
        for first in range(len(words)):
            for last in range(min(first + LONGEST, len(words)) - 1, first, -1):
                start, end = words[first][0], words[last][1]
                name = self._spelled.get(fold_title(line[start:end]))
                if name and " " in line[start:end]:
                    yield start, end, name
                    break

    def in_pieces(self, lexemes: list[Lexeme], raw: Sequence[str]) -> bool:
        """Say whether a line holds an unknown name that is a piece of a known one."""
        unknown = [x for x in lexemes if x.type == "NAME" and fold_title(x.text) not in self.types]
        return any(
            start < lexeme.end - 1 and lexeme.column - 1 < end and name != lexeme.text
            for lexeme in unknown
            for start, end, name in self.pieces(raw[lexeme.line - 1])
        )

    def misnamed_at(self, lexemes: list[Lexeme], index: int) -> tuple[int, int, str]:
        """Return the stretch around `index` that is a badly declared name, and how it is read."""
        for length in range(LONGEST if self.misnamed else 0, 0, -1):
            for start in range(index, max(index - length, -1), -1):
                words = lexemes[start : start + length]
                name = self.misnamed.get(fold_title(" ".join(word.text for word in words)))
                if name and len(words) == length and (length > 1 or words[0].type != "NAME"):
                    return start, start + length, name
        return 0, 0, ""


def _squeeze(text: str) -> str:
    return "".join(letter for letter in fold_title(text) if letter.isalnum())


def _joined(words: Sequence[Lexeme]) -> str:
    """Return one name made of what cannot be one."""
    pieces = re.findall(r"[^\W_]+", " ".join(word.text for word in words))
    name = "_".join(pieces)
    return name if name[:1].isalpha() else f"số_{name}"


def name_words(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Return what stands where a declaration has its name."""
    colon = next((i for i, x in enumerate(lexemes[:LONGEST]) if x.type == "_COLON"), 0)
    words = lexemes[1:colon]
    if len(words) > 1 and bare(f"{lexemes[0].text} {words[0].text}") in meant_at_start():
        return words[1:]
    return words


def names_of(lines: Sequence[LogicalLine]) -> Names:
    """Look through the lines for names."""
    names = Names()
    for line in lines:
        declared = name_words(line.lexemes) if line.lexemes[0].type in DECLARING else []
        for lexeme in line.lexemes[1 + len(declared) if declared else 0 :]:
            if lexeme.type == "NAME":
                names.use(lexeme.text)
    declaring = [line.lexemes for line in lines if line.lexemes[0].type in DECLARING]
    for proper in (True, False):
        for lexemes in declaring:
            words = name_words(lexemes)
            if words and proper is (len(words) == 1 and words[0].type == "NAME"):
                _declare(lexemes, words, names)
    return names


def _declare(lexemes: list[Lexeme], words: list[Lexeme], names: Names) -> None:
    after = lexemes[lexemes.index(words[-1]) + 2 :]
    kind = after[0].type if after else ""
    names.declare(words, kind if kind in BY_TERMINAL else "")
